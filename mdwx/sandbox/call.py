"""One call on its way through the sandbox: what an endpoint may look at and change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from mdwx.records import dataclass
from mdwx.sandbox.bodies import read_json
from mdwx.sandbox.ids import Ids
from mdwx.sandbox.limits import Limit, read_limits
from mdwx.sandbox.replies import Refusal
from mdwx.sandbox.settings import Settings
from mdwx.sandbox.state import AccountState, State
from mdwx.sandbox.store import Store
from mdwx.wechat.transport import Request

__all__ = ["Call", "page_of"]

CHINA: Final = timezone(timedelta(hours=8))
"""WeChat's days begin at midnight in Beijing."""
LONGEST_PAGE: Final = 20


@dataclass(slots=True)
class Call:
    """A request with the state of the sandbox, inside one transaction."""

    request: Request
    state: State
    store: Store
    settings: Settings
    ids: Ids
    now: float
    """Unix time."""
    caller: AccountState | None = None
    """Known once the access_token or the secret was checked."""

    @property
    def account(self) -> AccountState:
        """Who calls."""
        if self.caller is None:
            raise Refusal(41001)
        return self.caller

    @property
    def limits(self) -> Mapping[str, Limit]:
        """The numbers that hold now."""
        return read_limits(self.settings.limits)

    @property
    def second(self) -> int:
        """The time as replies write it."""
        return int(self.now)

    @property
    def day(self) -> str:
        """The day that quotas are counted in."""
        return (
            datetime.fromtimestamp(self.now, UTC).astimezone(CHINA).strftime("%Y-%m-%d")
        )

    def json(self) -> dict[str, Any]:
        """The object that was sent."""
        return read_json(self.request.body)

    def hold(self, name: str, value: Any) -> None:
        """Refuse a value that exceeds the limit of that name."""
        limit = self.limits[name]
        if limit.exceeded_by(value):
            raise Refusal(limit.errcode)


def page_of(offset: int, count: int) -> slice:
    """The entries a list call asks for: ``count`` is 1 to 20 on every page."""
    if offset < 0 or not 1 <= count <= LONGEST_PAGE:
        raise Refusal(40035)
    return slice(offset, offset + count)

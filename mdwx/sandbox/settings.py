"""What a person or a test may change about the stand-in while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field, fields
from typing import Any, Final

from mdwx.records import dataclass

__all__ = ["Settings"]

CHOICES: Final = {
    "limits": ("observed", "documented"),
    "external_links": ("strip", "keep"),
    "external_images": ("filter", "refuse"),
}
STATUSES: Final = range(7)


@dataclass(frozen=True, slots=True)
class Settings:
    """Stored beside the state, so that another process may change them."""

    limits: str = "observed"
    """"observed" or "documented": which numbers of ``limits.toml`` hold."""
    publish_looks: int = 1
    """How many looks at a publication answer "publishing"."""
    publish_seconds: float = 1.0
    """After this time a publication has ended even if nobody looked."""
    outcomes: tuple[int, ...] = ()
    """The ``publish_status`` of the next publications, in order; then 0.

    A scripted 1 never ends.
    """
    numeric_publish_id: bool = False
    """Answer publish_id as a bare number. Seen 2021-11."""
    ip_allow_list: tuple[str, ...] = ()
    """Empty: every address may ask for an access_token."""
    confirm_ips: bool = False
    """A new address needs the administrator's word first (89503)."""
    external_links: str = "strip"
    """"strip", as ordinary accounts report, or "keep" (with WeChat Pay)."""
    external_images: str = "filter"
    """"filter", as the page says, or "refuse" with 45166 as some users report."""
    fresh_seconds: float = 0.0
    """A material younger than this is not found yet (40007). Reported 2026-09."""
    callback_url: str = ""
    """Only tells callback/check that there is one; nothing is ever sent there."""
    quotas: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """``{path: {"day": n, "minute": n}}``; "*" stands for every path."""

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            value = getattr(self, name)
            if value not in allowed:
                raise ValueError(f"{name} is {value!r}, none of {', '.join(allowed)}")
        if not set(self.outcomes) <= set(STATUSES):
            raise ValueError(f"outcomes {self.outcomes} are not all 0 to 6")

    def as_json(self) -> dict[str, Any]:
        """For the state file."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Settings:
        """From the state file, whatever version of mdwx wrote it."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        for name in ("outcomes", "ip_allow_list"):
            if name in values:
                values[name] = tuple(values[name])
        return cls(**values)

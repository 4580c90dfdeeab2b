"""What ``mdwx doctor`` found: one mark a line."""

from __future__ import annotations

from mdwx.cli.language import said
from mdwx.errors import MdwxError
from mdwx.model import Text
from mdwx.records import dataclass

__all__ = ["Mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing looked at."""

    name: str
    found: Text
    ok: bool = True
    hint: Text | None = None
    error: MdwxError | None = None
    """Why it does not work, when that stops a run."""

    @property
    def line(self) -> str:
        """As a person reads it."""
        return f"{'ok ' if self.ok else '-- '} {self.name}: {said(self.found)}"

    @property
    def fields(self) -> dict[str, object]:
        """As ``--json`` shows it."""
        return {
            "name": self.name,
            "ok": self.ok,
            "found": said(self.found),
            "hint": said(self.hint) if self.hint else None,
        }

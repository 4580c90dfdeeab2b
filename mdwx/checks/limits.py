"""The numbers of ``limits.toml``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mdwx.model import Severity
from mdwx.records import dataclass

__all__ = ["LIMITS", "Limit"]


@dataclass(frozen=True, slots=True)
class Limit:
    """How much is too much, and who says so."""

    unit: str
    """"characters", "units", "bytes", "px", "hundredths" or "entries"."""
    source: str
    date: str
    warn: int | None = None
    """More than this is a warning."""
    fail: int | None = None
    """More than this is an error."""
    least: bool = False
    """Less instead of more."""

    def measure(self, text: str) -> int:
        """The length of a text in this limit's unit."""
        if self.unit == "bytes":
            return len(text.encode())
        if self.unit == "units":
            return sum(1 if character.isascii() else 2 for character in text)
        return len(text)

    def severity(self, value: float) -> Severity | None:
        """How much a value matters; None within the limit."""
        if self.passed(self.fail, value):
            return Severity.ERROR
        return Severity.WARNING if self.passed(self.warn, value) else None

    def bound(self, severity: Severity) -> int:
        """The number that was passed: the one a sentence should name."""
        number = self.fail if severity is Severity.ERROR else self.warn
        return number or 0

    def passed(self, bound: int | None, value: float) -> bool:
        """Whether a value lies beyond a bound."""
        if bound is None:
            return False
        return value < bound if self.least else value > bound


def read_limits() -> Mapping[str, Limit]:
    """Read the data file that comes with the package."""
    text = Path(__file__).with_name("limits.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return MappingProxyType({name: Limit(**row) for name, row in table.items()})


LIMITS: Final = read_limits()

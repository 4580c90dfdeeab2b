"""The numbers of ``limits.toml``, in the setting an account is held to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sized
from functools import cache
from importlib.resources import files
from typing import Any

from mdwx.records import dataclass

__all__ = ["Limit", "Quota", "measured", "quota_of", "read_limits"]


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest value that passes, and the errcode of a larger one."""

    name: str
    errcode: int
    limit: int
    unit: str

    def exceeded_by(self, value: str | bytes | float | Sized) -> bool:
        """Whether a text, a file, a list or a number is too much."""
        return measured(value, unit=self.unit) > self.limit


@dataclass(frozen=True, slots=True)
class Quota:
    """How often an endpoint may be called."""

    day: int
    minute: int


def measured(value: str | bytes | float | Sized, *, unit: str) -> float:
    """Count a value the way a limit does."""
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        if unit == "bytes":
            return len(value.encode())
        if unit == "units":
            # A Chinese character costs two; measured 2026-09 and 2026-02.
            return sum(1 if character.isascii() else 2 for character in value)
    return len(value)


@cache
def read_limits(setting: str) -> Mapping[str, Limit]:
    """All limits of one setting: "documented" or "observed"."""
    return {
        name: Limit(name, row["code"], row[setting]["limit"], unit=row[setting]["unit"])
        for name, row in read_table().items()
        if name != "quotas"
    }


def quota_of(path: str, *, changed: Mapping[str, Mapping[str, int]]) -> Quota:
    """The quota of an endpoint; ``changed`` holds what the settings say instead."""
    rows = read_table()["quotas"]
    row = {**rows["default"], **rows.get(path, {})}
    row |= changed.get("*", {})
    row |= changed.get(path, {})
    return Quota(day=int(row["day"]), minute=int(row["minute"]))


@cache
def read_table() -> dict[str, Any]:
    """The data file as it stands."""
    text = files("mdwx.sandbox").joinpath("limits.toml").read_text("utf-8")
    return tomllib.loads(text)

"""The site file: found upwards, read, and held to its rules key by key.

It is ``mdwx.toml``, or ``pyproject.toml`` with a ``[tool.mdwx]`` table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mdwx.confined import read_within
from mdwx.decoding import decode
from mdwx.errors import SourceError, UsageError
from mdwx.model import Span, Text
from mdwx.records import dataclass
from mdwx.spelling import did_you_mean
from mdwx.toml_lines import error_place, key_lines, read_toml

__all__ = [
    "Refused",
    "Rules",
    "SiteFile",
    "find_site_file",
    "read_variable",
    "secret_variable",
]

LIMIT_BYTES: Final = 1 << 20
SECRET_WORDS: Final = frozenset(
    {"secret", "appsecret", "app_secret", "access_token", "token", "password"}
)


class Refused(Exception):
    """A value that its rule does not accept; says what would be accepted."""

    def __init__(self, expected: Text, *, hint: Text | None = None) -> None:
        super().__init__(str(expected))
        self.expected = expected
        self.hint = hint


Rules = Mapping[str, Callable[[Any], Any]]
"""For each key, the function that returns its value or raises ``Refused``."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site file and the lines of its keys."""

    path: Path
    tables: Mapping[str, Any]
    """What lies below ``[tool.mdwx]`` or, in ``mdwx.toml``, the whole."""
    lines: Mapping[tuple[str, ...], int]
    prefix: tuple[str, ...] = ()

    def where(self, *key: str) -> Span:
        """The place of a key, or of the table that holds it."""
        path = (*self.prefix, *key)
        while path and path not in self.lines:
            path = path[:-1]
        return Span(PurePosixPath(self.path.name), self.lines.get(path))

    def table(self, *path: str) -> Mapping[str, Any]:
        """A table by its path; an absent one is empty."""
        table: Mapping[str, Any] = self.tables
        for depth, name in enumerate(path, start=1):
            inner = table.get(name, {})
            if not isinstance(inner, dict):
                raise self._wrong_kind(*path[:depth])
            table = inner
        return table

    def read(self, *path: str, rules: Rules) -> dict[str, Any]:
        """The values of a table, each as its rule returns it."""
        values = {}
        for key, value in self.table(*path).items():
            self._refuse_secret(*path, key)
            if key not in rules:
                raise self._unknown(*path, key, known=rules)
            try:
                values[key] = rules[key](value)
            except Refused as refusal:
                raise self._bad_value(*path, key, refusal=refusal) from refusal
        return values

    def refuse_unknown(self, known: Mapping[str, object]) -> None:
        """Hold the names of the tables themselves to the known ones."""
        for name in self.tables:
            self._refuse_secret(name)
            if name not in known:
                raise self._unknown(name, known=known)

    def _refuse_secret(self, *path: str) -> None:
        if path[-1].lower().replace("-", "_") not in SECRET_WORDS:
            return
        account = path[1] if path[0] == "accounts" and len(path) > 2 else "main"
        name = secret_variable(account)
        raise UsageError(
            Text(
                zh=f"密钥不能写在配置文件里：{'.'.join(path)}",
                en=f"secrets do not belong in the site file: {'.'.join(path)}",
            ),
            where=self.where(*path),
            hint=Text(
                zh=f"从文件里删掉它，放进环境变量 {name}，或用 mdwx login {account}",
                en=f"remove it, and put it in {name} or use mdwx login {account}",
            ),
        )

    def _unknown(self, *path: str, known: Mapping[str, object]) -> UsageError:
        listed = ", ".join(sorted(known))
        return UsageError(
            Text(
                zh=f"不认识的配置项 {'.'.join(path)}",
                en=f"unknown key {'.'.join(path)}",
            ),
            where=self.where(*path),
            hint=did_you_mean(path[-1], known)
            or Text(zh=f"可用的有：{listed}", en=f"known keys: {listed}"),
        )

    def _bad_value(self, *path: str, refusal: Refused) -> UsageError:
        key = ".".join(path)
        expected = refusal.expected
        return UsageError(
            Text(zh=f"{key} 应当是{expected.zh}", en=f"{key} must be {expected.en}"),
            where=self.where(*path),
            hint=refusal.hint,
        )

    def _wrong_kind(self, *path: str) -> UsageError:
        refusal = Refused(Text(zh="一个表（table）", en="a table"))
        return self._bad_value(*path, refusal=refusal)


def secret_variable(account: str) -> str:
    """The environment variable that holds the AppSecret of an account."""
    return "MDWX_SECRET_" + account.upper().replace("-", "_")


def read_variable(
    env: Mapping[str, str], variable: str, rule: Callable[[Any], str]
) -> str | None:
    """The value of a variable, held to the rule of the key it stands for."""
    value = env.get(variable, "").strip()
    if not value:
        return None
    try:
        return rule(value)
    except Refused as refusal:
        expected = refusal.expected
        raise UsageError(
            Text(
                zh=f"环境变量 {variable} 应当是{expected.zh}",
                en=f"{variable} must be {expected.en}",
            ),
            hint=refusal.hint,
        ) from refusal


def find_site_file(start: Path) -> SiteFile | None:
    """The nearest site file in ``start`` or above, as git finds its folder."""
    for folder in (start, *start.parents):
        own = folder / "mdwx.toml"
        if own.is_file():
            text, tables = _tables(own, _bytes(own))
            return SiteFile(own, tables, key_lines(text))
        shared = folder / "pyproject.toml"
        if shared.is_file() and (found := _shared(shared)) is not None:
            return found
    return None


def _shared(file: Path) -> SiteFile | None:
    """The part of a ``pyproject.toml`` that is ours, if there is one."""
    source = _bytes(file)
    # One that does not name us may be broken without stopping us.
    if b"mdwx" not in source:
        return None
    text, tables = _tables(file, source)
    whole = SiteFile(file, tables, key_lines(text))
    if "mdwx" not in whole.table("tool"):
        return None
    return replace(whole, tables=whole.table("tool", "mdwx"), prefix=("tool", "mdwx"))


def _bytes(file: Path) -> bytes:
    try:
        return read_within(file, within=None, limit_bytes=LIMIT_BYTES)
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"读不了 {file.name}：{error.strerror}",
                en=f"cannot read {file.name}: {error.strerror}",
            )
        ) from error


def _tables(file: Path, source: bytes) -> tuple[str, dict[str, Any]]:
    """The text and the tables of a TOML file."""
    path = PurePosixPath(file.name)
    try:
        text = decode(source, path=path)
        return text, read_toml(text)
    except SourceError as error:
        raise UsageError(error.problem, where=error.where, hint=error.hint) from error
    except tomllib.TOMLDecodeError as error:
        problem, line, column = error_place(error)
        raise UsageError(
            Text(zh=f"TOML 写错了：{problem}", en=f"broken TOML: {problem}"),
            where=Span(path, line, column),
        ) from error

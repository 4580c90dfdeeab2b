"""The calls the sandbox was asked, for people and tests to look at.

No access_token and no secret gets in. The file holds a bounded number of calls.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypedDict

from mdwx.patterns import pattern
from mdwx.redaction import redacted
from mdwx.wechat.transport import Request

__all__ = ["Entry", "Journal", "shown_body", "shown_query"]

KEPT_CALLS: Final = 2000
SHOWN_BYTES: Final = 4096
SECRETS: Final = frozenset({"secret", "appsecret"})
KEPT_BACK: Final = pattern(
    r"((?:app_?)?secret|access_token|password)([\\\"'\s:=]{1,16})[^\\\"'\s&,}]+",
    re.IGNORECASE,
)
"""A credential in JSON or in a form, sent to whatever path."""
CREDENTIAL_PATHS: Final = ("/cgi-bin/token", "/cgi-bin/stable_token", "/clear_quota/v2")


class Entry(TypedDict):
    """One call."""

    number: int
    time: float
    """Unix time."""
    appid: str
    """Empty where the caller was not recognised."""
    method: str
    path: str
    query: dict[str, str]
    client_ip: str
    status: int
    """0 where the line was cut."""
    errcode: int
    sent_bytes: int
    received_bytes: int
    fault: str
    rid: str
    request_body: str
    """Text of JSON, cut after 4096 bytes; empty for files and credentials."""
    response_body: str
    """Text of a refusal."""


class Journal:
    """A file of one JSON object a line; the store's lock guards it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lines: int | None = None

    def add(self, entry: Entry) -> None:
        """Append a call; drop the oldest ones when there are too many."""
        if self._lines is None or self._lines >= 2 * KEPT_CALLS:
            kept = self.read()
            text = "".join(line_of(each) for each in kept)
            self.file.write_text(text, "utf-8")
            self._lines = len(kept)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(line_of(entry))
        self._lines += 1

    def read(self) -> list[Entry]:
        """The latest calls, oldest first."""
        try:
            lines = self.file.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [entry for line in lines[-KEPT_CALLS:] if (entry := read_line(line))]

    def clear(self) -> None:
        """Forget all calls."""
        self.file.unlink(missing_ok=True)
        self._lines = None


def line_of(entry: Entry) -> str:
    """One call as a line; escaped, so that no character ends the line early."""
    return json.dumps(entry, separators=(",", ":")) + "\n"


def read_line(line: str) -> Entry | None:
    """One call; None for a line that a crash cut short."""
    try:
        entry: Entry = json.loads(line)
    except ValueError:
        return None
    return entry


def shown_query(query: Mapping[str, str]) -> dict[str, str]:
    """The query without anything that opens a door."""
    return {
        name: "***" if name in SECRETS else value
        for name, value in query.items()
        if name != "access_token"
    }


def shown_body(request: Request) -> str:
    """The text that was sent, unless it is a file or holds a credential."""
    if request.path.endswith(CREDENTIAL_PATHS) or "multipart" in content_type(request):
        return ""
    told = request.body[:SHOWN_BYTES].decode(errors="replace")
    return redacted(KEPT_BACK.sub(r"\1\2***", told))


def content_type(request: Request) -> str:
    """The Content-Type of a request, whatever case its name is in."""
    found = [
        value
        for name, value in request.headers.items()
        if name.lower() == "content-type"
    ]
    return found[0] if found else ""

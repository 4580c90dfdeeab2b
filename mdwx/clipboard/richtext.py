"""A fragment as clipboards carry it: byte for byte, between the fragment marks.

The marks tell an editor where what was copied begins and ends; Chromium writes the
same envelope. WeMD found that a browser's own serialiser changes styles on the way, so
nothing serialises the fragment again.
"""

from __future__ import annotations

from typing import Final

__all__ = ["END", "START", "rich_text", "windows_form"]

START: Final = "<!--StartFragment-->"
END: Final = "<!--EndFragment-->"
ENVELOPE: Final = '<html><head><meta charset="utf-8"></head><body>{}</body></html>'
HEADER: Final = (
    "Version:0.9\r\n"
    "StartHTML:{:010d}\r\n"
    "EndHTML:{:010d}\r\n"
    "StartFragment:{:010d}\r\n"
    "EndFragment:{:010d}\r\n"
)
"""Of CF_HTML. Official: "HTML Clipboard Format", learn.microsoft.com; offsets are
bytes from the start of the header."""


def rich_text(fragment: str) -> str:
    """A fragment in the envelope that every editor of rich text takes."""
    return ENVELOPE.format(f"{START}{fragment}{END}")


def windows_form(html: str) -> bytes:
    """Rich text with the header that Windows wants before it."""
    begins = len(HEADER.format(0, 0, 0, 0))
    data = html.encode("utf-8", "replace")
    first = data.index(START.encode()) + len(START)
    last = data.rindex(END.encode())
    offsets = (begins, begins + len(data), begins + first, begins + last)
    return HEADER.format(*offsets).encode() + data

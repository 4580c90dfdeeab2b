"""Preview links as QR codes, for the phone beside the keyboard."""

from __future__ import annotations

from io import StringIO

from mdwx.cli.replies import Reply
from mdwx.cli.terminal import Terminal
from mdwx.model import State

__all__ = ["qr_code", "show_previews"]


def show_previews(terminal: Terminal, reply: Reply) -> None:
    """The link of each draft this run touched, and its QR code."""
    shown: set[str] = set()
    for outcome in reply.outcomes:
        draft = outcome.draft
        is_draft = outcome.state in (State.DRAFTED, State.UNCHANGED)
        if not is_draft or draft is None or draft.preview_url is None:
            continue
        # No phone can open what lies on this machine; a bundle has one link.
        if reply.previews.get(outcome.slug) or draft.preview_url in shown:
            continue
        shown.add(draft.preview_url)
        terminal.draw(qr_code(draft.preview_url))


def qr_code(url: str) -> str:
    """The QR code of an address, in half blocks."""
    import segno

    drawn = StringIO()
    segno.make(url, error="l").terminal(out=drawn, compact=True)
    return drawn.getvalue()

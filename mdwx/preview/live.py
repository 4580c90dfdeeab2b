"""The pages of ``mdwx watch`` for one post: its desk, and the article in a frame.

The desk is ours and runs our scripts; the frame is WeChat's page with the article
alone, and runs nothing. Each has its own policy, sent as a header.
"""

from __future__ import annotations

from typing import Final

from mdwx.preview.look import environment
from mdwx.preview.screens import Screen
from mdwx.preview.shelf import edition

__all__ = ["DESK_POLICY", "FRAME_POLICY", "POSTS_POLICY", "desk_page", "frame_page"]

DESK_POLICY: Final = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'"),
        *("img-src 'self' data: blob:", "connect-src 'self'", "frame-src 'self'"),
        *("form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
"""Only files of this server run or paint; nothing inline, nothing from elsewhere."""

POSTS_POLICY: Final = f"{DESK_POLICY}; style-src-attr 'unsafe-inline'"
"""Of the page of all posts: each cover is cut by a style attribute of ours."""

FRAME_POLICY: Final = "; ".join(
    (
        *("default-src 'none'", "script-src 'none'", "style-src-elem 'self'"),
        # An article's looks are style attributes; those alone are let through.
        *("style-src-attr 'unsafe-inline'", "img-src 'self' data:"),
        *("form-action 'none'", "base-uri 'none'", "frame-ancestors 'self'"),
        "sandbox allow-same-origin",
    )
)
"""The article's page: pictures and style attributes, also where it is opened alone."""


def desk_page(*, language: str, **values: str | bool) -> str:
    """The shell of a post's desk; scripts fill it from ``/_state/{slug}``.

    ``values``: slug, title, boot, and the ``Powers`` of the page.
    """
    return (
        environment(language)
        .get_template("desk.html")
        .render(edition=edition(), **values)
    )


def frame_page(screen: Screen, *, language: str, night: bool) -> str:
    """WeChat's page with one article in it, by day or in dark mode."""
    return (
        environment(language)
        .get_template("frame.html")
        .render(screen=screen, night=night)
    )

"""Pages that need nothing but themselves: of one article, and of all.

Style and script are inline and named by their hash in the policy, so nothing an
article carries can run, and nothing is fetched.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from mdwx.model import Text
from mdwx.preview.pieces import Pieces, escaped
from mdwx.preview.screens import Row, Screen

__all__ = ["PACKAGE", "STYLES", "index_page", "phone_page", "policy", "static"]

PACKAGE: Final = Path(__file__).parents[1]
STYLES: Final = ("wechat.css", "chrome.css")
ALL_POSTS: Final = Text(zh="全部文章", en="All posts")


@cache
def static(name: str, *, room: str = "preview") -> str:
    """A style sheet or script that ships with the package."""
    return (PACKAGE / room / "static" / name).read_text(encoding="utf-8")


def policy(*, css: str, script: str = "", frames: bool = False) -> str:
    """The content security policy of a page with just this style and script.

    Pictures come from the page's own place, from disk or from the page itself;
    an address elsewhere is never asked for. ``frames`` lets it show other pages of
    ours inside.
    """
    rules = {
        "default-src": "'none'",
        "img-src": "'self' file: data:",
        "style-src-elem": digest_of(css),
        # An article's looks are style attributes; those alone are let through.
        "style-src-attr": "'unsafe-inline'",
        "script-src": digest_of(script) if script else "'none'",
        "connect-src": "'self'" if script else "'none'",
        "frame-src": "'self' file:" if frames else "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def digest_of(source: str) -> str:
    """The name of an inline style or script in a policy."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def phone_page(screen: Screen, *, language: str = "zh", home: str | None = None) -> str:
    """The whole page around one article; ``home`` is where all of them are."""
    pieces = Pieces(language)
    bar = ""
    if home:
        words = pieces.said(ALL_POSTS)
        link = f'<a class="mx-brand" href="{escaped(home)}">← {words}</a>'
        bar += f'\n<header class="mx-bar">{link}</header>'
    if screen.night:
        bar += '\n<input class="mx-hidden mx-night" id="mx-night" type="checkbox">'
    title = escaped(screen.title)
    return page(pieces, title=title, bar=f"{bar}\n", main=f"\n{pieces.stage(screen)}\n")


def index_page(rows: Iterable[Row], *, language: str = "zh") -> str:
    """All posts: ``dist/index.html``."""
    pieces = Pieces(language)
    title, tiles = pieces.said(ALL_POSTS), [tile(pieces, row) for row in rows]
    count = pieces.say("{} 篇", "{} in all").format(len(tiles))
    none = pieces.say(
        "还没有文章：运行 mdwx new 写一篇", "no posts yet: run mdwx new to write one"
    )
    grid = "".join(['<ul class="mx-grid">', *tiles, "\n</ul>"])
    main = f"""
<div class="mx-wide">
<h1 class="mx-title">{title}</h1>
<p class="mx-lead">{count}</p>
{grid if tiles else f'<p class="mx-empty">{none}</p>'}
</div>
"""
    return page(pieces, title=title, bar="\n", main=main)


def tile(pieces: Pieces, row: Row) -> str:
    """One post among all."""
    title, foot = escaped(row.title), ""
    if row.href:
        title = f'<a href="{escaped(row.href)}">{title}</a>'
    words = escaped(row.digest)
    digest = f'<p class="mx-tile-digest" lang="zh-CN">{words}</p>' if words else ""
    if row.state:
        state = pieces.said(row.state.text)
        foot = f'<span class="mx-pill" data-tone="{row.state.tone}">{state}</span>'
    foot += "".join(f"<span>{escaped(it)}</span>" for it in (row.date, row.path) if it)
    return f"""
<li class="mx-tile">
{pieces.cover(row.cover, row.wide)}
<div class="mx-tile-text">
<h2 class="mx-tile-title" lang="zh-CN">{title}</h2>{digest}
<p class="mx-tile-foot">{foot}
</p>
</div>
</li>"""


def page(pieces: Pieces, *, title: str, bar: str, main: str) -> str:
    """What ``base.html`` is to the pages that have templates."""
    css = "".join(map(static, STYLES))
    return f"""<!doctype html>
<html lang="{pieces.say("zh-CN", "en")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escaped(policy(css=css))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<meta name="generator" content="mdwx">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{css}</style>
</head>
<body class="mx-body">
<a class="mx-skip" href="#main">{pieces.say("跳到正文", "skip to the content")}</a>
{bar}
<main id="main">
{main}
</main>
</body>
</html>
"""

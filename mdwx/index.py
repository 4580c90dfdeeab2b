"""``dist/index.html``: all posts of a site that have a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from mdwx.config import Config
from mdwx.confined import confined, read_within
from mdwx.model import PICTURE_NAME, Crop, Post
from mdwx.outcome import Outcome
from mdwx.preview.printed import index_page
from mdwx.preview.screens import Row
from mdwx.whole import write_text

if TYPE_CHECKING:
    from mdwx.make import Built

__all__ = ["IMAGES", "LANGUAGE", "row_of", "write_index"]

IMAGES: Final = "images"
"""The folder of a post's pictures, beside its page."""
LANGUAGE: Final = "zh"
"""Of the pages' own words: the same bytes whatever the terminal speaks."""
_JSON_BYTES: Final = 64 << 20


def write_index(
    config: Config, entries: Iterable[Post | Outcome], rows: Mapping[str, Row]
) -> None:
    """Write ``dist/index.html``: every post of the site that has its page.

    ``rows`` has those of this run, by slug; the others are as they were written.
    """
    root = config.root.resolve()
    folder = confined(root / config.site.output, root=root).resolve()
    shown = [
        rows.get(entry.slug) or _row_before(entry, folder / entry.slug / "article.json")
        for entry in entries
        if entry.slug in rows or (folder / entry.slug / "index.html").is_file()
    ]
    page = index_page(shown, language=LANGUAGE)
    write_text(folder / "index.html", page, within=root)


def row_of(built: Built) -> Row:
    """A post in the index."""
    post, cover = built.article.post, built.cover
    return replace(
        _bare_row(post),
        title=built.article.title or post.slug,
        cover=f"{post.slug}/{IMAGES}/{cover.picture.name}" if cover else None,
        wide=cover.wide if cover else None,
        digest=built.digest or "",
    )


def _row_before(entry: Post | Outcome, file: Path) -> Row:
    """The row of a post that this run did not build, as the last one wrote it."""
    row = _bare_row(entry)
    try:
        data = read_within(file, within=file.parent, limit_bytes=_JSON_BYTES)
        fields = json.loads(data)
        row = replace(row, title=str(fields["title"]))
        row = replace(row, digest=str(fields.get("digest") or ""))
        name = PurePosixPath(fields["cover"]["file"]).name
        wide = Crop(*map(float, fields["cover"]["wide"]))
    # Of an older mdwx, or edited by hand: what it does not tell is left out.
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ):
        return row
    if not PICTURE_NAME.fullmatch(name):
        return row
    return replace(row, cover=f"{entry.slug}/{IMAGES}/{name}", wide=wide)


def _bare_row(entry: Post | Outcome) -> Row:
    date = entry.date if isinstance(entry, Post) else None
    return Row(
        title=entry.title or entry.slug,
        href=f"{entry.slug}/index.html",
        date=f"{date:%Y-%m-%d}" if date else "",
        path=str(entry.path),
    )

"""What the desk of a post knows of it, as the page gets it: plain JSON.

The fields are told in ``mdwx.preview``. Nothing here is markup but ``html``, the
fragment that would be sent; whoever shows the rest shows it as text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mdwx.config import Config, choose_account
from mdwx.config.settings import SANDBOX
from mdwx.errors import UsageError
from mdwx.model import Cover, Crop, Finding, Picture, Post, Span, Text
from mdwx.preview.reckoning import counts, minutes_of, words_of
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.make import Built
    from mdwx.preview.screens import Problem, Screen

__all__ = ["Page", "account_fields", "both", "facts_of", "page_of"]

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What a desk tells at one moment."""

    version: str
    """Names what is told: the same page of another run has the same one."""
    told: str
    """JSON on one line."""


def page_of(
    facts: Mapping[str, Any],
    *,
    slug: str,
    problem: Problem | None,
    moved: str | None,
) -> Page:
    """The facts of a post, with what is wrong now on top of them."""
    problem_now = problem_fields(problem)
    told = {**facts, "slug": slug, "problem": problem_now, "moved": moved}
    # Half a character, as in the name of some file, cannot be sent.
    rest = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    version = hashlib.blake2b(rest, digest_size=9).hexdigest()
    return Page(version, f'{{"version": "{version}", {rest.decode()[1:]}')


def facts_of(
    built: Built, screen: Screen, *, address: Callable[[Picture], str]
) -> Told:
    """All there is to know of a built post."""
    article, post = built.article, built.article.post
    files: dict[str, int] = {str(post.path): 0}
    lines = list(line_runs(article.places, files))
    words = words_of(article.text)
    return {
        "title": screen.title,
        "author": screen.author,
        "date": screen.date,
        "kind": post.type.value,
        "draft": post.draft,
        "digest": screen.digest,
        "shown_digest": screen.shown_digest,
        "source_url": screen.source_url,
        "theme": post.theme,
        "code_theme": post.code_theme,
        "path": str(post.path),
        "cover": cover_fields(built.cover, screen, address=address),
        "gallery": list(screen.gallery),
        "html": screen.content,
        "files": list(files),
        "lines": lines,
        "findings": [finding_fields(it) for it in built.findings],
        "counts": counts(built),
        "size": asdict(article.size),
        "words": words,
        "minutes": minutes_of(words),
    }


def account_fields(config: Config, post: Post) -> Told:
    """The account that a post goes to, and all it may go to instead; none of one."""
    try:
        own = choose_account(config, flag=None, post=post)
    except UsageError:
        own = None
    # The same account may have two names; the post's own is told.
    names = {it.key: it.name for it in config.accounts.values()}
    if own is not None and own.key in names:
        names[own.key] = own.name
    every = [*names.values(), SANDBOX.name] if len(names) > 1 else []
    return {"account": own.name if own else None, "accounts": every}


def both(sentence: Text | None) -> dict[str, str] | None:
    """A sentence in both languages."""
    return {"zh": sentence.zh, "en": sentence.en} if sentence else None


def problem_fields(problem: Problem | None) -> Told | None:
    """Why the page is not up to date."""
    if problem is None:
        return None
    return {
        "title": both(problem.title),
        "text": both(problem.text),
        **place_fields(problem.where),
    }


def place_fields(where: Span | None) -> Told:
    """A place in a file."""
    if where is None:
        return {"path": None, "line": None, "column": None}
    return {"path": str(where.path), "line": where.line, "column": where.column}


def line_runs(
    places: Iterable[Span], files: dict[str, int]
) -> Iterator[tuple[int, int, int]]:
    """How many elements in a row come from which line of which file.

    ``files`` is filled in: each path with its number. Line 0 is not known.
    """
    for place, same in groupby(places):
        number = files.setdefault(str(place.path), len(files))
        yield sum(1 for _ in same), number, place.line or 0


def finding_fields(found: Finding) -> Told:
    """One finding, and its place."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": both(found.message),
        "hint": both(found.hint),
        **place_fields(found.where),
    }


def cover_fields(
    cover: Cover | None, screen: Screen, *, address: Callable[[Picture], str]
) -> Told | None:
    """The cover with its two crops, each as x1, y1, x2, y2 within 0..1."""
    if cover is None:
        # A newspic has its first picture.
        bare = {"src": screen.cover, "wide": None, "square": None}
        return bare if screen.cover else None
    return {
        "src": address(cover.picture),
        "wide": corners(cover.wide),
        "square": corners(cover.square),
    }


def corners(crop: Crop) -> Mapping[str, float]:
    """A crop as the page gets it."""
    return {"x1": crop.x1, "y1": crop.y1, "x2": crop.x2, "y2": crop.y2}

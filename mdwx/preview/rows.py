"""All posts: a tile for each, with what there is to say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from mdwx.model import Text
from mdwx.preview.leaf import Leaf
from mdwx.preview.look import environment
from mdwx.preview.screens import Pill, Problem, Row
from mdwx.preview.shelf import edition
from mdwx.preview.standings import Stand

__all__ = ["Stands", "posts_page", "rows_of", "unknown"]

Stands = Callable[[Sequence[Leaf]], Mapping[str, Stand]]
"""Where posts stand with their accounts, by slug."""


def unknown(leaves: Sequence[Leaf]) -> Mapping[str, Stand]:
    """Where nobody can tell."""
    return {}


def posts_page(
    rows: Sequence[Row], *, language: str, problem: Problem | None, version: str
) -> str:
    """The page of all posts; scripts renew and search it."""
    return (
        environment(language)
        .get_template("posts.html")
        .render(rows=rows, problem=problem, version=version, edition=edition())
    )


def rows_of(leaves: Iterable[Leaf], stands: Mapping[str, Stand]) -> list[Row]:
    """A tile for each post."""
    return [row_of(leaf, stands.get(leaf.slug)) for leaf in leaves]


def row_of(leaf: Leaf, stand: Stand | None) -> Row:
    """A post, as far as it is known."""
    screen = leaf.made.screen if leaf.made else None
    post = leaf.post_now
    titles = (screen and screen.title, post and post.title, leaf.slug)
    return Row(
        title=next(title for title in titles if title),
        href=f"/posts/{quote(leaf.slug, safe='')}",
        cover=screen.cover if screen else None,
        wide=screen.wide if screen else None,
        digest=screen.shown_digest if screen else "",
        state=pill_of(leaf),
        date=screen.date if screen else "",
        path=str(leaf.path),
        marks=stand.pills if stand else (),
        account=stand.account if stand else "",
        is_built=screen is not None or leaf.problem is not None,
    )


def pill_of(leaf: Leaf) -> Pill | None:
    """The worst thing to say of a post."""
    if leaf.problem is not None:
        return Pill(Text(zh="打不开", en="broken"), "error")
    findings = leaf.made.screen.findings if leaf.made else ()
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    if errors:
        return Pill(Text(zh=f"{errors} 个错误", en=f"{errors} to mend"), "error")
    if warnings:
        said = Text(zh=f"{warnings} 个警告", en=f"{warnings} to look at")
        return Pill(said, "warning")
    if leaf.post_now is not None and leaf.post_now.draft:
        return Pill(Text(zh="不发送", en="kept back"))
    return None

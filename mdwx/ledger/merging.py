"""Two versions of ``mdwx.lock``, and the one both come from, become one again.

Git merges lines. Here a draft and a publication are each one thing, and of two
that differ the one that got further is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mdwx.ledger.locked import PUBLISHED, UNDER_WAY
from mdwx.ledger.records import PROGRESS, Stage

__all__ = ["merged"]

Held = Mapping[str, Any]
Sides = tuple[Held, Held, Held]
"""What both sides come from, ours, theirs."""
NOTHING: Final[Held] = {}


def merged(base: Held, ours: Held, theirs: Held) -> dict[str, Any]:
    """The accounts of the file, with what either side knows."""
    accounts = {}
    for key in names(ours, theirs):
        sides = inside((base, ours, theirs), key)
        materials, posts = inside(sides, "materials"), inside(sides, "posts")
        accounts[key] = {
            "materials": {
                name: row
                for name in names(*materials[1:])
                if (row := chosen(materials, name)) is not None
            },
            "posts": {
                slug: post
                for slug in names(*posts[1:])
                if (post := merged_post(inside(posts, slug)))
            },
        }
    return accounts


def names(*sides: Held) -> list[str]:
    """Every name that one of the sides knows, in order."""
    return sorted({name for side in sides for name in side})


def inside(sides: Sides, name: str) -> Sides:
    """What each side holds under a name; nothing is an empty one."""
    base, ours, theirs = (side.get(name, NOTHING) for side in sides)
    return base, ours, theirs


def merged_post(sides: Sides) -> dict[str, Any]:
    """The last publication of a post, and the draft it has besides."""
    _, ours, theirs = sides
    roles = {
        # What is out stays out, whatever one side forgot.
        PUBLISHED: chosen(sides, PUBLISHED)
        or ours.get(PUBLISHED, theirs.get(PUBLISHED)),
        UNDER_WAY: chosen(sides, UNDER_WAY),
    }
    post = {role: held for role, held in roles.items() if held is not None}
    if len(post) == 2 and draft_of(post) in ended_drafts(sides, post):
        del post[UNDER_WAY]
    return post


def ended_drafts(sides: Sides, post: Held) -> set[str]:
    """The drafts that are out: that of the publication, and what it replaced."""
    base, *others = sides
    ended = {str(post[PUBLISHED].get("media_id", ""))}
    for side in others:
        if side.get(PUBLISHED) != base.get(PUBLISHED) and UNDER_WAY not in side:
            ended.add(draft_of(base))
    return ended


def draft_of(post: Held) -> str:
    """The draft that a post has in the box."""
    return str(post.get(UNDER_WAY, NOTHING).get("media_id", ""))


def chosen(sides: Sides, name: str) -> Any:
    """What a name holds after the merge; None if it is gone."""
    base, ours, theirs = (side.get(name) for side in sides)
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        return ours or theirs
    return max((ours, theirs), key=progress)


def progress(held: Held) -> int:
    """How far a draft or publication got; a material has no stages."""
    return PROGRESS.index(Stage(held["stage"])) if "stage" in held else 0

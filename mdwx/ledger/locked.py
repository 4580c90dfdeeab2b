"""Parcels as the entries of ``mdwx.lock``, and back: one entry a post.

A bundle's posts name their common parcel, so that either branch of a merge can
add or drop a post without touching the lines of another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from mdwx.ledger.records import Parcel, Piece, Stage
from mdwx.model import Status

__all__ = ["PUBLISHED", "UNDER_WAY", "Mixed", "locked_posts", "parcels_of"]

SEAL: Final = "digest"
"""Of the rest of an entry: two branches that both changed it both change this line,
so that git never makes one entry of two without a word."""
UNDER_WAY: Final = "draft"
PUBLISHED: Final = "publication"
PIECE_FIELDS: Final = ("title", "text", "source", "payload", "readback")
PARCEL_FIELDS: Final = ("media_id", "publish_id", "article_id")


def locked_posts(parcels: Iterable[Parcel]) -> dict[str, dict[str, Any]]:
    """Each post's last publication, and the draft it has besides.

    Preview addresses stay behind: WeChat puts a temporary key in them.
    """
    posts: dict[str, dict[str, Any]] = {}
    for parcel in parcels:
        if parcel.stage is Stage.DISCARDING:
            continue
        published = parcel.stage is Stage.PUBLISHED
        for position, piece in enumerate(parcel.pieces):
            if not piece.slug:
                continue
            post = posts.setdefault(piece.slug, {})
            if published:
                # Whatever was under way before has ended in this.
                post.pop(UNDER_WAY, None)
            role = PUBLISHED if published else UNDER_WAY
            post[role] = entry(parcel, piece, position=position)
    return posts


def entry(parcel: Parcel, piece: Piece, *, position: int) -> dict[str, Any]:
    """One post of one parcel."""
    held: dict[str, Any] = {name: getattr(piece, name) for name in PIECE_FIELDS}
    held |= {name: getattr(parcel, name) for name in PARCEL_FIELDS}
    held |= {
        "parcel": parcel.name,
        "position": position,
        "stage": parcel.stage.value,
        "status": parcel.status.value if parcel.status else "",
        "urls": list(parcel.urls),
        "materials": sorted(piece.materials),
        "deleted": piece.deleted or "",
    }
    told = {name: value for name, value in held.items() if value not in ("", [])}
    return told | {SEAL: seal_of(told)}


def seal_of(held: Mapping[str, Any]) -> str:
    """A short value over all of an entry but the seal itself."""
    rest = {name: value for name, value in held.items() if name != SEAL}
    told = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


class Mixed(ValueError):
    """An entry of which half is of another: the post it is of."""


def refuse_mixed(slug: str, held: Mapping[str, Any]) -> None:
    """Refuse an entry that is not as it was written; a seal may be missing."""
    if held.get(SEAL, seal_of(held)) != seal_of(held):
        raise Mixed(slug)


def parcels_of(account: str, posts: Mapping[str, Any]) -> tuple[Parcel, ...]:
    """Put the posts that travelled together back together, publications first."""
    grouped: dict[tuple[str, ...], list[tuple[str, Mapping[str, Any]]]] = {}
    for role in (PUBLISHED, UNDER_WAY):
        for slug, post in sorted(posts.items()):
            held = post.get(role)
            if held is not None:
                refuse_mixed(slug, held)
                ids = (held.get(name, "") for name in PARCEL_FIELDS)
                key = (role, held["parcel"], *ids)
                grouped.setdefault(key, []).append((slug, held))
    return tuple(parcel_of(account, group) for group in grouped.values())


def parcel_of(account: str, group: list[tuple[str, Mapping[str, Any]]]) -> Parcel:
    """One parcel from the entries of its posts."""
    group = sorted(group, key=lambda pair: int(pair[1]["position"]))
    first = group[0][1]
    pieces = tuple(
        Piece(
            slug=slug,
            **{name: str(held.get(name, "")) for name in PIECE_FIELDS},
            materials=tuple(held.get("materials", ())),
            deleted=bool(held.get("deleted")),
        )
        for slug, held in group
    )
    return Parcel(
        account=account,
        name=str(first["parcel"]),
        stage=Stage(first["stage"]),
        pieces=pieces,
        media_id=str(first.get("media_id", "")),
        publish_id=str(first.get("publish_id", "")),
        article_id=str(first.get("article_id", "")),
        status=Status(first["status"]) if first.get("status") else None,
        urls=tuple(first.get("urls", ())),
    )

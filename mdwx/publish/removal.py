"""Taking things back from the account: only what mdwx put there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mdwx.errors import RemoteError, UsageError
from mdwx.ledger.records import Kind, Parcel, Stage
from mdwx.model import Status, Text
from mdwx.publish.box import AMBIGUOUS, delete_if_there
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import alike, found_piece
from mdwx.publish.seeding import prepare
from mdwx.wechat.errcodes import IN_USE, INVALID_MEDIA_ID

__all__ = ["delete_article", "delete_draft", "delete_materials"]


def delete_draft(desk: Desk, slug: str) -> None:
    """Delete the draft that holds a post; its bundle goes with it."""
    prepare(desk)
    record = latest(desk, slug, (Stage.DRAFTED, Stage.UPDATING))
    if record is None:
        raise nothing(slug, Text(zh="没有草稿", en="has no draft"))
    delete_if_there(desk, record.media_id)
    desk.ledger.drop(record)


def delete_article(desk: Desk, slug: str) -> None:
    """Take the published article of a post down for good."""
    prepare(desk)
    record = latest(desk, slug, (Stage.PUBLISHED,))
    if record is None or record.status_of(slug) is not Status.SUCCESS:
        raise nothing(slug, Text(zh="没有已发布的文章", en="has no published article"))
    if not record.article_id:
        raise nothing(
            slug,
            Text(
                zh="由人工发布，只能在网页后台删除",
                en="was published by hand and is deleted by hand",
            ),
        )
    position = record.slugs.index(slug)
    wanted = record.pieces[position]
    items = [found_piece(item) for item in desk.client.get_article(record.article_id)]
    places = [number for number, item in enumerate(items, 1) if alike(item, wanted)]
    # From 1; 0 would delete all. Official: freepublish/delete page.
    index = places[0] if places else position + 1
    desk.client.delete_article(record.article_id, index=index)
    pieces = tuple(
        replace(piece, deleted=piece.deleted or piece.slug == slug)
        for piece in record.pieces
    )
    gone = all(piece.deleted for piece in pieces)
    status = Status.DELETED if gone else record.status
    desk.ledger.save(replace(record, pieces=pieces, status=status))


def delete_materials(desk: Desk, *, keep: Collection[str] = ()) -> list[str]:
    """Delete the materials mdwx made that no draft, article or post needs.

    ``keep`` names those of the site's present posts. Tells what was deleted.
    """
    prepare(desk)
    used = {
        name
        for record in desk.ledger.parcels(desk.key)
        for piece in record.pieces
        for name in piece.materials
    }
    held = desk.ledger.pictures(desk.key, Kind.MATERIAL)
    gone = []
    for name, upload in held.all().items():
        if name in used or name in keep or upload.media_id is None:
            continue
        try:
            desk.client.delete_material(upload.media_id)
        except AMBIGUOUS:
            raise
        except RemoteError as error:
            if error.errcode == IN_USE:
                continue
            if error.errcode != INVALID_MEDIA_ID:
                raise
        held.forget(name)
        gone.append(name)
    return gone


def latest(desk: Desk, slug: str, stages: Collection[Stage]) -> Parcel | None:
    """The last parcel with this post at one of these stages."""
    records = desk.ledger.holding(desk.key, [slug])
    fitting = [record for record in records if record.stage in stages]
    return fitting[-1] if fitting else None


def nothing(slug: str, what: Text) -> UsageError:
    """Say that there is nothing of the kind to delete."""
    return UsageError(Text(zh=f"{slug} {what.zh}", en=f"{slug} {what.en}"))

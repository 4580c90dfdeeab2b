"""Taking things back from the account: only what mdwx put there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from mdwx.errors import NeedsPersonError, RemoteError, UsageError
from mdwx.ledger.records import Kind, Parcel, Stage
from mdwx.model import Status, Text, Upload
from mdwx.publish.box import (
    AMBIGUOUS,
    Items,
    delete_if_there,
    discard,
    read_draft,
)
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import alike, found_piece, is_untouched
from mdwx.publish.listings import article_pages
from mdwx.publish.published import left_the_box
from mdwx.publish.seeding import prepare
from mdwx.wechat.errcodes import API_UNAUTHORIZED, IN_USE, INVALID_MEDIA_ID
from mdwx.wechat.readback import StoredArticle, read_back, trunk

__all__ = ["delete_article", "delete_draft", "delete_materials", "unused_materials"]

IN_THE_BOX = (Stage.DRAFTED, Stage.UPDATING, Stage.FAILED, Stage.DISCARDING)
"""Drafts to delete; an earlier run may have begun to."""


def delete_draft(desk: Desk, slug: str, *, overwrite: bool = False) -> None:
    """Delete the draft that holds a post; its bundle goes with it.

    What a person wrote into it stays, unless they say ``overwrite``; a draft that
    vanished was most likely published by one, so that its post is not new.
    """
    prepare(desk)
    record = latest(desk, slug, IN_THE_BOX)
    if record is None:
        raise nothing(slug, Text(zh="没有草稿", en="has no draft"))
    items = read_draft(desk, record)
    if items is None and record.stage in (Stage.DRAFTED, Stage.UPDATING):
        left_the_box(desk, record)
        raise vanished(slug)
    if items is not None:
        if not overwrite and not is_untouched(record, items):
            raise edited(slug)
        discard(desk, record, items)
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


def unused_materials(desk: Desk, *, keep: Collection[str] = ()) -> dict[str, Upload]:
    """The materials mdwx made that nothing needs, by name.

    Neither a post of the site (``keep`` names theirs), nor what the ledger knows
    of, nor any draft or published article of the account, whoever wrote it.
    """
    prepare(desk)
    used = {
        name
        for record in desk.ledger.parcels(desk.key)
        for piece in record.pieces
        for name in piece.materials
    }
    unused = {
        name: upload
        for name, upload in desk.ledger.pictures(desk.key, Kind.MATERIAL).all().items()
        if name not in used and name not in keep and upload.media_id is not None
    }
    if not unused:
        return {}
    for articles in chain(listed_drafts(desk), listed_articles(desk)):
        stored = [read_back(item) for item in articles]
        unused = {
            name: upload
            for name, upload in unused.items()
            if not any(shows(article, upload) for article in stored)
        }
    return unused


def listed_drafts(desk: Desk) -> Iterator[Items]:
    """The articles of every draft of the account."""
    for page in article_pages(desk.client.list_drafts):
        yield from (stored.articles for stored in page)


def listed_articles(desk: Desk) -> Iterator[Items]:
    """The articles of every publication, where the account may list them."""
    try:
        for page in article_pages(desk.client.list_published):
            yield from (stored.articles for stored in page)
    except RemoteError as error:
        if error.errcode != API_UNAUTHORIZED:
            raise


def shows(article: StoredArticle, upload: Upload) -> bool:
    """Whether an article has a material for its cover or among its pictures."""
    named = (article.cover, *article.pictures)
    return upload.media_id in named or trunk(upload.url) in article.content


def delete_materials(desk: Desk, unused: Mapping[str, Upload]) -> list[str]:
    """Delete these materials; tell which are gone."""
    held = desk.ledger.pictures(desk.key, Kind.MATERIAL)
    gone = []
    for name, upload in unused.items():
        desk.go_on()
        assert upload.media_id is not None  # only such are unused
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


def vanished(slug: str) -> NeedsPersonError:
    """The draft left the box, and not by us."""
    return NeedsPersonError(
        Text(
            zh=f"{slug} 的草稿已不在草稿箱里，多半是有人在网页后台发表了它",
            en=f"the draft of {slug} is no longer in the draft box: most likely a"
            " person published it",
        ),
        hint=Text(
            zh=f"已经发表：mdwx mark {slug} --published 文章链接；没有就不用再删",
            en=f"if so: mdwx mark {slug} --published URL; if not, it is gone already",
        ),
    )


def edited(slug: str) -> NeedsPersonError:
    """Somebody worked on the draft in the web editor."""
    return NeedsPersonError(
        Text(
            zh=f"{slug} 的草稿在网页后台被改过，没有删除",
            en=f"the draft of {slug} was edited by hand and was not deleted",
        ),
        hint=Text(
            zh="改动也不要了，就加 --overwrite",
            en="--overwrite deletes it with the edits",
        ),
    )

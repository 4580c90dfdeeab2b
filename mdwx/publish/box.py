"""The draft box: what is in it, and changing it without losing sight of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any, Final, Protocol, TypeVar

from mdwx.errors import BusyError, OutcomeUnknownError, RemoteError
from mdwx.ledger.records import Kind, Parcel, Stage
from mdwx.model import Text
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import found_piece, is_untouched, same_articles
from mdwx.publish.listings import Items, article_pages, read_draft
from mdwx.publish.parcels import Entry
from mdwx.publish.uploads import needed, payload, upload_all
from mdwx.wechat.errcodes import INVALID_MEDIA_ID
from mdwx.wechat.lastcheck import check_payload
from mdwx.wechat.replies import Listed, Stored

__all__ = [
    "AMBIGUOUS",
    "Items",
    "clear_away",
    "delete_if_there",
    "discard",
    "look_for_draft",
    "read_back",
    "read_draft",
    "since_attempt",
    "update_article",
    "with_known_materials",
]

AMBIGUOUS: Final = (OutcomeUnknownError, BusyError)
"""After these a write may have happened."""
NEWEST_PAGES: Final = 5
"""Of 20 each."""
SLACK: Final = timedelta(days=1)
"""How far our clock and WeChat's are trusted to agree."""

Answer_co = TypeVar("Answer_co", covariant=True)


class Send(Protocol[Answer_co]):
    """Sends the articles of a parcel."""

    def __call__(
        self, articles: Sequence[dict[str, Any]], *, fresh: bool
    ) -> Answer_co: ...


def read_back(desk: Desk, record: Parcel) -> Parcel:
    """Write down how WeChat keeps what we have just sent, and its preview.

    A draft that WeChat does not know yet is read by the next run.
    """
    items = read_draft(desk, record)
    if items is None or len(items) != len(record.pieces):
        return desk.ledger.save(replace(record, stage=Stage.DRAFTED, preview_url=""))
    pieces = tuple(
        replace(piece, readback=found_piece(item).readback)
        for piece, item in zip(record.pieces, items, strict=True)
    )
    preview_url = str(items[0].get("url", ""))
    return desk.ledger.save(
        replace(record, stage=Stage.DRAFTED, pieces=pieces, preview_url=preview_url)
    )


def look_for_draft(desk: Desk, record: Parcel) -> str | None:
    """Look through the box for a draft whose addition was never answered."""
    mine = {held.media_id for held in desk.ledger.parcels(desk.key)}
    for stored in since_attempt(desk.client.list_drafts, record):
        found = [found_piece(item) for item in stored.articles]
        if stored.id not in mine and same_articles(record.pieces, found):
            return stored.id
    return None


def since_attempt(
    read: Callable[..., Listed[Stored]], record: Parcel
) -> Iterator[Stored]:
    """What a list holds, newest first, back to when this parcel was last tried.

    Its newest pages, where another machine tried and did not say when.
    """
    most = None if record.begun_at else NEWEST_PAGES
    for page in islice(article_pages(read), most):
        yield from page
        if not any(is_of_attempt(stored, record) for stored in page):
            return


def is_of_attempt(stored: Stored, record: Parcel) -> bool:
    """Whether it may have been made when this parcel was last tried."""
    if stored.updated is None or record.begun_at is None:
        return True
    return stored.updated > record.begun_at - SLACK


def with_known_materials(
    desk: Desk, parcel: Sequence[Entry], send: Send[Answer_co]
) -> Answer_co:
    """Send the articles; a material that a person deleted is added anew, once."""
    names = {
        picture.name
        for entry in parcel
        for kind, picture in needed(entry)
        if kind is Kind.MATERIAL
    }
    fresh = bool(names & desk.fresh)
    try:
        return send(articles(desk, parcel), fresh=fresh)
    except BusyError:
        raise
    except RemoteError as error:
        stale = names - desk.fresh
        if error.errcode != INVALID_MEDIA_ID or not stale:
            raise
    # One is gone, WeChat does not say which: the library is asked for each.
    desk.ledger.pictures(desk.key, Kind.MATERIAL).doubt(stale, at=desk.clock.now())
    upload_all(desk, parcel)
    return send(articles(desk, parcel), fresh=True)


def articles(desk: Desk, parcel: Sequence[Entry]) -> list[dict[str, Any]]:
    """The articles of a parcel exactly as they are sent, checked once more."""
    sent = [payload(desk, entry, alone=len(parcel) == 1) for entry in parcel]
    check_payload(sent)
    return sent


def update_article(
    desk: Desk, record: Parcel, parcel: Sequence[Entry], *, index: int
) -> None:
    """Replace one article of a draft; to do it twice is to do it once."""

    def send(articles: Sequence[dict[str, Any]], *, fresh: bool) -> None:
        article = articles[index]
        desk.client.update_draft(
            record.media_id, index=index, article=article, fresh=fresh
        )

    try:
        with_known_materials(desk, parcel, send)
    except AMBIGUOUS:
        with_known_materials(desk, parcel, send)


def discard(desk: Desk, record: Parcel, items: Items) -> None:
    """Put a draft on its way out, as it is in the box now."""
    slugs = [*record.slugs, *("" for _ in items)]
    found = [found_piece(item) for item in items]
    pieces = tuple(
        replace(piece, slug=slug, payload=piece.readback)
        for piece, slug in zip(found, slugs, strict=False)
    )
    desk.ledger.save(replace(record, stage=Stage.DISCARDING, pieces=pieces))


def clear_away(desk: Desk, slugs: Sequence[str]) -> None:
    """Delete the drafts that another one replaced, unless a person worked on one."""
    for record in desk.ledger.holding(desk.key, slugs):
        if record.stage is not Stage.DISCARDING:
            continue
        items = read_draft(desk, record)
        if items is not None and is_untouched(record, items):
            delete_if_there(desk, record.media_id)
        elif items is not None:
            desk.notify(
                Text(
                    zh="旧草稿又在网页后台改过，留在草稿箱里",
                    en="the old draft was edited by hand again and stays in the box",
                )
            )
        desk.ledger.drop(record)


def delete_if_there(desk: Desk, media_id: str) -> None:
    """Delete a draft; a lost answer is asked for again, and gone is gone."""
    for attempt in (1, 2):
        try:
            desk.client.delete_draft(media_id)
        except AMBIGUOUS:
            if attempt == 1:
                continue
            raise
        except RemoteError as error:
            if error.errcode != INVALID_MEDIA_ID:
                raise
        return

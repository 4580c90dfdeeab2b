"""What the account holds that mdwx did not put there: counted, never touched."""

from __future__ import annotations

from collections.abc import Callable

from mdwx.errors import RemoteError
from mdwx.ledger.records import Kind
from mdwx.publish.desk import Desk
from mdwx.publish.listings import pages
from mdwx.publish.seeding import prepare
from mdwx.records import dataclass
from mdwx.wechat.errcodes import API_UNAUTHORIZED
from mdwx.wechat.replies import Listed, Stored

__all__ = ["Strangers", "count_strangers"]


@dataclass(frozen=True, slots=True)
class Strangers:
    """How much of the account is not of this site's making."""

    drafts: int
    articles: int | None
    """Publications; None where the account may not list them."""
    pictures: int
    """Of the library; a picture of ours that somebody deleted hides one of theirs."""


def count_strangers(desk: Desk) -> Strangers:
    """Ask the account what it holds besides."""
    prepare(desk)
    # What was found at the start, before any post was, has no name.
    ours = [parcel for parcel in desk.ledger.parcels(desk.key) if parcel.name]
    drafts = {parcel.media_id for parcel in ours}
    articles = {parcel.article_id for parcel in ours}
    client, held = desk.client, desk.ledger.pictures(desk.key, Kind.MATERIAL)
    return Strangers(
        drafts=count_others(client.list_drafts, drafts),
        articles=listed(client.list_published, articles),
        pictures=max(client.count_materials() - len(held.all()), 0),
    )


def listed(read: Callable[..., Listed[Stored]], ours: set[str]) -> int | None:
    """The same for a list that an account may have lost (official, July 2025)."""
    try:
        return count_others(read, ours)
    except RemoteError as error:
        if error.errcode != API_UNAUTHORIZED:
            raise
        return None


def count_others(read: Callable[..., Listed[Stored]], ours: set[str]) -> int:
    """How many entries of a list are not ours."""
    return sum(stored.id not in ours for page in pages(read) for stored in page)

"""What the account holds and the ledger does not know: asked for, and written down.

Everything is asked for where there is neither ledger nor ``mdwx.lock``. Later the
newest entries are, before something new is added: another machine whose lock has
not come by git yet, or a ledger from a backup, must not lead to a second draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from mdwx.errors import RemoteError
from mdwx.ledger.records import Kind, Parcel, Stage
from mdwx.model import PICTURE_NAME, Status, Upload
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import found_piece, same_articles
from mdwx.publish.listings import PAGE, newest_materials
from mdwx.wechat.errcodes import API_UNAUTHORIZED
from mdwx.wechat.readback import read_back
from mdwx.wechat.replies import Listed, Stored

__all__ = ["catch_up", "reconcile"]

CAUGHT_UP: Final = "caught up"
"""When the lists were last read: nothing older is news."""
SLACK: Final = timedelta(days=1)
"""How far our clock and WeChat's are trusted to agree."""
MATERIAL_PAGES: Final = 50
"""A library may hold 100 000 pictures; one missed here is only sent again."""
OPEN: Final = (Stage.ADDING, Stage.SUBMITTING, Stage.SUBMITTED)
"""These find out for themselves what became of them."""

Page = Sequence[Stored]
Enough = Callable[[Page], bool]


def reconcile(desk: Desk) -> None:
    """Write down the drafts, publications and materials that the account holds."""
    learn(desk, lambda _: False)
    materials = desk.ledger.pictures(desk.key, Kind.MATERIAL)
    for material in newest_materials(desk, most_pages=MATERIAL_PAGES):
        is_ours = PICTURE_NAME.fullmatch(material.name)
        if is_ours and materials.known(material.name) is None:
            materials.record(material.name, Upload(material.url, material.media_id))


def catch_up(desk: Desk) -> bool:
    """Write down what others did since; tell whether there was anything.

    Once a run, and only before something new is added: two requests.
    """
    if desk.caught_up or desk.account.is_sandbox:
        return False
    told = desk.ledger.fact(desk.key, CAUGHT_UP)
    since = datetime.fromisoformat(told) - SLACK if told else None
    known = known_ids(desk)

    def enough(page: Page) -> bool:
        if since is None:
            # All that mdwx.lock tells: what is older than an entry of its own.
            return any(stored.id in known for stored in page)
        return any(stored.updated and stored.updated < since for stored in page)

    return learn(desk, enough)


def learn(desk: Desk, enough: Enough) -> bool:
    """Read both lists, newest first, until it is enough; tell if there was news."""
    begun = desk.clock.now()
    news = 0
    for stored in published(desk, enough):
        news += write_down(desk, found_publication(desk, stored))
    for stored in unknown(desk.client.list_drafts, known_ids(desk), enough):
        pieces = tuple(found_piece(item) for item in stored.articles)
        draft = Parcel(desk.key, "", Stage.DRAFTED, pieces, media_id=stored.id)
        news += write_down(desk, draft)
    desk.ledger.remember(desk.key, CAUGHT_UP, begun.isoformat())
    desk.caught_up = True
    return news > 0


def published(desk: Desk, enough: Enough) -> list[Stored]:
    """The publications that the ledger does not know.

    Accounts of individuals lost this list with publishing itself. Official, July
    2025. Their drafts still tell what is under way.
    """
    try:
        return list(unknown(desk.client.list_published, known_ids(desk), enough))
    except RemoteError as error:
        if error.errcode != API_UNAUTHORIZED:
            raise
        return []


def unknown(
    read: Callable[..., Listed[Stored]], known: set[str], enough: Enough
) -> Iterator[Stored]:
    """The entries of a list that are not known, with their articles.

    Pages are read without the articles first, where there may be none to read.
    """
    offset = 0
    while True:
        listed = read(offset, PAGE, with_content=not known)
        if known and any(stored.id not in known for stored in listed.entries):
            listed = read(offset, PAGE, with_content=True)
        yield from (stored for stored in listed.entries if stored.id not in known)
        offset += len(listed.entries)
        is_last = not listed.entries or offset >= listed.total
        if is_last or enough(listed.entries):
            return


def known_ids(desk: Desk) -> set[str]:
    """Every draft and article of the account that the ledger knows."""
    held = desk.ledger.parcels(desk.key)
    ids = {parcel.media_id for parcel in held} | {parcel.article_id for parcel in held}
    return ids - {""}


def found_publication(desk: Desk, stored: Stored) -> Parcel:
    """A publication of the account's list; what a person deleted stays out."""
    alive = [item for item in stored.articles if not read_back(item).is_deleted]
    return Parcel(
        desk.key,
        "",
        Stage.PUBLISHED,
        tuple(found_piece(item) for item in alive),
        status=Status.SUCCESS,
        article_id=stored.id,
        urls=tuple(read_back(item).url for item in alive),
    )


def write_down(desk: Desk, found: Parcel) -> bool:
    """Keep what was found, unless it is the answer a step of ours still waits for."""
    for parcel in desk.ledger.parcels(desk.key):
        if parcel.stage in OPEN and same_articles(parcel.pieces, found.pieces):
            return False
    desk.ledger.save(found)
    return True

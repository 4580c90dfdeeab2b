"""What the account holds and the ledger does not know: asked for, and written down.

Everything is asked for where there is neither ledger nor ``mdwx.lock``. Later the
newest entries are, before something new is added: another machine whose lock has
not come by git yet, or a ledger from a backup, must not lead to a second draft.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from mdwx.errors import RemoteError
from mdwx.ledger.records import CAUGHT_UP, Kind, Parcel, Stage
from mdwx.model import PICTURE_NAME, Status, Upload
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import found_piece, same_articles
from mdwx.publish.listings import PAGE, material_pages, read_draft
from mdwx.records import dataclass
from mdwx.wechat.errcodes import API_UNAUTHORIZED
from mdwx.wechat.readback import read_back
from mdwx.wechat.replies import Listed, Material, Stored

__all__ = ["catch_up", "check_drafts", "look_into_library", "reconcile"]

ARTICLES: Final = "drafts and publications"
LIBRARY: Final = "materials"
SLACK: Final = timedelta(days=1)
"""How far our clock and WeChat's are trusted to agree."""
MATERIAL_PAGES: Final = 50
"""A library may hold 100 000 pictures; one missed here is only sent again."""
NEWEST_PAGES: Final = 5
"""Of 20 each; as many as others may have filled since the last run."""
WAITING: Final = MappingProxyType(
    {
        Stage.DRAFTED: (Stage.ADDING,),
        Stage.PUBLISHED: (Stage.SUBMITTING, Stage.SUBMITTED),
    }
)
"""Which steps of ours find out for themselves about a draft, or an article."""

IN_THE_BOX: Final = (Stage.DRAFTED, Stage.UPDATING)

Page = Sequence[Stored]
Enough = Callable[[Page], bool]


def reconcile(desk: Desk) -> None:
    """Write down the drafts, publications and materials that the account holds."""
    learn(desk, lambda _: False)
    for page in material_pages(desk, most=MATERIAL_PAGES):
        learn_materials(desk, page)
    desk.caught_up.add(LIBRARY)


def look_into_library(desk: Desk) -> None:
    """Write down the materials that others added since; once a run.

    Only before something is added to it: one request, as a rule.
    """
    if LIBRARY in desk.caught_up or desk.is_new:
        return
    for page in material_pages(desk, most=NEWEST_PAGES):
        if not learn_materials(desk, page):
            break
    desk.caught_up.add(LIBRARY)


def learn_materials(desk: Desk, page: Sequence[Material]) -> bool:
    """Write down what mdwx put there, here or elsewhere; tell if that was news."""
    held = desk.ledger.pictures(desk.key, Kind.MATERIAL)
    ours = [it for it in page if PICTURE_NAME.fullmatch(it.name)]
    news = {it.name: it for it in ours if held.known(it.name) is None}
    for name, material in news.items():
        held.record(name, Upload(material.url, material.media_id))
    return bool(news)


def catch_up(desk: Desk) -> bool:
    """Write down what others did since; tell whether there was anything.

    Once a run, and only before something new is added: two requests.
    """
    if ARTICLES in desk.caught_up or desk.is_new:
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


def check_drafts(desk: Desk) -> None:
    """Look at every draft that an old copy of the ledger tells of.

    One that left the box was published since, if the same articles are out;
    otherwise a person says what became of it, and of a publication that failed.
    """
    held = desk.ledger.parcels(desk.key)
    out = [mine for mine in held if mine.stage is Stage.PUBLISHED and not mine.name]
    for mine in held:
        if not mine.name or mine.stage not in (*IN_THE_BOX, Stage.FAILED):
            continue
        if mine.stage in IN_THE_BOX and read_draft(desk, mine) is not None:
            continue
        same = (it for it in out if same_articles(mine.pieces, it.pieces))
        article = next(same, None)
        if article is None:
            desk.ledger.save(replace(mine, stage=Stage.GONE))
            continue
        desk.ledger.save(
            replace(article, name=mine.name, pieces=mine.pieces, media_id=mine.media_id)
        )
        desk.ledger.drop(mine)


def learn(desk: Desk, enough: Enough) -> bool:
    """Read both lists, newest first, until it is enough; tell if there was news."""
    begun, known = desk.clock.now(), known_ids(desk)
    found = [found_publication(desk, stored) for stored in published(desk, enough)]
    box = walk(desk.client.list_drafts, known, enough)
    for stored in box.news:
        pieces = tuple(found_piece(item) for item in stored.articles)
        found.append(Parcel(desk.key, "", Stage.DRAFTED, pieces, media_id=stored.id))
    held = desk.ledger.parcels(desk.key)
    news = [parcel for parcel in found if not is_awaited(parcel, held)]
    for parcel in news:
        desk.ledger.save(parcel)
    for mine in held:
        # Somebody else's draft that is no more; of our own a person has to tell.
        is_found = mine.stage is Stage.DRAFTED and not mine.name
        if is_found and box.is_whole and mine.media_id not in box.ids:
            desk.ledger.drop(mine)
    desk.ledger.remember(desk.key, CAUGHT_UP, begun.isoformat())
    desk.caught_up.add(ARTICLES)
    return bool(news)


def published(desk: Desk, enough: Enough) -> list[Stored]:
    """The publications that the ledger does not know.

    Accounts of individuals lost this list with publishing itself. Official, July
    2025. Their drafts still tell what is under way.
    """
    try:
        return walk(desk.client.list_published, known_ids(desk), enough).news
    except RemoteError as error:
        if error.errcode != API_UNAUTHORIZED:
            raise
        return []


@dataclass(slots=True)
class Walk:
    """What was seen of a list."""

    news: list[Stored] = field(default_factory=list)
    """The entries that were not known, with their articles."""
    ids: set[str] = field(default_factory=set)
    is_whole: bool = False
    """Whether it was read to its end."""


def walk(read: Callable[..., Listed[Stored]], known: set[str], enough: Enough) -> Walk:
    """Go through a list, newest first, until it is enough.

    Pages are read without the articles first, where there may be none to read.
    """
    seen, offset = Walk(), 0
    while True:
        listed = read(offset, PAGE, with_content=not known)
        if known and any(stored.id not in known for stored in listed.entries):
            listed = read(offset, PAGE, with_content=True)
        seen.news += [stored for stored in listed.entries if stored.id not in known]
        seen.ids |= {stored.id for stored in listed.entries}
        offset += len(listed.entries)
        seen.is_whole = not listed.entries or offset >= listed.total
        if seen.is_whole or enough(listed.entries):
            return seen


def known_ids(desk: Desk) -> set[str]:
    """Every draft and article of the account that the ledger knows."""
    held = desk.ledger.parcels(desk.key)
    ids = {parcel.media_id for parcel in held} | {parcel.article_id for parcel in held}
    return ids - {""}


def found_publication(desk: Desk, stored: Stored) -> Parcel:
    """A publication of the account's list; what was taken down stays known as that.

    An article that a person took down is not put back unasked.
    """
    read = [read_back(item) for item in stored.articles]
    pieces = tuple(
        replace(found_piece(item), deleted=it.is_deleted)
        for item, it in zip(stored.articles, read, strict=True)
    )
    all_down = bool(pieces) and all(piece.deleted for piece in pieces)
    return Parcel(
        desk.key,
        "",
        Stage.PUBLISHED,
        pieces,
        status=Status.DELETED if all_down else Status.SUCCESS,
        article_id=stored.id,
        urls=tuple(it.url for it in read),
    )


def is_awaited(found: Parcel, held: Sequence[Parcel]) -> bool:
    """Whether it is the answer that a step of ours still waits for."""
    return any(
        mine.stage in WAITING[found.stage] and same_articles(mine.pieces, found.pieces)
        for mine in held
    )

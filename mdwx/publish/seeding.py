"""An account that the ledger has not met: mdwx.lock tells, or the account itself.

A machine without a ledger must not send again what another one sent. What the
account holds is written down as found; an entry is compared with it later,
when it is about to be sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mdwx.ledger.lock import Locked, digest_of, part_of
from mdwx.ledger.records import (
    LOCK_SEEN,
    PROGRESS,
    RESTORED,
    SEEDED,
    Kind,
    Parcel,
    Piece,
    Stage,
)
from mdwx.model import Text
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import alike
from mdwx.publish.reconciling import check_drafts, reconcile

__all__ = ["adopt", "prepare"]

UNKNOWN: Final = Text(
    zh="没有账本，先向公众号核对草稿、已发布文章和素材；正文里的图片无处可查，用到再传",
    en="no ledger: asking the account for drafts, articles and materials; pictures of"
    " the text are listed nowhere and are sent again when needed",
)
OLD: Final = Text(
    zh="账本来自备份，先向公众号核对那以后的草稿、已发布文章和素材",
    en="the ledger comes from a backup: asking the account for what happened since",
)
IDS: Final = ("media_id", "publish_id", "article_id")
"""What WeChat calls a draft, a job, an article."""


def prepare(desk: Desk) -> None:
    """Learn what this machine does not know yet of the account; once a run."""
    if desk.prepared:
        return
    locked = desk.lock.read(desk.key) if desk.lock is not None else None
    if locked is not None and is_news(desk, locked):
        take_over(desk, locked)
        desk.ledger.remember(desk.key, LOCK_SEEN, locked.digest)
    is_met = desk.ledger.fact(desk.key, SEEDED) is not None
    if desk.ledger.fact(desk.key, RESTORED) is not None:
        desk.notify(OLD)
        reconcile(desk)
        check_drafts(desk)
        desk.ledger.forget(desk.key, RESTORED)
    elif not is_met and locked is None and not desk.is_new:
        desk.notify(UNKNOWN)
        reconcile(desk)
    if not is_met:
        desk.ledger.remember(desk.key, SEEDED, "account" if locked is None else "lock")
    desk.prepared = True


def is_news(desk: Desk, locked: Locked) -> bool:
    """Whether git brought another lock than this machine last wrote or took over.

    Its own is older than its ledger after a run that died, and would undo that.
    """
    return desk.ledger.fact(desk.key, LOCK_SEEN) != locked.digest


def take_over(desk: Desk, locked: Locked) -> None:
    """Take from mdwx.lock what happened elsewhere; never less than is known here."""
    held = desk.ledger.parcels(desk.key)
    is_newer = said_all(desk, held)
    for parcel in locked.parcels:
        same = same_parcel(held, parcel)
        if same is None:
            if not is_superseded(parcel, held):
                desk.ledger.save(parcel)
        elif goes_further(parcel, same) or (is_newer and was_updated(parcel, same)):
            pieces = (
                parcel.pieces if len(parcel.pieces) >= len(same.pieces) else same.pieces
            )
            named = {name: getattr(parcel, name) or getattr(same, name) for name in IDS}
            desk.ledger.save(
                replace(parcel, number=same.number, pieces=pieces, **named)
            )
    materials = desk.ledger.pictures(desk.key, Kind.MATERIAL)
    for name, upload in locked.materials.items():
        if materials.known(name) is None:
            materials.record(name, upload)


def said_all(desk: Desk, held: Sequence[Parcel]) -> bool:
    """Whether nothing happened here since the last ``mdwx.lock`` that was known.

    Then another one that git brought tells what happened elsewhere since. A ledger
    that machines share knows that by itself; a lock of one of them may be an old one.
    """
    if desk.ledger.database.is_shared:
        return False
    materials = desk.ledger.pictures(desk.key, Kind.MATERIAL).all()
    told = digest_of(part_of(held, materials))
    return desk.ledger.fact(desk.key, LOCK_SEEN) == told


def was_updated(locked: Parcel, held: Parcel) -> bool:
    """Whether another machine sent our draft anew: it is no edit by hand."""
    is_draft = locked.stage is Stage.DRAFTED and held.stage is Stage.DRAFTED
    return is_draft and locked.pieces != held.pieces


def goes_further(locked: Parcel, held: Parcel) -> bool:
    """Whether a lock tells more of a parcel than the ledger knows.

    A failure ends the submission it names and no later one: taking an old one for
    the end of what is under way would submit the draft a second time.
    """
    if locked.stage is Stage.FAILED and held.stage is Stage.SUBMITTING:
        return False
    if locked.stage is Stage.FAILED and held.stage is Stage.SUBMITTED:
        return locked.publish_id == held.publish_id
    return PROGRESS.index(locked.stage) > progress(held)


def progress(parcel: Parcel) -> int:
    """Where the parcel stands; a discarded draft is past everything but the end."""
    if parcel.stage is Stage.DISCARDING:
        return PROGRESS.index(Stage.GONE)
    return PROGRESS.index(parcel.stage)


def same_parcel(held: Sequence[Parcel], locked: Parcel) -> Parcel | None:
    """What this machine holds of a parcel of the lock."""
    same = [mine for mine in held if is_same(mine, locked)]
    same += [mine for mine in held if is_answered(mine, locked)]
    return same[0] if same else None


def is_same(mine: Parcel, other: Parcel) -> bool:
    """Whether two machines speak of one draft or one publication."""
    if any(one == two for one, two in ids_of(mine, other) if one):
        return True
    return bool(mine.urls) and set(mine.urls) == set(other.urls)


def is_answered(mine: Parcel, out: Parcel) -> bool:
    """Whether another machine found what our submission of these articles became.

    It knows the article from the account's list, and no draft or job of it.
    """
    waits = mine.stage in (Stage.SUBMITTING, Stage.SUBMITTED)
    is_other = any(one and two for one, two in ids_of(mine, out))
    same = posts_of(mine) == posts_of(out)
    return waits and out.stage is Stage.PUBLISHED and same and not is_other


def posts_of(parcel: Parcel) -> dict[str, tuple[str, str]]:
    """The posts of a parcel as a reader knows them, in no order."""
    return {piece.slug: (piece.title, piece.text) for piece in parcel.pieces}


def ids_of(mine: Parcel, other: Parcel) -> list[tuple[str, str]]:
    """What WeChat calls two parcels, in pairs."""
    return [(getattr(mine, name), getattr(other, name)) for name in IDS]


def is_superseded(parcel: Parcel, held: Sequence[Parcel]) -> bool:
    """Whether a draft of the lock is older news than this machine's own."""
    under_way = PROGRESS.index(parcel.stage) < PROGRESS.index(Stage.SUBMITTING)
    return under_way and any(set(mine.slugs) & set(parcel.slugs) for mine in held)


def adopt(
    desk: Desk, name: str, wanted: Sequence[Piece], *, overwrite: bool = False
) -> None:
    """Give found articles to the posts they are, where title and words agree.

    For a draft that a person wants replaced, one of both is enough.
    """
    for piece in wanted:
        if not desk.ledger.holding(desk.key, [piece.slug]):
            adopt_publication(desk, name, piece)
    if not desk.ledger.holding(desk.key, [piece.slug for piece in wanted]):
        adopt_draft(desk, name, wanted, overwrite=overwrite)


def adopt_publication(desk: Desk, name: str, piece: Piece) -> None:
    """Take the newest published article that is this post, if there is one."""
    for parcel in lookalikes(desk, piece):
        if parcel.stage is not Stage.PUBLISHED:
            continue
        for position, found in enumerate(parcel.pieces):
            if alike(found, piece):
                mine = replace(found, slug=piece.slug, source=piece.source)
                urls = parcel.urls[position : position + 1]
                adopted = replace(
                    parcel, name=name, pieces=(mine,), urls=urls, number=0
                )
                desk.ledger.save(adopted)
                return


def adopt_draft(
    desk: Desk, name: str, wanted: Sequence[Piece], *, overwrite: bool
) -> None:
    """Take the draft that holds exactly these posts, if there is one.

    One that only resembles them is taken as it is, to be updated.
    """
    same = similar if overwrite else alike
    for parcel in lookalikes(desk, wanted[0]):
        in_the_box = parcel.stage is Stage.DRAFTED
        if in_the_box and len(parcel.pieces) == len(wanted):
            pairs = list(zip(parcel.pieces, wanted, strict=True))
            if all(same(found, mine) for found, mine in pairs):
                pieces = tuple(mine_as_found(mine, found) for found, mine in pairs)
                desk.ledger.save(replace(parcel, name=name, pieces=pieces))
                return


def similar(found: Piece, mine: Piece) -> bool:
    """Whether title or words are the same."""
    return found.title == mine.title or (bool(mine.text) and found.text == mine.text)


def mine_as_found(mine: Piece, found: Piece) -> Piece:
    """A post of ours as the draft of somebody else holds it."""
    payload = mine.payload if alike(found, mine) else ""
    return replace(mine, payload=payload, readback=found.readback)


def lookalikes(desk: Desk, piece: Piece) -> list[Parcel]:
    """What the account held before and looks like this post, newest list first."""
    alike = desk.ledger.lookalikes(desk.key, title=piece.title, text=piece.text)
    return [parcel for parcel in alike if not parcel.name]

"""What is known of a post, what the account says of it, what a person says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from mdwx.errors import MdwxError, NeedsPersonError, RemoteError, UsageError
from mdwx.ledger.records import Parcel, Stage
from mdwx.model import Action, Draft, Publication, State, Status, Text
from mdwx.publish.box import read_draft
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import alike, found_piece, is_untouched
from mdwx.publish.parcels import Entry, name_of
from mdwx.publish.plans import current, pieces_of, plan
from mdwx.publish.published import left_the_box, look_for_publication
from mdwx.publish.reconciling import catch_up
from mdwx.publish.releases import look_again
from mdwx.publish.seeding import prepare
from mdwx.records import dataclass
from mdwx.wechat.errcodes import INVALID_ARTICLE_ID
from mdwx.wechat.readback import read_back

__all__ = ["Standing", "mark", "recognise", "refresh", "standing"]

HOST: Final = "mp.weixin.qq.com"
STATES: Final = {
    Stage.ADDING: State.BUILT,
    Stage.DRAFTED: State.DRAFTED,
    Stage.UPDATING: State.DRAFTED,
    Stage.SUBMITTING: State.NEEDS_YOU,
    Stage.SUBMITTED: State.SUBMITTED,
    Stage.PUBLISHED: State.PUBLISHED,
    Stage.FAILED: State.FAILED,
    Stage.GONE: State.NEEDS_YOU,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a post stands with one account."""

    slug: str
    state: State
    changed: bool = False
    """Whether the author changed it since it was last sent."""
    draft: Draft | None = None
    publication: Publication | None = None
    """With the address of this post alone, where a bundle has several."""
    edited_by_hand: bool = False
    """Seen by ``refresh``: the draft was edited in the web editor."""
    draft_gone: bool = False
    """Whether its draft left the box, most likely published by a person."""
    outcome_open: bool = False
    """Whether it was submitted and nobody knows what became of that."""


def standing(desk: Desk, slug: str, *, source_sha256: str | None = None) -> Standing:
    """Tell from the ledger alone where a post stands."""
    records = [
        record
        for record in desk.ledger.holding(desk.key, [slug])
        if record.stage is not Stage.DISCARDING
    ]
    if not records:
        return Standing(slug, State.BUILT)
    out = [record for record in records if record.stage is Stage.PUBLISHED]
    latest = records[-1]
    told = latest if latest.stage is not Stage.DRAFTED or not out else out[-1]
    known = told.sources[slug]
    return Standing(
        slug,
        STATES[told.stage],
        changed=source_sha256 is not None and known != source_sha256,
        draft=draft_of(latest),
        publication=publication_of(told, slug),
        draft_gone=told.stage is Stage.GONE,
        outcome_open=told.stage is Stage.SUBMITTING,
    )


def draft_of(record: Parcel) -> Draft | None:
    """The draft in the box, if this parcel still has one."""
    if record.stage not in (Stage.DRAFTED, Stage.UPDATING, Stage.SUBMITTING):
        return None
    return Draft(record.media_id, Action.UNCHANGED, record.preview_url or None)


def publication_of(record: Parcel, slug: str) -> Publication | None:
    """The publication of one post of the parcel."""
    publication = record.publication
    if publication is None:
        return None
    status = record.status_of(slug) or publication.status
    return replace(publication, status=status, urls=record.urls_of(slug))


def refresh(desk: Desk, slug: str, *, source_sha256: str | None = None) -> Standing:
    """Ask the account first whether draft and article are still there."""
    prepare(desk)
    edited = False
    for record in desk.ledger.holding(desk.key, [slug]):
        if record.stage in (Stage.DRAFTED, Stage.UPDATING):
            items = read_draft(desk, record)
            if items is None:
                left_the_box(desk, record)
            else:
                edited = not is_untouched(record, items)
        elif record.stage is Stage.SUBMITTED:
            look_again(desk, record)
        elif record.stage in (Stage.GONE, Stage.SUBMITTING):
            look_for_publication(desk, record)
        elif record.stage is Stage.PUBLISHED and record.status is Status.SUCCESS:
            desk.ledger.save(as_published(desk, record))
    told = standing(desk, slug, source_sha256=source_sha256)
    return replace(told, edited_by_hand=edited)


def recognise(desk: Desk, parcel: Sequence[Entry]) -> MdwxError | None:
    """Find posts that the ledger never met in what the account holds.

    Gives the reason why not, where somebody has to decide.
    """
    prepare(desk)
    catch_up(desk)
    slugs = [entry.slug for entry in parcel]
    if desk.ledger.holding(desk.key, slugs):
        return None
    refusal = plan(desk, parcel).refusal
    return refusal if isinstance(refusal, NeedsPersonError) else None


def as_published(desk: Desk, record: Parcel) -> Parcel:
    """A published parcel as the account tells of it today."""
    if record.publish_id:
        status = desk.client.get_publication(record.publish_id).status
        if status in (Status.DELETED, Status.BANNED):
            return replace(record, status=status)
    if not record.article_id:
        # Published by a person: the interface does not know such articles.
        return record
    try:
        items = desk.client.get_article(record.article_id)
    except RemoteError as error:
        if error.errcode != INVALID_ARTICLE_ID:
            raise
        return replace(record, status=Status.DELETED)
    down = [found_piece(item) for item in items if read_back(item).is_deleted]
    pieces = tuple(
        replace(piece, deleted=any(alike(piece, found) for found in down))
        for piece in record.pieces
    )
    all_down = bool(pieces) and all(piece.deleted for piece in pieces)
    status = Status.DELETED if all_down else Status.SUCCESS
    return replace(record, pieces=pieces, status=status)


def mark(desk: Desk, parcel: Sequence[Entry], *, published: str) -> None:
    """Note that a person published a post, or its whole bundle, by hand."""
    refuse_address(published)
    prepare(desk)
    record = current(desk, parcel)
    if record is not None and published in record.urls:
        return
    if record is None or record.stage is Stage.PUBLISHED:
        record = Parcel(desk.key, name_of(parcel), Stage.ADDING, ())
    desk.ledger.save(
        replace(
            record,
            stage=Stage.PUBLISHED,
            status=Status.SUCCESS,
            pieces=pieces_of(parcel),
            urls=(published,),
            preview_url="",
        )
    )


def refuse_address(url: str) -> None:
    """Refuse what cannot be the address of a published article."""
    if is_published_address(url):
        return
    raise UsageError(
        Text(
            zh=f"{url} 不是已发布文章的链接",
            en=f"{url} is not the address of a published article",
        ),
        hint=Text(
            zh="链接形如 https://mp.weixin.qq.com/s/…；带 tempkey 的是草稿预览",
            en="it looks like https://mp.weixin.qq.com/s/…; one with tempkey is the"
            " preview of a draft",
        ),
    )


def is_published_address(url: str) -> bool:
    """Whether articles have such addresses; that of a preview carries a key."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_ours = parts.scheme in ("http", "https") and parts.hostname == HOST
    is_preview = "tempkey" in parse_qs(parts.query)
    return is_ours and parts.path.startswith("/s") and not is_preview

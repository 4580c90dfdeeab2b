"""push: the draft of a parcel is added once and updated afterwards.

What somebody did to a draft in the web editor is seen by reading it back, and
left alone. A draft that vanished was most likely published by a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mdwx.errors import MdwxError, RemoteError
from mdwx.ledger.records import Parcel, Stage
from mdwx.model import Action, Draft, State
from mdwx.publish import refusals
from mdwx.publish.box import (
    AMBIGUOUS,
    Items,
    clear_away,
    discard,
    look_for_draft,
    read_back,
    read_draft,
    update_article,
    with_known_materials,
)
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import found_piece, is_untouched
from mdwx.publish.parcels import Delivery, Entry, Plan, name_of, step
from mdwx.publish.plans import pieces_of, plan
from mdwx.publish.published import left_the_box, look_for_publication
from mdwx.publish.reconciling import catch_up
from mdwx.publish.seeding import prepare
from mdwx.publish.uploads import upload_all
from mdwx.wechat.errcodes import INVALID_MEDIA_ID

__all__ = ["push"]

REPLACED = (Stage.DRAFTED, Stage.UPDATING, Stage.FAILED)
"""Drafts that are in the box, as far as is known."""


def push(
    desk: Desk,
    parcel: Sequence[Entry],
    *,
    overwrite: bool = False,
    again: bool = False,
    publishing: bool = False,
) -> Delivery:
    """Bring the draft of a parcel up to date; nothing is written if it is."""
    prepare(desk)
    settle(desk, parcel)
    planned = well_planned(
        desk, parcel, again=again, overwrite=overwrite, publishing=publishing
    )
    if planned.refusal is not None:
        raise planned.refusal
    is_same = planned.action is Action.UNCHANGED
    if is_same and not (publishing and is_to_go_out(desk, planned)):
        return unchanged(desk, planned)
    drafts = in_the_box(desk, planned)
    if out := gone_out(desk, planned, drafts, again=again):
        return out
    _, items = drafts[0] if planned.action is not Action.ADDED else (None, None)
    if is_same and is_as_left(planned, items):
        return unchanged(desk, planned)
    if not overwrite:
        refuse_edited(planned, drafts)
    uploads = upload_all(desk, planned.parcel)
    desk.go_on()
    if items is None:
        for record, old in drafts:
            if old is not None:
                discard(desk, record, old)
        record, action = add(desk, planned.parcel), Action.ADDED
    else:
        record, action = update(desk, planned, items), Action.UPDATED
    record = read_back(desk, record)
    clear_away(desk, record.slugs)
    draft = Draft(record.media_id, action, record.preview_url or None)
    return Delivery(State.DRAFTED, uploads, draft)


def well_planned(
    desk: Desk, parcel: Sequence[Entry], *, again: bool, **wishes: bool
) -> Plan:
    """The plan; before something is added, what others did is learned first."""
    planned = plan(desk, parcel, again=again, **wishes)
    if planned.adds and not again and catch_up(desk):
        return plan(desk, parcel, **wishes)
    return planned


def is_to_go_out(desk: Desk, planned: Plan) -> bool:
    """Whether this draft is about to be submitted: then it is read once more.

    What somebody did to it in the web editor would go out for good, unread.
    """
    return planned.state is State.DRAFTED and desk.may_publish


def is_as_left(planned: Plan, items: Items | None) -> bool:
    """Whether the draft in the box is the one mdwx wrote."""
    if planned.record is None or items is None:
        return False
    return is_untouched(planned.record, items)


def settle(desk: Desk, parcel: Sequence[Entry]) -> None:
    """Find out what became of drafts whose addition or deletion was cut short."""
    slugs = [entry.slug for entry in parcel]
    named = desk.ledger.named(desk.key, name_of(parcel))
    held = desk.ledger.holding(desk.key, slugs)
    for record in {record.number: record for record in [*named, *held]}.values():
        if record.stage is Stage.ADDING:
            settle_addition(desk, record)
        elif record.stage is Stage.DISCARDING:
            settle_deletion(desk, record)


def settle_addition(desk: Desk, record: Parcel) -> None:
    """Look for a draft in the box; what is not there was never added."""
    media_id = look_for_draft(desk, record)
    if media_id is None:
        desk.ledger.drop(record)
    else:
        desk.ledger.save(replace(record, stage=Stage.DRAFTED, media_id=media_id))


def settle_deletion(desk: Desk, record: Parcel) -> None:
    """What is gone we deleted, unless a person published it before we came to that."""
    if read_draft(desk, record) is not None:
        return
    found = look_for_publication(desk, record) if desk.may_publish else None
    if found is None:
        desk.ledger.drop(record)


def unchanged(desk: Desk, planned: Plan) -> Delivery:
    """There is nothing to send; say where the parcel stands."""
    record, state = planned.record, planned.state
    if record is None:
        return Delivery(state, findings=planned.findings)
    if state is State.DRAFTED:
        record, state = keep_sources(desk, record, planned.parcel), State.UNCHANGED
        clear_away(desk, record.slugs)
    draft = None
    if record.media_id:
        preview = record.preview_url if state is State.UNCHANGED else ""
        draft = Draft(record.media_id, Action.UNCHANGED, preview or None)
    return Delivery(
        state,
        draft=draft,
        publication=record.publication if state is not State.UNCHANGED else None,
        findings=planned.findings,
    )


def keep_sources(desk: Desk, record: Parcel, parcel: Sequence[Entry]) -> Parcel:
    """The source changed in a way that changes nothing sent, such as a comment."""
    sources = {entry.slug: entry.source_sha256 for entry in parcel}
    if record.sources == sources:
        return record
    pieces = tuple(
        replace(piece, source=sources.get(piece.slug, piece.source))
        for piece in record.pieces
    )
    return desk.ledger.save(replace(record, pieces=pieces))


def in_the_box(desk: Desk, planned: Plan) -> list[tuple[Parcel, Items | None]]:
    """The draft to be updated, or those that a new one replaces, as WeChat has them."""
    records = [planned.record] if planned.record is not None else []
    if planned.action is Action.ADDED:
        slugs = [entry.slug for entry in planned.parcel]
        held = desk.ledger.holding(desk.key, slugs)
        records = [record for record in held if record.stage in REPLACED]
    return [(record, read_draft(desk, record)) for record in records]


def gone_out(
    desk: Desk,
    planned: Plan,
    drafts: Sequence[tuple[Parcel, Items | None]],
    *,
    again: bool,
) -> Delivery | None:
    """A draft vanished: published, which settles it, or a person must say."""
    left = [left_the_box(desk, record) for record, items in drafts if items is None]
    stages = {record.stage for record in left}
    if Stage.PUBLISHED in stages:
        told = plan(desk, planned.parcel)
        if told.refusal is not None:
            raise told.refusal
        return unchanged(desk, told)
    if Stage.GONE in stages and not again:
        raise refusals.draft_gone(planned.parcel[0])
    return None


def refuse_edited(planned: Plan, drafts: Sequence[tuple[Parcel, Items | None]]) -> None:
    """Stop before the work of somebody in the web editor is overwritten."""
    for record, items in drafts:
        if items is not None and not is_untouched(record, items):
            raise refusals.draft_edited(planned.parcel[0])


def add(desk: Desk, parcel: Sequence[Entry]) -> Parcel:
    """Add a new draft; the intent is in the ledger before the request goes out."""
    desk.notify(step(parcel, zh="加入草稿箱", en="adding the draft"))
    record = desk.ledger.save(
        Parcel(
            desk.key,
            name_of(parcel),
            Stage.ADDING,
            pieces_of(parcel),
            begun_at=desk.clock.now(),
        )
    )

    def send(articles: Sequence[dict[str, Any]], *, fresh: bool) -> str:
        return desk.client.add_draft(articles, fresh=fresh)

    try:
        media_id = with_known_materials(desk, parcel, send)
    except AMBIGUOUS:
        # Whatever fails from here on leaves the intent open for the next run.
        found = look_for_draft(desk, record)
        media_id = found or with_known_materials(desk, parcel, send)
    except MdwxError:
        desk.ledger.drop(record)
        raise
    return desk.ledger.save(replace(record, stage=Stage.DRAFTED, media_id=media_id))


def update(desk: Desk, planned: Plan, items: Items) -> Parcel:
    """Replace the articles of a draft that changed, one request each."""
    assert planned.record is not None  # items were read from it
    desk.notify(step(planned.parcel, zh="更新草稿", en="updating the draft"))
    record, wanted = planned.record, pieces_of(planned.parcel)
    found = [found_piece(item).readback for item in items]
    stale = [
        index
        for index, (held, piece) in enumerate(zip(record.pieces, wanted, strict=True))
        if held.payload != piece.payload
        or (held.readback and held.readback != found[index])
    ]
    pieces = list(wanted)
    for index, held in enumerate(record.pieces):
        payload = "" if index in stale else held.payload
        pieces[index] = replace(wanted[index], payload=payload, readback=found[index])
    record = replace(record, stage=Stage.UPDATING, begun_at=desk.clock.now())
    record = desk.ledger.save(replace(record, pieces=tuple(pieces)))
    for index in stale:
        try:
            update_article(desk, record, planned.parcel, index=index)
        except RemoteError as error:
            if error.errcode == INVALID_MEDIA_ID and read_draft(desk, record) is None:
                left_the_box(desk, record)
                raise refusals.draft_gone(planned.parcel[0]) from error
            raise
        pieces[index] = wanted[index]
        record = desk.ledger.save(replace(record, pieces=tuple(pieces)))
    return record

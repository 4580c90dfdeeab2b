"""What is to be done with a parcel, decided from the ledger alone.

The order of the questions is the promise: held back by its author, under way,
published before, ended before, mistaken for another, and only then sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from mdwx.errors import MdwxError
from mdwx.ledger.records import Kind, Parcel, Piece, Stage
from mdwx.model import Action, Finding, State, Status, Upload
from mdwx.publish import refusals
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import (
    payload_fingerprint,
    text_fingerprint,
    title_words,
)
from mdwx.publish.parcels import Entry, Plan, name_of
from mdwx.publish.seeding import adopt
from mdwx.publish.uploads import compose, needed, refuse_gaps
from mdwx.records import dataclass

__all__ = ["current", "pieces_of", "plan"]

IN_FLIGHT = (Stage.SUBMITTING, Stage.SUBMITTED)
MAY_BE_OUT = (*IN_FLIGHT, Stage.PUBLISHED, Stage.GONE)
DOWN = (Status.DELETED, Status.BANNED)


@dataclass(frozen=True, slots=True)
class Case:
    """A parcel and what the ledger holds of its posts."""

    parcel: tuple[Entry, ...]
    record: Parcel | None
    """The latest of its own name, drafts on their way out aside."""
    records: tuple[Parcel, ...]
    """Everything with one of its posts, oldest first."""

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(entry.slug for entry in self.parcel)

    def passed(self, state: State, *findings: Finding) -> Plan:
        """Nothing is to be sent, and that is as it should be."""
        return Plan(self.parcel, state, findings=findings, record=self.record)

    def refused(self, refusal: MdwxError, state: State = State.NEEDS_YOU) -> Plan:
        """Nothing may be sent before somebody acts."""
        return Plan(self.parcel, state, refusal=refusal, record=self.record)


def plan(
    desk: Desk,
    parcel: Sequence[Entry],
    *,
    again: bool = False,
    overwrite: bool = False,
    publishing: bool = False,
) -> Plan:
    """Tell what sending a parcel would do; no request is made.

    ``publishing`` holds a post back before its ``publish_at``. With ``overwrite``, a
    draft of the same title or words that was in the box before is taken over.
    """
    entries = tuple(parcel)
    held_back = [
        finding
        for entry in entries
        if (finding := reason_to_wait(desk, entry, publishing=publishing))
    ]
    if held_back:
        return Plan(entries, State.SKIPPED, findings=tuple(held_back))
    try:
        return decide(
            desk, entries, again=again, overwrite=overwrite, publishing=publishing
        )
    except MdwxError as error:
        return Plan(entries, State.FAILED, refusal=error)


def decide(
    desk: Desk,
    entries: tuple[Entry, ...],
    *,
    again: bool,
    overwrite: bool,
    publishing: bool,
) -> Plan:
    """Go through the questions in their order; the first answer counts."""
    case = case_of(desk, entries)
    if moving := in_flight(case):
        return moving
    if again and publishing and is_out_as_it_is(case):
        return case.passed(State.PUBLISHED, *map(already_out, entries))
    if not again:
        if unknown := unknown_pieces(case):
            adopt(desk, name_of(entries), unknown, overwrite=overwrite)
            case = case_of(desk, entries)
        stopped = published(case) or ended(case) or mistaken(desk, case)
        if stopped:
            return stopped
    return to_send(desk, case)


def case_of(desk: Desk, entries: tuple[Entry, ...]) -> Case:
    """Read what the ledger holds of these posts."""
    slugs = [entry.slug for entry in entries]
    records = tuple(
        record
        for record in desk.ledger.holding(desk.key, slugs)
        if record.stage is not Stage.DISCARDING
    )
    return Case(entries, current(desk, entries), records)


def current(desk: Desk, parcel: Sequence[Entry]) -> Parcel | None:
    """The latest parcel of that name, drafts on their way out aside."""
    named = desk.ledger.named(desk.key, name_of(parcel))
    kept = [record for record in named if record.stage is not Stage.DISCARDING]
    return kept[-1] if kept else None


def reason_to_wait(desk: Desk, entry: Entry, *, publishing: bool) -> Finding | None:
    """Why the author holds this post back, if so."""
    post = entry.article.post
    if post.draft:
        return refusals.marked_draft(post)
    if publishing and post.publish_at and post.publish_at > desk.clock.now():
        return refusals.too_early(post, post.publish_at)
    return None


def in_flight(case: Case) -> Plan | None:
    """Submitted and not ended: that is followed first, whatever else is asked."""
    for record in case.records:
        if record.stage not in IN_FLIGHT:
            continue
        if record.name == name_of(case.parcel):
            return Plan(case.parcel, State.SUBMITTED, record=record)
        entry = next(one for one in case.parcel if one.slug in record.slugs)
        return case.refused(refusals.under_way_elsewhere(entry, record))
    return None


def is_out_as_it_is(case: Case) -> bool:
    """Whether the last thing that happened is that just these posts went out.

    A run with ``again`` may have died right after that: whoever repeats it does not
    want a third article, and nobody wants two that are the same.
    """
    record = case.record
    if record is None or record.stage is not Stage.PUBLISHED:
        return False
    is_up = all(record.status_of(slug) is Status.SUCCESS for slug in record.slugs)
    sources = {entry.slug: entry.source_sha256 for entry in case.parcel}
    return is_up and record.sources == sources


def already_out(entry: Entry) -> Finding:
    """Why a post that is wanted anew is not sent."""
    return refusals.out_as_it_is(entry.article.post)


def unknown_pieces(case: Case) -> list[Piece]:
    """Posts the ledger never met; only these may be an article found elsewhere."""
    met = {slug for record in case.records for slug in record.slugs}
    if set(case.slugs) <= met:
        return []
    return list(pieces_of(case.parcel))


def published(case: Case) -> Plan | None:
    """A post that was published is never sent again by itself."""
    last: dict[str, Parcel] = {}
    for record in case.records:
        if record.stage is Stage.PUBLISHED:
            last |= {slug: record for slug in record.slugs if slug in case.slugs}
    if not last:
        return None
    if missing := [slug for slug in case.slugs if slug not in last]:
        return not_as_a_whole(case, missing)
    record = last[case.slugs[-1]]
    findings: list[Finding] = []
    for entry in case.parcel:
        status = last[entry.slug].status_of(entry.slug)
        if status in DOWN:
            findings.append(refusals.taken_down(entry.article.post, status))
        elif last[entry.slug].sources[entry.slug] != entry.source_sha256:
            findings.append(refusals.published_edited(entry.article.post))
    state = State.SKIPPED if findings else State.PUBLISHED
    return Plan(case.parcel, state, findings=tuple(findings), record=record)


def not_as_a_whole(case: Case, missing: Sequence[str]) -> Plan:
    """Some of a bundle is out and some is not."""
    entry = next(entry for entry in case.parcel if entry.slug not in missing)
    return case.refused(refusals.partly_published(entry))


def ended(case: Case) -> Plan | None:
    """A failed publication waits for an edit, a vanished draft for a word."""
    last = {slug: record for record in case.records for slug in record.slugs}
    for entry in case.parcel:
        held = last.get(entry.slug)
        if held is not None and held.stage is Stage.GONE:
            return case.refused(refusals.draft_gone(entry))
    record = case.record
    if record is None:
        return None
    sources = {entry.slug: entry.source_sha256 for entry in case.parcel}
    if record.stage is Stage.FAILED and record.sources == sources:
        assert record.status is not None  # an ended publication has one
        refusal = refusals.ended_badly(case.parcel, record.status)
        return case.refused(refusal, State.FAILED)
    return None


def mistaken(desk: Desk, case: Case) -> Plan | None:
    """A new slug with a known title or known words was most likely renamed."""
    met = {slug for record in case.records for slug in record.slugs}
    fresh = [entry for entry in case.parcel if entry.slug not in met]
    if not fresh:
        return None
    for entry, piece in zip(case.parcel, pieces_of(case.parcel), strict=True):
        alike = desk.ledger.lookalikes(desk.key, title=piece.title, text=piece.text)
        for record in alike if entry in fresh else ():
            if record.stage in MAY_BE_OUT:
                return case.refused(refusals.look_alike(entry, record))
            if not record.name and record.stage is Stage.DRAFTED:
                return case.refused(refusals.draft_alike(entry))
    return None


def to_send(desk: Desk, case: Case) -> Plan:
    """What has to be done to its draft, and whether that gets published."""
    record = case.record
    if record is not None and record.stage in (Stage.PUBLISHED, Stage.GONE):
        # Asked for again: a new draft, the old story stays as it was.
        record = None
    state = State.BUILT if record is None else State.DRAFTED
    action = draft_action(record, pieces_of(case.parcel))
    return Plan(
        case.parcel, state, action=action, publishes=desk.may_publish, record=record
    )


def draft_action(record: Parcel | None, wanted: Sequence[Piece]) -> Action:
    """Whether the draft is to be added, updated or left."""
    if record is None or record.stage is Stage.ADDING:
        return Action.ADDED
    if record.slugs != tuple(piece.slug for piece in wanted):
        same_number = len(record.slugs) == len(wanted)
        return Action.UPDATED if same_number else Action.ADDED
    sure = record.stage is not Stage.UPDATING and all(
        piece.readback for piece in record.pieces
    )
    sent = [piece.payload for piece in record.pieces]
    unchanged = sure and sent == [piece.payload for piece in wanted]
    return Action.UNCHANGED if unchanged else Action.UPDATED


def pieces_of(parcel: Sequence[Entry]) -> tuple[Piece, ...]:
    """The parcel in the ledger's terms, as it would be sent."""
    return tuple(piece_of(entry, alone=len(parcel) == 1) for entry in parcel)


def piece_of(entry: Entry, *, alone: bool) -> Piece:
    """One entry by its fingerprints, with names for addresses."""
    refuse_gaps(entry)
    pictures = entry.article.pictures
    places = {src: f"https://{picture.name}" for src, picture in pictures.items()}
    materials = [
        picture.name for kind, picture in needed(entry) if kind is Kind.MATERIAL
    ]
    told = compose(entry, places, named_uploads(entry), alone=alone)
    return Piece(
        slug=entry.slug,
        title=title_words(entry.article.title),
        text=text_fingerprint(told["content"]),
        source=entry.source_sha256,
        payload=payload_fingerprint(told),
        materials=tuple(sorted(materials)),
    )


def named_uploads(entry: Entry) -> list[Upload]:
    """The materials of an article under their names: newspic pictures, or cover."""
    cover = [entry.cover.picture] if entry.cover else []
    pictures = entry.pictures or cover
    return [Upload(picture.name, picture.name) for picture in pictures]

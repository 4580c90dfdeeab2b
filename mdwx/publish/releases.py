"""release: a draft is submitted once and followed until its end is known.

A publication cannot be taken back, so nothing here guesses towards publishing:
after a lost answer the account is asked what happened, and where it cannot
tell, a person looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from mdwx.errors import MdwxError, RemoteError, UnauthorizedError
from mdwx.ledger.records import Parcel, Stage
from mdwx.model import Action, Draft, Publication, State, Status
from mdwx.publish import refusals
from mdwx.publish.box import AMBIGUOUS, read_draft
from mdwx.publish.desk import Desk
from mdwx.publish.drafts import keep_sources
from mdwx.publish.parcels import Delivery, Entry, step
from mdwx.publish.plans import plan
from mdwx.publish.published import left_the_box, look_for_publication
from mdwx.publish.seeding import prepare
from mdwx.records import dataclass
from mdwx.wechat.errcodes import INVALID_MEDIA_ID

__all__ = ["look_again", "release"]

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 10.0
GROWTH: Final = 1.6
BOX_WAIT_S: Final = 60.0
"""How long to watch a draft that stays in the box after a lost answer."""
LIVED: Final = frozenset({Status.SUCCESS, Status.DELETED, Status.BANNED})
"""The article was out, if only for a while; the other ends never were."""


@dataclass(slots=True)
class Patience:
    """Waits of growing length until a deadline, on the desk's clock."""

    desk: Desk
    deadline: datetime
    pause_s: float = FIRST_PAUSE_S

    @classmethod
    def of(cls, desk: Desk, wait_s: float) -> Patience:
        return cls(desk, desk.clock.now() + timedelta(seconds=wait_s))

    def wait(self) -> bool:
        """Wait a little; False if the time is up. A person may end the run here."""
        left_s = (self.deadline - self.desk.clock.now()).total_seconds()
        if left_s <= 0:
            return False
        self.desk.clock.sleep(min(self.pause_s, left_s))
        self.desk.go_on()
        self.pause_s = min(self.pause_s * GROWTH, LONGEST_PAUSE_S)
        return True


def release(
    desk: Desk,
    parcel: Sequence[Entry],
    *,
    again: bool = False,
    wait_s: float = 600.0,
    wait: bool = True,
) -> Delivery:
    """Publish the draft that ``push`` left, and follow it for ``wait_s``.

    Without ``wait`` it is submitted and left to itself. An account that cannot
    publish by API ends at its draft.
    """
    prepare(desk)
    entries = tuple(parcel)
    planned = plan(desk, entries, again=again, publishing=True)
    if planned.refusal is not None:
        raise planned.refusal
    record, patience_s = planned.record, wait_s if wait else 0.0
    if record is not None and record.stage is Stage.SUBMITTED:
        return follow(desk, record, entries, wait_s=patience_s)
    if record is not None and record.stage is Stage.SUBMITTING:
        record = find_out(desk, record, entries, wait_s=patience_s, again=again)
        if record.stage is Stage.PUBLISHED:
            return published(record, entries)
    elif record is None or planned.state is not State.DRAFTED:
        publication = record.publication if record else None
        return Delivery(
            planned.state, publication=publication, findings=planned.findings
        )
    elif planned.action is not Action.UNCHANGED:
        # push could not read it back: WeChat does not know it (any more).
        raise refusals.draft_gone(entries[0])
    return submit_and_follow(desk, record, entries, wait_s=wait_s if wait else None)


def submit_and_follow(
    desk: Desk, record: Parcel, parcel: tuple[Entry, ...], *, wait_s: float | None
) -> Delivery:
    """Submit a draft that is certainly not submitted yet."""
    draft = Draft(record.media_id, Action.UNCHANGED, record.preview_url or None)
    if not desk.may_publish:
        notes = tuple(refusals.by_hand(entry.article.post) for entry in parcel)
        return Delivery(State.DRAFTED, draft=draft, findings=notes)
    record = submit(desk, record, parcel, wait_s=wait_s or 0.0)
    if record.stage is Stage.PUBLISHED:
        return published(record, parcel)
    if wait_s is None:
        return Delivery(State.SUBMITTED, draft=draft, publication=record.publication)
    return follow(desk, record, parcel, wait_s=wait_s)


def submit(
    desk: Desk, record: Parcel, parcel: tuple[Entry, ...], *, wait_s: float
) -> Parcel:
    """Start the publication; the intent is in the ledger before the request."""
    desk.go_on()
    desk.notify(step(parcel, zh="提交发布", en="submitting"))
    record = keep_sources(desk, record, parcel)
    drafted = replace(record, stage=Stage.DRAFTED)
    record = desk.ledger.save(
        replace(record, stage=Stage.SUBMITTING, begun_at=desk.clock.now())
    )
    try:
        publish_id = desk.client.submit(record.media_id)
    except AMBIGUOUS:
        return find_out(desk, record, parcel, wait_s=wait_s, again=False)
    except UnauthorizedError:
        desk.ledger.save(drafted)
        desk.remember_unauthorized()
        raise
    except MdwxError as error:
        if isinstance(error, RemoteError) and error.errcode == INVALID_MEDIA_ID:
            left = left_the_box(desk, drafted)
            if left.stage is Stage.PUBLISHED:
                return left
            raise refusals.draft_gone(parcel[0]) from error
        desk.ledger.save(drafted)
        raise
    return desk.ledger.save(
        replace(
            record,
            stage=Stage.SUBMITTED,
            publish_id=publish_id,
            status=Status.PUBLISHING,
        )
    )


def follow(
    desk: Desk, record: Parcel, parcel: tuple[Entry, ...], *, wait_s: float
) -> Delivery:
    """Look at a publication until it ends or the time is up."""
    patience = Patience.of(desk, wait_s)
    desk.notify(step(parcel, zh="等待发布结果", en="waiting for the outcome"))
    if not is_due(desk, record):
        patience.wait()
    while True:
        job = desk.client.get_publication(record.publish_id)
        if job.status is not Status.PUBLISHING:
            return end(desk, record, parcel, job)
        if not patience.wait():
            break
    if wait_s > 0:
        raise refusals.still_publishing(parcel[0], record.publish_id)
    return Delivery(State.SUBMITTED, publication=job)


def look_again(desk: Desk, record: Parcel) -> Parcel:
    """Ask once about a publication under way; write down its end, if it has one."""
    job = desk.client.get_publication(record.publish_id)
    return record if job.status is Status.PUBLISHING else note_end(desk, record, job)


def is_due(desk: Desk, record: Parcel) -> bool:
    """Whether it was submitted long enough ago for a first look."""
    if record.begun_at is None:
        return False
    waited = desk.clock.now() - record.begun_at
    return waited >= timedelta(seconds=FIRST_PAUSE_S)


def end(
    desk: Desk, record: Parcel, parcel: tuple[Entry, ...], job: Publication
) -> Delivery:
    """Write down how a publication ended; raise if it ended badly."""
    record = note_end(desk, record, job)
    if job.status is not Status.SUCCESS:
        raise refusals.ended_badly(parcel, job.status, fail_idx=job.fail_idx)
    return published(record, parcel)


def note_end(desk: Desk, record: Parcel, job: Publication) -> Parcel:
    """Write down how a publication ended."""
    return desk.ledger.save(
        replace(
            record,
            stage=Stage.PUBLISHED if job.status in LIVED else Stage.FAILED,
            status=job.status,
            article_id=job.article_id or "",
            urls=job.urls,
        )
    )


def published(record: Parcel, parcel: tuple[Entry, ...]) -> Delivery:
    """It is out as it was submitted. WeChat takes the draft from the box by itself."""
    edited = tuple(
        refusals.published_edited(entry.article.post)
        for entry in parcel
        if record.sources.get(entry.slug) != entry.source_sha256
    )
    return Delivery(State.PUBLISHED, publication=record.publication, findings=edited)


def find_out(
    desk: Desk,
    record: Parcel,
    parcel: tuple[Entry, ...],
    *,
    wait_s: float,
    again: bool,
) -> Parcel:
    """Ask the account what became of a submission that was never answered.

    Only the published list proves that it took effect. A draft that is still
    in the box proves nothing: the review may be going on. With ``again`` a
    person who was asked has looked, and the draft is given back to be submitted.
    """
    desk.notify(
        step(parcel, zh="核对上次提交的结果", en="finding out about a lost answer")
    )
    patience = Patience.of(desk, wait_s)
    box_patience = Patience.of(desk, min(wait_s, BOX_WAIT_S))
    while True:
        found = look_for_publication(desk, record)
        if found is not None:
            return found
        in_the_box = read_draft(desk, record) is not None
        if not (box_patience if in_the_box else patience).wait():
            break
    if not (again and was_asked(desk, record)):
        remember_asked(desk, record)
        raise refusals.outcome_open(parcel[0], in_the_box=in_the_box)
    if in_the_box:
        return desk.ledger.save(replace(record, stage=Stage.DRAFTED))
    desk.ledger.save(replace(record, stage=Stage.GONE))
    raise refusals.draft_gone(parcel[0])


def was_asked(desk: Desk, record: Parcel) -> bool:
    """Whether a person was told that nobody knows what became of this submission.

    Before that, ``again`` is the wish of the command that died, and no answer.
    """
    return desk.ledger.fact(desk.key, question(record)) == str(record.begun_at)


def remember_asked(desk: Desk, record: Parcel) -> None:
    """Write down that a person is told."""
    desk.ledger.remember(desk.key, question(record), str(record.begun_at))


def question(record: Parcel) -> str:
    """The fact that tells which submission a person was asked about."""
    return f"asked about {record.number}"

"""The posts of a run that go to one account.

Posts of one run may go to several accounts; each has its lane. A failed parcel
stops no other, except where the next one would certainly fail the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, replace

from mdwx.dispatch.entries import bundle_of, entry_of
from mdwx.errors import (
    CheckError,
    MdwxError,
    MissingError,
    NeedsPersonError,
    SourceError,
    StoppedError,
    UnauthorizedError,
    UsageError,
)
from mdwx.ledger import Stage
from mdwx.made import Made
from mdwx.model import State, Uploads
from mdwx.outcome import Outcome
from mdwx.output import Sent
from mdwx.publish import (
    Delivery,
    Desk,
    Entry,
    Plan,
    addresses,
    parcels,
    payload,
    plan,
    prepare,
    push,
    release,
    standing,
    upload,
)
from mdwx.records import dataclass

__all__ = ["Lane", "Wishes"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for."""

    publish: bool = False
    again: bool = False
    overwrite: bool = False
    wait: bool = True
    wait_s: float = 600.0


@dataclass(slots=True)
class Lane:
    """The posts of a run that go to one account."""

    desk: Desk
    made: dict[str, Made] = field(default_factory=dict)
    """By slug."""
    stopped: MdwxError | None = None
    """What would stop every further parcel too."""

    def parcels(self) -> list[tuple[Entry, ...]]:
        """What travels together."""
        return parcels([entry_of(made) for made in self.made.values()])

    def plans(self, wishes: Wishes) -> list[Plan]:
        """What sending would do, once it is known what others did."""
        prepare(self.desk)
        return [self._plan(parcel, wishes) for parcel in self.parcels()]

    def _plan(self, parcel: Sequence[Entry], wishes: Wishes) -> Plan:
        return plan(
            self.desk,
            parcel,
            again=wishes.again,
            overwrite=wishes.overwrite,
            publishing=wishes.publish,
        )

    def upload(self, seen: Callable[[Outcome], None]) -> None:
        """Send the pictures that the account lacks, and nothing else."""
        every = list(self.made.values())
        with self._failing(*(made.outcome for made in every)):
            sent = upload(self.desk, [entry_of(made) for made in every])
            for made, told in zip(every, sent, strict=True):
                with self._failing(made.outcome):
                    made.outcome.uploads = raised(told)
        for made in every:
            seen(made.outcome)

    def send(self, wishes: Wishes, seen: Callable[[Outcome], None]) -> None:
        """Push every parcel and, if that is wished, release it.

        All are submitted before the first is followed: WeChat takes its time
        for each of them at once.
        """
        self.desk.patient = wishes.wait
        submitted = []
        for parcel in self.parcels():
            outcomes = [self.made[entry.slug].outcome for entry in parcel]
            with self._failing(*outcomes):
                self._go_on(parcel, wishes)
                self._send(parcel, outcomes, wishes)
            if wishes.wait and outcomes[0].state is State.SUBMITTED:
                submitted.append((parcel, outcomes))
                continue
            for outcome in outcomes:
                seen(outcome)
        for parcel, outcomes in submitted:
            with self._failing(*outcomes):
                self._go_on(parcel, wishes)
                self._release(parcel, outcomes, wishes)
            for outcome in outcomes:
                seen(outcome)

    def take_back(
        self, delete: Callable[[str], None], units: Iterable[Sequence[str]]
    ) -> list[str]:
        """Delete what belongs to posts; tell which of them are rid of it.

        Each of ``units`` goes as one, by the name of its first post.
        """
        gone: list[str] = []
        for slugs in units:
            outcomes = [self.made[slug].outcome for slug in slugs]
            with self._failing(*outcomes):
                self.desk.go_on()
                # That a post has nothing to delete says nothing of the next.
                if self.stopped and not isinstance(self.stopped, UsageError):
                    raise self.stopped
                delete(slugs[0])
                gone += slugs
                for outcome in outcomes:
                    self._note_taken_back(outcome)
        return gone

    def _note_taken_back(self, outcome: Outcome) -> None:
        """Where a post stands without it; what it became needed no file to go."""
        outcome.state = standing(self.desk, outcome.slug).state
        if isinstance(outcome.error, MissingError):
            outcome.error = None

    def sent(self, made: Made) -> Sent | None:
        """The article as the account takes it; None if it lacks a picture."""
        entry = entry_of(made)
        bundle = bundle_of(made)
        mates = [one for one in self.made.values() if bundle_of(one) == bundle]
        alone = bundle is None or len(mates) == 1
        try:
            return Sent(
                addresses(self.desk, entry), payload(self.desk, entry, alone=alone)
            )
        except (KeyError, CheckError, SourceError):
            return None

    def _send(
        self, parcel: Sequence[Entry], outcomes: list[Outcome], wishes: Wishes
    ) -> None:
        pushed = push(
            self.desk,
            parcel,
            overwrite=wishes.overwrite,
            again=wishes.again,
            publishing=wishes.publish,
        )
        self._note(outcomes, pushed)
        if wishes.publish and pushed.releasable:
            self._submit(parcel, outcomes, wishes)

    def _submit(
        self, parcel: Sequence[Entry], outcomes: list[Outcome], wishes: Wishes
    ) -> None:
        """Submit a draft; what is not sure of its answer is followed at once."""
        # Before an unanswered submission is repeated, it gets its time to show.
        now = replace(wishes, wait=wishes.wait and self._is_unanswered(parcel))
        try:
            self._release(parcel, outcomes, now)
        except NeedsPersonError:
            if not wishes.wait or now.wait or not self._is_unanswered(parcel):
                raise
            self._release(parcel, outcomes, replace(wishes, again=False))

    def _is_unanswered(self, parcel: Sequence[Entry]) -> bool:
        """Whether it was submitted and nobody knows what became of that."""
        slugs = [entry.slug for entry in parcel]
        held = self.desk.ledger.holding(self.desk.key, slugs)
        return any(record.stage is Stage.SUBMITTING for record in held)

    def _release(
        self, parcel: Sequence[Entry], outcomes: list[Outcome], wishes: Wishes
    ) -> None:
        before = outcomes[0].state
        released = release(
            self.desk,
            parcel,
            # An article wished for again has its new draft by now.
            again=wishes.again,
            wait_s=wishes.wait_s,
            wait=wishes.wait,
        )
        if released.state is State.DRAFTED:
            # The draft box is the end for this account.
            released = replace(released, state=before)
        self._note(outcomes, released)

    def _note(self, outcomes: list[Outcome], delivery: Delivery) -> None:
        """Write down what a step did to the posts of a parcel."""
        paths = {str(outcome.path) for outcome in outcomes}
        for number, outcome in enumerate(outcomes):
            outcome.state = delivery.state
            outcome.draft = outcome.draft or delivery.draft
            outcome.publication = delivery.publication or outcome.publication
            if delivery.uploads != Uploads() and number == 0:
                outcome.uploads = delivery.uploads
            for finding in delivery.findings:
                where = str(finding.where.path) if finding.where else ""
                is_mine = where == str(outcome.path) or where not in paths
                if is_mine and finding not in outcome.findings:
                    outcome.findings.append(finding)
            known = standing(self.desk, outcome.slug).publication
            if outcome.publication is not None and known is not None:
                outcome.publication = known

    def _go_on(self, parcel: Sequence[Entry], wishes: Wishes) -> None:
        """Do not try again what stopped the parcel before.

        What needs no request is done all the same.
        """
        try:
            self.desk.go_on()
        except StoppedError as error:
            self.stopped = self.stopped or error
        if self.stopped is None:
            return
        if not self.desk.prepared or asks(self._plan(parcel, wishes)):
            raise self.stopped

    @contextmanager
    def _failing(self, *outcomes: Outcome) -> Iterator[None]:
        """Note what goes wrong on the posts it stops."""
        try:
            yield
        except MdwxError as error:
            if error.stops_all:
                self.stopped = error
            for outcome in outcomes:
                self._fail(outcome, error)

    def _fail(self, outcome: Outcome, error: MdwxError) -> None:
        """What is known of a post after an error."""
        known = standing(self.desk, outcome.slug)
        # Of a name without a file, that says more than that it has no draft.
        is_typo = isinstance(outcome.error, MissingError)
        if not (is_typo and isinstance(error, UsageError)):
            outcome.error = error
        outcome.draft = outcome.draft or known.draft
        outcome.publication = known.publication
        outcome.state = State.FAILED
        if isinstance(error, NeedsPersonError):
            outcome.state = State.NEEDS_YOU
        stays = isinstance(error, UnauthorizedError | StoppedError)
        if known.state is State.SUBMITTED or stays:
            outcome.state = known.state


def asks(planned: Plan) -> bool:
    """Whether anything is asked of the account for this plan."""
    return planned.sends or planned.state is State.SUBMITTED


def raised(told: Uploads | MdwxError) -> Uploads:
    """What was sent; the error, raised, where something was not."""
    if isinstance(told, MdwxError):
        raise told
    return told

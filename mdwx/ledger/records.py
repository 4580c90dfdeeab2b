"""The rows of the ledger as frozen nouns."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from mdwx.model import Publication, Status
from mdwx.records import dataclass

__all__ = [
    "CAUGHT_UP",
    "LOCK_SEEN",
    "PROGRESS",
    "RESTORED",
    "SEEDED",
    "Kind",
    "Parcel",
    "Piece",
    "Stage",
    "aware",
]


SEEDED: Final = "seeded"
"""The fact that an account was met, and how it was: by its lock, or itself."""
CAUGHT_UP: Final = "caught up"
"""When the account's lists were last read: nothing older is news."""
LOCK_SEEN: Final = "lock"
"""The digest of the ``mdwx.lock`` that the ledger knows all about."""
RESTORED: Final = "restored"
"""The fact that what is known of an account comes from a copy of the ledger, and
when that was made: the account is asked before any of it is believed."""


class Kind(StrEnum):
    """How an account holds a picture."""

    BODY = "body"
    """Inside articles: an address, no media_id, no list to look it up in."""
    MATERIAL = "material"
    """Permanent material: covers, animations, pictures of a newspic."""


class Stage(StrEnum):
    """How far a parcel got; a stage that ends in "ing" is an open intent.

    It was written before the request went out, so finding one at the start of
    a run means that the answer never reached the ledger.
    """

    ADDING = "adding"
    DRAFTED = "drafted"
    UPDATING = "updating"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"
    """WeChat accepted the job and is still at it."""
    PUBLISHED = "published"
    """Also when the articles were deleted or banned later: see the status."""
    FAILED = "failed"
    """The publication ended without an article."""
    GONE = "gone"
    """The draft left the box and not by us: most likely a person published it."""
    DISCARDING = "discarding"
    """Replaced by another draft, and being deleted."""


PROGRESS: Final = (
    Stage.ADDING,
    Stage.DRAFTED,
    Stage.UPDATING,
    Stage.GONE,
    Stage.SUBMITTING,
    Stage.SUBMITTED,
    Stage.FAILED,
    Stage.PUBLISHED,
)
"""How far a parcel got, from nothing to the end."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One article of a parcel, by fingerprints."""

    slug: str
    """Empty for an article that the account held before mdwx came."""
    title: str
    text: str
    """Of the words a reader sees; empty when there are none."""
    source: str = ""
    """Of what the author wrote; decides "edited since"."""
    payload: str = ""
    """Of what we sent and know to have arrived; empty while that is open."""
    readback: str = ""
    """Of what WeChat gave back; decides "edited by hand"."""
    materials: tuple[str, ...] = ()
    """Names of the permanent materials it uses."""
    deleted: bool = False
    """Whether the article was taken down after its publication."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One draft and what became of it: a post, or the posts of a bundle."""

    account: str
    name: str
    """A slug, or ``bundle:NAME``; empty for what the account held before."""
    stage: Stage
    pieces: tuple[Piece, ...]
    media_id: str = ""
    preview_url: str = ""
    publish_id: str = ""
    status: Status | None = None
    article_id: str = ""
    urls: tuple[str, ...] = ()
    begun_at: datetime | None = None
    """When the present intent was written down."""
    number: int = 0
    """Given by the ledger; later parcels have higher ones."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The posts in it, in order."""
        return tuple(piece.slug for piece in self.pieces)

    @property
    def publication(self) -> Publication | None:
        """The publication job, once there is one."""
        if self.status is None:
            return None
        return Publication(
            self.publish_id, self.status, self.article_id or None, self.urls
        )

    def status_of(self, slug: str) -> Status | None:
        """How the publication of one of its posts stands."""
        taken_down = any(one.deleted for one in self.pieces if one.slug == slug)
        return Status.DELETED if taken_down else self.status

    def urls_of(self, slug: str) -> tuple[str, ...]:
        """The address of one of its posts, where each has its own."""
        if len(self.urls) == len(self.pieces):
            return (self.urls[self.slugs.index(slug)],)
        return self.urls

    @property
    def sources(self) -> dict[str, str]:
        """The source fingerprint of each post."""
        return {piece.slug: piece.source for piece in self.pieces}


def aware(moment: datetime | None) -> datetime | None:
    """Give back its zone to a moment that SQLite kept without one."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=UTC)

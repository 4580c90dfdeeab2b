"""What goes in and what comes out: entries travel in parcels.

A parcel is what one draft holds: a single post, or the posts of a bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from mdwx.errors import MdwxError
from mdwx.ledger.records import Parcel
from mdwx.model import (
    Action,
    Cover,
    Draft,
    Finding,
    Picture,
    Publication,
    State,
    Text,
    Uploads,
)
from mdwx.page import Article
from mdwx.records import dataclass

__all__ = ["Delivery", "Entry", "Plan", "name_of", "parcels", "step"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished article and all that travels beside its text."""

    article: Article
    cover: Cover | None
    """A news article must have one; a newspic has none."""
    pictures: tuple[Picture, ...] = ()
    """Of a newspic, in order, within the bounds of permanent material."""
    source_sha256: str = ""
    """Of what the author wrote: body, front matter that reaches readers, and the
    pictures' own bytes. Decides "edited since publication"."""
    author: str | None = None
    """The post's, else the site's."""
    source_url: str | None = None
    digest: str | None = None

    @property
    def slug(self) -> str:
        """What the ledger knows the post by."""
        return self.article.post.slug


@dataclass(frozen=True, slots=True)
class Plan:
    """What sending a parcel would do, told from the ledger alone."""

    parcel: tuple[Entry, ...]
    state: State
    """Where the parcel stands now; ``BUILT`` when nothing was ever sent."""
    action: Action = Action.UNCHANGED
    """What would happen to its draft."""
    publishes: bool = False
    """Whether releasing it would make a new publication."""
    findings: tuple[Finding, ...] = ()
    """Why a post is passed over."""
    refusal: MdwxError | None = None
    """Why nothing is sent before somebody acts; ``push`` raises it."""
    record: Parcel | None = None
    """What the ledger holds of it."""

    @property
    def adds(self) -> bool:
        """Whether a new draft would be made."""
        return self.refusal is None and self.action is Action.ADDED

    @property
    def sends(self) -> bool:
        """Whether anything would be written to the account."""
        changes = self.action is not Action.UNCHANGED or self.publishes
        return self.refusal is None and changes


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a parcel stands after a step."""

    state: State
    uploads: Uploads = field(default_factory=Uploads)
    draft: Draft | None = None
    publication: Publication | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def releasable(self) -> bool:
        """Whether there is a draft to submit, or a submission to follow."""
        return self.state in (State.DRAFTED, State.UNCHANGED, State.SUBMITTED)


def parcels(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """Put the posts of each bundle together; the first one gives the place."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(name_of([entry]), []).append(entry)
    return [
        tuple(sorted(group, key=lambda entry: (entry.article.post.order, entry.slug)))
        for group in grouped.values()
    ]


def step(parcel: Sequence[Entry], *, zh: str, en: str) -> Text:
    """A line of progress: what is being done, and to which articles."""
    titles = " + ".join(entry.article.title for entry in parcel)
    return Text(zh=f"{zh}：{titles}", en=f"{en}: {titles}")


def name_of(parcel: Sequence[Entry]) -> str:
    """What the ledger knows a parcel by: its slug, or its bundle's name."""
    post = parcel[0].article.post
    return f"bundle:{post.bundle}" if post.bundle else post.slug

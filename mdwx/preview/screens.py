"""What pages show: screens and rows of posts, pills, problems; nouns alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mdwx.model import Crop, Finding, PostType, Span, State, Text
from mdwx.records import dataclass

__all__ = ["Pill", "Problem", "Row", "Screen", "state_pill"]


@dataclass(frozen=True, slots=True)
class Screen:
    """What a phone's screen shows of one article."""

    title: str
    content: str
    """The fragment that is sent, pictures at addresses this page can open; the
    plain text of a newspic."""
    night: str = ""
    """The same as dark mode shows it; empty where that is not known."""
    text: str = ""
    """What a reader sees; the digest when none is given."""
    author: str = ""
    account: str = ""
    """The Official Account's name, where it is known."""
    date: str = ""
    digest: str = ""
    """As the author gave it; empty when WeChat makes one up."""
    source_url: str = ""
    cover: str | None = None
    wide: Crop | None = None
    """The part of the cover that the list card shows."""
    kind: PostType = PostType.NEWS
    gallery: tuple[str, ...] = ()
    """Addresses of a newspic's pictures."""
    findings: tuple[Finding, ...] = ()
    facts: tuple[tuple[Text, str], ...] = ()
    """Further lines about the article, for its author."""

    @property
    def is_newspic(self) -> bool:
        """Whether this is a picture message."""
        return self.kind is PostType.NEWSPIC

    @property
    def shown_digest(self) -> str:
        """The digest of the list card, given or made by WeChat."""
        from mdwx.page.reading import opening

        return self.digest or opening(self.text)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the page is not up to date; shown on top of the last good one."""

    title: Text
    text: Text
    where: Span | None = None


@dataclass(frozen=True, slots=True)
class Pill:
    """A short word on a coloured ground: good, warning, error or quiet."""

    text: Text
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Row:
    """One post of the index."""

    title: str
    href: str | None
    """None for a post that could not be read."""
    cover: str | None = None
    wide: Crop | None = None
    digest: str = ""
    state: Pill | None = None
    date: str = ""
    path: str = ""
    marks: tuple[Pill, ...] = ()
    """Where it stands with its account."""
    account: str = ""
    is_built: bool = True
    """False while nobody knows yet what cover it has."""


STATE_PILLS: Final[Mapping[State, Pill]] = {
    State.BUILT: Pill(Text(zh="已生成", en="built")),
    State.DRAFTED: Pill(Text(zh="草稿箱", en="draft"), "good"),
    State.SUBMITTED: Pill(Text(zh="发布中", en="publishing"), "warning"),
    State.PUBLISHED: Pill(Text(zh="已发布", en="published"), "good"),
    State.UNCHANGED: Pill(Text(zh="没有变化", en="unchanged")),
    State.SKIPPED: Pill(Text(zh="跳过", en="skipped")),
    State.NEEDS_YOU: Pill(Text(zh="需要你看看", en="needs you"), "warning"),
    State.FAILED: Pill(Text(zh="失败", en="failed"), "error"),
}


def state_pill(state: State) -> Pill:
    """How the index shows a state."""
    return STATE_PILLS[state]

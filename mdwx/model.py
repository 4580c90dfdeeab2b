"""The frozen nouns every room of mdwx speaks in.

Nothing here does I/O, and nothing here knows WeChat's field names: those stay
in ``wechat/`` and ``sandbox/``.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = [
    "PICTURE_NAME",
    "Action",
    "Comments",
    "Cover",
    "Crop",
    "Draft",
    "Drawing",
    "DrawingKind",
    "Finding",
    "Ignore",
    "ImageRef",
    "Neighbour",
    "Picture",
    "Post",
    "PostType",
    "Publication",
    "Severity",
    "Size",
    "Span",
    "State",
    "Status",
    "Stranger",
    "Text",
    "Undrawn",
    "Upload",
    "Uploads",
]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; the command line picks one.

    Lower case, no full stop: it follows ``mdwx: path:line:``.
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en

    def said(self, language: str) -> str:
        """The sentence in ``language``: "zh" or "en"."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source file, as an editor would name it."""

    path: PurePosixPath
    """From the site's root, with forward slashes."""
    line: int | None = None
    """Counted from 1 in the file on disk, front matter included."""
    column: int | None = None
    """Counted from 1."""

    def __str__(self) -> str:
        parts = [str(self.path), self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class Severity(StrEnum):
    """How much a finding matters: an error is never sent."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def word(self) -> Text:
        """What people call it."""
        words = {"error": "错误", "warning": "警告", "note": "说明"}
        return Text(zh=words[self.value], en=self.value)


@dataclass(frozen=True, slots=True)
class Ignore:
    """A wish not to hear of some rules, as it was written."""

    words: tuple[str, ...]
    """Codes or names of rules."""
    where: Span | None = None
    """Of the comment; None for what the site file says of every post."""
    lines: tuple[int, int] | None = None
    """The first and the last line of the file it holds for; None for all there is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something WeChat would refuse, drop or change, or a reader would miss.

    Codes are a letter and three digits, never reused. The letter ``R`` means
    that something could not be *read* (exit code 3); an error of any other
    letter is a failed check (exit code 4).
    """

    code: str
    severity: Severity
    message: Text
    hint: Text | None = None
    where: Span | None = None


class Comments(StrEnum):
    """Who may comment on an article (留言)."""

    OFF = "off"
    OPEN = "open"
    FANS = "fans"


class PostType(StrEnum):
    """WeChat's two kinds of article that mdwx writes."""

    NEWS = "news"
    NEWSPIC = "newspic"


@dataclass(frozen=True, slots=True)
class Post:
    """One Markdown file, read but not parsed."""

    path: PurePosixPath
    """From the site's root."""
    slug: str
    """What a post *is*, for the ledger: the file may move, the slug stays."""
    body: str
    """Markdown below the front matter, with ``\\n`` line ends."""
    body_line: int = 1
    """The line of the file on which the body starts."""
    title: str | None = None
    """From the front matter; without one the first H1 serves."""
    author: str | None = None
    digest: str | None = None
    cover: str | None = None
    """A file, an address or "card"; None follows the site."""
    cover_focus: tuple[float, float] | None = None
    """The point, 0..1 from the top left, that both crops keep in view."""
    source_url: str | None = None
    comments: Comments = Comments.OFF
    theme: str | None = None
    theme_options: tuple[tuple[str, str], ...] = ()
    """Options of the theme and their values, such as ``accent``."""
    code_theme: str | None = None
    style: str | None = None
    """CSS of the author for this post alone."""
    style_line: int = 1
    """The line of the file on which that CSS begins."""
    type: PostType = PostType.NEWS
    images: tuple[str, ...] = ()
    """Pictures of a newspic, instead of those of the body."""
    bundle: str | None = None
    order: int = 0
    account: str | None = None
    date: datetime | None = None
    publish_at: datetime | None = None
    draft: bool = False
    """Built and previewed, never sent."""
    key_lines: tuple[tuple[str, int], ...] = ()
    """The line of each front matter key, by its canonical name."""
    findings: tuple[Finding, ...] = ()
    """What reading the front matter found, such as an unknown key."""
    ignores: tuple[Ignore, ...] = ()
    """What its front matter says not to tell of."""

    def span(self, *, line: int | None = None, key: str | None = None) -> Span:
        """A place in this post: a line of the file, or the line of a key."""
        if key is not None:
            line = dict(self.key_lines).get(key)
        return Span(self.path, line)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another post of the site, as a link to it needs it."""

    path: PurePosixPath
    title: str
    url: str | None = None
    """Where the account's readers find it; None while it is not published."""
    draft: bool = False
    """Held back by its author: there will be no address."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """What a link names that is no post, or more than one."""

    nearest: str | None = None
    """As it would be written."""
    rivals: tuple[PurePosixPath, ...] = ()


class DrawingKind(StrEnum):
    """The languages of what is drawn and not found: formulas and diagrams."""

    FORMULA = "formula"
    """TeX inside a line."""
    DISPLAY = "display"
    """TeX on lines of its own."""
    MERMAID = "mermaid"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula or a diagram, as its author wrote it."""

    kind: DrawingKind
    source: str


@dataclass(frozen=True, slots=True)
class Undrawn:
    """Why a drawing could not be made; whoever knows the line adds it."""

    problem: Text
    hint: Text | None = None
    line: int | None = None
    """Within the drawing's source, from 1, where the engine tells."""


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture as a post names it."""

    src: str
    where: Span
    alt: str = ""
    drawing: Drawing | None = None
    """What to draw, where the picture is a diagram and not a file."""
    anywhere: bool = False
    """Whether its name alone finds it, as in Obsidian, wherever it lies."""


PICTURE_NAME: Final = pattern(r"mdwx-[0-9a-f]{24}\.(jpg|png|gif)")
"""What ``Picture.name`` looks like: a file of this name is ours."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made ready for WeChat: upright, without metadata, in bounds."""

    sha256: str
    """Of the prepared bytes; names the picture in the ledger."""
    source_sha256: str
    """Of the bytes the author gave; tells whether the author changed it."""
    suffix: str
    """"jpg", "png", or "gif" for an animation."""
    file: Path
    """The prepared bytes, in the site's cache."""
    width: int
    height: int
    size_bytes: int
    findings: tuple[Finding, ...] = ()
    """What preparing it found, such as an animation that stands still."""

    @property
    def name(self) -> str:
        """The file name it is uploaded under: it carries the content hash."""
        return f"mdwx-{self.sha256[:24]}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a cover; 0..1 from its top left, at most six decimals."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of the list card and its two crops."""

    picture: Picture
    wide: Crop
    """2.35:1, in the list of messages."""
    square: Crop
    """1:1, when shared."""


@dataclass(frozen=True, slots=True)
class Size:
    """What an article weighs."""

    html_chars: int = 0
    html_bytes: int = 0
    text_chars: int = 0
    """Characters a reader sees, white space left out."""
    images: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture that an account holds. A body picture has no media_id."""

    url: str
    media_id: str | None = None


class Action(StrEnum):
    """What a run did to a draft."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry of the draft box (草稿箱)."""

    media_id: str
    action: Action
    preview_url: str | None = None
    """Temporary: it carries WeChat's ``tempkey``."""


class Status(StrEnum):
    """``publish_status`` 0 to 6 of freepublish/get, in order."""

    SUCCESS = "success"
    PUBLISHING = "publishing"
    ORIGINALITY = "originality"
    FAILED = "failed"
    REVIEW = "review"
    DELETED = "deleted"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication job and, once it succeeded, its addresses."""

    publish_id: str
    status: Status
    article_id: str | None = None
    urls: tuple[str, ...] = ()
    fail_idx: tuple[int, ...] = ()
    """1-based numbers of the articles WeChat names as the cause."""


class State(StrEnum):
    """Where a post stands after a run."""

    BUILT = "built"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    NEEDS_YOU = "needs-you"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Uploads:
    """How many pictures of a post were sent, and how many the account had."""

    new: int = 0
    reused: int = 0

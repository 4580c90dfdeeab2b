"""What a site, its Markdown and its accounts are set to; frozen once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from mdwx.confined import confined_folder
from mdwx.model import Ignore, Span
from mdwx.records import dataclass
from mdwx.redaction import Secret

__all__ = [
    "API_BASE",
    "LOOPBACK_HOSTS",
    "SANDBOX",
    "Account",
    "Checking",
    "Config",
    "Markdown",
    "Secret",
    "Site",
]

LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "::1", "localhost"})
API_BASE: Final = "https://api.weixin.qq.com"


@dataclass(frozen=True, slots=True)
class Site:
    """``[site]`` of the site file."""

    content: str = "content"
    output: str = "dist"
    theme: str = "default"
    author: str | None = None
    account: str | None = None
    cover: str = "first-image"
    """"first-image", "card", or a file."""
    assets: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    source_url: str | None = None
    """May hold ``{slug}``."""
    timezone: str = "Asia/Shanghai"
    name: str | None = None
    """Tells the sites apart that share a ledger in PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """``[markdown]``: every switch of the syntax."""

    autospace: bool = True
    """A space between Chinese and Latin letters or digits."""
    breaks: bool = False
    """Keep every soft line break."""
    cjk_emphasis: bool = True
    """``**“重点”**后面`` is bold: flanking rules that know Chinese punctuation."""
    tables: bool = True
    strikethrough: bool = True
    tasks: bool = True
    footnotes: bool = True
    autolinks: bool = True
    """Bare ``https://`` and ``www.`` addresses are links."""
    highlights: bool = True
    """``==mark==``"""
    inserts: bool = True
    """``++ins++``"""
    subscripts: bool = True
    """``H~2~O``"""
    superscripts: bool = True
    """``x^2^``"""
    comments: bool = True
    """``%%unseen%%``"""
    abbreviations: bool = True
    """``*[HTML]: …``"""
    emoji: bool = True
    """``:smile:``"""
    ruby: bool = True
    """``{汉字|hàn zì}``"""
    definitions: bool = True
    """Definition lists."""
    callouts: bool = True
    """``> [!NOTE]``"""
    containers: bool = True
    """``::: tip``"""
    toc: bool = True
    """``[TOC]``"""
    wikilinks: bool = True
    """``[[other]]`` and ``![[picture.png|300]]``"""
    attributes: bool = True
    """``{width=60%}`` and ``=300x`` behind a picture."""
    captions: str = "title"
    """What stands below a picture: its "title", its "alt" if it has no title,
    or nothing ("off")."""
    formulas: bool = True
    """``$…$``, ``$$…$$``, ``\\(…\\)``, ``\\[…\\]`` and ``math`` fences."""
    diagrams: str = "png"
    """How ``mermaid`` and ``dot`` fences are drawn: "png", "svg" or "off"."""
    line_numbers: bool = False
    """Beside the lines of every block of code."""
    code_wrap: bool = False
    """Long lines of code wrap instead of scrolling."""
    code_label: bool = False
    """The language in the corner of every block of code."""
    window_dots: bool = False
    """Three dots above every block of code."""
    references: bool = True
    """Number outside links and list their addresses at the end."""
    references_title: str = "参考链接"
    """Heading of that list; an empty string leaves it out."""
    footnotes_title: str = "注释"


@dataclass(frozen=True, slots=True)
class Checking:
    """``[check]``: which rules are not told of."""

    ignore: tuple[str, ...] = ()
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The same for files whose path matches; ``*`` stands for folders too."""

    def ignores(self, path: PurePosixPath) -> tuple[Ignore, ...]:
        """What is not told of a file of the site."""
        here = [
            codes
            for pattern, codes in self.paths.items()
            if fnmatchcase(str(path), pattern)
        ]
        words = tuple(chain(self.ignore, *here))
        return (Ignore(words),) if words else ()


@dataclass(frozen=True, slots=True)
class Account:
    """``[accounts.NAME]``: an Official Account, never its secret."""

    name: str
    appid: str
    kind: str | None = None
    """"personal" cannot publish by API: the draft box is the end."""
    api_base: str = API_BASE
    proxy: Secret | None = None
    """May hold a password."""
    secret_env: str | None = None
    """Another environment variable that holds the AppSecret."""

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the built-in stand-in, in process."""
        return self.name == "sandbox"

    @property
    def key(self) -> str:
        """What everything known about the account is stored under."""
        base = urlsplit(self.api_base)
        on_loopback = base.hostname in LOOPBACK_HOSTS
        return f"{self.appid}@{base.netloc}" if on_loopback else self.appid


@dataclass(frozen=True, slots=True)
class Config:
    """One site, as every room sees it."""

    root: Path
    file: Path | None = None
    """The site file, or None where the defaults serve."""
    site: Site = field(default_factory=Site)
    markdown: Markdown = field(default_factory=Markdown)
    check: Checking = field(default_factory=Checking)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    folders: Mapping[PurePosixPath, str] = field(default_factory=dict)
    """The account of each folder that has one of its own, by path in the site."""
    theme_options: Mapping[str, str] = field(default_factory=dict)
    """``[theme_options]``: those of the site's theme, such as ``accent``."""
    theme_options_at: Span | None = None
    author_at: Span | None = None
    """Where the site's author is written."""
    ledger: Secret | None = None
    """The address of a shared ledger, with its password; else it is a file."""

    rehearsal: Path | None = None
    """Where a rehearsal keeps what it believes; the site's own stays as it is."""

    @property
    def state(self) -> Path:
        """What mdwx knows about the site: ledger, sandbox, caches."""
        return self.rehearsal or confined_folder(self.root / ".mdwx", root=self.root)

    @property
    def cache(self) -> Path:
        """Pictures made ready; may be deleted at any time."""
        own = confined_folder(self.root / ".mdwx", root=self.root)
        if not own.exists():
            return self.state / "cache"
        return confined_folder(own / "cache", root=self.root)

    @property
    def record(self) -> Path:
        """What is kept of posts that were built offline."""
        return self.cache / "posts.jsonl"

    @property
    def lock(self) -> Path:
        """``mdwx.lock``."""
        return (self.rehearsal or self.root) / "mdwx.lock"

    @property
    def keeper(self) -> Account:
        """An account of the site's ledger; a shared one holds no sandbox."""
        return next(iter(self.accounts.values()), SANDBOX)


SANDBOX: Final = Account(name="sandbox", appid="sandbox")
"""Always there; its AppID and AppSecret are the host's own."""

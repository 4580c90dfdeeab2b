"""Post -> Document: CommonMark and the extensions a site switches on.

``EXTENSIONS`` is the syntax in one table, in the order it is applied; each row
is a file of this package and a switch of ``[markdown]``. Other packages add rows
through the entry point group ``mdwx.markdown``: a name, and a function that
takes the ``MarkdownIt``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink, normalizeLinkText
from markdown_it.token import Token

from mdwx.config import Markdown
from mdwx.markdown import (
    abbreviations,
    attributes,
    autolinks,
    autospace,
    blockids,
    breaks,
    callouts,
    cjk_friendly,
    comments,
    containers,
    definitions,
    depth,
    dialects,
    embeds,
    emoji,
    footnotes,
    formulas,
    highlights,
    inserts,
    layout,
    outlines,
    picture_sizes,
    readings,
    shortcodes,
    sliders,
    softbreaks,
    spaced_pictures,
    strikethrough,
    subscripts,
    superscripts,
    tables,
    tasks,
    wikilinks,
)
from mdwx.markdown.ignoring import ignores_in
from mdwx.model import Ignore, Post
from mdwx.plugins import offered
from mdwx.records import dataclass

__all__ = [
    "EXTENSIONS",
    "Document",
    "Extension",
    "Plugin",
    "make_parser",
    "parse",
    "read_plugins",
]

Plugin = Callable[[MarkdownIt], None]
"""An extension of the syntax, as markdown-it-py knows them."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One row of the syntax."""

    name: str
    extend: Plugin
    wanted: Callable[[Markdown], bool]


EXTENSIONS: Final = (
    Extension("tables", tables.extend, lambda options: options.tables),
    Extension("strikethrough", strikethrough.extend, lambda o: o.strikethrough),
    Extension("highlights", highlights.extend, lambda options: options.highlights),
    # After every rule whose marks work as those of emphasis do.
    Extension("cjk_emphasis", cjk_friendly.extend, lambda o: o.cjk_emphasis),
    Extension("footnotes", footnotes.extend, lambda options: options.footnotes),
    Extension("tasks", tasks.extend, lambda options: options.tasks),
    Extension("spaced_pictures", spaced_pictures.extend, lambda options: True),
    Extension("sliders", sliders.extend, lambda options: options.containers),
    Extension("embeds", embeds.extend, lambda options: options.wikilinks),
    Extension("picture_sizes", picture_sizes.extend, lambda o: o.attributes),
    Extension("attributes", attributes.extend, lambda options: options.attributes),
    Extension("wikilinks", wikilinks.extend, lambda options: options.wikilinks),
    Extension("blockids", blockids.extend, lambda options: options.wikilinks),
    Extension("depth", depth.extend, lambda options: True),
    Extension("callouts", callouts.extend, lambda options: options.callouts),
    Extension("containers", containers.extend, lambda options: options.containers),
    Extension("layout", layout.extend, lambda options: True),
    Extension("outlines", outlines.extend, lambda options: options.toc),
    Extension("shortcodes", shortcodes.extend, lambda options: True),
    Extension("definitions", definitions.extend, lambda o: o.definitions),
    Extension("inserts", inserts.extend, lambda options: options.inserts),
    Extension("subscripts", subscripts.extend, lambda o: o.subscripts),
    Extension("superscripts", superscripts.extend, lambda o: o.superscripts),
    Extension("comments", comments.extend, lambda options: options.comments),
    Extension("abbreviations", abbreviations.extend, lambda o: o.abbreviations),
    Extension("emoji", emoji.extend, lambda options: options.emoji),
    Extension("ruby", readings.extend, lambda options: options.ruby),
    # Behind the others, so in front of them: an address holds no marks.
    Extension("autolinks", autolinks.extend, lambda options: options.autolinks),
    Extension("formulas", formulas.extend, lambda options: options.formulas),
    Extension("dialects", dialects.extend, lambda options: True),
    Extension("softbreaks", softbreaks.extend, lambda options: not options.breaks),
    Extension("breaks", breaks.extend, lambda options: options.breaks),
    Extension("autospace", autospace.extend, lambda options: options.autospace),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A post as Markdown tokens."""

    post: Post
    title: str
    """From the front matter; else the first level-one heading, else empty."""
    tokens: tuple[Token, ...]
    unused_notes: tuple[tuple[str, int | None], ...] = ()
    """Footnotes that nothing refers to, each with its line in the body."""
    ignores: tuple[Ignore, ...] = ()
    """What its comments say not to tell of."""


def read_plugins() -> tuple[Plugin, ...]:
    """The extensions that installed packages bring, by name."""
    return tuple(entry.load() for entry in offered("mdwx.markdown"))


class Parser(MarkdownIt):
    """markdown-it, except that an address it distrusts stays an address.

    It would show the source of ``![](file:///a.png)`` to the reader, and nobody
    would hear of the lost picture. Ours are judged later, with a finding.
    """

    def validateLink(self, url: str) -> bool:
        return True


# mdurl fills its tables at their first use; another thread would read them half full.
normalizeLink("")
normalizeLinkText("")


def make_parser(options: Markdown, plugins: Sequence[Plugin] = ()) -> MarkdownIt:
    """A parser that speaks the syntax ``options`` ask for."""
    parser = Parser("commonmark", {"html": True})
    for extension in EXTENSIONS:
        if extension.wanted(options):
            extension.extend(parser)
    for extend in plugins:
        extend(parser)
    return parser


@lru_cache(maxsize=8)
def own_parser(options: Markdown) -> MarkdownIt:
    """A parser for many posts: what our rules note of a post stands in its ``env``."""
    parser = make_parser(options)
    # Its tables of rules are filled at first use: a thread might read them half full.
    parser.parse("a")
    return parser


def parse(post: Post, options: Markdown, plugins: Sequence[Plugin] = ()) -> Document:
    """Read the body of ``post`` as Markdown."""
    env: dict[str, object] = {}
    parser = make_parser(options, plugins) if plugins else own_parser(options)
    tokens = parser.parse(post.body, env)
    title = post.title or first_heading(tokens)
    ignores = tuple(ignores_in(tokens, post))
    return Document(post, title, tuple(tokens), footnotes.unused(env), ignores)


def first_heading(tokens: Sequence[Token]) -> str:
    """The words of the first level-one heading, or nothing."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return plain_text(inline.children or []).strip()
    return ""


def plain_text(tokens: Sequence[Token]) -> str:
    """What a reader sees of inline tokens; a picture counts as nothing."""
    seen = {"text", "code_inline", "formula"}
    breaks = {"softbreak", "hardbreak"}
    return "".join(
        str(token.meta.get("tex", token.content))
        if token.type in seen
        else " "
        if token.type in breaks
        else ""
        for token in tokens
    )

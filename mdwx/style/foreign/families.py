"""What wenyan, doocs/md and mdnice call the parts of an article, and what we do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["FAMILIES", "NOWHERE", "Family", "family_of"]

NOWHERE: Final[tuple[str, ...]] = ()
"""Where a part of theirs has no counterpart here."""

Places = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """One tool: how its stylesheets are known, and what they speak of."""

    name: str
    roots: frozenset[str]
    """What its whole article is called."""
    signs: re.Pattern[str]
    """What no other tool's stylesheet says."""
    places: Places
    """Part of theirs -> ours; one may have several."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What the tool defines -> what our base does."""
    unsaid: frozenset[tuple[str, str]] = frozenset()
    """Our place and property of what the tool says for reasons of its own."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Options of every theme of the family, and their defaults."""

    @property
    def file(self) -> str:
        """The name of its base stylesheet."""
        return self.name.partition("/")[0]


def places(*rows: str) -> Places:
    """Read ``theirs -> ours, ours`` lines; nothing behind the arrow is nowhere."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        names, _, ours = row.partition("->")
        for name in names.split(","):
            found[name.strip()] = tuple(filter(None, map(str.strip, ours.split(","))))
    return found


EVERYWHERE: Final = places(
    *(
        f"{name} -> {name}"
        for name in (
            *("p", "ul", "ol", "li", "em", "del", "ins", "sub", "sup", "mark", "kbd"),
            *("hr", "img", "table", "tr", "th", "td", "thead", "tbody", "strong"),
            *("h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "*"),
        )
    ),
    "b -> strong",
    "i -> em",
    "s, strike -> del",
    "u -> ins",
    "blockquote -> blockquote, .callout",
    "figure -> .figure",
    "figcaption -> .caption",
    "pre -> .code",
    "dl -> .definitions",
    "dt -> .term",
    "dd -> .definition",
    "code.hljs, .hljs -> .code",
)
"""Elements that mean the same in every tool. A callout looks as a quote does."""

KINDS: Final = ("note", "tip", "info", "important", "warning", "caution")


def kinds(row: str) -> tuple[str, ...]:
    """A row for each kind of callout."""
    return tuple(row.replace("KIND", kind) for kind in KINDS)


WENYAN: Final = Family(
    name="wenyan",
    roots=frozenset({"#wenyan"}),
    signs=pattern(r"#wenyan\b"),
    places={
        **EVERYWHERE,
        **places(
            "a -> a, .cited",
            ".footnote, sup.footnote -> .note-ref",
            "#footnotes -> .references",
            "#footnotes p, #footnotes li -> .note",
            ".footnote-num, .footnote-txt, #footnotes ul ->",
            "section#footnotes -> .references",
            "mjx-container -> span.formula, section.formula",
            "span -> .words",
        ),
    },
)

DOOCS: Final = Family(
    name="doocs/md",
    roots=frozenset({"#output", "container", "section#output", "section", "body"}),
    signs=pattern(
        r"--md-(primary-color|font-size|font-family)|var\(--foreground\)|#output\b"
        r"|var\(--blockquote-background\)|\.code__pre|\.markdown-alert|\.katex-(in|bl)"
        r"|\.alert-title-|\.md-[a-z]"
    ),
    places={
        **EVERYWHERE,
        **places(
            "image, .image, .md-image -> img",
            "codespan, .codespan, .md-codespan -> :not(pre) > code",
            "listitem, .listitem, .md-listitem -> li",
            "wx_link, .wx_link -> a",
            "link, .link, .md-link -> .cited",
            "a -> a, .cited",
            "code -> :not(pre) > code",
            "blockquote_p, .blockquote_p, .md-blockquote-p -> blockquote p, .callout p",
            "code_pre, .code_pre, .code__pre, .md-code-pre, pre.code__pre,"
            " .hljs.code__pre -> .code",
            "blockquote_title, .markdown-alert-title, .md-blockquote-title"
            " -> .callout-title",
            "inline_katex, .inline_katex, .katex-inline -> span.formula",
            "block_katex, .block_katex, .katex-block -> section.formula",
            ".markdown-alert -> .callout",
            ".footnotes, p.footnotes, footnotes -> .references",
            "footnote, .footnote -> .note",
            "figcaption, .md-figcaption -> .caption",
            ".markup-highlight -> mark",
            ".markup-underline -> ins",
            ".markup-wavyline -> ins",
            *kinds("blockquote_KIND, .blockquote_KIND -> .callout-KIND"),
            *kinds(".md-blockquote-KIND, .markdown-alert-KIND -> .callout-KIND"),
            *kinds("blockquote_p_KIND, .md-blockquote-p-KIND -> .callout-KIND p"),
            *kinds(
                "blockquote_title_KIND, .alert-title-KIND, .md-blockquote-title-KIND"
                " -> .callout-KIND > .callout-title"
            ),
            *kinds(".alert-icon-KIND -> .callout-KIND .callout-icon"),
            *(f".h{n}, .md-h{n} -> h{n}" for n in range(1, 7)),
            *(f".{it}, .md-{it} -> {it}" for it in ("p", "ul", "ol", "li", "hr")),
            *(f".{it}, .md-{it} -> {it}" for it in ("strong", "em", "table", "th")),
            *(f".{it}, .md-{it} -> {it}" for it in ("td", "thead")),
            ".blockquote, .md-blockquote -> blockquote, .callout",
        ),
    },
    variables={
        "var(--md-primary-color)": "var(--accent)",
        "var(--md-font-size)": "var(--size)",
        "hsl(var(--foreground))": "var(--text)",
        "var(--blockquote-background)": "var(--ground)",
        "hsl(var(--background))": "#fff",
    },
    # Its items bring their bullet or number as text of their own.
    unsaid=frozenset(
        {("li", "display"), ("ul", "list-style"), ("ol", "list-style")}
        | {("ul", "list-style-type"), ("ol", "list-style-type")}
    ),
    options={"accent": "#0f4c81", "size": "16px"},
)

OLD_DOOCS: Final = replace(
    DOOCS,
    signs=pattern(
        r"(?:^|[}\s,])(?:container|codespan|listitem|code_pre|wx_link|blockquote_\w+"
        r"|inline_katex|block_katex|image)\s*[,{]"
    ),
    # ``codespan`` is in a line: this is the code of a block.
    places={**DOOCS.places, "code": ("pre code",)},
)

MDNICE: Final = Family(
    name="mdnice",
    roots=frozenset({"#nice", "#wemd"}),
    signs=pattern(r"#(nice|wemd)\b|\.multiquote-\d|\.footnote-word\b"),
    places={
        **EVERYWHERE,
        **places(
            "a -> a",
            ".multiquote-1, blockquote.multiquote-1 -> blockquote, .callout",
            ".multiquote-2 -> blockquote:has(> blockquote)",
            ".multiquote-3 -> blockquote:has(> blockquote > blockquote)",
            ".footnote-word -> .cited",
            ".footnote-ref -> .note-ref",
            ".footnotes-sep -> .notes-title",
            ".footnotes -> .references",
            ".footnote-item, .footnote-item p -> .note",
            ".footnote-num, .footnote-item em, .footnote-item span ->",
            ".table-container -> .table",
            ".block-equation, .katex-display -> section.formula",
            ".inline-equation, .katex -> span.formula",
            ".table-of-contents -> .toc",
            ".table-of-contents li, .table-of-contents a -> .toc-item",
            ".imageflow-layer1 -> .slider",
            ".imageflow-img -> .slider img",
            ".imageflow-caption -> .slider-hint",
            ".imageflow-layer2, .imageflow-layer3 ->",
            ".custom, pre.custom -> .code",
            ".callout, .markdown-alert -> .callout",
            ".callout-title, .markdown-alert-title -> .callout-title",
            ".callout-icon -> .callout-icon",
            *kinds(".callout-KIND, .markdown-alert-KIND -> .callout-KIND"),
            ".task-list-item -> .tasks li",
        ),
    },
)

FAMILIES: Final[Sequence[Family]] = (WENYAN, MDNICE, OLD_DOOCS, DOOCS)
"""The most particular first: names of its own say more than variables."""

COMMENT: Final = pattern(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
BARE: Final = pattern(
    r"(?:^|[}\s,/])(?:h[1-6]|p|blockquote|strong|ul|ol|li|img|table|pre|code|hr|a)"
    r"(?:\s*[,{>:+]|\s+[\w.])"
)
"""Rules for plain elements: how people write over doocs/md since 2.1."""


def family_of(css: str) -> Family | None:
    """Whose stylesheet it is, or None where it speaks of no article at all."""
    css = COMMENT.sub(" ", css)
    for family in FAMILIES:
        if family.signs.search(css):
            return family
    return DOOCS if BARE.search(css) else None

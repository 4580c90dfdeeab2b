"""Shortcodes of Hugo and Hexo: ``{{< … >}}``, ``{{% … %}}``, ``{% … %}``.

Only the site generator knows them. The commonest become what they stand for;
any other leaves the article with a finding, and the Markdown between its two
tags stays. ``{{ x }}`` is prose about Vue or Jinja, and stays too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.markdown.boxes import Box, callout_attributes, has_room, push_box
from mdwx.markdown.findings import finding
from mdwx.markdown.kinds import KINDS, Kind
from mdwx.markdown.pairing import Mark, pair
from mdwx.markdown.standins import fold_title, stand_in
from mdwx.markdown.tags import Tag, is_end, read_tag
from mdwx.model import Text
from mdwx.patterns import pattern

__all__ = ["extend"]

LISTINGS: Final = frozenset({"codeblock", "code", "highlight", "mermaid"})
CALLOUTS: Final = frozenset(
    {"note", "notel", "notice", "admonition", "callout", "hint", "alert", "message"}
)
QUOTES: Final = frozenset({"blockquote", "quote", "cq", "centerquote", "pullquote"})
GALLERIES: Final = frozenset({"gallery", "gp", "grouppicture"})
SILENT: Final = frozenset({"raw", "rawhtml", "more", "katex", "math", "mathjax"})
"""Marks for the generator alone, which a reader loses nothing with."""

VIDEOS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "youtube": "https://www.youtube.com/watch?v=",
        "vimeo": "https://vimeo.com/",
        "bilibili": "https://www.bilibili.com/video/",
    }
)
VIDEO: Final = pattern(r"[\w-]{5,20}")

ALIKE: Final[Mapping[str, str]] = MappingProxyType({
    "primary": "important", "default": "note", "secondary": "note", "fa": "note",
    "notice": "info", "warn": "warning", "green": "success", "red": "danger",
    "blue": "info", "yellow": "warning", "orange": "warning", "gray": "quote",
})  # fmt: skip
"""What themes of Hexo and Hugo call kinds that have another name here."""

REF: Final = pattern(
    r"\[(?P<label>[^\[\]\n]{1,200})\]\(\{\{[<%]\s{0,9}(?:rel)?ref\s{1,9}"
    r"[\"`](?P<path>[^\"`<>\n]{1,300})[\"`]\s{0,9}[>%]\}\}(?:#[^\s()]{0,200})?\)"
)
"""Hugo's link to another post."""

LONGEST: Final = 40


def extend(parser: MarkdownIt) -> None:
    """Read them as blocks and within lines."""
    parser.block.ruler.before(
        "fence",
        "mdwx_shortcode",
        read_block,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    parser.inline.ruler.before("text", "mdwx_shortcode", read_inline)
    parser.inline.ruler.before("link", "mdwx_ref", read_ref)


def read_mark(words: str) -> Mark | None:
    """What a line of the source opens or closes: a line that is a tag and no more."""
    tag = read_tag(words, 0, len(words)) if words.startswith("{") else None
    if tag is None or words[tag.end :].strip():
        return None
    return Mark(opens=not is_end(tag), name=tag.name)


def read_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a tag that has its lines to itself."""
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{", position) or state.is_code_block(start):
        return False
    tag = read_tag(state.src, position, state.eMarks[end - 1])
    if tag is None or tag.is_literal:
        return False
    last = start + state.src.count("\n", position, tag.end)
    if last >= end or state.src[tag.end : state.eMarks[last]].strip():
        return False
    if not silent:
        if "mdwx_shortcodes" not in state.env:
            state.env["mdwx_shortcodes"] = pair(state.src, read_mark)
        close = state.env["mdwx_shortcodes"].get(start, end)
        state.line = last + 1
        write_block(state, tag, (start, last, min(close, end)), end)
    return True


def write_block(
    state: StateBlock, tag: Tag, at: tuple[int, int, int], end: int
) -> None:
    """Write what a tag stands for, or say that it has left."""
    first, last, close = at
    is_paired = close < end and has_room(state)
    if is_paired and tag.name in LISTINGS:
        push_listing(state, tag, at)
    elif is_paired and (kind := kind_of(tag)):
        title = title_of(tag, kind)
        look = callout_attributes(kind)
        push_box(state, Box(last, close, close + 1, attributes=look, title=title))
    elif is_paired and tag.name in GALLERIES:
        look = {"class": "gallery"}
        push_box(state, Box(last, close, close + 1, attributes=look))
    elif is_paired and tag.name in QUOTES:
        push_box(state, Box(last, close, close + 1, tag="blockquote"))
        sign_quote(state, tag, line=first)
    elif address := address_of(tag):
        frame = state.push("iframe", "iframe", 0)
        frame.attrs, frame.map = {"src": address}, [first, last + 1]
    elif not is_paired and (source := stand_in(tag)):
        push_line(state, source, (first, last))
    elif not is_end(tag) and tag.name not in SILENT:
        state.tokens.append(left_out(tag, line=first))


def sign_quote(state: StateBlock, tag: Tag, *, line: int) -> None:
    """Write below a quote whose words it is, as ``{% blockquote author, book %}``."""
    if tag.name in {"blockquote", "quote"} and tag.words:
        box_close = state.tokens.pop()
        state.level += 1
        push_line(state, f"—— {' '.join(tag.words)}", (line, line))
        state.level -= 1
        state.tokens.append(box_close)


def push_line(state: StateBlock, source: str, lines: tuple[int, int]) -> None:
    """Write a picture or a link as a paragraph of its own."""
    opened = state.push("paragraph_open", "p", 1)
    opened.map = [lines[0], lines[1] + 1]
    inline = state.push("inline", "", 0)
    inline.content = source
    inline.map = [lines[0], lines[1] + 1]
    inline.children = []
    state.push("paragraph_close", "p", -1)


def push_listing(state: StateBlock, tag: Tag, at: tuple[int, int, int]) -> None:
    """Write the lines between two tags as a block of code."""
    first, last, close = at
    code = state.push("fence", "code", 0)
    code.info = info_of(tag)
    code.markup = "```"
    code.content = state.getLines(last + 1, close, state.sCount[first], True)
    if tag.name == "mermaid" and tag.words:
        # NexT has the kind of the diagram beside the name.
        code.content = f"{' '.join(tag.words)}\n{code.content}"
    code.map = [first, close + 1]
    state.line = close + 1


def info_of(tag: Tag) -> str:
    """What would stand behind a fence: the language, and Hexo's title."""
    if tag.name == "mermaid":
        return tag.name
    said = [word for word in tag.words if word.startswith("lang:")]
    language = said[0].removeprefix("lang:") if said else tag.named.get("lang", "")
    if tag.name != "codeblock":
        return language or next(iter(tag.words), "")
    words = [word for word in tag.words if ":" not in word and '"' not in word]
    title = f'title="{" ".join(words)}"' if words else ""
    return f"{language} {title}".strip()


def kind_of(tag: Tag) -> Kind | None:
    """The kind of callout a tag opens, if it opens one."""
    if fold_title(tag) is not None:
        return KINDS["details"]
    if tag.name in CALLOUTS:
        wanted = [tag.named.get("type", ""), *tag.words[:1], tag.name]
        for name in (word.lower() for word in wanted):
            if kind := KINDS.get(ALIKE.get(name, name)):
                return kind
        return KINDS["note"]
    return KINDS.get(tag.name) if tag.sigil != "{%" else None


def title_of(tag: Tag, kind: Kind) -> str:
    """The title of a callout: what follows its kind, or the kind's own."""
    if folded := fold_title(tag):
        return folded
    if tag.name == "alert":
        # What stands beside it names a colour or an icon.
        return tag.named.get("title") or kind.title
    words = [
        word
        for word in tag.words
        if KINDS.get(ALIKE.get(word.lower(), word.lower())) is None
        and word not in {"no-icon", "simple", "modern", "flat", "disabled"}
        and word not in {"true", "false"}
    ]
    return tag.named.get("title") or " ".join(words) or kind.title


def read_inline(state: StateInline, silent: bool) -> bool:
    """Read a tag within a line."""
    if state.src[state.pos] != "{":
        return False
    tag = read_tag(state.src, state.pos, state.posMax)
    if tag is None or is_in_code(state.src, state.pos):
        return False
    if not silent:
        if state.pending:
            state.pushPending()
        write_inline(state, tag)
    state.pos = tag.end
    return True


def write_inline(state: StateInline, tag: Tag) -> None:
    """Write what a tag within a line stands for, or say that it has left."""
    if tag.is_literal:
        # As behind a backslash: meant as it stands.
        shown = state.push("text_special", "", 0)
        shown.content, shown.info = tag.literal, "escape"
    elif address := address_of(tag):
        state.push("iframe", "iframe", 0).attrs = {"src": address}
    elif words := stand_in(tag):
        state.md.inline.parse(words, state.md, state.env, state.tokens)
    elif not is_end(tag) and tag.name not in SILENT:
        state.tokens.append(left_out(tag))


def read_ref(state: StateInline, silent: bool) -> bool:
    """Read ``[words]({{< ref "other.md" >}})`` as a link to the other post."""
    link = REF.match(state.src, state.pos, state.posMax)
    if link is None:
        return False
    if not silent:
        if state.pending:
            state.pushPending()
        source = f"[{link['label']}](<{link['path']}>)"
        state.md.inline.parse(source, state.md, state.env, state.tokens)
    state.pos = link.end()
    return True


def address_of(tag: Tag) -> str:
    """Where the video of a tag can be seen, if that is what it shows."""
    site = VIDEOS.get(tag.name)
    name = tag.named.get("id") or next(iter(tag.words), "")
    return f"{site}{name}" if site and VIDEO.fullmatch(name) else ""


def is_in_code(source: str, position: int) -> bool:
    """Whether HTML's own ``code`` is open here."""
    return any(
        source.rfind(f"<{name}", 0, position) > source.rfind(f"</{name}", 0, position)
        for name in ("code", "pre", "kbd", "samp")
    )


def left_out(tag: Tag, *, line: int | None = None) -> Token:
    """The finding about a shortcode that is not in the article."""
    said = " ".join(tag.source.split())
    said = said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
    return finding(
        "M066",
        Text(
            zh=f"短代码 {said} 只有站点生成器认得，已去掉",
            en=f"the shortcode {said} means nothing here and is left out",
        ),
        hint=Text(
            zh="换成 Markdown；如果就是要给读者看，请放进反引号里",
            en="write Markdown; if readers are to see it, put it between backticks",
        ),
        line=line,
    )

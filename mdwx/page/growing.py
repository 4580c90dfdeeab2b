"""Markdown tokens -> an lxml tree that remembers the lines it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import Final

from lxml import etree
from markdown_it.token import Token

from mdwx.markdown import Document, plain_text
from mdwx.markdown.findings import FINDING
from mdwx.page.elements import CONTAINERS
from mdwx.page.endtags import unclosed
from mdwx.page.fenced import grow_code_block
from mdwx.page.growth import Growth
from mdwx.page.ownlines import begins_with_picture, cut_at_pictures, is_picture
from mdwx.page.telling import grow_finding
from mdwx.page.tree import ANYWHERE, WIKI, clean_text, make, tag_of
from mdwx.rules import Report

__all__ = ["NOTE", "TASK", "grow_tree"]

NOTE: Final = "mdwx-note"
"""Private attribute: which footnote a mark or an entry belongs to."""

TASK: Final = "mdwx-task"
"""Private attribute of a list item: "done" or "open"."""

LOOKS: Final = ("width", "height", "align", "class", "style")
"""Attributes of a picture that mean what they mean in HTML."""


def grow_tree(document: Document, report: Report) -> etree._Element:
    """Grow the body of a document under one section."""
    raw = [token.content for token in raw_tokens(document.tokens)]
    growth = Growth(document.post, report, raw)
    take(growth, document.tokens)
    growth.settle()
    return growth.root


def take(growth: Growth, tokens: Sequence[Token]) -> None:
    """Grow block tokens, or the inline tokens of one block."""
    ahead: Iterator[Counter[str]] | None = None
    for token in tokens:
        if token.map:
            growth.line = growth.post.body_line + token.map[0]
        GROW.get(token.type, grow_other)(growth, token)
        if token.type == "html_block":
            ahead = ahead or end_tags(tokens)
            left = next(ahead)
            left.subtract(unclosed(token.content))
            if growth.has_raw_open:
                growth.close_rubbish(left)


def end_tags(tokens: Sequence[Token]) -> Iterator[Counter[str]]:
    """For each HTML block the end tags that its container has to spare, by name.

    Blocks of one container share one counter.
    """
    containers: list[Counter[str]] = [Counter()]
    blocks: list[Counter[str]] = []
    for token in tokens:
        if token.nesting > 0:
            containers.append(Counter())
        elif token.nesting < 0 and len(containers) > 1:
            containers.pop()
        elif token.type == "html_block":
            containers[-1].update(unclosed(token.content))
            blocks.append(containers[-1])
    return iter(blocks)


def raw_tokens(tokens: Sequence[Token]) -> list[Token]:
    """Every token that holds HTML as the author wrote it."""
    inner = [child for token in tokens for child in token.children or []]
    return [
        token
        for token in (*tokens, *inner)
        if token.type in {"html_block", "html_inline"}
    ]


def grow_other(growth: Growth, token: Token) -> None:
    """Grow any token by its tag: most of Markdown, and all plugins."""
    if token.hidden:
        return
    if token.nesting < 0:
        if token.tag:
            growth.leave()
        return
    if not token.tag:
        growth.words(token.content)
        return
    element = make(token.tag)
    for name, value in token.attrs.items():
        element.set(name, clean_text(str(value)))
    if token.nesting:
        growth.enter(element)
    else:
        growth.add(element).text = clean_text(token.content) or None


def grow_inline(growth: Growth, token: Token) -> None:
    """Grow the words and marks of one block; a lone picture is a paragraph."""
    tokens = token.children or []
    parts = cut_at_pictures(tokens) if tag_of(growth.here) in {"p", "li"} else [tokens]
    for index, part in enumerate(parts):
        if index:
            count_line(growth)
        if len(parts) > 1 and is_picture(part):
            growth.enter(make("p"))
            take(growth, part)
            growth.leave()
        else:
            take(growth, part)


def grow_text(growth: Growth, token: Token) -> None:
    """Grow words; a joined line still counts as one."""
    growth.words(token.content)
    if token.meta.get("line_break"):
        count_line(growth)


def grow_break(growth: Growth, token: Token) -> None:
    """Grow a line break: a soft one is a space."""
    if token.type == "hardbreak":
        growth.add(make("br"))
    else:
        growth.words(" ")
    count_line(growth)


def grow_comment(growth: Growth, token: Token) -> None:
    """Leave out a comment; its lines count."""
    count_line(growth, token.meta["lines"])


def count_line(growth: Growth, lines: int = 1) -> None:
    """Step to the next line of the source, or over some."""
    if growth.line is not None:
        growth.line += lines


def grow_list_item(growth: Growth, token: Token) -> None:
    """Open a list item, with its box if it has one."""
    item = make("li")
    if "task" in token.meta:
        item.set(TASK, "done" if token.meta["task"] else "open")
    growth.enter(item)


def grow_image(growth: Growth, token: Token) -> None:
    """Grow a picture; its alternative text is plain."""
    alt = plain_text(token.children or [])
    image = make("img", src=str(token.attrs.get("src", "")), alt=alt)
    if title := str(token.attrs.get("title", "")):
        image.set("title", clean_text(title))
    for name in LOOKS:
        if name in token.attrs:
            image.set(name, clean_text(str(token.attrs[name])))
    if token.meta.get("anywhere"):
        image.set(ANYWHERE, "")
    growth.add(image)


def grow_link(growth: Growth, token: Token) -> None:
    """Open a link."""
    link = make("a", href=str(token.attrs.get("href", "")))
    if title := str(token.attrs.get("title", "")):
        link.set("title", clean_text(title))
    if token.markup == "wikilink":
        link.set(WIKI, token.info)
    growth.enter(link)


def grow_html(growth: Growth, token: Token) -> None:
    """Grow the author's HTML; a block that begins with a picture is a paragraph."""
    is_paragraph = (
        token.type == "html_block"
        and begins_with_picture(token.content)
        and tag_of(growth.here) in CONTAINERS
    )
    if is_paragraph:
        growth.start("p", {})
    growth.read_raw(token.content)
    if is_paragraph:
        growth.end("p")
    if token.type == "html_inline" and growth.line is not None:
        growth.line += token.content.count("\n")


def grow_note_mark(growth: Growth, token: Token) -> None:
    """Grow the mark of a footnote; its number comes later."""
    growth.add(make("sup", class_="note-ref", mdwx_note=note_key(growth, token)))


def grow_notes(growth: Growth, token: Token) -> None:
    """Open the list of footnotes."""
    growth.line = None
    growth.enter(make("section", class_="footnotes"))


def grow_note(growth: Growth, token: Token) -> None:
    """Open one footnote."""
    growth.enter(make("section", mdwx_note=note_key(growth, token)))


def note_key(growth: Growth, token: Token) -> str:
    """A footnote's name, unlike that of any other file's."""
    return f"{growth.post.path}#{token.meta['id']}"


def grow_end(growth: Growth, token: Token) -> None:
    """Close what a token without a tag opened."""
    growth.leave()


def grow_nothing(growth: Growth, token: Token) -> None:
    """Leave out a link back: anchors are dead in WeChat."""


GROW: Final = MappingProxyType[str, Callable[[Growth, Token], None]](
    {
        "inline": grow_inline,
        "text": grow_text,
        "softbreak": grow_break,
        "hardbreak": grow_break,
        "comment": grow_comment,
        "list_item_open": grow_list_item,
        "fence": grow_code_block,
        "code_block": grow_code_block,
        "image": grow_image,
        "link_open": grow_link,
        "html_block": grow_html,
        "html_inline": grow_html,
        FINDING: grow_finding,
        "footnote_ref": grow_note_mark,
        "footnote_block_open": grow_notes,
        "footnote_open": grow_note,
        "footnote_anchor": grow_nothing,
        "footnote_close": grow_end,
        "footnote_block_close": grow_end,
    }
)
"""How a token grows; what is not named here grows by its tag."""

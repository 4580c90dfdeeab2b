"""Syntax of other tools that is left over, and would reach readers as its source.

Posts come from Hugo, Hexo, Obsidian and many editors. What no rule has read stays
the author's text; a picture lost this way goes unnoticed until an article is
out, so it is told. What stands behind a backslash or in code is meant as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mdwx.markdown.findings import finding
from mdwx.model import Text
from mdwx.patterns import pattern

__all__ = ["extend"]

AS_PICTURE: Final = Text(
    zh="写成 ![说明](路径)，路径里有空格也可以",
    en="write ![words](path); the path may hold spaces",
)
AS_LINK: Final = Text(
    zh="写成 [文字](网址)，或只留文字", en="write [words](address), or the words alone"
)
AS_MARKDOWN: Final = Text(
    zh="站点生成器才认得它；换成 Markdown，或删去",
    en="only the site generator knows it; write Markdown, or delete it",
)
AS_DRAWING: Final = Text(
    zh="导出成图片，再插进来", en="export it as a picture and insert that"
)
AS_FORMULA: Final = Text(
    zh="公式要以 $$ 结束；只是文字的话写 \\$\\$",
    en="end the formula with $$; if it is text, write \\$\\$",
)
AS_QUOTE: Final = Text(
    zh="提示框要写成引用，而且在第一行：> [!NOTE]",
    en="write it as the first line of a quote: > [!NOTE]",
)
AS_NOTE: Final = Text(
    zh="在文末写上这条脚注：[^名字]: 内容", en="add the note: [^name]: its words"
)
AS_CONTAINER: Final = Text(
    zh="独占一行，写成 ::: 名字 标题，再用 ::: 结束",
    en="write ::: name title on a line of its own, and ::: to end it",
)
AS_PARAGRAPH: Final = Text(
    zh="前面空一行，独占一段", en="put it into a paragraph of its own"
)
AS_BLOCK: Final = Text(
    zh="紧跟着 HTML 标签的几行不读作 Markdown；标签后面空一行",
    en="Markdown is not read right below a tag: leave a blank line between them",
)
AS_COMMENT: Final = Text(zh="注释要以 --> 结束", en="end the comment with -->")
AS_NOTHING: Final = Text(zh="删去它", en="delete it")

FOREIGN: Final = (
    (pattern(r"!\[\[[^\[\]\n]+\]\]"), AS_PICTURE),
    (pattern(r"!\[[^\[\]\n]*\]\([^()\n]+\)"), AS_PICTURE),
    (pattern(r"(?<!!)\[\[(?![\d,; ]*\]\])[^\[\]\n]+\]\]"), AS_LINK),
    (
        pattern(
            r"\{\{[<%]\s*/?[A-Za-z].{0,400}?[>%]\}\}|\{%-?\s*[A-Za-z].{0,400}?%\}", re.S
        ),
        AS_MARKDOWN,
    ),
    (
        pattern(r"\{\{-? ?(?:site|page|post|theme|\.[A-Z]\w*)\b[^{}\n]{0,200}\}\}"),
        AS_MARKDOWN,
    ),
    (pattern(r"^[ \t]*\{:[^{}\n]+\}[ \t]*$", re.M), AS_MARKDOWN),
    (pattern(r"^[ \t]*\{[ ]?[.#][A-Za-z][^{}\n]*\}[ \t]*$", re.M), AS_NOTHING),
    (pattern(r"(?<!\$)\$\$(?!\$)[^$]*(?:\$\$)?"), AS_FORMULA),
    (pattern(r"^[ \t]*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.I), AS_QUOTE),
    (pattern(r"^[ \t]*:::+.{0,40}$", re.M), AS_CONTAINER),
    (
        pattern(
            r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+(?:note|tip|hint|info|important|warning"
            r"|caution|danger|abstract|success|question|failure|bug|example|quote)\b"
        ),
        AS_QUOTE,
    ),
    (pattern(r"^[ \t]*(?:@?\[toc\]|\[\[toc\]\])[ \t]*$", re.I | re.M), AS_PARAGRAPH),
    (pattern(r"(?<=[ \t])\^(?=[a-z]*\d)[a-z0-9]{6}$"), AS_NOTHING),
)
"""What is found in text, and what to write in its place."""
SIGN: Final = pattern(r"[\[{$^]|:::|!!!|\?\?\?")
"""Each of them has one of these, and most paragraphs have none."""

HIDDEN: Final = pattern(
    r"<!--.*?(?:-->|\Z)"
    r"|<(pre|code|kbd|samp|script|style|svg|textarea)\b.*?(?:</\1\s*+>|\Z)"
    r"|<[/!A-Za-z](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>",
    re.DOTALL | re.IGNORECASE,
)
"""What no reader of a block of HTML sees, or sees as code. It ends at the latest
where the block does, so nothing is looked for twice."""

UNREAD: Final = pattern(
    r"!\[[^\[\]\n]{0,200}\]\([^()\n]{1,400}\)"
    r"|(?<!\])\[[^\[\]\n]{1,200}\]\((?:https?://|[./#])[^()\n]{0,400}\)"
    r"|(?<![*0-9])\*\*(?![\s*])[^*\n]{0,200}(?<![\s*])\*\*(?!\*)"
    r"|^[ \t]{0,3}(?:#{1,6}[ ]|```|\|[ ]?:?-{3,})",
    re.MULTILINE,
)
"""Markdown that nobody leaves as text: pictures, links, bold, headings, fences."""

NOTE_MARK: Final = pattern(r"\[\^([^\[\]\s]+)\](?![+*?{(:])")
DRAWINGS: Final = pattern(
    r"\W{0,3}(?:plantuml|puml|flow|flowchart|sequence|gantt|echarts|markmap|mindmap"
    r"|wavedrom|vega-lite|vega|tikz|d2|abc|chart|dataview|dataviewjs)\b",
    re.IGNORECASE,
)
"""Languages of fences that other tools draw, and nothing here does."""

VERBATIM: Final = pattern(r"<(/?)(?:code|pre|kbd|samp|svg)[\s>]", re.IGNORECASE)
SOLID: Final = "\x02"
"""Stands for what is no text, so that nothing is found across it."""

LONGEST_CHARS: Final = 40


def extend(parser: MarkdownIt) -> None:
    """Look while escaped characters still differ from others."""
    parser.core.ruler.before("text_join", "mdwx_dialects", note_leftovers)


def note_leftovers(state: StateCore) -> None:
    """Say what readers will see as source; nothing is changed."""
    notes = (state.env.get("footnotes") or {}).get("refs") or {}
    told: list[Token] = []
    for token in state.tokens:
        told.append(token)
        if token.type == "fence" and DRAWINGS.match(token.info.strip()):
            told.append(shown_as_code(token))
        elif token.type == "html_block":
            told.extend(unread_markdown(token))
        elif token.type == "inline":
            told.extend(leftovers(token, has_notes=bool(notes)))
    state.tokens = told


def leftovers(token: Token, *, has_notes: bool) -> Iterator[Token]:
    """The findings about one block of text."""
    words = plain(token.children or [])
    if SIGN.search(words) is None:
        return
    first = token.map[0] if token.map else None
    found = [(it, hint) for pattern, hint in FOREIGN for it in pattern.finditer(words)]
    # In a post without notes it is more likely a class of a regular expression.
    found += [
        (it, AS_NOTE)
        for it in NOTE_MARK.finditer(words)
        if has_notes or it[1].isdecimal()
    ]
    for match, hint in sorted(found, key=lambda it: it[0].start()):
        line = None if first is None else first + words.count("\n", 0, match.start())
        message = shown_as_source(match[0])
        yield finding("M013", message, hint=hint, line=line)


def unread_markdown(token: Token) -> Iterator[Token]:
    """The finding about Markdown in a block of HTML, where it is but text.

    Such a block ends at the next blank line, not with its last tag.
    """
    source, top = token.content, (token.map or [0])[0]
    opened = source.rfind("<!--")
    if opened > source.rfind("-->"):
        line = top + source.count("\n", 0, opened)
        yield finding("M013", shown_as_source("<!--"), hint=AS_COMMENT, line=line)
        return
    shown = HIDDEN.sub(blanks, source)
    first = UNREAD.search(shown)
    if first is not None:
        line = top + shown.count("\n", 0, first.start())
        yield finding("M013", shown_as_source(first[0]), hint=AS_BLOCK, line=line)


def blanks(match: re.Match[str]) -> str:
    """As many lines as there were, without words."""
    return SOLID + "\n" * match[0].count("\n")


def plain(tokens: list[Token]) -> str:
    """The text among inline tokens, with blanks for what is meant as it is."""
    said: list[str] = []
    depth = 0
    for token in tokens:
        if token.type == "html_inline" and (tag := VERBATIM.match(token.content)):
            depth = max(0, depth + (-1 if tag[1] else 1))
        if token.type in {"softbreak", "hardbreak"}:
            said.append("\n")
        elif token.type == "text" and not depth:
            said.append(token.content)
        else:
            said.append(SOLID)
    return "".join(said)


def shown_as_code(token: Token) -> Token:
    """The finding about a drawing nothing here can make."""
    return finding(
        "M014",
        Text(zh="这里的图会显示成代码", en="this diagram is shown as code"),
        hint=AS_DRAWING,
        line=token.map[0] if token.map else None,
    )


def shown_as_source(source: str) -> Text:
    """The sentence about a piece of source, cut short."""
    said = " ".join(source.split())
    if len(said) > LONGEST_CHARS:
        said = said[: LONGEST_CHARS - 1] + "…"
    return Text(
        zh=f"{said} 不是这里的语法，读者会看到原样",
        en=f"{said} is no syntax here; readers see it as it stands",
    )

"""A space between Chinese and Latin letters or digits.

What typesetters agree on (CLREQ, CSS ``text-autospace``): ideographs and kana
take a blank beside Latin, Greek and Cyrillic letters and beside digits, in
dates, counts and compounds too: ``2026 年 11 月``, ``10 万``, ``3D 打印``, ``A 股``.
Which compounds a reader takes for one word is nobody's rule, so none is tried.
``100GB`` and ``v1.2`` are words as they stand; so are ``C++`` and ``C#``.

Left as written, both sides alike: what carries a sign (``5%``, ``¥5``, ``37°C``),
addresses, mail, paths, ``@name``, ``#topic#``. Nothing goes beside full-width
punctuation, code, formulas, pictures and HTML, nor inside them.

The space is a real one, so it is copied too. It stands outside of emphasis and
links: marked words and an underlined link would show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mdwx.markdown.characters import is_chinese, is_word
from mdwx.markdown.marks import SEEN_THROUGH
from mdwx.markdown.wholes import SIGN, WHOLE
from mdwx.patterns import pattern

__all__ = ["extend"]

WALL: Final = "\n"
"""Stands for code, pictures, breaks: no letter, so no space beside it."""
LETTER: Final = "a"
"""Stands for each character of a word."""
ACCENT: Final = "\u0301"
"""Stands for what is set above or below the line: it belongs to what it follows."""


CHINESE, WORD, OTHER = "c", "w", "."
WORDY: Final = pattern(r"[^\W_](?<![\u3040-\u30ff\u3400-\u9fff])")
"""Any character of a word is one of these: most of Chinese text has none."""
MEETING: Final = pattern("(?<=c)(?=w)|(?<=w)(?=c)")


class Scripts(dict[int, str]):
    """The script of each character, for ``str.translate``; asked for once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        script = WORD if is_word(character) else OTHER
        self[code] = CHINESE if is_chinese(character) else script
        return self[code]


SCRIPTS: Final = Scripts()


def extend(parser: MarkdownIt) -> None:
    """Space out mixed text, after all else has been parsed."""
    parser.core.ruler.push("mdwx_autospace", space_out)


def space_out(state: StateCore) -> None:
    """Put the spaces into the inline tokens of every block."""
    for block in state.tokens:
        if block.children:
            block.children = spaced(block.children)


def spaced(tokens: list[Token]) -> list[Token]:
    """The tokens of one paragraph, with its spaces."""
    texts = list(running_texts(tokens))
    whole = "".join(texts)
    if WORDY.search(whole) is None:
        return tokens
    shown = scripts_of(whole)
    if MEETING.search(shown) is None:
        return tokens
    out: list[Token] = []
    nestings: list[int] = []
    end = 0
    for token, text in zip(tokens, texts, strict=True):
        start, end = end, end + len(text)
        if text and MEETING.match(shown, start):
            add_between(out, nestings)
        if len(text) > 1:
            token.content = with_spaces(token.content, shown[start:end])
        out.append(token)
        if text:
            nestings.clear()
        else:
            nestings.append(token.nesting)
    return out


def running_texts(tokens: list[Token]) -> Iterator[str]:
    """For each token its words, a wall, or nothing if one sees through it."""
    in_address = in_script = False
    raw_depth = 0
    for token in tokens:
        if token.type == "link_open":
            in_address = token.info == "auto"
        if token.type == "html_inline":
            raw_depth = max(0, raw_depth + depth_step(token.content))
        if token.tag in {"sub", "sup"}:
            in_script = token.nesting > 0
        if token.type == "text" and not in_address and not raw_depth:
            yield ACCENT * len(token.content) if in_script else token.content
        else:
            is_open = token.type in SEEN_THROUGH and not in_address
            yield "" if is_open else WALL
        if token.type == "link_close":
            in_address = False


def scripts_of(text: str) -> str:
    """The script of each character; what is to be left alone has none."""
    # Looking for wholes takes ten times as long as for the signs they have.
    shown = WHOLE.sub(stand_in, text) if SIGN.search(text) else text
    return shown.translate(SCRIPTS)


def stand_in(match: re.Match[str]) -> str:
    """As many characters, and the spacing that the whole asks for."""
    character = LETTER if match["word"] else match["base"] or WALL
    return character * len(match[0])


def add_between(out: list[Token], nestings: list[int]) -> None:
    """Put a space behind the last words, outside of the tags that follow them."""
    depths = [0, *accumulate(nestings)]
    outermost = depths.index(min(depths))
    place = len(out) - len(nestings) + outermost
    if outermost:
        level = out[place - 1].level
        out.insert(place, Token("text", "", 0, content=" ", level=level))
    else:
        out[place - 1].content += " "


def with_spaces(text: str, shown: str) -> str:
    """``text`` with a space wherever two scripts meet in ``shown``."""
    places = [it.start() for it in MEETING.finditer(shown)]
    ends = [*places, len(text)]
    return " ".join(text[i:j] for i, j in zip([0, *places], ends, strict=True))


def depth_step(tag: str) -> int:
    """How an inline HTML tag changes the number of open ones."""
    if tag.startswith("</"):
        return -1
    is_void = tag.endswith("/>") or tag.startswith(("<!", "<?"))
    name = tag[1:].split(maxsplit=1)[0].rstrip(">").lower()
    return 0 if is_void or name in {"br", "img", "wbr", "input", "hr"} else 1

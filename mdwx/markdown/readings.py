"""Readings above characters: ``{汉字|hàn zì}`` and ``{汉字|hàn|zì}``.

Nobody has seen ``ruby`` survive in WeChat, so the reading stands behind its word,
in parentheses and quietly: 汉字（hàn zì）. One reading a character is the same
thing here, as there is nothing to set above it.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from mdwx.markdown.characters import is_chinese
from mdwx.patterns import pattern

__all__ = ["extend"]

RUBY: Final = pattern(r"\{([^{}|\n]{1,40})\|([^{}\n]{1,200})\}")


def extend(parser: MarkdownIt) -> None:
    """Switch on ``{汉字|hàn zì}``."""
    parser.inline.ruler.before("emphasis", "reading", reading)


def reading(state: StateInline, silent: bool) -> bool:
    """Read one word with its reading; the signature is markdown-it's."""
    if state.src[state.pos] != "{":
        return False
    found = RUBY.match(state.src, state.pos, state.posMax)
    if found is None or not is_ruby(state, found):
        return False
    if not silent:
        said = " ".join(part.strip() for part in found[2].split("|"))
        state.push("text", "", 0).content = found[1]
        state.push("reading_open", "span", 1).attrs = {"class": "reading"}
        state.push("text", "", 0).content = f"（{said}）"
        state.push("reading_close", "span", -1)
    state.pos = found.end()
    return True


def is_ruby(state: StateInline, found: re.Match[str]) -> bool:
    """Whether it is a Chinese word and its reading, not a template or code."""
    word, readings = found[1], found[2].split("|")
    is_template = state.src[found.start() - 1 : found.start()] == "{"
    return (
        all(map(is_chinese, word))
        and not is_template
        and all(part.strip() for part in readings)
        and len(readings) in {1, len(word)}
    )

"""Footnotes: ``[^1]`` and its note, and ``^[a note on the spot]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

__all__ = ["extend", "unused"]


def extend(parser: MarkdownIt) -> None:
    """Switch on footnotes."""
    footnote_plugin(parser)
    # A note ends the lazy line of a quote in the note above it, too.
    parser.block.ruler.at(
        "footnote_def", footnote_def, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.core.ruler.before("footnote_tail", "mdwx_note_lines", keep_lines)


def keep_lines(state: StateCore) -> None:
    """Note where each footnote is written.

    The rule that follows forgets those nobody refers to, and their text with
    them; an author must hear of it.
    """
    lines = {
        token.meta["label"]: token.map[0] if token.map else None
        for token in state.tokens
        if token.type == "footnote_reference_open"
    }
    state.env["mdwx_note_lines"] = lines


def unused(env: Mapping[str, Any]) -> tuple[tuple[str, int | None], ...]:
    """Label and line of each footnote that nothing refers to."""
    used = {
        note.get("label") for note in env.get("footnotes", {}).get("list", {}).values()
    }
    lines: Mapping[str, int | None] = env.get("mdwx_note_lines", {})
    return tuple((label, line) for label, line in lines.items() if label not in used)

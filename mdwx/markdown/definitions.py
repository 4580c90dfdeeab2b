"""Definition lists: a line, and ``: `` in front of what it means."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.deflist import deflist_plugin

__all__ = ["extend"]


def extend(parser: MarkdownIt) -> None:
    """Switch on definition lists, but for those written with tildes.

    ``~ 完 ~`` below a line is an ornament in Chinese; of the tools people come
    from, only Pandoc takes it for a definition.
    """
    deflist_plugin(parser)
    rules = parser.block.ruler
    plugin = next(rule.fn for rule in rules.__rules__ if rule.name == "deflist")

    def read_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not silent and not is_defined(state, start + 1, end):
            return False
        return plugin(state, start, end, silent)

    rules.at("deflist", read_list, {"alt": ["paragraph", "reference", "blockquote"]})


def is_defined(state: StateBlock, line: int, end: int) -> bool:
    """Whether a definition with a colon begins on this line, or the next."""
    if line < end and state.isEmpty(line):
        line += 1
    if line >= end:
        return False
    return state.src.startswith(":", state.bMarks[line] + state.tShift[line])

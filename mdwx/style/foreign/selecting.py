"""A selector of another tool -> selectors that meet the same words here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import tinycss2
from tinycss2.ast import Node

from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style.foreign.families import NOWHERE, Family
from mdwx.style.selectors import cut, read_selectors, stripped

__all__ = ["Selected", "select"]

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
ANY_HEADING: Final = f":is({', '.join(HEADINGS)})"
PARTS: Final = {
    ".content": " .words",
    "span": " .words",
    ".prefix": "::before",
    ".suffix": "::after",
}
"""What a heading of mdnice holds, and of wenyan: ``span``."""

COMPOUND: Final = pattern(r"(?P<type>[\w-]+|\*)?(?P<rest>.*)", re.DOTALL)
PIECE: Final = pattern(
    r"[.#][\w-]+|\[[^\]]{0,200}+\]|::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?"
)
PLACE: Final = pattern(r"::(before|after)$")
OLD_PLACES: Final = frozenset({":before", ":after"})
ROWS: Final = frozenset({"tr", "thead", "tbody"})
DISSOLVED: Final = frozenset({("li", "section"), ("code", "span"), ("pre", "span")})
"""A part within a part that is one with it here."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What one selector of theirs became."""

    texts: tuple[str, ...]
    """Ours; none where no part of an article answers to it."""
    subject: str = ""
    """The element of theirs it ends at, such as ``pre code`` or ``tr``."""
    place: str = ""
    """``before`` or ``after``, where ours is an ornament."""
    is_element: bool = False
    """Whether theirs was an element all the same, and needs no ``content``."""
    source: str = ""
    """As its author wrote it."""
    is_known: bool = True
    """Whether the tool has such a part at all."""

    @property
    def kind(self) -> str:
        """What declarations are read alike for: most elements are just elements."""
        return self.subject if self.subject in PARTICULAR else ""


PARTICULAR: Final = frozenset(
    {"article", "pre", "pre code", "tr", "thead", "tbody", "table"}
    | {".table-container", "ul", "ol", "li"}
)
"""Subjects of which a rule says something else than of others."""


@dataclass(frozen=True, slots=True)
class Compound:
    """What stands between two combinators."""

    base: str
    """Element, classes and ids: ``pre.custom``."""
    states: str
    """``:first-child`` and such, as written."""
    place: str
    """``::before``, or nothing."""


Steps = list[tuple[str, Compound]]
"""Combinators, the first empty, each with its compound."""


def select(nodes: Sequence[Node], family: Family) -> Selected:
    """Translate one selector."""
    steps = [(sign, read_compound(text)) for sign, text in cut(stripped(nodes))]
    source = tinycss2.serialize(nodes).strip()
    start = ""
    while steps and is_root(steps[0][1], family):
        (_, root), *steps = steps
        if root.place or not steps:
            ours = f".article{root.states}{root.place}"
            return Selected((ours,), "article", source=source)
        start = ".article > " if steps[0][0] == ">" else ""
        if steps[0][0] in ("+", "~"):
            return Selected(NOWHERE)
        steps[0] = ("", steps[0][1])
    subject = subject_of(steps, family)
    steps = merged(steps, family)
    found = list(alternatives(steps, family))
    texts = tuple(start + text for text in found if readable(text))
    place = PLACE.search(texts[0]) if texts else None
    return Selected(
        texts,
        subject,
        place[1] if place else "",
        is_element=place is not None and not steps[-1][1].place,
        source=source,
        is_known=not steps or steps[-1][1].base in family.places,
    )


def merged(steps: Steps, family: Family) -> Steps:
    """Put together what a tool has one name for, such as ``#footnotes p``."""
    found: Steps = []
    for sign, compound in steps:
        name = f"{found[-1][1].base} {compound.base}" if found else ""
        if name in family.places and sign in (" ", ">"):
            whole = Compound(name, compound.states, compound.place)
            found[-1] = (found[-1][0], whole)
        else:
            found.append((sign, compound))
    return found


def readable(text: str) -> bool:
    """Whether our own stylesheets could hold a selector."""
    return read_selectors(tinycss2.parse_component_value_list(text)) is not None


def is_root(compound: Compound, family: Family) -> bool:
    """Whether a compound is the whole article."""
    return compound.base in family.roots


def read_compound(text: str) -> Compound:
    """Take a compound apart."""
    whole = COMPOUND.fullmatch(text.strip())
    name = (whole and whole["type"]) or ""
    pieces = PIECE.findall(whole["rest"]) if whole else []
    named = [it for it in pieces if it[0] in ".#"]
    others = [it for it in pieces if it[0] not in ".#"]
    place = ""
    if others and (others[-1].startswith("::") or others[-1] in OLD_PLACES):
        place = "::" + others.pop().lstrip(":")
    return Compound(name.lower() + "".join(named), "".join(others), place)


def subject_of(steps: Steps, family: Family) -> str:
    """What a selector of theirs is about, as ``declaring`` asks."""
    names = [compound.base for _, compound in steps]
    last = re.sub(r"(?<=\w)[.#].*", "", names[-1]) if names else ""
    is_code = any(map(is_code_box, names[:-1]))
    if is_code and last in ("code", "span"):
        return "pre code"
    is_block = names[-1:] == ["code"] and family.places.get("code") == ("pre code",)
    if names[-1:] == ["code.hljs"] or is_block:
        return "pre code"
    return "pre" if names and is_code_box(names[-1]) else last


def alternatives(steps: Steps, family: Family) -> Iterator[str]:
    """Each selector of ours that a selector of theirs stands for."""
    texts = [""]
    previous = ""
    for index, (sign, compound) in enumerate(steps):
        if (short(previous), compound.base) in DISSOLVED:
            texts = [text + compound.states + compound.place for text in texts]
            previous = compound.base
            continue
        ours = part_of_heading(previous, compound, is_first=index == 0)
        if ours is None:
            ours = placed(previous, compound, family, is_last=index == len(steps) - 1)
        texts = [joined(text, sign, it) for text in texts for it in ours][:MOST]
        previous = compound.base
    yield from texts


MOST: Final = 8
"""Selectors that one may become."""


def short(base: str) -> str:
    """The element of a compound, where it has one."""
    return re.sub(r"(?<=\w)[.#].*", "", base)


def joined(text: str, sign: str, ours: str) -> str:
    """One more step; a part such as ``::before`` needs no room before it."""
    if not text:
        return ours.strip()
    if ours.startswith((" .words", "::")):
        return text + ours
    return f"{text} {ours}" if sign in ("", " ") else f"{text} {sign} {ours}"


def part_of_heading(
    previous: str, compound: Compound, *, is_first: bool
) -> tuple[str, ...] | None:
    """The words of a heading, or what stands before or behind them."""
    part = PARTS.get(compound.base)
    if part is None or not (previous in HEADINGS or is_first):
        return None
    if is_first:
        if compound.base == "span":
            return None
        part = ".words" if part == " .words" else ANY_HEADING + part
    if "::" in part:
        return (part,)
    return (part + compound.states + compound.place,)


def placed(
    previous: str, compound: Compound, family: Family, *, is_last: bool
) -> tuple[str, ...]:
    """Our parts for one of theirs; nothing where there is no such part."""
    base, rest = compound.base, compound.states + compound.place
    if not base:
        return (rest,)
    if is_code_box(base) and not is_last:
        # Within a box of code our element is ``pre`` itself.
        return ("pre",)
    if short(base) == "code" and is_code_box(previous):
        return ("code" + rest,)
    ours = family.places.get(base, NOWHERE)
    if ours == (".notes-title",):
        # The words that mdnice puts before the line are the line itself here.
        return ours
    if compound.place:
        # An ornament of a quote is none of a callout.
        ours = tuple(it for it in ours if ".callout" not in it) or ours
    if is_last and base in ROWS and not compound.place:
        return tuple(cells(it, compound.states) for it in ours)
    return tuple(it + rest for it in ours)


def is_code_box(base: str) -> bool:
    """Whether a part of theirs is the box around a block of code."""
    return short(base) == "pre" or base.startswith((".hljs", ".code__", ".custom"))


def cells(row: str, states: str) -> str:
    """The cells of a row: WeChat's editor keeps no looks of rows."""
    if row == "thead":
        return "th"
    if row == "tbody":
        return "td"
    return f"tr{states} td" if states else "tr > *"

"""The declarations of one rule of theirs -> those that an article can show.

Most stay as they are. Some only did what mdwx or WeChat's page does by itself and are
left out in silence; some cannot be shown and are told; an ornament that was laid over
its element becomes a border of it where that looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import tinycss2
from tinycss2.ast import Declaration, Node

from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style import advice, faults
from mdwx.style.advice import Advice
from mdwx.style.colours import rgba
from mdwx.style.content import is_sayable
from mdwx.style.foreign.families import Family
from mdwx.style.foreign.repairs import repaired
from mdwx.style.foreign.selecting import Selected
from mdwx.style.values import Variables, replaced, resolved

__all__ = ["Kept", "Told", "declare"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One declaration that came along."""

    name: str
    value: str
    important: bool = False
    owner: bool = False
    """It moved from ``::before`` to its element, or from ``pre code`` to ``.code``."""


@dataclass(frozen=True, slots=True)
class Told:
    """What has to be said about one declaration."""

    node: Declaration
    code: str
    advice: Advice
    is_note: bool = False
    """Nothing is lost to the eye."""


NEEDLESS: Final = pattern(
    r"box-sizing|(word|overflow)-wrap|(-webkit-)?overflow-scrolling|outline"
    r"|-(moz|ms|o)-.*|-webkit-(box-shadow|border-radius|transform(-origin)?)"
    r"|-webkit-font-smoothing|font-display|text-rendering|user-select"
)
"""What WeChat's page says already, or says of its own accord."""

EFFECTLESS: Final = pattern(r"transition.*|cursor|will-change|animation.*")
"""What nobody would see in an article."""

OF_CODE: Final = pattern(
    r"overflow.*|display|white-space|color|background.*|text-indent|tab-size|width"
    r"|max-width|word-break|text-align"
)
"""What mdwx sees to in code: it scrolls, and has the colours of a code style."""

OF_TABLES: Final = pattern(r"overflow.*|display")
BOX: Final = pattern(r"padding.*|border.*|box-shadow")
OF_ROWS: Final = pattern(r"background.*|color|font-.*|text-align|border-(top|bottom)")
OFFSETS: Final = ("top", "right", "bottom", "left", "inset", "z-index")
PLAIN_COLOUR: Final = pattern(r"#\w+|rgba?\([^()]*\)|[a-z]+")
NOTHING: Final = pattern(r"(none|0|0px|transparent)( !important)?")


def declare(
    nodes: Sequence[Declaration],
    selected: Selected,
    *,
    family: Family,
    variables: Variables,
) -> Iterator[Kept | Told]:
    """Go through a rule; ``Kept`` in its order, ``Told`` where it is due."""
    rule = Rule(nodes, selected, family, variables)
    if rule.is_laid_over and (instead := rule.in_the_flow()):
        yield from instead
        return
    for node in nodes:
        yield from rule.one(node)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of theirs."""

    nodes: Sequence[Declaration]
    selected: Selected
    family: Family
    variables: Variables

    @property
    def is_laid_over(self) -> bool:
        """Whether it is an ornament outside the flow."""
        place = self.value_of("position")
        return bool(self.selected.place) and place in ("absolute", "fixed")

    def value_of(self, name: str) -> str:
        """The last value of a property, worked out; nothing without one."""
        found = ""
        for node in self.nodes:
            if node.lower_name == name:
                found = resolved(node.value, self.variables) or ""
        return found

    def in_the_flow(self) -> list[Kept]:
        """A bar laid along its element, as a border of it or a line below."""
        is_empty = self.value_of("content").strip("\"' ") == ""
        colour = self.value_of("background") or self.value_of("background-color")
        if not is_empty or not PLAIN_COLOUR.fullmatch(colour):
            return []
        width, height = self.value_of("width"), self.value_of("height")
        for side in ("left", "right"):
            if self.is_at(side) and thin(width) and not thin(height):
                return [Kept(f"border-{side}", f"{width} solid {colour}", owner=True)]
        below = self.value_of("bottom")
        if not below or not thin(height):
            return []
        if width == "100%" or (self.is_at("left") and self.is_at("right")):
            return [Kept("border-bottom", f"{height} solid {colour}", owner=True)]
        is_centred = self.value_of("left") == "50%"
        return [
            Kept("content", '""'),
            Kept("display", "block"),
            Kept("width", width),
            Kept("height", height),
            Kept("margin", "8px auto 0" if is_centred else "8px 0 0"),
            Kept("background", colour),
        ]

    def is_at(self, side: str) -> bool:
        """Whether it lies at a side of its element."""
        return bool(re.fullmatch(r"-?\d?px|0", self.value_of(side)))

    def one(self, node: Declaration) -> Iterator[Kept | Told]:
        """What becomes of one declaration."""
        name = node.lower_name
        subject = self.selected.subject
        if name.startswith("--"):
            yield Told(node, "C106", advice.LOCAL_VARIABLE.about(node.name))
        elif self.is_needless(node):
            return
        elif name == "content":
            yield from self.content(node)
        elif name in OFFSETS or name == "position":
            yield from self.placement(node)
        elif name == "transform" and self.is_laid_over:
            return
        elif name.startswith("background") and self.is_pattern(node):
            yield Told(node, "C119", PATTERN.about(name))
        else:
            value = resolved(node.value, self.variables)
            if value is None:
                said = tinycss2.serialize(node.value).strip()
                yield Told(node, "C108", advice.UNRESOLVED.about(said))
            elif subject == "pre code" and BOX.fullmatch(name):
                if not NOTHING.fullmatch(value):
                    yield Kept(name, value, node.important, owner=True)
            else:
                yield from self.shown(node, value)

    def is_needless(self, node: Declaration) -> bool:
        """Whether it says what goes without saying here."""
        name, subject = node.lower_name, self.selected.subject
        value = tinycss2.serialize(node.value).strip()
        if NEEDLESS.fullmatch(name) or not value:
            return True
        if subject in ("pre", "pre code") and OF_CODE.fullmatch(name):
            return True
        if subject == "pre code" and name.startswith("margin"):
            return True
        if subject == "pre" and name.startswith("padding") and NOTHING.fullmatch(value):
            return True
        if subject in ("tr", "thead", "tbody") and not OF_ROWS.fullmatch(name):
            return True
        if subject in ("table", ".table-container") and OF_TABLES.fullmatch(name):
            return True
        ours = self.selected.texts[-1].split(" ")[-1]
        return (ours, name) in self.family.unsaid

    def is_pattern(self, node: Declaration) -> bool:
        """Whether it lays a pattern below all words, which are lost on it at night."""
        is_whole = self.selected.subject == "article"
        return is_whole and "gradient(" in tinycss2.serialize(node.value)

    def content(self, node: Declaration) -> Iterator[Kept | Told]:
        """The words of an ornament."""
        nodes = replaced(node.value, self.variables)
        if not self.selected.place:
            yield Told(node, "C110", advice.CONTENT_ALONE, is_note=True)
        elif nodes is None or not is_sayable(nodes):
            said = tinycss2.serialize(node.value).strip()
            yield Told(node, "C124", advice.UNSAYABLE.about(said))
        else:
            yield Kept("content", tinycss2.serialize(nodes).strip(), node.important)

    def placement(self, node: Declaration) -> Iterator[Told]:
        """``position`` is told of once, and what comes with it goes with it."""
        value = resolved(node.value, self.variables) or ""
        if node.lower_name == "position" or not self.value_of("position"):
            said = advice.DROPPED[0][1].about(f"{node.lower_name}: {value}")
            is_harmless = value in ("relative", "static") and not any(
                map(self.value_of, OFFSETS)
            )
            yield Told(node, "C110", said, is_note=is_harmless)

    def shown(self, node: Declaration, value: str) -> Iterator[Kept | Told]:
        """A declaration like any other: mended, left out, or as it is."""
        name = node.lower_name
        selector = ", ".join(self.selected.texts)
        mended = repaired(name, value, selector=selector)
        if mended != value:
            changed = CHANGED.about(f"{name}: {value} → {mended}")
            yield Told(node, "C131", changed, is_note=True)
        text = tinycss2.serialize(node.value).strip() if mended == value else mended
        for code, find in faults.RULES:
            said = find(name, mended, selector)
            if said is None:
                continue
            if code == "C111":
                said = advice.FAMILY.about(self.selected.source)
            yield Told(node, code, said, is_note=bool(EFFECTLESS.fullmatch(name)))
            if code not in STAYS:
                yield from self.instead(node, code, mended)
                return
        yield Kept(name, self.renamed(text), node.important)

    def instead(
        self, node: Declaration, code: str, value: str
    ) -> Iterator[Kept | Told]:
        """What is left of a declaration that cannot stay."""
        name = node.lower_name
        if code == "C112" and name == "background":
            nodes = tinycss2.parse_component_value_list(value)
            colours = [it.serialize() for it in nodes if is_plain_colour(it)]
            yield from (Kept("background-color", it) for it in colours[-1:])
        elif code == "C111" and name == "font":
            # Its family leaves, as the cascade would have it: sizes stay.
            sizes = re.search(
                r"(?<![\d.])([\d.]++(?:px|em|%))(?:\s*+/\s*+([\d.]++\w*+))?", value
            )
            if sizes:
                yield Kept("font-size", sizes[1])
            if sizes and sizes[2]:
                yield Kept("line-height", sizes[2])
            if "bold" in value:
                yield Kept("font-weight", "bold")
        elif code == "C114" and name == "height" and value != "0":
            yield Kept("min-height", value)
        elif code == "C113" and name == "width":
            yield Kept("width", "100%")

    def renamed(self, value: str) -> str:
        """A value with the variables of our base for those of the tool."""
        for theirs, ours in self.family.variables.items():
            value = value.replace(theirs, ours)
        return re.sub(r"\s+", " ", value)


STAYS: Final = frozenset({"C116", "C117", "C118", "C119", "C120", "C121", "C122"})
"""What is shown by day all the same; dark mode has the last word."""

PATTERN: Final = advice.advice(
    "{} 给整篇文章铺了花纹，深色模式下文字会看不清",
    "{} lays a pattern below all words, which dark mode makes hard to read",
    hint_zh="花纹已去掉；要底色就用一种颜色",
    hint_en="it was left out; take one colour for a ground",
)
CHANGED: Final = advice.advice(
    "{}：白天一样，深色模式里也好看",
    "{}, which looks the same by day and does well in dark mode",
    hint_zh="不满意就在 theme.css 里改回去",
    hint_en="change it back in theme.css if you mind",
)


def is_plain_colour(node: Node) -> bool:
    """Whether a part of a background is its colour, and not its picture."""
    return node.type in ("hash", "ident", "function") and rgba(node) is not None


def thin(length: str) -> bool:
    """Whether a length is that of a bar."""
    found = re.fullmatch(r"((?:\d*+\.)?\d++)px", length)
    return found is not None and 0 < float(found[1]) <= 12

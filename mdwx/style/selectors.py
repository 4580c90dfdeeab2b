"""Selectors: what premailer matches itself, and what is lowered to a mark first.

premailer drops most selectors with a colon or an asterisk, without a word
(measured 2026-08, premailer 3.10). ``LOWERED`` lists what a theme may use all the
same. ``matching`` finds the elements of such a selector, they are marked, and
premailer meets the mark in its place: the cascade stays premailer's alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import cssselect2
import tinycss2
from tinycss2.ast import Node

from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style.colours import split_at_commas

__all__ = [
    "BESIDE",
    "CHILD",
    "LOWERED",
    "WITHIN",
    "Selector",
    "compiled",
    "cut",
    "read_selectors",
    "stripped",
]

LOWERED: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "*": Text(zh="所有元素", en="each element"),
        ":root": Text(zh="整篇文章，即 .article", en="the article, as .article"),
        ":first-child :last-child :only-child :nth-child() :nth-last-child()": Text(
            zh="按位置，含 an+b of S，不算伪元素",
            en="by place, with an+b of S; pseudo-elements do not count",
        ),
        ":first-of-type :last-of-type :only-of-type :nth-of-type()"
        " :nth-last-of-type()": Text(
            zh="同名元素里的位置", en="by place among those of one name"
        ),
        ":empty :link :any-link :lang()": Text(zh="按状态", en="by what it is"),
        ":not() :is() :where() :has()": Text(
            zh="按别的选择器，可以是一列", en="by other selectors, lists of them too"
        ),
        "[style]": Text(
            zh="作者写在元素上的样式，在写进任何别的样式之前",
            en="the author's own style, before any other is written into it",
        ),
        "[name=value i]": Text(zh="不分大小写的属性值", en="values in either case"),
        "::before ::after ::marker": Text(
            zh="成为真正的元素，见 generated.py",
            en="elements are made of them, see generated.py",
        ),
    }
)
"""What premailer does not match by itself, and how it is met all the same."""

PLAIN: Final = pattern(
    r"""(?:[^:*|[]|\[(?:"[^"]*"|'[^']*'|[^]"'|]|\|=)*\])*""",
)
"""Types, classes, ids, attributes and the four combinators are premailer's."""

LOWERED_ATTRIBUTE: Final = pattern(r"""[\s"'][is]\s*\]|\[\s*style\b""", re.IGNORECASE)
"""``[name=value i]``, which a cssselect of some years ago does not know, and
``[style]``, which premailer may meet when it is not the author's any more."""

OF_A_FORM: Final = pattern(r":(checked|disabled|enabled)\b")
"""States of what no article holds."""

LONGEST_CHARS: Final = 2000
MOST_STEPS: Final = 20
DEEPEST: Final = 3
MOST_INNER_STEPS: Final = 2
"""What a selector may be made of: each step and each bracket costs time."""

CHILD, BESIDE, BEHIND, WITHIN = ">", "+", "~", " "

Test = Callable[[cssselect2.ElementWrapper], bool]


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector of a list, taken apart."""

    text: str
    """Without its pseudo-element."""
    specificity: tuple[int, int, int]
    pseudo_element: str | None
    steps: tuple[tuple[str, str], ...]
    """Combinator and compound; the first has none."""
    never_matches: bool
    """It asks for a state that an article cannot be in, such as ``:hover``."""

    is_plain: bool
    """Whether premailer matches it by itself."""

    @property
    def name(self) -> str | None:
        """The name of the elements it selects, where it says one."""
        name = compiled(self.steps[-1][1]).lower_local_name
        return None if name is None else str(name)


def read_selectors(prelude: Sequence[Node]) -> list[Selector] | None:
    """The selectors of a rule, or None if one is broken or beyond reason.

    One bad selector makes a browser drop the whole rule; so do we.
    """
    text = tinycss2.serialize(prelude)
    if len(text) > LONGEST_CHARS:
        return None
    parts = [stripped(part) for part in split_at_commas(prelude)]
    found = [read_selector(part) for part in parts]
    whole = [it for it in found if it is not None]
    return whole if len(whole) == len(found) else None


def read_selector(nodes: Sequence[Node]) -> Selector | None:
    """One selector, or None if it is broken or beyond reason."""
    steps = list(cut(nodes))
    if len(steps) > MOST_STEPS or not is_shallow(nodes):
        return None
    try:
        compounds = [compiled(text) for _, text in steps]
    except cssselect2.SelectorError:
        return None
    *before, last = compounds
    if any(it.pseudo_element for it in before):
        return None
    a, b, c = map(sum, zip(*(it.specificity for it in compounds), strict=True))
    text = "".join(part for step in steps for part in step)
    if last.pseudo_element:
        text = re.sub(r"::?[\w-]+$", "", text)
    bare = (*steps[:-1], (steps[-1][0], subject_of(steps[-1][1], last.pseudo_element)))
    return Selector(
        text=text,
        specificity=(a, b, c),
        pseudo_element=last.pseudo_element,
        steps=bare,
        never_matches=any(it.never_matches for it in compounds)
        or bool(OF_A_FORM.search(text)),
        is_plain=last.pseudo_element is None
        and bool(PLAIN.fullmatch(text))
        and not LOWERED_ATTRIBUTE.search(text),
    )


def subject_of(compound: str, pseudo_element: str | None) -> str:
    """A compound without its pseudo-element; ``::before`` alone is of any."""
    if pseudo_element is None:
        return compound
    return re.sub(r"::?[\w-]+$", "", compound) or "*"


@lru_cache(maxsize=1024)
def compiled(compound: str) -> cssselect2.CompiledSelector:
    """What cssselect2 makes of the text between two combinators."""
    (selector,) = cssselect2.compile_selector_list(anchored(compound))
    return selector


def anchored(compound: str) -> str:
    """The same with ``:has(> a b)`` as ``:has(> a:has(b))``.

    cssselect2 (0.9) tries ``a b`` at each child, with any ``a`` above it; in CSS the
    ``a`` is within what the selector stands at.
    """
    if ":has(" not in compound.lower():
        return compound
    return "".join(map(with_anchor, tinycss2.parse_component_value_list(compound)))


def with_anchor(node: Node) -> str:
    """One part of a compound, brackets looked into."""
    if node.type != "function":
        return str(node.serialize())
    parts = [stripped(part) for part in split_at_commas(node.arguments)]
    if node.lower_name == "has":
        inner = [nested(list(cut(part))) for part in parts]
    else:
        inner = [anchored(tinycss2.serialize(part)) for part in parts]
    return f"{node.name}({','.join(inner)})"


def nested(steps: Sequence[tuple[str, str]]) -> str:
    """Each step asked of the one before it."""
    (combinator, compound), *rest = steps
    if not rest:
        return combinator + anchored(compound)
    if not compound:
        return nested(rest)
    return f"{combinator}{anchored(compound)}:has({nested(rest)})"


def cut(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Cut a selector at its combinators, outside brackets."""
    combinator, compound = "", ""
    for node in nodes:
        is_sign = node.type == "literal" and node.value in (CHILD, BESIDE, BEHIND)
        if not is_sign and node.type not in ("whitespace", "comment"):
            if compound and combinator_follows(compound):
                yield combinator, compound[:-1]
                combinator, compound = compound[-1], ""
            compound += node.serialize()
        elif is_sign:
            compound = compound.removesuffix(WITHIN) + node.value
        elif node.type == "whitespace" and not combinator_follows(compound):
            compound += WITHIN
    yield combinator, compound


def combinator_follows(compound: str) -> bool:
    """Whether what was read so far ends with a combinator."""
    return compound.endswith((CHILD, BESIDE, BEHIND, WITHIN))


def stripped(nodes: Sequence[Node]) -> list[Node]:
    """Nodes without white space and comments at either end."""
    kept = [node for node in nodes if node.type != "comment"]
    while kept and kept[0].type == "whitespace":
        del kept[0]
    while kept and kept[-1].type == "whitespace":
        del kept[-1]
    return kept


def is_shallow(nodes: Iterable[Node], depth: int = 0) -> bool:
    """Whether brackets hold little enough: all they hold is tried at each element."""
    for node in nodes:
        if node.type != "function":
            continue
        inner = list(node.arguments)
        if depth == DEEPEST or not is_shallow(inner, depth + 1):
            return False
        lists = [list(cut(stripped(part))) for part in split_at_commas(inner)]
        if any(len(steps) > MOST_INNER_STEPS + 1 for steps in lists):
            return False
        if any(step == BEHIND for steps in lists for step, _ in steps):
            return False
    return True

"""A stylesheet read by tinycss2 into rules that premailer can match and merge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cssselect
import tinycss2
from lxml import etree
from lxml.cssselect import CSSSelector
from tinycss2.ast import Declaration, Node, QualifiedRule

from mdwx.page.styles import PLAIN_NAME
from mdwx.page.tree import clean_text
from mdwx.style.shorthands import expanded
from mdwx.style.values import Variables, resolved

__all__ = [
    "Rule",
    "Sheet",
    "block",
    "declarations",
    "is_within_reason",
    "longhands",
    "own",
    "parts",
    "read",
    "selectors",
]

ROOTS: Final = frozenset({":root", "html", "body", "*", ".article", "section.article"})
"""Where custom properties may be defined; they hold for the whole article."""

DEAD_PSEUDO: Final = frozenset(
    re.findall(
        r"\S+",
        """active any-link autofill checked contains default defined disabled enabled
    focus focus-visible focus-within fullscreen future host hover in-range
    indeterminate invalid link local-link modal optional out-of-range past
    paused placeholder-shown playing read-only read-write required target
    user-invalid user-valid valid visited""",
    )
)
"""States of a browser: an article sent to WeChat is in none of them.

``contains`` is no CSS, and lxml answers it with rubbish or with a crash (6.1).
"""

LONGEST_CHARS: Final = 2000
MOST_STEPS: Final = 20
STEP: Final = re.compile(r"[\s>+~]+(?!=)")

Weight = tuple[int, int, int, int, int]
"""Importance, ids, classes, elements, position: larger wins."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations, worked out and taken apart."""

    selector: str
    weight: Weight
    bulk: str
    """Declarations as premailer takes them: ``color:red;margin-top:0``."""

    @property
    def is_simple(self) -> bool:
        """Whether premailer can match the selector without our marks."""
        return ":" not in self.selector and "*" not in self.selector


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is left of a stylesheet once only inline styles count."""

    rules: tuple[Rule, ...]
    variables: Variables


@lru_cache(maxsize=32)
def read(css: str) -> Sheet:
    """Read a stylesheet; what cannot be used is left out.

    ``review`` tells the author of a theme what that was.
    """
    sources = parts(css)
    variables = custom_properties(sources)
    rules: list[Rule] = []
    for prelude, content in sources:
        for important in (False, True):
            bulk = ";".join(
                f"{name}:{value}"
                for name, value in declarations(content, variables, important=important)
            )
            if not bulk:
                continue
            for selector, specificity in selectors(prelude):
                weight = (int(important), *specificity, len(rules))
                rules.append(Rule(selector, weight, bulk))
    return Sheet(tuple(rules), variables)


def parts(css: str) -> list[tuple[str, list[Node]]]:
    """Each rule's selectors and what stands between its braces."""
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return rule_parts([node for node in nodes if isinstance(node, QualifiedRule)])


def rule_parts(rules: Sequence[QualifiedRule]) -> list[tuple[str, list[Node]]]:
    """The same of rules that are read already."""
    return [(tinycss2.serialize(r.prelude).strip(), list(r.content)) for r in rules]


def own(content: Sequence[Node]) -> list[Declaration]:
    """The declarations of one rule, custom properties included."""
    nodes = tinycss2.parse_blocks_contents(
        content, skip_comments=True, skip_whitespace=True
    )
    return [node for node in nodes if isinstance(node, Declaration)]


def custom_properties(sources: Sequence[tuple[str, list[Node]]]) -> Variables:
    """``--name`` definitions that hold for the whole article; the last one wins."""
    variables: dict[str, Sequence[Node]] = {}
    for prelude, content in sources:
        if ROOTS.isdisjoint(part.strip() for part in prelude.split(",")):
            continue
        for declaration in own(content):
            if declaration.name.startswith("--"):
                variables[declaration.name] = declaration.value
    return variables


def declarations(
    content: Sequence[Node], variables: Variables, *, important: bool = False
) -> Iterator[tuple[str, str]]:
    """Longhands with values an inline style can hold, the later one last."""
    found: dict[str, str] = {}
    for declaration in own(content):
        name = declaration.lower_name
        is_plain = PLAIN_NAME.fullmatch(name) and not name.startswith("--")
        if not is_plain or declaration.important is not important:
            continue
        value = resolved(declaration.value, variables)
        if not value:
            continue
        for longhand, each in expanded(name, clean_text(value)):
            found.pop(longhand, None)
            found[longhand] = each
    yield from found.items()


def selectors(prelude: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """The selectors of a list that can match in an article, with specificity."""
    if not is_within_reason(prelude):
        return
    try:
        parsed = cssselect.parse(prelude)
    except cssselect.SelectorError:
        # One bad selector makes a browser drop the whole rule; so do we.
        return
    for selector in parsed:
        # An article may stand in a larger tree, as in a test or a preview.
        canonical = selector.canonical().replace(":root", ".article")
        if selector.pseudo_element is None and is_matchable(canonical):
            yield canonical, selector.specificity()


def is_within_reason(prelude: str) -> bool:
    """Whether looking for these selectors takes no longer than a person waits.

    Each ``~`` looks at all that follows all that the part before it matches.
    """
    steps = (STEP.findall(selector) for selector in prelude.split(","))
    return len(prelude) <= LONGEST_CHARS and all(
        len(found) <= MOST_STEPS and sum("~" in step for step in found) <= 1
        for found in steps
    )


def is_matchable(selector: str) -> bool:
    """Whether lxml can look for a selector, and may find something."""
    if is_dead(selector):
        return False
    try:
        matcher(selector)(etree.Element("p"))
    except (cssselect.SelectorError, etree.XPathError):
        # Valid CSS that has no XPath, such as ``:nth-of-type`` on ``*``, or
        # whose XPath has no answer, such as a namespace.
        return False
    return True


@lru_cache(maxsize=1024)
def matcher(selector: str) -> CSSSelector:
    """A selector as XPath, compiled once."""
    return CSSSelector(selector, translator="html")


def is_dead(selector: str) -> bool:
    """Whether a selector asks for a state that an article cannot be in."""
    pseudo = {part.split("(")[0] for part in selector.replace(")", ":").split(":")[1:]}
    words = {name.split(" ")[0].split(".")[0].lower() for name in pseudo}
    return bool(words & DEAD_PSEUDO)


def block(text: str) -> list[Node]:
    """The nodes of a ``style`` attribute."""
    nodes: list[Node] = tinycss2.parse_component_value_list(text)
    return nodes


@lru_cache(maxsize=4096)
def longhands(text: str) -> dict[str, str]:
    """The declarations of a computed style, values short again.

    cssutils prints ``rgba(0, 0, 0, 0.1)``; the bytes count towards the size of
    the article. Treat the mapping as read only: it is shared.
    """
    return dict(declarations(block(text), {}))

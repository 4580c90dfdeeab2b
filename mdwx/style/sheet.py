"""A stylesheet read by tinycss2 into rules that premailer can match and merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

import tinycss2
from tinycss2.ast import Declaration, Node, QualifiedRule

from mdwx.page.styles import PLAIN_NAME, parted
from mdwx.page.tree import clean_text
from mdwx.records import dataclass
from mdwx.style.selectors import Selector, read_selectors
from mdwx.style.shorthands import expanded
from mdwx.style.values import Variables, replaced, resolved

__all__ = [
    "Rule",
    "Sheet",
    "Weight",
    "block",
    "declarations",
    "defines_variables",
    "longhands",
    "own",
    "parts",
    "read",
]

ROOTS: Final = frozenset({":root", "html", "body", "*", ".article", "section.article"})
"""Where custom properties may be defined; they hold for the whole article."""

LITERAL: Final = frozenset({"content", "quotes"})

Literals = Mapping[str, list[Node]]
Part = tuple[list[Node], list[Node]]
"""The selectors of a rule, and what stands between its braces."""

Weight = tuple[int, int, int, int, int]
"""Importance, ids, classes, elements, position: larger wins."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations, worked out and taken apart."""

    selector: Selector
    weight: Weight
    bulk: str
    """Declarations as premailer takes them: ``color:red;margin-top:0``."""

    @property
    def number(self) -> str:
        """What elements are marked with that premailer does not match itself."""
        return str(self.weight[-1])


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is left of a stylesheet once only inline styles count."""

    rules: tuple[Rule, ...]
    variables: Variables
    literals: Literals
    """What ``content`` and ``quotes`` hold, by the word that stands for it."""

    @property
    def is_important(self) -> bool:
        """Whether anything in it goes over an element's own style."""
        return any(rule.weight[0] for rule in self.rules)

    @property
    def text(self) -> str:
        """All that decides a style, as one text: the rules as they were worked out."""
        told = (
            (rule.weight, rule.selector.text, rule.selector.pseudo_element, rule.bulk)
            for rule in self.rules
        )
        return "\n".join(map(str, told))


@lru_cache(maxsize=32)
def read(css: str) -> Sheet:
    """Read a stylesheet; what cannot be used is left out.

    ``review`` tells the author of a theme what that was.
    """
    sources = parts(css)
    variables = custom_properties(sources)
    literals: dict[str, list[Node]] = {}
    rules: list[Rule] = []
    for prelude, content in sources:
        found = [it for it in read_selectors(prelude) or () if not it.never_matches]
        if not found:
            continue
        declared = own(content)
        for important in (False, True):
            bulk = ";".join(
                f"{name}:{value}"
                for name, value in worked_out(
                    declared, variables, important=important, literals=literals
                )
            )
            if not bulk:
                continue
            for selector in found:
                weight = (int(important), *selector.specificity, len(rules))
                rules.append(Rule(selector, weight, bulk))
    return Sheet(tuple(rules), variables, literals)


def parts(css: str) -> list[Part]:
    """Each rule's selectors and what stands between its braces."""
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return rule_parts([node for node in nodes if isinstance(node, QualifiedRule)])


def rule_parts(rules: Sequence[QualifiedRule]) -> list[Part]:
    """The same of rules that are read already."""
    return [(list(rule.prelude), list(rule.content)) for rule in rules]


def defines_variables(prelude: Sequence[Node]) -> bool:
    """Whether a rule is for the whole article, where variables may be defined."""
    selectors = tinycss2.serialize(prelude).split(",")
    return not ROOTS.isdisjoint(part.strip() for part in selectors)


def own(content: Sequence[Node]) -> list[Declaration]:
    """The declarations of one rule, custom properties included."""
    nodes = tinycss2.parse_blocks_contents(
        content, skip_comments=True, skip_whitespace=True
    )
    return [node for node in nodes if isinstance(node, Declaration)]


def custom_properties(sources: Sequence[Part]) -> Variables:
    """``--name`` definitions that hold for the whole article; the last one wins."""
    variables: dict[str, Sequence[Node]] = {}
    for prelude, content in sources:
        if not defines_variables(prelude):
            continue
        for declaration in own(content):
            if declaration.name.startswith("--"):
                variables[declaration.name] = declaration.value
    return variables


def declarations(
    content: Sequence[Node],
    variables: Variables,
    *,
    important: bool = False,
) -> Iterator[tuple[str, str]]:
    """Longhands with values an inline style can hold, the later one last."""
    return worked_out(own(content), variables, important=important)


def worked_out(
    declared: Sequence[Declaration],
    variables: Variables,
    *,
    important: bool,
    literals: dict[str, list[Node]] | None = None,
) -> Iterator[tuple[str, str]]:
    """The same of declarations that are read already.

    With ``literals``, words take the place of what premailer would change.
    """
    found: dict[str, str] = {}
    for declaration in declared:
        name = declaration.lower_name
        is_plain = PLAIN_NAME.fullmatch(name) and not name.startswith("--")
        if not is_plain or declaration.important is not important:
            continue
        if literals is not None and name in LITERAL:
            value = put_by(literals, declaration.value, variables)
        else:
            value = resolved(declaration.value, variables)
        if not value:
            continue
        for longhand, each in expanded(name, clean_text(value)):
            found.pop(longhand, None)
            found[longhand] = each
    yield from found.items()


def put_by(
    literals: dict[str, list[Node]], value: Sequence[Node], variables: Variables
) -> str | None:
    """Keep a value that is text for readers; give the word that stands for it."""
    nodes = replaced(value, variables)
    if nodes is None:
        return None
    word = f"literal-{len(literals)}"
    literals[word] = nodes
    return word


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
    found: dict[str, str] = {}
    for part in parted(text):
        for name, value in longhands_of(part):
            found.pop(name, None)
            found[name] = value
    return found


@lru_cache(maxsize=4096)
def longhands_of(part: str) -> tuple[tuple[str, str], ...]:
    """The same of a piece of a style."""
    return tuple(declarations(block(part), {}))

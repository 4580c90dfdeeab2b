"""Every rule, by its family and by its code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from mdwx.rules import (
    articles,
    code,
    declarations,
    fields,
    html,
    layout,
    links,
    newspics,
    night,
    own_css,
    pictures,
    publishing,
    sheets,
    structure,
    suppressing,
    syntax,
)
from mdwx.rules.rule import Rule
from mdwx.spelling import nearest

__all__ = [
    "CATALOGUE",
    "FAMILIES",
    "RETIRED",
    "find_rule",
    "nearest_rule",
    "rules_of",
]

FAMILIES: Final[tuple[ModuleType, ...]] = (
    fields,
    articles,
    pictures,
    newspics,
    links,
    syntax,
    html,
    code,
    own_css,
    sheets,
    declarations,
    structure,
    night,
    layout,
    publishing,
    suppressing,
)
"""In the order of the guide."""


def rules_of(family: ModuleType) -> tuple[type[Rule], ...]:
    """The rules of a module, as they stand in it."""
    own = (it for it in vars(family).values() if isinstance(it, type))
    return tuple(
        it
        for it in own
        if issubclass(it, Rule) and it.code and it.__module__ == family.__name__
    )


CATALOGUE: Final[Mapping[str, type[Rule]]] = MappingProxyType(
    {rule.code: rule for family in FAMILIES for rule in rules_of(family)}
)
"""Every rule by its code."""

BY_NAME: Final = MappingProxyType({rule.name: rule for rule in CATALOGUE.values()})
RETIRED: Final = ("M115",)
"""Codes that are not reported any more; none of them is ever given again."""


def find_rule(word: str) -> type[Rule] | None:
    """The rule of a code or a name, whatever its case."""
    return CATALOGUE.get(word.upper()) or BY_NAME.get(word.lower())


def nearest_rule(word: str) -> str | None:
    """The code or name that somebody most likely meant."""
    return nearest(word, [*CATALOGUE, *BY_NAME])

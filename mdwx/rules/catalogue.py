"""Every rule, by its family and by its code.

They are loaded when one is first asked for: most articles break none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Final

from mdwx.rules.rule import Rule

__all__ = [
    "RETIRED",
    "all_rules",
    "families",
    "find_rule",
    "nearest_rule",
    "rules_of",
]

RETIRED: Final = ("M115",)
"""Codes that are not reported any more; none of them is ever given again."""


@cache
def families() -> tuple[ModuleType, ...]:
    """The modules that hold rules, in the order of the guide."""
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

    return (
        *(fields, articles, pictures, newspics, links, syntax, html, code, own_css),
        *(sheets, declarations, structure, night, layout, publishing, suppressing),
    )


def rules_of(family: ModuleType) -> tuple[type[Rule], ...]:
    """The rules of a module, as they stand in it."""
    own = (it for it in vars(family).values() if isinstance(it, type))
    return tuple(
        it
        for it in own
        if issubclass(it, Rule) and it.code and it.__module__ == family.__name__
    )


@cache
def all_rules() -> Mapping[str, type[Rule]]:
    """Every rule by its code."""
    return MappingProxyType(
        {rule.code: rule for family in families() for rule in rules_of(family)}
    )


@cache
def by_name() -> Mapping[str, type[Rule]]:
    """Every rule by its name."""
    return MappingProxyType({rule.name: rule for rule in all_rules().values()})


def find_rule(word: str) -> type[Rule] | None:
    """The rule of a code or a name, whatever its case."""
    return all_rules().get(word.upper()) or by_name().get(word.lower())


def nearest_rule(word: str) -> str | None:
    """The code or name that somebody most likely meant."""
    from mdwx.spelling import nearest

    return nearest(word, [*all_rules(), *by_name()])

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
    syntax,
)
from mdwx.rules.rule import Rule

__all__ = ["CATALOGUE", "FAMILIES", "RETIRED", "rules_of"]

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

RETIRED: Final = ("M115",)
"""Codes that are not reported any more; none of them is ever given again."""

"""``!important`` -> selectors that win without it.

WeChat's rules forbid the word, so a declaration that leans on it moves into a rule of
its own whose selector has ``.article`` in front, as often as it takes to beat the
rules that would win otherwise. Where none would, the word just goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import lru_cache

import tinycss2

from mdwx.records import dataclass
from mdwx.style.foreign.declaring import Kept
from mdwx.style.selectors import read_selectors

__all__ = ["Rule", "without_importance"]

Specificity = tuple[int, int, int]
Place = tuple[Specificity, int]
"""Where a declaration stands in the cascade: its weight, then its order."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ours."""

    selectors: tuple[str, ...]
    declarations: tuple[Kept, ...]
    comments: tuple[str, ...] = ()
    """What its author wrote above it."""


@dataclass(slots=True)
class Rivals:
    """Who else says something about a property, by what the selector ends at."""

    most: dict[tuple[str, str], Place] = field(default_factory=dict)

    def add(self, text: str, kept: Kept, place: Place) -> None:
        """Take note of one declaration of one selector."""
        key = (end_of(text), family_of(kept.name))
        self.most[key] = max(self.most.get(key, place), place)

    def classes_needed(self, text: str, kept: Kept, order: int) -> int:
        """How many more classes a selector needs to win."""
        best = self.most.get((end_of(text), family_of(kept.name)))
        own = weight_of(text)
        if best is None or best < (own, order):
            return 0
        return best[0][1] - own[1] + 1


def without_importance(
    rules: Sequence[Rule], *, before: Sequence[Rule]
) -> Iterator[Rule]:
    """The rules, and behind one with importance those that stand in for it.

    ``before`` are rules that come first and have no such word.
    """
    fronts = settled(rules, before)
    for order, rule in enumerate(rules):
        plain = [it for it in rule.declarations if not fronts.get((order, it.name))]
        if plain:
            kept = tuple(replace(it, important=False) for it in plain)
            yield replace(rule, declarations=kept)
        raised: dict[int, list[Kept]] = {}
        for it in rule.declarations:
            if needed := fronts.get((order, it.name)):
                raised.setdefault(needed, []).append(replace(it, important=False))
        for needed, found in raised.items():
            texts = (raise_to(text, ".article" * needed) for text in rule.selectors)
            yield Rule(tuple(texts), tuple(found), () if plain else rule.comments)


def settled(
    rules: Sequence[Rule], before: Sequence[Rule]
) -> dict[tuple[int, str], int]:
    """How many classes each important declaration needs, by its rule and name.

    The weakest is settled first, so that a stronger one knows what it has to beat.
    """
    rivals = Rivals()
    waiting: list[tuple[Place, Kept]] = []
    for order, rule in enumerate([*before, *rules], -len(before)):
        for kept in rule.declarations:
            if kept.important:
                heaviest = max(map(weight_of, rule.selectors))
                waiting.append(((heaviest, order), kept))
                continue
            for text in rule.selectors:
                rivals.add(text, kept, (weight_of(text), order))
    found: dict[tuple[int, str], int] = {}
    for (_, order), kept in sorted(waiting, key=lambda it: it[0]):
        texts = rules[order].selectors
        needed = max(rivals.classes_needed(text, kept, order) for text in texts)
        found[order, kept.name] = needed
        for text in texts:
            a, b, c = weight_of(text)
            rivals.add(text, kept, ((a, b + needed, c), order))
    return found


def raise_to(text: str, front: str) -> str:
    """A selector with more weight that matches the same."""
    if text.startswith(".article"):
        return front + text
    return f"{front} {text}"


@lru_cache(maxsize=4096)
def weight_of(text: str) -> Specificity:
    """The specificity of one selector."""
    found = read_selectors(tinycss2.parse_component_value_list(text))
    return found[0].specificity if found else (0, 0, 0)


def end_of(text: str) -> str:
    """The element a selector ends at, which says whom it competes with."""
    last = text.replace(">", " ").split()[-1]
    name, mark, place = last.partition("::")
    return name.split(":")[0] + mark + place


def family_of(name: str) -> str:
    """Properties that overrule each other: ``margin`` and ``margin-top``."""
    head = name.split("-")[0]
    return head if head in ("margin", "padding", "border", "background") else name

"""What the server does to content before it stores it: one table of rules.

A neutral rule changes the markup and nothing a reader sees; a loss takes
something away. What mdwx sends must meet neutral rules only. Each rule names
its source; "E1" and the like are measurements by drafts read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from mdwx.records import dataclass
from mdwx.sandbox import rules, stylerules
from mdwx.sandbox.markup import Tree, parse, serialise

__all__ = ["RULES", "Met", "Rewritten", "Rule", "Weight", "rewrite"]


class Weight(StrEnum):
    """Whether a reader misses something afterwards."""

    NEUTRAL = "neutral"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewrite of the server."""

    name: str
    weight: Weight
    apply: Callable[[Tree, rules.Ground], Iterable[str]]
    """Edits the tree and names each thing it touched."""
    source: str


@dataclass(frozen=True, slots=True)
class Met:
    """A rule that found something."""

    rule: str
    what: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Content as it is stored, and what was done to it."""

    content: str
    neutral: tuple[Met, ...]
    losses: tuple[Met, ...]


NEUTRAL: Final = Weight.NEUTRAL
LOSS: Final = Weight.LOSS

RULES: Final[tuple[Rule, ...]] = (
    Rule("comments", NEUTRAL, rules.drop_comments, "peers' read-backs"),
    Rule("scripts", LOSS, rules.drop_scripts, "official: draft/add page, JS removed"),
    Rule("stylesheets", LOSS, rules.drop_stylesheets, "E1, 2026-06"),
    Rule("frames", LOSS, rules.drop_frames, "published bodies, 2026"),
    Rule("players", LOSS, rules.drop_players, "community answers"),
    Rule("forms", LOSS, rules.drop_forms, "peers' read-backs"),
    Rule("mathml", LOSS, rules.drop_mathml, "peers' read-backs"),
    Rule("handlers", LOSS, rules.strip_handlers, "official: draft/add page"),
    Rule("ids", LOSS, rules.strip_ids, "E1, 2026-06; several reports"),
    Rule("links", LOSS, rules.unwrap_links, "official and reports, 2026-09"),
    Rule("pictures", LOSS, rules.drop_pictures, "official: draft/add page"),
    Rule(
        "data pictures", LOSS, rules.name_data_pictures, "stored, not shown; 2026-09-17"
    ),
    Rule("backgrounds", LOSS, stylerules.drop_outside_urls, "measured 2026-10-04"),
    Rule("variables", LOSS, stylerules.drop_variables, "many reports, 2026"),
    Rule("code styles", LOSS, stylerules.strip_code_styles, "read-back, 2026-08"),
    Rule("code lines", LOSS, rules.run_code_together, "peers' read-backs, 2026"),
    Rule("lazy pictures", NEUTRAL, rules.make_pictures_lazy, "measured 2026-09-28"),
    Rule("colours", NEUTRAL, stylerules.write_colours_as_rgb, "read-back, 2026-08"),
    Rule("breaks", NEUTRAL, rules.name_breaks, "read-back, 2026-08"),
    Rule(
        "svg",
        NEUTRAL,
        rules.name_drawings,
        "names in lower case, tags expanded; 2026-09",
    ),
    Rule("leaves", NEUTRAL, rules.add_leaves, "read-back, 2026-08"),
)


def rewrite(content: str, *, keep_links: bool = False) -> Rewritten:
    """Content as the server stores it."""
    root = parse(content)
    ground = rules.Ground(keep_links=keep_links)
    met = [
        (rule.weight, Met(rule.name, what))
        for rule in RULES
        for what in rule.apply(root, ground)
    ]
    return Rewritten(
        content=serialise(root),
        neutral=tuple(each for weight, each in met if weight is NEUTRAL),
        losses=tuple(each for weight, each in met if weight is LOSS),
    )

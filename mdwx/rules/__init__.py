"""The catalogue: every code that mdwx reports, each with its page.

One class a rule, its docstring the page: ``mdwx check --explain CODE`` prints it,
and the guide's pages of rules are made of them.
"""

from __future__ import annotations

from mdwx.rules.catalogue import (
    RETIRED,
    all_rules,
    families,
    find_rule,
    nearest_rule,
    rules_of,
)
from mdwx.rules.ignoring import may_be_ignored, settle, without_wishes, words_of
from mdwx.rules.reporting import Report, finding
from mdwx.rules.rule import Explanation, Rule, Stage, explained

__all__ = [
    "RETIRED",
    "Explanation",
    "Report",
    "Rule",
    "Stage",
    "all_rules",
    "explained",
    "families",
    "find_rule",
    "finding",
    "may_be_ignored",
    "nearest_rule",
    "rules_of",
    "settle",
    "without_wishes",
    "words_of",
]

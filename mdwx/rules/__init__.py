"""The catalogue: every code that mdwx reports, each with its page.

One class a rule, its docstring the page: ``mdwx check --explain CODE`` prints it,
and the guide's pages of rules are made of them.
"""

from __future__ import annotations

from mdwx.rules.catalogue import CATALOGUE, FAMILIES, RETIRED, rules_of
from mdwx.rules.reporting import Report, finding
from mdwx.rules.rule import Explanation, Rule, explained

__all__ = [
    "CATALOGUE",
    "FAMILIES",
    "RETIRED",
    "Explanation",
    "Report",
    "Rule",
    "explained",
    "finding",
    "rules_of",
]

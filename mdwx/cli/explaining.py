"""``mdwx check --explain CODE``: the page of a rule, or the list of all."""

from __future__ import annotations

from typing import Any, Final

from mdwx.cli.language import language, said
from mdwx.cli.replies import Reply
from mdwx.cli.terminal import Terminal
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.rules import Rule, all_rules, explained, find_rule, nearest_rule

__all__ = ["explain"]

ALL: Final = "all"


def explain(terminal: Terminal, word: str) -> Reply:
    """Print the page of the rule that ``word`` names, by its code or its name."""
    if word.lower() == ALL:
        rules = list(all_rules().values())
        for rule in rules:
            terminal.print(f"{rule.code} {said(explained(rule).finds)}")
        return Reply(more={"rules": [fields_of(rule) for rule in rules]})
    found = find_rule(word)
    if found is None:
        raise unknown(word)
    from mdwx.rulebook import told

    terminal.print(told(found, language()))
    return Reply(more={"rules": [fields_of(found)]})


def fields_of(rule: type[Rule]) -> dict[str, Any]:
    """A rule as ``--json`` shows it."""
    page = explained(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "severities": [it.value for it in rule.severities],
        "finds": said(page.finds),
        "why": said(page.why),
        "bad": page.bad,
        "good": page.good,
        "source": said(rule.source.said_by),
        "date": rule.source.date,
    }


def unknown(word: str) -> UsageError:
    """No rule is called so."""
    near = nearest_rule(word)
    return UsageError(
        Text(zh=f"没有 {word} 这条规则", en=f"there is no rule {word}"),
        hint=Text(zh=f"是不是想写 {near}", en=f"did you mean {near}?")
        if near
        else Text(
            zh="mdwx check --explain all 列出全部",
            en="mdwx check --explain all lists them",
        ),
    )

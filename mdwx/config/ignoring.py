"""What ``[check]`` of the site file accepts: codes of rules that may be ignored."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from mdwx.config.site_file import Refused, Rules
from mdwx.model import Text
from mdwx.rules import find_rule, may_be_ignored, nearest_rule

__all__ = ["CHECK_RULES"]

CODES: Final = Text(zh="规则编号的列表", en="a list of codes of rules")


def codes(value: Any) -> tuple[str, ...]:
    """The codes of rules, each there and each free to be ignored."""
    if not isinstance(value, list) or not all(isinstance(it, str) for it in value):
        raise Refused(
            CODES, hint=Text(zh='如 ["no-alt-text"]', en='such as ["no-alt-text"]')
        )
    return tuple(map(code, value))


def code(word: str) -> str:
    """The code of a rule, which may be given by its name."""
    rule = find_rule(word)
    if rule is None:
        near = nearest_rule(word)
        raise Refused(
            Text(
                zh=f"{CODES.zh}，没有 {word} 这一条",
                en=f"{CODES.en}, and there is no {word}",
            ),
            hint=Text(zh=f"是不是想写 {near}", en=f"did you mean {near}?")
            if near
            else None,
        )
    if not any(may_be_ignored(rule, severity) for severity in rule.severities):
        raise Refused(
            Text(
                zh=f"可以忽略的{CODES.zh}，{rule.code} 不能忽略",
                en=f"{CODES.en} that may be ignored, and {rule.code} may not",
            ),
            hint=Text(
                zh=f"运行 mdwx check --explain {rule.code}",
                en=f"run mdwx check --explain {rule.code}",
            ),
        )
    return rule.code


def paths(value: Any) -> dict[str, tuple[str, ...]]:
    """For each pattern of paths, the codes that are ignored there."""
    if not isinstance(value, dict):
        raise Refused(
            Text(zh="一个表，路径对编号", en="a table of paths, each with codes"),
            hint=Text(
                zh='如 "content/old/*" = ["no-alt-text"]',
                en='such as "content/old/*" = ["no-alt-text"]',
            ),
        )
    return {pattern: codes(listed) for pattern, listed in value.items()}


CHECK_RULES: Final[Rules] = MappingProxyType({"ignore": codes, "paths": paths})

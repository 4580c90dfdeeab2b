"""What an author does not want to hear of: ``mdwx: ignore C142 T002``.

In the front matter of a post it holds for the whole post, in a comment before a
block for that block, in a stylesheet for the rule or declaration behind it, in the
site file for every post. An error that stands, because WeChat would refuse the
article or words would be lost, is told all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Final

from mdwx.model import Finding, Ignore, Severity, Text
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.rules.catalogue import all_rules, find_rule, nearest_rule
from mdwx.rules.reporting import finding
from mdwx.rules.rule import Rule, Stage

__all__ = ["MARK", "may_be_ignored", "settle", "without_wishes", "words_of"]

MARK: Final = pattern(r"mdwx\s*:\s*ignore\b(?P<words>[^:：]*)", re.IGNORECASE)
"""What a comment says; a reason may follow behind a colon."""

COMMENT: Final = pattern(
    r"<!--\s*+mdwx\s*+:\s*+ignore\b(?:(?!-->|<!--).)*+-->\n*+",
    re.IGNORECASE | re.DOTALL,
)
BETWEEN: Final = pattern(r"[\s,，、;；]+")


def words_of(comment: str) -> tuple[str, ...] | None:
    """The codes that a comment wants ignored; None where it is no such comment."""
    mark = MARK.match(comment.strip())
    if mark is None:
        return None
    return tuple(filter(None, BETWEEN.split(mark["words"])))


def without_wishes(body: str) -> str:
    """What an author wrote for readers: a comment for us is no edit of it."""
    return COMMENT.sub("", body)


def may_be_ignored(rule: type[Rule], severity: Severity) -> bool:
    """Whether an author may decide not to hear of it."""
    if rule.stage is Stage.PUBLISH:
        return False
    return severity is not Severity.ERROR or not rule.is_firm


@dataclass(slots=True)
class Wish:
    """One ignore, and what it came to."""

    ignore: Ignore
    codes: frozenset[str]
    met: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def covers(self, found: Finding) -> bool:
        """Whether the finding lies where the wish holds."""
        if found.code not in self.codes:
            return False
        lines, where, place = self.ignore.lines, self.ignore.where, found.where
        if lines is None:
            return True
        if where is None or place is None or place.path != where.path:
            return False
        return lines[0] <= (place.line or 0) <= lines[1]


def settle(
    findings: Iterable[Finding],
    ignores: Sequence[Ignore],
    *,
    stage: Stage = Stage.BUILD,
) -> list[Finding]:
    """Leave out what is ignored; say which wishes came to nothing.

    ``stage`` is what was looked for: a wish about layout is not judged before a
    browser was asked.
    """
    if not ignores:
        return list(findings)
    wishes = [Wish(it, frozenset(codes_in(it))) for it in ignores]
    kept = []
    for found in findings:
        over = [it for it in wishes if it.covers(found)]
        is_free = may_be_ignored(all_rules()[found.code], found.severity)
        for wish in over:
            (wish.met if is_free else wish.refused).add(found.code)
        if not over or not is_free:
            kept.append(found)
    told = (it for wish in wishes for it in remarks(wish, stage))
    return [*kept, *told]


def codes_in(ignore: Ignore) -> Iterator[str]:
    """The codes of the rules it names; a name does as well as a code."""
    for word in ignore.words:
        rule = find_rule(word)
        if rule is not None:
            yield rule.code


def remarks(wish: Wish, stage: Stage) -> Iterator[Finding]:
    """What to say of a wish itself; what the site wants everywhere is not judged."""
    ignore = wish.ignore
    if ignore.where is None:
        return
    if not ignore.words and stage is Stage.BUILD:
        yield unnamed(ignore)
    for word in dict.fromkeys(ignore.words):
        rule = find_rule(word)
        if rule is None:
            if stage is Stage.BUILD:
                yield unknown(ignore, word)
        elif rule.code in wish.refused or rule.stage is Stage.PUBLISH:
            yield refused(ignore, rule)
        elif rule.stage is stage and rule.code not in wish.met:
            yield idle(ignore, rule)


def idle(ignore: Ignore, rule: type[Rule]) -> Finding:
    """A wish that nothing met."""
    return finding(
        "X001",
        Text(
            zh=f"这里没有 {rule.code}，不用忽略",
            en=f"there is no {rule.code} here to ignore",
        ),
        hint=Text(
            zh="删掉它；注释只管它后面的那一块，头信息里的管整篇",
            en="delete it; a comment holds for the block behind it, one in the front"
            " matter for the whole post",
        ),
        where=ignore.where,
    )


def refused(ignore: Ignore, rule: type[Rule]) -> Finding:
    """A wish that cannot be granted."""
    why = Text(
        zh="微信会拒绝这篇文章，或者会丢掉文字",
        en="WeChat would refuse the article, or words would be lost",
    )
    if rule.stage is Stage.PUBLISH:
        why = Text(zh="它说的是发布时的事", en="it tells what happened to the post")
    return finding(
        "X002",
        Text(
            zh=f"{rule.code} 不能忽略：{why.zh}",
            en=f"{rule.code} cannot be ignored: {why.en}",
        ),
        hint=Text(
            zh=f"运行 mdwx check --explain {rule.code}",
            en=f"run mdwx check --explain {rule.code}",
        ),
        where=ignore.where,
    )


def unknown(ignore: Ignore, word: str) -> Finding:
    """A wish about nothing we know."""
    near = nearest_rule(word)
    return finding(
        "X003",
        Text(zh=f"没有 {word} 这条规则", en=f"there is no rule {word}"),
        hint=Text(zh=f"是不是想写 {near}", en=f"did you mean {near}?")
        if near
        else Text(
            zh="编号写在提示的方括号里，如 C142",
            en="the code stands in the brackets of a message, as C142",
        ),
        where=ignore.where,
    )


def unnamed(ignore: Ignore) -> Finding:
    """A wish that does not say what about."""
    return finding(
        "X003",
        Text(
            zh="没有写要忽略哪条规则", en="it does not say which rule is to be ignored"
        ),
        hint=Text(zh="写成 mdwx: ignore C142", en="write mdwx: ignore C142"),
        where=ignore.where,
    )

"""What WeChat will not show of a stylesheet, and what to write instead.

``apply`` leaves such things out in silence, since a reader of an article cannot
mend its theme; ``mdwx themes check`` tells the theme's author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import cssselect
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, ParseError, QualifiedRule

from mdwx.errors import SourceError
from mdwx.model import Finding, Severity, Span
from mdwx.style import advice, faults, sheet
from mdwx.style.code import known_style
from mdwx.style.themes import Theme
from mdwx.style.values import Variables, resolved

__all__ = ["check_css", "check_theme"]


def check_theme(theme: Theme) -> list[Finding]:
    """Everything in a theme that an article would not show."""
    defaults = tinycss2.parse_stylesheet(theme.css)[:1] if theme.options else []
    found = check_css(theme.stylesheet, path=theme.path, before=defaults)
    try:
        known_style(theme.code_style)
    except SourceError as error:
        where = Span(theme.path.with_name("theme.toml"))
        found.append(Finding("R041", Severity.ERROR, error.problem, error.hint, where))
    return found


def check_css(
    css: str, *, path: PurePosixPath, first_line: int = 1, before: Sequence[Node] = ()
) -> list[Finding]:
    """Findings in the order of the stylesheet, each with line and column.

    ``first_line`` is where the text starts in ``path``: a post's ``style`` is in
    the middle of its front matter. ``before`` holds rules that define variables.
    """
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    rules = [node for node in [*before, *nodes] if isinstance(node, QualifiedRule)]
    variables = sheet.custom_properties(sheet.rule_parts(rules))
    review = Review(path, first_line, variables)
    return [finding for node in nodes for finding in review.node(node)]


@dataclass(frozen=True, slots=True)
class Review:
    """One stylesheet under review."""

    path: PurePosixPath
    first_line: int
    variables: Variables

    def node(self, node: Node) -> Iterator[Finding]:
        """Findings of one rule, or of what should have been one."""
        if isinstance(node, ParseError):
            yield self.broken(node)
        elif isinstance(node, AtRule):
            yield from self.at_rule(node)
        elif isinstance(node, QualifiedRule):
            yield from self.selector(node)
            yield from self.block(node)

    def block(self, rule: QualifiedRule) -> Iterator[Finding]:
        """What stands between the braces of one rule."""
        prelude = tinycss2.serialize(rule.prelude).strip()
        for inner in tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        ):
            if isinstance(inner, Declaration):
                yield from self.declaration(inner, prelude)
            elif isinstance(inner, ParseError):
                yield self.broken(inner)
            else:
                yield self.finding(inner, "C102", advice.NESTED)

    def broken(self, node: Node) -> Finding:
        """What tinycss2 could not read."""
        return self.finding(node, "R042", advice.BROKEN, severity=Severity.ERROR)

    def at_rule(self, rule: AtRule) -> Iterator[Finding]:
        """No rule with an at sign does anything; ``@charset`` does no harm."""
        if rule.lower_at_keyword == "charset":
            return
        known = advice.AT_RULES.get(rule.lower_at_keyword, advice.ANY_AT_RULE)
        yield self.finding(rule, "C101", known.about(f"@{rule.at_keyword}"))

    def selector(self, rule: QualifiedRule) -> Iterator[Finding]:
        """A selector that no element of an article matches."""
        prelude = tinycss2.serialize(rule.prelude).strip()
        try:
            selectors = cssselect.parse(prelude)
            if not sheet.is_within_reason(prelude):
                raise cssselect.SelectorSyntaxError
        except cssselect.SelectorError:
            broken = advice.BROKEN_SELECTOR.about(prelude)
            yield self.finding(rule, "C103", broken)
            return
        for selector in selectors:
            said = unmatched(selector)
            if said is not None:
                yield self.finding(rule, *said)

    def declaration(self, node: Declaration, prelude: str) -> Iterator[Finding]:
        """What is wrong with one declaration."""
        name = node.lower_name
        if name.startswith("--"):
            if sheet.ROOTS.isdisjoint(part.strip() for part in prelude.split(",")):
                yield self.finding(node, "C106", advice.LOCAL_VARIABLE.about(node.name))
            return
        if node.important:
            yield self.finding(node, "C107", advice.IMPORTANT)
        value = resolved(node.value, self.variables)
        if value is None:
            written = tinycss2.serialize(node.value).strip()
            yield self.finding(node, "C108", advice.UNRESOLVED.about(written))
            return
        for code, find in faults.RULES:
            said = find(name, value, prelude)
            if said is not None:
                yield self.finding(node, code, said)

    def finding(
        self,
        node: Node,
        code: str,
        said: advice.Advice,
        *,
        severity: Severity = Severity.WARNING,
    ) -> Finding:
        """One finding at the place of a node."""
        line = node.source_line + self.first_line - 1
        where = Span(self.path, line, node.source_column)
        return Finding(code, severity, said.problem, said.hint, where)


def unmatched(selector: cssselect.Selector) -> tuple[str, advice.Advice] | None:
    """Why no element of an article matches a selector, if none does."""
    canonical = selector.canonical()
    if selector.pseudo_element is not None:
        name = f"::{selector.pseudo_element}"
        return "C104", advice.PSEUDO_ELEMENT.about(name)
    if sheet.is_dead(canonical):
        return "C105", advice.STATE.about(canonical)
    if re.search(r"(^|[\s>+~])(html|body)\b|#[\w-]", canonical):
        return "C109", advice.NO_SUCH.about(canonical)
    if not sheet.is_matchable(canonical):
        return "C103", advice.BROKEN_SELECTOR.about(canonical)
    return None

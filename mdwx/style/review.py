"""What WeChat will not show of a stylesheet, and what to write instead.

``apply`` leaves such things out in silence, since a reader of an article cannot
mend its theme; ``mdwx themes check`` tells the theme's author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, ParseError, QualifiedRule

from mdwx.errors import SourceError
from mdwx.model import Finding, Span
from mdwx.records import dataclass
from mdwx.rules import finding, settle
from mdwx.style import advice, faults, sheet
from mdwx.style.code import known_style
from mdwx.style.codecolours import holds
from mdwx.style.content import is_sayable
from mdwx.style.generated import NOWHERE, PLACES
from mdwx.style.ignoring import ignores_in
from mdwx.style.selectors import Selector, read_selectors
from mdwx.style.themes import Theme
from mdwx.style.values import Variables, replaced, resolved

__all__ = ["check_css", "check_theme"]


def check_theme(theme: Theme) -> list[Finding]:
    """Everything in a theme that an article would not show."""
    defaults = tinycss2.parse_stylesheet(theme.css)[:1] if theme.options else []
    found = check_css(theme.stylesheet, path=theme.path, before=defaults)
    where = Span(theme.path.with_name("theme.toml"))
    for name in dict.fromkeys((theme.code_style, *theme.code_styles)):
        try:
            known_style(name)
        except SourceError as error:
            wrong = finding("R041", error.problem, hint=error.hint, where=where)
            found.append(wrong)
            continue
        if not holds(name):
            said = advice.FAINT_CODE.about(name)
            found.append(finding("C126", said.problem, hint=said.hint, where=where))
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
    found = [it for node in nodes for it in review.node(node)]
    return settle(found, ignores_in(css, path=path, first_line=first_line))


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
        for inner in tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        ):
            if isinstance(inner, Declaration):
                yield from self.declaration(inner, rule)
            elif isinstance(inner, ParseError):
                yield self.broken(inner)
            else:
                yield self.finding(inner, "C102", advice.NESTED)

    def broken(self, node: Node) -> Finding:
        """What tinycss2 could not read."""
        return self.finding(node, "R042", advice.BROKEN)

    def at_rule(self, rule: AtRule) -> Iterator[Finding]:
        """No rule with an at sign does anything; ``@charset`` does no harm."""
        if rule.lower_at_keyword == "charset":
            return
        known = advice.AT_RULES.get(rule.lower_at_keyword, advice.ANY_AT_RULE)
        yield self.finding(rule, "C101", known.about(f"@{rule.at_keyword}"))

    def selector(self, rule: QualifiedRule) -> Iterator[Finding]:
        """A selector that no element of an article matches."""
        found = read_selectors(rule.prelude)
        if found is None:
            broken = advice.BROKEN_SELECTOR.about(written(rule.prelude))
            yield self.finding(rule, "C103", broken)
        for selector in found or ():
            said = unmatched(selector)
            if said is not None:
                yield self.finding(rule, *said)

    def declaration(self, node: Declaration, rule: QualifiedRule) -> Iterator[Finding]:
        """What is wrong with one declaration."""
        name = node.lower_name
        if name.startswith("--"):
            if not sheet.defines_variables(rule.prelude):
                yield self.finding(node, "C106", advice.LOCAL_VARIABLE.about(node.name))
            return
        if node.important:
            yield self.finding(node, "C107", advice.IMPORTANT)
        if name == "content":
            yield from self.content(node, rule)
            return
        value = resolved(node.value, self.variables)
        if value is None:
            unresolved = advice.UNRESOLVED.about(written(node.value))
            yield self.finding(node, "C108", unresolved)
            return
        for code, find in faults.RULES:
            said = find(name, value, written(rule.prelude))
            if said is not None:
                yield self.finding(node, code, said)

    def content(self, node: Declaration, rule: QualifiedRule) -> Iterator[Finding]:
        """What ``content`` says that cannot be text, or where nothing shows it."""
        selectors = read_selectors(rule.prelude) or ()
        nodes = replaced(node.value, self.variables)
        if not any(it.pseudo_element for it in selectors):
            yield self.finding(node, "C110", advice.CONTENT_ALONE)
        elif nodes is None or not is_sayable(nodes):
            said = advice.UNSAYABLE.about(written(node.value))
            yield self.finding(node, "C124", said)

    def finding(self, node: Node, code: str, said: advice.Advice) -> Finding:
        """One finding at the place of a node."""
        line = node.source_line + self.first_line - 1
        where = Span(self.path, line, node.source_column)
        return finding(code, said.problem, hint=said.hint, where=where)


def unmatched(selector: Selector) -> tuple[str, advice.Advice] | None:
    """Why no element of an article matches a selector, if none does."""
    place = selector.pseudo_element
    if place is not None and place not in PLACES:
        return "C104", advice.PSEUDO_ELEMENT.about(f"::{place}")
    if selector.never_matches:
        return "C105", advice.STATE.about(selector.text)
    if re.search(r"(^|[\s>+~])(html|body)\b|#[\w-]", selector.text):
        return "C109", advice.NO_SUCH.about(selector.text)
    if place is not None and selector.name in NOWHERE:
        return "C125", advice.NO_ROOM.about(f"{selector.name}::{place}")
    return None


def written(nodes: Sequence[Node]) -> str:
    """Nodes as their author wrote them."""
    return str(tinycss2.serialize(nodes)).strip()

"""A whole stylesheet of theirs -> rules of ours, and what could not come along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from pathlib import PurePosixPath
from typing import Final

import tinycss2
from tinycss2.ast import AtRule, Comment, Declaration, Node, ParseError, QualifiedRule

from mdwx.errors import SourceError
from mdwx.model import Finding, Span, Text
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style import advice, sheet
from mdwx.style.colours import Rgba, rgba, split_at_commas
from mdwx.style.foreign.complaints import (
    CODE_COLOURS,
    NO_SUCH_PART,
    WINDOW_DOTS,
    Complaints,
)
from mdwx.style.foreign.declaring import Kept, Told, declare
from mdwx.style.foreign.families import Family, family_of
from mdwx.style.foreign.important import Rule
from mdwx.style.foreign.objects import as_css, is_object
from mdwx.style.foreign.selecting import Selected, select
from mdwx.style.values import Variables, resolved

__all__ = ["Import", "import_stylesheet"]

MOST_RULES: Final = 3000
"""A long stylesheet has two hundred."""

NO_WORDS: Final = pattern(r":(before|after)\b")


@dataclass(slots=True)
class Import:
    """What became of one stylesheet."""

    family: Family
    source: PurePosixPath
    rules: list[Rule] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    """Of its author, in ``:root``."""
    options: dict[str, str] = field(default_factory=dict)
    """What it sets of the options that the tool gives every theme."""
    findings: list[Finding] = field(default_factory=list)
    head: str = ""
    """The comment it begins with."""
    code_ground: Rgba | None = None
    """The colour behind blocks of code."""


def import_stylesheet(css: str, *, path: PurePosixPath) -> Import:
    """Translate a stylesheet; SourceError where it is of none of the three tools."""
    if is_object(css):
        css = as_css(css)
    family = family_of(css)
    nodes = tinycss2.parse_stylesheet(css, skip_whitespace=True)
    rules = [node for node in nodes if isinstance(node, QualifiedRule)]
    if family is None or not rules:
        raise SourceError(
            Text(
                zh="看不出是文颜、doocs/md 或 mdnice 的样式表",
                en="this is no stylesheet of wenyan, doocs/md or mdnice",
            ),
            where=Span(path),
            hint=Text(
                zh="它们的规则以 #wenyan、#nice 开头，或者直接写 h1、blockquote",
                en="their rules begin with #wenyan or #nice, or with h1, blockquote",
            ),
        )
    refuse_flood(rules, path)
    variables = {**known_variables(family), **sheet.custom_properties(parts_of(rules))}
    importer = Importer(Import(family, path), variables)
    importer.read(nodes)
    if not importer.made.rules:
        raise SourceError(
            Text(
                zh="没有一条规则能带过来",
                en="none of its rules could come along",
            ),
            where=next((it.where for it in importer.made.findings), Span(path)),
            hint=next((it.message for it in importer.made.findings), None),
        )
    return importer.made


def refuse_flood(rules: Sequence[QualifiedRule], path: PurePosixPath) -> None:
    """A stylesheet that no person wrote."""
    if len(rules) > MOST_RULES:
        raise SourceError(
            Text(
                zh=f"有 {len(rules)} 条规则，太多了",
                en=f"it has {len(rules)} rules, which is too many",
            ),
            where=Span(path),
            hint=Text(zh=f"最多 {MOST_RULES} 条", en=f"at most {MOST_RULES} are taken"),
        )


def parts_of(rules: Sequence[QualifiedRule]) -> list[sheet.Part]:
    """The rules that define variables in their own way: also those of a root."""
    parts = sheet.rule_parts(rules)
    root = tinycss2.parse_component_value_list(":root")
    return [
        (root, content) if is_root(prelude) else (prelude, content)
        for prelude, content in parts
    ]


def is_root(prelude: Sequence[Node]) -> bool:
    """Whether a rule is for the whole article in any of the tools."""
    text = tinycss2.serialize(prelude).strip()
    return text in (":root", "#wenyan", "#nice", "#wemd", "#output", "container")


def known_variables(family: Family) -> dict[str, Sequence[Node]]:
    """What the tool defines, so that a rule's values can be worked out."""
    found = {
        "--md-primary-color": "#0f4c81",
        "--md-font-size": "16px",
        "--md-font-family": "sans-serif",
        "--foreground": "0 0% 25%",
        "--background": "0 0% 100%",
        "--blockquote-background": "#f7f7f7",
    }
    return {
        name: tinycss2.parse_component_value_list(value)
        for name, value in found.items()
        if family.variables
    }


@dataclass(slots=True)
class Importer:
    """Goes through one stylesheet."""

    made: Import
    variables: Variables
    comments: list[str] = field(default_factory=list)
    complaints: Complaints = field(init=False)

    def __post_init__(self) -> None:
        self.complaints = Complaints(self.made.source)

    def read(self, nodes: Sequence[Node]) -> None:
        """Read all of it, then put its findings in order."""
        for index, node in enumerate(nodes):
            if isinstance(node, Comment):
                if index == 0:
                    self.made.head = node.value
                else:
                    self.comments.append(node.value)
                continue
            self.node(node)
            self.comments = []
        self.made.findings = self.complaints.findings()

    def node(self, node: Node) -> None:
        """One rule, or what should have been one."""
        if isinstance(node, QualifiedRule):
            self.rule(node)
        elif isinstance(node, AtRule) and node.lower_at_keyword != "charset":
            known = advice.AT_RULES.get(node.lower_at_keyword, advice.ANY_AT_RULE)
            self.complaints.add(node, "C101", known.about(f"@{node.at_keyword}"))
        elif isinstance(node, ParseError):
            self.complaints.add(node, "R042", advice.BROKEN)

    def rule(self, node: QualifiedRule) -> None:
        """One rule: its variables, then what it says of each of its parts."""
        declarations = list(self.declarations(node))
        if is_root(node.prelude):
            for it in declarations:
                self.define(it)
            declarations = [it for it in declarations if it.name[:2] != "--"]
        groups: dict[tuple[str, str, bool], list[Selected]] = {}
        for part in split_at_commas(node.prelude):
            selected = self.selected(part, node)
            if selected is not None and declarations:
                key = (selected.kind, selected.place, selected.is_element)
                groups.setdefault(key, []).append(selected)
        for same in groups.values():
            texts = tuple(text for selected in same for text in selected.texts)
            self.put(replace(same[0], texts=texts), declarations)

    def define(self, node: Declaration) -> None:
        """A variable for the whole article; one that names a picture has no use."""
        value = self.renamed(tinycss2.serialize(node.value).strip())
        ours = self.made.family.variables.get(f"var({node.name})", "")
        option = ours.removeprefix("var(--").removesuffix(")")
        if option in self.made.family.options:
            self.made.options[option] = value
        elif node.name.startswith("--") and "url(" not in value:
            self.made.variables[node.name] = value

    def declarations(self, node: QualifiedRule) -> Iterator[Declaration]:
        """What stands between the braces, the rest told."""
        for inner in tinycss2.parse_blocks_contents(
            node.content, skip_comments=True, skip_whitespace=True
        ):
            if isinstance(inner, Declaration):
                yield inner
            elif isinstance(inner, ParseError):
                self.complaints.add(inner, "R042", advice.BROKEN)
            else:
                self.complaints.add(inner, "C102", advice.NESTED)

    def selected(self, part: Sequence[Node], rule: QualifiedRule) -> Selected | None:
        """Our selectors for one of theirs, or None where that was told."""
        text = tinycss2.serialize(part).strip()
        where = next((it for it in part if it.type != "whitespace"), rule)
        if is_root(part) and text == ":root":
            return None
        if re.search(r"\.hljs-[a-z]", text):
            self.complaints.add(
                where, "C132", CODE_COLOURS.about(".hljs-…"), is_note=True
            )
            return None
        found = select(part, self.made.family)
        if found.subject in ("pre", "pre code"):
            self.note_ground(rule)
        if found.subject in ("pre", "pre code") and found.place:
            self.complaints.add(where, "C130", WINDOW_DOTS.about(text), is_note=True)
        elif not found.texts:
            if not self.hides(rule):
                said = NO_SUCH_PART.about(text)
                self.complaints.add(where, "C130", said, is_note=found.is_known)
        elif re.search(r":(hover|active|focus|visited)", text):
            self.complaints.add(where, "C105", advice.STATE.about(text), is_note=True)
        elif not (NO_WORDS.search(found.texts[0]) and self.hides(rule)):
            return found
        return None

    def hides(self, rule: QualifiedRule) -> bool:
        """Whether a rule hides its part: where there is none, nothing is lost."""
        own = sheet.own(rule.content)
        return any(
            it.lower_name == "display"
            and tinycss2.serialize(it.value).strip() == "none"
            for it in own
        )

    def note_ground(self, rule: QualifiedRule) -> None:
        """Remember the colour behind code: it chooses the code style."""
        for it in sheet.own(rule.content):
            if it.lower_name in ("background", "background-color"):
                value = resolved(it.value, self.variables) or ""
                nodes = tinycss2.parse_component_value_list(value)
                colours = [found for n in nodes if (found := rgba(n)) and found[3] == 1]
                self.made.code_ground = next(iter(colours), self.made.code_ground)

    def put(self, selected: Selected, declarations: Sequence[Declaration]) -> None:
        """Add what a rule says of one part."""
        own: list[Kept] = []
        moved: list[Kept] = []
        for it in declare(
            declarations,
            selected,
            family=self.made.family,
            variables=self.variables,
        ):
            if isinstance(it, Told):
                self.complaints.add(it.node, it.code, it.advice, is_note=it.is_note)
            else:
                (moved if it.owner else own).append(it)
        if selected.is_element and own and "content" not in {it.name for it in own}:
            own.insert(0, Kept("content", '""'))
        for texts, found in ((selected.texts, own), (owners(selected), moved)):
            if found:
                rule = Rule(texts, tuple(found), tuple(self.comments))
                self.made.rules.append(rule)
                self.comments = []

    def renamed(self, value: str) -> str:
        """A value with our variables for those of the tool."""
        for theirs, ours in self.made.family.variables.items():
            value = value.replace(theirs, ours)
        return value


def owners(selected: Selected) -> tuple[str, ...]:
    """The elements that ornaments belong to, or the boxes around code."""
    if selected.subject == "pre code":
        return (".code",)
    texts = (re.sub(r"::(before|after)$", "", text) for text in selected.texts)
    return tuple(dict.fromkeys(texts))

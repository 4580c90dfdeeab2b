"""The catalogue of rules: complete, well formed, and its examples tell the truth."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from building import (
    all_drawn,
    all_readable,
    default_theme,
    find_neighbour,
)
from test_checks import subject

import mdwx
from mdwx import checks
from mdwx.checks.limits import LIMITS
from mdwx.config import Markdown, Site
from mdwx.model import Severity, Text
from mdwx.pipeline import Look, build
from mdwx.post import read_post
from mdwx.rules import (
    RETIRED,
    all_rules,
    explained,
    families,
    finding,
    layout,
    rules_of,
    settle,
)
from mdwx.style.foreign import import_stylesheet
from mdwx.style.review import check_css

PACKAGE = Path(mdwx.__file__).parent
RULES = list(all_rules().values())
CODE = re.compile(r'"([A-Z]\d{3})"')
CHINESE = re.compile("[\u4e00-\u9fff]")


FAMILY_FILES = {Path(family.__file__) for family in families()}


def reported():
    """Every code that stands in the package, outside the catalogue."""
    return {
        code
        for module in PACKAGE.rglob("*.py")
        if module not in FAMILY_FILES
        for code in CODE.findall(module.read_text("utf-8"))
    } - set(RETIRED)


def test_every_code_has_its_rule_and_every_rule_its_code():
    """
    What is reported is in the catalogue, and what is there is reported.
    """
    assert reported() == set(all_rules())


def test_no_code_is_given_twice():
    """
    Neither to two rules, nor to a new one after the old has gone.
    """
    codes = [rule.code for family in families() for rule in rules_of(family)]
    assert len(codes) == len(set(codes))
    assert not set(codes) & set(RETIRED)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_family_is_listed():
    """
    A module of rules that nobody lists would be missing in silence.
    """
    listed = {Path(family.__file__).stem for family in families()}
    others = {"__init__", "catalogue", "ignoring", "reporting", "rule", "sources"}
    assert {it.stem for it in (PACKAGE / "rules").glob("*.py")} == listed | others


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_its_fixed_form(rule):
    """
    Both sentences, why it matters in both languages, a bad and a good example.
    """
    page = explained(rule)
    for text in (page.finds, page.why):
        assert CHINESE.search(text.zh)
        assert text.en
        assert not text.en.endswith(" ")
    for text in (page.finds.zh, page.finds.en):
        assert not text.endswith((".", "。")), "it follows a place, as a message does"
    assert page.bad
    assert page.good
    assert page.bad != page.good


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_a_source_with_a_date(rule):
    """
    Who says so, and when.
    """
    assert rule.source.said_by.zh
    assert re.fullmatch(r"20\d\d(-\d\d){0,2}", rule.source.date)


@pytest.mark.parametrize(
    "rule", [it for it in RULES if it.limits], ids=lambda rule: rule.code
)
def test_a_rule_with_numbers_is_as_severe_as_they_say(rule):
    """
    What only warns in ``limits.toml`` is no error here, and the other way round.
    """
    limits = [LIMITS[name] for name in rule.limits]
    assert Severity.ERROR not in rule.severities or any(it.fail for it in limits)
    assert Severity.ERROR in rule.severities or all(
        it.fail is None or it.warn for it in limits
    )


def test_a_finding_is_as_severe_as_its_rule():
    """
    Without a word as severe as it usually is; no finder can go beyond its degrees.
    """
    words = Text(zh="字", en="words")
    assert finding("T002", words).severity is Severity.WARNING
    error = finding("T002", words, severity=Severity.ERROR)
    assert error.severity is Severity.ERROR
    with pytest.raises(ValueError, match="T021 is no error"):
        finding("T021", words, severity=Severity.ERROR)


# Examples.

ELSEWHERE = {
    **dict.fromkeys(["S002", "S003", "S004", "S005", "S010"], "articles this large"),
    **dict.fromkeys(["I021", "I022", "I023", "I024", "I028", "M086"], "pictures"),
    **dict.fromkeys(["I025", "I026", "I027", "R020", "T021"], "a whole site"),
    **dict.fromkeys(["M077", "M078", "M079"], "characters that cannot be seen"),
    **dict.fromkeys(["M080", "M081", "M085"], "engines that draw"),
    "M104": "a style that is nested too deep",
    **{rule.code: "a browser" for rule in rules_of(layout)},
    "T031": "an address this long",
    **dict.fromkeys(["L024", "L025"], "what stands round an article"),
    "L028": "two posts of one run",
    **dict.fromkeys(["P001", "P002", "P003", "P004", "P005", "P006"], "accounts"),
    **dict.fromkeys(["R041", "C126"], "a theme's folder"),
}
"""Whose examples need more than a post, and why; ``test_twins`` has a twin of each."""

RUN = [it for it in RULES if it.code not in ELSEWHERE]


IMPORTED = {"C130", "C131", "C132"}
"""Whose examples are stylesheets of other tools."""

UNTITLED = {"T001", "M051"}
"""Whose examples are about the title; all others get one."""


def found(rule, example):
    """The codes that an example leads to."""
    if rule.code in IMPORTED:
        made = import_stylesheet(example, path=PurePosixPath("a.css"))
        return [it.code for it in made.findings]
    if rule.syntax == "css":
        return [it.code for it in check_css(example, path=PurePosixPath("a.css"))]
    if rule.syntax == "html":
        return [it.code for it in checks.run(subject(example.replace("\n", "")))]
    if not example.startswith("---\n"):
        example = f"---\ndigest: 一句话\n---\n\n{example}\n"
    path = PurePosixPath("content/post.md")
    post = read_post(example.encode(), path=path, site=Site())
    if rule.code not in UNTITLED:
        post = replace(post, title=post.title or "题")
    look = Look(default_theme(), Markdown(), css=post.style or "", find=find_neighbour)
    article = build(post, look=look, prepare=all_readable, draw=all_drawn)
    findings = settle((*post.findings, *article.findings), article.ignores)
    return [it.code for it in findings]


@pytest.mark.parametrize("rule", RUN, ids=lambda rule: rule.code)
def test_the_bad_example_is_found(rule):
    """
    A page shows what its rule finds.
    """
    assert rule.code in found(rule, explained(rule).bad)


@pytest.mark.parametrize("rule", RUN, ids=lambda rule: rule.code)
def test_the_good_example_is_clean(rule):
    """
    What a page recommends, no rule complains about.
    """
    assert found(rule, explained(rule).good) == []

"""Who matches selectors: premailer, and what the table of exceptions lists."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import sheets
import tinycss2
from building import ROOT
from lxml import html

from mdwx.style import inline, read_theme
from mdwx.style.matching import Article
from mdwx.style.selectors import LOWERED
from mdwx.style.sheet import read

THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())
LISTED = {word.removesuffix("()") for entry in LOWERED for word in entry.split(" ")}
EXAMPLES = {
    "*": "section > *",
    ":root": ":root",
    ":first-child": "p:first-child",
    ":last-child": "p:last-child",
    ":only-child": "i:only-child",
    ":nth-child": "p:nth-child(1)",
    ":nth-last-child": "p:nth-last-child(1)",
    ":first-of-type": "p:first-of-type",
    ":last-of-type": "p:last-of-type",
    ":only-of-type": "i:only-of-type",
    ":nth-of-type": "p:nth-of-type(2)",
    ":nth-last-of-type": "p:nth-last-of-type(1)",
    ":empty": "i:empty",
    ":link": "a:link",
    ":any-link": "a:any-link",
    ":lang": "p:lang(zh)",
    ":not": "p:not(.on)",
    ":is": "p:is(.on, b)",
    ":where": "p:where(.on)",
    ":has": "p:has(> i)",
    "[style]": "p[style*=left]",
    "[name=value": 'p[title="T" i]',
    "i]": 'p[title="T" i]',
    "::before": "p::before",
    "::after": "p::after",
    "::marker": "li::marker",
}
ARTICLE = (
    '<section class="article"><p title="t" lang="zh">a<a href="https://a.example">b</a>'
    '</p><p class="on" style="text-align: left">c<i></i></p></section>'
)


def rules():
    """Every rule of every theme, and of many stylesheets made up."""
    for name in THEMES:
        yield from read(read_theme(name, site_root=Path("nowhere")).css).rules
    for seed in range(300):
        yield from read(sheets.sheet(random.Random(seed))).rules


def beyond_premailer(selector):
    """What of a selector is more than types, classes, ids, attributes, combinators."""
    nodes = tinycss2.parse_component_value_list(selector.text)
    for before, node in zip([None, *nodes], nodes, strict=False):
        if node == "*":
            yield "*"
        elif before == ":":
            yield f":{getattr(node, 'lower_value', None) or node.lower_name}"
        elif node.type == "[] block":
            text = node.serialize()
            yield from (["i]"] if re.search(r"""[\s"']i\]$""", text) else [])
            yield from (["[style]"] if text.startswith("[style") else [])
    if selector.pseudo_element:
        yield f"::{selector.pseudo_element}"


def test_only_what_is_listed_is_matched_here():
    """
    A selector that premailer does not get has something of the table in it.
    """
    for rule in rules():
        found = set(beyond_premailer(rule.selector))
        assert rule.selector.is_plain == (not found), rule.selector.text
        assert found <= LISTED, rule.selector.text


def test_all_others_reach_premailer_as_they_are():
    """
    With their declarations, in their order; nothing is marked for them.
    """
    css = "\n".join(
        f"{rule.selector.text} {{{rule.bulk}}}"
        for rule in rules()
        if rule.selector.is_plain and rule.bulk
    )
    sheet = read(css)
    root = html.fragment_fromstring(sheets.ARTICLE)
    inline.mark(Article(root), sheet).join()
    assert not root.xpath(f"//*[@{inline.MARK}]")
    given = [inline.given(rule) for rule in sheet.rules]
    assert [text for _, text, _ in given] == [it.selector.text for it in sheet.rules]


def test_matching_has_no_other_door():
    """
    Nothing but the styles asks which elements a selector matches.
    """
    style = {"selectors.py", "matching.py", "inline.py"}
    asking = re.compile(r"import cssselect2?\b|\.cssselect\(|style\.matching import")
    found = {
        file.name
        for file in (ROOT / "mdwx").rglob("*.py")
        if asking.search(file.read_text("utf-8"))
    }
    assert found == style


def test_every_entry_of_the_table_has_an_example():
    """
    So that the tests below mean all of it.
    """
    assert set(EXAMPLES) == LISTED


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"::marker"}))
def test_what_is_listed_is_met(name):
    """
    Elements get the style of a rule that premailer alone would have dropped.
    """
    css = f"{EXAMPLES[name]} {{color: #123456; content: 'x'}}"
    assert not all(rule.selector.is_plain for rule in read(css).rules)
    root = html.fragment_fromstring(ARTICLE)
    inline.apply(root, css=css)
    assert root.xpath("//*[contains(@style, '#123456')]")

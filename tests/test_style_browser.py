"""Computed styles, compared with those of a real browser, element by element."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
import sheets
from browser import chromium
from building import ROOT, rewritten
from computed import PROPERTIES, case, differences, text
from lxml import html

from mdwx.preview.gallery import sample_markdown
from mdwx.style import apply, read_theme
from mdwx.style.generated import UNSEEN
from mdwx.style.memory import Memories
from mdwx.style.sheet import read

THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())
ARTICLES = sorted(
    file
    for file in (ROOT / "tests/articles").glob("*.md")
    if file.stem not in {"SOURCES"}
)

TRICKY = """
:root {--a: #0f7b6c; --gap: 1rem; --twice: calc(2 * var(--gap))}
.article {color: rgb(0 0 0 / 90%); font-size: 16px; line-height: 1.8em}
* {letter-spacing: .02em}
p {margin: 1em 0 .5em; margin-top: 2em}
p {margin: 0 0 var(--twice)}
h2, h3 {font: italic 700 1.25em/1.4 sans-serif; border: 1px dotted; border-left: none}
h2 + p {text-align: center; background: var(--a)}
h3 ~ p {color: color-mix(in srgb, var(--a) 50%, #fff)}
li:not(:first-child) {padding-inline-start: 3px}
li:nth-child(even) > *, li li:last-child {color: hsl(200 50% 40%)}
ul ul li {font-size: smaller; text-align: inherit}
code:not(pre code) {font-size: 85%; color: #c00 !important}
h2 code {color: #00f}
blockquote p:first-child {border-bottom: thin solid var(--a); font-weight: inherit}
td:nth-child(2n), th:last-of-type {text-align: right; padding: 2px 4px 6px}
[title] {border: 0}
.caption, p.note {font-size: clamp(10px, 13px, 20px)}
blockquote:has(p) {background: rgba(1, 2, 3, .1) none}
.article > :first-child {margin-top: 0}
"""

EXTRA = """
h2 {color: var(--accent); margin-top: 50px}
.article p {line-height: 2}
blockquote {background: none}
"""
POSTS_OWN = "h2 {font-size: 30px} p {line-height: 1.5} .article p {text-indent: 2em}"

STYLED = """<section><p style="color: rgb(200 0 0 / .5); margin: 1em 0">一段</p>
<p style="text-align: center; color: #123 !important; background: #eee">二段</p>
<p class="mine" style="padding: 1px 2px">三段<em style="font: inherit">四</em></p>
<style>p {text-align: right !important} .mine em {color: teal}</style></section>"""
IMPORTANT = """
p {color: green !important; padding-left: 9px !important; margin-top: 3px}
section p.mine {padding: 5px !important}
p[style*="1px 2px"] {text-indent: 1em}
"""


@pytest.fixture(scope="module")
def tab():
    with chromium() as browser:
        yield browser.open("data:text/html,<!doctype html><body>")


@cache
def article(markdown):
    """The elements of a post with their classes, before any style."""
    return rewritten(markdown, title="题").root


def body_of(file):
    """A post without its front matter."""
    text = file.read_text("utf-8")
    return text.split("---\n", 2)[2] if text.startswith("---\n") else text


def stylesheet(name):
    """The rules of a theme."""
    return read_theme(name, site_root=Path("nowhere")).css


@pytest.mark.browser
@pytest.mark.parametrize("name", THEMES)
def test_articles_look_as_their_theme_says(tab, name):
    """
    To the last declaration: the sample post, and the one that uses everything.
    """
    corpus = [sample_markdown(), body_of(ROOT / "content/23-showcase.md")]
    told = differences(tab, [case(article(it), stylesheet(name)) for it in corpus])
    assert told == [[], []]


@pytest.mark.browser
@pytest.mark.whole
@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_every_article_looks_as_every_theme_says(tab, file):
    """
    The articles as people write them, in all themes.
    """
    root = article(body_of(file))
    told = differences(tab, [case(root, stylesheet(name)) for name in THEMES])
    assert dict(zip(THEMES, told, strict=True)) == {name: [] for name in THEMES}


@pytest.mark.browser
def test_a_tricky_stylesheet_is_understood(tab):
    """
    Modern selectors, colours, variables, arithmetic and shorthands, all at once.
    """
    assert differences(tab, [case(article(sample_markdown()), TRICKY)]) == [[]]


@pytest.mark.browser
def test_rules_of_site_and_post_come_after_the_theme(tab):
    """
    `extra.css` and `style:` override it where they are as specific, and only there.
    """
    css = f"{stylesheet('default')}\n{EXTRA}\n{POSTS_OWN}"
    assert differences(tab, [case(article(sample_markdown()), css)]) == [[]]


@pytest.mark.browser
@pytest.mark.parametrize("css", ["p {color: blue}", IMPORTANT], ids=["plain", "forced"])
def test_an_elements_own_style_is_understood(tab, css):
    """
    It wins over the sheet, but not over what is important there.
    """
    root = html.fragment_fromstring(STYLED.replace("\n", ""))
    assert differences(tab, [case(root, css)]) == [[]]


@pytest.mark.browser
def test_random_stylesheets_are_understood(tab):
    """
    Any selectors, values, importance and inheritance, over one small article.
    """
    assert unlike(tab, range(150)) == {}


@pytest.mark.browser
@pytest.mark.whole
@pytest.mark.timeout(900)
@pytest.mark.parametrize("start", range(1000, 5000, 500))
def test_thousands_of_stylesheets_are_understood(tab, start):
    """
    The same at length.
    """
    assert unlike(tab, range(start, start + 500)) == {}


def unlike(tab, seeds):
    """The stylesheets that a browser understands otherwise, with what differs."""
    root = html.fragment_fromstring(sheets.ARTICLE)
    made = {seed: sheets.sheet(random.Random(seed)) for seed in seeds}
    told = differences(tab, [case(root, css) for css in made.values()])
    return {
        seed: (css, lines)
        for (seed, css), lines in zip(made.items(), told, strict=True)
        if lines
    }


@pytest.mark.parametrize("seed", range(20))
def test_what_is_remembered_changes_no_byte(seed):
    """
    Whether premailer answers now or answered before, in any order of articles.
    """
    css = sheets.sheet(random.Random(seed))
    memories = Memories()
    for markup in (STYLED.replace("\n", ""), sheets.ARTICLE, sheets.ARTICLE):
        plain, remembered = (html.fragment_fromstring(markup) for _ in "ab")
        apply(plain, css=css)
        apply(remembered, css=css, memories=memories)
        assert text(remembered) == text(plain)


@pytest.mark.browser
def test_a_difference_would_be_seen(tab):
    """
    A comparison that cannot fail is worth nothing: properties of every kind.
    """
    told = differences(tab, [two_styles(name) for name in VALUES])
    seen = [{line.split(" ")[2].removesuffix(":") for line in it} for it in told]
    assert [name for name, it in zip(VALUES, seen, strict=True) if name not in it] == []


VALUES = {
    "color": "red",
    "margin-left": "1px",
    "height": "9px",
    "opacity": "0",
    "flex-grow": ".99",
    "font-weight": "700",
    "border-top-left-radius": "1px",
    "text-align": "right",
    "background-image": "linear-gradient(red, blue)",
}


def two_styles(name):
    """A case whose two sides differ in one property."""
    root = html.fragment_fromstring("<section><p>字</p></section>")
    made = case(root, f"p {{{name}: {VALUES[name]}; border-top-style: none}}")
    return {**made, "css": ""}


def test_what_themes_use_is_compared():
    """
    No declaration of a theme is left out of the comparison.
    """
    used = {
        declaration.partition(":")[0]
        for name in THEMES
        for rule in read(stylesheet(name)).rules
        for declaration in rule.bulk.split(";")
    }
    assert used - set(PROPERTIES) - UNSEEN - set(SHORT) == set()


SHORT = ("white-space", "background-position")
"""Declarations of themes that a browser takes apart; their parts are compared."""

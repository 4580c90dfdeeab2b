"""Computed styles, compared with those of a real browser, element by element."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from browser import chromium
from building import bare, rewritten
from lxml import etree, html

from mdwx.preview.gallery import sample_markdown
from mdwx.style import apply, read_theme, sheet, spans

pytestmark = pytest.mark.browser

PROPERTIES = [
    "color",
    "background-color",
    "background-image",
    "font-size",
    "font-weight",
    "font-style",
    "font-family",
    "line-height",
    "letter-spacing",
    "text-align",
    "text-decoration-line",
    "vertical-align",
    "display",
    "width",
    "white-space",
    "word-break",
    "margin-top",
    "margin-right",
    "margin-bottom",
    "margin-left",
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "border-top-width",
    "border-top-style",
    "border-top-color",
    "border-right-width",
    "border-right-style",
    "border-bottom-width",
    "border-bottom-style",
    "border-bottom-color",
    "border-left-width",
    "border-left-style",
    "border-left-color",
    "border-top-left-radius",
    "list-style-type",
]

BASE = "* {margin: 0; padding: 0} body {width: 335px; font: 17px/1.6 sans-serif}"

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

MEASURE = """
JSON.stringify([...document.querySelectorAll('.article, .article *')].map(element => {
  const style = getComputedStyle(element);
  return [element.tagName, ...%s.map(name => style.getPropertyValue(name))];
}))
"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def article():
    """The sample post with its classes, before any style."""
    return bare(rewritten(sample_markdown(), title="题").root)


def settled(markup, css):
    """The article with those spans alone that the stylesheet speaks of."""
    root = html.fragment_fromstring(markup)
    spans.settle(root, sheet.read(css).rules)
    return etree.tostring(root, method="html", encoding="unicode")


def measured(browser, file, *, css, markup):
    """What a browser computes for each element."""
    page = f"<!doctype html><meta charset=utf-8><style>{css}</style><body>{markup}"
    file.write_text(page, encoding="utf-8")
    tab = browser.open(file.as_uri())
    rows = json.loads(tab.evaluate(MEASURE % json.dumps(PROPERTIES)))
    tab.close()
    return rows


@pytest.mark.parametrize("name", ["default", "tricky"])
def test_styles_equal_those_of_a_browser(browser, tmp_path, name):
    """
    An article looks as its stylesheet says, to the last declaration.
    """
    theme = read_theme("default", site_root=Path("nowhere"))
    css = theme.css if name == "default" else TRICKY
    root = html.fragment_fromstring(article())
    apply(root, css=css)
    inline = etree.tostring(root, method="html", encoding="unicode")

    markup = settled(article(), css)
    wanted = measured(browser, tmp_path / "sheet.html", css=BASE + css, markup=markup)
    found = measured(browser, tmp_path / "inline.html", css=BASE, markup=inline)

    assert differences(wanted, found) == []


def differences(wanted, found):
    """Where two measurements differ, in words."""
    assert [row[0] for row in wanted] == [row[0] for row in found]
    return [
        f"{number} {one[0]} {name}: {a} became {b}"
        for number, (one, other) in enumerate(zip(wanted, found, strict=True))
        for name, a, b in zip(PROPERTIES, one[1:], other[1:], strict=True)
        if not alike(a, b)
    ]


def alike(one, other):
    """Whether two values look the same: fractions of a pixel do not count."""
    if shade(one) == shade(other):
        return True
    try:
        apart = float(one.removesuffix("px")) - float(other.removesuffix("px"))
    except ValueError:
        return False
    return abs(apart) < 0.1


def shade(value):
    """A colour a browser mixed, in the spelling it gives to others."""
    if not value.startswith("color(srgb "):
        return value
    *mixed, last = re.findall(r"[\d.]+", value)
    if "/" not in value:
        return f"rgb({', '.join(str(round(float(c) * 255)) for c in (*mixed, last))})"
    return f"rgba({', '.join(str(round(float(c) * 255)) for c in mixed)}, {last})"

"""The phone page at night: a browser shows the colours that the port worked out."""

from __future__ import annotations

import json
import re
from copy import deepcopy

import pytest
from browser import chromium
from building import ROOT, all_drawn, all_readable, content, post
from casefiles import load_cases
from lxml import html

from mdwx.config import Markdown
from mdwx.page import markup
from mdwx.page.styles import read_style
from mdwx.page.tree import tag_of
from mdwx.pipeline import Look, build
from mdwx.preview.phone import by_night
from mdwx.preview.printed import phone_page
from mdwx.preview.screens import Screen
from mdwx.style import read_theme
from mdwx.style.colours import colour_of
from mdwx.style.darkmode import PAGE, over
from mdwx.style.night import darken, scenes

pytestmark = pytest.mark.browser

SHOWCASE = (ROOT / "content/23-showcase.md").read_text("utf-8").split("---\n", 2)[2]
CASES = [it for it in load_cases("dark") if "background-clip" not in it.given]
"""Words cut out of a ground have no colour that a browser could tell."""

ARTICLE = ".mx-by-night .rich_media_content > section"
MEASURE = f"""
JSON.stringify([...document.querySelectorAll('{ARTICLE}, {ARTICLE} *')]
  .filter(it => !it.ownerSVGElement && it.tagName !== 'svg')
  .map(it => [it, getComputedStyle(it)])
  .map(([it, style]) =>
    [it.tagName.toLowerCase(), style.color, style.backgroundColor]))
"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def shown(browser, folder, *, day, night):
    """Name, colour of words and background of each element on the page at night."""
    file = folder / "index.html"
    screen = Screen(title="题", content=day, night=night, text="字")
    file.write_text(phone_page(screen), encoding="utf-8")
    tab = browser.open(file.as_uri())
    tab.click("#mx-night")
    assert (
        tab.evaluate("getComputedStyle(document.querySelector('.mx-by-day')).display")
        == "none"
    )
    rows = json.loads(tab.evaluate(MEASURE))
    tab.close()
    return rows


def channels(colour):
    """A colour as a browser writes it, in channels 0..1."""
    numbers = [float(it) for it in re.findall(r"[\d.]+", colour)]
    return (*(it / 255 for it in numbers[:3]), *(numbers[3:] or [1.0]))


def assert_close(found, colour, where):
    """On the page of night both look alike: some greys are white on black there."""
    one, other = over(channels(found), PAGE), over(colour, PAGE)
    apart = [255 * abs(a - b) for a, b in zip(one, other, strict=True)]
    assert max(apart) < 1.5, (where, found, colour)


def assert_colours(rows, root):
    """Every element of the page has the colours that its scene and style say."""
    night = deepcopy(root)
    darken(night)
    found = [(it, scene) for it, scene, _ in scenes(root) if tag_of(it) != "svg"]
    styles = [read_style(it) for it, _, _ in scenes(night) if tag_of(it) != "svg"]
    assert [row[0] for row in rows] == [tag_of(it) for it, _ in found]
    for row, (element, scene), style in zip(rows, found, styles, strict=True):
        where = html.tostring(element)[:200]
        ground = colour_of(style.get("background-color", "")) or (0, 0, 0, 0)
        if row[0] != "hr":
            assert_close(row[1], scene.dark_text, where)
        assert_close(row[2], ground, where)


@pytest.mark.parametrize("name", ["default", "notice", "terminal", "magazine"])
def test_the_page_at_night_has_the_colours_of_the_port(browser, tmp_path, name):
    """
    Each element of the post that uses everything, words and grounds.
    """
    look = Look(read_theme(name, site_root=ROOT), Markdown())
    made = post(SHOWCASE, title="题")
    article = build(made, look=look, prepare=all_readable, draw=all_drawn)
    night = by_night(article, {ref.src: "" for ref in article.images})
    rows = shown(browser, tmp_path, day=content(article), night=night)
    assert len(rows) > 300
    assert_colours(rows, article.root)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_boxes_in_boxes_are_shown_as_worked_out(browser, tmp_path, case):
    """
    What stands in the page of cases is what eyes get.
    """
    root = html.fragment_fromstring(case.given, create_parent="section")
    night = deepcopy(root)
    darken(night)
    rows = shown(browser, tmp_path, day=markup(root), night=markup(night))
    assert_colours(rows, root)

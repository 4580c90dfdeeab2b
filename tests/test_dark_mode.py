"""The reader's dark mode, against what its official library answered."""

from __future__ import annotations

import pytest
import tinycss2
from casefiles import load_cases
from lxml import html

from mdwx.page.styles import read_style
from mdwx.style.colours import colours, recoloured, rgba
from mdwx.style.darkmode import PAGE, contrast, dark_background, dark_text
from mdwx.style.night import darken, scenes

BACKGROUNDS = """
#fff #191919 · #fafafa #1e1e1e · #f7f7f7 #212121 · #f5f5f5 #232323 · #f0f0f0 #282828
#eee #2a2a2a · #ddd #3b3b3b · #ccc #4c4c4c · #f6f8fa #bdbec0 · #fffbe6 #c2bfaf
#e8f4ff #b6c0c9 · #f0fff4 #b7c2ba · #fff5f5 #c3bcbc · #ffd700 #efca00
#07c160 #07c160 · #1e6bb8 #1e6bb8 · #ff6b6b #ff6b6b · #000 #383838 · #1e1e1e #383838
#333 #383838 · #282c34 #31363f · #0d1117 #293548 · #272822 #3b3d34
rgba(0,0,0,.03) rgba(0,0,0,.03) · rgba(27,31,35,.05) rgba(49,56,63,.05)
rgba(30,107,184,.08) rgba(30,107,184,.08) · rgba(7,193,96,.1) rgba(7,193,96,.1)
"""
ON_PAGE = """
#000 #a3a3a3 · #191919 #a3a3a3 · #333 #a3a3a3 · #3f3f3f #a3a3a3 · #ccc #a3a3a3
#595959 #8d8d8d · #666 #666 · #888 #888 · #999 #999 · #fff #fff · #0f4c81 #50a3eb
#dd1144 #ed1249 · #07c160 #07c160 · #576b95 #576b95 · #1e6bb8 #1e6bb8
#c7254e #c7254e · #e96900 #e96900 · #009874 #009874 · #ddd #a3a3a3 · #eee #a3a3a3
#dfe2e5 #a1a3a6 · rgba(0,0,0,.9) rgba(163,163,163,.9)
rgba(0,0,0,.1) rgba(163,163,163,.1)
"""
ON_A_BOX = """
#fff #333 #a3a3a3 · #1e6bb8 #333 #b3b3b3 · rgba(30,107,184,.08) #333 #b3b3b3
#fafafa #333 #b3b3b3 · #f7f7f7 #333 #b3b3b3 · #f5f5f5 #333 #b3b3b3
#f0f0f0 #333 #b3b3b3 · #eee #333 #b3b3b3 · #ddd #333 #b3b3b3 · #ccc #333 #b3b3b3
rgba(7,193,96,.1) #333 #b3b3b3 · rgba(27,31,35,.05) #333 #b3b3b3
#f6f8fa #333 #333 · #fffbe6 #333 #333 · #e8f4ff #333 #333 · #f0fff4 #333 #333
#fff5f5 #333 #333 · #07c160 #333 #333
#fafafa #191919 #cdcdcd · #f7f7f7 #191919 #cdcdcd · #ccc #191919 #cdcdcd
rgba(7,193,96,.1) #191919 #cdcdcd · rgba(27,31,35,.05) #191919 #cdcdcd
#282c34 #5c6370 #737c8c · #f7f7f7 #24292e #b4bdc5 · #f7f7f7 #005cc5 #077bff
#f7f7f7 #032f62 #6caefb · #f7f7f7 #d73a49 #d73a49 · #f7f7f7 #6a737d #6a737d
"""
CONTRASTS = """
#fff #a3a3a3 7.0 · #fff #999 6.2 · #fff #e96900 5.4 · #fff #888 5.0 · #fff #009874 4.8
#fff #dd1144 4.0 · #fff #92617e 3.5 · #fff #576b95 3.3 · #fff #1e6bb8 3.2
#fff #c7254e 3.2 · #fff #666 3.1 · #282c34 #e06c75 3.8 · #282c34 #98c379 6.0
#282c34 #5c6370 2.9 · #f6f8fa #24292e 7.9 · #f6f8fa #d73a49 2.5 · #f6f8fa #6a737d 2.6
#f6f8fa #22863a 2.5 · #f6f8fa #e36209 1.9 · #f6f8fa #005cc5 3.4
"""
"""Text of code among them: One Dark on its own ground, GitHub's on its own."""


def rows(table):
    """The rows of a table written with dots."""
    cells = table.replace("\n", " · ").split(" · ")
    return [tuple(cell.split()) for cell in cells if cell.strip()]


def read(colour):
    """A colour of CSS as channels."""
    return rgba(tinycss2.parse_one_component_value(colour))


def close(one, other):
    """Within 2 of 255 in each channel, and the same alpha."""
    channels = zip(one[:3], other[:3], strict=True)
    return one[3] == other[3] and all(abs(a - b) * 255 < 2.01 for a, b in channels)


@pytest.mark.parametrize(("light", "dark"), rows(BACKGROUNDS))
def test_backgrounds_are_those_of_the_official_library(light, dark):
    """
    Version 1.2.1 in a browser gave these.
    """
    assert close(dark_background(read(light)), read(dark))


@pytest.mark.parametrize(("light", "dark"), rows(ON_PAGE))
def test_text_on_the_page_is_that_of_the_official_library(light, dark):
    """
    The same for text and borders on the page itself.
    """
    assert close(dark_text(read(light), on=PAGE), read(dark))


@pytest.mark.parametrize(("box", "light", "dark"), rows(ON_A_BOX))
def test_text_in_a_box_is_that_of_the_official_library(box, light, dark):
    """
    And inside boxes with a background.
    """
    assert close(dark_text(read(light), on=dark_background(read(box))), read(dark))


@pytest.mark.parametrize(("box", "light", "ratio"), rows(CONTRASTS))
def test_contrast_at_night_is_what_was_measured(box, light, ratio):
    """
    Of text and the ground it stands on, both converted.
    """
    ground = dark_background(read(box))
    assert f"{contrast(dark_text(read(light), on=ground), ground):.1f}" == ratio


@pytest.mark.parametrize("case", load_cases("dark"), ids=lambda case: case.name)
def test_nested_colours_are_those_worked_out_by_hand(case):
    """
    Backgrounds, text, lines, shadows, gradients and pictures inside one another.
    """
    root = html.fragment_fromstring(case.given, create_parent="section")
    darken(root)
    wanted = html.fragment_fromstring(case.expected, create_parent="section")
    for element, expected in zip(root.iter(), wanted.iter(), strict=True):
        assert_alike(element, expected)


def assert_alike(element, expected):
    """The same element, but for colours that are all but the same."""
    found, wanted = read_style(element), read_style(expected)
    assert without_style(element) == without_style(expected)
    assert set(found) == set(wanted)
    for name, value in wanted.items():
        # Words first: what is no colour is the same to the letter.
        assert recoloured(found[name], black) == recoloured(value, black), name
        channels = zip(colours(found[name]), colours(value), strict=True)
        assert all(close(one, other) for one, other in channels), (found[name], value)


def without_style(element):
    """An element's name, words and attributes."""
    attributes = {k: v for k, v in element.attrib.items() if k != "style"}
    return element.tag, element.text, attributes


def black(colour):
    """Any colour, as black."""
    return (0, 0, 0, 1)


def test_what_is_seen_through_a_box_counts_for_contrast():
    """
    The reader compares with the nearest ground; eyes see what shines through.
    """
    markup = (
        '<section style="background-color:#07c160">'
        '<p style="background-color:rgba(7,193,96,.1);color:#333">字</p></section>'
    )
    *_, (_, scene, _) = scenes(html.fragment_fromstring(markup))
    assert close(scene.dark_text, read("#b3b3b3"))
    assert close(scene.dark_page, read("#07c160"))
    assert scene.contrast_by_night < 1.5 < scene.contrast_by_day


def test_faint_boxes_make_faint_words():
    """
    Opacity takes words as near to the page as a paler colour does.
    """
    markup = '<p style="color:#333;opacity:.4">字</p>'
    ((_, scene, _),) = scenes(html.fragment_fromstring(markup))
    assert scene.contrast_by_day < 3 < contrast(scene.text, scene.page)


def test_links_without_a_colour_have_that_of_the_page():
    """
    WeChat's own sheet colours links, which inheritance does not reach.
    """
    markup = '<p style="color:#333"><a href="https://mp.weixin.qq.com/s/a">链</a></p>'
    *_, (_, scene, _) = scenes(html.fragment_fromstring(markup))
    assert close(scene.text, read("#576b95"))
    assert close(scene.dark_text, read("#7d90a9"))

"""The theme everybody gets: readable in light and dark, free of what is dropped."""

from __future__ import annotations

import colorsys
import re
from pathlib import Path

import pytest
import tinycss2
from lxml import etree, html

from mdwx.style import apply, code, read_theme
from mdwx.style.colours import rgba
from mdwx.style.palettes import DARK, LIGHT
from mdwx.style.review import check_theme

DARK_PAGE = "#191919"
ELEMENTS = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "table",
    "th",
    "td",
    "img",
    "hr",
    "a",
    "strong",
    "em",
    "del",
    "sup",
]
CLASSES = [
    "article",
    "figure",
    "caption",
    "code",
    "table",
    "marker",
    "footnotes",
    "references",
    "notes-title",
    "note",
    "note-ref",
]


@pytest.fixture(scope="module")
def theme():
    return read_theme("default", site_root=Path("nowhere"))


def channels(colour):
    red, green, blue, _ = rgba(tinycss2.parse_one_component_value(colour))
    return red, green, blue


def luminance(colour):
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lifted(colour, *, background):
    """A text colour as WeChat's dark mode leaves it, on a dark background."""
    red, green, blue = (round(c * 255) for c in channels(colour))
    behind = brightness(background)
    if brightness(colour) - behind >= 65:
        return colour
    lightness = (max(red, green, blue) + min(red, green, blue)) / 510
    if lightness > 0.4:
        factor = (behind + 65) / brightness(colour)
        return hexadecimal(red * factor, green * factor, blue * factor)
    hue, _, saturation = colorsys.rgb_to_hls(*channels(colour))
    mirrored = colorsys.hls_to_rgb(hue, 0.9 - lightness, saturation)
    return hexadecimal(*(255 * channel for channel in mirrored))


def brightness(colour):
    red, green, blue = channels(colour)
    return (299 * red + 587 * green + 114 * blue) * 255 / 1000


def hexadecimal(*values):
    return "#" + "".join(f"{min(255, round(value)):02x}" for value in values)


def test_review_finds_nothing(theme):
    """
    Our own theme follows the advice we give.
    """
    assert check_theme(theme) == []


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_is_styled(theme, element):
    """
    Nothing of Markdown falls back to a browser's idea of it.
    """
    assert re.search(rf"(^|[\s,>]){element}\b", theme.stylesheet, re.MULTILINE)


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_styled(theme, name):
    """
    The classes of the guide are all in use.
    """
    assert re.search(rf"\.{name}(?![\w-])", theme.stylesheet)


def test_accent_is_readable_in_both_modes(theme):
    """
    4.5 on white, and 3 at least where dark mode has lifted it.
    """
    accent = theme.options["accent"]

    assert contrast(accent, "#ffffff") >= 4.5
    assert contrast(lifted(accent, background=DARK_PAGE), DARK_PAGE) >= 4.5


@pytest.mark.parametrize("variable", ["--text", "--strong", "--quiet"])
def test_greys_of_text_are_readable_in_both_modes(theme, variable):
    """
    Neutral greys, dark enough for dark mode to lift.
    """
    colour = re.search(rf"{variable}: (#\w+);", theme.stylesheet)[1]

    assert len(set(channels(colour))) == 1
    assert contrast(colour, "#ffffff") >= 7
    assert contrast(lifted(colour, background=DARK_PAGE), DARK_PAGE) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_code_is_readable_on_its_own_background(look):
    """
    Every token has a contrast of 4.5 or more.
    """
    for token, style in look:
        colour = f"#{style['color']}"
        assert contrast(colour, look.background_color) >= 4.5, token


def test_light_code_is_readable_in_dark_mode():
    """
    The paper becomes #212121 and every token is lifted to 3.5 or more.
    """
    for token, style in LIGHT:
        after = lifted(f"#{style['color']}", background="#212121")
        assert contrast(after, "#212121") >= 3.5, token


def test_dark_code_is_readable_in_dark_mode():
    """
    The slate becomes #383838 and no token is dimmed below 4.
    """
    for token, style in DARK:
        assert contrast(f"#{style['color']}", "#383838") >= 4, token


def test_theme_uses_our_light_palette(theme):
    """
    Neutral grey is the paper: a tinted one would turn into a pale slab.
    """
    background, _ = code.surface(theme.code_style)

    assert len(set(channels(background))) == 1


def test_a_post_can_change_the_accent(theme):
    """
    One line in the front matter recolours the whole article.
    """
    root = html.fragment_fromstring('<section class="article"><h3>a</h3></section>')

    apply(root, css=theme.css + "\n:root {--accent: #c0392b}")

    assert "color:#c0392b" in root[0].get("style")


def test_nothing_unresolved_is_left(theme):
    """
    No variable, function or relative unit of the theme reaches an article.
    """
    inner = "".join(
        f"<{name}>a</{name}>" for name in ELEMENTS if name not in ("img", "hr")
    )
    named = "".join(f'<section class="{name}"><p>a</p></section>' for name in CLASSES)
    root = html.fragment_fromstring(
        f'<section class="article">{inner}{named}</section>'
    )

    apply(root, css=theme.css)

    text = etree.tostring(root, encoding="unicode")
    assert not re.search(r"var\(|color-mix|calc\(|[\d.]rem|!important|position", text)

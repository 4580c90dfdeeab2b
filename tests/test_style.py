"""Computed styles: the cascade, and what each block of text says for itself."""

from __future__ import annotations

import re

import pytest
from building import built
from casefiles import load_cases, rewrite_case
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from mdwx.style import apply


def styled(markup, css):
    root = html.fragment_fromstring(f'<section class="article">{markup}</section>')
    apply(root, css=css)
    return root


def style_of(root, selector):
    (element,) = root.cssselect(selector)
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if part)
    return dict(pairs)


LEFT_ALONE = [
    pytest.param("a:hover {color: red}", id="state of a browser"),
    pytest.param("p::before {color: red}", id="pseudo-element"),
    pytest.param("@media screen { p {color: red} }", id="at-rule"),
    pytest.param("p {color: var(--nowhere)}", id="unknown variable"),
    pytest.param("p {color: env(x)}", id="environment"),
    pytest.param("p[ {color: red}", id="broken selector"),
    pytest.param("p, p:: {color: red}", id="one broken selector spoils the rule"),
    pytest.param("p {& b {color: red}}", id="nested rule"),
    pytest.param(".x {color: red}", id="no such class"),
]


@pytest.mark.parametrize("css", LEFT_ALONE)
def test_what_cannot_be_shown_colours_nothing(css):
    """
    A rule that an article cannot show leaves no trace of itself.
    """
    root = styled("<p>a <b>b</b> <a href='#'>c</a></p>", css)

    assert "red" not in etree.tostring(root, encoding="unicode")


SELECTORS = [
    "p",
    "p:not(.other, .another)",
    "p:nth-child(1 of .lead)",
    "*:nth-of-type(1):not(h2, section, em)",
    ":is(.article p, .nobody)",
    ":where(h2 + p)",
    "p:has(> em)",
    "h2 ~ *",
    "[title=T i]",
    ".lead",
    "p.lead",
    "section > p",
    "h2 + p",
    "h2 ~ p",
    "[title]",
    "p:not(.other)",
    "p:nth-child(2)",
    "p:nth-child(even)",
    "p:last-child",
    ":root > p",
    ".article > :last-child",
    "h2 ~ :not(h2)",
    "p:is(.lead, .other)",
    "p:has(em)",
    "p:nth-of-type(1)",
]


@pytest.mark.parametrize("selector", SELECTORS)
def test_selector_matches_as_in_a_browser(selector):
    """
    Selectors that premailer drops by itself work like those it knows.
    """
    markup = '<h2>h</h2><p class="lead" title="t">a <em>b</em></p>'

    root = styled(markup, f"{selector} {{border-top-color: red}}")

    assert style_of(root, "p")["border-top-color"] == "red"
    assert "red" not in (root[0].get("style") or "")


CASCADE = [
    ("p {color: red} p {color: blue}", "blue"),
    (".lead {color: blue} p {color: red}", "blue"),
    ("p[title] {color: blue} p {color: red}", "blue"),
    ("p:not(.x) {color: blue} p {color: red}", "blue"),
    ("p {color: blue !important} p.lead {color: red}", "blue"),
    ("section p {color: blue} p {color: red}", "blue"),
    ("p {color: red; color: blue}", "blue"),
    ("p {color: blue} * {color: red}", "blue"),
]


@pytest.mark.parametrize(("css", "colour"), CASCADE)
def test_more_specific_and_later_rules_win(css, colour):
    """
    Importance, specificity and order decide, in that order.
    """
    root = styled('<p class="lead" title="t">a</p>', css)

    assert style_of(root, "p")["color"] == colour


def test_own_style_wins():
    """
    What an author wrote on an element beats the theme.
    """
    root = styled('<p style="text-align:right">a</p>', "p {text-align: center}")

    assert style_of(root, "p")["text-align"] == "right"


def test_importance_does_not_reach_the_article():
    """
    WeChat's rules forbid ``!important``; it decides and then goes.
    """
    root = styled("<p>a</p>", "p {color: red !important}")

    assert "important" not in root[0].get("style")


def test_later_shorthand_beats_earlier_longhand():
    """
    ``margin`` after ``margin-top`` sets all four sides, as in a browser.
    """
    css = "p {margin: 1px} p {margin-top: 9px} p {margin: 5px}"

    assert style_of(styled("<p>a</p>", css), "p")["margin"] == "5px"


def test_shorthands_come_back_short():
    """
    Sides that were taken apart are written together again.
    """
    css = "p {margin: 0 1px 2px; padding: 3px 4px; border: 0 none}"
    css += "p {border-left: 1px solid red}"

    style = style_of(styled("<p>a</p>", css), "p")

    assert style["margin"] == "0 1px 2px"
    assert style["padding"] == "3px 4px"
    assert (style["border"], style["border-left"]) == ("0", "1px solid red")


def test_background_is_written_long():
    """
    Dark mode and the editor want ``background-color``.
    """
    style = style_of(styled("<p>a</p>", "p {background: #FFF}"), "p")

    assert style["background-color"] == "#fff"
    assert "background" not in style


def test_inherited_text_is_said_again_on_each_block():
    """
    A paragraph carries what it would inherit: the editor rebuilds its parents.
    """
    css = ".article {color: #333; font-size: 16px; line-height: 1.8}"

    style = style_of(styled("<blockquote><p>a</p></blockquote>", css), "p")

    assert style["color"] == "#333"
    assert style["font-size"] == "16px"
    assert style["line-height"] == "1.8"


def test_boxes_without_text_say_nothing_again():
    """
    A box that only holds blocks is not given text properties.
    """
    root = styled("<blockquote><p>a</p></blockquote>", ".article {color: #333}")

    assert root[0].get("style") is None


def test_block_without_margins_gets_none():
    """
    Browsers would add their own; WeChat's reset cannot be relied on.
    """
    assert style_of(styled("<p>a</p>", ""), "p")["margin"] == "0"


def test_inline_element_drops_what_it_inherits():
    """
    ``strong`` with the colour of its paragraph does not repeat it.
    """
    root = styled("<p>a <strong>b</strong></p>", "p, strong {color: #333}")

    assert root.cssselect("strong")[0].get("style") is None


FONT_SIZES = [
    ("h2 {font-size: 1.25em}", "20px"),
    ("h2 {font-size: 125%}", "20px"),
    ("h2 {font-size: 1.25rem}", "20px"),
    ("h2 {font-size: 15pt}", "20px"),
    ("h2 {font-size: larger}", "19.2px"),
    ("h2 {font-size: inherit}", "16px"),
    ("h2 {font: bold 20px/1.4 serif}", "20px"),
]


@pytest.mark.parametrize(("css", "size"), FONT_SIZES)
def test_sizes_of_text_become_pixels(css, size):
    """
    A relative size is worked out where it stands: the element may be moved.
    """
    root = styled("<h2>a</h2>", f".article {{font-size: 16px}} {css}")

    assert style_of(root, "h2")["font-size"] == size


def test_style_element_of_a_post_counts_and_goes():
    """
    An author's ``style`` element is applied, and none of it is left as text.
    """
    root = styled("<p>a</p><style>p {color: red}</style>b", "")

    assert style_of(root, "p")["color"] == "red"
    assert "".join(root.itertext()) == "ab"
    assert root.cssselect("style") == []


def test_no_mark_is_left_behind():
    """
    The attribute that marks elements for premailer does not reach WeChat.
    """
    root = styled("<p>a</p>", "p:not(.x) {color: red}")

    assert root[0].keys() == ["style"]


def test_no_presentational_attribute_is_added():
    """
    premailer would add ``bgcolor`` and ``align``; here it must not.
    """
    css = (
        "td {background-color: red; text-align: left; vertical-align: top; width: 9px}"
    )

    root = styled("<table><tr><td>a</td></tr></table>", css)

    assert root.cssselect("td")[0].keys() == ["style"]


def test_text_is_untouched():
    """
    Text that looks like CSS or HTML stays as its author wrote it.
    """
    root = styled("<p>p {color: red} &lt;style&gt; var(--x)</p>", "p {color: blue}")

    assert root[0].text == "p {color: red} <style> var(--x)"


def test_deep_trees_do_not_overflow():
    """
    Two hundred quotes, one in the other, are styled like any.
    """
    markup = "<blockquote>" * 200 + "<p>a</p>" + "</blockquote>" * 200

    assert style_of(styled(markup, "p {color: red}"), "p")["color"] == "red"


def test_same_input_same_output():
    """
    Nothing remembered from one article reaches the next.
    """
    css = ":root {--a: red} p:first-child {color: var(--a); margin: 1em 0}"
    first = etree.tostring(styled("<p>a</p><p>b</p>", css))
    styled("<p>c</p>", ":root {--a: blue} p {color: var(--a)}")

    assert etree.tostring(styled("<p>a</p><p>b</p>", css)) == first


def shown(root):
    """The inside of an article, a line for each block."""
    markup = etree.tostring(root, encoding="unicode")
    inner = re.sub(r"^<section[^>]*>|</section>$", "", markup)
    return re.sub(
        r"(?<!^)(?=<(p|h2|ul|li|table|tbody|tr|td|blockquote)\b)", "\n", inner
    )


@pytest.mark.parametrize("case", load_cases("style"), ids=lambda case: case.name)
def test_cases(case, request):
    """
    What a page says a stylesheet does to an article.
    """
    css, markup = case.given.split("---\n")
    actual = shown(styled(markup.strip(), css))
    if request.config.getoption("--update-cases"):
        rewrite_case(case, actual)
        return
    assert actual == case.expected


PIECES = [
    "p",
    "h2",
    ".a",
    ">",
    "+",
    "~",
    "*",
    ":not(",
    ")",
    ":first-child",
    ":nth-of-type(2)",
    "::before",
    ":hover",
    "[x]",
    '[x="',
    "]",
    ",",
    "{",
    "}",
    "color",
    ":",
    ";",
    "red",
    "#fff",
    "#ggg",
    "rgb(",
    "rgba(1,2,3,",
    "calc(",
    "1px",
    "+",
    "/",
    "1e400",
    "var(--a",
    "--a:",
    "@media",
    "@import",
    "!important",
    "url(",
    "'",
    '"',
    "\\",
    "/*",
    "*/",
    "中",
    "font:",
    "margin:",
    "border:",
    "background:",
    "1rem",
    "-",
    "50%",
    "color-mix(in",
    "srgb,",
    "transparent",
    "inherit",
    "font-size:",
    "1em",
    "line-height:",
    "NaN",
    "ns|p",
    "p:is(",
    ":root",
    "#id",
    "p:lang(zh)",
    ":scope",
    ":empty",
    "p:nth-child(2",
    "list-style:",
]


@given(st.lists(st.sampled_from([*PIECES, " "]), max_size=40).map("".join))
def test_no_stylesheet_stops_an_article(css):
    """
    Whatever stands in ``style``, the text comes out and nothing raises.
    """
    root = styled('<h2>a</h2><p class="a" x="">b<em>c</em></p>', f"{css} p{{{css}}}")

    assert "".join(root.itertext()) == "abc"


def test_drawing_keeps_its_own_styles():
    """
    What stands inside ``svg`` is no text of the article.
    """
    drawing = (
        '<svg style="width:9px"><text style="font:italic 13px serif">a</text></svg>'
    )

    root = styled(drawing, "* {color: red}")

    assert root.cssselect("text")[0].get("style") == "font:italic 13px serif"


@pytest.mark.parametrize(
    "style",
    [
        "font-size:1.2.3px",
        "font-size:1.2.3rem",
        "letter-spacing:1.2.3em",
        "line-height:..5em",
        "width:1.2.3vw",
        "min-height:.vh",
    ],
)
def test_a_number_with_two_points_stops_nothing(style):
    """
    A slip of the author's hand: the declaration has no effect, the text stays.
    """
    drawing = f'<svg viewBox="0 0 1 1" style="{style}"><path d="M0 0"/></svg>'
    article = built(f'文 <span style="{style}">字</span>\n\n{drawing}\n')

    assert "字" in article.text

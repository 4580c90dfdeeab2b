"""Values an inline style can hold: no variables, no arithmetic, old colours."""

from __future__ import annotations

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from mdwx.page import styles
from mdwx.style import grounds, joining, sheet
from mdwx.style.values import resolved

VARIABLES = {
    "--accent": "#0f7b6c",
    "--gap": "8px",
    "--twice": "calc(2 * var(--gap))",
    "--round": "var(--about)",
    "--about": "var(--round)",
}


def worked_out(value):
    variables = {
        name: tinycss2.parse_component_value_list(text)
        for name, text in VARIABLES.items()
    }
    return resolved(tinycss2.parse_component_value_list(value), variables)


KEPT = [
    "1px solid red",
    "1.5em",
    "50%",
    "Menlo,Consolas,monospace",
    "currentcolor",
    "linear-gradient(90deg,#fff,#333)",
    "url(https://mmbiz.qpic.cn/a.png)",
    "rotate(45deg)",
    "#abc",
]


@pytest.mark.parametrize("value", KEPT)
def test_plain_value_stays(value):
    """
    What WeChat understands is left as it is.
    """
    assert worked_out(value) == value


WORKED_OUT = [
    ("var(--accent)", "#0f7b6c"),
    ("1px solid var(--accent)", "1px solid #0f7b6c"),
    ("var(--nowhere, 3px)", "3px"),
    ("var(--nowhere, var(--gap))", "8px"),
    ("var(--round, 1px)", None),
    ("var(--nowhere)", None),
    ("var(--twice)", "16px"),
    ("1rem", "16px"),
    (".5rem 1.25rem", "8px 20px"),
    ("12pt", "16px"),
    ("calc(1rem + 4px)", "20px"),
    ("calc((1px + 2px) * 3)", "9px"),
    ("calc(100% / 4)", "25%"),
    ("calc(100% - 10px)", None),
    ("calc(1px / 0)", None),
    ("min(10px, 20px)", "10px"),
    ("max(10px, 20px, 5px)", "20px"),
    ("clamp(10px, 50px, 20px)", "20px"),
    ("env(safe-area-inset-top)", None),
    ("#AABBCC", "#abc"),
    ("#3F3F3F", "#3f3f3f"),
    ("#00000014", "rgba(0,0,0,.078)"),
    ("rgb(0 0 0 / 8%)", "rgba(0,0,0,.08)"),
    ("rgba(0, 0, 0, 0.10)", "rgba(0,0,0,.1)"),
    ("rgb(255, 0, 0)", "red"),
    ("hsl(0 100% 50%)", "red"),
    ("hwb(120 0% 0%)", "#0f0"),
    ("rgba(1, 2, 3, 0)", "transparent"),
    ("oklch(60% .1 200)", "#0d9298"),
    ("lab(50% 40 -20 / .5)", "rgba(171,90,154,.5)"),
    ("color(display-p3 .2 .5 .3)", "#008247"),
    ("color(rec2020 1 0 0)", None),
    ("color-mix(in srgb, var(--accent) 8%, transparent)", "rgba(15,123,108,.08)"),
    ("color-mix(in srgb, #f00, #00f)", "purple"),
    ("color-mix(in srgb, #f00 25%, #00f)", "#4000bf"),
    ("color-mix(in srgb, #f00, #00f 25%)", "#bf0040"),
    ("color-mix(in oklab, #f00 30%, #fff)", "#ffc8bd"),
    ("color-mix(in oklch, #f00, #00f)", None),
    ("color()", None),
]


@pytest.mark.parametrize(("value", "expected"), WORKED_OUT)
def test_modern_value_is_worked_out(value, expected):
    """
    What WeChat would drop is written plainly; None where that cannot be.
    """
    assert worked_out(value) == expected


LONGHANDS = [
    ("margin: 1px",
     "margin-top:1px;margin-right:1px;margin-bottom:1px;margin-left:1px"),
    ("padding-block: 1px 2px", "padding-top:1px;padding-bottom:2px"),
    ("margin-inline-start: 3px", "margin-left:3px"),
    ("border-left: 4px solid red",
     "border-left-width:4px;border-left-style:solid;border-left-color:red"),
    ("list-style: inside square", "list-style-type:square;list-style-position:inside"),
    ("font: italic bold 14px/1.5 serif",
     "font-style:italic;font-weight:700;font-size:14px;line-height:1.5"),
    ("font: small serif",
     "font-style:normal;font-weight:400;font-size:small;line-height:normal"),
    ("font: 14px", ""),
    ("border-radius: 1px 2px / 3px",
     "border-top-left-radius:1px 3px;border-top-right-radius:2px 3px;"
     "border-bottom-right-radius:1px 3px;border-bottom-left-radius:2px 3px"),
    ("overflow: hidden", "overflow-x:hidden;overflow-y:hidden"),
    ("flex: 1", "flex-grow:1;flex-shrink:1;flex-basis:0%"),
    ("flex: none", "flex-grow:0;flex-shrink:0;flex-basis:auto"),
    ("flex: 2 30%", "flex-grow:2;flex-shrink:1;flex-basis:30%"),
    ("outline: red dotted 1px",
     "outline-width:1px;outline-style:dotted;outline-color:red"),
    ("text-decoration: underline dotted red",
     "text-decoration-line:underline;text-decoration-style:dotted;"
     "text-decoration-color:red;text-decoration-thickness:auto"),
    ("border-top: inherit",
     "border-top-width:inherit;border-top-style:inherit;border-top-color:inherit"),
    ("font: unset",
     "font-style:unset;font-weight:unset;font-size:unset;line-height:unset"),
    ("display: flex", "display:flex"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LONGHANDS)
def test_shorthand_is_taken_apart(text, expected):
    """
    The cascade compares longhands only.
    """
    pairs = sheet.declarations(sheet.block(text), {})

    assert ";".join(f"{name}:{value}" for name, value in pairs) == expected


PIECES = [
    *("color", "margin", "--x", ":", ";", " ", "1px", "-2em", "#fff", "red", "50%"),
    *("rgba(0, 0, 0, .5)", "color()", "url(a.png)", '"PingFang SC"', "!important"),
    *(",", "(", ")", '"', "'", "/", "*", "{", "}", "[", "]", "@media", "\\"),
    *("\u3000", "宋体"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_a_style_is_worked_out_as_its_declarations_are(text):
    """
    Where each may be read alone it is, and nothing else comes of it.
    """
    whole = list(sheet.declarations(sheet.block(text), {}))

    assert list(sheet.longhands(text).items()) == whole
    assert styles.declarations(text) == styles.read_part(text)


GROUNDS = [
    ("none", {}),
    ("#fff url(a.png) no-repeat center / 10px",
     {"color": "#fff", "image": "url(a.png)", "repeat": "no-repeat",
      "position": "center", "size": "10px"}),
    ("center/cover url(a.png)",
     {"image": "url(a.png)", "position": "center", "size": "cover"}),
    ("linear-gradient(#fff,rgba(0,0,0,.1))",
     {"image": "linear-gradient(#fff,rgba(0,0,0,.1))"}),
    ("url(a,b.png) 0 50%, teal",
     {"color": "teal", "image": "url(a,b.png),none", "position": "0 50%,0% 0%"}),
    ("red content-box", {"color": "red", "origin": "content-box",
                         "clip": "content-box"}),
    ("fixed transparent", {"attachment": "fixed"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), GROUNDS)
def test_background_is_taken_apart(text, said):
    """
    What it does not say is as if nothing had been, in each of its layers.
    """
    found = dict(grounds.background(text))
    usual = {name: set(found[name].split(",")) for name in found}
    expected = {f"background-{name}": value for name, value in said.items()}
    assert {name: found[name] for name in expected} == expected
    silent = set(found) - set(expected)
    assert {name: usual[name] for name in silent} == {
        name: {grounds.INITIAL[name]} for name in silent
    }


JOINED = [
    "border-radius:4px",
    "border-radius:1px 2px/3px",
    "overflow:hidden",
    "flex:1",
    "flex:none",
    "flex:2 1 30%",
    "outline:1px dotted red",
    "text-decoration:underline dotted red",
    "text-decoration:none",
    "margin:inherit",
    "border:inherit",
    "background-color:red;background-clip:content-box",
]


@pytest.mark.parametrize("style", JOINED)
def test_shorthand_comes_back(style):
    """
    Taken apart and put together it reads as before.
    """
    pairs = dict(sheet.declarations(sheet.block(style), {}))
    written = joining.joined(pairs)
    again = ";".join(f"{name}:{value}" for name, value in written.items())
    assert again.replace("background-origin:content-box;", "") == style


def test_words_for_all_stand_alone():
    """
    `margin: 0 inherit` is no margin in any browser.
    """
    sides = {"margin-top": "0", "margin-right": "inherit", "margin-bottom": "0"}
    left = {**sides, "margin-left": "0"}
    assert joining.joined(left) == left

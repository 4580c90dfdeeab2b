"""Values an inline style can hold: no variables, no arithmetic, old colours."""

from __future__ import annotations

import pytest
import tinycss2

from mdwx.style import sheet
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
    ("rgb(255, 0, 0)", "#f00"),
    ("hsl(0 100% 50%)", "#f00"),
    ("hwb(120 0% 0%)", "#0f0"),
    ("rgba(1, 2, 3, 0)", "transparent"),
    ("oklch(60% .1 200)", None),
    ("color-mix(in srgb, var(--accent) 8%, transparent)", "rgba(15,123,108,.08)"),
    ("color-mix(in srgb, #f00, #00f)", "#800080"),
    ("color-mix(in srgb, #f00 25%, #00f)", "#4000bf"),
    ("color-mix(in srgb, #f00, #00f 25%)", "#bf0040"),
    ("color-mix(in oklch, #f00, #00f)", None),
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
    ("background: none", "background-color:transparent;background-image:none"),
    ("background: #fff url(a.png) no-repeat center / 10px",
     "background-color:#fff;background-image:url(a.png);background-repeat:no-repeat;"
     "background-position:center;background-size:10px"),
    ("background: linear-gradient(#fff,#eee)",
     "background-color:transparent;background-image:linear-gradient(#fff,#eee)"),
    ("list-style: inside square", "list-style-position:inside;list-style-type:square"),
    ("font: italic bold 14px/1.5 serif",
     "font-size:14px;line-height:1.5;font-style:italic;font-weight:bold"),
    ("display: flex", "display:flex"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LONGHANDS)
def test_shorthand_is_taken_apart(text, expected):
    """
    The cascade compares longhands only.
    """
    pairs = sheet.declarations(sheet.block(text), {})

    assert ";".join(f"{name}:{value}" for name, value in pairs) == expected

"""What a browser computes from a sheet, beside what it computes from our styles."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

from lxml import etree

from mdwx.style import apply
from mdwx.style.sheet import read
from mdwx.style.spans import settle

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")

BASE = """
* {margin: 0; padding: 0}
body {width: 335px; font: 17px/1.6 sans-serif}
:where(mark, a) {background: none; color: inherit}
:where(code) {font-family: inherit}
"""
"""What both have in common: WeChat's reset, the size of its text, that ``mark`` becomes
``span`` later, that a link without a colour has that of its words, and that families
are for code alone, where a theme names them."""


AT_ONCE = 40
"""Cases in one call: the tab's answer is awaited for some seconds only."""


def names(*texts):
    return tuple(name for text in texts for name in text.split())


def sides(form):
    return " ".join(form.format(side) for side in ("top", "right", "bottom", "left"))


PROPERTIES = names(
    # The text.
    "color font-size font-style font-weight font-family font-variant-caps",
    "line-height letter-spacing word-spacing text-align text-align-last text-indent",
    "text-transform text-shadow text-overflow text-underline-offset direction",
    "text-decoration-line text-decoration-style text-decoration-color",
    "text-decoration-thickness text-emphasis-style text-emphasis-color",
    "white-space-collapse text-wrap-mode word-break overflow-wrap hyphens line-break",
    "tab-size vertical-align",
    # The box.
    "display width height min-width max-width min-height max-height box-sizing",
    "float clear overflow-x overflow-y visibility opacity transform aspect-ratio",
    sides("margin-{}"),
    sides("padding-{}"),
    sides("border-{}-width"),
    sides("border-{}-style"),
    sides("border-{}-color"),
    "border-top-left-radius border-top-right-radius",
    "border-bottom-right-radius border-bottom-left-radius",
    "outline-width outline-style outline-color outline-offset box-shadow",
    "object-fit object-position",
    # Its ground.
    "background-color background-image background-repeat background-size",
    "background-position-x background-position-y background-attachment",
    "background-clip background-origin",
    # Rows, lists and tables.
    "flex-direction flex-wrap flex-grow flex-shrink flex-basis order",
    "justify-content align-items align-content align-self",
    "list-style-type list-style-position list-style-image",
    "border-collapse border-spacing table-layout caption-side empty-cells",
)


def numbered(root):
    """The same tree with a number on each element."""
    for number, element in enumerate(root.iter(etree.Element)):
        if element.tag != "style":
            element.set("data-n", str(number))
    return root


def case(root, css):
    """A stylesheet over an article: as it is written, and as we compute it."""
    source = numbered(deepcopy(root))
    inline = deepcopy(source)
    # The spans that a theme may speak of are there before any rule is matched.
    settle(source, read(css).rules)
    apply(inline, css=css)
    return {"css": css, "source": text(source), "inline": text(inline)}


def text(root):
    return etree.tostring(root, method="html", encoding="unicode")


def differences(tab, cases):
    """For each case, where the two differ, in words."""
    tab.evaluate(f"globalThis.compare = {SCRIPT}; 0")
    told = []
    for number in range(0, len(cases), AT_ONCE):
        some = cases[number : number + AT_ONCE]
        given = ",".join(json.dumps(it) for it in (some, BASE, PROPERTIES))
        told += tab.evaluate(f"compare({given})")
    return told

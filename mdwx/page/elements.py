"""What mdwx knows about HTML's elements and attributes, as plain data."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = [
    "ATTRIBUTES",
    "BLOCKS",
    "CONTAINERS",
    "ENDED_BY",
    "INLINES",
    "KNOWN",
    "VECTOR",
    "VOID",
    "names",
]


def names(text: str) -> frozenset[str]:
    """The names in ``text``, which white space sets apart."""
    return frozenset(text.split())


VOID: Final = names(
    "area base br col embed hr img input link meta param source track wbr"
)

CONTAINERS: Final = names(
    "section div article main header footer nav aside hgroup address center dialog "
    "blockquote details figure form fieldset dd"
)
"""Boxes that hold blocks; words loose in them belong into a paragraph."""

BLOCKS: Final = CONTAINERS | names(
    "p h1 h2 h3 h4 h5 h6 hr pre ul ol li dl dt table caption thead tbody tfoot tr "
    "td th figcaption summary legend"
)

INLINES: Final = names(
    "a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd label "
    "mark q rb rp rt ruby s samp small span strike strong sub sup time tt u var "
    "wbr"
)

VECTOR: Final = names(
    "svg g rect circle ellipse line polyline polygon path text tspan image "
    "animate animateTransform animateMotion set defs use symbol marker mask "
    "pattern clipPath linearGradient radialGradient stop filter "
    "foreignObject"
)

REFUSED: Final = names(
    "script noscript template style link meta title base iframe object embed "
    "canvas applet frame frameset video audio source track picture button select "
    "textarea option optgroup input math annotation semantics colgroup col html "
    "head body map area param noembed noframes dir menu output progress meter "
    "slot svg marquee blink"
)
"""Known, and met by a rule of ``transforms.sanitise`` or ``transforms.players``."""

KNOWN: Final = BLOCKS | INLINES | VECTOR | REFUSED
"""Any other name in the source is no tag but text, such as ``List<String>``."""

ENDED_BY: Final = MappingProxyType(
    {
        "p": BLOCKS - {"li", "td", "th", "tr"},
        "li": frozenset({"li"}),
        "dt": frozenset({"dt", "dd"}),
        "dd": frozenset({"dt", "dd"}),
        "td": frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"}),
        "th": frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"}),
        "tr": frozenset({"tr", "tbody", "thead", "tfoot"}),
        "option": frozenset({"option"}),
        "summary": frozenset({"p", "div", "section", "ul", "ol", "pre", "table"}),
    }
)
"""Which start tags end an open element whose end tag was left out."""

ATTRIBUTES: Final = MappingProxyType(
    {
        "": names("style class id align data-ignore-width data-ignore-dm data-no-dark"),
        "a": names(
            "href title data-miniprogram-appid data-miniprogram-path "
            "data-miniprogram-type data-miniprogram-nickname"
        ),
        "img": names("src data-src alt title width height data-w data-ratio"),
        "ol": names("start type reversed"),
        "ul": frozenset({"type"}),
        "li": frozenset({"value"}),
        "table": names("width bgcolor"),
        "tr": names("valign bgcolor"),
        "td": names("colspan rowspan width valign bgcolor data-colwidth"),
        "th": names("colspan rowspan width valign bgcolor data-colwidth"),
        "col": names("width span"),
        "font": names("color size"),
        "input": names("type checked value"),
        "iframe": names("src title class data-mpvid data-src data-vidtype data-cover"),
        "video": names("src poster title"),
        "audio": names("src title"),
        "embed": names("src title"),
        "object": names("data title"),
        "source": frozenset({"src"}),
    }
)
"""Attributes of the author's HTML that a rule reads; "" is every element."""

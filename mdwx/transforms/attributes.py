"""Attributes: a short list stays, all others leave."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.page import Page
from mdwx.page.elements import VECTOR, names
from mdwx.page.tree import LINE, elements, tag_of
from mdwx.transforms.addresses import leads_away

__all__ = ["strip_attributes"]

EVERYWHERE: Final = names("style data-ignore-width data-ignore-dm data-no-dark")
USUAL: Final = frozenset({"style", LINE})
"""All that most elements have."""
STAYING: Final = MappingProxyType(
    {
        "a": names(
            "href data-miniprogram-appid data-miniprogram-path "
            "data-miniprogram-type data-miniprogram-nickname"
        ),
        "img": names("src alt data-w data-ratio"),
        "td": names("colspan rowspan data-colwidth"),
        "th": names("colspan rowspan data-colwidth"),
    }
)
PLATFORM: Final = ("mp-", "iframe")
RUNNING: Final = names("srcdoc action formaction ping is manifest background")
"""What a browser might run or ask for, and no card of the platform has."""

NEVER: Final = names("id name class srcset sizes loading decoding")


def strip_attributes(page: Page) -> None:
    """Rules A01, A03, A04 and A11: keep what the page or a reader uses.

    Ids are stripped by the server and no class of ours has a stylesheet there
    (Measured 2026-06). Private attributes stay until the page is finished.
    """
    for element in elements(page.root):
        names_of = element.keys()
        if USUAL.issuperset(names_of):
            continue
        for name in map(str, names_of):
            if not stays(element, name):
                del element.attrib[name]


def stays(element: etree._Element, name: str) -> bool:
    """Whether an attribute is of use in an article."""
    tag = tag_of(element)
    if tag.startswith(PLATFORM):
        # The platform knows more of its cards than we do, but not other hosts.
        return name not in RUNNING and not leads_away(element.get(name, ""))
    if tag in VECTOR:
        return name not in NEVER
    is_private = name.startswith("mdwx-")
    return is_private or name in EVERYWHERE or name in STAYING.get(tag, ())

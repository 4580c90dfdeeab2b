"""What must never reach WeChat; a finding here is a fault of mdwx.

Every one of these has been dropped or rewritten before: the checks look again,
because an article cannot be changed once it is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.hosts import is_picture_of_wechat
from mdwx.page.styles import declarations
from mdwx.patterns import pattern

__all__ = ["check"]

ELEMENTS: Final = frozenset(
    re.findall(
        r"\S+",
        """address applet article aside audio base body button canvas dialog div
        embed figcaption figure footer form frame head header html input label
        link main math meta nav noscript object option script select source
        style template textarea title video""",
    )
)
"""Dropped by the server or robbed of their style by the editor (rules T01-T11)."""

ATTRIBUTES: Final = pattern(r"id|name|class|srcset|sizes|loading|on.*", re.IGNORECASE)
"""Stripped, or without effect (rules A01-A03, A11)."""

PROPERTIES: Final = pattern(
    r"position|top|right|bottom|left|inset.*|z-index|animation.*|transition.*"
    r"|filter|backdrop-filter|mask.*|content|--.*"
)
"""Removed by the editor, or without effect (rules C01-C03)."""

VALUES: Final = pattern(r"\b(var|calc|env|min|max|clamp|expression)\(")
URL: Final = pattern(r"url\(\s*[\"']?([^\"')]+)")


def check(subject: Subject) -> Iterator[Finding]:
    """Find what the transforms should have taken out."""
    # A picture that never had an address is the author's, and is told as R020.
    told = {"<img>"} if any(not ref.src.strip() for ref in subject.images) else set()
    for element, style in subject.said:
        for what in left_over(element, style):
            if what in told:
                continue
            yield subject.finding(
                "M090",
                Text(
                    zh=f"还留着微信不收的内容：{what}",
                    en=f"something WeChat does not take is left: {what}",
                ),
                hint=Text(
                    zh="这是 mdwx 的错误；请附上这一段报告",
                    en="this is a fault of mdwx; please report it with this paragraph",
                ),
                at=element,
            )


def left_over(element: etree._Element, style: str) -> Iterator[str]:
    """Name each thing about an element of this style that must not be there."""
    tag = str(element.tag)
    if tag in ELEMENTS:
        yield f"<{tag}>"
    if tag.startswith("mp-") or (tag == "iframe" and element.get("data-mpvid")):
        # Cards and videos of the platform itself come with its own classes.
        return
    if tag == "iframe":
        yield "<iframe>"
    if (names := element.keys()) != ["style"]:
        told = filter(ATTRIBUTES.fullmatch, map(str, names))
        yield from (f"{name}={element.get(name)}" for name in told)
    if tag == "a" and not leads_inside(element):
        yield f"href={element.get('href', '')}"
    if tag == "img" and not element.get("src"):
        yield "<img>"
    yield from left_in_style(style)


@lru_cache(maxsize=4096)
def left_in_style(style: str) -> tuple[str, ...]:
    """Name each declaration that must not be there."""
    return tuple(unwanted(style))


def unwanted(style: str) -> Iterator[str]:
    """Name each declaration that must not be there."""
    for declaration in declarations(style):
        said = f"{declaration.name}:{declaration.value}"
        addresses = URL.findall(declaration.value)
        if (
            PROPERTIES.fullmatch(declaration.name)
            or VALUES.search(declaration.value)
            or not all(map(is_picture_of_wechat, addresses))
        ):
            yield said


def leads_inside(link: etree._Element) -> bool:
    """Whether every account may link there (rule A05): articles, mini programs."""
    href = link.get("href", "")
    if not href:
        return "data-miniprogram-appid" in link.attrib
    address = urlsplit(href)
    return (
        address.scheme in ("http", "https") and address.hostname == "mp.weixin.qq.com"
    )

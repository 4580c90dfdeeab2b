"""Pictures that fill a phone and hang askew on a desktop.

One whose width comes to 376 to 676 px is cut to the column of a phone, but is
narrower than that of a desktop: the official checker calls it centred
inconsistently, even with automatic margins. Official: structure rules 1.4;
measured with engine 0.2.10, 2026-08.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from mdwx.checks.limits import LIMITS
from mdwx.checks.settings import pixels
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Severity, Text
from mdwx.page.styles import read_style

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find pictures of such a width; one in a padded box passes."""
    widest = LIMITS["split_picture"].bound(Severity.WARNING)
    narrowest = LIMITS["phone_picture"].bound(Severity.WARNING)
    for element, setting in subject.settings:
        if element.tag != "img" or setting.is_padded or setting.scrolls:
            continue
        width = width_of(element)
        if width is None or not narrowest < width < widest or is_excused(element):
            continue
        yield subject.finding(
            "C144",
            Text(
                zh=f"图片宽 {width:g}px：手机上占满，电脑上偏窄",
                en=f"a picture of {width:g}px fills a phone and not a desktop",
            ),
            hint=Text(zh="写成百分比，如 {width=80%}", en="write a share: {width=80%}"),
            at=element,
        )


def width_of(image: etree._Element) -> float | None:
    """The width in px it is shown at, where nothing but itself decides."""
    style = read_style(image)
    if "width" in style:
        return pixels(style["width"])
    if style.get("max-width", "").endswith("px"):
        return pixels(style["max-width"])
    natural = image.get("data-w", "")
    return float(natural) if natural.isdecimal() else None


def is_excused(image: etree._Element) -> bool:
    """Whether the checker is told to leave its width, here or on its paragraph."""
    parent = image.getparent()
    family = (image,) if parent is None else (image, parent)
    return any("data-ignore-width" in it.attrib for it in family)

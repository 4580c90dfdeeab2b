"""A page as a long picture, or on paper.

A Chromium draws at most some 16,000 pixels at once, so a long picture is taken in
strips and put together. Its scale is that of a phone's screen.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from mdwx.browser.chromium import chromium
from mdwx.browser.tab import Tab
from mdwx.errors import BrowserError
from mdwx.model import Text

__all__ = ["PRINTING", "long_picture", "pdf"]

PRINTING: Final = Text(
    zh="没有浏览器，做不了长图和 PDF",
    en="there is no browser to make pictures and PDFs with",
)
"""What is told where ``find_browser`` finds none."""

WIDTH_PX: Final = 375
SCALE: Final = 2
STRIP_PX: Final = 4000
MOST_LOOKS: Final = 6
MOST_PX: Final = 100_000
"""Of CSS pixels; what is taller no program opens as a picture."""
NUMBER_OF_PAGE: Final = (
    '<div style="color:#888;font:8px sans-serif;text-align:center;width:100%">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)
READY: Final = (
    "Promise.all(Array.from(document.images, i => i.decode().catch(() => 0)))"
    ".then(() => document.fonts.ready)"
    ".then(() => Math.ceil(document.documentElement.getBoundingClientRect().height))"
)
"""The height of the page, once every picture is there."""


def long_picture(page: str, *, binary: Path, env: Mapping[str, str]) -> bytes:
    """The whole page on a phone of ``WIDTH_PX``, as one PNG."""
    with chromium(binary, env=env) as browser:
        tab = Tab(browser)
        metrics = {"width": WIDTH_PX, "height": 800, "deviceScaleFactor": SCALE}
        tab.say("Emulation.setDeviceMetricsOverride", mobile=True, **metrics)
        tab.show(page)
        height = int(tab.ask(READY))
        if height > MOST_PX:
            raise too_tall(height)
        # Each strip is a screen of its own: nothing depends on how far was scrolled.
        sheet = Image.new("RGB", (WIDTH_PX * SCALE, height * SCALE), "white")
        for top in range(0, height, STRIP_PX):
            strip = min(STRIP_PX, height - top)
            sheet.paste(strip_of(tab, top=top, height=strip), (0, top * SCALE))
    stream = BytesIO()
    sheet.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def strip_of(tab: Tab, *, top: int, height: int) -> Image.Image:
    """A part of the page, over its whole width.

    A browser with much to do paints what can be scrolled a moment later, so it is
    looked at until two looks are the same; what moves is never, and is left at that.
    """
    clip = {"x": 0, "y": top, "width": WIDTH_PX, "height": height, "scale": 1}
    wanted = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    before, shot = "", ""
    for _ in range(MOST_LOOKS):
        before, shot = shot, tab.say("Page.captureScreenshot", **wanted)["data"]
        if shot == before:
            break
    return Image.open(BytesIO(b64decode(shot))).convert("RGB")


def too_tall(height: int) -> BrowserError:
    """The error of an article that is no picture."""
    return BrowserError(
        Text(
            zh=f"这篇文章有 {height:,} 像素高，做不成一张图（最多 {MOST_PX:,}）",
            en=f"this article is {height:,} pixels tall, too much for one picture"
            f" ({MOST_PX:,} at most)",
        ),
        hint=Text(zh="存成 PDF 或 HTML", en="make it a PDF or HTML"),
    )


def pdf(page: str, *, binary: Path, env: Mapping[str, str]) -> bytes:
    """The page on A4, with numbered pages and an outline."""
    with chromium(binary, env=env) as browser:
        tab = Tab(browser)
        tab.show(page)
        tab.ask(READY)
        printed = tab.say(
            "Page.printToPDF",
            printBackground=True,
            preferCSSPageSize=True,
            displayHeaderFooter=True,
            headerTemplate="<span></span>",
            footerTemplate=NUMBER_OF_PAGE,
            generateTaggedPDF=True,
            generateDocumentOutline=True,
        )
    return b64decode(printed["data"])

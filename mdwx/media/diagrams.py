"""A drawn diagram -> the PNG that is uploaded: opaque, sharp and small.

Dark mode leaves pictures as they are, so a diagram brings white paper of its
own; a transparent one would put dark letters on a dark page.
"""

from __future__ import annotations

import io
from typing import Final

from lxml import etree
from PIL import Image

from mdwx.errors import SourceError
from mdwx.media import fonts, vector
from mdwx.media.encode import Print, write_png
from mdwx.media.engines.refusals import INSTALL, not_drawn
from mdwx.media.source import Source
from mdwx.model import Drawing, ImageRef, Span, Text, Undrawn
from mdwx.patterns import pattern

__all__ = ["VERSION", "photograph", "source_of"]

VERSION: Final = 1
"""Of what is below: raised when the same drawing gives other bytes."""

WIDEST_PX: Final = 2000
COLOURS: Final = 128
"""A diagram has a dozen, and the shades at their edges."""

PHONE_PX: Final = 343
LETTER_PX: Final = 14
SMALLEST_PX: Final = 7
"""Letters below this size are not read on a phone without a magnifying glass."""

CHINESE: Final = pattern("[\u2e80-\ufa6f\uff00-\uffef\U00020000-\U0003ffff]")
FONT: Final = Text(
    zh="安装一种中文字体：apt install fonts-noto-cjk",
    en="install a Chinese font: apt install fonts-noto-cjk",
)


def source_of(ref: ImageRef, drawing: Drawing) -> Source:
    """The diagram as its author wrote it: a new engine is no edit of a post."""
    written = f"{drawing.kind}\n{drawing.source}"
    return Source(ref, written.encode("utf-8", "replace"))


def photograph(ref: ImageRef, drawn: str | Undrawn) -> Print:
    """The picture of a drawing; SourceError says why there is none."""
    if isinstance(drawn, Undrawn):
        raise refusal(ref, drawn)
    if not vector.is_installed():
        raise refusal(ref, not_drawn("resvg-py", hint=INSTALL))
    root = etree.fromstring(drawn.encode())
    words = "".join(map(str, root.itertext()))
    if CHINESE.search(words) and fonts.chinese() is None:
        problem = Text(
            zh="没有找到中文字体，图里的中文画不出来",
            en="no Chinese font is found to draw the words of this diagram",
        )
        raise refusal(ref, Undrawn(problem, FONT))
    png = vector.draw(Source(ref, drawn.encode()), widest_px=WIDEST_PX)
    with Image.open(io.BytesIO(png)) as picture:
        plain = on_paper(picture)
    data = write_png(plain.quantize(COLOURS, dither=Image.Dither.NONE))
    return Print(data, "png", *plain.size, notes=notes(root))


def refusal(ref: ImageRef, why: Undrawn) -> SourceError:
    """The error with the line of the diagram that is wrong."""
    where = ref.where
    if why.line and where.line:
        where = Span(where.path, where.line + why.line)
    return SourceError(why.problem, where=where, hint=why.hint)


def on_paper(picture: Image.Image) -> Image.Image:
    """The picture on white, without transparency."""
    rgba = picture.convert("RGBA")
    paper = Image.new("RGB", rgba.size, "white")
    paper.paste(rgba, mask=rgba.getchannel("A"))
    return paper


def notes(root: etree._Element) -> tuple[tuple[str, int], ...]:
    """Whether letters come out too small on a phone, and how small."""
    width = float(root.get("viewBox", "0 0 0 0").split()[2])
    letters_px = LETTER_PX * min(1.0, PHONE_PX / (width or 1))
    small = letters_px < SMALLEST_PX
    return (("small-letters", round(letters_px)),) if small else ()

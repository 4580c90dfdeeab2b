"""A cover drawn from the title, for an article without a picture.

The words stand in the middle square, so that the 1:1 cut of a share shows them
as whole as the 2.35:1 cut of the list.
"""

from __future__ import annotations

import hashlib
import io
import math
import unicodedata
from collections.abc import Sequence
from typing import Final

import PIL
from PIL import Image, ImageDraw, ImageFont

from mdwx.media import fonts
from mdwx.media.fonts import Face
from mdwx.media.motifs import MOTIFS, PALETTES, Colour, Palette
from mdwx.media.wrapping import Title
from mdwx.records import dataclass

__all__ = ["HEIGHT", "VERSION", "WIDTH", "Lettering", "draw", "lettering"]

VERSION: Final = 1
WIDTH: Final = 1800
HEIGHT: Final = 766

TEXT_WIDTH: Final = 680
TEXT_HEIGHT: Final = 470
LINE: Final = 1.34
SIZES: Final = range(136, 46, -4)
MEASURED_AT: Final = 100
SMALL_COST: Final = 0.55
BYLINE_SIZE: Final = 34
BYLINE_GAP: Final = 92
BYLINE_WIDTH: Final = 600
FINER: Final = 2
"""Shapes are drawn larger and shrunk, which smooths their edges."""

HALF_EMPTY_LAST: Final = (
    "\u3002\uff0c\u3001\uff1b\uff1a\uff09\u300b\u300d\u300f\u3011\u3009\u201d\u2019"
)
HALF_EMPTY_FIRST: Final = "\uff08\u300a\u300c\u300e\u3010\u3008\u201c\u2018"
"""Marks of full width with ink in one half: centring leaves the other out."""

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Lettering:
    """The words of a card, and the face that has all their letters."""

    title: str
    byline: str
    face: Face | None
    wanted: bool
    """Whether there were words to write at all."""

    @property
    def key(self) -> tuple[str, ...]:
        """What decides how the words look."""
        face = self.face.name if self.face else "no font"
        return self.title, self.byline, face, PIL.__version__


def lettering(
    title: str, byline: str, *, among: Sequence[Face] | None = None
) -> Lettering:
    """Choose the face; signs that no text font has, such as emoji, are left out."""
    words = " ".join(title.split())
    for text in (words, plain(words)):
        face = fonts.for_text(text, among=among) if text else None
        if face is not None:
            signed = byline if fonts.covers(face, byline) else plain(byline)
            signed = signed if fonts.covers(face, signed) else ""
            return Lettering(text, " ".join(signed.split()), face, wanted=True)
    return Lettering(words, byline, None, wanted=bool(words))


def plain(text: str) -> str:
    """The letters, digits and punctuation of a text."""
    kept = (c for c in text if unicodedata.category(c)[0] in "LNPZ" or c in "+=<>|~$")
    return " ".join("".join(kept).split())


def draw(lettering: Lettering, *, slug: str) -> bytes:
    """The card as PNG bytes; the slug alone decides its colours and shapes."""
    chance = hashlib.sha256(slug.encode("utf-8", "replace")).digest()
    palette = PALETTES[chance[0] % len(PALETTES)]
    motif = MOTIFS[chance[1] % len(MOTIFS)]
    large = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), palette.paper)
    motif(ImageDraw.Draw(large), palette, chance)
    card = large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if lettering.face is not None and lettering.title:
        write(ImageDraw.Draw(card), lettering, lettering.face, palette)
    file = io.BytesIO()
    card.save(file, "PNG", compress_level=9)
    return file.getvalue()


def write(
    pen: ImageDraw.ImageDraw, lettering: Lettering, face: Face, palette: Palette
) -> None:
    """Set the title, a short rule and the byline in the middle of the card."""
    font, lines = set_lines(lettering.title, face)
    step = font.size * LINE
    below = BYLINE_GAP if lettering.byline else 0
    top = (HEIGHT - step * len(lines) - below) / 2
    for line_no, line in enumerate(lines):
        middle = top + step * (line_no + 0.5)
        pen.text((left(line, font), middle), line, palette.ink, font, anchor="lm")
    if lettering.byline:
        bottom = top + step * len(lines)
        rule(pen, bottom + 22, palette)
        small = face.at(BYLINE_SIZE)
        byline = shortened(lettering.byline, small, BYLINE_WIDTH)
        faint = mixed(palette.ink, palette.paper)
        pen.text((WIDTH / 2, bottom + 72), byline, faint, small, anchor="mm")


def set_lines(title: str, face: Face) -> tuple[Font, tuple[str, ...]]:
    """The size and the lines that look best together: large, and well broken."""
    words = Title.of(title, face.at(MEASURED_AT).getlength)
    best: tuple[float, int, tuple[str, ...]] | None = None
    for size in SIZES:
        most = int(TEXT_HEIGHT / (size * LINE))
        setting = words.set(width=TEXT_WIDTH * MEASURED_AT / size, most=most)
        if setting is not None:
            cost = setting.cost + SMALL_COST * math.log(SIZES[0] / size)
            best = min(best or (cost, size, setting.lines), (cost, size, setting.lines))
    if best is not None:
        return face.at(best[1]), best[2]
    font = face.at(SIZES[-1])
    return font, clipped(title, font, int(TEXT_HEIGHT / (SIZES[-1] * LINE)))


def clipped(title: str, font: Font, most: int) -> tuple[str, ...]:
    """As many lines as there is room for; words too wide are broken."""
    lines = [""]
    for letter in title:
        if font.getlength(lines[-1] + letter) > TEXT_WIDTH:
            lines.append("")
        lines[-1] += letter
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = shortened(lines[-1] + "\u2026\u2026", font, TEXT_WIDTH)
    return tuple(line.strip() for line in lines)


def shortened(text: str, font: Font, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "\u2026") > width:
        text = text[:-1]
    return text + "\u2026"


def left(line: str, font: Font) -> float:
    """Where a line starts so that its ink is centred."""
    width = font.getlength(line)
    start = font.size / 2 if line[0] in HALF_EMPTY_FIRST else 0
    end = font.size / 2 if line[-1] in HALF_EMPTY_LAST else 0
    return (WIDTH - (width - start - end)) / 2 - start


def rule(pen: ImageDraw.ImageDraw, y: float, palette: Palette) -> None:
    box = (WIDTH / 2 - 36, y, WIDTH / 2 + 36, y + 6)
    pen.rounded_rectangle(box, radius=3, fill=palette.accent)


def mixed(one: Colour, other: Colour) -> Colour:
    """Two thirds of one colour, a third of the other."""
    r, g, b = ((2 * a + c) // 3 for a, c in zip(one, other, strict=True))
    return r, g, b

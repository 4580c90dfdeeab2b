"""A Chinese font of this machine, found by fontconfig or where systems keep them."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, cast

import PIL
from PIL import ImageFont

from mdwx.records import dataclass

__all__ = ["Face", "chinese", "covers", "faces", "for_text"]

FC_LIST_TIMEOUT_S: Final = 10
PROBE: Final = "永中文汉字"
"""A face that lacks one of these is not a font for simplified Chinese."""

FAMILIES: Final = (
    "PingFang SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "HarmonyOS Sans SC",
    "MiSans",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Heiti SC",
    "STHeiti",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "AR PL UMing CN",
    "Arial Unicode MS",
)
"""By how well a title looks in them; one not listed comes after these."""

WEIGHTS: Final = ("bold", "semibold", "demibold", "w6", "medium", "heavy", "regular")
"""By how well they carry a title, best first."""

LINUX: Final = ("/usr/share/fonts", "/usr/local/share/fonts")
PATHS: Final = {
    "darwin": (
        "/System/Library/Fonts/PingFang.ttc",
        "/System/Library/AssetsV2/com_apple_MobileAsset_Font*/*/AssetData/PingFang.ttc",
        "/System/Library/Fonts/Hiragino Sans GB.ttc",
        "/System/Library/Fonts/STHeiti Medium.ttc",
        "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
        "~/Library/Fonts/*CJK*",
        "~/Library/Fonts/*SC*",
        "/Library/Fonts/*CJK*",
    ),
    "win32": (
        "C:/Windows/Fonts/msyhbd.ttc",
        "C:/Windows/Fonts/msyh.ttc",
        "C:/Windows/Fonts/simhei.ttf",
        "C:/Windows/Fonts/Deng*.ttf",
        "C:/Windows/Fonts/simsun.ttc",
        "~/AppData/Local/Microsoft/Windows/Fonts/*CJK*",
        "~/AppData/Local/Microsoft/Windows/Fonts/*SC*",
    ),
    "linux": tuple(
        f"{folder}/**/{name}"
        for folder in (*LINUX, "~/.local/share/fonts", "~/.fonts")
        for name in ("*CJK*", "*SourceHan*", "NotoSansSC*", "wqy*", "uming*")
    ),
}
SUFFIXES: Final = frozenset({".ttc", ".otf", ".ttf", ".otc"})
FACES_OF_A_FILE: Final = 12


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file."""

    file: Path
    index: int
    family: str
    style: str
    version: str = ""

    @property
    def name(self) -> str:
        """What decides how letters look, for the key of a cache."""
        return f"{self.family} {self.style} {self.version}".strip()

    def at(self, size_px: int) -> ImageFont.FreeTypeFont:
        """The face at a size, ready to draw."""
        if self == LATIN:
            return cast(ImageFont.FreeTypeFont, ImageFont.load_default(size_px))
        engine = ImageFont.Layout.BASIC
        return ImageFont.truetype(
            str(self.file), size_px, index=self.index, layout_engine=engine
        )


LATIN: Final = Face(Path(), 0, "Aileron", "Regular", PIL.__version__)
"""The font inside Pillow: Latin letters only."""


@functools.cache
def faces() -> tuple[Face, ...]:
    """The Chinese faces of this machine, the best for a title first."""
    found = set(by_fontconfig()) or set(by_path())
    return tuple(sorted(found, key=rank))


def chinese(text: str = "", *, among: Sequence[Face] | None = None) -> Face | None:
    """The best Chinese face that has every letter of ``text``."""
    for face in faces() if among is None else among:
        if covers(face, PROBE + text):
            return face
    return None


def for_text(text: str, *, among: Sequence[Face] | None = None) -> Face | None:
    """The best face for a text: a Chinese one, or Pillow's own for Latin letters."""
    face = chinese(text, among=among)
    if face is None and covers(LATIN, text):
        return LATIN
    return face


def rank(face: Face) -> tuple[int, int, str, int]:
    families = [i for i, name in enumerate(FAMILIES) if name == face.family]
    style = face.style.lower().replace(" ", "")
    weights = [i for i, name in enumerate(WEIGHTS) if name in style]
    return (
        families[0] if families else len(FAMILIES),
        weights[0] if weights else len(WEIGHTS),
        str(face.file),
        face.index,
    )


def by_fontconfig() -> Iterator[Face]:
    """Ask fontconfig, where there is one."""
    program = shutil.which("fc-list")
    if program is None:
        return
    wanted = "%{file}\t%{index}\t%{family[0]}\t%{style[0]}\t%{fontversion}\n"
    try:
        listed = subprocess.run(
            [program, ":lang=zh-cn", "--format", wanted],
            capture_output=True,
            timeout=FC_LIST_TIMEOUT_S,
            check=True,
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return
    for line in listed.splitlines():
        file, index, family, style, version = (line.split("\t") + [""] * 5)[:5]
        # Above 65535 lie the named instances of a variable font.
        if index.isdigit() and int(index) < 65536 and is_font(file):
            yield Face(Path(file), int(index), family, style, version)


def is_font(file: str) -> bool:
    return Path(file).suffix.lower() in SUFFIXES


def by_path() -> Iterator[Face]:
    """Look where each system keeps its Chinese fonts."""
    system = sys.platform if sys.platform in PATHS else "linux"
    for pattern in PATHS[system]:
        path = Path(pattern).expanduser()
        relative = path.relative_to(path.anchor)
        for file in sorted(Path(path.anchor).glob(str(relative))):
            if is_font(str(file)):
                yield from faces_of(file)


def faces_of(file: Path) -> Iterator[Face]:
    """Each face of a file that calls itself by a known family."""
    for index in range(FACES_OF_A_FILE):
        try:
            family, style = ImageFont.truetype(str(file), 16, index=index).getname()
        except OSError:
            return
        yield Face(file, index, family or "", style or "", str(file.stat().st_size))


def covers(face: Face, text: Iterable[str]) -> bool:
    """Whether a face really draws each letter, not the box of a missing one."""
    try:
        font = face.at(24)
    except OSError:
        return False
    return not missing(font, text)


def missing(font: ImageFont.FreeTypeFont, text: Iterable[str]) -> list[str]:
    """The letters of ``text`` that the font would draw as a box."""
    box = drawn(font, "\U0010ffff")
    letters = dict.fromkeys(letter for letter in text if not letter.isspace())
    return [letter for letter in letters if drawn(font, letter) == box]


def drawn(font: ImageFont.FreeTypeFont, letter: str) -> tuple[object, ...]:
    mask = font.getmask(letter, mode="L")
    return mask.size, font.getlength(letter), bytes(mask)

"""Photographs every theme over one post, by day and by night, on two sheets.

python content/pictures/sheet.py       (needs Debian's chromium)
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from mdwx.style.darkmode import PAGE, dark_text

HERE = Path(__file__).resolve().parent
THEMES = HERE.parent.parent / "themes"
MDWX = [sys.executable, "-m", "mdwx"]
PHONE = (375, 812)
SCALE = 2
"""Of the photographs; the sheet shows them at two thirds of a phone's pixels."""
SHOWN = (250, 541)
COLUMNS, GAP, LABEL = 4, 16, 34
GROUND = {"day": "#e9e7e2", "night": "#0c0d0e"}
INK = {"day": "#4a4a4a", "night": "#a3a3a3"}


def shoot(page: Path, picture: Path) -> Image.Image:
    """One screen of a phone."""
    width, height = PHONE
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *("chromium", "--headless=new", "--no-sandbox", "--disable-gpu"),
                *("--hide-scrollbars", "--disable-background-networking"),
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--force-device-scale-factor={SCALE}",
                f"--screenshot={picture}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
    return Image.open(picture).convert("RGB")


def bare(page: Path, *, night: bool) -> Path:
    """The page of a post with its article alone, switched to a time of day."""
    text = page.read_text("utf-8")
    text = re.sub('<header class="mx-bar">.*?</header>', "", text, flags=re.DOTALL)
    if night:
        text = text.replace('id="mx-night"', 'id="mx-night" checked')
    copy = page.with_name(f"bare-{night}.html")
    copy.write_text(text, "utf-8")
    return copy


def font(size: int) -> ImageFont.FreeTypeFont:
    """A face that has Chinese, as fontconfig finds it."""
    match = ["fc-match", "-f", "%{file}", "Noto Sans CJK SC:medium"]
    found = subprocess.run(match, check=True, capture_output=True, text=True)
    return ImageFont.truetype(found.stdout, size)


def sheet(names: list[str], site: Path, *, time: str) -> Image.Image:
    """All themes on one sheet, each under its name."""
    width, height = SHOWN
    rows = -(-len(names) // COLUMNS)
    high = height + LABEL
    size = (COLUMNS * (width + GAP) + GAP, rows * (high + GAP) + GAP)
    found = Image.new("RGB", size, GROUND[time])
    pen = ImageDraw.Draw(found)
    for index, name in enumerate(names):
        page = bare(site / name / "dist/sheet/index.html", night=time == "night")
        row, column = divmod(index, COLUMNS)
        x, y = GAP + column * (width + GAP), GAP + row * (high + GAP)
        about = tomllib.loads((THEMES / name / "theme.toml").read_text("utf-8"))
        said = f"{about['title']['zh']}  {name}"
        pen.text((x + 2, y + 6), said, font=font(15), fill=INK[time])
        screen = shoot(page, site / "screen.png").resize(
            SHOWN, Image.Resampling.LANCZOS
        )
        found.paste(screen, (x, y + LABEL))
    return found


Colour = tuple[int, int, int]


def few_colours(image: Image.Image, accents: list[Colour]) -> Image.Image:
    """At most 256 colours: the accents and their edges, then the most frequent.

    A common palette would give up accents, which are rare, for shades of grey.
    """
    counts = {colour: count for count, colour in image.getcolors(1 << 24)}
    paper = max(counts, key=lambda it: counts[it])
    chosen = [mixed(it, paper, share) for it in accents for share in (1, 0.7, 0.4)]
    for colour in sorted(counts, key=lambda it: -counts[it] * (1 + hue_of(it))):
        if all(apart(colour, it) > 9 for it in chosen):
            chosen.append(colour)
        if len(chosen) == 256:
            break
    nearest = {
        colour: min(range(len(chosen)), key=lambda at: apart(colour, chosen[at]))
        for colour in counts
    }
    pixels = bytes(nearest[it] for it in image.get_flattened_data())
    found = Image.frombytes("P", image.size, pixels)
    found.putpalette([channel for colour in chosen for channel in colour])
    return found


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """So much of one colour upon another."""
    red, green, blue = (
        round(share * a + (1 - share) * b) for a, b in zip(one, other, strict=True)
    )
    return red, green, blue


def accent_of(name: str, *, time: str) -> Colour:
    """The accent of a theme, as it is seen by day or at night."""
    about = tomllib.loads((THEMES / name / "theme.toml").read_text("utf-8"))
    digits = about["options"]["accent"].lstrip("#")
    colour = tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    seen = (*colour, 1.0)
    if time == "night":
        seen = dark_text(seen, on=PAGE)
    red, green, blue = (round(channel * 255) for channel in seen[:3])
    return red, green, blue


def hue_of(colour: Colour) -> float:
    """How far a colour is from grey."""
    return (max(colour) - min(colour)) / 16


def apart(one: Colour, other: Colour) -> int:
    """How different two colours are; a difference of hue counts most."""
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    hue = max(red, green, blue) - min(red, green, blue)
    return abs(red) + abs(green) + abs(blue) + 2 * hue


def main() -> None:
    names = ["default", *sorted({it.name for it in THEMES.iterdir()} - {"default"})]
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for name in names:
            content = site / name / "content"
            content.mkdir(parents=True)
            shutil.copy(HERE / "source/_sheet.md", content / "sheet.md")
            shutil.copy(HERE / "dawn.png", content / "dawn.png")
            build = [*MDWX, "build", "--offline", "--site", site / name]
            subprocess.run([*build, "--theme", name], check=True)
        for time in GROUND:
            made = sheet(names, site, time=time)
            # The rare colours are the accents, which a common palette would lose.
            accents = [accent_of(name, time=time) for name in names]
            few_colours(made, accents).save(HERE / f"themes-{time}.png", optimize=True)


if __name__ == "__main__":
    main()

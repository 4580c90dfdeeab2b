"""Photographs every theme over one post, by day and by night, on two sheets.

python content/pictures/sheet.py       (needs Debian's chromium)
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
THEMES = HERE.parent.parent / "themes"
MDWX = [sys.executable, "-m", "mdwx"]
PHONE = (375, 812)
COLUMNS, GAP = 4, 24
GROUND = {"day": "#e9e7e2", "night": "#0c0d0e"}


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


def sheet(names: list[str], site: Path, *, time: str) -> Image.Image:
    """All themes on one sheet."""
    width, height = PHONE
    rows = -(-len(names) // COLUMNS)
    size = (COLUMNS * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    found = Image.new("RGB", size, GROUND[time])
    for index, name in enumerate(names):
        page = bare(site / name / "dist/sheet/index.html", night=time == "night")
        row, column = divmod(index, COLUMNS)
        place = GAP + column * (width + GAP), GAP + row * (height + GAP)
        found.paste(shoot(page, site / "screen.png"), place)
    return found


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
            small = made.resize((made.width * 2 // 3, made.height * 2 // 3))
            small.quantize(128).save(HERE / f"themes-{time}.png", optimize=True)


if __name__ == "__main__":
    main()

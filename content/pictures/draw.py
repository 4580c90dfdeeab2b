"""Draws the guide's diagrams: source/*.svg -> *.png, twice their size.

python content/pictures/draw.py      (needs the extra `svg` and a Chinese font)
"""

from __future__ import annotations

from pathlib import Path

import resvg_py

HERE = Path(__file__).parent

for source in sorted((HERE / "source").glob("*.svg")):
    picture = resvg_py.svg_to_bytes(svg_string=source.read_text("utf-8"), zoom=2)
    (HERE / f"{source.stem}.png").write_bytes(bytes(picture))

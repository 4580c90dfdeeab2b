"""Graphs in the DOT language, laid out by Graphviz without its C libraries.

Graphviz measures Chinese by its bytes, three spaces of a font for a character:
too narrow in all fonts it knows but one. So it measures all words in that one,
and no author's font counts: the reader's is another anyway.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.media.apart import Apart
from mdwx.media.engines import palette
from mdwx.media.engines.flat import flatten, read_drawing
from mdwx.media.engines.refusals import not_drawn, not_installed, refused
from mdwx.model import Drawing, Undrawn
from mdwx.patterns import pattern
from mdwx.versions import version

__all__ = ["Dot"]

LOOK: Final = 1
"""Of what is below: raised when the same graph comes out differently."""

PACKAGE: Final = "graphviz-pure"
SIZE_PX: Final = 14
MEASURED_IN: Final = "Verdana"
"""Its space is 0.352 of the size: three of them are as wide as a character."""

DEFAULTS: Final = (
    f"graph [fontname={MEASURED_IN} fontsize={SIZE_PX - 1} style=rounded"
    " bgcolor=transparent]"
    f" node [fontname={MEASURED_IN} fontsize={SIZE_PX} shape=box style=rounded]"
    f" edge [fontname={MEASURED_IN} fontsize={SIZE_PX - 2} arrowsize=0.7]"
)
"""What a graph that says nothing else looks like. As options of the command line
they would win over what it does say."""

STRING: Final = r"\"(?:[^\"\\]|\\(?:.|\Z))*+(?:\"|\Z)"
COMMENT: Final = r"/\*.*?(?:\*/|\Z)|//[^\n]*+"
"""Both end with the source if nothing else ends them: each letter is read once."""

HEADER: Final = pattern(
    rf"(?>\s+|{COMMENT}|\#[^\n]*+)*+(?:strict\s++)?+(?:di)?graph\b\s*+"
    rf"(?:{STRING}|[^\s{{\"]++)?+\s*+\{{",
    re.S | re.I,
)
FONT: Final = pattern(
    rf"(?P<kept>(?!\"fontname\"\s*+=){STRING}|{COMMENT})"
    rf"|(?P<name>\"?+\bfontname\"?+\s*+=\s*+)(?:{STRING}|[\w.-]++)"
    r"|(?P<face>\bface\s*+=\s*+)(?:\"[^\"]*+\"|'[^']*+')",
    re.S | re.I,
)
AT_LINE: Final = pattern(r"(?:<stdin>:\s*+)?(.*?)in line (\d++)(.*)")

BLACK: Final = frozenset({"black", "#000000", "#000"})
FILLED: Final = ("polygon", "ellipse", "path")
LINES: Final = MappingProxyType(
    {"node": palette.BORDER, "edge": palette.LINE, "cluster": palette.BORDER}
)
GROUNDS: Final = MappingProxyType({"node": palette.SURFACE, "cluster": palette.GROUP})


class Dot:
    """Draws ``dot`` and ``graphviz`` fences."""

    def __init__(self) -> None:
        self.apart = Apart(Path(__file__).with_name("dot_child.py"))

    @functools.cached_property
    def version(self) -> str:
        """The engine's version and that of our look; empty if not installed."""
        if self.program is None:
            return ""
        return f"{PACKAGE} {version(PACKAGE)}, look {LOOK}"

    @functools.cached_property
    def program(self) -> Path | None:
        """The program the package installed, wherever this system puts them."""
        from importlib.metadata import PackageNotFoundError, distribution

        try:
            files = distribution(PACKAGE).files or []
        except PackageNotFoundError:
            return None
        found = (Path(str(it.locate())) for it in files if it.stem == PACKAGE)
        return next((it.resolve() for it in found if it.is_file()), None)

    def draw(self, drawing: Drawing) -> str | Undrawn:
        """The graph as SVG, or why there is none."""
        if self.program is None:
            return not_installed("Graphviz")
        command = [str(self.program), "-Tsvg"]
        source = with_defaults(measured(drawing.source))
        try:
            drawn = self.apart.ask({"command": command, "source": source})
            if "svg" not in drawn:
                return refused(drawing, placed(str(drawn["problem"]), drawn["kind"]))
            # Of several graphs in one source the first is drawn.
            svg = str(drawn["svg"]).split("</svg>", 1)[0] + "</svg>"
            root = read_drawing(svg)
            colour(root)
            return flatten(root, size_px=SIZE_PX)
        except ValueError as error:
            return not_drawn(str(error))


def with_defaults(source: str) -> str:
    """The source with our looks in front of its own, on the line it begins on."""
    header = HEADER.match(source)
    return f"{header[0]} {DEFAULTS} {source[header.end() :]}" if header else source


def measured(source: str) -> str:
    """The source with every font named in it the one that measures right."""

    def one(found: re.Match[str]) -> str:
        if found["kept"] is not None:
            return found["kept"]
        return f'{found["name"] or found["face"]}"{MEASURED_IN}"'

    return FONT.sub(one, source)


def placed(said: str, kind: object) -> dict[str, object]:
    """What Graphviz says of an error, with the line it means."""
    first = next((it for it in said.splitlines() if it.startswith("Error:")), said)
    text = first.removeprefix("Error:").strip()
    if found := AT_LINE.match(text):
        text = f"{found[1].rstrip()}{found[3]}".strip()
        return {"problem": text, "kind": kind, "line": int(found[2])}
    return {"problem": text, "kind": kind, "line": None}


def colour(root: etree._Element) -> None:
    """Give what its author left black and empty the colours of our diagrams."""
    for group in root.iter("{*}g"):
        kind = group.get("class", "")
        if kind not in LINES:
            continue
        shapes = list(group.iter(etree.Element))[1:]
        if kind in GROUNDS:
            fill(shapes, GROUNDS[kind])
        for shape in shapes:
            dress(shape, kind)


def dress(shape: etree._Element, kind: str) -> None:
    """Give a line or a word of a graph its colour."""
    for name in ("stroke", "fill"):
        if shape.get(name) in BLACK:
            shape.set(name, LINES[kind])
    if not is_named(shape, "text"):
        return
    if "fill" not in shape.attrib:
        shape.set("fill", palette.TEXT)
    if kind == "edge":
        # Graphviz lets a label touch its line.
        shape.set("dx", "3")


def fill(shapes: Sequence[etree._Element], ground: str) -> None:
    """Fill the outline of a node; the cells of a table are its author's."""
    empty = [
        shape
        for shape in shapes
        if is_named(shape, *FILLED) and shape.get("fill") == "none"
    ]
    if 1 <= len(empty) <= 2 and empty[0].get("stroke") in BLACK:
        empty[0].set("fill", ground)


def is_named(element: etree._Element, *names: str) -> bool:
    """Whether it is one of these elements of SVG."""
    return etree.QName(element).localname in names

"""Why a diagram was not drawn, in words an author can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mdwx.model import Drawing, Text, Undrawn
from mdwx.patterns import pattern

__all__ = ["not_drawn", "not_installed", "refused"]

LONGEST_CHARS: Final = 120
ON_LINE: Final = pattern(r"(?:(?<!\s)\s++)?\bon line \d++(?=\W|$)")
INSTALL: Final = Text(
    zh="pip install 'mdwx[diagrams]'", en="pip install 'mdwx[diagrams]'"
)
QUOTE: Final = Text(
    zh='中文名字可能要放进双引号，例如 branch "校对"',
    en="a Chinese name may need double quotes around it",
)
WRITE: Final = Text(
    zh="检查写法；读者现在看到的是源码",
    en="check how it is written; readers see the source for now",
)
KINDS: Final = Text(
    zh="第一行要写图的种类，例如 flowchart TD",
    en="its first line names the kind of diagram, such as flowchart TD",
)
SMALLER: Final = Text(zh="把它分成几张小图", en="make several small diagrams of it")


def not_installed(name: str) -> Undrawn:
    """There is nothing to draw with."""
    return Undrawn(
        Text(zh=f"画 {name} 图要另装引擎", en=f"{name} diagrams need an engine"),
        INSTALL,
    )


def not_drawn(reason: str, *, hint: Text | None = SMALLER) -> Undrawn:
    """The engine gave up."""
    return Undrawn(
        Text(
            zh=f"这张图画不出来({shortened(reason)})",
            en=f"this diagram cannot be drawn ({shortened(reason)})",
        ),
        hint,
    )


def refused(drawing: Drawing, answer: Mapping[str, Any]) -> Undrawn:
    """The engine's own words, with the line it means."""
    if answer.get("kind") == "limit":
        return not_drawn(str(answer["problem"]))
    lines = drawing.source.rstrip().split("\n")
    line = answer.get("line")
    # What is missing at the end is missed behind the last line.
    number = min(line, len(lines)) if isinstance(line, int) and line > 0 else None
    reason = ON_LINE.sub("", str(answer["problem"]).split("\n", 1)[0]).rstrip(": ")
    hint = WRITE
    if answer.get("kind") == "unsupported-diagram":
        hint = KINDS
    elif number and not lines[number - 1].isascii() and '"' not in lines[number - 1]:
        hint = QUOTE
    undrawn = not_drawn(reason or "no diagram", hint=hint)
    return Undrawn(undrawn.problem, undrawn.hint, number)


def shortened(reason: str) -> str:
    """One line of what an engine says, without what a terminal would act on."""
    said = "".join(c for c in " ".join(reason.split()) if c.isprintable()).rstrip(".")
    return said if len(said) <= LONGEST_CHARS else said[: LONGEST_CHARS - 1] + "…"

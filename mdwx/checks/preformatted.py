"""``pre`` whose own lines are longer than it is wide.

A ``pre`` may wrap, or hold a block that scrolls; it may not scroll itself, for
the official checker calls that an overflow too. Official: structure rules 1.8;
measured with engine 0.2.10, 2026-08.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.styles import read_style

__all__ = ["check"]

WRAPPING: Final = frozenset({"normal", "pre-wrap", "pre-line", "break-spaces"})


def check(subject: Subject) -> Iterator[Finding]:
    """Find long lines that a ``pre`` holds without anything that scrolls."""
    for element in subject.named("pre"):
        if has_scroller(element):
            continue
        white_space = read_style(element).get("white-space", "pre")
        longest = max(map(len, lines_of(element)), default=0)
        if white_space in WRAPPING or not LIMITS["pre_line"].severity(longest):
            continue
        yield subject.finding(
            "C148",
            Text(
                zh=f"pre 里有 {longest} 个字符长的一行，会被切掉",
                en=f"a line of {longest} characters is cut off in this pre",
            ),
            hint=Text(
                zh="写成代码块（```），长行可以左右滑动",
                en="make it a fenced block: its long lines scroll",
            ),
            at=element,
        )


def has_scroller(pre: etree._Element) -> bool:
    """Whether blocks inside it do the scrolling."""
    inner = [read_style(child) for child in pre]
    return bool(inner) and all(
        style.get("overflow-x", style.get("overflow")) in {"auto", "scroll"}
        and style.get("display") in {"block", "-webkit-box"}
        for style in inner
    )


def lines_of(pre: etree._Element) -> list[str]:
    """Its lines as they are shown."""
    parts: list[str] = []
    for event, node in etree.iterwalk(pre, events=("start", "end")):
        if event == "start":
            parts.append("\n" if node.tag == "br" else node.text or "")
        elif node is not pre:
            parts.append(node.tail or "")
    return "".join(parts).splitlines()

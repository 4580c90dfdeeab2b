"""Blanks and breaks in code as WeChat's editor leaves them: U+00A0 and ``<br>``.

Runs of spaces, tabs and new lines collapse there. What is copied out of an article
has U+00A0 as a plain space again; a tab comes back as the spaces it was wide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Final
from unicodedata import category, east_asian_width

from lxml import etree

from mdwx.page.tree import NBSP, add_text
from mdwx.patterns import pattern
from mdwx.style.code import Spans

__all__ = ["keep_spaces", "lasting_blanks", "put_lines", "put_spans"]

TAB_STOP: Final = 4
LEADING: Final = pattern("^ +", re.MULTILINE)
TRAILING: Final = pattern(r"(?<! ) ++(?=\n|\Z)")
RUN: Final = pattern(" {2,}")


def lasting_blanks(spans: Spans, *, wraps: bool) -> Spans:
    """Spans whose blanks last; where lines wrap, they may do so at a space."""
    expanded = without_tabs(spans)
    if not wraps:
        return tuple((text.replace(" ", NBSP), look) for text, look in expanded)
    whole = "".join(text for text, _ in expanded)
    whole = LEADING.sub(lasting_run, whole)
    whole = TRAILING.sub(lasting_run, whole)
    # The last space of a run may stay one: what stands before it is no space.
    whole = RUN.sub(lambda run: NBSP * (len(run[0]) - 1) + " ", whole)
    ends = accumulate((len(text) for text, _ in expanded), initial=0)
    texts = (whole[start:end] for start, end in pairwise(ends))
    return tuple(
        # A space alone between two spans would vanish.
        (text.replace(" ", NBSP) if text.isspace() else text, look)
        for text, (_, look) in zip(texts, expanded, strict=True)
    )


def lasting_run(run: re.Match[str]) -> str:
    """A run of spaces that lasts."""
    return NBSP * len(run[0])


def without_tabs(spans: Spans) -> Spans:
    """Spans with each tab as the spaces to the next tab stop."""
    if not any("\t" in text for text, _ in spans):
        return spans
    column = 0
    found: list[tuple[str, str]] = []
    for text, look in spans:
        pieces: list[str] = []
        for piece in re.split(r"([\t\n])", text):
            if piece == "\t":
                piece = " " * (TAB_STOP - column % TAB_STOP)
            pieces.append(piece)
            column = 0 if piece == "\n" else column + width(piece)
        found.append(("".join(pieces), look))
    return tuple(found)


def width(text: str) -> int:
    """How many columns text takes: a Chinese character two, an accent none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(it) in {"Mn", "Me", "Cf"} else 1 + (east_asian_width(it) in "WF")
        for it in text
    )


def put_lines(target: etree._Element, lines: Sequence[Spans]) -> None:
    """Write lines into one section; a blank last one shows by a break of its own."""
    spans: list[tuple[str, str]] = []
    for index, line in enumerate(lines):
        spans += [("\n", "")] * bool(index)
        spans += line
    put_spans(target, spans)


def put_spans(target: etree._Element, spans: Sequence[tuple[str, str]]) -> None:
    """Write runs of text, each in a span if it has looks of its own."""
    for look, alike in groupby(spans, key=itemgetter(1)):
        first, *rest = "".join(text for text, _ in alike).split("\n")
        if look:
            inner = etree.SubElement(target, "span", style=look)
            inner.text = first or None
        else:
            inner = target
            add_text(inner, first)
        for line in rest:
            etree.SubElement(inner, "br").tail = line or None
    whole = "".join(text for text, _ in spans)
    if whole.endswith("\n") or not whole:
        etree.SubElement(target, "br")


def keep_spaces(element: etree._Element) -> None:
    """Make runs of spaces in a line of code lasting, and those at its ends.

    Single ones between words may wrap.
    """
    for inner in element.iter("*"):
        inner.text = lasting(inner.text)
        if inner is not element:
            inner.tail = lasting(inner.tail)
    if (element.text or "").startswith(" "):
        element.text = NBSP + (element.text or "")[1:]
    last = element[-1].tail if len(element) else element.text
    if last and last.endswith(" "):
        last = last[:-1] + NBSP
        if len(element):
            element[-1].tail = last
        else:
            element.text = last


def lasting(text: str | None) -> str | None:
    """``text`` with its tabs and its runs of spaces as U+00A0."""
    if not text:
        return text
    text = text.replace("\n", " ").replace("\t", NBSP * TAB_STOP)
    return RUN.sub(lasting_run, text)

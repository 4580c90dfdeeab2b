"""The words of a post twice: as markdown-it-py renders them, and on our page.

Both without what ``wording.toml`` lists, so that what is left must be equal.
"""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path

from building import rewritten
from lxml import html

from mdwx.config import Markdown
from mdwx.markdown import make_parser
from mdwx.page.tree import drop
from mdwx.transforms.stations import station_of

INVISIBLE = re.compile(r"[\s\u200b\ufeff\ufffe\uffff\x00-\x1f\x7f]")


@cache
def table():
    """The rows of the one table, by name."""
    text = Path(__file__).with_name("wording.toml").read_text("utf-8")
    return tomllib.loads(text)


def visible(text):
    """The characters a reader sees, without white space."""
    return INVISIBLE.sub("", text)


def rendered_words(body):
    """What markdown-it-py makes of a body, without what we take away."""
    root = html.fragment_fromstring(
        make_parser(Markdown()).render(body), create_parent="div"
    )
    return told(root, "removed")


def our_words(body):
    """What stands on our page, without what we add."""
    page = rewritten(body)
    root = html.fragment_fromstring(
        html.tostring(deepcopy(page.root), encoding="unicode")
    )
    return told(root, "added")


def told(root, kind):
    """The words of a tree without what the rows of one kind, or of both, find."""
    rows = [row for row in table().values() if row["kind"] in {kind, "swapped"}]
    for row in rows:
        found = root.cssselect(row["where"]) if "where" in row else []
        for element in found[:1] if row.get("first") else found:
            settle(element, row)
    words = visible(root.text_content())
    for row in rows:
        words = re.sub(row["text"], "", words) if "text" in row else words
    return words


def settle(element, row):
    """Take an element out, or only its part, or put a word in its place."""
    if "pattern" in row:
        words = visible(element.text_content())
        for child in element:
            element.remove(child)
        element.text = re.sub(row["pattern"], "", words)
        return
    if row.get("last"):
        element.getparent().append(element)
        return
    if row.get("before"):
        element.getparent().addprevious(element)
        return
    if "becomes" in row:
        station, _ = station_of(element.get("src", ""))
        name = element.get("title") or station or row["becomes"][element.tag]
        element.tail = name + (element.tail or "")
    if element.getparent() is not None:
        drop(element)

"""The stylesheets of our own themes, worked out beforehand (``make learned``).

To read one takes tinycss2, cssselect2 and all the arithmetic behind ``sheet.py``: a
tenth of the time of one article in a new process. What comes of it depends on nothing
but its text, those libraries and this package, so it ships beside the memories. The
files are part of the package and trusted as its code is; none lies in a site.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import tinycss2
from tinycss2.ast import Node

from mdwx.style.memory import SHIPPED, digest
from mdwx.style.selectors import Selector
from mdwx.style.sheet import Rule, Sheet, block, read
from mdwx.versions import version

__all__ = ["sheet_of", "shipped", "write"]

LIBRARIES: Final = ("tinycss2", "cssselect2")


class Nodes(Mapping[str, list[Node]]):
    """Values by name, read when somebody asks."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def __getitem__(self, name: str) -> list[Node]:
        return block(self.texts[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


@lru_cache(maxsize=32)
def sheet_of(css: str) -> Sheet:
    """A stylesheet as it ships, or read now."""
    return shipped(css) or read(css)


def shipped(css: str, *, folder: Path = SHIPPED) -> Sheet | None:
    """A stylesheet worked out before, with the libraries that are installed."""
    try:
        told = json.loads(place_of(css, folder).read_bytes())
    except OSError:
        return None
    rules = tuple(
        Rule(selector_of(selector), tuple(weight), bulk)
        for selector, weight, bulk in told["rules"]
    )
    return Sheet(rules, Nodes(told["variables"]), Nodes(told["literals"]))


def selector_of(told: list[Any]) -> Selector:
    """A selector of a rule; one that never matches has none."""
    text, specificity, pseudo_element, steps, is_plain = told
    return Selector(
        text=text,
        specificity=tuple(specificity),
        pseudo_element=pseudo_element,
        steps=tuple(map(tuple, steps)),
        never_matches=False,
        is_plain=is_plain,
    )


def write(css: str, *, folder: Path) -> None:
    """Work a stylesheet out and write down what it came to."""
    sheet = read(css)
    rules = [[told_selector(it.selector), it.weight, it.bulk] for it in sheet.rules]
    variables, literals = (
        {name: tinycss2.serialize(nodes) for name, nodes in it.items()}
        for it in (sheet.variables, sheet.literals)
    )
    told = {"rules": rules, "variables": variables, "literals": literals}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    place_of(css, folder).write_text(f"{text}\n", encoding="utf-8")


def told_selector(selector: Selector) -> list[Any]:
    """A selector, for the file."""
    return [
        *(selector.text, selector.specificity, selector.pseudo_element),
        *(selector.steps, selector.is_plain),
    ]


def place_of(css: str, folder: Path) -> Path:
    """Where a stylesheet lies that these libraries read."""
    name = digest("\n".join((*map(version, LIBRARIES), css)))
    return folder / f"sheet-{name}.json"

"""Which elements of an article a selector matches, a set at a time.

Each compound between two combinators is tested by cssselect2; the combinators are
followed here. Testing a whole selector at each element, as cssselect2 does, takes
``b b b b x`` on deep nesting longer than anyone waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Final

import cssselect2
from lxml import etree

from mdwx.page.tree import outside, parent_of
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style.selectors import BESIDE, CHILD, WITHIN, Selector, compiled

__all__ = ["Article"]

NAME: Final = pattern("[a-z][a-z0-9]*")
"""A compound that is the name of an element, and nothing else."""

Elements = set[etree._Element]


@dataclass(slots=True)
class Article:
    """The elements of one article, as selectors see them."""

    root: etree._Element
    places: dict[etree._Element, int] = field(init=False)
    """The elements in document order; what a drawing holds is left out."""
    named: dict[str, list[etree._Element]] = field(init=False)
    """By tag, and by class behind a full stop."""
    wrappers: dict[etree._Element, cssselect2.ElementWrapper] = field(init=False)
    """Those that cssselect2 was asked about, and those around and before them."""
    known: dict[str, Elements] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = outside(self.root, "svg")
        self.places = {element: place for place, element in enumerate(found)}
        self.named = {}
        for element in self.places:
            self.named.setdefault(element.tag, []).append(element)
            for name in element.get("class", "").split():
                self.named.setdefault(f".{name}", []).append(element)
        whole = cssselect2.ElementWrapper.from_html_root(self.root)
        self.wrappers = {self.root: whole}

    def matched(self, selector: Selector) -> list[etree._Element]:
        """The elements that a selector matches, in document order."""
        found: Elements = set()
        for combinator, compound in selector.steps:
            if not combinator:
                found = self.subjects(compound)
            elif combinator == CHILD:
                found = self.children(found, compound)
            else:
                found = self.led_to(self.subjects(compound), found, combinator)
            if not found:
                return []
        return sorted(found, key=self.places.__getitem__)

    def subjects(self, compound: str) -> Elements:
        """The elements that a compound matches by itself."""
        if compound not in self.known:
            selector = compiled(compound)
            likely: Iterable[etree._Element] = self.places
            if selector.lower_local_name is not None:
                likely = self.named.get(selector.lower_local_name, ())
            elif selector.class_name is not None:
                likely = self.named.get(f".{selector.class_name}", ())
            self.known[compound] = self.tested(compound, likely)
        return self.known[compound]

    def children(self, found: Elements, compound: str) -> Elements:
        """Those children of the elements found that a compound matches."""
        inside = [it for element in found for it in element if it in self.places]
        return self.tested(compound, inside)

    def tested(self, compound: str, elements: Iterable[etree._Element]) -> Elements:
        """Those of the elements that a compound matches."""
        if NAME.fullmatch(compound):
            return {element for element in elements if element.tag == compound}
        test = compiled(compound).test
        return {element for element in elements if test(self.seen(element))}

    def seen(self, element: etree._Element) -> cssselect2.ElementWrapper:
        """An element as cssselect2 sees it."""
        above = [element]
        while above[-1] not in self.wrappers:
            above.append(parent_of(above[-1]))
        for parent in reversed(above[1:]):
            for child in self.wrappers[parent].iter_children():
                self.wrappers[child.etree_element] = child
        return self.wrappers[element]

    def led_to(self, subjects: Elements, found: Elements, combinator: str) -> Elements:
        """Those of the subjects that a combinator leads to from those found."""
        if combinator == BESIDE:
            return {it for it in subjects if self.beyond(it, combinator) in found}
        reached: dict[etree._Element, bool] = {}
        return {
            it for it in subjects if self.is_reached(it, found, combinator, reached)
        }

    def is_reached(
        self,
        element: etree._Element,
        found: Elements,
        combinator: str,
        reached: dict[etree._Element, bool],
    ) -> bool:
        """Whether one of those found lies on the way; each is asked once."""
        passed = []
        it = element
        while it not in reached:
            passed.append(it)
            beyond = self.beyond(it, combinator)
            if beyond is None or beyond in found:
                reached[it] = beyond is not None
            else:
                it = beyond
        for one in passed:
            reached[one] = reached[it]
        return reached[element]

    def beyond(self, element: etree._Element, combinator: str) -> etree._Element | None:
        """What an element stands in, or behind."""
        if combinator == WITHIN:
            found = element.getparent()
        else:
            found = next(element.itersiblings("*", preceding=True), None)
        return found if found in self.places else None

"""Which elements of an article a selector matches, a set at a time.

Each compound between two combinators is tested by cssselect2; the combinators are
followed here. Testing a whole selector at each element, as cssselect2 does, takes
``b b b b x`` on deep nesting longer than anyone waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

import cssselect2
from lxml import etree

from mdwx.records import dataclass
from mdwx.style.selectors import BESIDE, CHILD, WITHIN, Selector, compiled

__all__ = ["Article"]

Elements = set[etree._Element]
Step = Callable[[cssselect2.ElementWrapper], cssselect2.ElementWrapper | None]


@dataclass(slots=True)
class Article:
    """The elements of one article, as selectors see them."""

    root: etree._Element
    wrappers: dict[etree._Element, cssselect2.ElementWrapper] = field(init=False)
    """In document order; what a drawing holds is left out."""
    named: dict[str, list[etree._Element]] = field(init=False)
    """By tag, and by class behind a full stop."""
    places: dict[etree._Element, int] = field(init=False)
    """How many elements stand before each."""
    known: dict[str, Elements] = field(default_factory=dict)

    def __post_init__(self) -> None:
        whole = cssselect2.ElementWrapper.from_html_root(self.root)
        self.wrappers = {it.etree_element: it for it in outside_drawings(whole)}
        self.places = {element: place for place, element in enumerate(self.wrappers)}
        self.named = {}
        for element, it in self.wrappers.items():
            self.named.setdefault(it.local_name, []).append(element)
            for name in element.get("class", "").split():
                self.named.setdefault(f".{name}", []).append(element)

    def matched(self, selector: Selector) -> list[etree._Element]:
        """The elements that a selector matches, in document order."""
        found: Elements = set()
        for combinator, compound in selector.steps:
            subjects = self.subjects(compound)
            found = self.led_to(subjects, found, combinator) if combinator else subjects
            if not found:
                return []
        return sorted(found, key=self.places.__getitem__)

    def subjects(self, compound: str) -> Elements:
        """The elements that a compound matches by itself."""
        if compound not in self.known:
            selector = compiled(compound)
            likely: Iterable[etree._Element] = self.wrappers
            if selector.lower_local_name is not None:
                likely = self.named.get(selector.lower_local_name, ())
            elif selector.class_name is not None:
                likely = self.named.get(f".{selector.class_name}", ())
            self.known[compound] = {
                element for element in likely if selector.test(self.wrappers[element])
            }
        return self.known[compound]

    def led_to(self, subjects: Elements, found: Elements, combinator: str) -> Elements:
        """Those of the subjects that a combinator leads to from those found."""
        if not found:
            return set()
        step = up if combinator in (CHILD, WITHIN) else back
        if combinator in (CHILD, BESIDE):
            return {
                it for it in subjects if element_of(step(self.wrappers[it])) in found
            }
        reached: dict[etree._Element, bool] = {}
        return {it for it in subjects if self.is_reached(it, found, step, reached)}

    def is_reached(
        self,
        element: etree._Element,
        found: Elements,
        step: Step,
        reached: dict[etree._Element, bool],
    ) -> bool:
        """Whether one of those found lies on the way; each is asked once."""
        passed = []
        it = element
        while it not in reached:
            passed.append(it)
            beyond = element_of(step(self.wrappers[it]))
            if beyond is None or beyond in found:
                reached[it] = beyond is not None
            else:
                it = beyond
        for one in passed:
            reached[one] = reached[it]
        return reached[element]


def up(wrapper: cssselect2.ElementWrapper) -> cssselect2.ElementWrapper | None:
    """What an element stands in."""
    return wrapper.parent


def back(wrapper: cssselect2.ElementWrapper) -> cssselect2.ElementWrapper | None:
    """What stands before an element."""
    return wrapper.previous


def element_of(wrapper: cssselect2.ElementWrapper | None) -> etree._Element | None:
    """The element of the page."""
    return None if wrapper is None else wrapper.etree_element


def outside_drawings(
    whole: cssselect2.ElementWrapper,
) -> Iterator[cssselect2.ElementWrapper]:
    """Every element in document order; drawings stay closed."""
    waiting = [whole]
    while waiting:
        wrapper = waiting.pop()
        yield wrapper
        if wrapper.local_name != "svg":
            waiting += reversed(list(wrapper.iter_children()))

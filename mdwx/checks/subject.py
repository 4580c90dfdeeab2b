"""What a check looks at: a finished page and what was measured of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mdwx.checks.settings import Setting, settings
from mdwx.model import Finding, Post, Severity, Size, Span, Text
from mdwx.page.styles import style_of
from mdwx.page.tree import outside
from mdwx.rules import finding
from mdwx.style.night import scenes
from mdwx.style.scenes import Scene

if TYPE_CHECKING:
    from lxml import etree

    from mdwx.model import ImageRef
    from mdwx.page import Page

__all__ = ["Subject"]


@dataclass(eq=False, repr=False)
class Subject:
    """An article just before it is an Article."""

    page: Page
    """Styled and reshaped; its elements still know their lines."""
    text: str
    """What a reader sees, as plain text."""
    size: Size
    images: tuple[ImageRef, ...] = ()

    @property
    def post(self) -> Post:
        """The post the page was grown from."""
        return self.page.post

    @property
    def root(self) -> etree._Element:
        """The element around everything."""
        return self.page.root

    @cached_property
    def settings(self) -> tuple[tuple[etree._Element, Setting], ...]:
        """Each element with how its words are set; several checks ask."""
        return tuple(settings(self.said))

    @cached_property
    def elements(self) -> tuple[etree._Element, ...]:
        """Every element in document order; what a drawing holds is left out."""
        return tuple(outside(self.root, "svg"))

    @cached_property
    def scenes(self) -> tuple[tuple[etree._Element, Scene, str], ...]:
        """Each element that dark mode recolours, its colours and its style by night."""
        return tuple(scenes(self.root))

    @cached_property
    def said(self) -> tuple[tuple[etree._Element, str], ...]:
        """Each of them with the text of its style."""
        return tuple((element, element.get("style", "")) for element in self.elements)

    @cached_property
    def styles(self) -> frozenset[str]:
        """Each text of a style once, those in drawings too: an article has few."""
        drawn = (it for drawing in self.root.iter("svg") for it in drawing.iter("*"))
        inside = {element.get("style", "") for element in drawn}
        return (frozenset(text for _, text in self.said) | inside) - {""}

    def named(self, *tags: str) -> list[etree._Element]:
        """The elements of these names, in document order; none in drawings."""
        found = self.root.iter(*tags)
        return [it for it in found if next(it.iterancestors("svg"), None) is None]

    def styled(
        self, tells: Callable[[Mapping[str, str]], object]
    ) -> list[tuple[etree._Element, Mapping[str, str]]]:
        """The elements whose style ``tells`` picks out; each style is asked once."""
        styles = ((text, style_of(text)) for text in self.styles)
        found = {text: style for text, style in styles if tells(style)}
        said = self.said if found else ()
        return [(element, found[text]) for element, text in said if text in found]

    def finding(
        self,
        code: str,
        message: Text,
        *,
        hint: Text | None = None,
        at: etree._Element | Span | str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding at an element, at a place, or at a front matter key."""
        if at is None or isinstance(at, str):
            at = self.post.span(key=at) if at else self.post.span()
        where = at if isinstance(at, Span) else self.page.where(at)
        return finding(code, message, hint=hint, where=where, severity=severity)

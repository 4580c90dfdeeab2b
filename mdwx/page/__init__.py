"""Document -> Page, the tree every rewrite edits; Page -> markup, once, last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from mdwx.model import Finding, ImageRef, Picture, Post, Report, Size

__all__ = ["Article", "Page"]


@dataclass(slots=True)
class Page:
    """An article on its way: transforms edit ``root`` and note what they drop."""

    post: Post
    title: str
    root: etree._Element
    """``<section class="article">`` around everything."""
    report: Report


@dataclass(frozen=True, slots=True)
class Article:
    """A finished article; only its picture addresses are still open."""

    post: Post
    title: str
    root: etree._Element
    """Every ``img`` still carries the ``src`` the author wrote."""
    images: tuple[ImageRef, ...]
    """Pictures in order of appearance, one entry for each ``src``."""
    pictures: Mapping[str, Picture]
    """By ``src``; one that could not be read is missing and has a finding."""
    text: str
    """What a reader sees, as plain text; the content of a newspic."""
    findings: tuple[Finding, ...]
    size: Size

    def content(self, addresses: Mapping[str, str]) -> str:
        """The markup with every picture at its address in ``addresses``."""
        raise NotImplementedError

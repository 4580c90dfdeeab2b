"""An article as one file that needs nothing else: HTML, a long picture, a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mdwx.clipboard.embedding import sheet_page, whole_page

if TYPE_CHECKING:
    from mdwx.make import Built

__all__ = ["FORMATS", "Write"]

Write = Callable[["Built", str, Mapping[str, str]], bytes]
"""From an article, the language of the page's own words and the environment."""


def as_html(built: Built, language: str, env: Mapping[str, str]) -> bytes:
    """The phone page, pictures inside."""
    return whole_page(built, language=language).encode("utf-8", "backslashreplace")


def as_picture(built: Built, language: str, env: Mapping[str, str]) -> bytes:
    """The article as one long picture."""
    from mdwx.browser import PRINTING, find_browser, long_picture

    binary = find_browser(env, without=PRINTING)
    return long_picture(sheet_page(built, language=language), binary=binary, env=env)


def as_pdf(built: Built, language: str, env: Mapping[str, str]) -> bytes:
    """The article on paper."""
    from mdwx.browser import PRINTING, find_browser, pdf

    binary = find_browser(env, without=PRINTING)
    return pdf(sheet_page(built, language=language), binary=binary, env=env)


FORMATS: Final[Mapping[str, Write]] = MappingProxyType(
    {"html": as_html, "png": as_picture, "pdf": as_pdf}
)
"""By the suffix of the file."""

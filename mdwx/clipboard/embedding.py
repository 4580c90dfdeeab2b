"""An article with its pictures inside: it needs no other file and no account."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mdwx.preview.look import render
from mdwx.preview.phone import screen_of
from mdwx.preview.printed import phone_page
from mdwx.preview.screens import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from mdwx.make import Built
    from mdwx.model import Picture

__all__ = ["embedded", "sheet_page", "whole_page"]

MEDIA_TYPES: Final = MappingProxyType(
    {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif"}
)


def embedded(built: Built) -> str:
    """The fragment that would be sent, pictures as ``data:`` addresses."""
    return screen_of(built, address=data_addresses()).content


def whole_page(built: Built, *, language: str) -> str:
    """The phone page of an article as one file."""
    screen = screen_of(built, address=data_addresses())
    return phone_page(screen, language=language)


def sheet_page(built: Built, *, language: str) -> str:
    """The article alone on a sheet, to be made a picture or printed."""
    screen = screen_of(built, address=data_addresses())
    return sheet_of(screen, language=language)


def sheet_of(screen: Screen, *, language: str) -> str:
    """A screen without the phone around it."""
    return render(
        "sheet.html",
        language=language,
        styles=("wechat.css", "sheet.css"),
        screen=screen,
    )


def data_addresses() -> Callable[[Picture], str]:
    """An address for each picture that holds its bytes; each is read once."""

    @cache
    def address(picture: Picture) -> str:
        data = b64encode(picture.file.read_bytes()).decode()
        return f"data:{MEDIA_TYPES[picture.suffix]};base64,{data}"

    return address

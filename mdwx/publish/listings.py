"""Lists that WeChat keeps, read page by page and no further than is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any, Final, TypeVar

from mdwx.errors import RemoteError
from mdwx.ledger.records import Parcel
from mdwx.publish.desk import Desk
from mdwx.wechat.errcodes import INVALID_MEDIA_ID
from mdwx.wechat.replies import Listed, Material, Stored

__all__ = [
    "PAGE",
    "Items",
    "article_pages",
    "material_pages",
    "newest_materials",
    "pages",
    "read_draft",
]

PAGE: Final = 20
"""Entries a page. Official: at most 20, on every list."""
Items = Sequence[Mapping[str, Any]]
"""The articles of a draft, as WeChat stored them."""
T = TypeVar("T")


def read_draft(desk: Desk, record: Parcel) -> Items | None:
    """The articles of a draft as WeChat stored them; None if it is gone."""
    try:
        return desk.client.get_draft(record.media_id)
    except RemoteError as error:
        if error.errcode != INVALID_MEDIA_ID:
            raise
        return None


def article_pages(
    read: Callable[..., Listed[Stored]],
) -> Iterator[tuple[Stored, ...]]:
    """The draft box or the published list with the articles, newest first."""
    return pages(partial(read, with_content=True))


def newest_materials(desk: Desk, *, most_pages: int) -> Iterator[Material]:
    """The pictures of the library, newest first, of so many pages."""
    return chain.from_iterable(material_pages(desk, most=most_pages))


def material_pages(desk: Desk, *, most: int) -> Iterator[tuple[Material, ...]]:
    """The newest pages of the library."""
    return islice(pages(desk.client.list_materials), most)


def pages(read: Callable[[int, int], Listed[T]]) -> Iterator[tuple[T, ...]]:
    """The pages of a list, from its first entry to its last."""
    offset = 0
    while True:
        listed = read(offset, PAGE)
        yield listed.entries
        offset += len(listed.entries)
        if not listed.entries or offset >= listed.total:
            return

"""Articles of the sandbox as pages that open from disk, for people."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from mdwx.sandbox.addresses import picture_key
from mdwx.sandbox.call import CHINA
from mdwx.sandbox.media import MEDIA_TYPES
from mdwx.sandbox.state import AccountState, State
from mdwx.sandbox.store import Store
from mdwx.whole import replace_whole

__all__ = ["articles", "name_of", "page_file"]

NAME_CHARACTERS: Final = 22


def page_file(store: Store, url: str) -> Path | None:
    """Write the page of the article at an address; None where there is none."""
    with store.looking() as state:
        every = (
            (account, *found)
            for account in state["accounts"].values()
            for found in articles(store, account)
        )
        for account, address, article, time in every:
            if name_of(address) == name_of(url):
                return write_page(store, state, account, article, time=time)
    return None


def articles(
    store: Store, account: AccountState
) -> Iterator[tuple[str, Mapping[str, Any], float]]:
    """Every article of an account with its address and time."""
    for job in account["publications"].values():
        if job["urls"]:
            kept = store.articles(job["articles"])
            for url, article in zip(job["urls"], kept, strict=True):
                yield url, {**article, "url": url}, job["updated"]
    for draft in account["drafts"].values():
        kept = store.articles(draft["articles"])
        for url, article in zip(draft["previews"], kept, strict=True):
            yield url, {**article, "url": url}, draft["updated"]


def name_of(url: str) -> str:
    """What tells one article's address from another's: its path's end or its sn."""
    parts = urlsplit(url)
    signature = parse_qs(parts.query).get("sn")
    return signature[0] if signature else parts.path.rpartition("/")[2]


def write_page(
    store: Store,
    state: State,
    account: AccountState,
    article: Mapping[str, Any],
    *,
    time: float,
) -> Path:
    """The page of one article, its pictures inside."""
    from mdwx.sandbox.pages import article_page

    page = article_page(
        article,
        address_of=lambda name: picture_data(store, state, name),
        account=account["name"],
        date=f"{datetime.fromtimestamp(time, UTC).astimezone(CHINA):%Y-%m-%d %H:%M}",
    )
    folder = store.folder / "pages"
    folder.mkdir(exist_ok=True)
    # On some systems two names that differ in case are one file.
    name = sha256(str(article["url"]).encode()).hexdigest()[:NAME_CHARACTERS]
    file = folder / f"{name}.html"
    replace_whole(file, page.encode())
    return file


def picture_data(store: Store, state: State, name: str) -> str | None:
    """A picture as a ``data:`` address, by its address or media_id."""
    key = picture_key(name) or ""
    for account in state["accounts"].values():
        kept = account["pictures"].get(key) or account["materials"].get(name)
        if kept is not None:
            data = b64encode(store.blob(kept["blob"])).decode()
            return f"data:{MEDIA_TYPES[kept['format']]};base64,{data}"
    return None

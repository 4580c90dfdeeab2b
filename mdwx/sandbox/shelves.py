"""What the sandbox holds, for people: drafts, articles, pictures as files.

Reads only, except the pages it writes for ``file://`` addresses.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from mdwx.sandbox.addresses import picture_key
from mdwx.sandbox.media import MEDIA_TYPES
from mdwx.sandbox.store import Store, write_whole

__all__ = ["DraftRow", "Found", "MaterialRow", "PublicationRow", "Shelves"]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of the box."""

    appid: str
    media_id: str
    articles: tuple[dict[str, Any], ...]
    """As draft/get returns them, with ``url``."""
    updated: datetime


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A publication, whatever became of it."""

    appid: str
    publish_id: str
    article_id: str
    status: int
    articles: tuple[dict[str, Any], ...]
    """With ``url`` and ``is_deleted`` once it went out."""
    submitted: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A permanent material."""

    appid: str
    media_id: str
    type: str
    name: str
    url: str
    size_bytes: int
    width: int
    height: int
    created: datetime
    file: Path
    media_type: str


@dataclass(frozen=True, slots=True)
class Found:
    """An article by its address."""

    appid: str
    account: str
    article: dict[str, Any]
    updated: datetime


class Shelves:
    """Looks into a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def drafts(self) -> list[DraftRow]:
        """All drafts, newest first."""
        with self.store.looking() as state:
            rows = [
                DraftRow(
                    appid=account["appid"],
                    media_id=media_id,
                    articles=self._addressed(draft["articles"], draft["previews"]),
                    updated=moment(draft["updated"]),
                )
                for account in state["accounts"].values()
                for media_id, draft in account["drafts"].items()
            ]
        return sorted(rows, key=lambda row: row.updated, reverse=True)

    def publications(self) -> list[PublicationRow]:
        """All publications, newest first; settled ones as of the last call."""
        with self.store.looking() as state:
            rows = [
                PublicationRow(
                    appid=account["appid"],
                    publish_id=job["publish_id"],
                    article_id=job["article_id"],
                    status=job["status"],
                    articles=self._published(
                        job["articles"], job["urls"], job["deleted"]
                    ),
                    submitted=moment(job["submitted"]),
                    updated=moment(job["updated"]),
                )
                for account in state["accounts"].values()
                for job in account["publications"].values()
            ]
        return sorted(rows, key=lambda row: row.submitted, reverse=True)

    def materials(self) -> list[MaterialRow]:
        """All permanent materials, newest first."""
        with self.store.looking() as state:
            rows = [
                MaterialRow(
                    appid=account["appid"],
                    media_id=media_id,
                    type=material["type"],
                    name=material["name"],
                    url=material["url"],
                    size_bytes=material["size"],
                    width=material["width"],
                    height=material["height"],
                    created=moment(material["created"]),
                    file=self.store.blobs / material["blob"],
                    media_type=MEDIA_TYPES[material["format"]],
                )
                for account in state["accounts"].values()
                for media_id, material in account["materials"].items()
            ]
        return sorted(rows, key=lambda row: row.created, reverse=True)

    def picture(self, name: str) -> tuple[Path, str] | None:
        """The file and media type of a picture, by its address or media_id."""
        key = picture_key(name)
        with self.store.looking() as state:
            for account in state["accounts"].values():
                picture = account["pictures"].get(key or "")
                material = account["materials"].get(name)
                kept = picture or material
                if kept is not None:
                    return self.store.blobs / kept["blob"], MEDIA_TYPES[kept["format"]]
        return None

    def picture_data(self, name: str) -> str | None:
        """A picture as a ``data:`` address, for a page that stands alone."""
        found = self.picture(name)
        if found is None:
            return None
        file, media_type = found
        return f"data:{media_type};base64,{b64encode(file.read_bytes()).decode()}"

    def article(self, url: str) -> Found | None:
        """The published article or draft at an address, http or https."""
        wanted = without_scheme(url)
        for row in [*self.publications(), *self.drafts()]:
            for article in row.articles:
                if without_scheme(str(article.get("url", ""))) == wanted:
                    name = self._name_of(row.appid)
                    return Found(row.appid, name, article, row.updated)
        return None

    def page_file(self, url: str) -> Path | None:
        """Write the page of an article, to be opened from disk."""
        found = self.article(url)
        if found is None:
            return None
        from mdwx.sandbox.pages import article_page

        page = article_page(
            found.article,
            address_of=self.picture_data,
            account=found.account,
            date=found.updated.date().isoformat(),
        )
        name = url.rpartition("/s/")[2] if "/s/" in url else ""
        stem = name if name.replace("-", "").replace("_", "").isalnum() else ""
        folder = self.store.folder / "pages"
        folder.mkdir(exist_ok=True)
        file = folder / f"{stem or sha256(url.encode()).hexdigest()[:22]}.html"
        write_whole(file, page.encode())
        return file

    def _addressed(self, blob: str, urls: list[str]) -> tuple[dict[str, Any], ...]:
        pairs = zip(self.store.articles(blob), urls, strict=True)
        return tuple({**article, "url": url} for article, url in pairs)

    def _published(
        self, blob: str, urls: list[str], deleted: list[bool]
    ) -> tuple[dict[str, Any], ...]:
        articles = self.store.articles(blob)
        if not urls:
            return tuple(articles)
        rows = zip(articles, urls, deleted, strict=True)
        return tuple(
            {**each, "url": url, "is_deleted": gone} for each, url, gone in rows
        )

    def _name_of(self, appid: str) -> str:
        with self.store.looking() as state:
            return state["accounts"][appid]["name"]


def moment(seconds: float) -> datetime:
    """A Unix time as a date."""
    return datetime.fromtimestamp(seconds, UTC)


def without_scheme(url: str) -> str:
    """An address as replies and people write it, without the difference."""
    return url.partition("://")[2].partition("#")[0] if "://" in url else url

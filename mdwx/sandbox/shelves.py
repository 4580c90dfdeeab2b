"""What the sandbox holds, read for its pages: drafts, publications, materials."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mdwx.records import dataclass
from mdwx.sandbox.addresses import picture_key
from mdwx.sandbox.media import MEDIA_TYPES
from mdwx.sandbox.pagefiles import articles, name_of
from mdwx.sandbox.state import Publication
from mdwx.sandbox.store import Store

__all__ = ["DraftRow", "Found", "MaterialRow", "PublicationRow", "Shelves"]

Articles = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of the box."""

    account: str
    media_id: str
    articles: Articles
    updated: datetime


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A publication, whatever became of it."""

    account: str
    publish_id: str
    status: int
    articles: Articles
    """With ``url`` and ``is_deleted`` once it went out."""
    submitted: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A permanent material."""

    media_id: str
    type: str
    name: str
    url: str
    size_bytes: int
    width: int
    height: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """An article by its address."""

    account: str
    article: dict[str, Any]
    updated: datetime


class Shelves:
    """Looks into a store, and changes nothing."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def drafts(self) -> list[DraftRow]:
        """All drafts, newest first."""
        with self.store.looking() as state:
            rows = [
                DraftRow(
                    account=account["name"],
                    media_id=media_id,
                    articles=tuple(self.store.articles(draft["articles"])),
                    updated=moment(draft["updated"]),
                )
                for account in state["accounts"].values()
                for media_id, draft in account["drafts"].items()
            ]
        return sorted(rows, key=lambda row: row.updated, reverse=True)

    def publications(self) -> list[PublicationRow]:
        """All publications, newest first; settled as of the last call."""
        with self.store.looking() as state:
            rows = [
                PublicationRow(
                    account=account["name"],
                    publish_id=job["publish_id"],
                    status=job["status"],
                    articles=self.sent_out(job),
                    submitted=moment(job["submitted"]),
                    updated=moment(job["updated"]),
                )
                for account in state["accounts"].values()
                for job in account["publications"].values()
            ]
        return sorted(rows, key=lambda row: row.submitted, reverse=True)

    def sent_out(self, job: Publication) -> Articles:
        """The articles of a publication, with their addresses if they have any."""
        kept = self.store.articles(job["articles"])
        if not job["urls"]:
            return tuple(kept)
        rows = zip(kept, job["urls"], job["deleted"], strict=True)
        return tuple(
            {**each, "url": url, "is_deleted": gone} for each, url, gone in rows
        )

    def materials(self) -> list[MaterialRow]:
        """All permanent materials, newest first."""
        with self.store.looking() as state:
            rows = [
                MaterialRow(
                    media_id=media_id,
                    type=material["type"],
                    name=material["name"],
                    url=material["url"],
                    size_bytes=material["size"],
                    width=material["width"],
                    height=material["height"],
                    created=moment(material["created"]),
                )
                for account in state["accounts"].values()
                for media_id, material in account["materials"].items()
            ]
        return sorted(rows, key=lambda row: row.created, reverse=True)

    def picture(self, name: str) -> tuple[Path, str] | None:
        """The file and media type of a picture, by its address or media_id."""
        key = picture_key(name) or ""
        with self.store.looking() as state:
            for account in state["accounts"].values():
                kept = account["pictures"].get(key) or account["materials"].get(name)
                if kept is not None:
                    return self.store.blob_file(kept["blob"]), MEDIA_TYPES[
                        kept["format"]
                    ]
        return None

    def draft(self, media_id: str, index: int) -> Found | None:
        """One article of the draft box."""
        for row in self.drafts():
            if row.media_id == media_id and 0 <= index < len(row.articles):
                return Found(row.account, row.articles[index], row.updated)
        return None

    def article(self, url: str) -> Found | None:
        """What a reader finds at an address; nothing once it was deleted."""
        for row in self.publications():
            for article in row.articles:
                is_out = "url" in article and not article["is_deleted"]
                if is_out and name_of(article["url"]) == name_of(url):
                    return Found(row.account, article, row.updated)
        return None

    def preview(self, url: str) -> Found | None:
        """The draft behind a temporary address."""
        with self.store.looking() as state:
            kept = [
                Found(account["name"], dict(article), moment(time))
                for account in state["accounts"].values()
                for address, article, time in articles(self.store, account)
                if "tempkey=" in address and name_of(address) == name_of(url)
            ]
        return kept[0] if kept else None


def moment(seconds: float) -> datetime:
    """A Unix time as a date."""
    return datetime.fromtimestamp(seconds, UTC)

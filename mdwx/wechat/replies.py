"""Reply bytes become nouns; what WeChat gets wrong on the way is put right here.

Ids come quoted or as bare numbers, ``errcode`` may be a string, the charset
header is missing or wrong, and new fields appear without notice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from mdwx.errors import NeedsPersonError, OutcomeUnknownError
from mdwx.model import Publication, Status, Text, Upload
from mdwx.records import dataclass
from mdwx.wechat.endpoints import Endpoint
from mdwx.wechat.transport import Response

__all__ = [
    "Listed",
    "Material",
    "Quota",
    "Reply",
    "Stored",
    "errcode_of",
    "https",
    "listed_articles",
    "listed_materials",
    "mapping",
    "news_items",
    "number",
    "objects",
    "publication",
    "quota",
    "read_reply",
    "upload",
    "words",
]

Reply = Mapping[str, Any]
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Entry]):
    """One page of a list that WeChat keeps."""

    total: int
    """Of the whole list, not of this page."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """A picture of the account's library."""

    media_id: str
    name: str
    """The file name it was uploaded under."""
    url: str
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A draft or a publication, as a list shows it."""

    id: str
    """``media_id`` of a draft, ``article_id`` of a publication."""
    articles: tuple[dict[str, Any], ...]
    """As WeChat returns them; ``payload`` and ``readback`` know their fields."""
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Quota:
    """How often an endpoint may be called today."""

    daily_limit: int
    used: int
    remain: int


def read_reply(response: Response, endpoint: Endpoint) -> Reply:
    """Read a reply, which may be an error of WeChat's.

    WeChat answers every business outcome with HTTP 200. Anything else was
    written by something in between. Measured on 14 endpoints, 2026-09.
    """
    try:
        # Control characters occur in strings, so not strict; a byte order mark
        # and broken bytes are no reason to lose the answer of a write.
        text = response.body.decode("utf-8-sig", errors="replace")
        reply = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        reply = None
    if response.status != 200 or not isinstance(reply, dict):
        raise not_understood(response, endpoint)
    missing = [name for name in endpoint.needs if reply.get(name) is None]
    if missing and not errcode_of(reply):
        raise not_understood(response, endpoint)
    return reply


def not_understood(response: Response, endpoint: Endpoint) -> OutcomeUnknownError:
    """The body is not quoted: a proxy's error page repeats the whole address."""
    facts = f"HTTP {response.status}, {len(response.body)} bytes"
    return OutcomeUnknownError(
        Text(
            zh=f"看不懂 {endpoint.name} 的答复（{facts}）",
            en=f"the answer to {endpoint.name} makes no sense ({facts})",
        ),
        hint=Text(
            zh="多半来自代理或网关，而不是微信；检查 api_base 和 proxy",
            en="it most likely comes from a proxy or gateway, not from WeChat;"
            " check api_base and proxy",
        ),
    )


def errcode_of(reply: Reply) -> int:
    """``errcode`` as a number; absent is 0, unreadable is -1."""
    return number(reply.get("errcode", 0), default=-1)


def number(value: Any, *, default: int = 0) -> int:
    """A number that may have come as a string."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return default


def words(value: object) -> str:
    """A string that may have come as a number, or not at all."""
    return "" if value is None else str(value)


def mapping(value: object) -> Reply:
    """An object; an empty one, where there is none."""
    return value if isinstance(value, Mapping) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing, where there is no list."""
    found = value if isinstance(value, list) else []
    return [entry for entry in found if isinstance(entry, dict)]


def moment(value: object) -> datetime | None:
    """A Unix time, where there is one."""
    seconds = number(value)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 10**11 else None


def https(url: str) -> str:
    """The same picture without the warning of a mixed page.

    Uploads answer with ``http://mmbiz.qpic.cn/…``; both schemes serve it.
    """
    scheme, separator, rest = url.partition("://")
    is_plain = scheme == "http" and rest.startswith("mmbiz")
    return f"https{separator}{rest}" if is_plain else url


def upload(reply: Reply) -> Upload:
    """What ``add_material`` or ``uploadimg`` kept."""
    media_id = words(reply.get("media_id")) or None
    return Upload(url=https(words(reply.get("url"))), media_id=media_id)


def news_items(reply: Reply) -> tuple[dict[str, Any], ...]:
    """The articles of a draft or publication, in order."""
    return tuple(objects(reply.get("news_item")))


def publication(reply: Reply, *, publish_id: str) -> Publication:
    """What ``freepublish/get`` says.

    0 is success and 1 is publishing. Official: freepublish/get page; some
    tutorials have them the other way round. The list shrank from ten values to
    seven in 2024, so a new one must not be taken for an end.
    """
    value = number(reply.get("publish_status"), default=-1)
    statuses = tuple(Status)
    if not 0 <= value < len(statuses):
        raise unknown_status(words(reply.get("publish_status")), publish_id)
    articles = objects(mapping(reply.get("article_detail")).get("item"))
    articles.sort(key=lambda article: number(article.get("idx")))
    failed = reply.get("fail_idx")
    numbers: Sequence[object] = failed if isinstance(failed, list) else ()
    return Publication(
        publish_id=publish_id,
        status=statuses[value],
        article_id=words(reply.get("article_id")) or None,
        urls=tuple(words(article.get("article_url")) for article in articles),
        fail_idx=tuple(number(entry) for entry in numbers),
    )


def unknown_status(value: str, publish_id: str) -> NeedsPersonError:
    return NeedsPersonError(
        Text(
            zh=f"publish_status {value} 没有见过（publish_id {publish_id}）",
            en=f"publish_status {value} is unknown (publish_id {publish_id})",
        ),
        hint=Text(
            zh="在 mp.weixin.qq.com 的“发表记录”里查看结果，再用 mdwx mark 记下",
            en="look at 发表记录 on mp.weixin.qq.com, then tell mdwx with mdwx mark",
        ),
    )


def listed_materials(reply: Reply) -> Listed[Material]:
    """A page of the picture library."""
    entries = tuple(
        Material(
            media_id=words(item.get("media_id")),
            name=words(item.get("name")),
            url=https(words(item.get("url"))),
            updated=moment(item.get("update_time")),
        )
        for item in objects(reply.get("item"))
    )
    return Listed(number(reply.get("total_count")), entries)


def listed_articles(reply: Reply, *, id_field: str) -> Listed[Stored]:
    """A page of the draft box or of what was published."""
    entries = tuple(
        Stored(
            id=words(item.get(id_field)),
            articles=news_items(mapping(item.get("content"))),
            updated=moment(item.get("update_time")),
        )
        for item in objects(reply.get("item"))
    )
    return Listed(number(reply.get("total_count")), entries)


def quota(reply: Reply) -> Quota:
    """What ``openapi/quota/get`` counts."""
    counted = mapping(reply.get("quota"))
    return Quota(
        daily_limit=number(counted.get("daily_limit")),
        used=number(counted.get("used")),
        remain=number(counted.get("remain")),
    )

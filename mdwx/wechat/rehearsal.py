"""A line that leads nowhere: it writes down every request and answers by itself.

The answers are those of an account on which nobody changed anything. What only
WeChat could tell stands in them under a name that people can read.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from mdwx.config import Secret
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.wechat.access_tokens import AccessToken, AccessTokenStore
from mdwx.wechat.transport import Request, Response

__all__ = ["APPSECRET", "BorrowedTokens", "Call", "Rehearsal", "Upload"]

Articles = list[dict[str, Any]]
PICTURES: Final = "https://mmbiz.qpic.cn/address-of/"
ARTICLES: Final = "https://mp.weixin.qq.com/s/"
ADDRESS: Final = pattern(
    rf"{re.escape(PICTURES)}([\w.-]+)|{re.escape(ARTICLES)}([\w-]{{22}})"
)
FILE_NAME: Final = re.compile(rb'filename="([^"]+)"\r\nContent-Type: ([^\r]+)\r\n\r\n')
NO_TITLES: Final[Mapping[str, str]] = MappingProxyType({})
APPSECRET: Final = Secret("<AppSecret>")
"""What a rehearsal sends for the secret; the real one is not even read."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The file of a request."""

    name: str
    type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it would be sent, without its access_token."""

    account: str
    method: str
    path: str
    query: Mapping[str, str]
    body: Any = None
    """The JSON object, if there is one."""
    file: Upload | None = None


@dataclass(slots=True)
class Rehearsal:
    """The far end of the line, for one account."""

    account: str
    calls: list[Call] = field(default_factory=list)
    drafts: dict[str, Articles] = field(default_factory=dict)
    """By ``media_id``: what the box is believed to hold, and what is added."""
    articles: dict[str, Articles] = field(default_factory=dict)
    """By ``article_id``."""
    titles: dict[str, str] = field(default_factory=dict)
    """Of the articles that went out, by the address they were given."""

    def send(self, request: Request, *, timeout_s: float) -> Response:
        """Write a request down, and answer it."""
        call = call_of(self.account, request, titles=self.titles)
        self.calls.append(call)
        answer = ANSWERS.get(call.path, fine)(self, call)
        told = json.dumps(answer, ensure_ascii=False).encode()
        return Response(200, {}, told)

    def title_of(self, media_id: str) -> str:
        """What people call a draft."""
        articles = self.drafts.get(media_id, [])
        return str(articles[0].get("title", "")) if articles else media_id

    def address_of(self, title: str) -> str:
        """An address that looks like those WeChat gives."""
        told = sha256(title.encode("utf-8", "replace")).digest()
        address = ARTICLES + urlsafe_b64encode(told).decode()[:22]
        self.titles[address] = title
        return address


def call_of(
    account: str, request: Request, *, titles: Mapping[str, str] = NO_TITLES
) -> Call:
    """A request in the words of a person; ``titles`` of articles by their address."""
    query = {key: it for key, it in request.query.items() if key != "access_token"}
    found = FILE_NAME.search(request.body)
    file = body = None
    if found:
        # Behind the bytes follow a line end and the closing boundary.
        boundary = request.body[: request.body.index(b"\r\n")]
        size = len(request.body) - found.end() - len(boundary) - len(b"\r\n--\r\n")
        file = Upload(found[1].decode(), found[2].decode(), size)
    elif request.body:
        body = readable(json.loads(request.body), partial(named, titles))
    return Call(account, request.method, request.path, query, body, file)


def readable(value: Any, name: Callable[[re.Match[str]], str]) -> Any:
    """A body with names for the addresses that only an answer would tell."""
    if isinstance(value, str):
        return ADDRESS.sub(name, value)
    if isinstance(value, list):
        return [readable(item, name) for item in value]
    if isinstance(value, dict):
        return {key: readable(item, name) for key, item in value.items()}
    return value


def named(titles: Mapping[str, str], address: re.Match[str]) -> str:
    """What an address is called; one that is known already stays as it is."""
    name = address[1] or titles.get(address[0])
    return f"<address of {name}>" if name else address[0]


def fine(far: Rehearsal, call: Call) -> dict[str, Any]:
    """Done, and nothing more to say."""
    return {"errcode": 0, "errmsg": "ok"}


def token(far: Rehearsal, call: Call) -> dict[str, Any]:
    return {"access_token": "<access_token>", "expires_in": 7200}


def picture(far: Rehearsal, call: Call) -> dict[str, Any]:
    assert call.file is not None  # it was uploaded
    name = call.file.name
    return {"media_id": f"<media_id of {name}>", "url": PICTURES + name}


def nothing(far: Rehearsal, call: Call) -> dict[str, Any]:
    """A list without entries: what nobody knows of is believed not to be there."""
    return {"total_count": 0, "item_count": 0, "item": []}


def add_draft(far: Rehearsal, call: Call) -> dict[str, Any]:
    articles = call.body["articles"]
    name = f"media_id of draft {articles[0]['title']}"
    alike = sum(known.startswith(f"<{name}") for known in far.drafts)
    media_id = f"<{name} {alike + 1}>" if alike else f"<{name}>"
    far.drafts[media_id] = articles
    return {"media_id": media_id}


def update_draft(far: Rehearsal, call: Call) -> dict[str, Any]:
    articles = far.drafts.get(call.body["media_id"], [])
    if call.body["index"] < len(articles):
        articles[call.body["index"]] = call.body["articles"]
    return fine(far, call)


def get_draft(far: Rehearsal, call: Call) -> dict[str, Any]:
    articles = far.drafts.get(call.body["media_id"])
    if articles is None:
        return {"errcode": 40007, "errmsg": "invalid media_id"}
    return {"news_item": articles}


def submit(far: Rehearsal, call: Call) -> dict[str, Any]:
    media_id = call.body["media_id"]
    publish_id = f"<publish_id of {far.title_of(media_id)}>"
    far.articles[publish_id] = far.drafts.pop(media_id, [])
    return {"errcode": 0, "errmsg": "ok", "publish_id": publish_id}


def get_publication(far: Rehearsal, call: Call) -> dict[str, Any]:
    """It went out at once; WeChat may have to be asked more often."""
    publish_id = call.body["publish_id"]
    titles = [str(it.get("title", "")) for it in far.articles.get(publish_id, [])]
    items = [
        {"idx": number, "article_url": far.address_of(title)}
        for number, title in enumerate(titles, start=1)
    ]
    return {
        "publish_id": publish_id,
        "publish_status": 0,
        "article_id": publish_id.replace("publish_id", "article_id"),
        "article_detail": {"count": len(items), "item": items},
    }


def get_article(far: Rehearsal, call: Call) -> dict[str, Any]:
    return {"news_item": far.articles.get(call.body["article_id"], [])}


Answer = Callable[[Rehearsal, Call], dict[str, Any]]
ANSWERS: Final[Mapping[str, Answer]] = {
    "/cgi-bin/stable_token": token,
    "/cgi-bin/media/uploadimg": picture,
    "/cgi-bin/material/add_material": picture,
    "/cgi-bin/material/batchget_material": nothing,
    "/cgi-bin/draft/add": add_draft,
    "/cgi-bin/draft/update": update_draft,
    "/cgi-bin/draft/get": get_draft,
    "/cgi-bin/draft/batchget": nothing,
    "/cgi-bin/freepublish/submit": submit,
    "/cgi-bin/freepublish/get": get_publication,
    "/cgi-bin/freepublish/batchget": nothing,
    "/cgi-bin/freepublish/getarticle": get_article,
}
"""Every other endpoint answers that it is done."""


class BorrowedTokens(AccessTokenStore):
    """Knows whether an access_token would be at hand, and keeps none."""

    _rehearsed: Secret | None = None

    def _read(self) -> Secret | None:
        kept = self._rehearsed or super()._read()
        return None if kept is None else Secret("<access_token>")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        yield

    def _keep(self, access_token: AccessToken) -> Secret:
        self._rehearsed = access_token.value
        return access_token.value

"""WeChat's server API as mdwx uses it: one method an endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Final, Self

from mdwx.clock import Clock
from mdwx.config import Secret
from mdwx.errors import CredentialError, QuotaError, RemoteError
from mdwx.model import Publication, Upload
from mdwx.wechat import endpoints, replies
from mdwx.wechat.access_tokens import AccessToken, AccessTokenStore
from mdwx.wechat.endpoints import Endpoint
from mdwx.wechat.errcodes import INVALID_MEDIA_ID, STALE
from mdwx.wechat.exchange import Exchange, json_request, media_request
from mdwx.wechat.replies import Listed, Material, Quota, Reply, Stored
from mdwx.wechat.transport import Closable, Request, Transport

__all__ = ["Client"]

FRESH_PAUSE_S: Final = 2.0
"""A draft may be refused for material that is seconds old. Measured 2026-09."""


class Client:
    """One account, over one transport."""

    def __init__(
        self,
        transport: Transport,
        *,
        appid: str,
        secret: Secret,
        access_tokens: AccessTokenStore,
        clock: Clock,
    ) -> None:
        self._transport = transport
        self._appid = appid
        self._secret = secret
        self._access_tokens = access_tokens
        self._clock = clock
        self._exchange = Exchange(transport, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of open connections."""
        if isinstance(self._transport, Closable):
            self._transport.close()

    @property
    def requests(self) -> int:
        """Calls of WeChat's API attempted so far, those for access too."""
        return self._exchange.requests

    def watch_quotas(self, on_quota: Callable[[QuotaError], bool]) -> None:
        """Have ``on_quota`` told when WeChat was asked too often.

        It may wait, and answers whether the call is worth sending again.
        """
        self._exchange.on_quota = on_quota

    # Pictures

    def upload_image(self, data: bytes, *, name: str) -> str:
        """Upload a picture of the text; it counts towards no limit of the library."""
        reply = self._upload(endpoints.UPLOAD_IMAGE, data, name=name, query={})
        return replies.upload(reply).url

    def add_material(self, data: bytes, *, name: str) -> Upload:
        """Add a picture to the account's library for good."""
        reply = self._upload(
            endpoints.ADD_MATERIAL, data, name=name, query={"type": "image"}
        )
        return replies.upload(reply)

    def list_materials(self, offset: int = 0, count: int = 20) -> Listed[Material]:
        """One page, of at most 20, of the library's pictures."""
        body = {"type": "image", "offset": offset, "count": count}
        return replies.listed_materials(self._call(endpoints.LIST_MATERIALS, body))

    def count_materials(self) -> int:
        """How many pictures the library holds; 100 000 is the limit."""
        reply = self._call(endpoints.COUNT_MATERIALS)
        return replies.number(reply["image_count"])

    def delete_material(self, media_id: str) -> None:
        """Remove a picture from the library for good."""
        self._call(endpoints.DELETE_MATERIAL, {"media_id": media_id})

    # The draft box

    def add_draft(
        self, articles: Sequence[Mapping[str, Any]], *, fresh: bool = False
    ) -> str:
        """Add a draft and return its ``media_id``; each call adds another one.

        ``fresh`` says that pictures of it were uploaded just now: a refusal for
        a media_id not known yet is then given one more try.
        """
        body = {"articles": [dict(article) for article in articles]}
        reply = self._patiently(endpoints.ADD_DRAFT, body, fresh=fresh)
        return replies.words(reply["media_id"])

    def update_draft(
        self,
        media_id: str,
        *,
        index: int,
        article: Mapping[str, Any],
        fresh: bool = False,
    ) -> None:
        """Replace one whole article of a draft; ``index`` counts from 0."""
        body = {"media_id": media_id, "index": index, "articles": dict(article)}
        self._patiently(endpoints.UPDATE_DRAFT, body, fresh=fresh)

    def get_draft(self, media_id: str) -> tuple[dict[str, Any], ...]:
        """The articles of a draft as WeChat stored them."""
        return replies.news_items(
            self._call(endpoints.GET_DRAFT, {"media_id": media_id})
        )

    def list_drafts(
        self, offset: int = 0, count: int = 20, *, with_content: bool = False
    ) -> Listed[Stored]:
        """One page, of at most 20, of the draft box."""
        body = page(offset, count, with_content=with_content)
        reply = self._call(endpoints.LIST_DRAFTS, body)
        return replies.listed_articles(reply, id_field="media_id")

    def count_drafts(self) -> int:
        """How many drafts the box holds."""
        return replies.number(self._call(endpoints.COUNT_DRAFTS)["total_count"])

    def delete_draft(self, media_id: str) -> None:
        """Remove a draft for good."""
        self._call(endpoints.DELETE_DRAFT, {"media_id": media_id})

    # Publications

    def submit(self, media_id: str) -> str:
        """Start publishing a draft and return the ``publish_id`` of the job.

        The job may still end badly: ``get_publication`` tells.
        """
        reply = self._call(endpoints.SUBMIT, {"media_id": media_id})
        return replies.words(reply["publish_id"])

    def get_publication(self, publish_id: str) -> Publication:
        """Where a publication job stands."""
        reply = self._call(endpoints.GET_PUBLICATION, {"publish_id": publish_id})
        return replies.publication(reply, publish_id=publish_id)

    def list_published(
        self, offset: int = 0, count: int = 20, *, with_content: bool = False
    ) -> Listed[Stored]:
        """One page, of at most 20, of what went out by 发布, not by 群发."""
        body = page(offset, count, with_content=with_content)
        reply = self._call(endpoints.LIST_PUBLISHED, body)
        return replies.listed_articles(reply, id_field="article_id")

    def get_article(self, article_id: str) -> tuple[dict[str, Any], ...]:
        """The articles of a publication as WeChat stored them."""
        body = {"article_id": article_id}
        return replies.news_items(self._call(endpoints.GET_ARTICLE, body))

    def delete_article(self, article_id: str, *, index: int) -> None:
        """Take one published article down for good; from 1, and 0 means all."""
        body = {"article_id": article_id, "index": index}
        self._call(endpoints.DELETE_ARTICLE, body)

    # Looking around

    def probe(self) -> None:
        """Make the cheapest call that needs everything to be in order."""
        self._call(endpoints.PROBE)

    def quota(self, cgi_path: str) -> Quota:
        """How many calls of ``/cgi-bin/…`` today still allows."""
        return replies.quota(self._call(endpoints.QUOTA, {"cgi_path": cgi_path}))

    def renew(self) -> bool:
        """Force a new access_token; tell whether there is one.

        It dies at once for every other machine, works 20 times a day, and does
        nothing within 30 s of the last time: for ``mdwx doctor --renew`` alone.
        """
        return self._access_tokens.replaced(self._fetch(forced=True))

    # How a call is made

    def _call(
        self, endpoint: Endpoint, body: Mapping[str, object] | None = None
    ) -> Reply:
        return self._ask(endpoint, json_request(endpoint, body))

    def _patiently(
        self, endpoint: Endpoint, body: Mapping[str, object], *, fresh: bool
    ) -> Reply:
        """Give WeChat a moment to learn of a picture it has just taken."""
        try:
            return self._call(endpoint, body)
        except RemoteError as error:
            if not fresh or error.errcode != INVALID_MEDIA_ID:
                raise
        self._clock.sleep(FRESH_PAUSE_S)
        return self._call(endpoint, body)

    def _upload(
        self, endpoint: Endpoint, data: bytes, *, name: str, query: Mapping[str, str]
    ) -> Reply:
        return self._ask(
            endpoint, media_request(endpoint, data, name=name, query=query)
        )

    def _ask(self, endpoint: Endpoint, request: Request) -> Reply:
        """Send with the access_token, and once more if WeChat calls it stale."""
        access_token = self._access_tokens.current(self._fetch())
        try:
            return self._exchange.ask(endpoint, signed(request, access_token))
        except CredentialError as error:
            if error.errcode not in STALE:
                raise
        renewed = self._access_tokens.renewed(self._fetch(), refused=access_token)
        return self._exchange.ask(endpoint, signed(request, renewed))

    def _fetch(self, *, forced: bool = False) -> Callable[[], AccessToken]:
        """How the store gets an access_token when it needs one."""
        endpoint = endpoints.FORCED_TOKEN if forced else endpoints.STABLE_TOKEN

        def fetch() -> AccessToken:
            body = {
                "grant_type": "client_credential",
                "appid": self._appid,
                "secret": self._secret.reveal(),
                "force_refresh": forced,
            }
            asked_at = self._clock.now()
            reply = self._exchange.ask(endpoint, json_request(endpoint, body))
            lasts = timedelta(seconds=replies.number(reply.get("expires_in")))
            return AccessToken(Secret(str(reply["access_token"])), asked_at + lasts)

        return fetch


def signed(request: Request, access_token: Secret) -> Request:
    """The same request with its credential, which WeChat wants in the query."""
    query = {"access_token": access_token.reveal(), **request.query}
    return replace(request, query=query)


def page(offset: int, count: int, *, with_content: bool) -> Mapping[str, object]:
    """What both lists of articles are asked for."""
    return {"offset": offset, "count": count, "no_content": int(not with_content)}

"""What a page hands out of a post: rich text to copy, files, how it was published.

GET /_copy/{slug}             html to paste into WeChat's editor, text, and where its
                              pictures are: ``account``, ``inside``, or ``none``;
                              ``?pictures=inside`` wants them inside
GET /_download/KIND/{slug}    the article as one file: html, png, pdf
GET /_standing/{slug}         where it stands with its account
GET /_published/{slug}        the sandbox's page of it, as its readers see it

But for the files, ``?account=NAME`` asks of another account than the post's own.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mdwx.clipboard import FORMATS, embedded
from mdwx.clock import SystemClock
from mdwx.config import Account, choose_account
from mdwx.errors import MdwxError
from mdwx.make import Built
from mdwx.model import PostType, Text
from mdwx.preview.desk import both
from mdwx.preview.leaf import Leaf
from mdwx.preview.making import Making
from mdwx.preview.orders import NO_POST
from mdwx.preview.standings import Stand, at_ledger, stands
from mdwx.preview.studio import Studio
from mdwx.preview.wardrobe import dressed, wish_of

__all__ = ["Takeaway"]

MEDIA_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "png": "image/png",
    "pdf": "application/pdf",
}
NO_STORE: Final = {"Cache-Control": "no-store"}
NOT_PUBLISHED: Final = Text(
    zh="这篇文章没有发布到沙箱", en="this post is not published to the sandbox"
)


class Takeaway:
    """Hands out posts as they are now."""

    def __init__(
        self,
        studio: Studio,
        making: Making,
        *,
        env: Mapping[str, str],
        language: str,
    ) -> None:
        self.studio = studio
        self.making = making
        self.env = env
        self.language = language
        self._drawing = threading.Lock()
        """One browser at a time."""

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route("/_copy/{slug:path}", self.copy),
            Route("/_download/{kind}/{slug:path}", self.download),
            Route("/_standing/{slug:path}", self.standing),
            Route("/_published/{slug:path}", self.published),
        ]

    def copy(self, request: Request) -> Response:
        """A post as a clipboard takes it."""
        try:
            built = self.built(request)
            told = self.copied(built, request) if built else None
        except MdwxError as error:
            return self.refused(error)
        if told is None:
            return self.refusal(NO_POST, 404)
        return JSONResponse(told, headers=NO_STORE)

    def copied(self, built: Built, request: Request) -> dict[str, Any]:
        """What is copied, and where its pictures are."""
        article = built.article
        flag = flag_in(request)
        account = choose_account(self.making.config, flag=flag, post=article.post)
        told = {"account": account.name, "text": article.text, "html": None}
        if article.post.type is PostType.NEWSPIC:
            return {**told, "pictures": "none"}
        wants_inside = request.query_params.get("pictures") == "inside"
        if article.images and not wants_inside and not account.is_sandbox:
            places = self.places(built, account)
            if places is not None:
                html = article.content(places)
                return {**told, "html": html, "pictures": "account"}
        where = "inside" if article.images else "none"
        return {**told, "html": embedded(built), "pictures": where}

    def places(self, built: Built, account: Account) -> Mapping[str, str] | None:
        """Where the account holds each picture; None if one lacks, or none can tell."""
        from mdwx.publish import Entry, addresses

        entry = Entry(built.article, built.cover, built.pictures, built.source_sha256)
        try:
            with at_ledger(self.making.config, account) as desk:
                found = addresses(desk, entry) if desk is not None else {}
        except (KeyError, MdwxError):
            return None
        is_whole = all(ref.src in found for ref in built.article.images)
        return found if is_whole else None

    def download(self, request: Request) -> Response:
        """A post as one file."""
        kind, slug = request.path_params["kind"], request.path_params["slug"]
        try:
            built = self.built(request) if kind in FORMATS else None
            if built is None:
                return self.refusal(NO_POST, 404)
            with self._drawing:
                data = FORMATS[kind](built, self.language, self.env)
        except MdwxError as error:
            return self.refused(error)
        name = quote(f"{slug.rpartition('/')[2]}.{kind}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(
            data, media_type=MEDIA_TYPES[kind], headers={**NO_STORE, **headers}
        )

    def standing(self, request: Request) -> Response:
        """Where a post stands, in words."""
        leaf = self.studio.leaf(request.path_params["slug"])
        flag = flag_in(request)
        stand = self.stand_of(leaf, flag=flag) if leaf else None
        if leaf is None or stand is None:
            return self.refusal(NO_POST, 404)
        url = stand.url
        if stand.is_sandbox and url:
            query = f"?account={quote(flag, safe='')}" if flag else ""
            url = f"/_published/{quote(leaf.slug, safe='')}{query}"
        return JSONResponse(
            {
                "account": stand.account,
                "is_sandbox": stand.is_sandbox,
                "state": stand.state.value,
                "changed": stand.changed,
                "words": [
                    {**(both(it.text) or {}), "tone": it.tone} for it in stand.pills
                ],
                "url": url,
            },
            headers=NO_STORE,
        )

    def stand_of(self, leaf: Leaf, *, flag: str | None) -> Stand | None:
        """Where a post stands; None where nobody knows."""
        post = leaf.post_now or leaf.post
        source = leaf.made.source_sha256 if leaf.made else ""
        if post is None:
            return None
        posts = {leaf.slug: (post, source)}
        return stands(self.making.config, posts, flag=flag).get(leaf.slug)

    def published(self, request: Request) -> Response:
        """The sandbox's own page of a post, after its filter."""
        leaf = self.studio.leaf(request.path_params["slug"])
        stand = self.stand_of(leaf, flag=flag_in(request)) if leaf else None
        file = self.page_of(stand.url) if stand and stand.is_sandbox else None
        if file is None:
            return self.refusal(NOT_PUBLISHED, 404)
        return Response(file.read_bytes(), media_type="text/html", headers=NO_STORE)

    def page_of(self, url: str) -> Path | None:
        """The page of an address, which the sandbox writes."""
        from mdwx.sandbox.host import Host

        folder = self.making.config.state / "sandbox"
        if not url or not (folder / "state.json").is_file():
            return None
        return Host.open(folder, clock=SystemClock()).page_file(url)

    def built(self, request: Request) -> Built | None:
        """The post of a request, built now; in the look that is tried, if one is."""
        leaf = self.studio.leaf(request.path_params["slug"])
        post = (leaf.post_now or leaf.post) if leaf else None
        wish = wish_of(request.query_params)
        if post is not None and wish:
            post = dressed(post, wish, self.making)
        return self.making.built(post) if post else None

    def refused(self, error: MdwxError) -> Response:
        """What went wrong and what to do, in a sentence."""
        hint = error.hint.said(self.language) if error.hint else ""
        words = (error.problem.said(self.language), hint)
        join = "；" if self.language == "zh" else "; "
        return PlainTextResponse(join.join(filter(None, words)), status_code=409)

    def refusal(self, why: Text, status: int) -> Response:
        """Why not, in a sentence for a person."""
        return PlainTextResponse(why.said(self.language), status_code=status)


def flag_in(request: Request) -> str | None:
    """The account that is asked of, as ``--account`` would name it."""
    return request.query_params.get("account") or None

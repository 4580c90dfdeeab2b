"""What ``mdwx watch`` answers to whoever looks; nothing here changes anything."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)

from mdwx.model import Text
from mdwx.preview.channel import Channel, Listener, event
from mdwx.preview.leaf import Leaf
from mdwx.preview.live import DESK_POLICY, FRAME_POLICY, desk_page, frame_page
from mdwx.preview.phone import Pill, Row, Shell, index_page
from mdwx.preview.press import night_event, page_event
from mdwx.preview.shelf import edition
from mdwx.preview.studio import Studio

__all__ = ["Pages"]

NO_STORE = {"Cache-Control": "no-store"}
POLICY = "Content-Security-Policy"


class Pages:
    """Each method is one address.

    Methods that build are plain functions: Starlette runs them in a thread, and
    the event streams go on meanwhile.
    """

    def __init__(
        self, studio: Studio, *, channel: Channel, language: str, token: str
    ) -> None:
        self.studio = studio
        self.channel = channel
        self.language = language
        self.token = token

    def index(self, request: Request) -> Response:
        """All posts."""
        version = self.studio.version
        rows = [row_of(leaf) for leaf in self.studio.listed()]
        shell = Shell(live=version, problem=self.studio.problem)
        page = index_page(rows, language=self.language, shell=shell)
        return HTMLResponse(page, headers=NO_STORE)

    def desk(self, request: Request) -> Response:
        """The desk of one post."""
        slug = request.path_params["slug"]
        leaf = self.studio.leaf(slug)
        if leaf is None and self.studio.problem is None:
            return PlainTextResponse("no such post", status_code=404)
        made = leaf.made if leaf else None
        page = desk_page(
            slug=slug,
            title=made.screen.title if made else slug,
            language=self.language,
            token=self.token,
            boot=self.studio.boot,
        )
        return HTMLResponse(page, headers={**NO_STORE, POLICY: DESK_POLICY})

    def frame(self, request: Request) -> Response:
        """The article alone, in WeChat's page; ``?night=1`` in dark mode."""
        slug = request.path_params["slug"]
        night = request.query_params.get("night") == "1"
        leaf = self.studio.leaf(slug)
        headers = {**NO_STORE, POLICY: FRAME_POLICY}
        if leaf is None or leaf.made is None:
            # A page all the same: the desk must be able to look into it.
            return HTMLResponse("<!doctype html>", status_code=404, headers=headers)
        screen = leaf.made.screen
        if night:
            screen = replace(screen, night=self.studio.night(slug))
        page = frame_page(screen, language=self.language, night=night)
        return HTMLResponse(page, headers=headers)

    def state(self, request: Request) -> Response:
        """All the desk shows, as JSON; ``?night=1`` adds the fragment in dark mode."""
        slug = request.path_params["slug"]
        page = self.studio.page(slug)
        if page is None:
            return PlainTextResponse("no such post", status_code=404)
        told = page.told
        if request.query_params.get("night") == "1":
            night = json.dumps(self.studio.night(slug), ensure_ascii=False)
            told = f'{told[:-1]}, "night": {night}}}'
        return Response(told, media_type="application/json", headers=NO_STORE)

    def picture(self, request: Request) -> Response:
        """A picture of a built post, by the name that carries its hash."""
        file = self.studio.picture(request.path_params["name"])
        if file is None or not file.is_file():
            return PlainTextResponse("no such picture", status_code=404)
        return FileResponse(file)

    async def events(self, request: Request) -> Response:
        """Tells an open page of news: of one post with ``?slug=``, else of all."""
        slug = request.query_params.get("slug")
        night = request.query_params.get("night") == "1"
        known = request.headers.get("last-event-id") or request.query_params.get("have")

        async def first() -> list[str]:
            return await run_in_threadpool(self.first, slug, night=night, known=known)

        stream = self.channel.events(Listener(slug, night), first=first)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers=NO_STORE
        )

    def first(self, slug: str | None, *, night: bool, known: str | None) -> list[str]:
        """What a page hears when it connects: who we are, and what it missed."""
        if slug is None:
            return [event(self.studio.version)]
        us = {"boot": self.studio.boot, "edition": edition(), "token": self.token}
        told = [event(json.dumps(us), kind="hello")]
        page = self.studio.page(slug)
        if page is None:
            return told
        if page.version != known:
            told.append(page_event(page.told, page.version))
        if night:
            told.append(night_event(self.studio.night(slug), page.version))
        return told


def row_of(leaf: Leaf) -> Row:
    """A post of the index, as far as it is known."""
    screen = leaf.made.screen if leaf.made else None
    post = leaf.post_now
    titles = (screen and screen.title, post and post.title, leaf.slug)
    return Row(
        title=next(title for title in titles if title),
        href=f"/posts/{quote(leaf.slug, safe='')}",
        cover=screen.cover if screen else None,
        wide=screen.wide if screen else None,
        digest=screen.shown_digest if screen else "",
        state=pill_of(leaf),
        date=screen.date if screen else "",
        path=str(leaf.path),
    )


def pill_of(leaf: Leaf) -> Pill | None:
    """The worst thing to say of a post."""
    if leaf.problem is not None:
        return Pill(Text(zh="打不开", en="broken"), "error")
    findings = leaf.made.screen.findings if leaf.made else ()
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    if errors:
        return Pill(Text(zh=f"{errors} 个错误", en=f"{errors} to mend"), "error")
    if warnings:
        said = Text(zh=f"{warnings} 个警告", en=f"{warnings} to look at")
        return Pill(said, "warning")
    if leaf.post_now is not None and leaf.post_now.draft:
        return Pill(Text(zh="不发送", en="kept back"))
    return None

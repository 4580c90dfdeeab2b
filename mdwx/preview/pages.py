"""What ``mdwx watch`` answers to whoever looks; nothing here changes anything."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)

from mdwx.preview.channel import Channel, Listener, event
from mdwx.preview.live import (
    DESK_POLICY,
    FRAME_POLICY,
    POSTS_POLICY,
    desk_page,
    frame_page,
)
from mdwx.preview.press import night_event, page_event
from mdwx.preview.rows import Stands, posts_page, rows_of, unknown
from mdwx.preview.shelf import edition
from mdwx.preview.studio import Studio
from mdwx.preview.visitors import is_visitor
from mdwx.records import dataclass

__all__ = ["Pages", "Powers"]

NO_STORE = {"Cache-Control": "no-store"}
POLICY = "Content-Security-Policy"


@dataclass(frozen=True, slots=True)
class Powers:
    """What a page at this machine is given; another device may only look."""

    token: str = ""
    """Lets a page act: see ``guard``."""
    editor: str = ""
    """The address that opens a file: see ``editors``."""
    acts: bool = False
    """Whether there is anybody to build and publish."""


NOTHING = Powers()


class Pages:
    """Each method is one address.

    Methods that build are plain functions: Starlette runs them in a thread, and
    the event streams go on meanwhile.
    """

    def __init__(
        self,
        studio: Studio,
        *,
        channel: Channel,
        language: str,
        powers: Powers,
        stands: Stands = unknown,
    ) -> None:
        self.studio = studio
        self.stands = stands
        self.channel = channel
        self.language = language
        self.powers = powers

    def index(self, request: Request) -> Response:
        """All posts."""
        version = self.studio.version
        leaves = self.studio.listed()
        page = posts_page(
            rows_of(leaves, self.stands(leaves)),
            language=self.language,
            problem=self.studio.problem,
            version=version,
        )
        return HTMLResponse(page, headers={**NO_STORE, POLICY: POSTS_POLICY})

    def powers_of(self, request: Request) -> Powers:
        """What the page that asks may do."""
        return NOTHING if is_visitor(request.scope) else self.powers

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
            boot=self.studio.boot,
            **asdict(self.powers_of(request)),
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

        powers = self.powers_of(request)

        async def first() -> list[str]:
            told = await run_in_threadpool(self.first, slug, night=night, known=known)
            return [hello(self.studio.boot, powers), *told] if slug else told

        stream = self.channel.events(Listener(slug, night), first=first)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers=NO_STORE
        )

    def first(self, slug: str | None, *, night: bool, known: str | None) -> list[str]:
        """What a page missed before it connected."""
        if slug is None:
            return [event(self.studio.version)]
        told: list[str] = []
        page = self.studio.page(slug)
        if page is None:
            return told
        if page.version != known:
            told.append(page_event(page.told, page.version))
        if night:
            told.append(night_event(self.studio.night(slug), page.version))
        return told


def hello(boot: str, powers: Powers) -> str:
    """Who we are: the first thing a page hears at each connection."""
    us = {"boot": boot, "edition": edition()}
    given = {"token": powers.token, "editor": powers.editor}
    return event(json.dumps({**us, **given}), kind="hello")

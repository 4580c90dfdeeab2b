"""The sandbox's pages: each method is one address."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)

from mdwx.model import Text
from mdwx.preview.look import render
from mdwx.preview.screens import Row
from mdwx.sandbox.browsing import (
    ARTICLE_HOST,
    draft_rows,
    local_address,
    published_rows,
    screen_of,
)
from mdwx.sandbox.changes import Changes
from mdwx.sandbox.counter import Counter
from mdwx.sandbox.faults import Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.journal import Entry
from mdwx.sandbox.routes import ENDPOINTS
from mdwx.sandbox.settings import Settings
from mdwx.sandbox.shelves import Found, Shelves
from mdwx.sandbox.state import AccountState

__all__ = ["Desk"]

NO_STORE: Final = {"Cache-Control": "no-store"}
SHOWN_CALLS: Final = 200
KINDS: Final = {
    "verified": Text(zh="已认证", en="verified"),
    "personal": Text(
        zh="个人（不能用接口发布）", en="personal (cannot publish by API)"
    ),
    "test": Text(zh="测试号（发布会失败）", en="test account (publishing fails)"),
}
TROUBLES: Final = {
    Trouble.BUSY: Text(zh="系统繁忙（-1）", en="busy (-1)"),
    Trouble.ERRCODE: Text(zh="返回 errcode", en="answer an errcode"),
    Trouble.REFUSE: Text(zh="拒绝连接", en="refuse the connection"),
    Trouble.CUT_BEFORE: Text(zh="生效前断线", en="cut before the effect"),
    Trouble.CUT_AFTER: Text(zh="生效后断线", en="cut after the effect"),
    Trouble.SLOW: Text(zh="很慢", en="slow"),
    Trouble.RUBBISH: Text(zh="返回乱码", en="answer rubbish"),
}


class Desk:
    """Shows a host to a person, and takes that person's orders."""

    def __init__(self, host: Host, *, changes: Changes, language: str) -> None:
        self.host = host
        self.shelves = Shelves(host.store)
        self.changes = changes
        self.language = language
        self.counter = Counter(host, refused=self.refused)

    def page(self, template: str, here: str, **values: object) -> Response:
        """One of the sandbox's own pages; the settings stand still while edited."""
        live = "" if here == "/settings" else self.changes.version
        common = {"here": here, "live": live, "problem": None, "key": self.counter.key}
        page = render(
            template,
            language=self.language,
            styles=("wechat.css", "chrome.css", "desk.css"),
            scripts=("live.js", "copy.js") if live else (),
            **{**common, **values},
        )
        return HTMLResponse(page, headers=NO_STORE)

    def overview(self, request: Request) -> Response:
        """What the sandbox is, its credentials, how full it is."""
        accounts = self.accounts()
        return self.page(
            "overview.html",
            "/",
            heading=Text(zh="沙箱", en="Sandbox"),
            accounts=accounts,
            counts=counted(accounts),
            kinds=KINDS,
            api_base=str(request.base_url).rstrip("/"),
            calls=self.latest(5),
        )

    def accounts(self) -> list[AccountState]:
        """Every account, to read from."""
        with self.host.store.looking() as state:
            return list(state["accounts"].values())

    def latest(self, count: int) -> list[Entry]:
        """The latest calls, the newest first."""
        return self.host.store.journal[: -count - 1 : -1]

    def drafts(self, request: Request) -> Response:
        """The draft box."""
        empty = Text(zh="草稿箱是空的：试试 mdwx draft", en="no drafts: try mdwx draft")
        rows = draft_rows(self.shelves)
        return self.rows("/drafts", Text(zh="草稿箱", en="Drafts"), rows, empty=empty)

    def published(self, request: Request) -> Response:
        """What was submitted, whatever came of it."""
        empty = Text(
            zh="还没有发布：试试 mdwx publish", en="nothing yet: try mdwx publish"
        )
        heading = Text(zh="已发布", en="Published")
        self.host.catch_up()
        rows = published_rows(self.shelves)
        return self.rows("/published", heading, rows, empty=empty)

    def rows(
        self, here: str, heading: Text, rows: list[Row], *, empty: Text
    ) -> Response:
        """A page of cards."""
        lead = Text(zh=f"{len(rows)} 篇", en=f"{len(rows)} in all")
        return self.page(
            "rows.html", here, heading=heading, lead=lead, rows=rows, empty=empty
        )

    def draft(self, request: Request) -> Response:
        """One article of a draft as a phone shows it."""
        found = self.shelves.draft(**request.path_params)
        return self.phone(found, "/drafts")

    def preview(self, request: Request) -> Response:
        """The temporary address of a draft."""
        url = f"{ARTICLE_HOST}/s?{request.url.query}"
        return self.phone(self.shelves.preview(url), "/drafts")

    def article(self, request: Request) -> Response:
        """A published article under the path WeChat gave it."""
        url = f"{ARTICLE_HOST}{request.url.path}"
        return self.phone(self.shelves.article(url), "/published")

    def phone(self, found: Found | None, here: str) -> Response:
        """An article inside the phone."""
        if found is None:
            gone = Text(zh="没有这篇文章", en="there is no such article")
            return with_status(self.page("sandbox.html", here, heading=gone), 404)
        screen = screen_of(found)
        return self.page("article.html", here, screen=screen)

    def materials(self, request: Request) -> Response:
        """Permanent materials and pictures of articles."""
        materials = self.shelves.materials()
        named = {material.url for material in materials}
        pictures = [
            (picture["url"], local_address(picture["url"]))
            for account in self.accounts()
            for picture in reversed(account["pictures"].values())
            if picture["url"] not in named
        ]
        return self.page(
            "materials.html",
            "/materials",
            heading=Text(zh="素材库", en="Materials"),
            materials=materials,
            pictures=pictures,
        )

    def picture(self, request: Request) -> Response:
        """A picture by the part of its WeChat address that names it."""
        key = request.path_params["key"]
        return self.file(f"http://mmbiz.qpic.cn/mmbiz/{key}/0")

    def material(self, request: Request) -> Response:
        """A permanent material by its media_id."""
        return self.file(request.path_params["media_id"])

    def file(self, name: str) -> Response:
        """The bytes behind an address or a media_id."""
        found: tuple[Path, str] | None = self.shelves.picture(name)
        if found is None:
            return PlainTextResponse("no such picture", status_code=404)
        file, media_type = found
        return FileResponse(file, media_type=media_type)

    def calls(self, request: Request) -> Response:
        """The journal."""
        return self.page(
            "calls.html",
            "/calls",
            heading=Text(zh="调用记录", en="Calls"),
            calls=self.latest(SHOWN_CALLS),
            faults=self.host.faults,
            troubles=self.troubles(),
            paths=sorted(ENDPOINTS),
        )

    def troubles(self) -> list[tuple[Trouble, str]]:
        """The kinds of fault, in words."""
        return [(kind, text.said(self.language)) for kind, text in TROUBLES.items()]

    def settings(self, request: Request) -> Response:
        """How the sandbox behaves, and the forms that change it."""
        done = "done" in request.query_params
        said = Text(zh="已生效", en="done") if done else None
        return self.settings_page(said=said)

    def refused(self, problem: Text) -> Response:
        """The settings with what is wrong with the form."""
        return with_status(self.settings_page(problem=problem), 400)

    def settings_page(
        self, *, said: Text | None = None, problem: Text | None = None
    ) -> Response:
        """The settings, with what became of the last form."""
        settings = self.host.settings
        return self.page(
            "settings.html",
            "/settings",
            heading=Text(zh="设置", en="Settings"),
            said=said,
            problem=problem,
            settings=settings,
            quotas=quota_lines(settings),
            faults=self.host.faults,
            accounts=self.accounts(),
            kinds=KINDS,
            troubles=self.troubles(),
            paths=sorted(ENDPOINTS),
        )

    async def events(self, request: Request) -> Response:
        """Tells an open page when to renew itself."""
        stream = self.changes.events()
        return StreamingResponse(
            stream, media_type="text/event-stream", headers=NO_STORE
        )


def with_status(page: Response, status: int) -> Response:
    """The same page under another HTTP status."""
    page.status_code = status
    return page


def counted(accounts: list[AccountState]) -> list[tuple[str, Text, int]]:
    """How much of each there is, with the page that shows it."""
    drafts = sum(len(account["drafts"]) for account in accounts)
    jobs = sum(len(account["publications"]) for account in accounts)
    materials = sum(len(account["materials"]) for account in accounts)
    pictures = sum(len(account["pictures"]) for account in accounts)
    return [
        ("/drafts", Text(zh="草稿", en="drafts"), drafts),
        ("/published", Text(zh="发布", en="publications"), jobs),
        ("/materials", Text(zh="永久素材", en="materials"), materials),
        ("/materials", Text(zh="图片", en="pictures"), pictures),
    ]


def quota_lines(settings: Settings) -> str:
    """The quotas as the form takes them."""
    return "\n".join(
        " ".join([path, *(str(row[name]) for name in ("day", "minute") if name in row)])
        for path, row in settings.quotas.items()
    )

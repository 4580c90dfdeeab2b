"""``mdwx watch``: the phone page of every post, renewed as the author saves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp

from mdwx.config import Config
from mdwx.model import Text
from mdwx.preview.guard import guarded
from mdwx.preview.loopback import Bell, Door, listen, run, server_of, url_of
from mdwx.preview.phone import (
    Pill,
    Row,
    Shell,
    broken_page,
    index_page,
    phone_page,
)
from mdwx.preview.studio import Leaf, Studio, Warming
from mdwx.preview.watch import Watch
from mdwx.site import is_post_name

__all__ = ["create_app", "serve", "watching"]

NO_STORE = {"Cache-Control": "no-store"}


def serve(
    config: Config, *, paths: Sequence[str], door: Door, env: Mapping[str, str]
) -> None:
    """Serve the preview until Ctrl-C."""
    with listen(door) as listening:
        url = url_of(listening)
        with watching(config, paths=paths, door=door, env=env) as (app, bell):
            door.say(
                Text(
                    zh=f"预览在 {url}（按 Ctrl-C 结束）",
                    en=f"preview at {url} (Ctrl-C ends it)",
                )
            )
            run(server_of(app, on_exit=bell.close), listening, door=door)


@contextmanager
def watching(
    config: Config, *, paths: Sequence[str], door: Door, env: Mapping[str, str]
) -> Iterator[tuple[ASGIApp, Bell]]:
    """The pages of a site that is watched meanwhile, and the bell that renews them."""
    # Loads parser and pictures: the port is taken and errors are told before.
    from mdwx.preview.making import Making

    making = Making(config, paths=paths, env=env)
    studio = Studio(find=making.find, make=making.make)
    bell = Bell()

    def ring() -> None:
        bell.ring(studio.version)

    warming = Warming(studio, built=ring)

    def saved(changed: frozenset[Path]) -> None:
        world = not all(is_post_name(path.name) for path in changed)
        if world:
            making.renew()
        studio.touch(world=world)
        ring()
        warming.wake()

    app = create_app(studio, bell=bell, host=door.host, language=door.language)
    with Watch(config.root, changed=saved, output=config.site.output), warming:
        yield app, bell


def create_app(
    studio: Studio, *, bell: Bell, host: str = "127.0.0.1", language: str = "zh"
) -> ASGIApp:
    """The pages of a studio, behind the Host check."""
    pages = Pages(studio, bell=bell, language=language)
    app = Starlette(
        routes=[
            Route("/", pages.index),
            Route("/posts/{slug:path}", pages.post),
            Route("/pictures/{name}", pages.picture),
            Route("/_events", pages.events),
        ]
    )
    return guarded(app, host=host)


class Pages:
    """What the server answers; each method is one address.

    Methods that build are plain functions: Starlette runs them in a thread, and
    the event streams go on meanwhile.
    """

    def __init__(self, studio: Studio, *, bell: Bell, language: str) -> None:
        self.studio = studio
        self.bell = bell
        self.language = language

    def index(self, request: Request) -> Response:
        """All posts."""
        version = self.studio.version
        rows = [row_of(leaf) for leaf in self.studio.listed()]
        shell = Shell(live=version, problem=self.studio.problem)
        page = index_page(rows, language=self.language, shell=shell)
        return HTMLResponse(page, headers=NO_STORE)

    def post(self, request: Request) -> Response:
        """One post as a phone shows it."""
        version = self.studio.version
        leaf = self.studio.leaf(request.path_params["slug"])
        problem = self.studio.problem or (leaf.problem if leaf else None)
        shell = Shell(home="/", live=version, problem=problem)
        if leaf is not None and leaf.made is not None:
            page = phone_page(leaf.made.screen, language=self.language, shell=shell)
            return HTMLResponse(page, headers=NO_STORE)
        if problem is None:
            return PlainTextResponse("no such post", status_code=404)
        page = broken_page(problem, language=self.language, shell=shell)
        return HTMLResponse(page, headers=NO_STORE)

    def picture(self, request: Request) -> Response:
        """A picture of a built post, by the name that carries its hash."""
        file = self.studio.picture(request.path_params["name"])
        if file is None or not file.is_file():
            return PlainTextResponse("no such picture", status_code=404)
        return FileResponse(file)

    async def events(self, request: Request) -> Response:
        """Tells an open page when to renew itself."""
        stream = self.bell.events(self.studio.version)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers=NO_STORE
        )


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

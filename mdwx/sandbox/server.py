"""``mdwx sandbox``: the stand-in on loopback, for programs and for people.

The API has its real paths under ``/cgi-bin`` and its like; everything else is a page.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from mdwx.clock import SystemClock
from mdwx.config.settings import LOOPBACK_HOSTS
from mdwx.model import Text
from mdwx.preview.guard import guarded
from mdwx.preview.loopback import Door, listen, run, server_of, url_of
from mdwx.sandbox.changes import Changes
from mdwx.sandbox.counter import FORMS
from mdwx.sandbox.desk import Desk
from mdwx.sandbox.host import Host
from mdwx.sandbox.wire import CuttingProtocol, Wire

__all__ = ["Sandbox", "create_app", "serve"]

OPEN_TO_ALL: Final = Text(
    zh="注意：同一网络上的人都能打开这些页面",
    en="note: anyone on this network can open these pages",
)
API: Final = ("/cgi-bin/", "/datacube/", "/channels/")


def do_nothing(address: str) -> None:
    """Nobody wants to know."""


def serve(
    folder: Path, *, door: Door, ready: Callable[[Host, str], None] | None = None
) -> None:
    """Serve the sandbox in ``folder`` until Ctrl-C.

    ``ready`` is called with the host and the address once the port is taken.
    """
    with listen(door) as listening:
        host = Host.open(folder, clock=SystemClock())
        url = url_of(listening)
        if ready is not None:
            ready(host, url)
        door.say(
            Text(
                zh=f"沙箱在 {url}（按 Ctrl-C 结束）",
                en=f"sandbox at {url} (Ctrl-C ends it)",
            )
        )
        if door.host not in LOOPBACK_HOSTS:
            door.say(OPEN_TO_ALL)
        app = create_app(host, name=door.host, language=door.language)
        server = server_of(app, on_exit=app.close, http=CuttingProtocol)
        run(server, listening, door=door)


def create_app(host: Host, *, name: str = "127.0.0.1", language: str = "zh") -> Sandbox:
    """The API and the pages; ``name`` is the host name they are served under."""
    return Sandbox(host, name=name, language=language)


class Sandbox:
    """Tells API calls from pages; both only for those who name this machine."""

    def __init__(self, host: Host, *, name: str, language: str) -> None:
        self.changes = Changes(host.store)
        desk = Desk(host, changes=self.changes, language=language)
        self.wire = guarded(Wire(host), host=name)
        self.pages = guarded(Starlette(routes=routes(desk)), host=name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["type"] == "http" and scope["path"].startswith(API)
        await (self.wire if is_api else self.pages)(scope, receive, send)

    def close(self) -> None:
        """End the event streams."""
        self.changes.close()


def routes(desk: Desk) -> list[Route]:
    """Every address a person may open, and every form."""
    shown = [
        ("/", desk.overview),
        ("/drafts", desk.drafts),
        ("/drafts/{media_id}/{index:int}", desk.draft),
        ("/published", desk.published),
        ("/s", desk.preview),
        ("/s/{name}", desk.article),
        ("/materials", desk.materials),
        ("/materials/{media_id}", desk.material),
        ("/pictures/{key}", desk.picture),
        ("/calls", desk.calls),
        ("/settings", desk.settings),
        ("/_events", desk.events),
    ]
    return [
        *(Route(path, show, methods=["GET"]) for path, show in shown),
        *(Route(path, desk.counter.order, methods=["POST"]) for path in FORMS),
    ]

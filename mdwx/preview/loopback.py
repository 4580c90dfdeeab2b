"""Serving pages to the browser of the person at this machine: the port, the server."""

from __future__ import annotations

import asyncio
import os
import socket
import webbrowser
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.preview.guard import ANY_ADDRESS
from mdwx.preview.manners import PatientProtocol
from mdwx.records import dataclass

__all__ = [
    "ClosingServer",
    "Door",
    "listen",
    "run",
    "server_of",
    "url_of",
]


def keep_silent(sentence: Text) -> None:
    """Say nothing."""


def invite_nobody(address: str) -> None:
    """Let nobody in."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where pages are served, and how the person is told."""

    host: str = "127.0.0.1"
    port: int = 0
    """0 takes any free one."""
    open_browser: bool = False
    language: str = "zh"
    say: Callable[[Text], None] = keep_silent
    invite: Callable[[str], None] = invite_nobody
    """Shown the way in for one more device, where others on the network may look."""


def listen(door: Door) -> socket.socket:
    """Take the port, before anything slow is done for it."""
    try:
        found = socket.getaddrinfo(door.host, door.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
    # A host of characters that no name may have is a UnicodeError.
    except (OSError, ValueError) as error:
        raise cannot_listen(door, error) from error
    try:
        if os.name == "posix":
            # Elsewhere this would share the port with whoever has it.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise cannot_listen(door, error) from error
    return listening


def cannot_listen(door: Door, error: OSError | ValueError) -> UsageError:
    """The error of a port that is taken, or of a host that is not ours."""
    place, why = (
        f"{door.host}:{door.port}",
        getattr(error, "strerror", "") or str(error),
    )
    return UsageError(
        Text(
            zh=f"不能在 {place} 上提供页面：{why}",
            en=f"cannot serve at {place}: {why}",
        ),
        hint=Text(
            zh="换一个端口：--port 0 会挑一个空闲的",
            en="choose another port: --port 0 takes a free one",
        ),
    )


def url_of(listening: socket.socket) -> str:
    """The address a browser on this machine opens."""
    host, port = listening.getsockname()[:2]
    return browsable(host, port)


def browsable(host: str, port: int) -> str:
    """The address of a port as a browser takes it; "0.0.0.0" is none."""
    if host in ANY_ADDRESS:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class ClosingServer(uvicorn.Server):
    """Ends its event streams first: uvicorn waits for open connections."""

    def __init__(self, config: uvicorn.Config, *, on_exit: Callable[[], None]) -> None:
        super().__init__(config)
        self.on_exit = on_exit

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.on_exit()
        await super().shutdown(sockets=sockets)


def server_of(
    app: ASGIApp,
    *,
    on_exit: Callable[[], None],
    http: type[asyncio.Protocol] | None = None,
) -> ClosingServer:
    """A server that logs nothing and adds no header of its own but the date."""
    config = uvicorn.Config(
        app,
        http=http or PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    return ClosingServer(config, on_exit=on_exit)


def run(server: ClosingServer, listening: socket.socket, *, door: Door) -> None:
    """Serve until Ctrl-C."""
    if door.open_browser:
        webbrowser.open(url_of(listening))
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        door.say(Text(zh="已停止", en="stopped"))
    finally:
        listening.close()

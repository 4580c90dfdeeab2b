"""``mdwx watch``: the desk of every post, renewed as the author saves."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from mdwx.config import Config
from mdwx.config.settings import LOOPBACK_HOSTS
from mdwx.model import Text
from mdwx.preview.channel import Channel
from mdwx.preview.editors import editor_of
from mdwx.preview.guard import guarded
from mdwx.preview.loopback import Door, browsable, listen, run, server_of, url_of
from mdwx.preview.orders import Perform
from mdwx.preview.pages import Pages, Powers
from mdwx.preview.press import Press
from mdwx.preview.rows import unknown
from mdwx.preview.shelf import static_file
from mdwx.preview.studio import Studio
from mdwx.preview.visitors import Visitors, network_address
from mdwx.preview.watch import Watch
from mdwx.preview.workshop import Workshop
from mdwx.records import dataclass
from mdwx.site import is_post_name

SHAPING: Final = frozenset((".toml", ".css", ".md", ".markdown", ""))
"""Files that may shape any post; one without a suffix is most likely a folder."""

__all__ = ["Watching", "create_app", "serve", "watching"]


@dataclass(frozen=True, slots=True)
class Watching:
    """How a site is watched."""

    paths: Sequence[str] = ()
    poll: bool = False
    """Look at the files again and again: for folders that tell of no save."""
    editor: str = "vscode"
    perform: Perform | None = None
    """Does what pages order; without it they can only show."""


def serve(config: Config, *, how: Watching, door: Door, env: Mapping[str, str]) -> None:
    """Serve the preview until Ctrl-C."""
    # Told before the port is taken.
    editor_of(how.editor, root=config.root)
    with listen(door) as listening:
        url = url_of(listening)
        door = replace(door, invite=partial(invite, door, listening))
        with watching(config, how=how, door=door, env=env) as (app, channel):
            door.say(
                Text(
                    zh=f"预览在 {url}（按 Ctrl-C 结束）",
                    en=f"preview at {url} (Ctrl-C ends it)",
                )
            )
            run(server_of(app, on_exit=channel.close), listening, door=door)


def invite(door: Door, listening: socket.socket, key: str) -> None:
    """Show the address that lets one device of the network in."""
    port = listening.getsockname()[1]
    place = browsable(network_address(door.host), port)
    door.invite(f"{place}/?key={key}")


@contextmanager
def watching(
    config: Config,
    *,
    door: Door,
    env: Mapping[str, str],
    how: Watching | None = None,
) -> Iterator[tuple[ASGIApp, Channel]]:
    """The pages of a site that is watched meanwhile, and what tells them of a save."""
    # Loads parser and pictures: the port is taken and errors are told before.
    from mdwx.preview.making import Making

    how = how or Watching()
    editor = editor_of(how.editor, root=config.root)
    making = Making(config, paths=how.paths, env=env)
    studio = Studio(find=making.find, make=making.make, reread=making.reread)
    channel = Channel()
    press = Press(studio, channel)

    def saved(changed: frozenset[Path]) -> None:
        others = [path for path in changed if not is_post_name(path.name)]
        world = any(shapes_all(path, root=config.root) for path in others)
        making.saved(changed)
        if world:
            making.renew()
        studio.touch(
            world=world,
            changed=names_in(changed.difference(others), root=config.root),
            pictures=[path.name for path in others],
        )
        press.wake()

    workshop = Workshop(
        studio, making, door=door, perform=how.perform, changed=press.wake
    )
    watch = Watch(config.root, changed=saved, output=config.site.output, poll=how.poll)
    with watch, press, closing(workshop):
        app = create_app(
            studio, channel=channel, door=door, workshop=workshop, editor=editor
        )
        yield app, channel


def shapes_all(file: Path, *, root: Path) -> bool:
    """Whether a file may concern every post, and not just those that name it."""
    inside = file.relative_to(root.resolve()).parts[:-1]
    return file.suffix.lower() in SHAPING or "themes" in inside


def names_in(files: frozenset[Path], *, root: Path) -> list[PurePosixPath]:
    """How the site calls its files."""
    real = root.resolve()
    return [
        PurePosixPath(file.relative_to(real).as_posix())
        for file in files
        if file.is_relative_to(real)
    ]


def create_app(
    studio: Studio,
    *,
    channel: Channel,
    door: Door | None = None,
    workshop: Workshop | None = None,
    editor: str = "",
) -> ASGIApp:
    """The pages of a studio, behind the checks of ``guard`` and ``visitors``."""
    door = door or Door()
    acts = workshop is not None and workshop.orders is not None
    powers = Powers(secrets.token_urlsafe(24), editor, acts)
    pages = Pages(
        studio,
        channel=channel,
        language=door.language,
        powers=powers,
        stands=workshop.stands if workshop else unknown,
    )
    app: ASGIApp = Starlette(
        routes=[
            Route("/", pages.index),
            Route("/posts/{slug:path}", pages.desk),
            Route("/_frame/{slug:path}", pages.frame),
            Route("/_state/{slug:path}", pages.state),
            Route("/_events", pages.events),
            Route("/_static/{name}", static_file),
            Route("/pictures/{name}", pages.picture),
            *(workshop.routes() if workshop else ()),
        ]
    )
    if door.host not in LOOPBACK_HOSTS:
        app = Visitors(app, invite=door.invite, language=door.language)
    return guarded(app, host=door.host, token=powers.token)

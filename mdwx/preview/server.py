"""``mdwx watch``: the desk of every post, renewed as the author saves."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from mdwx.config import Config
from mdwx.model import Text
from mdwx.preview.channel import Channel
from mdwx.preview.editors import Editor, editor_of
from mdwx.preview.guard import guarded
from mdwx.preview.loopback import Door, listen, run, server_of, url_of
from mdwx.preview.pages import Pages
from mdwx.preview.press import Press
from mdwx.preview.shelf import static_file
from mdwx.preview.studio import Studio
from mdwx.preview.watch import Watch
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


def serve(config: Config, *, how: Watching, door: Door, env: Mapping[str, str]) -> None:
    """Serve the preview until Ctrl-C."""
    editor = editor_of(how.editor, root=config.root)
    with listen(door) as listening:
        url = url_of(listening)
        with watching(config, how=how, door=door, env=env, editor=editor) as (
            app,
            channel,
        ):
            door.say(
                Text(
                    zh=f"预览在 {url}（按 Ctrl-C 结束）",
                    en=f"preview at {url} (Ctrl-C ends it)",
                )
            )
            run(server_of(app, on_exit=channel.close), listening, door=door)


@contextmanager
def watching(
    config: Config,
    *,
    door: Door,
    env: Mapping[str, str],
    how: Watching | None = None,
    editor: Editor | None = None,
) -> Iterator[tuple[ASGIApp, Channel]]:
    """The pages of a site that is watched meanwhile, and what tells them of a save."""
    # Loads parser and pictures: the port is taken and errors are told before.
    from mdwx.preview.making import Making

    how = how or Watching()
    editor = editor or editor_of(how.editor, root=config.root)
    making = Making(config, paths=how.paths, env=env, editor=editor)
    studio = Studio(
        find=making.find, make=making.make, reread=making.reread, editor=editor
    )
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

    app = create_app(studio, channel=channel, host=door.host, language=door.language)
    watch = Watch(config.root, changed=saved, output=config.site.output, poll=how.poll)
    with watch, press:
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
    host: str = "127.0.0.1",
    language: str = "zh",
) -> ASGIApp:
    """The pages of a studio, behind the checks of ``guard``."""
    token = secrets.token_urlsafe(24)
    pages = Pages(studio, channel=channel, language=language, token=token)
    app = Starlette(
        routes=[
            Route("/", pages.index),
            Route("/posts/{slug:path}", pages.desk),
            Route("/_frame/{slug:path}", pages.frame),
            Route("/_state/{slug:path}", pages.state),
            Route("/_events", pages.events),
            Route("/_static/{name}", static_file),
            Route("/pictures/{name}", pages.picture),
        ]
    )
    return guarded(app, host=host, token=token)

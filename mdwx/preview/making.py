"""Builds posts for ``mdwx watch``: as ``build`` does, with addresses of this server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mdwx.clock import SystemClock
from mdwx.config import Config, read_config
from mdwx.looks import Looks
from mdwx.make import Built, build_post
from mdwx.media import Darkroom
from mdwx.model import Picture, Post
from mdwx.neighbours import Neighbourhood
from mdwx.outcome import Outcome
from mdwx.preview.phone import screen_of
from mdwx.preview.studio import Made
from mdwx.site import find_posts

__all__ = ["Making", "made_of"]


class Making:
    """Finds and builds the posts of a site that changes meanwhile."""

    def __init__(
        self, config: Config, *, paths: Sequence[str], env: Mapping[str, str]
    ) -> None:
        self.config = config
        self.paths = paths
        self.env = env
        self.darkroom = Darkroom(config)
        self.looks = Looks(config)
        self.outdated = False

    def renew(self) -> None:
        """More than posts changed: read the site file, themes and folders again."""
        self.outdated = True

    def find(self) -> list[Post | Outcome]:
        """The posts there are now."""
        if self.outdated:
            self.config = read_config(self.config.root, env=self.env)
            self.darkroom = Darkroom(self.config)
            self.looks = Looks(self.config)
            self.outdated = False
        # Any post may have come, gone or been renamed.
        self.looks.neighbours = Neighbourhood(self.config, clock=SystemClock()).of
        return find_posts(self.config, self.paths)

    def make(self, post: Post) -> Made:
        """One post as its page shows it."""
        built = build_post(self.config, post, darkroom=self.darkroom, looks=self.looks)
        return made_of(built)


def made_of(built: Built) -> Made:
    """A built article with its pictures on this server."""
    shown = list(built.article.pictures.values())
    if built.cover is not None:
        shown.append(built.cover.picture)
    screen = screen_of(built, address=address)
    return Made(screen, {picture.name: picture.file for picture in shown})


def address(picture: Picture) -> str:
    """Where this server shows a picture: a name that changes with its bytes."""
    return f"/pictures/{picture.name}"

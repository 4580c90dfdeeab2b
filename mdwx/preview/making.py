"""Builds posts for ``mdwx watch``: as ``build`` does, with addresses of this server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mdwx.config import Config, read_config
from mdwx.looks import Looks
from mdwx.make import Built, build_post
from mdwx.media import Darkroom
from mdwx.model import Picture, Post
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
        return find_posts(self.config, self.paths)

    def make(self, post: Post) -> Made:
        """One post as its page shows it."""
        built = build_post(self.config, post, darkroom=self.darkroom, looks=self.looks)
        return made_of(built)


def made_of(built: Built) -> Made:
    """A built article with its pictures on this server."""
    pictures = dict(built.article.pictures)
    addresses = {src: address(picture) for src, picture in pictures.items()}
    shown = list(pictures.values())
    cover = built.cover.picture if built.cover else None
    if cover is not None:
        shown.append(cover)
    screen = screen_of(
        built.article,
        addresses=addresses,
        cover=built.cover,
        cover_address=address(cover) if cover is not None else None,
    )
    screen = replace(
        screen,
        author=built.author or "",
        digest=built.digest or "",
        source_url=built.source_url or "",
        findings=built.findings,
    )
    return Made(screen, {picture.name: picture.file for picture in shown})


def address(picture: Picture) -> str:
    """Where this server shows a picture: a name that changes with its bytes."""
    return f"/pictures/{picture.name}"

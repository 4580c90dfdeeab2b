"""Builds posts for ``mdwx watch``: as ``build`` does, with addresses of this server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from mdwx.clock import SystemClock
from mdwx.config import Config, read_config
from mdwx.files import read_file
from mdwx.looks import Looks
from mdwx.make import Built, build_post
from mdwx.media import Darkroom
from mdwx.media.catalogue import spelt
from mdwx.model import Neighbour, Picture, Post, Stranger
from mdwx.neighbours import Neighbourhood
from mdwx.outcome import Outcome
from mdwx.patterns import pattern
from mdwx.preview.desk import account_fields, facts_of
from mdwx.preview.leaf import Made
from mdwx.preview.phone import addresses_of, by_night, screen_of
from mdwx.preview.sweep import Mark, mark_of
from mdwx.site import find_posts
from mdwx.transforms.posts import Find

__all__ = ["Making", "made_of"]

SEPARATOR: Final = pattern(r"[/\\]")
BARE: Final = pattern(r"[?#]")


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
        self.asked: set[PurePosixPath] = set()
        """Posts that looked for others while they were built."""
        self._read: dict[Path, tuple[Mark | None, Post | Outcome]] = {}

    def renew(self) -> None:
        """More than posts changed: read the site file, themes and folders again."""
        self.outdated = True

    def saved(self, files: Iterable[Path]) -> None:
        """These were saved: what is known of them is old, whatever their time says."""
        for file in files:
            self._read.pop(file, None)

    def find(self) -> list[Post | Outcome]:
        """The posts there are now."""
        if self.outdated:
            self.config = read_config(self.config.root, env=self.env)
            self.darkroom = Darkroom(self.config)
            self.looks = Looks(self.config)
            self._read.clear()
            self.outdated = False
        # Any post may have come, gone or been renamed.
        neighbourhood = Neighbourhood(self.config, clock=SystemClock())

        def of(post: Post) -> Find:
            find = neighbourhood.of(post)

            def noting(
                target: str, *, beside: PurePosixPath, by_name: bool
            ) -> Neighbour | Stranger:
                self.asked.add(post.path)
                return find(target, beside=beside, by_name=by_name)

            return noting

        self.looks.neighbours = of
        before, self._read = self._read, {}
        return find_posts(
            self.config, self.paths, read=partial(self.read, before=before)
        )

    def read(
        self,
        config: Config,
        path: PurePosixPath,
        *,
        before: Mapping[Path, tuple[Mark | None, Post | Outcome]],
    ) -> Post | Outcome:
        """A post, read again only if its file is another."""
        file = config.root / path
        mark = mark_of(file)
        known = before.get(file)
        if known is None or mark is None or known[0] != mark:
            known = (mark, read_file(config, file))
        self._read[file] = known
        return known[1]

    def reread(self, path: PurePosixPath) -> Post | None:
        """One known post again; None when it cannot be read as the one it was."""
        file = self.config.root / path
        if self.outdated:
            return None
        mark = mark_of(file)
        entry = read_file(self.config, file)
        self._read[file] = (mark, entry)
        return entry if isinstance(entry, Post) else None

    def make(self, post: Post) -> Made:
        """One post as its page shows it."""
        self.asked.discard(post.path)
        made = self.made(post)
        return replace(made, asks=post.path in self.asked)

    def made(self, post: Post) -> Made:
        """One post built, with all that is told of it."""
        built = self.built(post)
        made = made_of(built)
        facts = {**made.facts, **account_fields(self.config, post)}
        names = picture_names(built, self.config.site.cover)
        return replace(made, facts=facts, names=names)

    def built(self, post: Post) -> Built:
        """One post as it would be sent."""
        return build_post(self.config, post, darkroom=self.darkroom, looks=self.looks)


def picture_names(built: Built, *covers: str) -> frozenset[str]:
    """The names of the files that a post's pictures and cover are, as ``spelt``."""
    post = built.article.post
    named = (*(ref.src for ref in built.article.images), *covers, post.cover or "")
    tails = [
        SEPARATOR.split(unquote(name))[-1]
        for name in named
        if not name.startswith("data:")
    ]
    # A question mark may begin a query, or be part of a file's name.
    return frozenset(spelt(it) for tail in tails for it in (tail, BARE.split(tail)[0]))


def made_of(built: Built) -> Made:
    """A built article with its pictures on this server."""
    article = built.article
    shown = list(article.pictures.values())
    if built.cover is not None:
        shown.append(built.cover.picture)
    screen = screen_of(built, address=address, night=False)

    def night() -> str:
        return by_night(article, addresses_of(article, address))

    return Made(
        screen,
        {picture.name: picture.file for picture in shown},
        facts_of(built, screen, address=address),
        None if screen.is_newspic else night,
        built.source_sha256,
    )


def address(picture: Picture) -> str:
    """Where this server shows a picture: a name that changes with its bytes."""
    return f"/pictures/{picture.name}"

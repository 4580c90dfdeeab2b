"""Whom a link to another post means, and the address that post has.

Nothing is read before the first such link, and of a link by path only the post
it names. Addresses come from the ledger and from ``mdwx.lock``: no request.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.clock import Clock
from mdwx.config import Account, Config, choose_account
from mdwx.errors import UsageError
from mdwx.files import path_in_site, read_file
from mdwx.model import Neighbour, Post, Status, Stranger
from mdwx.patterns import pattern
from mdwx.site import content_files, is_post_name
from mdwx.spelling import nearest
from mdwx.transforms.posts import Find

__all__ = ["Neighbourhood"]

HEADING: Final = pattern(r"^ {0,3}#[ \t]++(.+)", re.MULTILINE)
SUFFIX: Final = pattern(r"\.(?:md|markdown)$", re.IGNORECASE)
ENDINGS: Final = ("", ".md", "/index.md", ".markdown")


class Neighbourhood:
    """The posts of a site as they know each other, for one run.

    ``account`` is that of the command line; else each post has its own.
    """

    def __init__(
        self, config: Config, *, account: str | None = None, clock: Clock
    ) -> None:
        self.config = config
        self.account = account
        self.clock = clock
        # Posts of a run are built side by side.
        self._lock = threading.RLock()
        self._files: tuple[Path, ...] | None = None
        self._posts: dict[Path, Post | None] = {}
        self._addresses: dict[str, dict[str, str]] = {}

    def of(self, post: Post) -> Find:
        """How this post finds the others."""
        return partial(self.find, post)

    def find(
        self, post: Post, target: str, *, beside: PurePosixPath, by_name: bool
    ) -> Neighbour | Stranger:
        """Who is meant by ``target`` in the file ``beside``."""
        with self._lock:
            found = self._by_path(target, beside)
            if found is None and by_name:
                named = self._by_name(target, beside)
                if len(named) > 1:
                    return Stranger(rivals=tuple(it.path for it in named))
                found = named[0] if named else None
            if found is None:
                return Stranger(self._nearest(target, beside, by_name=by_name))
            url = self._address(post, found)
            return Neighbour(found.path, title_of(found), url, found.draft)

    def _by_path(self, target: str, beside: PurePosixPath) -> Post | None:
        """The post at a path: from the file's folder, the content's, the site's."""
        root = self.config.root
        bases = [root / beside.parent, root / self.config.site.content, root]
        bare = target.strip("/") if target.startswith("/") else target.rstrip("/")
        for base in bases[target.startswith("/") :]:
            for ending in ENDINGS:
                file = Path(os.path.normpath(base / f"{bare}{ending}"))
                if self._is_post(file) and (post := self._read(file)):
                    return post
        return None

    def _is_post(self, file: Path) -> bool:
        """Whether there is such a post in the site, hidden ones left out."""
        if not is_post_name(file.name) or not file.is_relative_to(self.config.root):
            return False
        parts = file.relative_to(self.config.root).parts
        if any(part.startswith((".", "_")) for part in parts):
            return False
        try:
            return file.is_file()
        except (OSError, ValueError):
            # A name that no file can have.
            return False

    def _by_name(self, target: str, beside: PurePosixPath) -> list[Post]:
        """Posts of this name: by file, then by slug, then by title."""
        wanted = PurePosixPath(SUFFIX.sub("", target.strip("/")).casefold()).parts
        if not wanted:
            return []
        files = [it for it in self._content() if called(self._path(it)) in wanted[-1:]]
        files = [it for it in files if ends_in(self._path(it), wanted)]
        here = [it for it in files if self._path(it).parent == beside.parent]
        if posts := self._read_all(here if len(here) == 1 else files):
            return posts
        name = target.casefold()
        every = self._read_all(self._content())
        slugs = [post for post in every if post.slug.casefold() == name]
        return slugs or [it for it in every if title_of(it).casefold() == name]

    def _nearest(
        self, target: str, beside: PurePosixPath, *, by_name: bool
    ) -> str | None:
        """The name most like the one that was written, as it would be written."""
        if by_name:
            names = {called(self._path(it)): self._path(it) for it in self._content()}
            match = nearest(SUFFIX.sub("", target.rpartition("/")[2]), names)
            return names[match].stem if match else None
        folder = str(beside.parent)
        paths = [
            PurePosixPath(os.path.relpath(self._path(it), folder)).as_posix()
            for it in self._content()
        ]
        return nearest(target, paths)

    def _content(self) -> tuple[Path, ...]:
        if self._files is None:
            self._files = tuple(sorted(content_files(self.config)))
        return self._files

    def _path(self, file: Path) -> PurePosixPath:
        return path_in_site(self.config, file)

    def _read_all(self, files: Iterable[Path]) -> list[Post]:
        return [post for file in files if (post := self._read(file))]

    def _read(self, file: Path) -> Post | None:
        """A post, or nothing where it cannot be read: its own run says why."""
        if file not in self._posts:
            entry = read_file(self.config, file)
            # Titles and names are all that is asked for.
            self._posts[file] = (
                replace(entry, title=title_of(entry), body="")
                if isinstance(entry, Post)
                else None
            )
        return self._posts[file]

    def _address(self, post: Post, found: Post) -> str | None:
        """Where readers of the account that ``post`` goes to find another."""
        try:
            account = choose_account(self.config, flag=self.account, post=post)
        except UsageError:
            # Whoever sends the post says so.
            return None
        if account.key not in self._addresses:
            self._addresses[account.key] = self._read_addresses(account)
        return self._addresses[account.key].get(found.slug)

    def _read_addresses(self, account: Account) -> dict[str, str]:
        """The address of every published post, by slug."""
        from mdwx.ledger import Ledger, LockFile, Stage

        if account.is_sandbox:
            account = self._sandbox(account)
        locked = None
        if not account.is_sandbox:
            locked = LockFile(self.config.lock).read(account.key)
        parcels = list(locked.parcels) if locked else []
        # Opening a file would make it, and looking must leave no trace.
        if Ledger.is_there(self.config, account):
            with Ledger.of(self.config, account) as ledger:
                parcels += ledger.parcels(account.key)
        addresses: dict[str, str] = {}
        for parcel in parcels:
            for slug in parcel.slugs if parcel.stage is Stage.PUBLISHED else ():
                is_out = parcel.status_of(slug) is Status.SUCCESS
                urls = parcel.urls_of(slug) if is_out else ()
                addresses.pop(slug, None)
                if len(urls) == 1:
                    addresses[slug] = urls[0]
        return addresses

    def _sandbox(self, account: Account) -> Account:
        """The sandbox under the AppID that its state gave it, if there is any."""
        from mdwx.sandbox.host import Host

        folder = self.config.state / "sandbox"
        if not (folder / "state.json").is_file():
            return account
        return replace(account, appid=Host.open(folder, clock=self.clock).appid)


def called(path: PurePosixPath) -> str:
    """A post's name without its suffix; an index is called as its folder."""
    return (path.parent.name if path.stem == "index" else path.stem).casefold()


def ends_in(path: PurePosixPath, wanted: tuple[str, ...]) -> bool:
    """Whether the folders and the name at the end of a path are these."""
    whole = path.parent if path.stem == "index" else path.with_suffix("")
    parts = tuple(part.casefold() for part in whole.parts)
    return parts[-len(wanted) :] == wanted


def title_of(post: Post) -> str:
    """The title as a reader sees it, without parsing the whole post."""
    if post.title:
        return post.title
    heading = HEADING.search(post.body)
    return heading[1].rstrip(" \t#").strip("*_` ") if heading else ""

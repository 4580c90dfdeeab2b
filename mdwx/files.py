"""One file of a site, read as a post: nothing outside it, nothing endless."""

from __future__ import annotations

import errno
import stat
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.config import Config
from mdwx.confined import read_within
from mdwx.errors import MdwxError, SourceError
from mdwx.model import Post, Span, State, Text
from mdwx.outcome import Outcome
from mdwx.post import default_slug, read_post
from mdwx.visible import visible

__all__ = [
    "failed_outcome",
    "path_in_site",
    "post_bytes",
    "read_at",
    "read_file",
    "read_head",
    "whole",
]

_LIMIT_BYTES: Final = 8 << 20


def path_in_site(config: Config, file: Path) -> PurePosixPath:
    """How a file of the site is called in messages, output and the ledger."""
    name, root = file.as_posix(), config.root.as_posix()
    if name.startswith(f"{root}/"):
        # Of a thousand names ``relative_to`` takes as long as all else done to them.
        return PurePosixPath(name[len(root) + 1 :])
    try:
        return PurePosixPath(file.relative_to(config.root).as_posix())
    except ValueError:
        return PurePosixPath(name)


def read_file(config: Config, file: Path) -> Post | Outcome:
    """The post of one file, or the failed outcome of reading it."""
    return read_at(config, path_in_site(config, file))


def read_at(config: Config, path: PurePosixPath) -> Post | Outcome:
    """The same of the file at a path of the site."""
    file = config.root / path
    if (shown := visible(str(path))) != str(path):
        return failed_outcome(PurePosixPath(shown), _hidden_characters(shown))
    try:
        return read_post(
            post_bytes(file, path, config=config), path=path, site=config.site
        )
    except SourceError as error:
        return failed_outcome(path, error)


def read_head(config: Config, path: PurePosixPath) -> Post | Outcome:
    """The post at a path without its body: a thousand bodies are a lot to hold."""
    entry = read_at(config, path)
    return replace(entry, body="") if isinstance(entry, Post) else entry


def whole(config: Config, entry: Post | Outcome) -> Post | Outcome:
    """A post that came without its body, read again with it."""
    if isinstance(entry, Outcome) or entry.body:
        return entry
    return read_at(config, entry.path)


def _hidden_characters(path: str) -> SourceError:
    return SourceError(
        Text(
            zh=f"{path} 的文件名里有看不见的字符",
            en=f"the name of {path} holds characters that cannot be seen",
        ),
        hint=Text(zh="给文件改名", en="rename the file"),
    )


def post_bytes(file: Path, path: PurePosixPath, *, config: Config) -> bytes:
    """The bytes of a file of the site; nothing outside it, nothing endless."""
    try:
        real = file.resolve()
        _refuse_link(real, file, path, config=config)
        if not stat.S_ISREG(real.stat().st_mode):
            # Reading a pipe might never end.
            raise SourceError(
                Text(zh=f"{path} 不是普通文件", en=f"{path} is not a regular file")
            )
        return read_within(real, within=config.root, limit_bytes=_LIMIT_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise SourceError(
                Text(zh="文章超过 8 MB", en="the post is larger than 8 MB"),
                where=Span(path),
            ) from error
        raise SourceError(
            Text(
                zh=f"读不了 {path}：{error.strerror}",
                en=f"cannot read {path}: {error.strerror}",
            )
        ) from error


def _refuse_link(
    real: Path, file: Path, path: PurePosixPath, *, config: Config
) -> None:
    """Stop at a link to outside the site, or to what is hidden in it."""
    if not real.is_relative_to(config.root):
        raise SourceError(
            Text(
                zh=f"{path} 是指向站点之外的链接",
                en=f"{path} is a link to outside the site",
            )
        )
    hidden = {part for part in real.relative_to(config.root).parts if part[0] == "."}
    if not hidden <= set(file.parts):
        raise SourceError(
            Text(
                zh=f"{path} 是指向隐藏文件的链接",
                en=f"{path} is a link to a hidden file",
            )
        )


def failed_outcome(path: PurePosixPath, error: MdwxError) -> Outcome:
    """What is told of a post that cannot be read."""
    return Outcome(path=path, slug=default_slug(path), state=State.FAILED, error=error)

"""What mdwx reads and writes stays in the site, whatever links somebody puts into it.

A path that was checked may be another a moment later, so files are opened step by
step from the folder that holds them, and no step may be a link. On Windows, which
cannot do that, the file is looked at once more after it was opened.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = [
    "NO_LINK",
    "STEPS",
    "confined",
    "confined_folder",
    "folder_within",
    "read_within",
]

STEPS: Final = {os.open, os.mkdir, os.rename, os.unlink} <= os.supports_dir_fd
"""Whether files can be opened, made and put in place from a folder's handle."""
NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
# A pipe that nobody writes to would keep us waiting just for opening it.
FILE: Final = os.O_RDONLY | NO_LINK | getattr(os, "O_NONBLOCK", 0)
FILE_WINDOWS: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
FOLDER: Final = os.O_RDONLY | NO_LINK | getattr(os, "O_DIRECTORY", 0)
CHUNK_BYTES: Final = 1 << 20


def confined(path: Path, *, root: Path) -> Path:
    """The path, unless a link on its way leads out of the site."""
    if path.resolve().is_relative_to(root.resolve()):
        return path
    shown = path.relative_to(root).as_posix()
    raise UsageError(
        Text(
            zh=f"{shown} 是指向站点之外的链接，不会往那里写",
            en=f"{shown} is a link to outside the site: nothing is written there",
        ),
        hint=Text(zh="换成普通的文件夹", en="replace the link by a folder of its own"),
    )


def confined_folder(folder: Path, *, root: Path) -> Path:
    """The folder, unless something right in it is a link out of the site, or a pipe."""
    confined(folder, root=root)
    for path in unsure_within(folder) if folder.is_dir() else ():
        confined(path, root=root)
        if is_strange(path):
            shown = path.relative_to(root).as_posix()
            raise UsageError(
                Text(
                    zh=f"{shown} 不是普通文件",
                    en=f"{shown} is not a regular file",
                ),
                hint=Text(zh="删掉它", en="remove it"),
            )
    return folder


def unsure_within(folder: Path) -> list[Path]:
    """What a folder does not call a file or a folder of its own; of thousands, none."""
    with os.scandir(folder) as entries:
        return [
            Path(it.path)
            for it in entries
            if not it.is_dir(follow_symlinks=False)
            and not it.is_file(follow_symlinks=False)
        ]


def is_strange(entry: Path) -> bool:
    """Whether it is a pipe, a socket or a device.

    What another process wrote and took away meanwhile, such as half a page or
    SQLite's log, is nothing.
    """
    try:
        mode = entry.lstat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))


def read_within(file: Path, *, within: Path | None, limit_bytes: int) -> bytes:
    """The bytes of a regular file; below the folder ``within``, no link is followed.

    Raises ``OSError`` with a reason: a link where none should be, no regular file,
    more bytes than the limit.
    """
    handle = opened(file, within=within)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(file))
        if found.st_size > limit_bytes:
            raise too_large(file)
        size_bytes = found.st_size
        return drained(handle, file, size_bytes=size_bytes, limit_bytes=limit_bytes)
    finally:
        os.close(handle)


def drained(handle: int, file: Path, *, size_bytes: int, limit_bytes: int) -> bytes:
    """All bytes; a file may grow while it is read, and some claim to be empty."""
    pieces: list[bytes] = []
    read_bytes = 0
    # Mostly one piece, and then it is not copied: a photograph has megabytes.
    while piece := os.read(handle, max(size_bytes - read_bytes, CHUNK_BYTES)):
        pieces.append(piece)
        read_bytes += len(piece)
        if read_bytes > limit_bytes:
            raise too_large(file)
    return b"".join(pieces)


def opened(file: Path, *, within: Path | None) -> int:
    """A handle of a file that is what its path says."""
    if within is None:
        return os.open(file, FILE | FILE_WINDOWS)
    if not STEPS:
        return opened_and_looked_at(file, within=within)
    with folder_within(within, file.parent) as folder:
        return os.open(file.name, FILE, dir_fd=folder)


def opened_and_looked_at(file: Path, *, within: Path) -> int:
    """The same where folders cannot be opened."""
    handle = os.open(file, FILE | FILE_WINDOWS)
    real = file.resolve()
    is_here = real.is_relative_to(within.resolve()) and not file.is_symlink()
    if is_here and os.path.samestat(os.fstat(handle), real.stat()):
        return handle
    os.close(handle)
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(file))


@contextmanager
def folder_within(root: Path, folder: Path, *, create: bool = False) -> Iterator[int]:
    """A handle of a folder below ``root`` with no link between them.

    Only where ``STEPS`` can be taken.
    """
    handle = os.open(root, FOLDER & ~getattr(os, "O_NOFOLLOW", 0))
    try:
        for name in steps(root, folder):
            before, handle = handle, stepped(handle, name, create=create)
            os.close(before)
        yield handle
    finally:
        os.close(handle)


def stepped(handle: int, name: str, *, create: bool) -> int:
    """A handle of a folder in a folder, which may have to be made first."""
    try:
        return os.open(name, FOLDER, dir_fd=handle)
    except FileNotFoundError:
        if not create:
            raise
    # Another process may make it meanwhile.
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=handle)
    return os.open(name, FOLDER, dir_fd=handle)


def steps(root: Path, folder: Path) -> tuple[str, ...]:
    """The names from one folder down to another."""
    names = folder.relative_to(root).parts
    if ".." in names:
        raise OSError(errno.EXDEV, "leads out of the site", str(folder))
    return names


def too_large(file: Path) -> OSError:
    return OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(file))

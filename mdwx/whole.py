"""Files are written whole or not at all: a reader sees the old one or the new one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mdwx.confined import NO_LINK, STEPS, folder_within
from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = ["FOR_ALL", "replace_whole", "write_text", "write_whole"]

FOR_ALL = 0o644
FOR_OWNER = 0o600
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK | getattr(os, "O_BINARY", 0)


def write_whole(
    file: Path, data: bytes, *, durable: bool = False, within: Path | None = None
) -> None:
    """Write a file that anyone may read; an unchanged one keeps its date."""
    try:
        if not holds(file, data):
            replace_whole(file, data, mode=FOR_ALL, durable=durable, within=within)
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"写不了 {file}：{error.strerror}",
                en=f"cannot write {file}: {error.strerror}",
            ),
            hint=Text(
                zh="检查磁盘空间和文件夹权限",
                en="check the disk's free space and the folder's permissions",
            ),
        ) from error


def write_text(file: Path, text: str, *, within: Path) -> None:
    """Write a text that others may read; see ``write_whole``."""
    # A lone surrogate of an author's text is shown, not a crash.
    write_whole(file, text.encode("utf-8", "backslashreplace"), within=within)


def replace_whole(
    file: Path,
    data: bytes,
    *,
    mode: int = FOR_OWNER,
    durable: bool = False,
    within: Path | None = None,
) -> None:
    """Write beside the file's place, then put it there; its owner alone may read it.

    ``durable`` waits until the bytes are on the disk. Below the folder ``within`` no
    link is followed. Raises ``OSError``.
    """
    with folder_of(file, within=within) as folder:
        place = file.parent if folder is None else Path()
        part = place / f".mdwx-{os.urandom(8).hex()}.part"
        try:
            write_new(os.open(part, NEW, mode, dir_fd=folder), data, durable=durable)
            os.replace(part, place / file.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(part, dir_fd=folder)
            raise


def write_new(handle: int, data: bytes, *, durable: bool) -> None:
    """Write a new file, whole."""
    with open(handle, "wb") as stream:
        stream.write(data)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())


@contextmanager
def folder_of(file: Path, *, within: Path | None) -> Iterator[int | None]:
    """The folder a file is to lie in, made if need be; None where its path will do."""
    if within is None or not STEPS:
        make_folder(file.parent)
        yield None
        return
    make_folder(within)
    with folder_within(within, file.parent, create=True) as folder:
        yield folder


def make_folder(folder: Path) -> None:
    """Make a folder that may be there, as it mostly is: to ask takes less."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)


def holds(file: Path, data: bytes) -> bool:
    """Whether the file is there, no link, and holds these bytes."""
    try:
        found = file.lstat()
        is_likely = stat.S_ISREG(found.st_mode) and found.st_size == len(data)
        return is_likely and file.read_bytes() == data
    except OSError:
        return False

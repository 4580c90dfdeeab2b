"""Files are written whole or not at all: a reader sees the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = ["replace_whole", "write_whole"]

FOR_ALL = 0o644
FOR_OWNER = 0o600


def write_whole(file: Path, data: bytes, *, durable: bool = False) -> None:
    """Write a file that anyone may read; an unchanged one keeps its date."""
    try:
        if not file.is_file() or file.read_bytes() != data:
            # mkstemp's 0600 would keep a web server from showing the pages.
            replace_whole(file, data, mode=FOR_ALL, durable=durable)
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


def replace_whole(
    file: Path, data: bytes, *, mode: int = FOR_OWNER, durable: bool = False
) -> None:
    """Write beside the file's place, then put it there; its owner alone may read it.

    ``durable`` waits until the bytes are on the disk. Raises ``OSError``.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".mdwx-", suffix=".part")
    try:
        with open(handle, "wb") as part:
            part.write(data)
            if durable:
                part.flush()
                os.fsync(part.fileno())
        if mode != FOR_OWNER:
            os.chmod(name, mode)
        os.replace(name, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise

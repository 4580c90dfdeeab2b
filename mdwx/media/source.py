"""A picture as the author gave it, where it comes from, and what refuses one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from mdwx.confined import read_within
from mdwx.errors import SourceError
from mdwx.media.bounds import SOURCE_BYTES
from mdwx.model import ImageRef, Text
from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = [
    "Source",
    "data_address",
    "label",
    "read_file",
    "refuse",
    "unknown_scheme",
]

LABEL_CHARS: Final = 120
USER: Final = pattern(r"^((?:[a-z][a-z0-9+.-]*:)?//)[^/?#]*@", re.IGNORECASE)
"""Name and password in front of a host."""


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a picture, and where the author named it."""

    ref: ImageRef
    data: bytes
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())


def label(src: str) -> str:
    """The name of a picture in a message: decoded, short, without a password."""
    if src[:5].lower() == "data:":
        return src.split(",", 1)[0][:40] + ",…"
    # By hand: the address may be too malformed for urlsplit.
    name = unquote(USER.sub(r"\1", src))
    name = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    return name if len(name) <= LABEL_CHARS else name[: LABEL_CHARS - 1] + "…"


def refuse(ref: ImageRef, *, zh: str, en: str, hint: Text | None = None) -> SourceError:
    """The error that says why the picture cannot be used, with its place."""
    name = label(ref.src)
    problem = Text(zh=f"图片 {name} {zh}", en=f"picture {name} {en}")
    return SourceError(problem, where=ref.where, hint=hint)


def read_file(ref: ImageRef, file: Path, *, within: Path | None) -> bytes:
    """The bytes of a file, unless it is far too large to be a picture."""
    try:
        size = file.stat().st_size
        if size > SOURCE_BYTES:
            from mdwx.media import convert

            raise convert.too_large(ref, size)
        return read_within(file, within=within, limit_bytes=SOURCE_BYTES)
    except OSError as error:
        reason = error.strerror or "?"
        raise refuse(
            ref, zh=f"读不了：{reason}", en=f"cannot be read: {reason}"
        ) from error


def data_address(ref: ImageRef) -> bytes:
    """The bytes inside a ``data:`` address."""
    head, comma, body = ref.src.partition(",")
    raw = unquote_to_bytes(body)
    try:
        if not comma:
            raise ValueError
        encoded = head.rstrip().lower().endswith(";base64")
        return base64.b64decode(raw, validate=False) if encoded else raw
    except (binascii.Error, ValueError) as error:
        raise refuse(
            ref,
            zh="不是有效的 data: 地址",
            en="is not a valid data: address",
            hint=Text(
                zh="把图片存成文件，改用路径",
                en="save the picture as a file and write its path",
            ),
        ) from error


def unknown_scheme(ref: ImageRef) -> SourceError:
    return refuse(
        ref,
        zh="的地址 mdwx 取不了",
        en="has an address mdwx cannot fetch",
        hint=Text(
            zh="可用文件路径、http、https 和 data: 地址",
            en="use a path, or an http, https or data: address",
        ),
    )

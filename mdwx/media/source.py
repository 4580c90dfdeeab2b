"""A picture as the author gave it, and the sentence that refuses one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from mdwx.errors import SourceError
from mdwx.model import ImageRef, Text
from mdwx.patterns import pattern

__all__ = ["Source", "label", "refuse"]

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

"""The scripts and style sheets of the live pages, as they ship with the package."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mdwx.records import dataclass

__all__ = ["edition", "static_file"]

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "js": "text/javascript; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml",
    }
)


@dataclass(frozen=True, slots=True)
class Shipped:
    """One file of the package."""

    content: bytes
    kind: str
    tag: str


@cache
def shelf() -> Mapping[str, Shipped]:
    """Everything there is, by name; no other name is ever looked up on disk."""
    found = {}
    for file in (files("mdwx.preview") / "static").iterdir():
        kind = KINDS.get(file.name.rpartition(".")[2])
        if kind is not None:
            content = file.read_bytes()
            tag = hashlib.blake2b(content, digest_size=9).hexdigest()
            found[file.name] = Shipped(content, kind, tag)
    return MappingProxyType(found)


@cache
def edition() -> str:
    """Changes with any of the files: a page of another edition loads itself again."""
    tags = "".join(f"{name}{it.tag}" for name, it in sorted(shelf().items()))
    return hashlib.blake2b(tags.encode(), digest_size=9).hexdigest()


def static_file(request: Request) -> Response:
    """``/_static/NAME``; a browser asks each time whether it is still the same."""
    shipped = shelf().get(request.path_params["name"])
    if shipped is None:
        return PlainTextResponse("no such file", status_code=404)
    headers = {"ETag": f'"{shipped.tag}"', "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(shipped.content, media_type=shipped.kind, headers=headers)

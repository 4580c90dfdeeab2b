"""Form data, read as strictly as WeChat does.

A missing line end before the closing boundary, a body that was re-encoded as
text, a stream without length: each is refused (40113). Reported 2025 to 2026.
The libraries at hand forgive all three, so this is our own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import Message
from typing import Final

from mdwx.records import dataclass
from mdwx.wechat.transport import Request

__all__ = ["BadFormError", "Part", "read_form"]

PARAMETER: Final = re.compile(rb'(\w+)="((?:[^"\\\r\n]|\\.)*)"')
LONGEST_BOUNDARY: Final = 70
LONGEST_HEAD_BYTES: Final = 8192


class BadFormError(ValueError):
    """The body is not the form its headers announce."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; a file has a file name."""

    name: str
    filename: str | None
    data: bytes


def read_form(request: Request) -> Mapping[str, Part]:
    """The fields of a form, by name; none where the body is no form at all."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    boundary = boundary_of(headers.get("content-type", ""))
    if boundary is None:
        return {}
    check_length(headers, request.body)
    parts = [read_part(raw) for raw in split(request.body, boundary)]
    return {part.name: part for part in parts}


def boundary_of(content_type: str) -> bytes | None:
    """The boundary a Content-Type announces."""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary")
    if message.get_content_type() != "multipart/form-data":
        return None
    if not isinstance(boundary, str) or not 0 < len(boundary) <= LONGEST_BOUNDARY:
        return None
    return boundary.encode()


def check_length(headers: Mapping[str, str], body: bytes) -> None:
    """A stream without length, or of another length, is no form."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        raise BadFormError("chunked")
    if int(headers.get("content-length") or len(body)) != len(body):
        raise BadFormError("length")


def split(body: bytes, boundary: bytes) -> list[bytes]:
    """The raw parts between the boundaries, each of which ends in CRLF."""
    opening, between = b"--" + boundary + b"\r\n", b"\r\n--" + boundary
    if not body.startswith(opening):
        raise BadFormError("opening boundary")
    inner, closing, end = body[len(opening) - 2 :].rpartition(between + b"--")
    if not closing or end not in (b"", b"\r\n"):
        raise BadFormError("closing boundary")
    parts = inner.split(between)
    if any(not part.startswith(b"\r\n") for part in parts):
        raise BadFormError("boundary")
    return [part[2:] for part in parts]


def read_part(raw: bytes) -> Part:
    """One part: headers, an empty line, bytes."""
    head, gap, data = raw.partition(b"\r\n\r\n")
    if not gap or len(head) > LONGEST_HEAD_BYTES:
        raise BadFormError("headers")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() != b"content-disposition":
            continue
        fields = {key.decode(): text for key, text in PARAMETER.findall(value)}
        if "name" not in fields:
            break
        filename = fields.get("filename")
        return Part(
            name=fields["name"].decode(errors="replace"),
            filename=None if filename is None else filename.decode(errors="replace"),
            data=data,
        )
    raise BadFormError("content-disposition")

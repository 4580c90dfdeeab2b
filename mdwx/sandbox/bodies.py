"""JSON as WeChat reads it: a Unicode escape stays the six characters it is.

Clients that escape see their limits trip three times too early and get
``\\u4f60`` printed in their article. Measured 2026-02 and 2026-09.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from mdwx.patterns import pattern
from mdwx.sandbox.replies import Refusal

__all__ = ["flag_of", "integer_of", "read_json", "required_text", "text_of"]

ESCAPE: Final = pattern(r"\\(.)", re.DOTALL)


def read_json(body: bytes) -> dict[str, Any]:
    """The object in a request: 44002 when empty, 47001 when it is none."""
    if not body.strip():
        raise Refusal(44002)
    try:
        parsed = json.loads(kept_escapes(body.decode()), parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(47001) from error
    if not isinstance(parsed, dict):
        raise Refusal(47001)
    return parsed


def kept_escapes(text: str) -> str:
    r"""Double the backslash of each ``\u``, and of nothing else."""
    return ESCAPE.sub(
        lambda found: "\\" + found[0] if found[1] == "u" else found[0], text
    )


def refuse_constant(name: str) -> float:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def text_of(body: Mapping[str, Any], name: str) -> str:
    """A text field; absent and null are empty."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refusal(47001)
    return value


def required_text(body: Mapping[str, Any], name: str, *, errcode: int) -> str:
    """A text field that must be there."""
    value = text_of(body, name)
    if not value:
        raise Refusal(errcode)
    return value


def integer_of(
    body: Mapping[str, Any], name: str, *, default: int | None = None
) -> int:
    """A number field; a quoted number serves."""
    value = body.get(name, default)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refusal(47001)
    return value


def flag_of(body: Mapping[str, Any], name: str) -> int:
    """A field that is 0 or 1; absent is 0."""
    value = integer_of({name: 0, **body}, name) if body.get(name) is not None else 0
    if value not in (0, 1):
        raise Refusal(40035)
    return value

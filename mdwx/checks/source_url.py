"""阅读原文: an absolute web address of at most 1 KB (41039).

Official: draft/add page, 2025-12-19.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from mdwx.checks.limits import LIMITS
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Span, Text
from mdwx.rules import finding

__all__ = ["check", "unusable"]


def check(subject: Subject) -> Iterator[Finding]:
    """Rule L04: find a source address that WeChat would refuse."""
    address = subject.post.source_url
    if address:
        yield from unusable(address, where=subject.post.span(key="source_url"))


def unusable(address: str, *, where: Span) -> Iterator[Finding]:
    """Find what is wrong with an address, wherever it was written."""
    if not is_web_address(address):
        yield finding(
            "T030",
            Text(
                zh=f"原文地址 {address} 不是网址",
                en=f"source_url {address} is not a web address",
            ),
            hint=Text(
                zh="要以 https:// 或 http:// 开头",
                en="it starts with https:// or http://",
            ),
            where=where,
        )
    limit = LIMITS["source_url"]
    length = limit.measure(address)
    severity = limit.severity(length)
    if severity is not None:
        most = limit.bound(severity)
        yield finding(
            "T031",
            Text(
                zh=f"原文地址有 {length} 字节，最多 {most} 字节",
                en=f"source_url has {length} bytes; at most {most} fit",
            ),
            hint=Text(zh="换一个短一些的地址", en="use a shorter address"),
            where=where,
        )


def is_web_address(address: str) -> bool:
    """Whether it has a web scheme, a host and no white space."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_web and not any(map(str.isspace, address))

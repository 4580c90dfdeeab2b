"""Links inside mp.weixin.qq.com that work for their author alone.

Copied from the admin site they carry the session's token, from a preview a key
that expires after twelve hours (official: draft preview notice, 2025).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Severity, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find links that readers cannot follow."""
    for element in subject.elements():
        href = element.get("href", "") if element.tag == "a" else ""
        if not href:
            continue
        address = urlsplit(href)
        if address.path.startswith("/cgi-bin/"):
            yield subject.finding(
                "L060",
                Severity.ERROR,
                Text(
                    zh="链接指向公众号后台，别人打不开",
                    en="this link leads to the admin site, where readers cannot go",
                ),
                hint=Text(
                    zh="换成文章发表后的地址，形如 https://mp.weixin.qq.com/s/…",
                    en="use the published address: https://mp.weixin.qq.com/s/…",
                ),
                at=element,
            )
        elif "tempkey" in parse_qs(address.query):
            yield subject.finding(
                "L061",
                Severity.WARNING,
                Text(
                    zh="链接是临时预览，过几个小时就失效",
                    en="this link is a temporary preview and will expire",
                ),
                hint=Text(
                    zh="换成文章发表后的地址，形如 https://mp.weixin.qq.com/s/…",
                    en="use the published address: https://mp.weixin.qq.com/s/…",
                ),
                at=element,
            )

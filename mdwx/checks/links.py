"""Links into mp.weixin.qq.com's admin site work for their author alone.

They also carry the ``token`` of the author's session to every reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find links that readers cannot follow."""
    for element in subject.named("a"):
        if urlsplit(element.get("href", "")).path.startswith("/cgi-bin/"):
            yield subject.finding(
                "L060",
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

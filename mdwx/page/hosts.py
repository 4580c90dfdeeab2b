"""Where WeChat keeps the pictures of articles; it drops those of other hosts.

Seen in published bodies and in the answers of its upload calls, 2026-06 to 2026-08.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from mdwx.patterns import pattern

__all__ = ["is_picture_of_wechat"]

PICTURES: Final = pattern(r"(?:mmbiz\w*|mmecoa)\.(?:qpic|qlogo)\.cn", re.ASCII)


def is_picture_of_wechat(address: str) -> bool:
    """Whether readers inside WeChat will see it; never where hosts are disguised."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_plain = "\\" not in address and "@" not in parts.netloc
    return is_plain and PICTURES.fullmatch(parts.hostname or "") is not None

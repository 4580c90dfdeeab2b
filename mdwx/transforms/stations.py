"""Sites whose players are embedded: what they are called, and their own pages.

The address of a player shows a bare frame, or nothing; readers want the page on
which the video stands.
"""

from __future__ import annotations

import re
from typing import Final

from mdwx.patterns import pattern

__all__ = ["station_of"]

STATIONS: Final = tuple(
    (
        pattern(rf"(?:https?:)?//(?:[\w-]+\.)*?{address}", re.IGNORECASE),
        name,
        watched,
    )
    for address, name, watched in (
        (
            r"bilibili\.com/(?:[^#]*[?&]bvid=|video/)(BV[0-9A-Za-z]{10})(?![0-9A-Za-z])",
            "哔哩哔哩视频",
            r"https://www.bilibili.com/video/{0}",
        ),
        (
            r"bilibili\.com/[^#]*[?&]aid=(\d{1,20})(?!\d)",
            "哔哩哔哩视频",
            r"https://www.bilibili.com/video/av{0}",
        ),
        (
            r"youtube(?:-nocookie)?\.com/(?:embed/|watch\?v=)([\w-]{11})(?![\w-])",
            "YouTube 视频",
            r"https://www.youtube.com/watch?v={0}",
        ),
        (
            r"youtu\.be/([\w-]{11})(?![\w-])",
            "YouTube 视频",
            r"https://www.youtube.com/watch?v={0}",
        ),
        (
            r"v\.qq\.com/[^#]*[?&]vid=(\w{6,20})(?!\w)",
            "腾讯视频",
            r"https://v.qq.com/x/page/{0}.html",
        ),
        (
            r"player\.youku\.com/embed/([\w=]{6,40})",
            "优酷视频",
            r"https://v.youku.com/v_show/id_{0}.html",
        ),
        (
            r"player\.vimeo\.com/video/(\d{1,20})",
            "Vimeo 视频",
            r"https://vimeo.com/{0}",
        ),
        (
            r"music\.163\.com/(?:#/)?outchain/player\?(?=[^#]*\btype=2\b)[^#]*\bid=(\d{1,20})",
            "网易云音乐",
            r"https://music.163.com/song?id={0}",
        ),
        (r"(?:bilibili\.com|b23\.tv)/", "哔哩哔哩视频", ""),
        (r"(?:youtube(?:-nocookie)?\.com|youtu\.be)/", "YouTube 视频", ""),
        (r"v\.qq\.com/", "腾讯视频", ""),
        (r"music\.163\.com/", "网易云音乐", ""),
        (r"ximalaya\.com/", "喜马拉雅", ""),
        (r"xiaoyuzhoufm\.com/", "小宇宙播客", ""),
        (r"codepen\.io/", "CodePen", ""),
    )
)
"""An address, the name, and the page where the video can be watched."""


def station_of(address: str) -> tuple[str, str]:
    """The name of a player's site, empty if unknown, and the address to cite."""
    for shape, name, watched in STATIONS:
        if found := shape.match(address):
            return name, watched.format(*found.groups()) if watched else address
    return "", address

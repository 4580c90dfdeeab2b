"""Video, sound and foreign frames become a line with their address.

WeChat deletes them (reported in its developer community); only its own video
frame, made in the back office, is kept.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import Text
from mdwx.page import Page
from mdwx.page.elements import names
from mdwx.page.tree import LINE, elements, is_block, make, parent_of, replace, tag_of
from mdwx.transforms.addresses import host_of, scheme_of
from mdwx.transforms.stations import station_of

__all__ = ["replace_players"]

NAMES: Final = MappingProxyType(
    {
        "video": "视频",
        "audio": "音频",
        "iframe": "网页",
        "embed": "内容",
        "object": "内容",
    }
)

STUDIOS: Final = frozenset({"mp.weixin.qq.com", "v.qq.com"})
"""Where the platform's own video frames come from (published bodies, 2026)."""

FILES: Final = MappingProxyType(
    {
        "video": names("mp4 m4v mov webm ogv avi mkv flv m3u8"),
        "audio": names("mp3 m4a aac wav flac ogg oga opus amr wma"),
    }
)
"""Names of files that editors write as pictures: ``![](demo.mp4)``."""


def replace_players(page: Page, options: Markdown) -> None:
    """Rules T07 and T08: name the thing and cite where it is."""
    for player in elements(page.root, *NAMES, "img"):
        tag = kind_of(player)
        if not tag or is_platform_video(player):
            continue
        page.note(
            player,
            "M008" if tag in {"video", "audio"} else "M007",
            told_of(tag, has_address=bool(scheme_of(address_of(player)))),
            hint=Text(
                zh="视频和音频要在公众平台后台插入",
                en="insert video and sound on mp.weixin.qq.com",
            ),
        )
        replace(player, stand_ins(player))


def told_of(tag: str, *, has_address: bool) -> Text:
    """What is said of a player; a file of the author's own has no address."""
    if has_address:
        return Text(
            zh=f"文章里不能嵌入 <{tag}>，已改成一行文字和它的地址",
            en=f"an article cannot hold <{tag}>; its address stands there",
        )
    return Text(
        zh=f"文章里不能嵌入 <{tag}>，只留下它的名字",
        en=f"an article cannot hold <{tag}>; only its name is kept",
    )


def kind_of(player: etree._Element) -> str:
    """What an element plays; a picture whose file is a film is none."""
    if tag_of(player) != "img":
        return tag_of(player)
    path = re.split(r"[?#]", player.get("src", ""), maxsplit=1)[0]
    _, point, suffix = path.rpartition(".")
    kinds = (kind for kind, known in FILES.items() if suffix.lower() in known)
    return next(kinds, "") if point else ""


def is_platform_video(element: etree._Element) -> bool:
    """Whether this is WeChat's own video frame, and shows nothing else."""
    addresses = [it for name in ("src", "data-src") if (it := element.get(name))]
    return (
        "video_iframe" in element.get("class", "").split()
        and "data-mpvid" in element.attrib
        and bool(addresses)
        and all(host_of(https(address)) in STUDIOS for address in addresses)
    )


def stand_ins(player: etree._Element) -> list[etree._Element]:
    """The poster, if there is one, and the line with the address."""
    line = make("span")
    line_number = player.get(LINE, "1")
    station, address = station_of(address_of(player))
    name = player.get("title") or player.get("alt") or station or NAMES[kind_of(player)]
    if scheme_of(address):
        link = make("a", name, href=address)
        link.set(LINE, line_number)
        line.append(link)
    else:
        line.text = name
    poster = player.get("poster")
    found = [make("img", src=poster, alt=name), line] if poster else [line]
    for element in found:
        element.set(LINE, line_number)
    if is_block(parent_of(player)) and tag_of(parent_of(player)) == "section":
        return [in_paragraph(element) for element in found]
    return found


def in_paragraph(element: etree._Element) -> etree._Element:
    """The element in a paragraph of its own."""
    paragraph = make("p")
    paragraph.append(element)
    return paragraph


def address_of(player: etree._Element) -> str:
    """Where the player's content is, as the author wrote it."""
    sources = [player, *player.iter("source")]
    for source in sources:
        if address := source.get("src") or source.get("data"):
            return https(address)
    return ""


def https(address: str) -> str:
    """An address with its scheme, where it leaves that to the page."""
    return f"https:{address}" if address.startswith("//") else address

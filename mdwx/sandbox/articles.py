"""The checks of one article, in the order the sandbox makes them, and its storing.

Official: draft/add page, 2025-12-19; the rest as measured 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from mdwx.patterns import pattern
from mdwx.sandbox.addresses import is_platform_picture, link_of
from mdwx.sandbox.bodies import flag_of, required_text, text_of
from mdwx.sandbox.call import Call
from mdwx.sandbox.crops import cover_crops
from mdwx.sandbox.markup import parse, text_content
from mdwx.sandbox.materials import picture_material
from mdwx.sandbox.replies import Refusal
from mdwx.sandbox.rewrite import rewrite

__all__ = ["accept", "articles_of"]

DIGEST_CHARACTERS: Final = 54
"""Taken from the text where no digest was sent. Official: draft/add page."""
ADDRESS_IN_TEXT: Final = pattern(r"https?://|\bwww\.", re.IGNORECASE)
STYLE_TYPE: Final = (
    '<p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p>'
)
"""Appended after an update. Read-back, 2026-08."""


def articles_of(call: Call, sent: Any) -> list[dict[str, Any]]:
    """The articles of a new draft, checked and rewritten."""
    if not isinstance(sent, list) or not sent:
        raise Refusal(44003)
    call.hold("articles", sent)
    return [accept(call, each, alone=len(sent) == 1) for each in sent]


def accept(
    call: Call, sent: Any, *, alone: bool, updated: bool = False
) -> dict[str, Any]:
    """One article as it is stored, or the refusal it deserves."""
    if not isinstance(sent, dict):
        raise Refusal(47001)
    kind = text_of(sent, "article_type") or "news"
    if kind not in {"news", "newspic"}:
        raise Refusal(40035)
    check_product(sent)
    article: dict[str, Any] = {"article_type": kind, **texts_of(call, sent)}
    write = accept_news if kind == "news" else accept_newspic
    article |= write(call, sent, updated=updated)
    article |= rights_of(call, sent)
    if kind == "news" and not article["digest"]:
        article["digest"] = text_content(article["content"])[:DIGEST_CHARACTERS]
    if not alone:
        # Only a draft of one article has a digest. Official: draft/add page.
        article["digest"] = ""
    return article


def texts_of(call: Call, sent: Mapping[str, Any]) -> dict[str, str]:
    """The texts beside the content, each within its limit."""
    title = required_text(sent, "title", errcode=40227)
    texts = {"title": title}
    for name in ("author", "digest"):
        texts[name] = text_of(sent, name)
    for name, value in texts.items():
        call.hold(name, value)
    source_url = text_of(sent, "content_source_url")
    call.hold("source_url", source_url)
    if source_url and not is_address(source_url):
        raise Refusal(41039)
    return {**texts, "content_source_url": source_url}


def is_address(value: str) -> bool:
    """Whether 阅读原文 could lead there."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def accept_news(
    call: Call, sent: Mapping[str, Any], *, updated: bool
) -> dict[str, Any]:
    """Cover, crops and content of an article."""
    content = required_text(sent, "content", errcode=44004)
    call.hold("content", content)
    call.hold("content_bytes", content)
    thumb = required_text(sent, "thumb_media_id", errcode=40007)
    cover = picture_material(call, thumb)
    check_content(call, content)
    crops = cover_crops(sent, width=cover["width"], height=cover["height"])
    stored = rewrite(
        content,
        keep_links=call.settings.external_links == "keep",
    ).content
    if updated and "<mp-style-type" not in stored:
        stored += STYLE_TYPE
    article = {
        "content": stored,
        "thumb_media_id": thumb,
        "thumb_url": cover["url"],
        "show_cover_pic": 0,
    }
    return article | ({"cover_info": {"crop_percent_list": crops}} if crops else {})


def check_content(call: Call, content: str) -> None:
    """What the server refuses outright, by cause."""
    for element in parse(content).iter("a", "img", "mpvoice"):
        if element.tag == "a":
            check_link(call, element.get("href") or "")
            continue
        if element.tag == "mpvoice":
            # One report says so; another pipeline embeds sound. The strict one holds.
            raise Refusal(45166)
        address = element.get("src") or element.get("data-src") or ""
        is_outside = not is_platform_picture(address)
        if call.settings.external_images == "refuse" and is_outside:
            raise Refusal(45166)


def check_link(call: Call, href: str) -> None:
    """45166 for a link that cannot be, 40155 for another account's home page."""
    link = link_of(href)
    if link.is_fragment or link.is_preview or link.is_malformed:
        raise Refusal(45166)
    if link.home_of is not None and link.home_of != call.account["biz"]:
        raise Refusal(40155)


def accept_newspic(
    call: Call, sent: Mapping[str, Any], *, updated: bool
) -> dict[str, Any]:
    """Pictures and plain text; markup is stored as it is, and shown as text."""
    content = text_of(sent, "content")
    call.hold("picture_text", content)
    call.hold("products", re.findall(r"<mp-common-product\b", content))
    if ADDRESS_IN_TEXT.search(content):
        raise Refusal(45166)
    ids = picture_ids(call, sent)
    cover = picture_material(call, ids[0])
    crops = cover_crops(sent, width=cover["width"], height=cover["height"])
    return {
        "content": content,
        "thumb_media_id": ids[0],
        "thumb_url": cover["url"],
        "show_cover_pic": 0,
        "image_info": {"image_list": [{"image_media_id": each} for each in ids]},
        "cover_info": {"crop_percent_list": crops},
        "product_info": {"footer_product_info": {"product_key": ""}},
    }


def picture_ids(call: Call, sent: Mapping[str, Any]) -> list[str]:
    """The permanent pictures of a newspic: at least one, at most twenty."""
    info = sent.get("image_info")
    listed = info.get("image_list") if isinstance(info, dict) else None
    if not isinstance(listed, list) or not all(
        isinstance(each, dict) for each in listed
    ):
        raise Refusal(40007 if info is None else 47001)
    if not listed:
        raise Refusal(40007)
    call.hold("pictures", listed)
    ids = [required_text(each, "image_media_id", errcode=40007) for each in listed]
    for each in ids:
        picture_material(call, each)
    return ids


def check_product(sent: Mapping[str, Any]) -> None:
    """No account of the sandbox may sell: a product is 53406."""
    info = sent.get("product_info")
    footer = info.get("footer_product_info") if isinstance(info, dict) else None
    if isinstance(footer, dict) and footer.get("product_key"):
        raise Refusal(53406)


def rights_of(call: Call, sent: Mapping[str, Any]) -> dict[str, int]:
    """Comments: 88000 for an account without the right."""
    open_comment = flag_of(sent, "need_open_comment")
    fans_only = flag_of(sent, "only_fans_can_comment")
    if open_comment and not call.account["comments"]:
        raise Refusal(88000)
    return {"need_open_comment": open_comment, "only_fans_can_comment": fans_only}

"""Articles as WeChat's draft box takes them; its field names stop here.

Keys come in a fixed order and only where they say something, so that the same
article is the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mdwx.model import Comments, Cover, Crop, PostType, Upload
from mdwx.page import Article
from mdwx.records import dataclass

__all__ = ["Byline", "news", "newspic"]

Payload = dict[str, Any]

DECIMALS: Final = 6
"""Of a crop's numbers. Official: draft/add page, 2025-12-19."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What goes beside the text, once the site's defaults are in."""

    author: str | None = None
    digest: str | None = None
    """None leaves it to WeChat, which takes the first 54 characters."""
    source_url: str | None = None


def news(
    article: Article, *, content: str, cover: Upload, crops: Cover, byline: Byline
) -> Payload:
    """An article with a cover. In a draft of several, give no digest."""
    return {
        "article_type": PostType.NEWS.value,
        "title": article.title,
        **said("author", byline.author),
        **said("digest", byline.digest),
        "content": content,
        **said("content_source_url", byline.source_url),
        "thumb_media_id": media_id_of(cover),
        **comments(article.post.comments),
        "pic_crop_235_1": "_".join(corners(crops.wide)),
        "pic_crop_1_1": "_".join(corners(crops.square)),
    }


def newspic(
    article: Article,
    *,
    images: Sequence[Upload],
    byline: Byline,
    crops: Cover | None = None,
) -> Payload:
    """An image post: pictures in order, the first is the cover, and plain text."""
    listed = [{"image_media_id": media_id_of(image)} for image in images]
    payload = {
        "article_type": PostType.NEWSPIC.value,
        "title": article.title,
        **said("author", byline.author),
        "content": article.text,
        **said("content_source_url", byline.source_url),
        **comments(article.post.comments),
        "image_info": {"image_list": listed},
    }
    if crops is not None:
        cuts = [cut("2.35_1", crops.wide), cut("1_1", crops.square)]
        payload["cover_info"] = {"crop_percent_list": cuts}
    return payload


def said(field: str, value: str | None) -> dict[str, str]:
    """The field, if there is anything to say in it."""
    return {field: value} if value else {}


def comments(who: Comments) -> dict[str, int]:
    """The two switches that WeChat makes of one decision."""
    return {
        "need_open_comment": int(who is not Comments.OFF),
        "only_fans_can_comment": int(who is Comments.FANS),
    }


def media_id_of(upload: Upload) -> str:
    """The id of permanent material; a picture of the text has none."""
    if upload.media_id is None:
        raise ValueError(f"{upload.url} is no permanent material")
    return upload.media_id


def corners(crop: Crop) -> tuple[str, str, str, str]:
    """Both corners, never in the form ``1e-05``."""
    numbers = (crop.x1, crop.y1, crop.x2, crop.y2)
    x1, y1, x2, y2 = (
        f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".") for number in numbers
    )
    return x1, y1, x2, y2


def cut(ratio: str, crop: Crop) -> dict[str, str]:
    """One entry of ``crop_percent_list``, whose numbers are strings."""
    x1, y1, x2, y2 = corners(crop)
    return {"ratio": ratio, "x1": x1, "y1": y1, "x2": x2, "y2": y2}

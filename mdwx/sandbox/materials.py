"""Permanent materials: add, fetch, list, count, delete.

Official: the permanent material pages, 2025; errcodes as measured 2025 to 2026.
"""

from __future__ import annotations

from typing import Any, Final

from mdwx.sandbox.bodies import integer_of, read_json, required_text, text_of
from mdwx.sandbox.call import Call, page_of
from mdwx.sandbox.media import FORMATS, MEDIA_TYPES, add_picture, media_part, stored
from mdwx.sandbox.multipart import Part, read_form
from mdwx.sandbox.replies import OK, Answer, File, Refusal
from mdwx.sandbox.sniff import Sniffed, sniff
from mdwx.sandbox.state import Material
from mdwx.sandbox.voices import playtime_seconds

__all__ = [
    "add_material",
    "count_materials",
    "delete_material",
    "get_material",
    "list_materials",
    "picture_material",
]

NEAR_EMPTY_BYTES: Final = 64
LISTED: Final = ("image", "video", "voice", "news")


def add_material(call: Call) -> Answer:
    """``add_material``: a file that stays; only pictures get an address."""
    kind = call.request.query.get("type", "")
    if kind not in FORMATS:
        raise Refusal(40004)
    part = media_part(call, broken=40113)
    if not part.data:
        raise Refusal(44001)
    found = sniff(part.data)
    if found.format not in FORMATS[kind]:
        raise Refusal(40113)
    check_file(call, kind, part, found)
    material = stored(call, kind, part, found)
    if kind == "video":
        describe(call, material)
    if found.is_picture:
        tail = f"mmbiz_{'jpg' if found.format == 'jpeg' else found.format}/{{key}}/0"
        address = f"{tail}?wx_fmt={found.format}"
        material["url"] = add_picture(call, part.data, found.format, address=address)
    media_id = call.ids.media_id(call.account["prefix"])
    call.account["materials"][media_id] = material
    if kind == "voice":
        return {"media_id": media_id}
    return {"media_id": media_id, "url": material["url"]}


def check_file(call: Call, kind: str, part: Part, found: Sniffed) -> None:
    """Size in bytes, pixels and seconds."""
    call.hold(kind, part.data)
    if kind == "voice":
        call.hold("voice_seconds", playtime_seconds(part.data, found.format))
    if found.is_picture:
        if not found.pixels:
            # A file of little more than magic bytes; reported 2025-12.
            raise Refusal(40113 if len(part.data) < NEAR_EMPTY_BYTES else 40137)
        call.hold("image_pixels", found.pixels)
    if found.format == "gif":
        call.hold("gif_pixels", found.pixels)


def describe(call: Call, material: Material) -> None:
    """Set a video's title and introduction, from a second form field."""
    part = read_form(call.request).get("description")
    fields = read_json(part.data if part else b"")
    material["title"] = required_text(fields, "title", errcode=47001)
    material["introduction"] = text_of(fields, "introduction")
    material["vid"] = "wxv_" + call.ids.digits(19)


def get_material(call: Call) -> Answer:
    """``get_material``: the bytes; a video is described instead."""
    material = own_material(call)
    if material["type"] != "video":
        data = call.store.blob(material["blob"])
        return File(data, MEDIA_TYPES[material["format"]], name=material["name"])
    key = material["blob"][:32]
    return {
        "title": material["title"],
        "description": material["introduction"],
        "down_url": f"http://203.205.158.71/vweixinp.tc.qq.com/1007_{key}.f10.mp4",
        "vid": material["vid"],
    }


def own_material(call: Call) -> Material:
    """The material a call names: temporary, foreign and deleted ones are none."""
    media_id = required_text(call.json(), "media_id", errcode=41006)
    material = call.account["materials"].get(media_id)
    if material is None:
        raise Refusal(40007)
    return material


def list_materials(call: Call) -> Answer:
    """``batchget_material``: one type, newest first."""
    body = call.json()
    kind = text_of(body, "type")
    if kind not in LISTED:
        raise Refusal(40004)
    page = page_of(
        integer_of(body, "offset", default=0), integer_of(body, "count", default=20)
    )
    found = [
        (media_id, material)
        for media_id, material in call.account["materials"].items()
        if material["type"] == kind
    ]
    items = [listed(media_id, material) for media_id, material in found[::-1][page]]
    return {"total_count": len(found), "item_count": len(items), "item": items}


def listed(media_id: str, material: Material) -> dict[str, Any]:
    """One row of a list."""
    return {
        "media_id": media_id,
        "name": material["name"],
        "update_time": int(material["created"]),
        "url": material["url"],
    }


def count_materials(call: Call) -> Answer:
    """``get_materialcount``: by type."""
    kinds = [material["type"] for material in call.account["materials"].values()]
    names = ("voice", "video", "image", "news")
    return {f"{name}_count": kinds.count(name) for name in names}


def delete_material(call: Call) -> Answer:
    """``del_material``: for good."""
    own_material(call)
    del call.account["materials"][call.json()["media_id"]]
    return OK


def picture_material(call: Call, media_id: str) -> Material:
    """A permanent picture of this account, to be a cover or one of a newspic.

    Anything else is 40007: missing, temporary, foreign, a draft's id, a voice.
    ``type=image`` and ``type=thumb`` both serve. Publishers' practice, 2026.
    """
    material = call.account["materials"].get(media_id)
    if material is None or material["type"] not in {"image", "thumb"}:
        raise Refusal(40007)
    if call.now - material["created"] < call.settings.fresh_seconds:
        raise Refusal(40007)
    return material

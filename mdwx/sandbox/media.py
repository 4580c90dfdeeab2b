"""Files by form: pictures of a body (uploadimg) and temporary media.

Official: the uploadimg and temporary media pages, 2025.
"""

from __future__ import annotations

from typing import Final

from mdwx.sandbox.call import Call
from mdwx.sandbox.multipart import Part, read_form
from mdwx.sandbox.replies import OK, Answer, File, Refusal
from mdwx.sandbox.sniff import Sniffed, sniff
from mdwx.sandbox.state import Material, Picture
from mdwx.sandbox.voices import playtime_seconds

__all__ = [
    "MEDIA_TYPES",
    "add_picture",
    "download_temporary",
    "media_part",
    "stored",
    "upload_picture",
    "upload_temporary",
]

MEDIA_TYPES: Final = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "mp3": "audio/mpeg",
    "wma": "audio/x-ms-wma",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "mp4": "video/mp4",
}
FORMATS: Final = {
    "image": ("bmp", "png", "jpeg", "gif"),
    "thumb": ("jpeg",),
    "voice": ("mp3", "wma", "wav", "amr"),
    "video": ("mp4",),
}
TEMPORARY_FORMATS: Final = {**FORMATS, "voice": ("mp3", "amr")}
TEMPORARY_SECONDS: Final = 3 * 86400


def media_part(call: Call, *, broken: int) -> Part:
    """The file ``media`` of a form; ``broken`` answers a form that is none."""
    try:
        parts = read_form(call.request)
    except ValueError as error:
        raise Refusal(broken) from error
    part = parts.get("media")
    if part is None or not part.filename:
        raise Refusal(41005)
    return part


def upload_picture(call: Call) -> Answer:
    """``media/uploadimg``: jpg or png under 1 MB, by content; an address, no id."""
    part = media_part(call, broken=40005)
    if not part.data:
        raise Refusal(40009)
    found = sniff(part.data)
    if found.format not in {"jpeg", "png"}:
        raise Refusal(40005)
    call.hold("body_picture", part.data)
    if not found.pixels:
        raise Refusal(40137)
    call.hold("image_pixels", found.pixels)
    url = add_picture(call, part.data, found.format, address="mmbiz/{key}/0")
    return {"url": url, **OK}


def add_picture(call: Call, data: bytes, form: str, *, address: str) -> str:
    """Give bytes an address on WeChat's picture host; http, as replies have it."""
    key = call.ids.picture()
    url = "http://mmbiz.qpic.cn/" + address.format(key=key)
    blob = call.store.keep(data)
    call.account["pictures"][key] = Picture(url=url, blob=blob, format=form)
    return url


def stored(call: Call, kind: str, part: Part, found: Sniffed) -> Material:
    """A file as the account keeps it."""
    return Material(
        type=kind,
        name=part.filename or "",
        blob=call.store.keep(part.data),
        size=len(part.data),
        url="",
        created=call.now,
        width=found.width,
        height=found.height,
        format=found.format,
        title="",
        introduction="",
        vid="",
    )


def upload_temporary(call: Call) -> Answer:
    """``media/upload``: kept three days; its id is no permanent one."""
    kind = call.request.query.get("type", "")
    if kind not in TEMPORARY_FORMATS:
        raise Refusal(40004)
    part = media_part(call, broken=40113)
    if not part.data:
        raise Refusal(44001)
    found = sniff(part.data)
    if found.format not in TEMPORARY_FORMATS[kind]:
        raise Refusal(40005)
    call.hold(f"temporary_{kind}", part.data)
    if kind == "voice":
        call.hold("voice_seconds", playtime_seconds(part.data, found.format))
    media_id = call.ids.media_id(call.account["prefix"])
    call.account["temporary"][media_id] = stored(call, kind, part, found)
    return {"type": kind, "media_id": media_id, "created_at": call.second}


def download_temporary(call: Call) -> Answer:
    """``media/get``: bytes, or an address where it is a video."""
    media_id = call.request.query.get("media_id", "")
    if not media_id:
        raise Refusal(41006)
    found = call.account["temporary"].get(media_id)
    if found is None or call.now - found["created"] > TEMPORARY_SECONDS:
        raise Refusal(40007)
    if found["type"] == "video":
        key = found["blob"][:32]
        return {"video_url": f"http://vweixinp.tc.qq.com/1007_{key}.f10.mp4"}
    data = call.store.blob(found["blob"])
    return File(data, MEDIA_TYPES[found["format"]], name=found["name"])

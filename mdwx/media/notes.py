"""What happened to a picture on its way, in words: findings, never errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mdwx.media.bounds import GIF_AREA
from mdwx.media.source import label
from mdwx.model import Finding, ImageRef, Text
from mdwx.rules import finding

__all__ = ["told"]


def told(note: tuple[str, int], ref: ImageRef) -> Finding:
    """Put one note of a conversion into words, at the place of its picture."""
    kind, number = note
    code, write = NOTES[kind]
    message, hint = write(label(ref.src), number)
    return finding(code, message, hint=hint, where=ref.where)


def gif_shrunk(name: str, width: int) -> tuple[Text, Text]:
    limit = GIF_AREA // 1_000_000
    return (
        Text(
            zh=f"动图 {name} 太大，缩到了 {width} 像素宽",
            en=f"animation {name} is too large and was shrunk to {width} pixels wide",
        ),
        Text(
            zh=f"微信只收 10 MB、宽×高×帧数 {limit} 百万以内的动图；减少帧数可以更清楚",
            en=f"WeChat takes 10 MB and {limit} million width x height x frames; "
            "fewer frames leave it larger",
        ),
    )


def still(name: str, frames: int) -> tuple[Text, Text]:
    return (
        Text(
            zh=f"动图 {name} 有 {frames} 帧，太大，只用第一帧",
            en=f"animation {name} has {frames} frames and is too large: "
            "only its first is used",
        ),
        Text(
            zh="减少帧数或尺寸，或先转成 GIF",
            en="use fewer frames or a smaller size, or make it a GIF",
        ),
    )


def flattened(name: str, _number: int) -> tuple[Text, Text]:
    return (
        Text(
            zh=f"透明图片 {name} 太大，已铺在白底上",
            en=f"transparent picture {name} is too large and was put on white",
        ),
        Text(
            zh="在深色模式下会显出白底；缩小图片可以保留透明",
            en="dark mode shows the white; a smaller picture keeps its transparency",
        ),
    )


def narrow(name: str, width: int) -> tuple[Text, Text]:
    return (
        Text(
            zh=f"图片 {name} 缩到了 {width} 像素宽，文字可能看不清",
            en=f"picture {name} was shrunk to {width} pixels wide: "
            "its text may be hard to read",
        ),
        Text(zh="把长图切成几张", en="cut a tall picture into several"),
    )


def unlit(name: str, _number: int) -> tuple[Text, Text]:
    return (
        Text(
            zh=f"透明图片 {name} 上是深色的线条，深色模式下看不清",
            en=f"transparent picture {name} is drawn in dark lines,"
            " which a dark page swallows",
        ),
        Text(zh="导出时铺上白底", en="export it on a white ground"),
    )


def small_letters(_name: str, letters_px: int) -> tuple[Text, Text]:
    return (
        Text(
            zh=f"图太宽，手机上字高只有 {letters_px} 像素",
            en=f"the diagram is so wide that its letters are {letters_px} pixels high"
            " on a phone",
        ),
        Text(
            zh="改成从上到下(TD)，或拆成几张小图",
            en="let it run downwards (TD), or make several diagrams of it",
        ),
    )


NOTES: Final[dict[str, tuple[str, Callable[[str, int], tuple[Text, Text]]]]] = {
    "gif-shrunk": ("I021", gif_shrunk),
    "still": ("I022", still),
    "flattened": ("I023", flattened),
    "narrow": ("I024", narrow),
    "unlit": ("I028", unlit),
    "small-letters": ("M086", small_letters),
}

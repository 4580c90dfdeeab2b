"""Text that is hard to read by day or by night, and what dark mode does badly with.

The reader recolours every article at night (``style.darkmode``). Its official
checker fails a contrast below 1.5 (Official: structure rules 4.3, 2026-08); WCAG
asks for 4.5, and for 3 with large text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.checks.settings import has_own_words
from mdwx.checks.subject import Subject
from mdwx.model import Finding, Severity, Text
from mdwx.page.styles import style_of
from mdwx.style.colours import Rgba, colour_of, spelled
from mdwx.style.darkmode import brightness, lightness_of
from mdwx.style.scenes import Scene

__all__ = ["check"]

LIGHT_LINE: Final = (200, 245)
"""Brightness of solid hairlines that glare at night (``#ccc`` to ``#f0f0f0``)."""
DIMMED: Final = (190, 250)
"""Brightness of tints that become a grey slab and stay light."""

Fault = tuple[str, str, Text, Text]
Rule = Iterator[Fault]


def check(subject: Subject) -> Iterator[Finding]:
    """Find each fault once, at the first element that has it."""
    seen: set[tuple[str, str]] = set()
    met: dict[tuple[str, Scene], bool] = {}
    for element, scene, _ in subject.scenes:
        look = (element.get("style", ""), scene)
        # What looks like another one has no fault of its own, unless it has words
        # and that one had none.
        if met.get(look) or (look in met and not has_own_words(element)):
            continue
        met[look] = has_own_words(element)
        for code, what, message, hint in faults(*look, has_words=met[look]):
            if (code, what) in seen:
                continue
            seen.add((code, what))
            yield subject.finding(code, message, hint=hint, at=element)


@lru_cache(maxsize=4096)
def faults(text: str, scene: Scene, *, has_words: bool) -> tuple[Fault, ...]:
    """What dark mode does badly at one element: code, what, and the words."""
    return tuple(found(style_of(text), scene, has_words=has_words))


def found(style: Mapping[str, str], scene: Scene, *, has_words: bool) -> Rule:
    """The same, one after the other."""
    # What nobody sees at all is told once, as C140.
    if scene.opacity and has_words:
        yield from faint_by_night(scene)
        yield from faint_by_day(scene)
        yield from hidden_ground(scene)
    yield from clipped_text(style)
    yield from slabs(style)
    yield from glaring_lines(style)


def faint_by_night(scene: Scene) -> Rule:
    """Rules D01 and D02: text too close to what is behind it at night."""
    ratio = scene.contrast_by_night
    severity = LIMITS["dark_contrast"].severity(ratio * 100)
    if severity is None or scene.over_picture:
        return
    text, page = spelled(scene.text), spelled(scene.page)
    yield (
        "D001" if severity is Severity.ERROR else "D002",
        f"{text} {page}",
        Text(
            zh=f"深色模式下，{page} 上的 {text} 文字对比度只有 {ratio:.1f}",
            en=f"at night, text of {text} on {page} has a contrast of {ratio:.1f} only",
        ),
        Text(
            zh="文字用更深的颜色，底色用中性灰或 rgba() 的淡色",
            en="darken the text, or use a neutral grey or an rgba() tint behind it",
        ),
    )


def faint_by_day(scene: Scene) -> Rule:
    """Text too close to what is behind it as everybody sees it."""
    ratio = scene.contrast_by_day
    severity = LIMITS["contrast"].severity(ratio * 100)
    if severity is None or scene.over_picture or scene.over_gradient:
        return
    text, page = spelled(scene.text), spelled(scene.page)
    yield (
        "D008",
        f"{text} {page}",
        Text(
            zh=f"{page} 上的 {text} 文字对比度只有 {ratio:.1f}，不容易看清",
            en=f"text of {text} on {page} has a contrast of {ratio:.1f} only",
        ),
        Text(
            zh="让文字和底色的明暗差得再大一些",
            en="set text and ground further apart, one dark and one light",
        ),
    )


def hidden_ground(scene: Scene) -> Rule:
    """Rules D03 and D06: what lies under text and is not recoloured with it."""
    if scene.over_gradient:
        yield (
            "D003",
            "gradient",
            Text(
                zh="文字下面的渐变在深色模式里会变成一种颜色",
                en="a gradient behind text becomes one colour at night",
            ),
            Text(zh="改用一种颜色", en="use one colour"),
        )
    if scene.over_picture:
        yield (
            "D006",
            "picture",
            Text(
                zh="文字下面的背景图在深色模式里不变，文字可能看不清",
                en="a background picture stays as it is at night, text may drown in it",
            ),
            Text(zh="把文字移出背景图", en="take the text off the picture"),
        )


def clipped_text(style: Mapping[str, str]) -> Rule:
    """Rule D03: text cut out of its background."""
    clip = style.get("background-clip", "") + style.get("-webkit-background-clip", "")
    if "text" in clip:
        yield (
            "D003",
            "clip",
            Text(
                zh="用背景裁出的文字在深色模式里会变成一种颜色",
                en="text cut out of its background becomes one colour at night",
            ),
            Text(zh="直接给文字一种颜色", en="give the text a colour"),
        )


def slabs(style: Mapping[str, str]) -> Rule:
    """Rule D04: tinted near-white grounds stay light and turn grey."""
    ground = colour_of(style.get("background-color", style.get("background", "")))
    if ground is None or ground[3] < 1 or not is_between(ground, DIMMED):
        return
    _, saturation = lightness_of(ground)
    if saturation == 0:
        return
    colour = spelled(ground)
    yield (
        "D004",
        colour,
        Text(
            zh=f"底色 {colour} 在深色模式里会变成一块灰",
            en=f"the ground {colour} becomes a grey slab at night",
        ),
        Text(
            zh="用中性灰，或 rgba() 的淡色",
            en="use a neutral grey, or an rgba() tint",
        ),
    )


def glaring_lines(style: Mapping[str, str]) -> Rule:
    """Rule D05: light solid lines glare at night."""
    for name, value in style.items():
        if not name.startswith("border") or "solid" not in value:
            continue
        line = colour_of(value)
        if line is None or line[3] < 1 or not is_between(line, LIGHT_LINE):
            continue
        colour = spelled(line)
        yield (
            "D005",
            colour,
            Text(
                zh=f"细线 {colour} 在深色模式里会发亮",
                en=f"lines of {colour} glare at night",
            ),
            Text(zh="用 rgba(0,0,0,.1) 这样的颜色", en="use rgba(0,0,0,.1) or so"),
        )


def is_between(colour: Rgba, bounds: tuple[int, int]) -> bool:
    """Whether a colour's brightness lies within bounds."""
    least, most = bounds
    return least < brightness(colour) <= most

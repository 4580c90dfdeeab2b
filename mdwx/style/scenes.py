"""The colours at one element, by day and by night: which stand on which.

What the reader's dark mode makes of an element (``darkmode``) depends on its own
style and on the scene it stands in, and on nothing else: each pair is worked out
once, however many elements there are of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final, NamedTuple

from mdwx.page.styles import style_of, written
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style.colours import Rgba, colour_of, colours, recoloured, spelled
from mdwx.style.darkmode import (
    LIGHT_PAGE,
    LIGHT_TEXT,
    PAGE,
    TEXT,
    UNSEEN_ALPHA,
    contrast,
    dark_background,
    dark_text,
    laid,
    over,
)

__all__ = ["DAY", "GRADIENT", "Look", "Scene", "enter"]

LIKE_TEXT: Final = pattern(
    r"border.*|outline.*|box-shadow|(-webkit-)?text-(decoration|stroke|emphasis).*"
    r"|column-rule.*|-webkit-text-fill-color"
)
"""Properties whose colours are converted as those of text are."""

GRADIENT: Final = "-gradient("
PICTURE: Final = "url("

NOTHING: Final[Rgba] = (0.0, 0.0, 0.0, 0.0)

LINK: Final = (
    (0x57 / 255, 0x6B / 255, 0x95 / 255, 1.0),
    (0x7D / 255, 0x90 / 255, 0xA9 / 255, 1.0),
)
"""What the page itself gives links of no colour, by day and by night."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The colours at one element.

    ``enter`` gives out one object for one pair of look and surroundings, so that
    to look a scene up need not compare its colours.
    """

    text: Rgba = LIGHT_TEXT
    """As declared, here or above."""
    dark_text: Rgba = TEXT
    page: Rgba = LIGHT_PAGE
    """What is seen behind it by day: opaque."""
    around: Rgba = PAGE
    """The converted background that the reader compares text with."""
    dark_page: Rgba = PAGE
    """What is seen behind it by night: opaque."""
    opacity: float = 1.0
    """Of the element and all it stands in; the reader does not ask for it."""
    over_picture: bool = False
    """A background picture is behind it: the reader leaves its text alone."""
    over_gradient: bool = False

    @property
    def contrast_by_day(self) -> float:
        """The contrast of its words with what is seen behind them, 1..21."""
        return contrast(over(faded(self.text, self.opacity), self.page), self.page)

    @property
    def contrast_by_night(self) -> float:
        """The same in dark mode."""
        shown = over(faded(self.dark_text, self.opacity), self.dark_page)
        return contrast(shown, self.dark_page)


DAY: Final = Scene()
"""The page of WeChat itself, round every article."""

Style = dict[str, str]


class Look(NamedTuple):
    """All that an element's colours depend on, besides what it stands in."""

    style: str
    is_link: bool = False
    opts_out: bool = False
    """It says that dark mode shall leave it."""
    is_blank: bool = False
    """No words are in it; asked only where its ground is a gradient."""


@lru_cache(maxsize=4096)
def enter(look: Look, above: Scene) -> tuple[Scene, str]:
    """The scene inside an element, and its style by night."""
    light = style_of(look.style)
    above = replace(above, opacity=above.opacity * share(light.get("opacity", "")))
    if look.opts_out:
        return as_by_day(light, above), written(light)
    ground, style = on_ground(look, light, above)
    scene = with_words(look, light, ground, is_new=ground is not above)
    own = colour_of(light.get("color", ""))
    if own is None and ground is not above and "color" not in light:
        # Said even where it is the colour of day: it would inherit that of night.
        style["color"] = spelled(scene.dark_text)
    elif own is not None and scene.dark_text != own:
        style["color"] = spelled(scene.dark_text)
    if not scene.over_picture:
        style.update(converted_lines(light, scene))
    if ground is not above and "text" in clip_of(light):
        scene = cut_out(scene, above)
    return scene, written(style)


def on_ground(
    look: Look, light: Mapping[str, str], above: Scene
) -> tuple[Scene, Style]:
    """The scene upon an element's background, and the style with its dark one."""
    style = dict(light)
    shorthand = light.get("background", "")
    image = f"{shorthand} {light.get('background-image', '')}"
    colour = colour_of(light.get("background-color", ""))
    if colour is None and GRADIENT not in shorthand:
        colour = colour_of(shorthand)
    if PICTURE in image:
        return upon_picture(colour, style, above)
    scene = above
    if colour is not None and colour[3] >= UNSEEN_ALPHA:
        scene, style = upon(colour, style, scene)
    if GRADIENT in image and not look.is_blank:
        scene, style = upon_gradient(colours(image), style, scene)
    return scene, style


def upon(colour: Rgba, style: Style, above: Scene) -> tuple[Scene, Style]:
    """The scene upon a plain background."""
    dark = dark_background(colour)
    style = {name: value for name, value in style.items() if name != "background"}
    style["background-color"] = spelled(dark)
    scene = replace(
        above,
        page=over(faded(colour, above.opacity), above.page),
        around=dark,
        dark_page=over(faded(dark, above.opacity), above.dark_page),
        over_picture=False,
        over_gradient=False,
    )
    return scene, style


def upon_gradient(
    stops: Sequence[Rgba], style: Style, above: Scene
) -> tuple[Scene, Style]:
    """The scene upon a gradient: under text it becomes one colour, all stops laid.

    The last opaque one covers those before it. Patterns of hairlines on nothing
    come out all but transparent.
    """
    style = {k: v for k, v in style.items() if k != "background-image"}
    below = colour_of(style.get("background-color", ""))
    colour = laid([NOTHING, *stops])
    if colour[3] >= UNSEEN_ALPHA:
        above, style = upon(colour, style, above)
        style["background-color"] = spelled(laid([below or NOTHING, above.around]))
    return replace(above, over_gradient=True), style


def upon_picture(
    colour: Rgba | None, style: Style, above: Scene
) -> tuple[Scene, Style]:
    """The scene upon a background picture: what was below it by day stays there."""
    page = above.page if colour is None else over(colour, above.page)
    style["background-color"] = spelled(page)
    scene = replace(
        above, page=page, dark_page=page, over_picture=True, over_gradient=False
    )
    return scene, style


def with_words(
    look: Look, light: Mapping[str, str], scene: Scene, *, is_new: bool
) -> Scene:
    """The scene with the colours of an element's words."""
    own = colour_of(light.get("color", ""))
    if own is None and (not is_new or "color" in light):
        if look.is_link and "color" not in light:
            return replace(scene, text=LINK[0], dark_text=LINK[1])
        return scene
    text = own or scene.text
    shown = text if scene.over_picture else dark_text(text, on=scene.around)
    return replace(scene, text=text, dark_text=shown)


def converted_lines(light: Mapping[str, str], scene: Scene) -> Style:
    """Borders, outlines, shadows and strokes by night."""
    found: Style = {}
    for name, value in light.items():
        if LIKE_TEXT.fullmatch(name):
            found[name] = recoloured(value, partial(dark_text, on=scene.around))
        elif name == "text-shadow":
            found[name] = recoloured(value, dark_background)
    return found


def clip_of(style: Mapping[str, str]) -> str:
    """To what a background is clipped."""
    return style.get("background-clip", "") + style.get("-webkit-background-clip", "")


def cut_out(scene: Scene, above: Scene) -> Scene:
    """Words cut out of their ground: what is not painted over has its colour."""
    return replace(
        scene,
        text=over(scene.text, scene.page),
        dark_text=over(scene.dark_text, scene.dark_page),
        page=above.page,
        dark_page=above.dark_page,
        over_gradient=False,
    )


def as_by_day(light: Mapping[str, str], above: Scene) -> Scene:
    """The scene at an element that opts out; what it holds is converted still."""
    own = colour_of(light.get("color", ""))
    ground = colour_of(light.get("background-color", light.get("background", "")))
    ground = faded(ground or NOTHING, above.opacity)
    return replace(
        above,
        text=own or above.text,
        dark_text=own or above.dark_text,
        page=over(ground, above.page),
        dark_page=over(ground, above.dark_page),
    )


def faded(colour: Rgba, opacity: float) -> Rgba:
    """A colour on a box that can be seen through."""
    return (*colour[:3], colour[3] * opacity)


def share(value: str) -> float:
    """An opacity from 0 to 1; one that cannot be read changes nothing."""
    found = re.fullmatch(r"((?:\d*+\.)?\d++)(%?)", value)
    if found is None:
        return 1.0
    return min(1.0, float(found[1]) / (100 if found[2] else 1))

"""An article by day and by night: which colours stand on which.

Walks a finished page as the reader's dark mode does (``darkmode``): in document
order, inline styles only, backgrounds before text, drawings and pictures left as
they are. Checks read the scenes, previews show the darkened tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import tinycss2
from lxml import etree
from tinycss2.ast import Node

from mdwx.page.styles import read_style, walk, write_style
from mdwx.page.tree import tag_of, text_of
from mdwx.style.colours import Rgba, rgba, spelled
from mdwx.style.darkmode import (
    LIGHT_PAGE,
    LIGHT_TEXT,
    PAGE,
    TEXT,
    UNSEEN_ALPHA,
    dark_background,
    dark_text,
    over,
)

__all__ = ["Scene", "darken", "scenes"]

LIKE_TEXT: Final = ("border", "outline", "box-shadow", "text-decoration", "column-rule")
"""Properties, by how they begin, whose colours are converted as text is."""

SKIPPED: Final = frozenset({"svg", "img", "iframe"})
GRADIENT: Final = "-gradient("


@dataclass(frozen=True, slots=True)
class Scene:
    """The colours at one element."""

    text: Rgba = LIGHT_TEXT
    """As declared, here or above."""
    dark_text: Rgba = TEXT
    page: Rgba = LIGHT_PAGE
    """What is seen behind it by day: opaque."""
    around: Rgba = PAGE
    """The converted background that the reader compares text with."""
    dark_page: Rgba = PAGE
    """What is seen behind it by night: opaque."""
    over_picture: bool = False
    """A background picture is behind it: the reader leaves its text alone."""
    over_gradient: bool = False


def scenes(root: etree._Element) -> Iterator[tuple[etree._Element, Scene]]:
    """Each element with its colours, in document order."""
    for element, scene, _ in walked(root):
        yield element, scene


def darken(root: etree._Element) -> None:
    """Give every element the colours it has by night."""
    for element, _, style in list(walked(root)):
        write_style(element, style)


def walked(
    root: etree._Element,
) -> Iterator[tuple[etree._Element, Scene, dict[str, str]]]:
    """Each element with its scene and its style by night."""
    waiting = [(root, Scene())]
    while waiting:
        element, above = waiting.pop()
        scene, style = enter(element, above)
        yield element, scene, style
        waiting += [
            (child, scene)
            for child in reversed(element)
            if tag_of(child) and tag_of(child) not in SKIPPED
        ]


def enter(element: etree._Element, above: Scene) -> tuple[Scene, dict[str, str]]:
    """The scene inside an element, and its style by night."""
    light = read_style(element)
    if "data-no-dark" in element.attrib:
        return above, light
    scene, style = with_background(element, light, above)
    own = colour_of(light.get("color", ""))
    text = own or above.text
    shown = above.dark_text
    if own or scene is not above:
        shown = text if scene.over_picture else dark_text(text, on=scene.around)
    if (own or scene is not above) and shown != text:
        style["color"] = spelled(shown)
    for name, value in light.items():
        if name.startswith(LIKE_TEXT):
            style[name] = recoloured(value, lambda it: dark_text(it, on=scene.around))
        elif name == "text-shadow":
            style[name] = recoloured(value, dark_background)
    if (scene.text, scene.dark_text) != (text, shown):
        scene = replace(scene, text=text, dark_text=shown)
    return scene, style


def with_background(
    element: etree._Element, light: Mapping[str, str], above: Scene
) -> tuple[Scene, dict[str, str]]:
    """The scene upon an element's background, and the style with its dark one."""
    style = dict(light)
    value = f"{light.get('background', '')} {light.get('background-color', '')}"
    image = f"{value} {light.get('background-image', '')}"
    if "url(" in image:
        ground = colour_of(value) or above.page
        return replace(above, page=ground, dark_page=ground, over_picture=True), style
    if GRADIENT in image and text_of(element).strip():
        return upon_gradient(image, style, above)
    colour = colour_of(value)
    if colour is None or colour[3] < UNSEEN_ALPHA:
        return above, style
    return upon(colour, style, above)


def upon(
    colour: Rgba, style: dict[str, str], above: Scene
) -> tuple[Scene, dict[str, str]]:
    """The scene upon a plain background."""
    dark = dark_background(colour)
    style.pop("background", None)
    style["background-color"] = spelled(dark)
    scene = replace(
        above,
        page=over(colour, above.page),
        around=dark,
        dark_page=over(dark, above.dark_page),
        over_picture=False,
    )
    return scene, style


def upon_gradient(
    image: str, style: dict[str, str], above: Scene
) -> tuple[Scene, dict[str, str]]:
    """The scene upon a gradient: under text it becomes its last opaque stop."""
    stops = [it for it in colours(image) if it[3] == 1] or list(colours(image))
    if not stops:
        return above, style
    style.pop("background-image", None)
    scene, style = upon(stops[-1], style, above)
    return replace(scene, over_gradient=True), style


def colour_of(value: str) -> Rgba | None:
    """The colour in a value, or None; the last counts."""
    return next(reversed(colours(value)), None)


@lru_cache(maxsize=4096)
def colours(value: str) -> tuple[Rgba, ...]:
    """Every colour of a value in order, those of gradients included."""
    nodes = tinycss2.parse_component_value_list(value)
    found = sorted(walk(nodes), key=lambda node: node.source_column)
    return tuple(it for node in found if (it := colour(node)) is not None)


def colour(node: Node) -> Rgba | None:
    """The colour that one node of a value is."""
    return rgba(node) if node.type in ("hash", "ident", "function") else None


def recoloured(value: str, convert: Callable[[Rgba], Rgba]) -> str:
    """A value with every colour of it converted."""
    return "".join(
        spelled(convert(it))
        if (it := colour(node)) is not None and it[3]
        else node.serialize()
        for node in tinycss2.parse_component_value_list(value)
    )

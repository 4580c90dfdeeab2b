"""Colours of today's spaces as sRGB: ``oklch()``, ``lab()``, ``color(display-p3 …)``.

tinycss2 knows the way to XYZ; here is the rest of it. Matrices and transfer function:
CSS Color 4, sections 10 and 18 (2025-04). What lies outside sRGB is cut to it channel
by channel, as browsers do on such a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cbrt
from typing import Final

from tinycss2.color4 import Color

__all__ = ["Triple", "from_oklab", "to_oklab", "to_srgb"]

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

XYZ_TO_LINEAR: Final[Mapping[str, Matrix]] = {
    "xyz-d65": (
        (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
        (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
        (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
    ),
    "xyz-d50": (
        (3.1341358529001178, -1.6173863321612538, -0.4906619460083532),
        (-0.978795502912089, 1.9162543773959884, 0.03344273116131949),
        (0.07195537988411677, -0.2289768264158322, 1.405386058324125),
    ),
}
P3_TO_LINEAR: Final[Matrix] = (
    (1.2249401762805598, -0.22494017628055996, 0.0),
    (-0.042056954709688163, 1.0420569547096881, 0.0),
    (-0.019637554590334432, -0.078636045550631889, 1.0982736001409663),
)
LINEAR_TO_LMS: Final[Matrix] = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LMS_TO_OKLAB: Final[Matrix] = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def to_srgb(colour: Color) -> Triple | None:
    """Red, green and blue, 0..1; None for a space that nothing here knows."""
    for space in ("srgb", *XYZ_TO_LINEAR):
        try:
            red, green, blue = colour.to(space).coordinates
        except NotImplementedError:
            # tinycss2's word for a pair of spaces it does not convert between.
            continue
        found = (red, green, blue)
        return found if space == "srgb" else encoded(XYZ_TO_LINEAR[space], found)
    red, green, blue = (channel or 0.0 for channel in colour.coordinates)
    if colour.space == "srgb-linear":
        return each(encoded_channel, (red, green, blue))
    if colour.space == "display-p3":
        linear = each(decoded_channel, (red, green, blue))
        return encoded(P3_TO_LINEAR, linear)
    return None


def to_oklab(srgb: Triple) -> Triple:
    """sRGB as Oklab, where browsers mix colours."""
    lms = times(LINEAR_TO_LMS, each(decoded_channel, srgb))
    return times(LMS_TO_OKLAB, each(cbrt, lms))


def from_oklab(oklab: Triple) -> Triple:
    """The other way round."""
    xyz = Color("oklab", oklab, 1.0).to("xyz-d65").coordinates
    return encoded(XYZ_TO_LINEAR["xyz-d65"], xyz)


def encoded(matrix: Matrix, vector: Triple) -> Triple:
    """What a matrix makes linear light of, as sRGB writes it."""
    return each(encoded_channel, times(matrix, vector))


def times(matrix: Matrix, vector: Triple) -> Triple:
    """A matrix applied to a vector."""
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def each(function: Callable[[float], float], vector: Triple) -> Triple:
    """A function applied to each channel."""
    a, b, c = map(function, vector)
    return a, b, c


def encoded_channel(value: float) -> float:
    """One channel of linear light as sRGB writes it."""
    return 1.055 * value ** (1 / 2.4) - 0.055 if value > 0.0031308 else 12.92 * value


def decoded_channel(value: float) -> float:
    """The other way round."""
    return ((value + 0.055) / 1.055) ** 2.4 if value > 0.04045 else value / 12.92

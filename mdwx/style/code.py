"""Source code in colour: Pygments tokens as few spans as say it.

A class would need a stylesheet, which WeChat does not keep, so each span
carries its declarations; neighbours that look the same share one span.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from mdwx.errors import SourceError
from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.style.colours import named
from mdwx.style.languages import known_lexer
from mdwx.style.nearest import near

if TYPE_CHECKING:
    from pygments.style import Style

__all__ = [
    "Spans",
    "colour",
    "is_bright",
    "known_style",
    "look_of",
    "style_names",
    "surface",
]

Spans = tuple[tuple[str, str], ...]
"""Runs of text with the declarations of each; none: it looks as the rest does."""

OURS: Final = ("mdwx-light", "mdwx-dark")
"""Styles made for WeChat's dark mode; the others are those of Pygments."""

MOST_CHARS: Final = 20_000
MOST_LINES: Final = 1_000
TIRING: Final = pattern(r"[^\n]{500}|[ \t]{100}")
"""Some lexers of Pygments take the cube of a line's length, those of Java, C# and C
the square of the number of lines: 10,000 cost them seconds (measured with 2.21)."""


def colour(code: str, *, language: str, style: str) -> Spans:
    """Cut code into spans of text and declarations; no declarations: as it is.

    A language nobody knows gives one plain span: a fence may name anything. So
    does code that no person wrote.
    """
    lexer = known_lexer(language)
    if lexer is None or not code or is_tiring(code):
        return ((code, ""),) if code else ()
    looks = known_style(style)
    # Many lexers know a comment or a line of a diff by the new line behind it.
    is_open = not code.endswith("\n")
    texts: list[str] = []
    said: list[str] = []
    for kind, text in lexer.get_tokens(code + "\n" * is_open):
        declarations = look(looks, kind)
        if said and (said[-1] == declarations or text.isspace()):
            # White space shows no colour: it goes with what stands before.
            texts[-1] += text
        else:
            texts.append(text)
            said.append(declarations)
    spans = list(zip(texts, said, strict=True))
    if is_open and spans and spans[-1][0].endswith("\n"):
        spans[-1] = (spans[-1][0][:-1], spans[-1][1])
    found = tuple(span for span in merged(spans) if span[0])
    # A lexer may drop what it takes for no code, such as a byte order mark.
    return found if "".join(text for text, _ in found) == code else ((code, ""),)


def is_tiring(code: str) -> bool:
    """Whether a lexer might need longer for the code than anybody would wait."""
    is_long = len(code) > MOST_CHARS or code.count("\n") > MOST_LINES
    return is_long or bool(TIRING.search(code))


def merged(spans: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leading white space joins what follows it."""
    if len(spans) > 1 and spans[0][0].isspace():
        (space, _), (text, declarations), *spans = spans
        yield space + text, declarations
    yield from spans


def surface(style: str) -> tuple[str, str]:
    """The background of a code block and the colour of its plain text."""
    from pygments.token import Token

    looks = known_style(style)
    text = looks.style_for_token(Token)["color"]
    background = looks.background_color
    return background, short(text) if text else legible_on(background)


def legible_on(background: str) -> str:
    """Near-black or near-white, for the styles that leave text to the browser."""
    return "#333" if is_bright(background) else "#ddd"


def is_bright(background: str) -> bool:
    """Whether a colour is nearer to white than to black."""
    digits = background.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[i : i + 2], 16) for i in (0, 2, 4))
    return (299 * red + 587 * green + 114 * blue) / 1000 >= 128


def style_names() -> list[str]:
    """Every name that ``code_theme`` takes."""
    from pygments.styles import get_all_styles

    return [*OURS, *sorted(get_all_styles())]


@lru_cache(maxsize=64)
def known_style(name: str) -> type[Style]:
    """The style of a name; SourceError names the nearest."""
    from pygments.styles import get_style_by_name
    from pygments.util import ClassNotFound

    if name in OURS:
        from mdwx.style import palettes

        return palettes.LIGHT if name == OURS[0] else palettes.DARK
    try:
        return get_style_by_name(name)
    except ClassNotFound:
        raise SourceError(
            Text(zh=f"没有叫 {name} 的代码配色", en=f"no code theme is called {name}"),
            hint=near(name, style_names()),
        ) from None


def look_of(kind: str, style: str) -> str:
    """The declarations of a kind of token by its name, such as "Generic.Inserted"."""
    from pygments.token import string_to_tokentype

    return look(known_style(style), string_to_tokentype(kind))


@lru_cache(maxsize=4096)
def look(style: type[Style], kind: Any) -> str:
    """The declarations that set one kind of token apart from plain text."""
    from pygments.token import Token

    # A lexer may use kinds that a style has never heard of, as YAML's does.
    while not style.styles_token(kind):
        kind = kind.parent
    wanted, plain = style.style_for_token(kind), style.style_for_token(Token)
    found: list[str] = []
    if wanted["color"] and wanted["color"] != plain["color"]:
        found.append(f"color:{short(wanted['color'])}")
    if wanted["bold"] and not plain["bold"]:
        found.append("font-weight:700")
    if wanted["italic"] and not plain["italic"]:
        found.append("font-style:italic")
    if wanted["underline"]:
        found.append("text-decoration:underline")
    if wanted["bgcolor"]:
        found.append(f"background-color:{short(wanted['bgcolor'])}")
    return ";".join(found)


def short(digits: str) -> str:
    """Six hexadecimal digits as a colour, in the fewest letters."""
    halves = digits[::2]
    return named(f"#{halves}" if halves == digits[1::2] else f"#{digits}")

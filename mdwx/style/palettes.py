"""Two code palettes that hold in WeChat's dark mode.

Its script turns a neutral #f7f7f7 into #212121 and lifts dark text on it, but
leaves colours of middle brightness alone (official mp-darkmode 1.2.1, run
2026-08). So the light palette keeps every token dark enough to be lifted, and
the dark one bright enough to need no lifting; both on neutral grey.
"""

from __future__ import annotations

from typing import ClassVar, Final

from pygments.style import Style
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    Token,
    _TokenType,
)

__all__ = ["DARK", "LIGHT"]


class Light(Style):
    """Dark tokens on the grey of paper."""

    name = "mdwx-light"
    background_color = "#f7f7f7"
    styles: ClassVar[dict[_TokenType, str]] = {
        Token: "#333333",
        Comment: "italic #5f5f5f",
        Comment.Preproc: "noitalic #74330f",
        Keyword: "#7a1f50",
        Keyword.Constant: "#174274",
        Keyword.Type: "#174274",
        Operator.Word: "#7a1f50",
        Name.Builtin: "#174274",
        Name.Class: "#0f5562",
        Name.Function: "#0f5562",
        Name.Decorator: "#74330f",
        Name.Tag: "#7a1f50",
        Name.Attribute: "#0f5562",
        Name.Constant: "#174274",
        Name.Exception: "#0f5562",
        Number: "#174274",
        String: "#17603a",
        String.Escape: "#74330f",
        String.Interpol: "#74330f",
        String.Regex: "#74330f",
        Generic.Deleted: "#7d1616",
        Generic.Inserted: "#17603a",
        Generic.Heading: "bold #174274",
        Generic.Subheading: "#174274",
        Generic.Prompt: "#5f5f5f",
        Generic.Output: "#555555",
        Generic.Emph: "italic",
        Generic.Strong: "bold",
        Error: "#333333",
    }


class Dark(Style):
    """Bright tokens on the grey of slate."""

    name = "mdwx-dark"
    background_color = "#2b2b2b"
    styles: ClassVar[dict[_TokenType, str]] = {
        Token: "#d8d8d8",
        Comment: "italic #a6a6a6",
        Comment.Preproc: "noitalic #e8a87c",
        Keyword: "#f29bb8",
        Keyword.Constant: "#8fc1f0",
        Keyword.Type: "#8fc1f0",
        Operator.Word: "#f29bb8",
        Name.Builtin: "#8fc1f0",
        Name.Class: "#cdb4f6",
        Name.Function: "#cdb4f6",
        Name.Decorator: "#e8a87c",
        Name.Tag: "#f29bb8",
        Name.Attribute: "#cdb4f6",
        Name.Constant: "#8fc1f0",
        Name.Exception: "#cdb4f6",
        Number: "#8fc1f0",
        String: "#a5d6a0",
        String.Escape: "#e8a87c",
        String.Interpol: "#e8a87c",
        String.Regex: "#e8a87c",
        Generic.Deleted: "#f2a3a3",
        Generic.Inserted: "#a5d6a0",
        Generic.Heading: "bold #8fc1f0",
        Generic.Subheading: "#8fc1f0",
        Generic.Prompt: "#a6a6a6",
        Generic.Output: "#bdbdbd",
        Generic.Emph: "italic",
        Generic.Strong: "bold",
        Error: "#d8d8d8",
    }


LIGHT: Final = Light
DARK: Final = Dark

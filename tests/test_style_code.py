"""Coloured code: few spans, every character, no noise about languages."""

from __future__ import annotations

import pytest
from pygments.styles import get_all_styles

from mdwx.errors import SourceError
from mdwx.style import code
from mdwx.style.colours import colour_of

PYTHON = 'def f(x):\n\n    return "a"  # hi\n'


@pytest.mark.parametrize("language", ["", "nobody-knows", "mermaid!", "{python}"])
def test_unknown_language_is_one_plain_span(language):
    """
    A fence may name anything; it is no reason for a finding.
    """
    assert code.colour(PYTHON, language=language, style="mdwx-light") == ((PYTHON, ""),)


def test_no_code_gives_no_span():
    """
    An empty fence has nothing to colour.
    """
    assert code.colour("", language="python", style="mdwx-light") == ()


@pytest.mark.parametrize(
    "language", ["python", "js", "html", "bash", "yaml", "wxml", "c"]
)
@pytest.mark.parametrize("text", [PYTHON, "\n\n  x\n\n", "\t\x0b中文 <b>", "a\n"])
def test_no_character_is_lost(language, text):
    """
    The spans put together are the code, blank lines and all.
    """
    spans = code.colour(text, language=language, style="mdwx-light")

    assert "".join(text for text, _ in spans) == text


def test_neighbours_alike_share_a_span():
    """
    White space and equal tokens make no spans of their own.
    """
    spans = code.colour("import  a\n", language="python", style="mdwx-light")

    assert len(spans) == 2
    assert spans[0][0] == "import  "


def test_declarations_are_minimal():
    """
    A span says what sets it apart from plain text and nothing else.
    """
    spans = code.colour("# a", language="python", style="mdwx-light")

    assert spans == (("# a", "color:#5f5f5f;font-style:italic"),)


def test_unknown_style_names_the_nearest():
    """
    A misspelled ``code_theme`` is an error with a suggestion.
    """
    with pytest.raises(SourceError, match="no code theme is called monoki") as caught:
        code.surface("monoki")

    assert "monokai" in caught.value.hint.en


@pytest.mark.parametrize("style", [*code.OURS, *get_all_styles()])
def test_every_style_has_a_surface_and_text(style):
    """
    Each style of Pygments gives colours that can be read on each other.
    """
    background, text = code.surface(style)

    ground, words = colour_of(background), colour_of(text)
    assert ground
    assert words
    assert ground != words

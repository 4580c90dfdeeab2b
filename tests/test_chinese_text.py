"""Spaces and line breaks in mixed text: what holds for any text."""

import random
import re
from functools import cache

import pytest

from mdwx.config import Markdown
from mdwx.markdown import make_parser
from mdwx.markdown.wholes import SIGN, WHOLE

PIECES = [
    *"中文𠮷あ7，（）“ \n-é😀a",
    "Bc",
    "葛\U000e0100",
    "5%",
    "¥3",
    "C++",
    "@n",
    "#t",
]
PIECES += ["**", "*", "==", "^2^", "`x`", "$y$", "[", "](/u)", "<b>", "</b>", "/b/c"]
PIECES += ["https://a.example/b"]

HOSTILE = {
    "mixed": "中a" * 25_000,
    "letters": "a" * 50_000,
    "digits": "1" * 50_000,
    "points": "1." * 25_000,
    "topics": "#中" * 25_000,
    "paths": "中a/" * 17_000,
    "slashes": "/a" * 25_000,
    "mails": "a.@" * 17_000,
    "pluses": "a+" * 25_000,
    "prices": "A$1-" * 12_000,
    "accents": "中" + "\u0301" * 50_000,
    "keycaps": "1\ufe0f" * 25_000,
    "schemes": "a:/" * 17_000,
    "lines": "中\n" * 25_000,
    "accented lines": ("中" + "\u0301" * 50 + "\n") * 1_000,
    "notes": "中[^1]\n" * 8_000 + "\n\n[^1]: a\n",
    "nested": "**中*a" * 10_000,
}


@cache
def parser(**switches):
    """A parser with these switches."""
    return make_parser(Markdown(**switches))


def words(body, **switches):
    """What readers see of one paragraph, breaks as bars."""
    tokens = parser(**switches).parseInline(body)[0].children
    breaks = {"softbreak": "|", "hardbreak": "|"}
    return "".join(breaks.get(token.type, token.content) for token in tokens)


def bodies(count):
    """Generated lines of all that may stand beside each other."""
    dice = random.Random(11)
    for _ in range(count):
        yield "".join(dice.choice(PIECES) for _ in range(10))


def test_spacing_only_adds_spaces():
    """
    Every other character stays, in its order.
    """
    for body in bodies(3000):
        spaced, plain = words(body), words(body, autospace=False)
        assert spaced.replace(" ", "") == plain.replace(" ", ""), body


@pytest.mark.parametrize(
    "text",
    ["用Python写3个A+的tool", "学C++的，5%的α粒子，在/usr/b里", "葛\U000e0100a店"],
)
def test_spacing_twice_is_spacing_once(text):
    """
    A space that is there needs no second one.
    """
    once = words(text)
    assert words(once) == once
    assert "  " not in once


def test_what_is_left_alone_has_a_sign():
    """
    Where there is none of them, none is looked for.
    """
    found = [it[0] for body in bodies(3000) for it in WHOLE.finditer(body)]
    alone = [
        "www.a.example",
        "a@1.0",
        "C#",
        "~/a",
        "C:\\a",
        "a/图.md",
        ".net",
        "7\u20e3",
    ]
    for text in (*alone, "100％", "5′", "𠮷\ufe00", "e\u0301"):
        assert WHOLE.fullmatch(text), text
        found.append(text)
    assert all(SIGN.search(it) for it in found)


def test_spacing_never_touches_full_width_punctuation():
    """
    No space is put before or behind it.
    """
    for body in bodies(3000):
        spaced, plain = words(body), words(body, autospace=False)
        for sign in "，（）“":
            for beside in (f" {sign}", f"{sign} "):
                assert spaced.count(beside) == plain.count(beside), body


def test_joining_only_drops_line_breaks():
    """
    No word is lost where lines join.
    """
    for body in bodies(3000):
        joined, kept = words(body), words(body, breaks=True)
        assert re.sub("[ |]", "", joined) == re.sub("[ |]", "", kept), body


@pytest.mark.timeout(20)
@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends(source):
    """
    Any text is spaced and joined in time that grows as it does.
    """
    assert make_parser(Markdown()).render(source)

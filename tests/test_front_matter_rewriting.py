"""A value is written into the front matter, and not a byte else is touched."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdwx.decoding import decode
from mdwx.errors import SourceError
from mdwx.post.front_matter import front_matter
from mdwx.post.rewriting import rewritten

PATH = PurePosixPath("content/a.md")
THEME = ("theme",)
ACCENT = ("theme_options", "accent")


def written(text, place=THEME, value="ink"):
    return rewritten(text.encode("utf-8"), place, value, path=PATH).decode("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\ntitle: 春天\n---\n\n正文\n",
            "---\ntitle: 春天\ntheme: ink\n---\n\n正文\n",
        ),
        (
            "---\n# 说明\ntheme:   brief   # 试试\ntitle: 春\n---\n正文",
            "---\n# 说明\ntheme:   ink   # 试试\ntitle: 春\n---\n正文",
        ),
        (
            '---\ntheme: "brief"\norder: 3\n---\n',
            "---\ntheme: ink\norder: 3\n---\n",
        ),
        ("---\ntheme:\ntitle: 春\n---\n", "---\ntheme: ink\ntitle: 春\n---\n"),
        ("---\ntheme: # 空的\n---\n", "---\ntheme: ink # 空的\n---\n"),
        ("---\n样式: brief\n---\n正文\n", "---\n样式: ink\n---\n正文\n"),
        ("---\nTheme: brief\n---\n正文\n", "---\nTheme: ink\n---\n正文\n"),
        ("---\n---\n正文\n", "---\ntheme: ink\n---\n正文\n"),
        ("正文\n", "---\ntheme: ink\n---\n\n正文\n"),
        ("", "---\ntheme: ink\n---\n\n"),
        ("\n\n---\na: 1\n...\n正文\n", "\n\n---\na: 1\ntheme: ink\n...\n正文\n"),
        (
            "---\nstyle: |\n  p {color: red}\n---\n正文\n",
            "---\nstyle: |\n  p {color: red}\ntheme: ink\n---\n正文\n",
        ),
        (
            "---\ntheme: |\n  brief\ntitle: 春\n---\n",
            "---\ntheme: ink\ntitle: 春\n---\n",
        ),
        (
            "---\r\ntitle: 春\r\n---\r\n\r\n正文\r\n",
            "---\r\ntitle: 春\r\ntheme: ink\r\n---\r\n\r\n正文\r\n",
        ),
        (
            "\ufeff---\ntitle: 春\n---\n正文\n",
            "\ufeff---\ntitle: 春\ntheme: ink\n---\n正文\n",
        ),
        (
            '+++\ntitle = "春"\n[extra]\na = 1\n+++\n正文\n',
            '+++\ntheme = "ink"\ntitle = "春"\n[extra]\na = 1\n+++\n正文\n',
        ),
        (
            "+++\ntheme = 'brief' # 试试\n+++\n正文\n",
            '+++\ntheme = "ink" # 试试\n+++\n正文\n',
        ),
    ],
)
def test_the_theme_is_written_and_nothing_else(before, after):
    """Comments, order, quotes, line ends and a byte order mark stay."""
    assert written(before) == after
    assert written(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\na: 1\n---\n", '---\na: 1\ntheme_options: {accent: "#c0392b"}\n---\n'),
        (
            "---\ntheme_options: {accent: '#111', quiet: 'x'}\n---\n",
            "---\ntheme_options: {accent: \"#c0392b\", quiet: 'x'}\n---\n",
        ),
        (
            "---\ntheme_options: {quiet: x}\n---\n",
            '---\ntheme_options: {accent: "#c0392b", quiet: x}\n---\n',
        ),
        (
            "---\ntheme_options:\n  quiet: x # 留\n---\n",
            '---\ntheme_options:\n  accent: "#c0392b"\n  quiet: x # 留\n---\n',
        ),
        (
            "---\ntheme_options: {}\n---\n",
            '---\ntheme_options: {accent: "#c0392b"}\n---\n',
        ),
        (
            "---\ntheme_options:\n---\n",
            '---\ntheme_options: {accent: "#c0392b"}\n---\n',
        ),
        (
            '+++\n[theme_options]\nquiet = "x"\n+++\n',
            '+++\n[theme_options]\naccent = "#c0392b"\nquiet = "x"\n+++\n',
        ),
        (
            '+++\ntheme_options = {quiet = "x"}\n+++\n',
            '+++\ntheme_options = {accent = "#c0392b", quiet = "x"}\n+++\n',
        ),
        (
            '+++\n[theme_options]\naccent = "red"\n+++\n',
            '+++\n[theme_options]\naccent = "#c0392b"\n+++\n',
        ),
        (
            "+++\na = 1\n+++\n",
            '+++\ntheme_options = {accent = "#c0392b"}\na = 1\n+++\n',
        ),
    ],
)
def test_an_option_is_written_among_the_others(before, after):
    """Inside the table that is there, or in one of its own."""
    assert written(before, ACCENT, "#c0392b") == after
    assert written(after, ACCENT, "#c0392b") == after


@pytest.mark.parametrize(
    "before",
    ['+++\ntheme = """\nbrief"""\n+++\n', "+++\n[theme]\na = 1\n+++\n"],
)
def test_what_is_written_in_a_way_of_its_own_is_left(before):
    """The author is told what to write."""
    with pytest.raises(SourceError, match="a way of its own") as caught:
        written(before)
    assert caught.value.hint.en == "write theme: ink into it yourself"


def test_a_broken_front_matter_is_left_alone():
    """Its own error says what is wrong."""
    with pytest.raises(SourceError, match="broken YAML"):
        written("---\ntitle: [\n---\n正文\n")


values = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(
    head=st.text("abc:#\"'{}[]|>- \n\r春,theme_options", max_size=60),
    body=st.text(max_size=30),
    value=values,
)
def test_whatever_stands_there_the_rest_is_the_same(head, body, value):
    """Any text between the fences: changed in one place, refused, or unreadable."""
    source = f"---\n{head}\n---\n{body}".encode("utf-8", "replace")
    try:
        found = rewritten(source, THEME, value, path=PATH)
    except SourceError:
        return
    texts = (decode(it, path=PATH) for it in (source, found))
    before, after = (front_matter(text, path=PATH) for text in texts)
    assert others(before) == others(after)
    assert after.body.lstrip("\n") == before.body.lstrip("\n")


def others(head):
    """What is said besides the theme."""
    entries = [(it.key, it.value) for it in head.entries]
    return [it for it in entries if it[0].casefold() not in ("theme", "样式")]

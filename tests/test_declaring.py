"""Plain words mean without click what they mean to click."""

from __future__ import annotations

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdwx.cli.commands import COMMANDS, load
from mdwx.cli.declaring import plain_words
from mdwx.cli.parser import click_command

NAMES = st.sampled_from(list(COMMANDS))
PATHS = ["a.md", "content", "list", "draft", "*.md", "é 中.md", ""]
ODD = [
    "--",
    "-",
    "-h",
    "--help",
    "--nothing",
    "--site",
    "--jobs",
    "--quiet=1",
    "--quie",
]


def read_by_click(name, words):
    """What click makes of words; None where it stops."""
    try:
        return click_command(load(name)).make_context(name, list(words)).params
    except (click.ClickException, click.exceptions.Exit):
        return None


@st.composite
def lines(draw):
    """A command, and words of its own, of others and of nobody."""
    name = draw(NAMES)
    own = [word for param in load(name).params for word in param.names]
    words = st.one_of(map(st.sampled_from, (own, own, PATHS, ODD)))
    return name, draw(st.lists(words, max_size=5))


@given(lines())
def test_plain_words_are_what_click_reads(line):
    """Whatever is read without click is read as click does."""
    name, words = line
    given_plainly = plain_words(load(name), words)
    assert given_plainly is None or given_plainly == read_by_click(name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("build", []),
        ("build", ["--offline", "--quiet"]),
        ("build", ["content/a.md", "--force", "content/b.md"]),
        ("check", ["--json"]),
        ("publish", ["--yes", "--due"]),
        ("status", ["--refresh"]),
        ("themes", []),
    ],
)
def test_the_words_of_every_day_are_plain(name, words):
    """They are what most lines are made of."""
    assert plain_words(load(name), words) == read_by_click(name, words) is not None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("build", ["--help"]),
        ("build", ["--"]),
        ("build", ["--jobs", "2"]),
        ("build", ["--offline=1"]),
        ("build", ["--nothing"]),
        ("copy", ["a.md"]),
        ("delete", ["draft", "a.md"]),
        ("themes", ["new", "mine"]),
        ("watch", []),
        ("login", []),
    ],
)
def test_click_looks_at_all_others(name, words):
    """At help, at values, at what is missing and at what is wrong."""
    assert plain_words(load(name), words) is None

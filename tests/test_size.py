"""How few bytes an article takes, beside another tool's."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath

from building import all_drawn, all_readable, content, default_theme

from mdwx.config import Markdown, Site
from mdwx.page.styles import read_style
from mdwx.pipeline import Look, build
from mdwx.post import read_post

HERE = Path(__file__).parent
PEER = tomllib.loads((HERE / "fixtures/wenyan.toml").read_text("utf-8"))


def article():
    """The article that the other tool was measured with."""
    file = HERE / PEER["article"]
    path = PurePosixPath("content") / file.name
    post = read_post(file.read_bytes(), path=path, site=Site())
    look = Look(default_theme(), Markdown())
    return build(post, look=look, prepare=all_readable, draw=all_drawn)


def test_the_article_is_of_prose_headings_lists_quotes_and_a_table():
    """
    Of each there is some, and no code, picture or formula.
    """
    markup = content(article())
    wanted = ("<p ", "<h2", "<h3", "<ul", "<ol", "border-left:3px", "<table", "<hr")
    assert all(it in markup for it in wanted)
    assert not any(it in markup for it in ("<img", "<svg", "monospace"))
    assert 2_000 < article().size.text_chars < 3_000


def test_it_takes_at_most_four_fifths_of_the_bytes_of_wenyan():
    """
    Though each block of text says its size, line, colour and margin, as theirs do
    not: a table more than makes up for that. Prose by itself takes as much as there.
    """
    made = article()
    for paragraph in made.root.iter("p", "h2", "h3", "td"):
        assert {"font-size", "line-height", "color"} <= read_style(paragraph).keys()
    assert made.size.html_bytes == len(content(made).encode())
    assert made.size.html_bytes <= 0.8 * PEER["html_bytes"]


def test_what_it_says_is_said_once():
    """
    No space, no empty attribute, no blank between tags.
    """
    markup = content(article())
    assert 'style=""' not in markup
    assert "; " not in markup
    assert ": " not in markup.split("<p", 1)[0]
    assert "> <" not in markup

"""Articles as people write them, for many tools: they build, and lose no word."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from building import all_drawn, all_readable, content, default_theme
from visible_text import lost

from mdwx.config import Markdown, Site
from mdwx.model import Severity
from mdwx.pipeline import Look, build
from mdwx.post import read_post
from mdwx.sandbox.rewrite import rewrite

FOLDER = Path(__file__).parent / "articles"
ARTICLES = sorted(it for it in FOLDER.glob("*.md") if it.name != "SOURCES.md")


@pytest.fixture(scope="module", params=ARTICLES, ids=lambda file: file.stem)
def made(request):
    """A post of the folder, and the article it becomes."""
    path = PurePosixPath("content") / request.param.name
    post = read_post(request.param.read_bytes(), path=path, site=Site())
    look = Look(default_theme(), Markdown())
    return post, build(post, look=look, prepare=all_readable, draw=all_drawn)


def test_there_are_thirty_of_them():
    """
    Long and short, of code, tables, HTML, many tools and sloppy hands.
    """
    assert len(ARTICLES) >= 30


def test_article_builds_without_an_error(made):
    """
    What can be told is told; nothing in them stops an article.
    """
    _, article = made
    errors = [it for it in article.findings if it.severity is Severity.ERROR]
    assert errors == []


def test_no_word_of_the_author_is_lost(made):
    """
    Each letter of the source, as another reader of Markdown finds it, is there.
    """
    post, article = made
    assert lost(post.body, article.title + article.text) == {}


def test_server_takes_nothing_away(made):
    """
    The sandbox's filter makes its neutral rewrites alone.
    """
    _, article = made
    assert rewrite(content(article)).losses == ()

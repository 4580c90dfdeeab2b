"""All themes over all posts of the guide, checked and laid out in a real browser."""

from __future__ import annotations

import os

import pytest
from building import ROOT

from mdwx.browser import Bench, chromium, find_browser
from mdwx.config import read_config
from mdwx.layout import judge
from mdwx.looks import Looks
from mdwx.make import build_post
from mdwx.media import Darkroom
from mdwx.media.cache import Cache
from mdwx.model import Neighbour, PostType, Severity
from mdwx.site import find_posts

pytestmark = pytest.mark.browser

THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())
POSTS = sorted(file.stem for file in (ROOT / "content").glob("*.md"))
SHOWCASE = "23-showcase"


@pytest.fixture(scope="module")
def bench():
    with chromium(find_browser(os.environ), env=os.environ) as browser:
        yield Bench(browser)


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    """The guide, its pictures prepared once for all themes."""
    config = read_config(ROOT, env={})
    room = Darkroom(config, offline=True)
    folder = tmp_path_factory.mktemp("cache")
    room.pictures, room.fetched = Cache(folder / "pictures"), Cache(folder / "fetched")
    return config, room


def all_published(post):
    """Every link to another post has an address, as it has for the last reader."""

    def find(target, *, beside, by_name):
        return Neighbour(beside, target, "https://mp.weixin.qq.com/s/" + "A" * 22)

    return find


def told(guide, bench, theme, name):
    """Every error and warning of one post in one theme."""
    config, room = guide
    (post,) = find_posts(config, [f"content/{name}.md"])
    looks = Looks(config, theme=theme, neighbours=all_published)
    built = build_post(config, post, darkroom=room, looks=looks)
    found = list(built.findings)
    if post.type is PostType.NEWS:
        article = built.article
        found += judge(bench.measure(article), article.places)
    return [
        f"{theme} {it.where}: {it.message.en} [{it.code}]"
        for it in found
        if it.severity is not Severity.NOTE
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_what_uses_everything_is_right_in_every_theme(guide, bench, theme):
    """
    No error and no warning, at any width.
    """
    assert told(guide, bench, theme, SHOWCASE) == []


@pytest.mark.parametrize("name", POSTS)
def test_every_post_is_right_in_some_theme(guide, bench, name):
    """
    Each post in another theme than its neighbours.
    """
    theme = THEMES[POSTS.index(name) % len(THEMES)]
    assert told(guide, bench, theme, name) == []


@pytest.mark.whole
@pytest.mark.timeout(600)
@pytest.mark.parametrize("theme", THEMES)
def test_every_post_is_right_in_every_theme(guide, bench, theme):
    """
    The whole matrix.
    """
    assert [it for name in POSTS for it in told(guide, bench, theme, name)] == []

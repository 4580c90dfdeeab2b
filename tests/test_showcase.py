"""The one post that uses everything, from its file to a reader's screen."""

import shutil
from dataclasses import fields, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from building import built, content
from lxml import html
from support import REPOSITORY, run_mdwx
from visible_text import characters

from mdwx.config import Markdown
from mdwx.sandbox.rewrite import rewrite

POST = "content/23-showcase.md"
LINKED = ("content/03-markdown.md", "content/12-chinese.md")
OTHERWISE = {
    "captions": "off",
    "diagrams": "off",
    "references_title": "外面的",
    "footnotes_title": "小字",
}
"""What the switches of text are turned to; the others are turned over."""


@pytest.fixture(scope="module")
def body():
    """The Markdown of the showcase, its front matter aside."""
    text = (REPOSITORY / POST).read_text("utf-8")
    return text.split("---\n", 2)[2]


@pytest.fixture(scope="module")
def usual(body):
    """The article of the showcase as the switches are from the start."""
    return content(built(body))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The showcase as the sandbox published it, behind the posts it links to."""
    root = tmp_path_factory.mktemp("showcase")
    shutil.copytree(REPOSITORY / "content", root / "content")
    run = run_mdwx("publish", "--account", "sandbox", "--json", POST, *LINKED, cwd=root)
    posts = {post["slug"]: post for post in run.json["posts"]}
    return root, posts["showcase"]


@pytest.mark.parametrize("switch", [field.name for field in fields(Markdown)])
def test_every_switch_of_the_syntax_is_shown(body, usual, switch):
    """
    Whatever a switch turns, the showcase has it: turned, the article differs.
    """
    other = OTHERWISE.get(switch, not getattr(Markdown(), switch))
    turned = replace(Markdown(), **{switch: other})
    assert content(built(body, options=turned)) != usual


def test_it_is_published_without_a_finding(published):
    """
    Nothing to mend and nothing to excuse: not even a note.
    """
    _, post = published
    assert (post["state"], post["findings"]) == ("published", [])


def test_the_server_takes_nothing_away_from_it(published):
    """
    What was sent meets only those rules of the server that lose nothing.
    """
    root, post = published
    sent = (root / post["article"]).read_text("utf-8")
    assert rewrite(sent).losses == ()


def test_readers_see_what_was_sent(published):
    """
    The published page has the words of the article, every one in its place.
    """
    root, post = published
    sent = html.fromstring((root / post["article"]).read_text("utf-8"))
    page = Path(unquote(urlsplit(post["publication"]["urls"][0]).path))
    (seen,) = html.parse(page).xpath("//*[@id='js_content']")
    assert characters(seen.text_content()) == characters(sent.text_content())


def test_its_links_lead_to_the_published_posts(published):
    """
    Both ways of writing a link to another post end at its address.
    """
    root, post = published
    sent = html.fromstring((root / post["article"]).read_text("utf-8"))
    named = {link.text_content(): link.get("href") for link in sent.iter("a")}
    assert {"写作语法", "雪里的一天", "中文排版"} <= named.keys()
    assert all(named.values())

"""What the desk is told: editors' links, counts, places, versions, and who may act."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
import requests
from serving import serving

from mdwx.config import read_config
from mdwx.errors import UsageError
from mdwx.model import Post, Span, Text
from mdwx.preview.channel import Channel
from mdwx.preview.desk import page_of
from mdwx.preview.editors import EDITORS, editor_of
from mdwx.preview.leaf import Made
from mdwx.preview.making import Making
from mdwx.preview.reckoning import minutes_of, words_of
from mdwx.preview.screens import Problem, Screen
from mdwx.preview.server import create_app, shapes_all
from mdwx.preview.studio import Studio
from mdwx.site import find_posts

ROOT = Path("/site")
TOKEN = "X-Mdwx-Token"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "content").mkdir()
    return tmp_path


def write(site, name, text):
    (site / "content" / name).write_text(text, encoding="utf-8")


def studio_of(site):
    """The site as the preview knows it, and how often it built what."""
    making = Making(read_config(site, env={}), paths=(), env={})
    built = []

    def make(post):
        built.append(post.slug)
        return making.make(post)

    studio = Studio(find=making.find, make=make, reread=making.reread)
    return studio, built


def state_of(studio, slug):
    return json.loads(studio.page(slug).told)


@pytest.mark.parametrize("name", EDITORS)
def test_every_editor_opens_a_file_at_its_line(name):
    """
    Site, file and line are in the address of each editor there is a name for.
    """
    address = editor_of(name, root=ROOT)
    assert "/site/{path}" in address
    assert "{line}" in address


@pytest.mark.parametrize(
    ("root", "shown"),
    [
        ("/", "/"),
        ("/a b", "/a%20b/"),
        ("/a&line=9", "/a%26line%3D9/"),
        ("/{line}", "/%7Bline%7D/"),
        ("C:/网站", "/C:/%E7%BD%91%E7%AB%99/"),
    ],
)
def test_a_hostile_folder_stays_one_folder_name(root, shown):
    """
    Whatever the site's folder is called.
    """
    address = editor_of("my://{path}:{line}", root=PurePosixPath(root))
    assert address == f"my://{shown}{{path}}:{{line}}"


@pytest.mark.parametrize(
    "chosen",
    [
        "nano",
        "javascript://%0aalert(1)//{path}",
        "data:text/html,{path}",
        "http://evil.example/{path}",
        "file://{path}",
        "vscode://file/fixed",
        "",
    ],
)
def test_what_is_no_editor_is_refused_with_the_names_there_are(chosen):
    """
    One sentence, before anything is served.
    """
    with pytest.raises(UsageError) as caught:
        editor_of(chosen, root=ROOT)
    assert "vscode" in caught.value.hint.en


def test_an_editor_of_ones_own_has_an_address():
    """
    Any scheme that is no page's will do.
    """
    address = editor_of("nvim://open?f={path}&l={line}", root=ROOT)
    assert address == "nvim://open?f=/site/{path}&l={line}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("你好，世界。", 4),
        ("hello world", 2),
        ("用 Python 3.12 写", 4),
        ("don't re-use it", 3),
        ("——……", 0),
    ],
)
def test_words_are_counted_as_people_count_them(text, words):
    """
    A Chinese character is one, a word of letters is one, a mark is none.
    """
    assert words_of(text) == words


def test_reading_takes_a_minute_at_least():
    """
    Four hundred characters a minute, rounded.
    """
    assert [minutes_of(count) for count in (0, 400, 2000)] == [1, 1, 5]


def test_a_page_is_the_same_for_the_same_facts():
    """
    So a page that was open before a restart need not be patched after it.
    """
    problem = Problem(Text("坏", "bad"), Text("", ""), Span(PurePosixPath("a.md"), 3))
    given = {"problem": problem, "moved": None}
    first, second = (page_of({"html": "x"}, slug="a", **given) for _ in range(2))
    other = page_of({"html": "y"}, slug="a", **given)
    assert first == second
    assert first.version != other.version
    assert json.loads(first.told)["problem"]["path"] == "a.md"


def test_half_a_character_does_not_end_the_page():
    """
    A file name that is no text is told as well as it can be.
    """
    now = {"slug": "a", "problem": None, "moved": None}
    page = page_of({"title": "\ud800"}, **now)
    page.told.encode("utf-8")
    assert "\n" not in page.told


def test_each_element_has_its_line(site):
    """
    As many places as the fragment has elements, from the file's own lines.
    """
    write(site, "a.md", "---\ntitle: 题\n---\n\n第一段。\n\n- 一\n- 二\n\n第二段。\n")
    studio, _ = studio_of(site)
    state = state_of(studio, "a")
    places = [it[2] for it in state["lines"] for _ in range(it[0])]
    assert len(places) == state["html"].count("<") - state["html"].count("</")
    assert {5, 7, 8, 10} <= set(places)
    assert state["files"] == ["content/a.md"]


def test_the_fragment_is_the_one_that_is_built(site):
    """
    Byte for byte what ``mdwx build`` writes for a post without pictures.
    """
    from mdwx.make import build_post

    write(site, "a.md", "# 题\n\n段落，**重点**，`code`。\n")
    studio, _ = studio_of(site)
    config = read_config(site, env={})
    making = Making(config, paths=(), env={})
    (post,) = find_posts(config, [])
    built = build_post(config, post, darkroom=making.darkroom, looks=making.looks)
    assert state_of(studio, "a")["html"] == built.article.content({})


def test_a_new_title_rebuilds_the_posts_that_ask_for_others(site):
    """
    A link to a post is judged by what that post is now; the rest stays as it is.
    """
    write(site, "a.md", "---\ntitle: 甲\n---\n\n文。\n")
    write(site, "b.md", "---\ntitle: 乙\n---\n\n见[甲](a.md)。\n")
    write(site, "c.md", "---\ntitle: 丙\n---\n\n文。\n")
    studio, built = studio_of(site)
    for slug in "abc":
        studio.page(slug)
    write(site, "a.md", "---\ntitle: 新的甲\n---\n\n文。\n")
    studio.touch(world=False, changed=[PurePosixPath("content/a.md")])
    for slug in "abc":
        studio.page(slug)
    assert built == ["a", "b", "c", "a", "b"]


def test_a_picture_rebuilds_the_posts_that_name_it(site):
    """
    Also one that named a picture before there was any.
    """
    write(site, "a.md", "# 甲\n\n![图](x%20y.png)\n")
    write(site, "b.md", "# 乙\n\n![图](other.png)\n")
    studio, built = studio_of(site)
    for slug in "ab":
        studio.page(slug)
    studio.touch(world=False, changed=[], pictures=["X y.PNG"])
    for slug in "ab":
        studio.page(slug)
    assert built == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("name", "all_of_them"),
    [
        ("mdwx.toml", True),
        ("style.css", True),
        ("content/_after.md", True),
        ("themes/mine/paper.png", True),
        ("content/folder", True),
        ("content/a.png", False),
        ("notes.txt", False),
        ("content/a.md.new", False),
    ],
)
def test_what_concerns_every_post(tmp_path, name, all_of_them):
    """
    Site file, styles, parts round every article, themes; not what one post names.
    """
    assert shapes_all(tmp_path / name, root=tmp_path) is all_of_them


def test_posts_that_went_are_not_kept_for_ever():
    """
    A day of renames leaves no heap behind.
    """
    posts = [
        Post(path=PurePosixPath(f"content/{number}.md"), slug=str(number), body="x")
        for number in range(200)
    ]
    there = []
    studio = Studio(find=lambda: there, make=lambda post: Made(Screen("t", "x")))
    for post in posts:
        there[:] = [post]
        studio.touch(world=False)
        assert [leaf.slug for leaf in studio.listed()] == [post.slug]
    assert len(studio.gone) <= 50


@pytest.mark.parametrize("first", ["old goes", "new comes"])
def test_a_renamed_post_is_known_again(site, first):
    """
    By its text, whichever half of the renaming is seen first.
    """
    text = "# 题\n\n文。\n"
    write(site, "keep.md", "# 留\n\n别的文。\n")
    write(site, "a.md", text)
    studio, _ = studio_of(site)
    studio.page("a")
    steps = [
        (site / "content" / "a.md").unlink,
        lambda: write(site, "b.md", text),
    ]
    for step in steps if first == "old goes" else reversed(steps):
        step()
        studio.touch(world=False)
        studio.listed()
    assert state_of(studio, "a")["moved"] == "b"


@pytest.fixture
def acting(tmp_path):
    """A preview whose page has a token, and its address."""
    post = Post(path=PurePosixPath("content/a.md"), slug="a", body="x", title="t")
    studio = Studio(
        find=lambda: [post],
        make=lambda post: Made(Screen(title="标题", content="<p>正文</p>")),
    )
    channel = Channel()
    app = create_app(studio, channel=channel)
    with serving(app, on_exit=channel.close) as address:
        page = requests.get(f"{address}/posts/a", timeout=60).text
        token = page.partition('data-token="')[2].partition('"')[0]
        yield SimpleNamespace(address=address, token=token)


def test_nothing_is_done_without_the_pages_token(acting):
    """
    Not without it, not with another, not by looking, not under another name.
    """
    url = f"{acting.address}/_do/anything"
    good = {TOKEN: acting.token}
    assert acting.token
    assert requests.post(url, timeout=60).status_code == 403
    assert requests.post(url, headers={TOKEN: "x"}, timeout=60).status_code == 403
    assert requests.get(url, headers=good, timeout=60).status_code == 405
    elsewhere = good | {"Origin": "http://evil.example"}
    assert requests.post(url, headers=elsewhere, timeout=60).status_code == 403
    # Past the guard: no such action.
    assert requests.post(url, headers=good, timeout=60).status_code == 404


def test_the_articles_page_runs_nothing(acting):
    """
    Its policy lets in pictures and style attributes, and frames only in our page.
    """
    reply = requests.get(f"{acting.address}/_frame/a", timeout=60)
    policy = reply.headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "frame-ancestors 'self'" in policy
    assert "<script" not in reply.text


def test_the_desk_runs_only_files_of_ours(acting):
    """
    Nothing inline, nothing from elsewhere, in no other page's frame.
    """
    reply = requests.get(f"{acting.address}/posts/a", timeout=60)
    policy = reply.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", ["sample.md", "..%2fserver.py", "none.js", "desk.py"])
def test_only_scripts_and_styles_are_on_the_shelf(acting, name):
    """
    By name, never by path.
    """
    url = f"{acting.address}/_static/{name}"
    assert requests.get(url, timeout=60).status_code == 404


def test_a_browser_asks_whether_a_script_is_still_the_same(acting):
    """
    An upgrade is seen at once, and nothing is sent twice.
    """
    url = f"{acting.address}/_static/desk.js"
    first = requests.get(url, timeout=60)
    assert first.headers["Content-Type"].startswith("text/javascript")
    known = {"If-None-Match": first.headers["ETag"]}
    assert requests.get(url, headers=known, timeout=60).status_code == 304

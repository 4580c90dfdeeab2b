"""Whom a link to another post means, and where its readers find it."""

import re

import pytest
from support import run_mdwx

from mdwx.clock import SystemClock
from mdwx.config import read_config
from mdwx.files import read_file
from mdwx.model import Neighbour, Stranger
from mdwx.neighbours import Neighbourhood

FILES = {
    "mdwx.toml": '[site]\nauthor = "张三"\n',
    "content/one.md": "---\ntitle: 第一篇\n---\n一\n",
    "content/two.md": "# 第二 篇 #\n\n看[上一篇](one.md)。\n",
    "content/中 文.md": "---\ntitle: 三\nslug: third\n---\n三\n",
    "content/a/index.md": "---\ntitle: 甲\n---\n甲\n",
    "content/a/same.md": "---\ntitle: 同一\nslug: same-a\n---\n甲\n",
    "content/b/same.md": "---\ntitle: 同二\nslug: same-b\n---\n乙\n",
    "content/b/own.md": "---\ntitle: 同二\n---\n乙\n",
    "content/_part.md": "部分\n",
    "notes/apart.md": "---\ntitle: 站外\n---\n另\n",
}


@pytest.fixture
def site(tmp_path):
    """A site with a few posts."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def found(site, target, *, beside="content/two.md", by_name=False, account=None):
    """Who is meant by a target in one of the files."""
    config = read_config(site, env={})
    post = read_file(config, config.root / "content/two.md")
    find = Neighbourhood(config, account=account, clock=SystemClock()).of(post)
    return find(target, beside=post.path.parent.parent / beside, by_name=by_name)


def links_in(site, slug):
    """Where the links of an article lead."""
    article = (site / f"dist/{slug}/article.html").read_text("utf-8")
    return re.findall(r'<a href="([^"]+)"', article)


@pytest.mark.parametrize(
    ("target", "beside", "path"),
    [
        ("one.md", "content/two.md", "content/one.md"),
        ("./one.md", "content/two.md", "content/one.md"),
        ("../one.md", "content/a/index.md", "content/one.md"),
        ("/one.md", "content/a/index.md", "content/one.md"),
        ("/content/one.md", "content/a/index.md", "content/one.md"),
        ("a/same.md", "content/b/same.md", "content/a/same.md"),
        ("中 文.md", "content/two.md", "content/中 文.md"),
        ("a/", "content/two.md", "content/a/index.md"),
        ("one", "content/two.md", "content/one.md"),
        ("../notes/apart.md", "content/two.md", "notes/apart.md"),
    ],
)
def test_a_path_means_the_file_at_it(site, target, beside, path):
    """From the post's folder, the content folder, the site, in that order."""
    assert str(found(site, target, beside=beside).path) == path


@pytest.mark.parametrize(
    "target",
    [
        "_part.md",
        "../../etc/passwd.md",
        "/etc/passwd.md",
        "../mdwx.toml",
        "x\0.md",
        "",
        "/",
        "..",
        "n" * 5000 + ".md",
        "~/one.md",
        "第一篇",
    ],
)
def test_what_is_no_post_of_the_site_is_nobody(site, target):
    """Hidden parts, files elsewhere, other files, names that no file can have."""
    assert isinstance(found(site, target), Stranger)


def test_a_link_to_a_hidden_file_is_not_read(site):
    """Whatever it is called in the content folder."""
    (site / ".secret").write_text("# geheim\n", "utf-8")
    (site / "content/link.md").symlink_to(site / ".secret")
    assert isinstance(found(site, "link.md"), Stranger)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("one", "content/one.md"),
        ("ONE", "content/one.md"),
        ("one.md", "content/one.md"),
        ("a/same", "content/a/same.md"),
        ("a", "content/a/index.md"),
        ("third", "content/中 文.md"),
        ("第一篇", "content/one.md"),
        ("第二 篇", "content/two.md"),
    ],
)
def test_a_name_means_a_file_a_slug_or_a_title(site, target, path):
    """In that order, capitals aside."""
    assert str(found(site, target, by_name=True).path) == path


def test_a_name_of_several_posts_is_nobodys(site):
    """Rather no link than one to the wrong article."""
    rivals = found(site, "same", by_name=True).rivals
    assert [str(path) for path in rivals] == ["content/a/same.md", "content/b/same.md"]
    assert len(found(site, "同二", by_name=True).rivals) == 2


def test_a_name_in_the_same_folder_comes_first(site):
    """As the author who wrote it beside them meant it."""
    here = found(site, "same", beside="content/b/own.md", by_name=True)
    assert str(here.path) == "content/b/same.md"


@pytest.mark.parametrize(
    ("target", "by_name", "nearest"),
    [
        ("onne.md", False, "one.md"),
        ("xyzzy.md", False, None),
        ("onne", True, "one"),
        ("xyzzy", True, None),
    ],
)
def test_a_misspelt_target_names_the_nearest(site, target, by_name, nearest):
    """As it would be written in its place."""
    assert found(site, target, by_name=by_name).nearest == nearest


def test_looking_leaves_no_trace(site):
    """Neither ledger nor sandbox is made by asking for an address."""
    assert found(site, "one.md") == Neighbour(found(site, "one.md").path, "第一篇")
    assert not (site / ".mdwx").exists()


def test_a_published_post_has_the_address_of_its_account(site):
    """In the sandbox it is shaped as WeChat's are."""
    run_mdwx("publish", "content/one.md", cwd=site)
    url = found(site, "one.md").url
    assert url.startswith(("http://mp.weixin.qq.com/s", "https://mp.weixin.qq.com/s"))
    text = '[accounts.main]\nappid = "wx0123456789abcdef"\n'
    (site / "mdwx.toml").write_text(text, "utf-8")
    assert found(site, "one.md").url is None
    assert found(site, "one.md", account="sandbox").url == url


def test_an_article_that_was_taken_down_has_no_address(site):
    """A link to it would lead to an empty page."""
    run_mdwx("publish", "content/one.md", cwd=site)
    run_mdwx("delete", "published", "content/one.md", "--yes", cwd=site)
    assert found(site, "one.md").url is None


def test_a_draft_is_updated_once_a_neighbour_has_its_address(site):
    """And the link is in what is sent."""
    first = run_mdwx("draft", "content/two.md", "--json", cwd=site).json["posts"][0]
    assert "L020" in [it["code"] for it in first["findings"]]
    run_mdwx("publish", "content/one.md", cwd=site)
    again = run_mdwx("draft", "content/two.md", "--json", cwd=site).json["posts"][0]
    assert again["draft"]["action"] == "updated"
    assert "L020" not in [it["code"] for it in again["findings"]]
    assert 'href="http' in (site / "dist/two/article.html").read_text("utf-8")


def test_a_published_post_is_not_sent_again_for_a_neighbours_address(site):
    """What its author wrote is the same."""
    run_mdwx("publish", "content/two.md", cwd=site)
    run_mdwx("publish", "content/one.md", cwd=site)
    row = run_mdwx("publish", "content/two.md", "--json", cwd=site).json["posts"][0]
    assert row["state"] == "published"
    assert "P001" not in [it["code"] for it in row["findings"]]


def test_posts_of_one_run_link_to_each_other(site):
    """Each is built again once the other has its address, wherever it stands."""
    text = "---\ntitle: 目录\n---\n[[one]]、[[two]]。\n"
    (site / "content/0-all.md").write_text(text, "utf-8")
    paths = [f"content/{name}.md" for name in ("0-all", "one", "two")]
    rows = run_mdwx("publish", *paths, "--json", cwd=site).json["posts"]
    assert [row["state"] for row in rows] == ["published"] * 3
    assert not [it for row in rows for it in row["findings"] if it["code"] == "L020"]
    assert links_in(site, "0-all") == [
        found(site, "one.md").url,
        found(site, "two").url,
    ]
    assert links_in(site, "two") == [found(site, "one.md").url]


def test_of_two_that_link_to_each_other_the_first_goes_without(site):
    """Something has to go out first."""
    text = "---\ntitle: 第一篇\n---\n[下一篇](two.md)\n"
    (site / "content/one.md").write_text(text, "utf-8")
    paths = ["content/one.md", "content/two.md"]
    rows = run_mdwx("publish", *paths, "--json", cwd=site).json["posts"]
    assert [row["state"] for row in rows] == ["published"] * 2
    codes = [[it["code"] for it in row["findings"]] for row in rows]
    assert ["L020" in each for each in codes] == [True, False]


def test_a_bundle_goes_out_whole_after_those_it_links_to(site):
    """Though only one of its posts has the link."""
    for number, link in ((1, "甲"), (2, "再看[一](one.md)")):
        text = f"---\ntitle: 组{number}\nbundle: b\norder: {number}\n---\n{link}\n"
        (site / f"content/set{number}.md").write_text(text, "utf-8")
    paths = ["content/one.md", "content/set1.md"]
    rows = run_mdwx("publish", *paths, "--json", cwd=site).json["posts"]
    assert [row["state"] for row in rows] == ["published"] * 3
    assert links_in(site, "set2") == [found(site, "one.md").url]

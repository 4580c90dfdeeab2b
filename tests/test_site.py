"""Which posts there are, and which the command line means."""

from __future__ import annotations

import os

import pytest
from support import write_site

from mdwx.config import read_config
from mdwx.errors import UsageError
from mdwx.model import Post, State
from mdwx.site import find_posts

POST = "---\ntitle: t\n---\n"


def found(root, *paths, cwd=None):
    config = read_config(root, env={})
    return find_posts(config, paths, cwd=cwd or root)


def names(entries):
    return [str(entry.path) for entry in entries]


def errors(entries):
    return [
        str(entry.error.problem) for entry in entries if not isinstance(entry, Post)
    ]


@pytest.fixture
def site(tmp_path):
    files = [
        "content/2-b.md",
        "content/10-a.md",
        "content/_draft.md",
        "content/.hidden.md",
        "content/_set/aside.md",
        "content/trip/index.md",
        "content/trip/map.png",
        "content/node_modules/x/readme.md",
        "other/c.md",
        "README.md",
    ]
    return write_site(tmp_path, {**dict.fromkeys(files, POST), "mdwx.toml": ""})


def test_none_named_means_all_in_natural_order(site):
    """Hidden ones and those set aside are left out; 2 comes before 10."""
    assert names(found(site)) == [
        "content/2-b.md",
        "content/10-a.md",
        "content/trip/index.md",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/2-b.md", ["content/2-b.md"]),
        ("content/trip", ["content/trip/index.md"]),
        ("content/*.md", ["content/2-b.md", "content/10-a.md"]),
        ("content/**/index.md", ["content/trip/index.md"]),
        ("other/c.md", ["other/c.md"]),
        ("content/_draft.md", ["content/_draft.md"]),
    ],
)
def test_a_path_is_a_post_a_folder_or_a_glob(site, path, expected):
    """One that is named by itself is meant, wherever it lies in the site."""
    assert names(found(site, path)) == expected


def test_paths_are_those_of_the_shell_and_of_the_site(site):
    """From a folder below, both spellings work."""
    below = site / "content"
    assert names(found(site, "2-b.md", cwd=below)) == ["content/2-b.md"]
    assert names(found(site, "content/2-b.md", cwd=below)) == ["content/2-b.md"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere.md", "cannot read nowhere.md: No such file or directory"),
        ("content/*.txt", "no post matches content/*.txt"),
        ("content/trip/map.png", "content/trip/map.png is not a Markdown post"),
    ],
)
def test_a_path_that_means_no_post_is_a_failed_one(site, path, said):
    """The other posts go on."""
    entries = found(site, path, "content/2-b.md")
    assert errors(entries) == [said]
    assert entries[0].exit_code == 3
    assert names(entries[1:]) == ["content/2-b.md"]


def test_a_post_outside_the_site_is_refused(site, tmp_path_factory):
    """Named, or reached through a link."""
    outside = tmp_path_factory.mktemp("outside") / "x.md"
    outside.write_text(POST)
    assert "outside the site" in errors(found(site, str(outside)))[0]
    os.symlink(outside, site / "content/link.md")
    assert "a link to outside the site" in errors(found(site))[0]


def test_two_posts_with_one_slug_fail_both(tmp_path):
    """Also where only one of them is named, and where case alone differs."""
    write_site(
        tmp_path,
        {
            "content/a.md": POST,
            "content/b/A.md": POST,
            "content/c.md": POST,
        },
    )
    entries = found(tmp_path)
    assert [entry.exit_code for entry in entries if not isinstance(entry, Post)] == [
        4,
        4,
    ]
    assert "content/b/A.md" in errors(entries)[0]
    assert errors(found(tmp_path, "content/a.md")) == errors(entries)[:1]
    assert not errors(found(tmp_path, "content/c.md"))


def test_naming_one_post_of_a_bundle_means_all_of_it(tmp_path):
    """And one that cannot be read, since it may belong to it."""
    member = "---\ntitle: t\nbundle: b\n---\n"
    write_site(
        tmp_path,
        {
            "content/a.md": member,
            "content/b.md": member,
            "content/c.md": POST,
            "content/d.md": "---\nbroken: [\n---\n",
        },
    )
    entries = found(tmp_path, "content/b.md")
    assert names(entries) == ["content/a.md", "content/b.md", "content/d.md"]
    assert names(found(tmp_path, "content/c.md")) == ["content/c.md"]


def test_an_unreadable_post_is_failed_and_the_others_are_read(tmp_path):
    """Work goes on past it."""
    write_site(tmp_path, {"content/a.md": "标题".encode("gbk"), "content/b.md": POST})
    bad, good = found(tmp_path)
    assert bad.state is State.FAILED
    assert good.slug == "b"


def test_a_huge_file_is_not_read(tmp_path):
    """Nobody wrote it by hand."""
    write_site(tmp_path, {"content/a.md": b"x" * (9 << 20)})
    assert errors(found(tmp_path)) == ["the post is larger than 8 MB"]


def test_a_site_without_posts_says_what_to_do(tmp_path):
    """On a fresh machine that is the first thing to be seen."""
    with pytest.raises(UsageError) as caught:
        found(tmp_path)
    assert "mdwx init" in str(caught.value.hint)


def test_output_and_themes_are_no_content(tmp_path):
    """Where the whole folder is content."""
    write_site(
        tmp_path,
        {
            "mdwx.toml": '[site]\ncontent = "."\n',
            "a.md": POST,
            "dist/a/x.md": POST,
            "themes/t/readme.md": POST,
        },
    )
    assert names(found(tmp_path)) == ["a.md"]


def test_a_post_that_is_a_link_to_a_hidden_file_is_not_read(tmp_path):
    """Whatever it is called in the content folder."""
    (tmp_path / "content").mkdir()
    (tmp_path / ".env").write_text("# geheim\n", "utf-8")
    (tmp_path / "content/link.md").symlink_to(tmp_path / ".env")
    (outcome,) = find_posts(read_config(tmp_path, env={}), [])
    assert str(outcome.error.problem) == "content/link.md is a link to a hidden file"

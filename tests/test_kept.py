"""Posts that stand are left alone; what is there is what a build from nothing makes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time

import pytest
from support import REPOSITORY, run_mdwx, write_site

from tests.test_cli_build import png

POST = """---
title: {title}
digest: 摘要
cover: {picture}
---

{title}的正文。

![图]({picture})
"""
FILES = {
    "mdwx.toml": '[site]\nafter = "_end.md"\n',
    "_end.md": "完。\n",
    "content/a.md": POST.format(title="甲", picture="a.png"),
    "content/b.md": POST.format(title="乙", picture="b.png"),
    "content/c.md": POST.format(title="丙", picture="a.png") + "\n见[](b.md)。\n",
    "content/a.png": png(colour="red"),
    "content/b.png": png(colour="blue"),
}


@pytest.fixture
def site(tmp_path):
    """A site that was built once its files had settled."""
    root = write_site(tmp_path / "site", FILES)
    time.sleep(2.1)
    assert build(root) == ["a", "b", "c"]
    assert build(root) == []
    return root


def build(root):
    """The posts that a build did not leave alone."""
    run = run_mdwx("build", "--offline", "--verbose", "--jobs", "1", cwd=root)
    assert run.exit_code == 0, run.stderr
    told = [line for line in run.stderr.splitlines() if line.startswith("building ")]
    return [line.removeprefix("building content/").removesuffix(".md") for line in told]


def pages(root):
    """All that was made."""
    files = sorted(it for it in (root / "dist").rglob("*") if it.is_file())
    return {it.relative_to(root): it.read_bytes() for it in files}


def is_as_from_nothing(root):
    """Whether a copy that knows nothing comes out the same."""
    copy = root.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".mdwx", "dist"))
    build(copy)
    return pages(copy) == pages(root)


def test_only_what_changed_is_built(site):
    """Text, title, picture, page, file: each has those built that depend on it."""
    (site / "content/a.md").write_text(FILES["content/a.md"] + "\n新的一段。\n")
    # The third links to a post, and any post may be the one it means.
    assert build(site) == ["a", "c"]
    assert is_as_from_nothing(site)

    (site / "content/a.png").write_bytes(png(colour="green"))
    assert build(site) == ["a", "c"]
    assert is_as_from_nothing(site)

    (site / "dist/b/article.html").write_text("mine")
    (site / "dist/b/index.html").unlink()
    assert "b" in build(site)
    assert is_as_from_nothing(site)

    text = FILES["content/b.md"].replace("title: 乙", "title: 丁")
    (site / "content/b.md").write_text(text)
    assert "b" in build(site)
    assert is_as_from_nothing(site)

    (site / "content/a.md").rename(site / "content/d.md")
    assert "d" in build(site)
    shutil.rmtree(site / "dist/a")
    assert is_as_from_nothing(site)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("mdwx.toml", '[site]\nafter = "_end.md"\nauthor = "某人"\n'),
        ("_end.md", "全文完。\n"),
        ("extra.css", "p { color: #123456 }\n"),
        ("content/c.png", png(colour="white").decode("latin-1")),
    ],
)
def test_what_all_depend_on_has_all_built(site, file, text):
    """The site file, parts, rules, and which pictures there are."""
    (site / file).write_bytes(text.encode("latin-1" if file[-3:] == "png" else "utf-8"))
    assert build(site) == ["a", "b", "c"]
    assert is_as_from_nothing(site)


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
@pytest.mark.parametrize(
    "extra", ["", "p { color: #123456 }", "p { color: " + "(" * 99]
)
def test_few_posts_are_built_by_a_process_of_their_own(site, extra):
    """It is told of what is wrong with the site as if it had been built here."""
    program = (
        "import sys; from mdwx.cli import answer; code = answer(sys.argv[1:]);"
        "print(code, 'markdown_it' in sys.modules)"
    )
    words = ("build", "--offline", "--quiet")
    command = [sys.executable, "-c", program, *words, "--jobs", "2"]
    if extra:
        (site / "extra.css").write_text(extra)
    with (site / "content/a.md").open("a") as text:
        text.write("\n又一段。\n")
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "MDWX_LANG": "en"}
    run = subprocess.run(command, cwd=site, env=env, capture_output=True, text=True)
    code = 3 if "((" in extra else 0
    assert run.stdout == f"{code} False\n", run.stderr
    assert ("nested too deep" in run.stderr) is bool(code)
    if not code:
        assert is_as_from_nothing(site)


def test_other_options_have_all_built(site):
    """Another theme is another page; and back again."""
    words = ("build", "--offline", "--theme", "ink", "--jobs", "1")
    assert run_mdwx(*words, cwd=site).exit_code == 0
    assert build(site) == ["a", "b", "c"]
    assert is_as_from_nothing(site)


def test_force_has_all_built(site):
    """What was kept is forgotten, whoever builds."""
    for jobs in "1", "2":
        words = ("build", "--offline", "--verbose", "--force", "--jobs", jobs)
        run = run_mdwx(*words, cwd=site)
        assert run.stderr.count("building content/") == 3


def test_a_post_with_an_error_is_tried_again(site):
    """Whatever was wrong may be right by now."""
    (site / "content/e.md").write_text("# 坏\n\n![](none.png)\n")
    time.sleep(2.1)
    for _ in range(2):
        run = run_mdwx("build", "--offline", "--verbose", cwd=site)
        assert run.exit_code == 3
        assert "building content/e.md" in run.stderr


def test_what_is_left_alone_is_told_all_the_same(site):
    """The same rows and findings as when it was built."""
    words = ("build", "--offline", "--json", "--jobs", "1")
    told = run_mdwx(*words, cwd=site).json["posts"]
    forced = run_mdwx(*words, "--force", cwd=site).json["posts"]
    assert told == forced
    assert [row["title"] for row in told] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("text", ["{", "[]", "[" * 9999])
def test_a_damaged_record_keeps_nothing(site, text):
    """Nor is it an error, where the first line or the last makes no sense."""
    file = site / ".mdwx/cache/posts.jsonl"
    whole = file.read_text()
    file.write_text(text)
    assert build(site) == ["a", "b", "c"]
    file.write_text(whole[: whole.rindex("\n") + 1] + text)
    assert build(site) == ["a", "b", "c"]


@pytest.mark.parametrize("part", ["findings", "size", "row", "rows", "path"])
def test_a_record_of_nonsense_is_not_believed(site, part):
    """It lies in the site, where anybody may have written it."""
    file = site / ".mdwx/cache/posts.jsonl"
    *stamps, a, b, c = file.read_text().split("\n")
    nonsense = json.dumps({**json.loads(b), part: [None]})
    file.write_text("\n".join([*stamps, a, nonsense, c]))
    assert "b" in build(site)
    assert is_as_from_nothing(site)

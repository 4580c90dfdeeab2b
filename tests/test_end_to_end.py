"""From a folder of Markdown to published articles, by the real command."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from support import REPOSITORY, run_mdwx

WORDS = ("春天", "山路", "清晨", "咖啡", "代码", "读书", "散步", "旧书", "安静")


def picture(path, *, seed):
    """A small picture that differs for every seed."""
    random.seed(seed)
    tiles = Image.new("RGB", (24, 16))
    tiles.putdata(
        [tuple(random.randrange(256) for _ in range(3)) for _ in range(24 * 16)]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    tiles.resize((480, 320), Image.Resampling.NEAREST).save(path)


def site_of(folder, *, posts, distinct):
    """``posts`` posts with three pictures each, drawn from ``distinct`` ones."""
    for number in range(distinct):
        picture(folder / f"content/图/{number}.png", seed=number)
    for number in range(posts):
        random.seed(number)
        sentence = "，".join(random.sample(WORDS, 6)) + "。"
        pictures = [(number * 3 + step) % distinct for step in range(3)]
        body = "\n\n".join(
            f"{sentence}\n\n![图{one}](图/{one}.png)" for one in pictures
        )
        text = f"---\ntitle: 第{number}篇 {WORDS[number % 9]}\n---\n\n{body}\n"
        (folder / f"content/post{number}.md").write_text(text, "utf-8")


def test_a_new_site_publishes_and_the_second_run_does_nothing(tmp_path):
    """init, publish, publish: published, then unchanged without one request."""
    assert run_mdwx("init", cwd=tmp_path).exit_code == 0

    first = run_mdwx("publish", "--json", cwd=tmp_path)
    second = run_mdwx("publish", "--json", cwd=tmp_path)

    assert first.exit_code == second.exit_code == 0
    assert [post["state"] for post in first.json["posts"]] == ["published"]
    assert second.json["requests"] == 0
    (post,) = second.json["posts"]
    assert post["state"] == "published"
    assert post["draft"]["action"] == "unchanged"
    assert post["uploads"]["new"] == 0
    assert "unchanged" in run_mdwx("publish", cwd=tmp_path).stdout


def test_twenty_posts_share_sixty_pictures_and_none_is_sent_twice(tmp_path):
    """Every picture is on a WeChat address, and each was uploaded once."""
    site_of(tmp_path, posts=20, distinct=45)

    run = run_mdwx("publish", "--json", cwd=tmp_path)

    assert run.exit_code == 0, run.stderr
    assert {post["state"] for post in run.json["posts"]} == {"published"}
    assert sum(post["uploads"]["new"] for post in run.json["posts"]) >= 45
    addresses = set()
    for post in run.json["posts"]:
        article = (tmp_path / post["article"]).read_text("utf-8")
        sources = re.findall(r'<img[^>]* src="([^"]*)"', article)
        assert len(sources) == 3
        assert all(one.startswith("https://mmbiz.qpic.cn/") for one in sources)
        addresses.update(sources)
    assert len(addresses) == 45


def test_the_wheel_carries_themes_pages_and_types(tmp_path):
    """What a plain ``pip install`` brings is complete."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, "."],
        cwd=REPOSITORY,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    for needed in (
        "mdwx/py.typed",
        "mdwx/themes/default/theme.css",
        "mdwx/themes/default/theme.toml",
        "mdwx/checks/limits.toml",
        "mdwx/wechat/errcodes.toml",
    ):
        assert needed in names
    assert any(re.match(r"mdwx/sandbox/templates/.+\.html", name) for name in names)
    assert any(re.match(r"mdwx/preview/templates/.+\.html", name) for name in names)
    themes = [it for it in names if re.fullmatch(r"mdwx/themes/.+/theme\.css", it)]
    for kind in (r"sheet-\w+", r"[0-9a-f]+"):
        shape = rf"mdwx/style/learned/{kind}\.json"
        assert len([it for it in names if re.fullmatch(shape, it)]) == len(themes) > 0


@pytest.mark.parametrize("kind", ["article.html", "article.json", "index.html"])
def test_output_is_reproducible(tmp_path, kind):
    """Two sites with the same input write the same bytes."""
    written = []
    for name in ("one", "two"):
        folder = tmp_path / name
        site_of(folder, posts=1, distinct=3)
        assert run_mdwx("build", "--offline", cwd=folder).exit_code == 0
        written.append(Path(folder / "dist/post0" / kind).read_bytes())
    assert written[0] == written[1]


def test_the_guide_builds_without_a_finding(tmp_path):
    """Our own posts pass our own checks, warnings included."""
    run = run_mdwx("check", "--json", "--site", str(REPOSITORY))

    findings = [found for post in run.json["posts"] for found in post["findings"]]
    # A link from page to page leads nowhere before the other page is out.
    told = [it for it in findings if it["severity"] != "note" and it["code"] != "L020"]
    assert told == []

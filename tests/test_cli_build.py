"""What ``build`` leaves in ``dist/``, and what it does not."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from PIL import Image
from support import run_mdwx, write_site

POST = "---\ntitle: 春天\ndigest: 一句话\n---\n\n一段正文。\n\n![山](山.png)\n"


def with_key(line):
    return POST.replace("---\n", f"---\n{line}\n", 1)


def png(colour="green"):
    stream = BytesIO()
    Image.new("RGB", (640, 400), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path, {"content/spring.md": POST, "content/山.png": png()})


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_offline_build_makes_no_request_and_shows_local_pictures(site):
    """And the page opens from disk with them."""
    run = run_mdwx("build", "--offline", "--json", cwd=site)
    assert (run.exit_code, run.json["requests"]) == (0, 0)
    folder = site / "dist/spring"
    (picture,) = folder.glob("images/*.png")
    for name in ("article.html", "index.html"):
        assert f"images/{picture.name}" in (folder / name).read_text("utf-8")
    assert not (site / ".mdwx/ledger.sqlite").exists()


def test_a_build_uploads_what_the_account_lacks_once(site):
    """The article is exactly what is sent; the page keeps its local copies."""
    first = run_mdwx("build", "--json", cwd=site).json
    again = run_mdwx("build", "--json", cwd=site).json
    assert first["posts"][0]["uploads"] == {"new": 2, "reused": 0}
    assert again["posts"][0]["uploads"] == {"new": 0, "reused": 2}
    assert again["requests"] == 0
    article = (site / "dist/spring/article.html").read_text("utf-8")
    assert "https://mmbiz.qpic.cn/" in article
    assert article.startswith("<section")
    page = (site / "dist/spring/index.html").read_text("utf-8")
    assert "mmbiz" not in page


def test_the_json_file_is_the_draft_article_with_findings_and_size(site):
    """What ``draft/add`` takes, plus what we say of it."""
    run_mdwx("build", cwd=site)
    article = json.loads((site / "dist/spring/article.json").read_text("utf-8"))
    assert article["title"] == "春天"
    assert article["content"] == (site / "dist/spring/article.html").read_text("utf-8")
    assert article["thumb_media_id"]
    assert article["pic_crop_235_1"]
    assert article["findings"] == []
    assert article["size"]["images"] == 1


def test_the_same_input_gives_the_same_bytes(site):
    """Twice, and with every cache gone."""
    run_mdwx("build", "--offline", cwd=site)
    before = tree(site / "dist")
    run_mdwx("build", "--offline", "--force", "--jobs", "1", cwd=site)
    assert tree(site / "dist") == before


def test_the_index_lists_every_post_also_after_a_build_of_one(site):
    """In natural order, with its title."""
    write_site(
        site, {"content/2-b.md": "# 二\n\n字\n", "content/10-a.md": "# 十\n\n字\n"}
    )
    run_mdwx("build", "--offline", cwd=site)
    run_mdwx("build", "--offline", "content/spring.md", cwd=site)
    index = (site / "dist/index.html").read_text("utf-8")
    places = [index.index(f"{slug}/index.html") for slug in ("2-b", "10-a", "spring")]
    assert places == sorted(places)


def test_nothing_that_mdwx_did_not_make_is_removed(site):
    """Only a picture of ours that the article does not show any more."""
    run_mdwx("build", "--offline", cwd=site)
    (old,) = (site / "dist/spring/images").glob("mdwx-*.png")
    write_site(site, {"dist/spring/images/mine.png": b"x", "dist/gone/x.html": b"x"})
    (site / "content/山.png").write_bytes(png("red"))
    run_mdwx("build", "--offline", cwd=site)
    assert not old.exists()
    assert (site / "dist/spring/images/mine.png").exists()
    assert (site / "dist/gone/x.html").exists()


def test_a_post_with_an_error_is_written_but_uploads_nothing(site):
    """So that its author can see it."""
    write_site(
        site, {"content/spring.md": POST.replace("---\n\n", "type: x\n---\n\n", 1)}
    )
    run = run_mdwx("build", "--json", cwd=site)
    (row,) = run.json["posts"]
    assert (run.exit_code, run.json["requests"], row["state"]) == (4, 0, "failed")
    assert (site / row["article"]).exists()


def test_a_post_that_cannot_be_read_is_not_written(site):
    """There is nothing to show."""
    write_site(site, {"content/spring.md": "---\nbroken: [\n---\n"})
    assert run_mdwx("build", cwd=site).exit_code == 3
    assert not (site / "dist/spring").exists()


def test_a_post_with_a_missing_picture_is_written_and_fails(site):
    """Exit code 3, and no address that leads nowhere in WeChat's name."""
    (site / "content/山.png").unlink()
    run = run_mdwx("build", "--json", cwd=site)
    assert (run.exit_code, run.json["requests"]) == (3, 0)
    assert (site / "dist/spring/index.html").exists()


def test_a_draft_post_is_built_and_never_sent(site):
    """Nothing uploaded, nothing published, and no failure."""
    write_site(
        site, {"content/spring.md": POST.replace("\n---\n", "\ndraft: true\n---\n")}
    )
    for command, state in (
        ("build", "built"),
        ("draft", "skipped"),
        ("publish", "skipped"),
        ("status", "skipped"),
    ):
        run = run_mdwx(command, "--json", cwd=site)
        assert (run.exit_code, run.json["requests"]) == (0, 0)
        assert run.json["posts"][0]["state"] == state
    assert (site / "dist/spring/index.html").exists()


def test_another_theme_may_be_tried(site):
    """For this run alone; an unknown one is an error with the nearest name."""
    write_site(site, {"themes/mine/theme.css": "p { color: #123456 }"})
    run_mdwx("build", "--offline", "--theme", "mine", cwd=site)
    assert "#123456" in (site / "dist/spring/article.html").read_text("utf-8")
    run = run_mdwx("build", "--offline", "--theme", "mien", cwd=site)
    assert run.exit_code == 3
    assert "did you mean mine?" in run.stderr


def test_before_and_after_stand_round_every_article(site):
    """And their absence is an error that names the key."""
    write_site(
        site,
        {
            "mdwx.toml": '[site]\nbefore = "_b.md"\nafter = "_a.md"\n',
            "_b.md": "关注我们\n",
            "_a.md": "下次再见\n",
        },
    )
    run_mdwx("build", "--offline", cwd=site)
    article = (site / "dist/spring/article.html").read_text("utf-8")
    assert (
        article.index("关注我们")
        < article.index("一段正文")
        < article.index("下次再见")
    )
    (site / "_a.md").unlink()
    run = run_mdwx("build", "--offline", cwd=site)
    assert run.exit_code == 3
    assert "_a.md" in run.stderr


def test_site_defaults_reach_the_article(site):
    """Author and source address, with the slug in it."""
    write_site(
        site,
        {
            "mdwx.toml": "[site]\nauthor = '张三'\n"
            "source_url = 'https://example.com/{slug}'\n"
        },
    )
    run_mdwx("build", "--offline", cwd=site)
    article = json.loads((site / "dist/spring/article.json").read_text("utf-8"))
    assert article["author"] == "张三"
    assert article["content_source_url"] == "https://example.com/spring"


def test_pictures_outside_the_site_take_a_word(site, tmp_path_factory):
    """``--allow-outside`` is for those who mean it."""
    outside = tmp_path_factory.mktemp("outside") / "x.png"
    outside.write_bytes(png())
    write_site(site, {"content/spring.md": f"# 春\n\n字\n\n![x]({outside})\n"})
    assert run_mdwx("build", "--offline", cwd=site).exit_code == 3
    assert run_mdwx("build", "--offline", "--allow-outside", cwd=site).exit_code == 0


def test_a_folder_that_cannot_be_written_is_named(site):
    """One sentence, exit code 2."""
    write_site(site, {"dist": b"a file"})
    run = run_mdwx("build", "--offline", cwd=site)
    assert run.exit_code == 2
    assert "cannot write" in run.stderr


def test_findings_are_told_from_the_top_of_the_post(site):
    """Whatever stage found them: a reader of the list walks down the file."""
    body = "[甲](a.md)\n\n<foo>乙</foo>\n\n![](山.png)\n\n[丙](#b)\n\n<bar>丁</bar>\n"
    (site / "content/spring.md").write_text(
        f"---\ntitle: 春\ndigest: 短\n---\n\n{body}", "utf-8"
    )
    (row,) = run_mdwx("check", "--json", cwd=site).json["posts"]
    lines = [finding["line"] for finding in row["findings"]]
    assert lines == [6, 8, 10, 12, 14]


def test_findings_of_a_published_post_are_not_told_again(site):
    """Nobody can mend it; ``status`` keeps to a line a post; ``--verbose`` tells."""
    (site / "content/spring.md").write_text(POST + "\n[甲](a.md)\n", "utf-8")
    assert "L021" in run_mdwx("publish", cwd=site).stderr
    assert "L021" not in run_mdwx("publish", cwd=site).stderr
    assert "L021" not in run_mdwx("status", cwd=site).stderr
    assert "L021" in run_mdwx("status", "--verbose", cwd=site).stderr


def test_check_knows_an_account_that_is_not_there(site):
    """What would stop ``publish`` is told before."""
    (site / "content/spring.md").write_text(with_key("account: nobody"), "utf-8")
    run = run_mdwx("check", cwd=site)
    assert run.exit_code == 2
    assert "content/spring.md\n  2 error: no account is called nobody" in run.stdout


def test_the_index_keeps_what_an_earlier_run_built(site):
    """A build of one post leaves the cards of the others as they were."""
    (site / "content/autumn.md").write_text(POST.replace("春天", "秋天"), "utf-8")
    run_mdwx("build", "--offline", cwd=site)
    index = site / "dist/index.html"
    before = index.read_bytes()
    run_mdwx("build", "--offline", "content/autumn.md", cwd=site)
    assert index.read_bytes() == before


def test_the_preview_of_a_sandbox_draft_opens_from_disk(site):
    """In JSON too: the address WeChat would give leads nowhere."""
    (row,) = run_mdwx("draft", "--json", cwd=site).json["posts"]
    assert row["draft"]["preview_url"].startswith("file://")

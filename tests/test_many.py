"""Many posts in one run: in order, each for itself, with a summary at the end."""

from __future__ import annotations

import pytest
from support import run_mdwx, write_site

from mdwx.sandbox.faults import Fault, Trouble
from tests.served import wechat_at
from tests.test_cli_build import png

POST = "---\ntitle: {title}\ncover: card\n---\n\n{title}，正文。\n\n![]({title}.png)\n"
COLOURS = {"a": "red", "b": "green", "c": "blue", "d": "gold"}


@pytest.fixture
def wechat(tmp_path):
    with wechat_at(tmp_path / "wechat") as host:
        yield host


@pytest.fixture
def site(tmp_path):
    files = {f"content/{slug}.md": POST.format(title=slug) for slug in COLOURS}
    pictures = {f"content/{slug}.png": png(it) for slug, it in COLOURS.items()}
    return write_site(tmp_path / "site", {**files, **pictures})


def mdwx(site, wechat, *words, **more):
    return run_mdwx(*words, cwd=site, env=wechat.env, **more)


def titles_sent(wechat):
    """Of each draft that was added, in the order of the requests."""
    bodies = [it.body.decode() for it in wechat.requests if "draft/add" in it.path]
    return [body.split('"title":"')[1].split('"')[0] for body in bodies]


def asked(site, wechat, *words):
    """What one run asks, without what access costs."""
    start = len(wechat.calls)
    assert mdwx(site, wechat, *words).exit_code == 0
    return wechat.calls[start:]


def test_posts_go_out_in_their_order(site, wechat):
    """However their pictures arrive."""
    mdwx(site, wechat, "publish", "--yes")
    assert titles_sent(wechat) == list(COLOURS)


@pytest.mark.parametrize("words", [["build"], ["draft"], ["publish", "--yes"]])
def test_an_unchanged_run_makes_no_request(site, wechat, words):
    """With a bundle and an image post among the posts."""
    head = "bundle: w\ncover"
    for slug in "ab":
        text = POST.format(title=slug).replace("cover", head, 1)
        write_site(site, {f"content/{slug}.md": text})
    text = "---\ntype: newspic\n---\n# 图\n\n字\n\n![](d.png)\n"
    write_site(site, {"content/d.md": text})
    assert mdwx(site, wechat, *words).exit_code == 0
    before = len(wechat.requests)
    run = mdwx(site, wechat, *words, "--json")
    assert (run.exit_code, run.json["requests"]) == (0, 0)
    assert len(wechat.requests) == before


def test_a_draft_after_a_text_edit_costs_three_requests(site, wechat):
    """Read, update, read back; the access_token is at hand, the pictures are there."""
    mdwx(site, wechat, "draft")
    write_site(site, {"content/b.md": POST.format(title="b") + "\n又一段。\n"})
    sent = ["draft/get", "draft/update", "draft/get"]
    assert asked(site, wechat, "draft") == sent
    run = mdwx(site, wechat, "draft", "--json")
    assert run.json["requests"] == 0


def test_a_failed_post_stops_no_other_and_is_told_at_the_end(site, wechat):
    """Counts by state, then one sentence that names the post."""
    refused = Fault(Trouble.ERRCODE, "/cgi-bin/draft/add", errcode=45166, skip=1)
    wechat.order(refused)
    run = mdwx(site, wechat, "publish", "--yes")
    assert run.exit_code == 5
    assert wechat.published == ["a", "c", "d"]
    assert run.stdout.splitlines()[-1] == "3 published, 1 failed"
    assert "content/b.md: failed" in run.stdout
    sentence = "mdwx: content/b.md: WeChat refused draft/add: 45166"
    assert sentence in run.stderr.splitlines()[-2]
    assert mdwx(site, wechat, "publish", "--yes").exit_code == 0
    assert wechat.published == ["a", "b", "c", "d"]


def test_a_quota_that_ends_in_the_middle_leaves_whole_posts_behind(site, wechat):
    """What went before is out; the rest is told once, with the time to come back."""
    wechat.change(quotas={"/cgi-bin/draft/add": {"day": 2}})
    run = mdwx(site, wechat, "publish", "--yes")
    assert run.exit_code == 6
    assert titles_sent(wechat) == ["a", "b", "c"]
    assert run.stderr.count("45009") == 1
    assert "00:00 (UTC+8)" in run.stderr
    # c was refused before a and b were followed: their end is for the next run.
    wechat.change(quotas={})
    again = mdwx(site, wechat, "publish", "--yes", "--ignore-quota")
    assert again.exit_code == 0
    assert wechat.published == ["a", "b", "c", "d"]


def test_a_terminal_shows_posts_and_pictures(site, wechat):
    """Bars on standard error, and nothing of them on standard output."""
    wechat.order(Fault(Trouble.SLOW, "/cgi-bin/media/uploadimg", seconds=2))
    run = mdwx(site, wechat, "draft", typed="")
    assert "4/4" in run.stderr
    assert "pictures" in run.stderr
    assert "\x1b" not in run.stdout
    assert run.stdout.count("drafted") == 5


def test_elsewhere_each_step_is_a_plain_line(site, wechat):
    """For a log: which picture of how many, draft, submission, wait."""
    run = mdwx(site, wechat, "publish", "content/a.md", "--yes")
    lines = run.stderr.splitlines()
    assert any(line.endswith(".png (2 of 2)") for line in lines)
    for words in ("adding the draft", "submitting", "waiting for the outcome"):
        assert any(line.startswith(words) for line in lines)
    assert "\x1b" not in run.stderr

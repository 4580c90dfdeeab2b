"""``mdwx publish --due``: each post at its time, once, and not a word otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from support import REPOSITORY, run_mdwx, write_site

from tests.served import wechat_at

POST = "---\ntitle: {title}\ncover: card\n{more}---\n\n{title}，正文。\n"
PAST = datetime.now().astimezone() - timedelta(minutes=5)
FUTURE = datetime.now().astimezone() + timedelta(days=1)


@pytest.fixture
def wechat(tmp_path):
    with wechat_at(tmp_path / "wechat") as host:
        yield host


def post(title, moment=None, more=""):
    when = f"publish_at: {moment.isoformat()}\n" if moment else ""
    return POST.format(title=title, more=when + more)


@pytest.fixture
def site(tmp_path):
    """One post that is due, one that is not yet, one that says nothing of it."""
    return write_site(
        tmp_path / "site",
        {
            "content/now.md": post("now", PAST),
            "content/later.md": post("later", FUTURE),
            "content/whenever.md": post("whenever"),
        },
    )


def due(site, wechat, *words):
    words = ("publish", "--due", "--yes", *words)
    return run_mdwx(*words, cwd=site, env=wechat.env)


def test_what_is_due_goes_out_and_nothing_else(site, wechat):
    """A post without publish_at is not due, however long it waits."""
    run = due(site, wechat, "--json")
    assert run.exit_code == 0
    assert [row["slug"] for row in run.json["posts"]] == ["now"]
    assert wechat.published == ["now"]


def test_a_minute_in_which_nothing_is_due_is_silent(site, wechat):
    """Not a word, not a request, not a file; exit code 0."""
    due(site, wechat)
    asked = len(wechat.requests)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("dist/*")}
    run = due(site, wechat)
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "")
    told = due(site, wechat, "--json").json
    assert (told["ok"], told["requests"], told["posts"]) == (True, 0, [])
    assert len(wechat.requests) == asked
    assert {path: path.stat().st_mtime_ns for path in site.rglob("dist/*")} == before


def test_a_post_that_is_out_is_not_due_though_it_was_edited(site, wechat):
    """``mdwx publish`` says so once; cron need not every minute."""
    due(site, wechat)
    write_site(site, {"content/now.md": post("now", PAST) + "\n改了。\n"})
    run = due(site, wechat)
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "")


def test_a_fresh_checkout_learns_from_the_lock(site, wechat):
    """Another runner published it: no request, no second article."""
    due(site, wechat)
    for file in sorted((site / ".mdwx").glob("ledger*")):
        file.unlink()
    run = due(site, wechat, "--json")
    assert (run.exit_code, run.json["requests"], run.json["posts"]) == (0, 0, [])


def test_a_bundle_is_due_with_the_last_of_its_posts(site, wechat):
    """It goes out as one."""
    more = "bundle: w\n"
    files = {
        "content/a.md": post("a", PAST, more),
        "content/b.md": post("b", None, more),
    }
    write_site(site, {**files, "content/c.md": post("c", FUTURE, more)})
    assert [row["slug"] for row in due(site, wechat, "--json").json["posts"]] == ["now"]
    write_site(site, {"content/c.md": post("c", PAST, more)})
    slugs = [row["slug"] for row in due(site, wechat, "--json").json["posts"]]
    assert slugs == ["a", "b", "c"]


def test_a_broken_post_may_belong_to_a_bundle_that_is_due(site, wechat):
    """Half a bundle cannot be completed afterwards."""
    write_site(site, {"content/a.md": post("a", PAST, "bundle: w\n")})
    write_site(site, {"content/b.md": "---\nbundle: [\n---\n"})
    run = due(site, wechat, "--json")
    assert run.exit_code == 4
    assert wechat.published == ["now"]


def test_a_broken_post_does_not_speak_up_every_minute(site, wechat):
    """``mdwx check`` is for that."""
    due(site, wechat)
    write_site(site, {"content/b.md": "---\ntitle: [\n---\n"})
    run = due(site, wechat)
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "")


def test_on_a_personal_account_the_draft_is_the_end(site, wechat):
    """Once it is in the box, nothing is due."""
    wechat.change_account(wechat.appid, kind="personal")
    assert due(site, wechat).exit_code == 9
    run = due(site, wechat, "--json")
    assert (run.exit_code, run.json["requests"], run.json["posts"]) == (0, 0, [])


def test_a_held_back_draft_is_not_due(site, wechat):
    """``draft: true`` outranks the clock."""
    write_site(site, {"content/now.md": post("now", PAST, "draft: true\n")})
    run = due(site, wechat)
    assert (run.exit_code, run.stdout, wechat.requests) == (0, "", [])


def test_due_does_not_go_with_again(site, wechat):
    """It would publish anew every minute."""
    run = due(site, wechat, "--again")
    assert run.exit_code == 2
    assert "--due does not go with --again" in run.stderr


def test_due_asks_as_publish_does(site, wechat):
    """A script says --yes; without it nothing goes to a real account."""
    run = run_mdwx("publish", "--due", cwd=site, env=wechat.env)
    assert run.exit_code == 2
    assert "--yes" in run.stderr
    assert wechat.published == []


def test_a_rehearsal_of_a_minute(site, wechat):
    """What a fresh machine would ask first, then the post that is due; or nothing."""
    run = due(site, wechat, "--dry-run", "--json")
    paths = [call["path"].removeprefix("/cgi-bin/") for call in run.json["dry_run"]]
    assert paths[1:4] == [
        "freepublish/batchget",
        "draft/batchget",
        "material/batchget_material",
    ]
    assert paths.count("draft/add") == 1
    assert wechat.requests == []
    due(site, wechat)
    assert due(site, wechat, "--dry-run", "--json").json["dry_run"] == []


@pytest.mark.timeout(600)
def test_two_runners_at_once_publish_once(site, wechat):
    """One waits for the other, and then has nothing to do."""
    files = {f"content/p{n}.md": post(f"p{n}", PAST) for n in range(4)}
    write_site(site, files)
    runners = [
        subprocess.Popen(
            [sys.executable, "-m", "mdwx", "publish", "--due", "--yes"],
            cwd=site,
            env={**os.environ, **wechat.env, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for runner in runners:
        _, err = runner.communicate(timeout=300)
        assert runner.returncode == 0, err
    assert wechat.published == ["now", "p0", "p1", "p2", "p3"]
    assert wechat.calls.count("draft/add") == 5

"""Ctrl-C on a real process, at every kind of step, with WeChat behind a socket."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import PurePosixPath

import pytest
from support import REPOSITORY, run_mdwx, write_site

from mdwx.cli.summary import show_problems
from mdwx.cli.terminal import Terminal
from mdwx.clock import SystemClock
from mdwx.errors import RemoteError, SourceError, StoppedError
from mdwx.model import Span, Text
from mdwx.outcome import Outcome
from mdwx.publish.errands import AT_ONCE
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.shelves import Shelves
from tests.serving import serving
from tests.test_cli_build import png

PATIENCE_S = 200
"""Only a test that fails waits so long."""
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's here"),
    pytest.mark.timeout(900),
]

TITLES = ("春天", "夏天", "秋天")


@pytest.fixture
def site(tmp_path):
    """Three posts, each with a picture and a cover of its own."""
    files = {}
    for number, title in enumerate(TITLES):
        text = (
            f"---\ntitle: {title}\ncover: card\n---\n\n{title}。\n\n![]({number}.png)\n"
        )
        files[f"content/{number}.md"] = text
        files[f"content/{number}.png"] = png(colour=("red", "green", "blue")[number])
    return write_site(tmp_path / "site", files)


class Held(SystemClock):
    """Slow answers take as long as the test lets them: never is it a race."""

    def __init__(self):
        self.let_go = threading.Event()

    def sleep(self, seconds):
        self.let_go.wait(seconds)


@pytest.fixture
def wechat(tmp_path):
    host = Host.open(tmp_path / "wechat", clock=Held())
    app = create_app(host)
    with serving(app, on_exit=app.close) as address:
        host.env = {
            "MDWX_APPID": host.appid,
            "MDWX_SECRET": host.secret.reveal(),
            "MDWX_API_BASE": address,
        }
        yield host
        host.clock.let_go.set()


@contextmanager
def started(site, wechat, *words):
    """``mdwx`` as a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mdwx", *words],
        cwd=site,
        env={**os.environ, **wechat.env, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def calls(wechat):
    """What was asked so far, without what access costs."""
    paths = [entry["path"].removeprefix("/cgi-bin/") for entry in wechat.store.journal]
    return [path for path in paths if path != "stable_token"]


def wait_for(wechat, path, process, *, count=1):
    """Return once WeChat has been asked this, so that the answer is under way."""
    deadline = time.monotonic() + PATIENCE_S
    while calls(wechat).count(path) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, calls(wechat)
        time.sleep(0.02)


def uploads(wechat):
    paths = ("media/uploadimg", "material/add_material")
    return [path for path in calls(wechat) if path in paths]


def published(wechat):
    """The title of every publication there is."""
    shelves = Shelves(wechat.store)
    return sorted(row.articles[0]["title"] for row in shelves.publications())


def finish(site, wechat):
    """Run again, as a person would, until there is nothing left to do."""
    for _ in range(3):
        run = run_mdwx("publish", "--yes", "--json", cwd=site, env=wechat.env)
        if run.exit_code == 0:
            break
    assert run.exit_code == 0, run.stdout
    assert published(wechat) == sorted(TITLES)
    again = run_mdwx("publish", "--yes", "--json", cwd=site, env=wechat.env)
    assert (again.exit_code, again.json["requests"]) == (0, 0)


def slow(path, count=1):
    """The answer keeps the client waiting; what it asked for is done at once."""
    return Fault(Trouble.SLOW, f"/cgi-bin/{path}", count=count, seconds=100)


def stop(wechat, process, number=signal.SIGINT):
    """Signal a process that waits for an answer, then let the answer come."""
    process.send_signal(number)
    wechat.clock.let_go.set()
    return process.communicate(timeout=PATIENCE_S)


@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_the_first_signal_lets_the_step_under_way_end(site, wechat, number, exit_code):
    """Its answer is waited for and written down; the other posts stay at home."""
    wechat.order(slow("freepublish/submit"))
    with started(site, wechat, "publish", "--yes", "--json") as process:
        wait_for(wechat, "freepublish/submit", process)
        out, _ = stop(wechat, process, number)
    assert process.returncode == exit_code
    told = json.loads(out)
    assert [row["state"] for row in told["posts"]] == ["submitted", "built", "built"]
    assert {row["error"]["kind"] for row in told["posts"]} == {"stopped"}
    assert told["posts"][0]["publication"]["publish_id"]
    assert calls(wechat)[-1] == "freepublish/submit"
    assert published(wechat) == [TITLES[0]]
    finish(site, wechat)


def test_a_person_reads_that_it_heard_and_what_became_of_each(site, wechat):
    """A word at once, then the summary."""
    wechat.order(slow("draft/add"))
    with started(site, wechat, "publish", "--yes") as process:
        wait_for(wechat, "draft/add", process)
        out, err = stop(wechat, process)
    assert process.returncode == 130
    assert "stopping after the step under way" in err
    assert "Traceback" not in err
    assert "2 built, 1 drafted" in out
    assert "run again to go on" in err
    finish(site, wechat)


def test_a_stop_is_told_once_whichever_accounts_it_met(capsys):
    """Each account's desk stops for itself; what else went wrong is told too."""
    stops = [StoppedError(Text(zh="stopped", en="stopped")) for _ in "ab"]
    outcomes = [
        Outcome(PurePosixPath(f"{number}.md"), str(number), error=error)
        for number, error in enumerate([*stops, *own_errors()])
    ]
    show_problems(Terminal(), outcomes)
    told = capsys.readouterr().err
    assert told.count("stopped") == 1
    assert (told.count("refused"), told.count("broken")) == (2, 2)
    assert all(f"{number}.md" in told for number in range(2, 6))


def own_errors():
    """Alike, and yet each tells of its own."""
    for rid in "ab":
        problem = Text(zh="refused", en="refused")
        yield RemoteError(problem, errcode=40007, errmsg=f"rid: {rid}")
    for line in (1, 2):
        where = Span(PurePosixPath(f"{line + 3}.md"), line)
        yield SourceError(Text(zh="broken", en="broken"), where=where)


@pytest.mark.parametrize("path", ["freepublish/submit", "draft/add", "media/uploadimg"])
def test_the_second_signal_ends_it_at_once(site, wechat, path):
    """Whatever is under way; the next run finds out what became of it."""
    wechat.order(slow(path))
    with started(site, wechat, "publish", "--yes") as process:
        wait_for(wechat, path, process)
        process.send_signal(signal.SIGINT)
        heard = iter(process.stderr.readline, "")
        assert any("again stops at once" in line for line in heard)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    wechat.clock.let_go.set()
    finish(site, wechat)


def test_pictures_under_way_arrive_and_no_other_leaves(site, wechat):
    """The next run sends what is missing, and nothing else."""
    for path in ("media/uploadimg", "material/add_material"):
        wechat.order(slow(path, count=3))
    with started(site, wechat, "build", "--json") as process:
        wait_for(wechat, "media/uploadimg", process)
        stop(wechat, process)
    assert process.returncode == 130
    assert 1 <= len(uploads(wechat)) <= AT_ONCE
    run = run_mdwx("build", "--json", cwd=site, env=wechat.env)
    assert run.exit_code == 0
    sent = ["material/add_material"] * 3 + ["media/uploadimg"] * 3
    assert sorted(uploads(wechat)) == sent


def test_a_wait_for_the_review_ends_at_once(site, wechat):
    """It is no step; the submission is remembered and followed by the next run."""
    wechat.change(outcomes=(1,), publish_looks=1000)
    words = ("publish", "content/0.md", "--yes", "--json")
    with started(site, wechat, *words) as process:
        wait_for(wechat, "freepublish/get", process, count=2)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert [row["state"] for row in json.loads(out)["posts"]] == ["submitted"]
    assert calls(wechat).count("freepublish/submit") == 1

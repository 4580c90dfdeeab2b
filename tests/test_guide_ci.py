"""The files of the guide's page on CI do what the page says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
import yaml
from support import REPOSITORY, run_mdwx, write_site

from tests.served import wechat_at

PAGE = (REPOSITORY / "content/25-ci.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
(WORKFLOW,) = (
    yaml.safe_load(text) for kind, text in BLOCKS if kind == "yaml" and "jobs:" in text
)
(CRON,) = (text for kind, text in BLOCKS if kind == "cron")
CHECK, PUBLISH = WORKFLOW["jobs"]["check"], WORKFLOW["jobs"]["publish"]
EVENTS = WORKFLOW[True]
"""YAML 1.1 takes the key ``on`` for a boolean."""

needs_bash = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("bash") or not shutil.which("git"),
    reason="the step is bash and git",
)

POST = "---\ntitle: {title}\ncover: card\n{more}---\n\n{title}，正文。\n"


@pytest.fixture
def wechat(tmp_path):
    with wechat_at(tmp_path / "wechat") as host:
        yield host


@pytest.fixture
def site(tmp_path):
    """One post to be published now, one that is due, one that is not."""
    now = datetime.now().astimezone()
    past, future = now - timedelta(minutes=1), now + timedelta(days=1)
    return write_site(
        tmp_path / "site",
        {
            "mdwx.toml": "",
            "content/a.md": POST.format(title="a", more=""),
            "content/b.md": POST.format(title="b", more=f"publish_at: {past}\n"),
            "content/c.md": POST.format(title="c", more=f"publish_at: {future}\n"),
        },
    )


def commands(job, event):
    """What a job runs for an event; its conditions are those of the page."""
    for step in job["steps"]:
        wanted = step.get("if", "always()")
        is_met = {
            "always()": True,
            "github.event_name == 'schedule'": event == "schedule",
            "github.event_name != 'schedule'": event != "schedule",
        }[wanted]
        if is_met and "run" in step:
            yield from step["run"].splitlines()


def run_job(job, event, *, site, env):
    """Run what of a job is mdwx, as the runner would."""
    env = {name: filled(value, env) for name, value in job.get("env", {}).items()} | {
        "MDWX_API_BASE": env.get("MDWX_API_BASE", "")
    }
    lines = [shlex.split(line) for line in commands(job, event)]
    mine = [words[1:] for words in lines if words[:1] == ["mdwx"]]
    assert mine
    return [run_mdwx(*words, cwd=site, env=env) for words in mine]


def filled(value, secrets):
    """A value with its secret; one that is not set is empty, as on GitHub."""
    name = re.fullmatch(r"\$\{\{ secrets\.(\w+) \}\}", value)[1]
    return secrets.get(name, "")


def test_a_pull_request_is_checked_without_secret_or_request(site):
    """On a hosted runner, whose address WeChat does not know."""
    assert CHECK["runs-on"] == "ubuntu-latest"
    assert "env" not in CHECK
    assert CHECK["permissions"] == {"contents": "read"}
    (run,) = run_job(CHECK, "pull_request", site=site, env={})
    assert run.exit_code == 0
    write_site(site, {"content/d.md": "# 标题\n\n![](nowhere.png)\n"})
    (run,) = run_job(CHECK, "pull_request", site=site, env={})
    assert run.exit_code != 0
    assert "::error file=content/d.md,line=3" in run.stdout
    assert not (site / "dist").exists()


def test_a_push_publishes_what_has_no_time_or_whose_time_has_come(site, wechat):
    """Again and again, each once."""
    for _ in range(2):
        (run,) = run_job(PUBLISH, "push", site=site, env=wechat.env)
        assert run.exit_code == 0
    assert wechat.published == ["a", "b"]
    assert (site / "mdwx.lock").is_file()


def test_the_schedule_publishes_what_is_due(site, wechat):
    """And is silent when nothing is."""
    (first,) = run_job(PUBLISH, "schedule", site=site, env=wechat.env)
    (again,) = run_job(PUBLISH, "schedule", site=site, env=wechat.env)
    assert wechat.published == ["b"]
    assert (first.exit_code, again.exit_code, again.stdout) == (0, 0, "")


def test_publishing_runs_where_the_address_is_known_one_at_a_time():
    """A runner of one's own, a queue, and the newest lock."""
    assert "self-hosted" in PUBLISH["runs-on"]
    assert PUBLISH["concurrency"] == {"group": "wechat", "cancel-in-progress": False}
    (checkout,) = (
        step for step in PUBLISH["steps"] if "checkout" in step.get("uses", "")
    )
    assert checkout["with"] == {"ref": "main", "clean": False}
    assert set(EVENTS) == {"pull_request", "push", "schedule", "workflow_dispatch"}


def test_what_went_out_is_committed_whatever_failed():
    """Nothing but mdwx.lock."""
    last = PUBLISH["steps"][-1]
    assert last["if"] == "always()"
    assert "git add mdwx.lock" in last["run"]
    assert PUBLISH["permissions"] == {"contents": "write"}


@pytest.fixture
def clones(tmp_path, monkeypatch):
    """A repository and two clones of it, of people whom git knows nothing of."""
    program = f'#!/bin/sh\nexec {sys.executable} -m mdwx "$@"\n'
    write_site(tmp_path, {"bin/mdwx": program})
    (tmp_path / "bin/mdwx").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub")
    for name in ("runner", "laptop"):
        git(tmp_path, "clone", "-q", "hub", name)
        git(tmp_path / name, "symbolic-ref", "HEAD", "refs/heads/main")
    return tmp_path / "runner", tmp_path / "laptop"


def git(folder, *words):
    return shell(folder, shlex.join(["git", *words])).stdout


def shell(folder, script):
    """Run a script as a runner does: the first command that fails ends it."""
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    run = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run


def note_what_went_out(folder):
    return shell(folder, PUBLISH["steps"][-1]["run"])


@needs_bash
def test_where_nothing_went_out_nothing_is_committed(clones):
    """Neither before there is a mdwx.lock nor while it stays as it is."""
    runner, _ = clones
    note_what_went_out(runner)
    write_site(runner, {"mdwx.lock": "{}\n"})
    note_what_went_out(runner)
    note_what_went_out(runner)
    assert git(runner, "log", "--oneline", "origin/main").count("\n") == 1


@needs_bash
def test_what_went_out_elsewhere_meanwhile_is_kept_too(clones, wechat):
    """Two machines publish a post each: the lock in git then tells of both."""
    runner, laptop = clones
    write_site(runner, {"mdwx.toml": "", ".gitignore": ".mdwx\ndist\n"})
    shell(runner, "git add . && git -c user.name=a -c user.email=a@b commit -qm a")
    git(runner, "push", "-q", "origin", "main")
    git(laptop, "pull", "-q", "origin", "main")
    for slug, folder in (("one", runner), ("two", laptop)):
        write_site(folder, {f"content/{slug}.md": POST.format(title=slug, more="")})
        path = f"content/{slug}.md"
        run = run_mdwx("publish", path, "--yes", cwd=folder, env=wechat.env)
        assert run.exit_code == 0
    note_what_went_out(laptop)
    note_what_went_out(runner)
    told = json.loads(git(runner, "show", "origin/main:mdwx.lock"))
    assert "<<<" not in json.dumps(told)
    assert {"one", "two"} <= set(re.findall(r"\w+", json.dumps(told)))


def test_cron_publishes_what_is_due(site, wechat):
    """Every minute."""
    schedule, line = CRON.strip().split(" * * * * ")
    assert schedule == "*"
    words = shlex.split(line.split(" && ")[1])
    assert run_mdwx(*words[1:], cwd=site, env=wechat.env).exit_code == 0
    assert wechat.published == ["b"]

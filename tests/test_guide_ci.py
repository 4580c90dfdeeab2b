"""The files of the guide's page on CI do what the page says."""

from __future__ import annotations

import re
import shlex
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
    """Nothing but mdwx.lock, and only where it changed."""
    last = PUBLISH["steps"][-1]
    assert last["if"] == "always()"
    assert "git add mdwx.lock" in last["run"]
    assert PUBLISH["permissions"] == {"contents": "write"}


def test_cron_publishes_what_is_due(site, wechat):
    """Every minute."""
    schedule, line = CRON.strip().split(" * * * * ")
    assert schedule == "*"
    words = shlex.split(line.split(" && ")[1])
    assert run_mdwx(*words[1:], cwd=site, env=wechat.env).exit_code == 0
    assert wechat.published == ["b"]

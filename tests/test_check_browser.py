"""``mdwx check --browser``: what it says with a browser, without one, and after one."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from support import run_mdwx, write_site

from mdwx.browser import chromium, find_browser
from mdwx.errors import BrowserError

POST = "---\ncover: card\ndigest: 摘\n---\n\n# 题\n\n一段。\n"
TOO_LONG = """---
cover: card
digest: 摘
---

# 题

一段。

<p style="white-space:nowrap">这一行不换行，所以它后面的一半永远在屏幕的外面，看不到</p>
"""
SPEAKING = f"""#!{sys.executable}
# Answers the first command, as a browser would, then does something else.
import os, signal, subprocess, sys, time
while os.read(3, 1) != b"\\0":
    pass
os.write(4, b'{{"id":1,"result":{{}}}}\\0')
print("[1:2:FATAL:gpu.cc(3)] the last words", file=sys.stderr, flush=True)
"""
STAYING = """
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
subprocess.Popen(["sleep", "3600"])
time.sleep(3600)
"""


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site", {"mdwx.toml": "", "content/a.md": POST})


def program(folder, text):
    """A program in the place of a browser."""
    file = folder / "browser"
    file.write_text(text, "utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """A folder of its own for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_without_a_browser_it_says_so_and_fails(site, tmp_path):
    """
    Asked for and not done is no success; what else was found is told all the same.
    """
    (tmp_path / "empty").mkdir()
    result = run_mdwx(
        "check", "--browser", cwd=site, env={"PATH": str(tmp_path / "empty")}
    )
    assert result.stdout == "no findings\n"
    assert result.stderr == (
        "mdwx: there is no browser to measure the layout with\n"
        "hint: install Chromium, Chrome or Edge (Debian: apt install chromium),"
        " or say where it is with MDWX_BROWSER\n"
    )
    assert result.exit_code == 2


def test_without_a_browser_json_says_so(site, tmp_path):
    """
    The kind of error is "browser", and the posts are there.
    """
    (tmp_path / "empty").mkdir()
    env = {"PATH": str(tmp_path / "empty")}
    answer = run_mdwx("check", "--browser", "--json", cwd=site, env=env).json
    assert answer["error"]["kind"] == "browser"
    assert [it["slug"] for it in answer["posts"]] == ["a"]
    assert not answer["ok"]


def test_a_named_browser_that_is_not_there_is_named(site):
    """
    A wrong MDWX_BROWSER is no reason to take another browser.
    """
    env = {"MDWX_BROWSER": "/nowhere/chrome"}
    result = run_mdwx("check", "--browser", cwd=site, env=env)
    assert (
        "MDWX_BROWSER names no browser that is there: /nowhere/chrome" in result.stderr
    )
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("platform", "env", "file"),
    [
        (
            "darwin",
            "HOME",
            "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ),
        ("win32", "ProgramFiles(x86)", "Microsoft/Edge/Application/msedge.exe"),
        ("win32", "LocalAppData", "Google/Chrome/Application/chrome.exe"),
    ],
)
def test_browsers_are_found_where_they_are_installed(tmp_path, platform, env, file):
    """
    On macOS and Windows they are not on the path.
    """
    write_site(tmp_path, {file: ""})
    found = find_browser({env: str(tmp_path), "PATH": ""}, platform=platform)
    assert found == tmp_path / file


def test_a_browser_that_dies_is_one_sentence(site, tmp_path, temporary):
    """
    With the last thing it said of itself, and nothing left behind.
    """
    env = {"MDWX_BROWSER": program(tmp_path, SPEAKING)}
    result = run_mdwx("check", "--browser", cwd=site, env=env)
    assert result.stderr == (
        "mdwx: the browser broke off: it ended by itself (the last words)\n"
        "hint: run it again; if that does not help, name another browser"
        " with MDWX_BROWSER\n"
    )
    assert result.exit_code == 2
    assert list(temporary.iterdir()) == []


def test_a_program_that_is_no_browser_is_one_sentence(site, tmp_path):
    """
    It never answers anything.
    """
    env = {"MDWX_BROWSER": program(tmp_path, "#!/bin/sh\nexit 0\n")}
    result = run_mdwx("check", "--browser", cwd=site, env=env)
    assert "mdwx: the browser broke off: it ended by itself\n" in result.stderr
    assert result.exit_code == 2


def test_a_browser_that_hangs_is_ended(tmp_path):
    """
    It and what it started are gone, though they would rather stay.
    """
    binary = Path(program(tmp_path, SPEAKING + STAYING))
    with (
        pytest.raises(BrowserError, match=r"no answer in 0\.5 s"),
        chromium(binary, env=os.environ, answer_s=0.5, close_s=0.5) as browser,
    ):
        browser.command("Page.enable")
    assert running_in(browser.running.process.pid) == []


def running_in(group):
    """The processes of a group that still run."""
    listed = subprocess.run(
        ["ps", "-e", "-ww", "-o", "pgid=,stat=,args="], capture_output=True, text=True
    ).stdout.splitlines()
    rows = [line.split(None, 2) for line in listed]
    return [
        args for pgid, state, args in rows if int(pgid) == group and "Z" not in state
    ]


def test_a_browser_is_told_no_secret(tmp_path):
    """
    Of our own variables it sees none.
    """
    telling = program(tmp_path, f"#!/bin/sh\nenv > {tmp_path}/env.txt\n")
    env = {**os.environ, "MDWX_SECRET_MAIN": "hush"}
    with pytest.raises(BrowserError), chromium(Path(telling), env=env):
        pass
    assert "hush" not in (tmp_path / "env.txt").read_text("utf-8")


@pytest.mark.browser
def test_a_finding_has_its_line(site):
    """
    Of the Markdown, with the widths that show it; an error fails the check.
    """
    write_site(site, {"content/b.md": TOO_LONG})
    result = run_mdwx("check", "--browser", "--json", "content/b.md", cwd=site)
    (found,) = result.json["posts"][0]["findings"]
    assert (found["code"], found["severity"], found["line"]) == ("W002", "error", 10)
    assert found["message"].startswith(
        "words at “这一行不换行，所以它后面的一半永” lie"
    )
    assert found["message"].endswith("outside the screen (in a column of 335, 375 px)")
    assert result.exit_code == 4


@pytest.mark.browser
def test_a_good_post_passes(site, temporary):
    """
    And the folder of temporary files is as it was.
    """
    result = run_mdwx("check", "--browser", cwd=site)
    assert (result.stdout, result.stderr) == ("no findings\n", "")
    assert result.exit_code == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.browser
def test_ctrl_c_ends_the_browser(site, temporary):
    """
    Whatever it is doing, no process and no profile stay.
    """
    write_site(site, {f"content/{n}.md": POST for n in range(12)})
    run = subprocess.Popen(
        [sys.executable, "-m", "mdwx", "check", "--browser", "--offline"],
        cwd=site,
        env={**os.environ, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not browsers_in(temporary) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert browsers_in(temporary)
    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert "Traceback" not in said
    # A process that was ended is listed until its parent has heard of it.
    while browsers_in(temporary) and time.monotonic() < deadline + 60:
        time.sleep(0.02)
    assert browsers_in(temporary) == []
    assert list(temporary.iterdir()) == []


def browsers_in(folder):
    """The processes whose profile is in a folder."""
    listed = subprocess.run(
        ["ps", "-e", "-ww", "-o", "args="], capture_output=True, text=True
    )
    return [
        it for it in listed.stdout.splitlines() if f"--user-data-dir={folder}" in it
    ]

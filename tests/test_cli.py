"""What every command promises: its answer, its exit code, its silence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest
from support import REPOSITORY, run_mdwx, write_site

from mdwx.cli.commands import COMMANDS, load
from mdwx.cli.language import language
from mdwx.cli.terminal import printable

POST = "---\ntitle: 春天\ncover: card\n---\n\n一段正文。\n"
ROW = [
    "path",
    "slug",
    "title",
    "state",
    "findings",
    "article",
    "size",
    "uploads",
    "draft",
    "publication",
    "error",
]
FINDING = ["code", "severity", "message", "hint", "path", "line", "column"]


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path, {"content/spring.md": POST})


def files_of(folder):
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    )


def in_python(code, *, cwd):
    """Run code in a fresh interpreter."""
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


HEAVY = (
    "markdown_it requests lxml premailer PIL sqlalchemy starlette uvicorn rich pygments"
    " yaml jinja2 tomllib zoneinfo shutil subprocess difflib"
)


def test_the_command_line_loads_neither_parser_nor_http_library():
    """``mdwx --help`` is there at once."""
    code = (
        f"import sys, mdwx.cli.entry\nprint({{*sys.modules}} & {{*'{HEAVY}'.split()}})"
    )
    assert in_python(code, cwd=REPOSITORY) == "set()"


def test_an_offline_build_loads_no_ledger_and_no_server(site):
    """What a command does not need it does not import; requests is premailer's.

    Nor does what it writes take a template engine.
    """
    code = (
        "import sys, mdwx.cli\n"
        "try: mdwx.cli.main(['build', '--offline', '--quiet'])\n"
        "except SystemExit as end: assert not end.code\n"
        "print({*sys.modules} & {'sqlalchemy', 'starlette', 'uvicorn', 'jinja2'})"
    )
    assert in_python(code, cwd=site) == "set()"


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_every_command_has_help_in_both_languages(name, spoken):
    """Each option says what it does, in the language of the reader."""
    run = run_mdwx(name, "--help", env={"MDWX_LANG": spoken})
    assert run.exit_code == 0
    lines = [line for line in run.stdout.splitlines() if line.startswith("  --")]
    assert {"--json", "--quiet", "--verbose", "--site"} <= {
        line.split()[0] for line in lines
    }
    chinese = any("\u4e00" <= character <= "\u9fff" for character in run.stdout)
    assert chinese is (spoken == "zh")


def test_every_command_is_listed():
    """And every listed command can be loaded."""
    run = run_mdwx("--help")
    for name in COMMANDS:
        assert f"\n  {name} " in run.stdout
        assert load(name).name == name


def test_json_is_one_object_of_the_promised_form(site):
    """And nothing else on standard output."""
    run = run_mdwx("publish", "--json", cwd=site)
    answer = run.json
    assert list(answer) == [
        "mdwx",
        "command",
        "account",
        "ok",
        "requests",
        "posts",
        "error",
    ]
    assert (answer["command"], answer["account"], answer["ok"]) == (
        "publish",
        "sandbox",
        True,
    )
    (row,) = answer["posts"]
    assert list(row) == ROW
    assert row["state"] == "published"
    assert row["uploads"] == {"new": 1, "reused": 0}
    assert row["draft"]["action"] == "added"
    assert row["publication"]["status"] == "success"
    assert row["publication"]["urls"][0].startswith("file://")
    assert list(row["size"]) == ["html_chars", "html_bytes", "text_chars", "images"]
    assert answer["requests"] > 0
    assert run.stderr == ""


def test_the_address_shown_for_the_sandbox_opens_from_disk(site):
    """A browser shows the published article."""
    (row,) = run_mdwx("publish", "--json", cwd=site).json["posts"]
    page = row["publication"]["urls"][0].removeprefix("file://")
    with open(page, encoding="utf-8") as stream:
        assert "一段正文" in stream.read()


def test_findings_and_errors_of_json_have_their_place(tmp_path):
    """Code, severity, message, hint, path, line; kind and message."""
    write_site(
        tmp_path,
        {
            "content/a.md": "---\ntitle: [\n---\n",
            "content/b.md": "---\nautor: x\n---\n",
        },
    )
    run = run_mdwx("check", "--json", cwd=tmp_path)
    bad, other = run.json["posts"]
    assert run.exit_code == 3
    assert run.json["ok"] is False
    assert bad["error"]["kind"] == "source"
    assert bad["error"]["errcode"] is None
    assert bad["error"]["line"] == 3
    assert [list(finding) for finding in other["findings"]] == [FINDING] * len(
        other["findings"]
    )
    lines = {finding["code"]: finding["line"] for finding in other["findings"]}
    assert lines["F001"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ["publsh", "--json"],
        ["build", "--json", "--nonsense"],
        ["build", "--json", "--account", "nobody"],
        ["build", "--json", "--site", "nowhere"],
        ["check", "--format", "json", "--site", "nowhere"],
    ],
)
def test_a_wrong_command_line_is_answered_in_json_too(site, words):
    """Exit code 2, an object with the error, nothing else."""
    run = run_mdwx(*words, cwd=site)
    answer = run.json
    error = answer["error"] or answer["posts"][0]["error"]
    assert run.exit_code == 2
    assert (answer["ok"], error["kind"]) == (False, "usage")


def test_quiet_says_nothing_when_all_is_well(site):
    """And says errors when not."""
    run = run_mdwx("publish", "--quiet", cwd=site)
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "")
    run = run_mdwx("publish", "--quiet", "nowhere.md", cwd=site)
    assert "nowhere.md" in run.stderr


def test_verbose_names_each_post(site):
    """Plain lines where there is no terminal."""
    assert (
        "building content/spring.md" in run_mdwx("build", "--verbose", cwd=site).stderr
    )


def test_site_names_another_folder(site, tmp_path_factory):
    """From anywhere."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    run = run_mdwx("build", "--site", str(site), cwd=elsewhere)
    assert run.exit_code == 0
    assert (site / "dist/spring/article.html").exists()
    assert files_of(elsewhere) == []


def test_check_writes_nothing(site):
    """Not even a cache."""
    before = files_of(site)
    assert run_mdwx("check", cwd=site).exit_code == 0
    assert files_of(site) == before


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_check_prints_in_three_forms(tmp_path, form):
    """For people, for GitHub, for programs."""
    write_site(tmp_path, {"content/a.md": POST.replace("cover", "covr")})
    run = run_mdwx("check", "--format", form, cwd=tmp_path)
    assert "F001" in run.stdout
    assert run.exit_code == 0
    if form == "json":
        assert json.loads(run.stdout)["command"] == "check"


def test_the_first_failure_gives_the_exit_code_and_the_others_go_on(tmp_path):
    """4 before 3 here, and the good post is out."""
    write_site(
        tmp_path,
        {
            "content/1.md": POST.replace("cover", "type: x\ncover"),
            "content/2.md": "---\nbroken: [\n---\n",
            "content/3.md": POST,
        },
    )
    run = run_mdwx("publish", "--json", cwd=tmp_path)
    assert run.exit_code == 4
    assert [row["state"] for row in run.json["posts"]] == [
        "failed",
        "failed",
        "published",
    ]


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"MDWX_LANG": "zh"}, "zh"),
        ({"MDWX_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_follows_mdwx_lang_then_the_locale(env, expected):
    """Chinese or English."""
    assert language(env) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\u001b[31mred"),
        ("\x9b31m", "\\u009b31m"),
        ("a\rb", "a\\u000db"),
        ("\u202etxt", "\\u202etxt"),
        ("\u2028x", "\\u2028x"),
        ("\ud800", "\\ud800"),
        ("春天 👩‍👩‍👧 é\n\t", "春天 👩‍👩‍👧 é\n\t"),
    ],
)
def test_nothing_a_terminal_obeys_gets_through(text, shown):
    """Text of users and of WeChat is only ever text."""
    assert printable(text) == shown


def test_a_bug_shows_its_traceback_and_no_secret(site):
    """Exit code 1, and with ``--json`` an object all the same."""
    code = (
        "import sys\nfrom mdwx import make\nfrom mdwx.cli import main\n"
        "def build(*a, **k): raise ValueError('boom s3cr3t-value')\n"
        "make.build_post = build\nsys.argv[1:] = ['build', '--json']\nmain()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site,
        env={**os.environ, "MDWX_SECRET": "s3cr3t-value"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 1
    assert "Traceback" in run.stderr
    assert "boom ***" in run.stderr
    assert "s3cr3t-value" not in run.stderr + run.stdout
    assert json.loads(run.stdout)["ok"] is False


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_with_one_sentence(site):
    """No traceback; 130, as shells have it."""
    run = subprocess.Popen(
        [sys.executable, "-m", "mdwx", "sandbox", "--port", "0"],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while "http://" not in run.stdout.readline():
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    _, stderr = run.communicate(timeout=30)
    assert "Traceback" not in stderr
    assert run.returncode in (0, 130)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_program_learns_the_keys_of_the_sandbox(site):
    """With ``--json`` the one object comes at the start, not at the end."""
    run = subprocess.Popen(
        [sys.executable, "-m", "mdwx", "sandbox", "--port", "0", "--json"],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = [run.stdout.readline()]
    while lines[-1] not in ("}\n", ""):
        lines.append(run.stdout.readline())
    told = json.loads("".join(lines))
    # Whoever is answered asks a server that listens to signals, too.
    urlopen(told["url"], timeout=60).close()
    run.send_signal(signal.SIGINT)
    rest, stderr = run.communicate(timeout=60)
    assert told["url"].startswith("http://127.0.0.1:")
    assert told["appid"].startswith("wx")
    assert len(told["secret"]) == 32
    assert (rest, stderr) == ("", "")


def test_no_color_is_honoured(site):
    """Not a single escape, even where a colour is forced."""
    write_site(site, {"content/a.md": POST.replace("cover", "covr")})
    run = run_mdwx("build", cwd=site, env={"NO_COLOR": "1"})
    assert "\x1b" not in run.stdout + run.stderr

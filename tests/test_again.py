"""An unchanged site is answered without being built; any change has it built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import REPOSITORY, run_mdwx, write_site

from mdwx.cli import again
from tests.test_cli_build import png

WORDS = ["build", "--offline"]
SAID = [(False, "1 built\n"), (True, "content/a.md: warning\n")]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A built site, the place from which it is called."""
    files = {
        "mdwx.toml": "",
        "content/a.md": "---\ntitle: 甲\ndigest: 一\n---\n\n![图](a.png)\n",
        "content/a.png": png(),
    }
    root = write_site(tmp_path / "site", files)
    assert run_mdwx(*WORDS, cwd=root).exit_code == 0
    monkeypatch.chdir(root)
    return root


def keep(root, *, words=WORDS, began_ns=None, made=("dist/a/article.html",)):
    """Keep an answer as if all files had been there for long."""
    later = time.time_ns() + 60_000_000_000
    call = again.Call(words, str(root), "dist", began_ns or later)
    again.keep(call, again.Answer(SAID, 4), made=made)


def test_what_was_said_is_said_again(site, capsys):
    """Each line on its stream, and the exit code."""
    keep(site)
    assert again.say(again.look(WORDS)[0]) == 4
    told = capsys.readouterr()
    assert (told.out, told.err) == ("1 built\n", "content/a.md: warning\n")


def same_size_and_date(root):
    file = root / "content/a.md"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace("甲".encode(), "乙".encode()))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = {
    "a post": same_size_and_date,
    "a new post": lambda root: (root / "content/b.md").write_text("# b"),
    "a post gone": lambda root: (root / "content/a.md").unlink(),
    "a picture": lambda root: (root / "content/a.png").write_bytes(png("red")),
    "a picture gone": lambda root: (root / "content/a.png").unlink(),
    "a theme": lambda root: write_site(root, {"themes/mine/theme.css": "p{}"}),
    "the site file": lambda root: (root / "mdwx.toml").write_text("[site]\n"),
    "the lock": lambda root: (root / "mdwx.lock").write_text("{}"),
    "the output": lambda root: (root / "dist/a/article.html").write_text("mine"),
    "the output gone": lambda root: (root / "dist/a/article.html").unlink(),
    "the ledger": lambda root: (root / ".mdwx/ledger.sqlite").write_bytes(b"x"),
    "a link": lambda root: (root / "content/c").symlink_to(root / "content"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_has_it_built(site, change):
    """By size, both times, inode, and the names in every folder."""
    keep(site)
    assert again.look(WORDS)[0] is not None
    change(site)
    assert again.look(WORDS)[0] is None


def test_it_is_the_answer_to_the_same_question(site, monkeypatch):
    """Same words, same folder, same environment."""
    keep(site)
    assert again.look([*WORDS, "--json"])[0] is None
    with monkeypatch.context() as changed:
        changed.setenv("MDWX_LANG", "zh")
        assert again.look(WORDS)[0] is None
    assert again.look(WORDS)[0] is not None
    monkeypatch.chdir(site / "content")
    assert again.look(WORDS)[0] is None


@pytest.mark.parametrize(
    "words",
    [
        ["publish"],
        ["draft"],
        ["build", "--force"],
        ["build", "--dry-run"],
        ["build", "--site=elsewhere"],
        ["check", "--browser"],
    ],
    ids=" ".join,
)
def test_other_commands_always_run(site, words):
    """What sends, and what reads more than is compared."""
    keep(site, words=words)
    assert again.look(words)[0] is None
    assert not (site / ".mdwx/cache/again").exists()


def test_a_file_that_moved_meanwhile_is_not_trusted(site):
    """Saved while the command ran, or just before: it may not be what was read."""
    keep(site, began_ns=time.time_ns())
    assert again.look(WORDS)[0] is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"said": 1}', "[" * 9999])
def test_a_damaged_record_is_no_record(site, text):
    """Nor is it an error."""
    keep(site)
    (record,) = (site / ".mdwx/cache/again").iterdir()
    record.write_text(text)
    assert again.look(WORDS)[0] is None


def test_a_record_cannot_speak_to_the_terminal(site, capsys):
    """Colours pass; what else a terminal obeys is made visible."""
    again.say(again.Answer([(False, "\x1b[31mred\x1b[0m \x1b]0;title\x07\n")], 0))
    told = capsys.readouterr().out
    assert told.startswith("\x1b[31mred\x1b[0m ")
    assert told.count("\x1b") == 2


def test_what_followed_from_the_network_is_not_kept(site):
    """A picture that could not be had today may be there tomorrow."""
    (site / "content/a.md").write_text("# 甲\n\n![](https://x.invalid/a.png)\n")
    time.sleep(2.1)
    assert run_mdwx(*WORDS, cwd=site).exit_code == 3
    assert not (site / ".mdwx/cache/again").exists()


def test_a_real_command_is_answered_without_a_parser(site):
    """The same words from the same command, once files have settled."""
    time.sleep(2.1)
    program = (
        "import sys; from mdwx.cli import answer; code = answer(sys.argv[1:]);"
        "print(code, {*sys.modules} & {'mdwx.cli.entry', 'click'}, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, "build", "--offline", "--json"]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}

    def run():
        return subprocess.run(
            command, cwd=site, env=env, capture_output=True, text=True, check=True
        )

    first, second = run(), run()
    assert first.stdout == second.stdout
    assert json.loads(second.stdout)["posts"][0]["state"] == "built"
    assert (first.stderr, second.stderr) == ("0 {'mdwx.cli.entry'}\n", "0 set()\n")
    Path(site, "content/a.md").write_text("# 乙\n\n![图](a.png)\n")
    assert run().stderr == "0 {'mdwx.cli.entry'}\n"

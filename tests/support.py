"""What tests share: case files, read and rewritten; the command, run.

    ``````` example option=value
    what goes in
    .
    what comes out
    ```````

A page that holds no case, or a fence that looks like one and is none, fails:
cases that never run are worse than none.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from mdwx.cli import main

REPOSITORY = Path(__file__).parent.parent
CASES = REPOSITORY / "tests/cases"
FENCE = re.compile(
    r"^(?P<ticks>`{7,}) *example(?P<options>[^\n`]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
SUSPECT = re.compile(r"^[`~]{3,}.*\bexample\b", re.MULTILINE)
DOT = "\n.\n"


class BrokenCaseFile(AssertionError):
    """A case file that would not be run as it reads."""


@dataclass(frozen=True)
class Case:
    """One fenced example."""

    file: Path
    index: int
    line: int
    options: tuple[tuple[str, str], ...]
    given: str
    expected: str

    @property
    def name(self):
        """Where a reader finds it."""
        return f"{self.file.name}:{self.line}"


def load_cases(family):
    """The cases of every page under ``cases/<family>``."""
    files = sorted((CASES / family).glob("*.md"))
    if not files:
        raise BrokenCaseFile(f"no case file in {family}")
    return [case for file in files for case in read_cases(file)]


def read_cases(file):
    """The cases of one page, in order."""
    text = file.read_text(encoding="utf-8")
    matches = list(FENCE.finditer(text))
    if not matches:
        raise BrokenCaseFile(f"{file.name} holds no case")
    for suspect in SUSPECT.finditer(text):
        if not any(it.start() <= suspect.start() < it.end() for it in matches):
            line = text.count("\n", 0, suspect.start()) + 1
            raise BrokenCaseFile(f"{file.name}:{line} looks like a case and is none")
    return [read_case(file, text, index, it) for index, it in enumerate(matches)]


def read_case(file, text, index, match):
    """One case out of its fence."""
    line = text.count("\n", 0, match.start()) + 1
    body = "\n" + match["body"]
    if body.count(DOT) != 1:
        raise BrokenCaseFile(f"{file.name}:{line} needs one line with a lone dot")
    given, expected = body.split(DOT)
    options = tuple(tuple(word.split("=", 1)) for word in match["options"].split())
    if any(len(pair) != 2 for pair in options):
        raise BrokenCaseFile(f"{file.name}:{line} has an option without a value")
    return Case(file, index, line, options, given[1:] + "\n", expected.rstrip("\n"))


def rewrite_case(case, actual):
    """Put what came out in the place of what was expected."""
    text = case.file.read_text(encoding="utf-8")
    match = list(FENCE.finditer(text))[case.index]
    given = ("\n" + match["body"]).split(DOT)[0][1:]
    body = f"{given}{DOT}{actual}\n".removeprefix("\n") if given else f".\n{actual}\n"
    case.file.write_text(
        text[: match.start("body")] + body + text[match.end("body") :], encoding="utf-8"
    )


@dataclass(frozen=True)
class Result:
    """What one run of ``mdwx`` left behind."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self):
        """The one object of ``--json``."""
        return json.loads(self.stdout)


class Console(io.TextIOWrapper):
    """A stream that bytes and text can be written to, as the real ones."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    @property
    def text(self):
        return self.buffer.getvalue().decode("utf-8")


class Keyboard(io.StringIO):
    """What a person types."""

    def isatty(self):
        return True


def run_mdwx(*args, cwd=None, stdin="", env=None, typed=None):
    """Run the command in this process, in folder ``cwd``.

    ``typed`` is what a person answers on a terminal; without it there is none.
    """
    out, err = Console(), Console()
    err.isatty = lambda: typed is not None
    before = {name: os.environ.get(name) for name in env or {}}
    hook, before_stdin = sys.excepthook, sys.stdin
    os.environ.update(env or {})
    sys.stdin = io.StringIO(stdin) if typed is None else Keyboard(typed)
    try:
        with (
            contextlib.chdir(cwd or Path.cwd()),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            exit_code = exit_code_of(args)
    finally:
        sys.excepthook, sys.stdin = hook, before_stdin
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
    return Result(exit_code, out.text, err.text)


def exit_code_of(args):
    """The code that ``main`` leaves with."""
    try:
        main([str(arg) for arg in args])
    except SystemExit as leaving:
        return leaving.code or 0


def write_site(folder, files):
    """Write files of a site, by path; text or bytes."""
    for path, content in files.items():
        file = Path(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Path(folder)

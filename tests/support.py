"""What tests share: the command, run in this process, and sites made for it."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path

from mdwx.cli import main

REPOSITORY = Path(__file__).parent.parent


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
    before_stdin = sys.stdin
    os.environ.update(env or {})
    sys.stdin = io.StringIO(stdin) if typed is None else Keyboard(typed)
    try:
        with (
            hooks_kept(),
            contextlib.chdir(cwd or Path.cwd()),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            exit_code = exit_code_of(args)
    finally:
        sys.stdin = before_stdin
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
    return Result(exit_code, out.text, err.text)


@contextlib.contextmanager
def hooks_kept():
    """What the command takes over of Python, given back."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    record, form = logging.getLogRecordFactory(), warnings.formatwarning
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        logging.setLogRecordFactory(record)
        warnings.formatwarning = form


def exit_code_of(args):
    """The code that ``main`` leaves with."""
    try:
        main([str(arg) for arg in args])
    except SystemExit as leaving:
        return leaving.code or 0


def run_alone(folder, program, *, ends=0):
    """What a program prints that has a process to itself, without other threads.

    Its output ends when the last process that it made has ended.
    """
    file = folder / "program.py"
    file.write_text(program)
    done = subprocess.run(
        [sys.executable, file],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == ends, done.stderr
    return done.stdout


def write_site(folder, files):
    """Write files of a site, by path; text or bytes."""
    for path, content in files.items():
        file = Path(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Path(folder)

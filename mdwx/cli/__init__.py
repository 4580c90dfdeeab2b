"""The command line: one file a command; alone prints.

    again.py        what an earlier call said, where nothing changed
    entry.py        every way a run can end
    declaring.py    what each command takes; plain words
    parser.py       click: all other words, help, mistakes
    run.py          what every command has in common

``main`` is the door. It is kept light: no parser, no HTTP library and no picture
library is loaded before a command needs it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import mdwx

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code."""
    words = list(sys.argv[1:] if args is None else args)
    # Nearly all that importing and building make lives as long as the command: to
    # look for circles after every 700 objects, and among all of them at the end,
    # finds little and takes a sixth of the time of building one article.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # An old code page cannot show every title; that is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = answer(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has seen enough; the interpreter must not try again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    if args is None:
        gc.freeze()
    sys.exit(code)


def answer(words: list[str]) -> int:
    """What the words ask for: said at once, said again, or worked out."""
    if words == ["--version"]:
        sys.stdout.write(f"mdwx {mdwx.__version__}\n")
        return 0
    from mdwx.cli import again

    before, seen = again.look(words)
    if before is not None:
        return again.say(before)
    from mdwx.cli.entry import run

    return run(words, seen=seen)

"""From ``sys.argv`` to an exit code: every way a run can end, in one place."""

from __future__ import annotations

import os
import sys
from typing import Final

from mdwx.cli.bugs import show_bugs
from mdwx.cli.commands import COMMANDS, load
from mdwx.cli.declaring import plain_words
from mdwx.cli.replies import Reply
from mdwx.cli.terminal import Terminal
from mdwx.errors import MdwxError
from mdwx.model import Text
from mdwx.redaction import forget_secrets, learn_environment
from mdwx.stand import Table

__all__ = ["run"]

INTERRUPTED: Final = 130
"""As shells have it: 128 and the number of SIGINT."""


def run(words: list[str], *, seen: Table | None = None) -> int:
    """Run one command; its exit code. ``seen`` is how its site stands."""
    forget_secrets()
    learn_environment(os.environ)
    show_bugs(_answer_bug)
    try:
        return _run(words, seen)
    except KeyboardInterrupt:
        stopped = Text(
            zh="已中断；再运行一次会接着做", en="stopped; run again to go on"
        )
        return _end(words, MdwxError(stopped), code=INTERRUPTED)
    except MdwxError as error:
        return _end(words, error)


def _run(words: list[str], seen: Table | None) -> int:
    if words and words[0] in COMMANDS:
        command = load(words[0])
        given = plain_words(command, words[1:])
        if given is not None:
            from mdwx.cli.run import carry_out

            try:
                return carry_out(command, given, words=words, seen=seen)
            except KeyboardInterrupt:
                # What is told of it begins behind the ^C that a terminal shows.
                Terminal().note("")
                raise
    from mdwx.cli.parser import parse

    return parse(words)


def _end(words: list[str], error: MdwxError, *, code: int | None = None) -> int:
    """Tell of an error that no command could answer for."""
    terminal = Terminal(json="--json" in words)
    terminal.error(error)
    reply = Reply(error=error)
    terminal.answer(lambda: reply.fields(_command_of(words)))
    return reply.exit_code if code is None else code


def _command_of(words: list[str]) -> str:
    return next((word for word in words if not word.startswith("-")), "")


def _answer_bug(what: str) -> None:
    """Give a program its one object all the same."""
    words = sys.argv[1:]
    reply = Reply(error=MdwxError(Text(zh=what, en=what)))
    Terminal(json="--json" in words).answer(lambda: reply.fields(_command_of(words)))

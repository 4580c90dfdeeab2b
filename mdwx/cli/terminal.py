"""The only place that prints.

Results go to standard output, everything about the work to standard error.
Text of users and of WeChat is made harmless first: an escape sequence in a
title must not reach the terminal, and no secret may.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, TextIO

from mdwx.cli.language import said
from mdwx.errors import MdwxError, RemoteError
from mdwx.model import Finding, Severity, Text
from mdwx.records import dataclass
from mdwx.redaction import redacted
from mdwx.visible import visible

if TYPE_CHECKING:
    from mdwx.cli.progress import Following

__all__ = ["Terminal", "printable"]

HINT = Text(zh="提示：", en="hint: ")
YES = frozenset({"y", "yes", "是", "好"})
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


@dataclass(frozen=True, slots=True)
class Terminal:
    """Says things to a person, or keeps quiet for a program."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    heard: list[tuple[bool, str]] = field(
        default_factory=list, repr=False, compare=False
    )
    """All that was said, and whether on standard error."""
    _found: set[Finding] = field(default_factory=set, repr=False, compare=False)

    @property
    def is_interactive(self) -> bool:
        """Whether a person can be asked."""
        return not self.json and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def speaks(self) -> bool:
        """Whether results are said."""
        return not self.json and not self.quiet

    @property
    def shows_progress(self) -> bool:
        """Whether something may move on the screen."""
        return self.speaks and sys.stderr.isatty()

    def bars(self, what: str, *, total: int) -> Following | None:
        """What follows a piece of work on the screen, where something may move."""
        if not self.shows_progress:
            return None
        from mdwx.cli.bars import Bars

        return Bars(what, total=total)

    def say(self, line: Text | str = "") -> None:
        """Print a result; nothing with ``--json`` or ``--quiet``."""
        if self.speaks:
            self.print(line)

    def print(self, line: Text | str) -> None:
        """Print what was asked for, even with ``--quiet``."""
        if not self.json:
            self._put(self._clean(line))

    def draw(self, drawing: str) -> None:
        """Print a result that is a drawing in letters."""
        self.say(drawing)

    def styled(self, *pieces: str | tuple[str, str]) -> None:
        """Print a result of pieces; those with a colour, or in "bold", have it."""
        if self.json:
            return
        told = []
        for piece in pieces:
            text, style = (piece, "") if isinstance(piece, str) else piece
            told.append(coloured(self._line(text), style, stream=sys.stdout))
        self._put("".join(told))

    def note(self, line: Text | str) -> None:
        """Print a line about the work."""
        if self.speaks:
            self._put(self._clean(line), err=True)

    def detail(self, line: Text | str) -> None:
        """Print a line about the work that only ``--verbose`` asks for."""
        if self.verbose:
            self.note(line)

    def finding(self, finding: Finding, *, to_result: bool = False) -> None:
        """Print a finding and its hint; ``--quiet`` leaves only errors."""
        is_error = finding.severity is Severity.ERROR
        if self.json or (self.quiet and not is_error and not to_result):
            return
        if finding in self._found:
            # What many posts share, such as the site's own CSS, is said once.
            return
        self._found.add(finding)
        place = f"{finding.where}: " if finding.where else ""
        word = coloured(
            said(finding.severity.word),
            COLOURS[finding.severity],
            stream=sys.stdout if to_result else sys.stderr,
        )
        message = self._line(f"{said(finding.message)} [{finding.code}]")
        line = f"{self._line(place)}{word}: {message}"
        self._put(line, err=not to_result)
        if finding.hint is not None:
            hint = self._line(f"  {said(HINT)}{said(finding.hint)}")
            self._put(hint, err=not to_result)

    def error(self, error: MdwxError, *, of: str | None = None) -> None:
        """Print what went wrong, where (or ``of`` which post), and what to do."""
        if self.json:
            return
        where = error.where or of
        place = f"{where}: " if where else ""
        self._put(self._line(f"mdwx: {place}{said(error.problem)}"), err=True)
        if isinstance(error, RemoteError):
            theirs = f"errcode {error.errcode}: {error.errmsg}"
            if str(error.errcode) not in said(error.problem):
                self._put(self._line(f"  {theirs}"), err=True)
        if error.hint is not None:
            self._put(self._line(f"{said(HINT)}{said(error.hint)}"), err=True)

    def answer(self, fields: Callable[[], Mapping[str, Any]]) -> None:
        """Print the one object of ``--json``; nobody else has it worked out."""
        if self.json:
            told = json.dumps(fields(), ensure_ascii=False, indent=2)
            # What is made visible is what JSON itself would write for it.
            text = printable(told) + "\n"
            self.heard.append((False, text))
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
            sys.stdout.buffer.flush()

    def ask(self, question: Text) -> bool:
        """Ask a person; anything but yes is no."""
        asked = Text(zh=f"{question.zh} [y/N] ", en=f"{question.en} [y/N] ")
        return self.typed(asked).lower() in YES

    def typed(self, question: Text) -> str:
        """What a person types for an answer."""
        sys.stderr.write(self._clean(question))
        sys.stderr.flush()
        return sys.stdin.readline().strip()

    def _put(self, text: str, *, err: bool = False) -> None:
        """Write a line."""
        stream = sys.stderr if err else sys.stdout
        self.heard.append((err, f"{text}\n"))
        if shows_colour(stream):
            import click

            # It knows the consoles of Windows.
            click.echo(text, err=err)
        elif stream is not None:
            stream.write(f"{text}\n")
            stream.flush()

    def _line(self, line: str) -> str:
        """The text on one line: what it quotes must not look like a line of ours."""
        return self._clean(line).replace("\n", "\\u000a")

    def _clean(self, line: Text | str) -> str:
        text = said(line) if isinstance(line, Text) else line
        return printable(text)


def shows_colour(stream: TextIO | None) -> bool:
    """Whether whoever reads it sees colours, and wants them."""
    return bool(stream and stream.isatty()) and not os.environ.get("NO_COLOR")


def coloured(text: str, style: str, *, stream: TextIO | None) -> str:
    """The text in a colour, or "bold", where that can be seen."""
    if not style or not shows_colour(stream):
        return text
    import click

    is_bold = style == "bold"
    return click.style(text, bold=True) if is_bold else click.style(text, style)


def printable(text: str) -> str:
    """The text with what a terminal might obey made visible, and no secret."""
    return visible(redacted(text), keep="\n\t")

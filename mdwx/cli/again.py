"""A command over a site where nothing changed says again what it said before.

``build`` and ``check`` make the same of the same: when every file of the site, every
file they wrote, the ledger, the environment and mdwx itself are as they were at
the end of the last such call, its words and its exit code are the answer. This
module is all that is loaded then, neither parser nor click, which makes a
thousand unchanged posts a matter of milliseconds.

Files are compared by size, both times and inode, as git does. A record that does
not fit, or makes no sense, is as good as none: the command simply runs. Only calls
that asked WeChat nothing are kept, so none is left out that would ask again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mdwx.patterns import pattern
from mdwx.stand import Table, digest, is_young, knowledge, program, row, site_table

__all__ = ["Answer", "Call", "keep", "look", "say"]

COMMANDS: Final = frozenset({"build", "check"})
"""What they say depends on nothing but what is compared here."""
ELSEWHERE: Final = ("--allow-outside", "--site", "--force", "--browser", "--dry-run")
"""Options with which more is read than is compared, or something made anew."""
FLEETING: Final = frozenset({"_", "OLDPWD", "PWD", "SHLVL"})
"""Variables that every shell sets anew, and no command hears."""
MOST_RECORDS: Final = 20
COLOUR: Final = pattern(r"(\x1b\[[0-9;]*m)")


class Call(NamedTuple):
    """A command as it was called, and the site it was about."""

    words: Sequence[str]
    root: str
    output: str
    """The folder it writes to, from the root."""
    began_ns: int
    seen: Table | None = None
    """How the site stood before, if that was looked at."""


class Answer(NamedTuple):
    """What a command said, line by line, and the code it left with."""

    said: Sequence[tuple[bool, str]]
    """Whether on standard error, and the text."""
    code: int


def look(words: Sequence[str]) -> tuple[Answer | None, Table | None]:
    """The answer of an earlier call, if it still holds; the site, if it was seen."""
    table = None
    if not is_repeatable(words) or (root := root_above(os.getcwd())) is None:
        return None, table
    try:
        with open(place(root, words), "rb") as file:
            record = json.load(file)
        made, output = list(record["made"]), str(record["output"])
        said = [(bool(err), str(text)) for err, text in record["said"]]
        code = int(record["code"])
        table = site_table(root, output=output)
        is_same = table is not None and record["site"] == digest(table.rows)
        holds = is_same and record["stand"] == stand(root, made)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None, table
    return Answer(said, code) if holds else None, table


def say(answer: Answer) -> int:
    """Say it again; the exit code."""
    from mdwx.visible import visible

    for is_error, text in answer.said:
        stream = sys.stderr if is_error else sys.stdout
        # The record lies in the site, so its words are no more trusted than a post.
        pieces = COLOUR.split(text)
        pieces[::2] = [visible(piece, keep="\n\t") for piece in pieces[::2]]
        stream.write("".join(pieces))
    return answer.code


def keep(call: Call, answer: Answer, *, made: Iterable[str]) -> None:
    """Remember an answer, unless the site moved meanwhile or only just before.

    ``made`` is what the call wrote, from the root; it is asked for last.
    """
    words, root, output, began_ns, seen = call
    folder = os.path.join(root, ".mdwx", "cache")
    if not is_repeatable(words) or not os.path.isdir(folder):
        return
    if seen is not None and is_young(seen.rows, before_ns=began_ns):
        return
    try:
        table = site_table(root, output=output)
        if table is None or is_young(table.rows, before_ns=began_ns):
            return
        files = list(made)
        record = {
            "site": digest(table.rows),
            "stand": stand(root, files),
            "output": output,
            "made": files,
            "said": [list(line) for line in answer.said],
            "code": answer.code,
        }
        write(place(root, words), json.dumps(record, ensure_ascii=False), root=root)
    except OSError:
        # A disk that takes no record only costs the time it would have saved.
        return


def is_repeatable(words: Sequence[str]) -> bool:
    """Whether a command's answer depends on nothing but what is compared."""
    return bool(words) and words[0] in COMMANDS and not has_any(words, ELSEWHERE)


def has_any(words: Sequence[str], options: Sequence[str]) -> bool:
    """Whether one of the options is there, also as ``--option=value``."""
    return any(word.partition("=")[0] in options for word in words)


def root_above(folder: str) -> str | None:
    """The site that a folder lies in, if it keeps such records."""
    while not os.path.isdir(os.path.join(folder, ".mdwx", "cache", "again")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def place(root: str, words: Sequence[str]) -> str:
    """Where the answer to these words, said here and now, is kept."""
    env = sorted(item for item in os.environ.items() if item[0] not in FLEETING)
    ttys = [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)]
    here = [list(words), os.getcwd(), env, ttys, sys.version, sys.executable]
    return os.path.join(root, ".mdwx", "cache", "again", f"{digest(here)}.json")


def stand(root: str, made: Iterable[str]) -> str:
    """One value for what was made of the site, and what made it."""
    # Thousands of names: joining each with care would take as long as looking.
    ours = [row(f"{root}/{name}") for name in made]
    return digest([ours, list(knowledge(root)), program()])


def write(file: str, text: str, *, root: str) -> None:
    """Write a record whole, and drop the oldest."""
    from pathlib import Path

    from mdwx.whole import replace_whole

    data = text.encode("utf-8", "backslashreplace")
    replace_whole(Path(file), data, within=Path(root))
    records = sorted(Path(file).parent.glob("*.json"), key=os.path.getmtime)
    for old in records[:-MOST_RECORDS]:
        old.unlink(missing_ok=True)

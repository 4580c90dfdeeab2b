"""A command over a site where nothing changed says again what it said before.

``build`` and ``check`` make the same of the same: when every file of the site, every
file they wrote, the ledger, the environment and mdwx itself are as they were at
the end of the last such call, its words and its exit code are the answer. This
module is all that is loaded then, neither parser nor click, which makes a
thousand unchanged posts a matter of milliseconds.

Files are compared by size, both times and inode, as git does. A record that does
not fit, or makes no sense, is as good as none: the command simply runs.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

__all__ = ["COMMANDS", "Before", "look", "say"]

COMMANDS: Final = frozenset({"build", "check"})
"""What they say depends on nothing but what is compared here."""
ELSEWHERE: Final = frozenset({"--allow-outside", "--site", "--force", "--browser"})
"""Options with which something is read that is not compared, or written anew."""
NOT_OF_SITE: Final = frozenset({".git", ".mdwx", ".venv", "node_modules"})
HEARD: Final = ("MDWX_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS")
"""Beginnings of the variables that a command hears."""
SETTLED_NS: Final = 2_000_000_000
"""Clocks of file systems may stand for so long: what is younger may change unseen."""
MOST_FILES: Final = 50_000


class Before:
    """How a site stood before a command, to be compared afterwards."""

    def __init__(self, root: Path, words: Sequence[str], *, output: str) -> None:
        self.root = root
        self.words = list(words)
        self.output = output
        self.table = site_table(root, output=output)

    def keep(
        self, *, said: Sequence[tuple[bool, str]], code: int, made: Iterable[str]
    ) -> None:
        """Remember an answer, unless the site moved meanwhile or only just now."""
        table = site_table(self.root, output=self.output)
        if table is None or table != self.table or is_young(table):
            return
        files = sorted(made)
        record = {
            "stand": stand(self.root, table, files),
            "output": self.output,
            "made": files,
            "said": [list(line) for line in said],
            "code": code,
        }
        file = place(self.root, self.words)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}")
            part.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
            part.replace(file)
        except OSError:
            return
        drop_old(file.parent)


def look(words: Sequence[str]) -> Mapping[str, Any] | None:
    """The answer of an earlier call that still holds, or None."""
    if not words or words[0] not in COMMANDS or not ELSEWHERE.isdisjoint(words):
        return None
    root = root_above(Path.cwd())
    if root is None:
        return None
    try:
        record = json.loads(place(root, words).read_bytes())
        made, output = list(record["made"]), str(record["output"])
        said = [(bool(err), str(text)) for err, text in record["said"]]
        table = site_table(root, output=output)
        holds = table is not None and record["stand"] == stand(root, table, made)
        code = int(record["code"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return {"said": said, "code": code} if holds else None


def say(answer: Mapping[str, Any]) -> int:
    """Say it again; the exit code."""
    from mdwx.visible import visible

    for is_error, text in answer["said"]:
        stream = sys.stderr if is_error else sys.stdout
        # The record lies in the site, so its words are no more trusted than a post.
        stream.write(visible(text, keep="\n\t"))
    return int(answer["code"])


def root_above(folder: Path) -> Path | None:
    """The site that a folder lies in, if it keeps such records."""
    for place in (folder, *folder.parents):
        if (place / ".mdwx" / "cache" / "again").is_dir():
            return place
    return None


def place(root: Path, words: Sequence[str]) -> Path:
    """Where the answer to these words, said here and now, is kept."""
    here = [
        list(words),
        os.getcwd(),
        sorted(name for name in os.environ if name.startswith("MDWX_SECRET")),
        sorted(
            (name, value)
            for name, value in os.environ.items()
            if name.startswith(HEARD) and not name.startswith("MDWX_SECRET")
        ),
        [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)],
        [sys.version, sys.executable],
    ]
    return root / ".mdwx" / "cache" / "again" / f"{digest(here)}.json"


def digest(told: object) -> str:
    """One short name for all that is told."""
    return blake2b(
        repr(told).encode("utf-8", "backslashreplace"), digest_size=16
    ).hexdigest()


Table = list[tuple[str, int, int, int, int]]
"""Path, size, both times and inode of every file."""


def site_table(root: Path, *, output: str) -> Table | None:
    """Every file of a site; None where links or numbers make that unsure."""
    table: Table = []
    waiting = [(os.fspath(root), NOT_OF_SITE | {output})]
    while waiting:
        folder, left_out = waiting.pop()
        for entry in entries(folder, left_out):
            if entry.is_symlink() or len(table) > MOST_FILES:
                return None
            if entry.is_dir():
                waiting.append((entry.path, NOT_OF_SITE))
            else:
                table.append(row(entry.path, entry.stat()))
    return sorted(table)


def entries(folder: str, left_out: Container[str]) -> list[os.DirEntry[str]]:
    """What a folder holds, some names left out."""
    with os.scandir(folder) as found:
        return [entry for entry in found if entry.name not in left_out]


def row(path: str, found: os.stat_result) -> tuple[str, int, int, int, int]:
    """What tells whether a file is as it was."""
    times = found.st_mtime_ns, found.st_ctime_ns
    return path, found.st_size, *times, found.st_ino


def is_young(table: Table) -> bool:
    """Whether a file changed so lately that it may change again unseen."""
    now = time.time_ns()
    return any(now - max(mtime, ctime) < SETTLED_NS for _, _, mtime, ctime, _ in table)


def stand(root: Path, table: Table, made: Iterable[str]) -> str:
    """One value for the site, what was made of it, and what made it."""
    ours = [row(path, os.stat(path)) for path in (f"{root}/{name}" for name in made)]
    return digest([table, ours, list(knowledge(root)), list(program())])


def knowledge(root: Path) -> Iterator[object]:
    """What mdwx knows of accounts, as files."""
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "sandbox/state.json"):
        file = f"{root}/.mdwx/{name}"
        yield row(file, os.stat(file)) if os.path.exists(file) else None


def program() -> Iterator[object]:
    """mdwx and its libraries: every module of ours, and where packages are put."""
    for folder, inner, names in os.walk(Path(__file__).parents[1]):
        inner[:] = [name for name in inner if name != "__pycache__"]
        for name in names:
            path = os.path.join(folder, name)
            yield row(path, os.stat(path))
    for path in sys.path:
        if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path):
            yield path, os.stat(path).st_mtime_ns


def drop_old(folder: Path, *, most: int = 20) -> None:
    """Keep the latest records only."""
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
    for file in files[:-most]:
        file.unlink(missing_ok=True)

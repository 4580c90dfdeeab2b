"""Two commands in turn, A B A B: their ratio holds while the machine drifts."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

__all__ = ["Command", "Pair", "measure"]


@dataclass(frozen=True)
class Command:
    """One program, and what has to be put in order before each run of it."""

    words: Sequence[str | Path]
    folder: Path = Path()
    before: Callable[[], None] = lambda: None
    more: dict[str, str] = field(default_factory=dict)
    """Further variables of its environment."""


@dataclass
class Pair:
    """What was measured of A, of B, and of the one against the other."""

    seconds: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    peak_mib: list[float] = field(default_factory=lambda: [0.0, 0.0])

    @property
    def medians(self) -> tuple[float, float]:
        """Of the wall time of A and B, in seconds."""
        return median(self.seconds[0]), median(self.seconds[1])

    @property
    def ratio(self) -> float:
        """The median of A / B, pair by pair."""
        return median(a / b for a, b in zip(*self.seconds, strict=True))


def measure(a: Command, b: Command, *, runs: int) -> Pair:
    """Run both in turn, once without counting; each must succeed."""
    pair = Pair()
    for number in range(runs + 1):
        for side, command in enumerate((a, b)):
            command.before()
            seconds, peak_mib = run_once(command)
            if number:
                pair.seconds[side].append(seconds)
                pair.peak_mib[side] = max(pair.peak_mib[side], peak_mib)
    return pair


def run_once(command: Command) -> tuple[float, float]:
    """Wall seconds and the peak of the largest process, in MiB."""
    env = os.environ | command.more
    # What pip installs is compiled once, a source tree where Python may write.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    child = subprocess.Popen(
        [str(word) for word in command.words],
        cwd=command.folder,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    told = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        tail = told.decode("utf-8", "replace")[-2000:]
        raise SystemExit(f"{command.words} ended with {child.returncode}:\n{tail}")
    return seconds, usage.ru_maxrss / 1024

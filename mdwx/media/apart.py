"""An engine in a process of its own, kept open for many questions.

Formulas and diagrams come from strangers. A hundred letters can ask for hours,
or for more memory than there is; then the process ends, and not ours.
"""

from __future__ import annotations

import json
import sys
import threading
import weakref
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import subprocess

__all__ = ["Apart"]

TIME_S: Final = 20.0
CHILD: Final = Path(__file__).with_name("answering.py")


class Apart:
    """A child process that answers each line of JSON with one.

    It runs ``answer(question)`` of ``script``, a file that imports nothing of
    ours, so that it starts fast.
    """

    def __init__(self, script: Path, *, time_s: float = TIME_S) -> None:
        self.script = script
        self.time_s = time_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._ended: weakref.finalize[Any, Any] | None = None

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The engine's answer; ValueError says why there is none."""
        with self._lock:
            child = self._running()
            late = threading.Timer(self.time_s, child.kill)
            late.start()
            try:
                answer = spoken(child, json.dumps(question).encode() + b"\n")
            finally:
                late.cancel()
            if not answer:
                self._close()
                raise ValueError("the engine gave up: too large, or too slow")
        return dict(json.loads(answer))

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            import subprocess

            command = [sys.executable, "-P", str(CHILD), str(self.script)]
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._ended = weakref.finalize(self, end, self._child)
        return self._child

    def _close(self) -> None:
        if self._ended is not None:
            self._ended()
        self._child = self._ended = None


def spoken(child: subprocess.Popen[bytes], line: bytes) -> bytes:
    """What the child answers, or nothing once it is gone."""
    if child.stdin is None or child.stdout is None:
        return b""
    try:
        child.stdin.write(line)
        child.stdin.flush()
    except OSError:
        return b""
    return child.stdout.readline()


def end(child: subprocess.Popen[bytes]) -> None:
    """End a child and let go of its pipes."""
    child.kill()
    for pipe in (child.stdin, child.stdout):
        shut(pipe)
    child.wait()


def shut(pipe: IO[bytes] | None) -> None:
    """Close a pipe whose other end may be gone."""
    if pipe is None:
        return
    try:
        pipe.close()
    except OSError:
        return

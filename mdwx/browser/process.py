"""The browser's process and the two pipes to it, on each system.

Chromium reads commands from descriptor 3 and writes answers to 4; on Windows it is
told the handles (``--remote-debugging-io-pipes``, as chromedriver does).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from mdwx.records import dataclass

__all__ = ["Running", "start"]

OVER_TO_3_AND_4: Final = 'exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null'
OURS: Final = "MDWX_"
"""Variables that may hold a secret, and are no browser's business."""

LONGEST_TMPDIR_CHARS: Final = 60
"""Chromium makes a socket there, whose path may have 104 characters in all."""


@dataclass(frozen=True, slots=True)
class Running:
    """A process that was started, and how to speak with it."""

    process: subprocess.Popen[bytes]
    commands: IO[bytes]
    answers: IO[bytes]
    errors: Path
    """What it says of itself."""

    def end(self, *, within_s: float) -> None:
        """Hang up, which ends a browser; end it by force if it stays."""
        with suppress(OSError):
            self.commands.close()
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()
        finally:
            self.process.wait()
            # What it started may take a moment longer, and write to its profile.
            self.kill()

    def kill(self) -> None:
        """End it and all it started."""
        if sys.platform == "win32":
            self.process.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def start(command: Sequence[str], *, env: Mapping[str, str], errors: Path) -> Running:
    """Start a browser; what it says of itself goes into ``errors``."""
    given = {name: value for name, value in env.items() if not name.startswith(OURS)}
    if len(given.get("TMPDIR", "")) > LONGEST_TMPDIR_CHARS:
        del given["TMPDIR"]
    with errors.open("wb") as said:
        process, commands, answers = start_piped(command, given, said)
    return Running(process, commands, answers, errors)


Piped = tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]

if sys.platform == "win32":
    import msvcrt

    def start_piped(
        command: Sequence[str], env: Mapping[str, str], said: IO[bytes]
    ) -> Piped:
        """Start it with handles that it inherits and is told of."""
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        handles = [msvcrt.get_osfhandle(it) for it in (theirs_in, theirs_out)]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        process = subprocess.Popen(
            [*command, f"--remote-debugging-io-pipes={handles[0]},{handles[1]}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=env,
            startupinfo=subprocess.STARTUPINFO(
                lpAttributeList={"handle_list": handles}
            ),
        )
        os.close(theirs_in)
        os.close(theirs_out)
        return process, os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")

else:

    def start_piped(
        command: Sequence[str], env: Mapping[str, str], said: IO[bytes]
    ) -> Piped:
        """Start it in a group of its own: Ctrl-C is for us alone."""
        process = subprocess.Popen(
            ["/bin/sh", "-c", OVER_TO_3_AND_4, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=env,
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        return process, process.stdin, process.stdout

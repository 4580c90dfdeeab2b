"""Makes processes of ``mdwx`` that may be killed, without waiting for Python.

    python -m tests.forge

reads one order a line, forks a process for it, and says its id and then how it
ended. The forge has imported what mdwx imports, so a process is at work at once;
it is one of its own all the same, with its own files, and SIGKILL ends it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.mortal import Fate, watch_commits, watch_replaced_files

REPOSITORY = Path(__file__).parent.parent


class Ended(NamedTuple):
    """How a process ended."""

    killed: bool
    exit_code: int
    stdout: str
    stderr: str
    points: list[str]
    """The writes it passed, where each is two points."""

    @property
    def json(self):
        return json.loads(self.stdout)


class Forge:
    """The forge as a test sees it."""

    def __init__(self, process):
        self.process = process

    def start(self, *args, cwd, env, dies_at=None):
        """Start ``mdwx`` with these arguments; give its process id."""
        self.out = Path(cwd).with_suffix(".out")
        order = {
            "args": args,
            "cwd": str(cwd),
            "env": env,
            "dies_at": dies_at,
            "out": str(self.out),
        }
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def ended(self):
        """Wait for the end of what was started."""
        status = int(self.process.stdout.readline())
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        told = [self.out.with_suffix(suffix) for suffix in (".1", ".2", ".points")]
        stdout, stderr, points = (file.read_text("utf-8") for file in told)
        code = -1 if killed else os.waitstatus_to_exitcode(status)
        return Ended(killed, code, stdout, stderr, points.splitlines())


@contextmanager
def forging():
    """A forge for as long as a test needs it."""
    command = [sys.executable, "-m", "tests.forge"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=REPOSITORY, **pipes) as process:
        yield Forge(process)
        process.stdin.close()


class Mortal(Fate):
    """The fate of a whole process."""

    def __init__(self, at, log):
        super().__init__(at)
        self.log = log

    def pass_(self, point):
        self.log.write(f"{point}\n")
        self.log.flush()
        super().pass_(point)

    def die(self):
        os.kill(os.getpid(), signal.SIGKILL)


def work(order):
    """Be a process of ``mdwx`` until the end."""
    out = Path(order["out"])
    log = out.with_suffix(".points").open("w", encoding="utf-8")
    for number in (1, 2):
        file = os.open(out.with_suffix(f".{number}"), os.O_CREAT | os.O_WRONLY)
        os.truncate(file, 0)
        os.dup2(file, number)
    os.chdir(order["cwd"])
    os.environ.update(order["env"])
    fate = Mortal(order["dies_at"], log)
    watch_commits(fate)
    watch_replaced_files(fate, "mdwx.lock")
    sys.argv = ["mdwx", *order["args"]]
    from mdwx.cli import main

    try:
        main(order["args"])
    except SystemExit as leaving:
        return leaving.code or 0


def warm_up():
    """Import what a run imports; nothing is opened and no thread is left."""
    import requests  # noqa: F401  # children have it then

    import mdwx.cli.publish
    import mdwx.dispatch
    import mdwx.make
    import mdwx.style
    import mdwx.wechat.client  # noqa: F401  # children have it then


def main():
    warm_up()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                code = work(order)
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        print(pid, flush=True)
        print(os.waitpid(pid, 0)[1], flush=True)


if __name__ == "__main__":
    main()

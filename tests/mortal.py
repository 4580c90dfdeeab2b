"""A run that dies at a chosen point, in this process or as one of its own.

A point is a moment before or after something lasts: a request, a commit of the
ledger, a new ``mdwx.lock``. A clean run passes them all and so writes the list
of places to die at; a step that mdwx learns joins the list by itself.
"""

from __future__ import annotations

import os
import threading

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from mdwx.ledger import LockFile


class Killed(BaseException):
    """The process is gone: nothing catches this."""


class Fate:
    """Counts the points that a run passes, and ends it at the one numbered ``at``."""

    def __init__(self, at=None):
        self.at = at
        self.points = []
        self.requests = []
        """The paths that were asked for, in order."""
        self.dead = False
        self._counting = threading.Lock()

    def pass_(self, point):
        with self._counting:
            if self.dead:
                # What is left of the run unwinds, and may touch nothing more.
                raise Killed
            self.points.append(point)
            if len(self.points) == self.at:
                self.die()

    def die(self):
        self.dead = True
        raise Killed

    def around(self, what, act):
        """Do what lasts, between two points."""
        self.pass_(f"before {what}")
        done = act()
        self.pass_(f"after {what}")
        return done


class MortalLine:
    """The host behind a line that the run may die on."""

    def __init__(self, host, fate):
        self.host = host
        self.fate = fate

    def send(self, request, *, timeout_s):
        path = request.path.removeprefix("/cgi-bin/")
        self.fate.requests.append(path)
        return self.fate.around(
            path, lambda: self.host.send(request, timeout_s=timeout_s)
        )


class MortalLock(LockFile):
    """``mdwx.lock``, written by a run that may die of it."""

    def __init__(self, path, fate):
        super().__init__(path)
        self.fate = fate

    def write(self, account, **held):
        write = super().write
        return self.fate.around("mdwx.lock", lambda: write(account, **held))


def watch_commits(fate, engine=None):
    """Make every commit that writes something two points: of one engine, or of all."""
    wrote = threading.local()
    dialect = engine.dialect if engine is not None else DefaultDialect
    commit = dialect.do_commit

    def note(connection, cursor, statement, parameters, context, executemany):
        verb, *rest = statement.split(maxsplit=3)
        if verb in ("INSERT", "UPDATE", "DELETE", "CREATE"):
            table = rest[0] if verb == "UPDATE" else rest[1]
            wrote.steps = [*getattr(wrote, "steps", []), f"{verb.lower()} {table}"]

    def watched(*connection):
        steps, wrote.steps = getattr(wrote, "steps", []), []
        if steps:
            fate.around(", ".join(steps), lambda: commit(*connection))
        else:
            commit(*connection)

    event.listen(engine or Engine, "before_cursor_execute", note)
    dialect.do_commit = watched


def watch_replaced_files(fate, name):
    """Make it two points of this process when a file of that name is put in place."""
    replace = os.replace

    def watched(source, target, **more):
        if os.path.basename(target) == name:
            fate.around(name, lambda: replace(source, target, **more))
        else:
            replace(source, target, **more)

    os.replace = watched

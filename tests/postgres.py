"""A PostgreSQL server of the tests' own: started once a worker, thrown away after.

It refuses to run as root, so root starts it as ``nobody``. It answers on a socket
in its folder and, where a password is to be asked for, on a port of loopback.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_S = 60
ACCESS = """\
local all all trust
host all all 127.0.0.1/32 scram-sha-256
"""
# The server ends with whoever started it, however that ends.
UNTIL_CLOSED = '"$0" "$@" & cat >/dev/null; kill -QUIT $!; wait $!'


class Server:
    """One cluster in a folder of its own."""

    def __init__(self, folder, *, fsync):
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.fsync = fsync
        self.names = (f"ledger{number}" for number in itertools.count(1))
        self._process = None
        kind = ("-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
        run("initdb", "-D", self.data, *kind)
        (self.data / "pg_hba.conf").write_text(ACCESS)

    def start(self):
        """Start it, and wait until it answers."""
        settings = {
            "fsync": self.fsync,
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": 100,
        }
        options = (f"--{name}={value}" for name, value in settings.items())
        command = [binary("postgres"), "-D", self.data, *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", UNTIL_CLOSED, *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                **unprivileged(),
            )
        deadline = time.monotonic() + START_S
        while True:
            try:
                return self.ask("SELECT 1")
            except psycopg.OperationalError:
                ended = self._process.poll() is not None
                if ended or time.monotonic() > deadline:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def stop(self):
        """Stop it; those who are connected are cut off."""
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait(timeout=START_S)
            self._process = None

    def ask(self, statement, *, database="postgres"):
        """What the server answers its own administrator."""
        where = {"host": str(self.folder), "port": self.port, "user": "postgres"}
        with psycopg.connect(dbname=database, autocommit=True, **where) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else None

    @contextmanager
    def database(self):
        """The address of an empty database, for as long as a test needs it."""
        name = next(self.names)
        self.ask(f"CREATE DATABASE {name}")
        try:
            yield self.address(name)
        finally:
            self.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, database):
        """Its address as ``MDWX_LEDGER`` takes it."""
        where = f"host={self.folder}&port={self.port}"
        return f"postgresql+psycopg://postgres@/{database}?{where}"


@contextmanager
def postgresql(*, fsync=False):
    """A server without a database, ended and removed with the block."""
    with tempfile.TemporaryDirectory(prefix="mdwx-pg-") as folder:
        folder = Path(folder)
        for right in unprivileged() and [(folder, "nobody")]:
            shutil.chown(*right)
        server = Server(folder, fsync="on" if fsync else "off")
        server.start()
        try:
            yield server
        finally:
            server.stop()


def binary(name):
    """A program of the server; Debian keeps them off the path."""
    homes = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(homes[-1]) if homes else shutil.which(name)
    if found is None:
        raise AssertionError(
            "these tests need PostgreSQL: apt-get install postgresql, or `make browser`"
        )
    return found


def run(program, *arguments):
    """Run a program of the server to its end."""
    done = subprocess.run(
        [binary(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        **unprivileged(),
    )
    assert done.returncode == 0, done.stderr


def unprivileged():
    """Whom a process belongs to that root must not run."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def free_port():
    """A port of loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

"""An account served over HTTP, and real ``mdwx`` processes at work on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

from mdwx.clock import SystemClock
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.wire import CuttingProtocol
from tests.serving import serving

WAIT_S = 300


class Account:
    """The account, as its owner sees it, and as processes reach it."""

    def __init__(self, host, address):
        self.host = host
        self.env = {
            "MDWX_APPID": host.appid,
            "MDWX_SECRET": host.secret.reveal(),
            "MDWX_API_BASE": address,
        }

    def start(self, folder, *words, **env):
        """Start ``mdwx`` in a folder, answering in JSON."""
        return self.python(folder, "-m", "mdwx", *words, "--json", **env)

    def python(self, folder, *words, **env):
        """Start Python in a folder, with the account in its environment."""
        return subprocess.Popen(
            [sys.executable, *map(str, words)],
            cwd=folder,
            env=os.environ | self.env | env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    @property
    def calls(self):
        """How often each path was asked for."""
        paths = (entry["path"] for entry in self.host.store.journal)
        return Counter(path.rpartition("/cgi-bin/")[2] for path in paths)

    def titles(self, shelf):
        """The titles of all drafts, or of all publications."""
        with self.host.store.looking() as state:
            rows = state["accounts"][self.host.appid][shelf].values()
            ids = [row["articles"] for row in rows]
        return sorted(
            article["title"] for one in ids for article in self.host.store.articles(one)
        )

    @property
    def materials(self):
        """The names of the library's pictures."""
        with self.host.store.looking() as state:
            rows = state["accounts"][self.host.appid]["materials"].values()
            return sorted(row["name"] for row in rows)


@contextmanager
def account_served(folder):
    """An account of its own, reached over HTTP."""
    host = Host.open(folder, clock=SystemClock())
    app = create_app(host)
    with serving(app, on_exit=app.close, http=CuttingProtocol) as address:
        yield Account(host, address)


def ended(processes):
    """What each process answered, once all have ended."""
    answers = []
    for process in processes:
        try:
            out, err = process.communicate(timeout=WAIT_S)
        finally:
            process.kill()
        assert out.startswith("{"), err
        answers.append(json.loads(out))
    return answers

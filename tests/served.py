"""A "real" account for the command line: a sandbox behind a socket, as WeChat is."""

from __future__ import annotations

from contextlib import contextmanager

from mdwx.clock import SystemClock
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.shelves import Shelves
from tests.serving import serving

TWO_ACCOUNTS = """[accounts.main]
appid = "{main}"
api_base = "{base}"
[accounts.tech]
appid = "{tech}"
api_base = "{base}"
[site]
account = "main"
"""
"""A site file, to be formatted with their appids and the address of the host."""


class Witness:
    """A host that remembers every request as it came."""

    def __init__(self, host):
        self.host = host
        self.requests = []

    def __getattr__(self, name):
        return getattr(self.host, name)

    def send(self, request, *, timeout_s):
        self.requests.append(request)
        return self.host.send(request, timeout_s=timeout_s)

    @property
    def calls(self):
        """What was asked, without what access costs."""
        paths = [request.path.removeprefix("/cgi-bin/") for request in self.requests]
        return [path for path in paths if path != "stable_token"]

    @property
    def shelves(self):
        return Shelves(self.host.store)

    @property
    def published(self):
        """The title of every publication there is."""
        rows = self.shelves.publications()
        return sorted(row.articles[0]["title"] for row in rows)


@contextmanager
def wechat_at(folder):
    """An account with its environment in ``env``; it publishes at the first look."""
    host = Witness(Host.open(folder, clock=SystemClock()))
    host.change(publish_looks=0, publish_seconds=0.0)
    app = create_app(host)
    with serving(app, on_exit=app.close) as address:
        host.env = {
            "MDWX_APPID": host.appid,
            "MDWX_SECRET": host.secret.reveal(),
            "MDWX_API_BASE": address,
        }
        yield host

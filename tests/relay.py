"""A line on loopback between a process and the sandbox that can do it harm.

The relay stands outside the process, as the world does: at the request it was
told of it kills the process or cuts the line, before the request gets through or
after it took effect.
"""

from __future__ import annotations

import http.client
import os
import signal
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

BLOWS = ("kill before", "kill after", "cut before", "cut after")


class Relay:
    """Passes requests on, counts them, and strikes at one."""

    def __init__(self, upstream):
        self.upstream = urlsplit(upstream).netloc
        self.address = ""
        self.expect()

    def expect(self, *, blow=None, at=0):
        """A new run, whose request number ``at`` meets the blow."""
        self.blow, self.at = blow, at
        self.paths = []
        self.victim = None
        self._known = threading.Event()
        self._counting = threading.Lock()

    def aim(self, pid):
        """Name the process that is at work now."""
        self.victim = pid
        self._known.set()

    def meet(self, path):
        """Count a request; the blow that it meets, if it does."""
        with self._counting:
            self.paths.append(path.removeprefix("/cgi-bin/"))
            return self.blow if len(self.paths) == self.at else None

    def strike(self, blow):
        """Kill, or leave the cutting of the line to its end here."""
        if blow.startswith("kill"):
            assert self._known.wait(60)
            os.kill(self.victim, signal.SIGKILL)


class Passage(BaseHTTPRequestHandler):
    """One connection of the process."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        relay = self.server.relay
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        blow = relay.meet(urlsplit(self.path).path)
        self.close_connection = blow is not None
        if blow in ("kill before", "cut before"):
            relay.strike(blow)
            return
        answer = self.forwarded(relay.upstream, body)
        if blow is not None:
            relay.strike(blow)
            return
        self.answer(*answer)

    do_GET = do_POST

    def forwarded(self, upstream, body):
        """The sandbox's answer, or None for a line that it cut itself."""
        connection = http.client.HTTPConnection(upstream, timeout=120)
        headers = {
            name: value for name, value in self.headers.items() if name != "Host"
        }
        connection.request(self.command, self.path, body, headers)
        reply = connection.getresponse()
        found = reply.status, reply.getheaders(), reply.read()
        connection.close()
        return found

    def answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("connection", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A process that was killed reads no answer."""


@contextmanager
def relaying(upstream):
    """A relay to the sandbox at ``upstream``, with an address of its own."""
    relay = Relay(upstream)
    with Server(("127.0.0.1", 0), Passage) as server:
        server.relay = relay
        relay.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield relay
        finally:
            server.shutdown()
            thread.join()

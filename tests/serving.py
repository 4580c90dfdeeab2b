"""Serves an application on loopback, in a thread, for as long as a test needs it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

from mdwx.preview.loopback import Door, listen, server_of, url_of


def do_nothing():
    """Nothing has to be ended."""


@contextmanager
def serving(app, *, on_exit=do_nothing, http=None, door=None):
    """The address at which the application answers."""
    listening = listen(door or Door())
    server = server_of(app, on_exit=on_exit, http=http)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    address = url_of(listening)
    thread.start()
    try:
        deadline = time.monotonic() + 60
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.005)
        assert server.started
        yield address
    finally:
        server.should_exit = True
        thread.join(timeout=60)
        listening.close()
    assert not thread.is_alive(), "the server did not end"

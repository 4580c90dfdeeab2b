"""Every test starts alone: no network but loopback, no settings, its own home."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import threading

import pytest
from hypothesis import settings

from mdwx.config import Secret

# The same examples on every machine; `make test-all` draws more of them.
settings.register_profile("fixed", derandomize=True, database=None)
settings.load_profile("fixed")

LOOPBACK = {"localhost", "", None}

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    and threading.current_thread() is threading.main_thread()
):
    # A shell has what it starts in the background ignore Ctrl-C, and whatever that
    # starts: no test of it could pass.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    """Add the two switches whose diff is reviewed like code."""
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write what comes out into the case pages",
    )
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what comes out into tests/golden",
    )


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """A home of its own, an empty MDWX_* environment, and English messages."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("MDWX_", "XDG_")) and name != "MDWX_TEST_WHOLE":
            monkeypatch.delenv(name)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(home))
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("MDWX_LANG", "en")
    # No test may find, or write to, a real keyring.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return home


@pytest.fixture(scope="session")
def postgresql_server():
    """A server of PostgreSQL, started by the first test that asks for it."""
    # Tests of other things need no driver.
    from postgres import postgresql

    with postgresql() as server:
        yield server


@pytest.fixture
def postgresql_address(postgresql_server):
    """The address of an empty database, as ``MDWX_LEDGER`` takes it."""
    with postgresql_server.database() as address:
        yield address


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def database(request):
    """Where ledgers lie: None for files of their sites, or a shared database."""
    if request.param == "sqlite":
        return None
    return Secret(request.getfixturevalue("postgresql_address"))


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """Refuse every connection that would leave this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    look_up = socket.getaddrinfo

    def refuse_outside(address):
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise AssertionError(f"a test tried to reach {address}")

    def guarded(self, address):
        refuse_outside(address)
        return connect(self, address)

    def guarded_ex(self, address):
        refuse_outside(address)
        return connect_ex(self, address)

    def guarded_look_up(host, *args, **kwargs):
        if not is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, "no names in tests")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def is_loopback(host):
    """Whether a host name or address means this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False

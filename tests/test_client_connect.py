"""From an account of the site to a client that answers."""

from __future__ import annotations

import stat
import struct
import sys
from pathlib import Path

import pytest

from mdwx.config import Account, Config
from mdwx.errors import UsageError
from mdwx.wechat.connect import connect
from tests.wechat_doubles import FakeClock


@pytest.fixture
def state(tmp_path, monkeypatch):
    """Where this user's state lives; the variable of Linux."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "state"


def connected(root, account, **env):
    return connect(Config(root), account, env=env, clock=FakeClock())


def test_account_without_secret_is_refused(state, tmp_path):
    """The sentence says where to put it."""
    account = Account("main", "wx0123456789abcdef")
    with pytest.raises(UsageError, match="no AppSecret for account main"):
        connected(tmp_path, account)


def test_secret_does_not_leave_in_the_clear(state, tmp_path):
    """Even if the site file was not checked."""
    account = Account("main", "wx0123456789abcdef", api_base="http://api.weixin.qq.com")
    with pytest.raises(UsageError, match="must start with https"):
        connected(tmp_path, account, MDWX_SECRET_MAIN="s")


def test_account_opens_without_a_request(state, tmp_path):
    """Nothing is sent before there is something to ask."""
    account = Account("main", "wx0123456789abcdef")
    with connected(tmp_path, account, MDWX_SECRET_MAIN="s") as client:
        assert client.requests == 0


def test_sandbox_needs_nothing(state, tmp_path):
    """No account, no secret, no network: it is in this process."""
    site = tmp_path / "site"
    with connected(site, Account("sandbox", "")) as client:
        assert client.count_drafts() == 0
        assert client.requests == 2
    assert (site / ".mdwx" / "sandbox").is_dir()


def test_sandbox_is_found_again(state, tmp_path):
    """What one run left, the next one meets, access_token and all."""
    media = b"BM" + bytes(16) + struct.pack("<ii", 90, 60) + bytes(64)
    with connected(tmp_path, Account("sandbox", "")) as client:
        client.add_material(media, name="a.bmp")
    with connected(tmp_path, Account("sandbox", "")) as client:
        assert client.count_materials() == 1
        assert client.requests == 1


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own folder")
def test_access_token_stays_with_the_user(state, tmp_path):
    """Never under the site, which may be in git or in a cloud folder."""
    site = tmp_path / "site"
    with connected(site, Account("sandbox", "")) as client:
        client.probe()
    (kept,) = (state / "mdwx" / "access_tokens").glob("*.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert Path(site) not in kept.parents

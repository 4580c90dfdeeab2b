"""One access_token for all processes of a user, over HTTP: one of them renews it."""

from __future__ import annotations

import json
import time

import pytest
from processes import account_served, ended

from mdwx.wechat.transport import Request

pytestmark = pytest.mark.timeout(400)

AT_ONCE = 4
ASKS = """
import json, os, sys
from pathlib import Path
from mdwx.clock import SystemClock
from mdwx.config import read_config
from mdwx.wechat.connect import connect

config = read_config(Path.cwd(), env=os.environ)
client = connect(
    config, config.accounts["env"], env=os.environ, clock=SystemClock()
)
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps({"drafts": client.count_drafts()}))
"""


@pytest.fixture
def account(tmp_path):
    with account_served(tmp_path / "wechat") as account:
        yield account


def ask_at_once(account, folder):
    """Four processes make their first call at the same moment."""
    running = [account.python(folder, "-c", ASKS) for _ in range(AT_ONCE)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert ended(running) == [{"drafts": 0}] * AT_ONCE


def kept(home):
    (file,) = (home / "state/mdwx/access_tokens").glob("*.json")
    return file


def test_missing_one_is_fetched_once(tmp_path, account):
    """The first process gets it, the others wait for that."""
    ask_at_once(account, tmp_path)
    assert account.calls["stable_token"] == 1


def test_expired_one_is_fetched_once(tmp_path, account, own_home):
    """Whoever comes first fetches, and the others find the new one."""
    ask_at_once(account, tmp_path)
    held = json.loads(kept(own_home).read_text())
    kept(own_home).write_text(json.dumps(held | {"expires_at": time.time() - 1}))
    ask_at_once(account, tmp_path)
    assert account.calls["stable_token"] == 2


def test_revoked_one_is_renewed_once(tmp_path, account, own_home):
    """All are refused with 40001 at once; one asks for another."""
    ask_at_once(account, tmp_path)
    before = kept(own_home).read_text()
    body = {
        "grant_type": "client_credential",
        "appid": account.env["MDWX_APPID"],
        "secret": account.env["MDWX_SECRET"],
        "force_refresh": True,
    }
    elsewhere = Request("POST", "/cgi-bin/stable_token", body=json.dumps(body).encode())
    account.host.send(elsewhere, timeout_s=10)
    ask_at_once(account, tmp_path)
    assert kept(own_home).read_text() != before
    # Ours, that of elsewhere, ours again.
    assert account.calls["stable_token"] == 3
    refused = [one for one in account.host.store.journal if one["errcode"] == 40001]
    assert 1 <= len(refused) <= AT_ONCE


def test_no_run_forces_a_new_one_but_renew(tmp_path, account):
    """A forced one dies at once for every other machine."""
    post = "---\ntitle: 一\n---\n\n正文\n"
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(post, "utf-8")
    ask_at_once(account, tmp_path)
    for words in (("publish", "--yes"), ("status", "--refresh"), ("doctor",)):
        ended([account.start(tmp_path, *words)])
        assert forced(account) == 0
    ended([account.start(tmp_path, "doctor", "--renew")])
    assert forced(account) == 1


def forced(account):
    with account.host.store.looking() as state:
        told = state["accounts"][account.env["MDWX_APPID"]]["forced"]
        return told.get("count", 0)

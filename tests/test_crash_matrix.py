"""Real processes over a real line, killed with SIGKILL wherever it can hurt.

A post with a cover and three pictures is published by ``mdwx publish`` over HTTP
against the sandbox's server. The places to strike are those of a clean run: before
and after each request, the line cut before and after each effect, before and after
each commit of the ledger and each new mdwx.lock. Then the command runs again, here
or on another machine; in the end the account holds to the byte what it held after
the clean run.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import count

import pytest

from mdwx.clock import SystemClock
from mdwx.config import Secret
from mdwx.ledger import Ledger, LockFile
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.wire import CuttingProtocol
from tests.account_state import account_state, contradictions
from tests.forge import forging
from tests.pictures import drawing, written
from tests.relay import BLOWS, relaying
from tests.serving import serving
from tests.support import write_site

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL"),
    pytest.mark.timeout(900),
]

WHOLE = bool(os.environ.get("MDWX_TEST_WHOLE"))
SHARES = 8
"""So that both cores have something to do."""
SOME = range(SHARES) if WHOLE else (2, 5)
PUBLISH = ("publish", "--json", "--yes", "--wait", "0.3")
POST = """---
title: 一篇文章
cover: cover.png
---

你好，世界。

![一](a.png)

![二](b.png)

![三](c.png)
"""


class Sandbox:
    """The sandbox's server, whose host can be exchanged."""

    def __init__(self):
        self.host = None
        self.app = None

    def show(self, host):
        self.host, self.app = host, create_app(host)

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


class Town:
    """The sandbox, the line to it, and the machines whose processes use it."""

    def __init__(self, sandbox, relay, forge, folder):
        self.sandbox = sandbox
        self.relay = relay
        self.forge = forge
        self.folder = folder
        self.numbers = count()
        self.ledger = None
        """The address of a ledger that machines share, with its password."""

    @property
    def host(self):
        return self.sandbox.host

    @property
    def key(self):
        netloc = self.relay.address.removeprefix("http://")
        return f"{self.host.appid}@{netloc}"

    def found(self):
        """An account with nothing in it, and a site that never sent anything."""
        self.open_host(self.folder / "first" / "host")
        site = self.folder / "first" / "a"
        pictures = {
            f"content/{name}.png": written(drawing(480, 320, seed=seed), "PNG")
            for seed, name in enumerate(("a", "b", "c", "cover"))
        }
        toml = (
            '[site]\nauthor = "甲"\n[accounts.main]\n'
            f'appid = "{self.host.appid}"\napi_base = "{self.relay.address}"\n'
        )
        write_site(site, {"mdwx.toml": toml, "content/post.md": POST, **pictures})
        # What does not belong to the matter is done once: pictures are ready.
        assert self.run(site, "build", "--offline").exit_code == 0
        return site

    def open_host(self, folder):
        host = Host.open(folder, clock=SystemClock(), seed="crash")
        host.change(publish_looks=0, publish_seconds=0.0)
        self.sandbox.show(host)

    def copy(self, site):
        """The same site and account once more, at this moment."""
        folder = self.folder / str(next(self.numbers))
        shutil.copytree(site.parent, folder)
        self.open_host(folder / "host")
        return folder / site.name

    def checkout(self, site, *, lock):
        """A clean checkout of the site on another machine."""
        other = site.with_name("b")
        ledger = shutil.ignore_patterns("ledger.sqlite*", *([] if lock else ["*.lock"]))
        shutil.copytree(site, other, ignore=ledger)
        return other

    def run(self, site, *args, blow=None, at=0, dies_at=None):
        """Run ``mdwx`` in a process of its own; how that ended."""
        self.relay.expect(blow=blow, at=at)
        env = {
            "MDWX_SECRET_MAIN": self.host.secret.reveal(),
            "XDG_STATE_HOME": str(site.with_suffix(".state")),
        }
        if self.ledger is not None:
            env["MDWX_LEDGER"] = self.ledger.reveal()
        pid = self.forge.start(*args, cwd=site, env=env, dies_at=dies_at)
        self.relay.aim(pid)
        return self.forge.ended()

    def open_ledger(self, site):
        """What a machine knows, when it is not at work."""
        if self.ledger is not None:
            return Ledger.at(self.ledger)
        return Ledger.open(site / ".mdwx" / "ledger.sqlite")


@pytest.fixture
def town(tmp_path):
    with ExitStack() as stack:
        sandbox = Sandbox()
        address = stack.enter_context(serving(sandbox, http=CuttingProtocol))
        relay = stack.enter_context(relaying(address))
        forge = stack.enter_context(forging())
        yield Town(sandbox, relay, forge, tmp_path)


def places(town, clean):
    """Where a run can be struck: its requests and its writes, each before and after."""
    for number, path in enumerate(town.relay.paths, start=1):
        for blow in BLOWS:
            yield f"{blow} request {number}, {path}", {"blow": blow, "at": number}
    for number, point in enumerate(clean.points, start=1):
        yield f"kill {point}, write {number}", {"dies_at": number}


def strikes(town, site, share, *, ledgers, few):
    """Each place of a share, on a copy of the site that was struck there.

    ``ledgers`` makes a new ledger for each of them. Unless the whole matrix is
    wanted, only every seventh place is struck, or every ``few``-th.
    """
    with ledgers() as town.ledger:
        clean = town.run(town.copy(site), *PUBLISH)
    assert clean.exit_code == 0, clean.stderr
    wanted = account_state(town.host)
    every = list(places(town, clean))
    assert len(every) > 70
    for place, blow in every[share :: SHARES if WHOLE else few * SHARES]:
        struck = town.copy(site)
        with told_of(place), ledgers() as town.ledger:
            ended = town.run(struck, *PUBLISH, **blow)
            assert ended.killed == place.startswith("kill"), ended
            yield struck, wanted


@contextmanager
def told_of(place):
    """Say where the blow fell that a failure followed."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"STRUCK {place}")
        raise


def go_on(town, site):
    """Run again, as a person would: asked only where the account cannot tell."""
    ended = town.run(site, *PUBLISH)
    if ended.exit_code == 10:
        (post,) = ended.json["posts"]
        assert "submission" in post["error"]["message"], post["error"]
        assert "发表记录" in post["error"]["hint"]
        assert account_state(town.host)["publications"] == []
        ended = town.run(site, *PUBLISH, "--again")
    assert ended.exit_code == 0, ended.stderr
    assert [post["state"] for post in ended.json["posts"]] == ["published"]


def check(town, site, wanted):
    """Everything is in its place, and there is nothing left to do."""
    assert account_state(town.host) == wanted
    with town.open_ledger(site) as ledger:
        assert ledger.database.faults() == []
        assert contradictions(ledger, town.host, town.key) == []
        held = [parcel for parcel in ledger.parcels(town.key) if parcel.name]
    (locked,) = LockFile(site / "mdwx.lock").read(town.key).parcels
    assert locked.urls == held[-1].urls
    assert town.run(site, *PUBLISH).json["requests"] == 0
    assert town.relay.paths == []


def in_a_file():
    """Each machine keeps its own ledger."""
    return nullcontext()


@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_kills_it_the_next_run_goes_on(town, share):
    """One publication, every material once, the bytes of a clean run."""
    site = town.found()
    for struck, wanted in strikes(town, site, share, ledgers=in_a_file, few=7):
        go_on(town, struck)
        check(town, struck, wanted)


@pytest.mark.postgresql
@pytest.mark.parametrize("share", SOME)
def test_another_machine_goes_on_with_the_shared_ledger(town, share, postgresql_server):
    """The second one finishes; then the first one has nothing left to do either."""
    site = town.found()

    @contextmanager
    def shared():
        with postgresql_server.database() as address:
            yield Secret(address)

    for struck, wanted in strikes(town, site, share, ledgers=shared, few=6):
        other = town.checkout(struck, lock=False)
        go_on(town, other)
        check(town, other, wanted)
        go_on(town, struck)
        check(town, struck, wanted)


@pytest.mark.parametrize("share", SOME)
@pytest.mark.parametrize("lock", [True, False], ids=["lock", "no lock"])
def test_another_machine_goes_on_without_the_ledger(town, share, lock):
    """It has what git brought; when the first one pulls, it sends nothing more."""
    site = town.found()
    for struck, wanted in strikes(town, site, share, ledgers=in_a_file, few=6):
        other = town.checkout(struck, lock=lock)
        go_on(town, other)
        check(town, other, wanted)
        shutil.copy(other / "mdwx.lock", struck)
        go_on(town, struck)
        check(town, struck, wanted)

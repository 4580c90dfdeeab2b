"""The access_token on disk: whose eyes, how long, and one renewal for everyone."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from mdwx.config import Secret
from mdwx.errors import UnreachableError, UsageError
from mdwx.model import Text
from mdwx.wechat.access_tokens import AccessToken, AccessTokenStore
from tests.wechat_doubles import FakeClock

posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX's")


class Source:
    """Hands out numbered access tokens and counts how often it was asked."""

    def __init__(self, clock, *, lasts_s=7200):
        self.clock = clock
        self.lasts_s = lasts_s
        self.asked = 0

    def __call__(self):
        self.asked += 1
        ends = self.clock.now() + timedelta(seconds=self.lasts_s)
        return AccessToken(Secret(f"value-{self.asked}"), ends)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def store(tmp_path, clock):
    return AccessTokenStore(tmp_path / "kept", key="wx1", clock=clock)


def test_failed_fetch_keeps_nothing(store):
    """An error is no credential, and the lock is free again."""

    def fetch():
        raise UnreachableError(Text(zh="没有", en="none"))

    for _ in range(2):
        with pytest.raises(UnreachableError):
            store.current(fetch)


@pytest.mark.parametrize(
    "rubbish", [b"", b"{", b"[]", b"\xff", b'{"account":"wx1"}', b'{"expires_at":"x"}']
)
def test_damaged_file_is_fetched_anew(store, clock, tmp_path, rubbish):
    """A half-written or foreign file costs one call."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "wx1.json").write_bytes(rubbish)
    assert store.current(Source(clock)).reveal() == "value-1"


@posix
def test_folder_that_cannot_be_made_is_named(tmp_path, clock):
    """The sentence names the folder and what to do."""
    (tmp_path / "kept").write_text("a file in the way")
    store = AccessTokenStore(tmp_path / "kept", key="wx1", clock=clock)
    with pytest.raises(UsageError, match=r"cannot keep an access_token in .*kept"):
        store.current(Source(clock))


def test_failed_write_leaves_nothing_behind(store, clock, tmp_path):
    """A half-written file would be another copy of the credential."""
    (tmp_path / "kept" / "wx1.json").mkdir(parents=True)
    with pytest.raises(UsageError):
        store.current(Source(clock))
    assert {file.name for file in (tmp_path / "kept").iterdir()} <= {
        "wx1.json",
        "wx1.lock",
    }


def test_kept_one_serves_every_process(store, clock, tmp_path):
    """Another store on the same folder asks nobody."""
    source = Source(clock)
    store.current(source)
    other = AccessTokenStore(tmp_path / "kept", key="wx1", clock=clock)
    assert other.current(source).reveal() == "value-1"
    assert source.asked == 1


def test_accounts_do_not_share(store, clock, tmp_path):
    """Each has its own file, even where file names must be made tame."""
    for key in ("wx2", "wx2@127.0.0.1:8787", "wx2@127.0.0.1-8787"):
        source = Source(clock, lasts_s=9000)
        AccessTokenStore(tmp_path / "kept", key=key, clock=clock).current(source)
        assert source.asked == 1


def test_it_is_renewed_before_it_ends(store, clock):
    """With two minutes to go it is as good as gone."""
    source = Source(clock)
    store.current(source)
    clock.time += timedelta(seconds=7200 - 121)
    assert store.current(source).reveal() == "value-1"
    clock.time += timedelta(seconds=2)
    assert store.current(source).reveal() == "value-2"


def test_refused_one_is_fetched_anew(store, clock):
    """The kept one was refused, so it goes."""
    source = Source(clock)
    refused = store.current(source)
    assert store.renewed(source, refused=refused).reveal() == "value-2"
    assert store.current(source).reveal() == "value-2"


def test_renewal_of_another_process_is_used(store, clock):
    """What is kept is not what was refused: someone was faster."""
    source = Source(clock)
    store.current(source)
    got = store.renewed(source, refused=Secret("an older one"))
    assert got.reveal() == "value-1"
    assert source.asked == 1


def test_one_of_many_renews(tmp_path, clock):
    """Eight at once cost one call."""
    source = Source(clock)
    stores = [AccessTokenStore(tmp_path, key="wx1", clock=clock) for _ in range(8)]
    got = []
    threads = [
        threading.Thread(target=lambda it=it: got.append(it.current(source).reveal()))
        for it in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["value-1"] * 8
    assert source.asked == 1


PROCESS = """
import sys, time
from datetime import timedelta
from pathlib import Path
from mdwx.clock import SystemClock
from mdwx.config import Secret
from mdwx.wechat.access_tokens import AccessToken, AccessTokenStore

folder, clock = Path(sys.argv[1]), SystemClock()

def fetch():
    with (folder / "fetched").open("a") as log:
        log.write("x")
    time.sleep(0.3)
    return AccessToken(Secret("value"), clock.now() + timedelta(hours=2))

AccessTokenStore(folder / "kept", key="wx1", clock=clock).current(fetch)
"""


def test_one_process_renews_for_all(tmp_path):
    """Three programs started at once make one call."""
    command = [sys.executable, "-c", PROCESS, str(tmp_path)]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert (tmp_path / "fetched").read_text() == "x"


@posix
def test_only_the_user_may_read_it(store, clock, tmp_path):
    """Folder 0700, file 0600, nothing left lying about."""
    store.current(Source(clock))
    folder = tmp_path / "kept"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "wx1.json").stat().st_mode) == 0o600
    assert {file.name for file in folder.iterdir()} <= {"wx1.json", "wx1.lock"}


def test_it_hides_itself(store, clock):
    """Only the file holds it in the clear."""
    kept = store.current(Source(clock))
    token = AccessToken(kept, clock.now())
    assert "value-1" not in repr(token) + str(kept) + repr(store)


def test_replacing_tells_whether_anything_changed(store, clock):
    """WeChat may hand out the same one again without a word."""
    source = Source(clock)
    assert store.replaced(source) is True
    assert store.replaced(lambda: AccessToken(Secret("value-1"), clock.now())) is False


def test_file_is_plain_json(store, clock, tmp_path):
    """Another tool of the user may read it."""
    store.current(Source(clock))
    kept = json.loads((tmp_path / "kept" / "wx1.json").read_text())
    assert set(kept) == {"account", "access_token", "expires_at"}

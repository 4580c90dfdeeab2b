"""A backup holds all of the ledger, and is not believed before the account is asked."""

from __future__ import annotations

import json
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mdwx import __version__
from mdwx.config import Config, Secret
from mdwx.errors import MdwxError, NeedsPersonError, UsageError
from mdwx.ledger import Ledger, Parcel, Piece, Stage
from mdwx.ledger.backups import (
    back_up,
    folder_of,
    keep_before_upgrade,
    newest_backup,
)
from mdwx.ledger.copies import copy_of
from mdwx.ledger.copies import put_back as fill
from mdwx.ledger.records import CAUGHT_UP, RESTORED, SEEDED, Kind
from mdwx.ledger.restoring import restore
from mdwx.ledger.tables import facts
from mdwx.model import Action, PostType, State, Status, Upload
from mdwx.sandbox.faults import Fault, Trouble
from tests.newsroom import Newsroom, entry

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PARCEL = Parcel(
    "wx1",
    "bundle:周刊",
    Stage.SUBMITTING,
    (
        Piece("甲", "题 \u2028 😀", "t1", "s1", "p1", "r1", ("a.png",)),
        Piece("乙", "题", "t2", deleted=True),
    ),
    media_id="m",
    status=Status.SUCCESS,
    urls=("u1", "u2"),
    begun_at=NOW,
)


@pytest.fixture
def config(tmp_path, database):
    return Config(root=tmp_path, ledger=database)


def opened(config):
    return Ledger.of(config, config.keeper)


def put_back(config, file):
    return restore(config, file, now=NOW, notify=lambda _: None)


@pytest.fixture
def copy(config, tmp_path):
    """A backup of a ledger that holds something of everything."""
    file = tmp_path / "copy.json"
    with opened(config) as ledger:
        ledger.drop(ledger.save(replace(PARCEL, name="gone")))
        ledger.save(PARCEL)
        ledger.remember("wx1", "unauthorized", "2026")
        ledger.remember("wx1", SEEDED, "account")
        ledger.pictures("wx2", Kind.BODY).record("a.png", Upload("u"))
        ledger.pictures("wx2", Kind.MATERIAL).begin("b.png", at=NOW)
        back_up(ledger.database, file)
    return file


def test_copy_holds_all_of_it(config, copy):
    """Parcels, pictures and what is remembered, also of other databases."""
    with opened(config) as ledger:
        ledger.save(replace(PARCEL, name="later"))
    assert put_back(config, copy) == {"wx1", "wx2"}
    with opened(config) as ledger:
        (parcel,) = ledger.parcels("wx1")
        assert replace(parcel, number=0) == PARCEL
        assert ledger.fact("wx1", "unauthorized") == "2026"
        assert ledger.pictures("wx2", Kind.BODY).known("a.png") == Upload("u")
        assert ledger.pictures("wx2", Kind.MATERIAL).begun_at("b.png") == NOW
        # The database counts on from its own numbers.
        new = ledger.save(replace(PARCEL, name="new"))
        assert new.number > parcel.number


def test_account_of_a_copy_is_to_be_asked(config, copy):
    """Whatever was true of that moment only is left out."""
    put_back(config, copy)
    with opened(config) as ledger:
        assert ledger.fact("wx1", RESTORED)
        assert ledger.fact("wx2", RESTORED)
        assert ledger.fact("wx1", SEEDED) is None


def test_what_was_there_is_kept(config, copy):
    """Also what came after the backup."""
    with opened(config) as ledger:
        ledger.save(replace(PARCEL, name="later"))
    put_back(config, copy)
    kept = newest_backup(folder_of(config))
    assert kept.name == "before-restore-20261124-093000.json"
    put_back(config, kept)
    with opened(config) as ledger:
        assert [one.name for one in ledger.parcels("wx1")] == [PARCEL.name, "later"]


@pytest.mark.postgresql
def test_copy_moves_to_another_database(config, copy, tmp_path, postgresql_address):
    """From a file to PostgreSQL, or from one server to another."""
    there = replace(config, ledger=Secret(postgresql_address))
    put_back(there, copy)
    with opened(there) as ledger:
        assert [one.name for one in ledger.parcels("wx1")] == [PARCEL.name]


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX's")
def test_copy_is_for_its_owner(copy):
    """It holds the addresses of previews."""
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"mdwx-ledger": 99}',
        b'{"mdwx-ledger": 1, "accounts": [], "uploads": [], "parcels": []}',
    ],
)
def test_other_files_are_refused(config, copy, rubbish):
    """With one sentence, and the ledger as it was."""
    refused(config, copy, rubbish)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("parcels", "stage", "flying"),
        ("parcels", "status", "odd"),
        ("parcels", "begun_at", "yesterday"),
        ("parcels", "urls", 3),
        ("pieces", "number", 99),
        ("pieces", "slug", None),
        ("uploads", "name", ["x"]),
        ("accounts", "more", "x"),
    ],
)
def test_damaged_copy_is_refused(config, copy, table, column, value):
    """Whatever a row says that none of ours would."""
    told = json.loads(copy.read_bytes())
    told[table][0][column] = value
    refused(config, copy, json.dumps(told).encode())


def refused(config, copy, data):
    copy.write_bytes(data)
    with opened(config) as ledger:
        before = copy_of(ledger.database)
    with pytest.raises(UsageError) as caught:
        put_back(config, copy)
    assert caught.value.exit_code == 2
    with opened(config) as ledger:
        assert copy_of(ledger.database) == before


def test_missing_copy_is_named(config, tmp_path):
    """By the name that was given."""
    with pytest.raises(UsageError, match=r"backup .*nowhere\.json cannot be read"):
        put_back(config, tmp_path / "nowhere.json")


def test_copy_waits_for_who_is_at_work(config, copy):
    """A ledger is never changed under a run."""
    heard = []

    def notify(told):
        heard.append(told.en)
        claim.__exit__(None, None, None)

    with opened(config) as ledger:
        claim = ledger.claim("wx2")
        claim.__enter__()
        restore(config, copy, now=NOW, notify=notify)
    assert len(heard) == 1
    assert "is at work on this account" in heard[0]


def test_newer_mdwx_makes_a_backup_first(config, tmp_path):
    """Once, before it writes into the ledger of an older one."""
    with opened(config) as ledger:
        ledger.save(PARCEL)
    assert newest_backup(folder_of(config)) is None
    set_writer(config, "0.0.9")
    opened(config).close()
    made = newest_backup(folder_of(config))
    assert made.name.startswith("before-0.")
    assert json.loads(made.read_bytes())["parcels"][0]["name"] == PARCEL.name
    made.unlink()
    opened(config).close()
    set_writer(config, "99.0")
    opened(config).close()
    assert newest_backup(folder_of(config)) is None


def test_backups_of_old_versions_are_few(config):
    """The oldest of them make room."""
    opened(config).close()
    folder = folder_of(config)
    folder.mkdir(parents=True)
    for number in range(5):
        (folder / f"before-0.0.{number}.json").write_text("{}")
        os.utime(folder / f"before-0.0.{number}.json", (number, number))
    (folder / "ledger-mine.json").write_text("{}")
    set_writer(config, "0.0.9")
    opened(config).close()
    names = sorted(file.name for file in folder.iterdir())
    latest = f"before-{__version__}.json"
    assert names == [
        "before-0.0.3.json",
        "before-0.0.4.json",
        latest,
        "ledger-mine.json",
    ]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("writers", [[], ["0.0.9"]])
def test_processes_may_meet_a_ledger_at_the_same_moment(tmp_path, database, writers):
    """Each of them signs a new one, or one of an older mdwx: none is refused."""

    def bare():
        return Ledger.at(database) if database else Ledger.open(tmp_path / "ledger")

    with bare() as ledger, ledger.database.writing() as connection:
        for writer in writers:
            connection.execute(facts.insert().values(name="mdwx", value=writer))
    at_once = threading.Barrier(4)

    def meet():
        with bare() as ledger:
            at_once.wait()
            keep_before_upgrade(ledger.database, tmp_path / "backups")

    with ThreadPoolExecutor(4) as pool:
        for met in [pool.submit(meet) for _ in range(4)]:
            met.result()
    assert len(list(tmp_path.glob("backups/*.json"))) == len(writers)


def set_writer(config, version):
    with opened(config) as ledger, ledger.database.writing() as connection:
        connection.execute(
            facts.update().where(facts.c.name == "mdwx").values(value=version)
        )


@pytest.fixture
def room(tmp_path, database):
    return Newsroom(tmp_path, database=database)


def backed_up(room):
    """A backup of the room's ledger, to be put back later."""
    with room.ledger() as ledger:
        return json.loads(copy_of(ledger.database))


def go_back(room, told):
    with room.ledger() as ledger:
        fill(ledger.database, told, name="copy")
    room.lock.path.unlink(missing_ok=True)


def shapes(room):
    """Posts of every kind."""
    red = {"a.png": "red"}
    return {
        "single": [entry(room.folder, "single", text="单", pictures=red)],
        "bundle": [entry(room.folder, it, text=it, bundle="w") for it in "ab"],
        "newspic": [
            entry(room.folder, "n", text="图", type=PostType.NEWSPIC, pictures=red)
        ],
    }


@pytest.mark.parametrize("shape", ["single", "bundle", "newspic"])
@pytest.mark.parametrize("before", ["nothing", "drafted", "submitted"])
def test_what_happened_since_is_found_out(room, shape, before):
    """Published after the backup: known again, with its address, and not repeated."""
    parcel = shapes(room)[shape]
    room.draft(entry(room.folder, "other", text="别"))
    if before != "nothing":
        room.draft(*parcel)
    if before == "submitted":
        room.publish(*parcel, wait=False)
    told = backed_up(room)
    first = room.publish(*parcel)
    go_back(room, told)
    delivery = room.publish(*parcel)
    assert delivery.state is State.PUBLISHED
    assert set(delivery.publication.urls) <= set(first.publication.urls)
    assert len(room.publications) == 1
    assert [row.articles[0]["title"] for row in room.drafts] == ["标题 other"]
    assert room.publish(*parcel).state is State.PUBLISHED
    assert room.calls == []


def test_draft_added_since_is_taken_over(room):
    """It is updated, not added again."""
    told = backed_up(room)
    room.draft(entry(room.folder))
    go_back(room, told)
    assert room.draft(entry(room.folder)).draft.action is not Action.ADDED
    assert len(room.drafts) == 1


def test_draft_that_went_since_is_for_a_person(room):
    """Published under other words, or thrown away: who knows."""
    room.draft(entry(room.folder, text="一"))
    told = backed_up(room)
    room.publish(entry(room.folder, text="二"))
    go_back(room, told)
    with pytest.raises(NeedsPersonError):
        room.publish(entry(room.folder, text="三"))
    assert len(room.publications) == 1


def test_publication_that_failed_before_is_for_a_person(room):
    """It may have been tried again since, from another draft."""
    room.host.change(outcomes=(2,))
    with pytest.raises(MdwxError):
        room.publish(entry(room.folder, text="一"))
    told = backed_up(room)
    room.publish(entry(room.folder, text="二"))
    go_back(room, told)
    with pytest.raises(NeedsPersonError):
        room.publish(entry(room.folder, text="三"))
    assert len(room.publications) == 2


def test_open_addition_is_settled_from_what_happened(room):
    """The backup was made while a draft was on its way; it went out since."""
    room.draft(entry(room.folder, "other", text="别"))
    room.host.order(
        Fault(Trouble.CUT_AFTER, "/cgi-bin/draft/add"),
        Fault(Trouble.REFUSE, "/cgi-bin/draft/batchget", skip=1, count=4),
    )
    with pytest.raises(MdwxError):
        room.draft(entry(room.folder))
    told = backed_up(room)
    room.publish(entry(room.folder))
    go_back(room, told)
    assert room.publish(entry(room.folder)).state is State.PUBLISHED
    assert len(room.publications) == 1


def test_copy_put_in_by_hand_adds_nothing_twice(room):
    """No mark says that it is old: the look before the first addition finds out."""
    room.draft(entry(room.folder, "other", text="别"))
    told = backed_up(room)
    with room.ledger() as ledger:
        seeded = ledger.fact(room.account.key, SEEDED)
        caught_up = ledger.fact(room.account.key, CAUGHT_UP)
    room.publish(entry(room.folder))
    go_back(room, told)
    with room.ledger() as ledger:
        ledger.forget(room.account.key, RESTORED)
        ledger.remember(room.account.key, SEEDED, seeded)
        ledger.remember(room.account.key, CAUGHT_UP, caught_up)
    assert room.publish(entry(room.folder)).state is State.PUBLISHED
    assert len(room.publications) == 1

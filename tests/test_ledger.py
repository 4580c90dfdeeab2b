"""The ledger keeps what it was told, or says in one sentence why it cannot."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime

import pytest

from mdwx.errors import UsageError
from mdwx.ledger import Ledger, Parcel, Piece, Stage
from mdwx.ledger.records import Kind
from mdwx.model import Status, Upload

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    return tmp_path / ".mdwx" / "ledger.sqlite"


@pytest.fixture
def ledger(file):
    with Ledger.open(file) as opened:
        yield opened


def parcel(slug="hello", *, account="wx1", title="题", text="f1", **more):
    pieces = (Piece(slug, title, text, source="s", materials=("m.png",)),)
    return Parcel(account, slug, more.pop("stage", Stage.DRAFTED), pieces, **more)


def refusal(file):
    with pytest.raises(UsageError) as caught:
        Ledger.open(file).close()
    assert str(file) in caught.value.problem.en
    assert caught.value.exit_code == 2
    return caught.value


def test_ledger_of_a_newer_mdwx_is_refused(file):
    """It may mean something we would misread."""
    Ledger.open(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE facts SET value = '99' WHERE name = 'schema'")
    connection.close()
    assert "newer mdwx (schema 99" in refusal(file).problem.en


def test_corrupt_ledger_is_refused(file):
    """Not a database, or a broken one."""
    file.parent.mkdir()
    file.write_bytes(b"not a database at all, by no means" * 40)
    assert "not a database" in refusal(file).problem.en


def test_ledger_that_cannot_be_made_is_refused(tmp_path):
    """A file where the folder should be."""
    (tmp_path / ".mdwx").write_text("in the way")
    error = refusal(tmp_path / ".mdwx" / "ledger.sqlite")
    assert "cannot be used" in error.problem.en
    assert "nothing was sent" in error.hint.en


@pytest.mark.skipif(os.name == "nt", reason="no such name on Windows")
def test_folder_may_have_a_question_mark(tmp_path):
    """The ledger lies in that folder, not beside it under half its name."""
    file = tmp_path / "what?" / "ledger.sqlite"
    Ledger.open(file).close()
    assert file.is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["what?"]


def test_foreign_database_is_refused(file):
    """Somebody else's tables under the same names."""
    file.parent.mkdir()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE facts (other TEXT)")
    connection.close()
    refusal(file)


def test_ledger_that_fails_in_the_middle_says_what_to_do(ledger):
    """A disk that fills up, for one: the last intent is written down."""
    with ledger.database.transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.exec_driver_sql("PRAGMA query_only = 1")
    with pytest.raises(UsageError, match="cannot be written any more") as caught:
        ledger.save(parcel())
    assert "run again" in caught.value.hint.en


def test_every_commit_reaches_the_disk(ledger):
    """WAL and synchronous=FULL, on every connection."""
    with ledger.database.transaction() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    assert (journal, synchronous) == ("wal", 2)


def test_folder_says_what_is_precious(ledger, file):
    """The ledger, not the caches."""
    assert "ledger.sqlite" in (file.parent / "README.txt").read_text("utf-8")


def test_parcel_comes_back_as_it_was_saved(ledger, file):
    """Every field, over a restart."""
    saved = ledger.save(
        parcel(
            media_id="m",
            preview_url="p",
            publish_id="1",
            status=Status.PUBLISHING,
            article_id="a",
            urls=("u",),
            begun_at=NOW,
        )
    )
    ledger.close()
    with Ledger.open(file) as again:
        assert again.parcels("wx1") == [saved]


def test_saving_again_replaces(ledger):
    """One row a parcel, whatever became of it."""
    saved = ledger.save(parcel())
    ledger.save(parcel(number=saved.number, stage=Stage.GONE))
    assert [one.stage for one in ledger.parcels("wx1")] == [Stage.GONE]


def test_dropped_parcel_leaves_no_pieces(ledger):
    """Neither by name, nor by post, nor by title."""
    ledger.drop(ledger.save(parcel()))
    assert ledger.named("wx1", "hello") == []
    assert ledger.holding("wx1", ["hello"]) == []
    assert ledger.lookalikes("wx1", title="题", text="f1") == []


def test_accounts_are_kept_apart(ledger):
    """The other account holds none of it."""
    ledger.save(parcel())
    ledger.remember("wx1", "seeded", "lock")
    ledger.pictures("wx1", Kind.BODY).record("a.png", Upload("u"))
    assert ledger.parcels("wx2") == []
    assert ledger.fact("wx2", "seeded") is None
    assert ledger.pictures("wx2", Kind.BODY).known("a.png") is None


def test_lookalikes_share_title_or_words(ledger):
    """And no words are no likeness."""
    ledger.save(parcel("a", title="甲", text="f1"))
    ledger.save(parcel("b", title="乙", text=""))
    by_title = ledger.lookalikes("wx1", title="甲", text="f9")
    by_text = ledger.lookalikes("wx1", title="丙", text="f1")
    assert [one.name for one in [*by_title, *by_text]] == ["a", "a"]
    assert ledger.lookalikes("wx1", title="丙", text="") == []


def test_picture_under_way_is_not_known(ledger):
    """Its answer may never have come."""
    pictures = ledger.pictures("wx1", Kind.MATERIAL)
    pictures.begin("a.png", at=NOW)
    assert pictures.known("a.png") is None
    assert pictures.begun_at("a.png") == NOW
    pictures.record("a.png", Upload("u", "m"))
    assert pictures.known("a.png") == Upload("u", "m")
    assert pictures.begun_at("a.png") is None
    assert pictures.all() == {"a.png": Upload("u", "m")}


def test_kinds_of_pictures_are_kept_apart(ledger):
    """An address in an article is no material."""
    ledger.pictures("wx1", Kind.BODY).record("a.png", Upload("u"))
    assert ledger.pictures("wx1", Kind.MATERIAL).known("a.png") is None


def test_forgotten_fact_is_gone(ledger):
    """And the last word counts."""
    ledger.remember("wx1", "f", "1")
    ledger.remember("wx1", "f", "2")
    assert ledger.fact("wx1", "f") == "2"
    ledger.forget("wx1", "f")
    assert ledger.fact("wx1", "f") is None


def test_account_is_claimed_by_one_process(ledger, file):
    """The other waits, and then says why it gives up."""
    with Ledger.open(file) as other, ledger.claim("wx1@127.0.0.1:80"):
        with pytest.raises(UsageError, match="another mdwx process"):
            other.claim("wx1@127.0.0.1:80", wait_s=0.01).__enter__()
        with other.claim("wx2", wait_s=0.01):
            pass
    with ledger.claim("wx1@127.0.0.1:80", wait_s=0.01):
        pass

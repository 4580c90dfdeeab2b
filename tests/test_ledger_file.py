"""The ledger as a file of the site, or one sentence that says why it cannot be."""

from __future__ import annotations

import os
import sqlite3

import pytest

from mdwx.errors import UsageError
from mdwx.ledger import Ledger, Parcel, Piece, Stage

PARCEL = Parcel("wx1", "hello", Stage.DRAFTED, (Piece("hello", "题", "f1"),))


@pytest.fixture
def file(tmp_path):
    return tmp_path / ".mdwx" / "ledger.sqlite"


@pytest.fixture
def ledger(file):
    with Ledger.open(file) as opened:
        yield opened


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
    with ledger.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.exec_driver_sql("PRAGMA query_only = 1")
    with pytest.raises(UsageError, match="cannot be written any more") as caught:
        ledger.save(PARCEL)
    assert "run again" in caught.value.hint.en


def test_every_commit_reaches_the_disk(ledger):
    """WAL and synchronous=FULL, on every connection."""
    with ledger.database.writing() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    assert (journal, synchronous) == ("wal", 2)


def test_folder_says_what_is_precious(ledger, file):
    """The ledger, not the caches."""
    assert "ledger.sqlite" in (file.parent / "README.txt").read_text("utf-8")

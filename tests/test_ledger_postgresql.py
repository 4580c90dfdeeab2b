"""The ledger in PostgreSQL: its address, its guarantees, and what can go wrong."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from mdwx.config import Secret
from mdwx.errors import UsageError
from mdwx.ledger import Ledger, Parcel, Piece, Stage

pytestmark = pytest.mark.postgresql

PARCEL = Parcel("wx1", "hello", Stage.DRAFTED, (Piece("hello", "题", "f1"),))


def refusal(address):
    with pytest.raises(UsageError) as caught:
        Ledger.at(Secret(address)).close()
    assert caught.value.exit_code == 2
    return caught.value


@pytest.mark.parametrize(
    "address",
    [
        "ledger.sqlite",
        "sqlite:///ledger.sqlite",
        "postgresql://u:s3cret@127.0.0.1/news",
        "mysql+pymysql://u:s3cret@127.0.0.1/news",
        "postgresql+psycopg://u:s3cret@127.0.0.1",
        "postgresql+psycopg://u:s3cret@more@127.0.0.1/news",
        "postgresql+psycopg://u:s3/cret@more@127.0.0.1/news",
        "postgresql+psycopg://u:s3cret/news",
        "postgresql+psycopg://u@127.0.0.1/news?password=s3cret",
        "://s3cret",
    ],
)
def test_other_addresses_are_an_error_that_quotes_nothing(address):
    """Whatever is wrong with it, a password may stand in it."""
    error = refusal(address)
    assert error.problem.en.startswith("MDWX_LEDGER must be an address like")
    told = f"{error.problem.zh}{error.hint.zh}{error.hint.en}{error.__context__!r}"
    assert "s3" not in told
    assert error.__cause__ is None


def test_missing_driver_says_what_to_install(monkeypatch):
    """It comes with an extra."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refusal("postgresql+psycopg://u@127.0.0.1/news")
    assert "pip install 'mdwx[postgres]'" in error.hint.en
    assert "MDWX_LEDGER needs the driver" in error.problem.en


def test_database_that_is_not_there_is_named(postgresql_server):
    """Without the way it is reached."""
    error = refusal(postgresql_server.address("nowhere"))
    assert "PostgreSQL localhost/nowhere cannot be used" in error.problem.en
    assert 'database "nowhere" does not exist' in error.problem.en
    assert error.hint.en.startswith("nothing was sent")


def test_server_that_does_not_answer_is_named(postgresql_server):
    """Nobody listens there."""
    error = refusal("postgresql+psycopg://u:s3cret@127.0.0.1:1/news")
    assert "PostgreSQL 127.0.0.1/news cannot be used" in error.problem.en
    assert "s3cret" not in f"{error.problem}{error.__cause__}"


def test_wrong_password_is_not_repeated(postgresql_server, postgresql_address):
    """Neither in the sentence nor in what it comes from."""
    postgresql_server.ask("CREATE ROLE writer LOGIN PASSWORD 'right'")
    port = postgresql_server.port
    error = refusal(f"postgresql+psycopg://writer:s3cret@127.0.0.1:{port}/postgres")
    assert "password authentication failed" in error.problem.en
    assert "s3cret" not in f"{error.problem}{error.__cause__}{error.__cause__!r}"


def test_password_with_signs_is_understood(postgresql_server, postgresql_address):
    """Written with percent signs, as in every address."""
    postgresql_server.ask("CREATE ROLE signs LOGIN SUPERUSER PASSWORD 'a@b:c/d%'")
    port = postgresql_server.port
    address = f"postgresql+psycopg://signs:a%40b%3Ac%2Fd%25@127.0.0.1:{port}/postgres"
    with Ledger.at(Secret(address), site="signs") as ledger:
        assert ledger.parcels("wx1") == []


def test_role_without_rights_is_told(postgresql_server, postgresql_address):
    """It may connect, and make nothing."""
    postgresql_server.ask("CREATE ROLE guest LOGIN")
    error = refusal(postgresql_address.replace("postgres@", "guest@"))
    assert "permission denied" in error.problem.en


def test_database_that_is_read_only_is_refused(postgresql_server, postgresql_address):
    """A standby, for one."""
    name = database_of(postgresql_address)
    postgresql_server.ask(
        f"ALTER DATABASE {name} SET default_transaction_read_only = on"
    )
    assert "read-only" in refusal(postgresql_address).problem.en


def test_database_in_another_encoding_is_refused(postgresql_server):
    """It could not hold every title."""
    postgresql_server.ask(
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    )
    error = refusal(postgresql_server.address("latin"))
    assert "encoding LATIN1" in error.problem.en
    assert "createdb -E UTF8" in error.hint.en


def test_ledger_of_a_newer_mdwx_is_refused(postgresql_server, postgresql_address):
    """It may mean something we would misread."""
    Ledger.at(Secret(postgresql_address)).close()
    postgresql_server.ask(
        "UPDATE mdwx.facts SET value = '99' WHERE name = 'schema'",
        database=database_of(postgresql_address),
    )
    assert "newer mdwx (schema 99" in refusal(postgresql_address).problem.en


def test_tables_of_others_are_left_alone(postgresql_server, postgresql_address):
    """Ours lie in a schema of their own."""
    name = database_of(postgresql_address)
    postgresql_server.ask("CREATE TABLE accounts (other text)", database=name)
    with Ledger.at(Secret(postgresql_address)) as ledger:
        ledger.remember("wx1", "f", "1")
        assert ledger.fact("wx1", "f") == "1"


def test_sites_with_names_have_ledgers_of_their_own(postgresql_address):
    """And still claim their account in turn."""
    address = Secret(postgresql_address)
    with (
        Ledger.at(address, site="周刊") as one,
        Ledger.at(address, site="daily") as two,
    ):
        one.save(PARCEL)
        assert two.parcels("wx1") == []
        with one.claim("wx1"), pytest.raises(UsageError, match="is at work"):
            two.claim("wx1", wait_s=0.01).__enter__()


def test_claim_ends_with_its_connection(postgresql_server, postgresql_address):
    """Who is cut off writes nothing more, even when the server is back."""
    address = Secret(postgresql_address)
    with Ledger.at(address) as ledger, Ledger.at(address) as other:
        with ledger.claim("wx1"):
            saved = ledger.save(PARCEL)
            cut_off(postgresql_server)
            for step in (ledger.check_claim, lambda: ledger.save(PARCEL)):
                with pytest.raises(UsageError, match="cannot be written any more"):
                    step()
            with other.claim("wx1", wait_s=60):
                other.save(replace(saved, stage=Stage.GONE))
            with pytest.raises(UsageError, match="cannot be written any more"):
                ledger.save(saved)
        assert [one.stage for one in other.parcels("wx1")] == [Stage.GONE]
        with ledger.claim("wx1", wait_s=60):
            assert [one.stage for one in ledger.parcels("wx1")] == [Stage.GONE]


def test_server_that_goes_away_ends_the_run(postgresql_server, postgresql_address):
    """With the sentence of a ledger that fails in the middle."""
    with Ledger.at(Secret(postgresql_address)) as ledger:
        with ledger.claim("wx1"):
            postgresql_server.stop()
            try:
                with pytest.raises(UsageError, match="any more") as caught:
                    ledger.check_claim()
            finally:
                postgresql_server.start()
        assert "run again" in caught.value.hint.en
        with ledger.claim("wx1"):
            ledger.save(PARCEL)


def test_every_commit_reaches_the_disk(postgresql_server, postgresql_address):
    """Even where the role is used to less."""
    postgresql_server.ask(
        f"ALTER DATABASE {database_of(postgresql_address)} SET synchronous_commit = off"
    )
    ledger = Ledger.at(Secret(postgresql_address))
    with ledger, ledger.database.reading() as connection:
        told = connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
    assert told == "on"


def database_of(address):
    return address.partition("?")[0].rpartition("/")[2]


def cut_off(server):
    server.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name LIKE 'mdwx pid%'"
    )

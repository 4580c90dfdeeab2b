"""The ledger keeps what it was told, in a file and in PostgreSQL alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from mdwx.errors import UsageError
from mdwx.ledger import Ledger, Parcel, Piece, Stage
from mdwx.ledger.holders import Holder, this_process, write_holder
from mdwx.ledger.records import Kind
from mdwx.model import Status, Upload

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def reopened(tmp_path, database):
    """Opens the same ledger, as another process would."""

    def reopened():
        if database is None:
            return Ledger.open(tmp_path / ".mdwx" / "ledger.sqlite")
        return Ledger.at(database)

    return reopened


@pytest.fixture
def ledger(reopened):
    with reopened() as opened:
        yield opened


def parcel(slug="hello", *, account="wx1", title="题", text="f1", **more):
    pieces = (Piece(slug, title, text, source="s", materials=("m.png",)),)
    return Parcel(account, slug, more.pop("stage", Stage.DRAFTED), pieces, **more)


def test_parcel_comes_back_as_it_was_saved(ledger, reopened):
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
    with reopened() as again:
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


def test_account_is_claimed_by_one_process(ledger, reopened):
    """The other waits, and then says why it gives up."""
    with reopened() as other, ledger.claim("wx1@127.0.0.1:80"):
        heard = []
        claim = other.claim("wx1@127.0.0.1:80", wait_s=0.01, notify=heard.append)
        with pytest.raises(UsageError, match="is at work on this account") as caught:
            claim.__enter__()
        here = f"another mdwx process ({this_process()})"
        assert here in caught.value.problem.en
        assert heard[0].en == f"waiting for {here}, which is at work on this account"
        with other.claim("wx2", wait_s=0.01):
            pass
    with ledger.claim("wx1@127.0.0.1:80", wait_s=0.01):
        pass


def test_claim_taken_over_ends_the_first(ledger, reopened):
    """A lock that was lost unseen is found out by the next step, which stops."""
    saved = ledger.save(parcel())
    with reopened() as other, ledger.claim("wx1"):
        # The other one gets no lock; it writes its name all the same.
        with other.database.reading() as connection:
            write_holder(connection, Holder.of("wx1"))
        for step in (
            ledger.check_claim,
            lambda: ledger.save(parcel("new")),
            lambda: ledger.drop(saved),
            lambda: ledger.remember("wx1", "f", "1"),
            lambda: ledger.pictures("wx1", Kind.BODY).begin("a.png", at=NOW),
        ):
            with pytest.raises(UsageError, match="has taken over this account"):
                step()
    assert ledger.parcels("wx1") == [saved]
    assert ledger.fact("wx1", "f") is None


def test_two_sites_of_a_user_claim_an_account_in_turn(tmp_path, reopened, database):
    """Whatever their ledgers: the account is one."""
    claims = tmp_path / "claims"
    with reopened() as one, Ledger.open(tmp_path / "b" / "l.sqlite") as two:
        one.claims = two.claims = claims
        with one.claim("wx1"):
            with pytest.raises(UsageError, match="is at work") as caught:
                two.claim("wx1", wait_s=0.01).__enter__()
            assert this_process() in caught.value.problem.en
            with two.claim("wx2", wait_s=0.01):
                pass
        with two.claim("wx1", wait_s=0.01):
            pass


def test_ledgers_made_at_the_same_moment_are_one(reopened):
    """Nobody finds half of the tables, and none is made twice."""
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: reopened(), range(8)))
    opened[0].save(parcel())
    assert all(len(one.parcels("wx1")) == 1 for one in opened)
    for one in opened:
        one.close()


def test_steps_of_several_threads_are_all_kept(ledger):
    """Pictures of one claim are sent side by side."""
    names = [f"{number}.png" for number in range(40)]
    pictures = ledger.pictures("wx1", Kind.BODY)
    with ledger.claim("wx1"), ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: pictures.record(name, Upload(name)), names))
    assert sorted(pictures.all()) == sorted(names)

"""A run that loses its claim at any moment: another goes on, and it does no more."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest

from mdwx.config import Secret
from mdwx.errors import NeedsPersonError, UsageError
from mdwx.ledger import Stage
from mdwx.model import State
from tests.mortal import Fate
from tests.newsroom import Newsroom, entry

pytestmark = [pytest.mark.postgresql, pytest.mark.timeout(600)]

WHOLE = bool(os.environ.get("MDWX_TEST_WHOLE"))
CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name LIKE 'mdwx pid%'"
)


class Overtaken(Fate):
    """A run to which something happens at the point numbered ``moment``."""

    def __init__(self, moment, act):
        super().__init__()
        self.moment, self.act = moment, act
        self.asked = None

    def pass_(self, point):
        super().pass_(point)
        if len(self.points) == self.moment:
            self.asked = len(self.requests)
            self.act()


def newsroom(folder, address):
    """An account that was met before, so that a run makes only the steps of a post."""
    room = Newsroom(folder, database=Secret(address))
    room.draft(entry(room.folder, "before", text="先"))
    return room


def parcel(room):
    """A bundle of two, with a picture."""
    pictures = {"a.png": "red"}
    return [
        entry(room.folder, it, text=it, bundle="w", pictures=pictures) for it in "ab"
    ]


def until_done(room):
    """Run until the posts are out; a person looks where one is asked to."""
    for _ in range(3):
        try:
            if room.publish(*parcel(room)).state is State.PUBLISHED:
                return
        except NeedsPersonError:
            room.clock.sleep(3600)
            room.look_by_hand()
            if room.address_of("标题 a") is None:
                # It is not out: the person asks for it once more.
                with suppress(NeedsPersonError):
                    room.publish(*parcel(room), again=True)
    raise AssertionError("never done")


@pytest.fixture
def points(tmp_path, postgresql_server):
    """Every moment of a run that nobody disturbs."""
    with postgresql_server.database() as address:
        room = newsroom(tmp_path / "undisturbed", address)
        fate = Fate()
        room.publish(*parcel(room), fate=fate)
    return fate.points


def test_whoever_lost_the_claim_does_no_more(tmp_path, postgresql_server, points):
    """Cut off and overtaken before and after each request and each commit."""
    assert len(points) > 30
    for moment in range(1, len(points) + 1, 1 if WHOLE else 5):
        with postgresql_server.database() as address:
            room = newsroom(tmp_path / str(moment), address)
            overtake(room, postgresql_server, moment, point=points[moment - 1])


def test_a_server_that_stops_takes_nothing_with_it(tmp_path, postgresql_server, points):
    """One sentence, whenever it stops; when it is back, the next run goes on."""
    for moment in range(3, len(points) + 1, 1 if WHOLE else 11):
        point = points[moment - 1]
        with postgresql_server.database() as address:
            room = newsroom(tmp_path / f"stopped{moment}", address)
            fate, told = Overtaken(moment, postgresql_server.stop), None
            try:
                room.publish(*parcel(room), fate=fate)
            except UsageError as error:
                told = error
            finally:
                postgresql_server.start()
            # Only the last moments of a run are too late to stop it.
            assert told is None or "the ledger PostgreSQL" in told.problem.en, point
            # What was on its way arrives; nothing leaves that nobody could write down.
            assert len(fate.requests) <= fate.asked + point.startswith("before"), point
            until_done(room)
        titles = [it["title"] for row in room.publications for it in row.articles]
        assert sorted(titles) == ["标题 a", "标题 b"], point
        assert len(room.drafts) == 1, point


def overtake(room, server, moment, *, point):
    """One run is cut off, another one goes on, and the first one wakes up."""
    other = Newsroom(room.folder, host=room.host, database=room.database)

    def act():
        server.ask(CUT_OFF)
        try:
            other.publish(*parcel(other))
        except NeedsPersonError:
            # The first one meant to submit, and nobody knows how far it came.
            with other.ledger() as ledger:
                held = ledger.parcels(other.account.key)
            assert Stage.SUBMITTING in {record.stage for record in held}, point

    fate = Overtaken(moment, act)
    # Only the last moments of a run are too late to stop it.
    with suppress(UsageError):
        room.publish(*parcel(room), fate=fate)
    # What was on its way may arrive, and a list be read to its end; no more is sent.
    assert all("batchget" in path for path in fate.requests[fate.asked :]), point
    until_done(other)
    titles = [it["title"] for row in room.publications for it in row.articles]
    assert sorted(titles) == ["标题 a", "标题 b"], point
    strays = len(room.drafts) - 1
    # A request that slept through it all cannot be called back.
    assert strays <= (point == "before draft/add"), point

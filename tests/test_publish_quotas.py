"""WeChat's quotas: a minute is waited out, a day ends the queue and is remembered."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from mdwx.errors import QuotaError
from mdwx.model import State
from mdwx.publish import forget_quota, push, upload
from mdwx.sandbox.faults import Fault, Trouble
from tests.newsroom import Newsroom, entry

BEIJING = timezone(timedelta(hours=8))
ADD = "/cgi-bin/draft/add"
MIDNIGHT = datetime(2026, 11, 25, tzinfo=BEIJING)


@pytest.fixture
def room(tmp_path):
    return Newsroom(tmp_path)


def used_up_today(room):
    """One run that meets the end of the day's calls."""
    room.host.change(quotas={ADD: {"day": 0}})
    with pytest.raises(QuotaError) as caught:
        room.draft(entry(room.folder))
    return caught.value


def end_of_minute(room, act):
    """Have something happen while the run waits."""
    clock = room.clock

    def sleep(seconds):
        clock.time += timedelta(seconds=seconds)
        act()

    clock.sleep = sleep


def test_a_minute_is_waited_out_and_told(room):
    """45011: the call is sent again when the minute is over."""
    room.host.change(quotas={ADD: {"minute": 0}})
    told = []
    with room.desk() as desk:
        desk.notify = lambda line: told.append(line.en)

        end_of_minute(room, lambda: room.host.change(quotas={}))
        assert push(desk, [entry(room.folder)]).state is State.DRAFTED
    assert (
        "WeChat asks for fewer calls a minute; going on at 2026-11-24 17:31:00"
        in (told[-1])
    )
    assert room.calls.count("draft/add") == 2


def test_refusals_minute_after_minute_end_the_queue(room):
    """Somebody else uses the account up; the time to come back is told."""
    room.host.change(quotas={ADD: {"minute": 0}})
    with pytest.raises(QuotaError) as caught:
        room.draft(entry(room.folder))
    assert caught.value.errcode == 45011
    assert room.clock.slept == [60, 60, 60]
    assert caught.value.retry_at == room.clock.now() + timedelta(minutes=1)
    assert room.calls.count("draft/add") == 4


def test_pictures_side_by_side_wait_for_the_minute_together(room):
    """Then each goes on, and nothing is sent twice."""
    path = "/cgi-bin/media/uploadimg"
    room.host.order(Fault(Trouble.ERRCODE, path, errcode=45011, count=99, skip=1))
    end_of_minute(room, room.host.cancel_faults)
    colours = ("red", "green", "black", "tan", "gold", "pink")
    post = entry(room.folder, pictures={f"{one}.png": one for one in colours})
    told = []
    with room.desk() as desk:
        desk.notify = lambda line: told.append(line.en)
        (sent,) = upload(desk, [post])
        (again,) = upload(desk, [post])
    assert (sent.new, again.new) == (7, 0)
    assert any("fewer calls" in line for line in told)


def test_who_does_not_wait_is_told_when_to_come_back(room):
    """``--no-wait``."""
    room.host.change(quotas={ADD: {"minute": 0}})
    with room.desk() as desk:
        desk.patient = False
        with pytest.raises(QuotaError) as caught:
            push(desk, [entry(room.folder)])
    assert room.clock.slept == []
    assert caught.value.retry_at == room.clock.now() + timedelta(minutes=1)


def test_a_person_need_not_wait_for_the_minute(room):
    """Stopped while waiting: nothing more is sent."""
    room.host.change(quotas={ADD: {"minute": 0}})
    with room.desk() as desk:
        told = []
        desk.notify = lambda line: told.append(line.en)
        desk.is_stopped = lambda: told[-1:] == ["adding the draft: 标题 hello"]
        with pytest.raises(QuotaError):
            push(desk, [entry(room.folder)])
    assert room.calls.count("draft/add") == 1
    assert room.clock.slept == []


def test_the_end_of_the_day_is_told_as_a_time(room):
    """00:00 in Beijing, where WeChat's days begin."""
    assert used_up_today(room).retry_at == MIDNIGHT


def test_until_then_the_next_run_asks_nothing_and_says_when(room):
    """Not even for an access_token; and WeChat's own words are kept."""
    used_up_today(room)
    with pytest.raises(QuotaError) as caught:
        room.draft(entry(room.folder))
    assert room.calls == []
    assert "nothing is asked before 2026-11-25 00:00 (UTC+8)" in str(caught.value)
    assert (caught.value.errcode, caught.value.retry_at) == (45009, MIDNIGHT)
    assert "--ignore-quota" in caught.value.hint.en


def test_an_unchanged_post_needs_no_quota(room):
    """What needs no request is as well today as tomorrow."""
    first = entry(room.folder, "first")
    room.draft(first)
    used_up_today(room)
    assert room.draft(first).state is State.UNCHANGED


def test_after_midnight_it_goes_on(room):
    """By itself."""
    used_up_today(room)
    room.host.change(quotas={})
    room.clock.time = MIDNIGHT
    assert room.draft(entry(room.folder)).state is State.DRAFTED
    assert "draft/add" in room.calls


def test_a_person_may_know_better(room):
    """The quota was cleared on the platform: ``--ignore-quota``."""
    used_up_today(room)
    room.host.change(quotas={})
    with room.desk() as desk:
        forget_quota(desk)
        assert push(desk, [entry(room.folder)]).state is State.DRAFTED


def test_another_account_goes_on(tmp_path, room):
    """Each has its own quota, and its own memory of it."""
    used_up_today(room)
    with room.desk() as desk:
        assert desk.ledger.fact("wx00000000000000aa", "quota used up") is None

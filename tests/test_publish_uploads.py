"""Pictures leave side by side, each once, and stop together."""

from __future__ import annotations

import json
import threading

import pytest

from mdwx.errors import (
    CredentialError,
    MdwxError,
    QuotaError,
    RemoteError,
    StoppedError,
)
from mdwx.ledger.records import Kind
from mdwx.model import PostType, Uploads
from mdwx.publish import prepare, upload
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.wechat.transport import HttpTransport, Response
from tests.mortal import Fate, Killed
from tests.newsroom import Newsroom, entry

COLOURS = ("red", "green", "black", "pink", "gold", "navy", "teal", "tan", "plum")


@pytest.fixture
def room(tmp_path):
    return Newsroom(tmp_path)


def newspic(room, slug="album", colours=COLOURS):
    """A post whose pictures are all permanent materials."""
    pictures = {f"{colour}.png": colour for colour in colours}
    return entry(room.folder, slug, type=PostType.NEWSPIC, pictures=pictures)


def article(room, slug, *colours):
    pictures = {f"{colour}.png": colour for colour in colours}
    return entry(room.folder, slug, pictures=pictures)


class Busy:
    """A line that keeps an upload until it has company; counts how many it has.

    The first goes alone, and those that are left when there was company go on.
    """

    def __init__(self, host):
        self.host = host
        self.lock = threading.Lock()
        self.company = threading.Event()
        self.seen = self.now = self.most = 0

    def send(self, request, *, timeout_s):
        if "add_material" not in request.path:
            return self.host.send(request, timeout_s=timeout_s)
        with self.lock:
            self.seen += 1
            self.now += 1
            self.most = max(self.most, self.now)
            if self.now > 1:
                self.company.set()
            waits = self.seen > 1
        assert not waits or self.company.wait(60)
        try:
            return self.host.send(request, timeout_s=timeout_s)
        finally:
            with self.lock:
                self.now -= 1


def test_pictures_leave_side_by_side_but_never_more_than_four(room):
    """Small, bounded, polite."""
    with room.desk() as desk:
        desk.client._exchange._transport = line = Busy(room.host)
        assert upload(desk, [newspic(room)]) == [Uploads(new=9)]
    assert 2 <= line.most <= 4
    assert len(set(room.materials)) == len(room.materials) == 9


def test_the_first_picture_of_a_run_goes_alone(room):
    """What is wrong with the account is met by one request."""
    room.draft(article(room, "cover"))
    room.host.change_account(room.host.appid, standing="frozen")
    with room.desk() as desk:
        told = upload(desk, [article(room, "a", *COLOURS), article(room, "b", "aqua")])
    assert {type(one) for one in told} == {CredentialError}
    assert room.calls == ["media/uploadimg"]


def test_a_material_that_another_machine_added_is_not_added_again(room):
    """The library is looked into before something is added to it."""
    with room.desk() as desk:
        prepare(desk)
    other = Newsroom(room.folder, host=room.host, machine="b")
    with other.desk() as desk:
        upload(desk, [newspic(room)])
    with room.desk() as desk:
        assert upload(desk, [newspic(room)]) == [Uploads(0, 9)]
    assert room.calls == ["material/batchget_material"]
    assert len(room.materials) == 9


def test_a_picture_of_two_posts_is_sent_once(room):
    """The second post finds it there."""
    posts = [article(room, "a", "red", "green"), article(room, "b", "green", "red")]
    with room.desk() as desk:
        told = upload(desk, posts)
    assert told == [Uploads(new=3), Uploads(new=0, reused=3)]
    sent = [call for call in sorted(room.calls) if "batchget" not in call]
    assert sent == ["material/add_material"] + ["media/uploadimg"] * 2


def test_each_intent_is_in_the_ledger_before_its_picture_leaves(room):
    """From whichever thread it leaves."""
    with room.desk() as desk:
        held = desk.ledger.pictures(desk.key, Kind.MATERIAL)
        open_ones = []
        send = room.host.send

        class Watched:
            def send(self, request, *, timeout_s):
                if "add_material" in request.path:
                    name = request.body.split(b'filename="')[1].split(b'"')[0].decode()
                    open_ones.append(held.begun_at(name) is not None)
                return send(request, timeout_s=timeout_s)

        desk.client._exchange._transport = Watched()
        upload(desk, [newspic(room)])
        assert open_ones == [True] * 9
        assert len(held.all()) == 9


class Choosy:
    """A line behind which some pictures are refused, by their names."""

    def __init__(self, host, *pictures):
        self.host = host
        self.names = [picture.name.encode() for picture in pictures]

    def send(self, request, *, timeout_s):
        if any(name in request.body for name in self.names):
            return answer({"errcode": 40005, "errmsg": "invalid file type"})
        return self.host.send(request, timeout_s=timeout_s)


def answer(fields):
    return Response(200, {}, json.dumps(fields).encode())


def test_a_refused_picture_fails_its_post_and_no_other(room):
    """The others of the post go on too: they will be needed."""
    posts = [article(room, "a", "red", "green", "black"), article(room, "b", "gold")]
    with room.desk() as desk:
        prepare(desk)
        red = posts[0].article.pictures["red.png"]
        black = posts[0].article.pictures["black.png"]
        desk.client._exchange._transport = Choosy(room.host, red, black)
        first, second = upload(desk, posts)
        desk.client._exchange._transport = room.host
        assert upload(desk, posts[:1]) == [Uploads(new=2, reused=2)]
    assert isinstance(first, RemoteError)
    assert first.errcode == 40005
    assert second == Uploads(new=1, reused=1)


def test_a_quota_stops_the_pictures_that_have_not_left(room):
    """Every post still waiting says why."""
    room.host.change(quotas={"/cgi-bin/material/add_material": {"day": 2}})
    with room.desk() as desk:
        told = upload(desk, [newspic(room, "a"), newspic(room, "b", ("aqua", "lime"))])
    assert [type(one) for one in told] == [QuotaError, QuotaError]
    assert len(room.materials) == 2
    # Two arrived; at most four were under way when the first no came.
    assert room.calls.count("material/add_material") <= 6


def test_what_a_person_stops_begins_no_picture_more(room):
    """What is under way arrives and is written down."""
    with room.desk() as desk:
        desk.is_stopped = lambda: len(room.materials) >= 3
        (told,) = upload(desk, [newspic(room)])
    assert isinstance(told, StoppedError)
    held = len(room.materials)
    assert 3 <= held <= 6
    with room.desk() as desk:
        assert upload(desk, [newspic(room)]) == [Uploads(9 - held, held)]
    assert room.calls.count("material/add_material") == 9 - held


@pytest.mark.parametrize("point", range(13, 60, 6))
def test_a_process_that_dies_among_uploads_sends_none_twice(room, point):
    """Whatever the other threads were at."""
    post = newspic(room)
    with pytest.raises(Killed), room.desk(fate=Fate(point)) as desk:
        upload(desk, [post])
    with room.desk() as desk:
        (told,) = upload(desk, [post])
    assert not isinstance(told, MdwxError)
    assert len(room.materials) == len(set(room.materials)) == 9


def test_lost_answers_side_by_side_are_looked_up(room):
    """A material that arrived is found in the library, whoever sent it."""
    path = "/cgi-bin/material/add_material"
    room.host.order(Fault(Trouble.CUT_AFTER, path, count=5))
    with room.desk() as desk:
        assert upload(desk, [newspic(room)]) == [Uploads(new=9)]
    assert len(room.materials) == len(set(room.materials)) == 9


def test_threads_share_no_session():
    """requests does not promise that they may; one after the other they do."""
    transport = HttpTransport("http://127.0.0.1:9")
    with transport._session() as one, transport._session() as other:
        assert one is not other
    with transport._session() as again:
        assert again in (one, other)
    transport.close()

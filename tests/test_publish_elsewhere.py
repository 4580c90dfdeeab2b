"""Two machines with ledgers of their own, and no lock that came by git in time."""

from __future__ import annotations

import pytest

from mdwx.errors import MdwxError, NeedsPersonError, UnreachableError
from mdwx.model import Action, PostType, State
from mdwx.publish import parcels, prepare, push
from mdwx.sandbox.faults import Fault, Trouble
from tests.newsroom import Newsroom, entry

LOOK = ["freepublish/batchget", "draft/batchget"]


@pytest.fixture
def room(tmp_path, database):
    return Newsroom(tmp_path, database=database)


@pytest.fixture
def other(room):
    """Another machine that met the account before, and then worked without git."""
    other = Newsroom(room.folder, host=room.host, machine="b", database=room.database)
    with other.desk() as desk:
        prepare(desk)
    return other


def posts(room, **shape):
    """A post, an image post, or a bundle of two."""
    if shape:
        return [entry(room.folder, slug, text=slug, **shape) for slug in "ab"]
    return [entry(room.folder)]


@pytest.mark.parametrize("bundle", [None, "w"])
def test_publication_of_another_machine_is_not_repeated(room, other, bundle):
    """The second one looks before it adds, and finds it."""
    parcel = posts(room, bundle=bundle) if bundle else posts(room)
    first = room.publish(*parcel)
    delivery = other.publish(*parcel)
    assert delivery.state is State.PUBLISHED
    assert set(delivery.publication.urls) <= set(first.publication.urls)
    assert "draft/add" not in other.calls
    assert len(room.publications) == 1
    assert other.publish(*parcel).state is State.PUBLISHED
    assert other.calls == []


def test_image_post_of_another_machine_is_not_repeated(room, other):
    """It has no markup to know it by: its title and words do."""
    post = entry(
        room.folder, type=PostType.NEWSPIC, pictures={"a.png": "red", "b.png": "gold"}
    )
    room.publish(post)
    assert other.publish(post).state is State.PUBLISHED
    assert len(room.publications) == 1


def test_draft_of_another_machine_is_taken_over(room, other):
    """It is the same draft that goes on, and there is one."""
    first = room.draft(entry(room.folder))
    delivery = other.draft(entry(room.folder))
    assert delivery.draft.media_id == first.draft.media_id
    assert len(room.drafts) == 1


def test_what_only_looks_alike_is_for_a_person(room, other):
    """The other machine published the title with other words."""
    room.publish(entry(room.folder, title="题", text="文"))
    with pytest.raises(NeedsPersonError):
        other.publish(entry(room.folder, title="题", text="改"))
    assert len(room.publications) == 1
    assert room.drafts == []


def test_a_look_costs_two_requests_once_a_run(room):
    """However many posts are new; and none where nothing is."""
    room.publish(entry(room.folder, "first", text="一"))
    with room.desk() as desk:
        for slug in "abc":
            push(desk, parcels([entry(room.folder, slug, text=slug)])[0])
    assert [path for path in room.calls if "batchget" in path] == LOOK
    room.draft(entry(room.folder, "a", text="改"))
    assert [path for path in room.calls if "batchget" in path] == []


def test_a_look_goes_back_to_the_last_one(room, other):
    """Over as many pages as were published meanwhile, and no further."""
    for number in range(25):
        room.publish(entry(room.folder, f"p{number:02}", text=f"文{number}"))
        room.clock.sleep(600)
    assert other.publish(entry(room.folder, "p00", text="文0")).state is State.PUBLISHED
    assert len(room.publications) == 25
    assert other.calls.count("freepublish/batchget") == 2
    room.clock.sleep(3 * 86400)
    other.draft(entry(room.folder, "new", text="新"))
    room.clock.sleep(3 * 86400)
    other.draft(entry(room.folder, "newer", text="更新"))
    assert other.calls.count("freepublish/batchget") == 1


def test_answer_that_got_lost_is_still_found(room):
    """What a step of ours waits for is no news of others."""
    lost = entry(room.folder, "lost", text="丢")
    room.draft(entry(room.folder, "before", text="先"))
    room.host.order(
        Fault(Trouble.CUT_AFTER, "/cgi-bin/freepublish/submit"),
        Fault(Trouble.REFUSE, "/cgi-bin/freepublish/batchget", skip=1, count=4),
    )
    with pytest.raises(MdwxError):
        room.publish(lost)
    room.clock.sleep(60)
    assert room.draft(entry(room.folder, "new", text="新")).draft.action is Action.ADDED
    assert room.publish(lost).state is State.PUBLISHED
    assert len(room.publications) == 1


def test_account_that_cannot_be_asked_gets_nothing_new(room, other):
    """Not knowing is no reason to add."""
    room.publish(entry(room.folder))
    room.host.order(Fault(Trouble.REFUSE, "/cgi-bin/freepublish/batchget", count=4))
    with pytest.raises(UnreachableError):
        other.publish(entry(room.folder))
    assert other.publish(entry(room.folder)).state is State.PUBLISHED
    assert len(room.publications) == 1

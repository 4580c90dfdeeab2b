"""Publishing over a line that breaks: what one run settles, and what a person must."""

from __future__ import annotations

import pytest

from mdwx.errors import (
    BusyError,
    MdwxError,
    NeedsPersonError,
    OutcomeUnknownError,
    UnreachableError,
)
from mdwx.model import Action, State
from mdwx.sandbox.faults import Fault, Trouble
from tests.newsroom import Newsroom, entry

LINE = (Trouble.CUT_BEFORE, Trouble.CUT_AFTER, Trouble.BUSY, Trouble.RUBBISH)


def long_post(folder, **more):
    """A cover, three pictures, an animation."""
    pictures = {"a.png": "red", "b.png": "green", "c.jpg": "black", "d.gif": "pink"}
    return entry(folder, pictures=pictures, **more)


@pytest.mark.parametrize("trouble", LINE)
@pytest.mark.parametrize(
    "path", ["material/add_material", "draft/add", "draft/get", "media/uploadimg"]
)
def test_broken_line_before_submit_is_settled_by_itself(tmp_path, path, trouble):
    """One run is enough where the account can be asked."""
    room = Newsroom(tmp_path)
    room.host.order(Fault(trouble, f"/cgi-bin/{path}"))
    delivery = room.draft(long_post(tmp_path))
    assert delivery.draft.action is Action.ADDED
    assert len(room.drafts) == 1
    assert len(room.materials) == len(set(room.materials)) == 2


@pytest.mark.parametrize("trouble", LINE)
def test_broken_line_during_update_keeps_the_draft_ours(tmp_path, trouble):
    """The update is repeated; nobody is accused of a hand edit."""
    room = Newsroom(tmp_path)
    room.draft(long_post(tmp_path))
    room.host.order(Fault(trouble, "/cgi-bin/draft/update"))
    room.draft(long_post(tmp_path, text="改过"))
    assert "改过" in room.drafts[0].articles[0]["content"]
    assert room.draft(long_post(tmp_path, text="改过")).state is State.UNCHANGED


@pytest.mark.parametrize("trouble", [Trouble.CUT_AFTER, Trouble.RUBBISH, Trouble.BUSY])
def test_lost_answer_to_submit_is_found_in_the_published_list(tmp_path, trouble):
    """It took effect, and the account shows it: published, once."""
    room = Newsroom(tmp_path)
    fault = Fault(trouble, "/cgi-bin/freepublish/submit", effect=True)
    room.host.order(fault)
    delivery = room.publish(entry(tmp_path))
    assert delivery.state is State.PUBLISHED
    assert delivery.publication.urls
    assert room.calls.count("freepublish/submit") == 1
    assert len(room.publications) == 1


def test_submit_that_may_have_been_is_never_sent_again_unasked(tmp_path):
    """The draft is still in the box, which proves nothing: a person looks."""
    room = Newsroom(tmp_path)
    room.host.order(Fault(Trouble.CUT_BEFORE, "/cgi-bin/freepublish/submit"))
    post = entry(tmp_path)
    for _ in range(2):
        with pytest.raises(NeedsPersonError, match="still in the box") as caught:
            room.publish(post)
    assert caught.value.exit_code == 10
    assert room.calls.count("freepublish/submit") == 0
    assert room.publications == []


def test_account_that_lost_its_list_cannot_tell(tmp_path):
    """48001 between the submission and the look: a person looks."""
    room = Newsroom(tmp_path)
    room.host.order(Fault(Trouble.CUT_BEFORE, "/cgi-bin/freepublish/submit"))
    post = entry(tmp_path)
    with pytest.raises(NeedsPersonError):
        room.publish(post)
    room.host.change_account(room.host.appid, kind="personal")
    with pytest.raises(NeedsPersonError, match="nothing tells whether it is out"):
        room.publish(post)


def test_person_who_looked_may_submit_again(tmp_path):
    """--again after a look: the same draft, no second one."""
    room = Newsroom(tmp_path)
    room.host.order(Fault(Trouble.CUT_BEFORE, "/cgi-bin/freepublish/submit"))
    post = entry(tmp_path)
    with pytest.raises(NeedsPersonError):
        room.publish(post)
    assert room.publish(post, again=True).state is State.PUBLISHED
    assert len(room.publications) == 1
    assert room.drafts == []


def test_again_does_not_submit_what_turns_out_published(tmp_path):
    """The list is asked first, even with --again."""
    room = Newsroom(tmp_path)
    room.host.change(publish_looks=1000, publish_seconds=3600.0)
    fault = Fault(Trouble.CUT_AFTER, "/cgi-bin/freepublish/submit")
    room.host.order(fault)
    post = entry(tmp_path)
    with pytest.raises(NeedsPersonError):
        room.publish(post)
    room.clock.sleep(3600)
    assert room.publish(post, again=True).state is State.PUBLISHED
    assert len(room.publications) == 1


def test_refused_connection_at_submit_changes_nothing(tmp_path):
    """Nothing was sent: the next run simply submits."""
    room = Newsroom(tmp_path)
    room.host.order(Fault(Trouble.REFUSE, "/cgi-bin/freepublish/submit", count=4))
    post = entry(tmp_path)
    with pytest.raises(UnreachableError) as caught:
        room.publish(post)
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert room.publish(post).state is State.PUBLISHED


def test_unanswered_addition_stays_open_until_the_account_can_be_asked(tmp_path):
    """The look fails too: the next run looks before it adds."""
    room = Newsroom(tmp_path)
    room.draft(entry(tmp_path, "warm-up", text="暖"))
    room.host.order(
        Fault(Trouble.CUT_AFTER, "/cgi-bin/draft/add"),
        # The first look is for what others added meanwhile.
        Fault(Trouble.REFUSE, "/cgi-bin/draft/batchget", skip=1, count=4),
    )
    post = entry(tmp_path)
    with pytest.raises(UnreachableError):
        room.draft(post)
    room.draft(post)
    assert len(room.drafts) == 2
    assert "draft/add" not in room.calls


def test_refused_draft_leaves_no_trace(tmp_path):
    """WeChat said no: the next run starts afresh."""
    room = Newsroom(tmp_path)
    room.host.order(Fault(Trouble.ERRCODE, "/cgi-bin/draft/add", errcode=45166))
    post = entry(tmp_path)
    with pytest.raises(MdwxError):
        room.draft(post)
    assert room.draft(post).draft.action is Action.ADDED
    assert room.calls[-2:] == ["draft/add", "draft/get"]
    # What others added meanwhile is looked for; what we added is not.
    assert room.calls.count("draft/batchget") == 1


def test_busy_twice_is_an_error_with_nothing_made_twice(tmp_path):
    """-1 again after the look: stop, and settle it next time."""
    room = Newsroom(tmp_path)
    room.host.order(Fault(Trouble.BUSY, "/cgi-bin/draft/add", count=2, effect=True))
    post = entry(tmp_path)
    try:
        room.draft(post)
    except BusyError:
        room.draft(post)
    assert len(room.drafts) == 1

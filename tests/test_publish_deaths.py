"""A run that dies at any point, and the next one that simply goes on.

For each story the points are those that a clean run passes: before and after each
request, each commit of the ledger, each new mdwx.lock. After each death the same
command runs again, as a person would; then the account must hold to the byte what
it holds after the clean run, the ledger must agree, and a further run asks nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import NamedTuple

import pytest

from mdwx.errors import MdwxError, NeedsPersonError, PublicationError, UsageError
from mdwx.ledger import Stage
from mdwx.model import PostType
from mdwx.publish import (
    delete_article,
    delete_draft,
    delete_materials,
    mark,
    refresh,
    unused_materials,
)
from mdwx.sandbox.faults import Fault, Trouble
from tests.account_state import account_state, contradictions
from tests.mortal import Fate, Killed
from tests.newsroom import Newsroom, entry

# Hundreds of deaths a story, on a machine that may be busy.
pytestmark = pytest.mark.timeout(900)

FAULTS = (
    Fault(Trouble.CUT_BEFORE),
    Fault(Trouble.CUT_AFTER),
    Fault(Trouble.REFUSE),
    Fault(Trouble.BUSY),
    Fault(Trouble.BUSY, effect=True),
    Fault(Trouble.RUBBISH),
    Fault(Trouble.RUBBISH, status=200, effect=True),
    Fault(Trouble.SLOW, seconds=500.0),
)
FOUR = {"a.png": "red", "b.png": "green", "c.jpg": "black", "d.gif": "pink"}
IMAGE_POST = {"type": PostType.NEWSPIC, "pictures": FOUR}


def nothing(room):
    """The account is empty."""


class Story(NamedTuple):
    """What was there, and the command that dies."""

    act: Callable
    before: Callable = nothing
    settles: bool = True
    """Whether the same command once more has nothing to do."""


def post(room, slug="hello", **more):
    return entry(room.folder, slug, **({"pictures": FOUR} | more))


def bundle(room, slugs, **more):
    return [
        entry(room.folder, slug, bundle="w", **({"text": f"{slug} 的正文"} | more))
        for slug in slugs
    ]


def drafting(make, **wishes):
    """``mdwx draft``."""
    return lambda room, **run: room.draft(*as_list(make(room)), **(wishes | run))


def publishing(make, **wishes):
    """``mdwx publish``."""
    return lambda room, **run: room.publish(*as_list(make(room)), **(wishes | run))


def as_list(made):
    return made if isinstance(made, list) else [made]


def together(*acts):
    """One thing after the other."""

    def act(room):
        for each in acts:
            each(room)

    return act


def with_desk(act):
    """A command that needs no article."""

    def run(room, *, fate=None, again=False):
        with room.desk(fate=fate) as desk:
            return act(room, desk)

    return run


def marking(make):
    """``mdwx mark`` with the address a person found."""

    def act(room, desk):
        posts = as_list(make(room))
        mark(desk, posts, published="https://mp.weixin.qq.com/s/AbC")

    return with_desk(act)


def edited(room):
    return post(room, text="改过的正文")


def refused_once(room):
    """Published, and refused by the review."""
    room.host.change(outcomes=(4,))
    with suppress(PublicationError):
        publishing(post)(room)


def by_hand(room):
    """Somebody works on the draft."""
    room.hand_edit()


STORIES = {
    "a post is published": Story(publishing(post)),
    "an image post is published": Story(
        publishing(lambda room: post(room, **IMAGE_POST))
    ),
    "a bundle is published": Story(publishing(lambda room: bundle(room, "ab"))),
    "a draft is added": Story(drafting(post)),
    "a text is edited": Story(drafting(edited), drafting(post)),
    "a text is edited and published": Story(publishing(edited), drafting(post)),
    "a picture is changed": Story(
        drafting(lambda room: post(room, pictures=FOUR | {"a.png": "gold"})),
        drafting(post),
    ),
    "a picture of an image post is changed": Story(
        drafting(
            lambda room: post(room, **IMAGE_POST | {"pictures": FOUR | {"e": "gold"}})
        ),
        drafting(lambda room: post(room, **IMAGE_POST)),
    ),
    "every article of a bundle is edited": Story(
        drafting(lambda room: bundle(room, "abc", pictures={"x.png": "gold"})),
        drafting(lambda room: bundle(room, "abc")),
    ),
    "a bundle grows": Story(
        drafting(lambda room: bundle(room, "abc")),
        drafting(lambda room: bundle(room, "ab")),
    ),
    "a bundle grows and is published": Story(
        publishing(lambda room: bundle(room, "abc")),
        drafting(lambda room: bundle(room, "ab")),
    ),
    "a bundle shrinks": Story(
        drafting(lambda room: bundle(room, "ab")),
        drafting(lambda room: bundle(room, "abc")),
    ),
    "one of a bundle is exchanged": Story(
        drafting(lambda room: bundle(room, "ac")),
        drafting(lambda room: bundle(room, "ab")),
    ),
    "a post joins a bundle": Story(
        drafting(lambda room: bundle(room, "ab")),
        drafting(lambda room: entry(room.folder, "a", text="a 的正文")),
    ),
    "a hand edit is overwritten": Story(
        drafting(edited, overwrite=True), together(drafting(post), by_hand)
    ),
    "a hand edit is overwritten by a bundle": Story(
        drafting(lambda room: bundle(room, "hb"), overwrite=True),
        together(drafting(lambda room: entry(room.folder, "h")), by_hand),
    ),
    "a post is published once more": Story(
        publishing(edited, again=True), publishing(post), settles=False
    ),
    "a vanished draft is added again": Story(
        drafting(edited, again=True),
        together(drafting(post), Newsroom.remove_drafts),
        settles=False,
    ),
    "a refused post is edited": Story(publishing(edited), refused_once),
    "a refused post is submitted again": Story(
        publishing(post, again=True), refused_once, settles=False
    ),
    "a material was deleted by hand": Story(
        drafting(edited), together(drafting(post), Newsroom.delete_materials)
    ),
    "a post is marked": Story(
        marking(post), together(drafting(post), Newsroom.publish_by_hand)
    ),
    "a draft is deleted": Story(
        with_desk(lambda room, desk: delete_draft(desk, "hello")),
        drafting(post),
        settles=False,
    ),
    "an article is deleted": Story(
        with_desk(lambda room, desk: delete_article(desk, "hello")),
        publishing(post),
        settles=False,
    ),
    "an article of a bundle is deleted": Story(
        with_desk(lambda room, desk: delete_article(desk, "b")),
        publishing(lambda room: bundle(room, "abc")),
        settles=False,
    ),
    "materials are deleted": Story(
        with_desk(lambda room, desk: delete_materials(desk, unused_materials(desk))),
        together(
            drafting(post), with_desk(lambda room, desk: delete_draft(desk, "hello"))
        ),
    ),
    "the account is looked at": Story(
        with_desk(lambda room, desk: refresh(desk, "hello")),
        together(drafting(post), Newsroom.remove_drafts),
        settles=False,
    ),
    "a person published the draft": Story(
        publishing(edited), together(drafting(post), Newsroom.publish_by_hand)
    ),
}


def copy_of(room, place):
    """The same site and account, elsewhere."""
    shutil.copytree(room.folder, place)
    copied = Newsroom(place)
    copied.clock.time = room.clock.time
    return copied


def finished(story, room, wanted):
    """Run again until it is done; a person answers where the account cannot tell."""
    if not story.settles and is_done(room, wanted):
        # A person who wants something once more looks first whether it is there.
        return
    try:
        with suppress(UsageError):
            story.act(room)
    except NeedsPersonError:
        refuse_needless_question(room, wanted)
        story.act(room, again=True)


def is_done(room, wanted):
    """Whether the command that died had come to its end."""
    return account_state(room.host) == wanted and not quarrels(room)


def quarrels(room):
    """Where ledger and account disagree."""
    with room.ledger() as ledger:
        return contradictions(ledger, room.host, room.account.key)


def refuse_needless_question(room, wanted):
    """Only a submission that may have gone out, and did not, needs a person."""
    with room.ledger() as ledger:
        stages = {record.stage for record in ledger.parcels(room.account.key)}
    assert Stage.SUBMITTING in stages
    assert count_out(account_state(room.host)) < count_out(wanted)


def count_out(state):
    """How many publications succeeded."""
    return sum(status == 0 for _, status, _ in state["publications"])


@pytest.mark.parametrize("name", STORIES)
def test_the_next_run_goes_on(tmp_path, name):
    """The account ends as if nothing had happened, and the ledger agrees."""
    story = STORIES[name]
    prepared, clean, wanted = played(story, tmp_path)
    for at, point in chosen(name, enumerate(clean.points, start=1)):
        room = copy_of(prepared, tmp_path / str(at))
        with told_of(point):
            with pytest.raises(Killed):
                story.act(room, fate=Fate(at))
            end_well(story, room, wanted)


@pytest.mark.parametrize("name", STORIES)
def test_a_bad_line_changes_nothing(tmp_path, name):
    """Cut, refused, busy, garbled or late at each request: the same end."""
    story = STORIES[name]
    prepared, clean, wanted = played(story, tmp_path)
    places = [
        (number, fault, f"{fault.trouble} {path}")
        for number, path in enumerate(clean.requests)
        for fault in FAULTS
    ]
    for number, fault, point in chosen(name, places):
        room = copy_of(prepared, tmp_path / f"{number}-{FAULTS.index(fault)}")
        room.host.order(replace(fault, skip=number))
        with told_of(point):
            with suppress(MdwxError):
                story.act(room)
            room.host.cancel_faults()
            end_well(story, room, wanted)


def played(story, folder):
    """The site before, the points of a clean run, and what the account then holds."""
    prepared = Newsroom(folder / "prepared")
    story.before(prepared)
    room = copy_of(prepared, folder / "clean")
    clean = Fate()
    story.act(room, fate=clean)
    return prepared, clean, account_state(room.host)


def end_well(story, room, wanted):
    """Run again, and find everything in its place."""
    finished(story, room, wanted)
    assert account_state(room.host) == wanted
    assert quarrels(room) == []
    if story.settles:
        story.act(room)
        assert room.calls == []


@contextmanager
def told_of(point):
    """Say what a failure followed."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"AFTER {point}")
        raise


def chosen(name, places):
    """All of them, or for each story some others."""
    every = list(places)
    return every if os.environ.get("MDWX_TEST_WHOLE") else every[len(name) % 7 :: 7]

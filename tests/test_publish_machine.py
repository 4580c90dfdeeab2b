"""A person, two machines and a bad line do what they like; nothing goes out twice.

Hypothesis draws the steps. Between two of them there is time for a review to end:
while one machine's submission is under way, WeChat shows another one nothing of it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mdwx.errors import MdwxError
from mdwx.model import State
from mdwx.publish import delete_article, delete_draft, mark
from mdwx.sandbox.faults import Fault, Trouble
from tests.account_state import contradictions
from tests.mortal import Fate, Killed
from tests.newsroom import Newsroom, entry

WHOLE = bool(os.environ.get("MDWX_TEST_WHOLE"))
COLOURS = ("red", "green", "black")
DONE = (State.PUBLISHED, State.SKIPPED, State.DRAFTED, State.UNCHANGED, State.SUBMITTED)

sites = st.sampled_from(("a", "b"))
posts = st.sampled_from(("春", "夏"))
deaths = st.none() | st.integers(1, 60)
faults = st.none() | st.builds(
    Fault,
    st.sampled_from(tuple(Trouble)),
    skip=st.integers(0, 9),
    errcode=st.sampled_from((40001, 42001, 45009, 45011)),
    seconds=st.just(500.0),
)


class Publishing(RuleBasedStateMachine):
    """Two posts, two machines, one account."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        first = Newsroom(self.folder, machine="a")
        second = Newsroom(self.folder, machine="b", host=first.host)
        self.rooms = {"a": first, "b": second}
        self.host, self.clock = first.host, first.clock
        self.slugs = {"春": "spring", "夏": "summer"}
        self.texts = dict.fromkeys(self.slugs, 0)
        self.pictures = dict.fromkeys(self.slugs, "red")
        self.wanted_again = dict.fromkeys(self.slugs, 0)
        self.commits = [None]
        self.kind = "verified"
        self.edited = {}
        """Drafts that a person edited, with the words that must not be lost."""

    def teardown(self):
        shutil.rmtree(self.folder)

    # What the account holds of a post

    def articles(self, rows):
        return [article for row in rows for article in row.articles]

    def published(self, post):
        every = self.articles(self.rooms["a"].publications)
        return [one for one in every if post in one["title"]]

    def drafts(self, post):
        return [
            row for row in self.rooms["a"].drafts if post in row.articles[0]["title"]
        ]

    def entry(self, post):
        return entry(
            self.folder,
            self.slugs[post],
            title=f"标题 {post}",
            text=f"{post} 第 {self.texts[post]} 稿",
            pictures={"p.png": self.pictures[post]},
        )

    # The author

    @rule(post=posts)
    def edit_text(self, post):
        self.texts[post] += 1

    @rule(post=posts, colour=st.sampled_from(COLOURS))
    def edit_picture(self, post, colour):
        self.pictures[post] = colour

    @rule(post=posts)
    def rename(self, post):
        self.slugs[post] += "-"

    # Commands

    @rule(site=sites, post=posts, dies=deaths, fault=faults, how=st.data())
    def draft(self, site, post, dies, fault, how):
        wishes = {"overwrite": how.draw(st.booleans(), "overwrite")}
        self.send(self.rooms[site].draft, site, post, dies, fault, wishes)

    @rule(site=sites, post=posts, dies=deaths, fault=faults, how=st.data())
    def publish(self, site, post, dies, fault, how):
        wishes = {"overwrite": how.draw(st.booleans(), "overwrite")}
        self.send(self.rooms[site].publish, site, post, dies, fault, wishes)

    @rule(site=sites, post=posts, again=st.booleans())
    def say_again(self, site, post, again):
        """The answer to a question, or a wish out of the blue."""
        self.wanted_again[post] += 1
        self.send(self.rooms[site].publish, site, post, None, None, {"again": True})

    def send(self, command, site, post, dies, fault, wishes):
        """One run; if it was done, the same run once more asks for nothing."""
        self.clock.sleep(60)
        if wishes.get("overwrite"):
            for row in self.drafts(post):
                self.edited.pop(row.key, None)
        if fault is not None:
            self.host.order(fault)
        try:
            done = command(self.entry(post), fate=Fate(dies), **wishes)
        except (MdwxError, Killed):
            return
        finally:
            self.host.cancel_faults()
        assert done.state in DONE
        if self.rooms[site].calls:
            # An unchanged draft is not asked for, so what a person did is not seen.
            assert self.quarrels(site, post) == []
        command(self.entry(post))
        assert self.rooms[site].calls == []

    def quarrels(self, site, post):
        """Where the ledger and the account disagree about a post just sent."""
        room = self.rooms[site]
        with room.ledger() as ledger:
            found = contradictions(ledger, self.host, room.account.key)
        return [one for one in found if one.startswith(self.slugs[post] + " ")]

    @rule(site=sites, post=posts, dies=deaths)
    def delete_draft(self, site, post, dies):
        for row in self.drafts(post):
            self.edited.pop(row.key, None)
        self.take_back(delete_draft, site, post, dies)

    @rule(site=sites, post=posts, dies=deaths)
    def delete_article(self, site, post, dies):
        self.take_back(delete_article, site, post, dies)

    def take_back(self, act, site, post, dies):
        self.clock.sleep(60)
        with (
            suppress(MdwxError, Killed),
            self.rooms[site].desk(fate=Fate(dies)) as desk,
        ):
            act(desk, self.slugs[post])

    @precondition(lambda self: self.rooms["a"].publications)
    @rule(site=sites, post=posts)
    def mark(self, site, post):
        """A person tells what is so."""
        url = self.rooms[site].address_of(f"标题 {post}")
        if url is not None:
            with suppress(MdwxError), self.rooms[site].desk() as desk:
                mark(desk, [self.entry(post)], published=url)

    # A person in the web editor

    @rule(post=posts)
    def hand_edit(self, post):
        for row in self.drafts(post)[-1:]:
            words = f"{post} 人工 {len(self.edited)}"
            self.rooms["a"].hand_edit(row.key, content=f"<p>{words}</p>")
            self.edited[row.key] = words

    @rule(post=posts)
    def hand_publish(self, post):
        for row in self.drafts(post)[-1:]:
            self.wanted_again[post] += bool(self.published(post))
            self.edited.pop(row.key, None)
            kind = self.kind
            # What the API may not, a person may.
            self.change_permission("verified")
            self.rooms["a"].publish_by_hand(row.key)
            self.change_permission(kind)

    @rule(post=posts)
    def hand_delete_draft(self, post):
        for row in self.drafts(post)[-1:]:
            self.edited.pop(row.key, None)
            self.rooms["a"].remove_drafts(row.key)

    # The world

    @rule(site=sites)
    def commit(self, site):
        path = self.rooms[site].lock.path
        self.commits.append(path.read_bytes() if path.exists() else None)

    @rule(site=sites, which=st.data())
    def check_out(self, site, which):
        """The lock of some commit: new, old, or of before there was one."""
        path = self.rooms[site].lock.path
        content = which.draw(st.sampled_from(self.commits), "commit")
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)

    @rule(site=sites)
    def lose_ledger(self, site):
        shutil.rmtree(self.rooms[site].ledger_file.parent, ignore_errors=True)

    @rule()
    def revoke_token(self):
        with self.host.store.transaction() as state:
            state["accounts"][self.host.appid]["issued"]["stable"].clear()

    @rule(kind=st.sampled_from(("personal", "verified")))
    def change_permission(self, kind):
        self.kind = kind
        self.host.change_account(self.host.appid, kind=kind)

    # What must hold

    @invariant()
    def nothing_is_published_twice_unasked(self):
        for post in self.slugs:
            assert len(self.published(post)) <= 1 + self.wanted_again[post]

    @invariant()
    def no_hand_edit_is_lost_unasked(self):
        contents = {
            row.key: row.articles[0]["content"] for row in self.rooms["a"].drafts
        }
        for media_id, words in self.edited.items():
            assert words in contents.get(media_id, "the draft is gone")

    @invariant()
    def no_material_is_there_twice(self):
        names = self.rooms["a"].materials
        assert len(names) == len(set(names))


@pytest.mark.timeout(1800)
def test_whatever_happens():
    """Once, unless asked; no hand edit lost; no question the account can answer."""
    run_state_machine_as_test(
        Publishing,
        settings=settings(
            max_examples=200 if WHOLE else 20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

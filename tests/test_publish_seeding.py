"""A machine without a ledger: mdwx.lock tells, or the account itself."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mdwx.config import Secret
from mdwx.errors import NeedsPersonError, PublicationError, UsageError
from mdwx.ledger import Stage
from mdwx.model import Action, PostType, State
from mdwx.publish import delete_article, mark, prepare
from mdwx.publish.seeding import take_over
from mdwx.sandbox.faults import Fault, Trouble
from tests.mortal import Fate, Killed, MortalLock
from tests.newsroom import Newsroom, entry


@pytest.fixture
def room(tmp_path, database):
    return Newsroom(tmp_path, database=database)


def elsewhere(room, *, with_lock):
    """Another machine: the same account, no ledger, perhaps the lock from git."""
    other = Newsroom(room.folder, host=room.host, machine="b", database=room.database)
    if with_lock:
        other.lock.path.write_bytes(room.lock.path.read_bytes())
    return other


def test_lock_seeds_what_was_published(room):
    """A clean checkout with the lock sends nothing twice, and asks nothing."""
    post = entry(room.folder, pictures={"a.png": "red"})
    first = room.publish(post)
    other = elsewhere(room, with_lock=True)
    delivery = other.publish(post)
    assert delivery.state is State.PUBLISHED
    assert delivery.publication == first.publication
    assert other.calls == []


def test_article_that_was_taken_down_is_not_put_back_elsewhere(room):
    """The account's list still shows it, deleted: no machine sends it unasked."""
    post = entry(room.folder)
    room.publish(post)
    with room.desk() as desk:
        delete_article(desk, "hello")
    delivery = elsewhere(room, with_lock=False).publish(post)
    assert [finding.code for finding in delivery.findings] == ["P004"]
    assert len(room.publications) == 1
    assert room.drafts == []


FOUR = {"a.png": "red", "b.png": "green", "c.jpg": "black", "d.gif": "pink"}
SHAPES = {
    "post": {"pictures": FOUR},
    "image post": {"pictures": FOUR, "type": PostType.NEWSPIC},
    "bundle": {"pictures": FOUR, "bundle": "w"},
}


def shaped(room, shape, *, text="文"):
    slugs = "abc" if shape == "bundle" else "a"
    return [
        entry(
            room.folder,
            slug,
            text=f"{slug}{text if slug == 'a' else ''}",
            **SHAPES[shape],
        )
        for slug in slugs
    ]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("act", ["draft", "publish"])
def test_unchanged_checkout_asks_nothing(room, shape, act):
    """Here and on a machine that has the lock: no request, whatever was sent."""
    getattr(room, act)(*shaped(room, shape))
    other = elsewhere(room, with_lock=True)
    for each in (room, other, other):
        delivery = getattr(each, act)(*shaped(room, shape))
        assert delivery.state in (State.UNCHANGED, State.PUBLISHED)
        assert each.calls == []


@pytest.mark.parametrize("shape", SHAPES)
def test_text_edit_costs_three_requests_on_any_machine(room, shape):
    """A look, the update, a look; the lock knows the rest but pictures of a text."""
    room.draft(*shaped(room, shape))
    other = elsewhere(room, with_lock=True)
    room.draft(*shaped(room, shape, text="改"))
    assert room.calls == ["draft/get", "draft/update", "draft/get"]
    other.lock.path.write_bytes(room.lock.path.read_bytes())
    other.draft(*shaped(room, shape, text="又改"))
    asked = [path for path in other.calls if path != "media/uploadimg"]
    assert asked == ["draft/get", "draft/update", "draft/get"]


def test_old_failure_does_not_end_what_is_under_way(room):
    """A lock from before the post was submitted again: it is followed, not repeated."""
    room.host.change(outcomes=(3,))
    post = entry(room.folder)
    with pytest.raises(PublicationError):
        room.publish(post)
    old = room.lock.read(room.account.key)
    room.host.change(publish_looks=1000, publish_seconds=3600.0)
    assert room.publish(post, again=True, wait=False).state is State.SUBMITTED
    with room.desk() as desk:
        take_over(desk, old)
        (record,) = desk.ledger.holding(desk.key, ["hello"])
    assert record.stage is Stage.SUBMITTED
    room.clock.sleep(3600)
    assert room.publish(post, again=True).state is State.PUBLISHED
    assert "freepublish/submit" not in room.calls


@pytest.mark.parametrize("bundle", [None, "w"])
def test_lost_answer_that_another_machine_found_is_learned(room, bundle):
    """That one knows the article from the account's list, and no draft of ours."""
    parcel = [entry(room.folder, slug, text=slug, bundle=bundle) for slug in "ba"]
    parcel = parcel if bundle else parcel[:1]
    room.host.order(Fault(Trouble.CUT_AFTER, "/cgi-bin/freepublish/submit"))
    with pytest.raises(NeedsPersonError):
        room.publish(*parcel, wait=False)
    room.clock.sleep(60)
    room.look_by_hand()
    other = elsewhere(room, with_lock=False)
    assert other.publish(*parcel).state is State.PUBLISHED
    room.lock.path.write_bytes(other.lock.path.read_bytes())
    assert room.publish(*parcel).state is State.PUBLISHED
    assert room.calls == []
    with room.ledger() as ledger:
        held = [one for one in ledger.parcels(room.account.key) if one.name]
    assert [one.stage for one in held] == [Stage.PUBLISHED]
    assert len(room.publications) == 1


def test_lock_seeds_drafts(room):
    """An unchanged draft needs no request on the other machine either."""
    post = entry(room.folder, pictures={"a.png": "red"})
    room.draft(post)
    other = elsewhere(room, with_lock=True)
    assert other.draft(post).draft.action is Action.UNCHANGED
    assert other.calls == []


def test_draft_that_another_machine_updated_is_no_edit_by_hand(tmp_path):
    """The lock brings its fingerprints with the new text: there is nothing to send."""
    room = Newsroom(tmp_path)
    room.draft(entry(room.folder))
    other = elsewhere(room, with_lock=True)
    newer = entry(room.folder, text="改了一处")
    other.draft(newer)
    room.lock.path.write_bytes(other.lock.path.read_bytes())
    assert room.draft(newer).state is State.UNCHANGED
    assert room.calls == []
    assert room.draft(entry(room.folder, text="又改")).draft.action is Action.UPDATED
    assert len(room.drafts) == 1


def test_edit_by_hand_is_seen_behind_a_newer_lock(tmp_path):
    """What the lock tells of is not what is in the box."""
    room = Newsroom(tmp_path)
    room.draft(entry(room.folder))
    other = elsewhere(room, with_lock=True)
    other.draft(entry(room.folder, text="改了一处"))
    room.lock.path.write_bytes(other.lock.path.read_bytes())
    room.hand_edit()
    with pytest.raises(NeedsPersonError, match="edited by hand"):
        room.draft(entry(room.folder, text="又改"))


def test_lock_does_not_undo_what_this_machine_did_since(tmp_path):
    """A run of ours that died wrote no lock: what it knows is kept."""
    room = Newsroom(tmp_path)
    room.draft(entry(room.folder))
    before = room.lock.path.read_bytes()
    other = elsewhere(room, with_lock=True)
    other.draft(entry(room.folder, "b", text="乙"))
    newer = entry(room.folder, text="改了一处")
    with pytest.raises(Killed):
        room.draft(newer, fate=DiesAtTheEnd())
    assert room.lock.path.read_bytes() == before
    room.lock.path.write_bytes(other.lock.path.read_bytes())
    assert room.draft(newer).state is State.UNCHANGED
    assert room.calls == []


@pytest.mark.postgresql
def test_old_lock_is_no_news_for_a_shared_ledger(tmp_path, postgresql_address):
    """A machine that has not pulled learns from the ledger what others sent."""
    room = Newsroom(tmp_path, database=Secret(postgresql_address))
    room.draft(entry(room.folder))
    other = Newsroom(tmp_path, host=room.host, database=room.database)
    other.lock = MortalLock(tmp_path / "other.lock", Fate())
    other.lock.path.write_bytes(room.lock.path.read_bytes())
    newer = entry(room.folder, text="改了一处")
    room.draft(newer)
    assert other.draft(newer).state is State.UNCHANGED
    assert other.calls == []
    assert room.draft(entry(room.folder, text="又改")).draft.action is Action.UPDATED


class DiesAtTheEnd(Fate):
    """A process that ends before it writes its lock."""

    def pass_(self, point):
        super().pass_(point)
        if point == "before mdwx.lock":
            self.die()


def test_lock_seeds_materials(room):
    """A cover is not added again to change a draft from another machine."""
    room.draft(entry(room.folder))
    other = elsewhere(room, with_lock=True)
    other.draft(entry(room.folder, text="改"))
    assert other.calls == ["draft/get", "draft/update", "draft/get"]


def test_lock_seeds_bundles(room):
    """Posts that travelled together are one parcel again, in order."""
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "cab"]
    room.draft(*posts)
    other = elsewhere(room, with_lock=True)
    assert other.draft(*posts).draft.action is Action.UNCHANGED


def test_publication_pulled_with_git_is_not_repeated(room):
    """A laptop that drafted a post learns from the lock that CI published it."""
    post = entry(room.folder)
    room.draft(post)
    other = elsewhere(room, with_lock=True)
    other.publish(post)
    room.lock.path.write_bytes(other.lock.path.read_bytes())
    assert room.publish(post).state is State.PUBLISHED
    assert room.calls == []
    assert len(room.publications) == 1


def test_older_lock_does_not_undo_what_is_known(room):
    """A branch from before the publication changes nothing."""
    post = entry(room.folder)
    room.draft(post)
    before = room.lock.path.read_bytes()
    room.publish(post)
    room.lock.path.write_bytes(before)
    assert room.publish(post).state is State.PUBLISHED
    assert len(room.publications) == 1


def test_submission_under_way_travels(room):
    """The other machine goes on polling the recorded publish_id."""
    room.host.change(publish_looks=1000, publish_seconds=3600.0)
    post = entry(room.folder)
    room.publish(post, wait=False)
    room.clock.sleep(3600)
    other = elsewhere(room, with_lock=True)
    assert other.publish(post).state is State.PUBLISHED
    assert other.calls == ["freepublish/get"]


def test_conflict_in_the_lock_stops_everything(room):
    """Never a publication on half merged knowledge."""
    post = entry(room.folder)
    room.draft(post)
    text = room.lock.path.read_text("utf-8")
    room.lock.path.write_text(f"<<<<<<< ours\n{text}", "utf-8")
    with pytest.raises(UsageError) as caught:
        room.publish(post)
    assert str(caught.value.where) == "mdwx.lock:1"
    assert room.calls == []


def test_account_is_asked_when_nothing_is_known(room):
    """Drafts, publications, materials; and once only."""
    with room.desk() as desk:
        prepare(desk)
    assert room.calls == [
        "freepublish/batchget",
        "draft/batchget",
        "material/batchget_material",
    ]
    with room.desk() as desk:
        prepare(desk)
    assert room.calls == []


def test_sandbox_just_founded_is_not_asked(tmp_path, database):
    """It holds nothing: a first run costs no more than it must."""
    room = Newsroom(tmp_path, name="sandbox", database=database)
    with room.desk() as desk:
        desk.is_new = True
        prepare(desk)
    assert room.calls == []


def test_account_without_published_list_is_reconciled_all_the_same(room):
    """48001 on the list is fine; drafts and materials still tell."""
    room.draft(entry(room.folder))
    room.host.change_account(room.host.appid, kind="personal")
    other = elsewhere(room, with_lock=False)
    delivery = other.draft(entry(room.folder))
    assert delivery.draft.media_id == room.drafts[0].key
    assert len(room.drafts) == 1


def test_published_article_is_adopted_by_title_and_words(room):
    """The same title and words: it is that post, and it is not sent."""
    post = entry(room.folder)
    first = room.publish(post)
    other = elsewhere(room, with_lock=False)
    delivery = other.publish(post)
    assert delivery.state is State.PUBLISHED
    assert delivery.publication.urls == first.publication.urls
    assert len(room.publications) == 1


def test_edit_after_adoption_is_an_edit_after_publication(room):
    """Once adopted, a post is known by its slug."""
    post = entry(room.folder)
    room.publish(post)
    other = elsewhere(room, with_lock=False)
    other.publish(post)
    delivery = other.publish(entry(room.folder, text="改", title="新题"))
    assert [finding.code for finding in delivery.findings] == ["P001"]


def test_drafts_and_materials_are_adopted(room):
    """The draft is updated, not doubled; the cover is in the library already."""
    room.draft(entry(room.folder, pictures={"a.gif": "red"}))
    other = elsewhere(room, with_lock=False)
    other.draft(entry(room.folder, pictures={"a.gif": "red"}))
    assert len(room.drafts) == 1
    assert "material/add_material" not in other.calls


def test_bundle_is_adopted_whole(room):
    """Each of its posts is published, at its own address."""
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"]
    first = room.publish(*posts)
    other = elsewhere(room, with_lock=False)
    assert other.publish(*posts).state is State.PUBLISHED
    with other.desk() as desk:
        from mdwx.publish import standing

        assert standing(desk, "b").publication.urls == first.publication.urls[1:]


@pytest.mark.parametrize("change", [{"text": "另"}, {"title": "另"}])
def test_what_cannot_be_decided_is_not_sent(room, change):
    """Same title and other words, or the other way round: a person says which."""
    room.publish(entry(room.folder, title="题", text="文"))
    other = elsewhere(room, with_lock=False)
    post = entry(room.folder, **({"title": "题", "text": "文"} | change))
    with pytest.raises(NeedsPersonError) as caught:
        other.publish(post)
    assert "mdwx mark content/hello.md --published URL" in caught.value.hint.en
    assert "--again" in caught.value.hint.en
    assert len(room.publications) == 1


def test_mark_decides_what_could_not_be(room):
    """And the next run believes it."""
    room.publish(entry(room.folder, title="题", text="文"))
    other = elsewhere(room, with_lock=False)
    post = entry(room.folder, title="题", text="另")
    with other.desk() as desk:
        mark(desk, [post], published="http://mp.weixin.qq.com/s/AbC")
    assert other.publish(post).state is State.PUBLISHED


@pytest.mark.parametrize(
    "url", ["https://mp.weixin.qq.com/s?__biz=1&tempkey=MTIz", "http://[mp/s/AbC"]
)
def test_mark_refuses_what_is_no_address_of_an_article(room, url):
    """A tempkey address dies within hours."""
    with room.desk() as desk, pytest.raises(UsageError, match="not the address"):
        mark(desk, [entry(room.folder)], published=url)


def test_lock_holds_no_secret_and_no_preview(room):
    """It is made for git."""
    room.draft(entry(room.folder))
    text = room.lock.path.read_text("utf-8")
    assert room.host.secret.reveal() not in text
    assert "tempkey" not in text
    assert "access_token" not in text


def test_lock_keeps_other_accounts(room):
    """One file for all accounts of the site."""
    room.lock.path.write_text(
        json.dumps({"version": 1, "accounts": {"wxother": {"posts": {}}}}), "utf-8"
    )
    room.draft(entry(room.folder))
    held = json.loads(room.lock.path.read_text("utf-8"))
    assert set(held["accounts"]) == {"wxother", room.account.key}


def test_sandbox_writes_no_lock(tmp_path, database):
    """What it knows need not travel."""
    room = Newsroom(tmp_path, name="sandbox", database=database)
    room.publish(entry(tmp_path))
    assert not room.lock.path.exists()


def test_unchanged_run_leaves_the_lock_alone(room):
    """Not even its time stamp."""
    post = entry(room.folder)
    room.publish(post)
    before = room.lock.path.stat().st_mtime_ns
    room.publish(post)
    assert room.lock.path.stat().st_mtime_ns == before


@pytest.mark.parametrize("change", [{"text": "另"}, {"title": "另"}])
def test_draft_of_somebody_else_is_taken_over_when_that_is_wished(room, change):
    """Same title and other words, or the other way round: --overwrite replaces it."""
    room.draft(entry(room.folder, title="题", text="文"))
    other = elsewhere(room, with_lock=False)
    post = entry(room.folder, **({"title": "题", "text": "文"} | change))
    with pytest.raises(NeedsPersonError, match="the draft box has one with") as caught:
        other.draft(post)
    assert "mdwx draft content/hello.md --overwrite" in caught.value.hint.en
    delivery = other.draft(post, overwrite=True)
    assert delivery.draft.action is Action.UPDATED
    (draft,) = room.drafts
    assert draft.key == delivery.draft.media_id
    assert draft.articles[0]["title"] == post.article.title
    assert other.draft(post).state is State.UNCHANGED
    assert other.calls == []


def test_draft_of_somebody_else_is_left_beside_a_new_one(room):
    """--again says that ours is another."""
    room.draft(entry(room.folder, text="文"))
    other = elsewhere(room, with_lock=False)
    assert other.draft(entry(room.folder, text="另"), again=True).state is State.DRAFTED
    assert len(room.drafts) == 2


def test_word_of_the_author_outweighs_a_lookalike(room):
    """--again sends what looks like a published article."""
    room.publish(entry(room.folder, title="题", text="文"))
    other = elsewhere(room, with_lock=False)
    post = replace(entry(room.folder, "new", title="题", text="另"))
    assert other.publish(post, again=True).state is State.PUBLISHED
    assert len(room.publications) == 2

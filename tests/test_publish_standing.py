"""What is known of a post, what the account says, and taking things back."""

from __future__ import annotations

import pytest

from mdwx.errors import UsageError
from mdwx.model import State, Status
from mdwx.publish import (
    delete_article,
    delete_draft,
    delete_materials,
    refresh,
    standing,
    unused_materials,
)
from tests.newsroom import Newsroom, entry


@pytest.fixture
def room(tmp_path, database):
    return Newsroom(tmp_path, database=database)


def look(room, slug="hello", *, asking=False, **more):
    with room.desk() as desk:
        return (refresh if asking else standing)(desk, slug, **more)


def test_unknown_post_is_only_built(room):
    """No request, no draft, no publication."""
    told = look(room)
    assert (told.state, told.draft, told.publication) == (State.BUILT, None, None)
    assert room.calls == []


def test_draft_and_change_since_are_told(room):
    """Drafted, and edited since."""
    post = entry(room.folder)
    room.draft(post)
    assert not look(room, source_sha256=post.source_sha256).changed
    told = look(room, source_sha256="other")
    assert (told.state, told.changed) == (State.DRAFTED, True)
    assert told.draft.media_id == room.drafts[0].key
    assert room.calls == []


def test_publication_and_address_are_told(room):
    """Published, with its address."""
    published = room.publish(entry(room.folder))
    told = look(room)
    assert told.state is State.PUBLISHED
    assert told.publication.urls == published.publication.urls
    assert told.draft is None


def test_refresh_sees_a_vanished_draft(room):
    """The draft box is asked."""
    room.draft(entry(room.folder))
    room.remove_drafts()
    assert look(room, asking=True).state is State.NEEDS_YOU


def test_refresh_finds_what_a_person_published(room):
    """Also after a run that could not tell: the list shows it with its address."""
    room.draft(entry(room.folder))
    room.host.change(publish_looks=1000, publish_seconds=3600.0)
    room.publish_by_hand()
    assert look(room, asking=True).state is State.DRAFTED
    room.clock.sleep(3600)
    told = look(room, asking=True)
    assert told.state is State.PUBLISHED
    assert told.publication.urls == tuple(room.publications[0]["urls"])


def test_refresh_sees_a_hand_edit(room):
    """The read-back differs from what we left."""
    room.draft(entry(room.folder))
    assert not look(room, asking=True).edited_by_hand
    room.hand_edit()
    assert look(room, asking=True).edited_by_hand


def test_refresh_sees_a_deleted_article(room):
    """Deleted after publication: status says so."""
    delivery = room.publish(entry(room.folder))
    article_id = delivery.publication.article_id
    room._as_person(lambda client: client.delete_article(article_id, index=0))
    assert look(room).publication.status is Status.SUCCESS
    assert look(room, asking=True).publication.status is Status.DELETED
    assert look(room).publication.status is Status.DELETED


def test_refresh_sees_one_deleted_article_of_a_bundle(room):
    """The others are still there."""
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"]
    article_id = room.publish(*posts).publication.article_id
    room._as_person(lambda client: client.delete_article(article_id, index=2))
    statuses = [look(room, slug, asking=True).publication.status for slug in "ab"]
    assert statuses == [Status.SUCCESS, Status.DELETED]


def test_deleted_draft_is_forgotten(room):
    """Ours to delete, and free to be added again."""
    post = entry(room.folder)
    room.draft(post)
    with room.desk() as desk:
        delete_draft(desk, "hello")
    assert room.drafts == []
    assert look(room).state is State.BUILT


def test_only_what_is_known_can_be_deleted(room):
    """A draft that mdwx did not make is none of its business."""
    with room.desk() as desk, pytest.raises(UsageError, match="hello has no draft"):
        delete_draft(desk, "hello")
    with room.desk() as desk, pytest.raises(UsageError, match="no published article"):
        delete_article(desk, "hello")


def test_deleted_article_is_not_published_again(room):
    """Taken down on purpose: the next run does not put it back."""
    post = entry(room.folder)
    room.publish(post)
    with room.desk() as desk:
        delete_article(desk, "hello")
    delivery = room.publish(post)
    assert [finding.code for finding in delivery.findings] == ["P004"]
    assert room.calls == []


def test_one_article_of_a_bundle_is_deleted(room):
    """Counted from 1, and only that one."""
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "abc"]
    room.publish(*posts)
    with room.desk() as desk:
        delete_article(desk, "b")
    assert room.publications[0]["deleted"] == [False, True, False]
    statuses = [look(room, slug).publication.status for slug in "abc"]
    assert statuses == [Status.SUCCESS, Status.DELETED, Status.SUCCESS]


def test_unused_materials_of_ours_are_deleted_and_no_others(room):
    """Neither those in use, nor what a person put there."""
    room.draft(entry(room.folder, pictures={"a.gif": "red"}))
    data = (room.folder / "red.gif").read_bytes()
    room._as_person(lambda client: client.add_material(data, name="mine.gif"))
    with room.desk() as desk:
        assert unused_materials(desk) == {}
        delete_draft(desk, "hello")
        kept = [name for name in room.materials if name.endswith(".png")]
        gone = delete_materials(desk, unused_materials(desk, keep=kept))
    assert len(gone) == 1
    assert sorted(room.materials) == sorted([*kept, "mine.gif"])

"""mdwx.lock: whole, sorted, without secrets, and never guessed at."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from mdwx.errors import UsageError
from mdwx.ledger import LockFile, Parcel, Piece, Stage
from mdwx.model import Status, Upload


@pytest.fixture
def lock(tmp_path):
    return LockFile(tmp_path / "mdwx.lock")


DRAFT = Parcel(
    "wx1",
    "hello",
    Stage.DRAFTED,
    (Piece("hello", "题", "t", "s", "p", "r", ("m.png",)),),
    media_id="m",
    preview_url="https://mp.weixin.qq.com/s?tempkey=1",
)
PUBLISHED = Parcel(
    "wx1",
    "bundle:周刊",
    Stage.PUBLISHED,
    (Piece("b", "乙", "t2", "s2", "p2"), Piece("a", "甲", "t1", "s1", "p1")),
    publish_id="100",
    status=Status.SUCCESS,
    article_id="x",
    urls=("u1", "u2"),
)


def write(lock, *parcels, materials=None):
    return lock.write("wx1", parcels=parcels, materials=materials or {})


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> theirs"])
def test_conflict_marker_is_an_error_with_its_line(lock, marker):
    """What git left half merged is for a person."""
    lock.path.write_text(f'{{\n{marker}\n"version": 1}}\n', "utf-8")
    with pytest.raises(UsageError, match="conflict marker") as caught:
        lock.read("wx1")
    assert str(caught.value.where) == "mdwx.lock:2"


def test_broken_json_is_an_error_with_its_line(lock):
    """One clear sentence, and nothing sent."""
    lock.path.write_text('{\n  "version": 1,\n  "accounts": {,}\n}\n', "utf-8")
    with pytest.raises(UsageError, match="it cannot be read") as caught:
        lock.read("wx1")
    assert str(caught.value.where) == "mdwx.lock:3"


@pytest.mark.parametrize(
    "held",
    [
        [],
        {},
        {"version": 1, "accounts": []},
        {"version": 1, "accounts": {"wx1": []}},
        {"version": 1, "accounts": {"wx1": {"posts": {"a": {"draft": {}}}}}},
        {"version": 1, "accounts": {"wx1": {"posts": {"a": {"draft": 3}}}}},
        {"version": 1, "accounts": {"wx1": {"materials": {"a": {}}}}},
    ],
    ids=json.dumps,
)
def test_other_shapes_are_an_error(lock, held):
    """A lock that says something else is not taken for an empty one."""
    lock.path.write_text(json.dumps(held), "utf-8")
    with pytest.raises(UsageError, match="it cannot be read"):
        lock.read("wx1")


def test_unknown_stage_is_an_error(lock):
    """Written by hand, or by something newer."""
    write(lock, DRAFT)
    text = lock.path.read_text("utf-8").replace('"drafted"', '"lost"')
    lock.path.write_text(re.sub(r'"digest": "\w+",', "", text), "utf-8")
    with pytest.raises(UsageError, match="it cannot be read"):
        lock.read("wx1")


def test_entry_that_is_not_as_it_was_written_is_an_error(lock):
    """Changed by hand, or put together from two branches."""
    write(lock, DRAFT)
    text = lock.path.read_text("utf-8").replace('"drafted"', '"published"')
    lock.path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="the entry of 'hello' was changed") as caught:
        lock.read("wx1")
    assert str(caught.value.where) == "mdwx.lock:6"


def test_lock_of_a_newer_mdwx_is_an_error(lock):
    """It may say what we cannot know."""
    lock.path.write_text('{"version": 9, "accounts": {}}', "utf-8")
    with pytest.raises(UsageError, match="newer mdwx"):
        lock.read("wx1")


def test_no_file_knows_no_account(lock):
    """Which is not the same as an account without posts."""
    assert lock.read("wx1") is None


def test_what_is_written_is_read_again(lock):
    """All but the preview address, whose key is temporary."""
    materials = {"m.png": Upload("u", "id")}
    write(lock, PUBLISHED, DRAFT, materials=materials)
    locked = lock.read("wx1")
    assert locked.parcels == (PUBLISHED, replace(DRAFT, preview_url=""))
    assert locked.materials == materials
    assert lock.read("wx2") is None


def test_same_knowledge_is_the_same_bytes(lock):
    """Sorted, one field a line, and not touched when nothing changed."""
    assert write(lock, PUBLISHED, DRAFT)
    before = lock.path.read_bytes()
    assert not write(lock, PUBLISHED, DRAFT)
    assert lock.path.read_bytes() == before
    held = json.loads(before)
    assert (
        before.decode()
        == json.dumps(held, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    )


def test_publication_ends_the_draft_before_it(lock):
    """One entry a post and role: the last publication, the draft besides."""
    gone = replace(PUBLISHED, stage=Stage.DRAFTED, status=None, media_id="old")
    write(lock, gone, PUBLISHED)
    held = json.loads(lock.path.read_text("utf-8"))["accounts"]["wx1"]["posts"]
    assert {role for post in held.values() for role in post} == {"publication"}


def test_articles_found_in_the_account_stay_out(lock):
    """The file is about the posts of the site."""
    found = replace(PUBLISHED, name="", pieces=(Piece("", "甲", "t1"),))
    assert not write(lock, found)
    assert not lock.path.exists()


def test_nothing_is_left_beside_the_file(lock):
    """Written whole or not at all."""
    write(lock, DRAFT)
    assert [file.name for file in lock.path.parent.iterdir()] == ["mdwx.lock"]

"""Two branches that both changed ``mdwx.lock``: merged well, or somebody is told."""

from __future__ import annotations

import itertools
import json
import subprocess
from dataclasses import replace

import pytest
from support import run_mdwx, write_site

from mdwx.errors import UsageError
from mdwx.ledger import LockFile, Parcel, Piece, Stage
from mdwx.ledger.lock import as_text
from mdwx.ledger.merging import merged
from mdwx.model import Status, Upload

KEY = "wx0123456789abcdef"


def draft(slug="hello", *, text="一", media_id="m1", stage=Stage.DRAFTED, **more):
    """A draft of a post, or of a bundle of posts."""
    slugs = slug.split("+")
    pieces = tuple(
        Piece(it, f"题 {it}", f"t{text}", f"s{text}", f"p{text}", f"r{text}{media_id}")
        for it in slugs
    )
    name = slug if len(slugs) == 1 else "bundle:w"
    return Parcel(KEY, name, stage, pieces, media_id=media_id, **more)


def out(parcel, article_id="x1", status=Status.SUCCESS):
    """The same, published."""
    return replace(
        parcel,
        stage=Stage.PUBLISHED,
        status=status,
        publish_id=f"1{article_id}",
        article_id=article_id,
        urls=tuple(
            f"https://mp.weixin.qq.com/s/{article_id}{it}" for it in parcel.slugs
        ),
    )


STATES = {
    "nothing": [],
    "drafted": [draft()],
    "edited": [draft(text="二")],
    "edited otherwise": [draft(text="三")],
    "another draft": [draft(text="二", media_id="m2")],
    "submitted": [draft(stage=Stage.SUBMITTED, publish_id="1x1")],
    "failed": [draft(stage=Stage.FAILED, publish_id="1x1", status=Status.FAILED)],
    "published": [out(draft())],
    "published edited": [out(draft(text="二"), "x2")],
    "taken down": [out(draft(), status=Status.DELETED)],
    "published and drafted": [out(draft()), draft(text="二", media_id="m2")],
    "bundled": [draft("hello+other", media_id="m3")],
    "bundle published": [out(draft("hello+other", media_id="m3"), "x3")],
}
NEIGHBOURS = [draft(it, media_id=f"n{it}") for it in ("aaa", "zzz")]


def lock_text(folder, parcels):
    """The file as mdwx writes it, with posts before and after."""
    lock = LockFile(folder / "written.lock")
    lock.path.unlink(missing_ok=True)
    lock.write(KEY, parcels=[*NEIGHBOURS, *parcels], materials={"c": Upload("u", "c")})
    return lock.path.read_text("utf-8")


def posts_of(text):
    return json.loads(text)["accounts"][KEY]["posts"]


def merged_by_lines(folder, base, ours, theirs):
    """What git's merge of lines makes of it, and whether it is sure."""
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout, done.returncode == 0


@pytest.mark.parametrize("base", STATES)
def test_a_merge_of_lines_is_right_or_an_error(tmp_path, base):
    """Whatever two branches did to a post: never a mixture of both."""
    texts = {name: lock_text(tmp_path, parcels) for name, parcels in STATES.items()}
    lock = LockFile(tmp_path / "mdwx.lock")
    clean = 0
    for ours, theirs in itertools.product(STATES, repeat=2):
        text, is_clean = merged_by_lines(
            tmp_path, texts[base], texts[ours], texts[theirs]
        )
        lock.path.write_text(text, "utf-8")
        if not is_clean:
            with pytest.raises(UsageError) as caught:
                lock.read(KEY)
            assert caught.value.where.line is not None
            assert len({base, ours, theirs}) == 3
            continue
        lock.read(KEY)
        clean += 1
        nothing_is_mixed(
            *(posts_of(it) for it in (texts[base], texts[ours])),
            posts_of(texts[theirs]),
            posts_of(text),
        )
    assert clean >= 3 * len(STATES) - 2


def nothing_is_mixed(base, ours, theirs, result):
    """Each draft and publication is as one side has it, and what one changed is."""
    for slug in sorted({*base, *ours, *theirs, *result}):
        for role in ("draft", "publication"):
            sides = [it.get(slug, {}).get(role) for it in (base, ours, theirs, result)]
            before, one, two, after = sides
            assert after in (one, two)
            if before in (one, two):
                assert after == (two if one == before else one)


@pytest.mark.parametrize("base", STATES)
def test_merging_as_mdwx_does_loses_no_publication(tmp_path, base):
    """``mdwx ledger merge`` always comes to an end, and the file is whole."""
    texts = {name: lock_text(tmp_path, parcels) for name, parcels in STATES.items()}
    lock = LockFile(tmp_path / "mdwx.lock")
    for ours, theirs in itertools.product(STATES, repeat=2):
        sides = [json.loads(texts[it])["accounts"] for it in (base, ours, theirs)]
        result = merged(*sides)
        lock.path.write_text(as_text({"version": 1, "accounts": result}), "utf-8")
        assert lock.read(KEY) is not None
        posts = [it[KEY]["posts"] for it in [*sides, result]]
        for slug in sorted({slug for it in posts for slug in it}):
            told(*(it.get(slug, {}) for it in posts))


def told(base, ours, theirs, after):
    """A publication of either side is there, and no draft that ended in it."""
    known = [it["publication"] for it in (ours, theirs) if "publication" in it]
    new = [it for it in known if it != base.get("publication")]
    if new:
        assert after["publication"] in new
    elif known:
        assert after["publication"] in known or base.get("publication") in known
    if "draft" in after and "publication" in after:
        ids = after["draft"].get("media_id"), after["publication"].get("media_id")
        assert ids[0] != ids[1]


@pytest.fixture
def repository(tmp_path):
    """A site in git, with a lock that knows of a draft."""
    site = tmp_path / "site"
    config = f'[accounts.main]\nappid = "{KEY}"\n'
    write_site(site, {"mdwx.toml": config, "content/hello.md": "# 题\n\n文\n"})
    git(site, "init", "-q", "-b", "main")
    git(site, "config", "user.email", "a@example.com")
    git(site, "config", "user.name", "a")
    commit(site, draft())
    git(site, "branch", "other")
    return site


def git(site, *words):
    done = subprocess.run(
        ["git", *words], cwd=site, capture_output=True, encoding="utf-8"
    )
    return done.returncode


def commit(site, *parcels):
    lock = LockFile(site / "mdwx.lock")
    lock.write(KEY, parcels=[*NEIGHBOURS, *parcels], materials={})
    git(site, "add", ".")
    assert git(site, "commit", "-q", "-m", "x") == 0


def branches(site, ours, theirs):
    """Both branches go on from the draft, and meet."""
    commit(site, *ours)
    git(site, "checkout", "-q", "other")
    commit(site, *theirs)
    git(site, "checkout", "-q", "main")
    return git(site, "merge", "-q", "-m", "y", "other")


def test_conflict_names_its_line_and_is_settled_by_one_command(repository):
    """One branch published the post, the other edited its draft."""
    assert branches(repository, [out(draft())], [draft(text="二")]) != 0
    run = run_mdwx("status", cwd=repository)
    assert run.exit_code == 2
    assert "mdwx: mdwx.lock:" in run.stderr
    assert "hint: mdwx ledger merge puts both sides together" in run.stderr
    settled = run_mdwx("ledger", "merge", cwd=repository)
    assert settled.exit_code == 0, settled.stderr
    held = LockFile(repository / "mdwx.lock").read(KEY).parcels
    assert [one.stage for one in held if one.name == "hello"] == [Stage.PUBLISHED]
    git(repository, "add", "mdwx.lock")
    assert git(repository, "commit", "-q", "-m", "z") == 0
    assert run_mdwx("ledger", "merge", cwd=repository).exit_code == 2


def test_branches_that_changed_other_posts_merge_by_themselves(repository):
    """And each knows what the other did."""
    new = draft("mmm", media_id="m9")
    assert branches(repository, [out(draft())], [draft(), new]) == 0
    held = {
        one.name: one.stage
        for one in LockFile(repository / "mdwx.lock").read(KEY).parcels
    }
    assert held["hello"] is Stage.PUBLISHED
    assert held["mmm"] is Stage.DRAFTED


def test_new_posts_side_by_side_are_settled(repository):
    """Git sees two additions in one place; they are no contradiction."""
    one, two = draft("mma", media_id="m8"), draft("mmb", media_id="m9")
    assert branches(repository, [draft(), one], [draft(), two]) != 0
    assert run_mdwx("ledger", "merge", cwd=repository).exit_code == 0
    names = {one.name for one in LockFile(repository / "mdwx.lock").read(KEY).parcels}
    assert {"mma", "mmb", "hello", "aaa", "zzz"} <= names


def test_both_sides_kept_by_hand_are_an_error(repository):
    """One entry would hide the other."""
    branches(repository, [out(draft())], [draft(text="二")])
    file = repository / "mdwx.lock"
    text = lock_text(repository, [draft()])
    both = '"hello": {},\n      "hello": {'
    file.write_text(text.replace('"hello": {', both, 1), "utf-8")
    run = run_mdwx("status", cwd=repository)
    assert run.exit_code == 2
    assert "'hello' stands in it twice" in run.stderr
    assert "git checkout -m mdwx.lock" in run.stderr


def test_entry_made_of_two_is_an_error(repository):
    """Solved line by line, each from the better side."""
    file = repository / "mdwx.lock"
    file.write_text(file.read_text("utf-8").replace('"s一"', '"s二"', 1), "utf-8")
    run = run_mdwx("status", cwd=repository)
    assert run.exit_code == 2
    assert "mdwx.lock:" in run.stderr
    assert "'aaa' was changed, or put together from two branches" in run.stderr


def test_there_must_be_a_conflict_to_settle(tmp_path):
    """Also where there is no git at all."""
    write_site(tmp_path, {"mdwx.toml": ""})
    run = run_mdwx("ledger", "merge", cwd=tmp_path)
    assert run.exit_code == 2
    assert "git has no conflict in mdwx.lock" in run.stderr


def test_title_like_a_marker_is_no_conflict(tmp_path):
    """What looks like a new line in it is none in the file."""
    lock = LockFile(tmp_path / "mdwx.lock")
    piece = Piece("hello", "\u2028<<<<<<< HEAD", "t")
    lock.write(
        KEY, parcels=[Parcel(KEY, "hello", Stage.DRAFTED, (piece,))], materials={}
    )
    assert lock.read(KEY).parcels[0].pieces[0].title == piece.title

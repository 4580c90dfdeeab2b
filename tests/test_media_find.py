"""A path means the file its author meant, and never one outside the site."""

from __future__ import annotations

import os
import unicodedata
from pathlib import PurePosixPath

import pytest

from mdwx.errors import SourceError
from mdwx.media.find import Shelves, find
from mdwx.model import ImageRef, Span

WHERE = Span(PurePosixPath("content/notes/a.md"), 7)
BESIDE = (PurePosixPath("content/notes"),)


@pytest.fixture
def site(tmp_path):
    """A site with a file in each place a path may start."""
    root = tmp_path / "site"
    for name in (
        "content/notes/beside.png",
        "content/notes/图 片.png",
        "content/notes/100%.png",
        "content/notes/a?b.png",
        "content/notes/sub/deep.png",
        "content/up.png",
        "img/root.png",
        "static/img/asset.png",
        "static/beside.png",
    ):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    (tmp_path / "secret.png").write_bytes(b"secret")
    return root


def found(site, src, *, allow_outside=False):
    shelves = Shelves(site, ("static",), allow_outside)
    file = find(ImageRef(src, WHERE), shelves, beside=BESIDE)
    return file.read_bytes().decode()


def refusal(site, src, **options):
    with pytest.raises(SourceError) as caught:
        found(site, src, **options)
    assert caught.value.where == WHERE
    return caught.value


@pytest.mark.parametrize(
    "src",
    [
        "../../../secret.png",
        "..%2f..%2f..%2fsecret.png",
        "..\\..\\..\\secret.png",
        "%2e%2e/%2e%2e/%2e%2e/secret.png",
        "/../secret.png",
        "link.png",
        "folder/secret.png",
    ],
)
def test_no_path_leads_out_of_the_site(site, src):
    """Dots, encodings, backslashes and links are all followed before judging."""
    (site / "content/notes/link.png").symlink_to(site.parent / "secret.png")
    (site / "content/notes/folder").symlink_to(site.parent)
    error = refusal(site, src)
    assert "outside the site's folder" in str(error)
    assert "--allow-outside" in error.hint.en


def test_an_absolute_path_outside_is_refused(site):
    """Even one that exists."""
    assert "outside" in str(refusal(site, str(site.parent / "secret.png")))


def test_a_file_address_is_refused(site):
    """It would name any file of the machine, and no other machine has it."""
    error = refusal(site, f"file://{site}/img/root.png")
    assert "is a file: address" in str(error)


@pytest.mark.parametrize(
    "src", ["", "sub", "..", "/", "\0", "a\0b.png", "x" * 5000, "?", "#", "deep.png"]
)
def test_what_names_no_file_does_not_exist(site, src):
    """A folder, a name too long, a NUL, a file elsewhere: all are just absent."""
    assert "does not exist" in str(refusal(site, src))


def test_a_missing_picture_is_named_with_the_places_looked_in(site):
    """The sentence a person meets most often."""
    error = refusal(site, "nowhere.jpg")
    assert error.problem.en == "picture nowhere.jpg does not exist"
    assert error.problem.zh == "图片 nowhere.jpg 不存在"
    assert error.hint.en == "looked in content/notes, ./, static"


def test_a_near_name_is_proposed(site):
    """A typing slip costs one look."""
    hint = refusal(site, "besides.png").hint.en
    assert hint.startswith("did you mean content/notes/beside.png? looked in ")


def test_a_difference_of_case_is_said(site):
    """It works on a Mac and fails in CI: say why."""
    if (site / "IMG").exists():
        pytest.skip("this file system does not tell upper from lower case")
    hint = refusal(site, "Beside.PNG").hint.en
    assert "there is content/notes/beside.png, only upper and lower case differ" in hint


@pytest.mark.parametrize(
    ("src", "file"),
    [
        ("beside.png", "content/notes/beside.png"),
        ("./beside.png", "content/notes/beside.png"),
        ("../up.png", "content/up.png"),
        ("sub/deep.png", "content/notes/sub/deep.png"),
        ("sub\\deep.png", "content/notes/sub/deep.png"),
        ("sub%5Cdeep.png", "content/notes/sub/deep.png"),
        ("img/root.png", "img/root.png"),
        ("/img/root.png", "img/root.png"),
        ("/content/up.png", "content/up.png"),
        ("/img/asset.png", "static/img/asset.png"),
        ("img/asset.png", "static/img/asset.png"),
        ("图 片.png", "content/notes/图 片.png"),
        ("%E5%9B%BE%20%E7%89%87.png", "content/notes/图 片.png"),
        ("图%20片.png", "content/notes/图 片.png"),
        ("100%.png", "content/notes/100%.png"),
        ("100%25.png", "content/notes/100%.png"),
        ("beside.png?v=2", "content/notes/beside.png"),
        ("beside.png#left", "content/notes/beside.png"),
        ("beside.png?a#b", "content/notes/beside.png"),
        ("a?b.png", "content/notes/a?b.png"),
        ("a%3Fb.png", "content/notes/a?b.png"),
    ],
)
def test_a_path_is_understood_as_written(site, src, file):
    """Beside the post, from the root, from assets; encoded, spaced, with a tail."""
    assert found(site, src) == file


def test_the_nearest_file_wins(site):
    """A name beside the post hides the same name among the assets."""
    assert found(site, "beside.png") == "content/notes/beside.png"
    assert found(site, "/beside.png") == "static/beside.png"


def test_an_absolute_path_into_the_site_works(site):
    """Some editors write it."""
    assert found(site, str(site / "img/root.png")) == "img/root.png"


def test_composed_and_decomposed_names_are_one(site):
    """A Mac stores é in two code points, and a keyboard types one."""
    name = unicodedata.normalize("NFD", "café.png")
    (site / "content/notes" / name).write_bytes(b"coffee")
    assert found(site, unicodedata.normalize("NFC", name)) == "coffee"


def test_outside_is_allowed_to_those_who_mean_it(site):
    """The switch opens exactly this."""
    assert found(site, "../../../secret.png", allow_outside=True) == "secret"


def test_a_link_within_the_site_is_followed(site):
    """Links are no crime."""
    (site / "content/notes/link.png").symlink_to(site / "img/root.png")
    assert found(site, "link.png") == "img/root.png"


def test_a_link_in_a_circle_does_not_exist(site):
    """It leads nowhere, and says so."""
    (site / "content/notes/loop.png").symlink_to("loop.png")
    assert "does not exist" in str(refusal(site, "loop.png"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_picture(site):
    """Reading it would wait for ever."""
    os.mkfifo(site / "content/notes/pipe.png")
    assert "does not exist" in str(refusal(site, "pipe.png"))


def test_a_site_reached_through_a_link_holds_its_own_files(site, tmp_path):
    """The root is resolved as the files are."""
    (tmp_path / "alias").symlink_to(site)
    assert found(tmp_path / "alias", "img/root.png") == "img/root.png"


def embedded(site, src, *, allow_outside=False):
    """What a name finds that Obsidian embeds."""
    shelves = Shelves(site, ("static",), allow_outside)
    file = find(ImageRef(src, WHERE, anywhere=True), shelves, beside=BESIDE)
    return file.relative_to(site.resolve()).as_posix()


@pytest.fixture
def vault(site):
    """A site with pictures in folders of their own."""
    for name in (
        "content/other/附件/山 顶.png",
        "content/other/twice.png",
        "content/附件/twice.png",
        "content/.trash/gone.png",
        "static/deep/down/asset.png",
        "elsewhere/away.png",
    ):
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    return site


@pytest.mark.parametrize(
    ("src", "file"),
    [
        ("山 顶.png", "content/other/附件/山 顶.png"),
        ("%E5%B1%B1%20%E9%A1%B6.png", "content/other/附件/山 顶.png"),
        ("附件/山 顶.PNG", "content/other/附件/山 顶.png"),
        ("deep.png", "content/notes/sub/deep.png"),
        ("down/asset.png", "static/deep/down/asset.png"),
        ("附件/twice.png", "content/附件/twice.png"),
        ("beside.png", "content/notes/beside.png"),
    ],
)
def test_an_embed_is_found_by_its_name(vault, src, file):
    """Anywhere in the posts' folder and in the assets; nearer paths come first."""
    assert embedded(vault, src) == file


def test_an_ambiguous_name_is_an_error_that_names_both(vault):
    """Whichever were taken, it could be the wrong picture."""
    with pytest.raises(SourceError) as caught:
        embedded(vault, "twice.png")
    assert caught.value.problem.en == (
        "picture twice.png could be content/other/twice.png or content/附件/twice.png"
    )
    assert "![[folder/picture.png]]" in caught.value.hint.en


@pytest.mark.parametrize(
    "src", ["gone.png", "away.png", "top.png", "secret.png", "..", "顶.png", "附件"]
)
def test_what_no_name_finds_does_not_exist(vault, src):
    """Hidden folders, other folders, halves of names."""
    with pytest.raises(SourceError, match="does not exist"):
        embedded(vault, src)


def test_only_an_embed_is_looked_for_anywhere(vault):
    """A path that leads nowhere must not find somebody else's picture."""
    error = refusal(vault, "图/山 顶.png")
    assert "does not exist" in str(error)
    assert error.hint.en.startswith(
        "elsewhere there is content/other/附件/山 顶.png; looked in "
    )


def test_a_name_leads_nowhere_outside(vault):
    """A link in the vault is followed before it is judged."""
    (vault / "content/other/link.png").symlink_to(vault.parent / "secret.png")
    with pytest.raises(SourceError):
        embedded(vault, "link.png")

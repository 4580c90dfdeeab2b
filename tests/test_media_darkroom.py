"""The darkroom: pictures of a post by their src, prepared once and remembered."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from pathlib import PurePosixPath

import pytest

from mdwx.config import Config, Site
from mdwx.errors import SourceError, UsageError
from mdwx.media import Darkroom
from mdwx.media.cache import Cache
from mdwx.model import ImageRef, Picture, Post, Span
from tests import pictures

POST = Post(PurePosixPath("content/a.md"), "a", "")


class Host:
    """Stands in for the network, and counts."""

    def __init__(self, data=b""):
        self.data, self.asked = data, 0

    def fetch(self, ref):
        self.asked += 1
        return self.data


@pytest.fixture
def root(tmp_path):
    (tmp_path / "content").mkdir()
    for name in ("png", "jpeg", "webp"):
        data = pictures.SAMPLES[name]()
        (tmp_path / f"content/{name}.bin").write_bytes(data)
    return tmp_path


def room(root, **options):
    return Darkroom(Config(root, site=Site(assets=("static",))), **options)


def refs(*names):
    return [ImageRef(name, Span(POST.path, line)) for line, name in enumerate(names, 5)]


def only(prepared):
    [found] = prepared.values()
    return found


def test_what_cannot_be_read_is_an_error_among_the_pictures(root):
    """One bad picture does not hide the others; each has its line."""
    prepared = room(root).prepare(refs("png.bin", "none.png", "jpeg.bin"), post=POST)
    assert list(prepared) == ["png.bin", "none.png", "jpeg.bin"]
    error = prepared["none.png"]
    assert isinstance(error, SourceError)
    assert error.where == Span(POST.path, 6)
    assert isinstance(prepared["jpeg.bin"], Picture)


@pytest.mark.parametrize(
    "src", ["ftp://a.test/a.png", "javascript:alert(1)", "blob:a", "obsidian://open"]
)
def test_other_schemes_are_refused(root, src):
    """Only what mdwx can fetch is fetched."""
    error = only(room(root).prepare(refs(src), post=POST))
    assert "has an address mdwx cannot fetch" in str(error)


@pytest.mark.parametrize("src", ["data:", "data:image/png;base64", "data:x;base64,="])
def test_a_malformed_data_address_is_refused(root, src):
    """And named in short."""
    error = only(room(root).prepare(refs(src), post=POST))
    assert isinstance(error, SourceError)
    assert len(str(error)) < 120


def test_a_file_that_is_far_too_large_is_not_even_read(root):
    """80 MB of anything."""
    with (root / "content/huge.jpg").open("wb") as file:
        file.truncate(80 * 1024 * 1024)
    error = only(room(root).prepare(refs("huge.jpg"), post=POST))
    assert str(error) == "picture huge.jpg has 80.0 MB, more than 64 MB"


def test_offline_asks_nobody(root):
    """A picture never fetched is an error that says so."""
    host = Host(pictures.SAMPLES["png"]())
    darkroom = room(root, offline=True, fetcher=host)
    error = only(darkroom.prepare(refs("https://a.test/a.png"), post=POST))
    assert "was never fetched, and mdwx is offline" in str(error)
    assert host.asked == 0


def test_a_cache_folder_that_cannot_be_written_is_said(root):
    """A file in its place."""
    (root / ".mdwx").write_text("a file")
    with pytest.raises(UsageError, match="cannot write the cache folder"):
        room(root).prepare(refs("png.bin"), post=POST)


def test_pictures_come_in_the_order_of_the_post(root):
    """Each src once, at its first mention, however long each takes."""
    names = ["webp.bin", "png.bin", "jpeg.bin", "png.bin"]
    prepared = room(root).prepare(refs(*names), post=POST)
    assert list(prepared) == names[:3]


def test_a_picture_knows_its_source_and_itself(root):
    """Two hashes: what the author gave, and what is sent."""
    picture = only(room(root).prepare(refs("webp.bin"), post=POST))
    assert picture.file.read_bytes()[:3] == b"\xff\xd8\xff"
    assert picture.size_bytes == picture.file.stat().st_size
    assert (picture.width, picture.height, picture.suffix) == (640, 480, "jpg")
    assert picture.sha256 != picture.source_sha256
    assert picture.name == f"mdwx-{picture.sha256[:24]}.jpg"


def test_a_data_address_is_a_picture(root):
    """Base64 or percent-encoded."""
    png = b64encode(pictures.SAMPLES["png"]()).decode()
    for src in (
        f"data:image/png;base64,{png}",
        "data:image/svg+xml,%3Csvg%20xmlns="
        "%22http://www.w3.org/2000/svg%22%20viewBox=%220%200%209%209%22/%3E",
    ):
        assert only(room(root).prepare(refs(src), post=POST)).suffix == "png"


def test_a_picture_of_an_included_file_lies_beside_that_file(root):
    """The site's "after" may live elsewhere."""
    (root / "parts").mkdir()
    shutil.copy(root / "content/png.bin", root / "parts/follow.png")
    ref = ImageRef("follow.png", Span(PurePosixPath("parts/_after.md"), 1))
    assert isinstance(only(room(root).prepare([ref], post=POST)), Picture)


def test_a_note_of_the_conversion_is_a_finding_at_its_place(root):
    """Also when the picture comes from the cache."""
    data = pictures.moving(frames=9, width=1000, height=700)
    (root / "content/a.gif").write_bytes(data)
    for _ in range(2):
        picture = only(room(root).prepare(refs("a.gif"), post=POST))
        [finding] = picture.findings
        assert (finding.code, finding.where.line) == ("I021", 5)
        assert "a.gif" in finding.message.en


def test_material_and_body_do_not_share_an_entry(root):
    """A picture post may hold what a body may not."""
    data = pictures.written(pictures.rough(1200, 900), "PNG")
    (root / "content/big.png").write_bytes(data)
    darkroom = room(root)
    body = only(darkroom.prepare(refs("big.png"), post=POST))
    material = only(darkroom.prepare_material(refs("big.png"), post=POST))
    assert body.size_bytes < 1_000_000 < material.size_bytes == len(data)


def test_a_remote_picture_is_fetched_once(root):
    """Then offline builds have it too; refresh asks again."""
    host = Host(pictures.SAMPLES["png"]())
    wanted = refs("https://a.test/a.png?x=1#part")
    for options in ({}, {}, {"offline": True}):
        darkroom = room(root, fetcher=host, **options)
        assert isinstance(only(darkroom.prepare(wanted, post=POST)), Picture)
    assert host.asked == 1
    room(root, fetcher=host, refresh=True).prepare(wanted, post=POST)
    assert host.asked == 2


def test_an_address_without_scheme_is_remote(root):
    """As some pages write it."""
    host = Host(pictures.SAMPLES["png"]())
    only(room(root, fetcher=host).prepare(refs("//a.test/a.png"), post=POST))
    assert host.asked == 1


def entry(root):
    """The JSON and the picture of the only entry."""
    folder = root / ".mdwx/cache/pictures"
    [noted] = folder.glob("*/*.json")
    [kept] = set(noted.parent.iterdir()) - {noted}
    return noted, kept


@pytest.mark.parametrize(
    "damage",
    [
        lambda noted, kept: kept.write_bytes(b""),
        lambda noted, kept: kept.write_bytes(kept.read_bytes()[:-1] + b"x"),
        lambda noted, kept: kept.unlink(),
        lambda noted, kept: noted.write_bytes(b""),
        lambda noted, kept: noted.write_bytes(b"\xff\xfe{}"),
        lambda noted, kept: noted.write_text("[]"),
        lambda noted, kept: noted.write_text("null"),
        lambda noted, kept: noted.write_text("[" * 100_000),
        lambda noted, kept: change(noted, suffix="../../../content/png.bin"),
        lambda noted, kept: change(noted, suffix=None),
        lambda noted, kept: change(noted, facts={}),
        lambda noted, kept: change(noted, facts=3),
        lambda noted, kept: change(
            noted, facts={"width": "x", "height": 1, "notes": []}
        ),
        lambda noted, kept: change(
            noted, facts={"width": 1, "height": 1, "notes": [[]]}
        ),
        lambda noted, kept: change(
            noted, facts={"width": 1, "height": 1, "notes": [["later", 1]]}
        ),
    ],
)
def test_a_damaged_entry_is_never_believed(root, damage):
    """Nor is it an error: the picture is prepared again."""
    before = only(room(root).prepare(refs("webp.bin"), post=POST))
    data = before.file.read_bytes()
    damage(*entry(root))
    after = only(room(root).prepare(refs("webp.bin"), post=POST))
    assert after == before
    assert after.file.read_bytes() == data


def change(noted, **values):
    noted.write_text(json.dumps(json.loads(noted.read_text()) | values))


def test_the_cache_is_used(root):
    """The prepared file is not written twice."""
    room(root).prepare(refs("webp.bin"), post=POST)
    before = entry(root)[1].stat()
    room(root).prepare(refs("webp.bin"), post=POST)
    assert entry(root)[1].stat().st_mtime_ns == before.st_mtime_ns


def test_two_machines_prepare_the_same_bytes(root, tmp_path_factory):
    """The cache may be deleted at any time."""
    before = room(root).prepare(refs("webp.bin", "png.bin", "jpeg.bin"), post=POST)
    hashes = [picture.sha256 for picture in before.values()]
    shutil.rmtree(root / ".mdwx")
    after = room(root).prepare(refs("webp.bin", "png.bin", "jpeg.bin"), post=POST)
    assert [picture.sha256 for picture in after.values()] == hashes


def test_nothing_unfinished_is_left_behind(root):
    """Files are written whole, under another name first."""
    room(root).prepare(refs("webp.bin", "png.bin"), post=POST)
    assert not list((root / ".mdwx").rglob("*.part"))


def test_a_suffix_cannot_lead_out_of_the_cache(tmp_path):
    """Whoever wrote it."""
    with pytest.raises(ValueError, match="evil"):
        Cache(tmp_path).place("ab", "x/../../evil")

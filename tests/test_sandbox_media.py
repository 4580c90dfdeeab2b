"""Files in the sandbox: pictures of a body, permanent and temporary media."""

from __future__ import annotations

import json
import re
import struct

import pytest
from sandbox_bench import BOUNDARY, Bench, animation, part, picture

END = f"--{BOUNDARY}--\r\n".encode()
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(100)
DESCRIPTION = part(
    "description", json.dumps({"title": "t", "introduction": "i"}).encode()
)


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def padded(size, form="PNG"):
    data = picture(form)
    return data + bytes(size - len(data))


def wav(seconds):
    rate = 8000
    head = (
        b"RIFF"
        + bytes(4)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, rate, rate, 1, 8)
    )
    return head + bytes(rate * seconds)


@pytest.mark.parametrize(
    ("data", "errcode"),
    [
        (b"", 40009),
        (WEBP, 40005),
        (SVG, 40005),
        (animation(), 40005),
        (picture("BMP"), 40005),
        (padded(1048576), 40009),
        (b"\x89PNG\r\n\x1a\n", 40137),
    ],
    ids=["empty", "webp", "svg", "gif", "bmp", "1 MB", "no header"],
)
def test_uploadimg_refuses_by_content(bench, data, errcode):
    """jpg and png under 1 MB, whatever the name says."""
    assert bench.uploadimg(data, name="a.jpg")["errcode"] == errcode


@pytest.mark.parametrize(
    "data", [padded(1048575), picture("JPEG")], ids=["png", "jpeg"]
)
def test_uploadimg_gives_an_address_and_no_id(bench, data):
    """The address is http; nothing enters the library."""
    answer = bench.uploadimg(data, name="a.jpg")
    assert list(answer) == ["url", "errcode", "errmsg"]
    assert re.fullmatch(r"http://mmbiz\.qpic\.cn/mmbiz/\w{84}/0", answer["url"])
    assert bench.call("material/get_materialcount")["image_count"] == 0


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (part("file", picture(), "a.png") + END, 41005),
        (part("media", picture()) + END, 41005),
        (part("media", picture(), "a.png")[:-2] + END, 40113),
        (part("media", picture(), "a.png"), 40113),
        (b"\r\n" + part("media", picture(), "a.png") + END, 40113),
        (part("media", picture(), "a.png").decode("latin-1").encode() + END, 40113),
    ],
    ids=["name", "filename", "crlf", "end", "start", "re-encoded"],
)
def test_a_broken_form_is_refused(bench, body, errcode):
    """The form is read as strictly as WeChat reads it."""
    answer = bench.upload(
        "material/add_material", b"", query={"type": "image"}, body=body
    )
    assert answer["errcode"] == errcode


@pytest.mark.parametrize(
    "headers",
    [
        {"Transfer-Encoding": "chunked"},
        {"Content-Length": "7"},
        {"content-length": "x"},
    ],
)
def test_a_form_has_a_length(bench, headers):
    """A stream without length, or of another length, is broken."""
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **headers}
    body = part("media", picture(), "a.png") + END
    query = {"type": "image"}
    answer = bench.call(
        "material/add_material", body=body, headers=headers, query=query
    )
    assert answer["errcode"] == 40113


def test_json_is_no_form(bench):
    """Without a form there is no file."""
    assert bench.call("media/uploadimg", {"media": "x"})["errcode"] == 41005


@pytest.mark.parametrize(
    ("kind", "data", "errcode"),
    [
        ("picture", picture(), 40004),
        ("", picture(), 40004),
        ("image", b"", 44001),
        ("image", WEBP, 40113),
        ("image", SVG, 40113),
        ("image", b"GIF89a", 40113),
        ("image", padded(10485761), 40006),
        ("image", b"\xff\xd8\xff\xe0" + bytes(100), 40137),
        ("thumb", picture(), 40113),
        ("thumb", padded(65537, "JPEG"), 40006),
        ("voice", picture(), 40113),
        ("voice", wav(61), 45007),
        ("voice", b"ID3" + bytes(2097150), 40006),
        ("video", picture(), 40113),
        ("video", MP4, 44002),
    ],
)
def test_add_material_refuses_by_type(bench, kind, data, errcode):
    """Each type has its formats and its size."""
    assert bench.material(data, kind=kind, name="a.jpg")["errcode"] == errcode


def test_a_huge_picture_is_refused(bench):
    """18018 x 24477 is too much, however small the file."""
    data = bytearray(picture())
    data[16:24] = struct.pack(">II", 18018, 24477)
    assert bench.material(bytes(data))["errcode"] == 40137


def test_a_long_animation_is_refused(bench):
    """Six megapixels over all frames, said WeChat's forum."""
    data = bytearray(animation(frames=3))
    data[6:10] = struct.pack("<HH", 2000, 1000)
    assert "media_id" in bench.material(bytes(data))
    data[6:10] = struct.pack("<HH", 2000, 1001)
    assert bench.material(bytes(data))["errcode"] == 40137


@pytest.mark.parametrize(
    ("data", "family", "form"),
    [
        (picture("JPEG"), "mmbiz_jpg", "jpeg"),
        (picture(), "mmbiz_png", "png"),
        (animation(), "mmbiz_gif", "gif"),
        (picture("BMP"), "mmbiz_bmp", "bmp"),
    ],
)
def test_add_material_gives_id_and_address(bench, data, family, form):
    """64 characters with the account's prefix; the address names the format."""
    first, second = bench.material(data), bench.material(data)
    shape = rf"http://mmbiz\.qpic\.cn/{family}/\w{{84}}/0\?wx_fmt={form}"
    assert list(first) == ["media_id", "url"]
    assert re.fullmatch(shape, first["url"])
    assert len(first["media_id"]) == 64
    assert first["media_id"] != second["media_id"]
    assert first["media_id"][:22] == second["media_id"][:22]


def test_a_material_comes_back_byte_for_byte(bench):
    """get_material of a picture is its bytes."""
    media_id = bench.material(picture("JPEG"))["media_id"]
    assert bench.call("material/get_material", {"media_id": media_id}) == picture(
        "JPEG"
    )


def test_a_video_is_described(bench):
    """get_material of a video is JSON with its vid."""
    added = bench.material(MP4, kind="video", extra=DESCRIPTION)
    assert added["url"] == ""
    answer = bench.call("material/get_material", {"media_id": added["media_id"]})
    assert (answer["title"], answer["description"]) == ("t", "i")
    assert answer["vid"].startswith("wxv_")


def test_a_voice_has_no_address(bench):
    """Only pictures have one."""
    assert list(bench.material(wav(3), kind="voice")) == ["media_id"]


@pytest.mark.parametrize("path", ["get_material", "del_material"])
def test_a_material_that_is_not_there(bench, path):
    """Unknown, temporary and draft ids are 40007, a missing one 41006."""
    temporary = bench.upload("media/upload", picture(), query={"type": "image"})
    for media_id in ("x" * 64, temporary["media_id"], bench.draft()):
        answer = bench.call(f"material/{path}", {"media_id": media_id})
        assert answer["errcode"] == 40007
    assert bench.call(f"material/{path}", {})["errcode"] == 41006


def test_materials_are_listed_newest_first(bench):
    """By type, 1 to 20 a page, with name and time."""
    for number in range(3):
        bench.material(name=f"{number}.png")
        bench.clock.sleep(1)
    sent = {"type": "image", "offset": 1, "count": 20}
    answer = bench.call("material/batchget_material", sent)
    assert (answer["total_count"], answer["item_count"]) == (3, 2)
    assert [item["name"] for item in answer["item"]] == ["1.png", "0.png"]
    assert list(answer["item"][0]) == ["media_id", "name", "update_time", "url"]


@pytest.mark.parametrize(
    ("sent", "errcode"),
    [
        ({"type": "picture", "offset": 0, "count": 1}, 40004),
        ({"type": "image", "offset": 0, "count": 0}, 40035),
        ({"type": "image", "offset": 0, "count": 21}, 40035),
        ({"type": "image", "offset": -1, "count": 1}, 40035),
        ({"type": "image", "offset": "x", "count": 1}, 47001),
    ],
)
def test_a_list_call_has_bounds(bench, sent, errcode):
    """``count`` is 1 to 20, ``offset`` not negative."""
    assert bench.call("material/batchget_material", sent)["errcode"] == errcode


def test_deleting_and_counting(bench):
    """A deleted material is gone from count and list."""
    media_id = bench.material()["media_id"]
    bench.material(wav(1), kind="voice")
    assert bench.call("material/get_materialcount") == {
        "voice_count": 1,
        "video_count": 0,
        "image_count": 1,
        "news_count": 0,
    }
    deleted = bench.call("material/del_material", {"media_id": media_id})
    assert deleted == {"errcode": 0, "errmsg": "ok"}
    assert bench.call("material/get_materialcount")["image_count"] == 0


def test_temporary_media_live_three_days(bench):
    """media/get gives the bytes, then 40007."""
    answer = bench.upload("media/upload", picture(), query={"type": "image"})
    assert list(answer) == ["type", "media_id", "created_at"]
    query = {"media_id": answer["media_id"]}
    assert bench.call("media/get", query=query) == picture()
    bench.clock.sleep(3 * 86400 + 1)
    bench.token = None
    assert bench.call("media/get", query=query)["errcode"] == 40007


@pytest.mark.parametrize(
    ("kind", "data", "errcode"),
    [
        ("file", picture(), 40004),
        ("image", b"", 44001),
        ("image", WEBP, 40005),
        ("image", padded(2097153), 40009),
        ("thumb", padded(65537, "JPEG"), 40012),
        ("voice", wav(1), 40005),
        ("voice", b"ID3" + bytes(2097150), 40010),
        ("video", MP4 + bytes(10485760), 40011),
    ],
)
def test_temporary_media_have_their_own_limits(bench, kind, data, errcode):
    """The size codes name the type."""
    answer = bench.upload("media/upload", data, query={"type": kind})
    assert answer["errcode"] == errcode


def test_a_temporary_video_has_an_address(bench):
    """media/get of a video is JSON."""
    media_id = bench.upload("media/upload", MP4, query={"type": "video"})["media_id"]
    assert "video_url" in bench.call("media/get", query={"media_id": media_id})

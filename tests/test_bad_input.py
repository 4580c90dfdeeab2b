"""Bad input gets one clear sentence with its place, and nothing is sent."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from support import run_mdwx

GOOD = "---\ntitle: 好的文章\n---\n\n正文有一段话。\n"


def jpeg(*, width=400, height=300) -> bytes:
    stream = BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


def bomb() -> bytes:
    """A PNG of some bytes that claims 60,000 by 60,000 pixels."""

    def chunk(kind, body):
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def with_picture(name="a.jpg") -> str:
    return f"---\ntitle: 图\n---\n\n一段话。\n\n![图]({name})\n"


CASES = {
    "missing picture": (
        {"content/a.md": with_picture()},
        3,
        ["content/a.md:7", "a.jpg"],
    ),
    "broken YAML": (
        {"content/a.md": "---\ntitle: a: b\n---\n\n正文\n"},
        3,
        ["content/a.md:2", "front matter"],
    ),
    "NUL in front matter": (
        {"content/a.md": '---\ntitle: "a\\0b"\n---\n\n正文\n'},
        4,
        ["content/a.md:2", "NUL"],
    ),
    "author of the site that WeChat would refuse": (
        {"mdwx.toml": '[site]\nauthor = "一二三四五六七八九"\n', "content/a.md": GOOD},
        4,
        ["mdwx.toml:2", "too long"],
    ),
    "unknown theme": (
        {"content/a.md": "---\ntitle: 图\ntheme: defualt\n---\n\n正文\n"},
        3,
        ["defualt", "default"],
    ),
    "not UTF-8": (
        {"content/a.md": GOOD.encode("gbk")},
        3,
        ["content/a.md", "GB"],
    ),
    "empty post": (
        {"content/a.md": "---\ntitle: 空\n---\n\n"},
        4,
        ["content/a.md", "empty"],
    ),
    "80 MB picture": (
        {"content/a.md": with_picture(), "content/a.jpg": jpeg() + b"\0" * 80_000_000},
        3,
        ["content/a.md:7", "64"],
    ),
    "zero byte picture": (
        {"content/a.md": with_picture(), "content/a.jpg": b""},
        3,
        ["content/a.md:7", "a.jpg", "empty"],
    ),
    "truncated JPEG": (
        {"content/a.md": with_picture(), "content/a.jpg": jpeg()[:3000]},
        3,
        ["content/a.md:7", "a.jpg"],
    ),
    "decompression bomb": (
        {"content/a.md": with_picture("a.png"), "content/a.png": bomb()},
        3,
        ["content/a.md:7", "a.png"],
    ),
    "no title": (
        {"content/a.md": "只有正文，没有标题。\n"},
        4,
        ["content/a.md", "title"],
    ),
    "two posts with one slug": (
        {"content/a.md": GOOD, "content/b/a.md": GOOD},
        4,
        ["content/a.md", "content/b/a.md", "slug"],
    ),
    "unknown key in the site file": (
        {"content/a.md": GOOD, "mdwx.toml": '[site]\ntehme = "default"\n'},
        2,
        ["mdwx.toml:2", "tehme", "theme"],
    ),
    "secret in the site file": (
        {
            "content/a.md": GOOD,
            "mdwx.toml": f'[accounts.main]\nappid = "wx{"0" * 16}"\nsecret = "s"\n',
        },
        2,
        ["mdwx.toml:3", "MDWX_SECRET_MAIN"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_named_and_nothing_is_sent(name, tmp_path):
    """What, where, an exit code of the table, and not one request."""
    files, exit_code, fragments = CASES[name]
    for path, content in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    run = run_mdwx("publish", cwd=tmp_path)

    assert run.exit_code == exit_code, run.stderr
    for fragment in fragments:
        assert fragment in run.stderr
    assert "Traceback" not in run.stderr
    assert run_mdwx("publish", "--json", cwd=tmp_path).json["requests"] == 0


def test_an_unknown_key_of_front_matter_is_a_warning_with_the_nearest_key(tmp_path):
    """A typo is reported with its line, and the post still goes out."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(
        "---\ntitle: 好\nautor: 张三\n---\n\n正文有一段话。\n", "utf-8"
    )

    run = run_mdwx("publish", cwd=tmp_path)

    assert run.exit_code == 0
    assert "content/a.md:3" in run.stderr
    assert "author" in run.stderr

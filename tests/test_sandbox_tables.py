"""The sandbox's tables: limits with their sources, messages, file types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sandbox_bench import animation, picture

import mdwx.sandbox
from mdwx.sandbox.limits import measured, quota_of, read_limits, read_table
from mdwx.sandbox.replies import errmsgs
from mdwx.sandbox.sniff import sniff

FOLDER = Path(mdwx.sandbox.__file__).parent


def rows():
    table = dict(read_table())
    quotas = table.pop("quotas")
    return [*table.items(), *quotas.items()]


@pytest.mark.parametrize(("name", "row"), rows())
def test_every_number_has_a_source_and_a_date(name, row):
    """A limit nobody can check is no limit."""
    assert row["source"]
    assert re.fullmatch(r"20\d\d(-\d\d){0,2}", row["date"])


@pytest.mark.parametrize("setting", ["observed", "documented"])
def test_both_settings_hold_every_limit(setting):
    """And each has a unit this code can count."""
    limits = read_limits(setting)
    assert {"title", "author", "digest", "content", "image"} <= set(limits)
    units = {limit.unit for limit in limits.values()}
    assert units <= {"characters", "units", "bytes", "entries", "pixels", "seconds"}


def test_every_errcode_of_the_code_has_its_words():
    """No refusal falls back to "system error" by mistake."""
    code = "".join(file.read_text("utf-8") for file in FOLDER.glob("*.py"))
    used = set(re.findall(r"Refusal\((\d{5})", code))
    used |= {str(row["code"]) for _, row in rows() if "code" in row}
    assert used
    assert used <= set(errmsgs())


@pytest.mark.parametrize(
    ("value", "unit", "count"),
    [
        ("字a", "characters", 2),
        ("字a", "units", 3),
        ("字a", "bytes", 4),
        ("😀", "units", 2),
        (b"abc", "bytes", 3),
        ([1, 2], "entries", 2),
        (61, "seconds", 61),
    ],
)
def test_values_are_counted_in_their_unit(value, unit, count):
    """A Chinese character is one, two or three."""
    assert measured(value, unit=unit) == count


def test_a_changed_quota_wins():
    """A path before "*", "*" before the table."""
    changed = {"*": {"day": 5}, "/cgi-bin/draft/add": {"day": 7}}
    assert quota_of("/cgi-bin/draft/add", changed=changed).day == 7
    assert quota_of("/cgi-bin/draft/get", changed=changed).day == 5
    assert quota_of("/cgi-bin/stable_token", changed={}).day == 500000


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (picture(size=(7, 5)), ("png", 7, 5, 1)),
        (picture("JPEG", size=(7, 5)), ("jpeg", 7, 5, 1)),
        (picture("JPEG", size=(7, 5), progressive=True), ("jpeg", 7, 5, 1)),
        (picture("BMP", size=(7, 5)), ("bmp", 7, 5, 1)),
        (picture("GIF", size=(7, 5)), ("gif", 7, 5, 1)),
        (animation(frames=4, size=(7, 5)), ("gif", 7, 5, 4)),
        (picture("WEBP"), ("other", 0, 0, 1)),
        (picture("TIFF"), ("other", 0, 0, 1)),
        (b"", ("other", 0, 0, 1)),
        (b"<svg/>", ("other", 0, 0, 1)),
        (picture("JPEG")[:30], ("jpeg", 0, 0, 1)),
        (picture()[:20], ("png", 0, 0, 1)),
        (b"BM\x00", ("bmp", 0, 0, 1)),
        (b"GIF89a\x01\x00", ("gif", 0, 0, 1)),
        (b"\x00\x00\x00\x18ftypmp42", ("mp4", 0, 0, 1)),
        (b"#!AMR\n", ("amr", 0, 0, 1)),
    ],
)
def test_a_file_is_what_its_bytes_say(data, expected):
    """Type, size in pixels and pictures; nothing where the header is broken."""
    found = sniff(data)
    assert (found.format, found.width, found.height, found.frames) == expected

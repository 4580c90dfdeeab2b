"""What was prepared before stays while it is used, and takes a bounded place."""

from __future__ import annotations

import os
import time

import pytest

from mdwx.media.cache import SHELF_BYTES, Cache

DAY = 86_400
THIRD = SHELF_BYTES // 3 - 1000


def key(number):
    """A key; all of one shelf."""
    return f"aa{number:062x}"


def age(cache, number, days):
    """Let an entry be as old as this."""
    then = time.time() - days * DAY
    for file in (cache.folder / "aa").glob(f"{key(number)}.*"):
        os.utime(file, (then, then))


def filled(folder, ages):
    """A cache with an entry for each age in days, a third of a shelf large."""
    cache = Cache(folder)
    for number, days in enumerate(ages):
        cache.write(key(number), bytes([number]) * THIRD, suffix="bin", facts={})
        age(cache, number, days)
    return cache


def kept(cache, count):
    """Which of the entries are there."""
    return [number for number in range(count) if cache.read(key(number))]


def test_oldest_entries_leave_a_full_shelf(tmp_path):
    """
    As many as it takes, with all their files, when another one comes.
    """
    cache = filled(tmp_path, [5, 9, 3])
    cache.write(key(3), b"3" * 9000, suffix="png", facts={})
    assert kept(cache, 4) == [0, 2, 3]
    assert len(list((tmp_path / "aa").iterdir())) == 6


def test_what_was_used_within_a_day_stays(tmp_path):
    """
    However full the shelf is: a run may have read it.
    """
    cache = filled(tmp_path, [0.5, 0.9, 0])
    cache.write(key(3), b"3" * 9000, suffix="png", facts={})
    assert kept(cache, 4) == [0, 1, 2, 3]


def test_reading_is_use(tmp_path):
    """
    An old entry that is read stays before one that was not.
    """
    cache = filled(tmp_path, [5, 9, 3])
    cache.read(key(1))
    cache.write(key(3), b"3" * 9000, suffix="png", facts={})
    assert kept(cache, 4) == [1, 2, 3]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_nothing_but_its_own_files_is_removed(tmp_path):
    """
    Neither strange names nor what a link leads to.
    """
    cache = filled(tmp_path / "cache", [5, 9, 3])
    other = tmp_path / "notes.txt"
    other.write_bytes(b"x" * SHELF_BYTES)
    old = time.time() - 99 * DAY
    os.utime(other, (old, old))
    strange = cache.folder / "aa" / "notes.txt"
    strange.write_bytes(b"mine")
    (cache.folder / "aa" / f"{key(7)}.bin").symlink_to(other)
    cache.write(key(3), b"3" * 9000, suffix="png", facts={})
    assert strange.exists()
    assert other.exists()
    assert (cache.folder / "aa" / f"{key(7)}.bin").is_symlink()

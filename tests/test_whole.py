"""Files are there whole, as they were or as they are to be."""

from __future__ import annotations

import os

import pytest

from mdwx.cli.init import ATTRIBUTES, IGNORED, tell_git
from mdwx.errors import UsageError
from mdwx.whole import replace_whole, write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX's")


def test_an_unchanged_file_keeps_its_date(tmp_path):
    """So that nothing that watches it wakes up."""
    file = tmp_path / "a.html"
    write_whole(file, b"x")
    os.utime(file, (1, 1))
    write_whole(file, b"x")
    assert file.stat().st_mtime == 1
    write_whole(file, b"y", durable=True)
    assert file.read_bytes() == b"y"


def test_what_cannot_be_written_is_named(tmp_path):
    """A file where the folder should be, a full disk: one sentence."""
    (tmp_path / "dist").write_text("in the way")
    with pytest.raises(UsageError, match=r"cannot write .*a\.html"):
        write_whole(tmp_path / "dist" / "a.html", b"x")


def test_nothing_is_left_of_a_failed_attempt(tmp_path):
    """A folder in the file's place cannot be replaced."""
    (tmp_path / "a.html").mkdir()
    with pytest.raises(OSError, match=r"a\.html"):
        replace_whole(tmp_path / "a.html", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


@posix
def test_only_what_is_for_all_is_readable_by_all(tmp_path):
    """Pages are, secrets are not."""
    write_whole(tmp_path / "page", b"x")
    replace_whole(tmp_path / "secret", b"x")
    assert (tmp_path / "page").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_an_ignore_file_keeps_its_own_bytes(tmp_path):
    """Whatever encoding and line ends it has."""
    file = tmp_path / ".gitignore"
    file.write_bytes("*.log\r\n缓存\r\n/dist".encode("gbk"))
    assert tell_git(file, IGNORED)
    assert file.read_bytes() == "*.log\r\n缓存\r\n/dist\n.mdwx/\n".encode("gbk")
    assert not tell_git(file, IGNORED)


def test_what_git_knows_of_the_lock_is_left_to_its_owner(tmp_path):
    """The same bytes on every system, unless somebody said otherwise."""
    file = tmp_path / ".gitattributes"
    assert tell_git(file, ATTRIBUTES)
    assert file.read_text("utf-8") == "mdwx.lock text eol=lf\n"
    file.write_text("*.png binary\n/mdwx.lock -text\n", "utf-8")
    assert not tell_git(file, ATTRIBUTES)

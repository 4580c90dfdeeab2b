"""Seeing a save, however the editor makes it."""

import queue
import shutil
import threading
from pathlib import Path

import pytest
from watchdog.observers import Observer

from mdwx.preview.sweep import Sweep
from mdwx.preview.watch import Watch


@pytest.fixture
def site(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("one", encoding="utf-8")
    return tmp_path


@pytest.fixture
def seen(site):
    """The sets of changed paths, as they are reported."""
    reports = queue.SimpleQueue()
    with Watch(site, changed=reports.put, output="public"):
        yield reports


def names(reports, *, until, within_s=60):
    """Names of the files reported, up to the one that is waited for."""
    found = set()
    while until not in found:
        found |= {path.name for path in reports.get(timeout=within_s)}
    return found


def marker(site):
    """Save one more file: all that came before it has then been seen."""
    (site / "content" / "marker.md").write_text("", encoding="utf-8")
    return "marker.md"


def test_reading_a_file_is_no_change(site, seen):
    """
    Building reads every file of the site and must not set itself off.
    """
    (site / "content" / "a.md").read_bytes()
    assert names(seen, until=marker(site)) == {"marker.md"}


@pytest.mark.parametrize(
    "name",
    [
        ".git/index",
        ".mdwx/ledger.sqlite",
        "public/wx/a/index.html",
        "dist/a/index.html",
        "node_modules/x/y.md",
        "content/.a.md.swp",
        "content/a.md~",
    ],
)
def test_files_that_are_not_the_authors_are_no_change(tmp_path, name):
    """
    What mdwx, git or an editor writes for itself is left out.
    """
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    (tmp_path / "content").mkdir(exist_ok=True)
    reports = queue.SimpleQueue()
    with Watch(tmp_path, changed=reports.put, output="public/wx"):
        file.write_text("x", encoding="utf-8")
        assert names(reports, until=marker(tmp_path)) == {"marker.md"}


def in_place(file):
    file.write_text("two", encoding="utf-8")


def beside_and_renamed(file):
    fresh = file.with_name("a.md.new")
    fresh.write_text("two", encoding="utf-8")
    fresh.replace(file)


def old_one_moved_away(file):
    file.rename(file.with_name("a.md~"))
    file.write_text("two", encoding="utf-8")


def deleted_and_written_anew(file):
    file.unlink()
    file.write_text("two", encoding="utf-8")


@pytest.mark.parametrize(
    "editor",
    [in_place, beside_and_renamed, old_one_moved_away, deleted_and_written_anew],
)
def test_a_save_is_seen_however_the_editor_makes_it(site, seen, editor):
    """
    In place, by rename, with a backup, or anew.
    """
    editor(site / "content" / "a.md")
    assert "a.md" in names(seen, until="a.md")


def test_what_an_editor_writes_beside_is_no_change(site, seen):
    """
    A file that is renamed over another was never there for anybody.
    """
    beside_and_renamed(site / "content" / "a.md")
    assert names(seen, until=marker(site)) == {"a.md", "marker.md"}


def test_a_folder_that_is_moved_in_tells_of_its_files(site, tmp_path_factory, seen):
    """
    Its files were written elsewhere, and no event names them.
    """
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "folder"
    elsewhere.mkdir()
    (elsewhere / "inside.md").write_text("x", encoding="utf-8")
    elsewhere.rename(site / "content" / "folder")
    names(seen, until="inside.md")


def test_many_saves_at_once_are_one_report(site, seen):
    """
    A git checkout is a change or two, not a hundred.
    """
    wanted = {f"{number}.md" for number in range(100)}
    for name in wanted:
        (site / "content" / name).write_text("x", encoding="utf-8")
    reports = 0
    while wanted:
        wanted -= {path.name for path in seen.get(timeout=60)}
        reports += 1
    assert reports < 10


def test_the_site_file_and_a_new_folder_are_watched(site, seen):
    """
    A folder made while watching is watched like the others.
    """
    (site / "mdwx.toml").write_text("", encoding="utf-8")
    names(seen, until="mdwx.toml")
    (site / "themes" / "mine").mkdir(parents=True)
    names(seen, until="themes")
    (site / "themes" / "mine" / "theme.css").write_text("", encoding="utf-8")
    names(seen, until="theme.css")


def test_a_folder_that_went_and_came_back_is_watched(site, seen):
    """
    Switching branches may take a folder away for a moment.
    """
    shutil.rmtree(site / "content")
    names(seen, until="content")
    (site / "content").mkdir()
    names(seen, until="content")
    (site / "content" / "b.md").write_text("x", encoding="utf-8")
    names(seen, until="b.md")


class Full(Observer):
    """A system that watches no more folders for anybody."""

    def start(self):
        raise OSError(28, "inotify watch limit reached")


def test_without_the_systems_help_the_folders_are_looked_at(site):
    """
    A limit that is used up does not end the watch: it looks by itself.
    """
    reports = queue.SimpleQueue()
    with Watch(site, changed=reports.put, output="dist", observe=Full):
        (site / "content" / "a.md").write_text("two, longer", encoding="utf-8")
        assert "a.md" in names(reports, until="a.md")


def test_a_folder_that_tells_nothing_is_polled(site):
    """
    Asked to poll, the watch asks the system for no events at all.
    """
    reports = queue.SimpleQueue()
    with Watch(site, changed=reports.put, output="dist", poll=True) as watch:
        assert not watch.observer.is_alive()
        beside_and_renamed(site / "content" / "a.md")
        assert names(reports, until="a.md", within_s=60) == {"a.md"}


def test_a_sweep_finds_what_no_event_told(site):
    """
    New, changed and gone files are found; known changes are no news.
    """
    sweep = Sweep(site, concerns=lambda path: path.suffix == ".md" or path.is_dir())
    assert sweep.changed() == frozenset()
    first, second = site / "content" / "a.md", site / "content" / "b" / "b.md"
    first.write_text("two, longer", encoding="utf-8")
    second.parent.mkdir()
    second.write_text("new", encoding="utf-8")
    (site / "content" / "c.txt").write_text("no concern", encoding="utf-8")
    assert sweep.changed() == {first, second}
    shutil.rmtree(second.parent)
    assert sweep.changed() == {second}
    first.unlink()
    sweep.note([first])
    assert sweep.changed() == frozenset()


def test_the_watch_leaves_no_thread_behind(site):
    """
    Watching ends with its block.
    """
    before = threading.active_count()
    with Watch(site, changed=lambda paths: None, output="dist"):
        assert threading.active_count() > before
    assert threading.active_count() == before
    assert isinstance(site, Path)

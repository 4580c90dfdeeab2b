"""What installed packages offer is found, and not found costs next to nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PIL import Image

from mdwx.plugins import is_named, offered
from mdwx.versions import spelt, versions_in


def install(folder, name, text):
    """A package as pip leaves it."""
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(text)


def test_entry_points_of_a_group_are_found_by_name(tmp_path, monkeypatch):
    """
    Those of every package, and of no other group.
    """
    install(
        tmp_path, "b", "[mdwx.test]\nzebra = json:loads\n\n[other]\nx = json:dump\n"
    )
    install(tmp_path, "a", "[mdwx.test]\nape = json:dumps\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = offered("mdwx.test")
    assert [entry.name for entry in found] == ["ape", "zebra"]
    assert found[0].load() is json.dumps


def test_group_that_nobody_names_is_empty(tmp_path):
    """
    Folders that are not there are none; a zipped package is left to Python.
    """
    install(tmp_path, "a", "[mdwx.test]\nape = json:dumps\n")
    archive = tmp_path / "b.zip"
    archive.touch()
    assert offered("mdwx.nothing") == []
    assert not is_named("mdwx.none", (str(tmp_path), str(tmp_path / "gone")))
    assert is_named("mdwx.none", (str(archive),))


@pytest.mark.parametrize(
    "name",
    [
        "quickjs_ng-1.2.dist-info",
        "Quickjs.NG-1.2.dist-info",
        "quickjs_ng-1.2.egg-info",
        "quickjs_ng-1.2-py3.11.egg-info",
    ],
)
def test_version_is_found_however_a_package_is_spelt(tmp_path, name):
    """
    By pip, by Debian, with any sign between the words.
    """
    (tmp_path / "quickjs-1.0.dist-info").mkdir()
    (tmp_path / name).mkdir()
    found = versions_in(str(tmp_path))
    assert found[spelt("quickjs-ng")] == "1.2"
    assert found["quickjs"] == "1.0"
    assert "quick" not in found


HEAVY = {
    *("PIL", "premailer", "cssutils", "requests", "pygments", "watchdog"),
    *("sqlalchemy", "email", "importlib.metadata", "jinja2", "subprocess"),
    *("yaml", "zoneinfo"),
}
"""None of it is needed for words, nor for what was made before."""


def test_article_of_words_loads_no_heavy_library(tmp_path):
    """
    Nor for a picture that was made ready before.
    """
    (tmp_path / "content").mkdir()
    (tmp_path / "mdwx.toml").touch()
    post = tmp_path / "content/a.md"
    post.write_text("---\ntitle: 一\ncover: a.png\n---\n\n一段**话**。\n", "utf-8")
    Image.new("RGB", (900, 400), "teal").save(tmp_path / "content/a.png")
    script = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from mdwx.config import read_config\n"
        "from mdwx.looks import Looks\n"
        "from mdwx.make import build_post\n"
        "from mdwx.media import Darkroom\n"
        "from mdwx.index import row_of, write_index\n"
        "from mdwx.output import write_post\n"
        "from mdwx.files import read_file\n"
        "config = read_config(Path(sys.argv[1]), env={})\n"
        "post = read_file(config, config.root / 'content/a.md')\n"
        "darkroom, looks = Darkroom(config, offline=True), Looks(config)\n"
        "built = build_post(config, post, darkroom=darkroom, looks=looks)\n"
        "write_post(config, built, sent=None)\n"
        "write_index(config, [post], {'a': row_of(built)})\n"
        "looks.memories.save()\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    loaded = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script, tmp_path],
            capture_output=True,
            check=True,
            text=True,
        )
        loaded.append(HEAVY.intersection(json.loads(done.stdout)))
    # The first run makes its cover.
    assert "PIL" in loaded[0]
    assert loaded[1] == set()

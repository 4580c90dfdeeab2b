"""Compiled templates are kept as compiled modules are: never believed blindly."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from mdwx.preview.compiling import CompiledTemplates

PAGE = "{% for each in words %}<p>{{ each }}</p>{% endfor %}"


class Counting(Environment):
    """An environment that counts what it compiles."""

    count = 0

    def _generate(self, *args, **kwargs):
        type(self).count += 1
        return super()._generate(*args, **kwargs)


@pytest.fixture
def jinja(tmp_path, monkeypatch):
    """Makes environments that share a folder; Python may keep compiled files."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)

    class Ours(Counting):
        """Counts for this test alone."""

    def make(source=PAGE):
        cache = CompiledTemplates(tmp_path)
        return Ours(loader=DictLoader({"page.html": source}), bytecode_cache=cache)

    return make


def shown(environment):
    """What the page says."""
    return environment.get_template("page.html").render(words="一二")


def test_template_is_compiled_once(jinja):
    """The next process reads what came of it."""
    assert [shown(jinja()) for _ in range(3)] == ["<p>一</p><p>二</p>"] * 3
    assert jinja().count == 1


def test_changed_template_is_compiled_anew(jinja):
    """What is kept belongs to the text of the template."""
    shown(jinja())
    assert shown(jinja("{{ words }}")) == "一二"


DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "cut in its head": lambda data: data[:14],
    "empty": lambda data: b"",
    "another format": lambda data: b"\x00" * len(data),
    "an edited checksum": lambda data: data.replace(b"X(", b"Y("),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_file_is_none(jinja, tmp_path, damage):
    """It is compiled again, and replaced."""
    shown(jinja())
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(DAMAGE[damage](whole))
    assert file.read_bytes() != whole
    assert shown(jinja()) == "<p>一</p><p>二</p>"
    assert file.read_bytes() == whole


def test_folder_that_takes_nothing_is_no_error(tmp_path):
    """An installation that nobody may write to works as well."""
    cache = CompiledTemplates(tmp_path / "nowhere" / "at all")
    page = Environment(loader=DictLoader({"page.html": PAGE}), bytecode_cache=cache)
    assert shown(page) == "<p>一</p><p>二</p>"


def test_who_wants_no_compiled_files_gets_none(jinja, tmp_path, monkeypatch):
    """``PYTHONDONTWRITEBYTECODE`` holds for templates, too."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    shown(jinja())
    assert list(tmp_path.iterdir()) == []

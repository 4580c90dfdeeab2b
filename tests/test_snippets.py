"""Code that was coloured before comes out as if it were coloured now."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mdwx.style import snippets
from mdwx.style.snippets import Snippet, Snippets, coloured, digest

PYTHON = Snippet('def f(x):\n\treturn "中"  # hi\n', "python", "mdwx-light")
OTHERS = (
    replace(PYTHON, code="x = 1"),
    replace(PYTHON, language="js"),
    replace(PYTHON, language="nobody-knows"),
    replace(PYTHON, style="mdwx-dark"),
    replace(PYTHON, code="-a\n+b", is_diff=True),
    replace(PYTHON, code="\ud800"),
)


@pytest.mark.parametrize("snippet", [PYTHON, *OTHERS])
def test_code_comes_out_as_if_coloured_now(tmp_path, snippet):
    """
    The first time, from memory, and from the folder, with others kept beside it.
    """
    plain = coloured(snippet)
    first = Snippets(tmp_path)
    for other in (PYTHON, *OTHERS):
        first.colour(other)
    assert first.colour(snippet) == first.colour(snippet) == plain
    assert Snippets(tmp_path).colour(snippet) == plain


def signed(name, text):
    """What a file of this name holds when it is whole."""
    return "\n".join((name, digest(text), text))


DAMAGE = {
    "cut": lambda name, text: text[: len(text) // 2],
    "edited": lambda name, text: text.replace("def", "fed"),
    "empty": lambda name, text: "",
    "of another block": lambda name, text: signed("0" * 32, text.split("\n", 2)[2]),
    "no spans": lambda name, text: signed(name, '[3, "#fff", "#000"]'),
    "no list": lambda name, text: signed(name, "7"),
    "brackets without end": lambda name, text: signed(name, "[" * 100_000),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_file_is_none(tmp_path, damage):
    """
    It is never believed, and never an error.
    """
    Snippets(tmp_path).colour(PYTHON)
    (file,) = tmp_path.rglob("*.json")
    whole = file.read_text("utf-8")
    file.write_text(DAMAGE[damage](file.stem, whole), encoding="utf-8")
    assert Snippets(tmp_path).colour(PYTHON) == coloured(PYTHON)
    assert file.read_text("utf-8") == whole


def test_folder_that_takes_nothing_is_no_error(tmp_path):
    """
    A file lies where the folder should be.
    """
    (tmp_path / "code").touch()
    assert Snippets(tmp_path / "code").colour(PYTHON) == coloured(PYTHON)


def test_little_is_held_and_kept(tmp_path):
    """
    The oldest leave memory and folder.
    """
    found = coloured(PYTHON)
    files = [tmp_path / f"{number:032}.json" for number in range(70)]
    for file in files:
        snippets.keep(file, found)
    assert len(list(tmp_path.iterdir())) == snippets.MOST_FILES
    assert files[-1].exists()
    known = Snippets(tmp_path)
    known.held = dict.fromkeys(map(str, range(snippets.MOST_HELD)), found)
    known.colour(PYTHON)
    assert len(known.held) == snippets.MOST_HELD
    assert PYTHON in known.held


def test_known_code_needs_no_pygments(tmp_path):
    """
    Neither a lexer nor a palette is imported for it.
    """
    script = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from mdwx.style.snippets import Snippet, Snippets\n"
        "known = Snippets(Path(sys.argv[1]))\n"
        "known.colour(Snippet('x = 1', 'python', 'mdwx-light'))\n"
        "print(json.dumps('pygments' in sys.modules))\n"
    )
    loaded = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script, tmp_path],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parent,
        )
        loaded.append(json.loads(done.stdout))
    assert loaded == [True, False]

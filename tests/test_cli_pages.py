"""Command pages: the manual and the test at once.

    ```
    % mdwx check nowhere.md
    2> mdwx: cannot read nowhere.md: No such file or directory
    => 3
    ```

A block starts in the folder of the page (``cases/cli/<page>/``), copied, and goes
on from line to line. Lines before ``2>`` are standard output. ``…`` stands for
anything within a line. ``% cp`` copies, as an author's edit would. With
``--update-cases`` what comes out is written into the page.
"""

from __future__ import annotations

import re
import shlex
import shutil

import pytest
from casefiles import CASES, BrokenCaseFile
from support import run_mdwx

PAGES = sorted((CASES / "cli").glob("*.md"))
CHANGING = re.compile(
    r"(?<=file://)\S+(?=/)|(?<=pages/)\w+|(?<=mdwx-)[0-9a-f]{24}|(?<=publish_id )\d+"
)
"""Addresses, ids and hashes, which differ from run to run or machine to machine."""
BLOCK = re.compile(r"^```\n(% .*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page):
    """The blocks of a page that are commands."""
    text = page.read_text("utf-8")
    found = [match for match in BLOCK.finditer(text)]
    if not found:
        raise BrokenCaseFile(f"{page.name} holds no command")
    return found


def cases():
    """Every block of every page, named by its line."""
    for page in PAGES:
        text = page.read_text("utf-8")
        for number, match in enumerate(blocks(page)):
            line = text.count("\n", 0, match.start()) + 1
            yield pytest.param(page, number, id=f"{page.name}:{line}")


def transcript(block, folder):
    """The block with what its commands say now."""
    told = []
    for line in block.splitlines():
        if not line.startswith("% "):
            continue
        words = shlex.split(line[2:])
        if words[0] == "cp":
            shutil.copy(folder / words[1], folder / words[2])
            told.append(line)
            continue
        env = {}
        while "=" in words[0]:
            name, value = words.pop(0).split("=", 1)
            env[name] = value
        assert words[0] == "mdwx", line
        run = run_mdwx(*words[1:], cwd=folder, env=env)
        told.append(line)
        told += [line.rstrip() for line in run.stdout.splitlines()]
        told += [f"2> {line}".rstrip() for line in run.stderr.splitlines()]
        if run.exit_code:
            told.append(f"=> {run.exit_code}")
    return CHANGING.sub("…", "\n".join(told).replace(str(folder), "SITE")) + "\n"


def pattern(expected):
    """The expectation as a pattern; ``…`` stands for anything within a line."""
    return ".*".join(re.escape(part) for part in expected.split("…"))


@pytest.mark.parametrize(("page", "number"), list(cases()))
def test_commands_do_what_their_page_says(page, number, tmp_path, request):
    """Output, errors and exit code of each command."""
    folder = tmp_path / "site"
    source = page.with_suffix("")
    if source.is_dir():
        shutil.copytree(source, folder)
    else:
        folder.mkdir()
    match = blocks(page)[number]
    actual = transcript(match[1], folder)
    if re.fullmatch(pattern(match[1]), actual):
        return
    if request.config.getoption("--update-cases"):
        text = page.read_text("utf-8")
        changed = text[: match.start(1)] + actual + text[match.end(1) :]
        page.write_text(changed, "utf-8")
        return
    assert actual == match[1]


def test_every_folder_belongs_to_a_page():
    """No files lie about that no command sees."""
    folders = {path.name for path in (CASES / "cli").iterdir() if path.is_dir()}
    assert folders <= {page.stem for page in PAGES}

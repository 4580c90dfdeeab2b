"""The guide's pages of rules are made of the catalogue, and up to date.

``make rules`` writes them.
"""

from __future__ import annotations

import re

import pytest
from support import REPOSITORY

from mdwx.rulebook import guide_pages, index

FOLDER = REPOSITORY / "content/rules"
CHECKS = REPOSITORY / "content/09-checks.md"
PLACE = re.compile(r"(?<=<!-- rules -->\n).*(?=<!-- /rules -->)", re.DOTALL)
PAGES = guide_pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_docstrings_say(name, request):
    """
    Byte for byte.
    """
    file = FOLDER / name
    if request.config.getoption("--update-cases"):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(PAGES[name], "utf-8")
        return
    assert file.read_text("utf-8") == PAGES[name]


def test_no_page_is_left_over():
    """
    Of a family that is there no more.
    """
    assert {it.name for it in FOLDER.iterdir()} == set(PAGES)


def test_the_page_about_checks_lists_them_all(request):
    """
    Each family with a link to its page and all its codes.
    """
    text = CHECKS.read_text("utf-8")
    assert PLACE.search(text)
    if request.config.getoption("--update-cases"):
        CHECKS.write_text(PLACE.sub(lambda _: f"\n{index()}\n", text), "utf-8")
        return
    assert PLACE.search(text)[0] == f"\n{index()}\n"

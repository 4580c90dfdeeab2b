"""A deliberately bad post and theme meet every rule where they should; twins none.

``tests/twins/*.txt`` says what is found in each file: code, line and, in a
stylesheet, column. ``--update-cases`` writes them; their diff is reviewed.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest
from building import all_drawn, all_readable, default_theme, find_neighbour
from support import run_mdwx, write_site
from test_catalogue import ELSEWHERE

from mdwx.cli.rounds import still_waiting
from mdwx.config import Markdown, Site
from mdwx.made import Made
from mdwx.media.notes import NOTES, told
from mdwx.model import ImageRef, Span
from mdwx.outcome import Outcome
from mdwx.pipeline import Look, build
from mdwx.post import read_post
from mdwx.rules import all_rules, settle
from mdwx.style.review import check_css

HERE = Path(__file__).parent
TWINS = HERE / "twins"
PATH = PurePosixPath("content/post.md")


def found_in(name):
    """Code and place of all that is found in a file, one a line."""
    source = (TWINS / name).read_text("utf-8")
    if name.endswith(".css"):
        found = check_css(source, path=PurePosixPath(name))
        return [f"{it.code} {it.where.line}:{it.where.column}" for it in found]
    post = read_post(source.encode(), path=PATH, site=Site())
    look = Look(default_theme(), Markdown(), find=find_neighbour)
    article = build(post, look=look, prepare=all_readable, draw=all_drawn)
    found = settle((*post.findings, *article.findings), article.ignores)
    places = sorted((it.where.line or 0, it.code) for it in found)
    return [f"{code} {line}" for line, code in places]


@pytest.mark.parametrize("name", ["bad.md", "bad.css"])
def test_the_bad_twin_is_found_out_where_it_is_bad(name, request):
    """
    Each fault at its line, and nothing else.
    """
    listed = (TWINS / name).with_suffix(f"{Path(name).suffix}.txt")
    found = "\n".join(found_in(name)) + "\n"
    if request.config.getoption("--update-cases"):
        listed.write_text(found, "utf-8")
        return
    assert found == listed.read_text("utf-8")


@pytest.mark.parametrize("name", ["good.md", "good.css"])
def test_the_good_twin_is_clean(name):
    """
    The same things, as they should be written.
    """
    assert found_in(name) == []


PICTURE_NOTES = {
    "gif-shrunk": "I021",
    "still": "I022",
    "flattened": "I023",
    "narrow": "I024",
    "unlit": "I028",
    "small-letters": "M086",
}


@pytest.mark.parametrize("kind", PICTURE_NOTES)
def test_what_happened_to_a_picture_is_told_at_its_place(kind):
    """
    ``test_media_convert`` shows when; here is under which code, and where.
    """
    where = Span(PATH, 7)
    found = told((kind, 3), ImageRef("a.gif", where))
    assert (found.code, found.where) == (PICTURE_NOTES[kind], where)


def test_every_note_of_a_picture_is_listed_above():
    """
    A new one would have no test.
    """
    assert {kind: code for kind, (code, _) in NOTES.items()} == PICTURE_NOTES


def test_a_missing_digest_shows_what_stands_for_it(tmp_path):
    """
    T021: the first 54 characters, as WeChat takes them; none for a picture post.
    """
    write_site(tmp_path, {"content/a.md": "---\ntitle: 题\n---\n\n" + "字" * 60})
    (post,) = run_mdwx("check", "--json", "--offline", cwd=tmp_path).json["posts"]
    note = next(it for it in post["findings"] if it["code"] == "T021")
    assert note["message"].endswith("words: " + "字" * 54)
    assert (note["severity"], note["line"]) == ("note", 1)


def test_a_post_that_waits_for_its_neighbour_says_so():
    """
    L028: at the post that was not sent.
    """
    waiting = Made(Outcome(path=PATH, slug="post"))
    found = still_waiting(waiting)
    assert (found.code, found.where) == ("L028", Span(PATH))


@pytest.mark.parametrize("code", all_rules())
def test_every_rule_is_met_by_some_test(code):
    """
    Its own example, or where that takes more than a post, a test that names it.
    """
    if code not in ELSEWHERE:
        return
    others = [
        *(it for it in HERE.glob("test_*.py") if it.stem != "test_catalogue"),
        *(HERE / "cases").rglob("*.md"),
    ]
    named = re.compile(rf"\b{code}\b")
    assert any(named.search(it.read_text("utf-8")) for it in others)

"""What an author does not want to hear of: where it holds, and what it cannot hide."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from building import all_drawn, all_readable, content, default_theme
from support import run_mdwx, write_site

from mdwx.config import Markdown, Site
from mdwx.pipeline import Look, build
from mdwx.post import read_post
from mdwx.rules import settle
from mdwx.style.review import check_css

PATH = PurePosixPath("content/post.md")
HEAD = "---\ntitle: 题\n---\n"
SMALL = '<p style="font-size: 11px">小字</p>'
ADMIN = "[后台](https://mp.weixin.qq.com/cgi-bin/appmsg)"


def article_of(source):
    post = read_post(source.encode(), path=PATH, site=Site())
    look = Look(default_theme(), Markdown())
    return build(post, look=look, prepare=all_readable, draw=all_drawn)


def told(source):
    """Code and line of all that is told of a post."""
    article = article_of(source)
    findings = settle((*article.post.findings, *article.findings), article.ignores)
    return [(it.code, it.where.line) for it in findings]


# In a post.

HOLDS = [
    "---\ntitle: 题\n# mdwx: ignore C060\n---\n\n" + SMALL,
    "---\ntitle: 题 # mdwx: ignore C060\n---\n\n" + SMALL,
    "+++\ntitle = '题'\n# mdwx: ignore C060\n+++\n\n" + SMALL,
    "---\ntitle: 题\n# mdwx: ignore small-text\n---\n\n" + SMALL,
    "---\ntitle: 题\n# mdwx: ignore c060：图注就要这么小\n---\n\n" + SMALL,
    f"{HEAD}\n<!-- mdwx: ignore C060 -->\n{SMALL}",
    f"{HEAD}\n<!-- mdwx: ignore C060 -->\n\n{SMALL}",
    f"{HEAD}\n<!--mdwx:ignore C060: 图注就要这么小-->\n\n{SMALL}",
    f"{HEAD}\n<!--\nmdwx: ignore C060\n-->\n\n{SMALL}",
    f"{HEAD}\n<section>\n<!-- mdwx: ignore C060 -->\n{SMALL}\n</section>",
    f'{HEAD}\n字<!-- mdwx: ignore C060 --> <span style="font-size:11px">小</span>',
    f"{HEAD}\n- 一\n\n  <!-- mdwx: ignore C060 -->\n  {SMALL}",
    f"{HEAD}\n> <!-- mdwx: ignore C060 -->\n> {SMALL}",
    f"{HEAD}\n<!-- mdwx: ignore C060 -->\n- 一\n- {SMALL}",
    f"{HEAD}\n<!-- mdwx: ignore C060 -->\n::: tip\n{SMALL}\n:::",
]


@pytest.mark.parametrize("source", HOLDS)
def test_a_wish_is_heeded(source):
    """
    In the front matter for all of the post, before a block for that block.
    """
    assert told(source) == []


def test_several_codes_and_several_comments_add_up():
    """
    Commas and blanks stand between codes; comments one below the other all count.
    """
    block = f"- {SMALL}\n- ![](a.png)\n- 字"
    for codes in ("C060 I062", "C060, I062", "C060，I062", "C060、 I062"):
        assert told(f"{HEAD}\n<!-- mdwx: ignore {codes} -->\n{block}") == []
    two = "<!-- mdwx: ignore C060 -->\n<!-- mdwx: ignore I062 -->"
    assert told(f"{HEAD}\n{two}\n{block}") == []


ENDS = [
    (f"<!-- mdwx: ignore C060 -->\n\n字\n\n{SMALL}", [("X001", 5), ("C060", 9)]),
    (f"{SMALL}\n\n<!-- mdwx: ignore C060 -->", [("C060", 5), ("X001", 7)]),
    (f"> <!-- mdwx: ignore C060 -->\n\n{SMALL}", [("X001", 5), ("C060", 7)]),
    (f"```\n<!-- mdwx: ignore C060 -->\n```\n\n{SMALL}", [("C060", 9)]),
    (f"`<!-- mdwx: ignore C060 -->`\n\n{SMALL}", [("C060", 7)]),
    (f"<!-- mdwx: ignored C060 -->\n\n{SMALL}", [("C060", 7)]),
    (f"<!-- 别写 mdwx: ignore C060 -->\n\n{SMALL}", [("C060", 7)]),
]


@pytest.mark.parametrize(("body", "expected"), ENDS)
def test_a_wish_holds_no_further(body, expected):
    """
    Not beyond its block, not out of its box, not in code; one of no use is told.
    """
    assert sorted(told(f"{HEAD}\n{body}"), key=lambda it: it[1]) == expected


def test_what_only_looks_like_a_comment_of_front_matter_is_none():
    """
    A value that says the same words is a value.
    """
    quoted = f'---\ntitle: "题 # mdwx: ignore C060"\n---\n\n{SMALL}'
    assert told(quoted) == [("C060", 5)]
    block = f"---\ntitle: 题\ndigest: |\n  一\n  # mdwx: ignore C060\n---\n\n{SMALL}"
    assert told(block) == [("C060", 8)]
    post = read_post(block.encode(), path=PATH, site=Site())
    assert "mdwx: ignore" in post.digest


def test_the_comment_never_reaches_the_article():
    """
    Whatever becomes of the wish.
    """
    for source in HOLDS:
        assert "ignore" not in content(article_of(source))


# What cannot be ignored.


def test_an_error_that_stands_is_told_all_the_same():
    """
    And one clear finding says why, at the comment.
    """
    source = f"{HEAD}\n<!-- mdwx: ignore L060 -->\n{ADMIN}"
    assert told(source) == [("L060", 6), ("X002", 5)]


def test_a_warning_of_a_rule_may_be_ignored_where_its_error_may_not():
    """
    WeChat takes a title of 40 characters, and none of 70.
    """
    head = "---\ntitle: {}\n# mdwx: ignore T002\n---\n\n字"
    assert told(head.format("题" * 40)) == []
    assert told(head.format("题" * 70)) == [("T002", 2), ("X002", 3)]


def test_an_error_of_taste_may_be_ignored():
    """
    WeChat takes words that nobody can read at night; whoever hides a riddle may.
    """
    faint = '<p style="color: rgba(51,51,51,.1)">谜底</p>'
    assert ("D001", 5) in told(f"{HEAD}\n{faint}")
    assert told(f"{HEAD}\n<!-- mdwx: ignore D001 D008 -->\n{faint}") == []


UNKNOWN = [
    ("C0600", "there is no rule C0600", "did you mean C060?"),
    ("smal-text", "there is no rule smal-text", "did you mean small-text?"),
    ("", "it does not say which rule is to be ignored", "write mdwx: ignore C142"),
]


@pytest.mark.parametrize(("word", "message", "hint"), UNKNOWN)
def test_a_wish_about_nothing_is_told(word, message, hint):
    """
    With the nearest rule; a comment that names none ignores none.
    """
    article = article_of(f"{HEAD}\n<!-- mdwx: ignore {word} -->\n\n字")
    (found,) = settle(article.findings, article.ignores)
    assert (found.code, found.message.en, found.hint.en) == ("X003", message, hint)


def test_what_a_publication_tells_cannot_be_ignored():
    """
    It says what became of the post.
    """
    source = "---\ntitle: 题\n# mdwx: ignore P001\n---\n\n字"
    assert told(source) == [("X002", 3)]


def test_a_wish_about_layout_waits_for_a_browser():
    """
    Without one nobody can say whether it is of use.
    """
    assert told(f"{HEAD}\n<!-- mdwx: ignore W001 -->\n\n字") == []


# In a stylesheet.

SHEETS = [
    "/* mdwx: ignore C107 */\np { color: #555 !important; }",
    "/* mdwx: ignore C107 */\np {\n  color: #555 !important;\n  margin: 0!important\n}",
    "p {\n  /* mdwx: ignore C107: 作者要的 */\n  color: #555 !important;\n}",
    "p {\n  color: #555 !important; /* mdwx: ignore C107 */\n}",
    "p { color: #555 !important } /* mdwx: ignore C107 */",
    "/* mdwx: ignore C101 */\n@media print { p { color: red } }",
    "/* mdwx: ignore C101 */ /* 说明 */\n@import 'a.css';",
]


@pytest.mark.parametrize("css", SHEETS)
def test_a_wish_in_a_stylesheet_is_heeded(css):
    """
    For the next rule, the next declaration, or the line it ends.
    """
    assert check_css(css, path=PurePosixPath("theme.css")) == []


BEYOND = [
    (
        "p {\n  /* mdwx: ignore C107 */\n  margin: 0;\n  color: #555 !important;\n}",
        [("C107", 4), ("X001", 2)],
    ),
    (
        "/* mdwx: ignore C107 */\na { margin: 0 }\np { color: #555 !important }",
        [("C107", 3), ("X001", 1)],
    ),
    (
        "h2::before { content: '/* mdwx: ignore C107 */' }\np { margin: 0 !important }",
        [("C107", 2)],
    ),
    ("/* mdwx: ignore R042 */\np { color #555; }", [("R042", 2), ("X002", 1)]),
    ("/* mdwx: ignore C1077 */", [("X003", 1)]),
]


@pytest.mark.parametrize(("css", "expected"), BEYOND)
def test_a_wish_in_a_stylesheet_holds_no_further(css, expected):
    """
    Not for what comes after, not from within a text, not for CSS that is broken.
    """
    found = check_css(css, path=PurePosixPath("theme.css"))
    assert [(it.code, it.where.line) for it in found] == expected


# In a site.

POST = f"---\ntitle: 题\ndigest: 短\ncover: card\n---\n\n{SMALL}\n"


def check(folder, *args):
    return run_mdwx("check", "--json", "--offline", *args, cwd=folder)


def codes(run):
    return [it["code"] for post in run.json["posts"] for it in post["findings"]]


def test_the_site_file_ignores_for_every_post(tmp_path):
    """
    By code or by name, and nobody is told that it was of no use elsewhere.
    """
    write_site(tmp_path, {"content/a.md": POST, "content/old/b.md": POST})
    write_site(tmp_path, {"mdwx.toml": '[check]\nignore = ["small-text", "M060"]\n'})
    assert codes(check(tmp_path)) == []


def test_the_site_file_ignores_by_path(tmp_path):
    """
    Below the folder, and nowhere else.
    """
    write_site(tmp_path, {"content/a.md": POST, "content/old/x/b.md": POST})
    table = '[check.paths]\n"content/old/*" = ["C060"]\n'
    write_site(tmp_path, {"mdwx.toml": table})
    rows = {it["path"]: it["findings"] for it in check(tmp_path).json["posts"]}
    assert [it["code"] for it in rows["content/a.md"]] == ["C060"]
    assert rows["content/old/x/b.md"] == []


BAD_TABLES = [
    ('ignore = ["C0600"]', "there is no C0600", "did you mean C060?"),
    ('ignore = "C060"', "must be a list of codes of rules", "no-alt-text"),
    ('ignore = ["R020"]', "R020 may not", "mdwx check --explain R020"),
    ('ignore = ["P001"]', "P001 may not", "mdwx check --explain P001"),
    ('ingore = ["C060"]', "unknown key check.ingore", "did you mean ignore?"),
    ('[check.paths]\n"a" = 1', "must be a list of codes of rules", "no-alt-text"),
]


@pytest.mark.parametrize(("table", "problem", "hint"), BAD_TABLES)
def test_a_bad_table_is_refused_with_its_line(tmp_path, table, problem, hint):
    """
    A misspelled code, one that stands, something else than a list.
    """
    write_site(tmp_path, {"content/a.md": POST, "mdwx.toml": f"[check]\n{table}\n"})
    run = run_mdwx("check", cwd=tmp_path)
    assert run.exit_code == 2
    assert "mdwx.toml:" in run.stderr
    assert problem in run.stderr
    assert hint in run.stderr


def test_css_of_a_post_is_reviewed_line_by_line(tmp_path):
    """
    Where it stands in the front matter, with its own comments.
    """
    style = "style: |\n  p { margin: 0 !important }\n  /* mdwx: ignore C105 */\n"
    style += "  a:hover { margin: 0 }\n  @media print {}\n"
    post = POST.replace("cover: card\n", f"cover: card\n{style}").replace(SMALL, "字")
    write_site(tmp_path, {"content/a.md": post})
    (row,) = check(tmp_path).json["posts"]
    found = [(it["code"], it["line"]) for it in row["findings"]]
    assert found == [("C107", 6), ("C101", 9)]


def test_a_part_speaks_for_itself(tmp_path):
    """
    What ``_after.md`` says in its front matter holds for what stands in it.
    """
    part = "---\n# mdwx: ignore C060\n---\n\n" + SMALL
    site = '[site]\nafter = "_after.md"\n'
    large = POST.replace(SMALL, SMALL.replace("11px", "9px"))
    write_site(tmp_path, {"content/a.md": large, "_after.md": part, "mdwx.toml": site})
    (row,) = check(tmp_path).json["posts"]
    found = [(it["path"], it["code"]) for it in row["findings"]]
    assert found == [("content/a.md", "C060")]


def test_a_comment_for_us_is_no_edit(tmp_path):
    """
    A published post stays as it was published.
    """
    write_site(tmp_path, {"content/a.md": POST.replace(SMALL, "字\n\n字")})
    run_mdwx("publish", cwd=tmp_path)
    comment = "字\n\n<!-- mdwx: ignore C060 -->\n\n字"
    write_site(tmp_path, {"content/a.md": POST.replace(SMALL, comment)})
    (row,) = run_mdwx("publish", "--json", cwd=tmp_path).json["posts"]
    assert row["state"] == "published"
    assert "P001" not in [it["code"] for it in row["findings"]]


def test_a_theme_heeds_the_site_file(tmp_path):
    """
    ``mdwx themes check`` as well.
    """
    css = "p { color: #555 !important }"
    about = 'title = "甲"\n'
    files = {"themes/mine/theme.css": css, "themes/mine/theme.toml": about}
    write_site(tmp_path, {**files, "mdwx.toml": ""})
    assert "C107" in run_mdwx("themes", "check", "mine", cwd=tmp_path).stdout
    write_site(tmp_path, {"mdwx.toml": '[check]\nignore = ["C107"]\n'})
    assert "no findings" in run_mdwx("themes", "check", "mine", cwd=tmp_path).stdout

"""What ``mdwx check`` prints: grouped, marked, harmless; and the page of a rule."""

from __future__ import annotations

import json

import pytest
from support import Console, run_mdwx, write_site

from mdwx.cli.excerpts import WIDEST, excerpt, width
from mdwx.rules import all_rules, explained

HEAD = "---\ntitle: 题\ndigest: 短\ncover: card\n---\n\n"

EXCERPTS = [
    ("autor: 张三", None, "autor: 张三", "^^^^^"),
    ("- 列表里的一项，很长", None, "- 列表里的一项，很长", "  ^^^^^^^^^^^^"),
    ("> ## 标题", None, "> ## 标题", "     ^^^^"),
    ("1. 第一", None, "1. 第一", "   ^^^^"),
    ("2026 年", None, "2026 年", "^^^^"),
    ("| 甲 | 乙 |", None, "| 甲 | 乙 |", "  ^^"),
    ("***", None, "***", "^"),
    ("\tp { color: red }", 6, "    p { color: red }", "        ^^^^^"),
    ("a\tb", 3, "a   b", "    ^"),
    ("中文中文abc，def", 5, "中文中文abc，def", "        ^^^"),
    ("title: a: b", 9, "title: a: b", "        ^"),
    ("短", 99, "短", "  ^"),
    ("a\u202eb\u200bc", 5, "a\\u202eb\\u200bc", " " * 14 + "^"),
    ("a\x1b[31mb", 1, "a\\u001b[31mb", "^"),
    ("e\u0301tude", None, "e\u0301tude", "^^^^^"),
]


@pytest.mark.parametrize(("line", "column", "shown", "marks"), EXCERPTS)
def test_the_mark_stands_below_what_is_meant(line, column, shown, marks):
    """
    Wide characters take two columns, tabs go on to the next stop, and what nobody
    sees is written out.
    """
    found = excerpt(line, column=column)
    assert (found.line, found.marks) == (shown, marks)


@pytest.mark.parametrize("column", [1, 50, 5_000, 500_000, 1_000_000])
def test_a_long_line_is_cut_round_its_mark(column):
    """
    A minified stylesheet is one line; its mark stays in sight.
    """
    line = "长" * 500_000 + "x" * 500_000
    found = excerpt(line, column=column)
    assert width(found.line) <= WIDEST + 2
    assert len(found.marks) <= WIDEST + 2
    assert found.line.endswith("…") == (column < 999_000)
    assert found.line.startswith("…") == (column > 1)


def test_findings_are_grouped_by_file_each_with_its_line(tmp_path):
    """
    A file once, its findings below it, and how many there are in the end.
    """
    small = '<p style="font-size: 11px">小字</p>\n'
    css = "p {\n  color: #555 !important;\n}\n"
    posts = {"content/a.md": HEAD + small, "content/b.md": HEAD + small}
    write_site(tmp_path, {**posts, "extra.css": css, "mdwx.toml": ""})
    out = run_mdwx("check", "--offline", cwd=tmp_path).stdout
    group = (
        "  7 warning: text of 11px is hard to read on a phone [C060]\n"
        '    | <p style="font-size: 11px">小字</p>\n'
        "    |  ^\n"
        "    hint: use at least 12px\n\n"
    )
    assert f"content/a.md\n{group}" in out
    assert f"content/b.md\n{group}" in out
    assert "extra.css\n  2:3 warning: !important is taken out [C107]\n" in out
    assert out.count("C107") == 1
    assert out.endswith(
        "2 posts: 3 warnings (mdwx check --explain CODE tells about a rule)\n"
    )


def test_a_review_of_a_theme_shows_its_stylesheet(tmp_path):
    """
    The line, and the very declaration.
    """
    css = "h2 {\n  margin: 0; position: relative;\n}\n"
    about = 'title = "甲"\n'
    files = {"themes/mine/theme.css": css, "themes/mine/theme.toml": about}
    write_site(tmp_path, {**files, "mdwx.toml": ""})
    out = run_mdwx("themes", "check", "mine", cwd=tmp_path).stdout
    assert (
        "themes/mine/theme.css\n"
        "  2:14 warning: WeChat's editor removes position [C110]\n"
        "    |   margin: 0; position: relative;\n"
        "    |              ^^^^^^^^\n"
    ) in out


def test_json_names_line_and_column(tmp_path):
    """
    Of a finding and of an error; None where nobody knows.
    """
    write_site(tmp_path, {"content/a.md": HEAD + "![](a.png)\n", "mdwx.toml": ""})
    write_site(tmp_path, {"extra.css": "p { color: #555 !important }"})
    run = run_mdwx("check", "--format", "json", "--offline", cwd=tmp_path)
    (post,) = run.json["posts"]
    places = {it["code"]: (it["line"], it["column"]) for it in post["findings"]}
    assert places["C107"] == (1, 5)
    assert places["R020"] == (7, None)


def test_annotations_start_at_the_repository(tmp_path):
    """
    GitHub counts paths from there, wherever the site lies in it.
    """
    write_site(tmp_path / "blog", {"content/a.md": HEAD + "![](a.png)\n"})
    write_site(tmp_path / "blog", {"mdwx.toml": ""})
    args = ("check", "--format", "github", "--offline")
    env = {"GITHUB_WORKSPACE": str(tmp_path)}
    inside = run_mdwx(*args, cwd=tmp_path / "blog", env=env).stdout
    assert (
        "::error file=blog/content/a.md,line=7,title=R020 unreadable-picture::"
        in inside
    )
    alone = run_mdwx(*args, cwd=tmp_path / "blog").stdout
    assert "::error file=content/a.md,line=7," in alone


def test_colour_is_for_terminals(tmp_path, monkeypatch):
    """
    None in a pipe, none with ``NO_COLOR``; what it quotes cannot bring its own.
    """
    write_site(tmp_path, {"content/a.md": HEAD + "<p onclick=x>\x1b[31m红</p>\n"})
    assert "\x1b" not in run_mdwx("check", "--offline", cwd=tmp_path).stdout
    monkeypatch.setattr(Console, "isatty", lambda _: True)
    coloured = run_mdwx("check", "--offline", cwd=tmp_path).stdout
    assert "\x1b[33mwarning" in coloured
    assert "\x1b[31m红" not in coloured


def test_a_link_out_of_the_site_is_not_quoted(tmp_path):
    """
    A finding may name a file that has become a link since it was read.
    """
    from pathlib import PurePosixPath

    from mdwx.cli.excerpts import Sources
    from mdwx.model import Span

    (tmp_path / "secret").write_text("secret", "utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.md").symlink_to(tmp_path / "secret")
    sources = Sources(tmp_path / "site")
    for path in ("a.md", "../secret", "nowhere.md"):
        assert sources.excerpt(Span(PurePosixPath(path), 1)) is None


# Pages of rules.


@pytest.mark.parametrize("code", all_rules())
def test_every_rule_explains_itself(code):
    """
    In both languages, by code and by name: what, how much, who says so, why,
    and both examples.
    """
    rule, page = all_rules()[code], explained(all_rules()[code])
    for language in ("zh", "en"):
        env = {"MDWX_LANG": language}
        out = run_mdwx("check", "--explain", code.lower(), env=env).stdout
        assert out == run_mdwx("check", "--explain", rule.name, env=env).stdout
        for words in (code, page.finds.said(language), page.why.said(language)):
            assert words in out
        assert rule.source.date in out
        assert page.bad.splitlines()[-1] in out
        assert page.good.splitlines()[-1] in out


def test_all_rules_are_listed():
    """
    One a line, or as JSON with everything a page says.
    """
    lines = run_mdwx("check", "--explain", "all").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(all_rules())
    rules = json.loads(run_mdwx("check", "--explain", "all", "--json").stdout)["rules"]
    assert [rule["code"] for rule in rules] == list(all_rules())
    assert all(rule["bad"] and rule["why"] for rule in rules)


NO_RULES = [("C1422", "did you mean C142?"), ("low-line", "did you mean low-lines?")]


@pytest.mark.parametrize(("word", "hint"), NO_RULES)
def test_a_misspelled_rule_has_its_nearest(word, hint):
    """
    By code or by name.
    """
    run = run_mdwx("check", "--explain", word)
    assert run.exit_code == 2
    assert run.stderr == f"mdwx: there is no rule {word}\nhint: {hint}\n"

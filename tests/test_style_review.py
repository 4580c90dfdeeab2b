"""The review of a stylesheet: what WeChat drops, where, and what to write."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from mdwx.model import Severity
from mdwx.style.review import check_css, check_theme
from mdwx.style.themes import Theme, about_theme

PATH = PurePosixPath("themes/mine/theme.css")


def codes(css):
    return [finding.code for finding in check_css(css, path=PATH)]


GOOD = [
    "",
    "/* only a comment */",
    '@charset "utf-8";',
    ":root {--accent: #0f7b6c} a {color: var(--accent)}",
    ".article {--accent: #0f7b6c}",
    "p {color: #3f3f3f}",
    "p {color: #888}",
    "p {background: #f7f7f7}",
    "p {background: rgba(15, 123, 108, .08)}",
    "p {background: color-mix(in srgb, #0f7b6c 8%, transparent)}",
    "p {border-bottom: 1px solid rgba(0, 0, 0, .1)}",
    "p {border-left: 4px solid #07c160}",
    "code {font-family: Menlo, monospace}",
    "pre code {font-family: Menlo, monospace}",
    "img {width: 100%; max-width: 100%}",
    "hr {width: 96px; height: 2px; background: linear-gradient(90deg, #fff, #333)}",
    "sup {line-height: 1}",
    "p {line-height: 1.75}",
    "li:first-child, tr:nth-child(even) td, p:not(.x) {margin: 0}",
    "p {background-image: url(https://mmbiz.qpic.cn/mmbiz_png/a/0)}",
    "p {display: flex; margin: calc(1rem + 2px) 0}",
    "h2::before {content: counter(h2, upper-roman) '. '; counter-increment: h2}",
    "h2::after {content: ''; display: block; height: 3px; line-height: 1}",
    "p:has(> em, > strong):not(.a, .b) + :is(h2, h3):nth-child(2 of h2) {margin: 0}",
    "p:where(:first-of-type)::before {content: none}",
    "blockquote {quotes: '«' '»'}",
    "p {border-radius: .5em; padding: .2em .4em}",
]


@pytest.mark.parametrize("css", GOOD)
def test_good_css_has_no_finding(css):
    """
    What an article shows as written is not complained about.
    """
    assert check_css(css, path=PATH) == []


BAD = [
    ("C101", "@media print { p {color: red} }"),
    ("C101", "@font-face {font-family: x}"),
    ("C101", "@keyframes a {from {top: 0}}"),
    ("C101", "@import 'a.css';"),
    ("C101", "@supports (display: grid) {}"),
    ("C102", "p {& b {color: red}}"),
    ("C103", "p:: {color: red}"),
    ("C103", "p:first-line em {color: red}"),
    ("C103", "p::-webkit-scrollbar {color: red}"),
    ("C103", "p:has(:is(:not(:not(b)))) {color: red}"),
    ("C104", "p:first-line {color: red}"),
    ("C104", "p::first-letter {color: red}"),
    ("C105", "a:hover {color: red}"),
    ("C105", "input:checked + p {color: red}"),
    ("C106", "p {--x: 1px}"),
    ("C107", "p {color: red !important}"),
    ("C108", "p {color: var(--nowhere)}"),
    ("C108", "p {width: calc(100% - 10px)}"),
    ("C108", "p {color: color(rec2020 1 0 0)}"),
    ("C109", "body {color: red}"),
    ("C109", "#nice p {color: red}"),
    ("C110", "p {content: 'x'}"),
    ("C110", "p {position: relative}"),
    ("C110", "p {z-index: 1}"),
    ("C110", "p {float: left}"),
    ("C110", "p {animation: a 1s}"),
    ("C110", "p {filter: blur(1px)}"),
    ("C110", "p {gap: 1px}"),
    ("C110", "p {display: grid}"),
    ("C111", "p {font-family: serif}"),
    ("C111", "h1 {font: 20px serif}"),
    ("C112", "p {background: url(a.png)}"),
    ("C112", "ul {list-style: url(https://a.example/b.png)}"),
    ("C113", "p {width: 700px}"),
    ("C113", "p {min-width: 400px}"),
    ("C114", "p {height: 20px}"),
    ("C114", "p {max-height: 0}"),
    ("C115", "p {width: 50vw}"),
    ("C116", "p {background: #f6f8fa}"),
    ("C116", "p {background-color: #fffbe6}"),
    ("C117", "p {border: 1px solid #eee}"),
    ("C117", "td {border-color: #dfe2e5}"),
    ("C118", "p {color: #666}"),
    ("C119", "h2 {background: linear-gradient(#fff, #333)}"),
    ("C120", "p {border: .5px solid red}"),
    ("C121", "p {color: #000}"),
    ("C121", "p {color: black}"),
    ("C122", "p {line-height: 1}"),
    ("C123", "p {display: none}"),
    ("C123", "img {opacity: 0}"),
    ("C124", "p::before {content: url(a.png)}"),
    ("C124", "p::before {content: counter(a, hebrew)}"),
    ("C124", "p::before {content: env(x)}"),
    ("C125", "hr::before {content: 'x'}"),
    ("C125", "blockquote img::after {content: 'x'}"),
    ("C125", "pre::before {content: 'x'}"),
    ("R042", "p {color red}"),
    ("R042", "p {color: red} }"),
]


@pytest.mark.parametrize(("code", "css"), BAD)
def test_css_that_wechat_drops_is_found(code, css):
    """
    Each kind of CSS that an article cannot show has its code.
    """
    assert code in codes(css)


def test_every_finding_says_what_to_write_in_both_languages():
    """
    A complaint without advice helps nobody.
    """
    for _, css in BAD:
        for finding in check_css(css, path=PATH):
            assert finding.hint.zh
            assert finding.hint.en
            assert "{}" not in finding.message.zh + finding.message.en


def test_finding_has_line_and_column():
    """
    An editor can jump to it.
    """
    (finding,) = check_css("p {\n  color: #333;\n  position: fixed;\n}", path=PATH)

    assert str(finding.where) == "themes/mine/theme.css:3:3"
    assert finding.message.en == "WeChat's editor removes position"


def test_first_line_shifts_the_place():
    """
    A post's own ``style`` starts in the middle of its file.
    """
    (finding,) = check_css("p {float: left}", path=PATH, first_line=7)

    assert finding.where.line == 7


def test_findings_come_in_source_order():
    """
    Reading from top to bottom is reading the list.
    """
    css = "p {\n float: left;\n color: #000;\n}\n@media x {}\na:hover {top: 0}"

    lines = [finding.where.line for finding in check_css(css, path=PATH)]

    assert lines == sorted(lines)


def test_options_are_known_variables():
    """
    ``var(--accent)`` of ``theme.toml`` is not an unknown variable.
    """
    about = about_theme("title = 'a'\n[options]\naccent = '#c00'", PATH)
    theme = Theme("mine", "p {color: var(--accent)}", PATH, **about)

    assert check_theme(theme) == []


def test_unknown_code_style_is_an_error():
    """
    A theme whose code colours do not exist cannot be used.
    """
    about = about_theme("title = 'a'\ncode_style = 'monoki'", PATH)

    (finding,) = check_theme(Theme("mine", "", PATH, **about))

    assert finding.severity is Severity.ERROR
    assert str(finding.where) == "themes/mine/theme.toml"
    assert finding.hint.en == "did you mean monokai?"

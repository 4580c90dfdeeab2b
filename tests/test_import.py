"""``mdwx themes import``: stylesheets of wenyan, doocs/md and mdnice become themes."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from building import ROOT, all_drawn, all_readable, post, rewritten
from hypothesis import given, settings
from hypothesis import strategies as st
from support import run_mdwx

from mdwx import style
from mdwx.config import Markdown
from mdwx.errors import SourceError
from mdwx.model import Severity
from mdwx.page.styles import read_style
from mdwx.pipeline import Look, build
from mdwx.style import read_theme
from mdwx.style.foreign import import_stylesheet, write_theme
from mdwx.style.foreign.families import FAMILIES
from mdwx.style.foreign.writing import base_css
from mdwx.style.review import check_css, check_theme

FILES = sorted((ROOT / "tests/imports").iterdir())
SAMPLE = """
正文**重点**和*强调*，`码`，[外](https://a.example)，
[内](https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv)。

# 一

## 二

### 三

#### 四

> 引用**重点**

- 一项 `码`
- 一项

1. 一项

![图](a.png "图注")

```python
x = 1
```

| 甲 | 乙 |
|:---|:---|
| 一 | 二 |
| 三 | 四 |

---

> [!NOTE] 说明
> 提示
"""


def imported(css, name="mine"):
    """What becomes of a stylesheet, and the theme's two files."""
    made = import_stylesheet(css, path=PurePosixPath(f"{name}.css"))
    return made, write_theme(made, name=name)


@cache
def theme_of(file, folder):
    """The theme that a fixture becomes, read back from its folder."""
    result = run_mdwx("themes", "import", str(file), cwd=folder)
    assert result.exit_code == 0, result.stderr
    return read_theme(file.stem, site_root=folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site for the imported themes."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "mdwx.toml").write_text("[site]\n")
    return folder


def tree(theme):
    """The sample with the styles that a theme computes."""
    page = rewritten(SAMPLE, title="题")
    style.apply(page.root, css=theme.css)
    return page.root


FAMILY = {
    "doocs-1": "doocs/md",
    "doocs-2-grace": "doocs/md",
    "doocs-keys": "doocs/md",
    "mdnice-blue-note": "mdnice",
    "mdnice-orange": "mdnice",
    "wenyan-forest": "wenyan",
    "wenyan-lapis-like": "wenyan",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_tool_is_known_by_its_selectors(file):
    """
    Nobody has to say whose stylesheet it is.
    """
    made, _ = imported(file.read_text("utf-8"))
    assert made.family.name == FAMILY[file.stem]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_imported_passes_the_check(file, site):
    """
    But for a gradient below words, which is kept for the day.
    """
    found = check_theme(theme_of(file, site))
    assert {it.code for it in found} <= {"C119"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_article_in_it_has_no_error(file, site):
    """
    The sample can be published in every imported theme.
    """
    look = Look(theme_of(file, site), Markdown())
    made = post(SAMPLE, title="题")
    article = build(made, look=look, prepare=all_readable, draw=all_drawn)
    assert [it for it in article.findings if it.severity is Severity.ERROR] == []


RED, BLUE, GREEN, WINE = "#ef7060", "#1b4f9c", "#2e7d32", "#ab1942"
NAVY = "#0f4c81"
LOOKS = {
    "mdnice-orange": [
        ("p", "color", "#2b2b2b"),
        ("p", "font-size", "15px"),
        ("h2", "border-bottom", f"2px solid {RED}"),
        ("h2 .words", "background-color", RED),
        ("h2 .words", "color", "#fff"),
        ("h2 .words", "display", "inline-block"),
        ("h2 > [mdwx-generated=empty]", "border-right", "20px solid transparent"),
        ("h3 .words", "border-left", f"4px solid {RED}"),
        ("ul", "list-style-type", "square"),
        ("blockquote", "border-left", f"3px solid {RED}"),
        ("blockquote p", "font-size", "14px"),
        ("strong", "color", RED),
        (".cited", "color", RED),
        (".note-ref", "color", RED),
        ("a", "border-bottom", f"1px solid {RED}"),
        ("p code", "color", RED),
        ("th", "background-color", RED),
        ("td", "font-size", "14px"),
        (".caption", "font-size", "13px"),
        (".figure img", "border-radius", "8px"),
        ("hr", "border-top", f"1px dashed {RED}"),
        (".notes-title", "color", RED),
        (".article", "letter-spacing", "1.5px"),
    ],
    "mdnice-blue-note": [
        ("p", "text-indent", "2em"),
        ("blockquote p", "text-indent", "0"),
        ("h2", "display", "flex"),
        ("h2 .words", "border-radius", "20px"),
        ("h2 .words", "background-color", BLUE),
        ("h3 > [mdwx-generated=before]", "color", "#9cbdf0"),
        ("blockquote", "border", f"1px dashed {BLUE}"),
        ("strong", "background-color", "rgba(27,79,156,.1)"),
        ("li", "color", "#3e3e3e"),
        ("th", "color", "#fff"),
        (".code", "border-radius", "5px"),
    ],
    "wenyan-lapis-like": [
        ("p", "text-align", "justify"),
        ("h2", "display", "inline-block"),
        ("h2", "background-color", "#4870ac"),
        ("h2", "color", "#fff"),
        ("h3 .words", "border-left", "5px solid #4870ac"),
        ("h4 > [mdwx-generated=empty]", "border-radius", "50%"),
        ("ul", "margin-left", "16px"),
        ("blockquote", "border-left", "3px solid #4870ac"),
        ("p code", "border-radius", "3px"),
        ("td", "font-size", "12px"),
        ("th", "text-align", "left"),
        ("a", "color", "#4870ac"),
        (".cited", "color", "#4870ac"),
        (".code", "box-shadow", "rgba(0,0,0,.55) 0 1px 5px"),
        ("pre code", "font-size", None),
    ],
    "wenyan-forest": [
        ("h1", "text-align", "center"),
        ("h1 > [mdwx-generated=empty]", "height", "3px"),
        ("h2", "border-left", f"5px solid {GREEN}"),
        ("h2 .words", "color", "#1b5e20"),
        ("h3 .words", "border-radius", "12px"),
        ("blockquote", "border-radius", "10px"),
        ("blockquote > [mdwx-generated=before]", "font-size", "48px"),
        ("a", "color", GREEN),
        ("th", "background-color", GREEN),
        (".figure img", "border", "6px solid #fff"),
        ("hr", "border-top", "2px dotted #a5d6a7"),
    ],
    "doocs-keys": [
        ("p", "line-height", "1.9"),
        ("h1", "color", NAVY),
        ("h2", "border-bottom", f"3px double {NAVY}"),
        ("h3", "border-left", f"5px solid {NAVY}"),
        ("h4", "color", NAVY),
        ("blockquote", "border-top", f"1px solid {NAVY}"),
        ("p code", "color", NAVY),
        ("em", "color", "#888"),
        (".cited", "color", NAVY),
        ("a", "text-decoration", "underline"),
        ("li", "margin-top", ".4em"),
        (".figure img", "border-radius", "12px"),
        (".caption", "color", "#999"),
        ("th", "background-color", NAVY),
        (".code", "border-radius", "10px"),
        (".callout-title", "color", "#478be6"),
    ],
    "doocs-2-grace": [
        ("p", "letter-spacing", "1.6px"),
        ("h1", "font-size", "22.4px"),
        ("h2", "border-radius", "8px 24px"),
        ("h2", "background-color", NAVY),
        ("h3", "line-height", "46.08px"),
        ("h3", "background-color", "rgba(15,76,129,.08)"),
        ("blockquote", "font-style", "italic"),
        ("blockquote", "background-color", "#f7f7f7"),
        (".callout", "font-style", "italic"),
        (".callout-title", "color", "#478be6"),
        ("strong", "color", NAVY),
        ("p code", "color", "#d14"),
        ("table", "border-radius", "8px"),
        ("td", "padding", ".5em 1em"),
        (".code", "box-shadow", "inset 0 0 10px rgba(0,0,0,.05)"),
    ],
    "doocs-1": [
        ("p", "color", "#3f3f3f"),
        ("h1", "border-bottom", f"2px solid {WINE}"),
        ("h2", "border-radius", "16px"),
        ("h2", "background-color", WINE),
        ("blockquote", "border-radius", "8px"),
        ("strong", "color", WINE),
        ("p code", "color", WINE),
        ("a", "color", WINE),
        (".code", "font-size", "14px"),
    ],
}
"""What each stylesheet says, by the element it says it of."""


def test_every_stylesheet_has_its_looks():
    """
    A new file among the fixtures is looked at.
    """
    assert {file.stem for file in FILES} == set(LOOKS) == set(FAMILY)


def value_of(found, name):
    """A declaration, or the longhand of one that was put together."""
    if name in found:
        return found[name]
    side = name.rpartition("-")
    if side[2] in ("top", "right", "bottom", "left") and side[0] in found:
        words = found[side[0]].split()
        four = [*words, words[1]] if len(words) == 3 else (words * 4)[:4]
        if side[0] == "border":
            return found["border"]
        return four[("top", "right", "bottom", "left").index(side[2])]
    return None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_elements_look_as_in_the_source(file, site):
    """
    Headings, quotes, code, tables, lists, links: by the values that are computed.
    """
    root = tree(theme_of(file, site))
    wrong = []
    for where, name, value in LOOKS[file.stem]:
        found = [root] if where == ".article" else root.cssselect(where)
        styles = [value_of(read_style(it), name) for it in found]
        if value not in styles:
            wrong.append((where, name, value, styles))
    assert wrong == []


def css_of(text):
    """The rules that came along, without the tool's base."""
    _, files = imported(text)
    start = files.css.index("/* mine.css */") + len("/* mine.css */")
    return files.css[start : files.css.index("/* A line of pictures")].strip()


SELECTORS = [
    ("#nice h2 .content { top: 0; color: red }", "h2 .words { color: red; }"),
    ("#nice h2 .prefix { width: 9px }", 'h2::before { content: ""; width: 9px; }'),
    ("#nice h2 .suffix { color: red }", 'h2::after { content: ""; color: red; }'),
    ("#nice h2:after { content: 'x' }", "h2::after { content: \"x\"; }"),
    ("#nice li section { color: red }", "li { color: red; }"),
    ("#nice figure img { width: 9px }", ".figure img { width: 9px; }"),
    ("#nice figcaption { color: red }", ".caption { color: red; }"),
    ("#nice .multiquote-1 { color: red }", "blockquote, .callout { color: red; }"),
    (
        "#nice .multiquote-2 { color: red }",
        "blockquote:has(> blockquote) { color: red; }",
    ),
    ("#nice .footnote-word { color: red }", ".cited { color: red; }"),
    ("#nice .table-container { margin: 0 }", ".table { margin: 0; }"),
    ("#nice .block-equation { margin: 0 }", "section.formula { margin: 0; }"),
    ("#wemd h1 .content { color: red }", "h1 .words { color: red; }"),
    ("#wenyan h1 span { color: red }", "h1 .words { color: red; }"),
    ("#wenyan > ul { margin: 0 }", ".article > ul { margin: 0; }"),
    ("#wenyan { margin: 0 }", ".article { margin: 0; }"),
    ("#wenyan .footnote { color: red }", ".note-ref { color: red; }"),
    ("#wenyan #footnotes p { margin: 0 }", ".note { margin: 0; }"),
    ("#wenyan pre { margin: 0 }", ".code { margin: 0; }"),
    ("#wenyan pre code { letter-spacing: 0 }", "pre code { letter-spacing: 0; }"),
    ("#wenyan pre code { padding: 9px }", ".code { padding: 9px; }"),
    ("#wenyan thead { color: red }", "th { color: red; }"),
    ("#wenyan table tr { color: red }", "table tr > * { color: red; }"),
    ("#wenyan tr:nth-child(2n) { color: red }", "tr:nth-child(2n) td { color: red; }"),
    ("#wenyan tbody { border: 0; color: red }", "td { color: red; }"),
    ("codespan { color: red }", ":not(pre) > code { color: red; }"),
    ("listitem { color: red }", "li { color: red; }"),
    ("code_pre { margin: 0 }", ".code { margin: 0; }"),
    ("blockquote_p { margin: 0 }", "blockquote p, .callout p { margin: 0; }"),
    (
        "blockquote_title_tip { color: red }",
        ".callout-tip > .callout-title { color: red; }",
    ),
    (".markdown-alert-tip { margin: 0 }", ".callout-tip { margin: 0; }"),
    ("pre.code__pre > code { color: red; tab-size: 2; letter-spacing: 0 }",
     "pre > code { letter-spacing: 0; }"),
    ("#output section > :first-child { margin: 0 }",
     ".article > :first-child { margin: 0; }"),
    ("h1 { color: var(--md-primary-color) }", "h1 { color: var(--accent); }"),
    ("p { color: hsl(var(--foreground)) }", "p { color: var(--text); }"),
]  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), SELECTORS)
def test_parts_of_theirs_are_parts_of_ours(theirs, ours):
    """
    What a tool calls a part of an article, and what we do.
    """
    assert css_of(theirs) == ours


VALUES = [
    ("color: black", "color: #010101"),
    ("color: #666", "color: #444"),
    ("background: #fff5f5", "background: rgba(255,5,5,.04)"),
    ("border: 1px solid #eee", "border: 1px solid rgba(0,0,0,.067)"),
    ("border: .5px solid #e00", "border: 1px solid #e00"),
    ("line-height: 1", "line-height: 1.2"),
    ("width: 600px", "width: 100%"),
    ("height: 40px", "min-height: 40px"),
    ("font: bold 15px/1.6 Arial", "font-size: 15px; line-height: 1.6"),
    ("background: #fc0 url(a.png) no-repeat", "background-color: #fc0"),
    (
        "color: red; background: url('data:,fill=rgba(74, 200, 141, 0.5)')",
        "h2 { color: red; }",
    ),
    (
        "background: linear-gradient(#fff 60%, #cfe0fa 40%)",
        "background: linear-gradient(transparent 60%,rgba(1,91,229,.189) 40%)",
    ),
]


@pytest.mark.parametrize(("theirs", "ours"), VALUES)
def test_values_that_night_would_spoil_look_the_same(theirs, ours):
    """
    By day nothing changes, or hardly; at night it lasts.
    """
    told, _ = imported(f"#nice h2 {{ {theirs} }}")
    assert ours in " ".join(css_of(f"#nice h2 {{ {theirs} }}").split())
    assert told.findings


GONE = [
    ("#nice p { font-family: Optima }", "C111", "1:11: #nice p must not set a font"),
    ("#nice p {\n  float: left; }", "C110", "2:3: float is unreliable"),
    ("@import 'a.css';\n#nice p { margin: 0 }", "C101", "1:1: @import reads"),
    ("@media print {#nice p {margin: 0}} #nice p{margin:0}", "C101", "1:1: @media"),
    ("#nice p { margin: var(--x) }", "C108", "1:11: cannot work out var(--x)"),
    ("#nice p { --x: 1 }", "C106", "1:11: --x can be defined"),
    ("#nice .fancy { margin: 0 }", "C130", "1:1: an article has no such part as"),
    ("#nice p { & a { margin: 0 } }", "C102", "1:11: nested rules"),
    ("#nice a:hover { color: red }", "C105", "1:1: selector #nice a:hover"),
    ("#nice p { color red }", "R042", "1:20: this is not valid CSS"),
    ("#nice figcaption { display: none }", "C123", "1:20: display: none makes"),
    (".hljs-string { color: red }", "C132", "1:1: colours of code do not come"),
    ("#nice pre::before { content: '' }", "C130", "1:1: there is no room for #nice"),
    ("#nice p:before { content: url(a) }", "C124", "1:18: content cannot be url(a)"),
]


@pytest.mark.parametrize(("css", "code", "said"), GONE)
def test_what_could_not_come_along_has_its_place(css, code, said):
    """
    Line and column of their file, and what to do instead.
    """
    made, _ = imported(f"{css}\n#nice h1 {{ color: red }}")
    finding = next(it for it in made.findings if it.code == code)
    place = f"{finding.where.line}:{finding.where.column}: {finding.message.en}"
    assert place.startswith(said)
    assert finding.hint.zh
    assert finding.hint.en


SILENT = [
    "#nice * { box-sizing: border-box }",
    "#nice h2 .prefix { display: none }",
    "#nice pre code { display: -webkit-box; overflow-x: auto }",
    "#nice p { word-wrap: break-word }",
]


@pytest.mark.parametrize("css", SILENT)
def test_what_goes_without_saying_is_left_out_in_silence(css):
    """
    WeChat's page or mdwx sees to it: nothing is lost.
    """
    made, _ = imported(f"{css}\n#nice h1 {{ color: red }}")
    assert made.findings == []
    assert len(made.rules) == 1


def test_one_complaint_names_all_its_places():
    """
    A font in nine rules is one finding.
    """
    css = "\n".join(f"#nice h{n} {{ cursor: help; color: red }}" for n in range(1, 5))
    made, _ = imported(css)
    (finding,) = made.findings
    assert finding.message.en.endswith("(also in line 2, 3, 4)")
    assert finding.severity is Severity.NOTE


def test_a_finding_does_not_quote_the_stylesheet():
    """
    However long the selector that could not come along.
    """
    made, _ = imported(f"#nice .{'a' * 5000} {{ margin: 0 }} #nice p {{ margin: 0 }}")
    assert len(made.findings[0].message.en) < 200


IMPORTANT = [
    ("#nice p { color: red !important }", {"p": "red", "li p": "red"}),
    (
        "#nice p { color: red !important } #nice li p { color: blue }",
        {"p": "red", "li p": "red"},
    ),
    (
        "#nice li p { color: blue } #nice p { color: red !important }",
        {"p": "red", "li p": "red"},
    ),
    (
        "#nice p { margin: 9px !important } #nice li p { margin-top: 1px }",
        {"li p": "9px"},
    ),
    ("#nice p { color: red } #nice li p { color: blue !important }", {"li p": "blue"}),
]


@pytest.mark.parametrize(("css", "wanted"), IMPORTANT)
def test_importance_is_settled_by_selectors(css, wanted):
    """
    Who wins in the source wins in the theme, which does not say the word.
    """
    _, files = imported(css)
    assert "!important" not in files.css
    page = rewritten("a\n\n- b\n\n  c\n", title="题")
    style.apply(page.root, css=f":root{{--accent:#c00}}{files.css}")
    for where, value in wanted.items():
        found = read_style(page.root.cssselect(where)[-1])
        assert value in (found.get("color"), found.get("margin", "").split(" ")[0])


ACCENTS = [
    (":root { --primary-color: #4870ac } #wenyan p { margin: 0 }", "#4870ac"),
    (":root { --bg: #fff; --my-accent: teal } #wenyan p { margin: 0 }", "teal"),
    ("#nice h1 { color: #c00 } #nice a { color: #cc0000 }", "#c00"),
    ("#nice h1 { color: #c00 } #nice a { color: #0c0 }", "#1e6bb8"),
    ("#nice h1 { color: #333 } #nice a { color: #333 }", "#1e6bb8"),
    ("h1 { color: var(--md-primary-color) }", "#0f4c81"),
    (":root{--md-primary-color:#0a0} h1{color:var(--md-primary-color)}", "#0a0"),
    ("codespan { color: #ab1942 } h1 { color: #ab1942 }", "#ab1942"),
]


@pytest.mark.parametrize(("css", "accent"), ACCENTS)
def test_the_accent_becomes_an_option(css, accent):
    """
    A variable that says so, or the colour that is named most often.
    """
    _, files = imported(css)
    assert f'accent = "{accent}"' in files.toml
    assert f"{accent};" not in css_of(css)


def test_author_and_licence_are_noted():
    """
    As the head of the stylesheet has them, or that it does not say.
    """
    said = "/* 青石  @author 山下\n * License: MIT */\n#nice p { margin: 0 }"
    assert 'author = "山下"\nlicence = "MIT"\n' in imported(said)[1].toml
    unsaid = imported("#nice p { margin: 0 }")[1].toml
    assert 'author = ""  # the stylesheet does not say' in unsaid


CODE = [
    ("#wenyan pre { background: #272822 }", "monokai"),
    ("#wenyan pre { background: #0d1117 }", "github-dark"),
    ("#wenyan pre code { background: #282c34 }", "mdwx-dark"),
    ("#wenyan pre { background: #f6f8fa }", "mdwx-light"),
    ("#wenyan p { margin: 0 }", "mdwx-light"),
]


@pytest.mark.parametrize(("css", "code_style"), CODE)
def test_the_ground_of_code_chooses_its_colours(css, code_style):
    """
    The nearest of the styles that can be read by day and at night.
    """
    _, files = imported(css + "\n#wenyan h1 { color: red }")
    assert f'code_styles = ["{code_style}"' in files.toml


def test_comments_stay_with_their_rules():
    """
    And go with a rule that could not come along.
    """
    css = (
        "/* head */\n/* 段落 */\n#nice p { margin: 0 }\n/* 没了 */\n#nice .x { top: 0 }"
    )
    written = css_of(css)
    assert "/* 段落 */\np { margin: 0; }" in written
    assert "没了" not in written


OBJECTS = [
    '{"block": {"h1": {"color": "red"}}}',
    "export default {\n  inline: {\n    strong: { 'color': 'red', },\n  },\n}",
    "const x = { BASE_THEME: {}, block: { h1: { color: `red` } } }",
]


@pytest.mark.parametrize("text", OBJECTS)
def test_the_oldest_themes_of_doocs_are_objects(text):
    """
    As JSON, or as they stood in JavaScript.
    """
    made, _ = imported(text)
    assert made.family.name == "doocs/md"
    assert [kept.value for rule in made.rules for kept in rule.declarations] == ["red"]


def test_an_object_keeps_its_lines():
    """
    What is found in it is found where its author wrote it.
    """
    text = '{"block": {\n  "h1": {\n    "font-family": "Arial",\n    "top": "0"}}}'
    with pytest.raises(SourceError) as caught:
        imported(text)
    assert str(caught.value.where) == "mine.css:3:6"


NOTHING = [
    "",
    "   \n",
    "/* nothing */",
    "body { color: red",
    "$main: red;",
    "hello world",
    "div { color: red }",
    "#nice .x { color: red }",
    "#nice p { position: fixed }",
    "{}",
    "@import 'a.css';",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_such_stylesheet_is_an_error(text):
    """
    Nothing is written where nothing came along.
    """
    with pytest.raises(SourceError) as caught:
        imported(text)
    assert caught.value.hint.zh


@pytest.mark.parametrize("name", [*(it.file for it in FAMILIES), "end"])
def test_what_a_tool_gives_every_article_is_good_css(name):
    """
    The bases beside the importer have nothing to complain about.
    """
    options = ":root { --accent: #c00; --size: 16px; --text: #333; --ground: #f7f7f7 }"
    css = options + base_css(name)
    assert check_css(css, path=PurePosixPath(f"{name}.css")) == []


HOSTILE = {
    "missing.css": (None, 3, "cannot be read"),
    "folder.css": ("folder", 3, "cannot be read"),
    "pipe.css": ("pipe", 3, "cannot be read: not a regular file"),
    "large.css": (b"#nice p {}" * 120_000, 3, "cannot be read: File too large"),
    "binary.css": (bytes(range(256)) * 9, 3, "not UTF-8"),
    "utf16.css": ("#nice p { margin: 0 }".encode("utf-16"), 3, "not UTF-8"),
    "nul.css": (b"#nice p { margin: 0 }\0", 3, "not text"),
    "page.css": (b"<html>", 3, "this is a page"),
    "deep.css": (b"#nice p {" * 500, 3, "nested too deep"),
    "https://a.example/b.css": (None, 3, "this is an address"),
    "default.css": (b"#nice p { margin: 0 }", 2, "comes with mdwx"),
    "_x.css": (b"#nice p { margin: 0 }", 2, "cannot be called '_x'"),
    "taken.css": (b"#nice p { margin: 0 }", 2, "themes/taken is already there"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_explained_and_nothing_is_written(tmp_path, name):
    """
    Of any kind and size, wherever it lies.
    """
    content, code, said = HOSTILE[name]
    (tmp_path / "mdwx.toml").write_text("[site]\n")
    (tmp_path / "themes/taken").mkdir(parents=True)
    file = tmp_path / name
    if content == "folder":
        file.mkdir()
    elif content == "pipe":
        os.mkfifo(file)
    elif content is not None:
        file.write_bytes(content)
    result = run_mdwx("themes", "import", name, cwd=tmp_path)
    assert result.exit_code == code
    assert said in result.stderr
    assert [it.name for it in (tmp_path / "themes").iterdir()] == ["taken"]


def test_a_file_outside_the_site_and_behind_a_link_is_read(tmp_path):
    """
    It was named by the person who sits there.
    """
    site = tmp_path / "site"
    site.mkdir()
    (site / "mdwx.toml").write_text("[site]\n")
    (tmp_path / "a.css").write_text("#nice p { color: red }")
    (site / "b.css").symlink_to(tmp_path / "a.css")
    assert run_mdwx("themes", "import", "../a.css", cwd=site).exit_code == 0
    assert run_mdwx("themes", "import", "b.css", cwd=site).exit_code == 0
    assert {it.name for it in (site / "themes").iterdir()} == {"a", "b"}


def test_nothing_is_written_through_a_link(tmp_path):
    """
    A folder of themes that lies elsewhere stays as it is.
    """
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    site.mkdir()
    elsewhere.mkdir()
    (site / "mdwx.toml").write_text("[site]\n")
    (site / "themes").symlink_to(elsewhere)
    (site / "a.css").write_text("#nice p { color: red }")
    assert run_mdwx("themes", "import", "a.css", cwd=site).exit_code == 2
    assert list(elsewhere.iterdir()) == []


def test_the_theme_may_be_given_a_name(tmp_path):
    """
    The name of its file is what it is called otherwise.
    """
    (tmp_path / "mdwx.toml").write_text("[site]\n")
    (tmp_path / "default.css").write_text("#nice p { color: red }")
    args = ("themes", "import", "default.css", "--name", "橙", "--json")
    result = run_mdwx(*args, cwd=tmp_path)
    assert result.json["path"] == "themes/橙"
    assert result.json["family"] == "mdnice"
    assert read_theme("橙", site_root=tmp_path).title.zh == "橙"


def test_name_is_for_import_alone(tmp_path):
    """
    No other action gives a name.
    """
    (tmp_path / "mdwx.toml").write_text("[site]\n")
    assert run_mdwx("themes", "list", "--name", "x", cwd=tmp_path).exit_code == 2


WHOLE = [file.read_text("utf-8") for file in FILES]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.integers(0, 4000),
    st.integers(0, 60),
    st.text(alphabet="{}();:,.#'\"/*@!\\ \nabc0%", max_size=12),
)
def test_a_broken_stylesheet_becomes_a_theme_or_a_sentence(text, at, gone, more):
    """
    Cut anywhere, with anything in its place: never a theme that cannot be read.
    """
    broken = text[:at] + more + text[at + gone :]
    try:
        _, files = imported(broken)
    except SourceError:
        return
    found = check_css(files.css, path=PurePosixPath("theme.css"))
    assert not {"R042", "C101", "C102", "C103", "C107"} & {it.code for it in found}
    assert style.themes.about_theme(files.toml, PurePosixPath("theme.toml"))


def test_fixtures_are_as_long_as_people_write_them():
    """
    Two of each tool at least, none a toy.
    """
    by_family = [FAMILY[file.stem] for file in FILES]
    assert all(by_family.count(name) >= 2 for name in set(by_family))
    lengths = [len(Path(it).read_text("utf-8").splitlines()) for it in FILES]
    assert sum(length >= 80 for length in lengths) >= 6

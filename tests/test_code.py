"""Blocks of code: what is copied is what was written, whatever was asked."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

import pytest
from building import bare, built, codes, content, rewritten
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import html

from mdwx.config import Markdown
from mdwx.markdown.fences import Mark, read_fence
from mdwx.model import PostType
from mdwx.sandbox.rewrite import rewrite
from mdwx.style import code as highlighting
from mdwx.style.languages import display_name, known_lexer
from mdwx.transforms.diagrams import LANGUAGES

ASKED = (
    "",
    "python",
    "js {1,3-5}",
    "c title=a.c showLineNumbers label dots",
    "diff",
    "diff-python linenos",
    "text wrap",
    "ts wrap {2} linenos=7",
    'html {linenos=true,hl_lines=[2,"4-6"]}',
    "nosuchlanguage ins={1} del={2}",
)
quick = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
line = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc",), exclude_characters="\ufffe\uffff"
    )
    | st.sampled_from(" \t \t+-#<>&\"'{}/*"),
    max_size=30,
)
codes_written = st.lists(line, min_size=1, max_size=8).map("\n".join)


def fenced(code, info=""):
    """A post of one block of code, whose fence nothing in it can close."""
    fence = "~" * (max([2, *map(len, re.findall("~+", code))]) + 1)
    return f"{fence}{info}\n{code}\n{fence}\n"


def copied(markup):
    """What a reader copies: the words that can be selected, line by line."""
    root = html.fragment_fromstring(markup)
    lines = [
        text_of(box)
        for box in root.iter("section")
        if box.find("section") is None and not is_silent(box)
    ]
    return "\n".join(lines).replace("\xa0", " ")


def is_silent(box):
    """Whether a finger that selects passes over a box."""
    family = [box, *box.iterancestors()]
    return any("user-select:none" in it.get("style", "") for it in family)


def text_of(box):
    """The words of one box; a break at its end shows nothing."""
    for line_break in box.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return box.text_content().removesuffix("\n")


def written(code):
    """The code with what stands for what cannot be sent."""
    return "\n".join(map(without_tabs, code.split("\n"))).replace("\xa0", " ")


def without_tabs(text):
    """A line with its tabs as the spaces to the next of every four columns."""
    out, column = "", 0
    for character in text:
        is_tab = character == "\t"
        width = 4 - column % 4 if is_tab else columns(character)
        out += " " * width if is_tab else character
        column += width
    return out


def columns(character):
    """How wide a character is in a terminal."""
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


@quick
@given(codes_written, st.sampled_from(ASKED))
def test_any_code_survives(code, info):
    """
    What is copied out of the stored article is what was written.
    """
    stored = rewrite(content(built(fenced(code, info))))
    assert stored.losses == ()
    if code:
        assert copied(stored.content) == written(code)


DRAWN = {*LANGUAGES, "math"}


@quick
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=60)
)
def test_any_info_is_read(info):
    """
    No words behind the fence stop a build or touch the code, unless it is drawn.
    """
    assume(read_fence(info).language.lower() not in DRAWN)
    assert copied(content(built(fenced("a  b\n\n\tc", f" {info}")))) == "a  b\n\n    c"


@pytest.mark.parametrize(
    ("info", "asked"),
    [
        ("", {}),
        ("js", {"language": "js"}),
        ("js {1,3-5}", {"language": "js", "lines": "1 3-5"}),
        ("js{1,3-5}", {"language": "js", "lines": "1 3-5"}),
        ("js {1, 3 - 5}", {"language": "js", "lines": "1 3-5"}),
        ("js {5-3}", {"language": "js", "lines": "3-5"}),
        ("{.js .numberLines}", {"language": "js", "numbers": True}),
        ('{.js .numberLines startFrom="10"}', {"numbers": True, "first_number": 10}),
        ("{#listing .haskell}", {"language": "haskell"}),
        ("{python}", {"language": "python"}),
        ("{{python}}", {"language": "python"}),
        ("{r, echo=FALSE}", {"language": "r"}),
        ('js title="a b.js"', {"language": "js", "title": "a b.js"}),
        ("js title=“甲 乙.js”", {"title": "甲 乙.js"}),
        ("js:a.js", {"language": "js", "title": "a.js"}),
        ("jsx:title=src/a.js", {"language": "jsx", "title": "src/a.js"}),
        ('js:"a b.js"', {"title": "a b.js"}),
        ("js filename=a.js", {"title": "a.js"}),
        ("js [config.js]", {"title": "config.js"}),
        ("js a.js https://x.example 原文", {"language": "js", "title": "a.js"}),
        (
            'go {linenos=true,hl_lines=[2,"4-6"],linenostart=199}',
            {"numbers": True, "lines": "2 4-6", "first_number": 199},
        ),
        ("go {linenos=false}", {"numbers": False}),
        ('py hl_lines="2 3" linenums="1"', {"lines": "2 3", "numbers": True}),
        ("ts:line-numbers {1}", {"language": "ts", "numbers": True, "lines": "1"}),
        ("ts:line-numbers=2", {"numbers": True, "first_number": 2}),
        ("ts:no-line-numbers", {"numbers": False}),
        ('jsx title="/a.js" showLineNumbers {1}', {"numbers": True, "title": "/a.js"}),
        ("jsx showLineNumbers {5}", {"numbers": True, "lines": "5"}),
        ("jsx showLineNumbers{5}", {"numbers": True, "first_number": 5}),
        ("jsx{numberLines: true}{1,3}", {"numbers": True, "lines": "1 3"}),
        ("js mark:1,3-5 first_line:5 line_number:false", {"lines": "1 3-5"}),
        ("js hl:1 ln:true", {"lines": "1", "numbers": True}),
        ("js wrap", {"wraps": True}),
        ("js nowrap", {"wraps": False}),
        ("js wrap=false", {"wraps": False}),
        ("wrap", {"language": "", "wraps": True}),
        ("js label nodots", {"label": True, "dots": False}),
        ("diff", {"is_diff": True, "language": ""}),
        ("diff-js", {"is_diff": True, "language": "js"}),
        ("diff_ruby", {"is_diff": True, "language": "ruby"}),
        ("js diff", {"is_diff": True, "language": "js"}),
        ("diff js:a.js", {"is_diff": True, "language": "js", "title": "a.js"}),
        ('diff lang="js"', {"is_diff": True, "language": "js"}),
        ("diff:a.patch", {"is_diff": True, "language": "", "title": "a.patch"}),
        ("{.diff .numberLines}", {"is_diff": True, "numbers": True}),
        ("c++ {1}", {"language": "c++", "lines": "1"}),
        ("c#", {"language": "c#"}),
        ("rust,ignore", {"language": "rust"}),
        ("objective-c", {"language": "objective-c"}),
    ],
)
def test_every_habit_is_read(info, asked):
    """
    What other tools write behind the fence means here what it means there.
    """
    fence = read_fence(info)
    marked = [it for it in fence.stretches if it.mark is Mark.MARKED]
    said = {name: getattr(fence, name) for name in asked if name != "lines"}
    if "lines" in asked:
        spans = (f"{it.first}-{it.last}".removesuffix(f"-{it.first}") for it in marked)
        said["lines"] = " ".join(spans)
    assert said == asked
    assert fence.unread == ()


@pytest.mark.parametrize(
    "info",
    [
        "js live noInline",
        'js mark="words" /regex/ frame="none" collapse={1-2}',
        "rust,no_run,should_panic",
        "{r setup, include=FALSE, fig.width=7}",
        "js // whatever",
        "sh $ ls",
        "js id=a class=b style=c",
        "js =  = == {} {,} [] \"' “",
        "js title",
        "md=1",
        "js https://example.com/a.js",
        "js v2",
    ],
)
def test_what_means_nothing_here_asks_nothing(info):
    """
    Words of other tools, and nonsense, set no title, number or note.
    """
    fence = read_fence(info)
    assert (fence.title, fence.numbers, fence.wraps, fence.unread) == (
        "",
        None,
        None,
        (),
    )


def test_a_misspelled_option_names_the_likely_one():
    """
    What was clearly meant for us is told, as a note.
    """
    assert read_fence("js titel=a").unread == (("titel", "title"),)
    assert codes(built("正文\n\n```js {1,a-5}\na\n```\n").findings).count("M075") == 1


@pytest.mark.parametrize(
    "hostile",
    ['a="', "“", "{", "a={", "[", "1-", "1,", "a ", "_", "a-", "{1", "\\", "titel "],
)
@pytest.mark.timeout(60)
def test_hostile_info_ends(hostile):
    """
    Nothing behind a fence costs more than its length.
    """
    read_fence("js " + hostile * 50_000)


@pytest.mark.parametrize(
    "hostile",
    [
        "//[!code ++]",
        " ",
        "[!code ",
        "// highlight-start\n",
        "// [!code hl:9999]\n",
        "\t",
        "+\n",
        "\n",
        "x\n",
        "字\t",
        "<",
    ],
)
@pytest.mark.parametrize("info", ["", "js linenos wrap", "diff-js linenos {1-99999}"])
@pytest.mark.timeout(20)
def test_hostile_code_ends(hostile, info):
    """
    Fifty thousand characters of anything are read in time.
    """
    text = hostile * (50_000 // len(hostile) // (10 if "\n" in hostile else 1))
    built(fenced(text, info))


@pytest.mark.parametrize("size", [1, 4999])
def test_many_lines_stay_lines(size):
    """
    A long block is as long as it was.
    """
    code = "\n".join(f"line {number}" for number in range(size))
    assert copied(content(built(fenced(code, "linenos")))) == code


def test_a_long_line_is_one_line():
    """
    Twenty thousand characters on a line are not cut.
    """
    assert copied(content(built(fenced("x" * 20_000, "js {1}")))) == "x" * 20_000


@pytest.mark.parametrize(
    "character",
    [
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\u0085",
        "\u202e",
        "👨‍👩‍👧",
        "مرحبا",
        "e\u0301",
    ],
)
@pytest.mark.parametrize("info", ["", "python", "js linenos wrap"])
def test_unseen_characters_stay_in_code(character, info):
    """
    What changes how code runs is not taken out of it.
    """
    code = f'{character}a = "{character}"'
    assert copied(content(built(fenced(code, info)))) == code


def test_control_characters_leave_with_a_note():
    """
    XML cannot hold the colours of a terminal.
    """
    article = built("文\n\n```\n\x1b[31mred\x1b[0m\n```\n")
    assert "[31mred[0m" in article.text
    assert codes(article.findings).count("M079") == 1


def test_inline_code_keeps_its_blanks():
    """
    Runs of spaces and tabs in a line last, and a space at its end.
    """
    assert ">a\xa0<" in content(built("字 `a ` 字"))
    assert "a\xa0\xa0b\xa0\xa0\xa0\xa0c d" in content(built("`a  b\tc d`"))


def test_an_authors_section_of_the_same_class_is_a_box_like_any():
    """
    The class of our boxes is no password.
    """
    assert copied(
        content(built('<section class="code"><pre>x  y</pre></section>'))
    ) == ("x  y")


@pytest.mark.parametrize("place", ["- {}", "> {}", "1. {}", "- - {}", "> - {}"])
def test_code_survives_inside_other_blocks(place):
    """
    A block in a list or a quote is laid out as anywhere.
    """
    head = place.format("")
    indent = re.sub(r"[^>]", " ", head)
    block = fenced("if  a:\n\n\tb", "py linenos {3}").splitlines()
    body = "\n".join([head + block[0], *(f"{indent}{line}" for line in block[1:])])
    assert copied(content(built(body))).endswith("if  a:\n\n    b")


def test_a_block_beats_the_site():
    """
    What a fence asks for goes before what the site file says.
    """
    site = Markdown(
        line_numbers=True, code_wrap=True, window_dots=True, code_label=True
    )
    body = "```js linenos=false nowrap nodots nolabel\na\n```\n"
    assert content(built(body, options=site)) == content(built("```js\na\n```\n"))


def test_the_site_speaks_where_a_block_is_silent():
    """
    The four switches reach every block, the author's own ``pre`` included.
    """
    site = Markdown(
        line_numbers=True, code_wrap=True, window_dots=True, code_label=True
    )
    for body in ("```js\na\n```\n", '<pre><code class="language-js">a</code></pre>'):
        sent = content(built(body, options=site))
        assert 'user-select:none">1</section>' in sent
        assert "white-space:nowrap" not in sent
        assert "<circle" in sent
        assert "JavaScript" in sent


@pytest.mark.parametrize(
    "language",
    [
        "vue",
        "jsx",
        "tsx",
        "wxml",
        "wxss",
        "wxs",
        "shell",
        "console",
        "C++",
        "c#",
        "objc",
        "golang",
        "yml",
        "docker",
        "cmd",
        "powershell",
        "jsonc",
        "json5",
        "toml",
        "svelte",
        "kotlin",
        "kt",
        "viml",
        "gradle",
        "patch",
        "ipython",
    ],
)
def test_names_people_use_are_known(language):
    """
    A language by any of its names is coloured.
    """
    assert known_lexer(language) is not None


@pytest.mark.parametrize("language", ["text", "plain", "none", "txt", "", "nosuch"])
def test_no_language_is_no_noise(language):
    """
    Plain text has no colours, and nothing is said about it.
    """
    assert known_lexer(language) is None
    article = built(f"文\n\n```{language}\na = 1\n```\n", title="题")
    assert article.findings == ()


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("js", "JavaScript"),
        ("C++", "C++"),
        ("wxml", "WXML"),
        ("vue", "Vue"),
        ("sh", "Shell"),
        ("text", ""),
        ("MyLang", "MyLang"),
        ("yml", "YAML"),
    ],
)
def test_a_label_is_what_readers_call_a_language(language, label):
    """
    A name, not the word behind the fence.
    """
    assert display_name(language) == label


@pytest.mark.parametrize("language", ["java", "csharp", "c", "md", "rst"])
@pytest.mark.timeout(60)
def test_more_lines_than_an_article_has_are_plain(language):
    """
    Some lexers take the square of the number of lines.
    """
    code = "a\n" * 10_000
    assert highlighting.colour(code, language=language, style="mdwx-light") == (
        (code, ""),
    )


def test_colours_never_change_a_character():
    """
    A lexer that drops a byte order mark gives plain text instead.
    """
    spans = highlighting.colour("\ufeffx = 1", language="python", style="mdwx-light")
    assert "".join(text for text, _ in spans) == "\ufeffx = 1"


def test_a_newspic_has_no_numbers_among_its_words():
    """
    Its text stands alone: a number there would be read as code.
    """
    page = rewritten("```js linenos label\na\n```\n", type=PostType.NEWSPIC)
    assert "code-head" not in bare(page.root)

"""Callouts, containers, outlines, shortcodes: what case pages cannot show."""

import pytest
from building import bare, built, codes, content, rewritten

from mdwx.config import Markdown
from mdwx.markdown import make_parser
from mdwx.markdown.kinds import KINDS
from mdwx.transforms.callouts import ICONS

LONG = 50_000
HOSTILE = {
    "quotes in quotes": "> " * 20_000 + "[!NOTE]\n> a",
    "callouts in callouts": "\n".join("> " * n + "[!tip]" for n in range(1, 300)),
    "containers that never end": "::: tip\n" * (LONG // 8),
    "ends that end nothing": ":::\n" * (LONG // 4),
    "containers in containers": "::: tip\n" * 3000 + ":::\n" * 3000,
    "ends longer than every beginning": "::: tip\n" * 3000 + "::::\n" * 3000,
    "containers at every depth": "".join(
        " " * (n % 50) + "::: tip\n" for n in range(2000)
    ),
    "colons": ":" * LONG,
    "braces behind a name": "::: tip " + "{" * LONG,
    "blanks in a title": "::: tip a" + " " * LONG + "x",
    "colons in a title": "::: tip a" + ":" * LONG + "x",
    "words in two brackets": "[[" + "a" * LONG,
    "a kind without end": "> [!" + "a " * (LONG // 2),
    "an outline of thousands": "[TOC]\n\n" + "## a\n" * 5000,
    "thousands of outlines": "[TOC]\n\n" * 3000 + "## a\n" * 3000,
    "shortcodes that never end": "{%" * (LONG // 2),
    "shortcodes half open": "{{< a " * (LONG // 6),
    "pairs that never close": "{% note %}\n" * 4000,
    "one end for thousands": "{% note %}\n" * 4000 + "{% endnote %}\n",
    "quotation marks in a shortcode": "{{< a " + '"' * 900 + " >}}",
    "shortcodes in HTML's code": "<code>{% x %} " * 3000,
    "links to posts half open": '[a]({{< ref "' * 4000,
    "excerpts that end everywhere": "<!--more-->x\n" * 3000,
    "page breaks half open": '<div style="' + "a" * LONG,
    "definitions in definitions": "a\n" + ": " * 20_000,
    "formulas that never end": "$$ a " * 3000,
    "brackets": "[[" * (LONG // 2),
    "pictures that are none": "![](" * (LONG // 4),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_ends(name):
    """
    Nothing takes the square of its length.
    """
    rewritten(HOSTILE[name])


@pytest.mark.parametrize(
    "source",
    [
        "> " * 40 + "深",
        "- " * 40 + "深",
        "> [!tip]\n" + "".join("> " * n + "[!tip]\n" for n in range(2, 40)) + "深",
        "::: tip\n" * 40 + "深\n" + ":::\n" * 40,
        "{% note %}\n" * 40 + "深\n" + "{% endnote %}\n" * 40,
        "> - " * 20 + "深\n" + "> - " * 20 + "深",
    ],
)
def test_no_word_is_lost_in_the_depth(source):
    """
    What is nested deeper than the parser reads stays as words.
    """
    assert "深" in built(source).text


def test_every_kind_has_its_icon():
    """
    No callout has an empty place in its title, and no icon is left over.
    """
    assert {kind.name for kind in KINDS.values()} == set(ICONS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_name_means_the_same_in_each_syntax(name):
    """
    A quote and a container of one name are one structure.
    """
    quote = rewritten(f"> [!{name.upper()}] 标题\n> 一\n")
    container = rewritten(f"::: {name} 标题\n一\n:::\n")
    assert bare(quote.root) == bare(container.root)


def test_an_icon_is_sent_as_a_drawing_without_a_name():
    """
    No id, class or attribute for a size: WeChat strips the first and ignores it.
    """
    sent = content(built("> [!tip]\n> 一\n\n二\n"))
    drawing = sent[sent.index("<svg") : sent.index("</svg>")]
    assert 'stroke="currentColor"' in drawing
    assert not {" id=", " class=", " width=", " height="} & set(
        part for part in (" id=", " class=", " width=", " height=") if part in drawing
    )


def test_a_finding_leaves_no_trace_between_two_words():
    """
    Lines join over a shortcode that has left, as if it had never been.
    """
    assert "一二" in built("一{{< x >}}\n二\n").text


def test_a_finding_knows_its_line():
    """
    Lines count from the first of the file, in quotes and behind breaks too.
    """
    found = built("一\n二 {{< x >}}\n\n> 三\n> 四 ![[a]](b\n> ::: tip\n> 五\n").findings
    lines = {it.code: it.where.line for it in found if it.code.startswith("M06")}
    assert lines == {"M066": 2, "M063": 6}


def test_a_container_ends_with_its_parent():
    """
    An end outside the quote does not reach into it.
    """
    article = built("> ::: tip\n> 一\n\n:::\n\n二\n")
    assert {"M063", "M013"} <= set(codes(article.findings))


def test_switches_leave_the_source_to_others():
    """
    Without callouts a quote is a quote to the parser.
    """
    parser = make_parser(Markdown(callouts=False, containers=False, toc=False))
    types = [token.type for token in parser.parse("> [!NOTE]\n\n::: a\n\n[TOC]\n")]
    assert "box_open" not in types
    assert "outline" not in types


def test_building_twice_is_building_once():
    """
    Nothing of one post is remembered in the next.
    """
    source = "::: tip\n::: tip\n:::\n{% note %}\n一\n{% endnote %}\n[TOC]\n\n## 二\n"
    first, second = built(source), built(source)
    assert content(first) == content(second)
    assert first.findings == second.findings

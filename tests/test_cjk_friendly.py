"""Emphasis beside wide characters, held against the specification's own program.

``fixtures/cjk_friendly.txt`` holds 4500 seeded lines, ``cjk_examples.json`` the
examples of the specification's packages and their kin, both as markdown-it 15.0.3
reads them with markdown-it-cjk-friendly 3.0.0 and markdown-it-mark 4.0.0. In a
line, each mark that became a tag is the letter of ``TAGS``; so the source of the
line is known from it, too.
"""

import json
import random
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from mdwx.config import Markdown
from mdwx.markdown import cjk_friendly, highlights, make_parser

FIXTURES = Path(__file__).parent / "fixtures"
LINES = (FIXTURES / "cjk_friendly.txt").read_text(encoding="utf-8").split("\n")[:-1]
EXAMPLES = json.loads((FIXTURES / "cjk_examples.json").read_text(encoding="utf-8"))

TAGS = {
    "A": ("em_open", "*"),
    "B": ("em_close", "*"),
    "C": ("strong_open", "**"),
    "D": ("strong_close", "**"),
    "E": ("em_open", "_"),
    "F": ("em_close", "_"),
    "G": ("strong_open", "__"),
    "H": ("strong_close", "__"),
    "I": ("s_open", "~~"),
    "J": ("s_close", "~~"),
    "K": ("mark_open", "=="),
    "L": ("mark_close", "=="),
}
LETTERS = {tag: letter for letter, tag in TAGS.items()}

NARROW = [*"ab1éжαא.,“”«…—€§°!+() \t\u00a0\u2009\u0301\n", "😀", "☀\ufe0f", "&amp;"]
MARKS = ["*", "**", "***", "****", "_", "__", "___", "~~", "~~~", "\\", "`", "[a]("]

HOSTILE = {
    "stars": "**" * 50_000,
    "equals": "=" * 50_000,
    "open": "**“" * 25_000,
    "close": "”**中" * 25_000,
    "both": "中**" * 25_000,
    "marks": "==中" * 25_000,
    "mixed": "**中_~~，==“*" * 5_000,
    "selectors": "\ufe00**" * 25_000,
    "links": "[**“" * 10_000,
}


def friendly_parser():
    """A parser of CommonMark, strikethrough and marks that is friendly."""
    parser = MarkdownIt("commonmark").enable("strikethrough")
    highlights.extend(parser)
    cjk_friendly.extend(parser)
    return parser


def read(parser, source):
    """A line as the fixture has it."""
    tokens = parser.parseInline(source)[0].children
    return "".join(
        token.content if token.type == "text" else LETTERS[token.type, token.markup]
        for token in tokens
    )


def written(line):
    """The source of a line of the fixture."""
    return "".join(TAGS.get(sign, (None, sign))[1] for sign in line)


def test_it_reads_as_the_original_does():
    """
    Marks among wide, narrow and odd characters are read alike, line for line.
    """
    parser = friendly_parser()
    wrong = [line for line in LINES if read(parser, written(line)) != line]
    assert len(LINES) == 4500
    assert wrong == []


@pytest.mark.parametrize(("source", "expected"), EXAMPLES)
def test_examples_of_the_specification(source, expected):
    """
    Each example comes out as the original has it, links and code included.
    """
    parser = MarkdownIt("commonmark").enable("strikethrough")
    cjk_friendly.extend(parser)
    assert parser.renderInline(source) == expected


def test_text_without_wide_characters_is_commonmark():
    """
    Where nothing is CJK the tokens are those of markdown-it-py itself.
    """
    plain = MarkdownIt("commonmark").enable("strikethrough")
    friendly = MarkdownIt("commonmark").enable("strikethrough")
    cjk_friendly.extend(friendly)
    dice = random.Random(7)
    for _ in range(5000):
        pieces = [dice.choice(dice.choice((MARKS, NARROW))) for _ in range(12)]
        source = "".join(pieces)
        assert friendly.parse(source) == plain.parse(source), source


@pytest.mark.parametrize("source", ["**“重点”**后面", "~~删除，~~文字", "==标记。==好"])
def test_the_switch_turns_it_off(source):
    """
    Without it, marks beside Chinese punctuation are what CommonMark says: text.
    """
    on = make_parser(Markdown()).renderInline(source)
    off = make_parser(Markdown(cjk_emphasis=False)).renderInline(source)
    assert (off, on != source) == (source, True)


def test_extending_twice_is_extending_once():
    """
    A parser that is friendly already stays as it is.
    """
    twice = friendly_parser()
    cjk_friendly.extend(twice)
    assert twice.renderInline("**“a”**中") == friendly_parser().renderInline(
        "**“a”**中"
    )


def test_a_rule_switched_on_later_is_friendly():
    """
    The order of ``extend`` and ``enable`` makes no difference.
    """
    parser = MarkdownIt("commonmark")
    cjk_friendly.extend(parser)
    parser.enable("strikethrough")
    assert parser.renderInline("~~删除，~~文字") == "<s>删除，</s>文字"


def test_no_other_parser_is_touched():
    """
    One parser changes, not the classes of markdown-it-py.
    """
    scan = StateInline.scanDelims
    friendly_parser()
    assert StateInline.scanDelims is scan
    plain = MarkdownIt("commonmark")
    assert plain.renderInline("**“重点”**后面") == "**“重点”**后面"


def test_only_named_marks_are_friendly():
    """
    Whoever publishes it alone chooses its rules; unknown names are passed by.
    """
    parser = MarkdownIt("commonmark").enable("strikethrough")
    cjk_friendly.extend(parser, marks=("strikethrough", "nothing"))
    assert parser.renderInline("**“a”**中") == "**“a”**中"
    assert parser.renderInline("~~“a”~~中") == "<s>“a”</s>中"


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        *((it, True) for it in "中あア한ｱ，。（￥〒㊙𠮷𰻞₩ㄅ〰"),
        *((it, False) for it in "a1é“”‘—…·×★①😀⚡⭐☀♪ж€ "),
    ],
)
def test_what_is_cjk(character, expected):
    """
    Wide, full-width and half-width characters and Hangul; emoji and shared
    punctuation are not.
    """
    assert cjk_friendly.is_cjk(ord(character)) is expected


@pytest.mark.timeout(20)
@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_marks_end(source):
    """
    Any number of marks is read in time that grows as the text does.
    """
    assert make_parser(Markdown()).render(source)

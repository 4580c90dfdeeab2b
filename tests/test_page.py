"""The page: lines, parts around an article, pictures, the finished article."""

import pytest
from building import all_readable, built, codes, content, picture, post
from lxml import html

from mdwx import markdown, page
from mdwx.config import Markdown
from mdwx.errors import SourceError
from mdwx.model import PostType, Severity, Span, Text
from mdwx.page.reading import measure_text, read_text


def lines(article):
    """Code and line of each finding."""
    return [(it.code, it.where.line) for it in article.findings if it.where]


def test_findings_name_the_line_of_the_file():
    """
    Lines count from the top of the file, front matter included.
    """
    body = "a\n\nb\nc <x onclick='1'>\n\n<div>\n\n<p>\n<script>x</script>\n</div>\n"
    article = built(body, body_line=11)
    assert ("M001", 19) in lines(article)


def test_a_tag_in_a_wrapped_paragraph_names_its_own_line():
    """
    Joined and soft line breaks still count.
    """
    article = built("中文\n中文\nword <span onclick='x'>y</span>\n")
    assert ("M102", 3) in lines(article)


def test_each_picture_is_asked_for_once_with_its_place():
    """
    Two uses of one picture are one reference, in order of appearance.
    """
    asked = []

    def prepare(refs):
        asked.extend(refs)
        return all_readable(refs)

    built("![一](a.png)\n\n字\n\n![二](b.png) ![三](a.png)\n", prepare=prepare)
    assert [(it.src, it.alt, it.where.line) for it in asked] == [
        ("a.png", "一", 1),
        ("b.png", "二", 5),
    ]


def test_a_picture_that_cannot_be_read_is_an_error_at_its_place():
    """
    The article carries the error, so it is never sent.
    """
    problem = Text(zh="没有这张图", en="no such picture")

    def prepare(refs):
        return {ref.src: SourceError(problem) for ref in refs}

    article = built("a\n\n![图](a.png)\n", prepare=prepare)
    found = [it for it in article.findings if it.code == "R020"]
    assert [(it.severity, it.message, it.where.line) for it in found] == [
        (Severity.ERROR, problem, 3)
    ]
    assert article.pictures == {}


def test_a_picture_nobody_prepared_is_an_error():
    """
    An empty address is told as such.
    """
    article = built("![图]()\n", prepare=lambda refs: {})
    assert "R020" in codes(article.findings)


def test_addresses_go_into_the_tree():
    """
    An address is a value of an attribute, whatever characters it holds.
    """
    article = built("![图](a.png) a.png\n")
    hostile = 'https://mmbiz.qpic.cn/x?a="><script>&b=1'
    sent = article.content({"a.png": hostile})
    assert html.fragment_fromstring(sent).xpath("//script") == []
    assert sent.count("a.png") == 1


def test_a_missing_address_is_refused():
    """
    A picture is never left pointing outside WeChat.
    """
    with pytest.raises(KeyError):
        built("![图](a.png)\n").content({})


def test_parts_stand_round_the_text_and_below_its_lists():
    """
    The site's last words come after notes and addresses.
    """
    article = built(
        "文[^1] [链](https://a.example)\n\n[^1]: 注\n",
        look={"before": post("关注我们\n"), "after": post("再见\n")},
    )
    assert article.text.split("\n") == [
        "关注我们",
        "文[注1] 链[1]",
        "注释",
        "[注1] 注",
        "参考链接",
        "[1] 链：https://a.example",
        "再见",
    ]


def test_a_part_keeps_its_own_path_and_its_heading():
    """
    A finding in a part names the part's file; its heading is no title.
    """
    part = post("# 大标题\n\n<span onclick='x'>y</span>\n\n[x](y.md)\n")
    part = type(part)(type(part.path)("_after.md"), "after", part.body)
    article = built("# 题\n\n文\n", look={"after": part})
    assert article.title == "题"
    assert "大标题" in article.text
    found = {it.code: it.where for it in article.findings}
    assert found["L021"] == Span(part.path, 5)
    assert found["M102"] == Span(part.path, 3)


def test_a_newspic_is_plain_text_and_pictures_in_order():
    """
    Paragraphs are lines; addresses and list markers stay as text.
    """
    article = built(
        "# 题\n\n一 ![图](a.png)\n\n- 二\n- [三](https://a.example)\n\n"
        "1. 四\n\n![图](b.png)\n",
        type=PostType.NEWSPIC,
    )
    assert article.text == "一\n• 二\n• 三（https://a.example）\n1. 四"
    assert [ref.src for ref in article.images] == ["a.png", "b.png"]


def test_a_newspic_takes_the_pictures_of_its_front_matter():
    """
    ``images`` stands instead of the pictures of the body.
    """
    article = built(
        "文 ![图](a.png)\n",
        type=PostType.NEWSPIC,
        images=("b.png", "c.png"),
        key_lines=(("images", 3),),
    )
    assert [(ref.src, ref.where.line) for ref in article.images] == [
        ("b.png", 3),
        ("c.png", 3),
    ]


def test_the_size_counts_what_is_sent():
    """
    Bytes and characters are those of the markup, words those a reader sees.
    """
    article = built("中 文\n")
    assert article.size.html_chars == len(content(article))
    assert article.size.html_bytes == len(content(article).encode())
    assert article.size.text_chars == 2


def test_text_is_what_a_reader_sees():
    """
    Blocks are lines, cells stand apart, nbsp is a space.
    """
    article = built("a<br>b\n\n| c | d |\n|---|---|\n| e | f |\n\n```\ng  h\n```\n")
    assert read_text(article.root) == "a\nb\nc  d\ne  f\ng  h"
    assert measure_text("a b\nc") == 3


def test_growing_needs_no_look():
    """
    The bare tree is there for whoever wants to see it.
    """
    grown = page.grow(markdown.parse(post("a *b*\n"), Markdown()))
    assert "<p" in page.markup(grown.root)
    assert page.images(grown) == ()


def test_a_wide_picture_keeps_its_width():
    """
    Only widths that split phone and desktop are written as the whole column.
    """
    article = built(
        "![图](a.png)\n",
        prepare=lambda refs: {it.src: picture(width=1080) for it in refs},
    )
    (image,) = article.root.iter("img")
    assert "width:100%" not in image.get("style").replace("max-width:100%", "")
    assert image.get("data-w") == "1080"

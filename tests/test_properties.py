"""What holds for every post, whatever stands in it."""

import os
import re
from copy import deepcopy
from pathlib import Path

import pytest
from building import bare, built, codes, content, default_theme, rewritten
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from wording import our_words, rendered_words, visible
from writing import writings

from mdwx import style, transforms
from mdwx.config import Markdown
from mdwx.page.elements import BLOCKS, INLINES
from mdwx.page.styles import declarations, read_style
from mdwx.sandbox.rewrite import rewrite
from mdwx.style.textblocks import INHERITED, is_text_block

HOSTILE = (
    '"><script>alert(1)</script>',
    "'\"`--><svg/onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "</section></section><section style=position:fixed>",
    "<style>*{display:none}</style>",
    "<!-- <b> --> ]]> <![CDATA[ x",
    "&lt;script&gt;&#0;&#x1;&amp;amp;",
    "\u0000\u0001\u200b\ufeff\u202e",
    "[x](javascript:alert(1)) <a href='java\nscript:x'>y</a>",
    '![a"onerror="x](b.png"onerror="y "t\'><b>")',
    "<b><i></b></i></p></li></td></table>",
    "<table><td><div><p>x<table>",
    '```"><b>\n</code></pre><script>\n```',
    "List<String> <T> <x-y>z</x-y> <a b=c>",
)
PIECES = (
    "# 标题\n\n",
    "正文，有 **粗体** 和 `代码` 与 English 混排。\n换一行\n\n",
    "- 一\n- 二\n  - 三\n\n",
    "3. 三\n4. 四\n\n",
    "- [x] 好\n- [ ] 不好\n\n",
    "- 松\n\n- 散\n\n",
    "> 引用\n> - 列表\n\n",
    "| a | b |\n|---|:-:|\n| 1 | **2** |\n\n",
    "```python\ndef f(x):\n\treturn  x\n\n```\n\n",
    "![图](a.png '题注')\n\n",
    "[链接](https://a.example/路) <https://b.example> [站](https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv)\n\n",
    "脚注[^1]再来[^1]\n\n[^1]: 注\n\n    第二段\n\n",
    "<details><summary>开</summary>\n\n里面\n\n</details>\n\n",
    "<div align=center><p>中<b>间</b></div>\n\n",
    "<video src='https://v.example/a.mp4'></video>\n\n",
    "<dl><dt>词<dd>义</dl>\n\n",
    "---\n\n",
    "<b>没关\n\n",
    "> [!tip]- 标题 **粗**\n> 一\n> > [!x]\n\n",
    "> [!note]\n> - 一\n>\n>   ::: tip\n\n",
    "::: warning 标题\n- 一\n\n",
    ":::\n\n",
    "[TOC]\n\n",
    "词\n: 义\n: 义二\n\n    段\n\n",
    "{% note %}\n一 {{< x >}} {% img a.png 说明 %}\n\n",
    "{% endnote %}\n\n",
    "::: spacer 9\n\n\\newpage\n\n<!--more-->二\n\n",
    "::: right\n> ::: center\n> 三\n\n",
)

PLAIN = (
    "## 小标题 Title\n\n",
    "**粗体Bold**和*斜体*、~~删除~~、`代码 code`，\n换行 *a*b。\n\n",
    "> 引用 *x*\n>\n> > 再引\n\n",
    "| 甲 | b |\n|---|:-:|\n| 1 | **2** |\n\n",
    "```python\nif x  <  1:\n\tpass\n```\n\n",
    "    缩进  的代码 & <b>\n\n",
    "硬换行\\\n下一行\n\n",
)


def paragraph(text):
    """Words that start no block and hold no tag, address or entity."""
    return "字" + re.sub(r"[<>&#\[\]()!`|\\\x00-\x1f\x7f-\x9f]", "", text) + "\n\n"


BETWEEN_BLOCKS = re.compile(r"</(?:section|p|ul|ol|li|table|tr|h\d)>[ \t\n]+<")
words = st.text(st.characters(codec="utf-8"), max_size=30)
posts = st.lists(
    st.sampled_from(PIECES)
    | st.sampled_from(HOSTILE)
    | words.map(lambda it: it + "\n\n"),
    max_size=12,
).map("".join)
everything = posts | writings().map(lambda it: it[0])
FRONT = re.compile(r"\A(---|\+\+\+)\n.*?\n\1\n", re.DOTALL)
HERE = Path(__file__).parent
REAL = sorted(
    [
        *(HERE.parent / "content").glob("*.md"),
        *(HERE / "articles").glob("*.md"),
        *(HERE / "golden").glob("*/*.md"),
    ]
)
real = pytest.mark.parametrize("file", REAL, ids=lambda it: "/".join(it.parts[-2:]))


def body_of(file):
    """What stands below the front matter."""
    return FRONT.sub("", file.read_text("utf-8"))


quick = settings(
    max_examples=1000 if os.environ.get("MDWX_TEST_WHOLE") else 60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


@quick
@given(everything)
def test_building_twice_gives_the_same_bytes(body):
    """
    Nothing of one build is left for the next.
    """
    assert content(built(body)) == content(built(body))


@quick
@given(everything)
def test_rewriting_twice_is_rewriting_once(body):
    """
    A page whose content was rewritten has nothing left to rewrite.
    """
    page = rewritten(body)
    once = bare(page.root)
    transforms.rewrite(page, Markdown())
    assert bare(page.root) == once


@quick
@given(everything)
def test_reshaping_twice_is_reshaping_once(body):
    """
    A page in the forms of WeChat keeps its form.
    """
    page = rewritten(body)
    style.apply(page.root, css=default_theme().css)
    page.code_style = default_theme().code_style
    transforms.reshape(page)
    once = bare(page.root)
    transforms.reshape(page)
    assert bare(page.root) == once


@quick
@given(everything)
def test_nothing_breaks_out(body):
    """
    No text of an author becomes a script, a handler, an id or a frame.
    """
    root = html.fragment_fromstring(content(built(body)))
    for element in root.iter():
        assert isinstance(element.tag, str)
        assert element.tag not in {"script", "style", "iframe", "object", "form"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"id", "class"}
            assert "javascript:" not in value.lower() or name == "alt"


@quick
@given(everything)
def test_a_parser_reads_the_tree_we_wrote(body):
    """
    What we send is read back as the tree we meant: no tag implies another.
    """
    article = built(body)
    sent = content(article)
    read = html.tostring(html.fragment_fromstring(sent), encoding="unicode")
    assert html.fragment_fromstring(read).xpath("count(.//*)") == article.root.xpath(
        "count(.//*)"
    )


@quick
@given(everything)
def test_the_server_takes_nothing_away(body):
    """
    What we send meets only those rules of the server that lose nothing.
    """
    stored = rewrite(content(built(body)))
    assert stored.losses == ()


@quick
@given(everything)
def test_no_block_stands_in_a_line(body):
    """
    Blocks are never inside inline elements or paragraphs.
    """
    for element in built(body).root.iter():
        if element.tag in INLINES | {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
            assert not [it.tag for it in element if it.tag in BLOCKS]


@quick
@given(everything)
def test_no_white_space_stands_between_blocks(body):
    """
    The editor would make an empty paragraph of it.
    """
    assert not BETWEEN_BLOCKS.search(content(built(body)))


@quick
@given(posts)
def test_every_word_arrives_or_is_reported(body):
    """
    Marks that carry the author's words are never dropped in silence.
    """
    article = built(f"{body}\n\n守望者\n")
    assert "守望者" in article.text or "M001" in codes(article.findings)


@quick
@given(st.lists(st.sampled_from(PLAIN) | words.map(paragraph), max_size=8))
def test_a_reader_sees_the_words_the_parser_saw(pieces):
    """
    White space and invisible characters aside, no word is changed or lost.
    """
    body = "".join(pieces)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    rendered = html.fromstring(f"<div>{parser.render(body)}</div>").text_content()
    assert visible(built(body).text) == visible(rendered)


@quick
@given(writings())
def test_a_reader_finds_every_word_and_no_secret(writing):
    """
    Whatever constructs are put into one another, no word is lost, and what an
    author hid stays hidden.
    """
    body, words = writing
    seen = visible(built(body).text)
    assert [word for word in words if word not in seen] == []
    assert "藏" not in seen


@quick
@given(writings())
def test_words_are_those_of_the_parser_but_for_one_table(writing):
    """
    What is added and what is taken away stands in ``wording.toml``.
    """
    body, _ = writing
    assert our_words(body) == rendered_words(body)


@quick
@given(everything)
def test_every_finding_of_ours_was_put_right(body):
    """
    Nothing is left that the last look at an article would find.
    """
    assert "M090" not in codes(built(body).findings)


@quick
@given(everything)
def test_nothing_is_important_or_placed(body):
    """
    Neither ``!important`` nor what WeChat's editor takes out of a style.
    """
    for element in built(body).root.iter("*"):
        for said in declarations(element.get("style", "")):
            assert not said.is_important
            assert said.name not in {"position", "z-index", "inset", "top", "left"}


@quick
@given(everything)
def test_each_block_of_text_says_what_it_would_inherit(body):
    """
    The editor rebuilds the tree: size, line height, colour and margins stand on the
    block itself, spacing and alignment where the theme says them. Lines of code, and
    the one box of a list's item, have theirs from the box around them.
    """
    said_by_the_root = set(INHERITED) - {"letter-spacing", "text-align"}
    for element in built(body).root.iter("section", "p", "h1", "h2", "h3", "h4"):
        if is_text_block(element) and not is_line_of_code(element):
            style = read_style(element)
            assert said_by_the_root <= set(style)
            is_item = element.getparent().tag == "li"
            assert is_item or [name for name in style if name.startswith("margin")]


def is_line_of_code(element):
    """Whether it stands in a box of code."""
    boxes = (read_style(box) for box in element.iterancestors("section"))
    return any("monospace" in style.get("font-family", "") for style in boxes)


@real
def test_real_posts_keep_their_form(file):
    """
    What holds for made-up posts holds for what people wrote.
    """
    body = body_of(file)
    article = built(body)
    sent = content(article)
    assert content(built(body)) == sent
    assert rewrite(sent).losses == ()
    assert "M090" not in codes(article.findings)
    assert not BETWEEN_BLOCKS.search(sent)
    styles = [it.get("style", "") for it in article.root.iter("*")]
    assert not [it for it in styles if "!important" in it]


@real
def test_real_posts_are_rewritten_once(file):
    """
    Twice is once, before and after the styles.
    """
    page = rewritten(body_of(file))
    once = bare(page.root)
    transforms.rewrite(page, Markdown())
    assert bare(page.root) == once
    style.apply(page.root, css=default_theme().css)
    page.code_style = default_theme().code_style
    transforms.reshape(page)
    once = bare(page.root)
    transforms.reshape(page)
    assert bare(page.root) == once


@real
def test_real_posts_keep_their_words(file):
    """
    But for one table, they are those that markdown-it-py shows.
    """
    body = body_of(file)
    assert our_words(body) == rendered_words(body)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_rubbish_stays_in_its_paragraph(hostile):
    """
    What stands before and after broken HTML is what it would be without it.
    """
    plain = content(built("前\n\n后\n"))
    before, after = re.findall(r"<p.*?</p>", plain)
    sent = content(built(f"前\n\n{hostile}\n\n后\n"))
    assert before in sent
    if not hostile.startswith("<!--"):
        assert after in sent


def test_boxes_without_end_cost_their_tags_only():
    """
    A thousand boxes inside one another are shown as a few.
    """
    article = built("<div><b>" * 1000 + "守望者\n")
    assert article.text == "守望者"


def test_the_article_is_not_changed_by_writing_it():
    """
    Addresses go into a copy: the same article serves preview and publication.
    """
    article = built("![图](a.png)\n")
    before = deepcopy(article.root)
    content(article)
    assert bare(article.root) == bare(before)

"""WeChat's own structure rules, over finished pages: each has a bad and a good one."""

from __future__ import annotations

import pytest
from test_checks import codes, subject

from mdwx import checks
from mdwx.model import PostType, Severity, Size

LONG = "x" * 60
FLOWER = '<img src="a" alt="花"'
FORMULA = (
    '<svg viewBox="0 0 9 9" style="max-width:300%!important">'
    '<path fill="currentColor" d="M0 0"/></svg>'
)


def box(style, markup):
    """A box of this style around it."""
    return f'<section style="{style}">{markup}</section>'


BAD = [
    ("C140", '<p><img src="a" alt="花" style="opacity:0"></p>'),
    ("C140", '<section style="opacity:0.0"><p>文</p></section>'),
    ("C140", '<section style="opacity:0%"><svg viewBox="0 0 1 1"/></section>'),
    ("C141", '<p style="caret-color:transparent">文</p>'),
    ("C141", '<svg style="caret-color:red" viewBox="0 0 1 1"></svg>'),
    ("C142", '<p style="line-height:0">文</p>'),
    ("C142", '<p style="font-size:20px;line-height:15px">文</p>'),
    ("C142", box("line-height:16px", '<p style="font-size:2em">文</p>')),
    ("C142", '<p style="line-height:.9">文</p>'),
    ("C142", '<p style="line-height:80%">文</p>'),
    ("C143", '<section style="width:600px"><p>文</p></section>'),
    ("C143", '<section style="min-width:400px"><p>文</p></section>'),
    ("C143", '<section style="width:120%"><p>文</p></section>'),
    ("C143", '<p style="margin-left:200px">文</p>'),
    ("C143", '<p style="margin-right:-700px">文</p>'),
    ("C144", '<p><img src="a" alt="花" data-w="500"></p>'),
    ("C144", '<p><img src="a" alt="花" data-w="1080" style="width:400px"></p>'),
    ("C144", '<p><img src="a" alt="花" data-w="1080" style="max-width:400px"></p>'),
    ("C145", '<p style="height:20px">文</p>'),
    ("C145", '<section style="height:0"><p>文</p></section>'),
    ("C145", '<section style="max-height:40px"><p>文</p></section>'),
    ("C146", '<p style="text-align:start">文</p>'),
    ("C146", '<p style="text-align:end">文</p>'),
    ("C147", '<svg viewBox="0 0 1 1"><animate begin="touchstart"/></svg>'),
    ("C147", '<svg viewBox="0 0 1 1"><g><set begin="touchstart+1s"/></g></svg>'),
    ("C148", f"<pre>{LONG}</pre>"),
    ("C148", f'<pre style="overflow-x:auto">a<br>{LONG}</pre>'),
    ("C148", f"<pre><span>{LONG[:20]}</span>{LONG[:20]}</pre>"),
    ("C149", '<section leaf=""><p>文</p></section>'),
    ("C149", '<section nodeleaf="">文</section>'),
    ("C149", f'<section nodeleaf="">{FLOWER}>{FLOWER}></section>'),
    ("C150", "<p>甲<section>文</section></p>"),
    ("C150", "<section><span><section>文</section></span></section>"),
    ("C151", '<p style="font-family:Georgia,serif">文</p>'),
    ("C151", '<p style="font:16px Kaiti">文</p>'),
    ("C152", '<p style="color:#3f3f3f!important">文</p>'),
    ("C152", '<svg style="width:10px ! important" viewBox="0 0 1 1"></svg>'),
    ("C153", '<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>'),
    ("C153", '<svg viewBox="0 0 9 9"><g fill="#222"><rect width="9"/></g></svg>'),
    ("C153", '<svg viewBox="0 0 9 9"><path fill="none" stroke="black" d="M0"/></svg>'),
    ("C154", '<section data-no-dark=""><p>文</p></section>'),
    ("C155", '<p>文</p><p style="display:none">关键词</p>'),
    ("C155", '<p style="visibility:hidden">关键词</p>'),
    ("C156", "<p>文\u200b字</p>"),
    ("C156", "<p>文<strong>字</strong>\ufeff</p>"),
    ("I081", '<p><img src="a" alt="IMG_1024.jpg"></p>'),
    ("I081", '<p><img src="a" alt="微信图片_20260101"></p>'),
    ("I081", '<p><img src="a" alt="image"></p>'),
]
"""Each breaks one rule and no other."""

GOOD = [
    ("C140", '<section style="opacity:.5"><img src="a" alt="花"></section>'),
    ("C140", '<p style="opacity:0">&nbsp;</p>'),
    ("C142", '<p style="font-size:0;line-height:0">&nbsp;</p>'),
    ("C142", '<p style="line-height:0"><img src="a" alt="花"></p>'),
    ("C142", '<p>文<sup style="font-size:12px;line-height:1">[1]</sup></p>'),
    ("C142", box("line-height:1.7", '<h2 style="font-size:40px">文</h2>')),
    ("C143", '<section style="width:100%"><p>文</p></section>'),
    ("C143", '<section style="width:300px;margin:0 -16px"><p>文</p></section>'),
    ("C143", box("overflow-x:auto", '<p style="min-width:900px">文</p>')),
    ("C143", '<p style="min-width:900px" data-ignore-width="">文</p>'),
    ("C143", '<svg viewBox="0 0 1 1" style="width:900px"></svg>'),
    ("C144", '<p><img src="a" alt="花" data-w="320"></p>'),
    ("C144", '<p><img src="a" alt="花" data-w="677"></p>'),
    ("C144", '<p><img src="a" alt="花" data-w="500" style="width:100%"></p>'),
    ("C144", box("padding:0 12px", f'<p>{FLOWER} data-w="500"></p>')),
    ("C144", '<p data-ignore-width=""><img src="a" alt="花" data-w="500"></p>'),
    ("C145", '<p style="min-height:20px">文</p>'),
    ("C145", '<section style="height:4px">&nbsp;</section>'),
    ("C145", '<section style="height:auto"><p>文</p></section>'),
    (
        "C145",
        '<svg style="height:20px" viewBox="0 0 1 1"><text fill="#999">文</text></svg>',
    ),
    ("C146", '<p style="text-align:justify">文</p>'),
    ("C147", '<svg viewBox="0 0 1 1"><animate begin="click;touchstart"/></svg>'),
    ("C147", '<svg viewBox="0 0 1 1"><animate begin="0s"/></svg>'),
    ("C148", "<pre>x = 1</pre>"),
    ("C148", f'<pre style="white-space:pre-wrap">{LONG}</pre>'),
    ("C148", f'<pre><code style="display:block;overflow-x:auto">{LONG}</code></pre>'),
    ("C149", '<p><span leaf="">文<br></span></p>'),
    ("C149", '<section nodeleaf=""><img src="a" alt="花"></section>'),
    ("C149", '<section nodeleaf=""><mp-common-profile data-id="x"/></section>'),
    ("C150", "<section><p>文<span>字</span></p></section>"),
    ("C150", "<table><tbody><tr><td><section>文</section></td></tr></tbody></table>"),
    ("C151", "<p style=\"font-family:mp-quote,'PingFang SC',sans-serif\">文</p>"),
    ("C151", '<code style="font-family:Menlo,Consolas,monospace">x</code>'),
    ("C151", '<p style="font-family:inherit">文</p>'),
    ("C152", FORMULA),
    ("C153", FORMULA),
    (
        "C153",
        '<svg viewBox="0 0 9 9"><rect width="9" fill="#fff"/><path d="M0"/></svg>',
    ),
    (
        "C153",
        '<svg viewBox="0 0 9 9" style="background-color:#fff"><path d="M0"/></svg>',
    ),
    ("C153", '<svg viewBox="0 0 9 9"><path/></svg>'),
    ("C153", '<svg viewBox="0 0 9 9" fill="#888"><path d="M0"/></svg>'),
    ("C155", '<p style="display:none">&nbsp;</p><p style="display:block">文</p>'),
    ("C156", '<code style="font-family:monospace">a\u200bb</code>'),
    ("C156", "<p>👨\u200d👩\u200d👧</p>"),
    ("I081", '<p><img src="a" alt="花园里的猫.一只在睡"></p>'),
    ("I081", '<p><img src="a" alt="登录页的截图，按钮在右上角"></p>'),
]
"""What looks like it and is right."""


@pytest.mark.parametrize(("code", "markup"), BAD)
def test_rule_is_triggered(code, markup):
    """
    A page that breaks one rule has that finding, once, with a hint.
    """
    found = checks.run(subject(markup))

    assert codes(found) == [code]
    assert found[0].hint is not None
    assert found[0].where.line is not None


@pytest.mark.parametrize(("code", "markup"), GOOD)
def test_good_twin_passes(code, markup):
    """
    A page that only looks as if it broke the rule has no finding at all.
    """
    assert codes(checks.run(subject(markup))) == []


@pytest.mark.parametrize(
    "markup",
    ['<p style="line-height:0">文</p>', '<p style="height:0">文</p>'],
)
def test_words_that_nobody_sees_are_an_error(markup):
    """
    What is lost for every reader is not sent.
    """
    (finding,) = checks.run(subject(markup))

    assert finding.severity is Severity.ERROR


PICTURED = [
    (Size(text_chars=100, html_bytes=9, images=3), ["I080"]),
    (Size(text_chars=120, html_bytes=9, images=3), []),
    (Size(text_chars=10, html_bytes=9, images=2), []),
]


@pytest.mark.parametrize(("size", "expected"), PICTURED)
def test_article_in_pictures_is_noted(size, expected):
    """
    Three pictures or more with fewer than forty characters each.
    """
    assert codes(checks.run(subject(size=size))) == expected


def test_picture_post_is_pictures():
    """
    A newspic is mostly pictures by nature.
    """
    it = subject(
        size=Size(text_chars=9, html_bytes=9, images=9),
        type=PostType.NEWSPIC,
        images=("a.png",),
    )

    assert codes(checks.run(it)) == []


@pytest.mark.timeout(20)
def test_deep_and_wide_pages_are_checked_in_time():
    """
    Ten thousand boxes beside each other, or a hundred inside each other, end.
    """
    wide = '<p style="line-height:1.6">文<span>字</span></p>' * 10_000
    deep = '<section style="opacity:.9">' * 100 + "文" + "</section>" * 100

    assert "C142" not in codes(checks.run(subject(wide)))
    assert "C150" not in codes(checks.run(subject(deep)))

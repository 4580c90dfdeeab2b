"""The themes that come with mdwx, each over a post that uses everything."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

import pytest
from building import ROOT, all_drawn, all_readable, content, post, rewritten
from lxml import etree

from mdwx import style
from mdwx.checks.settings import has_own_words
from mdwx.config import Markdown
from mdwx.model import Severity
from mdwx.page.styles import read_style
from mdwx.pipeline import Look, build
from mdwx.style import read_theme
from mdwx.style.night import scenes
from mdwx.style.review import check_theme
from mdwx.style.textblocks import INHERITED, is_text_block

THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())
SHOWCASE = (ROOT / "content/23-showcase.md").read_text("utf-8").split("---\n", 2)[2]
SAMPLE = """
正文的第一段。

## 标题

正文的第二段。

> 引用。

- 一项

---

```text
代码
```

![图](a.png "图注")
"""
COLUMNS = {
    "heading": ("h2", r"text-align|border.*|background.*|font-size|display"),
    "rhythm": ("p:nth-of-type(2)", r"margin.*|text-indent|text-align"),
    "size": ("p:nth-of-type(2)", r"font-size|line-height|letter-spacing"),
    "quote": ("blockquote", r"border.*|background.*|padding.*|text-align|margin-left"),
    "list": ("ul, ul li", r"list-style.*|padding-left|color|text-align"),
    "rule": ("hr", r"width|border.*|height|background.*|transform"),
    "code": ("section.code", r"border.*|background.*|padding.*"),
    "picture": ("section.figure, section.figure img", r"border.*|padding|box.*|width"),
}
"""What themes are told apart by: where, and which declarations make it."""


def article(theme, body=SHOWCASE, code_style=None):
    """The article of a body in a theme."""
    look = Look(theme, Markdown(), code_style=code_style)
    made = post(body, title="题")
    return build(made, look=look, prepare=all_readable, draw=all_drawn)


def themed(name):
    """A theme by its name."""
    return read_theme(name, site_root=ROOT)


@cache
def signature(name):
    """What a theme makes of each column."""
    page = rewritten(SAMPLE, title="题")
    style.apply(page.root, css=themed(name).css)
    found = {}
    for column, (where, wanted) in COLUMNS.items():
        styles = [read_style(element) for element in page.root.cssselect(where)]
        made = re.compile(f"({wanted})$")
        found[column] = [
            {key: value for key, value in it.items() if made.match(key)}
            for it in styles
        ]
    return found


def test_there_are_twelve():
    """
    Each made for a purpose and a reader.
    """
    assert len(THEMES) >= 12


@pytest.mark.parametrize("name", THEMES)
def test_theme_says_what_it_is(name):
    """
    Its name and purpose in both languages, its author and licence.
    """
    theme = themed(name)
    assert theme.title.zh != theme.title.en
    assert theme.description.zh != theme.description.en
    assert theme.author
    assert theme.licence
    assert "accent" in theme.options


@pytest.mark.parametrize("name", THEMES)
def test_theme_holds_nothing_that_wechat_drops(name):
    """
    `mdwx themes check` finds nothing.
    """
    assert list(check_theme(themed(name))) == []


@pytest.mark.parametrize("name", THEMES)
def test_everything_in_it_passes_the_checks(name):
    """
    The post that uses everything has no error and no warning.
    """
    found = article(themed(name)).findings
    told = [it for it in found if it.severity is not Severity.NOTE]
    # Its links to other posts have no address here.
    assert [it for it in told if it.code not in {"L020", "L021"}] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [(name, code) for name in THEMES for code in themed(name).code_styles],
)
def test_every_word_is_readable_by_day_and_by_night(name, code):
    """
    A contrast of 4.5 by day and of 3 in the reader's dark mode, for each code style.
    """
    root = article(themed(name), code_style=code).root
    shown = [(it, scene) for it, scene, _ in scenes(root) if has_own_words(it)]
    assert len(shown) > 150
    for element, scene in shown:
        assert scene.contrast_by_day >= 4.5, etree.tostring(element)
        assert scene.contrast_by_night >= 3, etree.tostring(element)
        assert not scene.over_gradient


@pytest.mark.parametrize("name", THEMES)
def test_nothing_works_against_dark_mode(name):
    """
    No theme needs `!important` or `data-no-dark`.
    """
    sent = content(article(themed(name)))
    assert "important" not in sent
    assert "data-no-dark" not in sent
    assert "!important" not in themed(name).css


@pytest.mark.parametrize("name", THEMES)
def test_each_block_of_text_says_what_it_inherits(name):
    """
    WeChat's editor takes trees apart; lines of code have it from their block.
    """
    root = article(themed(name)).root
    # The root does not say what the page says already.
    inherited = {"font-size", "line-height", "color", *read_style(root)} & {*INHERITED}
    blocks = [it for it in root.iterdescendants("*") if is_text_block(it)]
    assert len(blocks) > 100
    for block in blocks:
        speaker = block if "font-size" in read_style(block) else block.getparent()
        style = read_style(speaker)
        assert not inherited - set(style), etree.tostring(block)
        if block is speaker and block.tag not in {"td", "th"}:
            said = {"margin", "margin-top", "margin-bottom"} & set(style)
            assert said, etree.tostring(block)


@pytest.mark.parametrize(("one", "other"), [*combinations(THEMES, 2)])
def test_no_two_look_alike(one, other):
    """
    Any two differ in at least four of eight.
    """
    first, second = signature(one), signature(other)
    assert sum(first[column] != second[column] for column in COLUMNS) >= 4


TINTS = """
# 一 **粗** `码`

## 二 **粗**

#### 四 **粗**

##### 五 **粗**

文 **粗** ==标== `码` {汉字|hàn zì} 注[^1]
[链](https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv)

- 项
- [x] 做

1. 一

术语
: 定义

| a | **b** |
|---|---|
| `码` | {汉字|hàn zì}[^1] |

![图](a.png "图注")

> 引用 **粗**
"""


@pytest.mark.parametrize("name", THEMES)
def test_words_in_every_box_are_readable(name):
    """
    A tint of a quote or a callout is where night takes colours from words.
    """
    kinds = ("note", "tip", "important", "warning", "caution", "abstract", "quote")
    quoted = "\n".join(f"> {line}" for line in TINTS.splitlines())
    boxes = [f"::: {kind} 标题\n{TINTS}\n:::" for kind in kinds]
    notes = "[^1]: 注 **粗** `码`"
    body = "\n\n".join(["[TOC]", TINTS, quoted, *boxes, notes])
    found = article(themed(name), body).findings
    assert [it for it in found if it.code in {"D001", "D002", "D008"}] == []

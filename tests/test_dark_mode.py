"""The reader's dark mode, against what its official library answered."""

from __future__ import annotations

import pytest
import tinycss2
from building import all_drawn, all_readable, default_theme, post
from lxml import etree, html

from mdwx.config import Markdown
from mdwx.pipeline import Look, build
from mdwx.style.colours import rgba
from mdwx.style.darkmode import PAGE, contrast, dark_background, dark_text
from mdwx.style.night import darken, scenes

BACKGROUNDS = """
#fff #191919 · #fafafa #1e1e1e · #f7f7f7 #212121 · #f5f5f5 #232323 · #f0f0f0 #282828
#eee #2a2a2a · #ddd #3b3b3b · #ccc #4c4c4c · #f6f8fa #bdbec0 · #fffbe6 #c2bfaf
#e8f4ff #b6c0c9 · #f0fff4 #b7c2ba · #fff5f5 #c3bcbc · #ffd700 #efca00
#07c160 #07c160 · #1e6bb8 #1e6bb8 · #ff6b6b #ff6b6b · #000 #383838 · #1e1e1e #383838
#333 #383838 · #282c34 #31363f · #0d1117 #293548 · #272822 #3b3d34
rgba(0,0,0,.03) rgba(0,0,0,.03) · rgba(27,31,35,.05) rgba(49,56,63,.05)
rgba(30,107,184,.08) rgba(30,107,184,.08) · rgba(7,193,96,.1) rgba(7,193,96,.1)
"""
ON_PAGE = """
#000 #a3a3a3 · #191919 #a3a3a3 · #333 #a3a3a3 · #3f3f3f #a3a3a3 · #ccc #a3a3a3
#595959 #8d8d8d · #666 #666 · #888 #888 · #999 #999 · #fff #fff · #0f4c81 #50a3eb
#dd1144 #ed1249 · #07c160 #07c160 · #576b95 #576b95 · #1e6bb8 #1e6bb8
#c7254e #c7254e · #e96900 #e96900 · #009874 #009874 · #ddd #a3a3a3 · #eee #a3a3a3
#dfe2e5 #a1a3a6 · rgba(0,0,0,.9) rgba(163,163,163,.9)
rgba(0,0,0,.1) rgba(163,163,163,.1)
"""
ON_A_BOX = """
#fff #333 #a3a3a3 · #f7f7f7 #333 #b3b3b3 · #1e6bb8 #333 #b3b3b3
rgba(7,193,96,.1) #333 #b3b3b3 · #f6f8fa #333 #333 · #07c160 #333 #333
#f7f7f7 #191919 #cdcdcd · #282c34 #5c6370 #737c8c · #f7f7f7 #24292e #b4bdc5
#f7f7f7 #005cc5 #077bff · #f7f7f7 #032f62 #6caefb · #f7f7f7 #d73a49 #d73a49
"""


EVERYDAY = """
# 题

正文 **重点** `code` [链接](https://mp.weixin.qq.com/s/a)[外](https://a.example)

> 引用 *强调*

## 二

### 三

- 项

| a | b |
|---|---|
| 1 | 2 |
| 3 | 4 |

```python
def f(x): # 注
    return 'a' + 1
```

脚注[^1]

[^1]: 注
"""


def rows(table):
    """The rows of a table written with dots."""
    cells = table.replace("\n", " · ").split(" · ")
    return [tuple(cell.split()) for cell in cells if cell.strip()]


def read(colour):
    """A colour of CSS as channels."""
    return rgba(tinycss2.parse_one_component_value(colour))


def close(one, other):
    """Within 2 of 255 in each channel, and the same alpha."""
    channels = zip(one[:3], other[:3], strict=True)
    return one[3] == other[3] and all(abs(a - b) * 255 < 2.01 for a, b in channels)


@pytest.mark.parametrize(("light", "dark"), rows(BACKGROUNDS))
def test_backgrounds_are_those_of_the_official_library(light, dark):
    """
    Version 1.2.1 in a browser gave these.
    """
    assert close(dark_background(read(light)), read(dark))


@pytest.mark.parametrize(("light", "dark"), rows(ON_PAGE))
def test_text_on_the_page_is_that_of_the_official_library(light, dark):
    """
    The same for text and borders on the page itself.
    """
    assert close(dark_text(read(light), on=PAGE), read(dark))


@pytest.mark.parametrize(("box", "light", "dark"), rows(ON_A_BOX))
def test_text_in_a_box_is_that_of_the_official_library(box, light, dark):
    """
    And inside boxes with a background.
    """
    assert close(dark_text(read(light), on=dark_background(read(box))), read(dark))


def darkened(markup):
    """A fragment by night, as markup."""
    root = html.fragment_fromstring(markup)
    darken(root)
    return etree.tostring(root, encoding="unicode", method="html")


def test_a_box_without_a_text_colour_gets_one():
    """
    Text that inherits keeps readable on a background that turned dark.
    """
    assert darkened('<section style="background-color:#f7f7f7">字</section>') == (
        '<section style="background-color:#212121;color:#cdcdcd">字</section>'
    )


def test_borders_turn_as_text_does():
    """
    A translucent line stays translucent.
    """
    assert darkened('<p style="border-top:1px solid rgba(0,0,0,.1)">字</p>') == (
        '<p style="border-top:1px solid rgba(163,163,163,.1)">字</p>'
    )


def test_a_gradient_under_text_becomes_its_last_stop():
    """
    Without text it stays what it is.
    """
    gradient = "background-image:linear-gradient(#fff,#333)"
    assert "background-color:#383838" in darkened(f'<p style="{gradient}">字</p>')
    assert gradient in darkened(f'<p style="{gradient}"></p>')


def test_drawings_keep_their_colours():
    """
    Everything in an SVG is left as by day.
    """
    drawing = '<svg><path style="fill:#000" fill="#000"></path></svg>'
    assert drawing in darkened(f"<p>{drawing}</p>")


def test_an_element_that_opts_out_is_skipped_alone():
    """
    Its children are converted all the same.
    """
    markup = '<p data-no-dark="" style="color:#333"><b style="color:#333">字</b></p>'
    assert darkened(markup) == (
        '<p data-no-dark="" style="color:#333"><b style="color:#a3a3a3">字</b></p>'
    )


def test_the_default_theme_is_readable_by_day_and_by_night():
    """
    Every word of an article that uses what Markdown has.
    """
    look = Look(default_theme(), Markdown())
    article = build(post(EVERYDAY), look=look, prepare=all_readable, draw=all_drawn)
    for element, scene in scenes(article.root):
        if (element.text or "").strip():
            assert contrast(scene.text, scene.page) >= 4.5, element.text
            assert contrast(scene.dark_text, scene.dark_page) >= 3, element.text

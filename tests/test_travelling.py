"""An article that another process built is the one that would have been built here."""

from __future__ import annotations

import pickle

import pytest
from building import built, content

from mdwx.page import markup
from mdwx.preview.phone import addresses_of, by_night

BODIES = {
    "words": "一段**话**、`代码`和[链接](https://mp.weixin.qq.com/s/a)。\n\n> 引文\n",
    "formula": "行内 $x^2$，还有\n\n$$\n\\sum_i x_i\n$$\n",
    "callout": "> [!NOTE]\n> 注意。\n",
    "code": '```python title="a.py"\nprint("<b>&amp;")\n```\n',
    "drawing": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<rect width="9" height="9" fill="#000"/><text>字</text></svg>\n',
    "picture": "![图 “一”](a.png)\n\n```mermaid\nflowchart LR\n  A --> B\n```\n",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_an_article_comes_home_as_it_left(body):
    """Byte for byte what would be sent, and what is shown by night.

    A drawing is still one, and none of its own names means anything else.
    """
    article = built(body)
    home = pickle.loads(pickle.dumps(article))
    shown = addresses_of(article, lambda picture: picture.name)
    assert content(home) == content(article)
    assert by_night(home, shown) == by_night(article, shown)
    assert [it.tag for it in home.root.iter()] == [it.tag for it in article.root.iter()]


def test_travelling_leaves_the_article_here_as_it_is():
    """What is renamed for the way is renamed in a copy."""
    article = built(BODIES["formula"])
    before = markup(article.root)
    pickle.dumps(article)
    assert markup(article.root) == before

"""Rows and sliders: the arithmetic of their widths, and hostile sources."""

from __future__ import annotations

import re

import pytest
from building import bare, built, codes, content, picture, post, rewritten
from pictures import photo, written

from mdwx import transforms
from mdwx.config import Config, Markdown
from mdwx.markdown import make_parser
from mdwx.media import Darkroom
from mdwx.page.styles import read_style
from mdwx.page.tree import elements
from mdwx.sandbox.rewrite import rewrite

SIZES = {
    "wide.png": (1600, 900),
    "tall.png": (600, 800),
    "square.png": (700, 700),
    "panorama.png": (6000, 600),
    "strip.png": (300, 3000),
    "icon.png": (64, 64),
}


def sized(refs):
    """Pictures of several proportions, by name."""
    return {ref.src: picture(width=w, height=h) for ref in refs for w, h in [of(ref)]}


def of(ref):
    return SIZES.get(ref.src, (800, 600))


def widths(body):
    """The parts of the column that the pictures of an article get, in percent."""
    root = built(body, prepare=sized).root
    boxes = [image.getparent() for image in elements(root, "img")]
    return [float(read_style(box)["width"].removesuffix("%")) for box in boxes]


def heights(names, parts):
    """How high pictures become, as parts of the column's width."""
    return [
        part * SIZES[name][1] / SIZES[name][0]
        for name, part in zip(names, parts, strict=True)
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["wide.png", "tall.png"],
        ["tall.png", "tall.png", "tall.png"],
        ["square.png", "wide.png", "tall.png"],
        ["wide.png", "square.png", "wide.png", "square.png"],
    ],
)
def test_pictures_of_a_row_fill_the_column_and_are_equally_high(names):
    """
    Their widths are as their proportions are; the gaps are 2 percent each.
    """
    parts = widths("".join(f"![图]({name})" for name in names))
    assert sum(parts) + 2 * (len(names) - 1) == pytest.approx(100, abs=0.05)
    found = heights(names, parts)
    assert max(found) == pytest.approx(min(found), rel=0.005)


def test_a_panorama_leaves_its_neighbour_room():
    """
    Nothing becomes narrower than a thumb.
    """
    parts = widths("![图](panorama.png)![图](strip.png)")
    assert min(parts) == 14
    assert sum(parts) == pytest.approx(98)


@pytest.mark.parametrize(
    "names",
    [
        ["wide.png", "tall.png"],
        ["wide.png", "square.png", "tall.png"],
        ["tall.png", "tall.png"],
    ],
)
def test_slides_are_equally_high_and_wider_than_the_column(names):
    """
    Each is narrower than the column, so that the next one shows.
    """
    parts = widths("<" + ",".join(f"![图]({name})" for name in names) + ">")
    found = heights(names, parts)
    assert max(found) == pytest.approx(min(found), rel=0.005)
    assert max(parts) <= 88
    assert sum(parts) > 100


def test_slides_of_any_proportion_leave_something_to_slide():
    """
    Otherwise the words below them would be wrong.
    """
    names = list(SIZES)
    for first in names:
        for second in names:
            parts = widths(f"<![图]({first}),![图]({second})>")
            assert sum(parts) > 100, (first, second)
            assert max(parts) <= 88


def test_a_picture_that_cannot_be_read_has_an_even_part():
    """
    The row keeps its form; the picture has its error.
    """
    body = "![图](a.png)![图](b.png)"
    article = built(body, prepare=lambda refs: {})
    assert codes(article.findings)[:2] == ["R020", "R020"]
    boxes = [image.getparent() for image in elements(article.root, "img")]
    assert [read_style(box)["width"] for box in boxes] == ["49%", "49%"]


def test_rows_hold_no_gap_no_white_space_and_no_fixed_width():
    """
    What newer WebViews alone know, and what the editor would break.
    """
    body = '![图](a.png "题") ![图](b.png)\n\n<![图](a.png),![图](b.png)>\n'
    markup = content(built(body, prepare=sized))
    assert "gap" not in markup
    assert not re.search(r"width:\d+px", markup)
    assert not re.search(r">\s+<", markup)
    assert "mdwx-" not in markup


@pytest.mark.parametrize("name", ["attributes", "wikilinks", "containers"])
def test_a_switch_turned_off_leaves_the_source(name):
    """
    Every construct has its switch.
    """
    source = {
        "attributes": "![a](b.png){width=60%}",
        "wikilinks": "![[b.png]]",
        "containers": "<![a](b.png),![c](d.png)>",
    }[name]
    on, off = (
        make_parser(Markdown(**{name: value})).render(source) for value in (True, False)
    )
    assert on != off


N = 50_000
HOSTILE = {
    "pictures without end": "![" * (N // 2),
    "embeds without end": "![[a" * (N // 4),
    "sizes without end": "![](a =" * (N // 7),
    "braces without end": "![a](b){a=b " * (N // 12),
    "one long brace": "![a](b){" + "a=b " * (N // 4),
    "quotes without end": '![a](b){a="' * (N // 11),
    "bars": "![" + "a|" * (N // 2) + "](b)",
    "blanks": "![a" + " " * N + "x](b)",
    "sliders without end": "<![a](b)," * (N // 9),
    "lines of sliders": "<![a](b)\n" * (N // 9),
    "brackets of a slider": "<![a](" + "(" * N,
    "headings of braces": "# " + " {" * (N // 2),
    "many titles": "![a](b " + '"x" ' * (N // 4),
    "options of an embed": "![[a.png" + "|1" * (N // 2) + "]]",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_source_ends(name):
    """
    None takes the square of its length.
    """
    make_parser(Markdown()).parse(HOSTILE[name])


WHOLE = """
![图](wide.png "题")![图](tall.png) ![图](icon.png)

如图
[![图](wide.png)](https://a.example) ![[tall.png|图]]
字

<![图](wide.png "题"),![图](tall.png){width=50%}>

<section class="gallery">

![图](a.png)

字

![图](b.png) ![图](c.png) ![图](d.png) ![图](e.png)

说明

</section>

<section class="slider"><img src="a.png"><img src="b.png"></section>

<section class="row"><img src="a.png"></section>

- 步骤
  ![图](a.png) ![图](b.png)
- > ![图](a.png) ![图](b.png)

![图](icon.png) [![图](icon.png)](https://a.example)
"""


def test_lining_up_twice_is_lining_up_once():
    """
    Pictures that stand beside one another stay as they are, and nothing is told.
    """
    page = rewritten(WHOLE)
    once, found = bare(page.root), list(page.report.findings)
    transforms.rewrite(page, Markdown())
    assert bare(page.root) == once
    assert page.report.findings == found


def test_the_server_takes_nothing_from_rows_and_sliders():
    """
    What we send meets only those rules of the sandbox that lose nothing.
    """
    assert rewrite(content(built(WHOLE, prepare=sized))).losses == ()


def test_an_embed_is_the_picture_of_its_name(tmp_path):
    """
    From the post to the bytes: the same name in a path finds nothing.
    """
    file = tmp_path / "content/附件/山 顶.png"
    file.parent.mkdir(parents=True)
    file.write_bytes(written(photo(64, 48), "PNG"))
    darkroom = Darkroom(Config(root=tmp_path), offline=True)

    def prepare(refs):
        return darkroom.prepare(refs, post=post(""))

    (found,) = built("![[山 顶.png|图]]", prepare=prepare).pictures.values()
    assert (found.width, found.height) == (64, 48)
    article = built("![图](<山 顶.png>)", prepare=prepare)
    assert "R020" in codes(article.findings)
    both = built("![图](<山 顶.png>) 和 ![[山 顶.png]]", prepare=prepare)
    assert "R020" not in codes(both.findings)

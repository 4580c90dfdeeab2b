"""Diagrams: drawn without a browser, flat, harmless, uploaded once."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath

import pytest
from building import built, codes
from lxml import etree
from PIL import Image
from support import run_mdwx

from mdwx.config import Config, Markdown
from mdwx.errors import SourceError
from mdwx.media import Darkroom
from mdwx.media.engines import Engines
from mdwx.model import Drawing, DrawingKind, ImageRef, Post, Span, Text, Undrawn

pytest.importorskip("quickjs")
pytest.importorskip("resvg_py")

ENGINES = Engines()
POST = Post(PurePosixPath("content/a.md"), "a", "")
MERMAID = {
    "flow": 'flowchart TD\n A[开始] -->|去| B{"对吗？"}\n subgraph 组\n B --> C\n end',
    "sequence": "sequenceDiagram\n作者->>微信: 传\n loop 每张\n 微信-->>作者: 好\nend",
    "class": "classDiagram\n class 文章 {\n +String 标题\n }\n 文章 <|-- 图文",
    "state": "stateDiagram-v2\n [*] --> 草稿\n 草稿 --> 发布: 通过",
    "er": "erDiagram\n 作者 ||--o{ 文章 : 撰写",
    "gantt": "gantt\n title 计划\n dateFormat YYYY-MM-DD\n 调研 :a, 2026-01-01, 7d",
    "pie": 'pie title 来源\n "会话" : 42\n "朋友圈" : 28',
    "mindmap": "mindmap\n root((运营))\n  内容\n  增长",
    "git": 'gitGraph\n commit id: "初稿"\n branch "校对"\n commit id: "改字"',
    "timeline": "timeline\n title 大事\n 2012 : 上线",
    "journey": "journey\n title 一天\n section 早\n 读: 5: 我",
    "quadrant": "quadrantChart\n title 选题\n x-axis 低 --> 高\n 评论: [0.8, 0.3]",
    "xychart": 'xychart-beta\n title "阅读"\n x-axis ["一月", "二月"]\n bar [3, 5]',
    "requirement": 'requirementDiagram\n requirement "安全" {\n id: 1\n text: "好"\n }',
    "kanban": "kanban\n a[待写]\n  b[初稿]",
    "architecture": "architecture-beta\n service db(database)[数据库]",
    "radar": 'radar-beta\n axis a["写"], b["画"], c["读"]\n curve x["甲"]{1, 2, 3}',
}
DOT = {
    "dot": 'digraph 图 { 始 -> 终 [label="去"]; subgraph cluster_a { 甲 } }',
    "neato": "graph { layout=neato; 甲 -- 乙 -- 丙 }",
    "table": "digraph { a [shape=none label=<<TABLE><TR><TD>表</TD></TR></TABLE>>] }",
    "gradient": 'digraph { a [style=filled fillcolor="red:blue"] }',
}
EVERY = [
    *((DrawingKind.MERMAID, source) for source in MERMAID.values()),
    *((DrawingKind.DOT, source) for source in DOT.values()),
]


def drawn(kind, source):
    return ENGINES[kind].draw(Drawing(kind, source))


def refs(kind, source, *, line=7):
    return [ImageRef("d", Span(POST.path, line), drawing=Drawing(kind, source))]


def prepared(tmp_path, kind, source):
    [found] = Darkroom(Config(tmp_path)).prepare(refs(kind, source), post=POST).values()
    return found


@pytest.mark.parametrize(("kind", "source"), EVERY, ids=[*MERMAID, *DOT])
def test_every_kind_of_diagram_survives_wechat(kind, source):
    """
    No id, style element, reference or HTML: shapes and words on a light ground.
    """
    svg = drawn(kind, source)
    root = etree.fromstring(svg)
    tags = {etree.QName(it).localname for it in root.iter()}
    shapes = "svg g rect circle ellipse line polyline polygon path text tspan"
    assert tags <= set(shapes.split())
    assert not re.search(r"\b(id|class|href|font-family)=|url\(|var\(", svg)
    assert root[0].get("fill") == "#ffffff"
    assert (
        re.search(r"[\u4e00-\u9fff]", svg) or "gradient" in source or "red:" in source
    )


def test_long_chinese_labels_wrap_inside_their_boxes():
    """
    A label without a space is broken between its characters.
    """
    svg = drawn(DrawingKind.MERMAID, f"flowchart TD\n A[{'很长的标签，' * 10}]")
    width = float(etree.fromstring(svg).get("viewBox").split()[2])
    assert width < 300
    assert svg.count("<tspan") > 3


def test_a_box_of_graphviz_holds_its_chinese_words():
    """
    Ten characters of 14 px are 140 px wide, whatever font the author named.
    """
    source = 'digraph { node [fontname="SimSun"]; a [label="一二三四五六七八九十"] }'
    width = float(
        etree.fromstring(drawn(DrawingKind.DOT, source)).get("viewBox").split()[2]
    )
    assert width > 160


def test_an_author_overrules_the_looks_of_a_graph():
    """
    Our looks are defaults in the graph, not orders from outside.
    """
    svg = drawn(DrawingKind.DOT, "digraph { node [shape=ellipse color=red] a }")
    assert "<ellipse" in svg
    assert 'stroke="red"' in svg


@pytest.mark.parametrize(
    ("kind", "source", "line"),
    [
        (DrawingKind.MERMAID, "flowchart TD\n A --> B\n B --> ((\n", 3),
        (DrawingKind.MERMAID, "gitGraph\n commit\n branch 校对", 3),
        (DrawingKind.MERMAID, "no such thing", None),
        (DrawingKind.DOT, "digraph {\n a -> b\n a ->-> b\n}", 3),
    ],
)
def test_an_invalid_diagram_names_its_line(kind, source, line):
    """
    Counted inside the fence, where the engine tells it.
    """
    found = drawn(kind, source)
    assert isinstance(found, Undrawn)
    assert found.line == line
    assert found.hint


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("kind", "source"),
    [
        (DrawingKind.MERMAID, "flowchart TD\n" + "A-->" * 12_000 + "B"),
        (
            DrawingKind.MERMAID,
            "mindmap\n" + "".join(f"{' ' * n}x\n" for n in range(200)),
        ),
        (DrawingKind.MERMAID, "flowchart TD\n" + "subgraph x\n" * 1500),
        (DrawingKind.DOT, 'digraph { "' + '\\"' * 25_000),
        (DrawingKind.DOT, "/**/" * 12_000),
        (DrawingKind.DOT, "digraph { size=9e9; a -> b [minlen=100000000] }"),
        (DrawingKind.DOT, "digraph {" + "{" * 50_000),
    ],
    ids=["edges", "deep", "groups", "string", "comments", "size", "braces"],
)
def test_a_hostile_diagram_ends(kind, source):
    """
    With a drawing or a reason, and the next one is drawn as ever.
    """
    drawn(kind, source)
    after = "graph TD\n A --> B" if kind is DrawingKind.MERMAID else "graph { a -- b }"
    assert isinstance(drawn(kind, after), str)


@pytest.mark.parametrize(
    "attributes",
    [
        'image="{}"',
        'shape=epsf shapefile="{}"',
        'label=<<TABLE><TR><TD><IMG SRC="{}"/></TD></TR></TABLE>>',
    ],
    ids=["image", "shapefile", "html"],
)
def test_a_graph_reads_no_file(tmp_path, attributes):
    """
    A picture that is there is as good as one that is not.
    """
    Image.new("RGB", (400, 300), "red").save(tmp_path / "a.png")
    there = f"digraph {{ a [{attributes.format((tmp_path / 'a.png').as_posix())}] }}"
    gone = there.replace("a.png", "b.png")
    found, missing = (drawn(DrawingKind.DOT, it) for it in (there, gone))
    if isinstance(found, str):
        assert "<image" not in found
        assert found == missing
    else:
        assert isinstance(missing, Undrawn)


@pytest.mark.parametrize(
    "source",
    [
        'flowchart LR\n A\n click A "javascript:alert(1)"\n',
        'flowchart LR\n B\n click B href "https://x.example"\n',
        'flowchart LR\n A@{img: "file:///etc/passwd", label: "图"}',
        '%%{init: {"themeCSS": "*{fill:url(https://x.example)}"}}%%\nflowchart LR\n A',
        'flowchart LR\n A["<img src=https://x.example/a.png onerror=alert(1)>"]',
    ],
    ids=["click", "href", "img", "themeCSS", "html"],
)
def test_a_mermaid_diagram_asks_for_nothing(source):
    """
    No link, no picture, no style from outside comes through.
    """
    svg = str(drawn(DrawingKind.MERMAID, source))
    assert not re.search(r"x\.example|javascript|passwd|url\(|onerror", svg)


def test_the_picture_is_opaque_and_small(tmp_path):
    """
    White paper keeps it readable in dark mode; a palette keeps it light.
    """
    found = prepared(tmp_path, DrawingKind.MERMAID, MERMAID["flow"])
    with Image.open(io.BytesIO(found.file.read_bytes())) as picture:
        assert picture.mode == "P"
        assert "transparency" not in picture.info
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert found.size_bytes < 40_000


def test_the_picture_is_remembered_and_known_by_its_source(tmp_path):
    """
    The same diagram gives the same bytes; its source hash knows no engine.
    """
    first = prepared(tmp_path, DrawingKind.DOT, DOT["dot"])
    kept = first.file.stat().st_mtime_ns
    again = prepared(tmp_path, DrawingKind.DOT, DOT["dot"])
    assert again == first
    assert again.file.stat().st_mtime_ns == kept
    assert (
        first.source_sha256
        != prepared(tmp_path, DrawingKind.DOT, "graph { a }").source_sha256
    )


def test_what_cannot_be_drawn_names_its_line_in_the_file(tmp_path):
    """
    The fence stands on line 7, and the third line below it is wrong.
    """
    found = prepared(tmp_path, DrawingKind.DOT, "digraph {\n a -> b\n a ->-> b\n}")
    assert isinstance(found, SourceError)
    assert found.where == Span(POST.path, 10)


def test_a_wide_diagram_is_told():
    """
    Letters of four pixels are a finding, not a surprise.
    """
    from mdwx.media.diagrams import notes

    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 100"/>'
    assert notes(etree.fromstring(svg)) == (("small-letters", 4),)


def refuse(found):
    """A darkroom in which no diagram comes out."""
    error = SourceError(Text(zh="坏", en="broken"), where=Span(POST.path, 4))
    return {ref.src: error for ref in found if ref.drawing}


@pytest.mark.parametrize("how", ["png", "svg"])
def test_an_undrawn_diagram_stays_code(how):
    """
    With one finding, no error, and no picture left behind.
    """
    undrawn = Undrawn(Text(zh="坏", en="broken"), line=2)
    article = built(
        '一段\n\n```dot title="图"\ndigraph {\n a ->-> b\n}\n```\n',
        options=Markdown(diagrams=how),
        prepare=refuse,
        draw=lambda found: dict.fromkeys(found, undrawn),
    )
    assert [it for it in codes(article.findings) if it.startswith(("M08", "R"))] == [
        "M085"
    ]
    assert not article.images
    assert "digraph" in article.text


def test_an_svg_diagram_takes_its_place():
    """
    With the words that stand for it, and none of its source.
    """
    article = built("```dot\ngraph { 甲 }\n```\n", options=Markdown(diagrams="svg"))
    found = etree.tostring(article.root, encoding="unicode")
    assert "<svg" in found
    assert 'aria-label="关系图：甲"' in found
    assert "mdwx-" not in found


def test_a_diagram_is_uploaded_once(tmp_path):
    """
    Published, then unchanged: no request, no upload; a newspic shows it too.
    """
    run_mdwx("init", cwd=tmp_path)
    for post in (tmp_path / "content").glob("*.md"):
        post.unlink()
    head = "---\ntitle: {}\ntype: {}\ncover: card\n---\n\n"
    text = head + "{}的字\n\n```dot\ngraph {{ 甲 }}\n```\n"
    for kind in ("news", "newspic"):
        written = text.format(kind, kind, kind)
        (tmp_path / f"content/{kind}.md").write_text(written, "utf-8")
    first = run_mdwx("publish", "--json", cwd=tmp_path)
    second = run_mdwx("publish", "--json", cwd=tmp_path)
    assert first.exit_code == 0
    assert [it["state"] for it in first.json["posts"]] == ["published"] * 2
    assert all(it["uploads"]["new"] for it in first.json["posts"])
    assert second.json["requests"] == 0

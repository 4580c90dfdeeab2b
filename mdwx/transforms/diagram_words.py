"""What a diagram is called where it cannot be seen: its title, or its words.

A screen reader, a search engine and a slow connection show the alternative text
alone. It is read from the source, before anything is drawn.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from mdwx.model import Drawing, DrawingKind
from mdwx.patterns import pattern

__all__ = ["describe"]

NAMES: Final = MappingProxyType(
    {
        "flowchart": "流程图",
        "graph": "流程图",
        "sequenceDiagram": "时序图",
        "classDiagram": "类图",
        "stateDiagram": "状态图",
        "erDiagram": "实体关系图",
        "gantt": "甘特图",
        "pie": "饼图",
        "mindmap": "思维导图",
        "gitGraph": "提交图",
        "timeline": "时间线",
        "journey": "旅程图",
        "quadrantChart": "象限图",
        "xychart": "图表",
        "sankey": "桑基图",
        "requirementDiagram": "需求图",
        "block": "框图",
        "kanban": "看板",
        "architecture": "架构图",
        "packet": "报文图",
        "radar": "雷达图",
        "treemap": "矩形树图",
        "C4Context": "系统上下文图",
    }
)
"""By the word a Mermaid diagram begins with, less its version."""

FLOWING: Final = frozenset({"流程图", "状态图"})
"""Their words are steps."""

READ_CHARS: Final = 20_000
MOST_WORDS: Final = 8
LONGEST_WORD: Final = 24

UNSEEN: Final = pattern(
    r"\A\s*+---\n.*?\n---[ \t]*$|%%\{.*?(?:\}%%|\Z)|^[ \t]*+(?:%%|//)[^\n]*"
    r"|/\*.{0,300}?\*/|^[ \t]*+(?:classDef|class|style|linkStyle|click|dateFormat"
    r"|axisFormat|accTitle|accDescr)\b[^\n]*",
    re.S | re.M,
)
FRONT_TITLE: Final = pattern(r"\A\s*+---\n(?:(?!---|title:).*+\n)*+title:[ \t]*+(.++)")
TITLE: Final = pattern(
    r"^[ \t]*(?:accTitle[ \t]*:|title[ \t]|pie[ \t]+(?:showData[ \t]+)?title[ \t])"
    r"[ \t]*([^\n{}=]+)$",
    re.M,
)
BOXED: Final = frozenset({"流程图", "思维导图", "框图", "看板", "架构图"})
"""Their words stand in brackets, or alone in a line."""

WIDE: Final = "[\u3400-\u9fff][^\\s\\[\\](){}|\"'<>:;,，、=+*-]*"
IN_BOXES: Final = pattern(
    r"\"([^\"\n]*)\"|(?<![\[({])[\[({]++[/\\]?([^\[\](){}|\"\n]+)"
    rf"|^[ \t]*({WIDE})[ \t]*$",
    re.M,
)
SAID: Final = pattern(
    rf"(?<=[^:\s]):[ \t]+([^\n:{{}}\[\]\"]+)$|\"([^\"\n]*)\"|({WIDE})", re.M
)
IN_DOT: Final = pattern(rf"\"([^\"\n]*)\"|>([^<>\n]+)<|({WIDE})")
ATTRIBUTE: Final = pattern(
    r"\b(?!x?label\b)\w+\s*=\s*(?:\"[^\"\n]*\"|[\w.#-]+)|\b(?:di)?graph\b[^{\n]*"
)
MARKUP: Final = pattern(r"<[^<>]*>|[`*#|]|&\w+;|\\[nlr]")


def describe(drawing: Drawing, title: str = "") -> str:
    """One line that stands for a diagram: kind and title, or kind and words."""
    source = drawing.source[:READ_CHARS]
    is_dot = drawing.kind is DrawingKind.DOT
    kind = "关系图" if is_dot else kind_of(source)
    if found := title or ("" if is_dot else title_in(source)):
        return f"{kind}：{found}" if kind not in found else found
    labels = words_in_dot(source) if is_dot else words_in(source, kind)
    between = " → " if kind in FLOWING else "、"
    return f"{kind}：{between.join(labels)}" if labels else kind


def kind_of(source: str) -> str:
    """What a Mermaid diagram is called in Chinese."""
    first = re.search(r"^\s*([A-Za-z0-9]+)", UNSEEN.sub("", source), re.M)
    name = first[1] if first else ""
    return NAMES.get(name) or NAMES.get(name.removesuffix("Beta"), "图")


def title_in(source: str) -> str:
    """The title a Mermaid diagram gives itself."""
    found = FRONT_TITLE.search(source) or TITLE.search(source)
    return plain(found[1]).strip("\"'") if found else ""


def words_in(source: str, kind: str) -> list[str]:
    """The first few labels of a Mermaid diagram."""
    body = UNSEEN.sub("", source).strip()
    _, _, rest = body.partition("\n")
    return first_words(rest or body, IN_BOXES if kind in BOXED else SAID)


def words_in_dot(source: str) -> list[str]:
    """The first few labels and names of a graph."""
    return first_words(ATTRIBUTE.sub("", UNSEEN.sub("", source)), IN_DOT)


def first_words(source: str, labels: re.Pattern[str]) -> list[str]:
    """The first few different labels of a source."""
    words: dict[str, None] = {}
    for found in labels.finditer(source):
        word = plain(next(filter(None, found.groups()), ""))
        if len(word) > 1 or (word and not word.isascii()):
            words.setdefault(word[:LONGEST_WORD])
        if len(words) == MOST_WORDS:
            break
    return list(words)


def plain(label: str) -> str:
    """A label without what is no word in it."""
    return " ".join(MARKUP.sub(" ", label).split())

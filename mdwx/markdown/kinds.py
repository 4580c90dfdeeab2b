"""The kinds of callouts: GitHub's five, Obsidian's, and those of site generators."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mdwx.records import dataclass

__all__ = ["KINDS", "Kind", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a callout looks, and what it is called if it has no title."""

    name: str
    title: str


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        name: Kind(kind, title)
        for kind, names in {
            "note": {"note": "说明"},
            "abstract": {"abstract": "摘要", "summary": "小结", "tldr": "要点"},
            "info": {"info": "信息"},
            "todo": {"todo": "待办"},
            "tip": {"tip": "提示", "hint": "提示"},
            "important": {"important": "重要"},
            "success": {"success": "成功", "check": "完成", "done": "完成"},
            "question": {"question": "问题", "help": "求助", "faq": "常见问题"},
            "warning": {"warning": "注意", "attention": "注意"},
            "caution": {"caution": "警告"},
            "failure": {"failure": "失败", "fail": "失败", "missing": "缺失"},
            "danger": {"danger": "危险", "error": "错误"},
            "bug": {"bug": "缺陷"},
            "example": {"example": "示例"},
            "quote": {"quote": "引用", "cite": "引用"},
            "details": {"details": "详情"},
        }.items()
        for name, title in names.items()
    }
)
"""By every name an author may use, in small letters.

``important`` and ``caution`` have looks of their own, as on GitHub; to Obsidian
they are other names of ``tip`` and ``warning``.
"""


def kind_of(name: str) -> Kind:
    """The kind of this name; an unknown one is a note that is called by it."""
    return KINDS.get(name.lower()) or Kind("note", name[:1].upper() + name[1:])

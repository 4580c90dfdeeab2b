"""Who says so, and when: the sources that rules name."""

from __future__ import annotations

from typing import Final, NamedTuple

from mdwx.model import Text

__all__ = [
    "CARDS",
    "COMMONMARK",
    "DARK_MODE",
    "DEVELOPERS",
    "DRAFT_PAGE",
    "EDITOR",
    "FORUM",
    "MATERIAL_PAGE",
    "OURS",
    "PEERS",
    "PUBLISHED",
    "PUBLISH_PAGE",
    "READ_BACK",
    "REFUSED",
    "STYLES",
    "TROJAN",
    "WCAG",
    "Source",
    "structure",
]


class Source(NamedTuple):
    """Where a rule comes from."""

    said_by: Text
    date: str
    """A year, or a year and a month, or a day."""


def structure(section: str) -> Source:
    """A section of WeChat's article structure rules (wechatjs, MIT)."""
    said = Text(
        zh=f"微信官方：文章结构规则 {section}",
        en=f"official: WeChat's article structure rules, {section}",
    )
    return Source(said, "2026-08-07")


DRAFT_PAGE: Final = Source(
    Text(zh="微信官方文档：新建草稿", en="official: the draft/add page"), "2025-12-19"
)
MATERIAL_PAGE: Final = Source(
    Text(
        zh="微信官方文档：上传图文消息图片、新增永久素材",
        en="official: the uploadimg and add_material pages",
    ),
    "2025-12-19",
)
PUBLISH_PAGE: Final = Source(
    Text(zh="微信官方文档：发布能力", en="official: the freepublish pages"),
    "2025-12-19",
)
DARK_MODE: Final = Source(
    Text(
        zh="微信官方：mp-darkmode 1.2.1 的算法",
        en="official: how mp-darkmode 1.2.1 recolours",
    ),
    "2025-09",
)
EDITOR: Final = Source(
    Text(
        zh="实测：草稿在公众号编辑器里打开、保存之后",
        en="measured: drafts opened and saved in the web editor",
    ),
    "2026-04",
)
READ_BACK: Final = Source(
    Text(
        zh="实测：写入草稿再读出来",
        en="measured: drafts written and read back",
    ),
    "2026-06",
)
PUBLISHED: Final = Source(
    Text(
        zh="统计：已发布文章里的三万个 style 属性",
        en="counted: 30 000 style attributes of published articles",
    ),
    "2026-08",
)
STYLES: Final = Source(
    Text(
        zh="统计和官方：文章里没有样式表，只有 style 属性",
        en="counted and official: an article has style attributes and no stylesheet",
    ),
    "2026-08",
)
REFUSED: Final = Source(
    Text(
        zh="实测：微信返回 45166 等错误码", en="measured: refused with 45166 and such"
    ),
    "2026-09",
)
PEERS: Final = Source(
    Text(
        zh="用户和同类工具的报告",
        en="reported by users and by other tools",
    ),
    "2026-08",
)
FORUM: Final = Source(
    Text(zh="微信开放社区里的答复", en="answers in WeChat's developer forum"), "2026"
)
DEVELOPERS: Final = Source(
    Text(zh="微信官方文档：小程序卡片和链接", en="official: mini programs in articles"),
    "2025-12-19",
)
CARDS: Final = Source(
    Text(zh="已发布文章里名片的写法", en="seen in cards of published articles"),
    "2026-08",
)
COMMONMARK: Final = Source(
    Text(
        zh="CommonMark 0.31 和各种编辑器自己的写法",
        en="CommonMark 0.31, and the dialects of editors",
    ),
    "2024-01",
)
WCAG: Final = Source(
    Text(zh="WCAG 2.2（无障碍指南）", en="WCAG 2.2 on accessibility"), "2023-10"
)
TROJAN: Final = Source(
    Text(zh="CVE-2021-42574（Trojan Source）", en="CVE-2021-42574, Trojan Source"),
    "2021-11",
)
OURS: Final = Source(Text(zh="mdwx 自己的规矩", en="a rule of mdwx's own"), "2026-11")

"""The keys of the front matter: ours, their aliases, and other tools' keys."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = ["ALIASES", "KEYS", "KNOWN", "SILENT"]

KEYS: Final = (
    "title",
    "author",
    "digest",
    "cover",
    "cover_focus",
    "source_url",
    "comments",
    "theme",
    "theme_options",
    "code_theme",
    "type",
    "images",
    "bundle",
    "order",
    "slug",
    "date",
    "account",
    "style",
    "draft",
    "publish_at",
)
_OTHER_TOOLS: Final = """
    abbrlink abstract alias aliases archive archived banner banner_img bannerImg
    build cascade categories category classes collection comment copyright created
    created_at cssclass cssclasses dateCreated dateModified description_html
    disableNunjucks editPost enableToc excerpt_separator expiryDate favorite
    featured featured_image fontawesome guid hasCJKLanguage header headless hidden
    hide hideMeta hideSummary home id index index_img isCJKLanguage katex keyword
    keywords lang language lastUpdated lastmod last_modified_at layout license
    lightgallery linkTitle location mathjax markup math math_engine mermaid menu
    menus meta modified nav_order noindex outputs page pageClass params parent
    password path permalink photos pin pinned plantuml post_id priority private
    publish publishDate published_at rating readingTime readmore recommend redirect
    redirect_from related render_with_liquid resources robots searchHidden series
    series_order share ShowToc showToc sidebar sitemap social source status sticky
    subtitle subject tag tags template thumbnail time toc TocOpen tocOpen top
    top_img translationKey uid up updated updated_at updateDate url uuid version
    video views weight 分类 创建时间 关键词 日期 更新时间 标签
"""

ALIASES: Final = MappingProxyType(
    {
        "标题": "title",
        "作者": "author",
        "description": "digest",
        "summary": "digest",
        "excerpt": "digest",
        "摘要": "digest",
        "coverImage": "cover",
        "featureImage": "cover",
        "image": "cover",
        "封面": "cover",
        "content_source_url": "source_url",
        "原文地址": "source_url",
        "need_open_comment": "comments",
        "only_fans_can_comment": "comments",
        "样式": "theme",
        "代码高亮": "code_theme",
        "image_list": "images",
        "公众号": "account",
    }
)
"""For each accepted alias, the key it stands for."""

SILENT: Final = frozenset(_OTHER_TOOLS.split())
"""Keys of Hexo, Hugo, Jekyll, Obsidian and their themes: nothing to say."""

KNOWN: Final = MappingProxyType(
    {name.casefold(): name for name in (*SILENT, *KEYS, *ALIASES, "published")}
)
"""Every key we accept, by its folded name: ``Title`` is ``title``."""

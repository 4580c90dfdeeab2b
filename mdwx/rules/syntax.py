"""M: Markdown that was not read as its author meant it."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import NOTE, Rule
from mdwx.rules.sources import COMMONMARK, DRAFT_PAGE, OURS

__all__ = ["TITLE"]

TITLE: Final = Text(zh="Markdown 的写法", en="Markdown")


class ForeignSyntax(Rule, code="M013", source=COMMONMARK):
    """别的工具的写法，读者会看到原样
    syntax of another tool; readers see it as it stands

    为什么
        文章从 Hugo、Hexo、Obsidian 或别的编辑器搬来，留下的写法没有人替换，
        读者会看到源码。
    Why
        Posts come from Hugo, Hexo, Obsidian and other editors. What nobody replaces
        reaches readers as source.
    不好
        {{ site.title }} 更新了。
    好
        我的博客更新了。
    """


class ShownAsCode(Rule, code="M014", source=OURS):
    """这里的图会显示成代码
    this diagram is shown as code

    为什么
        mdwx 会画 mermaid 和 dot；PlantUML、ECharts 之类的画不了。
    Why
        mdwx draws mermaid and dot; not PlantUML, ECharts and the like.
    不好
        ```plantuml
        A -> B
        ```
    好
        A 把消息发给 B：

        ```mermaid
        graph TD; A-->B
        ```
    """


class UnusedFootnote(Rule, code="M050", source=COMMONMARK):
    """没有引用的脚注，不会出现在文章里
    a footnote that is never referred to is left out

    为什么
        多半是删了正文忘了脚注，或者名字写得不一样。
    Why
        Most likely its sentence was deleted, or the names differ.
    不好
        正文。

        [^来源]: 某某报，2026 年。
    好
        正文[^来源]。

        [^来源]: 某某报，2026 年。
    """


class TitleLink(Rule, code="M051", source=DRAFT_PAGE):
    """标题里的链接不会出现在文章里
    a link in the title is not in the article

    为什么
        文章的标题是纯文字，第一个一级标题成了标题，里面的链接就没了。
    Why
        A title is plain text: the first heading becomes the title and loses its links.
    不好
        ---
        author: 张三
        ---

        # 读[《红楼梦》](https://example.com/)

        正文。
    好
        ---
        author: 张三
        ---

        # 读《红楼梦》

        正文，书在[这里](https://example.com/)。
    """


class OpenContainer(Rule, code="M063", source=OURS):
    """::: 没有结束，一直到末尾
    a ::: container is never closed and goes on to the end

    为什么
        后面的整篇文章都进了这个框。
    Why
        All the rest of the article is in the box.
    不好
        ::: tip
        带上水杯。

        后面的正文。
    好
        ::: tip
        带上水杯。
        :::

        后面的正文。
    """


class UnknownContainer(Rule, code="M064", source=OURS, severity=NOTE):
    """不认识的 :::，里面的内容照常显示，没有外框
    an unknown ::: container; what it holds is shown without a box

    为什么
        每个站点生成器都有自己的名字；认得的有 note、tip、info、important、warning、
        caution、danger、details，以及 row、gallery、slider、left、center、right。
    Why
        Every site generator has names of its own. Known are note, tip, info,
        important, warning, caution, danger, details, and row, gallery, slider, left,
        center, right.
    不好
        ::: spoiler
        凶手是管家。
        :::
    好
        ::: details 剧透
        凶手是管家。
        :::
    """


class EmptyOutline(Rule, code="M065", source=OURS, severity=NOTE):
    """没有小标题可列，[TOC] 不显示
    there are no headings, so [TOC] shows nothing

    为什么
        目录列的是正文里的一到三级标题。
    Why
        The outline lists the headings of the text, down to the third level.
    不好
        [TOC]

        正文。
    好
        [TOC]

        ## 第一部分

        正文。
    """


class LostShortcode(Rule, code="M066", source=OURS):
    """短代码只有站点生成器认得，已去掉
    a shortcode means nothing here and is left out

    为什么
        Hugo、Hexo 的短代码在它们的主题里才有意义；留着，读者就会看到源码。
    Why
        Shortcodes of Hugo and Hexo mean something in their themes alone; readers would
        see their source.
    不好
        {{< ad >}}

        正文。
    好
        正文。
    """


class SecondOutline(Rule, code="M067", source=OURS, severity=NOTE):
    """一篇文章只列一次目录，多余的 [TOC] 已去掉
    an article has one outline; another [TOC] is left out

    为什么
        微信里的目录点不了，列两遍只是占地方。
    Why
        Nobody can jump from an outline in WeChat; twice it only takes room.
    不好
        [TOC]

        ## 第一部分

        正文。

        [TOC]
    好
        [TOC]

        ## 第一部分

        正文。
    """


class OpenComment(Rule, code="M073", source=OURS):
    """%% 注释没有收尾，读者会看到它
    a %% comment is never closed, and readers see it

    为什么
        没有另一半的 %% 不是注释，里面写给自己的话就发出去了。
    Why
        A %% without its partner is no comment, and words for yourself go out.
    不好
        正文。 %%这里还要核对

        下一段。
    好
        正文。 %%这里还要核对%%

        下一段。
    """


class ExtraCells(Rule, code="M074", source=COMMONMARK):
    """这一行的格子比表头多，多出来的没有发出去
    a row has more cells than the head; the others are left out

    为什么
        表格有几列由表头决定；多半是正文里有一条竖线，被当成了格子的边。
    Why
        The head says how many columns there are. Most likely a bar in the words was
        taken for the edge of a cell.
    不好
        | 命令 |
        | ---- |
        | a | b |
    好
        | 命令 |
        | ---- |
        | a \\| b |
    """

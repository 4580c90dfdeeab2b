"""C140 to C155: WeChat's own structure rules, over the finished article.

mdwx rewrites what breaks them before they are looked at, so most never meet a post;
they look again, because an article cannot be changed once it is published.
"""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, WARNING, Rule
from mdwx.rules.sources import PUBLISHED, structure

__all__ = ["TITLE"]

TITLE: Final = Text(zh="微信的结构规则", en="WeChat's structure rules")


class StructureRule(Rule, syntax="html"):
    """Its examples are pieces of a finished article."""


class Transparent(StructureRule, code="C140", source=structure("1.1"), severity=ERROR):
    """完全透明的内容，读者看不见
    wholly transparent content, which no reader sees

    为什么
        用透明的图骗点击的排版，微信不收；普通文章里多半是动画的残留。
    Why
        Layouts that hide what a tap reveals are refused; elsewhere it is most likely
        left over from an animation.
    不好
        <section style="opacity: 0"><p>字</p></section>
    好
        <section style="opacity: .9"><p>字</p></section>
    """


class Caret(
    StructureRule,
    code="C141",
    source=structure("1.2"),
    severity=ERROR,
    is_firm=False,
):
    """设置了光标的颜色
    the colour of the caret is set

    为什么
        文章里没有光标，透明的光标会让在编辑器里改字的人找不到自己在哪。
    Why
        An article has no caret, and a transparent one hides the editor's own.
    不好
        <p style="caret-color: transparent">字</p>
    好
        <p>字</p>
    """


class LowLines(
    StructureRule, code="C142", source=structure("1.3"), severity=(WARNING, ERROR)
):
    """行高小于字号，几行字会叠在一起
    lines are lower than their text and overlap

    为什么
        手机上一行放不下的字会折行，行高不够就叠成一团。
        行高为 0 的字完全看不见，是错误。
    Why
        A phone wraps what does not fit a line, and low lines overlap. Words in lines of
        height 0 cannot be seen, which is an error.
    不好
        <p style="font-size: 20px; line-height: 14px">字</p>
    好
        <p style="font-size: 20px; line-height: 1.6">字</p>
    """


class WideBox(
    StructureRule,
    code="C143",
    source=structure("1.4"),
    limits=("fixed_width", "side_space"),
):
    """宽度在手机上放不下
    a width does not fit a phone

    为什么
        正文在手机上宽 335px，电脑上 677px；写死的宽度和推得太远的边距总有一边不对。
        可以左右滑动的盒子里不限。
    Why
        Text is 335 px wide on a phone and 677 px on a desktop; what is fixed or pushed
        too far is wrong on one of them. A box that scrolls may hold anything.
    不好
        <section style="width: 600px"><p>字</p></section>
    好
        <section style="width: 100%"><p>字</p></section>
    """


class SplitPicture(
    StructureRule,
    code="C144",
    source=structure("1.4"),
    limits=("phone_picture", "split_picture"),
):
    """图片在手机上占满，电脑上偏窄
    a picture fills a phone and not a desktop

    为什么
        宽 376 到 676px 的图，官方检查认为居中不一致；写成百分比就一样了。
    Why
        The official checker finds pictures of 376 to 676 px centred inconsistently; a
        share of the width is the same everywhere.
    不好
        <p><img src="a.png" alt="花" data-w="500"></p>
    好
        <p><img src="a.png" alt="花" data-w="500" style="width: 80%"></p>
    """


class FixedHeight(
    StructureRule, code="C145", source=structure("1.5"), severity=(WARNING, ERROR)
):
    """固定的高度会切掉文字
    a fixed height cuts off words

    为什么
        读者可以调大字号，手机上的行数也比电脑多。高度为 0 的字完全看不见，是错误。
    Why
        Readers enlarge text, and a phone has more lines than a desktop. Words in a box
        of height 0 cannot be seen, which is an error.
    不好
        <p style="height: 20px">字</p>
    好
        <p style="min-height: 20px">字</p>
    """


class PlatformSide(StructureRule, code="C146", source=structure("1.6")):
    """各个平台对 text-align 的这个值理解不一样
    platforms disagree on this value of text-align

    为什么
        start 和 end 看书写方向，安卓、iOS 和电脑不一致。
    Why
        start and end depend on the direction of writing, which platforms see
        differently.
    不好
        <p style="text-align: start">字</p>
    好
        <p style="text-align: left">字</p>
    """


class TouchOnly(StructureRule, code="C147", source=structure("1.7")):
    """SVG 动画只在触摸时开始，电脑上不动
    an animation begins at a touch only, and never on a desktop

    为什么
        电脑上没有触摸，begin 要同时写 click。
    Why
        There is no touch on a desktop: begin has to name click as well.
    不好
        <svg viewBox="0 0 9 9"><animate begin="touchstart"></animate></svg>
    好
        <svg viewBox="0 0 9 9"><animate begin="touchstart;click"></animate></svg>
    """


class CutCode(
    StructureRule, code="C148", source=structure("1.8"), limits=("pre_line",)
):
    """pre 里的长行会被切掉
    a long line is cut off in a pre

    为什么
        pre 自己不能滚动，官方检查把它算作溢出；里面要有一个可以滑动的块。
    Why
        The official checker calls a pre that scrolls itself an overflow; a block inside
        it may.
    不好
        <pre>if (is_ready) { send(article, to=account); }</pre>
    好
        <pre><code style="display: block; overflow-x: auto">if (is_ready) {
        send(article, to=account); }</code></pre>
    """


class EditorMark(StructureRule, code="C149", source=structure("2.2"), severity=ERROR):
    """编辑器的标记 leaf、nodeleaf 包了不该包的东西
    the editor's marks leaf and nodeleaf hold what they may not

    为什么
        span[leaf] 只能包文字，section[nodeleaf] 只能包一张图或一张卡片；
        不然内容会被拆开。
    Why
        span[leaf] may hold words, section[nodeleaf] one picture or one card; anything
        else is taken apart.
    不好
        <section nodeleaf="">字</section>
    好
        <p><span leaf="">字</span></p>
    """


class BlockInWords(
    StructureRule,
    code="C150",
    source=structure("2.2"),
    severity=ERROR,
    is_firm=False,
):
    """段落里放了块，编辑器会把它拆开
    a block inside a paragraph, which the editor takes apart

    为什么
        p、标题、span 里只能放文字；拆开的碎片会丢掉样式。
    Why
        Paragraphs, headings and spans hold words; the pieces lose their style.
    不好
        <p>甲<section>乙</section></p>
    好
        <section><p>甲</p><p>乙</p></section>
    """


class ForeignFont(StructureRule, code="C151", source=structure("3")):
    """正文用了自己的字体
    running text has a font of its own

    为什么
        官方规则：不设 font-family，或者以平台自己的那一串（mp-quote、PingFang SC……）
        开头；不设最好，读者手机的字体最合适。代码可以用等宽字体：列要对齐，里面几乎都是拉丁字母，
        官方的检查程序也不管；就算被去掉，换行和缩进已经写成 br 和不断行空格，照样能读。
    Why
        The official rules: leave font-family alone, or begin with the platform's own
        stack (mp-quote, PingFang SC …); none is best. Code may be monospaced: its
        columns must line up and it is Latin nearly always. Where the stack is dropped,
        its line breaks and fixed spaces keep it legible.
    不好
        <p style="font-family: Georgia, serif">字</p>
    好
        <code style="font-family: Menlo, Consolas, monospace">x = 1</code>
    """


class Hidden(StructureRule, code="C155", source=PUBLISHED):
    """隐藏的内容会发出去，读者看不到
    content that is sent and never shown

    为什么
        藏着的关键词会被当成作弊。
    Why
        Hidden keywords are taken for an attempt to deceive.
    不好
        <p>字</p><p style="display: none">关键词</p>
    好
        <p>字</p>
    """

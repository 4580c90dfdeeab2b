"""W: what a browser measures of a laid-out article (``mdwx check --browser``)."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, WARNING, Rule, Stage
from mdwx.rules.sources import structure

__all__ = ["TITLE"]

TITLE: Final = Text(zh="版面", en="Layout")


class LayoutRule(Rule, syntax="html"):
    """Its examples are pieces of a finished article."""

    stage = Stage.BROWSER


class BoxOffScreen(
    LayoutRule, code="W001", source=structure("1.4"), severity=(WARNING, ERROR)
):
    """盒子超出屏幕，又不能左右滑动
    a box leaves the screen, and nothing scrolls it

    为什么
        页面会藏起伸到外面的部分：表格缩不下去，右边的字就看不到了，那是错误。
    Why
        The page hides what sticks out of it. Where a table does not shrink, its words
        at the right are lost, which is an error.
    不好
        <section style="min-width: 800px"><p>很宽的盒子</p></section>
    好
        <section style="overflow-x: auto"><p style="min-width: 800px">滑</p></section>
    """


class WordsOffScreen(LayoutRule, code="W002", source=structure("1.4"), severity=ERROR):
    """文字在屏幕外面，看不到
    words lie outside the screen

    为什么
        不换行的长句、负的缩进、位移，把字推到了手指够不着的地方。
    Why
        A line that cannot break, a negative indent or a shift puts words where no
        finger can bring them in.
    不好
        <p style="text-indent: -80px">看不到开头的一段</p>
    好
        <p style="text-indent: 2em">看得到开头的一段</p>
    """


class CutWords(LayoutRule, code="W003", source=structure("1.5"), severity=ERROR):
    """盒子切掉了里面的文字
    a box cuts off words inside

    为什么
        读者可以调大字号；今天刚好放得下的，换一台手机就被切掉了。
    Why
        Readers set the size of the text themselves: what just fits today is cut on the
        next phone.
    不好
        <p style="max-height: 20px; overflow: hidden">这一段在手机上要两行才放得下</p>
    好
        <p>这一段在手机上要两行才放得下</p>
    """


class WordsOnWords(
    LayoutRule,
    code="W004",
    source=structure("4.2.2"),
    severity=ERROR,
    is_firm=False,
):
    """文字压在文字上面
    words lie on other words

    为什么
        负的边距和位移在一种宽度上合适，换一种就压住了；深色模式也弄不清谁在谁上面。
    Why
        A negative margin or a shift that fits one width does not fit the next, and dark
        mode cannot tell what lies on what.
    不好
        <p>前一段</p><p style="margin-top: -24px">压上来的一段</p>
    好
        <p>前一段</p><p style="margin-top: 8px">后一段</p>
    """


class WordsOnPicture(LayoutRule, code="W005", source=structure("4.2.2")):
    """文字压在图片上面
    words lie on a picture

    为什么
        图片不跟着深色模式变，字会变；白天看得清，夜里就不一定了。
    Why
        Dark mode changes words and no picture: what can be read by day may be lost at
        night.
    不好
        <p><img src="a.png" alt="湖"></p><p style="margin-top: -40px">写在湖上的字</p>
    好
        <p><img src="a.png" alt="湖"></p><p style="margin-top: 8px">写在湖下面的字</p>
    """


class LinesOnLines(LayoutRule, code="W006", source=structure("1.3")):
    """一段文字的几行叠在一起
    lines of one block run into each other

    为什么
        行高小于字号，或者行里有一个位移的盒子。
    Why
        The lines are lower than their text, or a shifted box stands in one of them.
    不好
        <p style="font-size: 20px; line-height: 14px">在手机上要两行才放得下的一段</p>
    好
        <p style="font-size: 20px; line-height: 1.6">在手机上要两行才放得下的一段</p>
    """


class Askew(LayoutRule, code="W007", source=structure("1.4")):
    """手机上占满，宽屏上偏窄
    it fills a phone and leaves a gap on wider screens

    为什么
        官方检查要求盒子占正文的比例和居中，从 375 到 677px 都一样。
    Why
        The official checker wants the share of the column and the centring to hold from
        375 to 677 px.
    不好
        <section style="width: 500px"><p>五百像素宽</p></section>
    好
        <section style="width: 80%"><p>八成宽</p></section>
    """


class PictureOffScreen(LayoutRule, code="W008", source=structure("1.4")):
    """图片比屏幕宽，右边看不到
    a picture lies partly outside the screen

    为什么
        页面给每张图片都加了上限；min-width 和 transform 会绕过它。
    Why
        The page caps every picture at its box; min-width and transform get past that.
    不好
        <p><img src="a.png" alt="湖" style="min-width: 600px"></p>
    好
        <p><img src="a.png" alt="湖" style="width: 100%"></p>
    """


class ShrunkWords(
    LayoutRule,
    code="W009",
    source=structure("1.4"),
    severity=(WARNING, ERROR),
    limits=("small_text",),
    is_firm=False,
):
    """图里的字、缩放的字，缩得看不清
    text of a drawing, or under a transform, shrinks until nobody can read it

    为什么
        宽的图缩进手机的一栏，字跟着缩小；让它可以左右滑动，或者少写一点。
    Why
        A wide drawing shrinks to the column of a phone, and its words with it. Let it
        scroll, or say less in it.
    不好
        <p style="transform: scale(.5)">缩成一半的字</p>
    好
        <p>原来大小的字</p>
    """


class StickingOut(LayoutRule, code="W010", source=structure("1.4")):
    """文字伸到了盒子外面
    words stick out of the box they are set in

    为什么
        窄盒子里不换行的字、固定高度里多出来的行，都落在框的旁边。
    Why
        What cannot break in a narrow box, and lines beyond a fixed height, lie beside
        their frame.
    不好
        <p style="width: 80px; white-space: nowrap">不肯换行的一句话</p>
    好
        <p style="width: 80px">换行的一句话</p>
    """


class TakenForOverflow(LayoutRule, code="W011", source=structure("1.8")):
    """微信的检查工具会当作溢出，虽然它可以滑动
    WeChat's own checker calls it too wide, although it scrolls

    为什么
        官方检查一段一段地看：滑动盒子里的宽表格，要在 table 上写 data-ignore-width。
    Why
        The official checker looks at each piece by itself: a wide table in a box that
        scrolls needs data-ignore-width on the table.
    不好
        <section style="overflow-x: auto">
        <table style="min-width: 800px">…</table></section>
    好
        <section style="overflow-x: auto">
        <table data-ignore-width="" style="min-width: 800px">…</table></section>
    """

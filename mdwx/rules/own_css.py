"""C001 to C021: what an author wrote as CSS in a post and WeChat does not keep."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import Rule
from mdwx.rules.sources import (
    DRAFT_PAGE,
    EDITOR,
    PEERS,
    PUBLISHED,
    READ_BACK,
    structure,
)

__all__ = ["TITLE"]

TITLE: Final = Text(zh="文章自己的样式", en="CSS in a post")


class OwnPosition(Rule, code="C001", source=EDITOR):
    """position 之类的定位去掉了
    positioning is left out

    为什么
        公众号编辑器会删掉定位，剩下的内容掉进正文，叠在一起。
    Why
        The web editor removes it, and what was positioned falls into the text.
    不好
        <p style="position: relative; top: -8px">字</p>
    好
        <p style="margin-top: 8px">字</p>
    """


class OwnMotion(Rule, code="C002", source=PUBLISHED):
    """动画、过渡、光标等没有作用的写法去掉了
    animations, transitions, cursors and such are left out

    为什么
        没有样式表就没有 @keyframes，CSS 动画动不起来；要动的东西用 GIF。
    Why
        Without a stylesheet there are no @keyframes. What is to move is a GIF.
    不好
        <p style="animation: blink 1s infinite">字</p>
    好
        <p style="color: #c0392b">字</p>
    """


class OwnFilter(Rule, code="C003", source=PUBLISHED):
    """滤镜、蒙版去掉了
    filters and masks are left out

    为什么
        三万个已发布的样式里一次也没出现过；靠 id 引用的一定失效。
    Why
        Not one was seen in 30 000 published styles, and those that refer to an id are
        dead.
    不好
        <p style="filter: blur(2px)">字</p>
    好
        <p style="opacity: .9">字</p>
    """


class OwnUnknown(Rule, code="C004", source=PUBLISHED):
    """发出之前算不出来的值去掉了
    a value that cannot be worked out beforehand is left out

    为什么
        env()、attr() 要到读者的手机上才有值，而文章里只有写死的样式。
    Why
        env() and attr() have a value on the reader's phone only; an article holds plain
        values.
    不好
        <p style="padding-bottom: env(safe-area-inset-bottom)">字</p>
    好
        <p style="padding-bottom: 16px">字</p>
    """


class OwnUnit(Rule, code="C005", source=PUBLISHED):
    """算不出来的长度单位去掉了
    a length in a unit that cannot be worked out is left out

    为什么
        rem、pt、cm 会换算成 px；ch、ex、vmin、vmax 要看读者的字体和屏幕，换算不了。
    Why
        rem, pt and cm become px; ch, ex, vmin and vmax depend on the reader's font and
        screen.
    不好
        <p style="padding-left: 4ch">字</p>
    好
        <p style="padding-left: 2em">字</p>
    """


class OwnPicture(Rule, code="C006", source=DRAFT_PAGE):
    """样式里的外部图片去掉了
    a picture from elsewhere in a style is left out

    为什么
        微信过滤不在自己服务器上的图片；作为正文图片插入的，mdwx 会上传。
    Why
        WeChat filters pictures of other hosts. One that stands in the text is uploaded.
    不好
        <section style="background-image: url(https://example.com/a.png)">字</section>
    好
        ![背景上的图案](a.png)

        字
    """


class OwnFont(Rule, code="C008", source=structure("3")):
    """自己的字体去掉了
    a font of one's own is left out

    为什么
        微信不加载字体，读者手机的字体最合适；官方规则也要求不设 font-family。
    Why
        WeChat loads no fonts, and asks not to set font-family: the reader's own fits.
    不好
        <p style="font-family: KaiTi">字</p>
    好
        <p style="letter-spacing: 1px">字</p>
    """


class OwnLineHeight(Rule, code="C010", source=structure("1.3")):
    """小于字号的行高去掉了
    a line height below the size of the text is left out

    为什么
        几行字会叠在一起，是官方检查的错误。
    Why
        Lines overlap, which the official checker calls an error.
    不好
        <p style="line-height: .8">字</p>
    好
        <p style="line-height: 1.75">字</p>
    """


class OwnHeight(Rule, code="C011", source=structure("1.5")):
    """为 0 的高度去掉了，不然里面的字看不见
    a height of 0 is left out, for it hides what is inside

    为什么
        高度为 0 的盒子里有字，是官方检查的错误；只想留空就用 margin。
    Why
        The official checker calls words in a box of height 0 an error.
    不好
        <p style="height: 0">字</p>
    好
        <p style="margin: 0">字</p>
    """


class OwnCaret(Rule, code="C014", source=structure("1.2")):
    """光标的颜色去掉了
    the colour of the caret is left out

    为什么
        文章里没有光标；透明的光标让编辑器里的人找不到自己在哪。
    Why
        An article has no caret, and a transparent one hides the editor's own.
    不好
        <p style="caret-color: transparent">字</p>
    好
        <p>字</p>
    """


class OwnImportance(Rule, code="C015", source=structure("4.5.2")):
    """!important 去掉了
    !important is left out

    为什么
        它压住平台自己的样式，还会破坏深色模式；写在元素上的样式本来就最优先。
    Why
        It defeats the platform's styles and dark mode; a style on the element wins
        anyway.
    不好
        <p style="color: #555 !important">字</p>
    好
        <p style="color: #555">字</p>
    """


class OwnHidden(Rule, code="C017", source=PUBLISHED):
    """隐藏的内容不会发出
    hidden content is left out

    为什么
        藏起来的字发出去也看不见，还会被当成作弊；所以 mdwx 不发，并且告诉你。
    Why
        Hidden words are seen by nobody and may be taken for cheating, so they are not
        sent, and you are told.
    不好
        <p style="display: none">藏起来的字</p>

        看得见的字。
    好
        看得见的字。
    """


class OwnGap(Rule, code="C018", source=PEERS):
    """gap 去掉了
    gap is left out

    为什么
        旧手机的 WebView 不认识 flex 里的 gap，东西会挤在一起。
    Why
        Old WebViews know no gap in flex boxes, and things stick together.
    不好
        <section style="display: flex; gap: 8px"><p>左</p><p>右</p></section>
    好
        <section style="display: flex"><p style="margin: 8px">左</p><p>右</p></section>
    """


class OwnDoubtful(Rule, code="C021", source=READ_BACK):
    """在一些手机上不起作用的写法
    CSS that does not work on every phone

    为什么
        网格、分栏、竖排、object-fit 看 WebView 的新旧；-moz- 之类的前缀没有一个手机认。
    Why
        Grids, columns, vertical writing and object-fit depend on the WebView; prefixes
        such as -moz- mean nothing on any phone.
    不好
        <section style="display: grid"><p>左</p><p>右</p></section>
    好
        <section style="display: flex"><p>左</p><p>右</p></section>
    """

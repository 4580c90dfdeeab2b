"""C110 to C123: the declarations of a stylesheet."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import NOTE, WARNING
from mdwx.rules.sheets import SheetRule
from mdwx.rules.sources import (
    DARK_MODE,
    DRAFT_PAGE,
    EDITOR,
    PEERS,
    PUBLISHED,
    structure,
)

__all__ = ["TITLE"]

TITLE: Final = Text(zh="样式表：每一条声明", en="Stylesheets: declarations")


class LostProperty(SheetRule, code="C110", source=EDITOR, severity=(WARNING, NOTE)):
    """微信不保留、或者在文章里不起作用的属性
    a property that WeChat removes, or that has no effect in an article

    为什么
        定位会被编辑器删掉，动画、滤镜没有在文章里出现过，网格和 gap 在旧手机上不行。
    Why
        The editor removes positioning; animations and filters were never seen in an
        article; grids and gaps fail on older phones.
    不好
        h2 { position: relative; }
    好
        h2 { margin-top: 24px; }
    """


class SheetFont(SheetRule, code="C111", source=structure("3")):
    """正文的字体
    a font for running text

    为什么
        官方规则：不设 font-family，或者以平台自己的那一串开头；不设最好。
        代码可以用等宽字体，列要对齐，里面几乎都是拉丁字母。
    Why
        The official rules: leave font-family alone, or begin with the platform's own
        stack; none is best. Code may be monospaced: its columns must line up.
    不好
        p { font-family: Georgia, serif; }
    好
        code { font-family: Menlo, Consolas, monospace; }
    """


class SheetPicture(SheetRule, code="C112", source=DRAFT_PAGE):
    """样式里的图片不会显示
    a picture in a style does not show

    为什么
        微信只显示自己服务器上的图片，主题里的没有人上传。
    Why
        WeChat shows pictures of its own hosts; nobody uploads those of a theme.
    不好
        .article { background-image: url(paper.png); }
    好
        .article { background-color: #f7f7f7; }
    """


class SheetWidth(SheetRule, code="C113", source=structure("1.4")):
    """比手机宽
    it is wider than a phone

    为什么
        正文在手机上宽 335px，电脑上 677px；写死的宽度总有一边不对。
    Why
        Text is 335 px wide on a phone and 677 px on a desktop; a fixed width is wrong
        on one of them.
    不好
        figure { width: 600px; }
    好
        figure { width: 100%; }
    """


class SheetHeight(SheetRule, code="C114", source=structure("1.5")):
    """固定的高度会截断文字
    a fixed height cuts text off

    为什么
        读者可以调大字号，手机上折的行也比电脑多。
    Why
        Readers enlarge text, and a phone has more lines than a desktop.
    不好
        blockquote { height: 80px; }
    好
        blockquote { padding: 20px 16px; }
    """


class SheetViewport(SheetRule, code="C115", source=PUBLISHED):
    """vw、vh 在微信里不可靠
    vw and vh are unreliable in WeChat

    为什么
        它们看的是整个窗口，不是正文；电脑上的窗口比正文宽得多。
    Why
        They measure the window and not the text, which is much narrower on a desktop.
    不好
        h1 { margin-top: 5vh; }
    好
        h1 { margin-top: 32px; }
    """


class TintedBackground(SheetRule, code="C116", source=DARK_MODE):
    """带颜色的近白底色，深色模式下变成一块灰白
    a tinted near-white ground turns into a pale slab in dark mode

    为什么
        微信只反转纯灰，带一点颜色的浅底不反转，留成一块亮斑。
    Why
        Dark mode inverts neutral greys; a light tint stays light.
    不好
        blockquote { background: #f6f8fa; }
    好
        blockquote { background: rgba(15, 123, 108, .08); }
    """


class LightLine(SheetRule, code="C117", source=DARK_MODE):
    """浅色实线，深色模式下很刺眼
    a light solid line glares in dark mode

    为什么
        深色模式按文字处理边框，#ddd 的线会变成亮灰。
    Why
        Dark mode treats borders as text: a line of #ddd turns bright.
    不好
        hr { border-top: 1px solid #ddd; }
    好
        hr { border-top: 1px solid rgba(0, 0, 0, .1); }
    """


class MiddleGrey(SheetRule, code="C118", source=DARK_MODE):
    """中灰的字，深色模式下看不清
    text of a middle grey is hard to read in dark mode

    为什么
        #595959 到 #7f7f7f 的灰既不够深、也不够浅，深色模式不动它。
    Why
        Greys from #595959 to #7f7f7f are neither lifted nor bright enough.
    不好
        figcaption { color: #666; }
    好
        figcaption { color: #888; }
    """


class SheetGradient(SheetRule, code="C119", source=structure("4.1.2")):
    """文字下的渐变，深色模式下变成一种颜色
    a gradient under text becomes one colour in dark mode

    为什么
        有字的渐变会被换成它的最后一种颜色，字可能就看不清了。
    Why
        A gradient under words is replaced by its last colour, and words may drown.
    不好
        h2 { background: linear-gradient(90deg, #fff, #07c160); }
    好
        h2::after { content: ""; background: linear-gradient(90deg, #fff, #07c160); }
    """


class ThinBorder(SheetRule, code="C120", source=PEERS):
    """小于 1px 的线会消失
    a line thinner than a pixel vanishes

    为什么
        一些安卓手机不画半个像素；要细就用浅一点的颜色。
    Why
        Some Android phones draw no half pixels; a lighter colour looks finer.
    不好
        hr { border-top: .5px solid rgba(0, 0, 0, .2); }
    好
        hr { border-top: 1px solid rgba(0, 0, 0, .1); }
    """


class ExactBlack(SheetRule, code="C121", source=PEERS):
    """纯黑会被编辑器当作没有颜色
    the editor takes exact black for no colour at all

    为什么
        #000 存进编辑器就没了，字回到平台默认的颜色。
    Why
        #000 is lost in the editor, and the words have the platform's colour again.
    不好
        p { color: #000; }
    好
        p { color: #3f3f3f; }
    """


class TightLines(SheetRule, code="C122", source=structure("1.3")):
    """行高太小，文字会碰在一起
    lines are so tight that they touch

    为什么
        中文的字面比拉丁字母高，1.2 以下就挤了；正文 1.6 到 2。
    Why
        Chinese characters fill their height: below 1.2 they touch; text wants 1.6 to 2.
    不好
        p { line-height: 1; }
    好
        p { line-height: 1.75; }
    """


class SheetHidden(SheetRule, code="C123", source=PUBLISHED):
    """主题把内容藏起来了
    the theme makes content disappear

    为什么
        作者写的字会不见，而作者不知道为什么。
    Why
        Words of the author vanish, and the author does not know why.
    不好
        figcaption { display: none; }
    好
        figcaption { font-size: 13px; }
    """

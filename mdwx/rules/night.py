"""D, C152 to C154: what dark mode makes of an article."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, Rule
from mdwx.rules.sources import DARK_MODE, WCAG, structure

__all__ = ["TITLE"]

TITLE: Final = Text(zh="深色模式", en="Dark mode")


class LostAtNight(
    Rule,
    code="D001",
    source=structure("4.3"),
    severity=ERROR,
    limits=("dark_contrast",),
    is_firm=False,
):
    """深色模式下，文字和底色几乎一样
    at night, text can hardly be told from what is behind it

    为什么
        微信在夜里给每篇文章换颜色；换完以后对比度不到 1.5，官方检查算错误。
    Why
        WeChat recolours every article at night; a contrast below 1.5 afterwards is an
        error of the official checker.
    不好
        <p style="color: rgba(51, 51, 51, .1)">字</p>
    好
        <p style="color: #3f3f3f">字</p>
    """


class FaintAtNight(Rule, code="D002", source=WCAG, limits=("dark_contrast",)):
    """深色模式下，文字不够清楚
    at night, text is hard to read

    为什么
        换完颜色以后对比度不到 3，大字也看不清。
    Why
        A contrast below 3 once dark mode has recoloured it is too low even for large
        text.
    不好
        <p style="background-color: #1e6bb8; color: #3f51b5">字</p>
    好
        <p style="background-color: #1e6bb8; color: #fff">字</p>
    """


class GradientAtNight(Rule, code="D003", source=structure("4.1.2")):
    """文字下面的渐变，深色模式里变成一种颜色
    a gradient behind text becomes one colour at night

    为什么
        有字的渐变会换成它的最后一种颜色；没有字的渐变不动。
    Why
        A gradient under words is replaced by its last colour; one without words stays.
    不好
        <p style="background-image: linear-gradient(90deg, #fff, #999)">字</p>
    好
        <p style="background-color: #f7f7f7">字</p>
    """


class SlabAtNight(Rule, code="D004", source=DARK_MODE):
    """带颜色的近白底色，深色模式里变成一块灰
    a tinted near-white ground becomes a grey slab at night

    为什么
        微信只反转纯灰；带一点颜色的浅底不反转，成了一块亮斑。
    Why
        Dark mode inverts neutral greys; a light tint stays light.
    不好
        <section style="background-color: #f6f8fa"><p>字</p></section>
    好
        <section style="background-color: rgba(15, 123, 108, .08)"><p>字</p></section>
    """


class GlareAtNight(Rule, code="D005", source=DARK_MODE):
    """浅色的实线，深色模式里会发亮
    light solid lines glare at night

    为什么
        深色模式按文字处理边框，#ddd 的线变成亮灰。
    Why
        Dark mode treats borders as text: a line of #ddd turns bright.
    不好
        <section style="border: 1px solid #ddd"><p>字</p></section>
    好
        <section style="border: 1px solid rgba(0, 0, 0, .1)"><p>字</p></section>
    """


class PictureAtNight(Rule, code="D006", source=structure("4.3.3")):
    """文字下面的背景图，深色模式里不变
    a background picture stays as it is at night, and text may drown in it

    为什么
        图不变，字也按白天的颜色来，图一深就看不清。
    Why
        Neither the picture nor the words change, and on a dark picture words drown.
    不好
        <p style="background-image: url(https://mmbiz.qpic.cn/mmbiz_png/a/0)">字</p>
    好
        <p style="background-color: #f7f7f7">字</p>
    """


class FaintByDay(Rule, code="D008", source=WCAG, limits=("contrast",)):
    """文字和底色太接近，白天也不容易看清
    text is too close to what is behind it, by day already

    为什么
        对比度太低的字，在太阳底下、在老人的手机上都看不清。
    Why
        Text of a low contrast cannot be read in the sun, nor by older people.
    不好
        <p style="color: #ddd">字</p>
    好
        <p style="color: #3f3f3f">字</p>
    """


class DarkInk(Rule, code="C153", source=structure("4.4")):
    """SVG 里深色的线条，深色模式下看不见
    dark ink of a drawing cannot be seen at night

    为什么
        深色模式不改 SVG：黑线还是黑的，页面变黑了。
        用 currentColor，或者先画一块浅色的底。
    Why
        Dark mode leaves drawings alone: black lines stay black on a black page. Use
        currentColor, or draw a light ground first.
    不好
        <svg viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#222222"></path></svg>
    好
        <svg viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="currentColor"></path></svg>
    """


class Importance(
    Rule,
    code="C152",
    source=structure("4.5.2"),
    severity=ERROR,
    syntax="html",
    is_firm=False,
):
    """!important 会破坏深色模式
    !important defeats dark mode

    为什么
        它压住平台自己的样式，也压住夜里换的颜色。唯一的例外是公式的 max-width。
    Why
        It defeats the platform's styles and the colours of the night. The one exception
        is the max-width of a formula.
    不好
        <p style="color: #3f3f3f !important">字</p>
    好
        <p style="color: #3f3f3f">字</p>
    """


class DarkSwitch(Rule, code="C154", source=structure("4.5.1")):
    """这里关掉了深色模式，夜里会很刺眼
    dark mode is switched off here, and it glares at night

    为什么
        data-no-dark 让这一块在夜里也是白的；官方只在品牌标志上接受，每一处都会报告。
    Why
        data-no-dark keeps a box white at night; WeChat accepts it for a brand's mark
        and reports each one.
    不好
        <section data-no-dark=""><p>字</p></section>
    好
        <section><p>字</p></section>
    """

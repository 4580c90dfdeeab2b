"""Picture posts (图片消息): pictures first, then plain text."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, NOTE, Rule
from mdwx.rules.sources import DRAFT_PAGE, OURS, REFUSED

__all__ = ["TITLE"]

TITLE: Final = Text(zh="图片消息", en="Picture posts")


class LongNewspic(
    Rule, code="S010", source=REFUSED, severity=ERROR, limits=("newspic_text",)
):
    """图片消息的文字太长
    the text of a picture post is too long

    为什么
        图片消息的文字最多 1000 个字符，多一个就被拒绝（45166）。
    Why
        A picture post holds 1000 characters; one more is refused (45166).
    不好
        一条写了 1200 个字的图片消息
    好
        写短一些，或者在头信息里改成 type: news
    """


class NoPictures(Rule, code="I060", source=DRAFT_PAGE, severity=ERROR):
    """图片消息里没有图片
    a picture post has no picture

    为什么
        图片消息至少要有一张图，不然微信不收。
    Why
        WeChat takes no picture post without one.
    不好
        ---
        type: newspic
        ---

        只有文字。
    好
        ---
        type: newspic
        ---

        秋天的湖。

        ![秋天的湖](lake.jpg)
    """


class ManyPictures(
    Rule, code="I061", source=DRAFT_PAGE, severity=ERROR, limits=("newspic_pictures",)
):
    """图片消息超过 20 张图
    a picture post has more than 20 pictures

    为什么
        最多 20 张，多了微信不收。
    Why
        WeChat takes at most 20 of them.
    不好
        ---
        type: newspic
        images: [1.jpg, 2.jpg, 3.jpg, 4.jpg, 5.jpg, 6.jpg, 7.jpg, 8.jpg, 9.jpg, 10.jpg,
          11.jpg, 12.jpg, 13.jpg, 14.jpg, 15.jpg, 16.jpg, 17.jpg, 18.jpg, 19.jpg,
          20.jpg, 21.jpg]
        ---

        秋天的湖。
    好
        ---
        type: newspic
        images: [1.jpg, 2.jpg, 3.jpg]
        ---

        秋天的湖。
    """


class NewspicAddress(Rule, code="L006", source=REFUSED):
    """图片消息的文字里有网址
    the text of a picture post holds an address

    为什么
        图片消息的文字不能带链接，有网址的曾被拒绝（45166）。
    Why
        The text of a picture post holds no links; ones with an address were refused.
    不好
        ---
        type: newspic
        ---

        报名看[这里](https://example.com/a)。

        ![报名的地方](a.jpg)
    好
        ---
        type: newspic
        ---

        报名看评论区。

        ![报名的地方](a.jpg)
    """


class NewspicFormula(Rule, code="M082", source=OURS, severity=NOTE):
    """图片消息里的公式只能显示源码
    a picture post shows the source of a formula

    为什么
        图片消息的文字是纯文字，画不出公式。
    Why
        The text of a picture post is plain and draws nothing.
    不好
        ---
        type: newspic
        ---

        设 $x^2 = 2$。

        ![面积是二的正方形](a.jpg)
    好
        ---
        type: newspic
        ---

        设 x 的平方等于 2。

        ![面积是二的正方形](a.jpg)
    """

"""X: what is wrong with a wish to ignore a rule."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import NOTE, Rule
from mdwx.rules.sources import OURS

__all__ = ["TITLE"]

TITLE: Final = Text(zh="忽略的写法", en="Ignoring rules")


class IdleIgnore(Rule, code="X001", source=OURS, severity=NOTE):
    """忽略了一条这里没有的规则
    a rule is ignored that has nothing to say here

    为什么
        毛病改好以后，忽略它的注释还留着；下一个真的毛病就会被它盖住。
    Why
        The fault was mended and the comment stayed: it would hide the next one.
    不好
        <!-- mdwx: ignore C060 -->

        大小正常的字。
    好
        大小正常的字。
    """


class RefusedIgnore(Rule, code="X002", source=OURS):
    """这一条不能忽略
    this one cannot be ignored

    为什么
        微信会拒绝、会丢字的错误，忽略了也发不出去，或者发出去就少了东西；
        文章发布后改不了。
    Why
        What WeChat refuses, or what loses words, does not go away by being ignored,
        and a published article cannot be changed.
    不好
        <!-- mdwx: ignore L060 -->

        [原文](https://mp.weixin.qq.com/cgi-bin/appmsg?token=1)
    好
        [原文](https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA)
    """


class UnknownIgnore(Rule, code="X003", source=OURS):
    """要忽略的规则不存在，或者没有写是哪一条
    the rule to be ignored does not exist, or is not named

    为什么
        写错的编号什么也不忽略；不写编号就什么都忽略的话，会盖住以后的毛病。
    Why
        A misspelled code ignores nothing; one that is left out would hide everything.
    不好
        <!-- mdwx: ignore I0622 -->

        ![](lake.jpg)

        文字。
    好
        <!-- mdwx: ignore I062 -->

        ![](lake.jpg)

        文字。
    """

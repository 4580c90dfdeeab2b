"""M: code, formulas and diagrams."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import NOTE, Rule
from mdwx.rules.sources import OURS, READ_BACK, TROJAN

__all__ = ["TITLE"]

TITLE: Final = Text(zh="代码、公式和图", en="Code, formulas and diagrams")


class UnreadFence(Rule, code="M075", source=OURS, severity=NOTE):
    """代码块开头有看不懂的选项，没有理会
    an option behind the fence means nothing here and is passed by

    为什么
        多半是写错了一个字，行号或标题就没有出来。
    Why
        Most likely a letter is wrong, and line numbers or the title are missing.
    不好
        ```python {1,x}
        a = 1
        ```
    好
        ```python {1}
        a = 1
        ```
    """


class MissingLines(Rule, code="M076", source=OURS, severity=NOTE):
    """要突出的行不在代码里
    a line that is to stand out is not in the code

    为什么
        代码删短以后忘了改行号，该突出的没有突出。
    Why
        The code became shorter and the numbers did not.
    不好
        ```python {3}
        a = 1
        ```
    好
        ```python {1}
        a = 1
        ```
    """


class UnseenInCode(Rule, code="M077", source=OURS, severity=NOTE):
    """代码里有看不见的字符
    code holds an invisible character

    为什么
        读者会连它一起复制，代码就跑不起来，还看不出为什么。
    Why
        Readers copy it with the code, which then fails for no visible reason.
    不好
        total<U+200B> = 1
    好
        total = 1
    """


class TurningInCode(Rule, code="M078", source=TROJAN):
    """代码里的字符改变阅读方向，看到的和运行的不一样
    a character in the code turns its direction: what is read is not what runs

    为什么
        这类字符曾被用来藏恶意代码；文章里的代码会被人复制去运行。
    Why
        Such characters were used to hide malicious code, and readers run what they
        copy.
    不好
        access = "user<U+202E>"  # 这里往回读
    好
        access = "user"
    """


class ControlInCode(Rule, code="M079", source=OURS, severity=NOTE):
    """代码里有文章放不下的控制字符，已去掉
    control characters in code, which no article can hold, are left out

    为什么
        复制终端的输出会带上颜色的控制字符，文章里放不下。
    Why
        Output copied from a terminal brings the codes of its colours along.
    不好
        <U+001B>[31merror<U+001B>[0m
    好
        error
    """


class Undrawn(Rule, code="M080", source=OURS):
    """公式或图画不出来，读者看到的是它的源码
    a formula or drawing could not be made; readers see its source

    为什么
        多半是少了一个括号，或者命令的名字写错了。
    Why
        Most likely a bracket is missing, or a command is misspelled.
    不好
        $\\frac{1}{2$
    好
        $\\frac{1}{2}$
    """


class WideFormula(Rule, code="M081", source=READ_BACK):
    """行内公式比手机还宽，会被缩小
    a formula in a line is wider than a phone and is made smaller

    为什么
        一行放不下的公式只能缩小；独占一行的可以左右滑动。
    Why
        What does not fit a line has to shrink; on lines of its own it scrolls.
    不好
        $a_1+a_2+a_3+a_4+a_5+a_6+a_7+a_8+a_9+a_{10}+a_{11}+a_{12}+a_{13}+a_{14}=0$
    好
        $$
        a_1+a_2+a_3+a_4+a_5+a_6+a_7+a_8+a_9+a_{10}+a_{11}+a_{12}+a_{13}+a_{14}=0
        $$
    """


class UndrawnDiagram(Rule, code="M085", source=OURS):
    """图画不出来，读者看到的是它的源码
    a diagram could not be drawn; readers see its source

    为什么
        语法有错，或者没有装 mdwx[diagrams]。
    Why
        Its syntax is wrong, or mdwx[diagrams] is not installed.
    不好
        ```dot
        digraph { a -> }
        ```
    好
        ```dot
        digraph { a -> b }
        ```
    """


class WideDiagram(Rule, code="M086", source=OURS):
    """图太宽，手机上字太小
    a diagram is so wide that its letters are too small on a phone

    为什么
        手机上只有 335px 宽；从左到右的长图缩到这么窄，字就看不清了。
    Why
        A phone is 335 px wide; a long diagram from left to right shrinks to that.
    不好
        ```mermaid
        graph LR; 第一步-->第二步-->第三步-->第四步-->第五步-->第六步-->第七步-->第八步
        ```
    好
        ```mermaid
        graph TD; 第一步-->第二步-->第三步-->第四步-->第五步-->第六步-->第七步-->第八步
        ```
    """

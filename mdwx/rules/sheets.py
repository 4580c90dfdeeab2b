"""R04x, C101 to C109, C124 to C132: the rules and selectors of a stylesheet."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, NOTE, WARNING, Rule
from mdwx.rules.sources import DARK_MODE, OURS, STYLES, structure

__all__ = ["TITLE"]

TITLE: Final = Text(zh="样式表：规则和选择器", en="Stylesheets: rules and selectors")


class SheetRule(Rule, syntax="css"):
    """Its examples are pieces of a stylesheet."""


class UnknownCodeColours(Rule, code="R041", source=OURS, severity=ERROR, syntax="toml"):
    """没有这种代码配色
    there is no such colouring for code

    为什么
        主题的 theme.toml 写了一个不存在的名字，代码就没有颜色可用。
    Why
        theme.toml names colours that do not exist, and code has none to go by.
    不好
        code_style = "github-drak"
    好
        code_style = "github-dark"
    """


class BrokenCss(SheetRule, code="R042", source=STYLES, severity=(ERROR, WARNING)):
    """这里的 CSS 写法有误
    this is not valid CSS

    为什么
        少一个括号或分号，后面的规则可能整片失效，所以先不用。
    Why
        One missing brace can take all that follows with it.
    不好
        p { color #555; }
    好
        p { color: #555; }
    """


class AtRule(SheetRule, code="C101", source=STYLES):
    """@media、@font-face 之类不起作用
    @media, @font-face and such have no effect

    为什么
        样式算进每个元素的 style 属性，文章里没有样式表，也就没有 @ 规则。
    Why
        Styles are computed into style attributes; an article has no stylesheet and so
        no at-rules.
    不好
        @media (prefers-color-scheme: dark) { p { color: #ccc; } }
    好
        p { color: #3f3f3f; }
    """


class NestedRule(SheetRule, code="C102", source=OURS):
    """不支持嵌套的规则
    nested rules are not supported

    为什么
        嵌套的规则没有用上，样式就少了一块。
    Why
        A nested rule is passed over, and its style is missing.
    不好
        blockquote { p { margin: 0; } }
    好
        blockquote p { margin: 0; }
    """


class BrokenSelector(SheetRule, code="C103", source=OURS):
    """选择器无法使用，整条规则被忽略
    a selector cannot be used, and its whole rule is ignored

    为什么
        浏览器也会忽略整条规则，样式就不见了。
    Why
        A browser ignores the whole rule as well, and its style is missing.
    不好
        p:: { color: #555; }
    好
        p { color: #555; }
    """


class PseudoElement(SheetRule, code="C104", source=STYLES):
    """这种伪元素不会显示
    a pseudo-element of this kind does not show

    为什么
        ::before、::after、::marker 会变成真的元素，别的变不了。
    Why
        ::before, ::after and ::marker become elements; no other can.
    不好
        p::first-letter { font-size: 2em; }
    好
        p::before { content: "❝"; font-size: 2em; }
    """


class StateSelector(SheetRule, code="C105", source=STYLES, severity=(WARNING, NOTE)):
    """:hover 之类的状态在文章里没有
    an article has no state such as :hover

    为什么
        没有样式表，也就没有“指着的时候”“点过以后”。
    Why
        Without a stylesheet nothing changes under a finger or once it was visited.
    不好
        a:hover { color: #c0392b; }
    好
        a { color: #c0392b; }
    """


class LocalVariable(SheetRule, code="C106", source=OURS):
    """变量只能定义在 :root 或 .article 里
    variables are defined in :root or .article only

    为什么
        变量要在发出之前算成值，mdwx 只看整篇文章的那一份。
    Why
        Variables are worked out beforehand, from those of the whole article.
    不好
        blockquote { --line: #0f7b6c; }
    好
        :root { --line: #0f7b6c; }
    """


class SheetImportance(SheetRule, code="C107", source=structure("4.5.2")):
    """!important 会被去掉
    !important is taken out

    为什么
        官方规则不许使用，它还会破坏深色模式。
    Why
        The official rules forbid it, and it breaks dark mode.
    不好
        p { color: #555 !important; }
    好
        .article p { color: #555; }
    """


class Unresolved(SheetRule, code="C108", source=STYLES):
    """算不出这个值
    the value cannot be worked out

    为什么
        文章里只有写死的值；变量要先定义，calc() 里单位要一致。
    Why
        An article holds plain values: define variables first, keep to one unit in
        calc().
    不好
        p { color: var(--accnet); }
    好
        :root { --accent: #0f7b6c; }
        p { color: var(--accent); }
    """


class NoSuchElement(SheetRule, code="C109", source=STYLES):
    """选择器不会匹配：文章里没有 html、body，也没有 id
    the selector matches nothing: an article has no html, body or ids

    为什么
        整篇文章是 .article；微信去掉所有的 id。
    Why
        The whole article is .article, and WeChat takes every id away.
    不好
        body { color: #3f3f3f; }
    好
        .article { color: #3f3f3f; }
    """


class Unsayable(SheetRule, code="C124", source=STYLES):
    """content 里写的变不成文字
    what content says cannot become text

    为什么
        ::before 会变成真的文字，图片和不认识的编号样式变不了。
    Why
        ::before becomes words; pictures and unknown kinds of numbers cannot.
    不好
        h2::before { content: url(star.png); }
    好
        h2::before { content: "★"; }
    """


class NoRoom(SheetRule, code="C125", source=STYLES):
    """这种元素里放不下 ::before
    there is no room for ::before in this element

    为什么
        图片、分隔线、表格、列表、代码里放不下文字；写在它外面的框上。
    Why
        Pictures, rules, tables, lists and code hold no words; write it for the box
        around.
    不好
        table::before { content: "表"; }
    好
        .table::before { content: "表"; }
    """


class FaintCode(Rule, code="C126", source=DARK_MODE, syntax="toml"):
    """看不清的代码配色
    colours of code that are hard to read

    为什么
        浅色要不低于 4.5，深色模式换算以后不低于 3；很多配色只在电脑上好看。
    Why
        A contrast of 4.5 by day and of 3 at night is needed, once dark mode has
        recoloured both; many colourings look good on a desk only.
    不好
        code_style = "solarized-light"
    好
        code_style = "mdwx-light"
    """


class NoSuchPart(SheetRule, code="C130", source=OURS, severity=(WARNING, NOTE)):
    """导入的样式表说到文章里没有的部分
    an imported stylesheet speaks of a part that an article has not

    为什么
        别的工具在文章里放了自己的元素；这里没有，那条规则就没有地方可用。
    Why
        The other tool puts elements of its own into an article; without them its rule
        has nothing to style.
    不好
        #nice .footnote-num { color: #888; }
        #nice p { margin: 0; }
    好
        #nice .footnote-ref { color: #888; }
        #nice p { margin: 0; }
    """


class Rewritten(SheetRule, code="C131", source=DARK_MODE, severity=NOTE):
    """导入时换了写法：白天一样，深色模式里也好看
    written otherwise: it looks the same by day and does well in dark mode

    为什么
        带颜色的近白底色在深色模式里变成一块灰白，浅色的实线会发亮；半透明的不会。
    Why
        In dark mode a near-white with a hue becomes a pale slab and a light line
        glares; translucent ones do not.
    不好
        #nice h2 { background: #fff5f5; }
    好
        #nice h2 { background: rgba(255, 5, 5, .04); }
    """


class OwnCodeColours(SheetRule, code="C132", source=OURS, severity=NOTE):
    """导入的样式表给代码上色
    an imported stylesheet colours code

    为什么
        代码的颜色来自 code_styles 里的 Pygments 样式，每一种都按深色模式检查过。
    Why
        Code has the colours of a Pygments style in code_styles, each of which was
        checked for dark mode.
    不好
        .hljs-string { color: #98c379; }
        #nice p { margin: 0; }
    好
        #nice pre { background: #282c34; }
        #nice p { margin: 0; }
    """

"""What is said about CSS that an article cannot show, and what to write instead.

The rules are those that WeChat's dark mode, editor and structure checker follow
(official mp-darkmode 1.2.1 and verify-article-structure 0.2.10; read-backs and
30 000 published style attributes, 2026).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["Advice"]


@dataclass(frozen=True, slots=True)
class Advice:
    """A problem, and what to write instead."""

    problem: Text
    hint: Text

    def about(self, subject: str) -> Advice:
        """The same with ``{}`` in the problem replaced by what it is about."""
        zh, en = self.problem.zh, self.problem.en
        named = Text(zh=zh.replace("{}", subject), en=en.replace("{}", subject))
        return Advice(named, self.hint)


def advice(zh: str, en: str, *, hint_zh: str, hint_en: str) -> Advice:
    """Both sentences in both languages."""
    return Advice(Text(zh=zh, en=en), Text(zh=hint_zh, en=hint_en))


BROKEN: Final = advice(
    "这里的 CSS 写法有误",
    "this is not valid CSS",
    hint_zh="检查花括号、冒号和分号",
    hint_en="look for a missing brace, colon or semicolon",
)
NESTED: Final = advice(
    "不支持嵌套的规则",
    "nested rules are not supported",
    hint_zh="写成单独的规则，选择器写全",
    hint_en="write a rule of its own with the whole selector",
)
AT_RULES: Final[Mapping[str, Advice]] = MappingProxyType(
    {
        "media": advice(
            "{} 不起作用：文章里没有样式表",
            "{} has no effect: an article has no stylesheet",
            hint_zh="宽度用百分比；深色由微信自己换算，用中性灰和半透明色",
            hint_en="use percentages; WeChat makes its own dark mode,"
            " which neutral greys and translucent colours suit",
        ),
        "font-face": advice(
            "{} 不起作用：微信不加载字体",
            "{} has no effect: WeChat loads no fonts",
            hint_zh="删去；正文用系统字体",
            hint_en="leave it out; text has the system's font",
        ),
        "keyframes": advice(
            "{} 不起作用：文章里没有动画",
            "{} has no effect: articles have no CSS animation",
            hint_zh="删去，或者用 GIF",
            hint_en="leave it out, or use a GIF",
        ),
        "import": advice(
            "{} 不会读取别的文件",
            "{} reads no other file",
            hint_zh="把内容抄进 theme.css",
            hint_en="copy what it names into theme.css",
        ),
    }
)
ANY_AT_RULE: Final = advice(
    "{} 不起作用：文章里没有样式表",
    "{} has no effect: an article has no stylesheet",
    hint_zh="把里面的规则写在外面",
    hint_en="write the rules in it without it",
)
BROKEN_SELECTOR: Final = advice(
    "选择器 {} 无法使用",
    "selector {} cannot be used",
    hint_zh="整条规则会被忽略；检查写法",
    hint_en="its whole rule is ignored; check how it is written",
)
PSEUDO_ELEMENT: Final = advice(
    "{} 不会显示：只有 ::before、::after 和 ::marker 会变成真的元素",
    "{} does not show: only ::before, ::after and ::marker become elements",
    hint_zh="删去，或者改用 ::before 加 content",
    hint_en="leave it out, or use ::before with content",
)
NO_ROOM: Final = advice(
    "{} 不会显示：这种元素里放不下文字",
    "{} does not show: there is no room for words in this element",
    hint_zh="写在它外面的框上，如 .table::before、.figure::after",
    hint_en="write it for the box around, such as .table::before or .figure::after",
)
CONTENT_ALONE: Final = advice(
    "content 只在 ::before、::after 和 ::marker 里起作用",
    "content is for ::before, ::after and ::marker only",
    hint_zh="把选择器写成 h2::before",
    hint_en="make the selector h2::before",
)
FAINT_CODE: Final = advice(
    "代码配色 {} 在浅色或深色模式下看不清",
    "code in {} is hard to read by day or at night",
    hint_zh="换成 mdwx-light、mdwx-dark、github-dark、monokai 等",
    hint_en="take mdwx-light, mdwx-dark, github-dark, monokai or such",
)
UNSAYABLE: Final = advice(
    "content 不能是 {}",
    "content cannot be {}",
    hint_zh="写字符串、attr()、counter()、counters() 或 open-quote；编号用 decimal、"
    "lower-roman、simp-chinese-informal 等",
    hint_en="write a string, attr(), counter(), counters() or open-quote; numbers are"
    " decimal, lower-roman, simp-chinese-informal and such",
)
STATE: Final = advice(
    "选择器 {} 不会匹配：文章里没有这种状态",
    "selector {} matches nothing: an article has no such state",
    hint_zh="删去，或者去掉冒号后面的部分",
    hint_en="leave it out, or drop what follows the colon",
)
NO_SUCH: Final = advice(
    "选择器 {} 不会匹配：文章里没有 html、body，也没有 id",
    "selector {} matches nothing: an article has no html, body or ids",
    hint_zh="整篇文章是 .article",
    hint_en="the whole article is .article",
)
LOCAL_VARIABLE: Final = advice(
    "变量 {} 只能定义在 :root 或 .article 里",
    "{} can be defined in :root or .article only",
    hint_zh="挪到 :root 里；不同的值用不同的名字",
    hint_en="move it to :root; give different values different names",
)
IMPORTANT: Final = advice(
    "!important 会被去掉",
    "!important is taken out",
    hint_zh="官方规则不许使用，它还会破坏深色模式；把选择器写得更具体",
    hint_en="the official rules forbid it and it breaks dark mode;"
    " write a more specific selector",
)
UNRESOLVED: Final = advice(
    "无法算出 {}",
    "cannot work out {}",
    hint_zh="写出确定的值：变量要先定义，calc() 里单位要一致，颜色用 # 或 rgba()",
    hint_en="write a plain value: define variables first, keep to one unit in calc(),"
    " and write colours as # or rgba()",
)

DROPPED: Final[tuple[tuple[re.Pattern[str], Advice], ...]] = (
    (
        pattern(r"position|top|right|bottom|left|inset.*|z-index"),
        advice(
            "微信编辑器会删掉 {}",
            "WeChat's editor removes {}",
            hint_zh="用内外边距、边框或 flex 排版",
            hint_en="lay out with margins, padding, borders or flex",
        ),
    ),
    (
        pattern(r"animation.*|transition.*|will-change|cursor|resize|caret-color"
                   r"|-webkit-tap-highlight-color"),
        advice(
            "{} 在文章里不起作用",
            "{} has no effect in an article",
            hint_zh="删去",
            hint_en="leave it out",
        ),
    ),
    (
        pattern(r"(-webkit-)?(filter|backdrop-filter|mask.*|mix-blend-mode)"),
        advice(
            "{} 没有在微信文章里出现过，会被去掉",
            "{} was never seen in a WeChat article and is taken out",
            hint_zh="把效果做进图片里",
            hint_en="make the effect part of a picture",
        ),
    ),
    (
        pattern(r"float|clear"),
        advice(
            "{} 不可靠：微信的段落自带 clear: both",
            "{} is unreliable: WeChat's paragraphs clear both sides",
            hint_zh="用 display: flex，或者 inline-block",
            hint_en="use display: flex or inline-block",
        ),
    ),
    (
        pattern(r"(row-|column-)?gap|grid.*|columns|column-.*|writing-mode"
                   r"|aspect-ratio|object-fit"),
        advice(
            "{} 在旧的手机上不起作用",
            "{} has no effect on older phones",
            hint_zh="用外边距和 display: flex",
            hint_en="use margins and display: flex",
        ),
    ),
)  # fmt: skip

FAMILY: Final = advice(
    "{} 不能设字体",
    "{} must not set a font",
    hint_zh="官方规则只允许系统字体；只有代码可以用等宽字体",
    hint_en="the official rules allow the system's font only; code may be monospaced",
)
PICTURE: Final = advice(
    "{} 里的图片不会显示",
    "the picture in {} does not show",
    hint_zh="微信只显示自己网址上的图片；用颜色、渐变或边框",
    hint_en="WeChat shows pictures from its own addresses only;"
    " use a colour, a gradient or a border",
)
WIDE: Final = advice(
    "{} 比手机宽",
    "{} is wider than a phone",
    hint_zh="手机上正文宽 335px，电脑上 677px；用百分比或 max-width: 100%",
    hint_en="text is 335px wide on a phone, 677px on a desktop;"
    " use a percentage or max-width: 100%",
)
HEIGHT: Final = advice(
    "{} 会截断文字",
    "{} cuts text off",
    hint_zh="读者可以调大字号；用内边距或 min-height",
    hint_en="readers can enlarge text; use padding or min-height",
)
VIEWPORT: Final = advice(
    "{} 在微信里不可靠",
    "{} is unreliable in WeChat",
    hint_zh="用百分比或 px",
    hint_en="use a percentage or px",
)
TINTED: Final = advice(
    "背景 {} 在深色模式下会变成一块灰白",
    "background {} turns into a pale slab in dark mode",
    hint_zh="用纯灰（如 #f7f7f7），或者强调色的半透明，如 rgba(15, 123, 108, .08)",
    hint_en="use a neutral grey such as #f7f7f7, or a translucent accent"
    " such as rgba(15, 123, 108, .08)",
)
HAIRLINE: Final = advice(
    "浅色细线 {} 在深色模式下很刺眼",
    "the light line {} glares in dark mode",
    hint_zh="用 rgba(0, 0, 0, .1)",
    hint_en="use rgba(0, 0, 0, .1)",
)
GREY: Final = advice(
    "中灰文字 {} 在深色模式下看不清",
    "text of the middle grey {} is hard to read in dark mode",
    hint_zh="用 #555 或更深，或者 #888 或更浅",
    hint_en="use #555 or darker, or #888 or lighter",
)
GRADIENT: Final = advice(
    "{} 里的渐变在深色模式下变成一种颜色",
    "the gradient in {} becomes one colour in dark mode",
    hint_zh="有文字的地方用单色，渐变只用在没有文字的装饰上",
    hint_en="use one colour under text, gradients on decorations without text",
)
THIN: Final = advice(
    "{} 的线在一些手机上会消失",
    "a line of {} vanishes on some phones",
    hint_zh="至少 1px，用半透明的颜色让它变淡",
    hint_en="use at least 1px; a translucent colour makes it lighter",
)
BLACK: Final = advice(
    "纯黑 {} 会被编辑器当作没有颜色",
    "the editor takes exact black, {}, for no colour at all",
    hint_zh="用 #3f3f3f 或 #010101",
    hint_en="use #3f3f3f or #010101",
)
TIGHT: Final = advice(
    "行高 {} 太小，文字会重叠",
    "with line-height {} lines touch",
    hint_zh="至少 1.2；正文用 1.6 到 2",
    hint_en="use at least 1.2, for text 1.6 to 2",
)
HIDDEN: Final = advice(
    "{} 会让内容消失",
    "{} makes content disappear",
    hint_zh="不要在主题里藏起作者写的内容",
    hint_en="a theme should not hide what an author wrote",
)

"""TeX -> SVG by MathJax, in a process of its own.

MathJax lays a formula out with its own letter shapes; what comes back is a few
paths that take the colour and, in ``em``, the size of the words around them.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mdwx.media.apart import Apart
from mdwx.model import Drawing, DrawingKind, Text, Undrawn
from mdwx.versions import version

__all__ = ["Tex"]

FOLDER: Final = Path(__file__).parent
CHILD: Final = FOLDER / "tex_child.py"
BUNDLE_SHA256: Final = (
    "f5885292f9aeb555183b1814e524d86f598c23a1d9bac0f065985930095b63fd"
)
"""Of ``mathjax/mathjax.js``. To work it out each time would take longer than to find
all formulas of an article in the cache.
"""
FORM: Final = "1"
"""Of the SVG written here; a new number draws all formulas again."""

LONGEST_CHARS: Final = 12_000
LARGEST: Final = 300_000
"""Wide or high: 300 em, in MathJax's thousandths."""

MISSING: Final = Undrawn(
    Text(zh="还没有装公式引擎", en="the engine of formulas is not installed"),
    Text(zh="运行 pip install 'mdwx[formulas]'", en="run pip install 'mdwx[formulas]'"),
)
TOO_LARGE: Final = Undrawn(
    Text(zh="公式太大，或者在无限展开", en="the formula is too large, or never ends"),
    Text(zh="拆成几个公式，检查宏的定义", en="split it, and look at its macros"),
)
SAID: Final = MappingProxyType(
    {
        "UndefinedControlSequence": "没有这个命令",
        "UnknownEnv": "没有这个环境",
        "ExtraOpenMissingClose": "花括号没有配对：少了 }",
        "ExtraCloseMissingOpen": "花括号没有配对：多了 }",
        "MissingCloseBrace": "花括号没有配对：少了 }",
        "MissingArgFor": "命令缺少参数",
        "EnvBadEnd": "\\begin 和 \\end 的名字不一样",
        "EnvMissingEnd": "\\begin 没有对应的 \\end",
        "MissingBeginExtraEnd": "\\end 没有对应的 \\begin",
        "ExtraLeftMissingRight": "\\left 没有对应的 \\right",
        "MissingLeftExtraRight": "\\right 没有对应的 \\left",
        "MissingOrUnrecognizedDelim": "缺少定界符，或者不认识它",
        "DoubleExponent": "上标重复了，要用花括号分开",
        "DoubleSubscripts": "下标重复了，要用花括号分开",
        "DoubleExponentPrime": "撇号和上标冲突，要用花括号分开",
        "Misplaced": "& 的位置不对",
        "MaxMacroSub1": "宏展开的次数太多，可能在引用自己",
        "MaxMacroSub2": "展开的次数太多，可能在引用自己",
        "MaxBufferSize": "公式太长，或者宏在引用自己",
        "CantUseHash1": "# 只能写在宏的定义里",
        "MathNotTerminated": "\\text 里的公式没有结束",
        "MissingDimOrUnits": "缺少长度，或者缺少单位",
        "MissingCloseBracket": "方括号没有配对：少了 ]",
        "AmbiguousUseOf": "用法有歧义，要用花括号分开",
        "MisplacedLimits": "只能跟在运算符后面",
        "Reference": "公式之间的引用在文章里不起作用",
    }
)
"""MathJax's errors in Chinese, by the names it gives them."""

MEND: Final = Text(
    zh="文章里会显示它的源码；照 LaTeX 的写法改一改",
    en="readers see its source; mend it as LaTeX has it",
)


class Tex:
    """The engine of formulas."""

    def __init__(self) -> None:
        self.apart = Apart(CHILD)

    @cached_property
    def version(self) -> str:
        """All that decides what a formula looks like; empty if not installed."""
        engine = version("quickjs-ng")
        if not engine:
            return ""
        return f"{FORM} {engine} {BUNDLE_SHA256}"

    def draw(self, drawing: Drawing) -> str | Undrawn:
        """One formula as SVG."""
        if not self.version:
            return MISSING
        if len(drawing.source) > LONGEST_CHARS:
            return TOO_LARGE
        is_display = drawing.kind is DrawingKind.DISPLAY
        try:
            drawn = self.apart.ask({"tex": drawing.source, "display": is_display})
        except ValueError:
            return TOO_LARGE
        if "shapes" not in drawn:
            return misspelt(str(drawn["id"]), str(drawn["message"]))
        box = [int(number) for number in drawn["box"]]
        if max(box[2:]) > LARGEST:
            return TOO_LARGE
        return written(box, str(drawn["shapes"]), is_display=is_display)


def misspelt(name: str, message: str) -> Undrawn:
    """What is wrong with a formula, in MathJax's words."""
    if name == "TooLarge":
        return TOO_LARGE
    quoted = re.search(r"\\\S+|(?<=')[^']+(?=')", message)
    about = f"（{quoted[0]}）" if quoted and name != "Reference" else ""
    said = SAID.get(name)
    zh = f"公式写错了：{said}{about}" if said else f"公式写错了：{message}"
    english = message[:1].lower() + message[1:]
    return Undrawn(Text(zh=zh, en=f"cannot read the formula: {english}"), MEND)


def written(box: list[int], shapes: str, *, is_display: bool) -> str:
    """The shapes as a drawing whose size follows the words around it."""
    left, top, width, height = box
    style = f"width:{ems(width)};height:{ems(height)}"
    if is_display:
        style = f"display:block;margin:0 auto;{style}"
    else:
        style = f"{style};vertical-align:{ems(-(top + height))}"
    # Both paints: the official advice for formulas in dark mode (rules, 4.4).
    paint = 'fill="currentColor" stroke="currentColor" stroke-width="0"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width}'
        f' {height}" {paint} style="{style}">{shapes}</svg>'
    )


def ems(thousandths: int) -> str:
    """A length of MathJax as CSS."""
    return f"{thousandths / 1000:g}em" if thousandths else "0"

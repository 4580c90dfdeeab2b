"""What stands in running text as one piece, signs included.

Spacing looks at letters and digits; these are the pieces whose signs make it
wrong. Every repetition is bounded, or begins where the one before it ended:
hostile text is read in linear time.
"""

from __future__ import annotations

import re
from typing import Final

from mdwx.patterns import pattern

__all__ = ["SIGN", "WHOLE"]

END: Final = r"\s<>，。！？；、：（）《》“”"
"""Where an address or a topic ends at the latest."""

WORD: Final = r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,30}\+{1,2}|[CFJ]\#)(?![A-Za-z0-9_+\#])"
"""``C++``, ``A+``, ``C#``: a word, though it ends in a sign."""

ACCENT: Final = r"[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
VARIED: Final = rf"(?P<base>.){ACCENT}+(?!\u20e3)"
"""A character with its accents or its variation selector."""

ADDRESS: Final = rf"(?:[A-Za-z][A-Za-z0-9+.-]{{0,20}}://|www\.)[^{END}]+"

MAIL: Final = r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]+"
"""Also ``mdwx@1.0``."""

NAME: Final = r"@[A-Za-z0-9_-]+"

TOPIC: Final = rf"\#[^{END}\#]{{1,40}}\#|\#[A-Za-z0-9_-]+"
"""``#话题#``, or ``#tag`` as far as it is Latin."""

PATH: Final = r"""(?<![A-Za-z0-9_/\\.~-])(?:
    (?:(?:~|\.{1,2}|[A-Za-z]:)[/\\]|[/\\][A-Za-z0-9_.-]{1,60}[/\\])
        (?:[\w.-]{1,60}[/\\]){0,9}(?:\w{1,60}\.[A-Za-z0-9]{1,5}|[A-Za-z0-9_.-]{0,60})
    | [A-Za-z0-9_-]{1,60}(?:/[\w-]{1,60}){1,8}\.[A-Za-z][A-Za-z0-9]{0,4}(?![A-Za-z0-9])
    )"""
"""``~/文档/a.md``, ``/usr/bin``, ``C:\\图``, ``assets/图1.png``; not ``TCP/IP``."""

SUFFIX: Final = r"(?<![A-Za-z0-9.])\.[A-Za-z][A-Za-z0-9]*"
"""``.png``, ``.NET``"""

NUMBER: Final = r"[0-9][0-9.,]{0,20}(?:[-–~][0-9.,]{1,20})?"
PRICE: Final = rf"[A-Z]{{0,3}}[$¥￥€£₩₽][ ]?{NUMBER}[A-Za-z]{{0,3}}"
MEASURE: Final = rf"{NUMBER}[ ]?(?:°[CF]?|[%‰‱℃℉％′″])"
KEYCAP: Final = r"[0-9]\ufe0f?\u20e3"

LEFT_ALONE: Final = (
    ADDRESS,
    MAIL,
    NAME,
    TOPIC,
    PATH,
    SUFFIX,
    PRICE,
    MEASURE,
    KEYCAP,
)

START: Final = rf"(?=[A-Za-z0-9._+\-@\#~/\\$¥￥€£₩₽]|.{ACCENT})"
"""How each of them starts: one look, where ten would be taken at every character."""

WHOLE: Final = pattern(
    rf"{START}(?:(?P<word>{WORD})|{VARIED}|{'|'.join(LEFT_ALONE)})", re.VERBOSE
)
"""A ``word`` is letters to its neighbours, a varied character is its ``base``; the
others are to be left as they are written."""

SIGN: Final = pattern(
    r"[+#@.:/\\$¥￥€£₩₽°%‰‱℃℉％′″\u20e3\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Each of them has one of these."""

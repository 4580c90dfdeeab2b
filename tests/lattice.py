"""Posts that stand each kind of words in each kind of place.

An article is rarely new as a whole: it is paragraphs, items, quotes and cells with
words in bold, in code, with a link. ``make learned`` asks premailer about all these
beforehand, so that the first article of a reader need not.
"""

from __future__ import annotations

from itertools import product

__all__ = ["lattice"]

WORDS = (
    "字 **粗** *斜* `码` ~~删~~ ==亮== ++线++ H~2~O x^2^ $x$ 注[^1]"
    " [外](https://example.com/1) [内](https://mp.weixin.qq.com/s/a)"
    " **`码`** ***粗斜*** **[外](https://example.com/2)** [`码`](https://example.com/3)"
    " *`码`* **粗*斜*** ~~**粗**~~ <kbd>键</kbd> 尾"
)
FEW = "字 **粗** *斜* `码` [外](https://example.com/1) 注[^1] $x$ 尾"
KINDS = tuple(FEW.split()[1:-1])
BARE = "字"
BETWEEN = f"\n\n{BARE}\n\n"
PICTURE = '![说明](a.png "题")'
CODE = "```python\nx = 1\n```"
QUOTE = f"> {FEW}"
CALLOUTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
TABLE = "| {0} | {0} |\n|:--|--:|\n| {0} | {0} |\n| {0} | {0} |\n| {0} | {0} |"
NUMBERS = (1, 2, 3)


def items(texts, *, sign, loose=False):
    """A list; a loose one has a paragraph in each item."""
    inset = " " * (len(sign) + 1)
    marked = (f"{sign} {text}".replace("\n", f"\n{inset}") for text in texts)
    return ("\n\n" if loose else "\n").join(marked)


def quoted(*blocks, title=""):
    """Blocks in a quote, or in a callout."""
    lines = [title, *"\n\n".join(blocks).split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines[not title :])


def lists(words):
    """Lists of one to three items, tight and loose, with lists in them."""
    for sign, loose, count in product(("-", "1.", "- [ ]"), (False, True), NUMBERS):
        yield items([words] * count, sign=sign, loose=loose)
    for sign, inner, count in product(("-", "1."), ("-", "1."), NUMBERS):
        below = items([FEW] * count, sign=inner)
        yield items([f"{FEW}\n{below}"] * count, sign=sign)
        yield items([FEW, f"{FEW}\n{below}", FEW], sign=sign)
    for sign, inner in product(("-", "1."), repeat=2):
        deepest = items([BARE] * 3, sign=inner)
        below = items([f"{BARE}\n{deepest}"] * 3, sign=inner)
        yield items([f"{BARE}\n{below}"] * 3, sign=sign)


def blocks():
    """Blocks as they stand in an article, one behind the other."""
    yield from (WORDS, WORDS)
    for level in range(1, 7):
        yield f"{'#' * level} {FEW}"
        yield from (WORDS, QUOTE, CODE)
    for one in lists(WORDS):
        # Two lists beside each other would be one.
        yield from (one, BARE)
    yield from (TABLE.format(FEW), PICTURE, f"{PICTURE}\n{PICTURE}", f"字 {PICTURE} 字")
    yield from (CODE, "---", "$$\nx\n$$", "```mermaid\ngraph TD; a-->b\n```")
    yield "名\n: 义\n: 再一个"


def alone():
    """Items, quotes and cells of which one word is the first thing or the last."""
    lines = [f"字 {kind}" for kind in KINDS]
    for sign in ("-", "1.", "- [ ]"):
        yield items(lines, sign=sign)
        for line in lines:
            yield items([line], sign=sign)
            below = items([line] * 2, sign=sign)
            yield items([f"{line}\n{below}"] * 2, sign=sign)
    for line in lines:
        yield from (f"> {line}", TABLE.format(line))


def inner_blocks():
    """Blocks as they stand in a quote, a callout or an item."""
    yield from ([WORDS], [WORDS] * 2, [WORDS] * 3)
    for sign, count in product(("-", "1."), NUMBERS):
        yield [items([FEW] * count, sign=sign)]
        yield [FEW, items([FEW] * count, sign=sign)]
        yield [FEW, items([FEW] * count, sign=sign), FEW]
    for one in (CODE, PICTURE, QUOTE, TABLE.format(BARE), "$$\nx\n$$", f"### {FEW}"):
        yield from ([one], [FEW, one], [one, FEW], [FEW, one, FEW])


def ends():
    """Blocks that an article begins and ends with, where no notes follow."""
    plain = "字 **粗** *斜* `码` ~~删~~ ==亮== $x$ 尾"
    yield from (plain, CODE, "$$\nx\n$$", PICTURE, f"{PICTURE}\n{PICTURE}", "***")
    yield from ("```mermaid\ngraph TD; a-->b\n```", TABLE.format(plain))
    yield from (f"### {plain}", quoted(plain), quoted(plain, CODE))
    for sign, count in product(("-", "1.", "- [ ]"), NUMBERS):
        yield items([plain] * count, sign=sign)
    for kind in CALLOUTS:
        yield from (
            quoted(plain, title=f"[!{kind}] 题"),
            quoted(CODE, title=f"[!{kind}]"),
        )


def lattice():
    """The bodies of the posts."""
    for block in ends():
        yield from (block, f"{block}{BETWEEN}{block}")
    notes = "\n\n[^1]: 一条注释，带`码`和[外](https://example.com/4)\n"
    yield "\n\n".join(blocks()) + notes
    yield BETWEEN.join(alone()) + notes
    quotes = [quoted(*inner) for inner in inner_blocks()]
    yield BETWEEN.join(quotes) + notes
    for kind in CALLOUTS:
        boxes = [quoted(*it, title=f"[!{kind}] 题") for it in inner_blocks()]
        boxes.append(quoted(FEW, title=f"[!{kind}]"))
        yield BETWEEN.join(boxes) + notes
    for sign in ("-", "1."):
        inner = [items(["\n\n".join(it)] * 3, sign=sign) for it in inner_blocks()]
        yield BETWEEN.join(inner) + notes

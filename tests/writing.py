"""Posts of everything people write, composed by chance.

Words a reader must find are ``词1端``, ``词2端`` …; what no reader may find is
``藏1端``. So a test can tell what was lost without knowing the syntax.
"""

from __future__ import annotations

from hypothesis import strategies as st

RUBBISH = (
    "<b>{}",
    "{}</i></p></td>",
    "<o:p>{}</o:p>",
    "<x-y>{}</x-y>",
    "<font size=9 color=red>{}</font>",
    "<p style='position:fixed;width:calc(1px + 2em)'>{}</p>",
    "<div align=center><p>{}<table><tr><td>{}</div>",
    "<ul>{}<li>{}<li>{}</ul>",
    "<dl><dt>{}<dd>{}</dl>",
    "<a href=#x>{}</a>",
    "<a name=x>{}</a>",
    "<center>{}<h3>{}</h3></center>",
    "<span><div>{}</div>{}</span>",
    "<ruby>{}<rp>(</rp><rt>{}</rt></ruby>",
    "<details open><summary>{}</summary>{}</details>",
    "<label><input type=checkbox checked>{}</label>",
    "<q>{}</q> <kbd>{}</kbd>",
    "<svg viewBox='0 0 9 9'><text>{}</text></svg>",
    "<table><caption>{}</caption><thead><tr><th>{}<tfoot><tr><td>{}</table>",
    "<figure><img src=a.png alt=x><figcaption>{}</figcaption></figure>",
    "<blockquote><p>{}<ul><li>{}",
    "<table><tr><td><ul><li>{}</ul><td>\n\n{}\n\n</table>",
    "<section class=callout style='color:red'>{}</section>",
    "<h2><p>{}</p></h2>",
)
UNSEEN = (
    "<!-- {} -->",
    "%%{}%%",
    "<script>{}</script>",
    "<style>{}</style>",
    "<template>{}</template>",
    "<p hidden title='{}'></p>",
)
MARKS = (
    "**{}**",
    "*{}*",
    "__{}__",
    "_{}_",
    "~~{}~~",
    "=={}==",
    "++{}++",
    "[{}](https://a.example/x)",
    "[{}](https://b.example/路?a=1&b=2 '题')",
    "[{}](https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv)",
    "[{}](#x)",
    "[{}](mailto:a@b.example)",
    "{{{}|hàn zì}}",
    "<u>{}</u>",
    "<span style='color:red'>{}</span>",
    "“{}”",
    "（**{}**）",
)
LEAVES = (
    "`{}`",
    "H~2~O{}",
    "x^2^{}",
    "[[waiting|{}]]",
    "{} HTML",
    "{} :smile:",
    "{}[^1]",
    "{}^[旁注]",
    "{} https://c.example/d",
    "{} $5 和 $10",
    "{} $x^2$ 完",
    "{} \\(y\\) 完",
    "{} ![图](a.png)",
    "{} ![](b.png 'x' =300x)",
    "{}\\\n换行",
    "{}\n换行 line",
    "{} <br> <wbr> &amp; &lt;b&gt; List<String>",
    "{} \\*不是\\* 2*3*4 a_b_c",
    "{}\u200b\ufeff\u00a0。",
)
FENCES = (
    "```python\nif x  <  {}:\n\tpass\n\n```",
    '```js {{1,3-5}} title="{}.js" wrap\nlet a\n```',
    "```diff lines\n- {}\n+ {}\n```",
    '```nonsense\n<b>{}</b> & "\n```',
    "~~~\n{}\n~~~",
    "    {}  缩进 & <b>",
)
BOXES = ("tip {}", "warning", "details {}", "center", "right", "unknown")
QUOTES = ("", "[!NOTE]\n", "[!tip]- {}\n", "[!quote]+\n", "[!faq] **{}**\n")
DRAWN = (
    "$$\n\\frac{1}{2}\n$$",
    "\\[ x \\]",
    "```math\nx\n```",
    "```mermaid\ngraph TD; A-->B\n```",
    "```dot\ndigraph { a -> b }\n```",
)
SINGLE = (
    "---",
    "***",
    "[TOC]",
    "![图](a.png '题注')",
    "![[b.png|300]]",
    "![a](a.png) ![b](b.png)",
    "<!-- more -->",
    "\\newpage",
    "*[HTML]: 超文本",
    "[^1]: 注文\n\n    第二段",
    "<video src='https://v.example/a.mp4'></video>",
    "<hr><br><wbr>",
    "</div></section></table>",
    "<div>",
    "{{< tip >}}",
    "::: row\n![a](1.png)\n![b](2.png)\n:::",
    "::: gallery\n![a](1.png)\n![b](2.png)\n![c](3.png)\n:::",
    "::: slider\n![a](1.png)\n![b](2.png)\n:::",
    "<![a](1.png),![b](2.png)>",
)


class Words:
    """Numbers the words of one post."""

    def __init__(self):
        self.count = 0
        self.seen = []

    def word(self):
        """A word that a reader must find."""
        self.count += 1
        self.seen.append(f"词{self.count}端")
        return self.seen[-1]

    def secret(self):
        """A word that no reader may find."""
        self.count += 1
        return f"藏{self.count}端"


def filled(template, fill):
    """A template with something in each of its places."""
    for _ in range(template.count("{}")):
        template = template.replace("{}", fill(), 1)
    return template.replace("{{", "{").replace("}}", "}")


def prefixed(text, first, rest):
    """Lines behind a marker."""
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + it if it else "" for it in lines[1:])])


@st.composite
def writings(draw):
    """The source of a post, and the words a reader must find in it."""
    words = Words()

    def pick(*rows):
        return draw(st.sampled_from(rows))

    def inline(depth=2):
        kind = pick("word", "mark", "mark", "leaf") if depth else "word"
        if kind == "word":
            return words.word()
        if kind == "mark":
            return filled(pick(*MARKS), lambda: inline(depth - 1))
        return filled(pick(*LEAVES), words.word)

    def line():
        return pick("中文，", "text ", "“") + "".join(
            inline() + pick("", " ", "，", "a") for _ in range(draw(st.integers(1, 3)))
        )

    def cell():
        return line().replace("\\\n", " ").replace("\n", " ").replace("|", "\\|")

    def table():
        rows = [f"| {cell()} | {words.word()} |" for _ in range(2)]
        return f"{rows[0]}\n|:-:|---|\n{rows[1]}"

    def inner(depth):
        return blocks(depth - 1, most=2)

    def listing(depth):
        mark = pick("- ", "* ", "1. ", "7. ", "- [x] ", "- [ ] ", "+ ")
        wide = " " * (2 if mark[0] in "-*+" else 3)
        gap = pick("\n", "\n\n")
        items = [
            prefixed(line() + gap + inner(depth) if depth else line(), mark, wide)
            for _ in range(draw(st.integers(1, 3)))
        ]
        return gap.join(items)

    def container(depth):
        opener = filled(pick(*BOXES), words.word)
        fence = ":" * (3 + depth)
        return f"{fence} {opener}\n{inner(depth)}\n{fence}"

    def quote(depth):
        kind = filled(pick(*QUOTES), words.word)
        return prefixed(f"{kind}{inner(depth)}", "> ", "> ").replace("\n\n", "\n>\n")

    def block(depth):
        flat = ("line", "head", "fence", "drawn", "single", "rubbish", "unseen")
        kind = pick(
            *flat, "table", "define", *("list", "quote", "box", "fold") * (depth > 0)
        )
        return {
            "line": line,
            "head": lambda: f"{pick('##', '###')} {words.word()} {words.word()}",
            "fence": lambda: filled(pick(*FENCES), words.word),
            "drawn": lambda: pick(*DRAWN),
            "single": lambda: pick(*SINGLE),
            "rubbish": lambda: filled(pick(*RUBBISH), words.word),
            "unseen": lambda: filled(pick(*UNSEEN), words.secret),
            "table": table,
            "define": lambda: f"{words.word()}\n: {line()}\n: {words.word()}",
            "list": lambda: listing(depth),
            "quote": lambda: quote(depth),
            "box": lambda: container(depth),
            "fold": lambda: (
                f"<details><summary>{words.word()}</summary>\n\n"
                f"{inner(depth)}\n\n</details>"
            ),
        }[kind]()

    def blocks(depth, most):
        return "\n\n".join(block(depth) for _ in range(draw(st.integers(1, most))))

    return blocks(2, 5) + "\n", tuple(words.seen)

"""Varied Chinese articles, drawn from a seed: the same on every machine.

Each is 5,000 to 20,000 characters of prose, headings, lists, quotes, notes and
links; most have code, many a table, pictures and formulas, as articles have.
"""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw

__all__ = ["article", "make_pictures", "make_prose", "make_site", "photograph"]


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text, between blanks."""
    return tuple(text.split())


SUBJECTS = phrases("""
    这个编译器 我们的团队 一位老工程师 第二版的索引 缓存层 调度器 这家餐馆的后厨
    旧城区的改造 一份十年前的日志 读者来信 数据库的事务 浏览器的排版引擎 清晨的菜市场
    新来的同事 这本小册子 图书馆的目录 一段没有注释的代码 微服务的边界 春天的第一场雨
    测试环境
""")
VERBS = phrases("""
    改变了 重新解释了 拖慢了 照亮了 掩盖了 简化了 暴露了 推迟了 替代了 连接起
    悄悄影响着 反复验证着
""")
OBJECTS = phrases("""
    整个流程的节奏 我们对时间的理解 那些看似无关的细节 最容易忽略的一环
    上线前的最后一步 人与机器的分工 每一次请求的代价 写作本身的乐趣 团队里的默契
    系统的边界 三个月前的决定 读者的期待
""")
CLAUSES = (
    "如果把视线放远一些",
    "从结果往回看",
    "按照 RFC 9110 的说法",
    "用 Python 3.12 跑一遍之后",
    "回到最初的问题",
    "以 2024 年的数据为例",
    "在 4 核 8 GB 的机器上",
    "当并发数超过 1,000 时",
    "把每个步骤写下来",
)
ENDINGS = "。。。。。。！？；"
WORDS = phrases(
    "缓存 索引 一致性 延迟 吞吐 回退 幂等 快照 日志 分区 队列 超时 重试 配额"
)
NAMES = phrases("cache index retry queue batch stream cursor shard buffer")
SITES = ("https://example.com/a", "https://example.org/b/c", "https://docs.example.net")
FORMULAS = (
    r"e^{i\pi} + 1 = 0",
    r"\sum_{k=1}^{n} k = \frac{n(n+1)}{2}",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}",
    r"\nabla \cdot \mathbf{E} = \frac{\rho}{\varepsilon_0}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1}",
    r"T(n) = 2T(n/2) + O(n)",
)
CODE = {
    "python": (
        "def {n}({m}: int) -> list[int]:",
        '    """{w}。"""',
        "    {m} = {m} + {k}  # {w}",
        "    for step in range({k}):",
        "        if step % {k} == 0 and {m} > {k}:",
        '            print(f"{{step}}: {{{m}}}")',
        "    return [{m}, {k}]",
        "",
    ),
    "javascript": (
        "const {n} = async ({m}, limit = {k}) => {{",
        "  // {w}",
        "  for (let i = 0; i < limit; i++) {{",
        "    const found = await {m}.get(`/${{i}}`);",
        "    if (!found) throw new Error('{w}');",
        "  }}",
        "  return {{ {m}, limit }};",
        "}};",
    ),
    "go": (
        "func {n}({m} *Store, n int) error {{",
        "\tfor i := 0; i < n; i++ {{ // {w}",
        "\t\tif err := {m}.Put(i, {k}); err != nil {{",
        '\t\t\treturn fmt.Errorf("{m}: %w", err)',
        "\t\t}}",
        "\t}}",
        "\treturn nil",
        "}}",
    ),
    "sql": (
        "SELECT {m}, count(*) AS {n}  -- {w}",
        "FROM events",
        "WHERE created_at > '2024-01-01' AND size > {k}",
        "GROUP BY {m} HAVING count(*) > {k}",
        "ORDER BY {n} DESC LIMIT {k};",
        "",
    ),
    "bash": (
        "for {m} in $(ls *.{n}); do  # {w}",
        '  echo "${m}" | head -n {k} >> out.log',
        "done",
        "curl -sS http://127.0.0.1:{k}/health || exit 1",
        "",
    ),
}


class Writer:
    """One article's sentences and blocks."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, many) -> str:
        return self.random.choice(many)

    def sentence(self) -> str:
        start = f"{self.one(CLAUSES)}，" if self.random.random() < 0.5 else ""
        middle = (
            f"{self.one(SUBJECTS)}{self.one(VERBS)}{self.marked(self.one(OBJECTS))}"
        )
        more = ""
        if self.random.random() < 0.4:
            more = f"，{self.one(SUBJECTS)}也{self.one(VERBS)}{self.one(OBJECTS)}"
        return start + middle + more + self.one(ENDINGS)

    def marked(self, text: str) -> str:
        luck = self.random.random()
        if luck < 0.08:
            return f"**{text}**"
        if luck < 0.11:
            return f"*{text}*"
        if luck < 0.16:
            return f"{text}（`{self.one(NAMES)}_{self.random.randrange(99)}`）"
        if luck < 0.19:
            return f"[{text}]({self.one(SITES)}/{self.random.randrange(999)})"
        return text

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self.random.randint(2, 6)))

    def items(self) -> str:
        numbered = self.random.random() < 0.4
        rows = []
        for number in range(1, self.random.randint(3, 7)):
            sign = f"{number}." if numbered else "-"
            rows.append(f"{sign} {self.sentence()}")
            if self.random.random() < 0.15:
                rows.append(f"{' ' * (len(sign) + 1)}- {self.sentence()}")
        return "\n".join(rows)

    def quote(self) -> str:
        return f"> {self.paragraph()}\n>\n> {self.sentence()}"

    def table(self) -> str:
        width, rows = self.random.randint(2, 4), self.random.randint(3, 7)
        cells = [[self.one(WORDS) for _ in range(width)] for _ in range(rows)]
        for row in cells[1:]:
            row[-1] = f"{self.random.uniform(0, 999):.1f}"
        head, *body = (f"| {' | '.join(row)} |" for row in cells)
        rule = "|" + " :-- |" * (width - 1) + " --: |"
        return "\n".join([head, rule, *body])

    def code(self) -> str:
        language = self.one(sorted(CODE))
        lines = []
        for _ in range(self.random.randint(1, 4)):
            names = {"n": self.one(NAMES), "m": self.one(NAMES) + "s"}
            names |= {"w": self.one(WORDS), "k": self.random.randrange(2, 500)}
            lines += [line.format(**names) for line in CODE[language]]
        return f"```{language}\n" + "\n".join(lines).rstrip() + "\n```"

    def formula(self) -> str:
        return f"$$\n{self.one(FORMULAS)}\n$$"

    def picture(self) -> str:
        number = self.random.randrange(40)
        return f'![{self.one(OBJECTS)}](pictures/{number:02}.png "{self.one(WORDS)}")'


PROSE = ("paragraph",) * 7 + ("items",) * 2 + ("quote",)
TECHNICAL = (*PROSE, "code", "code", "table", "formula", "picture")


def article(number: int, *, blocks=TECHNICAL) -> str:
    """The Markdown of one article: 5,000 to 20,000 characters."""
    writer = Writer(number)
    wanted = writer.random.randint(5400, 20000)
    if number % 3 == 0 and blocks is TECHNICAL:
        blocks = (*PROSE, "picture")
    parts = [
        f"---\ntitle: 第 {number} 篇：{writer.one(OBJECTS)}\n"
        f"digest: {writer.sentence()[:60].replace('`', '')}\n"
        f"author: 张三\nslug: post-{number:04}\n"
        f"cover: pictures/{number % 40:02}.png\n---",
        writer.paragraph(),
    ]
    while sum(map(len, parts)) < wanted:
        if writer.random.random() < 0.12:
            level = writer.one(("##", "##", "###"))
            parts.append(f"{level} {writer.one(SUBJECTS)}与{writer.one(WORDS)}")
            parts.append(writer.paragraph())
        else:
            parts.append(getattr(writer, writer.one(blocks))())
    if sum(map(len, parts)) + 2 * len(parts) > 20000:
        parts.pop()
    return "\n\n".join(parts) + "\n"


def make_prose(number: int) -> str:
    """An article of prose, headings, lists, quotes and a table, and nothing else."""
    return article(number, blocks=(*PROSE, "table"))


def make_site(folder: Path, *, count: int, first: int = 0) -> list[Path]:
    """A site of ``count`` articles with their pictures; the files of the posts."""
    content = folder / "content"
    make_pictures(content / "pictures")
    (folder / "mdwx.toml").write_text('[site]\nauthor = "张三"\n', encoding="utf-8")
    files = []
    for number in range(first, first + count):
        file = content / f"post-{number:04}.md"
        file.write_text(article(number), encoding="utf-8")
        files.append(file)
    return files


def make_pictures(folder: Path) -> None:
    """Forty pictures as screenshots are: flat, with some shapes."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(40):
        file = folder / f"{number:02}.png"
        if file.exists():
            continue
        draw = random.Random(number)
        picture = Image.new("RGB", (1080, 460), (number * 6, 120, 250 - number * 6))
        pen = ImageDraw.Draw(picture)
        for _ in range(30):
            x, y = draw.randrange(1000), draw.randrange(400)
            shade = tuple(draw.randrange(256) for _ in range(3))
            pen.rectangle((x, y, x + 80, y + 60), fill=shade)
        picture.save(file)


def photograph(file: Path, seed: int) -> None:
    """A picture of twelve megapixels with the noise of a photograph, JPEG."""
    noise = random.Random(seed).randbytes(800 * 600 * 3)
    small = Image.frombytes("RGB", (800, 600), noise)
    small.resize((4000, 3000), Image.Resampling.BICUBIC).save(file, quality=85)

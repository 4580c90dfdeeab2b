"""The catalogue as people read it: a page in the terminal, pages of the guide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from mdwx.checks.limits import LIMITS
from mdwx.model import Severity, Text
from mdwx.rules import Rule, explained, families, may_be_ignored, rules_of

__all__ = ["guide_pages", "index", "told"]

FIRST_ORDER: Final = 101
"""The pages of rules come after all others of the guide."""
UNITS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "characters": Text(zh="个字符", en="characters"),
        "units": Text(zh="个单位（汉字算 2）", en="units, a Chinese character being 2"),
        "bytes": Text(zh="字节", en="bytes"),
        "px": Text(zh="px", en="px"),
        "hundredths": Text(zh="（百分之一）", en="hundredths"),
        "entries": Text(zh="个", en="entries"),
    }
)


def told(rule: type[Rule], language: str) -> str:
    """The page of a rule as plain text, in one language."""
    page = explained(rule)
    bad, good = Text(zh="不好：", en="Bad:"), Text(zh="好：", en="Good:")
    parts = [
        f"{rule.code} {rule.name}\n{page.finds.said(language)}",
        facts(rule, language),
        page.why.said(language),
        f"{bad.said(language)}\n\n{indented(page.bad)}",
        f"{good.said(language)}\n\n{indented(page.good)}",
        ignoring(rule).said(language),
    ]
    return "\n\n".join(parts)


def indented(text: str) -> str:
    """Lines set apart from what is said about them."""
    return re.sub(r"(?m)^(?=.)", "    ", text)


def facts(rule: type[Rule], language: str) -> str:
    """How much it matters, who says so, and the numbers it goes by."""
    between = Text(zh="或", en=" or ").said(language)
    words = between.join(it.word.said(language) for it in rule.severities)
    source = rule.source.said_by.said(language)
    comma = Text(zh="，", en=", ").said(language)
    lines = [f"{words} · {source}{comma}{rule.source.date}"]
    lines += [numbers(name).said(language) for name in rule.limits]
    return "\n".join(lines)


def numbers(name: str) -> Text:
    """One row of ``limits.toml`` in a line."""
    limit = LIMITS[name]
    unit = UNITS[limit.unit]
    side = Text(zh="少于", en="below") if limit.least else Text(zh="超过", en="above")
    degrees = ((limit.warn, Severity.WARNING), (limit.fail, Severity.ERROR))
    zh = [f"{side.zh} {it} {unit.zh}是{how.word.zh}" for it, how in degrees if it]
    en = [f"{side.en} {it} {unit.en}: {how.word.en}" for it, how in degrees if it]
    return Text(zh=f"{name}：{'，'.join(zh)}", en=f"{name}: {', '.join(en)}")


def ignoring(rule: type[Rule]) -> Text:
    """How an author stops hearing of it, or why that cannot be."""
    free = [it for it in rule.severities if may_be_ignored(rule, it)]
    if not free:
        return Text(zh="这一条不能忽略。", en="It cannot be ignored.")
    mark = f"mdwx: ignore {rule.code}"
    as_comment = f"/* {mark} */" if rule.syntax == "css" else f"<!-- {mark} -->"
    only = Text(zh="", en="")
    if len(free) < len(rule.severities):
        only = Text(zh="（错误照样提示）", en=" (its error is told all the same)")
    return Text(
        zh=f"就要这样写：前面加 {as_comment}{only.zh}",
        en=f"Meant as it is: put {as_comment} before it{only.en}",
    )


def index() -> str:
    """The families with their codes, as a table of the guide."""
    rows = ["| 说的是 | 编号 |", "| :--- | :--- |"]
    for family in families():
        codes = " ".join(rule.code for rule in rules_of(family))
        rows.append(f"| [{family.TITLE.zh}](rules/{page_name(family)}.md) | {codes} |")
    return "\n".join(rows) + "\n"


def page_name(family: ModuleType) -> str:
    """What the page of a family is called: ``structure``, ``own-css``."""
    return family.__name__.rpartition(".")[2].replace("_", "-")


def guide_pages() -> dict[str, str]:
    """The pages of the guide, by file name: one a family, a heading a rule."""
    return {
        f"{page_name(family)}.md": guide_page(family, order=number)
        for number, family in enumerate(families(), FIRST_ORDER)
    }


def guide_page(family: ModuleType, *, order: int) -> str:
    """The post about one family of rules."""
    rules = rules_of(family)
    about = "查什么、为什么、不好的写法和好的写法"
    head = [
        "---",
        f"title: 检查规则：{family.TITLE.zh}",
        f"digest: {rules[0].code} 等 {len(rules)} 条规则：{about}。",
        "cover: card",
        f"slug: rules-{page_name(family)}",
        f"order: {order}",
        "---",
    ]
    return "\n".join(head) + "\n\n" + "\n".join(map(section, rules))


def section(rule: type[Rule]) -> str:
    """A rule as a part of its page: Chinese, with its sentence in English."""
    page = explained(rule)
    parts = [
        f"## {rule.code} {page.finds.zh}",
        f"`{rule.name}` · {facts(rule, 'zh')}".replace("\n", "  \n"),
        f"*{page.finds.en}*",
        page.why.zh,
        "不好：",
        fenced(page.bad, rule.syntax),
        "好：",
        fenced(page.good, rule.syntax),
    ]
    return "\n\n".join(parts) + "\n"


def fenced(example: str, syntax: str) -> str:
    """An example as a block of code, in a fence longer than any inside."""
    longest = max((len(it) for it in re.findall(r"`{3,}", example)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{syntax}\n{example}\n{fence}"

"""Every element gets its computed style, the only style WeChat keeps.

premailer does the cascade. Elements of selectors that it drops are marked
beforehand (``selectors.LOWERED``) and premailer matches the marks.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from lxml import etree

from mdwx.page.styles import set_style, style_of
from mdwx.page.tree import drop
from mdwx.patterns import pattern
from mdwx.style import sheet as stylesheet
from mdwx.style import spans
from mdwx.style.generated import UNSEEN, Decorations, fill
from mdwx.style.joining import joined
from mdwx.style.matching import Article
from mdwx.style.memory import Memories, Telling
from mdwx.style.textblocks import repeat_inherited
from mdwx.style.worked import sheet_of

if TYPE_CHECKING:
    from premailer import Premailer

__all__ = ["apply"]

MARK: Final = "data-mdwx-rule"
TELLING: Final = pattern(r"[+~#\[]")
HEAVIEST: Final = 1_000_000
"""Specificity of an element's own style: more ids than any selector has."""

GivenRule = tuple[stylesheet.Weight, str, str]
"""Weight, selector and declarations, as premailer sorts and matches them."""

HTML_ATTRIBUTES: Final = ("align", "valign", "bgcolor", "width", "height")


def apply(root: etree._Element, *, css: str, memories: Memories | None = None) -> None:
    """Write the styles of ``css`` into the tree, then what text blocks inherit.

    ``css`` is the theme followed by the site's and the post's own rules. An
    element's own ``style`` wins over all of them. ``memories``, and what ships with
    them, save premailer's time and change no byte.
    """
    css += taken_style_elements(root)
    sheet = stylesheet.read(css) if memories is None else sheet_of(css)
    spans.settle(root, sheet.rules)
    # Every selector meets the article as its author wrote it.
    article = Article(root)
    decorations = mark(article, sheet)
    telling = telling_of(article, sheet)
    own = settle_own(root, sheet)
    decorations.join()
    if memories is None:
        compute(root, sheet, own)
    else:
        memory = memories.of(sheet.text)
        memory.style(root, telling, lambda: compute(root, sheet, own))
    etree.strip_attributes(root, MARK)
    if decorations.speaking:
        fill(root, sheet.literals)
    repeat_inherited(root)
    for element in with_style(root):
        tidy(element)
    spans.drop_plain(root)


def with_style(root: etree._Element) -> Iterator[etree._Element]:
    """Elements that have a style; what a drawing holds is its own affair."""
    drawn = {part for svg in root.iter("svg") for part in svg.iterdescendants()}
    for element in root.iter(etree.Element):
        if element.get("style") is not None and element not in drawn:
            yield element


def taken_style_elements(root: etree._Element) -> str:
    """Take ``style`` elements out of the tree and give back their text."""
    taken = [element for element in root.iter("style") if element is not root]
    for element in taken:
        drop(element)
    return "".join(f"\n{element.text or ''}" for element in taken)


def settle_own(root: etree._Element, sheet: stylesheet.Sheet) -> list[GivenRule]:
    """Work out the elements' own styles, which premailer puts over every rule.

    What is important goes over them. So where anything is, an own style becomes a
    rule that outweighs all of its kind.
    """
    rules: dict[tuple[str, bool], GivenRule] = {}
    is_important_anywhere = sheet.is_important
    read: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for element in with_style(root):
        style = element.get("style", "")
        if style not in read:
            read[style] = own_declarations(style, sheet)
        normal, important = read[style]
        if not is_important_anywhere:
            element.set("style", written({**normal, **important}))
            continue
        number = f"own-{blake2b(style.encode('utf-8', 'replace')).hexdigest()[:16]}"
        for is_important, found in ((False, normal), (True, important)):
            weight = (int(is_important), HEAVIEST, 0, 0, 0)
            rules[number, is_important] = (weight, mark_of(number), written(found))
        add_mark(element, number)
    return [rule for rule in rules.values() if rule[-1]]


def own_declarations(
    text: str, sheet: stylesheet.Sheet
) -> tuple[dict[str, str], dict[str, str]]:
    """What a style says, worked out as the sheet is; what of it is important."""
    content = stylesheet.block(text)
    normal, important = (
        dict(stylesheet.declarations(content, sheet.variables, important=it))
        for it in (False, True)
    )
    return normal, important


def written(declarations: Mapping[str, str]) -> str:
    """Declarations as a style holds them."""
    return ";".join(f"{name}:{value}" for name, value in declarations.items())


def add_mark(element: etree._Element, number: str) -> None:
    """Mark an element for a rule."""
    element.set(MARK, f"{element.get(MARK, '')} {number}".strip())


def mark(article: Article, sheet: stylesheet.Sheet) -> Decorations:
    """Number the elements that a selector beyond premailer matches."""
    decorations = Decorations()
    for rule in sheet.rules:
        if rule.selector.is_plain:
            continue
        place = rule.selector.pseudo_element
        for element in article.matched(rule.selector):
            marked: etree._Element | None = element
            if place is not None:
                marked = decorations.of(element, place, bulk=rule.bulk)
            if marked is not None:
                add_mark(marked, rule.number)
    return decorations


def telling_of(article: Article, sheet: stylesheet.Sheet) -> Telling:
    """What decides an element's style besides its tag and those it stands in.

    Those are the classes that a selector may name, the rules it was marked for, and
    those of premailer's own whose selectors look at neighbours, ids and attributes.
    """
    selectors = "\n".join(rule.selector.text for rule in sheet.rules)
    # A class may be written in many ways there: ``\61`` is ``a``.
    is_sure = "\\" not in selectors

    @cache
    def named(classes: str) -> str:
        names = classes.split()
        return " ".join(it for it in names if it in selectors) if is_sure else classes

    told: dict[etree._Element, str] = {}
    for rule in sheet.rules:
        if is_telling(rule):
            for element in article.matched(rule.selector):
                told[element] = f"{told.get(element, '')} {rule.number}"

    def telling(element: etree._Element) -> tuple[str, str]:
        marks = element.get(MARK, "") + told.get(element, "")
        return named(element.get("class", "")), marks

    return telling


def is_telling(rule: stylesheet.Rule) -> bool:
    """Whether premailer looks at more than tags and classes, upwards."""
    return rule.selector.is_plain and bool(TELLING.search(rule.selector.text))


def compute(
    root: etree._Element, sheet: stylesheet.Sheet, own: Sequence[GivenRule]
) -> None:
    """The cascade, its values short again."""
    cascade(root, sheet, own)
    for element in with_style(root):
        set_style(element, written(stylesheet.longhands(element.get("style", ""))))


def cascade(
    root: etree._Element, sheet: stylesheet.Sheet, own: Sequence[GivenRule] = ()
) -> None:
    """Let premailer match the rules and merge their declarations."""
    rules = [*map(given, sheet.rules), *own]
    for element in with_style(root) if own else ():
        del element.attrib["style"]
    inliner = loaded_premailer()(
        root,
        css_text="-",
        allow_network=False,
        disable_basic_attributes=HTML_ATTRIBUTES,
        disable_leftover_css=True,
        disable_link_rewrites=True,
        disable_validation=True,
        align_floating_images=False,
        # It takes "unset" for saying nothing, but it may undo what a browser does.
        remove_unset_properties=False,
    )
    # Our rules for its own: cssutils would parse and print the whole sheet again
    # for each article, which takes 20 of 53 ms (measured 2026-08).
    inliner._parse_style_rules = lambda css, index: (rules, [])
    inliner.transform()


def given(rule: stylesheet.Rule) -> GivenRule:
    """A rule as premailer takes it; what it cannot match, by the mark."""
    selector = rule.selector
    text = selector.text if selector.is_plain else mark_of(rule.number)
    return rule.weight, text, rule.bulk


def mark_of(number: str) -> str:
    """The selector of what is marked for a rule."""
    return f'[{MARK}~="{number}"]'


@lru_cache(maxsize=1)
def loaded_premailer() -> type[Premailer]:
    """Import premailer, with a cache that a theme does not thrash."""
    os.environ.setdefault("PREMAILER_CACHE_MAXSIZE", "4096")
    import cssutils
    from premailer import Premailer as loaded

    # It reports every property younger than CSS 2.1.
    cssutils.log.setLevel(logging.CRITICAL)
    premailer: type[Premailer] = loaded
    return premailer


def tidy(element: etree._Element) -> None:
    """Write the style short: shorthands back, no space, no empty attribute."""
    set_style(element, shortest(element.get("style", "")))


@lru_cache(maxsize=8192)
def shortest(style: str) -> str:
    """The same declarations in the fewest bytes."""
    said = style_of(style)
    return written(joined({k: v for k, v in said.items() if k not in UNSEEN}))

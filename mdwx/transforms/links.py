"""Outside links become numbered notes.

An ordinary account may link to published articles and nowhere else (Official:
uploadnewsmsg page and the help centre), so a reader would see words that go
nowhere. The address stands in a list at the end instead.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import PostType, Text
from mdwx.page import Page
from mdwx.page.tree import (
    add_text,
    elements,
    make,
    parent_of,
    tag_of,
    take,
    unwrap,
    words_of,
)
from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style.spans import CITED
from mdwx.transforms.addresses import (
    DEAD_SCHEMES,
    host_of,
    is_explanation,
    readable,
    same_address,
    scheme_of,
)
from mdwx.transforms.ending import add_ending

__all__ = ["cite_outside_links"]

SHORT: Final = pattern(r"mp\.weixin\.qq\.com/s/")
ARTICLE: Final = pattern(r"mp\.weixin\.qq\.com/s/[\w-]{22}/?(?:[?#]|$)", re.ASCII)
MINI_PROGRAM: Final = "data-miniprogram-appid"
CITED_SCHEMES: Final = frozenset({"http", "https", "ftp", "mailto", "tel"})


@dataclass(slots=True)
class Citations:
    """The addresses cited so far, each with its number and its words."""

    entries: dict[str, tuple[int, str]] = field(default_factory=dict)

    def number(self, address: str, words: str) -> int:
        """The number of an address; one cited twice keeps its first."""
        entry = (len(self.entries) + 1, words)
        return self.entries.setdefault(address, entry)[0]


def cite_outside_links(page: Page, options: Markdown) -> None:
    """Rules A05, A06, A07: number each outside link, list the addresses below."""
    cited = Citations()
    for link in elements(page.root, "a"):
        address = link.get("href", "").strip()
        if is_kept(link, address):
            # A mini program opens by its path; the address may be anything.
            link.set("href", address if host_of(address) else "")
            check_article_link(page, link, address)
        elif is_cited(page, link, address):
            cite(page, link, address, cited if options.references else None)
        else:
            unwrap(link)
    if cited.entries:
        lines = [
            entry_line(address, *entry) for address, entry in cited.entries.items()
        ]
        add_ending(page, lines, name="references", title=options.references_title)


def is_kept(link: etree._Element, address: str) -> bool:
    """Rule A05: links to articles and mini programs work for every account."""
    return host_of(address) == "mp.weixin.qq.com" or MINI_PROGRAM in link.attrib


def is_cited(page: Page, link: etree._Element, address: str) -> bool:
    """Whether an address is of use to a reader; say why where it is not."""
    scheme = scheme_of(address)
    # A host with a port looks like a scheme, but for its point.
    is_unknown = scheme not in CITED_SCHEMES and "." not in scheme
    if scheme in DEAD_SCHEMES or (scheme and is_unknown):
        page.note(link, "L004", dead(f"{scheme}:"))
        return False
    if address.startswith("#"):
        note_fragment(page, link)
        return False
    if scheme in CITED_SCHEMES or address.startswith("//"):
        return True
    if link.get("title", "").strip() and is_explanation(address):
        # mdnice: ``[words](what they mean "their name")`` is a note.
        return True
    if address:
        page.note(
            link,
            "L002",
            Text(
                zh=f"链接 {readable(address)} 是相对地址，读者打不开，只留下文字",
                en=f"link {readable(address)} is relative and leads a reader nowhere",
            ),
            hint=Text(zh="写完整的 https 地址", en="write the whole https address"),
        )
    return False


def note_fragment(page: Page, link: etree._Element) -> None:
    """Say once that such links are dead: a table of contents is made of them."""
    if not any(finding.code == "L001" for finding in page.report.findings):
        page.note(
            link,
            "L001",
            dead("#"),
        )


def dead(kind: str) -> Text:
    """Say that such links do nothing in WeChat."""
    return Text(
        zh=f"{kind} 链接在微信里不起作用，只留下文字",
        en=f"{kind} links do nothing in WeChat; only the words are kept",
    )


def check_article_link(page: Page, link: etree._Element, address: str) -> None:
    """Report what is no article's address: WeChat refuses it (reported 2026)."""
    advice = Text(
        zh="换成文章发布后的地址，形如 https://mp.weixin.qq.com/s/…",
        en="use the published address: https://mp.weixin.qq.com/s/…",
    )
    if "tempkey=" in address:
        message = Text(
            zh="链接是草稿的临时预览地址，微信会拒绝（45166）",
            en="the link is a draft's temporary preview, refused with 45166",
        )
        page.note(
            link,
            "L005",
            message,
            hint=advice,
        )
    elif SHORT.search(address) and not ARTICLE.search(address):
        message = Text(
            zh=f"{address} 不像文章的地址，微信会拒绝（45166）",
            en=f"{address} is no article's address, refused with 45166",
        )
        page.note(
            link,
            "L007",
            message,
            hint=advice,
        )


def cite(
    page: Page, link: etree._Element, address: str, cited: Citations | None
) -> None:
    """Turn a link into its words and a number; an address says itself."""
    words = words_of(link)
    if same_address(words, address):
        unwrap(link)
    elif cited is None or page.post.type is PostType.NEWSPIC:
        add_text(link, f"（{readable(address)}）")
        unwrap(link)
        note_address(page)
    else:
        picture = next(link.iter("img"), None)
        shown = words or (picture.get("alt", "") if picture is not None else "")
        named = " ".join(take(link, "title").split()) or shown
        mark = make("sup", f"[{cited.number(address, named)}]", class_="note-ref")
        put_mark(link, mark)


def note_address(page: Page) -> None:
    """Warn once: addresses in a newspic were refused with 45166 (reported)."""
    found = [finding.code for finding in page.report.findings]
    if page.post.type is PostType.NEWSPIC and "L006" not in found:
        page.note(
            page.root,
            "L006",
            Text(
                zh="图片消息的文字里有网址，微信可能拒绝（45166）",
                en="the text of a newspic holds an address; WeChat may refuse (45166)",
            ),
            hint=Text(zh="去掉网址再试", en="leave the address out if it does"),
        )


def put_mark(link: etree._Element, mark: etree._Element) -> None:
    """Put the number behind the words, or into the caption of a picture."""
    figure = parent_of(link)
    if figure.get("class") == "figure" and tag_of(figure) == "section":
        captions = [it for it in figure if it.get("class") == "caption"]
        if not captions:
            captions = [make("p", class_="caption")]
            figure.append(captions[0])
        captions[-1].append(mark)
        unwrap(link)
        return
    mark.tail, link.tail = link.tail, None
    parent = figure
    parent.insert(parent.index(link) + 1, mark)
    if words_of(link):
        link.tag = "span"
        link.attrib.clear()
        link.set("class", CITED)
    else:
        unwrap(link)


def entry_line(address: str, number: int, words: str) -> etree._Element:
    """One line of the list: number, words, address."""
    named = f"{words}：" if words else ""
    return make("p", f"[{number}] {named}{readable(address)}", class_="note")

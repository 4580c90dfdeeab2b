"""Outside links become numbered notes.

An ordinary account may link to published articles and nowhere else (Official:
uploadnewsmsg page and the help centre), so a reader would see words that go
nowhere. The address stands in a list at the end instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from mdwx.config import Markdown
from mdwx.model import PostType, Severity, Text
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
from mdwx.transforms.ending import add_ending

__all__ = ["cite_outside_links"]

ESCAPED: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
MINI_PROGRAM: Final = "data-miniprogram-appid"
CITED_SCHEMES: Final = frozenset({"http", "https", "ftp", "mailto", "tel"})
DEAD_SCHEMES: Final = frozenset({"javascript", "vbscript", "data", "file", "blob"})


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
        take(link, "title")
        if is_kept(link, address):
            link.set("href", address)
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
    if scheme in DEAD_SCHEMES:
        page.note(link, "L004", dead(f"{scheme}:"))
        return False
    if address.startswith("#"):
        page.note(link, "L001", dead("#"), severity=Severity.NOTE)
        return False
    if scheme in CITED_SCHEMES or address.startswith("//"):
        return True
    if address:
        page.note(
            link,
            "L002",
            Text(
                zh=f"链接 {address} 是相对地址，读者打不开，只留下文字",
                en=f"link {address} is relative and leads a reader nowhere",
            ),
            hint=Text(zh="写完整的 https 地址", en="write the whole https address"),
        )
    return False


def dead(kind: str) -> Text:
    """Say that such links do nothing in WeChat."""
    return Text(
        zh=f"{kind} 链接在微信里不起作用，只留下文字",
        en=f"{kind} links do nothing in WeChat; only the words are kept",
    )


def check_article_link(page: Page, link: etree._Element, address: str) -> None:
    """Report addresses of drafts: WeChat refuses them with 45166 (Measured)."""
    if "tempkey=" in address:
        page.note(
            link,
            "L005",
            Text(
                zh="链接是草稿的临时预览地址，微信会拒绝（45166）",
                en="the link is a draft's temporary preview, refused with 45166",
            ),
            hint=Text(
                zh="换成文章发布后的地址", en="use the address of the published article"
            ),
            severity=Severity.ERROR,
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
        named = words or (picture.get("alt", "") if picture is not None else "")
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
    unwrap(link)


def entry_line(address: str, number: int, words: str) -> etree._Element:
    """One line of the list: number, words, address."""
    named = f"{words}：" if words else ""
    return make("p", f"[{number}] {named}{readable(address)}", class_="note")


def same_address(words: str, address: str) -> bool:
    """Whether the words already are the address."""
    bare = re.sub(r"^(?:https?:)?//|^(?:mailto|tel):", "", address).rstrip("/")
    told = re.sub(r"^(?:https?:)?//", "", words).rstrip("/")
    return told in {bare, readable(bare)}


def readable(address: str) -> str:
    """An address as people read it: Chinese as itself, the rest as it is."""
    return ESCAPED.sub(decoded, re.sub(r"^mailto:|^tel:", "", address))


def decoded(match: re.Match[str]) -> str:
    """Percent-encoded characters as themselves, if they are text."""
    try:
        text = bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return text if text.isprintable() and not text.isspace() else match[0]


def scheme_of(address: str) -> str:
    """The scheme of an address in lower case, or nothing."""
    found = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", address)
    return found[1].lower() if found else ""


def host_of(address: str) -> str:
    """The host of a web address, or nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""

"""One tag of a site generator, taken apart: its name, its words, its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["Tag", "is_end", "picture_source", "read_tag"]

NAME: Final = pattern(r"[-\s]*+(?P<slash>/?+)\s*+(?P<name>[A-Za-z][\w./-]*+)")
ARGUMENT: Final = pattern(
    r"(?:(?P<key>[A-Za-z][\w-]{0,40})\s{0,3}=\s{0,3})?"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>[^']*)'|`(?P<tick>[^`]*)`"
    r"|(?P<bare>[^\s\"'`]+))"
)
ENDINGS: Final = {"{{<": ">}}", "{{%": "%}}", "{%": "%}"}
LONGEST: Final = 1000
"""Characters of a tag; nobody writes longer ones, and none is looked for further."""

NUMBER: Final = pattern(r"\d+(?:px|%)?")
PICTURE: Final = pattern(r"(?!\S*+\s)(?:\S+\.\w{2,5}(?:[?#]\S*)?|https?://\S+)")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it was written, and what it says."""

    source: str
    end: int
    """Where the words behind it begin."""
    sigil: str
    name: str
    """Without what marks an end."""
    closes: bool
    words: tuple[str, ...]
    """Arguments without a name."""
    named: Mapping[str, str]
    is_literal: bool = False
    """``{{</* x */>}}``, which shows a shortcode instead of running it."""

    @property
    def literal(self) -> str:
        """The shortcode that a literal one shows."""
        return self.source.replace("/*", "", 1)[::-1].replace("/*", "", 1)[::-1]


def is_end(tag: Tag) -> bool:
    """Whether it is the second of two."""
    return tag.closes


def read_tag(source: str, start: int, stop: int) -> Tag | None:
    """The tag that begins here, if one does."""
    sigil = next((it for it in ENDINGS if source.startswith(it, start)), None)
    if sigil is None:
        return None
    inside = start + len(sigil)
    close = source.find(ENDINGS[sigil], inside, min(stop, inside + LONGEST))
    if close < 0 or "\n\n" in source[inside:close]:
        return None
    end = close + len(ENDINGS[sigil])
    body = source[inside:close].strip().removesuffix("-").rstrip()
    is_literal = body.startswith("/*") and body.endswith("*/")
    found = NAME.match(body.removeprefix("/*").strip() if is_literal else body)
    if found is None:
        return None
    words, named = arguments(body[found.end() :].rstrip("/ "))
    name = found["name"].lower()
    closes = bool(found["slash"])
    if sigil == "{%" and name.startswith("end") and len(name) > len("end"):
        name, closes = name.removeprefix("end"), True
    return Tag(source[start:end], end, sigil, name, closes, words, named, is_literal)


def arguments(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The arguments of a tag: those without a name in order, the others by name."""
    words: list[str] = []
    named: dict[str, str] = {}
    for found in ARGUMENT.finditer(text):
        groups = (found["double"], found["single"], found["tick"], found["bare"])
        value = next((it for it in groups if it is not None), "")
        if found["double"]:
            value = re.sub(r"\\(.)", r"\1", value)
        if found["key"]:
            named.setdefault(found["key"].lower(), value)
        else:
            words.append(value)
    return tuple(words), named


def picture_source(tag: Tag) -> str:
    """The picture a tag stands for, as Markdown; nothing if it names no file."""
    address = tag.named.get("src") or tag.named.get("link") or ""
    address = address or next((it for it in tag.words if PICTURE.fullmatch(it)), "")
    if not address:
        return ""
    at = tag.words.index(address) if address in tag.words else -1
    said = [it for it in tag.words[at + 1 :] if not NUMBER.fullmatch(it)]
    if tag.sigil == "{%" and len(said) == 1 and " " in said[0]:
        # Hexo's last argument may hold the title and the words in quotes.
        said = [it or other for it, other in QUOTED.findall(said[0])] or said
    elif tag.sigil == "{%" and not set(tag.source) & set("\"'"):
        # As Hexo reads them: words without quotes are the title, all of them.
        said = [" ".join(said)]
    title = tag.named.get("title") or tag.named.get("caption") or " ".join(said[:1])
    alt = tag.named.get("alt") or " ".join(said[1:]) or title
    return written(alt, address, title)


QUOTED: Final = pattern(r"\"([^\"]*)\"|'([^']*)'")


def written(alt: str, address: str, title: str) -> str:
    """A picture in Markdown, whatever stands in its three parts."""
    words = re.sub(r"([\\\[\]`*_<>&!$~=^{|])", r"\\\1", " ".join(alt.split()))
    target = re.sub(r"[<>\n\\]", lambda it: f"%{ord(it[0]):02X}", address)
    name = re.sub(r"([\\\"&])", r"\\\1", " ".join(title.split()))
    return f'![{words}](<{target}> "{name}")' if name else f"![{words}](<{target}>)"

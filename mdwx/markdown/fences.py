"""What stands behind the three backticks: language, title, lines, switches.

Every tool has its own habits (``js {1,3-5}``, ``{.js .numberLines}``, ``js:a.js``,
``ts:line-numbers``, ``go {linenos=true,hl_lines=[2,"4-6"]}``), and posts move
between tools. So all of them are read, in this one place. A word that means
nothing here is passed by in silence: it means something elsewhere. Only what was
clearly meant for us and cannot be read is kept, for a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from mdwx.patterns import pattern
from mdwx.records import dataclass

__all__ = ["Fence", "Mark", "Stretch", "read_fence"]

LONGEST_CHARS: Final = 1000
"""Of what is read: nobody writes more, and a hostile post might."""

HEAD: Final = pattern(r"[^\s{}\[\],:=\"'“]+")
WORD: Final = pattern(
    r"""(?P<group>\{[^{}]*\})
      | (?P<tab>\[[^\[\]]*\])
      | (?P<name>[A-Za-z_][\w-]*+)
        (?P<sign>\s*+=\s*+|:\s*+|(?=\{\d++\}))
        (?P<value>"[^"]*"|'[^']*'|“[^“”]*”|\{[^{}]*\}|\[[^\[\]]*\]
          |\d++(?:-\d++)?(?:,\d++(?:-\d++)?)*+(?![\w.])|[^\s,{}]+)
      | (?P<bare>[^\s,{}\[\]]+)
      | (?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
QUOTES: Final = "\"'“”"
LINES: Final = pattern(r"(\d{1,6})(?:[-–~](\d{1,6}))?")
LINE_LIST: Final = pattern(r"(?=\D*+\d)[\d\s,，–~-]++")
FILE_NAME: Final = pattern(r"(?!https?:)[^\s\"'`]*(?:\w\.\w{1,12}|/[\w.@-]+)")
DIFF: Final = pattern(r"(?:diff|patch)(?:[-_](?P<of>.+))?", re.IGNORECASE)


class Mark(StrEnum):
    """Why a line stands out."""

    MARKED = "marked"
    ADDED = "added"
    REMOVED = "removed"
    WARNED = "warned"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that stand out, both ends counted from 1 and included."""

    first: int
    last: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Fence:
    """What a block of code asks for; None leaves it to the site."""

    language: str = ""
    """As its author wrote it."""
    is_diff: bool = False
    """A patch; its lines may have a language of their own."""
    title: str = ""
    """A file name, most often."""
    stretches: tuple[Stretch, ...] = ()
    numbers: bool | None = None
    first_number: int = 1
    wraps: bool | None = None
    label: bool | None = None
    dots: bool | None = None
    unread: tuple[tuple[str, str], ...] = field(default=())
    """What was meant for us and means nothing, each with the likely name or ""."""


SWITCHES: Final[Mapping[str, tuple[str, bool]]] = MappingProxyType(
    {
        "linenumbers": ("numbers", True),
        "showlinenumbers": ("numbers", True),
        "numberlines": ("numbers", True),
        "linenos": ("numbers", True),
        "lineno": ("numbers", True),
        "linenumber": ("numbers", True),
        "linenums": ("numbers", True),
        "ln": ("numbers", True),
        "nolinenumbers": ("numbers", False),
        "nolinenos": ("numbers", False),
        "wrap": ("wraps", True),
        "codewrap": ("wraps", True),
        "nowrap": ("wraps", False),
        "scroll": ("wraps", False),
        "label": ("label", True),
        "codelabel": ("label", True),
        "nolabel": ("label", False),
        "dots": ("dots", True),
        "windowdots": ("dots", True),
        "macdots": ("dots", True),
        "nodots": ("dots", False),
    }
)
"""Names without case, ``-`` and ``_``: the field they set, and to what."""

TITLES: Final = frozenset({"title", "filename", "file", "name", "caption"})
STARTS: Final = frozenset({"linenostart", "startfrom", "firstline", "startlinenumber"})
STRETCHES: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("hllines", "hl", "highlight", "highlightlines", "mark", "emphasizelines"),
            Mark.MARKED,
        ),
        **dict.fromkeys(("ins", "add", "added"), Mark.ADDED),
        **dict.fromkeys(("del", "rem", "removed"), Mark.REMOVED),
    }
)
YES: Final = frozenset({"true", "yes", "on", "table", "inline"})
NO: Final = frozenset({"false", "no", "off", "none", "0"})
SPELT: Final = (
    *("title", "filename", "hl_lines", "highlight", "linenos", "nowrap"),
    *("showLineNumbers", "line-numbers", "numberLines", "linenostart", "startFrom"),
)
"""Names worth suggesting to somebody who misspelled one."""


def read_fence(info: str) -> Fence:
    """Read what follows the backticks; nothing in it is an error."""
    rest = info.strip()[:LONGEST_CHARS]
    language, rest = read_head(rest)
    diff = DIFF.fullmatch(language)
    if diff is None:
        return read_words(Fence(language=language), rest)
    inner = diff["of"] or ""
    if not inner and not rest.startswith(":"):
        word, left = read_head(rest.lstrip())
        if not FILE_NAME.fullmatch(word):
            inner, rest = word, left
    return read_words(Fence(language=inner, is_diff=True), rest)


def read_head(info: str) -> tuple[str, str]:
    """The language, and what follows it; empty where an option comes first."""
    head = HEAD.match(info)
    if head is None or plain(head[0]) in SWITCHES or info.startswith("=", head.end()):
        return "", info
    return head[0], info[head.end() :]


def read_words(fence: Fence, rest: str) -> Fence:
    """Read the options behind the language."""
    if rest.startswith(":"):
        fence, rest = read_suffix(fence, rest[1:])
    for word in WORD.finditer(rest):
        if word["group"]:
            fence = read_group(fence, word["group"][1:-1])
        elif word["tab"]:
            fence = replace(fence, title=fence.title or unquoted(word["tab"][1:-1]))
        elif word["name"]:
            fence = read_option(fence, word["name"], word["value"])
        elif word["bare"]:
            fence = read_bare(fence, word["bare"])
    return fence


def read_suffix(fence: Fence, rest: str) -> tuple[Fence, str]:
    """What hangs on the language by a colon: ``js:a.js``, ``ts:line-numbers=2``."""
    found = re.match(r"\"[^\"]*\"|'[^']*'|[^\s{\"']*", rest)
    word = found[0] if found else ""
    name, sign, _ = word.partition("=")
    left = rest[len(word) :]
    if plain(name) in SWITCHES or (sign and plain(name) in TITLES):
        # Its value may stand in quotes, or hold blanks: read it as an option.
        return (fence, rest) if sign else (read_bare(fence, name), left)
    return replace(fence, title=fence.title or unquoted(word)), left


def read_group(fence: Fence, inside: str) -> Fence:
    """What stands in braces: lines, or attributes as Pandoc and Hugo write them."""
    if LINE_LIST.fullmatch(inside):
        return add_stretches(fence, inside, Mark.MARKED)
    for word in WORD.finditer(inside):
        if word["name"]:
            fence = read_option(fence, word["name"], word["value"])
        elif word["bare"]:
            name = word["bare"].removeprefix(".")
            is_first = not fence.language and not fence.is_diff
            if is_first and plain(name) not in SWITCHES and not name.startswith("#"):
                inner = DIFF.fullmatch(name)
                fence = replace(
                    fence,
                    language=(inner["of"] or "") if inner else name,
                    is_diff=inner is not None,
                )
            else:
                fence = read_bare(fence, name)
    if LINES.match(inside.strip()):
        # ``{1,a-5}`` was meant to be lines.
        return add_stretches(fence, inside, Mark.MARKED)
    return fence


def read_option(fence: Fence, name: str, value: str) -> Fence:
    """Read ``name=value``, ``name:value`` or ``name{value}``."""
    key, said = plain(name), unquoted(value)
    if key in TITLES:
        return replace(fence, title=fence.title or said)
    if key in SWITCHES:
        return read_switch(fence, key, said.strip("{}"))
    if key in STARTS:
        is_number = re.fullmatch(r"\d{1,6}", said)
        return replace(fence, first_number=int(said)) if is_number else fence
    if key in STRETCHES:
        # Some tools also mark words: mark="text". Only lines are marked here.
        is_lines = re.search(r"\d", said) and not re.search(r"[^\W\d]{2}|/", said)
        return add_stretches(fence, said, STRETCHES[key]) if is_lines else fence
    if key == "lang" and (fence.is_diff or not fence.language):
        return replace(fence, language=said)
    return misspelled(fence, name)


def read_switch(fence: Fence, key: str, said: str) -> Fence:
    """Turn a switch on or off; a number also says where counting starts."""
    name, on = SWITCHES[key]
    if said.lower() in NO:
        return switched(fence, name, not on)
    if re.fullmatch(r"\d{1,6}", said) and name == "numbers":
        fence = replace(fence, first_number=int(said))
        return switched(fence, name, on)
    return switched(fence, name, on) if said.lower() in {*YES, "1"} else fence


def switched(fence: Fence, name: str, value: bool) -> Fence:
    """The same fence with one switch set."""
    changes: dict[str, Any] = {name: value}
    return replace(fence, **changes)


def read_bare(fence: Fence, word: str) -> Fence:
    """A word without a value: a switch, ``diff``, or the title of Hexo."""
    key = plain(word)
    if key in SWITCHES:
        return switched(fence, *SWITCHES[key])
    if key == "diff":
        return replace(fence, is_diff=True)
    if FILE_NAME.fullmatch(word) and fence.language:
        return replace(fence, title=fence.title or word)
    return misspelled(fence, word)


def misspelled(fence: Fence, word: str) -> Fence:
    """Keep a word that was most likely meant for us; forget any other."""
    from difflib import get_close_matches

    near = get_close_matches(word, SPELT, n=1, cutoff=0.8)
    if not near or plain(near[0]) == plain(word):
        return fence
    return replace(fence, unread=(*fence.unread, (word, near[0])))


def add_stretches(fence: Fence, text: str, mark: Mark) -> Fence:
    """Add lines such as ``1,3-5``, ``2 4-6`` or ``[2,"4-6"]``."""
    stretches = list(fence.stretches)
    unread = list(fence.unread)
    bare = re.sub(r"[\[\]{}\"'“”]", " ", text)
    for part in re.split(
        r"[\s,，]+", re.sub(r"(?:(?<!\s)\s++)?([-–~])\s*+", r"\1", bare).strip()
    ):
        found = LINES.fullmatch(part)
        if found is None:
            unread += [(part, "")] if part else []
            continue
        ends = sorted((int(found[1]), int(found[2] or found[1])))
        stretches.append(Stretch(ends[0], ends[1], mark))
    return replace(fence, stretches=tuple(stretches), unread=tuple(unread))


def plain(name: str) -> str:
    """A name without what its spellings differ in."""
    return re.sub(r"[-_]", "", name).lower()


def unquoted(value: str) -> str:
    """A value without its quotation marks."""
    is_quoted = len(value) > 1 and value[0] in QUOTES and value[-1] in QUOTES
    return value[1:-1] if is_quoted else value

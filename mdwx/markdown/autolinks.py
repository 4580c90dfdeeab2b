"""Bare addresses: ``https://…``, ``www.…`` and ``name@example.com``.

GitHub's extension, and two rules of ours, for Chinese has no spaces: an address
may begin right behind a wide character, and ends before the next one, so that
``见https://a.com/x，然后`` links the address alone. It also ends before a quotation
mark, a backtick and ``[^``, which no address holds and a sentence does.

A reader sees an address as it is written; what the link is for: an address of
WeChat's own opens, and the other rules leave an address in peace. The plugin of
mdit-py-plugins wants a space in front, and its work grows with the square of the
text.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mdwx.patterns import pattern

__all__ = ["extend"]

WIDE: Final = (
    "\u00b7\u1100-\u115f\u2014\u2018-\u201f\u2026\u2e80-\ua4cf\ua960-\ua97f"
    "\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffef"
    "\U0001f000-\U0001faff\U00020000-\U0003fffd"
)
"""Ideographs, kana, Korean, emoji, and punctuation that Chinese sets."""

HOST: Final = pattern(rf"(?:(?![{WIDE}])[\w-])+(?:\.(?:(?![{WIDE}])[\w-])+)*")
REST: Final = pattern(rf"(?:(?!\[\^)[^\s<>\"`{WIDE}])*")
SCHEMES: Final = ("https", "http", "ftp")
MAY_PRECEDE_WWW: Final = pattern(rf"[\s*_~(:{WIDE}]")
ENTITY: Final = pattern(r"&[A-Za-z0-9]+;$")
TRAILING: Final = "?!.,:*_~'\"[]"
MARKS: Final = ("==", "++", "%%")
"""Marks of ours that may stand around an address and are not part of it."""

LOCAL: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_"
)
DOMAIN: Final = pattern(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")


def extend(parser: MarkdownIt) -> None:
    """Link bare addresses."""
    parser.inline.add_terminator_char("w")
    parser.inline.ruler.after("text", "bare_address", bare_address)
    parser.core.ruler.after("inline", "mdwx_mail", link_mail)


def bare_address(state: StateInline, silent: bool) -> bool:
    """Read one address of the web; the signature is markdown-it's."""
    sign = state.src[state.pos]
    if silent or state.linkLevel or sign not in ":w":
        return False
    scheme = scheme_before(state) if sign == ":" else www_here(state)
    if scheme is None:
        return False
    start = state.pos - len(scheme)
    text = address_at(state.src, start, state.posMax)
    if not text:
        return False
    state.pending = state.pending[: len(state.pending) - len(scheme)]
    address = state.md.normalizeLink(text if scheme else f"http://{text}")
    for token in link_tokens(address, state.md.normalizeLinkText(text), state.level):
        pushed = state.push(token.type, token.tag, token.nesting)
        pushed.attrs, pushed.content = token.attrs, token.content
        pushed.markup, pushed.info = token.markup, token.info
    state.pos = start + len(text)
    return True


def scheme_before(state: StateInline) -> str | None:
    """The scheme in front of ``://``, unless it ends a longer word."""
    if not state.src.startswith("://", state.pos):
        return None
    for scheme in SCHEMES:
        if state.pending.endswith(scheme):
            start = state.pos - len(scheme)
            before = state.src[start - 1] if start else " "
            return None if before.isascii() and before.isalnum() else scheme
    return None


def www_here(state: StateInline) -> str | None:
    """Nothing, which is the scheme of ``www.``, if one begins here."""
    if not state.src.startswith("www.", state.pos):
        return None
    before = state.src[state.pos - 1] if state.pos else " "
    return "" if MAY_PRECEDE_WWW.match(before) else None


def address_at(source: str, start: int, end: int) -> str:
    """The address that begins at ``start``, or nothing if it has no host."""
    slashes = source.find("://", start, start + 9)
    begin = start if source.startswith("www.", start) else slashes + 3
    host = HOST.match(source, begin, end)
    if host is None or not is_host(host[0]):
        return ""
    rest = REST.match(source, host.end(), end)
    text = source[start : rest.end() if rest else host.end()]
    mark = source[max(start - 2, 0) : start]
    if mark in MARKS:
        text = text.partition(mark)[0]
    return trimmed(text, begin - start + 1)


def is_host(name: str) -> bool:
    """Whether it can be a domain: no underscore in its last two parts."""
    return "_" not in "".join(name.split(".")[-2:]) and name != "www"


def trimmed(text: str, shortest: int) -> str:
    """An address without the punctuation of the sentence around it."""
    end = len(text)
    spare = text.count(")") - text.count("(")
    while end > shortest:
        last = text[end - 1]
        if last in TRAILING:
            end -= 1
        elif last == ")" and spare > 0:
            spare -= 1
            end -= 1
        elif last == ";":
            entity = ENTITY.search(text, max(0, end - 40), end)
            end = entity.start() if entity else end - 1
        else:
            break
    return text[:end]


def link_mail(state: StateCore) -> None:
    """Link addresses of mail, once marks like ``_`` have been settled."""
    for block in state.tokens:
        if block.children and "@" in block.content:
            block.children = with_mail(block.children)


def with_mail(tokens: list[Token]) -> list[Token]:
    """The tokens of one block, addresses of mail outside its links linked."""
    out: list[Token] = []
    links = 0
    for token in tokens:
        if token.type in {"link_open", "link_close"}:
            links += token.nesting
        if links or token.type != "text" or "@" not in token.content:
            out.append(token)
        else:
            out.extend(split_mail(token))
    return out


def split_mail(token: Token) -> list[Token]:
    """A piece of text, cut at the addresses of mail in it."""
    out: list[Token] = []
    text, done = token.content, 0
    at = text.find("@")
    while at >= 0:
        start = at
        while start > done and text[start - 1] in LOCAL:
            start -= 1
        domain = DOMAIN.match(text, at + 1)
        if start < at and domain and is_mail_domain(text, domain):
            end = domain.end()
            if text.startswith("mailto:", max(done, start - 7)):
                start -= 7
            out.append(words(text[done:start], token.level))
            mail = text[start:end]
            address = mail if mail.startswith("mailto:") else f"mailto:{mail}"
            out += link_tokens(address, mail, token.level)
            done = end
        at = text.find("@", at + 1)
    if not out:
        return [token]
    return [*out, words(text[done:], token.level)]


def is_mail_domain(text: str, domain: re.Match[str]) -> bool:
    """Whether it ends in a letter, and is not ``a@b.c@d``."""
    last = domain[0][-1]
    return last.isalpha() and not text.startswith("@", domain.end())


def words(text: str, level: int) -> Token:
    """A piece of text."""
    return Token("text", "", 0, content=text, level=level)


def link_tokens(address: str, text: str, level: int) -> tuple[Token, Token, Token]:
    """A link whose words are its address, told from others as ``<…>`` is."""
    opening = Token("link_open", "a", 1, attrs={"href": address}, level=level)
    closing = Token("link_close", "a", -1, level=level)
    for token in (opening, closing):
        token.markup, token.info = "autolink", "auto"
    return opening, words(text, level + 1), closing

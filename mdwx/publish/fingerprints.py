"""What makes two articles the same: for us, for the author, for a reader.

What we would send is told with the names of pictures for their addresses, so
that an unchanged article is known as such without a request, on any machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from mdwx.ledger.records import Parcel, Piece
from mdwx.wechat.fragments import read_fragment
from mdwx.wechat.readback import fingerprint, read_back

__all__ = [
    "alike",
    "found_piece",
    "is_untouched",
    "payload_fingerprint",
    "same_articles",
    "text_fingerprint",
    "title_words",
]


def payload_fingerprint(payload: Mapping[str, Any]) -> str:
    """One value over an article as it would be sent."""
    told = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    return digest(told)


def text_fingerprint(content: str) -> str:
    """One value over the words a reader sees; empty when there are none.

    White space and markup come and go in WeChat's hands, words do not.
    """
    if not content.strip():
        return ""
    root = read_fragment(content)
    words = "".join("".join(root.itertext()).split()).replace("\u200b", "")
    return digest(words) if words else ""


def title_words(title: str) -> str:
    """A title as a list shows it, whoever escaped it on the way."""
    return " ".join(unescape(title).split())


def found_piece(item: Mapping[str, Any]) -> Piece:
    """An article of the account, told in the ledger's terms."""
    stored = read_back(item)
    return Piece(
        slug="",
        title=title_words(stored.title),
        text=text_fingerprint(stored.content),
        readback=fingerprint(item),
    )


def alike(mine: Piece, other: Piece) -> bool:
    """Whether a reader would call them the same article."""
    return (mine.title, mine.text) == (other.title, other.text)


def is_untouched(parcel: Parcel, items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a draft is as we left it, as far as we know how we left it."""
    found = [found_piece(item) for item in items]
    if len(found) != len(parcel.pieces):
        return False
    return all(
        other.readback == mine.readback
        # An answer of ours got lost here: what we meant to write is ours too.
        or ((not mine.payload or not mine.readback) and alike(mine, other))
        for mine, other in zip(parcel.pieces, found, strict=True)
    )


def digest(told: str) -> str:
    """SHA-256 of the text, lone surrogates and all."""
    return hashlib.sha256(told.encode("utf-8", errors="replace")).hexdigest()


def same_articles(pieces: Iterable[Piece], found: Sequence[Piece]) -> bool:
    """Whether both are the same articles in the same order."""
    mine = list(pieces)
    return len(mine) == len(found) and all(map(alike, mine, found))

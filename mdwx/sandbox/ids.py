"""Ids in WeChat's shapes, from a stored seed and counter.

The same seed gives the same ids in the same order, also over a restart, and
never the same one twice.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final, TypedDict
from urllib.parse import quote

__all__ = ["Drawing", "Ids"]

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
URL_SAFE: Final = LETTERS + "0123456789-_"
PLAIN: Final = LETTERS + "0123456789"


class Drawing(TypedDict):
    """The part of the state that ids come from."""

    seed: str
    drawn: int
    """How often something was drawn."""


class Ids:
    """Draws ids; the counter lives in the state and is saved with it."""

    def __init__(self, state: Drawing) -> None:
        self.state = state

    def text(self, length: int, alphabet: str) -> str:
        """Random-looking characters of an alphabet."""
        size = 2 * length
        return "".join(
            alphabet[int.from_bytes(pair) % len(alphabet)]
            for pair in pairs(self.octets(size))
        )

    def octets(self, size: int) -> bytes:
        """Random-looking bytes."""
        self.state["drawn"] += 1
        key = bytes.fromhex(self.state["seed"])
        drawn = b""
        while len(drawn) < size:
            at = f"{self.state['drawn']}:{len(drawn)}".encode()
            drawn += blake2b(at, key=key).digest()
        return drawn[:size]

    def hexadecimal(self, length: int) -> str:
        """Lower-case hexadecimal digits."""
        return self.text(length, "0123456789abcdef")

    def digits(self, length: int) -> str:
        """Decimal digits."""
        return self.text(length, "0123456789")

    def appid(self) -> str:
        """ "wx" and 16 hexadecimal digits."""
        return "wx" + self.hexadecimal(16)

    def prefix(self) -> str:
        """What all media_ids of an account start with: 22 characters."""
        return self.text(22, URL_SAFE)

    def media_id(self, prefix: str) -> str:
        """64 characters in every sample seen; the page says at most 128."""
        return prefix + self.text(64 - len(prefix), URL_SAFE)

    def access_token(self) -> str:
        """The page asks for room for 512 characters; real ones have about 136."""
        return f"{self.digits(2)}_{self.text(133, URL_SAFE)}"

    def picture(self) -> str:
        """The part of a picture's address that names it."""
        return self.text(84, PLAIN)

    def article(self) -> str:
        """An article_id, and the last part of a published address."""
        return self.text(22, URL_SAFE)

    def biz(self) -> str:
        """An account as long addresses name it: base64 of ten digits."""
        return "Mz" + self.text(12, PLAIN) + "=="

    def preview(self, biz: str, *, idx: int) -> str:
        """The temporary address of a draft."""
        mid, sn = self.digits(9), self.hexadecimal(32)
        tempkey = quote(self.text(86, PLAIN))
        return (
            f"http://mp.weixin.qq.com/s?__biz={biz}&mid=1{mid}&idx={idx}&sn={sn}"
            f"&tempkey={tempkey}&chksm={self.hexadecimal(64)}#rd"
        )


def pairs(octets: bytes) -> list[bytes]:
    """Two bytes at a time."""
    return [octets[at : at + 2] for at in range(0, len(octets), 2)]

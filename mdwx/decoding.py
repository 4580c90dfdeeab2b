"""Bytes -> text, or the name of the encoding they seem to be in.

Posts come from old blogs and Windows editors; "not UTF-8" alone does not tell
anybody what to convert from.
"""

from __future__ import annotations

import codecs
from pathlib import PurePosixPath
from typing import Final

from mdwx.errors import SourceError
from mdwx.model import Span, Text

__all__ = ["decode", "likely_encoding"]

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CANDIDATES: Final = (
    ("gb18030", "GBK/GB18030"),
    ("big5hkscs", "Big5"),
    ("shift_jis", "Shift_JIS"),
    ("euc_kr", "EUC-KR"),
)
# The commonest characters of each script decide between encodings in which
# the same bytes are all legal.
_COMMON: Final = frozenset(
    "的一是不了在人有我他这中大来上个国和也子时道说出到为你们会就对要里么得过能下"
    "這個來國時說為們會對裡麼過發後學沒還無開問書長門見聞點當經動"
    "のにはをたがでてとしれさあいうえ이다는을를에의가한고지"
    "，。、：；！？「」《》（）文章第公号號微信"
)


def decode(source: bytes, *, path: PurePosixPath) -> str:
    """The text of a UTF-8 file, without byte order mark, with ``\\n`` line ends."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = likely_encoding(source)
        line = source.count(b"\n", 0, error.start) + 1
        raise SourceError(
            Text(
                zh=f"文件不是 UTF-8，看起来是 {name}",
                en=f"not UTF-8; looks like {name}",
            ),
            where=Span(path, line),
            hint=Text(zh="用编辑器另存为 UTF-8", en="save the file as UTF-8"),
        ) from error
    if "\0" in text:
        name = likely_encoding(source)
        raise SourceError(
            Text(
                zh=f"文件不是文本，看起来是 {name}", en=f"not text; looks like {name}"
            ),
            where=Span(path),
            hint=Text(zh="用编辑器另存为 UTF-8", en="save the file as UTF-8"),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def likely_encoding(source: bytes) -> str:
    """The name of the encoding that ``source`` seems to be in."""
    for mark, name in _MARKS:
        if source.startswith(mark):
            return name
    sample = source[: 1 << 16]
    if sample.count(0) > len(sample) // 10:
        # Chinese text in UTF-16 has NULs for its ASCII only, line ends included.
        return "UTF-16" if len(source) % 2 == 0 else "a binary file"
    scores = [
        (_score(sample, codec), -rank, name)
        for rank, (codec, name) in enumerate(_CANDIDATES)
    ]
    best, _, name = max(scores)
    if best > 0:
        return name
    return "UTF-16" if 0 in sample and len(source) % 2 == 0 else "Windows-1252"


def _score(sample: bytes, codec: str) -> float:
    """The share of very common characters when read as ``codec``."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return 0.0
    wide = [character for character in text if ord(character) > 0x7F]
    return sum(character in _COMMON for character in wide) / max(1, len(wide))

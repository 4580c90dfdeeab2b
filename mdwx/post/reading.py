"""A post read: its front matter into fields, its name into a slug."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, Final

from mdwx.config import Refused, Site
from mdwx.decoding import decode
from mdwx.errors import SourceError
from mdwx.model import Comments, Post, Span, Text
from mdwx.patterns import pattern
from mdwx.post.front_matter import Entry, FrontMatter, front_matter
from mdwx.post.keys import ALIASES, KEYS, KNOWN, SILENT
from mdwx.post.values import READERS, comments, date, flag
from mdwx.rules import Report
from mdwx.spelling import did_you_mean

__all__ = ["default_slug", "read_post"]

_SLUG_LIMIT_BYTES: Final = 200
_UNSAFE: Final = pattern(r'[/\\:*?"<>|]')
# Control, format (bidirectional overrides among them), surrogates, unassigned.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_WINDOWS: Final = pattern(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])( *\..*)?", re.IGNORECASE
)
_TAKEN: Final = frozenset({"index.html"})
"""What ``dist/`` itself holds."""


def read_post(source: bytes, *, path: PurePosixPath, site: Site) -> Post:
    """The post that ``source`` holds; what is odd about it is in its findings."""
    head = front_matter(decode(source, path=path), path=path)
    report = Report(path)
    entries = _by_key(head.entries, report)
    fields = _fields(entries, report, zone=site.timezone)
    fields["comments"] = _comments(head.entries, report)
    if "style" in entries:
        fields["style_line"] = entries["style"].text_line
    if _withheld(head):
        fields["draft"] = True
    return Post(
        path=path,
        slug=_slug(entries.get("slug"), path=path),
        body=head.body,
        body_line=head.body_line,
        key_lines=tuple((key, entry.line) for key, entry in entries.items()),
        findings=tuple(report.findings),
        ignores=head.ignores,
        **fields,
    )


def _by_key(entries: Iterable[Entry], report: Report) -> dict[str, Entry]:
    """The entry of each of our keys, whatever alias it was written under."""
    chosen: dict[str, Entry] = {}
    for entry in entries:
        name = KNOWN.get(entry.key.casefold())
        if name is None:
            _note_unknown(entry, report)
        if name is None or name in SILENT or name == "published":
            continue
        key = ALIASES.get(name, name)
        before = chosen.get(key)
        # The key's own name wins over its aliases, then the first one written.
        if before is None or (name == key and before.key != key):
            chosen[key] = entry
        if before is not None and before.value != entry.value and key != "comments":
            _note_rivals(before, entry, chosen[key], report)
    return chosen


def _fields(entries: dict[str, Entry], report: Report, *, zone: str) -> dict[str, Any]:
    """The fields of the Post; a bad value is a finding and leaves the default."""
    fields: dict[str, Any] = {}
    for key, entry in entries.items():
        if key in ("slug", "comments"):
            continue
        try:
            if key in ("date", "publish_at"):
                fields[key] = date(entry.value, zone=zone)
            elif entry.value is not None:
                fields[key] = READERS[key](entry.value)
        except Refused as refusal:
            _note_bad_value(entry, refusal, report)
    return fields


def _comments(entries: Iterable[Entry], report: Report) -> Comments:
    """Who may comment, said in one word or by WeChat's two switches."""
    named = {KNOWN.get(entry.key.casefold()): entry for entry in entries}
    try:
        if (entry := named.get("comments")) is not None:
            return comments(entry.value)
        fans = opened = False
        if (entry := named.get("only_fans_can_comment")) is not None:
            fans = opened = flag(entry.value)
        if (entry := named.get("need_open_comment")) is not None:
            opened = flag(entry.value)
    except Refused as refusal:
        assert entry is not None  # it was just refused
        _note_bad_value(entry, refusal, report)
        return Comments.OFF
    if not opened:
        return Comments.OFF
    return Comments.FANS if fans else Comments.OPEN


def _withheld(head: FrontMatter) -> bool:
    """Whether Hexo's and Jekyll's ``published: false`` holds the post back."""
    for entry in head.entries:
        if entry.key.casefold() == "published" and isinstance(entry.value, str):
            return entry.value.strip().lower() in ("false", "no", "off")
    return False


def _slug(entry: Entry | None, *, path: PurePosixPath) -> str:
    """What the post is, and its folder's name below the output folder."""
    written = entry.value if entry is not None else None
    if written is not None and not isinstance(written, str):
        raise _bad_slug(str(written), Span(path, entry.line if entry else None))
    slug = (written or "").strip() or default_slug(path)
    slug = unicodedata.normalize("NFC", slug)
    hidden = any(unicodedata.category(character) in _HIDDEN for character in slug)
    unusable = (
        _UNSAFE.search(slug)
        or _WINDOWS.fullmatch(slug)
        or slug.casefold() in _TAKEN
        or slug.startswith(".")
        or slug.endswith((".", " "))
        or len(slug.encode("utf-8", "surrogatepass")) > _SLUG_LIMIT_BYTES
    )
    if hidden or unusable:
        raise _bad_slug(slug, Span(path, entry.line if entry else None))
    return slug


def default_slug(path: PurePosixPath) -> str:
    """What a post is called that gives no slug: its file, or the folder of an index."""
    if path.stem == "index":
        return path.parent.name or "index"
    return path.stem.strip()


def _bad_slug(slug: str, where: Span) -> SourceError:
    return SourceError(
        Text(
            zh=f"slug {slug!r} 不能作文件夹名",
            en=f"slug {slug!r} cannot name a folder",
        ),
        where=where,
        hint=Text(
            zh="在头信息里写 slug，用文字、数字和连字符",
            en="give a slug of letters, digits and hyphens in the front matter",
        ),
    )


def _note_unknown(entry: Entry, report: Report) -> None:
    known = [*KEYS, *ALIASES]
    report.add(
        "F001",
        Text(
            zh=f"头信息里不认识的字段 {entry.key}",
            en=f"unknown front matter key {entry.key}",
        ),
        hint=did_you_mean(entry.key, known)
        or Text(zh="它没有任何作用", en="it has no effect"),
        line=entry.line,
    )


def _note_bad_value(entry: Entry, refusal: Refused, report: Report) -> None:
    expected = refusal.expected
    report.add(
        "F002",
        Text(
            zh=f"{entry.key} 应当是{expected.zh}",
            en=f"{entry.key} must be {expected.en}",
        ),
        line=entry.line,
    )


def _note_rivals(before: Entry, entry: Entry, chosen: Entry, report: Report) -> None:
    other = entry if chosen is before else before
    report.add(
        "F003",
        Text(
            zh=f"{chosen.key} 和 {other.key} 是同一个意思，用了 {chosen.key}",
            en=f"{chosen.key} and {other.key} mean the same; {chosen.key} is used",
        ),
        hint=Text(zh="留下一个", en="keep one of them"),
        line=other.line,
    )

"""Posts of an offline build that stand as they were built, and are left alone.

Of each post it is kept how its file stood, the pictures it shows and the pages made of
it; of all of them together, how everything else stood that an article depends on:
site file, themes, parts, ledger, options, mdwx itself. A post whose rows are all
the same is neither read nor built; a post with an error, or with something younger
than the clock is fine, is not kept. A file that makes no sense keeps nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import PurePosixPath
from typing import Any, Final

from mdwx.config import Config
from mdwx.files import read_head
from mdwx.made import Finished, Made
from mdwx.model import Crop, Finding, Post, Severity, Size, Span, Text
from mdwx.outcome import Outcome
from mdwx.plugins import offered
from mdwx.preview.screens import Row as IndexRow
from mdwx.site import is_post_name
from mdwx.stand import (
    FOLDER,
    Row,
    Table,
    digest,
    is_young,
    knowledge,
    program,
    row,
    site_table,
)
from mdwx.whole import FOR_ALL, replace_whole

__all__ = ["Kept"]

PICTURES: Final = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif")
)
"""Of these only the names count for every post; a post counts those it shows."""
MOST_BYTES: Final = 64 << 20
NONSENSE: Final = (
    *(OSError, ValueError, LookupError),
    *(TypeError, AttributeError, RecursionError),
)
"""What reading a record may end with that is not as it was written."""


class Kept:
    """What is known of a site's posts from the last offline build."""

    def __init__(
        self, config: Config, *, manner: object, seen: Table | None = None
    ) -> None:
        """``manner`` is how posts are to be built; ``seen`` how the site stands."""
        self.config = config
        self.root = str(config.root)
        self.file = config.record
        table = seen
        if table is None or table[:2] != (self.root, config.site.output):
            table = site_table(self.root, output=config.site.output)
        self.began_ns = table.began_ns if table else 0
        self.rows = {it[0]: it for it in table.rows} if table else {}
        self.now = set(map(as_text, self.rows.values()))
        # Syntax from elsewhere may change without a file of ours changing.
        is_told = table is not None and not offered("mdwx.markdown")
        self.world, self.posts = self.stamps(manner) if is_told else ("", "")
        self.lines: dict[str, str] = {}
        """The record of each post as it is written: an old one is written again."""
        self.known = self.read()

    def stamps(self, manner: object) -> tuple[str, str]:
        """One value for what every post depends on, one for all posts together."""
        posts, names, others = [], [], []
        for path, it in self.rows.items():
            if is_post_name(os.path.basename(path)):
                posts.append(it)
            elif os.path.splitext(path)[1].lower() in PICTURES:
                names.append(path)
            elif it[1] != FOLDER:
                others.append(it)
        if is_young(others, before_ns=self.began_ns):
            return "", ""
        ours = [program(), list(knowledge(self.root)), repr(self.config)]
        return digest([names, others, ours, repr(manner)]), digest(posts)

    def read(self) -> Mapping[str, Any]:
        """The record of each post, by path; nothing where something else changed."""
        with suppress(*NONSENSE):
            if self.file.stat().st_size < MOST_BYTES:
                world, posts, *lines = self.file.read_bytes().decode().split("\n")
                if self.world and world == self.world:
                    # What other posts are called at a shared ledger nobody sees.
                    same = posts == self.posts and self.config.ledger is None
                    return dict(self.standing(lines, same=same))
        self.lines.clear()
        return {}

    def standing(
        self, lines: Sequence[str], *, same: bool
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Those of the records that hold; ``same``: whether all posts are the same."""
        # In one piece: to begin anew for each of a thousand takes twice the time.
        told = json.loads(f"[{','.join(lines)}]")
        for line, one in zip(lines, told, strict=True):
            if (same or not one["asked"]) and self.stands(one["rows"]):
                self.lines[one["path"]] = line
                yield one["path"], one

    def stands(self, rows: Iterable[str]) -> bool:
        """Whether files are as they were when this was kept."""
        try:
            return all(
                told in self.now or told == as_text(row(told.split(" ", 4)[4]))
                for told in rows
            )
        except OSError:
            return False

    def head(self, config: Config, path: PurePosixPath) -> Post | Outcome:
        """The post at a path, without its body; only read where it is not known."""
        with suppress(LookupError, TypeError, ValueError):
            head = self.known[str(path)]["head"]
            return Post(
                path=path,
                slug=str(head["slug"]),
                body="",
                title=head["title"],
                bundle=head["bundle"],
                key_lines=tuple((str(k), int(n)) for k, n in head["key_lines"]),
            )
        return read_head(config, path)

    def of(self, entry: Post | Outcome) -> Finished | None:
        """What the last build made of a post, if it stands."""
        if isinstance(entry, Outcome):
            return None
        with suppress(LookupError, TypeError, ValueError):
            told = self.known[str(entry.path)]
            outcome = Outcome(
                path=entry.path,
                slug=entry.slug,
                title=str(told["title"]),
                findings=[finding_of(it) for it in told["findings"]],
                article=PurePosixPath(told["article"]),
                size=Size(*map(int, told["size"])),
            )
            title, href, cover, words, date, path, wide = told["row"]
            crop = Crop(*wide) if wide else None
            shown = IndexRow(title, href, cover, crop, words, date=date, path=path)
            return Finished(Made(outcome, entry), shown)
        return None

    def keep(self, finished: Iterable[Finished]) -> None:
        """Remember what was built; a disk that takes nothing costs time alone."""
        if not self.world or not self.file.parent.is_dir():
            return
        for one in finished:
            path = str(one.made.outcome.path)
            if path not in self.lines and (told := self.told(one)) is not None:
                self.lines[path] = json.dumps(
                    {"path": path, **told}, ensure_ascii=False, separators=(",", ":")
                )
        text = "\n".join([self.world, self.posts, *self.lines.values()])
        with suppress(OSError):
            data = text.encode("utf-8", "backslashreplace")
            replace_whole(self.file, data, mode=FOR_ALL, within=self.config.root)

    def told(self, one: Finished) -> dict[str, Any] | None:
        """The record of a post; None where it may not be what it seems."""
        outcome, post = one.made.outcome, one.made.post
        if post is None or outcome.article is None or outcome.size is None:
            return None
        if one.row is None or any(
            it.severity is Severity.ERROR for it in outcome.findings
        ):
            return None
        read = [str(self.config.root / post.path), *map(str, one.pictures)]
        folder = self.config.root / outcome.article.parent
        try:
            rows = [row(path) for path in dict.fromkeys(read)]
            moved = any(self.rows.get(it[0], it) != it for it in rows)
            if moved or is_young(rows, before_ns=self.began_ns):
                return None
            rows += [row(str(it)) for it in sorted(folder.iterdir())]
        except OSError:
            return None
        shown = one.row
        return {
            "rows": list(map(as_text, rows)),
            "asked": one.asked,
            "head": {
                "slug": post.slug,
                "title": post.title,
                "bundle": post.bundle,
                "key_lines": post.key_lines,
            },
            "title": outcome.title,
            "findings": [told_finding(it) for it in outcome.findings],
            "article": str(outcome.article),
            "size": astuple(outcome.size),
            "row": [
                *(shown.title, shown.href, shown.cover, shown.digest, shown.date),
                *(shown.path, astuple(shown.wide) if shown.wide else None),
            ],
        }


def as_text(it: Row) -> str:
    """The row of a file for the record: a text is read sooner than five values."""
    path, size, mtime, ctime, inode = it
    return f"{size} {mtime} {ctime} {inode} {path}"


def told_finding(one: Finding) -> list[Any]:
    """A finding for the record."""
    where, hint = one.where, one.hint
    return [
        *(one.code, one.severity.value, one.message.zh, one.message.en),
        [hint.zh, hint.en] if hint else None,
        [str(where.path), where.line, where.column] if where else None,
    ]


def finding_of(told: Any) -> Finding:
    """A finding of the record."""
    code, severity, zh, en, hint, where = told
    return Finding(
        code=str(code),
        severity=Severity(severity),
        message=Text(zh=str(zh), en=str(en)),
        hint=Text(*map(str, hint)) if hint else None,
        where=Span(PurePosixPath(where[0]), where[1], where[2]) if where else None,
    )

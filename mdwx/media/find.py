"""Picture paths as people write them, and the file each one means.

Editors and site generators disagree about where a path starts: beside the
post (Obsidian, Typora), at the site's root (Jekyll), in a static folder (Hugo,
Hexo). All are tried, in that order. A post may be someone else's text, so a
path never leads out of the site unless the user said so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath
from typing import Final
from urllib.parse import unquote

from mdwx.errors import SourceError
from mdwx.media.catalogue import Catalogue
from mdwx.media.source import refuse
from mdwx.model import ImageRef, Text
from mdwx.records import dataclass

__all__ = ["Shelves", "find"]

NEIGHBOURS: Final = 2000
"""Files of a folder that are looked through for a near match."""

Beside = tuple[PurePosixPath, ...]
"""Folders of the file a path is written in, from the site's root."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """The folders of a site in which pictures lie."""

    root: Path
    assets: tuple[str, ...] = ()
    allow_outside: bool = False
    content: str = "content"

    @property
    def real_root(self) -> Path:
        """The root, links followed."""
        return followed(self.root)

    def catalogue(self) -> Catalogue:
        """The files that a name alone may mean; of all where no posts' folder is."""
        content = self.root / self.content
        if not content.is_dir():
            return Catalogue((self.root,))
        return Catalogue((content, *(self.root / folder for folder in self.assets)))

    @property
    def tops(self) -> tuple[Path, ...]:
        """Where a path that begins with a slash may start."""
        return (self.root, *(self.root / folder for folder in self.assets))

    def starts(self, beside: Beside) -> tuple[Path, ...]:
        """Where a path may start, nearest first."""
        near = (self.root / folder for folder in beside)
        return tuple(dict.fromkeys((*near, *self.tops)))

    def holds(self, file: Path) -> bool:
        """Whether the file, links followed, is one a post may name."""
        return self.allow_outside or file.is_relative_to(self.real_root)


@lru_cache(maxsize=8)
def followed(root: Path) -> Path:
    """A folder, links followed; who turns one elsewhere meanwhile is not followed."""
    return root.resolve()


def find(
    ref: ImageRef,
    shelves: Shelves,
    *,
    beside: Beside,
    catalogue: Catalogue | None = None,
) -> Path:
    """The file that ``ref`` names; ``beside`` are the folders it is written in.

    One that may lie anywhere is looked up in ``catalogue`` where no path leads to it.
    """
    if ref.src[:5].lower() == "file:":
        raise not_a_path(ref)
    outside = False
    for candidate in candidates(ref.src, shelves, beside=beside):
        if is_elsewhere(candidate, shelves):
            outside = True
            continue
        file = resolved(candidate)
        if file is None:
            continue
        if shelves.holds(file):
            return file
        outside = True
    if outside:
        raise not_held(ref)
    catalogue = catalogue or shelves.catalogue()
    if ref.anywhere and (file := find_by_name(ref, shelves, catalogue)):
        return file
    near = near_match(ref.src, shelves, beside=beside) or namesake(
        ref.src, shelves, catalogue
    )
    raise not_found(ref, shelves, beside=beside, near=near)


def not_a_path(ref: ImageRef) -> SourceError:
    return refuse(
        ref,
        zh="用了 file: 地址",
        en="is a file: address",
        hint=Text(
            zh="写成相对于文章的路径，例如 images/a.png",
            en="write a path relative to the post, such as images/a.png",
        ),
    )


def find_by_name(ref: ImageRef, shelves: Shelves, catalogue: Catalogue) -> Path | None:
    """The one file of this name, wherever it lies; more than one is an error."""
    for form in forms(ref.src):
        files = [file for file in catalogue.named(form) if resolved(file)]
        if len(files) > 1:
            raise ambiguous(ref, shelves, files)
        if files and shelves.holds(files[0].resolve()):
            return files[0].resolve()
    return None


def ambiguous(ref: ImageRef, shelves: Shelves, files: Sequence[Path]) -> SourceError:
    """The error for a name that several files have."""
    names = [shown(file, shelves.root) for file in files[:3]]
    return refuse(
        ref,
        zh=f"不止一个：{'、'.join(names)}",
        en=f"could be {' or '.join(names)}",
        hint=Text(
            zh="写上文件夹，例如 ![[文件夹/图.png]]",
            en="write its folder too: ![[folder/picture.png]]",
        ),
    )


def candidates(src: str, shelves: Shelves, *, beside: Beside) -> Iterator[Path]:
    """Each place a path may mean, the likeliest first."""
    for form in forms(src):
        relative = form.lstrip("/")
        rooted = relative != form
        starts = shelves.tops if rooted else shelves.starts(beside)
        yield from (start / relative for start in starts if relative)
        if rooted:
            yield Path(form)


def is_elsewhere(candidate: PurePath, shelves: Shelves) -> bool:
    """Whether a path of Windows leads to another drive or another machine.

    It is not even looked at: asking for ``\\\\host\\share`` tells that host who we
    are, password hash included.
    """
    drive = candidate.drive
    return drive != shelves.root.drive and not shelves.allow_outside


@lru_cache(maxsize=1024)
def forms(src: str) -> tuple[str, ...]:
    """Ways to read a path: as written, decoded, without an address's tail.

    Names made on macOS may be decomposed (NFD) while the post is typed
    composed (NFC), so both are tried.
    """
    cut = src.split("#", 1)[0].split("?", 1)[0]
    found: dict[str, None] = {}
    for text in (src, unquote(src), cut, unquote(cut)):
        for slashed in (text, text.replace("\\", "/")):
            for norm in (slashed, *both_norms(slashed)):
                found.setdefault(norm)
    return tuple(form for form in found if form.strip())


def both_norms(text: str) -> tuple[str, str]:
    return unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)


def resolved(candidate: Path) -> Path | None:
    """The real file behind a path, or None where there is none."""
    try:
        file = candidate.resolve(strict=True)
        return file if file.is_file() else None
    # ValueError: a NUL; RuntimeError: links in a circle, before Python 3.13.
    except (OSError, ValueError, RuntimeError):
        return None


def not_held(ref: ImageRef) -> SourceError:
    return refuse(
        ref,
        zh="在站点文件夹之外",
        en="lies outside the site's folder",
        hint=Text(
            zh="把它复制到站点里，或者加上 --allow-outside",
            en="copy it into the site, or pass --allow-outside",
        ),
    )


def not_found(
    ref: ImageRef, shelves: Shelves, *, beside: Beside, near: Text | None
) -> SourceError:
    """The error for a path that names nothing: where we looked, what is near."""
    folders = [shown(start, shelves.root) for start in shelves.starts(beside)]
    hint = Text(
        zh=f"{near.zh if near else ''}找过这些文件夹：{'、'.join(folders)}",
        en=f"{near.en if near else ''}looked in {', '.join(folders)}",
    )
    return refuse(ref, zh="不存在", en="does not exist", hint=hint)


def near_match(src: str, shelves: Shelves, *, beside: Beside) -> Text | None:
    """Name the file that was probably meant, if one is near."""
    from difflib import get_close_matches

    for candidate in candidates(src, shelves, beside=beside):
        if is_elsewhere(candidate, shelves):
            continue
        names = neighbours(candidate.parent, shelves)
        same = [name for name in names if name.casefold() == candidate.name.casefold()]
        close = get_close_matches(candidate.name, names, n=1, cutoff=0.7)
        for name in same:
            near = shown(candidate.parent / name, shelves.root)
            return Text(
                zh=f"有 {near}，只是大小写不同；",
                en=f"there is {near}, only upper and lower case differ; ",
            )
        for name in close:
            near = shown(candidate.parent / name, shelves.root)
            return Text(zh=f"是不是 {near}？", en=f"did you mean {near}? ")
    return None


def namesake(src: str, shelves: Shelves, catalogue: Catalogue) -> Text | None:
    """Name a file of the same name that lies elsewhere: it may be another picture."""
    for form in forms(PurePosixPath(src.replace("\\", "/")).name):
        for file in catalogue.named(form):
            elsewhere = shown(file, shelves.root)
            return Text(
                zh=f"别处有 {elsewhere}；", en=f"elsewhere there is {elsewhere}; "
            )
    return None


def neighbours(folder: Path, shelves: Shelves) -> list[str]:
    """Names of the files of a folder; none where it may not or cannot be read."""
    try:
        if not shelves.holds(folder.resolve(strict=True)):
            return []
        names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    except (OSError, ValueError, RuntimeError):
        return []
    return names[:NEIGHBOURS]


def shown(path: Path, root: Path) -> str:
    """A path as a person would write it from the site's root."""
    try:
        inside = path.relative_to(root)
    except ValueError:
        return str(path)
    return "./" if inside == Path() else inside.as_posix()

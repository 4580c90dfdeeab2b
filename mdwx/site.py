"""Which posts a site has, and which of them the command line means.

The whole site is read even when one post is named: two posts with one slug
must be seen, and a bundle is always taken as a whole.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.config import Config
from mdwx.errors import CheckError, MissingError, SourceError, UsageError
from mdwx.files import failed_outcome, path_in_site, read_at
from mdwx.model import Post, State, Text
from mdwx.outcome import Outcome
from mdwx.patterns import pattern

__all__ = [
    "content_files",
    "find_posts",
    "is_post_name",
    "natural_order",
]

_SUFFIXES: Final = (".md", ".markdown")
_NOT_CONTENT: Final = ("node_modules", "themes")
_NUMBER: Final = pattern(r"(\d+)")
_MAGIC: Final = pattern(r"[*?\[]")


def find_posts(
    config: Config,
    paths: Sequence[str],
    *,
    cwd: Path | None = None,
    whole_bundles: bool = True,
    read: Callable[[Config, PurePosixPath], Post | Outcome] = read_at,
) -> list[Post | Outcome]:
    """The posts that ``paths`` name, none naming all; in natural order.

    A post that cannot be read is a failed ``Outcome``. One post of a bundle
    brings the others, unless ``whole_bundles`` are not wanted. ``read`` is for
    whoever knows some of them already.
    """
    every = list(_posts_below(config.root / config.site.content, config))
    if not paths and not every:
        raise _nothing_here(config)
    chosen: set[PurePosixPath] = set() if paths else set(every)
    failed: list[Post | Outcome] = []
    for path in paths:
        try:
            named = _named(config, path, cwd=cwd or Path.cwd())
            chosen.update(path_in_site(config, file) for file in named)
        except SourceError as error:
            failed.append(failed_outcome(PurePosixPath(path), error))
    places = sorted(chosen.union(every), key=lambda it: (natural_order(it), str(it)))
    entries = {place: read(config, place) for place in places}
    twins = _twins(entry for entry in entries.values() if isinstance(entry, Post))
    bundles = {_bundle(entries[place]) for place in chosen if whole_bundles} - {None}
    return failed + [
        twins.get(entry.path, entry)
        for place, entry in entries.items()
        # A post that cannot be read may be one of the bundle.
        if place in chosen or _is_wanted(entry, bundles)
    ]


def natural_order(path: PurePosixPath) -> list[tuple[int, int, str]]:
    """A sorting key in which ``2-b.md`` comes before ``10-a.md``."""
    parts = _NUMBER.split(str(path).casefold())
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in parts
        if part
    ]


def content_files(config: Config) -> Iterator[Path]:
    """Every post below the content folder."""
    below = _posts_below(config.root / config.site.content, config)
    return (config.root / place for place in below)


def _posts_below(folder: Path, config: Config) -> Iterator[PurePosixPath]:
    """Every post below a folder, what is hidden or set aside left out."""
    output = PurePosixPath(config.site.output)
    for parent, names, files in os.walk(folder):
        here = path_in_site(config, Path(parent))
        names[:] = [
            name
            for name in names
            if _is_shown(name) and name not in _NOT_CONTENT and here / name != output
        ]
        for name in files:
            if is_post_name(name):
                yield here / name


def is_post_name(name: str) -> bool:
    """Whether a file of the content folder is a post, and not set aside."""
    return _is_shown(name) and name.lower().endswith(_SUFFIXES)


def _is_shown(name: str) -> bool:
    return not name.startswith(("_", "."))


def _named(config: Config, path: str, *, cwd: Path) -> list[Path]:
    """The posts that one PATH of the command line means."""
    import glob

    for base in (cwd, config.root):
        target = Path(os.path.normpath(base / path))
        if target.is_dir():
            below = _posts_below(_inside(config, target, path), config)
            return [config.root / place for place in below]
        if target.exists():
            return [_inside(config, _post_file(target, path), path)]
        found = [Path(hit) for hit in glob.iglob(str(target), recursive=True)]
        if _MAGIC.search(path) and found:
            hits = [_inside(config, hit, path) for hit in found if _is_post(hit)]
            return [hit for hit in hits if _is_shown(hit.name)]
    if _MAGIC.search(path):
        raise SourceError(Text(zh=f"没有文章符合 {path}", en=f"no post matches {path}"))
    raise MissingError(
        Text(
            zh=f"读不了 {path}：没有这个文件",
            en=f"cannot read {path}: No such file or directory",
        )
    )


def _is_post(file: Path) -> bool:
    return file.is_file() and file.name.lower().endswith(_SUFFIXES)


def _post_file(file: Path, path: str) -> Path:
    if not _is_post(file):
        raise SourceError(
            Text(zh=f"{path} 不是 Markdown 文章", en=f"{path} is not a Markdown post"),
            hint=Text(zh="文章的文件名以 .md 结尾", en="posts end in .md"),
        )
    return file


def _inside(config: Config, file: Path, path: str) -> Path:
    """The file under the site's root, or the error that it is elsewhere."""
    root = config.root
    if file.is_relative_to(root):
        return file
    if (real := file.resolve()).is_relative_to(root):
        return real
    raise SourceError(
        Text(
            zh=f"{path} 在站点 {root} 之外",
            en=f"{path} is outside the site {root}",
        ),
        hint=Text(zh="用 --site 指定它的站点", en="name its site with --site"),
    )


def _bundle(entry: Post | Outcome) -> str | None:
    return entry.bundle if isinstance(entry, Post) else None


def _is_wanted(entry: Post | Outcome, bundles: Collection[str | None]) -> bool:
    return bool(bundles) and (isinstance(entry, Outcome) or entry.bundle in bundles)


def _twins(posts: Iterable[Post]) -> dict[PurePosixPath, Outcome]:
    """A failed outcome for each post whose slug another one has too.

    Slugs name folders, and some file systems take ``A`` and ``a`` for one.
    """
    by_slug: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_slug[post.slug.casefold()].append(post)
    twins = {}
    for same in by_slug.values():
        for post in same if len(same) > 1 else ():
            others = ", ".join(str(other.path) for other in same if other is not post)
            error = CheckError(
                Text(
                    zh=f"slug {post.slug} 和 {others} 重复",
                    en=f"slug {post.slug} is also that of {others}",
                ),
                where=post.span(key="slug"),
                hint=Text(zh="给其中一篇另写 slug", en="give one of them another slug"),
            )
            twins[post.path] = Outcome(
                path=post.path,
                slug=post.slug,
                title=post.title or "",
                state=State.FAILED,
                error=error,
            )
    return twins


def _nothing_here(config: Config) -> UsageError:
    folder = config.site.content
    return UsageError(
        Text(zh=f"{folder}/ 里没有文章", en=f"there are no posts in {folder}/"),
        hint=Text(
            zh="运行 mdwx init 建一个站点，或写出文章的路径",
            en="run mdwx init to make a site, or name a post",
        ),
    )

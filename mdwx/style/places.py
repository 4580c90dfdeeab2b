"""Where themes are: with mdwx, in installed packages, in the site.

A package offers a theme by an entry point of the group ``mdwx.themes``: its
name is the theme's, its value a package that holds ``theme.css``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.plugins import offered
from mdwx.records import dataclass

__all__ = ["Place", "built_in", "folders_in", "themes_of"]

PACKAGE: Final = Path(__file__).parent.parent
STYLESHEET: Final = "theme.css"


@dataclass(frozen=True, slots=True)
class Place:
    """One theme folder."""

    name: str
    folder: Path
    shown: PurePosixPath
    """As messages name it: from the site's root, or after its origin."""
    is_built_in: bool = False
    within: Path | None = None
    """The site it belongs to: none of its files may lie elsewhere."""


def themes_of(site_root: Path) -> dict[str, Place]:
    """Every theme a post may name: the site hides packages, they hide ours."""
    found = [*ours(), *installed(), *of_site(site_root)]
    return {place.name: place for place in found}


def built_in() -> Path:
    """Where our themes are: in the wheel, or beside the package in a checkout."""
    inside = PACKAGE / "themes"
    return inside if inside.is_dir() else PACKAGE.parent / "themes"


def ours() -> Iterator[Place]:
    """The themes that come with mdwx."""
    for folder in folders_in(built_in()):
        shown = PurePosixPath("mdwx/themes", folder.name)
        yield Place(folder.name, folder, shown, is_built_in=True)


def installed() -> Iterator[Place]:
    """The themes that installed packages offer; a package is found, not imported."""
    for entry in offered("mdwx.themes"):
        try:
            spec = find_spec(entry.value)
        except ImportError:
            continue
        for location in (spec and spec.submodule_search_locations) or ():
            if (Path(location) / STYLESHEET).is_file():
                shown = PurePosixPath(*entry.value.split("."))
                yield Place(entry.name, Path(location), shown)


def of_site(site_root: Path) -> Iterator[Place]:
    """The site's own themes."""
    place = site_root / "themes"
    if place.is_dir() and place.resolve() != built_in().resolve():
        for folder in folders_in(place):
            shown = PurePosixPath("themes", folder.name)
            yield Place(folder.name, folder, shown, within=site_root.resolve())


def folders_in(place: Path) -> list[Path]:
    """The theme folders of a place, by name; a name is never a path."""
    if not place.is_dir():
        return []
    return sorted(file.parent for file in place.glob(f"[!._]*/{STYLESHEET}"))

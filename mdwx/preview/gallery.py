"""Themes side by side over one post, to choose by: ``mdwx themes show``.

Every theme gets a page of its own, the post on a phone by day and by night. The
gallery shows those pages in frames that may run nothing, so no rule of a theme
reaches another one or the gallery, and a browser loads a phone when it comes into
view: twelve themes over a long post open as quickly as one.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar
from urllib.parse import quote

import tinycss2

from mdwx import pipeline
from mdwx.config import Config
from mdwx.confined import confined
from mdwx.errors import UsageError
from mdwx.looks import Looks
from mdwx.make import Built
from mdwx.media import Darkroom
from mdwx.model import Finding, ImageRef, Picture, Post, PostType, Severity, Text
from mdwx.post import read_post
from mdwx.preview.look import render
from mdwx.preview.phone import screen_of
from mdwx.preview.printed import policy, static
from mdwx.preview.screens import Screen
from mdwx.records import dataclass
from mdwx.style import Theme, read_theme
from mdwx.style.code import style_names
from mdwx.style.codecolours import holds
from mdwx.style.colours import rgba
from mdwx.whole import write_whole

__all__ = ["Gallery", "sample_markdown", "sample_post"]

STYLES: Final = ("wechat.css", "chrome.css", "gallery.css")
PHONES: Final = "phones"
IMAGES: Final = "images"

Asked = TypeVar("Asked")
Key = TypeVar("Key")
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a theme, with its default."""

    name: str
    value: str
    is_colour: bool


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One theme, and where its phone is."""

    theme: Theme
    href: str
    findings: tuple[Finding, ...]
    """What this theme makes of the post that a reader would mind."""

    @property
    def options(self) -> list[Option]:
        """What a post or a site may change, in the order of its author."""
        return [
            Option(name, value, is_colour(value))
            for name, value in self.theme.options.items()
        ]

    @property
    def code_styles(self) -> list[tuple[str, bool]]:
        """Colours of code that go with it, and whether each can be read."""
        return [(name, holds(name)) for name in self.theme.code_styles]


class Gallery:
    """Shows posts in themes; pictures and drawings of a post are made once."""

    def __init__(
        self, config: Config, *, darkroom: Darkroom, looks: Looks, language: str
    ) -> None:
        self.seen: Callable[[str], None] = lambda name: None
        """Is told of each theme as it is done."""
        self.config = config
        self.darkroom = darkroom
        self.looks = looks
        self.language = language
        self.root = config.root.resolve()
        folder = self.root / config.site.output / "_themes"
        self.folder = confined(folder, root=self.root).resolve()

    def show(self, post: Post, names: Sequence[str]) -> Path:
        """Write the gallery of these themes over a post, and say where it is."""
        if post.type is PostType.NEWSPIC:
            raise UsageError(
                Text(
                    zh=f"{post.path} 是图片消息，没有主题",
                    en=f"{post.path} is a picture message, which has no theme",
                ),
                where=post.span(key="type"),
            )

        def prepared(refs: Sequence[ImageRef]) -> pipeline.Prepared:
            return self.darkroom.prepare(refs, post=post)

        prepare, draw = once(prepared), once(self.darkroom.easel.draw)
        exhibits = []
        for name in names:
            theme = read_theme(name, site_root=self.config.root)
            built = self.built(post, theme, prepare=prepare, draw=draw)
            exhibits.append(self.exhibit(theme, built))
            self.seen(name)
        title = built.article.title
        # A gallery of one has the name of its theme; a theme may be called index.
        file = self.folder / f"{names[0] if len(names) == 1 else 'index'}.html"
        page = render(
            "gallery.html",
            language=self.language,
            styles=STYLES,
            policy=policy(css="".join(map(static, STYLES)), frames=True),
            live="",
            exhibits=exhibits,
            title=title,
            lasting=[name for name in style_names() if holds(name)],
        )
        self.write(file, page)
        return file

    def built(
        self,
        post: Post,
        theme: Theme,
        *,
        prepare: pipeline.Prepare,
        draw: pipeline.Draw,
    ) -> Built:
        """The post in one theme, with those of its options that the theme has."""
        self.looks.theme = theme.name
        chosen = [it for it in post.theme_options if it[0] in theme.options]
        look = self.looks.of(replace(post, theme_options=tuple(chosen)))
        article = pipeline.build(post, look=look, prepare=prepare, draw=draw)
        return Built(
            article=article,
            cover=None,
            pictures=(),
            source_sha256="",
            findings=article.findings,
            author=post.author or self.config.site.author,
        )

    def exhibit(self, theme: Theme, built: Built) -> Exhibit:
        """Write the phone of one theme."""
        screen = screen_of(built, address=self.address)
        file = f"{theme.name}.html"
        self.write(self.folder / PHONES / file, self.phone(theme, screen))
        told = tuple(it for it in built.findings if it.severity is not Severity.NOTE)
        return Exhibit(theme, f"{PHONES}/{quote(file)}", told)

    def phone(self, theme: Theme, screen: Screen) -> str:
        """The page inside one frame: the article alone."""
        return render(
            "exhibit.html",
            language=self.language,
            styles=STYLES,
            theme=theme,
            screen=screen,
        )

    def write(self, file: Path, page: str) -> None:
        """Write a page; a lone surrogate of an author's text is shown, not a crash."""
        data = page.encode("utf-8", "backslashreplace")
        write_whole(file, data, within=self.root)

    def address(self, picture: Picture) -> str:
        """Put a copy of a picture beside the phones; its address from there."""
        file = self.folder / IMAGES / picture.name
        write_whole(file, picture.file.read_bytes(), within=self.root)
        return f"../{IMAGES}/{picture.name}"


def once(
    make: Callable[[Sequence[Asked]], Mapping[Key, Given]],
) -> Callable[[Sequence[Asked]], Mapping[Key, Given]]:
    """Remember what was made for a request: each theme asks for the same."""
    made: dict[tuple[Asked, ...], Mapping[Key, Given]] = {}

    def remembered(wanted: Sequence[Asked]) -> Mapping[Key, Given]:
        key = tuple(wanted)
        if key not in made:
            made[key] = make(wanted)
        return made[key]

    return remembered


def is_colour(value: str) -> bool:
    """Whether a value is one colour, which a swatch can show."""
    return rgba(tinycss2.parse_one_component_value(value)) is not None


def sample_post(config: Config) -> Post:
    """The post that is shown where nobody names one."""
    source = sample_markdown().encode()
    return read_post(source, path=PurePosixPath("sample.md"), site=config.site)


def sample_markdown() -> str:
    """A post with everything a theme styles; its picture is a ``data:`` address."""
    folder = files("mdwx.preview") / "static"
    picture = b64encode((folder / "sample.png").read_bytes()).decode()
    address = f"data:image/png;base64,{picture}"
    text = (folder / "sample.md").read_text(encoding="utf-8")
    return text.replace("PICTURE", address)

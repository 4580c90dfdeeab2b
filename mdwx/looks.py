"""What posts look like: theme, code colours, and what stands around the text.

Read once a run: many posts share one theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import MAXYEAR, MINYEAR
from pathlib import PurePosixPath
from urllib.parse import quote

from mdwx.config import Config
from mdwx.errors import SourceError
from mdwx.files import post_bytes
from mdwx.markdown import read_plugins
from mdwx.model import Finding, Post, Text
from mdwx.pipeline import Look
from mdwx.post import read_post
from mdwx.style import SHIPPED, Memories, Theme, read_theme
from mdwx.style.adjusting import read_extra, with_options
from mdwx.style.snippets import Snippets
from mdwx.transforms.posts import Find, find_nobody
from mdwx.transforms.variables import written_date

__all__ = ["Looks", "Neighbours", "source_url_of"]


Neighbours = Callable[[Post], Find]
"""How each post finds the others; what they are called differs by account."""


def no_neighbours(post: Post) -> Find:
    """A site where nobody knows of anybody."""
    return find_nobody


class Looks:
    """The looks of a site's posts; ``theme`` replaces that of every post."""

    def __init__(
        self,
        config: Config,
        *,
        theme: str | None = None,
        neighbours: Neighbours = no_neighbours,
    ) -> None:
        self.config = config
        self.theme = theme
        self.neighbours = neighbours
        self.memories = Memories(config.state / "cache" / "styles", SHIPPED)
        self.snippets = Snippets(config.state / "cache" / "code")
        self._plugins = read_plugins()
        self._themes: dict[str, Theme] = {}
        self._extra = read_extra(config.root)
        self._extra_findings: dict[str, list[Finding]] = {}
        self._around: dict[str, Post] = {}

    def of(self, post: Post) -> Look:
        """The look of one post: command line, post, site, in that order."""
        site = self.config.site
        theme = self._adjusted(self._theme(post), post)
        return Look(
            theme=theme,
            markdown=self.config.markdown,
            extra=self._extra,
            findings=tuple(self._findings(post, theme)),
            code_style=post.code_theme,
            css=post.style or "",
            before=self._part(site.before),
            after=self._part(site.after),
            plugins=self._plugins,
            memories=self.memories,
            colour=self.snippets.colour,
            variables=variables_of(self.config, post),
            find=self.neighbours(post),
        )

    def _theme(self, post: Post) -> Theme:
        name = self.theme or post.theme or self.config.site.theme
        if name not in self._themes:
            try:
                theme = read_theme(name, site_root=self.config.root)
            except SourceError as error:
                if error.where is None and self.theme is None and post.theme:
                    error.where = post.span(key="theme")
                raise
            self._themes[name] = theme
        return self._themes[name]

    def _adjusted(self, theme: Theme, post: Post) -> Theme:
        """The theme with the options of the site, then those of the post.

        A post in another theme than the site's takes the options that both have.
        """
        chosen = self.config.theme_options
        if theme.name != self.config.site.theme:
            chosen = {name: it for name, it in chosen.items() if name in theme.options}
        where = self.config.theme_options_at
        theme = with_options(theme, chosen, where=where)
        where = post.span(key="theme_options")
        return with_options(theme, dict(post.theme_options), where=where)

    def _findings(self, post: Post, theme: Theme) -> Iterator[Finding]:
        """What is wrong with the site's rules, the post's, and with code colours."""
        if not (self._extra or post.style or post.code_theme):
            return
        from mdwx.style.objections import check_code_style, check_extra, check_own

        if self._extra:
            if theme.name not in self._extra_findings:
                self._extra_findings[theme.name] = check_extra(self._extra, theme)
            yield from self._extra_findings[theme.name]
        if post.style:
            yield from check_own(post, theme, extra=self._extra)
        if post.code_theme:
            where = post.span(key="code_theme")
            yield from check_code_style(post.code_theme, theme, where=where)

    def _part(self, name: str | None) -> Post | None:
        """The Markdown put before or after every article."""
        if name is None:
            return None
        if name not in self._around:
            path = PurePosixPath(name)
            try:
                source = post_bytes(self.config.root / name, path, config=self.config)
            except SourceError as error:
                error.hint = error.hint or Text(
                    zh="它写在 [site] 的 before 或 after 里",
                    en="[site] names it as before or after",
                )
                raise
            self._around[name] = read_post(source, path=path, site=self.config.site)
        return self._around[name]


def source_url_of(config: Config, post: Post) -> str | None:
    """Where 阅读原文 leads: the post's own address, or the site's with its slug."""
    if post.source_url is not None or config.site.source_url is None:
        return post.source_url
    return config.site.source_url.replace("{slug}", quote(post.slug))


def variables_of(config: Config, post: Post) -> dict[str, str]:
    """What the site's parts may name of a post; the page knows its title."""
    date = post.date
    if date is not None and MINYEAR < date.year < MAXYEAR:
        from zoneinfo import ZoneInfo

        date = date.astimezone(ZoneInfo(config.site.timezone))
    return {
        "author": post.author or config.site.author or "",
        "date": written_date(date) if date else "",
        "digest": post.digest or "",
        "slug": post.slug,
        "source_url": source_url_of(config, post) or "",
    }

"""The pure chain: one post in, one article out, nothing else touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from mdwx import checks, style, transforms
from mdwx.config import Markdown
from mdwx.errors import SourceError
from mdwx.markdown import Plugin, parse
from mdwx.model import (
    Drawing,
    Finding,
    ImageRef,
    Picture,
    Post,
    PostType,
    Size,
    Undrawn,
)
from mdwx.page import Article, Page, add_part, grow, images, markup, places
from mdwx.page.reading import measure_text, read_text
from mdwx.records import dataclass
from mdwx.style import Memories, Theme
from mdwx.style.snippets import Colour
from mdwx.transforms.diagrams import settle_diagrams
from mdwx.transforms.pictures import place_pictures, report_unreadable
from mdwx.transforms.placing import drawings, place_drawings, show_undrawn
from mdwx.transforms.posts import Find, find_nobody, link_posts
from mdwx.transforms.variables import fill_variables

__all__ = ["Draw", "Drawn", "Look", "Prepare", "Prepared", "build", "compose"]

Prepared = Mapping[str, Picture | SourceError]
"""Each picture by its ``src``, ready for WeChat, or why it cannot be."""

Prepare = Callable[[Sequence[ImageRef]], Prepared]
"""One of two doors to the world: whoever calls decides where pictures come from."""

Drawn = Mapping[Drawing, str | Undrawn]
"""The SVG of each formula and diagram, or why there is none."""

Draw = Callable[[Sequence[Drawing]], Drawn]
"""The other door: engines that draw formulas and diagrams, in processes of their own,
while pictures are prepared."""


@dataclass(frozen=True, slots=True)
class Look:
    """All that shapes an article besides its post."""

    theme: Theme
    markdown: Markdown
    extra: str = ""
    """The site's own rules, after those of the theme."""
    findings: tuple[Finding, ...] = ()
    """What was found in the theme's company: in the site's rules, in code colours."""
    code_style: str | None = None
    """Instead of the theme's own colours for code."""
    css: str = ""
    """The author's own rules, after those of theme and site."""
    before: Post | None = None
    after: Post | None = None
    """What the site puts round every article; a newspic goes without."""
    plugins: tuple[Plugin, ...] = ()
    """Further Markdown syntax, from ``markdown.read_plugins``."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What ``before`` and ``after`` may name of the post, besides its title."""
    find: Find = find_nobody
    """The other posts of the site, for links to them."""
    memories: Memories | None = None
    """What premailer answered before; without it everything is asked again."""
    colour: Colour | None = None
    """The same for code."""

    @property
    def stylesheet(self) -> str:
        """Theme, site and post, in that order."""
        return f"{self.theme.css}\n{self.extra}\n{self.css}"


def build(post: Post, *, look: Look, prepare: Prepare, draw: Draw) -> Article:
    """Make an article of a post."""
    page = compose(post, look)
    link_posts(page, look.find)
    transforms.rewrite(page, look.markdown)

    drawn = draw(drawings(page))
    prepared = prepare(images(page))
    settle_diagrams(page, look.markdown, prepared=prepared, drawn=drawn)
    show_undrawn(page, drawn)
    # What could not be drawn is no picture any more.
    refs = images(page)
    pictures = report_unreadable(page, prepared)
    place_pictures(page, pictures)

    style.apply(page.root, css=look.stylesheet, memories=look.memories)
    # After the styles: none of them may reach into a drawing.
    place_drawings(page, drawn)
    page.code_style = look.code_style or look.theme.code_style
    transforms.reshape(page)

    text = read_text(page.root)
    # Nothing of where it came from is sent.
    page.places = places(page)
    transforms.forget_lines(page.root)
    subject, checked = inspect(page, text=text, refs=refs)
    return Article(
        post=post,
        title=page.title,
        root=page.root,
        images=refs,
        pictures=pictures,
        text=text,
        findings=(*look.findings, *page.report.findings, *checked),
        size=subject.size,
        awaits=tuple(dict.fromkeys(page.awaits)),
        ignores=tuple(page.ignores),
        places=tuple(page.places.values()),
        night=tuple(style for _, _, style in subject.scenes),
    )


def compose(post: Post, look: Look) -> Page:
    """Grow the page of a post, with the site's parts round it."""
    page = grow(parse(post, look.markdown, look.plugins))
    page.colour = look.colour
    if post.type is PostType.NEWSPIC:
        return page
    for part, is_after in ((look.before, False), (look.after, True)):
        if part is not None:
            around = grow(parse(part, look.markdown, look.plugins))
            fill_variables(around, {"title": page.title, **look.variables})
            add_part(page, around, after=is_after)
    return page


def inspect(
    page: Page, *, text: str, refs: Sequence[ImageRef]
) -> tuple[checks.Subject, tuple[Finding, ...]]:
    """Measure the finished page, and check it."""
    told = markup(page.root)
    size = Size(
        html_chars=len(told),
        html_bytes=len(told.encode()),
        text_chars=measure_text(text),
        images=len(refs),
    )
    subject = checks.Subject(page=page, text=text, size=size, images=tuple(refs))
    return subject, tuple(checks.run(subject))

"""``mdwx themes``: which looks there are, a look at one, a new one, a review."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from mdwx.cli.language import language, said
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.confined import confined
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.outcome import exit_code_of, finding_fields
from mdwx.whole import write_whole

if TYPE_CHECKING:
    from mdwx.page import Article
    from mdwx.style import Theme

__all__ = ["themes"]

ACTIONS = ("list", "show", "new", "check")


@command(
    "themes",
    zh="主题：list 列出，show 样张页，new 新建，check 检查",
    en="Themes: list them, show one on a sample page, make a new one, check one.",
)
@click.argument("action", type=click.Choice(ACTIONS), default="list")
@click.argument("name", required=False)
def themes(run: Run, *, action: str, name: str | None) -> Reply:
    if action == "list":
        return listed(run)
    if name is None:
        raise UsageError(
            Text(zh="要写出主题的名字", en="name the theme"),
            hint=Text(zh="运行 mdwx themes 列出", en="mdwx themes lists them"),
        )
    return {"show": shown, "new": made, "check": checked}[action](run, name)


def listed(run: Run) -> Reply:
    """Every theme a post may name."""
    from mdwx.style import list_themes

    rows: list[dict[str, Any]] = []
    for theme in list_themes(site_root=run.config.root):
        run.terminal.say(f"{theme.name:<16} {said(theme.title)}")
        rows.append(
            {
                "name": theme.name,
                "title": said(theme.title),
                "author": theme.author,
                "built_in": theme.is_built_in,
            }
        )
    return Reply(more={"themes": rows})


def shown(run: Run, name: str) -> Reply:
    """A page with the theme over a sample post, written below the output folder."""
    from mdwx.style import read_theme
    from mdwx.style.gallery import gallery_page

    config = run.config
    theme = read_theme(name, site_root=config.root)
    article = sample(run, theme)
    addresses = {ref.src: ref.src for ref in article.images}
    content = article.content(addresses)
    page = gallery_page(theme, content=content, language=language())
    folder = config.root / config.site.output / "_themes"
    file = confined(folder, root=config.root) / f"{theme.name}.html"
    write_whole(file, page.encode())
    run.terminal.say(file.resolve().as_uri())
    return Reply(more={"page": file.relative_to(config.root).as_posix()})


def sample(run: Run, theme: Theme) -> Article:
    """The sample post in a theme, built as any post is."""
    from mdwx import pipeline
    from mdwx.media import Darkroom
    from mdwx.post import read_post
    from mdwx.style.gallery import sample_markdown

    config = run.config
    path = PurePosixPath("sample.md")
    post = read_post(sample_markdown().encode(), path=path, site=config.site)
    darkroom = Darkroom(config, offline=True)
    return pipeline.build(
        post,
        look=pipeline.Look(theme=theme, markdown=config.markdown),
        prepare=lambda refs: darkroom.prepare(refs, post=post),
        draw=darkroom.easel.draw,
    )


def made(run: Run, name: str) -> Reply:
    """A first theme of one's own."""
    from mdwx.style import new_theme

    folder = new_theme(name, site_root=run.config.root)
    path = folder.relative_to(run.config.root).as_posix()
    run.terminal.say(path)
    return Reply(more={"path": path})


def checked(run: Run, name: str) -> Reply:
    """What of a theme an article would not show."""
    from mdwx.style import check_theme, read_theme

    findings = check_theme(read_theme(name, site_root=run.config.root))
    for finding in findings:
        run.terminal.finding(finding, to_result=True)
    if not findings:
        run.terminal.say(Text(zh="没有问题", en="no findings"))
    rows = [finding_fields(one, language=language()) for one in findings]
    return Reply(more={"findings": rows}, code=exit_code_of(findings))

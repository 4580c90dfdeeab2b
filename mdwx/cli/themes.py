"""``mdwx themes``: which looks there are, a look at them, a new one, a review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mdwx.cli.declaring import argument, one_of, option
from mdwx.cli.language import both, language, said
from mdwx.cli.progress import Progress
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.errors import SourceError, UsageError
from mdwx.model import Post, Text
from mdwx.outcome import exit_code_of, finding_fields

if TYPE_CHECKING:
    from mdwx.looks import Looks

__all__ = ["themes"]

THEMES = both("主题", "themes")
ACTIONS = ("list", "show", "new", "check", "import")


@command(
    "themes",
    zh="主题：list 列出，show [名字] [文章] 看样子，new 新建，check 检查，"
    "import 文件 把文颜、doocs/md、mdnice 的样式表变成主题",
    en="Themes: list them, show [NAME] [POST], make a new one, check one,"
    " import a stylesheet of wenyan, doocs/md or mdnice.",
)
@argument("action", type=one_of(*ACTIONS), default="list")
@argument("names", nargs=-1, metavar="[NAME]... [POST | FILE]")
@option("--open", "open_browser", is_flag=True, zh="打开浏览器", en="open the browser")
@option(
    "--name",
    metavar="NAME",
    zh="import 得到的主题叫什么，默认是文件名",
    en="what the theme of import is called; the name of its file if not given",
)
def themes(
    run: Run,
    *,
    action: str,
    names: tuple[str, ...],
    open_browser: bool,
    name: str | None,
) -> Reply:
    for given, own, flag in ((open_browser, "show", "open"), (name, "import", "name")):
        if given and action != own:
            raise UsageError(
                Text(
                    zh=f"--{flag} 只用于 themes {own}",
                    en=f"--{flag} is for themes {own} only",
                )
            )
    if action == "show":
        return shown(run, names, open_browser=open_browser)
    if action == "import":
        return imported(run, names, name=name)
    if action == "list":
        refuse(names)
        return listed(run)
    if not names:
        raise UsageError(
            Text(zh="要写出主题的名字", en="name the theme"),
            hint=Text(zh="运行 mdwx themes 列出", en="mdwx themes lists them"),
        )
    first, *more = names
    refuse(more)
    return {"new": made, "check": checked}[action](run, first)


def refuse(names: tuple[str, ...] | list[str]) -> None:
    """What is said beyond what an action takes was meant for something else."""
    if names:
        raise UsageError(
            Text(zh=f"多出来的参数：{names[0]}", en=f"one too many: {names[0]}"),
            hint=Text(zh="运行 mdwx themes --help", en="run mdwx themes --help"),
        )


def listed(run: Run) -> Reply:
    """Every theme a post may name."""
    from mdwx.style import list_themes

    rows: list[dict[str, Any]] = []
    for theme in list_themes(site_root=run.config.root):
        about = said(theme.description) if theme.description else ""
        named = f"{theme.name:<12} {said(theme.title)}"
        run.terminal.say(f"{named} · {about}" if about else named)
        rows.append(
            {
                "name": theme.name,
                "title": said(theme.title),
                "description": about or None,
                "author": theme.author,
                "built_in": theme.is_built_in,
            }
        )
    return Reply(more={"themes": rows})


def shown(run: Run, names: tuple[str, ...], *, open_browser: bool) -> Reply:
    """A page with themes over a post, written below the output folder.

    No name is every theme, no post the sample.
    """
    from mdwx.media import Darkroom
    from mdwx.preview.gallery import Gallery, sample_post
    from mdwx.style.places import themes_of

    config = run.config
    known = themes_of(config.root)
    chosen = [name for name in names if name in known]
    posts = [name for name in names if name not in known]
    refuse(posts[1:])
    post = the_post(run, posts[0], known) if posts else sample_post(config)
    darkroom = Darkroom(config, offline=not posts)
    gallery = Gallery(config, darkroom=darkroom, looks=looks(run), language=language())
    wanted = list(dict.fromkeys(chosen)) or by_name(known)
    with Progress(run.terminal, THEMES, total=len(wanted)) as progress:
        gallery.seen = progress.done
        file = gallery.show(post, wanted)
    address = file.as_uri()
    run.terminal.say(address)
    if open_browser:
        import webbrowser

        webbrowser.open(address)
    return Reply(more={"page": file.relative_to(config.root.resolve()).as_posix()})


def by_name(known: Iterable[str]) -> list[str]:
    """Every theme, the one that a site begins with first."""
    return sorted(known, key=lambda name: (name != "default", name))


def looks(run: Run) -> Looks:
    """The looks of the site, whose posts know each other."""
    from mdwx.looks import Looks
    from mdwx.neighbours import Neighbourhood

    neighbours = Neighbourhood(run.config, clock=run.clock)
    return Looks(run.config, neighbours=neighbours.of)


def the_post(run: Run, name: str, themes: Any) -> Post:
    """The post that a name means which is no theme's."""
    from mdwx.style.nearest import near

    is_path = "/" in name or "\\" in name or name.lower().endswith((".md", ".markdown"))
    found = run.posts([name], whole_bundles=False)
    for entry in found:
        if isinstance(entry, Post) and len(found) == 1:
            return entry
        if not isinstance(entry, Post) and is_path and entry.error is not None:
            raise entry.error
    if len(found) > 1:
        raise UsageError(
            Text(zh=f"{name} 不止一篇文章", en=f"{name} is more than one post"),
            hint=Text(zh="写出一篇", en="name one of them"),
        )
    raise SourceError(
        Text(
            zh=f"没有叫 {name} 的主题，也没有这篇文章",
            en=f"no theme is called {name}, and no post either",
        ),
        hint=near(name, list(themes)),
    )


def made(run: Run, name: str) -> Reply:
    """A first theme of one's own."""
    from mdwx.style.starter import new_theme

    folder = new_theme(name, site_root=run.config.root)
    path = folder.relative_to(run.config.root).as_posix()
    run.terminal.say(path)
    return Reply(more={"path": path})


def imported(run: Run, names: tuple[str, ...], *, name: str | None) -> Reply:
    """A theme made of another tool's stylesheet, and what could not come along."""
    from pathlib import Path

    from mdwx.style.foreign import import_stylesheet, read_stylesheet, write_theme
    from mdwx.style.starter import free_folder, write_files

    if not names:
        raise UsageError(
            Text(zh="要写出样式表文件", en="name the stylesheet"),
            hint=Text(
                zh="mdwx themes import 文件.css", en="mdwx themes import FILE.css"
            ),
        )
    refuse(names[1:])
    source, path = read_stylesheet(names[0], folder=Path.cwd())
    name = name or path.stem
    refuse_to_hide(name)
    folder = free_folder(name, site_root=run.config.root)
    made = import_stylesheet(source, path=path)
    files = write_theme(made, name=name)
    write_files(folder, css=files.css, about=files.toml)
    shown_path = folder.relative_to(run.config.root).as_posix()
    run.terminal.say(shown_path)
    for finding in made.findings:
        run.terminal.finding(finding, to_result=True)
    tool = made.family.name
    run.terminal.note(
        Text(
            zh=f"来自 {tool}；看看样子：mdwx themes show {name}",
            en=f"from {tool}; to see it: mdwx themes show {name}",
        )
    )
    rows = [finding_fields(one, language=language()) for one in made.findings]
    return Reply(more={"path": shown_path, "family": tool, "findings": rows})


def refuse_to_hide(name: str) -> None:
    """A theme of a site hides ours of its name, which nobody asked for."""
    from mdwx.style.places import built_in, folders_in

    if name in {folder.name for folder in folders_in(built_in())}:
        raise UsageError(
            Text(
                zh=f"{name} 是 mdwx 自带主题的名字，会把它挡住",
                en=f"{name} is a theme that comes with mdwx, which it would hide",
            ),
            hint=Text(zh="用 --name 换一个名字", en="choose another with --name"),
        )


def checked(run: Run, name: str) -> Reply:
    """What of a theme an article would not show."""
    from mdwx.cli.reports import show_text
    from mdwx.rules import settle
    from mdwx.style import read_theme
    from mdwx.style.review import check_theme

    root = run.config.root
    theme = read_theme(name, site_root=root)
    findings = settle(check_theme(theme), run.config.check.ignores(theme.path))
    show_text(run.terminal, findings, root=root, total=Text(zh=name, en=name))
    rows = [finding_fields(one, language=language()) for one in findings]
    return Reply(more={"findings": rows}, code=exit_code_of(findings))

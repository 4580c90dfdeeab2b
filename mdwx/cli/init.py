"""``mdwx init``: a site that publishes at once, with a first post to change."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from mdwx.cli.declaring import argument
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.confined import confined
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.whole import write_whole

__all__ = ["init"]

FIRST_POST: Final = Path("content/hello.md")
TEMPLATES: Final = {
    "mdwx.toml": Path("mdwx.toml"),
    "hello.md": FIRST_POST,
}
IGNORED: Final = (".mdwx/", "dist/")
ATTRIBUTES: Final = ("mdwx.lock text eol=lf",)
"""The same bytes on every system, whatever git does to texts there. Its merges need
no driver: an entry that both sides changed is a conflict, and ``mdwx ledger merge``
settles it."""


@command(
    "init",
    zh="新建一个站点：配置、带图的第一篇文章、忽略文件",
    en="Make a site: its configuration, a first post with pictures, an ignore file.",
)
@argument("folder", metavar="[DIR]", default=".")
def init(run: Run, *, folder: str) -> Reply:
    root = (run.start / folder).resolve()
    if (root / "mdwx.toml").exists():
        raise UsageError(
            Text(zh=f"{root} 已经是一个站点", en=f"{root} is a site already"),
            hint=Text(zh="用 mdwx new 写新文章", en="mdwx new makes a post in it"),
        )
    made = write_site(root)
    for path in made:
        run.terminal.say(str(path))
    named = f'"{folder}"' if " " in folder else folder
    enter = "" if root == run.start.resolve() else f"cd {named}; "
    run.terminal.say(
        Text(
            zh=f"接下来：{enter}mdwx watch 看预览，mdwx publish 在沙箱里发布",
            en=f"next: {enter}mdwx watch shows it, mdwx publish publishes it"
            " on the sandbox",
        )
    )
    return Reply(more={"site": str(root), "files": [path.as_posix() for path in made]})


def write_site(root: Path) -> list[Path]:
    """Write what is not there yet; the paths that were written."""
    from mdwx.cli.drawings import PICTURES

    made = []
    for name, path in TEMPLATES.items():
        if not confined(root / path, root=root).exists():
            source = files("mdwx.cli") / "site" / name
            write_whole(root / path, source.read_bytes())
            made.append(path)
    for path, draw in PICTURES.items():
        if not confined(root / path, root=root).exists():
            write_whole(root / path, draw())
            made.append(path)
    for name, lines in ((".gitignore", IGNORED), (".gitattributes", ATTRIBUTES)):
        if tell_git(confined(root / name, root=root), lines):
            made.append(Path(name))
    return made


def tell_git(file: Path, lines: Sequence[str]) -> bool:
    """Add what a file of git's does not say yet; whether anything was added.

    The first word of a line names what it is about.
    """
    # As bytes: its encoding and its line ends are none of our business.
    before = file.read_bytes() if file.is_file() else b""
    known = {
        line.split()[0].strip(b"/") for line in before.splitlines() if line.strip()
    }
    missing = [it for it in lines if it.split()[0].strip("/").encode() not in known]
    if not missing:
        return False
    if before and not before.endswith(b"\n"):
        before += b"\n"
    write_whole(file, before + "".join(f"{line}\n" for line in missing).encode())
    return True

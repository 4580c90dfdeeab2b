"""``mdwx check``: findings only; nothing is sent and nothing written."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mdwx.cli.building import Manner, build_all, manner_options
from mdwx.cli.declaring import one_of, option
from mdwx.cli.explaining import explain as explained
from mdwx.cli.measuring import measure_all
from mdwx.cli.replies import Reply
from mdwx.cli.reports import found_in, show_github, show_text
from mdwx.cli.run import Run, account_option, command, paths_argument
from mdwx.cli.sending import chosen_accounts
from mdwx.cli.terminal import Terminal
from mdwx.model import Post, Severity, Text
from mdwx.outcome import Outcome

if TYPE_CHECKING:
    from mdwx.made import Made

__all__ = ["check"]


@command(
    "check",
    zh="检查文章，只报告问题：不发送，不写文件",
    en="Report findings only: nothing is sent, nothing is written.",
)
@paths_argument
@option(
    "--format",
    "layout",
    type=one_of("text", "json", "github"),
    default="text",
    zh="输出的形式",
    en="how findings are printed",
)
@option("--strict", is_flag=True, zh="警告也算失败", en="let warnings fail too")
@option(
    "--explain",
    metavar="CODE",
    zh="说明一条规则，如 C142；all 列出全部",
    en="tell about a rule, as C142; all lists them",
)
@option(
    "--offline",
    is_flag=True,
    zh="不发任何请求",
    en="make no request at all",
)
@option(
    "--browser",
    is_flag=True,
    zh="再用浏览器量一遍版面：溢出、重叠、切掉的字",
    en="also measure the layout in a browser: overflow, overlap, clipped words",
)
@account_option
@manner_options
def check(
    run: Run,
    *,
    paths: tuple[str, ...],
    layout: str,
    strict: bool,
    explain: str | None,
    browser: bool,
    account: str | None,
    **manner: Any,
) -> Reply:
    if layout == "json":
        run.terminal = Terminal(json=True)
    if explain is not None:
        return explained(run.terminal, explain)
    made = checked(run, run.posts(paths), Manner(account=account, **manner))
    refuse_accounts(run, [one for one in made if one.post], flag=account)
    reply = Reply([one.outcome for one in made], account=run.account(account).name)
    if browser:
        reply.error = measure_all(run, made)
    found = list(found_in(reply.outcomes))
    if strict and any(one.severity is Severity.WARNING for one in found):
        reply.code = 4
    if layout == "github":
        show_github(run.terminal, found, folder=folder_of(run))
    else:
        count = len(made)
        total = Text(zh=f"{count} 篇", en=f"{count} post{'s' * (count != 1)}")
        show_text(run.terminal, found, root=run.config.root, total=total)
    return reply


def refuse_accounts(run: Run, made: Sequence[Made], *, flag: str | None) -> None:
    """Fail the posts whose account would stop them when they are sent."""
    from mdwx.dispatch import hold_split_bundles

    hold_split_bundles(made, chosen_accounts(run, made, flag=flag))


def checked(run: Run, entries: list[Post | Outcome], manner: Manner) -> list[Made]:
    """Build posts, with a cache that leaves no trace where there is none yet."""
    from mdwx.media import Darkroom
    from mdwx.media.cache import Cache

    room = Darkroom(
        run.config, allow_outside=manner.allow_outside, offline=manner.offline
    )
    if run.config.state.exists() and not manner.force:
        return build_all(run, entries, manner, darkroom=room)
    with tempfile.TemporaryDirectory() as folder:
        room.pictures = Cache(Path(folder) / "pictures")
        room.fetched = Cache(Path(folder) / "fetched")
        return build_all(run, entries, manner, darkroom=room)


def folder_of(run: Run) -> PurePosixPath:
    """Where the site is in its repository, as GitHub's runner says."""
    root, workspace = run.config.root, run.env.get("GITHUB_WORKSPACE", "")
    top = Path(workspace).resolve() if workspace else root
    if not root.is_relative_to(top):
        return PurePosixPath()
    return PurePosixPath(root.relative_to(top).as_posix())

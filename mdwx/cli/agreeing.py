"""Whether a person means it: asked once, and twice before a published article goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mdwx.cli.run import Run
from mdwx.errors import UsageError
from mdwx.model import Text

if TYPE_CHECKING:
    from mdwx.publish import Desk

__all__ = ["agreed_to_delete"]

KEPT = Text(zh="没有删除", en="nothing was deleted")
WHAT = {
    "draft": Text(zh="草稿", en="the drafts of"),
    "published": Text(zh="已发布的文章", en="the published articles"),
    "materials": Text(zh="图片素材", en="the materials"),
}


def agreed_to_delete(
    run: Run, desk: Desk, what: str, names: Sequence[str], *, yes: int
) -> None:
    """Ask before anything goes from a real account; no is an error.

    Each ``--yes`` answers one question. A published article is the work of many
    and gone for good, so its name has to be typed too.
    """
    questions = 2 if what == "published" else 1
    if desk.account.is_sandbox or run.calls is not None or yes >= questions:
        return
    if not run.terminal.is_interactive:
        words = " ".join(["--yes"] * questions)
        raise UsageError(
            Text(
                zh="没有终端可以询问，没有删除",
                en="nothing was deleted: there is no terminal to ask on",
            ),
            hint=Text(zh=f"脚本里加 {words}", en=f"add {words} in scripts"),
        )
    told, account = ", ".join(names), desk.account.name
    asked = Text(
        zh=f"从 {account} 删除{WHAT[what].zh}：{told}？不能恢复",
        en=f"delete {WHAT[what].en} {told} from {account}? this cannot be undone",
    )
    if not yes and not run.terminal.ask(asked):
        raise UsageError(KEPT)
    if what == "published":
        for name in names:
            have_typed(run, name)


def have_typed(run: Run, name: str) -> None:
    """Have a person type what is to go."""
    asked = Text(
        zh=f"读者会再也打不开它。输入 {name} 确认：",
        en=f"readers will not find it any more. Type {name} to delete it: ",
    )
    if run.terminal.typed(asked) != name:
        raise UsageError(KEPT)

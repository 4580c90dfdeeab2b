"""``mdwx ledger``: a backup of what mdwx knows, and putting one back."""

from __future__ import annotations

from pathlib import Path

from mdwx.cli.declaring import argument, file_name, one_of
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = ["ledger"]

ACTIONS = ("backup", "restore", "merge")


@command(
    "ledger",
    zh="账本：backup [文件] 备份，restore [文件] 恢复（默认最新的备份），"
    "merge 解决 mdwx.lock 的 git 冲突",
    en="The ledger: backup [FILE] writes a copy of it, restore [FILE] puts one back, "
    "the newest if none is named; merge settles a conflict of git in mdwx.lock.",
)
@argument("action", type=one_of(*ACTIONS))
@argument("file", required=False, metavar="[FILE]", type=file_name())
def ledger(run: Run, *, action: str, file: str | None) -> Reply:
    path = Path(file) if file is not None else None
    if action == "merge":
        return merged(run, path)
    return restored(run, path) if action == "restore" else backed_up(run, path)


def backed_up(run: Run, file: Path | None) -> Reply:
    """Write a copy, by default among the site's backups."""
    from mdwx.ledger import Ledger
    from mdwx.ledger.backups import back_up, folder_of

    keeper = run.config.keeper
    if not Ledger.is_there(run.config, keeper):
        raise UsageError(
            Text(
                zh=f"{run.config.root} 还没有账本",
                en=f"{run.config.root} has no ledger yet",
            ),
            hint=Text(
                zh="第一次 build、draft 或 publish 会建一个",
                en="the first build, draft or publish makes one",
            ),
        )
    name = f"ledger-{run.clock.now():%Y%m%d-%H%M%S}.json"
    file = file or folder_of(run.config) / name
    with Ledger.of(run.config, keeper) as opened:
        back_up(opened.database, file)
        run.terminal.say(
            Text(
                zh=f"{opened.database.name} 已备份到 {file}",
                en=f"{opened.database.name} is backed up in {file}",
            )
        )
    return Reply(more={"backup": str(file)})


def restored(run: Run, file: Path | None) -> Reply:
    """Put a copy back; what was there before is kept beside it."""
    from mdwx.ledger.backups import folder_of, newest_backup
    from mdwx.ledger.restoring import restore

    folder = folder_of(run.config)
    file = file or newest_backup(folder)
    if file is None:
        raise UsageError(
            Text(zh=f"{folder} 里没有备份", en=f"there is no backup in {folder}"),
            hint=Text(
                zh="写出备份的文件名；一个都没有时，把账本移走，mdwx 会先核对账号",
                en="name the file of one; where there is none, move the ledger away"
                " and mdwx asks the account first",
            ),
        )
    accounts = restore(run.config, file, now=run.clock.now(), notify=run.terminal.note)
    run.terminal.say(Text(zh=f"已恢复 {file}", en=f"{file} is put back"))
    run.terminal.say(
        Text(
            zh="下一次运行先向公众号核对备份之后发生的事",
            en="the next run first asks the account what happened since",
        )
    )
    return Reply(more={"restored": str(file), "accounts": sorted(accounts)})


def merged(run: Run, file: Path | None) -> Reply:
    """Put the two sides of a conflict together; git is told by its user."""
    from mdwx.ledger import LockFile
    from mdwx.ledger.conflicts import settle

    if file is not None:
        raise UsageError(
            Text(zh=f"多出来的参数：{file}", en=f"one too many: {file}"),
            hint=Text(
                zh="merge 只合并站点的 mdwx.lock",
                en="merge is for the mdwx.lock of the site alone",
            ),
        )
    settle(LockFile(run.config.lock))
    run.terminal.say(
        Text(
            zh="mdwx.lock 已合并；git add mdwx.lock 告诉 git",
            en="mdwx.lock is merged; tell git with: git add mdwx.lock",
        )
    )
    return Reply()

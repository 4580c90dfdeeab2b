"""From ``sys.argv`` to an exit code: every way a run can end, in one place."""

from __future__ import annotations

import os
import sys
from types import MappingProxyType
from typing import Final

import click

import mdwx
from mdwx.cli.bugs import show_bugs
from mdwx.cli.commands import Group, Option, said_of_click
from mdwx.cli.language import both
from mdwx.cli.replies import Reply
from mdwx.cli.terminal import Terminal
from mdwx.errors import MdwxError
from mdwx.model import Text
from mdwx.redaction import forget_secrets, learn_environment

__all__ = ["COMMANDS", "group", "run"]

INTERRUPTED: Final = 130
"""As shells have it: 128 and the number of SIGINT."""

_ABOUT: Final = (
    ("init", "新建一个站点", "make a site"),
    ("new", "新建一篇文章", "make a post"),
    ("build", "生成文章，上传缺少的图片，写入 dist/", "build posts into dist/"),
    ("check", "只检查，不发送，不写文件", "report findings; send and write nothing"),
    ("draft", "放进草稿箱，已有的就更新", "add or update drafts"),
    ("publish", "发布，直到有结果", "publish, and follow until it ends"),
    ("copy", "复制到剪贴板，或存成 HTML、长图、PDF", "copy an article, or save it"),
    ("mark", "记下人工发布的文章", "note what was published by hand"),
    ("watch", "手机样式的实时预览", "live preview on a phone page"),
    ("status", "每篇文章到了哪一步", "where each post stands"),
    ("delete", "删除草稿、文章或素材", "delete drafts, articles, materials"),
    ("themes", "列出、查看、新建、检查主题", "list, show, make and check themes"),
    ("ledger", "备份、恢复账本，解决冲突", "back up and restore the ledger"),
    ("sandbox", "运行自带的微信替身", "serve the stand-in for WeChat"),
    ("doctor", "检查环境、密钥、白名单和权限", "say what works and what does not"),
    ("login", "把密钥存进系统钥匙串", "keep a secret in the system keyring"),
    ("logout", "从系统钥匙串删除密钥", "forget a secret of the keyring"),
    ("show", "查看流水线的任一步", "show any stage of the pipeline"),
)
COMMANDS: Final = MappingProxyType(
    {name: (f"mdwx.cli.{name}", both(zh, en)) for name, zh, en in _ABOUT}
)


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"mdwx {mdwx.__version__}")
        ctx.exit()


group: Final = Group(
    "mdwx",
    table=COMMANDS,
    about=both("把 Markdown 变成微信公众号文章", "Markdown to WeChat articles"),
    params=[
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            about=both("显示版本号", "show the version"),
        )
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run(words: list[str]) -> int:
    """Run one command; its exit code."""
    forget_secrets()
    learn_environment(os.environ)
    show_bugs(_answer_bug)
    return _run(words)


def _run(words: list[str]) -> int:
    try:
        code = group.main(words, prog_name="mdwx", standalone_mode=False, obj=words)
    except click.Abort:
        stopped = Text(
            zh="已中断；再运行一次会接着做", en="stopped; run again to go on"
        )
        return _end(words, MdwxError(stopped), code=INTERRUPTED)
    except click.ClickException as error:
        return _end(words, said_of_click(error))
    except MdwxError as error:
        return _end(words, error)
    return code if isinstance(code, int) else 0


def _end(words: list[str], error: MdwxError, *, code: int | None = None) -> int:
    """Tell of an error that no command could answer for."""
    terminal = Terminal(json="--json" in words)
    terminal.error(error)
    reply = Reply(error=error)
    terminal.answer(lambda: reply.fields(_command_of(words)))
    return reply.exit_code if code is None else code


def _command_of(words: list[str]) -> str:
    return next((word for word in words if not word.startswith("-")), "")


def _answer_bug(what: str) -> None:
    """Give a program its one object all the same."""
    words = sys.argv[1:]
    reply = Reply(error=MdwxError(Text(zh=what, en=what)))
    Terminal(json="--json" in words).answer(lambda: reply.fields(_command_of(words)))

"""The commands by name; each is a module of its own, loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import Final

from mdwx.cli.declaring import Command
from mdwx.cli.language import both

__all__ = ["COMMANDS", "load"]

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
COMMANDS: Final = MappingProxyType({name: both(zh, en) for name, zh, en in _ABOUT})
"""What each is for."""


def load(name: str) -> Command:
    """A command of the table."""
    command = getattr(import_module(f"mdwx.cli.{name}"), name)
    assert isinstance(command, Command)
    return command

"""``mdwx watch``: the posts on a phone page, renewed as they are saved."""

from __future__ import annotations

import click

from mdwx.cli.commands import option
from mdwx.cli.language import language
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command, paths_argument

__all__ = ["watch"]


@command(
    "watch",
    zh="在浏览器里实时预览手机上的样子，保存即刷新",
    en="Preview posts on a phone page in the browser; a save renews it.",
)
@paths_argument
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8642,
    metavar="N",
    zh="端口，默认 8642，0 为任意空闲端口",
    en="the port; 8642 if not given, 0 for any free one",
)
@option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    zh="监听的地址，默认只有本机",
    en="the address to listen on; this machine alone if not given",
)
@option("--open", "open_browser", is_flag=True, zh="打开浏览器", en="open the browser")
def watch(
    run: Run, *, paths: tuple[str, ...], port: int, host: str, open_browser: bool
) -> Reply:
    from mdwx.preview.loopback import Door
    from mdwx.preview.server import serve

    door = Door(host, port, open_browser, language(), run.terminal.say)
    serve(run.config, paths=paths, door=door, env=run.env)
    return Reply()

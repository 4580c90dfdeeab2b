"""``mdwx watch``: the posts on a phone page, renewed as they are saved."""

from __future__ import annotations

from collections.abc import Callable

from mdwx.cli.declaring import option, whole_number
from mdwx.cli.language import language
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command, paths_argument
from mdwx.cli.terminal import Terminal
from mdwx.model import Text

__all__ = ["watch"]


@command(
    "watch",
    zh="在浏览器里实时预览手机上的样子，保存即刷新",
    en="Preview posts on a phone page in the browser; a save renews it.",
)
@paths_argument
@option(
    "--port",
    type=whole_number(0, 65535),
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
@option(
    "--poll",
    is_flag=True,
    zh="反复查看文件：网络文件夹不会通知保存",
    en="look at the files again and again: network folders tell of no save",
)
@option(
    "--editor",
    default="vscode",
    metavar="EDITOR",
    envvar="MDWX_EDITOR",
    zh="“在编辑器中打开”用的编辑器，默认 vscode，也可以写地址",
    en="the editor that links open, vscode if not given; or an address",
)
@option("--open", "open_browser", is_flag=True, zh="打开浏览器", en="open the browser")
def watch(
    run: Run,
    *,
    paths: tuple[str, ...],
    port: int,
    host: str,
    poll: bool,
    editor: str,
    open_browser: bool,
) -> Reply:
    from mdwx.cli.ordering import performing
    from mdwx.preview.loopback import Door
    from mdwx.preview.server import Watching, serve

    terminal = run.terminal
    invite = invitation(terminal)
    door = Door(host, port, open_browser, language(), terminal.say, invite)
    perform = performing(run.config.root, env=run.env)
    how = Watching(paths, poll=poll, editor=editor, perform=perform)
    serve(run.config, how=how, door=door, env=run.env)
    return Reply()


def invitation(terminal: Terminal) -> Callable[[str], None]:
    """Shows an address that lets one more device in, for its camera too."""

    def invite(address: str) -> None:
        from mdwx.cli.qrcodes import qr_code

        terminal.say(Text(zh=f"手机上看：{address}", en=f"on a phone: {address}"))
        terminal.draw(qr_code(address))

    return invite

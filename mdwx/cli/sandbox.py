"""``mdwx sandbox``: the stand-in for WeChat, for programs and for people."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from mdwx.cli.declaring import option, whole_number
from mdwx.cli.language import language
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.model import Text

if TYPE_CHECKING:
    from mdwx.sandbox.host import Host

__all__ = ["sandbox"]

SET = "set" if os.name == "nt" else "export"
"""What makes a variable of a shell known to the programs it starts."""


@command(
    "sandbox",
    zh="在本机运行微信的替身：真实的接口路径，加上查看草稿、文章、图片和调用的页面",
    en="Serve the stand-in for WeChat on this machine: the real API paths, and pages "
    "to look at drafts, articles, pictures and calls.",
)
@option(
    "--port",
    type=whole_number(0, 65535),
    default=8643,
    metavar="N",
    zh="端口，默认 8643，0 为任意空闲端口",
    en="the port; 8643 if not given, 0 for any free one",
)
@option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    zh="监听的地址，默认只有本机",
    en="the address to listen on; this machine alone if not given",
)
@option("--open", "open_browser", is_flag=True, zh="打开浏览器", en="open the browser")
def sandbox(run: Run, *, port: int, host: str, open_browser: bool) -> Reply:
    from mdwx.preview.loopback import Door
    from mdwx.sandbox.server import serve

    def ready(stand_in: Host, url: str) -> None:
        # These keys open nothing but this stand-in.
        keys = {"appid": stand_in.appid, "secret": stand_in.secret.reveal()}
        if run.terminal.json:
            # A program needs them while this runs, and one object is all it gets.
            told = Reply(account="sandbox", more={"url": url, **keys})
            once, run.terminal = run.terminal, replace(run.terminal, json=False)
            once.answer(lambda: told.fields("sandbox"))
            return
        run.terminal.say(
            Text(
                zh="另一个程序可以这样使用它：",
                en="another program reaches it with:",
            )
        )
        for name, value in (*keys.items(), ("api_base", url)):
            run.terminal.say(f"  {SET} MDWX_{name.upper()}={value}")

    door = Door(host, port, open_browser, language(), run.terminal.say)
    # Ctrl-C is how it ends: nothing was broken off.
    with suppress(KeyboardInterrupt):
        serve(run.config.state / "sandbox", door=door, ready=ready)
    return Reply(account="sandbox")

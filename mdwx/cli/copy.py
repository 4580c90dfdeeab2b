"""``mdwx copy``: an article on its way by hand, for WeChat's editor or as a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mdwx.cli.building import Manner, build_all
from mdwx.cli.declaring import argument, option
from mdwx.cli.language import language
from mdwx.cli.rehearsing import shows_calls
from mdwx.cli.replies import Reply
from mdwx.cli.run import (
    Run,
    account_option,
    command,
    dry_run_option,
    line_options,
)
from mdwx.cli.sending import open_lanes, upload_all
from mdwx.cli.summary import show_problems
from mdwx.errors import UsageError
from mdwx.model import PostType, Text

if TYPE_CHECKING:
    from mdwx.made import Made
    from mdwx.make import Built

__all__ = ["copy"]

STDOUT: Final = "-"
FILE_KINDS: Final = ("html", "png", "pdf")


@command(
    "copy",
    zh="把排好版的文章放进剪贴板，到公众号后台的编辑器里粘贴；或存成 HTML、长图、PDF",
    en="Put an article on the clipboard, to be pasted into WeChat's editor; or write "
    "it as HTML, as a long picture or as a PDF.",
)
@argument("post", metavar="POST")
@account_option
@option(
    "--offline",
    is_flag=True,
    zh="不发任何请求，图片放在正文里",
    en="make no request at all; the pictures travel inside",
)
@option("--theme", metavar="NAME", zh="换用的主题", en="use this theme")
@option(
    "--output",
    metavar="FILE",
    zh="不用剪贴板，写成文件：.html、.png（长图）或 .pdf；- 把富文本写到标准输出",
    en="write a file instead: .html, .png (a long picture) or .pdf; - writes the "
    "rich text to standard output",
)
@line_options
@dry_run_option
def copy(
    run: Run,
    *,
    post: str,
    account: str | None,
    offline: bool,
    theme: str | None,
    output: str | None,
) -> Reply:
    kind = kind_of(output)
    entries = run.posts([post], whole_bundles=False)
    if len(entries) > 1:
        raise one_at_a_time(post)
    wish = Manner(offline=offline, theme=theme, account=account)
    made = build_all(run, entries, wish)[0]
    reply = Reply([made.outcome], account=run.account(account).name)
    is_real = run.calls is None
    if made.built is not None and kind is not None and is_real:
        reply.more = save(run, made.built, Path(output or ""), kind=kind)
    elif made.built is not None and kind is None:
        inside = offline or travels_inside(run, made, flag=account)
        text = embedded(made.built) if inside else uploaded(run, reply, made, account)
        if text is not None and is_real:
            reply.more = deliver(run, made.built, text, to=output)
    show_problems(run.terminal, reply.outcomes)
    shows_calls(run)
    return reply


def kind_of(output: str | None) -> str | None:
    """What a file of this name is; None for the clipboard and standard output."""
    if output is None or output == STDOUT:
        return None
    kind = Path(output).suffix.lower().removeprefix(".")
    if kind not in FILE_KINDS:
        raise UsageError(
            Text(
                zh=f"不知道怎么写 {output}", en=f"{output} is no kind of file we write"
            ),
            hint=Text(
                zh="文件名以 .html、.png 或 .pdf 结尾",
                en="end its name in .html, .png or .pdf",
            ),
        )
    return kind


def one_at_a_time(post: str) -> UsageError:
    """A clipboard holds one thing."""
    return UsageError(
        Text(zh=f"{post} 是几篇文章", en=f"{post} is more than one post"),
        hint=Text(zh="写出要复制的那一篇", en="name the one to copy"),
    )


def travels_inside(run: Run, made: Made, *, flag: str | None) -> bool:
    """Whether pictures go inside the text: nothing is uploaded of a post with errors.

    Those of the sandbox are at addresses that nobody else can open.
    """
    built = made.built
    if built is None or not built.article.images or not made.is_sendable:
        return True
    is_newspic = built.article.post.type is PostType.NEWSPIC
    return is_newspic or run.account(flag, built.article.post).is_sandbox


def embedded(built: Built) -> str:
    """The fragment with its pictures inside; of a picture message, its text."""
    from mdwx import clipboard

    if built.article.post.type is PostType.NEWSPIC:
        return built.article.text
    return clipboard.embedded(built)


def uploaded(run: Run, reply: Reply, made: Made, flag: str | None) -> str | None:
    """The fragment with the account's addresses; None where it lacks a picture."""
    text = None
    with open_lanes(run, [made], flag=flag) as lanes:
        for lane in lanes:
            with run.stop.listening():
                upload_all(run, [lane])
            reply.account, reply.requests = lane.desk.account.name, lane.desk.requests
            sent = lane.sent(made)
            if sent is not None and made.built is not None:
                text = made.built.article.content(sent.addresses)
    return text


def deliver(run: Run, built: Built, text: str, *, to: str | None) -> Mapping[str, str]:
    """Put the text on the clipboard or on standard output; what ``--json`` tells."""
    from mdwx.clipboard import fill_clipboard, rich_text

    is_plain = built.article.post.type is PostType.NEWSPIC
    text = text if is_plain else rich_text(text)
    if to is None:
        kind = "text/plain" if is_plain else "text/html"
        program = fill_clipboard(text, kind=kind, env=run.env)
        run.terminal.say(TEXT_ALONE if is_plain else copied(built))
        return {"program": program}
    if run.terminal.json:
        return {"rich_text": text}
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
    return {}


TEXT_ALONE: Final = Text(
    zh="文字已复制；图片消息的图片要在公众号后台里自己加",
    en="the text is copied; add the pictures of a picture message in WeChat's own"
    " editor",
)


def copied(built: Built) -> Text:
    """What is there now, and what to do with it."""
    title = built.article.title
    return Text(
        zh=f"已复制“{title}”：到公众号后台的编辑器里粘贴",
        en=f"copied “{title}”: paste it into WeChat's editor",
    )


def save(run: Run, built: Built, file: Path, *, kind: str) -> Mapping[str, str]:
    """Write the file that was asked for; what ``--json`` tells."""
    from mdwx.clipboard import FORMATS
    from mdwx.whole import write_whole

    if not file.parent.is_dir():
        raise UsageError(
            Text(zh=f"没有文件夹 {file.parent}", en=f"no folder {file.parent}"),
            hint=Text(zh="检查 --output", en="check --output"),
        )
    write_whole(file, FORMATS[kind](built, language(), run.env))
    run.terminal.say(Text(zh=f"已写入 {file}", en=f"wrote {file}"))
    return {"output": str(file)}

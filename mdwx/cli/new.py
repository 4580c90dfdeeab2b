"""``mdwx new``: a post with its front matter, ready to be written."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from mdwx.cli.declaring import argument
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.confined import confined
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.whole import write_whole

__all__ = ["new"]

LIMIT_CHARS: Final = 60


@command(
    "new",
    zh="新建一篇文章，写好头信息",
    en="Make a post with its front matter.",
)
@argument("title", metavar="TITLE")
def new(run: Run, *, title: str) -> Reply:
    config = run.config
    words = " ".join(title.split())
    name = file_name(words)
    if not name:
        raise UsageError(
            Text(zh="标题是空的", en="the title is empty"),
            hint=Text(zh="如：mdwx new 春天来了", en="as: mdwx new 'Spring is here'"),
        )
    path = Path(config.site.content) / f"{name}.md"
    file = confined(config.root / path, root=config.root)
    if file.exists():
        raise UsageError(
            Text(zh=f"已经有 {path.as_posix()}", en=f"{path.as_posix()} exists"),
            hint=Text(zh="换一个标题", en="choose another title"),
        )
    now = run.clock.now().astimezone(ZoneInfo(config.site.timezone))
    lines = [
        "---",
        f"title: {quoted(words)}",
        f"date: {now:%Y-%m-%d %H:%M}",
        "digest:",
        "cover:",
        "---",
        "",
        "",
    ]
    write_whole(file, "\n".join(lines).encode())
    run.terminal.say(path.as_posix())
    return Reply(more={"path": path.as_posix()})


def file_name(title: str) -> str:
    """A title as a file name that every system takes; Chinese is kept."""
    text = unicodedata.normalize("NFC", title)
    kept = "".join(
        character if character.isalnum() or character in "-_" else "-"
        for character in text
    )
    return re.sub(r"-{2,}", "-", kept).strip("-_")[:LIMIT_CHARS].rstrip("-_").lower()


def quoted(title: str) -> str:
    """A title as YAML, in quotes whenever YAML might misread it."""
    if re.fullmatch(r"[^\W\d_][\w ，。！？、（）《》]*", title):
        return title
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'

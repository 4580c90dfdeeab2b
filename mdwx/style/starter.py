"""A first theme of one's own: a copy of the default, ready to be changed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from mdwx.confined import confined
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.patterns import pattern
from mdwx.style.themes import DEFAULT_CODE_STYLE, read_theme
from mdwx.whole import write_whole

__all__ = ["free_folder", "new_theme", "write_files"]

UNUSABLE_NAME: Final = pattern(r"""[._\s].*|.*[/\\:*?"<>|\x00-\x1f].*|.*[.\s]|""", re.S)
"""Hidden or left-out folders, paths, and what Windows cannot store."""

ABOUT: Final = """\
# What `mdwx themes` shows. A title may also be {{ zh = "…", en = "…" }}.
title = {title}
author = ""
licence = ""

# Colours of code: mdwx-light and mdwx-dark hold in WeChat's dark mode, and any
# style of Pygments can be named.
code_style = "{code_style}"

# Each option is a variable of theme.css: accent is var(--accent). A post changes
# it with `style: ":root {{ --accent: #c0392b }}"` in its front matter.
[options]
{options}
"""


def new_theme(name: str, *, site_root: Path) -> Path:
    """Write ``themes/NAME/`` into the site and give back the folder."""
    folder = free_folder(name, site_root=site_root)
    default = read_theme("default", site_root=folder)
    settings = [f"{key} = {json.dumps(it)}" for key, it in default.options.items()]
    about = ABOUT.format(
        title=json.dumps(name, ensure_ascii=False),
        code_style=DEFAULT_CODE_STYLE,
        options="\n".join(settings),
    )
    write_files(folder, css=default.stylesheet, about=about)
    return folder


def free_folder(name: str, *, site_root: Path) -> Path:
    """Where a theme of this name would be; UsageError where there may be none."""
    if UNUSABLE_NAME.fullmatch(name):
        raise UsageError(
            Text(zh=f"主题不能叫 {name!r}", en=f"a theme cannot be called {name!r}"),
            hint=Text(
                zh="名字是一个文件夹名：不含斜杠，不以点或下划线开头",
                en="its name is that of a folder: no slash, no dot or underscore first",
            ),
        )
    folder = confined(site_root / "themes" / name, root=site_root)
    if folder.exists():
        raise UsageError(
            Text(zh=f"已经有 themes/{name} 了", en=f"themes/{name} is already there"),
            hint=Text(
                zh="换一个名字，或者直接修改它", en="take another name, or edit it"
            ),
        )
    return folder


def write_files(folder: Path, *, css: str, about: str) -> None:
    """Write a theme that is not there yet, at ``themes/NAME`` of a site."""
    site_root = folder.parent.parent
    write_whole(folder / "theme.toml", about.encode(), within=site_root)
    write_whole(folder / "theme.css", css.encode(), within=site_root)

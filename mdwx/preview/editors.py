"""Links that open a file of the site in the author's editor, at a line.

The address comes from the person's own command line, never from the site: a folder
that somebody sent must not choose what a click starts. It is told to pages at this
machine alone: no other device can open a file here, or need know where it lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.patterns import pattern

__all__ = ["EDITORS", "editor_of"]

EDITORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "vscode": "vscode://file{path}:{line}:{column}",
        "vscodium": "vscodium://file{path}:{line}:{column}",
        "cursor": "cursor://file{path}:{line}:{column}",
        "windsurf": "windsurf://file{path}:{line}:{column}",
        "zed": "zed://file{path}:{line}:{column}",
        "idea": "idea://open?file={path}&line={line}&column={column}",
        "pycharm": "pycharm://open?file={path}&line={line}&column={column}",
        "webstorm": "webstorm://open?file={path}&line={line}&column={column}",
        "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
        "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
        "macvim": "mvim://open?url=file://{path}&line={line}&column={column}",
        "emacs": "org-protocol://open-file?file={path}&line={line}",
    }
)
"""What editors listen to, by the name a person gives them."""

SCHEME: Final = pattern(r"([a-z][a-z0-9+.-]{1,40})://")
NOT_EDITORS: Final = frozenset(
    ("javascript", "data", "vbscript", "file", "blob", "http", "https", "ws", "wss")
)


def editor_of(chosen: str, *, root: Path) -> str:
    """The address that opens a file of the site at ``root`` in an editor.

    ``chosen`` is an editor's name, or such an address of a person's own. ``{path}``
    (from the root), ``{line}`` and ``{column}`` are still open: ``opening.js`` fills
    them in.
    """
    template = EDITORS.get(chosen.lower(), chosen)
    scheme = SCHEME.match(template)
    is_known = scheme is not None and scheme[1] not in NOT_EDITORS
    if not is_known or "{path}" not in template:
        names = ", ".join(EDITORS)
        raise UsageError(
            Text(
                zh=f"不认识编辑器 {chosen}",
                en=f"unknown editor {chosen}",
            ),
            hint=Text(
                zh=f"写其中一个：{names}；或写地址，如 {EDITORS['vscode']}",
                en=f"one of {names}; or an address such as {EDITORS['vscode']}",
            ),
        )
    folder = root.as_posix().rstrip("/")
    # "C:/site" of Windows is "/C:/site" in an address. Braces are escaped, too: a
    # folder may be called "{line}".
    rooted = folder if folder.startswith("/") or not folder else f"/{folder}"
    return template.replace("{path}", f"{quote(rooted, safe='/:')}/{{path}}")

"""The program that fills the clipboard of this system with rich text.

Python has no clipboard of its own. On X11 and Wayland a clipboard lasts as long as the
program that offers it, so those go on in the background and must not hold our pipes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from mdwx.clipboard.richtext import windows_form
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.records import dataclass
from mdwx.redaction import redacted
from mdwx.visible import visible

__all__ = ["fill_clipboard"]

PATIENCE_S: Final = 60.0
OURS: Final = "MDWX_"
"""Variables that may hold a secret, and are no other program's business."""

MAC_SCRIPT: Final = """
ObjC.import('AppKit');
function run() {
  const input = $.NSFileHandle.fileHandleWithStandardInput;
  const board = $.NSPasteboard.generalPasteboard;
  board.clearContents;
  if (!board.setDataForType(input.readDataToEndOfFile, $('TYPE')))
    throw new Error('the pasteboard takes nothing');
}
"""
"""JavaScript for Automation: pbcopy takes plain text alone."""

WINDOWS_SCRIPT: Final = """
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms
$bytes = [Convert]::FromBase64String([Console]::In.ReadToEnd())
$data = New-Object System.Windows.Forms.DataObject
TAKE
[System.Windows.Forms.Clipboard]::SetDataObject($data, $true, 10, 100)
"""
"""``Set-Clipboard -AsHtml`` is gone from PowerShell 7 and counts characters for bytes
before; a stream goes out as it is."""

WINDOWS_TAKES: Final = MappingProxyType(
    {
        "text/html": "$data.SetData('HTML Format',"
        " (New-Object IO.MemoryStream(,$bytes)))",
        "text/plain": "$data.SetText([Text.Encoding]::UTF8.GetString($bytes))",
    }
)
MAC_TYPES: Final = MappingProxyType(
    {"text/html": "public.html", "text/plain": "public.utf8-plain-text"}
)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that puts what it reads on the clipboard."""

    name: str
    words: Callable[[str], list[str]]
    """Its arguments, for a media type."""
    encode: Callable[[str, str], bytes]
    """What it reads, for a text and its media type."""


def as_it_is(text: str, kind: str) -> bytes:
    """The text alone."""
    return text.encode("utf-8", "replace")


def for_windows(text: str, kind: str) -> bytes:
    """In letters that no code page of a console changes."""
    is_html = kind == "text/html"
    return b64encode(windows_form(text) if is_html else as_it_is(text, kind))


WAYLAND: Final = Program("wl-copy", lambda kind: ["--type", kind], as_it_is)
X11: Final = Program(
    "xclip", lambda kind: ["-selection", "clipboard", "-t", target_of(kind)], as_it_is
)
MAC: Final = Program(
    "osascript",
    lambda kind: [
        *("-l", "JavaScript", "-e"),
        MAC_SCRIPT.replace("TYPE", MAC_TYPES[kind]),
    ],
    as_it_is,
)
WINDOWS: Final = Program(
    "powershell.exe",
    lambda kind: [
        *("-NoProfile", "-NonInteractive", "-STA", "-Command"),
        WINDOWS_SCRIPT.replace("TAKE", WINDOWS_TAKES[kind]),
    ],
    for_windows,
)


def target_of(kind: str) -> str:
    """What X11 calls a media type."""
    return "UTF8_STRING" if kind == "text/plain" else kind


def fill_clipboard(
    text: str,
    *,
    kind: str = "text/html",
    env: Mapping[str, str],
    platform: str = sys.platform,
) -> str:
    """Put a text on the clipboard; the name of the program that did it.

    ``kind`` is "text/html" for rich text, else "text/plain".
    """
    path = env.get("PATH", "")
    for program in programs(env, platform=platform):
        if found := shutil.which(program.name, path=path):
            data = program.encode(text, kind)
            run([found, *program.words(kind)], data, env=env, name=program.name)
            return program.name
    raise UsageError(
        Text(
            zh="这台机器上没有能写剪贴板的程序",
            en="no program on this machine can fill a clipboard",
        ),
        hint=advice(env, platform=platform),
    )


def programs(env: Mapping[str, str], *, platform: str) -> list[Program]:
    """Those that may do it here, the best first."""
    if platform == "darwin":
        return [MAC]
    if platform == "win32":
        return [WINDOWS]
    found = []
    if env.get("WAYLAND_DISPLAY"):
        found.append(WAYLAND)
    if env.get("DISPLAY"):
        found.append(X11)
    # Linux inside Windows reaches the clipboard of Windows.
    return [*found, WINDOWS] if env.get("WSL_DISTRO_NAME") else found


def advice(env: Mapping[str, str], *, platform: str) -> Text:
    """What to install, or to do instead."""
    instead = Text(
        zh="用 --output 文件.html 写成文件，或在 mdwx watch 的页面上复制",
        en="write a file with --output FILE.html, or copy on the page of mdwx watch",
    )
    if platform in ("darwin", "win32"):
        name = MAC.name if platform == "darwin" else WINDOWS.name
        return Text(
            zh=f"{name} 不在 PATH 里；{instead.zh}",
            en=f"{name} is not on the path; {instead.en}",
        )
    if env.get("WAYLAND_DISPLAY"):
        package = "wl-clipboard"
    elif env.get("DISPLAY"):
        package = "xclip"
    else:
        return Text(
            zh=f"这里没有桌面（ssh？）；{instead.zh}",
            en=f"there is no desktop here (ssh?); {instead.en}",
        )
    return Text(
        zh=f"安装 {package}（Debian：apt install {package}）；或者{instead.zh}",
        en=f"install {package} (Debian: apt install {package}), or {instead.en}",
    )


def run(command: list[str], data: bytes, *, env: Mapping[str, str], name: str) -> None:
    """Hand the data to a program; its last words go into the error."""
    given = {key: value for key, value in env.items() if not key.startswith(OURS)}
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                command,
                input=data,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=given,
                timeout=PATIENCE_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise failed(name, f"{PATIENCE_S:g} s") from error
        except OSError as error:
            raise failed(name, error.strerror or str(error)) from error
        said.seek(0)
        words = said.read(2000).decode("utf-8", "replace").split("\n")
    if done.returncode:
        why = next((word.strip() for word in words if word.strip()), "")
        raise failed(name, why or f"exit code {done.returncode}")


def failed(name: str, why: str) -> UsageError:
    """The error of a program that could not do it."""
    why = visible(redacted(why))
    return UsageError(
        Text(
            zh=f"{name} 没有写成剪贴板：{why}",
            en=f"{name} did not fill the clipboard: {why}",
        ),
        hint=Text(
            zh="用 --output 文件.html 写成文件",
            en="write a file with --output FILE.html",
        ),
    )

"""Which browser there is on this machine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mdwx.errors import BrowserError
from mdwx.model import Text

__all__ = ["VARIABLE", "find_browser"]

VARIABLE: Final = "MDWX_BROWSER"
"""Names a browser: a file, or a program on the path."""

PROGRAMS: Final = (
    *("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    *("microsoft-edge-stable", "microsoft-edge", "chrome-headless-shell"),
)
MAC_APPS: Final = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_FILES: Final = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
WINDOWS_FOLDERS: Final = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")

MEASURING: Final = Text(
    zh="没有浏览器，量不了版面",
    en="there is no browser to measure the layout with",
)
INSTALL: Final = Text(
    zh="安装 Chromium、Chrome 或 Edge（Debian：apt install chromium），"
    f"或用 {VARIABLE} 指明它在哪里",
    en="install Chromium, Chrome or Edge (Debian: apt install chromium),"
    f" or say where it is with {VARIABLE}",
)


def find_browser(
    env: Mapping[str, str], *, platform: str = sys.platform, without: Text = MEASURING
) -> Path:
    """The browser that ``MDWX_BROWSER`` names, or the first that is installed.

    ``without`` is what is told where there is none.
    """
    path = env.get("PATH", "")
    named = env.get(VARIABLE)
    if named:
        found = shutil.which(named, path=path)
        if found is None:
            raise BrowserError(
                Text(
                    zh=f"{VARIABLE} 指的浏览器不存在：{named}",
                    en=f"{VARIABLE} names no browser that is there: {named}",
                ),
                hint=INSTALL,
            )
        return Path(found)
    for program in PROGRAMS:
        if found := shutil.which(program, path=path):
            return Path(found)
    for file in usual_places(env, platform=platform):
        if file.is_file():
            return file
    raise BrowserError(without, hint=INSTALL)


def usual_places(env: Mapping[str, str], *, platform: str) -> Iterator[Path]:
    """Where browsers are that are not on the path."""
    if platform == "darwin":
        for root in (Path("/"), Path(env.get("HOME", "/"))):
            for app in MAC_APPS:
                yield root / "Applications" / f"{app}.app/Contents/MacOS" / app
    if platform == "win32":
        for folder in filter(None, map(env.get, WINDOWS_FOLDERS)):
            yield from (Path(folder) / file for file in WINDOWS_FILES)

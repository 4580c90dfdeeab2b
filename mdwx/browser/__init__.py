"""A real browser, asked where everything of an article lies.

installed.py   which browser there is
process.py     its process and the pipes to it
chromium.py    commands and answers
paper.py       the page an article is measured on
measuring.py   one article after the other, at each width
"""

from __future__ import annotations

from mdwx.browser.chromium import chromium
from mdwx.browser.installed import find_browser
from mdwx.browser.measuring import Bench

__all__ = ["Bench", "chromium", "find_browser"]

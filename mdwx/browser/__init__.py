"""A real browser: asked where everything of an article lies, and made to draw it.

installed.py   which browser there is
process.py     its process and the pipes to it
chromium.py    commands and answers
tab.py         one tab, whose pages run nothing
paper.py       the page an article is measured on
measuring.py   one article after the other, at each width
printing.py    a page as a long picture, or on paper
"""

from __future__ import annotations

from mdwx.browser.chromium import chromium
from mdwx.browser.installed import find_browser
from mdwx.browser.measuring import Bench
from mdwx.browser.printing import PRINTING, long_picture, pdf

__all__ = ["PRINTING", "Bench", "chromium", "find_browser", "long_picture", "pdf"]

"""An article on its way by hand: on the clipboard, or as one file.

Many accounts may not publish by API; their authors paste into WeChat's editor, which
takes what a browser would have copied.

richtext.py   a fragment as clipboards carry it, unchanged
programs.py   the program that fills the clipboard of this system
embedding.py  an article with its pictures inside
files.py      an article as HTML, as a long picture, as a PDF
"""

from __future__ import annotations

from mdwx.clipboard.embedding import embedded
from mdwx.clipboard.files import FORMATS
from mdwx.clipboard.programs import fill_clipboard
from mdwx.clipboard.richtext import rich_text

__all__ = ["FORMATS", "embedded", "fill_clipboard", "rich_text"]

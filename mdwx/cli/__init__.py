"""The command line: one file a command; alone prints.

``main`` is all there is outside the commands. It is kept light: no parser, no
HTTP library and no picture library is loaded before a command needs it.
"""

from __future__ import annotations

from mdwx.cli.entry import main

__all__ = ["main"]

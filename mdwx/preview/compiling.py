"""Templates are compiled once, as modules are, and what came of it lies beside theirs.

Compiling those of one page takes twice as long as starting Python (30 ms, measured
2026-11). The files are trusted as those of Python in the same folder are: whoever can
write there can change mdwx itself, so nothing of the sort lies in a site.
"""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from mdwx.versions import version

__all__ = ["CompiledTemplates"]

DAMAGE: Final = (
    *(pickle.UnpicklingError, OSError, EOFError, ValueError, TypeError),
    *(AttributeError, ImportError, IndexError, KeyError),
)
"""What reading a file may end with that is not as it was written (``pickle``)."""


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder, if files can be written there."""

    def __init__(self, folder: Path) -> None:
        """Each version of Jinja has files of its own."""
        super().__init__(str(folder), f"jinja2-{version('jinja2')}-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled before; nothing where it is of another template."""
        try:
            super().load_bytecode(bucket)
        except DAMAGE:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, unless Python itself is to keep nothing."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)

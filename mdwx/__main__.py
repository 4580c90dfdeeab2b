"""``python -m mdwx``."""

from __future__ import annotations

from mdwx.cli import main

main()

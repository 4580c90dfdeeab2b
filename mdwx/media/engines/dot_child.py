"""DOT -> SVG by the program of graphviz-pure, whose limits this process sets.

A graph may name pictures and shapes in files. With ``SERVER_NAME`` set Graphviz
opens none: that is how a server is protected from those it draws for.
"""

from __future__ import annotations

import subprocess
from typing import Any, Final

__all__ = ["answer"]

TIME_S: Final = 5.0
OUTPUT_BYTES: Final = 1_000_000
ENVIRONMENT: Final = {"SERVER_NAME": "mdwx", "LC_ALL": "C.UTF-8"}


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """``svg``, or the ``problem`` with its ``kind``."""
    try:
        done = subprocess.run(
            question["command"],
            input=str(question["source"]).encode("utf-8", "replace"),
            capture_output=True,
            timeout=TIME_S,
            env=ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"problem": f"it takes more than {TIME_S:g} s", "kind": "limit"}
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode < 0 or len(done.stdout) > OUTPUT_BYTES:
        return {"problem": "it is too large", "kind": "limit"}
    if done.returncode or not done.stdout:
        return {"problem": said, "kind": "syntax"}
    return {"svg": done.stdout.decode("utf-8", "replace")}

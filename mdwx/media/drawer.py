"""One SVG drawn in a process of its own: ``python drawer.py``, the engine's words in.

A drawing of a hundred letters can ask for hours, or for more memory than there
is, and then the engine ends its whole process. So that process is not ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

__all__ = ["drawn_apart"]

TIME_S: Final = 20.0
MEMORY_BYTES: Final = 2 << 30
REFUSED: Final = 3


def drawn_apart(options: dict[str, object], *, time_s: float = TIME_S) -> bytes:
    """The PNG that the engine makes of ``options``; ValueError says why not."""
    command = [sys.executable, "-P", str(Path(__file__))]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(options).encode(),
            capture_output=True,
            timeout=time_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"drawing it takes more than {time_s:g} s") from error
    if done.returncode == REFUSED:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode:
        raise ValueError("the engine cannot draw it")
    return done.stdout


def limit_memory() -> None:
    """Let the engine fail before the machine does."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Draw what stands on standard input."""
    import resvg_py

    limit_memory()
    options = json.loads(sys.stdin.buffer.read())
    try:
        picture = resvg_py.svg_to_bytes(**options)
    except ValueError as error:
        sys.stderr.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(bytes(picture))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The child of ``apart``: answers each line of JSON with one.

This is a script. Whoever draws a first formula waits until it runs, so it loads
little: no ``typing``, no ``pathlib``, nothing of ours.
"""

from __future__ import annotations

import json
import os
import sys

__all__ = ["serve"]

MEMORY_BYTES = 2 << 30


def serve(script: str) -> None:
    """Answer each line of standard input by ``answer(question)`` of a script."""
    folder, name = os.path.split(script)
    limit_memory()
    # Behind all else: what lies beside the script is mistaken for no library.
    sys.path.append(folder)
    engine = __import__(name.removesuffix(".py"))
    for line in sys.stdin.buffer:
        answer = engine.answer(json.loads(line))
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def limit_memory() -> None:
    """Let the engine fail before the machine does."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    serve(sys.argv[1])

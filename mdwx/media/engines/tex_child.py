"""MathJax in QuickJS: runs in a process of its own and imports nothing of ours.

QuickJS has no files and no network. What a formula can still ask for, time and
memory, is bounded here a second time, so that most formulas that go too far cost
an error and not the process.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import quickjs

__all__ = ["answer"]

BUNDLE: Final = Path(__file__).parent / "mathjax" / "mathjax.js"
TIME_S: Final = 3.0
MEMORY_BYTES: Final = 192 << 20
STACK_BYTES: Final = 4 << 20


@cache
def engine() -> Any:
    """MathJax, read once: that is most of the time of a first formula."""
    context = quickjs.Context()
    context.set_memory_limit(MEMORY_BYTES)
    context.set_max_stack_size(STACK_BYTES)
    context.eval(BUNDLE.read_text("utf-8"))
    context.set_time_limit(TIME_S)
    return context


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The shapes of a formula, or the name and the words of its error."""
    try:
        drawn = engine().get("draw")(question["tex"], question["display"])
    except quickjs.JSException:
        # Out of time, memory or stack: what is left of the engine is not trusted.
        engine.cache_clear()
        return {"id": "TooLarge", "message": "the formula is too large"}
    return dict(json.loads(drawn))

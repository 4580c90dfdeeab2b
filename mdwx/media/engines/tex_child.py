"""MathJax in QuickJS: runs in a process of its own and imports nothing of ours.

QuickJS has no files and no network. What a formula can still ask for, time and
memory, is bounded here a second time, so that most formulas that go too far cost
an error and not the process. Somebody waits for the first one: ``quickjs`` itself
would bring along threads and logs, which its extension does without.
"""

from __future__ import annotations

import json
import os
from functools import cache

import _quickjs as quickjs

__all__ = ["answer"]

BUNDLE = os.path.join(os.path.dirname(__file__), "mathjax", "mathjax.js")
TIME_S = 3.0
MEMORY_BYTES = 192 << 20
STACK_BYTES = 4 << 20


@cache
def engine() -> quickjs.Context:
    """MathJax, read once: that is most of the time of a first formula."""
    context = quickjs.Context()
    context.set_memory_limit(MEMORY_BYTES)
    context.set_max_stack_size(STACK_BYTES)
    with open(BUNDLE, encoding="utf-8") as bundle:
        context.eval(bundle.read())
    context.set_time_limit(TIME_S)
    return context


def answer(question: dict[str, object]) -> dict[str, object]:
    """The shapes of a formula, or the name and the words of its error."""
    try:
        drawn = engine().get("draw")(question["tex"], question["display"])
    except quickjs.JSException:
        # Out of time, memory or stack: what is left of the engine is not trusted.
        engine.cache_clear()
        return {"id": "TooLarge", "message": "the formula is too large"}
    return dict(json.loads(drawn))

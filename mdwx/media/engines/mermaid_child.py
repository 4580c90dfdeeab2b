"""Mermaid -> SVG by Pele in QuickJS, in a process of its own.

Pele is JavaScript that needs no browser: it measures words by the widths it is
told. Fonts differ from phone to phone, so the widths are those of Helvetica with
something to spare, and a full square for whatever is Chinese. Nothing of ours is
imported here, and the script can reach neither files nor network.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import quickjs

__all__ = ["answer"]

TIME_S: Final = 5
MEMORY_BYTES: Final = 256 << 20
OUTPUT_CHARS: Final = 1_000_000

SPARE: Final = 1.06
BOLD: Final = 1.08
UNKNOWN: Final = 0.62
EMOJI: Final = 1.35
SQUARE_IN_CHINESE: Final = "—…“”‘’·×÷°→←↑↓⇒■□●○★☆①②③④⑤⑥⑦⑧⑨⑩"
"""Signs that Chinese fonts draw as wide as a character."""

WRAPPING: Final = (
    ('!p.includes(" ")', r"!/[\s\u2e80-\uffef]/.test(p)"),
    (
        r"l.text.match(/\s*\S+\s*|\s+/g)",
        r"l.text.match(/\s*[（《「『“‘【]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)"
        r"[，。、；：！？）》」』”’】…—]*\s*|\s+/g)",
    ),
)
"""Pele breaks lines at spaces alone, and Chinese has none."""

HELVETICA: Final = (
    (222, "ijl'"),
    (278, " !,./:;I[]\\ft`|"),
    (333, '()-r"*'),
    (500, "ckszvxyJ^{}"),
    (556, "abdeghnopqu0123456789$_#L?"),
    (584, "+<=>~"),
    (611, "FTZ"),
    (667, "ABEKPSVXY&"),
    (722, "CDHNRUw"),
    (778, "GOQ"),
    (833, "mM"),
    (944, "W%"),
    (1015, "@"),
)
"""Widths in thousandths of the size."""

SCRIPT: Final = """
function draw(source, widths, options) {
  const width = c => {
    if (widths[c] !== undefined) return widths[c];
    const point = c.codePointAt(0);
    if (/\\p{Mark}|\\p{Cf}/u.test(c)) return 0;
    if (point >= 0x1f000) return EMOJI;
    return point >= 0x2e80 ? 1 : UNKNOWN;
  };
  const measurer = {width(text, size, style) {
    let sum = 0;
    for (const c of text) sum += width(c);
    return sum * size * (style & 1 ? BOLD : 1);
  }};
  try {
    const drawn = pele.render(pele.parse(source), {...options, measurer});
    return JSON.stringify({svg: drawn.svg});
  } catch (error) {
    if (!(error instanceof pele.PeleError)) throw error;
    return JSON.stringify(
      {problem: error.message, kind: error.code, line: error.line || null});
  }
}
"""


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """``svg``, or the ``problem`` with its ``kind`` and its ``line`` in the source."""
    asked = [question["source"], widths(), question["options"]]
    call = f"draw({','.join(map(json.dumps, asked))})"
    try:
        drawn = dict(json.loads(context().eval(call)))
    except (quickjs.JSException, ValueError) as error:
        # Cut off in its work, it may be in any state.
        context.cache_clear()
        return {"problem": str(error).splitlines()[0], "kind": "limit", "line": None}
    return drawn


@functools.cache
def context() -> Any:
    """QuickJS with Pele in it: 60 ms."""
    made = quickjs.Context()
    made.set_memory_limit(MEMORY_BYTES)
    made.set_time_limit(TIME_S)
    made.eval(pele())
    for name, value in (("EMOJI", EMOJI), ("UNKNOWN", UNKNOWN), ("BOLD", BOLD)):
        made.eval(f"const {name} = {value};")
    made.eval(SCRIPT)
    return made


def pele() -> str:
    """Pele as the package brings it, which to import would load four libraries."""
    spec = find_spec("mermaid_render")
    if spec is None or spec.origin is None:
        raise ValueError("mermaid-render is not installed")
    bundle = Path(spec.origin).with_name("pele") / "pele.global.js"
    script = bundle.read_text("utf-8")
    for at_spaces, anywhere in WRAPPING:
        script = script.replace(at_spaces, anywhere)
    return script


@functools.cache
def widths() -> dict[str, float]:
    """The width of each letter that is no square, as a share of the size."""
    known = {c: mille / 1000 * SPARE for mille, row in HELVETICA for c in row}
    for code in range(0xA0, 0x250):
        letter = unicodedata.normalize("NFD", chr(code))[0]
        known[chr(code)] = known.get(letter, UNKNOWN)
    return known | dict.fromkeys(SQUARE_IN_CHINESE, 1.0)

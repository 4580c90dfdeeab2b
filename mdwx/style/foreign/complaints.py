"""What could not come along, told once each, at its places in their file."""

from __future__ import annotations

from dataclasses import field
from pathlib import PurePosixPath
from typing import Final

from tinycss2.ast import Node

from mdwx.model import Finding, Severity, Span, Text
from mdwx.records import dataclass
from mdwx.rules import finding
from mdwx.style.advice import Advice, advice

__all__ = ["CODE_COLOURS", "NO_SUCH_PART", "WINDOW_DOTS", "Complaints"]

NO_SUCH_PART: Final = advice(
    "文章里没有 {} 这样的部分",
    "an article has no such part as {}",
    hint_zh="删去，或者在 theme.css 里改成指南里列出的类名",
    hint_en="leave it out, or name a class of the guide in theme.css",
)
CODE_COLOURS: Final = advice(
    "代码的颜色不从样式表来：{}",
    "colours of code do not come from a stylesheet: {}",
    hint_zh="theme.toml 的 code_styles 里写一种 Pygments 样式",
    hint_en="name a style of Pygments in code_styles of theme.toml",
)
WINDOW_DOTS: Final = advice(
    "代码块里放不下 {}",
    "there is no room for {} in a block of code",
    hint_zh="要 Mac 窗口的圆点，就在 mdwx.toml 里写 [markdown] window_dots = true",
    hint_en="for the dots of a Mac window, say window_dots = true under [markdown] in"
    " mdwx.toml",
)

MOST_LINES: Final = 8
"""Further places that a finding names."""

LONGEST_CHARS: Final = 160
"""Of what a finding says."""

REWRITTEN: Final = "C131"
"""Its sentence says all: what to do would be said of each colour again."""

Key = tuple[str, str]


@dataclass(slots=True)
class Complaints:
    """Collects findings about one stylesheet."""

    source: PurePosixPath
    said: dict[Key, tuple[Advice, Severity]] = field(default_factory=dict)
    places: dict[Key, list[tuple[int, int]]] = field(default_factory=dict)

    def add(
        self, node: Node, code: str, said: Advice, *, is_note: bool = False
    ) -> None:
        """Note a finding; what is said twice is told once, with its places."""
        severity = Severity.NOTE if is_note else Severity.WARNING
        key = (code, said.problem.en)
        self.said.setdefault(key, (said, severity))
        place = (node.source_line, node.source_column)
        places = self.places.setdefault(key, [])
        if place not in places[-MOST_LINES:]:
            places.append(place)

    def findings(self) -> list[Finding]:
        """All of them, from the top of the file."""
        keys = sorted(self.said, key=lambda key: self.places[key][0])
        return [self.finding(key) for key in keys]

    def finding(self, key: Key) -> Finding:
        """One finding at its first place, the others named."""
        said, severity = self.said[key]
        (line, column), *more = self.places[key]
        problem = Text(zh=brief(said.problem.zh), en=brief(said.problem.en))
        lines = list(dict.fromkeys(line for line, _ in more))
        if lines:
            named = ", ".join(map(str, lines[:MOST_LINES]))
            rest = "…" if len(lines) > MOST_LINES else ""
            problem = Text(
                zh=f"{problem.zh}（还有第 {named}{rest} 行）",
                en=f"{problem.en} (also in line {named}{rest})",
            )
        where = Span(self.source, line, column)
        hint = None if key[0] == REWRITTEN else said.hint
        return finding(key[0], problem, hint=hint, where=where, severity=severity)


def brief(text: str) -> str:
    """A sentence that does not quote whole stylesheets."""
    return text if len(text) <= LONGEST_CHARS else f"{text[:LONGEST_CHARS]}…"

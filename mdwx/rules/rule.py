"""What a rule is: a code, how much it matters, who says so, and its page.

The page is the docstring of the class. It begins with one sentence in Chinese and
the same in English, and goes on under four fixed headings, indented by four:

    为什么  why it matters on WeChat
    Why    the same in English
    不好    an example that the rule finds
    好      the same, as it should be written
"""

from __future__ import annotations

import inspect
import re
from enum import Enum
from typing import ClassVar, Final

from mdwx.model import Severity, Text
from mdwx.records import dataclass
from mdwx.rules.sources import Source

__all__ = [
    "ERROR",
    "HEADINGS",
    "NOTE",
    "WARNING",
    "Explanation",
    "Rule",
    "Stage",
    "explained",
]

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING
NOTE: Final = Severity.NOTE
HEADINGS: Final = ("为什么", "Why", "不好", "好")


class Stage(Enum):
    """When a rule is looked at."""

    BUILD = "build"
    BROWSER = "browser"
    """Only with ``mdwx check --browser``."""
    PUBLISH = "publish"


class Rule:
    """One thing that mdwx finds. Never made: the class itself is the rule."""

    code: ClassVar[str] = ""
    name: ClassVar[str] = ""
    """For people and for titles: ``LowLines`` is ``low-lines``."""
    severities: ClassVar[tuple[Severity, ...]] = (WARNING,)
    """The usual one first; more than one where ``limits.toml`` or the case decides."""
    source: ClassVar[Source]
    limits: ClassVar[tuple[str, ...]] = ()
    """The rows of ``limits.toml`` that it holds an article to."""
    syntax: ClassVar[str] = "markdown"
    """What the examples are: "markdown" (a body, or a whole post where it begins
    with ``---``), "html" (of a finished article), "css", "toml" or "console"."""
    is_firm: ClassVar[bool] = True
    """Whether an error stands, come what may: WeChat would refuse the article, or
    words would be lost. Warnings and notes may always be ignored."""

    stage: ClassVar[Stage] = Stage.BUILD

    def __init_subclass__(
        cls,
        *,
        code: str = "",
        source: Source | None = None,
        severity: Severity | tuple[Severity, ...] = (),
        limits: tuple[str, ...] = (),
        syntax: str = "",
        is_firm: bool | None = None,
    ) -> None:
        """Take what the ``class`` line says; one without a code is no rule yet."""
        cls.code = code
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        cls.limits = limits
        if severity:
            cls.severities = severity if isinstance(severity, tuple) else (severity,)
        if source is not None:
            cls.source = source
        if syntax:
            cls.syntax = syntax
        if is_firm is not None:
            cls.is_firm = is_firm


@dataclass(frozen=True, slots=True)
class Explanation:
    """The page of a rule, read from its docstring."""

    finds: Text
    """One sentence."""
    why: Text
    bad: str
    good: str


def explained(rule: type[Rule]) -> Explanation:
    """Read the page of a rule; ``ValueError`` where it has not its fixed form."""
    lines = inspect.cleandoc(rule.__doc__ or "").splitlines()
    if len(lines) < 2 or not lines[0] or not lines[1]:
        raise ValueError(f"{rule.code} does not begin with its two sentences")
    parts: dict[str, list[str]] = {}
    for line in lines[2:]:
        if line in HEADINGS and line not in parts:
            parts[line] = []
        elif line and not line.startswith("    "):
            raise ValueError(f"{rule.code} has a line outside its headings: {line}")
        elif parts:
            parts[next(reversed(parts))].append(line[4:])
    if tuple(parts) != HEADINGS:
        raise ValueError(f"{rule.code} has the headings {list(parts)}")
    why = Text(zh="".join(parts["为什么"]), en=" ".join(parts["Why"]).strip())
    bad, good = ("\n".join(parts[it]).strip("\n") for it in ("不好", "好"))
    return Explanation(Text(zh=lines[0], en=lines[1]), why, bad, good)

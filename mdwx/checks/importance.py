"""``!important``, which defeats the page's own styles and its dark mode.

The one use that is accepted widens the drawing of a formula that scrolls, for the
page caps every width at 100 %. Official: structure rules 4.5.2, 2026-08-07.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdwx.checks.subject import Subject
from mdwx.model import Finding, Text
from mdwx.page.styles import declarations

__all__ = ["check"]


def check(subject: Subject) -> Iterator[Finding]:
    """Find every ``!important`` but that of a drawing's greatest width."""
    if not any("!" in style for style in subject.styles):
        return
    for element in subject.root.iter("*"):
        for declaration in declarations(element.get("style", "")):
            is_formula = element.tag == "svg" and declaration.name == "max-width"
            if not declaration.is_important or is_formula:
                continue
            said = f"{declaration.name}: {declaration.value}"
            yield subject.finding(
                "C152",
                Text(
                    zh=f"{said} 带着 !important，会破坏深色模式",
                    en=f"!important of {said} defeats dark mode",
                ),
                hint=Text(zh="去掉 !important", en="take !important out"),
                at=element,
            )

"""What is found in a post, and the list it is put on.

Whoever finds something names the rule and says the words of the case. How much it
matters is the rule's own; only where a rule has degrees does the finder choose one.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import PurePosixPath

from mdwx.model import Finding, Severity, Span, Text
from mdwx.records import dataclass
from mdwx.rules.catalogue import all_rules

__all__ = ["Report", "finding"]


def finding(
    code: str,
    message: Text,
    *,
    hint: Text | None = None,
    where: Span | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding of a rule; without a word it is as severe as the rule usually is."""
    degrees = all_rules()[code].severities
    if severity is None:
        severity = degrees[0]
    elif severity not in degrees:
        raise ValueError(f"{code} is no {severity}")
    return Finding(code, severity, message, hint, where)


@dataclass(slots=True)
class Report:
    """Collects the findings of one post, in the order they are met."""

    path: PurePosixPath
    findings: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: Text,
        *,
        hint: Text | None = None,
        line: int | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Note one finding at a line of the post's file."""
        where = Span(self.path, line)
        self.findings.append(
            finding(code, message, hint=hint, where=where, severity=severity)
        )

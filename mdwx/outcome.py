"""What a run did to one post: a row of the summary and of ``--json``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from pathlib import PurePosixPath
from typing import Any

from mdwx.errors import MdwxError
from mdwx.model import Draft, Finding, Publication, Severity, Size, State, Uploads
from mdwx.records import dataclass

__all__ = ["Outcome", "exit_code_of", "finding_fields"]


@dataclass(slots=True)
class Outcome:
    """Filled in step by step as a post goes through the pipeline."""

    path: PurePosixPath
    slug: str
    title: str = ""
    state: State = State.BUILT
    findings: list[Finding] = field(default_factory=list)
    article: PurePosixPath | None = None
    """``dist/<slug>/article.html``, from the site's root."""
    size: Size | None = None
    uploads: Uploads = field(default_factory=Uploads)
    draft: Draft | None = None
    publication: Publication | None = None
    error: MdwxError | None = None

    @property
    def exit_code(self) -> int:
        """0, or the code of what went wrong first."""
        if self.error is not None:
            return self.error.exit_code
        return exit_code_of(self.findings)


def exit_code_of(findings: Iterable[Finding]) -> int:
    """0, or the code of the first error: it could not be read, or a check failed."""
    for finding in findings:
        if finding.severity is Severity.ERROR:
            return 3 if finding.code.startswith("R") else 4
    return 0


def finding_fields(finding: Finding, *, language: str = "en") -> dict[str, Any]:
    """A finding as ``--json`` and ``article.json`` show it."""
    where = finding.where
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message.said(language),
        "hint": finding.hint.said(language) if finding.hint else None,
        "path": str(where.path) if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
    }

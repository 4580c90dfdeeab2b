"""What a run did to one post: a row of the summary and of ``--json``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from mdwx.errors import MdwxError
from mdwx.model import Draft, Finding, Publication, Severity, Size, State, Uploads

__all__ = ["Outcome"]


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
        """0, or the code of what went wrong first (design 1.6)."""
        if self.error is not None:
            return self.error.exit_code
        for finding in self.findings:
            if finding.severity is Severity.ERROR:
                return 3 if finding.code.startswith("R") else 4
        return 0

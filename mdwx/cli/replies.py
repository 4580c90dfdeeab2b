"""What a command answers: rows for ``--json``, and the exit code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from typing import TYPE_CHECKING, Any

import mdwx
from mdwx.cli.language import language, said
from mdwx.cli.rehearsing import call_fields
from mdwx.errors import MdwxError, RemoteError, StoppedError
from mdwx.model import Draft, Publication
from mdwx.outcome import Outcome, finding_fields
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.wechat.rehearsal import Call

__all__ = ["Reply", "error_fields", "outcome_fields"]


@dataclass(slots=True)
class Reply:
    """The whole answer of one command."""

    outcomes: list[Outcome] = field(default_factory=list)
    account: str | None = None
    requests: int = 0
    error: MdwxError | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    """What only this command answers, such as the themes of ``mdwx themes``."""
    calls: Sequence[Call] | None = None
    """With ``--dry-run``, the requests that would have been sent."""
    code: int = 0
    """An exit code that neither an error nor a post accounts for."""
    urls: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By slug, addresses a browser opens, where WeChat's own do not (sandbox)."""
    previews: dict[str, str] = field(default_factory=dict)
    """The same for the preview of a draft."""

    @property
    def exit_code(self) -> int:
        """The first failure's code, unless a person stopped the rest."""
        if self.is_stopped:
            return StoppedError.exit_code
        if self.error is not None:
            return self.error.exit_code
        codes = (outcome.exit_code for outcome in self.outcomes)
        return next((code for code in codes if code), self.code)

    @property
    def is_stopped(self) -> bool:
        """Whether something was left undone because a person wanted it to end."""
        errors = (self.error, *(outcome.error for outcome in self.outcomes))
        return any(isinstance(error, StoppedError) for error in errors)

    def fields(self, command: str) -> dict[str, Any]:
        """The one object of ``--json``."""
        return {
            "mdwx": mdwx.__version__,
            "command": command,
            "account": self.account,
            "ok": self.exit_code == 0,
            "requests": self.requests if self.calls is None else 0,
            "posts": [
                outcome_fields(
                    outcome,
                    urls=self.urls.get(outcome.slug),
                    preview=self.previews.get(outcome.slug),
                )
                for outcome in self.outcomes
            ],
            **self.more,
            **self._rehearsed(),
            "error": error_fields(self.error),
        }

    def _rehearsed(self) -> dict[str, Any]:
        if self.calls is None:
            return {}
        return {"dry_run": [call_fields(call) for call in self.calls]}


def outcome_fields(
    outcome: Outcome,
    *,
    urls: tuple[str, ...] | None = None,
    preview: str | None = None,
) -> dict[str, Any]:
    """One entry of ``posts``."""
    spoken = language()
    return {
        "path": str(outcome.path),
        "slug": outcome.slug,
        "title": outcome.title,
        "state": outcome.state.value,
        "findings": [
            finding_fields(finding, language=spoken) for finding in outcome.findings
        ],
        "article": str(outcome.article) if outcome.article else None,
        "size": asdict(outcome.size) if outcome.size else None,
        "uploads": asdict(outcome.uploads),
        "draft": _draft_fields(outcome.draft, preview),
        "publication": _publication_fields(outcome.publication, urls),
        "error": error_fields(outcome.error),
    }


def error_fields(error: MdwxError | None) -> dict[str, Any] | None:
    """An error as ``--json`` shows it."""
    if error is None:
        return None
    where = error.where
    return {
        "kind": error.kind,
        "errcode": error.errcode if isinstance(error, RemoteError) else None,
        "message": said(error.problem),
        "hint": said(error.hint) if error.hint else None,
        **(_remote_fields(error) if isinstance(error, RemoteError) else {}),
        "path": str(where.path) if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
    }


def _remote_fields(error: RemoteError) -> dict[str, Any]:
    """What only WeChat's own refusals have."""
    retry_at = error.retry_at
    return {
        "errmsg": error.errmsg,
        "retry_at": retry_at.isoformat() if retry_at else None,
    }


def _draft_fields(draft: Draft | None, preview: str | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return {
        "media_id": draft.media_id,
        "action": draft.action.value,
        "preview_url": preview or draft.preview_url,
    }


def _publication_fields(
    publication: Publication | None, urls: tuple[str, ...] | None
) -> dict[str, Any] | None:
    if publication is None:
        return None
    return {
        "publish_id": publication.publish_id,
        "status": publication.status.value,
        "article_id": publication.article_id,
        "urls": list(urls or publication.urls),
    }

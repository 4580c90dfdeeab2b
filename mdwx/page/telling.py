"""Findings of the parser, on their way from a token into the report."""

from __future__ import annotations

from markdown_it.token import Token

from mdwx.page.growth import Growth

__all__ = ["grow_finding"]


def grow_finding(growth: Growth, token: Token) -> None:
    """Report what the parser met here; the page stays as it is."""
    growth.report.add(
        token.meta["code"],
        token.meta["message"],
        hint=token.meta["hint"],
        line=growth.line,
    )

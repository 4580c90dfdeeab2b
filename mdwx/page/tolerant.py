"""Python's tolerant HTML parser, tolerant of ``<![`` as well."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["TolerantParser"]


class TolerantParser(HTMLParser):
    """Raises nothing, whatever it is fed."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """``<![…``: what is none is a comment, as browsers have it."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

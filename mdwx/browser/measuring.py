"""Articles measured one after the other in one tab, each at every width."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from mdwx.browser.chromium import Chromium
from mdwx.browser.paper import paper
from mdwx.browser.tab import Tab
from mdwx.layout import WIDTHS, Layout, read_layout
from mdwx.preview.printed import static
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.page import Article

__all__ = ["Bench"]


@dataclass(slots=True)
class Bench:
    """One tab that articles are laid out in."""

    browser: Chromium
    tab: Tab = field(init=False)

    def __post_init__(self) -> None:
        self.tab = Tab(self.browser)

    def measure(self, article: Article) -> list[Layout]:
        """Where everything of an article lies, at each of ``WIDTHS``."""
        self.tab.show(paper(article))
        script = static("measure.js", room="browser")
        found = self.tab.ask(f"({script})({list(WIDTHS)})")
        return [read_layout(facts) for facts in found]

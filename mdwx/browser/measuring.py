"""Articles measured one after the other in one tab, each at every width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mdwx.browser.chromium import Chromium
from mdwx.browser.paper import paper
from mdwx.layout import WIDTHS, Layout, read_layout
from mdwx.preview.look import static

if TYPE_CHECKING:
    from mdwx.page import Article

__all__ = ["Bench"]


@dataclass(slots=True)
class Bench:
    """One tab without scripts of its own."""

    browser: Chromium
    session: str = field(init=False)

    def __post_init__(self) -> None:
        target = self.browser.command("Target.createTarget", url="about:blank")
        attached = self.browser.command(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        self.session = attached["sessionId"]
        self.say("Page.enable")
        self.say("Emulation.setScriptExecutionDisabled", value=True)

    def say(self, method: str, **given: Any) -> Any:
        """A command to this tab."""
        return self.browser.command(method, session=self.session, **given)

    def measure(self, article: Article) -> list[Layout]:
        """Where everything of an article lies, at each of ``WIDTHS``."""
        frame = self.say("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.say("Page.setDocumentContent", frameId=frame, html=paper(article))
        # A world of its own: nothing the page calls itself is seen there.
        world = self.say("Page.createIsolatedWorld", frameId=frame)
        script = static("measure.js", package="mdwx.browser")
        found = self.say(
            "Runtime.evaluate",
            contextId=world["executionContextId"],
            expression=f"({script})({list(WIDTHS)})",
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in found:
            raise self.browser.failed(str(found["result"].get("description", "")))
        return [read_layout(facts) for facts in found["result"]["value"]]

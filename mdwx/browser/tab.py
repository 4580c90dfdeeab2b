"""One tab of the browser, whose pages run no scripts and ask for nothing."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from mdwx.browser.chromium import Chromium
from mdwx.records import dataclass

__all__ = ["Tab"]


@dataclass(slots=True)
class Tab:
    """Shows one page after the other, and answers what is asked about it."""

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

    def show(self, html: str) -> None:
        """Have this page in the tab."""
        self.say("Page.setDocumentContent", frameId=self.frame(), html=html)

    def ask(self, script: str) -> Any:
        """The value of a JavaScript expression; a promise is waited for."""
        # A world of its own: nothing the page calls itself is seen there.
        world = self.say("Page.createIsolatedWorld", frameId=self.frame())
        found = self.say(
            "Runtime.evaluate",
            contextId=world["executionContextId"],
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in found:
            raise self.browser.failed(str(found["result"].get("description", "")))
        return found["result"]["value"]

    def frame(self) -> str:
        """The id of the page's own frame."""
        frame_id: str = self.say("Page.getFrameTree")["frameTree"]["frame"]["id"]
        return frame_id

"""A Chromium without a window, spoken to through two pipes.

DevTools over pipes needs no port and no web socket, and a browser whose pipe is
closed ends: it does not outlive mdwx, however mdwx ends. It has a profile of its
own, reaches no network, and sees none of our secrets.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from mdwx.browser.process import Running, start
from mdwx.errors import BrowserError
from mdwx.model import Text
from mdwx.records import dataclass

__all__ = ["Chromium", "chromium"]

FLAGS: Final = (
    *("--headless=new", "--remote-debugging-pipe", "--hide-scrollbars"),
    *("--disable-gpu", "--disable-dev-shm-usage", "--mute-audio"),
    *("--no-first-run", "--no-default-browser-check", "--disable-extensions"),
    *("--password-store=basic", "--use-mock-keychain", "--disable-breakpad"),
    # Nothing is asked of any network: no name has an address, no proxy answers.
    *("--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-domain-reliability", "--no-pings"),
    *("--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>"),
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
ANSWER_S: Final = 60.0
"""How long one answer may take, the first after the start included."""
CLOSE_S: Final = 5.0
PIECE_BYTES: Final = 1 << 16

Answer = dict[str, Any]


@dataclass(slots=True)
class Chromium:
    """A running browser that answers one command after the other."""

    running: Running
    answer_s: float = ANSWER_S
    heard: SimpleQueue[Answer | None] = field(default_factory=SimpleQueue)
    count: int = 0

    def command(self, method: str, *, session: str | None = None, **given: Any) -> Any:
        """Send one command and wait for its result."""
        self.count += 1
        message: Answer = {"id": self.count, "method": method, "params": given}
        if session is not None:
            message["sessionId"] = session
        try:
            self.running.commands.write(json.dumps(message).encode() + b"\0")
            self.running.commands.flush()
        except OSError:
            raise self.ended() from None
        answer = self.answer_to(self.count)
        if "error" in answer:
            raise self.failed(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def answer_to(self, number: int) -> Answer:
        """Wait for the answer to one command; events are let go by."""
        deadline = time.monotonic() + self.answer_s
        while True:
            try:
                message = self.heard.get(timeout=max(0, deadline - time.monotonic()))
            except Empty:
                raise self.failed(f"no answer in {self.answer_s:g} s") from None
            if message is None:
                raise self.ended()
            if message.get("method") == "Inspector.targetCrashed":
                raise self.failed("the page crashed")
            if message.get("id") == number:
                return message

    def listen(self) -> None:
        """Hear what it says until it hangs up; runs in a thread of its own."""
        left = b""
        with self.running.answers as answers:
            while piece := os.read(answers.fileno(), PIECE_BYTES):
                *whole, left = (left + piece).split(b"\0")
                for message in whole:
                    self.heard.put(json.loads(message))
        self.heard.put(None)

    def ended(self) -> BrowserError:
        """Why there is no answer: it is gone."""
        return self.failed("it ended by itself")

    def failed(self, reason: str) -> BrowserError:
        """The one sentence, with the last thing the browser said of itself."""
        said = last_words(self.running.errors)
        told = f"{reason} ({said})" if said else reason
        return BrowserError(
            Text(zh=f"浏览器中断了：{told}", en=f"the browser broke off: {told}"),
            hint=Text(
                zh="再运行一次；还不行就用 MDWX_BROWSER 换一个浏览器",
                en="run it again; if that does not help, name another browser"
                " with MDWX_BROWSER",
            ),
        )


@contextmanager
def chromium(
    binary: Path,
    *,
    env: Mapping[str, str],
    answer_s: float = ANSWER_S,
    close_s: float = CLOSE_S,
) -> Iterator[Chromium]:
    """A running browser; ended with all it started, its profile removed."""
    with (
        tempfile.TemporaryDirectory(
            prefix="mdwx-browser-", ignore_cleanup_errors=True
        ) as folder,
        ThreadPoolExecutor(2) as pool,
    ):
        errors = Path(folder) / "errors.txt"
        profile = f"--user-data-dir={Path(folder) / 'profile'}"
        command = [str(binary), *FLAGS, *unboxed(), profile, "about:blank"]
        # In a thread, which Ctrl-C does not stop: it would leave a browser behind
        # that nobody knows of.
        starting = pool.submit(start, command, env=env, errors=errors)
        try:
            browser = Chromium(starting.result(), answer_s)
            pool.submit(browser.listen)
            browser.command("Browser.getVersion")
            yield browser
        finally:
            starting.result().end(within_s=close_s)


def unboxed() -> list[str]:
    """Chromium refuses its sandbox to root, so root goes without."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return ["--no-sandbox"] if is_root else []


def last_words(errors: Path) -> str:
    """Why the browser gave up, where it says so among much noise."""
    with suppress(OSError):
        lines = errors.read_text("utf-8", "replace").splitlines()
        fatal = [line for line in lines if ":FATAL:" in line]
        return fatal[-1].rpartition("] ")[2].strip()[:200] if fatal else ""
    return ""

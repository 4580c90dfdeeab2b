"""A small driver of headless Chromium, for tests that look at pages.

It speaks the DevTools protocol over one web socket a tab: open an address, run
JavaScript, wait for something to become true, take a picture.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import requests
import websocket

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--disable-default-apps", "--mute-audio"),
    *("--disable-extensions", "--hide-scrollbars", "--disable-dev-shm-usage"),
    # A tile that is painted anew in part has its hairlines a shade (1/255) off where
    # that part begins, which depends on how busy the machine is.
    *("--disable-partial-raster", "--remote-debugging-port=0"),
)
START_S = 60
WAIT_S = 60


@contextmanager
def chromium():
    """A browser with an empty profile, ended with the test."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    if binary is None:
        raise AssertionError(
            "these tests need Chromium: apt-get install chromium, or `make browser`"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [binary, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        browser = None
        try:
            browser = Browser(devtools_port(Path(profile), process))
            yield browser
        finally:
            if browser is not None:
                browser.close()
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def devtools_port(profile, process):
    """The port Chromium chose, which it writes into its profile."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return int((profile / "DevToolsActivePort").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            time.sleep(0.05)
    raise AssertionError("Chromium did not start")


class Browser:
    """Opens tabs."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.tabs = []

    def open(self, url, *, width=375, height=812, dark=False):
        """A tab of this size, when its page has loaded."""
        reply = requests.put(f"{self.base}/json/new?about:blank", timeout=WAIT_S)
        tab = Tab(reply.json()["webSocketDebuggerUrl"])
        self.tabs.append(tab)
        tab.resize(width, height, dark=dark)
        tab.open(url)
        return tab

    def close(self):
        """Hang up."""
        for tab in self.tabs:
            tab.close()


class Tab:
    """One page."""

    def __init__(self, address):
        self.socket = websocket.create_connection(
            address, timeout=WAIT_S, suppress_origin=True
        )
        self.count = 0
        self.requested = []
        self.complaints = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.command(f"{domain}.enable")

    def close(self):
        """Close the tab; a browser has six connections for all tabs of a host."""
        if self.socket.connected:
            self.command("Page.close")
            self.socket.close()

    def show(self):
        """Be the tab that a person looks at."""
        self.command("Page.bringToFront")

    def command(self, method, **params):
        """Send one command and return its result."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self.note(answer)

    def note(self, event):
        """Remember what the page asked for, and what the browser complained of."""
        params = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.requested.append(params["request"]["url"])
        if event.get("method") == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        if event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(params["exceptionDetails"]["text"])

    def open(self, url):
        """Go to an address."""
        failure = self.command("Page.navigate", url=url).get("errorText")
        assert not failure, f"{url}: {failure}"
        self.wait_for("document.readyState === 'complete'")

    def evaluate(self, script):
        """The value of a JavaScript expression; a promise is waited for."""
        result = self.command(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait_for(self, script, *, within_s=WAIT_S):
        """Return as soon as the expression is true; fail with what was shown."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            if self.evaluate(f"Boolean({script})"):
                return
            time.sleep(0.02)
        raise AssertionError(f"never true: {script}\n{self.text()[:2000]}")

    def wait_for_text(self, words):
        """Wait until a reader can see these words."""
        self.wait_for(f"document.body.innerText.includes({json.dumps(words)})")

    def text(self):
        """What a reader sees."""
        return self.evaluate("document.body.innerText") or ""

    def click(self, selector):
        """Click the first element that matches."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def resize(self, width, height, *, dark=False):
        """Be a screen of this size, in this colour scheme."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])

    def screenshot(self, path, width=375, height=812, dark=False):
        """Write a picture of the whole page."""
        self.resize(width, height, dark=dark)
        shot = self.command(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True
        )
        Path(path).write_bytes(base64.b64decode(shot["data"]))

    def overflows(self):
        """Whether the page can be scrolled sideways."""
        root = "document.documentElement"
        return self.evaluate(f"{root}.scrollWidth > {root}.clientWidth")

    def broken_pictures(self):
        """The addresses of pictures that did not load, once all have been tried."""
        self.wait_for("Array.from(document.images).every(i => i.complete)")
        return self.evaluate(
            "Array.from(document.images).filter(i => !i.naturalWidth)"
            ".map(i => i.getAttribute('src'))"
        )

    def outside(self):
        """Addresses the page asked for that are neither on disk nor here."""
        ours = re.compile(
            r"(file|data|about|blob):|http://(127\.0\.0\.1|localhost)[:/]"
        )
        return [url for url in self.requested if not ours.match(url)]

"""Photographs mdwx at work for the guide, on a copy of this very site.

python content/pictures/shoot.py       (needs Debian's chromium)

Each page of ``mdwx watch`` and ``mdwx sandbox`` on a desk and on a phone, by day and by
night, on one sheet a page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from browser import chromium  # noqa: E402  # the driver that tests use

MDWX = [sys.executable, "-m", "mdwx"]
ENV = {**os.environ, "MDWX_LANG": "zh"}
DESK, PHONE = (1280, 800), (375, 812)
HEIGHT = 420
"""Of a sheet's row."""
GAP = 12
GROUND = "#8d8f92"
PUBLISHED = ("01-start", "04-pictures", "05-publish", "23-showcase")
DRAFTED = ("08-themes", "11-newspic")
FRAME = "document.querySelector('.dk-frame').contentDocument"
STILL = "[...document.images].every(it => it.complete || it.loading === 'lazy')"
READY = f"{FRAME}.getElementById('js_content').innerText.length > 99"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Path(folder)
        shutil.copytree(HERE.parent, site / "content")
        (site / "mdwx.toml").write_text('[site]\nauthor = "mdwx"\n')
        for command, names in (("publish", PUBLISHED), ("draft", DRAFTED)):
            posts = [site / f"content/{name}.md" for name in names]
            run = [*MDWX, command, "--site", site, *posts]
            subprocess.run(run, check=True, env=ENV, capture_output=True)
        subprocess.run([*MDWX, "build", "--site", site, "--offline"], check=True)
        page = site / "dist/markdown/index.html"
        write(photograph(browser, page.as_uri(), (1100, 760)), "phone")
        with served(site, "watch", 8652) as address:
            preview(browser, address)
        with served(site, "sandbox", 8653) as address:
            stand_in(browser, address)


def preview(browser, address: str) -> None:
    """The pages of ``mdwx watch``."""
    sheet(browser, address, "posts", wait="document.images.length > 8")
    desk = f"{address}/posts/showcase"
    sheet(browser, desk, "desk", wait=READY)
    tried = "document.querySelector('.dk-themes input[value=ink]').click()"
    shot = photograph(browser, desk, DESK, wait=READY, do=tried)
    write(shot, "desk-theme")
    shot = photograph(
        browser, f"{address}/posts/chinese", DESK, wait=READY, do=SEND, until=SENT
    )
    write(shot, "desk-send")
    both = "document.querySelector('input[name=dk-scene][value=both]').click()"
    write(photograph(browser, desk, DESK, wait=READY, do=both), "desk-both")


SENT = "document.querySelector('.dk-stand [data-tone=good]')"
SEND = (
    "document.getElementById('dk-act').click();"
    "document.querySelector('[data-command=publish]').click()"
)


def stand_in(browser, address: str) -> None:
    """The pages of ``mdwx sandbox``."""
    for name in ("drafts", "published", "materials", "calls", "settings"):
        sheet(browser, f"{address}/{name}", f"sandbox-{name}")
    with urlopen(f"{address}/published") as page:
        path = page.read().decode().split('href="/s/')[1].split('"')[0]
    sheet(browser, f"{address}/s/{path}", "sandbox-article")
    write(photograph(browser, f"{address}/calls", (1100, 640)), "sandbox")


def photograph(
    browser, address: str, size, *, dark=False, wait="true", do="", until="true"
) -> Image.Image:
    """One page as it stands once it is still, after a script did something."""
    width, height = size
    tab = browser.open(address, width=width, height=height, dark=dark)
    tab.show()
    tab.wait_for(wait)
    tab.wait_for(STILL)
    if do:
        time.sleep(0.5)
        tab.evaluate(do)
        tab.wait_for(until)
    # For what moves: a light that turns on, an answer that comes in.
    time.sleep(3 if do else 0.7)
    shot = tab.command("Page.captureScreenshot", format="png")
    tab.close()
    return decoded(shot["data"])


def decoded(data: str) -> Image.Image:
    from base64 import b64decode

    return Image.open(BytesIO(b64decode(data))).convert("RGB")


def sheet(browser, address: str, name: str, *, wait="true") -> None:
    """A page four times: on a desk and on a phone, by day and by night."""
    rows = []
    for dark in (False, True):
        shots = [
            photograph(browser, address, size, dark=dark, wait=wait)
            for size in (DESK, PHONE)
        ]
        rows.append([fitted(shot) for shot in shots])
    width = sum(shot.width for shot in rows[0]) + GAP
    whole = Image.new("RGB", (width, 2 * HEIGHT + GAP), GROUND)
    for down, row in enumerate(rows):
        across = 0
        for shot in row:
            whole.paste(shot, (across, down * (HEIGHT + GAP)))
            across += shot.width + GAP
    write(whole, name)


def fitted(shot: Image.Image) -> Image.Image:
    width = round(shot.width * HEIGHT / shot.height)
    return shot.resize((width, HEIGHT), Image.Resampling.LANCZOS)


def write(shot: Image.Image, name: str) -> None:
    """Small, for it travels with every checkout."""
    small = shot.quantize(kmeans=2, dither=Image.Dither.NONE)
    small.save(HERE / f"{name}.png", optimize=True)
    print(name, (HERE / f"{name}.png").stat().st_size // 1000, "KB")


@contextmanager
def served(site: Path, command: str, port: int) -> Iterator[str]:
    """The address at which a command serves the site."""
    words = [*MDWX, command, "--site", site, "--port", str(port), "--quiet"]
    running = subprocess.Popen(words, env=ENV, stdout=subprocess.DEVNULL)
    try:
        yield answering(f"http://127.0.0.1:{port}")
    finally:
        running.terminate()
        running.wait()


def answering(address: str) -> str:
    """The address, once it answers."""
    for _ in range(300):
        try:
            urlopen(address).close()
        except OSError:
            time.sleep(0.2)
        else:
            return address
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()

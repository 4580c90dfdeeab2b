"""Edit a post that a browser shows; a line of two times for each edit, in seconds.

The first is from the start of the save to the frame that shows it, in a real Chromium
that looks at ``mdwx watch``. The second is the bare rebuild of the same text in a
process of its own kind, which saves nothing and shows nothing.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

from mdwx.config import read_config
from mdwx.files import read_file
from mdwx.make import build_post
from mdwx.preview.making import Making

sys.path.insert(0, str(Path(__file__).parents[2]))
from browser import chromium  # the driver of the browser tests

EDITS, WARMING = 60, 5
FRAME = "document.querySelector('.dk-frame').contentDocument"
LOOK_OUT = """
window.seen = (words) => new Promise((resolve) => {
  const content = FRAME.getElementById("js_content");
  let found = false;
  const look = () => {
    if (found || !content.textContent.includes(words)) return;
    found = true;
    watcher.disconnect();
    // Behind the next frame: then it is on the screen.
    requestAnimationFrame(() => {
      const behind = new MessageChannel();
      const now = () => performance.timeOrigin + performance.now();
      behind.port1.onmessage = () => resolve(now());
      behind.port2.postMessage(0);
    });
  };
  const watcher = new MutationObserver(look);
  watcher.observe(content, { subtree: true, childList: true, characterData: true });
  look();
})
""".replace("FRAME", FRAME)


def main(shown: Path, bare: Path) -> None:
    """Edit, look, rebuild, in turn; both folders hold the same post."""
    (file,) = shown.glob("content/*.md")
    twin = bare / "content" / file.name
    good = file.read_text(encoding="utf-8")
    config = read_config(bare, env={})
    making = Making(config, paths=(), env={})
    making.find()
    words = [Path(sys.executable).with_name("mdwx"), "watch", "--port", "0"]
    watch = subprocess.Popen(words, cwd=shown, stdout=subprocess.PIPE, text=True)
    try:
        with chromium() as browser:
            address = re.search(r"http://\S+?:\d+", watch.stdout.readline())[0]
            tab = browser.open(f"{address}/posts/{file.stem}", width=1280, height=900)
            tab.wait_for("document.getElementById('dk-live').dataset.state === 'on'")
            tab.wait_for(f"{FRAME}.getElementById('js_content').textContent")
            tab.evaluate(LOOK_OUT)
            for number in range(WARMING + EDITS):
                told = f"第 {number} 次改动，{time.time_ns()}"
                text = edited(good, told, number=number)
                seen = until_seen(tab, file, text=text, told=told)
                rebuilt = until_rebuilt(config, making, twin, text=text)
                if number >= WARMING:
                    print(seen, rebuilt, flush=True)
    finally:
        watch.terminate()
        watch.wait()


def edited(text: str, told: str, *, number: int) -> str:
    """The text with a few words more in one of its paragraphs."""
    lines = text.split("\n")
    paragraphs = [
        at for at, line in enumerate(lines) if len(line) > 60 and line[-1] in "。！？；"
    ]
    at = paragraphs[number % len(paragraphs)]
    lines[at] += f"{told}。"
    return "\n".join(lines)


def until_seen(tab, file: Path, *, text: str, told: str) -> float:
    """From the start of the save to the frame in which it is shown."""
    tab.evaluate(f"window.asked = window.seen('{told}'); 0")
    time.sleep(0.15)
    start = time.time()
    file.write_text(text, encoding="utf-8")
    return tab.evaluate("window.asked") / 1000 - start


def until_rebuilt(config, making: Making, file: Path, *, text: str) -> float:
    """Reading and building the same text, and nothing else."""
    file.write_text(text, encoding="utf-8")
    time.sleep(0.15)
    start = time.perf_counter()
    post = read_file(config, file)
    build_post(config, post, darkroom=making.darkroom, looks=making.looks)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

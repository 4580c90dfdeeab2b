"""A day of ``mdwx watch``: thousands of saves, and the process is as it was."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

pytestmark = [pytest.mark.whole, pytest.mark.timeout(3600)]

POSTS, EARLY, SAVES = 30, 500, 3000
PATIENCE_S = 60
GROWTH = 1.05
POST = """---
title: 第 {number} 篇
---

{words}

## 小节

![图](a.png)

- 一项，`code_{number}`
- 又一项，**重点**

| 甲 | 乙 |
| -- | -- |
| {number} | {words} |

```python
def f_{number}(x):
    return x + {number}
```

{more}
"""


class Page:
    """An open page: remembers what it heard last, and waits for words to come."""

    def __init__(self, address, slug):
        self.news = threading.Condition()
        self.state = {}
        self.heard = 0
        query = f"?slug={slug}&night=1"
        # HTTP/1.0 gets the lines as they are, without chunks.
        place = urlsplit(address)
        self.line = socket.create_connection((place.hostname, place.port))
        asked = f"GET /_events{query} HTTP/1.0\r\nHost: {place.netloc}\r\n\r\n"
        self.line.sendall(asked.encode())
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self):
        # A line that ends while something is under way on it is cut.
        with (
            suppress(ConnectionResetError),
            self.line.makefile(encoding="utf-8", newline="\n") as lines,
        ):
            for line in lines:
                if line.startswith('data: {"version"') and '"findings"' in line:
                    with self.news:
                        self.heard += 1
                        self.state = json.loads(line.removeprefix("data: "))
                        self.news.notify_all()

    def wait(self, fact):
        with self.news:
            assert self.news.wait_for(lambda: fact(self), PATIENCE_S), self.state

    def close(self):
        """As a tab does."""
        self.line.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.line.close()


class Process:
    """``mdwx watch``, and what the system says of it."""

    def __init__(self, folder):
        words = [Path(sys.executable).with_name("mdwx"), "watch", "--port", "0"]
        self.process = subprocess.Popen(
            words, cwd=folder, stdout=subprocess.PIPE, text=True
        )
        said = self.process.stdout.readline()
        self.address = re.search(r"http://\S+?:\d+", said)[0]
        self.facts = Path(f"/proc/{self.process.pid}")

    def memory(self):
        """Resident memory in KB, that of files left out."""
        told = (self.facts / "status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", told)[1])

    def rest(self):
        """The least memory of some seconds: at rest, what is free is given back."""
        found = []
        for _ in range(20):
            found.append(self.memory())
            time.sleep(0.5)
        return min(found)

    def threads(self):
        return len(list((self.facts / "task").iterdir()))

    def files(self):
        return len(list((self.facts / "fd").iterdir()))

    def settle(self, early):
        """Wait until there are no more threads and files than earlier."""
        deadline = time.monotonic() + PATIENCE_S
        _, threads, files = early
        while self.threads() > threads or self.files() > files:
            assert time.monotonic() < deadline, (self.threads(), self.files(), early)
            time.sleep(0.1)

    def end(self):
        with self.process:
            self.process.terminate()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "mdwx.toml").touch()
    Image.new("RGB", (600, 400)).save(tmp_path / "content" / "a.png")
    for number in range(POSTS):
        write(tmp_path, number, "开头")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "content")
    commit(tmp_path)
    git(tmp_path, "branch", "other")
    for number in range(POSTS):
        write(tmp_path, number, f"另一个分支 {number}")
    (tmp_path / "content" / "more").mkdir()
    for number in range(200):
        file = tmp_path / "content" / "more" / f"more-{number}.md"
        file.write_text(f"# 更多 {number}\n\n文。\n", encoding="utf-8")
    git(tmp_path, "add", "content")
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "other")
    return tmp_path


def write(folder, number, words):
    text = POST.format(number=number, words=words, more="很长的一段话。" * 60)
    file = folder / "content" / f"post-{number}.md"
    file.write_text(text, encoding="utf-8")


def git(folder, *words):
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def commit(folder):
    git(folder, "commit", "-q", "-m", "x")


def in_place(folder, text):
    (folder / "content" / "post-0.md").write_text(text, encoding="utf-8")


def by_rename(folder, text):
    fresh = folder / "content" / "post-0.md.new"
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(folder / "content" / "post-0.md")


def with_a_backup(folder, text):
    file = folder / "content" / "post-0.md"
    file.rename(folder / "content" / "post-0.md~")
    file.write_text(text, encoding="utf-8")


def anew(folder, text):
    (folder / "content" / "post-0.md").unlink()
    in_place(folder, text)


EDITORS = (in_place, by_rename, with_a_backup, anew)


def disturb(folder, number):
    """Now and then, what else happens to a folder in a day."""
    content = folder / "content"
    if number % 10 == 3:
        write(folder, number % 7 + 1, f"别处 {number}")
    if number % 25 == 5:
        name = f"tmp-{number}.md"
        (content / name).write_text(f"# 临时 {number}\n\n文。\n", encoding="utf-8")
        (content / name).rename(content / f"kept-{number}.md")
    if number % 25 == 20:
        (content / f"kept-{number - 15}.md").unlink()
    if number % 100 == 50:
        (content / "sub").mkdir()
        (content / "sub" / "x.md").write_text("# 深处\n\n文。\n", encoding="utf-8")
    if number % 100 == 60:
        shutil.rmtree(content / "sub")
    if number % 100 == 70:
        shade = number % 256
        picture = Image.new("RGB", (600, 400), (shade, 80, 80))
        picture.save(content / "a.png")
    if number % 250 == 200:
        (folder / "mdwx.toml").write_text(f'[site]\nauthor = "作者{number}"\n', "utf-8")
    if number % 250 == 125:
        git(folder, "checkout", "-q", "-f", "master")
        git(folder, "checkout", "-q", "-f", "other")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_thousands_of_saves_leave_the_process_as_it_was(folder):
    """
    Every save is seen; memory, threads and open files after 3,000 are those after 500.
    """
    watch = Process(folder)
    try:
        page = Page(watch.address, "post-0")
        page.wait(lambda it: it.state.get("html"))
        for number in range(1, SAVES + 1):
            words = f"第 {number} 次保存"
            text = POST.format(number=0, words=words, more=f"很长的话 {number}。" * 60)
            disturb(folder, number)
            EDITORS[number % len(EDITORS)](folder, text)
            page.wait(lambda it, words=words: words in (it.state.get("html") or ""))
            if number % 10 == 0:
                another = Page(watch.address, f"post-{number // 10 % POSTS}")
                another.wait(lambda it: it.state.get("html"))
                another.close()
            if number == EARLY:
                early = watch.rest(), watch.threads(), watch.files()
        assert page.state["problem"] is None
        # What served the last tab ends a moment after it.
        watch.settle(early)
        late = watch.rest(), watch.threads(), watch.files()
        print(early, late)
        heard = page.heard
        page.close()
    finally:
        watch.end()
    assert late[0] <= GROWTH * early[0]
    assert late[1] <= early[1]
    assert late[2] <= early[2]
    # No storm: a save is one build and one event, a flood a few.
    assert heard < 1.5 * SAVES

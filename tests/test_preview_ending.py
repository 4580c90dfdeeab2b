"""Ctrl-C ends ``serve`` at once and cleanly, with pages open."""

import signal
import subprocess
import sys

import pytest
import requests

SERVE = """
import sys
from pathlib import Path
from mdwx.preview.loopback import Door

def say(sentence):
    print(sentence.en, flush=True)

root, door = Path(sys.argv[1]), Door(say=say)
"""
WATCH = """
from mdwx.config import read_config
from mdwx.preview.server import Watching, serve
serve(read_config(root, env={}), how=Watching(), door=door, env={})
"""
SANDBOX = """
from mdwx.sandbox.server import serve

def ready(host, url):
    print(host.appid, url, flush=True)

serve(root / "sandbox", door=door, ready=ready)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize("program", [WATCH, SANDBOX], ids=["watch", "sandbox"])
def test_ctrl_c_ends_the_server_with_a_page_open(tmp_path, program):
    """
    Exit code 0, no traceback, within a second or two.
    """
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("# 标题\n\n文。\n", encoding="utf-8")
    # Some runners start us with interrupts ignored, which children inherit.
    restore = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    serving = subprocess.Popen(
        [sys.executable, "-c", restore + SERVE + program, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    with serving:
        said = serving.stdout.readline()
        url = next(word for word in said.split() if word.startswith("http://"))
        with requests.get(f"{url}/_events", stream=True, timeout=30) as events:
            next(events.iter_lines(chunk_size=1))
            serving.send_signal(signal.SIGINT)
            out, complaints = serving.communicate(timeout=20)
    assert serving.returncode == 0, complaints
    assert complaints == ""
    assert "stopped" in out

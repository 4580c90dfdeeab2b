"""The peers, each in an environment of its own, and the proof that each works.

wenyan renders with its default theme, code colours and link notes, as its
command line does; juice + marked + highlight.js is what doocs/md does in a
browser; wechat-formatter and wechat-md are the Python converters of PyPI;
premailer runs with its defaults behind markdown-it-py and Pygments.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

__all__ = ["NPM", "PYPI", "Peers", "install"]

HERE = Path(__file__).parent / "scripts"
NPM = (
    "@wenyan-md/core@3.0.10",
    "jsdom@^27.4.0",
    "form-data-encoder@^4.1.0",
    "formdata-node@^6.0.3",
    "juice@^11",
    "marked@^18",
    "highlight.js@^11",
)
PYPI = (
    "wechat-formatter==1.0.1",
    "wechat-md==0.5.0",
    "premailer>=3.10",
    "markdown-it-py>=4,<5",
    "Pygments>=2.18",
)


@dataclass(frozen=True)
class Peers:
    """The command lines of the peers; each takes files and prints HTML."""

    node: Path
    python: Path

    def wenyan(self, *files: Path) -> list[str | Path]:
        return ["node", self.node / "wenyan.mjs", *files]

    def juice(self, *files: Path) -> list[str | Path]:
        return ["node", self.node / "juice.mjs", *files]

    def python_peer(self, name: str, *files: Path) -> list[str | Path]:
        return [self.python, HERE / f"{name}.py", *files]


def install(folder: Path) -> Peers:
    """Install what is missing below ``folder``; a second call finds all there."""
    node, env = folder / "node", folder / "python"
    python = env / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not (env / "ready").exists():
        venv.create(env, with_pip=True)
        run([python, "-m", "pip", "install", "--quiet", *PYPI])
        (env / "ready").touch()
    if not (node / "ready").exists():
        node.mkdir(parents=True, exist_ok=True)
        (node / "package.json").write_text('{"type": "module"}')
        run(["npm", "install", "--silent", "--ignore-scripts", *NPM], folder=node)
        (node / "ready").touch()
    # Beside their packages: that is where node looks for them.
    for script in HERE.glob("*.mjs"):
        (node / script.name).write_bytes(script.read_bytes())
    return Peers(node, python)


def run(words: list[str | Path], *, folder: Path | None = None) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(
        [str(word) for word in words], cwd=folder, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{words}:\n{done.stderr[-2000:]}")
    return done.stdout


def prove(peers: Peers, file: Path, word: str) -> dict[str, int]:
    """UTF-8 bytes that each peer makes of a post; each must show the word, styled."""
    commands = {
        "wenyan": peers.wenyan(file),
        "juice + marked + highlight.js": peers.juice(file),
        "wechat-formatter": peers.python_peer("formatter", file),
        "wechat-md": peers.python_peer("wechatmd", file),
        "premailer, defaults": peers.python_peer("premailed", file),
    }
    sizes = {}
    for name, command in commands.items():
        markup = run(command)
        if word not in markup or markup.count("style=") < 20:
            raise SystemExit(f"{name} did not render {file}")
        sizes[name] = len(markup.encode())
    return sizes

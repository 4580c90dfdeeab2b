"""Photographs mdwx at work for the guide, on a copy of this very site.

python content/pictures/shoot.py       (needs Debian's chromium)
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MDWX = [sys.executable, "-m", "mdwx"]


def shoot(address: str, name: str, *, width: int, height: int) -> None:
    """Write one page as ``name``.png, twice its size."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *("chromium", "--headless=new", "--no-sandbox", "--disable-gpu"),
                *("--hide-scrollbars", "--disable-background-networking"),
                "--force-device-scale-factor=2",
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--screenshot={HERE / f'{name}.png'}",
                address,
            ],
            check=True,
            capture_output=True,
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        shutil.copytree(HERE.parent, site / "content")
        post = site / "content/01-start.md"
        subprocess.run([*MDWX, "publish", "--site", site, post], check=True)
        subprocess.run([*MDWX, "build", "--site", site, "--offline"], check=True)
        page = site / "dist/markdown/index.html"
        shoot(page.as_uri(), "phone", width=1100, height=760)
        served = subprocess.Popen(
            [*MDWX, "sandbox", "--site", site, "--port", "0", "--json"],
            stdout=subprocess.PIPE,
            env={"MDWX_LANG": "zh"},
        )
        assert served.stdout is not None
        try:
            address = json.loads(first_object(served.stdout))["url"]
            shoot(f"{address}/calls", "sandbox", width=1100, height=640)
        finally:
            served.terminate()
            served.wait()


def first_object(stream) -> str:
    """The lines up to the end of the first JSON object."""
    lines = []
    for line in stream:
        lines.append(line.decode())
        if line.startswith(b"}"):
            break
    return "".join(lines)


if __name__ == "__main__":
    main()

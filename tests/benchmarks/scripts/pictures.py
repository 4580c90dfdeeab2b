"""Prepare every picture of a folder for WeChat with so many threads."""

import sys
import tempfile
from pathlib import Path, PurePosixPath

from mdwx.config import read_config
from mdwx.media import Darkroom
from mdwx.media import darkroom as room
from mdwx.model import ImageRef, Post, Span

folder, workers = Path(sys.argv[1]), int(sys.argv[2])
with tempfile.TemporaryDirectory() as place:
    site = Path(place)
    (site / "mdwx.toml").touch()
    room.WORKERS = workers
    post = Post(PurePosixPath("content/a.md"), "a", "")
    refs = [
        ImageRef(str(file), Span(post.path, 1)) for file in sorted(folder.iterdir())
    ]
    darkroom = Darkroom(read_config(site, env={}), allow_outside=True, offline=True)
    prepared = darkroom.prepare(refs, post=post)
    failed = [it for it in prepared.values() if isinstance(it, Exception)]
    if failed or len(prepared) != len(refs):
        raise SystemExit(f"{failed[:1]}")

"""Rebuild an edited post as ``mdwx watch`` does; a line of two times for each edit.

The first is from the save to the rebuilt article, the second parses it alone.
"""

import sys
import time
from pathlib import Path

from mdwx.config import read_config
from mdwx.files import read_file
from mdwx.make import build_post
from mdwx.markdown import parse, read_plugins
from mdwx.preview.making import Making

config = read_config(Path(sys.argv[1]), env={})
making = Making(config, paths=(), env={})
plugins = read_plugins()
file = config.root / "content/post-0001.md"
for number in range(63):
    with file.open("a", encoding="utf-8") as text:
        text.write(f"\n第 {number} 次改动。\n")
    start = time.perf_counter()
    post = read_file(config, file)
    build_post(config, post, darkroom=making.darkroom, looks=making.looks)
    rebuilt = time.perf_counter() - start
    start = time.perf_counter()
    parse(post, config.markdown, plugins)
    parsed = time.perf_counter() - start
    if number >= 3:
        print(rebuilt, parsed)

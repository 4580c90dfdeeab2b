"""Bytes of a Markdown file -> Post: front matter read, body untouched.

reading.py        the whole of it
front_matter.py   the lines above the body, as they were written
heads.py          those that take a library to read
keys.py           our keys, their aliases, and the keys of other tools
values.py         what was written -> what a Post holds
"""

from __future__ import annotations

from mdwx.post.reading import default_slug, read_post

__all__ = ["default_slug", "read_post"]

"""Learn what premailer answers for our own themes: ``make learned``.

Every theme is laid over the posts that use everything: the sample, the lattice, the
guide, the articles of many hands. The files ship with mdwx, so that a first run need
not ask.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from building import all_drawn, all_readable
from lattice import lattice

from mdwx.config import Markdown, Site
from mdwx.pipeline import Look, build
from mdwx.post import read_post
from mdwx.preview.gallery import sample_markdown
from mdwx.style import SHIPPED, Memories, list_themes, read_theme, worked

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "content", ROOT / "tests/articles")
NOWHERE = Path("nowhere")


def sources():
    """The posts to learn from, as bytes."""
    yield sample_markdown().encode()
    yield from (body.encode() for body in lattice())
    for folder in FOLDERS:
        yield from (file.read_bytes() for file in sorted(folder.glob("*.md")))


def learn(folder):
    """Write what there is to know of each of our themes into a folder."""
    for info in list_themes(site_root=NOWHERE):
        learn_theme(folder, info.name)


def learn_theme(folder, name):
    """Write the memory of one theme, and its stylesheet, into a folder."""
    memories = Memories(folder)
    theme = read_theme(name, site_root=NOWHERE)
    look = Look(theme, Markdown(), memories=memories)
    worked.write(look.stylesheet, folder=folder)
    for source in sources():
        post = read_post(source, path=PurePosixPath("content/a.md"), site=Site())
        build(post, look=look, prepare=all_readable, draw=all_drawn)
    memories.save()


if __name__ == "__main__":
    for old in SHIPPED.glob("*.json"):
        old.unlink()
    learn(SHIPPED)

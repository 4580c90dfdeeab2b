"""A theme over a sample post, to choose by: ``mdwx themes show NAME``.

The caller builds ``sample_markdown`` as it builds any post, so the page shows
what an article will be and not what the theme hopes for.
"""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files
from typing import Final

from mdwx.model import Text
from mdwx.style.themes import Theme

__all__ = ["HEADING", "gallery_page", "sample_markdown", "sample_picture"]

HEADING: Final = Text(zh="一篇样文，看看这个主题", en="A sample post in this theme")


def sample_markdown() -> str:
    """A post with everything a theme styles; its picture is a ``data:`` address."""
    picture = b64encode(sample_picture()).decode()
    address = f"data:image/png;base64,{picture}"
    return read_file("sample.md").decode().replace("PICTURE", address)


def sample_picture() -> bytes:
    """The picture of the sample post, a PNG."""
    return read_file("sample.png")


def gallery_page(theme: Theme, *, content: str, language: str = "zh") -> str:
    """One page: what the theme says of itself, and ``content`` on a phone.

    ``content`` is ``Article.content`` with addresses a browser can open; the
    ``src`` of the sample's picture is one already.
    """
    import jinja2

    environment = jinja2.Environment(autoescape=True)
    template = environment.from_string(read_file("gallery.html").decode())
    return template.render(
        theme=theme,
        facts=facts(theme),
        content=content,
        heading=HEADING,
        language=language,
    )


def facts(theme: Theme) -> list[tuple[Text, str]]:
    """The lines beside the phone, as far as the theme gives them."""
    lines = [
        (Text(zh="作者", en="author"), theme.author),
        (Text(zh="许可", en="licence"), theme.licence),
        (Text(zh="代码配色", en="code colours"), theme.code_style),
        (Text(zh="样式文件", en="stylesheet"), str(theme.path)),
    ]
    return [(label, value) for label, value in lines if value]


def read_file(name: str) -> bytes:
    """Read a file that comes with this package."""
    return files("mdwx.style").joinpath(name).read_bytes()

"""The look of the pages that have templates; what goes into ``dist/`` has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mdwx.model import Text
from mdwx.preview.pieces import NAMES, Pieces
from mdwx.preview.printed import PACKAGE, STYLES, policy, static

__all__ = ["CHINA", "LANGUAGES", "environment", "render"]

LANGUAGES: Final = ("zh", "en")
CHINA: Final = timezone(timedelta(hours=8))


def render(
    template: str,
    *,
    language: str,
    styles: tuple[str, ...] = STYLES,
    scripts: tuple[str, ...] = (),
    **values: object,
) -> str:
    """A whole page: the template with its styles, scripts and policy inline."""
    css = "".join(static(name) for name in styles)
    script = "".join(static(name) for name in scripts)
    words: dict[str, Any] = {
        "css": Markup(css),
        "script": Markup(script),
        "policy": policy(css=css, script=script),
    }
    return environment(language).get_template(template).render(words | values)


@cache
def environment(language: str) -> Environment:
    """Jinja with escaping on and both our template folders."""
    jinja = Environment(
        loader=FileSystemLoader(
            [PACKAGE / room / "templates" for room in ("preview", "sandbox")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def said(sentence: Text | str) -> str:
        return sentence.said(language) if isinstance(sentence, Text) else sentence

    def marked(piece: Callable[..., str]) -> Callable[..., Markup]:
        return lambda *args, **kwargs: Markup(piece(*args, **kwargs))

    pieces = Pieces(language)
    defaults: Mapping[str, object] = {
        **{name: marked(getattr(pieces, name)) for name in NAMES},
        "say": say,
        "language": language,
    }
    jinja.globals.update(defaults)
    jinja.filters.update({"said": said, "size": size_said, "clock": clock_said})
    return jinja


def size_said(size_bytes: int) -> str:
    """A size in words."""
    return f"{size_bytes / 1000:,.1f} KB" if size_bytes >= 1000 else f"{size_bytes} B"


def clock_said(time: float) -> str:
    """A moment as WeChat's own pages write it, in China's time."""
    return f"{datetime.fromtimestamp(time, CHINA):%m-%d %H:%M:%S}"

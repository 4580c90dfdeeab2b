"""The one look of every page mdwx shows: templates, styles, content policy.

Pages are self-contained: style and script are inline and named by their hash in
the policy, so nothing an article carries can run, and nothing is fetched.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mdwx.model import Crop, Text
from mdwx.preview.compiling import CompiledTemplates

__all__ = ["CHINA", "LANGUAGES", "policy", "render", "static"]

PACKAGE: Final = Path(__file__).parents[1]
LANGUAGES: Final = ("zh", "en")
CHINA: Final = timezone(timedelta(hours=8))


@cache
def static(name: str, *, room: str = "preview") -> str:
    """A style sheet or script that ships with the package."""
    return (PACKAGE / room / "static" / name).read_text(encoding="utf-8")


def render(
    template: str,
    *,
    language: str,
    styles: tuple[str, ...] = ("wechat.css", "chrome.css"),
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


def policy(*, css: str, script: str = "", frames: bool = False) -> str:
    """The content security policy of a page with just this style and script.

    Pictures come from the page's own place, from disk or from the page itself;
    an address elsewhere is never asked for. ``frames`` lets it show other pages of
    ours inside.
    """
    rules = {
        "default-src": "'none'",
        "img-src": "'self' file: data:",
        "style-src-elem": digest_of(css),
        # An article's looks are style attributes; those alone are let through.
        "style-src-attr": "'unsafe-inline'",
        "script-src": digest_of(script) if script else "'none'",
        "connect-src": "'self'" if script else "'none'",
        "frame-src": "'self' file:" if frames else "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def digest_of(source: str) -> str:
    """The name of an inline style or script in a policy."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


@cache
def environment(language: str) -> Environment:
    """Jinja with escaping on and both our template folders."""
    jinja = Environment(
        loader=FileSystemLoader(
            [PACKAGE / room / "templates" for room in ("preview", "sandbox")]
        ),
        bytecode_cache=CompiledTemplates(Path(__file__).with_name("__pycache__")),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def said(sentence: Text | str) -> str:
        return sentence.said(language) if isinstance(sentence, Text) else sentence

    defaults: Mapping[str, object] = {"say": say, "language": language}
    jinja.globals.update(defaults)
    jinja.filters.update(
        {"said": said, "crop_style": crop_style, "size": size_said, "clock": clock_said}
    )
    return jinja


def crop_style(crop: Crop) -> str:
    """Declarations that show just this part of a picture in its box."""
    width, height = crop.x2 - crop.x1, crop.y2 - crop.y1
    if width <= 0 or height <= 0:
        return ""
    shown = {
        "width": 100 / width,
        "height": 100 / height,
        "left": 100 * (0 - crop.x1) / width,
        "top": 100 * (0 - crop.y1) / height,
    }
    return ";".join(f"{name}:{value:.4f}%" for name, value in shown.items())


def size_said(size_bytes: int) -> str:
    """A size in words."""
    return f"{size_bytes / 1000:,.1f} KB" if size_bytes >= 1000 else f"{size_bytes} B"


def clock_said(time: float) -> str:
    """A moment as WeChat's own pages write it, in China's time."""
    return f"{datetime.fromtimestamp(time, CHINA):%m-%d %H:%M:%S}"

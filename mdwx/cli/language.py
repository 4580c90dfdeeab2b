"""Chinese or English, by ``MDWX_LANG`` or the locale."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from mdwx.model import Text

__all__ = ["both", "language", "said"]

_VARIABLES: Final = ("MDWX_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language(env: Mapping[str, str] = os.environ) -> str:
    """The language of this run: "zh" or "en"."""
    for variable in _VARIABLES:
        if value := env.get(variable, "").strip():
            return "zh" if value.lower().startswith("zh") else "en"
    import locale

    # Windows sets none of these variables; its locale is called Chinese_China.
    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"


def both(zh: str, en: str) -> Text:
    """A sentence in both languages, as the help of commands and options."""
    return Text(zh=zh, en=en)


def said(text: Text) -> str:
    """The sentence in the language of this run."""
    return text.said(language())

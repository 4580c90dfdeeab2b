"""Names of languages: what people write after a fence, and what readers are shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

__all__ = ["display_name", "known_lexer"]

PLAIN: Final = "text plain plaintext txt none raw ascii tree log logs output stdout"
"""Said by people who want no colours, and no label either."""

LIKE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": "wxml axml swan vue sfc nvue uniapp ux svelte htm xhtml astro ejs",
        "css": "wxss acss qss postcss",
        "sass": "stylus styl",
        "js": "wxs mjs cjs node nodejs",
        "ts": "mts cts",
        "json": "jsonc json5 jsonl ndjson hjson",
        "xml": "svg",
        "bash": "shell dotenv env",
        "console": "terminal term cli shellsession sh-session bash-session zsh-session",
        "bat": "cmd dos",
        "powershell": "ps",
        "python": "ipython",
        "kotlin": "kt kts",
        "fsharp": "fs",
        "vbnet": "vb vba",
        "vim": "viml vimscript",
        "r": "rscript",
        "groovy": "gradle",
        "diff": "patch",
        "ini": "conf editorconfig",
        "apacheconf": "htaccess",
        "yaml": "k8s ansible",
        "sql": "pgsql plsql sqlite",
        "graphql": "gql",
        "md": "mdx",
        "html+handlebars": "hbs",
        "html+jinja": "jinja2",
        "html+php": "blade php-template",
        "objective-c++": "objcpp mm",
        "c": "opencl metal",
        "arduino": "ino",
    }
)
"""Languages that Pygments knows under another name, or knows a near one of."""

ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {name: lexer for lexer, named in LIKE.items() for name in named.split()}
)

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "console": "Shell",
        "pycon": "Python",
        "zsh": "Zsh",
        "sh": "Shell",
        "shell": "Shell",
        "terminal": "Shell",
        "cmd": "CMD",
        **dict.fromkeys(("vue", "sfc", "nvue", "uniapp"), "Vue"),
        "ux": "UX",
        "swan": "Swan",
        "ejs": "EJS",
        "node": "Node.js",
        "nodejs": "Node.js",
        "postcss": "PostCSS",
        "qss": "QSS",
        "ndjson": "NDJSON",
        "hjson": "Hjson",
        "svelte": "Svelte",
        "astro": "Astro",
        "wxml": "WXML",
        "wxss": "WXSS",
        "wxs": "WXS",
        "axml": "AXML",
        "acss": "ACSS",
        "svg": "SVG",
        "jsonc": "JSONC",
        "json5": "JSON5",
        "jsonl": "JSONL",
        "jsx": "JSX",
        "tsx": "TSX",
        "kt": "Kotlin",
        "kts": "Kotlin",
        "gradle": "Gradle",
        "dotenv": ".env",
        "env": ".env",
        "mdx": "MDX",
        "gql": "GraphQL",
        "pgsql": "PostgreSQL",
        "plsql": "PL/SQL",
        "sqlite": "SQLite",
        "stylus": "Stylus",
        "styl": "Stylus",
        "vba": "VBA",
        "k8s": "YAML",
        "opencl": "OpenCL",
        "metal": "Metal",
        "blade": "Blade",
        "jinja": "Jinja",
        "jinja2": "Jinja",
        "hbs": "Handlebars",
    }
)
"""Where the name of the lexer would not be what a reader expects."""


def display_name(language: str) -> str:
    """The language as a label says it; nothing for plain text."""
    name = language.strip().lower()
    if name in PLAIN.split():
        return ""
    if name in NAMES:
        return NAMES[name]
    lexer = known_lexer(name)
    return str(lexer.name) if lexer else language.strip()


@lru_cache(maxsize=256)
def known_lexer(language: str) -> Any:
    """The lexer of a language, or None; line ends and blank lines are kept."""
    name = language.strip().lower()
    if not name or name in PLAIN.split():
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(ALIASES.get(name, name), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None

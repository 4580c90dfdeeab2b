"""The words that a reader must see of a source, told without our own parser.

``removed`` takes away what the guide says is not shown, with the mark it stands
behind; markdown-it-py renders the rest. What the extensions of the syntax read as
marks is left out of account on both sides.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import html
from markdown_it import MarkdownIt

__all__ = ["characters", "lost", "words_of_author"]

FENCE = (
    r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[ ]*(?:%s).*\n"
    r"(?:.*\n)*?[ \t>]*(?P=fence)[`~]*[ \t]*$"
)

REMOVALS = {
    "comments": r"<!--.*?-->|%%[^%]+%%",
    "scripts, styles": r"(?is)<(script|style)\b[^>]*>.*?</\1>",
    "shortcodes": r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}",
    "diagrams and formulas in fences": "(?m)" + FENCE % "mermaid|dot|math",
    "formulas on lines of their own": r"(?<!\$)\$\$(?!\$)[^$]+\$\$(?:[ ]*\{#[^}]*\})?",
    "formulas": r"(?<![\\\w$])\$(?![\s$])[^$\n]*?(?<![\s\\$])\$(?![\d\w$])",
    "embeds": r"!\[\[[^\]\n]*\]\]",
    "outlines": r"(?mi)^\s*(?:\[toc\]|\[\[toc\]\]|@\[toc\].*)\s*$|^\* TOC\n\{:toc\}$",
    "kinds of callouts": r"(?m)^(?P<kept>[ \t>]*>[ ]*)\[![^\]\n]+\][+-]?",
    "containers": r"(?m)^\s*:{3,}[ ]*(?:\{[^}\n]*\}|[A-Za-z][\w-]*|$)",
    "titles and languages of fences": (
        r"(?m)^(?P<kept>[ \t>]*(?:[-*+][ ]+)?(?:`{3,}|~{3,})).*$"
    ),
    "names of blocks": r"(?m) \^[a-z][a-z0-9-]{3,}$",
    "attributes": r"\{[:#.][^}\n]*\}|\]?\{[a-z]+=[^}\n]*\}",
    "addresses of wikilinks": r"\[\[(?:[^\]|\n]*\\?\|)?|\]\]|(?<=\w)#[^\]\n]*(?=\]\])",
    "notes nobody refers to": r"(?m)^\[\^没用\]:.*$",
    "names of notes": r"\[\^[^\]\s]+\]:?",
    "page breaks": r"\\newpage",
    "names of emoji": r":[a-z_+]+[0-9]*:",
    "code's own notes": r"[ ]*//[ ]*\[!code[^\]]*\]",
    "boxes of tasks": r"(?m)^(?P<kept>\s*[-*+] +)\[[ xX]\]",
    "names of abbreviations": r"(?m)^\*\[[^\]\n]+\]:",
    "sizes of pictures": r" =\d+x\d*(?=\))",
    "rows of dashes in tables": r"(?m)^\s*\|?[ :|-]*-[ :|+-]*\|?\s*$",
}
"""What readers are not shown, by the name the guide has for it."""

MARKS = re.compile(r"[\s\W_]", re.ASCII)
"""White space and ASCII marks: Markdown's own may be either words or syntax."""

INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200f\u2060\ufeff\u3000]")


def characters(text):
    """What of a text is seen: neither white space nor invisible characters."""
    return re.sub(r"\s", "", INVISIBLE.sub("", text))


def words_of_author(body):
    """How often each letter, figure and wide character stands in a source."""
    for pattern in REMOVALS.values():
        body = re.sub(
            pattern, keep_first, body, flags=re.DOTALL if "<!--" in pattern else 0
        )
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    rendered = parser.render(body)
    words = html.fromstring(f"<div>{rendered}</div>").text_content()
    return counted(words)


def keep_first(found):
    """What a removal leaves: the mark it is remembered by, if there is one."""
    return found.groupdict().get("kept", "")


def counted(text):
    """How often each letter, figure and wide character stands in a text."""
    seen = INVISIBLE.sub("", text)
    return Counter(
        it for it in seen if not (it.isascii() and MARKS.match(it)) and not it.isspace()
    )


def lost(body, article):
    """The characters of a source that a reader of the article does not see."""
    return words_of_author(body) - counted(article)

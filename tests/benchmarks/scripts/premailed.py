"""markdown-it-py, Pygments and premailer with its defaults."""

import re
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from premailer import transform
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

CSS = (Path(__file__).parents[3] / "themes/default/theme.css").read_text("utf-8")
FORMATTER = HtmlFormatter(style="github-dark", nowrap=True)


def coloured(code, language, _):
    try:
        return highlight(code, get_lexer_by_name(language), FORMATTER)
    except ClassNotFound:
        return ""


md = MarkdownIt("commonmark", {"highlight": coloured}).enable("table")
for name in sys.argv[1:]:
    text = Path(name).read_text(encoding="utf-8")
    body = md.render(re.sub(r"^---\n.*?\n---\n", "", text, flags=re.S))
    css = CSS + FORMATTER.get_style_defs("code")
    page = f"<html><body><section class='article'>{body}</section></body></html>"
    sys.stdout.write(transform(page, css_text=css, cssutils_logging_level=50))

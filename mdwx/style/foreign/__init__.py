"""Stylesheets of wenyan, doocs/md and mdnice -> theme folders of ours.

Their users have hundreds of them. Each tool is known by its selectors:

wenyan      Every rule begins with ``#wenyan``. Variables of its author in ``:root``,
            ``h2 span`` for the words of a heading, ``h2::before`` and
            ``blockquote::before`` for ornaments, ``p code``, ``pre``, ``pre code``,
            ``.footnote`` for the number behind a link, ``#footnotes p``. A theme is
            whole: the tool itself adds nothing.
doocs/md    Since 2.1 plain CSS laid over a theme of the tool: ``h1``,
            ``blockquote > p``, ``pre.code__pre``, ``.markdown-alert``,
            ``.alert-title-note``, ``.katex-block``; ``--md-primary-color``,
            ``--md-font-size`` and ``hsl(var(--foreground))`` come from the tool. Before
            that, names of its own in place of elements: ``container``, ``image``,
            ``codespan``, ``listitem``, ``blockquote_p``, ``code_pre``, ``wx_link``.
            Older still, the same names as the keys of an object:
            ``{"block": {"h1": {"font-size": "1.2em"}}}``.
mdnice      Every rule begins with ``#nice``, ``#wemd`` in its offspring WeMD, laid over
            a basic theme. A heading holds ``.prefix``, ``.content`` and ``.suffix``, an
            item a ``section``, a quote is ``.multiquote-1`` to ``-3``, a picture
            ``figure`` and ``figcaption``, a link that left its words
            ``.footnote-word`` and ``.footnote-ref``; ``.table-container``,
            ``.block-equation``, ``.imageflow-…``.

    sources.py      FILE -> text, within reason
    objects.py      the oldest form of doocs/md -> CSS with its lines kept
    families.py     what each tool calls the parts of an article
    selecting.py    a selector of theirs -> selectors of ours
    declaring.py    the declarations of a rule -> those an article can show
    repairs.py      a value that dark mode or a phone would spoil -> one alike
    important.py    ``!important`` -> selectors that win without it
    complaints.py   what could not come along, told once each
    importing.py    a whole stylesheet -> rules, and what could not come along
    writing.py      rules -> theme.css and theme.toml

Known from wenyan 3.0.10 as published and the published editors of doocs/md and mdnice
(read 2026-11); ``*.css`` beside this file is what each tool gives every article, in
our words.
"""

from __future__ import annotations

from mdwx.style.foreign.importing import Import, import_stylesheet
from mdwx.style.foreign.sources import read_stylesheet
from mdwx.style.foreign.writing import write_theme

__all__ = ["Import", "import_stylesheet", "read_stylesheet", "write_theme"]

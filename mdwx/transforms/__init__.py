"""One rewrite of the page a file; the order is the two tables below.

``REWRITES`` run on the page as its author wrote it, before styles are computed,
so that themes meet Markdown's own elements. ``RESHAPES`` run on the styled page
and bring it into the forms that survive WeChat's server and editor. Each rule of
the catalogue (T01 to T26 for tags, A01 to A16 for attributes, C01 to C26 for CSS)
is named in the docstring of the function that carries it out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.transforms import (
    attributes,
    authors_style,
    boxes,
    callouts,
    codeblocks,
    codelines,
    declarations,
    diagrams,
    drawings,
    embeds,
    figures,
    items,
    links,
    lists,
    merging,
    miniprograms,
    needless,
    newspic,
    notes,
    outlines,
    paragraphs,
    players,
    rows,
    sanitise,
    structure,
    tables,
    title,
    whitespace,
)

__all__ = [
    "RESHAPES",
    "REWRITES",
    "forget_lines",
    "reshape",
    "rewrite",
]

Rewrite = Callable[[Page, Markdown], None]
Reshape = Callable[[Page], None]

REWRITES: Final[tuple[Rewrite, ...]] = (
    # The author's HTML, made safe.
    sanitise.drop_scripts,
    sanitise.drop_stylesheets,
    drawings.clean_drawings,
    sanitise.drop_formulas,
    figures.choose_pictures,
    players.replace_players,
    sanitise.replace_controls,
    sanitise.unwrap_unknown,
    authors_style.style_attributes,
    authors_style.style_old_tags,
    authors_style.replace_ruby,
    # Also the spans that an old tag or a reading without looks has become.
    sanitise.unwrap_editor_marks,
    declarations.filter_authors_style,
    embeds.report_embeds,
    # Words and blocks in their places.
    diagrams.draw_diagrams,
    codeblocks.box_code,
    boxes.expand_details,
    boxes.spread_definitions,
    whitespace.strip_invisible,
    whitespace.join_lines,
    tables.merge_table_parts,
    paragraphs.free_blocks,
    paragraphs.box_cards,
    whitespace.strip_between_blocks,
    paragraphs.wrap_loose_words,
    # What the article says.
    miniprograms.link_miniprograms,
    miniprograms.check_cards,
    title.settle_title,
    outlines.write_outline,
    newspic.arrange_newspic,
    figures.unfold_figures,
    rows.line_up_pictures,
    figures.caption_pictures,
    notes.number_notes,
    links.cite_outside_links,
    tables.box_tables,
    items.open_items,
    lists.mark_rows,
    # Again: what has left took no blanks with it.
    whitespace.join_lines,
    whitespace.strip_between_blocks,
)

RESHAPES: Final[tuple[Reshape, ...]] = (
    structure.drop_hidden,
    callouts.draw_icons,
    callouts.set_spacers,
    declarations.filter_styles,
    codelines.reshape_code,
    lists.reshape_lists,
    tables.let_tables_scroll,
    boxes.rename_boxes,
    boxes.rename_inlines,
    structure.fill_or_drop_empties,
    attributes.strip_attributes,
    structure.trim_box_edges,
    needless.drop_needless,
    merging.unwrap_bearers,
    merging.merge_lone_lines,
    # Again: what was a box round one line is a line itself.
    merging.unwrap_bearers,
    merging.merge_spans,
    structure.collapse_chains,
    structure.move_root_box,
    structure.protect_first_box,
)


def rewrite(page: Page, options: Markdown) -> None:
    """Bring the content into the form an article can have."""
    page.hold()
    for transform in REWRITES:
        transform(page, options)


def reshape(page: Page) -> None:
    """Bring the styled page into the forms that survive in WeChat."""
    for transform in RESHAPES:
        transform(page)


def forget_lines(root: etree._Element) -> None:
    """Drop the private attributes, once nothing can be reported any more."""
    names: set[str | bytes] = set()
    for element in root.iter("*"):
        names.update(element.keys())
    private = [name for name in map(str, names) if name.startswith("mdwx-")]
    etree.strip_attributes(root, *private)

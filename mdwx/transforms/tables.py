"""Tables scroll in a box of their own."""

from __future__ import annotations

from lxml import etree

from mdwx.config import Markdown
from mdwx.page import Page
from mdwx.page.styles import SCROLLING, add_style
from mdwx.page.tree import drop, elements, make, parent_of, tag_of, unwrap

__all__ = ["box_tables", "let_tables_scroll", "merge_table_parts"]


def merge_table_parts(page: Page, options: Markdown) -> None:
    """Rule T26: column widths move into the cells, a foot is a body's end."""
    for table in elements(page.root, "table"):
        widen_cells(table)
        for part in elements(table, "colgroup", "col"):
            if part.getparent() is not None:
                drop(part)
        gather_rows(table)
        for foot in elements(table, "tfoot"):
            foot.tag = "tbody"
            table.append(foot)


def widen_cells(table: etree._Element) -> None:
    """Give the cells of each row the widths of their columns."""
    widths = [it.get("style", "") for it in elements(table, "col")]
    for row in elements(table, "tr"):
        for cell, width in zip(row, widths, strict=False):
            if width and "style" not in cell.attrib:
                cell.set("style", width)


def gather_rows(table: etree._Element) -> None:
    """Put rows that lie loose in a table into a body, as browsers do."""
    rows = [child for child in table if tag_of(child) == "tr"]
    if rows:
        body = make("tbody")
        table.insert(table.index(rows[0]), body)
        body.extend(rows)


def box_tables(page: Page, options: Markdown) -> None:
    """Put each table into a section, its caption above it."""
    for table in elements(page.root, "table"):
        parent = parent_of(table)
        if parent.get("class") == "table":
            continue
        box = make("section", class_="table")
        tail, table.tail = table.tail, None
        parent.replace(table, box)
        box.append(table)
        box.tail = tail
        for caption in elements(table, "caption"):
            drop(caption)
            caption.tag = "p"
            caption.set("class", "caption")
            parent.insert(parent.index(box), caption)
    for cell in elements(page.root, "td", "th"):
        free_only_paragraph(cell)


def free_only_paragraph(cell: etree._Element) -> None:
    """Unwrap the one paragraph of a cell: its margins are unreliable there."""
    if len(cell) == 1 and tag_of(cell[0]) == "p" and not (cell.text or "").strip():
        unwrap(cell[0])


def let_tables_scroll(page: Page) -> None:
    """Rule C22: a wide table scrolls, and says that its width is meant.

    The official checker takes the table itself for a paragraph, so the
    attribute has to sit on it and not on the box (Measured 2026-08).
    """
    for table in elements(page.root, "table"):
        table.set("data-ignore-width", "")
        box = parent_of(table)
        add_style(box, {"max-width": "100%", **SCROLLING}, yielding=True)

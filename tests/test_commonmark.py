"""The examples of CommonMark 0.31.2 and of GitHub's extensions, all syntax on.

What is compared is the parser's output, written by markdown-it's own HTML renderer.
Four things are written another way and mean the same, and nothing else is evened out:

* the box of a task, which our parser keeps on the item's token, is put back;
* ``<s>`` is GitHub's ``<del>``;
* ``style="text-align:…"`` of a cell is GitHub's ``align="…"``;
* a block without children has its line break between its tags.

``breaks`` alone stays off: it is the other reading of a line break, no extension.
"""

import dataclasses
import json
import re
from functools import cache
from pathlib import Path

import pytest
from building import built, content

from mdwx.config import Markdown
from mdwx.markdown import make_parser

SPEC = Path(__file__).parent / "spec"
BARE = "a bare address is a link, as GitHub has it"
DIFFERENCES = {
    "commonmark-590": "![[foo]] puts a file into the text, as Obsidian has it",
    "commonmark-602": BARE,
    "commonmark-608": BARE,
    "commonmark-611": BARE,
    "commonmark-612": BARE,
    "gfm-652": "raw HTML is cleaned later, on the page, by an allow-list",
}
"""What may differ, each with its reason; at most fifteen."""

UNTOUCHED = (
    "Emphasis and strong emphasis",
    "List items",
    "Lists",
    "Links",
    "Link reference definitions",
)
"""Sections that hold no difference at all."""


def read_examples():
    """Every example by its name, as ``commonmark-12``."""
    return {
        f"{file}-{example['example']}": example
        for file in ("commonmark", "gfm")
        for example in json.loads((SPEC / f"{file}.json").read_text(encoding="utf-8"))
    }


EXAMPLES = read_examples()


@cache
def parser():
    """The parser with every switch on, which tells where a task's box stood."""
    switches = {
        field.name: True
        for field in dataclasses.fields(Markdown)
        if isinstance(field.default, bool) and field.name != "breaks"
    }
    found = make_parser(Markdown(**switches))
    found.add_render_rule("list_item_open", render_item)
    return found


def render_item(renderer, tokens, index, options, env):
    """A list item, with GitHub's box if it is a task."""
    opening = renderer.renderToken(tokens, index, options, env)
    if "task" not in tokens[index].meta:
        return opening
    checked = 'checked="" ' if tokens[index].meta["task"] else ""
    return f'{opening.rstrip()}<input {checked}disabled="" type="checkbox"> '


def rendered(source):
    """What the parser makes of a source, spelled as GitHub spells it."""
    markup = parser().render(source)
    markup = re.sub(r"<(/?)s>", r"<\1del>", markup)
    markup = markup.replace("<blockquote></", "<blockquote>\n</")
    return re.sub(r'style="text-align:(\w+)"', r'align="\1"', markup)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in DIFFERENCES])
def test_example_holds(name):
    """
    An example of the specifications comes out as they say.
    """
    assert rendered(EXAMPLES[name]["markdown"]) == EXAMPLES[name]["html"]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_difference_is_one(name):
    """
    A difference that is listed has not gone away.
    """
    assert rendered(EXAMPLES[name]["markdown"]) != EXAMPLES[name]["html"]


def test_differences_are_few():
    """
    At most fifteen examples differ, none of them in emphasis, lists or links.
    """
    assert len(DIFFERENCES) <= 15
    assert not [n for n in DIFFERENCES if EXAMPLES[n]["section"] in UNTOUCHED]


def test_every_example_is_there():
    """
    No example of the two specifications is left out.
    """
    numbers = [e["example"] for n, e in EXAMPLES.items() if n.startswith("commonmark")]
    assert numbers == list(range(1, 653))
    assert len(EXAMPLES) == 652 + 24


def test_disallowed_html_is_gone():
    """
    GitHub writes nine tags as text; here none of them reaches an article.
    """
    markup = content(built(EXAMPLES["gfm-652"]["markdown"]))
    tags = ("title", "textarea", "style", "xmp", "iframe", "noembed", "noframes")
    tags += ("script", "plaintext")
    assert not [tag for tag in tags if f"<{tag}" in markup]

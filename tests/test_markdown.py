"""The parser: which syntax is on, and what each switch does."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from building import post
from markdown_it import MarkdownIt

from mdwx import markdown
from mdwx.config import Markdown

ALL_OFF = Markdown(
    autospace=False,
    tables=False,
    strikethrough=False,
    tasks=False,
    footnotes=False,
    cjk_emphasis=False,
    highlights=False,
)


def types(body, options=None):
    """The types of all tokens of a body."""
    document = markdown.parse(post(body), options or Markdown())
    tokens = [*document.tokens]
    tokens += [child for token in document.tokens for child in token.children or []]
    return {token.type for token in tokens}


@pytest.mark.parametrize(
    ("switch", "body", "kind"),
    [
        ("tables", "| a |\n|---|\n| b |\n", "table_open"),
        ("strikethrough", "~~a~~\n", "s_open"),
        ("footnotes", "a[^1]\n\n[^1]: b\n", "footnote_ref"),
    ],
)
def test_each_extension_has_its_switch(switch, body, kind):
    """
    A switch turned off leaves the characters as they are written.
    """
    assert kind in types(body)
    assert kind not in types(body, Markdown(**{switch: False}))


def test_tasks_are_marked_on_their_item():
    """
    The box leaves the words and becomes part of the item.
    """
    document = markdown.parse(post("- [x] a\n- [ ] b\n- c\n"), Markdown())
    items = [it.meta for it in document.tokens if it.type == "list_item_open"]
    assert items == [{"task": True}, {"task": False}, {}]


def test_with_every_switch_off_it_is_commonmark():
    """
    What the extensions add, and nothing else, differs from CommonMark.
    """
    body = "# T\n\n*a* **b** `c` <b>d</b>\ne\n\n- f\n\n> g\n"
    plain = MarkdownIt("commonmark").render(body)
    assert markdown.make_parser(ALL_OFF).render(body) == plain


def test_the_title_comes_from_the_front_matter_first():
    """
    The first level-one heading serves only when the post names no title.
    """
    assert markdown.parse(post("# H *1*\n"), Markdown()).title == "H 1"
    named = markdown.parse(post("# H\n", title="T"), Markdown())
    assert named.title == "T"
    assert markdown.parse(post("## H\n"), Markdown()).title == ""


def test_a_plugin_adds_syntax():
    """
    Other packages extend the parser through one function.
    """

    def shout(parser):
        parser.core.ruler.push("shout", louder)

    def louder(state):
        for block in state.tokens:
            for token in block.children or []:
                token.content = token.content.upper()

    document = markdown.parse(post("a\n"), Markdown(), plugins=[shout])
    assert document.tokens[1].children[0].content == "A"


def test_extensions_are_named_once_and_documented():
    """
    The table of the syntax has one row a name, each a documented function.
    """
    names = [extension.name for extension in markdown.EXTENSIONS]
    assert len(names) == len(set(names))
    assert all(extension.extend.__doc__ for extension in markdown.EXTENSIONS)


def test_parsing_twice_gives_the_same_tokens():
    """
    A parser keeps nothing of a post.
    """
    body = "a[^1] b\n\n[^1]: c\n\n- [x] d\n"
    first = markdown.parse(post(body), Markdown())
    again = markdown.parse(post(body), Markdown())
    assert [it.as_dict() for it in first.tokens] == [
        it.as_dict() for it in again.tokens
    ]


def test_notes_nobody_refers_to_are_told():
    """
    The parser drops them, so their label and line are kept.
    """
    document = markdown.parse(post("a[^1]\n\n[^1]: b\n[^2]: c\n"), Markdown())
    assert document.unused_notes == (("2", 3),)


def test_a_spaced_name_ends_before_the_next_picture():
    """
    Two pictures on a line are two, though the first is written in another dialect.
    """
    document = markdown.parse(post("![a](a.png =300) ![b](b.png)\n"), Markdown())
    pictures = [it for it in document.tokens[1].children if it.type == "image"]
    assert [picture.attrs["src"] for picture in pictures] == ["b.png"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("![a](file:///a.png)", "image"),
        ("![a](data:image/bmp;base64,AA)", "image"),
        ("[a](file:///a.md)", "link_open"),
        ("[a](javascript:x)", "link_open"),
    ],
)
def test_an_address_that_leads_nowhere_is_no_text(body, kind):
    """
    A reader never sees its source; later stages drop it and say so.
    """
    assert kind in types(body)


def test_addresses_are_encoded_by_whole_tables():
    """Two posts are parsed at a time, and mdurl's tables grow at their first use."""
    program = (
        "import mdwx.markdown; from mdurl._encode import encode_cache as to;"
        "from mdurl._decode import decode_cache as back;"
        "print(*map(len, [*to.values(), *back.values()]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["128", "128"]


def test_threads_share_a_parser():
    """
    Posts that are read side by side come out as they do one after the other.
    """
    body = "**重**点，==亮==\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n\n```\ny\n```\n"
    markdown.own_parser.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(
            lambda _: markdown.own_parser(Markdown()).render(body), range(32)
        )
    assert set(found) == {markdown.make_parser(Markdown()).render(body)}

"""Ways to smuggle a script into an article: none of them gets through.

``attacks.txt`` holds one a line, among them what browsers read otherwise than
parsers do; each goes alone, cut in two, and inside what Markdown has.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from building import built, content
from lxml import html

ATTACKS = Path(__file__).with_name("attacks.txt").read_text("utf-8").splitlines()
AROUND = ("> ", "- ", "| a |\n|---|\n| ", "**", "::: tip\n", "<svg>", "<math>", "<b>")
RUNS = frozenset(
    {"script", "style", "iframe", "object", "embed", "form", "template", "math"}
)
ADDRESSES = frozenset({"href", "src", "style", "values", "to", "from", "data"})


def live(markup):
    """What of an article's markup could run, as a browser's parser sees it."""
    root = html.fragment_fromstring(markup, create_parent="div")
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in RUNS:
            yield str(element.tag)
            continue
        for name, value in element.attrib.items():
            if name.lower().startswith("on"):
                yield f"{element.tag} {name}"
            if name in ADDRESSES and "script:" in value.lower():
                yield f"{element.tag} {name}={value}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_leaves_nothing_that_runs(attack):
    """
    Alone, without its beginning or end, and inside Markdown.
    """
    half = len(attack) // 2
    pieces = [attack, attack[:half], attack[half:], f"{attack}\n\n{attack}"]
    pieces += [f"{around}{attack}" for around in AROUND]
    for piece in pieces:
        assert list(live(content(built(piece, title="题")))) == [], piece


def test_what_runs_is_seen():
    """
    The eyes of these tests are open.
    """
    assert list(live("<p onclick=x>y</p>")) == ["p onclick"]
    assert list(live('<a href="javascript:x">y</a>')) == ["a href=javascript:x"]
    assert list(live("<p><script>x</script></p>")) == ["script"]

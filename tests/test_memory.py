"""What premailer answered before changes no byte of what it would answer again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from building import rewritten
from learning import learn_theme
from lxml import etree, html
from test_articles import ARTICLES
from tinycss2 import serialize

from mdwx.config import Markdown
from mdwx.pipeline import Look
from mdwx.style import SHIPPED, Memories, apply, read_theme, sheet, worked
from mdwx.style.memory import (
    FORM,
    LIBRARIES,
    Memory,
    checksum,
    digest,
    name_of,
    read,
)
from mdwx.versions import version
from tests.benchmarks.corpus import article

ROOT = Path(__file__).parent.parent
GUIDE = sorted((ROOT / "content").glob("*.md"))
THEMES = sorted(it.name for it in (ROOT / "themes").iterdir())
NEIGHBOURLY = """
p + p {text-indent: 2em} h2 ~ p {color: #333} [title] {border: 1px solid}
li:first-child {color: #c00} p:has(code) {margin: 0} ul > li > p {margin: 1px}
.caption::before {content: "▲"} blockquote p:last-child {margin-bottom: 0}
"""


def body(file):
    """The Markdown of a file, without its front matter."""
    return body_of(file.read_text(encoding="utf-8"))


def body_of(text):
    """Markdown without its front matter."""
    return re.sub(r"\A---\r?\n.*?\n---\r?\n", "", text, flags=re.DOTALL)


def styled(root, css, memories=None):
    """The markup of a tree once it has its styles."""
    tree = deepcopy(root)
    apply(tree, css=css, memories=memories)
    return etree.tostring(tree, encoding="unicode")


def is_told(name):
    """Whether a theme is tried on every post, or on a few."""
    return name == "default"


@pytest.mark.parametrize("name", THEMES)
def test_articles_are_styled_as_without_a_memory(tmp_path, name):
    """
    Each post alone, after all that went before it, and from the file it left.
    """
    css = read_theme(name, site_root=tmp_path).css
    every = [*ARTICLES, *GUIDE]
    files = every if is_told(name) else every[THEMES.index(name) :: len(THEMES)]
    learning = Memories(tmp_path)
    pages = [rewritten(body(file)).root for file in files]
    plain = [styled(page, css) for page in pages]
    assert [styled(page, css, learning) for page in pages] == plain
    learning.save()
    assert [styled(page, css, Memories(tmp_path)) for page in pages] == plain


def test_neighbours_ids_and_attributes_count(tmp_path):
    """
    Two elements alike but for what stands beside them are two settings.
    """
    page = rewritten(body(ROOT / "content/03-markdown.md")).root
    memories = Memories(tmp_path)
    for _ in range(2):
        assert styled(page, NEIGHBOURLY, memories) == styled(page, NEIGHBOURLY)


class Counting:
    """A stylesheet's memory that counts how often premailer is asked."""

    def __init__(self, memory):
        self.memory = memory
        self.asked = 0

    def of(self, css):
        return self

    def style(self, root, telling, ask):
        def counted():
            self.asked += 1
            ask()

        self.memory.style(root, telling, counted)


def test_premailer_is_asked_for_what_is_new_alone(tmp_path):
    """
    A known setting costs a look-up, a new one the whole article.
    """
    css = "p {color: red} ul {margin: 0}"
    counting = Counting(Memories(tmp_path).of(css))
    asked = []
    for text in ("一段\n\n两段", "另一段", "- 一项", "- 两项\n- 三项\n"):
        styled(rewritten(text).root, css, counting)
        asked.append(counting.asked)
    assert asked == [1, 1, 2, 2]


DAMAGE = {
    "cut": lambda text: text[: len(text) // 2],
    "edited": lambda text: text.replace("red", "blue"),
    "empty": lambda text: "",
    "no text": lambda text: "\x00" * 100,
    "a parent that comes later": lambda text: signed(
        '["color:red"]', '[5, "section", "article", "", "", 0]'
    ),
    "an answer that is not there": lambda text: signed(
        '["color:red"]', '[-1, "section", "article", "", "", 9]'
    ),
    "no rows": lambda text: signed("3", "4"),
    "brackets without end": lambda text: signed("[" * 100_000),
}


def signed(*lines):
    """Lines under a checksum that fits them."""
    text = "\n".join(lines)
    return f"{checksum(text)}\n{text}\n"


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_memory_is_none(tmp_path, damage):
    """
    It is never believed, and never an error.
    """
    css, page = "p {color: red}", rewritten("一段").root
    learned = Memories(tmp_path)
    plain = styled(page, css, learned)
    learned.save()
    (file,) = tmp_path.glob("*.json")
    file.write_text(DAMAGE[damage](file.read_text("utf-8")), encoding="utf-8")
    assert styled(page, css, Memories(tmp_path)) == plain


def test_what_two_processes_learned_is_kept(tmp_path):
    """Each saves its own, and none is lost."""
    css, pages = "p {color: red} em {color: blue}", ("<p>a</p>", "<p><em>b</em></p>")
    for page in pages:
        memories = Memories(tmp_path)
        memories.held[name_of(css)] = Memory()
        root = html.fragment_fromstring(page, create_parent="section")
        apply(root, css=css, memories=memories)
        memories.save()
    (file,) = tmp_path.iterdir()
    known = read(file)
    tags = [(parent, tag) for parent, tag, *_ in known.numbers]
    assert sorted(tags) == [(-1, "section"), (0, "p"), (1, "em")]
    assert known.answers == ["", "color:red", "color:blue"]


def test_memory_belongs_to_one_stylesheet_and_one_premailer():
    """
    The one is its name, the other part of its checksum, where a version is found.
    """
    assert name_of("p {color: red}") != name_of("p {color: red} ")
    told = (FORM, *map(version, LIBRARIES), "")
    assert checksum("") == digest("\n".join(told))
    assert all(version(name)[0].isdigit() for name in LIBRARIES)
    assert version("mdwx-no-such-thing") == ""


def test_known_article_is_styled_without_premailer(tmp_path):
    """
    Neither premailer nor what it brings is imported for it.
    """
    script = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from building import rewritten\n"
        "from mdwx.style import Memories, apply\n"
        "memories = Memories(Path(sys.argv[1]))\n"
        "apply(rewritten('一段').root, css='p {color: red}', memories=memories)\n"
        "memories.save()\n"
        "print(json.dumps([name for name in sys.modules]))\n"
    )
    heavy, loaded = {"premailer", "cssutils", "requests"}, []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script, tmp_path],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parent,
        )
        loaded.append(heavy & set(json.loads(done.stdout)))
    assert loaded == [heavy, set()]


def test_post_of_its_own_style_is_remembered_too(tmp_path):
    """
    The author's inline styles are part of the setting.
    """
    css = "span {color: red}"
    memories = Memories(tmp_path)
    for text in ('<span style="color:blue">蓝</span>', "<span>红</span>"):
        page = rewritten(text).root
        assert styled(page, css, memories) == styled(page, css)


@pytest.mark.parametrize("name", THEMES)
def test_stylesheets_that_ship_are_as_they_would_be_read(tmp_path, name):
    """
    Rules, variables and words; ``make learned`` writes them after a change.
    """
    css = Look(read_theme(name, site_root=tmp_path), Markdown()).stylesheet
    worked.write(css, folder=tmp_path)
    (now,) = tmp_path.glob("*.json")
    before = SHIPPED / now.name
    if not before.is_file():
        # With these libraries none ships; what is written is good all the same.
        before = now
    assert before.read_bytes() == now.read_bytes()
    ships, read_now = worked.shipped(css, folder=before.parent), sheet.read(css)
    assert ships is not None
    assert ships.rules == read_now.rules
    for kept, plain in (
        (ships.variables, read_now.variables),
        (ships.literals, read_now.literals),
    ):
        assert list(kept) == list(plain)
        for word in kept:
            assert serialize(kept[word]) == serialize(plain[word])


@pytest.mark.parametrize("name", THEMES)
def test_our_own_themes_were_learned_beforehand(tmp_path, name):
    """
    The memory of each ships with mdwx; ``make learned`` writes it after a change.
    """
    css = Look(read_theme(name, site_root=tmp_path), Markdown()).stylesheet
    rules = sheet.read(css).text
    assert (SHIPPED / f"{name_of(rules)}.json").is_file()


def unseen(count):
    """Articles that nothing was learned from, as trees."""
    return [rewritten(body_of(article(number))).root for number in range(count)]


@pytest.mark.parametrize("name", THEMES)
def test_first_article_of_a_reader_needs_no_premailer(tmp_path, name):
    """
    What ships answers for articles it was not learned from, as premailer would.
    """
    css = read_theme(name, site_root=tmp_path).css
    learned = read(SHIPPED / f"{name_of(sheet.read(css).text)}.json")
    if learned is None:
        pytest.skip("learned with other versions of premailer, cssutils or cssselect")
    counting = Counting(learned)
    for page in unseen(6 if is_told(name) else 2):
        assert styled(page, css, counting) == styled(page, css)
    assert counting.asked == 0


@pytest.mark.whole
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", THEMES)
def test_what_ships_is_what_is_learned_now(tmp_path, name):
    """
    Every answer, from the theme as it is; posts that changed since may teach more.
    """
    css = read_theme(name, site_root=tmp_path).css
    file = f"{name_of(sheet.read(css).text)}.json"
    shipped = read(SHIPPED / file)
    if shipped is None:
        pytest.skip("learned with other versions of premailer, cssutils or cssselect")
    learn_theme(tmp_path, name)
    before, now = told(shipped), told(read(tmp_path / file))
    both = before.keys() & now.keys()
    assert {it: before[it] for it in both} == {it: now[it] for it in both}
    assert len(both) > 1000


def told(memory):
    """The answers of a memory, by the whole chain of each setting."""
    chains, answers = {}, {}
    for (parent, *own), number in memory.numbers.items():
        chains[number] = (*chains.get(parent, ()), tuple(own))
        answers[chains[number]] = memory.answers[number]
    return answers


@pytest.mark.whole
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", THEMES)
def test_three_hundred_articles_are_styled_as_by_premailer(tmp_path, name):
    """
    The whole corpus of the benchmarks, in each theme.
    """
    css = read_theme(name, site_root=tmp_path).css
    memories = Memories(tmp_path, SHIPPED)
    for page in unseen(300):
        assert styled(page, css, memories) == styled(page, css)

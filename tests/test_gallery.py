"""``mdwx themes show``: every theme over one post, apart from each other."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from browser import chromium
from PIL import Image
from support import run_mdwx

from mdwx.preview.gallery import sample_markdown

POST = """---
title: <i>题</i>
---

正文里有**重点**。

![图](a.png)

```text
代码
```
"""


class Tags(HTMLParser):
    """All start tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, name):
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.fixture
def site(tmp_path):
    """A site with a post and a theme of its own."""
    (tmp_path / "content").mkdir()
    (tmp_path / "mdwx.toml").write_text("[site]\n")
    (tmp_path / "content/a.md").write_text(POST, encoding="utf-8")
    Image.new("RGB", (900, 600), "#17693f").save(tmp_path / "content/a.png")
    add_theme(tmp_path, "mine", about="title = '<b>我的</b>'\ncode_styles = ['nord']")
    return tmp_path


def add_theme(site, name, *, css="p {color: #123456}", about=""):
    folder = site / "themes" / name
    folder.mkdir(parents=True)
    (folder / "theme.css").write_text(css, encoding="utf-8")
    (folder / "theme.toml").write_text(about, encoding="utf-8")


def show(site, *args):
    """The gallery's file, after one run."""
    result = run_mdwx("themes", "show", *args, "--json", cwd=site)
    assert result.exit_code == 0, result.stdout
    return site / result.json["page"]


def frames(file):
    """Where the frames of a gallery lead."""
    return [it["src"] for it in Tags(file.read_text("utf-8")).of("iframe")]


def test_all_themes_are_shown_over_the_sample(site):
    """
    Without names: the twelve that come with mdwx, and the site's own.
    """
    file = show(site)
    assert file.name == "index.html"
    for name in ("default", "ink", "mine"):
        assert f"phones/{name}.html" in frames(file)
        assert f"phones/{name}.html#night" in frames(file)
    phone = (file.parent / "phones/ink.html").read_text("utf-8")
    assert "写了十年文档" in phone


WAYS = [
    (("mine",), "mine.html", {"mine"}),
    (("ink", "mine"), "index.html", {"ink", "mine"}),
    (("ink", "ink"), "ink.html", {"ink"}),
    (("mine", "content/a.md"), "mine.html", {"mine"}),
    (("content/a.md", "mine"), "mine.html", {"mine"}),
]


@pytest.mark.parametrize(("args", "name", "themes"), WAYS)
def test_names_choose_themes_and_the_rest_is_the_post(site, args, name, themes):
    """
    ``themes show [NAME]... [POST]``, in any order.
    """
    file = show(site, *args)
    assert file.name == name
    assert {re.split(r"[./]", src)[1] for src in frames(file)} == themes
    phone = (file.parent / "phones" / f"{sorted(themes)[-1]}.html").read_text("utf-8")
    assert ("正文里有" in phone) is ("content/a.md" in args)


REFUSED = [
    (("mien",), 3, "no theme is called mien, and no post either"),
    (("content/b.md",), 3, "cannot read content/b.md"),
    (("content/a.md", "x"), 2, "one too many: x"),
]


@pytest.mark.parametrize(("args", "code", "problem"), REFUSED)
def test_what_is_neither_theme_nor_post_is_named(site, args, code, problem):
    """
    A misspelt theme gets the nearest, a path that is not there its reason.
    """
    result = run_mdwx("themes", "show", *args, cwd=site)
    assert result.exit_code == code
    assert problem in result.stderr


def test_a_picture_message_has_no_theme(site):
    """
    Its text is plain: there is nothing to show.
    """
    text = "---\ntitle: a\ntype: newspic\nimages: [a.png]\n---\n"
    (site / "content/a.md").write_text(text, encoding="utf-8")
    result = run_mdwx("themes", "show", "content/a.md", cwd=site)
    assert result.exit_code == 2
    assert "content/a.md:3: content/a.md is a picture message" in result.stderr


def test_words_of_a_theme_and_a_post_are_never_markup(site):
    """
    Titles are text; the article is the very markup that would be sent.
    """
    add_theme(site, "evil", about="[options]\naccent = '<script>1</script>'")
    page = show(site, "mine", "evil", "content/a.md").read_text("utf-8")
    assert "&lt;b&gt;我的&lt;/b&gt;" in page
    assert "&lt;i&gt;题&lt;/i&gt;" in page
    assert Tags(page).of("script") == []


def test_frames_run_nothing(site):
    """
    Each phone is a page apart, without scripts, forms or addresses elsewhere.
    """
    file = show(site, "mine", "content/a.md")
    for frame in Tags(file.read_text("utf-8")).of("iframe"):
        assert frame["sandbox"] == "allow-same-origin"
    phone = (file.parent / "phones/mine.html").read_text("utf-8")
    (policy,) = (
        it["content"]
        for it in Tags(phone).of("meta")
        if it.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "http" not in policy


def test_a_theme_asks_for_nothing_in_its_gallery(site):
    """
    Its options may be anything that CSS can say, an address among them.
    """
    add_theme(site, "evil", about="[options]\naccent = 'url(https://a.example/b)'")
    page = show(site, "evil").read_text("utf-8")
    assert [it for it in Tags(page).of("i") if "a.example" in str(it)] == []


def test_options_of_a_post_go_to_the_themes_that_have_them(site):
    """
    An option of one theme is no error of the others.
    """
    add_theme(site, "wide", about="[options]\ngap = '10px'", css="p{margin:var(--gap)}")
    text = POST.replace("title:", "theme: wide\ntheme_options: {gap: 77px}\ntitle:")
    (site / "content/a.md").write_text(text, encoding="utf-8")
    phones = show(site, "mine", "wide", "content/a.md").parent / "phones"
    assert ":77px" in (phones / "wide.html").read_text("utf-8")
    assert ":77px" not in (phones / "mine.html").read_text("utf-8")


def test_faint_code_colours_are_marked(site):
    """
    The gallery says of each theme's code colours whether they can be read.
    """
    page = show(site, "mine").read_text("utf-8")
    assert "<code>nord</code> hard to read" in page
    assert "<code>github-dark</code>" in page


def test_nothing_is_written_outside_the_site(site, tmp_path_factory):
    """
    A link in the output folder is refused.
    """
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site / "dist").mkdir()
    (site / "dist/_themes").symlink_to(elsewhere)
    result = run_mdwx("themes", "show", "mine", cwd=site)
    assert result.exit_code == 2
    assert list(elsewhere.iterdir()) == []


def test_open_is_for_show_alone(site):
    """
    No other action makes a page.
    """
    assert run_mdwx("themes", "list", "--open", cwd=site).exit_code == 2


def test_sample_post_has_its_picture_inside():
    """
    The sample needs no file of the site.
    """
    assert "](data:image/png;base64," in sample_markdown()
    assert "PICTURE" not in sample_markdown()


@pytest.mark.browser
def test_the_switch_turns_every_phone_to_night(site):
    """
    By keyboard, without a script; pictures load, and nothing from elsewhere.
    """
    file = show(site, "mine", "ink", "content/a.md")
    shown = (
        "Array.from(document.querySelectorAll('iframe')).filter(f => f.offsetHeight)"
    )
    with chromium() as browser:
        tab = browser.open(file.as_uri(), width=1280, height=900)
        assert tab.evaluate(f"{shown}.every(f => !f.src.endsWith('#night'))")
        tab.evaluate("document.querySelector('#mx-night').focus()")
        for kind in ("keyDown", "keyUp"):
            key = {"key": " ", "code": "Space", "windowsVirtualKeyCode": 32}
            tab.command("Input.dispatchKeyEvent", type=kind, text=" ", **key)
        tab.wait_for(f"{shown}.every(f => f.src.endsWith('#night'))")
        assert tab.evaluate(f"{shown}.length") == 2
        phone = browser.open((file.parent / "phones/ink.html").as_uri() + "#night")
        ground = "getComputedStyle(document.querySelector('.mx-by-night')).display"
        assert phone.evaluate(ground) == "block"
        assert phone.broken_pictures() == []
        assert not phone.overflows()
        assert not tab.outside() + phone.outside()
        assert not tab.complaints + phone.complaints


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 800, 1320])
def test_the_gallery_fits_its_window(site, width):
    """
    On a phone as on a desk, nothing is cut off at the side.
    """
    with chromium() as browser:
        for names in (("mine",), ()):
            tab = browser.open(show(site, *names).as_uri(), width=width)
            assert not tab.overflows()
            assert not tab.complaints

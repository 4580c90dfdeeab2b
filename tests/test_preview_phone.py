"""The phone page: what it shows, and what it never lets happen."""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest

from mdwx.model import Crop, Finding, PostType, Severity, Span, State, Text
from mdwx.page.reading import opening
from mdwx.preview.pieces import crop_style
from mdwx.preview.printed import index_page, phone_page, static
from mdwx.preview.screens import Row, Screen, state_pill

FRAGMENT = (
    '<section style="color:#333"><p>正文 &amp; <img src="a.png" alt=""></p></section>'
)


class Tags(HTMLParser):
    """All start tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def screen(**changes):
    return Screen(**{"title": "标题", "content": FRAGMENT, "text": "正文", **changes})


@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "</title>", "{{x}}"]
)
def test_words_of_the_author_are_never_markup(hostile):
    """
    Title, author, digest and addresses are escaped wherever they stand.
    """
    page = phone_page(
        screen(
            title=hostile, author=hostile, digest=hostile, cover=hostile, date=hostile
        )
    )
    assert not [tag for tag, _ in Tags(page).found if tag == "script"]


def test_the_page_of_a_newspic_shows_its_text_as_text():
    """
    A picture message is plain text: a tag in it is shown, not obeyed.
    """
    page = phone_page(
        screen(kind=PostType.NEWSPIC, content="<b>一</b>", gallery=("1.jpg", "2.jpg"))
    )
    assert "&lt;b&gt;一&lt;/b&gt;" in page
    pictures = [attrs["src"] for tag, attrs in Tags(page).found if tag == "img"]
    assert pictures == ["1.jpg", "2.jpg"]


def test_nothing_is_fetched_from_elsewhere():
    """
    No tag of the page names another host, and the policy forbids asking one.
    """
    page = phone_page(screen(cover="cover.jpg"), home="/")
    for tag, attrs in Tags(page).found:
        for name in ("src", "href"):
            assert "//" not in (attrs.get(name) or ""), (tag, attrs)
    assert "default-src 'none'" in policy(page)
    assert "http" not in policy(page)


def policy(page):
    return next(
        attrs["content"]
        for tag, attrs in Tags(page).found
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )


def test_a_written_page_runs_no_script():
    """
    It has none, and the policy allows none.
    """
    page = phone_page(screen())
    assert "script-src 'none'" in policy(page)
    assert not [tag for tag, _ in Tags(page).found if tag == "script"]


def test_the_fragment_is_shown_byte_for_byte():
    """
    What is sent is what is shown.
    """
    assert FRAGMENT in phone_page(screen())


def test_our_own_styles_reach_only_our_own_classes():
    """
    Every rule of the surroundings starts with a class of ours.
    """
    css = re.sub(r"/\*.*?\*/", "", static("chrome.css"), flags=re.S)
    selectors = re.findall(r"(?:^|[{};])\s*([^@{};]+?)\s*\{", css)
    assert len(selectors) > 60
    for selector in selectors:
        for part in selector.split(","):
            assert part.strip().startswith((".mx-", ":root")), selector


def test_the_pages_are_in_the_language_asked_for():
    """
    Chinese or English, findings included.
    """
    finding = Finding(
        "T001",
        Severity.WARNING,
        Text(zh="标题太长", en="the title is long"),
        where=Span(PurePosixPath("content/a.md"), 2),
    )
    chinese = phone_page(screen(findings=(finding,)))
    english = phone_page(screen(findings=(finding,)), language="en")
    assert "标题太长" in chinese
    assert "the title is long" not in chinese
    assert "the title is long" in english
    assert "content/a.md:2" in english
    assert '<html lang="en">' in english


def test_a_made_digest_is_marked_as_such():
    """
    Without a digest, WeChat takes the first 54 characters, and the page says so.
    """
    page = phone_page(screen(text="字" * 80))
    assert "字" * 54 + "<" in page
    assert "前 54 个字" in page
    assert "前 54 个字" not in phone_page(screen(digest="给定"))


def test_white_space_counts_once_in_a_made_digest():
    """
    Line ends of the text are no characters of the digest.
    """
    assert opening(" 一\n\n 二 ") == "一 二"


def test_the_same_screen_gives_the_same_page():
    """
    Output is reproducible.
    """
    assert phone_page(screen()) == phone_page(screen())


@pytest.mark.parametrize(
    ("crop", "style"),
    [
        (Crop(0, 0, 1, 1), "width:100.0000%;height:100.0000%;left:0.0000%"),
        (Crop(0, 0.25, 1, 0.75), "height:200.0000%;left:0.0000%;top:-50.0000%"),
        (Crop(0.5, 0.5, 0.5, 0.9), ""),
    ],
)
def test_the_cover_shows_its_crop(crop, style):
    """
    The list card shows the part of the cover that followers see.
    """
    assert style in crop_style(crop)


def test_the_index_lists_every_post_with_its_state():
    """
    A post that could not be read is listed too, without a link.
    """
    page = index_page(
        [
            Row(title="甲", href="a/index.html", state=state_pill(State.PUBLISHED)),
            Row(title="乙", href=None, state=state_pill(State.FAILED)),
        ]
    )
    links = [attrs["href"] for tag, attrs in Tags(page).found if tag == "a"]
    assert "a/index.html" in links
    assert len(links) == 2  # and the one that skips to the content
    for word in ("甲", "乙", "已发布", "失败", "2 篇"):
        assert word in page


def test_an_empty_index_says_what_to_do():
    """
    No posts yet is no blank page.
    """
    assert "mdwx new" in index_page([])


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_word(state):
    """
    The index can show any state a post can be in.
    """
    assert state_pill(state).text.zh


def test_the_page_shows_the_article_by_night_too():
    """
    One switch, and the colours are those of the reader's dark mode.
    """
    page = phone_page(screen(night='<p style="color:#a3a3a3">夜</p>'))
    assert 'id="mx-night" type="checkbox"' in page
    assert '<p style="color:#a3a3a3">夜</p>' in page
    assert page.count('id="js_content"') == 1


def test_a_page_without_a_night_has_no_switch():
    """
    What the sandbox gives back is shown as it is.
    """
    assert "mx-night" not in phone_page(screen()).split("</style>")[1]

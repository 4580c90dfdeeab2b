"""The phone page and ``mdwx watch`` in a real browser."""

import shutil

import pytest
from browser import chromium
from PIL import Image
from serving import serving

from mdwx.config import read_config
from mdwx.model import Crop
from mdwx.preview.loopback import Door
from mdwx.preview.phone import Row, Screen, Shell, index_page, phone_page
from mdwx.preview.server import watching

pytestmark = pytest.mark.browser

POST = """---
title: 第一篇
---

{words}

![图](图/a.png)

{more}
"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def site(tmp_path):
    """A site with two posts and a picture."""
    folder = tmp_path / "content"
    (folder / "图").mkdir(parents=True)
    Image.new("RGB", (900, 600), "#17693f").save(folder / "图" / "a.png")
    write(tmp_path, "原来的话")
    text = "---\ntitle: 第二篇\n---\n\n另一篇的话。\n"
    (folder / "b.md").write_text(text, encoding="utf-8")
    return tmp_path


def write(site, words, *, more="一段很长的话。\n\n" * 60):
    text = POST.format(words=words, more=more)
    (site / "content" / "a.md").write_text(text, encoding="utf-8")


@pytest.fixture
def address(site):
    """Where the site is watched."""
    config = read_config(site, env={})
    with (
        watching(config, paths=[], door=Door(), env={}) as (app, bell),
        serving(app, on_exit=bell.close) as address,
    ):
        yield address


def assert_clean(tab):
    """The page fits, shows its pictures, and asked for nothing elsewhere."""
    assert not tab.overflows()
    assert tab.broken_pictures() == []
    assert tab.outside() == []
    assert tab.complaints == []


@pytest.fixture
def page(tmp_path):
    """A page on disk with a wide picture, a wide table and a long word."""
    Image.new("RGB", (2000, 1000), "#17693f").save(tmp_path / "a.png")
    content = (
        '<section style="font-size:16px"><p style="margin:0 0 16px">正文</p>'
        '<p><img src="a.png" alt="图" style="width:100%"></p>'
        f"<p>{'x' * 200}</p></section>"
    )
    screen = Screen(
        title="标题",
        content=content,
        text="正文",
        cover="a.png",
        wide=Crop(0, 0.0745, 1, 0.9255),
    )
    file = tmp_path / "index.html"
    file.write_text(phone_page(screen, shell=Shell(home="all.html")), encoding="utf-8")
    rows = [Row(title="标题", href="index.html", cover="a.png", wide=screen.wide)]
    (tmp_path / "all.html").write_text(index_page(rows), encoding="utf-8")
    return file


@pytest.mark.parametrize("width", [375, 390, 414, 1280])
@pytest.mark.parametrize("name", ["index.html", "all.html"])
def test_a_page_on_disk_needs_nothing_but_itself(browser, page, name, width):
    """
    Text and pictures are there, nothing sticks out, nothing is asked elsewhere.
    """
    tab = browser.open(page.with_name(name).as_uri(), width=width)
    tab.wait_for_text("标题")
    assert_clean(tab)
    tab.close()


@pytest.mark.parametrize("width", [375, 390, 414])
def test_the_article_has_the_width_it_has_on_a_phone(browser, page, width):
    """
    WeChat leaves 20 px on each side; text is 17 px where the article says nothing.
    """
    tab = browser.open(page.as_uri(), width=width)
    box = "document.getElementById('js_content')"
    assert tab.evaluate(f"{box}.clientWidth") == width - 40
    assert tab.evaluate(f"getComputedStyle({box}).fontSize") == "17px"
    assert tab.evaluate(f"getComputedStyle({box}).textAlign") == "justify"
    tab.close()


def test_the_article_is_a_phone_wide_on_a_desk(browser, page):
    """
    The frame around it changes nothing inside.
    """
    tab = browser.open(page.as_uri(), width=1280, height=900)
    box = "document.getElementById('js_content')"
    assert tab.evaluate(f"{box}.clientWidth") == 335
    tab.close()


def test_the_article_stays_light_in_a_dark_browser(browser, page):
    """
    Our surroundings turn dark, the phone's page does not.
    """
    tab = browser.open(page.as_uri(), dark=True)
    ground = "getComputedStyle(document.querySelector('{}')).backgroundColor"
    assert tab.evaluate(ground.format(".rich_media")) == "rgb(255, 255, 255)"
    assert tab.evaluate(ground.format("body")) == "rgb(20, 21, 23)"
    tab.close()


def test_a_script_in_an_article_does_not_run(browser, tmp_path):
    """
    Not as an element, not as an attribute, not by an address.
    """
    content = (
        "<script>document.title='ran'</script>"
        '<img src="x:" onerror="document.title=\'ran\'">'
        "<svg onload=\"document.title='ran'\"></svg>"
        "<style>body{display:none}</style>"
        '<p><a href="javascript:document.title=\'ran\'" id="go">x</a></p>'
    )
    file = tmp_path / "index.html"
    file.write_text(phone_page(Screen(title="标题", content=content)), "utf-8")
    tab = browser.open(file.as_uri())
    tab.click("#go")
    tab.wait_for_text("标题")
    assert tab.evaluate("document.title") == "标题"
    tab.close()


def test_a_saved_edit_shows_by_itself_at_the_same_place(browser, site, address):
    """
    The text changes, the page stays where it was scrolled to, and is the same page.
    """
    tab = browser.open(f"{address}/posts/a")
    tab.wait_for_text("原来的话")
    tab.wait_for("document.getElementById('live').dataset.state === 'on'")
    tab.evaluate("window.same = true; window.scrollTo(0, 900)")
    write(site, "新写的话")
    tab.wait_for_text("新写的话")
    assert "原来的话" not in tab.text()
    assert tab.evaluate("window.same") is True
    assert tab.evaluate("window.scrollY") == 900
    assert_clean(tab)
    tab.close()


def test_broken_front_matter_shows_above_the_last_good_page(browser, site, address):
    """
    The error says where; the page below stays; mending it takes the error away.
    """
    tab = browser.open(f"{address}/posts/a")
    tab.wait_for_text("原来的话")
    good = (site / "content" / "a.md").read_text(encoding="utf-8")
    broken = good.replace("title: 第一篇", "title: [第一篇")
    (site / "content" / "a.md").write_text(broken, encoding="utf-8")
    tab.wait_for("document.querySelector('[role=alert]')")
    assert "content/a.md" in tab.text()
    assert "原来的话" in tab.text()
    (site / "content" / "a.md").write_text(good, encoding="utf-8")
    tab.wait_for("!document.querySelector('[role=alert]')")
    assert "原来的话" in tab.text()
    tab.close()


def test_a_broken_site_file_is_told_and_mended(browser, site, address):
    """
    A mistake in mdwx.toml does not end the watch.
    """
    tab = browser.open(f"{address}/posts/a")
    tab.wait_for_text("原来的话")
    (site / "mdwx.toml").write_text("[site]\ntheem = 'x'\n", encoding="utf-8")
    tab.wait_for("document.querySelector('[role=alert]')")
    assert "theem" in tab.text()
    (site / "mdwx.toml").write_text("[site]\nauthor = '李四'\n", encoding="utf-8")
    tab.wait_for_text("李四")
    assert tab.evaluate("document.querySelector('[role=alert]')") is None
    tab.close()


def test_a_changed_picture_shows_by_itself(browser, site, address):
    """
    Its address changes with its bytes, so no cache stands in the way.
    """
    tab = browser.open(f"{address}/posts/a")
    source = "document.querySelector('#js_content img').src"
    before = tab.evaluate(source)
    Image.new("RGB", (300, 300), "#a92318").save(site / "content" / "图" / "a.png")
    tab.wait_for(f"{source} !== '{before}'")
    tab.wait_for("document.querySelector('#js_content img').naturalWidth === 300")
    tab.close()


def test_a_missing_picture_is_told_beside_the_article(browser, site, address):
    """
    A sign stands in its place, and the finding says why.
    """
    tab = browser.open(f"{address}/posts/a", width=1280)
    tab.wait_for_text("原来的话")
    shutil.rmtree(site / "content" / "图")
    tab.wait_for("document.querySelector('[data-severity=error]')")
    assert "a.png" in tab.text()
    assert tab.broken_pictures() == []
    tab.close()


def test_a_tab_in_the_background_catches_up_when_looked_at(browser, site, address):
    """
    Each tab shows its own post; a hidden one gives its connection back meanwhile.
    """
    one, two = browser.open(f"{address}/posts/a"), browser.open(f"{address}/posts/b")
    two.wait_for("document.getElementById('live').dataset.state === 'on'")
    write(site, "新写的话")
    one.show()
    one.wait_for_text("新写的话")
    two.show()
    assert "另一篇的话" in two.text()
    one.close()
    two.close()


def test_more_tabs_than_a_browser_has_connections(browser, address):
    """
    Eight open posts do not keep the ninth from loading.
    """
    tabs = [browser.open(f"{address}/posts/a") for _ in range(9)]
    assert_clean(tabs[-1])
    for tab in tabs:
        tab.close()


def test_the_index_fills_in_and_follows(browser, site, address):
    """
    Covers appear as posts are built; a new post appears as it is saved.
    """
    tab = browser.open(address, width=1280)
    tab.wait_for("document.querySelectorAll('.mx-tile img').length === 2")
    text = "---\ntitle: 第三篇\n---\n\n刚写的。\n"
    (site / "content" / "c.md").write_text(text, encoding="utf-8")
    tab.wait_for_text("第三篇")
    tab.wait_for("document.querySelectorAll('.mx-tile img').length === 3")
    assert_clean(tab)
    tab.click(".mx-tile a")
    tab.wait_for("location.pathname.startsWith('/posts/')")
    tab.close()

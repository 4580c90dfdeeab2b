"""The phone page and the index of all posts in a real browser."""

import pytest
from browser import chromium
from PIL import Image
from serving import serving

from mdwx.config import read_config
from mdwx.model import Crop
from mdwx.preview.loopback import Door
from mdwx.preview.printed import index_page, phone_page
from mdwx.preview.screens import Row, Screen
from mdwx.preview.server import watching

pytestmark = pytest.mark.browser


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
    text = "---\ntitle: 第一篇\n---\n\n![图](图/a.png)\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    text = "---\ntitle: 第二篇\n---\n\n另一篇的话。\n"
    (folder / "b.md").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def address(site):
    """Where the site is watched."""
    config = read_config(site, env={})
    with (
        watching(config, door=Door(), env={}) as (app, channel),
        serving(app, on_exit=channel.close) as address,
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
    file.write_text(phone_page(screen, home="all.html"), encoding="utf-8")
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
    assert tab.evaluate(ground.format("body")) == "rgb(17, 18, 20)"
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


def test_the_index_fills_in_and_follows(browser, site, address):
    """
    Covers appear as posts are built; a new post appears as it is saved.
    """
    tab = browser.open(address, width=1280)
    tab.wait_for("document.querySelectorAll('.dk-post img').length === 2")
    text = "---\ntitle: 第三篇\n---\n\n刚写的。\n"
    (site / "content" / "c.md").write_text(text, encoding="utf-8")
    tab.wait_for_text("第三篇")
    tab.wait_for("document.querySelectorAll('.dk-post img').length === 3")
    assert_clean(tab)
    tab.click(".dk-post a")
    tab.wait_for("location.pathname.startsWith('/posts/')")
    tab.close()

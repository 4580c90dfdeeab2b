"""The desk of ``mdwx watch`` in a real browser: what an author sees after a save."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager

import pytest
from browser import chromium
from PIL import Image
from serving import serving

from mdwx.config import read_config
from mdwx.preview.loopback import Door
from mdwx.preview.server import watching

pytestmark = pytest.mark.browser

PATIENCE_S = 60
POST = """---
title: 第一篇
author: 张三
---

{words}

![图](图/a.png)

## 小节

{more}
"""
MORE = "一段很长的话，长得要滚动才看得完。\n\n" * 60
FRAME = "document.querySelector('.dk-frame').contentDocument"
TEXT = f"{FRAME}.body.innerText"
SCROLL = f"{FRAME}.scrollingElement.scrollTop"


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


def write(site, words, *, more=MORE):
    text = POST.format(words=words, more=more)
    (site / "content" / "a.md").write_text(text, encoding="utf-8")


@contextmanager
def watched(site, *, door=None):
    """Where the site is watched."""
    config = read_config(site, env={})
    with (
        watching(config, door=door or Door(), env={}) as (app, channel),
        serving(app, on_exit=channel.close, door=door) as address,
    ):
        yield address


@pytest.fixture
def address(site):
    with watched(site) as address:
        yield address


@pytest.fixture
def desk(browser, address):
    """The desk of the first post, once its article is there."""
    tab = browser.open(f"{address}/posts/a", width=1280, height=900)
    wait(tab, f"{TEXT}.includes('原来的话')")
    wait(tab, "document.getElementById('dk-live').dataset.state === 'on'")
    yield tab
    tab.close()


def wait(tab, script):
    """Wait for a fact, however busy the machine is."""
    guarded = f"(() => {{ try {{ return {script} }} catch {{ return false }} }})()"
    tab.wait_for(guarded, within_s=PATIENCE_S)


def shows(tab, words):
    wait(tab, f"{TEXT}.includes({json.dumps(words)})")


def choose(tab, name, value):
    tab.click(f'input[name="dk-{name}"][value="{value}"]')


def test_a_saved_edit_shows_at_the_same_place_in_the_same_page(desk, site):
    """
    Only what changed is touched: scroll position, blocks and picture stay.
    """
    desk.evaluate(
        f"{FRAME}.scrollingElement.scrollTop = 900;"
        f"window.picture = {FRAME}.querySelector('#js_content img');"
        f"window.last = {FRAME}.querySelector('#js_content p:last-of-type')"
    )
    write(site, "新写的话")
    shows(desk, "新写的话")
    assert "原来的话" not in desk.evaluate(TEXT)
    assert desk.evaluate(SCROLL) == 900
    assert desk.evaluate("window.picture.isConnected && window.last.isConnected")
    assert desk.complaints == []
    assert desk.outside() == []


def test_what_is_shown_is_what_would_be_sent(desk, site):
    """
    The frame holds the fragment byte for byte, after edits as after loading.
    """
    script = (
        "(async () => {"
        " const state = await (await fetch('/_state/a')).json();"
        " const box = document.createElement('template');"
        " box.innerHTML = state.html;"
        f" return box.innerHTML === {FRAME}.getElementById('js_content').innerHTML"
        "})()"
    )
    assert desk.evaluate(script)
    for words in ("新写的话", "再写的话\n\n- 一\n- 二", "最后的话"):
        write(site, words)
        shows(desk, words[:4])
        assert desk.evaluate(script)


PATCHES = """
(async () => {
  const { patch } = await import("/_static/patch.js");
  let seed = 7;
  const luck = (most) => (seed = (seed * 48271) % 2147483647) % most;
  const tree = (deep) => {
    const element = document.createElement(["p", "section", "span"][luck(3)]);
    if (luck(3) === 0) element.setAttribute("style", `width:${luck(4)}px`);
    for (let left = luck(5); left > 0; left -= 1) {
      if (deep && luck(2)) element.append(tree(deep - 1));
      else if (luck(6) === 0) element.append(document.createComment(luck(3)));
      else element.append(`${luck(5)}`);
    }
    return element;
  };
  const box = (count) => {
    const root = document.createElement("div");
    for (let left = count; left > 0; left -= 1) root.append(tree(3));
    return root;
  };
  for (let round = 0; round < 400; round += 1) {
    const old = box(luck(9));
    const fresh = luck(2) ? box(luck(9)) : old.cloneNode(true);
    if (fresh.childNodes.length > 2) {
      // Moved, doubled and gone: what an author does to paragraphs.
      fresh.insertBefore(fresh.lastChild, fresh.childNodes[luck(2)]);
      fresh.insertBefore(fresh.firstChild.cloneNode(true), fresh.lastChild);
      fresh.childNodes[luck(fresh.childNodes.length)].remove();
    }
    const wanted = fresh.cloneNode(true);
    patch(old, fresh);
    if (!old.isEqualNode(wanted)) return `${round}: ${old.innerHTML}`;
  }
  const row = (...words) => {
    const root = document.createElement("div");
    for (const word of words) root.append(make(word));
    return root;
  };
  const make = (word) => {
    const element = document.createElement("p");
    element.textContent = word;
    return element;
  };
  const old = row("a", "b", "c", "d");
  const kept = [...old.children].slice(1);
  patch(old, row("b", "new", "c", "d", "a"));
  return kept.every((each) => each.parentNode === old);
})()
"""


def test_a_patched_tree_is_the_one_it_was_patched_to(desk):
    """
    Whatever moved, came or went; and blocks that stay in order are not touched.
    """
    assert desk.evaluate(PATCHES) is True


QUICKLY = """
(async () => {
  const { patchBlocks } = await import("/_static/blocks.js");
  let seed = 11;
  const luck = (most) => (seed = (seed * 48271) % 2147483647) % most;
  const block = () => [
    `<p style="width:${luck(9)}px">${luck(9)}&lt;b&gt;</p>`, `<p></p>`, `<hr>`,
    `<p title="<p>${luck(9)}>"><img alt="a>b" src="data:,"><br></p>`,
    `<section><ul><li>${luck(9)}</li><li><p>a</p></li></ul></section>`,
    `<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>`,
  ][luck(6)];
  const article = (blocks) => `<section style="color:red">${blocks.join("")}</section>`;
  const box = document.createElement("template");
  const content = document.createElement("div");
  const shown = (html) => { box.innerHTML = html; return box.innerHTML; };
  for (let round = 0; round < 400; round += 1) {
    const blocks = Array.from({ length: 1 + luck(8) }, block);
    const before = article(blocks);
    for (let left = luck(4); left > 0; left -= 1) {
      const fresh = Array.from({ length: luck(3) }, block);
      blocks.splice(luck(blocks.length + 1), luck(3), ...fresh);
    }
    const html = article(blocks);
    content.innerHTML = before;
    if (!patchBlocks(content, before, html)) return `${round}: ${before}`;
    if (content.innerHTML !== shown(html)) return `${round}: ${before} ${html}`;
  }
  const odd = [
    "", "a", "<p></p><p></p>", "<hr>", "<section></section>", "<p>a</p>b", "<p>",
    "<section>a<p></p></section>", "<section><p></p>a</section>",
    "<section><p></p>a<p></p></section>", " <section><p></p></section>",
    "<section><p></p><!----></section>", "<section><p><p></p></p></section>",
  ];
  for (const before of odd) {
    content.innerHTML = before;
    if (patchBlocks(content, before, article(["<p>b</p>"]))) return before;
    if (content.innerHTML !== shown(before)) return `touched: ${before}`;
  }
  content.innerHTML = article(["<p>a</p>", "<p>b</p>", "<p>c</p>"]);
  const kept = [...content.firstChild.children];
  const fresh = article(["<p>a</p>", "<p>new</p>", "<p>b</p>", "<p>c</p>"]);
  patchBlocks(content, article(["<p>a</p>", "<p>b</p>", "<p>c</p>"]), fresh);
  return kept.every((each) => content.contains(each));
})()
"""


def test_what_changed_is_told_from_the_text(desk):
    """
    Whatever blocks come, go or change; where there is more to it, nothing is done.
    """
    assert desk.evaluate(QUICKLY) is True


@pytest.mark.parametrize("width", [375, 390, 414, 625, 717])
def test_the_article_is_as_wide_as_on_that_screen(desk, width):
    """
    WeChat leaves 20 px on each side; 585 and 677 are the official widths of text.
    """
    choose(desk, "width", 375 if width != 375 else 390)
    choose(desk, "width", width)
    box = f"{FRAME}.getElementById('js_content')"
    wait(desk, f"{box}.clientWidth === {width - 40}")
    assert desk.evaluate("localStorage.getItem('mdwx.width')") == str(width)
    desk.evaluate("localStorage.clear()")


def test_day_and_night_stand_side_by_side(desk, site):
    """
    Both follow a save; the night has the colours of the reader's dark mode.
    """
    choose(desk, "scene", "both")
    night = "document.querySelectorAll('.dk-frame')[1].contentDocument"
    wait(desk, f"{night}.querySelector('.mx-by-night').innerText.includes('原来的话')")
    write(site, "夜里的话")
    wait(desk, f"{night}.body.innerText.includes('夜里的话')")
    shows(desk, "夜里的话")
    colour = (
        f"getComputedStyle({night}.querySelector('#js_content p'))"
        ".color.match(/\\d+/g).slice(0, 3).every((it) => it > 120)"
    )
    assert desk.evaluate(colour)
    desk.evaluate("localStorage.clear()")


def test_broken_front_matter_shows_above_the_last_good_page(desk, site):
    """
    The error says where and opens the editor there; mending it takes it away.
    """
    file = site / "content" / "a.md"
    good = file.read_text(encoding="utf-8")
    broken = good.replace("title: 第一篇", "title: [第一篇")
    file.write_text(broken, encoding="utf-8")
    alert = "document.querySelector('[role=alert]:not([hidden])')"
    wait(desk, f"{alert}.innerText.includes('content/a.md')")
    assert "原来的话" in desk.evaluate(TEXT)
    href = desk.evaluate(f"{alert}.querySelector('a').href")
    assert href.startswith("vscode://file/")
    file.write_text(good, encoding="utf-8")
    wait(desk, f"!{alert}")
    assert "原来的话" in desk.evaluate(TEXT)


def test_a_post_that_was_never_good_appears_once_it_is(browser, site):
    """
    Until then the error stands alone, and the page is no blank.
    """
    (site / "content" / "a.md").write_text("---\ntitle: [x\n---\n\n文\n", "utf-8")
    with watched(site) as address:
        tab = browser.open(f"{address}/posts/a", width=1280)
        wait(tab, "document.querySelector('[role=alert]:not([hidden])')")
        wait(tab, "document.querySelector('.dk-empty:not([hidden])')")
        write(site, "写好了")
        shows(tab, "写好了")
        assert tab.evaluate("document.querySelector('.dk-empty').hidden")
        tab.close()


def test_a_broken_site_file_is_told_and_mended(desk, site):
    """
    A mistake in mdwx.toml does not end the watch.
    """
    (site / "mdwx.toml").write_text("[site]\ntheem = 'x'\n", encoding="utf-8")
    alert = "document.querySelector('[role=alert]:not([hidden])')"
    wait(desk, f"{alert}.innerText.includes('theem')")
    (site / "mdwx.toml").write_text("[site]\ntheme = 'default'\n", encoding="utf-8")
    wait(desk, f"!{alert}")


def test_a_changed_picture_shows_by_itself(desk, site):
    """
    Its address changes with its bytes, so no cache stands in the way.
    """
    Image.new("RGB", (300, 300), "#a92318").save(site / "content" / "图" / "a.png")
    wait(desk, f"{FRAME}.querySelector('#js_content img').naturalWidth === 300")


def test_a_finding_leads_to_its_place_and_to_the_editor(desk, site):
    """
    A sign stands where the picture was; a click on the finding shows it.
    """
    write(site, "原来的话", more=MORE + "![没有](none.png)\n")
    finding = "document.querySelector('.dk-finding[data-severity=error]')"
    wait(desk, f"{finding}.innerText.includes('none.png')")
    assert desk.evaluate(SCROLL) == 0
    desk.evaluate(f"{finding}.querySelector('button').click()")
    wait(desk, f"{SCROLL} > 500")
    line = desk.evaluate(f"{finding}.querySelector('a').innerText").split(":")[1]
    assert int(line) > 100
    href = desk.evaluate(f"{finding}.querySelector('a').href")
    assert f"/content/a.md:{line}" in href
    shutil.copy(site / "content" / "图" / "a.png", site / "content" / "none.png")
    wait(desk, f"!{finding}")


FOUND = "[...document.querySelectorAll('.dk-finding')].map((it) => it.textContent)"
CHIP = "document.querySelector('.dk-chip').textContent"


@pytest.mark.parametrize("width", [1280, 600])
def test_no_key_is_lost_on_the_way_to_the_next_finding(browser, site, address, width):
    """
    Pressed while the article still moves, where the list is hidden, after a mending.
    """
    lost = "".join(f"![](none{number}.png)\n\n{MORE}" for number in range(4))
    write(site, "原来的话", more=lost)
    tab = browser.open(f"{address}/posts/a", width=width, height=900)
    wait(tab, f"{FOUND}.join().includes('none3.png')")
    found = tab.evaluate(FOUND)
    at = [index for index, it in enumerate(found) if "不存在" in it]
    press_f(tab, times=at[2] + 1)
    shows_place(tab, found[at[2]], picture=3)
    shutil.copy(site / "content" / "图" / "a.png", site / "content" / "none1.png")
    wait(tab, f"!{FOUND}.join().includes('none1.png 不存在')")
    press_f(tab, times=1)
    shows_place(tab, found[at[3]], picture=4)
    # All the way round, and one short of it.
    press_f(tab, times=len(found) - 2)
    shows_place(tab, found[at[2]], picture=3)
    tab.close()


def press_f(tab, *, times):
    """Press the key so often, as fast as can be."""
    key = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'f'}))"
    tab.evaluate(f"for (let left = {times}; left > 0; left -= 1) {key}")


def shows_place(tab, finding, *, picture):
    """Wait until the place of a finding is told and on the screen."""
    line = re.search(r"content/a.md:(\d+)", finding)[1]
    wait(tab, f"{CHIP}.includes('content/a.md 第 {line} 行')")
    top = f"{FRAME}.querySelectorAll('#js_content img')[{picture}]"
    wait(tab, f"Math.abs({top}.getBoundingClientRect().top - 400) < 400")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a b.md", "a%20b.md"),
        ('"><script>.md', "%22%3E%3Cscript%3E.md"),
        ("a&line=9.md", "a%26line%3D9.md"),
        ("a?b#c.md", "a%3Fb%23c.md"),
        ("{line}.md", "%7Bline%7D.md"),
        ("$&.md", "%24%26.md"),
        ("a%0A.md", "a%250A.md"),
        ("文/你好.md", "%E6%96%87/%E4%BD%A0%E5%A5%BD.md"),
    ],
)
def test_a_hostile_name_stays_one_file_name(desk, name, shown):
    """
    Whatever a file is called, the link to the editor names it and nothing else.
    """
    desk_of = {"editor": "idea://open?file=/site/{path}&line={line}&column={column}"}
    place = {"path": name, "line": 3}
    href = desk.evaluate(
        'import("/_static/opening.js").then(({ opening }) => '
        f"opening({json.dumps(desk_of)}, {json.dumps(place)}))"
    )
    assert href == f"idea://open?file=/site/{shown}&line=3&column=1"


def test_counts_and_card_follow_the_front_matter(desk, site):
    """
    Title and digest are counted against the limits as they are written.
    """
    file = site / "content" / "a.md"
    text = file.read_text(encoding="utf-8")
    text = text.replace("title: 第一篇", f"title: {'长' * 40}\ndigest: 写好的摘要")
    file.write_text(text, encoding="utf-8")
    row = "document.getElementById('dk-count-title').closest('.dk-limit')"
    wait(desk, f"{row}.dataset.severity === 'warning'")
    assert "40 / 32" in desk.evaluate(f"{row}.innerText")
    digest = "document.querySelector('#dk-card .dk-card-digest').innerText"
    assert desk.evaluate(digest) == "写好的摘要"


def test_a_line_of_the_source_is_shown(browser, address):
    """
    ``?line=`` scrolls to the block of that line; a click on a block tells its line.
    """
    tab = browser.open(f"{address}/posts/a?line=70", width=1280, height=900)
    wait(tab, f"{SCROLL} > 500")
    wait(tab, "document.querySelector('.dk-chip').innerText.includes('70')")
    tab.evaluate(f"{FRAME}.querySelector('#js_content h2').click()")
    wait(tab, "document.querySelector('.dk-chip').innerText.includes('10')")
    tab.evaluate("window.same = true; location.hash = 'line=90'")
    wait(tab, "document.querySelector('.dk-chip').innerText.includes('90')")
    assert tab.evaluate("window.same")
    tab.close()


def test_the_clients_text_size_scales_letters(desk):
    """
    Letters grow and boxes do not; the ordinary size is the very fragment again.
    """
    size = (
        f"parseFloat(getComputedStyle({FRAME}.querySelector('#js_content p')).fontSize)"
    )
    before = desk.evaluate(size)
    choice = "document.querySelector('.dk-select select')"
    change = f"{choice}.value = '{{}}'; {choice}.dispatchEvent(new Event('change'))"
    desk.evaluate(change.format(1.3))
    wait(desk, f"Math.abs({size} - {before * 1.3}) < 0.2")
    desk.evaluate(change.format(1))
    wait(desk, f"{size} === {before}")


def test_a_tab_in_the_background_catches_up_when_looked_at(browser, site, address):
    """
    Each tab shows its own post; a hidden one gives its connection back meanwhile.
    """
    one = browser.open(f"{address}/posts/a", width=1280)
    two = browser.open(f"{address}/posts/b", width=1280)
    shows(two, "另一篇的话")
    write(site, "新写的话")
    one.show()
    shows(one, "新写的话")
    two.show()
    assert "另一篇的话" in two.evaluate(TEXT)
    one.close()
    two.close()


def test_more_tabs_than_a_browser_has_connections(browser, address):
    """
    Eight open posts do not keep the ninth from loading.
    """
    tabs = [browser.open(f"{address}/posts/a", width=1280) for _ in range(9)]
    shows(tabs[-1], "原来的话")
    for tab in tabs:
        tab.close()


def test_a_page_finds_the_server_again(browser, site):
    """
    After a restart the open page shows what was saved meanwhile, without a reload.
    """
    with watched(site) as address:
        port = int(address.rpartition(":")[2])
        tab = browser.open(f"{address}/posts/a", width=1280)
        shows(tab, "原来的话")
        tab.evaluate("window.same = true")
    write(site, "关掉时写的话")
    wait(tab, "document.getElementById('dk-live').dataset.state === 'off'")
    with watched(site, door=Door(port=port)):
        shows(tab, "关掉时写的话")
        wait(tab, "document.getElementById('dk-live').dataset.state === 'on'")
        assert tab.evaluate("window.same")
        write(site, "开了以后写的话")
        shows(tab, "开了以后写的话")
        tab.close()


def test_a_renamed_post_is_followed(desk, site):
    """
    The page goes on with the file under its new name, and follows that.
    """
    desk.evaluate(f"window.same = true; {FRAME}.scrollingElement.scrollTop = 500")
    (site / "content" / "a.md").rename(site / "content" / "c.md")
    wait(desk, "location.pathname === '/posts/c'")
    text = (site / "content" / "c.md").read_text(encoding="utf-8")
    text = text.replace("原来的话", "改名以后的话")
    (site / "content" / "c.md").write_text(text, encoding="utf-8")
    shows(desk, "改名以后的话")
    assert desk.evaluate("window.same")
    assert desk.evaluate(SCROLL) == 500
    assert desk.evaluate("document.getElementById('dk-alert').hidden")


def test_nothing_of_an_article_runs(browser, site):
    """
    Neither script nor handler nor address, by day or by night, loaded or patched in.
    """
    hostile = (
        '<img src="x:" onerror="top.ran = 1"><svg onload="top.ran = 1"></svg>'
        '<a href="javascript:top.ran = 1">x</a><script>top.ran = 1</script>\n\n'
        "[点这里](javascript:top.ran=1)"
    )
    with watched(site) as address:
        tab = browser.open(f"{address}/posts/a", width=1280)
        shows(tab, "原来的话")
        frame = f"{FRAME}.getElementById('js_content')"
        tab.evaluate(f"{frame}.innerHTML = {json.dumps(hostile)}")
        tab.evaluate(f"{frame}.querySelectorAll('a').forEach((it) => it.click())")
        write(site, f"敌人来了\n\n{hostile}")
        shows(tab, "敌人来了")
        assert tab.evaluate("window.ran") is None
        assert tab.evaluate(f"{FRAME}.location.pathname") == "/_frame/a"
        tab.close()


def test_the_desk_works_on_a_phone(browser, address):
    """
    The article fills the screen; what is said of it is one tap away.
    """
    tab = browser.open(f"{address}/posts/a", width=390, height=844)
    shows(tab, "原来的话")
    assert tab.evaluate(f"{FRAME}.getElementById('js_content').clientWidth") == 350
    tab.click('.dk-tabs [data-view="side"]')
    wait(
        tab, "document.getElementById('dk-counts').getBoundingClientRect().width > 300"
    )
    assert not tab.overflows()
    tab.close()

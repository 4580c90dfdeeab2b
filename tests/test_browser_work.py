"""What is done from the desk of ``mdwx watch``, in a browser: copy, dress, send."""

from __future__ import annotations

import base64
import json
import os
from contextlib import contextmanager

import pytest
import requests
from browser import chromium
from PIL import Image
from served import TWO_ACCOUNTS, wechat_at
from serving import serving
from support import run_mdwx, write_site

from mdwx.cli.ordering import performing
from mdwx.config import read_config
from mdwx.preview.loopback import Door
from mdwx.preview.server import Watching, watching

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PATIENCE_S = 60
FRAME = "document.querySelector('.dk-frame').contentDocument"
LOG = "document.querySelector('.dk-log').innerText"
POST = """---
title: 春天
digest: 一句话
# 以后再想
tags: [a]
---

一段**正文**。

```python
print("hi")
```

![山](山.png)
"""
SECOND = "---\ntitle: 夏天\ndigest: 热\n---\n\n另一段。\n"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def site(tmp_path):
    files = {"content/spring.md": POST, "content/summer.md": SECOND}
    site = write_site(tmp_path / "site", files)
    Image.new("RGB", (640, 400), "green").save(site / "content/山.png")
    return site


@contextmanager
def watched(site, *, env=None, port=0):
    """Where a site is watched, by pages that may act."""
    door = Door(port=port, language="en")
    env = {**os.environ, **(env or {})}
    how = Watching(perform=performing(site, env=env))
    config = read_config(site, env=env)
    with (
        watching(config, door=door, env=env, how=how) as (app, channel),
        serving(app, on_exit=channel.close, door=door) as address,
    ):
        yield address


@pytest.fixture
def address(site):
    with watched(site) as address:
        yield address


@contextmanager
def desk_at(browser, address, slug="spring"):
    """The desk of a post, once its article is there."""
    tab = browser.open(f"{address}/posts/{slug}", width=1280, height=900)
    tab.show()
    wait(tab, f"{FRAME}.getElementById('js_content').innerText.length > 2")
    wait(tab, "document.getElementById('dk-live').dataset.state === 'on'")
    wait(tab, "document.querySelectorAll('.dk-themes input').length > 5")
    try:
        yield tab
        assert tab.complaints == []
    finally:
        tab.close()


@pytest.fixture
def desk(browser, address):
    with desk_at(browser, address) as tab:
        yield tab


def wait(tab, script):
    """Wait for a fact, however busy the machine is."""
    guarded = f"(() => {{ try {{ return {script} }} catch {{ return false }} }})()"
    tab.wait_for(guarded, within_s=PATIENCE_S)


def wait_for_text(tab, words):
    wait(tab, f"document.body.innerText.includes({json.dumps(words)})")


def press(tab, selector):
    """Click as a person does: with the mouse, where the element is."""
    wait(tab, f"document.querySelector({json.dumps(selector)}).offsetParent !== null")
    box = tab.evaluate(
        f"(() => {{ const it = document.querySelector({json.dumps(selector)});"
        "it.scrollIntoView({block: 'nearest'});"
        "const {x, y, width, height} = it.getBoundingClientRect();"
        "return {x: x + width / 2, y: y + height / 2} })()"
    )
    for kind in ("mousePressed", "mouseReleased"):
        tab.command(
            "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **box
        )


def pasted(browser):
    """What an editor gets that is pasted into."""
    tab = browser.open("data:text/html,<body contenteditable>", width=600)
    try:
        tab.show()
        tab.evaluate(
            "window.got = null; document.addEventListener('paste', event => {"
            "window.got = event.clipboardData.getData('text/html') });"
            "document.body.focus()"
        )
        tab.command(
            "Input.dispatchKeyEvent", type="keyDown", key="v", commands=["paste"]
        )
        wait(tab, "window.got !== null")
        return tab.evaluate("window.got")
    finally:
        tab.close()


def fragment(html):
    """What stands between the marks."""
    return html.partition("<!--StartFragment-->")[2].rpartition("<!--EndFragment-->")[0]


def article(site, slug, **build):
    """What a build writes as the article, and the file of its picture."""
    run_mdwx("build", f"content/{slug}.md", *build.pop("words", ()), cwd=site, **build)
    folder = site / "dist" / slug
    picture = next(folder.glob("images/mdwx-*.png"))
    return (folder / "article.html").read_text("utf-8"), picture


def test_the_copy_button_puts_our_html_on_the_clipboard_unchanged(browser, desk, site):
    """Read back from it byte for byte, with the pictures inside."""
    press(desk, "#dk-copy")
    wait_for_text(desk, "copied, pictures inside")
    found = fragment(pasted(browser))
    html, picture = article(site, "spring", words=("--offline",))
    data = base64.b64encode(picture.read_bytes()).decode()
    wanted = html.replace(f"images/{picture.name}", f"data:image/png;base64,{data}")
    assert found == wanted


def test_a_copy_has_the_accounts_pictures_once_they_are_there(browser, site, tmp_path):
    """Nothing is asked of the account for it."""
    with wechat_at(tmp_path / "far") as host:
        html, _ = article(site, "spring", env=host.env)
        with (
            watched(site, env=host.env) as address,
            desk_at(browser, address) as desk,
        ):
            before = len(host.requests)
            press(desk, "#dk-copy")
            wait_for_text(desk, "copied with the account's pictures")
            assert len(host.requests) == before
    assert "mmbiz.qpic.cn" in html
    assert fragment(pasted(browser)) == html


ACCOUNT = "document.getElementById('dk-account')"


@pytest.fixture
def two_accounts(site, tmp_path):
    """A host with two accounts, between which the site's posts may choose."""
    with wechat_at(tmp_path / "far") as host:
        other = host.add_account("tech")
        base = host.env["MDWX_API_BASE"]
        text = TWO_ACCOUNTS.format(main=host.appid, tech=other.appid, base=base)
        host.env = {
            "MDWX_SECRET_MAIN": host.env["MDWX_SECRET"],
            "MDWX_SECRET_TECH": other.secret.reveal(),
            "MDWX_API_BASE": base,
        }
        write_site(site, {"mdwx.toml": text})
        yield host


def choose_account(desk, name):
    """Choose another while the page gets a copy of the one before ready."""
    enter = (
        "document.getElementById('dk-copy').dispatchEvent(new Event('pointerenter'))"
    )
    change = f"{ACCOUNT}.value = '{name}'; {ACCOUNT}.dispatchEvent(new Event('change'))"
    wait(desk, f"!{ACCOUNT}.parentElement.hidden")
    desk.evaluate(f"{enter}; {change}")


def test_copies_and_drafts_are_of_the_account_that_was_chosen(
    browser, site, two_accounts
):
    """
    Its pictures, its draft box; the choice lasts as long as the tab, in every post.
    """
    host = two_accounts
    html, _ = article(site, "spring", env=host.env, words=("--account", "tech"))
    with watched(site, env=host.env) as address:
        with desk_at(browser, address) as desk:
            press(desk, "#dk-copy")
            # The post's own account has none of the pictures.
            wait_for_text(desk, "copied, pictures inside")
            choose_account(desk, "tech")
            press(desk, "#dk-copy")
            wait_for_text(desk, "copied with the account's pictures")
            assert fragment(pasted(browser)) == html
            desk.show()
            desk.open(f"{address}/posts/summer")
            wait(desk, f"{ACCOUNT}.value === 'tech'")
            press(desk, "#dk-act")
            wait(
                desk, "document.querySelector('.dk-stand strong').innerText === 'tech'"
            )
            press(desk, "[data-command=draft]")
            wait(desk, "document.querySelector('.dk-log [data-kind=good]')")
        (draft,) = host.shelves.drafts()
        assert draft.account == "tech"
        with desk_at(browser, address) as other:
            wait(other, f"{ACCOUNT}.value === ''")
            assert "main (default)" in other.evaluate(f"{ACCOUNT}.innerText")


def test_one_account_is_no_choice(desk):
    """Nothing to choose stands in the bar; an account that comes is there at once."""
    wait(desk, f"{ACCOUNT}.parentElement.hidden")


def test_a_theme_is_tried_live_and_then_written_into_the_file(desk, site):
    """The article changes at once; the file only on a click, in one line."""
    before = (site / "content/spring.md").read_text("utf-8")
    style = f"{FRAME}.querySelector('#js_content strong').getAttribute('style')"
    was = desk.evaluate(style)
    desk.click('.dk-themes input[value="ink"]')
    wait(desk, f"{style} !== {json.dumps(was)}")
    assert (site / "content/spring.md").read_text("utf-8") == before
    press(desk, ".dk-wear .dk-primary")
    wait(desk, "document.querySelector('.dk-wear').hidden")
    after = before.replace("tags: [a]\n", "tags: [a]\ntheme: ink\n")
    assert (site / "content/spring.md").read_text("utf-8") == after
    wait(desk, f"{style} !== {json.dumps(was)}")


def test_what_is_saved_meanwhile_is_shown_in_the_tried_look(desk, site):
    """And undoing it shows the post's own again."""
    style = f"{FRAME}.querySelector('#js_content strong').getAttribute('style')"
    was = desk.evaluate(style)
    desk.click('.dk-themes input[value="ink"]')
    wait(desk, f"{style} !== {json.dumps(was)}")
    tried = desk.evaluate(style)
    write_site(site, {"content/spring.md": POST.replace("正文", "新写的话")})
    wait(desk, f"{FRAME}.body.innerText.includes('新写的话')")
    assert desk.evaluate(style) == tried
    press(desk, ".dk-wear .dk-button:not(.dk-primary)")
    wait(desk, f"{style} === {json.dumps(was)}")


def test_code_style_and_accent_are_tried_too(desk):
    """Each changes what it colours."""
    code = f"{FRAME}.querySelector('#js_content').innerHTML"
    was = desk.evaluate(code)
    desk.evaluate(
        "(() => { const it = document.getElementById('dk-code-theme');"
        "it.value = 'monokai'; it.dispatchEvent(new Event('change')) })()"
    )
    wait(desk, f"{code} !== {json.dumps(was)}")
    was = desk.evaluate(code)
    desk.evaluate(
        "(() => { const it = document.getElementById('dk-accent');"
        "it.value = '#c0392b'; it.dispatchEvent(new Event('input')) })()"
    )
    wait(desk, f"{code} !== {json.dumps(was)} && {code}.includes('#c0392b')")


def test_a_post_is_published_from_the_page(desk, site):
    """To the sandbox, with progress, and then it is seen as its readers see it."""
    press(desk, "#dk-act")
    wait_for_text(desk, "not sent yet")
    press(desk, "[data-command=publish]")
    wait(desk, f"{LOG}.includes('sandbox: publish 春天')")
    wait(desk, "document.querySelector('.dk-log [data-kind=good]')")
    wait(desk, "document.querySelector('.dk-stand a')")
    assert "published" in desk.evaluate("document.querySelector('.dk-stand').innerText")
    href = desk.evaluate("document.querySelector('.dk-stand a').href")
    page = requests.get(href, timeout=PATIENCE_S)
    assert page.status_code == 200
    assert "春天" in page.text
    state = run_mdwx("status", "content/spring.md", "--json", cwd=site).json
    assert state["posts"][0]["state"] == "published"


@pytest.mark.parametrize(("button", "published"), [("Yes", ["春天"]), ("No", [])])
def test_a_real_account_is_asked_about_on_the_page(
    browser, site, tmp_path, button, published
):
    """The command line's question, and nothing goes out before it is answered."""
    with (
        wechat_at(tmp_path / "far") as host,
        watched(site, env=host.env) as address,
        desk_at(browser, address) as desk,
    ):
        press(desk, "#dk-act")
        press(desk, "[data-command=publish]")
        wait(desk, "!document.querySelector('.dk-question').hidden")
        assert "cannot be changed afterwards" in desk.evaluate(LOG)
        assert host.published == []
        primary = ".dk-primary" if button == "Yes" else ":not(.dk-primary)"
        press(desk, f".dk-question .dk-button{primary}")
        wait(desk, "!document.querySelector('[data-command=publish]').disabled")
        assert host.published == published


def test_a_page_loaded_again_sees_what_is_under_way(browser, site, tmp_path):
    """The question is asked there, too."""
    with (
        wechat_at(tmp_path / "far") as host,
        watched(site, env=host.env) as address,
        desk_at(browser, address) as desk,
    ):
        press(desk, "#dk-act")
        press(desk, "[data-command=publish]")
        wait(desk, "!document.querySelector('.dk-question').hidden")
        with desk_at(browser, address) as other:
            wait(other, "!document.querySelector('.dk-question').hidden")
            press(other, ".dk-question .dk-primary")
            wait(other, "document.querySelector('.dk-log [data-kind=good]')")
        assert host.published == ["春天"]


def test_an_open_page_acts_after_the_server_was_started_again(browser, site):
    """It is told the new server's token."""
    with watched(site) as address:
        tab = browser.open(f"{address}/posts/spring", width=1280)
        tab.show()
        wait(tab, "document.getElementById('dk-live').dataset.state === 'on'")
        tab.evaluate("window.old = document.body.dataset.token")
    wait(tab, "document.getElementById('dk-live').dataset.state === 'off'")
    with watched(site, port=int(address.rpartition(":")[2])):
        wait(tab, "document.body.dataset.token !== window.old")
        press(tab, "#dk-act")
        press(tab, "[data-command=draft]")
        wait(tab, "document.querySelector('.dk-log [data-kind=good]')")
        tab.close()


def test_all_posts_are_found_and_walked_by_keys(browser, address):
    """Search narrows as one types; j goes to a post and Enter opens it."""
    tab = browser.open(address, width=1280)
    wait(tab, "document.querySelectorAll('.dk-post').length === 2")
    assert not tab.overflows()
    tab.show()
    for key in "/":
        type_key(tab, key)
    wait(tab, "document.activeElement.id === 'find'")
    tab.command("Input.insertText", text="热")
    shown = "[...document.querySelectorAll('.dk-post:not([hidden]) h2')]"
    wait(tab, f"{shown}.map(it => it.innerText).join() === '夏天'")
    assert "1 of 2" in tab.text()
    type_key(tab, "Escape")
    wait(tab, f"{shown}.length === 2")
    type_key(tab, "j")
    type_key(tab, "j")
    type_key(tab, "k")
    wait(tab, "document.activeElement.innerText === '春天'")
    type_key(tab, "Enter", text="\r")
    wait(tab, "location.pathname === '/posts/spring'")
    tab.close()


def type_key(tab, key, *, text=None):
    """Press a key and let it go."""
    text = text or (key if len(key) == 1 else "")
    tab.command("Input.dispatchKeyEvent", type="keyDown", key=key, text=text)
    tab.command("Input.dispatchKeyEvent", type="keyUp", key=key)


def test_all_posts_say_where_they_stand(browser, site, address):
    """From the ledger; what was sent or saved since shows by itself."""
    tab = browser.open(address, width=1280)
    pills = (
        "[...document.querySelectorAll('.dk-post .dk-pill')].map(it => it.innerText)"
    )
    wait(tab, f"{pills}.join() === 'not sent yet,not sent yet'")
    run_mdwx("draft", "content/spring.md", cwd=site)
    write_site(site, {"content/spring.md": POST + "\n更多。\n"})
    wait(tab, f"{pills}.join() === 'draft,changed since,not sent yet'")
    tab.click(".dk-segments input[value=changed-since]")
    wait(tab, "document.querySelectorAll('.dk-post:not([hidden])').length === 1")
    assert tab.complaints == []
    tab.close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_fits(browser, address, width, dark):
    """On a phone and on a desk, by day and by night."""
    for path in ("/", "/posts/spring"):
        tab = browser.open(address + path, width=width, dark=dark)
        wait(tab, "document.getElementById('dk-live').dataset.state === 'on'")
        assert not tab.overflows()
        assert tab.broken_pictures() == []
        assert tab.outside() == []
        assert tab.complaints == []
        tab.close()


@pytest.mark.parametrize(
    ("kind", "start"),
    [("html", b"<!doctype html>"), ("png", b"\x89PNG"), ("pdf", b"%PDF")],
)
def test_a_post_is_downloaded_as_one_file(address, kind, start):
    """With a name of its own."""
    url = f"{address}/_download/{kind}/spring"
    reply = requests.get(url, timeout=PATIENCE_S)
    assert reply.status_code == 200
    assert reply.content.startswith(start)
    assert f"spring.{kind}" in reply.headers["Content-Disposition"]

"""The sandbox's pages in a real browser."""

import io
import json
from urllib.parse import urlsplit

import pytest
from browser import chromium
from PIL import Image
from serving import serving

from mdwx.clock import SystemClock
from mdwx.sandbox.faults import Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.wire import CuttingProtocol
from mdwx.wechat.transport import Request

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def host(tmp_path):
    return Host.open(tmp_path / "sandbox", clock=SystemClock(), seed=1)


@pytest.fixture
def address(host):
    app = create_app(host)
    with serving(app, on_exit=app.close, http=CuttingProtocol) as address:
        yield address


def ask(host, path, *, query=(), body=b"", headers=()):
    """One call in process, as another command of mdwx makes it."""
    request = Request("POST", f"/cgi-bin/{path}", dict(query), dict(headers), body)
    return json.loads(host.send(request, timeout_s=5).body)


def token(host):
    keys = {"appid": host.appid, "secret": host.secret.reveal()}
    body = json.dumps({"grant_type": "client_credential", **keys}).encode()
    return {"access_token": ask(host, "stable_token", body=body)["access_token"]}


def upload(host, path, **query):
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "#17693f").save(file, "PNG")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n'
        b"\r\n" + file.getvalue() + b"\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return ask(host, path, query={**token(host), **query}, body=body, headers=headers)


def add_draft(host, title):
    cover = upload(host, "material/add_material", type="image")
    address = upload(host, "media/uploadimg")["url"]
    article = {
        "title": title,
        "content": f'<p>正文</p><p><img src="{address}" style="width:100%"></p>',
        "thumb_media_id": cover["media_id"],
    }
    body = json.dumps({"articles": [article]}, ensure_ascii=False).encode()
    return ask(host, "draft/add", query=token(host), body=body)["media_id"]


def publish(host, media_id):
    body = json.dumps({"media_id": media_id}).encode()
    sent = ask(host, "freepublish/submit", query=token(host), body=body)
    body = json.dumps({"publish_id": sent["publish_id"]}).encode()
    for _ in range(3):
        got = ask(host, "freepublish/get", query=token(host), body=body)
        if got["publish_status"] == 0:
            return got["article_detail"]["item"][0]["article_url"]
    raise AssertionError(got)


def assert_clean(tab):
    assert not tab.overflows()
    assert tab.broken_pictures() == []
    assert tab.outside() == []
    assert tab.complaints == []


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "path", ["/", "/drafts", "/published", "/materials", "/calls", "/settings"]
)
def test_every_page_fits_a_phone_and_a_desk(browser, host, address, path, width):
    """
    With something to show, nothing sticks out and every picture is there.
    """
    add_draft(host, "草稿")
    publish(host, add_draft(host, "文章"))
    tab = browser.open(address + path, width=width, dark=width == 375)
    tab.wait_for("Array.from(document.images).every(i => i.complete)")
    assert_clean(tab)
    tab.close()


def test_a_new_draft_appears_by_itself_and_opens(browser, host, address):
    """
    The draft box follows what other commands do; a click shows the phone.
    """
    tab = browser.open(f"{address}/drafts")
    tab.wait_for_text("草稿箱是空的")
    add_draft(host, "新的草稿")
    tab.wait_for_text("新的草稿")
    tab.click(".mx-tile a")
    tab.wait_for("document.getElementById('js_content')")
    tab.wait_for("document.querySelector('#js_content img').naturalWidth === 600")
    assert "正文" in tab.text()
    assert_clean(tab)
    tab.close()


def test_a_published_article_is_readable(browser, host, address):
    """
    Under the path of its address, and from disk without the server.
    """
    url = publish(host, add_draft(host, "发出去的文章"))
    for place in (address + urlsplit(url).path, host.page_file(url).as_uri()):
        tab = browser.open(place)
        tab.wait_for_text("发出去的文章")
        tab.wait_for("document.querySelector('#js_content img').naturalWidth === 600")
        assert_clean(tab)
        tab.close()


def test_a_fault_is_ordered_by_the_form(browser, host, address):
    """
    A person chooses, clicks, and the next call meets it.
    """
    tab = browser.open(f"{address}/settings", width=1280)
    tab.evaluate("document.getElementById('trouble').value = 'errcode'")
    tab.evaluate("document.getElementById('errcode').value = '45009'")
    tab.evaluate("document.getElementById('path').value = '/cgi-bin/stable_token'")
    tab.click("#faults button[type=submit]")
    tab.wait_for("document.querySelector('[role=status]')")
    tab.wait_for_text("/cgi-bin/stable_token")
    assert [fault.trouble for fault in host.faults] == [Trouble.ERRCODE]
    assert ask(host, "stable_token", body=b"{}")["errcode"] == 45009
    assert tab.complaints == []
    tab.close()


def test_the_secret_shows_after_a_click(browser, host, address):
    """
    And can be copied with the lines of the environment.
    """
    tab = browser.open(address, width=1280)
    tab.wait_for_text(host.appid)
    assert host.secret.reveal() not in tab.text()
    tab.click("summary")
    tab.wait_for_text(f"MDWX_SECRET={host.secret.reveal()}")
    assert f"MDWX_API_BASE={address}" in tab.text()
    tab.close()


def test_the_journal_follows_the_calls(browser, host, address):
    """
    A call of another process shows by itself.
    """
    tab = browser.open(f"{address}/calls")
    tab.wait_for_text("还没有调用")
    ask(Host.open(host.store.folder, clock=SystemClock()), "draft/count")
    wait_for_call(tab, "draft/count")
    tab.close()


def wait_for_call(tab, path):
    """Wait until the journal has a call."""
    cells = "[...document.querySelectorAll('.mx-table code')]"
    call = json.dumps(f"POST /cgi-bin/{path}")
    tab.wait_for(f"{cells}.some(it => it.textContent === {call})")


def test_a_fault_is_switched_on_beside_the_journal(browser, host, address):
    """
    One click, and the next call meets it; another takes it back.
    """
    tab = browser.open(f"{address}/calls", width=1280)
    tab.evaluate("document.getElementById('path').value = '/cgi-bin/draft/count'")
    tab.click("button[value='cut-after']")
    tab.wait_for("document.querySelector('.mx-pill[data-tone=warning]')")
    (fault,) = host.faults
    assert (fault.trouble, fault.path) == (Trouble.CUT_AFTER, "/cgi-bin/draft/count")
    tab.click("form[action='/faults/clear'] button")
    tab.wait_for("!document.querySelector('.mx-pill[data-tone=warning]')")
    assert host.faults == []
    assert_clean(tab)
    tab.close()


def test_a_choice_stays_while_calls_come_in(browser, host, address):
    """
    What is chosen and not sent yet is not lost to the page's renewal.
    """
    tab = browser.open(f"{address}/calls", width=1280)
    tab.wait_for("document.getElementById('live').dataset.state === 'on'")
    tab.evaluate("document.getElementById('path').value = '/cgi-bin/draft/get'")
    ask(host, "draft/count")
    wait_for_call(tab, "draft/count")
    assert tab.evaluate("document.getElementById('path').value") == "/cgi-bin/draft/get"
    tab.close()


def test_a_published_article_is_shown_by_night(browser, host, address):
    """
    After the filter, with the colours of the reader's dark mode.
    """
    url = publish(host, add_draft(host, "夜里的文章"))
    tab = browser.open(address + urlsplit(url).path, width=1280)
    shown = (
        "[...document.querySelectorAll('.rich_media')].filter(it => it.offsetHeight)"
    )
    assert tab.evaluate(f"{shown}.length") == 1
    tab.click(".mx-switch")
    ground = f"getComputedStyle({shown}[0]).backgroundColor"
    tab.wait_for(f"{ground} === 'rgb(25, 25, 25)'")
    assert_clean(tab)
    tab.close()


def test_the_settings_wait_for_the_person(browser, host, address):
    """
    A form being filled in is not taken away by a call.
    """
    tab = browser.open(f"{address}/settings")
    tab.evaluate("document.getElementById('outcomes').value = '4'")
    ask(host, "draft/count")
    tab.open(f"{address}/calls")
    wait_for_call(tab, "draft/count")
    tab.open(f"{address}/settings")
    assert tab.evaluate("document.getElementById('live')") is None
    tab.close()

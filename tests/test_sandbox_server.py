"""The sandbox over HTTP: its API byte for byte, its pages, its forms."""

import io
import json
import re
import socket
import threading
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
import requests
from PIL import Image
from serving import serving

from mdwx.clock import SystemClock
from mdwx.preview.manners import STRICT
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.pages import article_page, plain_text, with_local_pictures
from mdwx.sandbox.server import create_app
from mdwx.sandbox.wire import CuttingProtocol
from mdwx.wechat.transport import Request


class Served:
    """A sandbox behind an address, and a client of it."""

    def __init__(self, host, url):
        self.host = host
        self.url = url
        self.session = requests.Session()

    def get(self, path, **more):
        return self.session.get(self.url + path, timeout=1000, **more)

    def post(self, path, **more):
        return self.session.post(self.url + path, timeout=1000, **more)

    def token(self):
        keys = {"appid": self.host.appid, "secret": self.host.secret.reveal()}
        query = {"grant_type": "client_credential", **keys}
        return self.get("/cgi-bin/token", params=query).json()["access_token"]

    def call(self, path, body):
        return self.post(
            f"/cgi-bin/{path}",
            params={"access_token": self.token()},
            data=json.dumps(body, ensure_ascii=False).encode(),
        ).json()

    def upload(self, path, **query):
        query["access_token"] = self.token()
        files = {"media": ("a.png", picture(), "image/png")}
        return self.post(f"/cgi-bin/{path}", params=query, files=files).json()

    def form(self, path, /, **fields):
        page = self.get("/settings").text
        key = re.search(r'name="key" value="([^"]+)"', page)[1]
        data = {"key": key, **fields}
        return self.post(path, data=data, allow_redirects=False)


def picture():
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "#17693f").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def host(tmp_path):
    return Host.open(tmp_path / "sandbox", clock=SystemClock(), seed=1)


@pytest.fixture
def served(host):
    app = create_app(host)
    with serving(app, on_exit=app.close, http=CuttingProtocol) as url:
        served = Served(host, url)
        with served.session:
            yield served


@pytest.fixture
def draft(served):
    """A draft with a picture; its media_id."""
    cover = served.upload("material/add_material", type="image")
    body = served.upload("media/uploadimg")
    article = {
        "title": "从 <Markdown> 到公众号",
        "author": "张三",
        "content": f'<p id="x">正文</p><p><img src="{body["url"]}"></p>',
        "thumb_media_id": cover["media_id"],
        "content_source_url": "https://example.com/a",
    }
    return served.call("draft/add", {"articles": [article]})["media_id"]


@pytest.fixture
def address(served, draft):
    """The address of the published article."""
    publish_id = served.call("freepublish/submit", {"media_id": draft})["publish_id"]
    for _ in range(3):
        got = served.call("freepublish/get", {"publish_id": publish_id})
        if got["publish_status"] == 0:
            return got["article_detail"]["item"][0]["article_url"]
    raise AssertionError(got)


SETTINGS = {
    "limits": "documented",
    "publish_looks": "2",
    "publish_seconds": "3.5",
    "outcomes": "4, 0",
    "ip_allow_list": "127.0.0.1\n::1",
    "external_links": "strip",
    "external_images": "filter",
    "fresh_seconds": "0",
    "quotas": "/cgi-bin/draft/add 5 2\n* 1000",
}


@pytest.mark.parametrize("path", ["/", "/settings", "/cgi-bin/token", "/pictures/x"])
def test_a_request_by_another_name_is_refused(served, path):
    """
    A site that points its own name at this machine reaches neither pages nor API.
    """
    reply = served.get(path, headers={"Host": "evil.example"})
    assert reply.status_code == 421


@pytest.mark.parametrize("key", [None, "", "wrong", "钥匙"])
def test_a_form_without_our_key_orders_nothing(served, host, key):
    """
    A page of another site cannot change the sandbox.
    """
    fields = {"trouble": "busy", "count": "1"}
    if key is not None:
        fields["key"] = key
    assert served.post("/faults", data=fields).status_code == 403
    assert host.faults == []


def test_a_form_from_another_origin_orders_nothing(served, host):
    """
    Not even with the key.
    """
    served.session.headers["Origin"] = "http://evil.example"
    assert served.form("/faults", trouble="busy").status_code == 403
    assert host.faults == []


@pytest.mark.parametrize("path", ["/faults", "/reset", "/account", "/ips"])
def test_nothing_changes_by_looking(served, path):
    """
    What changes something is a POST.
    """
    assert served.get(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/settings", {"limits": "mine"}),
        ("/settings", {"publish_looks": "-1"}),
        ("/settings", {"publish_looks": "many"}),
        ("/settings", {"publish_seconds": "nan"}),
        ("/settings", {"publish_seconds": "x"}),
        ("/settings", {"outcomes": "7"}),
        ("/settings", {"ip_allow_list": "10.0.0.300"}),
        ("/settings", {"external_links": "maybe"}),
        ("/settings", {"quotas": "/cgi-bin/draft/add many"}),
        ("/faults", {"trouble": "boredom"}),
        ("/account", {"appid": "wx0", "kind": "verified"}),
        ("/reset", {}),
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(served, host, path, wrong):
    """
    The page comes back with the field that is wrong.
    """
    before = host.settings
    reply = served.form(path, **{**SETTINGS, **wrong})
    assert reply.status_code == 400
    assert 'role="alert"' in reply.text
    assert host.settings == before


@pytest.mark.parametrize(
    "path",
    [
        "/s/AAAAAAAAAAAAAAAAAAAAAA",
        "/s?sn=0&tempkey=x",
        "/drafts/x/0",
        "/pictures/x",
        "/materials/x",
        "/pictures/..%2F..%2Fstate.json",
        "/state.json",
    ],
)
def test_what_is_not_there_is_not_found(served, draft, path):
    """
    No address leads to another file of the sandbox.
    """
    assert served.get(path).status_code == 404


def test_a_chunked_upload_is_refused(served):
    """
    WeChat wants a Content-Length on multipart; so does the sandbox.
    """
    token = served.token()
    form = requests.Request("POST", served.url, files={"media": ("a.png", picture())})
    ready = form.prepare()
    reply = served.post(
        "/cgi-bin/media/uploadimg",
        params={"access_token": token},
        data=iter([ready.body]),
        headers={"Content-Type": ready.headers["Content-Type"]},
    )
    assert reply.json()["errcode"] == 40005


def test_the_api_answers_as_the_host_does(served, host):
    """
    The same bytes and headers as in process, and those that no client reads.
    """
    reply = served.post("/cgi-bin/draft/count", data=b"")
    alone = host.send(Request("GET", "/cgi-bin/draft/count"), timeout_s=1)
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == alone.headers["Content-Type"]
    strict = {name.decode() for name, _ in STRICT}
    assert set(reply.headers) == {"date", "content-type", "content-length", *strict}


@pytest.mark.parametrize(
    ("path", "errcode"),
    [
        ("/cgi-bin/nothing", 40066),
        ("/datacube/getarticlesummary", 48001),
        ("/channels/ec/service/product/getcardinfo", 48001),
    ],
)
def test_every_root_of_the_api_is_served(served, path, errcode):
    """
    A path of the API never gets a page, whatever it starts with.
    """
    reply = served.post(path, params={"access_token": served.token()}, data=b"{}")
    assert (reply.status_code, reply.json()["errcode"]) == (200, errcode)


def test_the_api_sees_query_and_caller(served, host):
    """
    The journal holds what came over the wire, without the credential.
    """
    served.post("/cgi-bin/draft/count?access_token=abc&x=%E4%BD%A0", data=b"{}")
    entry = host.store.journal[-1]
    assert entry["query"]["x"] == "你"
    assert entry["client_ip"] == "127.0.0.1"
    assert "abc" not in json.dumps(entry)


@pytest.mark.parametrize("trouble", [Trouble.CUT_BEFORE, Trouble.CUT_AFTER])
def test_a_cut_line_brings_no_answer(served, host, draft, trouble):
    """
    The connection closes, whether the call took effect or not; then all is well.
    """
    host.order(Fault(trouble, path="/cgi-bin/draft/delete"))
    with pytest.raises(requests.ConnectionError):
        served.call("draft/delete", {"media_id": draft})
    query = {"access_token": served.token()}
    left = served.get("/cgi-bin/draft/count", params=query).json()["total_count"]
    assert left == (0 if trouble is Trouble.CUT_AFTER else 1)


def test_a_cut_line_sends_not_one_byte(served, host):
    """
    Seen from a bare socket: the line ends, and nothing came.
    """
    host.order(Fault(Trouble.CUT_AFTER))
    parts = urlsplit(served.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=100) as line:
        line.sendall(b"GET /cgi-bin/token HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert line.recv(100) == b""


def test_rubbish_is_passed_on(served, host):
    """
    A gateway's error page arrives as one.
    """
    host.order(Fault(Trouble.RUBBISH, status=502))
    reply = served.get("/cgi-bin/token")
    assert reply.status_code == 502
    assert "<html>" in reply.text


def test_a_draft_is_shown_as_a_phone_shows_it(served, draft):
    """
    The draft box leads to the draft; its picture comes from the sandbox.
    """
    box = served.get("/drafts").text
    assert "从 &lt;Markdown&gt; 到公众号" in box
    page = served.get(f"/drafts/{draft}/0").text
    assert_shown(served, page)


def test_the_temporary_address_of_a_draft_is_served(served, draft):
    """
    The preview link opens under the same path.
    """
    url = served.call("draft/get", {"media_id": draft})["news_item"][0]["url"]
    parts = urlsplit(url)
    assert_shown(served, served.get(f"{parts.path}?{parts.query}").text)


def test_a_published_article_is_served_under_its_path(served, address):
    """
    ``/s/<id>`` here is the page of ``mp.weixin.qq.com/s/<id>``.
    """
    assert urlsplit(address).path in served.get("/published").text
    assert_shown(served, served.get(urlsplit(address).path).text)


def test_a_deleted_article_is_gone(served, address):
    """
    A reader finds nothing, the list says why.
    """
    found = served.call("freepublish/batchget", {"offset": 0, "count": 1})
    served.call("freepublish/delete", {"article_id": found["item"][0]["article_id"]})
    assert served.get(urlsplit(address).path).status_code == 404
    assert "已删除" in served.get("/published").text


def assert_shown(served, page):
    images = Images(page).found
    # The picture of the text by day and by night, and the cover.
    assert (len(images), len(set(images))) == (3, 2)
    for address in images:
        assert served.get(address).headers["Content-Type"] == "image/png"
    assert "qpic.cn" not in page
    assert "正文" in page
    assert "https://example.com/a" in page


class Images(HTMLParser):
    """The addresses of a page's pictures."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.found.append(dict(attrs)["src"])


def test_the_page_from_disk_carries_its_pictures(host, served, address):
    """
    Without the server, the same article opens with its pictures inside.
    """
    page = host.page_file(address).read_text(encoding="utf-8")
    assert all(src.startswith("data:image/png") for src in Images(page).found)
    assert "从 &lt;Markdown&gt; 到公众号" in page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path", ["/", "/drafts", "/published", "/materials", "/calls", "/settings"]
)
def test_every_page_opens(tmp_path, host, path, language):
    """
    Empty, in both languages, with a strict policy.
    """
    app = create_app(host, language=language)
    with serving(app, on_exit=app.close, http=CuttingProtocol) as url:
        reply = requests.get(url + path, timeout=100)
    assert reply.status_code == 200
    assert "default-src &#39;none&#39;" in reply.text
    assert "http-equiv" in reply.text


def test_the_overview_hides_the_secret_behind_a_click(served, host):
    """
    The environment lines are inside a closed details element.
    """
    page = served.get("/").text
    before, _, hidden = page.partition("<details")
    assert host.secret.reveal() not in before
    for line in (
        f"MDWX_APPID={host.appid}",
        f"MDWX_SECRET={host.secret.reveal()}",
        f"MDWX_API_BASE={served.url}",
    ):
        assert line in hidden
    assert "<details open" not in page


def test_settings_are_changed_for_every_process(served, host):
    """
    The form and the host say the same.
    """
    assert served.form("/settings", **SETTINGS).status_code == 303
    settings = host.settings
    assert settings.limits == "documented"
    assert settings.publish_looks == 2
    assert settings.publish_seconds == 3.5
    assert settings.outcomes == (4, 0)
    assert settings.ip_allow_list == ("127.0.0.1", "::1")
    assert settings.quotas["/cgi-bin/draft/add"] == {"day": 5, "minute": 2}
    assert settings.quotas["*"] == {"day": 1000}
    page = served.get("/settings").text
    assert "/cgi-bin/draft/add 5 2" in page
    assert 'value="4 0"' in page


def test_a_fault_is_ordered_and_cancelled(served, host):
    """
    A person can order what tests can.
    """
    served.form("/faults", trouble="slow", path="/cgi-bin/draft/*", seconds="0.1")
    assert host.faults == [Fault(Trouble.SLOW, "/cgi-bin/draft/*", 1, 0, 0, "", 0.1)]
    assert "/cgi-bin/draft/*" in served.get("/settings").text
    served.form("/faults/clear")
    assert host.faults == []


def test_an_account_may_be_of_another_kind(served, host):
    """
    A personal account cannot publish by API.
    """
    served.form("/account", appid=host.appid, kind="personal")
    assert served.call("freepublish/submit", {"media_id": "x"})["errcode"] == 48001


def test_starting_over_keeps_only_who_one_is(served, host, address):
    """
    Drafts, articles, materials and calls go; AppID and AppSecret stay.
    """
    keys = host.keys()
    served.form("/faults", trouble="busy", path="/nowhere")
    served.form("/reset", sure="on")
    assert (host.appid, len(host.keys())) == (keys[0].appid, 1)
    assert host.secret.reveal() == keys[0].secret.reveal()
    assert host.faults == []
    assert host.store.journal == []
    assert "qpic.cn" not in served.get("/materials").text
    assert urlsplit(address).path not in served.get("/published").text


def test_an_address_that_asks_is_let_in(served, host):
    """
    The administrator's word is a button.
    """
    host.change(confirm_ips=True)
    keys = {"appid": host.appid, "secret": host.secret.reveal()}
    query = {"grant_type": "client_credential", **keys}
    asked = served.get("/cgi-bin/token", params=query).json()
    assert asked["errcode"] == 89503
    assert "127.0.0.1" in served.get("/settings").text
    served.form("/ips", appid=host.appid, ip="127.0.0.1", answer="yes")
    assert "access_token" in served.get("/cgi-bin/token", params=query).json()


def test_the_journal_shows_calls_and_no_credential(served, host, draft):
    """
    The latest call is on top; neither secret nor access_token is on the page.
    """
    page = served.get("/calls").text
    assert page.index("draft/add") < page.index("media/uploadimg")
    assert host.secret.reveal() not in page
    assert served.token() not in page
    served.form("/calls/clear")
    assert host.store.journal == []


def test_an_open_page_hears_of_calls(served, host):
    """
    Also of those another process made on the same folder.
    """
    reply = served.get("/_events", stream=True)
    lines = reply.iter_lines(chunk_size=1, decode_unicode=True)
    first = next(lines)
    Host.open(host.store.folder, clock=SystemClock()).send(
        Request("GET", "/cgi-bin/token"), timeout_s=1
    )
    assert next(line for line in lines if line and line != first).startswith("data: ")
    reply.close()


def test_many_calls_at_once_are_all_answered(served, host):
    """
    Threads of one client do not lose calls.
    """
    token = served.token()
    failed = []

    def ask():
        query = {"access_token": token}
        reply = requests.get(
            f"{served.url}/cgi-bin/draft/count", params=query, timeout=1000
        )
        if reply.json().get("total_count") != 0:
            failed.append(reply.text)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(host.store.journal) == 13


def local(name):
    return {"http://mmbiz.qpic.cn/a/0": "a.png", "m1": "m1.png"}.get(name)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<p>a &amp; b&nbsp;&#33; <br  /></p>", "<p>a &amp; b&nbsp;&#33; <br  /></p>"),
        ("<section><p>x</section>", "<section><p>x</section>"),
        (
            '<img data-src="http://mmbiz.qpic.cn/a/0" alt="&quot;">',
            '<img src="a.png" alt="&quot;">',
        ),
        (
            '<img src="x.png" data-src="http://mmbiz.qpic.cn/a/0">',
            '<img src="a.png">',
        ),
        ('<img src="https://evil.example/x.png">', '<img src="">'),
        (
            '<p style="background-image:url(http://mmbiz.qpic.cn/a/0)">',
            '<p style="background-image:url(&#x27;a.png&#x27;)">',
        ),
        (
            '<svg viewbox="0 0 1 1"><image href="http://mmbiz.qpic.cn/a/0"/></svg>',
            '<svg viewbox="0 0 1 1"><image href="a.png"/></svg>',
        ),
    ],
)
def test_only_picture_addresses_are_rewritten(stored, shown):
    """
    The rest of the stored markup reaches the phone byte for byte.
    """
    assert with_local_pictures(stored, local) == shown


def test_the_text_of_an_article_is_what_a_reader_sees():
    """
    Blocks are apart, entities are characters.
    """
    assert plain_text("<p>一&amp;</p><p>二<b>三</b></p>") == "一& 二三"


def test_a_newspic_shows_its_pictures_and_plain_text():
    """
    Pictures in order, the first as cover, the text as text.
    """
    article = {
        "article_type": "newspic",
        "title": "图",
        "content": "<b>不是标记</b>",
        "image_info": {"image_list": [{"image_media_id": "m1"}]},
    }
    page = article_page(article, address_of=local, date=f"{datetime.now(UTC):%Y}")
    assert Images(page).found == ["m1.png", "m1.png"]
    assert "&lt;b&gt;不是标记" in page

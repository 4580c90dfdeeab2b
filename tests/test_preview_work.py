"""What pages of ``mdwx watch`` may have done, and by whom, asked over HTTP."""

from __future__ import annotations

import os
import re
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from served import wechat_at
from serving import serving
from support import run_mdwx, write_site

from mdwx.cli.ordering import performing
from mdwx.config import read_config
from mdwx.preview.loopback import Door
from mdwx.preview.server import Watching, watching

PATIENCE_S = 60
POST = "---\ntitle: 春天\ndigest: 一句话\n---\n\n一段**正文**。\n"


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site", {"content/spring.md": POST})


@contextmanager
def watched(site, *, door=None, env=None):
    """A client at the address where a site is watched."""
    door = door or Door(language="en")
    env = {**os.environ, **(env or {})}
    how = Watching(perform=performing(site, env=env))
    config = read_config(site, env=env)
    with (
        watching(config, door=door, env=env, how=how) as (app, channel),
        serving(app, on_exit=channel.close) as address,
    ):
        yield Client(address)


class Client:
    """A browser of the person at this machine."""

    def __init__(self, address):
        self.address = address

    def get(self, path, **given):
        return requests.get(self.address + path, timeout=PATIENCE_S, **given)

    @property
    def token(self):
        return re.search(r'data-token="([^"]*)"', self.get("/posts/spring").text)[1]

    def do(self, path, wish, **headers):
        headers = {"X-Mdwx-Token": self.token, **headers}
        url = f"{self.address}/_do/{path}"
        return requests.post(url, json=wish, headers=headers, timeout=PATIENCE_S)


@pytest.fixture
def client(site):
    with watched(site) as client:
        yield client


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    """A client of a site that nothing may happen to, and the site."""
    folder = tmp_path_factory.mktemp("still")
    site = write_site(folder / "site", {"content/spring.md": POST})
    with watched(site) as client:
        yield client, site


WISHES = {
    "publish": {"slug": "spring"},
    "theme": {"slug": "spring", "theme": "ink"},
    "answer": {"question": "a", "answer": "y"},
    "stop": {},
}


@pytest.mark.parametrize("path", WISHES)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Mdwx-Token": ""}, 403),
        ({"X-Mdwx-Token": "wrong"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "192.168.1.5"}, 421),
    ],
)
def test_nobody_else_has_anything_done(still, path, headers, status):
    """Without the page's token, from another site, or by another name of ours."""
    client, site = still
    before = (site / "content/spring.md").read_bytes()
    assert client.do(path, WISHES[path], **headers).status_code == status
    assert (site / "content/spring.md").read_bytes() == before
    assert not (site / ".mdwx/ledger.sqlite").exists()


@pytest.mark.parametrize("path", [*WISHES, "build", "draft", "follow"])
def test_nothing_is_done_by_looking(still, path):
    """No address that changes something can be opened."""
    client, site = still
    token = {"X-Mdwx-Token": client.token}
    assert client.get(f"/_do/{path}?slug=spring", headers=token).status_code == 405
    assert not (site / ".mdwx/ledger.sqlite").exists()


def test_a_post_is_seen_in_every_theme(client, site):
    """Each is another article, and none is in the file."""
    told = client.get("/_themes").json()
    assert told["site"] == "default"
    names = [theme["name"] for theme in told["themes"]]
    assert len(names) >= 12
    shown = {client.get(f"/_try/spring?theme={name}").json()["html"] for name in names}
    assert len(shown) == len(names)
    assert client.get("/_try/spring").json()["html"] in shown
    assert (site / "content/spring.md").read_text("utf-8") == POST


def test_a_look_is_tried_by_night_too(client):
    """As dark mode would recolour it."""
    told = client.get("/_try/spring?theme=ink&night=1").json()
    assert told["night"]
    assert told["night"] != told["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("theme=none", 409),
        ("theme=../../etc", 409),
        ("code_theme=none&accent=red;}", 400),
        ("accent=url(x)", 400),
        ("theme=" + "x" * 200, 400),
    ],
)
def test_what_is_no_look_is_refused(still, query, status):
    """In a sentence, and it is never written."""
    client, _ = still
    reply = client.get(f"/_try/spring?{query}")
    assert reply.status_code == status
    assert reply.text


def test_the_chosen_look_is_written_in_place(client, site):
    """Theme, code style and accent, and not a byte else."""
    wish = {"theme": "ink", "code_theme": "nord", "accent": "#c0392b"}
    assert client.do("theme", {"slug": "spring", **wish}).json() == {"changed": True}
    lines = 'theme: ink\ncode_theme: nord\ntheme_options: {accent: "#c0392b"}\n'
    wanted = POST.replace("digest: 一句话\n", f"digest: 一句话\n{lines}")
    assert (site / "content/spring.md").read_text("utf-8") == wanted
    again = client.do("theme", {"slug": "spring", **wish})
    assert again.json() == {"changed": False}


@pytest.mark.parametrize(
    "wish",
    [{}, {"theme": 3}, {"theme": "ink\nslug: x"}, {"accent": "no colour"}],
)
def test_no_wish_that_makes_no_sense_reaches_the_file(client, site, wish):
    """Whatever it holds: at worst it is a name in quotes."""
    client.do("theme", {"slug": "spring", **wish})
    text = (site / "content/spring.md").read_text("utf-8")
    assert "\nslug: x" not in text
    assert text.replace('theme: "ink\\nslug: x"\n', "") == POST


def test_where_a_post_stands_is_told_without_a_request(site, tmp_path):
    """From the ledger, for the account it goes to."""
    with wechat_at(tmp_path / "far") as host:
        run_mdwx("draft", "content/spring.md", cwd=site, env=host.env)
        before = len(host.requests)
        with watched(site, env=host.env) as client:
            told = client.get("/_standing/spring").json()
        assert len(host.requests) == before
    assert (told["account"], told["state"], told["changed"]) == (
        "env",
        "drafted",
        False,
    )
    assert urlsplit(told["url"]).hostname == "mp.weixin.qq.com"


@pytest.mark.parametrize("path", ["/_copy/spring", "/_standing/spring"])
def test_an_account_that_is_not_there_is_told(still, path):
    """As the command line would; nothing is told of another account instead."""
    client, _ = still
    assert client.get(f"{path}?account=nobody").status_code in {404, 409}


@pytest.mark.parametrize(("account", "status"), [(3, 400), ("nobody", 200)])
def test_nothing_is_sent_to_an_account_that_is_not_there(client, site, account, status):
    """It is refused, or the command says that there is none."""
    reply = client.do("draft", {"slug": "spring", "account": account})
    assert reply.status_code == status
    assert status == 400 or "no account is called nobody" in reply.text
    assert client.get("/_standing/spring").json()["state"] == "built"


def test_looking_makes_no_ledger(still):
    """A page that only shows leaves no trace in what mdwx knows."""
    client, site = still
    for path in ("/", "/posts/spring", "/_standing/spring", "/_copy/spring"):
        assert client.get(path).status_code == 200
    assert not (site / ".mdwx/ledger.sqlite").exists()
    assert not (site / ".mdwx/sandbox").exists()


def test_a_damaged_ledger_or_sandbox_keeps_no_page_away(site):
    """Where posts stand is not told then; all else is."""
    run_mdwx("draft", "content/spring.md", cwd=site)
    for name in ("ledger.sqlite", "sandbox/state.json"):
        with watched(site) as client:
            assert "draft" in client.get("/").text
            kept = (site / ".mdwx" / name).read_bytes()
            (site / ".mdwx" / name).write_bytes(b"rubbish")
            for path in ("/", "/posts/spring", "/_copy/spring"):
                assert client.get(path).status_code == 200
            assert client.get("/_standing/spring").status_code == 404
            (site / ".mdwx" / name).write_bytes(kept)


@pytest.mark.parametrize(
    "path",
    [
        *("/_copy/none", "/_standing/none", "/_try/none", "/_published/none"),
        *("/_download/html/none", "/_download/docx/spring", "/_published/spring"),
        "/_download/html/..%2F..%2Fetc",
    ],
)
def test_what_is_not_there_is_not_there(still, path):
    """In a sentence."""
    client, _ = still
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.text


def test_without_a_browser_a_download_says_what_to_install(site, tmp_path):
    """And the preview goes on."""
    with watched(site, env={"PATH": str(tmp_path)}) as client:
        reply = client.get("/_download/pdf/spring")
        assert reply.status_code == 409
        assert "install Chromium" in reply.text
        assert client.get("/posts/spring").status_code == 200


@contextmanager
def visited(site):
    """The person's client of a site, and the headers of a phone that was let in."""
    invited = []
    door = Door("0.0.0.0", language="en", invite=invited.append)
    with watched(site, door=door) as client:
        network = {"Host": "192.168.1.5:8642"}
        assert client.get("/posts/spring", headers=network).status_code == 403
        # The redirect is not followed: it is for the name in the Host header.
        first = client.get(
            f"/posts/spring?key={invited[-1]}", headers=network, allow_redirects=False
        )
        cookie = first.headers["Set-Cookie"].partition(";")[0]
        yield client, {**network, "Cookie": cookie}


def test_a_device_on_the_network_looks_and_gets_no_token(site):
    """With the key that the terminal shows; its pages offer nothing to do."""
    with visited(site) as (client, network):
        page = client.get("/posts/spring", headers=network)
        assert page.status_code == 200
        assert 'data-token=""' in page.text
        assert "data-acts" not in page.text
        own = client.token
        assert own
        asked = {**network, "X-Mdwx-Token": own}
        assert client.do("publish", {"slug": "spring"}, **asked).status_code == 403


SICK = {
    "a picture is missing": ("content/spring.md", f"{POST}\n![没有](none.png)\n"),
    "the front matter is broken": ("content/spring.md", "---\ntitle: [x\n---\n\n文\n"),
    "there is no such theme": ("content/spring.md", "---\ntheme: none\n---\n\n文\n"),
    "the site file is broken": ("mdwx.toml", "[site]\ntheem = 'x'\n"),
}


@pytest.mark.parametrize("case", SICK)
def test_a_device_on_the_network_is_not_told_where_files_lie(site, case):
    """No link to the author's editor, whatever there is to mend; the author has it."""
    with visited(site) as (client, network):
        write_site(site, dict([SICK[case]]))
        for path in ("/", "/posts/spring", "/_state/spring", "/_try/spring?theme=ink"):
            page = client.get(path, headers=network).text
            assert str(site.parent) not in page
            assert "vscode:" not in page
        hello = first_event(client, network)
        assert str(site.parent) not in hello
        assert f"vscode://file{site.as_posix()}" in client.get("/posts/spring").text
        assert f"vscode://file{site.as_posix()}" in first_event(client, {})


def first_event(client, headers):
    """The first thing a page hears."""
    with client.get("/_events?slug=spring", headers=headers, stream=True) as told:
        lines = told.iter_lines(decode_unicode=True)
        return next(line for line in lines if line.startswith("data: "))


def test_watch_shows_a_phone_the_way_in(site, own_home):
    """The command prints an address with a key, and a QR code of it."""
    from mdwx.cli.watch import invitation

    lines = []

    class Shown:
        def say(self, line):
            lines.append(line)

        draw = say

    invitation(Shown())("http://192.168.1.5:8642/?key=abc")
    assert "http://192.168.1.5:8642/?key=abc" in lines[0].en
    assert "▀" in lines[1] or "█" in lines[1]


def test_two_orders_at_once_are_one(client):
    """Whoever clicks twice in two tabs publishes once."""
    replies = []

    def order():
        replies.append(client.do("publish", {"slug": "spring"}).status_code)

    threads = [threading.Thread(target=order) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(replies) == 4
    assert set(replies) <= {200, 409}
    assert 200 in replies
    told = client.get("/_standing/spring").json()
    assert told["state"] == "published"

"""``mdwx watch`` and ``mdwx sandbox`` against whoever else can reach their port.

Other programs of this machine, pages of other sites in the same browser, other
machines where the network is let in: spoken to with bare sockets, as attackers do.
"""

from __future__ import annotations

import contextlib
import socket
import time
from itertools import product
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from mdwx.clock import SystemClock
from mdwx.model import Post
from mdwx.preview.channel import Channel
from mdwx.preview.leaf import Made
from mdwx.preview.loopback import Door
from mdwx.preview.manners import PatientProtocol
from mdwx.preview.screens import Screen
from mdwx.preview.server import create_app
from mdwx.preview.studio import Studio
from mdwx.sandbox import server as sandbox
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.wire import CuttingProtocol
from tests.serving import serving


class Answer:
    """What came back, byte for byte."""

    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1]) if data else 0
        self.headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            self.headers.setdefault(name.lower(), []).append(value)


class Line:
    """A server, and how to speak to it without a client's good manners."""

    def __init__(self, address):
        parts = urlsplit(address)
        self.place = parts.hostname, parts.port
        self.own = parts.netloc

    def open(self):
        return socket.create_connection(self.place, timeout=100)

    def say(self, *lines, body=b""):
        """Send these lines of a request, and read until the end."""
        data = "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")
        return self.send(data + body)

    def send(self, data):
        with self.open() as line, contextlib.suppress(ConnectionError):
            line.sendall(data)
            got = bytearray()
            while piece := line.recv(65536):
                got += piece
            return Answer(bytes(got))
        return Answer(b"")

    def get(self, path, *headers, method="GET"):
        return self.say(f"{method} {path} HTTP/1.1", f"Host: {self.own}", *headers)


class Site:
    """One post in memory, with one picture on disk and a link beside it."""

    def __init__(self, folder):
        self.picture = folder / "a.png"
        self.picture.write_bytes(b"\x89PNG picture")
        (folder / "secret.txt").write_text("TOPSECRET")

    def find(self):
        return [Post(path=PurePosixPath("content/a.md"), slug="a", body="x", title="t")]

    def make(self, post):
        screen = Screen(title="标题", content="<p>正文</p>")
        return Made(screen, {"a.png": self.picture})


def watch_of(folder):
    """The preview of a site with one post."""
    channel = Channel()
    site = Site(folder)
    app = create_app(Studio(find=site.find, make=site.make), channel=channel)
    return serving(app, on_exit=channel.close)


def sandbox_of(folder):
    """A stand-in with nothing in it."""
    app = sandbox.create_app(Host.open(folder / "sandbox", clock=SystemClock(), seed=1))
    return serving(app, on_exit=app.close, http=CuttingProtocol)


@pytest.fixture(params=[watch_of, sandbox_of], ids=["watch", "sandbox"])
def line(request, tmp_path):
    """Either server."""
    with request.param(tmp_path) as address:
        yield Line(address)


@pytest.fixture
def bench(tmp_path):
    """The stand-in, and what it holds."""
    host = Host.open(tmp_path / "sandbox", clock=SystemClock(), seed=1)
    app = sandbox.create_app(host)
    with serving(app, on_exit=app.close, http=CuttingProtocol) as address:
        line = Line(address)
        line.host = host
        yield line


NAMES = {
    "another": ["Host: evil.example"],
    "another at our port": ["Host: evil.example:80"],
    "one that begins with us": ["Host: 127.0.0.1.evil.example"],
    "one that ends with us": ["Host: evil.127.0.0.1"],
    "a dot behind": ["Host: localhost."],
    "none": [],
    "an empty one": ["Host: "],
    "two": ["Host: 127.0.0.1", "Host: evil.example"],
    "two of ours": ["Host: 127.0.0.1", "Host: 127.0.0.1"],
    "a user": ["Host: evil.example@127.0.0.1"],
    "a path": ["Host: 127.0.0.1/evil.example"],
    "a list": ["Host: 127.0.0.1, evil.example"],
    "another address": ["Host: 192.168.1.2"],
    "an address as a number": ["Host: 2130706433"],
    "an IPv6 address": ["Host: [::2]"],
    "a zone": ["Host: [::1%25eth0]"],
    "a port that is none": ["Host: 127.0.0.1:evil"],
    "letters that look like ours": ["Host: \uff4cocalhost".encode().decode("latin-1")],
    "a proxy's word": ["Host: evil.example", "X-Forwarded-Host: 127.0.0.1"],
    "a proxy's word for it": ["Host: evil.example", "Forwarded: host=127.0.0.1"],
}


@pytest.mark.parametrize("name", NAMES)
def test_whoever_does_not_name_this_machine_reads_nothing(line, name):
    """
    A name of another site may lead here (DNS rebinding): 400 or 421, and no page.
    """
    for path in ("/", "/cgi-bin/token", "/pictures/a.png"):
        answer = line.say(f"GET {path} HTTP/1.1", *NAMES[name])
        assert answer.status in {400, 421}
        assert len(answer.body) < 40


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:1", "LOCALHOST", "[::1]", "[::1]:8000"]
)
def test_whoever_names_this_machine_is_answered(line, host):
    """
    Under every name of the loopback, also through a forwarded port.
    """
    assert line.say("GET / HTTP/1.1", f"Host: {host}").status == 200


def test_an_address_of_another_host_in_the_first_line_changes_nothing(line):
    """
    The form of a request that proxies get; Host is what is looked at.
    """
    request = "GET http://evil.example/ HTTP/1.1"
    assert line.say(request, "Host: evil.example").status == 421
    assert line.say(request, f"Host: {line.own}").status == 404


@pytest.mark.parametrize("path", ["/", "/pictures/a.png", "/cgi-bin/token", "/_events"])
def test_a_page_of_another_site_loads_nothing_of_ours(line, path):
    """
    Neither as a script nor as a picture; another port of this machine is another.
    """
    sites, modes = ("cross-site", "same-site"), ("no-cors", "cors", "websocket")
    for site, mode in product(sites, modes):
        headers = [f"Sec-Fetch-Site: {site}", f"Sec-Fetch-Mode: {mode}"]
        assert line.get(path, *headers).status == 403


def test_a_link_of_another_site_may_be_followed(line):
    """
    So may one that the person typed, and one of our own.
    """
    for site in ("cross-site", "none", "same-origin"):
        headers = [f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: navigate"]
        assert line.get("/", *headers).status == 200


WRITERS = {
    "another site": ["Origin: http://evil.example"],
    "another port": ["Origin: http://127.0.0.1:1"],
    "a hidden site": ["Origin: null"],
    "no address": ["Origin: http://[x"],
    "two": ["Origin: http://{own}", "Origin: http://evil.example"],
    "a form elsewhere": ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"],
}


@pytest.mark.parametrize("name", WRITERS)
def test_nobody_elsewhere_writes_anything(bench, name):
    """
    Form or API, by a browser that says where it stands.
    """
    headers = [it.format(own=bench.own) for it in WRITERS[name]]
    for path in ("/reset", "/faults", "/cgi-bin/draft/add", "/cgi-bin/stable_token"):
        answer = bench.say(
            f"POST {path} HTTP/1.1",
            f"Host: {bench.own}",
            "Content-Type: text/plain",
            "Content-Length: 2",
            *headers,
            body=b"{}",
        )
        assert answer.status == 403
    assert bench.host.store.journal == []


def test_programs_write_without_an_origin(bench):
    """
    No browser, no Origin: the API answers them.
    """
    answer = bench.say(
        "POST /cgi-bin/stable_token HTTP/1.1",
        f"Host: {bench.own}",
        "Content-Length: 2",
        body=b"{}",
    )
    assert answer.status == 200
    assert len(bench.host.store.journal) == 1


PLACES = ("/", "/none", "/posts/a", "/posts/none", "/pictures/a.png", "/pictures/x")
PLACES += ("/settings", "/calls", "/cgi-bin/token", "/cgi-bin/none", "/s/x")


@pytest.mark.parametrize("path", PLACES)
def test_every_answer_keeps_the_browser_strict(line, path):
    """
    A page, a picture, an error, an answer of the API: no frame, no sniffing, no
    referrer for others, and nothing that runs but what a page's own policy names.
    """
    for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"):
        headers = line.get(path, "Content-Length: 0", method=method).headers
        (policy,) = headers["content-security-policy"]
        assert headers["x-content-type-options"] == ["nosniff"]
        assert headers["referrer-policy"] == ["same-origin"]
        assert headers["cross-origin-resource-policy"] == ["same-origin"]
        assert "frame-ancestors 'none'" in policy
        is_page = headers["content-type"][0].startswith("text/html")
        assert is_page or "default-src 'none'" in policy
        assert "access-control-allow-origin" not in headers


def test_a_page_names_what_may_run_in_it(line):
    """
    By a policy in its head, or before anything else of the page, by digest.
    """
    answer = line.get("/")
    page = answer.body.decode()
    before, found, after = page.partition('http-equiv="Content-Security-Policy"')
    if not found:
        (policy,) = answer.headers["content-security-policy"]
        assert {"default-src 'none'", "script-src 'self'"} <= {*policy.split("; ")}
        assert "<script>" not in page
        assert "<style" not in page
        return
    assert "<script" not in before
    assert "<style" not in before
    assert "default-src &#39;none&#39;" in after.partition(">")[0]


@pytest.mark.parametrize(
    "request_",
    [
        b"rubbish\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /%ff%00 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\r\n b\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"a" * 300_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n"
        b"Content-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
    ids=range(11),
)
def test_what_is_no_request_is_refused_in_silence(line, request_, capfd):
    """
    400, 404 or nothing; no traceback on the person's terminal, and no echo.
    """
    answer = line.send(request_)
    assert answer.status in {0, 400, 404, 421, 501}
    assert b"rubbish" not in answer.body
    if answer.status == 400:
        assert "default-src 'none'" in answer.headers["content-security-policy"][0]
    assert capfd.readouterr().err == ""
    assert line.get("/").status == 200


UP = (
    "../",
    "..%2f",
    "%2e%2e/",
    "..%5c",
    "..\\",
    "....//",
    "%252e%252e%252f",
    "/",
    "%00",
)


@pytest.mark.parametrize("start", ["/", "/pictures/", "/posts/", "/materials/", "/s/"])
def test_no_address_leads_to_another_file(line, start):
    """
    However often and in whatever spelling it climbs.
    """
    paths = ("secret.txt", "state.json", "etc/passwd", "sandbox/state.json")
    for up, path in product(UP, paths):
        answer = line.get(f"{start}{up * 8}{path}")
        assert answer.status in {307, 400, 404}
        assert b"TOPSECRET" not in answer.body
        assert b"root:" not in answer.body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(bench, method):
    """
    No address that is only looked at, with whatever query, changes the stand-in.
    """
    bench.host.order(Fault(Trouble.BUSY))
    before = {it: it.read_bytes() for it in files_of(bench)}
    paths = ["/", "/drafts", "/published", "/materials", "/calls", "/settings", "/s/x"]
    paths += ["/reset", "/faults", "/faults/clear", "/account", "/ips", "/calls/clear"]
    for path in paths:
        for query in ("", "?sure=on&key=x", "?_method=POST", "?appid=wx&answer=yes"):
            assert bench.get(path + query, method=method).status in {200, 404, 405}
    assert {it: it.read_bytes() for it in files_of(bench)} == before


def files_of(bench):
    return sorted(it for it in bench.host.store.folder.rglob("*") if it.is_file())


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override: POST", "X-Original-URL: /reset"]
)
def test_no_header_makes_a_look_an_order(bench, header):
    """
    The method and the path are those of the first line.
    """
    bench.host.order(Fault(Trouble.BUSY))
    assert bench.get("/", header).status == 200
    assert len(bench.host.faults) == 1


@pytest.mark.parametrize("path", ["/reset", "/settings", "/"])
def test_a_form_of_any_length_is_not_kept(bench, path):
    """
    A form has 64 KB at most, whatever it says of itself.
    """
    lines = [f"POST {path} HTTP/1.1", f"Host: {bench.own}"]
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    answer = bench.say(*lines, "Transfer-Encoding: chunked", body=chunk * 20)
    assert answer.status in {0, 403, 405}


class Hasty(PatientProtocol):
    """The same bounds, sooner."""

    patience_s = 1.5
    most_connections = 3


@pytest.fixture
def hasty(tmp_path):
    site, channel = Site(tmp_path), Channel()
    app = create_app(Studio(find=site.find, make=site.make), channel=channel)
    with serving(app, on_exit=channel.close, http=Hasty) as address:
        yield Line(address)


HALVES = {
    "nothing": b"",
    "half a line": b"GE",
    "half the headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    "half a body": b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nab",
}


@pytest.mark.parametrize("name", HALVES)
def test_whoever_says_half_a_request_is_hung_up_on(hasty, name):
    """
    However often another letter comes; others are answered meanwhile.
    """
    with hasty.open() as line:
        line.sendall(HALVES[name])
        assert hasty.get("/").status == 200
        ends = time.monotonic() + 100
        with contextlib.suppress(ConnectionError):
            while time.monotonic() < ends and dripped(line):
                time.sleep(0.05)
        assert time.monotonic() < ends


def dripped(line):
    """Whether the line still takes a letter and has not been closed."""
    line.sendall(b"a")
    line.setblocking(False)
    try:
        return line.recv(65536) != b""
    except BlockingIOError:
        return True
    finally:
        line.settimeout(100)


def test_a_second_request_on_a_line_is_answered(hasty):
    """
    A browser keeps its connection: the bound is for each request.
    """
    with hasty.open() as line:
        for _ in range(4):
            line.sendall(b"GET /posts/none HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            got = b""
            while b"no such post" not in got:
                got += line.recv(65536)
            time.sleep(0.5)


def test_connections_beyond_reason_are_closed(hasty):
    """
    Whoever opens thousands holds a few, and those not for long.
    """
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(hasty.open()) for _ in range(20)]
        for line in lines:
            with contextlib.suppress(ConnectionError):
                line.recv(1)
        assert hasty.get("/").status == 200


def test_servers_are_for_this_machine_alone_unless_asked():
    """
    Loopback is what the commands listen on.
    """
    from mdwx.cli.commands import load

    assert Door().host == "127.0.0.1"
    for name in ("watch", "sandbox"):
        assert load(name).defaults["host"] == "127.0.0.1"

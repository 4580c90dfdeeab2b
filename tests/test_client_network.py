"""The network transport over a real socket of this machine."""

from __future__ import annotations

import json
import logging
import socket
import sys
import threading
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mdwx.config import Secret
from mdwx.errors import OutcomeUnknownError, UnreachableError, UsageError
from mdwx.wechat import transport as seam
from mdwx.wechat.transport import HttpTransport, Request
from tests.test_client import assert_hidden, chain
from tests.wechat_doubles import ACCESS_TOKEN, FIRST, client_over

POST = Request(
    "POST",
    "/cgi-bin/draft/add",
    query={"access_token": ACCESS_TOKEN},
    headers={"Content-Length": "15"},
    body=b'{"articles":[]}',
)
GET = Request("GET", "/cgi-bin/draft/count", query={"access_token": ACCESS_TOKEN})
both = pytest.mark.parametrize("request_", [GET, POST], ids=["GET", "POST"])


@contextmanager
def server(answer):
    """An HTTP server whose ``answer(handler)`` writes to the socket."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append((self.path, dict(self.headers), body))
            answer(self)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    host = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.daemon_threads = True
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{host.server_port}", seen
    finally:
        host.shutdown()
        thread.join()
        host.server_close()


def raw(data):
    """Answer with these very bytes, then hang up."""

    def answer(handler):
        handler.wfile.write(data)
        handler.close_connection = True

    return answer


def replies(body, *, status=200, headers=()):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def failure_of(base, request, *, timeout_s=60.0, proxy=None):
    refusal = pytest.raises((UnreachableError, UsageError))
    with closing(HttpTransport(base, proxy=proxy)) as transport, refusal as caught:
        transport.send(request, timeout_s=timeout_s)
    assert_hidden("\n".join(chain(caught.value)))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@both
def test_refused_connection_sent_nothing(request_):
    """Nobody listens there."""
    error = failure_of(f"http://127.0.0.1:{free_port()}", request_)
    assert type(error) is UnreachableError
    assert str(error).endswith("the connection was refused or cut")


@both
def test_unknown_name_sent_nothing(request_):
    """The resolver says so, or there is none."""
    error = failure_of("https://nowhere.invalid", request_)
    assert type(error) is UnreachableError
    assert str(error).startswith("cannot reach nowhere.invalid: ")


@both
def test_untrusted_tls_sent_nothing(request_):
    """A server that speaks no TLS gets neither secret nor article."""
    with server(raw(b"HTTP/1.1 200 OK\r\n\r\n")) as (base, seen):
        error = failure_of(base.replace("http:", "https:"), request_)
    assert type(error) is UnreachableError
    assert not seen


@pytest.mark.skipif(sys.platform != "linux", reason="others queue without end")
@both
def test_silent_host_sent_nothing(request_):
    """A connection that is never accepted times out before anything left."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        with socket.create_connection(address):
            queued = [socket.socket() for _ in range(3)]
            for waiting in queued:
                waiting.setblocking(False)
                waiting.connect_ex(address)
            base = f"http://127.0.0.1:{address[1]}"
            error = failure_of(base, request_, timeout_s=0.2)
            for waiting in queued:
                waiting.close()
    assert type(error) is UnreachableError
    assert str(error).endswith("it took too long")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        b"\x00\x01rubbish\r\n\r\n",
    ],
    ids=["closed", "status", "length", "chunked", "gzip", "rubbish"],
)
@both
def test_cut_answer_leaves_the_outcome_unknown(request_, data):
    """The request arrived whole; what became of it, nobody knows."""
    with server(raw(data)) as (base, seen):
        error = failure_of(base, request_)
    assert type(error) is OutcomeUnknownError
    assert len(seen) == 1


def test_slow_answer_leaves_the_outcome_unknown():
    """Waiting has an end."""
    over = threading.Event()
    with server(lambda _: over.wait(60)) as (base, _):
        error = failure_of(base, POST, timeout_s=0.2)
        over.set()
    assert type(error) is OutcomeUnknownError
    assert str(error).endswith("it took too long")


def test_dripping_answer_has_an_end_too():
    """A byte now and then keeps no client for ever."""

    over = threading.Event()

    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with suppress(OSError):
            while not over.wait(0.05):
                handler.wfile.write(b"1\r\n \r\n")
                handler.wfile.flush()

    with server(drip) as (base, _):
        error = failure_of(base, POST, timeout_s=0.5)
        over.set()
    # Where the machine is busy, two drops may lie half a second apart.
    assert str(error).endswith(("the answer is too slow", "it took too long"))


def test_endless_answer_is_cut_short():
    """64 MB are more than WeChat ever says."""
    body = b" " * (seam.MAX_REPLY_BYTES + 1)
    with server(replies(body)) as (base, _):
        error = failure_of(base, POST, timeout_s=100.0)
    assert str(error).endswith("the answer is too large")


def test_redirect_is_not_followed():
    """It would carry the access_token to another host."""
    answer = replies(b"", status=302, headers=[("Location", "/elsewhere")])
    with server(answer) as (base, seen), closing(HttpTransport(base)) as transport:
        assert transport.send(POST, timeout_s=60).status == 302
    assert len(seen) == 1


def test_proxy_of_the_environment_is_ignored(monkeypatch):
    """WeChat's allow-list names this machine, and secrets go nowhere else."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with (
        server(replies(b"{}")) as (base, seen),
        closing(HttpTransport(base)) as transport,
    ):
        transport.send(POST, timeout_s=60)
    assert len(seen) == 1


def test_proxy_of_the_account_is_used():
    """Its allow-listed address is what WeChat sees."""
    with server(replies(b"{}")) as (base, seen):
        proxy = Secret(base)
        with closing(HttpTransport("http://localhost:9", proxy=proxy)) as transport:
            transport.send(GET, timeout_s=60)
    assert seen[0][0].startswith("http://localhost:9/cgi-bin/draft/count")


@pytest.mark.parametrize(
    "proxy", ["http://me:hidden-password@[bad", "http://me:hidden-password@127.0.0.1:9"]
)
def test_broken_proxy_keeps_its_password(proxy):
    """The sentence says what is wrong and quotes nothing."""
    error = failure_of("https://api.weixin.qq.com", POST, proxy=Secret(proxy))
    assert "hidden-password" not in "\n".join(chain(error))


@pytest.mark.parametrize(
    "base", ["http://api.weixin.qq.com", "ftp://127.0.0.1", "api.weixin.qq.com", ""]
)
def test_secrets_travel_under_https_only(base):
    """Plain http serves this machine alone."""
    with pytest.raises(UsageError, match="api_base must start with https"):
        HttpTransport(base)


def test_request_arrives_as_it_was_built():
    """Address, query, headers and body, and no more headers than needed."""
    with (
        server(replies(b"{}")) as (base, seen),
        closing(HttpTransport(base + "/")) as transport,
    ):
        transport.send(POST, timeout_s=60)
    path, headers, body = seen[0]
    assert path == f"/cgi-bin/draft/add?access_token={ACCESS_TOKEN}"
    assert body == POST.body
    assert headers["Content-Length"] == "15"
    assert headers["User-Agent"].startswith("mdwx/")
    assert "Transfer-Encoding" not in headers


@pytest.mark.parametrize(("idle_s", "connections"), [(20.0, 1), (0.0, 2)])
def test_connection_is_kept_but_not_for_long(idle_s, connections):
    """One that lay idle may be dead, and a write sent into it lost."""
    ports = []

    def answer(handler):
        ports.append(handler.client_address[1])
        replies(b"{}")(handler)

    with server(answer) as (base, _):
        transport = HttpTransport(base, idle_s=idle_s)
        for _ in range(2):
            transport.send(POST, timeout_s=60)
        transport.close()
    assert len(set(ports)) == connections


def test_log_holds_no_access_token(caplog):
    """urllib3 logs whole addresses, unless told not to."""
    caplog.set_level(logging.DEBUG)
    with server(replies(b"{}")) as (base, _), closing(HttpTransport(base)) as transport:
        transport.send(POST, timeout_s=60)
    assert ACCESS_TOKEN not in caplog.text


def test_client_works_over_the_network(tmp_path):
    """From bytes without a charset to a draft's words."""

    def answer(handler):
        fetching = handler.path.startswith("/cgi-bin/stable_token")
        body = FIRST if fetching else {"news_item": [{"title": "你好，世界"}]}
        text = json.dumps(body, ensure_ascii=False).encode()
        replies(text, headers=[("Content-Type", "text/plain")])(handler)

    with (
        server(answer) as (base, _),
        client_over(HttpTransport(base), tmp_path) as client,
    ):
        (item,) = client.get_draft("m")
    assert item["title"] == "你好，世界"

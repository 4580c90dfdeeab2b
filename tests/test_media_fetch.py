"""Remote pictures: bounded, private addresses refused, nothing told about us."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import ClassVar

import pytest

from mdwx.errors import SourceError
from mdwx.media.addresses import is_public
from mdwx.media.fetch import Fetcher
from mdwx.model import ImageRef, Span
from tests import pictures

WHERE = Span(PurePosixPath("content/a.md"), 7)


class Gallery(BaseHTTPRequestHandler):
    """A host of pictures, some of which misbehave."""

    seen: ClassVar[list[dict[str, str]]]

    def do_GET(self):
        type(self).seen.append({"path": self.path, **self.headers})
        name = self.path.partition("?")[0].strip("/")
        if name.startswith("to/"):
            self.answer(302, b"", Location=name.removeprefix("to/"))
        elif name.startswith("hop"):
            self.answer(302, b"", Location=f"/hop{int(name[3:]) + 1}")
        elif name in PAGES:
            PAGES[name](self)
        else:
            self.answer(404, b"no such picture")

    def answer(self, status, body, **headers):
        self.send_response(status)
        for header, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def drip(self):
    """One byte now and then, so that no single wait is long."""
    self.send_response(200)
    self.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)


def drip_headers(self):
    with contextlib.suppress(OSError):
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)


def endless(self):
    self.send_response(200)
    self.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(64):
            self.wfile.write(bytes(65536))


def chunked(self):
    self.protocol_version = "HTTP/1.1"
    self.send_response(200)
    self.send_header("Transfer-Encoding", "chunked")
    self.end_headers()
    self.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")


def cut(self):
    self.send_response(200)
    self.send_header("Content-Length", "1000")
    self.end_headers()
    self.wfile.write(b"only this")


PAGES = {
    "a.png": lambda self: self.answer(200, pictures.SAMPLES["png"]()),
    "%E5%9B%BE.png": lambda self: self.answer(200, b"Chinese"),
    "private": lambda self: self.answer(403, b"no"),
    "drip": drip,
    "drip-headers": drip_headers,
    "endless": endless,
    "chunked": chunked,
    "cut": cut,
}


@contextlib.contextmanager
def serving(*, context=None):
    """The gallery on a port of this machine, and what it was asked."""

    class Fresh(Gallery):
        seen: ClassVar = []

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """Say nothing: clients hang up here on purpose."""

    with Quiet(("127.0.0.1", 0), Fresh) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield server.server_port, Fresh.seen
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def gallery():
    with serving() as (port, seen):
        yield f"http://pictures.test:{port}", seen


def local(**options):
    """A fetcher that finds every ``.test`` host here, and may ask it."""
    return Fetcher(
        allow=lambda address: address == "127.0.0.1",
        resolve=lambda host, _: [HOSTS.get(host, "127.0.0.1")],
        **options,
    )


HOSTS = {"inside.test": "10.0.0.8", "fake.test": "198.18.0.7"}


def refusal(fetcher, src):
    with pytest.raises(SourceError) as caught:
        fetcher.fetch(ImageRef(src, WHERE))
    assert caught.value.where == WHERE
    return caught.value


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0"),
        *("169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0"),
        *("fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1"),
        *("64:ff9b::a9fe:a9fe", "::127.0.0.1"),
        *("100.100.100.200", "169.254.0.23", "192.0.0.192", "168.63.129.16"),
        *("fec0::1", "fd00:ec2::254", "64:ff9b:1::1", "3fff::1", "2001::1"),
        *("2002:a9fe:a9fe::", "2001:0:7f00:1::80ff:fffe", "::ffff:0:7f00:1"),
        *("::5efe:127.0.0.1", "fe80::5efe:7f00:1", "100::1", "5f00::1"),
    ],
)
def test_addresses_of_private_networks_are_not_public(address):
    """Loopback, private, link-local, reserved; also wrapped in IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "114.114.114.114", "2606:4700::1111", "64:ff9b::101:101"]
)
def test_addresses_of_the_internet_are_public(address):
    """The guard lets real hosts through."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "0177.0.0.1",
        "2130706433",
        "0x7f.1",
    ],
)
def test_no_spelling_of_loopback_is_fetched(host):
    """By default nothing on this machine is asked, however it is written."""
    said = str(refusal(Fetcher(total_s=2), f"http://{host}:1/a.png"))
    assert "private or reserved address" in said or "cannot be fetched" in said


def test_a_name_that_leads_inside_is_refused():
    """The name is resolved first, and its address judged."""
    said = str(refusal(local(), "http://inside.test/a.png"))
    assert "is on inside.test, a private or reserved address (10.0.0.8)" in said


def test_one_private_address_among_several_is_enough():
    """A host that is also inside is not asked at all."""
    fetcher = Fetcher(resolve=lambda *_: ["1.1.1.1", "10.0.0.1"])
    assert "10.0.0.1" in str(refusal(fetcher, "http://both.test/a.png"))


def test_a_proxy_program_with_fake_addresses_is_named():
    """Common in China: the hint says what to turn off."""
    assert "fake-ip" in refusal(local(), "http://fake.test/a.png").hint.en


def test_the_name_is_resolved_once(gallery):
    """A second look-up could answer with another address (DNS rebinding)."""
    answers = iter([["127.0.0.1"]])
    fetcher = Fetcher(allow=lambda _: True, resolve=lambda *_: next(answers))
    assert fetcher.fetch(ImageRef(f"{gallery[0]}/a.png", WHERE))


def test_a_redirect_inside_is_refused(gallery):
    """Each hop is checked like the first."""
    said = str(refusal(local(), f"{gallery[0]}/to/http://inside.test/a.png"))
    assert "10.0.0.8" in said


def test_a_redirect_to_a_file_is_refused(gallery):
    """Only http and https are followed."""
    said = str(refusal(local(), f"{gallery[0]}/to/file:///etc/passwd"))
    assert "neither http nor https" in said


def test_redirects_without_end_are_refused(gallery):
    """Five are enough for anybody."""
    address, seen = gallery
    assert "more than 5 times" in str(refusal(local(), f"{address}/hop0"))
    assert len(seen) == 6


def test_a_password_in_the_address_is_refused():
    """And is not repeated in the message."""
    error = refusal(local(), "http://me:hunter2@pictures.test/a.png")
    assert "user name or password" in str(error)
    assert "hunter2" not in f"{error} {error.problem.zh}"


@pytest.mark.parametrize("name", ["drip", "drip-headers"])
def test_a_slow_drip_is_cut(gallery, name):
    """The time is for the whole picture, not for each byte."""
    said = str(refusal(local(total_s=0.6), f"{gallery[0]}/{name}"))
    assert "could not be fetched within 0.6 seconds" in said


def test_a_picture_without_end_is_cut(gallery):
    """No header is believed: bytes are counted."""
    said = str(refusal(local(limit_bytes=1024 * 1024), f"{gallery[0]}/endless"))
    assert "has more than 1 MB" in said


def test_a_connection_that_breaks_off_is_an_error(gallery):
    """Half a picture is none."""
    assert "cannot be fetched" in str(refusal(local(), f"{gallery[0]}/cut"))


@pytest.mark.parametrize(("name", "status"), [("none.png", 404), ("private", 403)])
def test_a_refusal_of_the_host_is_said(gallery, name, status):
    """With what to do: many hosts refuse strangers (防盗链)."""
    error = refusal(local(), f"{gallery[0]}/{name}")
    assert f"cannot be fetched: HTTP {status}" in str(error)
    assert error.hint.zh == "把图片存到文章旁边，改用路径"


def test_a_host_that_does_not_answer_is_an_error():
    """Its reason is said."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        said = str(refusal(local(), f"http://pictures.test:{port}/a.png"))
    assert "cannot be fetched: " in said


def test_a_name_nobody_knows_is_an_error():
    """As the resolver says it."""

    def unknown(_host, _port):
        raise socket.gaierror(-2, "Name or service not known")

    assert "Name or service" in str(
        refusal(Fetcher(resolve=unknown), "http://x.test/a")
    )


@pytest.mark.parametrize(
    "src",
    [
        "http://",
        "http://[::1",
        "http://x.test:99999/a",
        "http://x..test\u3002/a",
        "https:///a.png",
    ],
)
def test_a_malformed_address_is_an_error(src):
    """Whatever is wrong with it."""
    assert refusal(local(), src)


def test_a_host_without_tls_is_an_error_for_https(gallery):
    """Encryption is not given up."""
    address = gallery[0].replace("http:", "https:")
    assert "cannot be fetched" in str(refusal(local(), f"{address}/a.png"))


def test_a_picture_is_fetched(gallery):
    """The plain case."""
    data = local().fetch(ImageRef(f"{gallery[0]}/a.png?size=1#x", WHERE))
    assert data == pictures.SAMPLES["png"]()


@pytest.mark.parametrize("name", ["pictures.test", "other.test"])
def test_a_certificate_is_checked_by_the_hosts_name(tmp_path, monkeypatch, name):
    """The connection goes to an address, the certificate is for the name."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make_certificate(name, key, certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context=context) as (port, _):
        ref = ImageRef(f"https://pictures.test:{port}/a.png", WHERE)
        if name == "pictures.test":
            assert local().fetch(ref) == pictures.SAMPLES["png"]()
        else:
            with pytest.raises(SourceError, match="certificate"):
                local().fetch(ref)


def make_certificate(name, key, certificate):
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = ["openssl", "req", "-x509", *kind, *subject, *files, "-days", "2"]
    subprocess.run(command, check=True, capture_output=True)


def test_nothing_is_told_about_us(gallery, monkeypatch):
    """No cookie, no referrer, no proxy; the host by its name."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    address, seen = gallery
    local().fetch(ImageRef(f"{address}/to//a.png", WHERE))
    for request in seen:
        assert set(request) == {
            *("path", "Host", "User-Agent", "Accept", "Accept-Encoding", "Connection")
        }
        assert request["Host"] == address.removeprefix("http://")


def test_a_relative_redirect_is_followed(gallery):
    """From the address that gave it."""
    data = local().fetch(ImageRef(f"{gallery[0]}/to//a.png", WHERE))
    assert data == pictures.SAMPLES["png"]()


def test_chinese_in_an_address_is_encoded(gallery):
    """As a browser does it."""
    assert local().fetch(ImageRef(f"{gallery[0]}/图.png", WHERE)) == b"Chinese"


def test_a_chunked_answer_is_put_together(gallery):
    """The other way to send a body."""
    assert local().fetch(ImageRef(f"{gallery[0]}/chunked", WHERE)) == b"abcde"

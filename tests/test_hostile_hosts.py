"""Hosts of pictures that mean ill: endless, huge, slow, lying, leading elsewhere."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import PurePosixPath

import pytest

from mdwx.config import Config
from mdwx.errors import SourceError
from mdwx.media import Darkroom
from mdwx.media.allowance import Allowance
from mdwx.media.fetch import Fetcher
from mdwx.model import ImageRef, Picture, Post, Span
from tests import pictures
from tests.support import REPOSITORY
from tests.test_media_fetch import make_certificate

WHERE = Span(PurePosixPath("content/a.md"), 7)
OK = b"HTTP/1.1 200 OK\r\n"
PATIENCE_S = 0.6


@contextlib.contextmanager
def host(say, *, context=None):
    """A port at which each connection is answered by the pieces of ``say()``."""
    ends = threading.Event()
    asked = []

    def serve(line):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(line)
            if context is not None:
                line = stack.enter_context(context.wrap_socket(line, server_side=True))
            asked.append(line.recv(65536))
            for piece in say(asked[-1]):
                if ends.is_set():
                    return
                line.sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.02)

        def accept():
            while not ends.is_set():
                with contextlib.suppress(TimeoutError):
                    line, _ = listening.accept()
                    threading.Thread(target=serve, args=[line], daemon=True).start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield listening.getsockname()[1], asked
        finally:
            ends.set()
            accepting.join()


def fetcher(**options):
    """One that finds every host here."""
    options = {"total_s": 60.0, "limit_bytes": 1 << 20, **options}
    return Fetcher(
        allow=lambda address: address == "127.0.0.1",
        resolve=lambda name, _: ["10.0.0.8" if "inside" in name else "127.0.0.1"],
        **options,
    )


def for_ever(piece, *, pause_s=0.0):
    """The same bytes again and again."""
    while True:
        yield piece
        time.sleep(pause_s)


def endless(start, piece, *, pause_s=0.0):
    def say(_):
        yield start
        yield from for_ever(piece, pause_s=pause_s)

    return say


def once(data):
    return lambda _: [data]


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
HOSTS = {
    "no word at all": endless(b"", b"", pause_s=0.05),
    "half a status": endless(b"HTTP/1.", b"", pause_s=0.05),
    "a status without end": endless(b"HTTP/1.1 200 ", b"O" * 4096),
    "please wait, without end": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "please wait, slowly": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause_s=0.05),
    "headers without end": endless(OK, b"X-A: b\r\n"),
    "a header without end": endless(OK + b"X-A: ", b"b" * 4096),
    "headers, slowly": endless(OK, b"X: y\r\n", pause_s=0.05),
    "a body without end": endless(OK + b"\r\n", bytes(65536)),
    "a body, slowly": endless(OK + b"\r\n", b"x", pause_s=0.05),
    "chunks without end": endless(CHUNKED, b"10\r\n" + b"x" * 16 + b"\r\n"),
    "chunks, slowly": endless(CHUNKED, b"1\r\nx\r\n", pause_s=0.05),
    "a length of a chunk without end": endless(CHUNKED, b"0" * 4096),
    "a chunk of less than nothing": once(CHUNKED + b"-5\r\nabc\r\n0\r\n\r\n"),
    "a chunk beyond every number": once(CHUNKED + b"f" * 40 + b"\r\nabc"),
    "a chunk of nonsense": once(CHUNKED + b"zz\r\nabc\r\n"),
    "a chunk cut short": once(CHUNKED + b"5\r\nabc"),
    "trailers without end": endless(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-A: b\r\n"),
    "more promised than sent": once(OK + b"Content-Length: 999\r\n\r\nabc"),
    "more promised than we take": endless(
        OK + b"Content-Length: 99999999999999999999\r\n\r\n", bytes(65536)
    ),
    "rubbish": once(b"\x16\x03\x01\x00\x00\r\n\r\n"),
    "an answer of 1991": once(b"<html>no status at all"),
    "an error": once(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"),
    "a part": once(b"HTTP/1.1 206 Part\r\nContent-Length: 1\r\n\r\nx"),
    "a redirect to nowhere": once(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
}


@pytest.mark.parametrize("name", HOSTS)
def test_a_host_that_does_not_behave_is_left_soon(name):
    """
    Within the time for a picture, with a sentence that names the picture's place.
    """
    with host(HOSTS[name]) as (port, _):
        hasty, started = fetcher(total_s=PATIENCE_S), time.monotonic()
        with pytest.raises(SourceError) as caught:
            hasty.fetch(ImageRef(f"http://pictures.test:{port}/a.png", WHERE))
    assert time.monotonic() - started < PATIENCE_S + 60
    assert caught.value.where == WHERE


def test_a_length_that_is_a_lie_gives_no_more_than_it_says():
    """
    What comes behind the picture is not read as part of it.
    """
    lying = OK + b"Content-Length: 3\r\n\r\nabcdef"
    with host(once(lying)) as (port, _):
        assert fetcher().fetch(ImageRef(f"http://a.test:{port}/", WHERE)) == b"abc"


def test_nothing_is_unpacked_that_was_not_asked_for():
    """
    A megabyte that unpacks to a thousand stays a megabyte, and is no picture.
    """
    bomb = gzip.compress(bytes(1 << 26))
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    with host(once(head + bomb)) as (port, _):
        assert fetcher().fetch(ImageRef(f"http://a.test:{port}/", WHERE)) == bomb


def redirect(target):
    """A host that sends everyone on, with bytes as they are."""
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
    return once(head + target + b"\r\n\r\n")


TARGETS = {
    "a private host": (b"http://inside.test/", "10.0.0.8"),
    "a private host without a scheme": (b"//inside.test/", "10.0.0.8"),
    "a private host behind a backslash": (
        b"http:\\\\inside.test/",
        "more than 5 times",
    ),
    "a user": (b"http://a:b@inside.test/", "user name or password"),
    "a file": (b"file:///etc/passwd", "neither http nor https"),
    "a folder of a server": (b"ftp://inside.test/", "neither http nor https"),
    "data": (b"data:image/png;base64,AAAA", "neither http nor https"),
    "a script": (b"javascript:alert(1)", "neither http nor https"),
    "gopher": (b"gopher://inside.test:25/_HELO", "neither http nor https"),
    "nonsense": (b"http://[", "malformed"),
    "a port that is none": (b"http://a.test:99999999/", "malformed"),
    "letters nobody has": (b"http://a.test\xff\xfe:x/", "malformed"),
    "itself": (b"/", "more than 5 times"),
    "an address without end": (b"/" + b"a" * 70_000, "cannot be fetched"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_redirect_leads_nowhere_that_the_post_itself_could_not(name):
    """
    Every hop is judged like the first.
    """
    target, said = TARGETS[name]
    with (
        host(redirect(target)) as (port, _),
        pytest.raises(SourceError, match=said) as caught,
    ):
        fetcher().fetch(ImageRef(f"http://pictures.test:{port}/a.png", WHERE))
    assert "a:b" not in str(caught.value)


def test_no_redirect_gives_up_encryption(tmp_path, monkeypatch):
    """
    Whoever is on the way could put another picture in its place.
    """
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make_certificate("pictures.test", key, certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with host(redirect(b"HTTP://pictures.test/"), context=context) as (port, asked):
        ref = ImageRef(f"https://pictures.test:{port}/a.png", WHERE)
        with pytest.raises(SourceError, match="from https to plain http"):
            fetcher(total_s=60).fetch(ref)
    assert len(asked) == 1


def test_a_name_that_answers_otherwise_the_second_time_is_judged_again():
    """
    Between two hops a name may come to mean a machine of ours (DNS rebinding).
    """
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    with host(redirect(b"/again")) as (port, asked):
        turning = Fetcher(
            allow=lambda address: address == "127.0.0.1",
            resolve=lambda *_: next(answers),
            total_s=60.0,
        )
        with pytest.raises(SourceError, match=r"169\.254\.169\.254"):
            turning.fetch(ImageRef(f"http://turning.test:{port}/", WHERE))
    assert len(asked) == 1


def test_the_address_that_was_judged_is_the_one_that_is_asked():
    """
    The name is looked up once a hop; a resolver that turns every time is not heard.
    """
    turns = count()
    data = OK + b"Content-Length: 1\r\n\r\nx"
    with host(once(data)) as (port, asked):
        turning = Fetcher(
            allow=lambda address: address == "127.0.0.1",
            resolve=lambda *_: ["10.0.0.1" if next(turns) else "127.0.0.1"],
        )
        assert turning.fetch(ImageRef(f"http://turning.test:{port}/", WHERE)) == b"x"
    assert b"Host: turning.test" in asked[0]
    assert next(turns) == 1


SPELLINGS = (
    *("127.1", "127.0.1", "0177.0.0.1", "0x7f000001", "0x7f.0.0.1", "2130706433"),
    *("017700000001", "127.0.0.1.", "0", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1"),
    *("::ffff:7f00:1", "0:0:0:0:0:0:0:1", "localhost", "169.254.169.254", "0xa9fea9fe"),
    *("2852039166", "0251.0376.0251.0376", "10.1", "192.168.1", "1684301000"),
)


def test_no_spelling_of_a_near_address_passes_for_another():
    """
    Decimal, octal, hexadecimal, short, wrapped: the system's resolver reads them, and
    what it makes of them is judged. In a process of its own: ours knows no names.
    """
    code = (
        "import sys, socket\n"
        "from mdwx.media.addresses import is_public, resolve\n"
        "for host in sys.argv[1:]:\n"
        "    try: found = resolve(host, 80)\n"
        "    except OSError: found = []\n"
        "    print(host, any(map(is_public, found)), len(found))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *SPELLINGS],
        env={"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    rows = [line.split() for line in run.stdout.splitlines()]
    assert [row[0] for row in rows] == list(SPELLINGS)
    assert {row[1] for row in rows} == {"False"}
    assert sum(int(row[2]) > 0 for row in rows) > 15


@pytest.mark.parametrize("spent", [{"seconds": 0.05}, {"size_bytes": 1000}])
def test_all_pictures_of_a_post_together_have_bounds(tmp_path, spent):
    """
    A thousand slow or large ones end the fetching, not the day.
    """
    png = pictures.SAMPLES["png"]()
    head = OK + b"Content-Length: %d\r\n\r\n" % len(png)

    def say(_):
        time.sleep(0.03)
        yield head + png

    with host(say) as (port, asked):
        room = Darkroom(Config(root=tmp_path), fetcher=fetcher(total_s=60))
        post = Post(PurePosixPath("content/a.md"), "a", "x")
        room.allowances.default_factory = lambda: Allowance(**spent)
        refs = [
            ImageRef(f"http://p.test:{port}/{number}.png", Span(post.path, number))
            for number in range(1, 31)
        ]
        made = room.prepare(refs, post=post)
        assert isinstance(made[refs[0].src], Picture)
        assert "too many, large or slow" in str(made[refs[-1].src])
        assert len(asked) < 20

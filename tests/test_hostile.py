"""Posts, themes, pictures and addresses of other people: each attack and its end."""

from __future__ import annotations

import shutil
import ssl
import time
from pathlib import PurePosixPath

import lxml.html
import pytest

from mdwx.errors import SourceError
from mdwx.media.fetch import Fetcher
from mdwx.model import ImageRef, Span
from tests.building import built, content
from tests.test_media_fetch import make_certificate, serving

WHERE = Span(PurePosixPath("content/a.md"), 7)


def here(**options):
    """A fetcher that finds every host on this machine."""
    return Fetcher(allow=lambda _: True, resolve=lambda *_: ["127.0.0.1"], **options)


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
@pytest.mark.parametrize("name", ["drip", "drip-headers"])
def test_a_slow_drip_over_tls_is_cut(tmp_path, monkeypatch, name):
    """Encryption does not take the line out of our hands."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make_certificate("pictures.test", key, certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context=context) as (port, _):
        ref = ImageRef(f"https://pictures.test:{port}/{name}", WHERE)
        started = time.monotonic()
        with pytest.raises(SourceError, match="within"):
            here(total_s=0.5).fetch(ref)
    assert time.monotonic() - started < 3


def test_a_redirect_to_nonsense_is_an_error():
    """What a host answers is no address before it is read as one."""
    with serving() as (port, _):
        ref = ImageRef(f"http://pictures.test:{port}/to/http://[x", WHERE)
        with pytest.raises(SourceError, match="malformed"):
            here().fetch(ref)


@pytest.mark.parametrize("src", ["http://[a@b/x.png", "//u:p@[/x.png"])
def test_a_malformed_address_with_a_name_in_it_is_an_error(src):
    """The sentence that refuses an address can name it."""
    with pytest.raises(SourceError) as caught:
        Fetcher().fetch(ImageRef(src, WHERE))
    assert "u:p" not in str(caught.value)


MARKUP = {
    "address of a mini program": (
        '<a href="javascript:alert(1)" data-miniprogram-appid="wx1">x</a>',
        "javascript:",
    ),
    "host behind a backslash": (
        r'<a href="https://evil.example\@mp.weixin.qq.com/s/x">y</a>',
        "href",
    ),
    "host behind a user": (
        '<a href="https://evil.example@mp.weixin.qq.com/s/x">y</a>',
        "href",
    ),
    "frame of the platform": (
        '<iframe class="video_iframe" data-mpvid="1" src="javascript:x"></iframe>',
        "iframe",
    ),
    "frame from elsewhere": (
        '<iframe class="video_iframe" data-mpvid="1" '
        'data-src="//evil.example/"></iframe>',
        "iframe",
    ),
    "card of the platform": (
        '<mp-common-x href=" java\tscript:alert(1)" onclick="alert(1)">x</mp-common-x>',
        "alert",
    ),
    "picture of a card": (
        '<mp-common-x src="https://evil.example/x.png">x</mp-common-x>',
        "evil",
    ),
    "quote in an address": (
        """<p style="background:url(&quot;https://evil.example/a'b.png&quot;)">x</p>""",
        "evil",
    ),
    "set of pictures": (
        "<p style=\"background-image:image-set('https://evil.example/x' 1x)\">x</p>",
        "evil",
    ),
    "escaped function": (
        r'<p style="background:u\72l(https://evil.example/)">x</p>',
        "evil",
    ),
    "host of a style behind a backslash": (
        r'<p style="background:url(https://evil.example\\@mmbiz.qpic.cn/x)">x</p>',
        "evil",
    ),
    "quote in a string": (
        "<p style='font-family:\"a\\27;position:fixed;x:\\27\",monospace'>x</p>",
        "'a';",
    ),
    "picture in a drawing": (
        '<svg><image href="https://evil.example/x.png"/></svg>',
        "evil",
    ),
    "paint of a drawing": (
        r'<svg><rect fill="u\72l(https://evil.example/x)" width="1"/></svg>',
        "evil",
    ),
    "animated address": (
        '<svg><set attributeName="href" to="javascript:alert(1)"/></svg>',
        "javascript",
    ),
    "picture that a browser reads": (
        '<image src="https://evil.example/x.png">x</image>',
        "<image",
    ),
    "handler": ('<img src="a.png" onerror="alert(1)">', "onerror"),
    "script": ("<script>alert(1)</script>", "alert"),
    "sheet": ("<style>@import 'https://evil.example/'</style>", "evil"),
    "refresh": (
        '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
        "evil",
    ),
    "attribute that ends early": ("![a\" onerror='x](x.png 'a\" onload=x b')", "<x"),
    "colour with more": (
        '<font color="red;background:url(https://evil.example/)">x</font>',
        "evil",
    ),
}


@pytest.mark.parametrize("name", MARKUP)
def test_nothing_of_an_attack_is_left_in_an_article(name):
    """What could run, or be asked for, in a reader's browser or the author's."""
    body, trace = MARKUP[name]
    markup = content(built(body))
    handlers = lxml.html.fromstring(markup).xpath("//@*[starts-with(name(), 'on')]")
    assert trace not in markup
    assert not handlers

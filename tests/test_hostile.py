"""Posts, themes, pictures and addresses of other people: each attack and its end."""

from __future__ import annotations

import contextlib
import shutil
import ssl
import time
from pathlib import PurePosixPath

import lxml.html
import pytest

from mdwx.config import Site
from mdwx.errors import CheckError, SourceError
from mdwx.media.fetch import Fetcher
from mdwx.model import ImageRef, Span
from mdwx.post import read_post
from tests.building import built, codes, content
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


DEEP = "(" * 5000
LEFT_OUT = {
    "brackets": f"<p style='width:{DEEP}'>x</p>",
    "functions": f"<p style='width:{'calc(' * 5000}'>x</p>",
    "digits": f"<p style='width:{'1' * 5000}px'>x</p>",
    "colour": f"<font color='{DEEP}'>x</font>",
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_style_that_nobody_can_read_is_left_out(name):
    """With a word to the author, and the words of the post in their place."""
    article = built(LEFT_OUT[name])
    assert article.text == "x"
    assert "M104" in codes(article.findings)


LONG = 20_000
BODIES = {
    "quotes": ">" * LONG + " a",
    "lists in a line": "- " * LONG + "a",
    "lists below each other": "\n".join(
        " " * 2 * depth + "- a" for depth in range(150)
    ),
    "brackets": "[" * LONG,
    "pictures in pictures": "![" * 5000 + "a" + "](b)" * 5000,
    "emphasis": "*a **b " * 3000 + "c" + " b** a*" * 3000,
    "stars": "*" * LONG + "a" + "*" * LONG,
    "boxes": "<div>" * 5000 + "x",
    "tables": "<table><tr><td>" * 2000 + "x",
    "a tag that never ends": "<div>\n<" + "a" * LONG,
    "quotes that never end": "<div>\n" + '<a "' * 5000,
    "comments that never end": "<div>\n" + "<!--" * 5000,
    "sections that are none": "<div>\n" + "<![" * 5000,
    "boxes that never end": "<div>a\n\n" * 2000,
    "numbered items": "1. a\n" * 3000,
    "a number of thousands of digits": f"<ol start='{'9' * LONG}'><li>a</li></ol>",
    "cells": "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n" + "|\n" * 1000,
    "footnotes in footnotes": "^[a " * 3000 + "]" * 3000,
    "variables of variables": "<p style='"
    + "".join(f"--a{i}:var(--a{i + 1}) var(--a{i + 1});" for i in range(60))
    + "--a60:x;color:var(--a0)'>x</p>",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_made_to_exhaust_us_ends_soon(name):
    """No crash, no recursion, no square of the length: an article or a sentence."""
    started = time.monotonic()
    with contextlib.suppress(CheckError):
        built(BODIES[name])
    assert time.monotonic() - started < 10


STYLES = {
    "variables of variables": ":root{"
    + "".join(f"--a{i}:var(--a{i + 1}) var(--a{i + 1});" for i in range(60))
    + "--a60:x}p{color:var(--a0)}",
    "variables that stand for nothing": ":root{"
    + "".join(f"--a{i}:var(--a{i + 1})var(--a{i + 1});" for i in range(60))
    + "--a60:}p{color:var(--a0)}",
    "siblings of siblings": ",".join(["p ~ p ~ p"] * 500) + "{color:red}",
    "a selector of thousands": "p " * 3000 + "{color:red}",
    "text that lxml cannot look for": "p:contains('x'){color:red}",
}


@pytest.mark.parametrize("name", STYLES)
def test_a_stylesheet_made_to_exhaust_us_ends_soon(name):
    """What cannot be worked out within reason is left out."""
    started = time.monotonic()
    built("x\n\n" * 500, look={"css": STYLES[name]})
    assert time.monotonic() - started < 10


FRONT = {
    "a number": ("+++", "a = " + "9" * 5000),
    "brackets": ("+++", "a = " + "[" * 5000 + "]" * 5000),
    "a key of dots": ("+++", ".".join("a" * 30_000) + " = 1"),
    "a table of dots": ("+++", f"[{'.'.join('a' * 30_000)}]"),
    "tables": ("+++", "a = " + "{a=" * 5000),
    "aliases": ("---", "a: &a [x, x]\nb: [*a, *a]"),
    "a tag": ("---", "title: !!python/object/apply:os.system [id]"),
    "YAML brackets": ("---", "title: " + "[" * 5000),
    "YAML tables": ("---", "title: " + "{a: " * 5000),
    "a slug that leads up": ("---", "slug: ../../x"),
    "a slug with a mark": ("---", 'slug: "a\\u202eb"'),
    "a slug with a line": ("---", 'slug: "a\\nb"'),
}


@pytest.mark.parametrize("name", FRONT)
def test_front_matter_made_to_break_us_is_an_error_with_its_place(name):
    """Refused before anything is made of it."""
    fence, head = FRONT[name]
    source = f"{fence}\n{head}\n{fence}\n\nx\n".encode()
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        read_post(source, path=PurePosixPath("content/a.md"), site=Site())
    assert str(caught.value.where).startswith("content/a.md")
    assert time.monotonic() - started < 5


def test_a_style_of_front_matter_that_nobody_can_read_is_a_finding():
    """The post is not sent, and its author is told why."""
    source = f"---\nstyle: '{'{' * 5000}'\n---\n\nx\n".encode()
    post = read_post(source, path=PurePosixPath("content/a.md"), site=Site())
    assert post.style is None
    assert codes(post.findings) == ["F002"]

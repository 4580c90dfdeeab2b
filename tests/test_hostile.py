"""Posts, themes, pictures and addresses of other people: each attack and its end."""

from __future__ import annotations

import os
import ssl
import sys
from functools import partial
from pathlib import PurePosixPath

import lxml.html
import pytest

from mdwx.config import Site
from mdwx.errors import CheckError, SourceError, UsageError
from mdwx.ledger.lock import LockFile
from mdwx.media import vector
from mdwx.media.containers import CutShortError, bare_jpeg
from mdwx.media.drawer import drawn_apart
from mdwx.media.fetch import Fetcher
from mdwx.media.source import Source
from mdwx.model import ImageRef, Span
from mdwx.post import read_post
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.pages import plain_text, with_local_pictures
from mdwx.style.code import colour
from tests.building import built, codes, content
from tests.served import wechat_at
from tests.support import run_mdwx, write_site
from tests.test_media_fetch import make_certificate, serving

WHERE = Span(PurePosixPath("content/a.md"), 7)


def here(**options):
    """A fetcher that finds every host on this machine."""
    return Fetcher(allow=lambda _: True, resolve=lambda *_: ["127.0.0.1"], **options)


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
        with pytest.raises(SourceError, match="within"):
            here(total_s=0.5).fetch(ref)


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
    assert outcome_of(BODIES[name])


def outcome_of(body):
    """How much there is to send, or the place of what cannot be worked out."""
    try:
        return built(body).size.html_chars
    except CheckError as error:
        return error.where


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
    article = built("x\n\n" * 500, look={"css": STYLES[name]})
    assert article.text.count("x") == 500


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
    with pytest.raises(SourceError) as caught:
        read_post(source, path=PurePosixPath("content/a.md"), site=Site())
    assert str(caught.value.where).startswith("content/a.md")


def test_a_style_of_front_matter_that_nobody_can_read_is_a_finding():
    """The post is not sent, and its author is told why."""
    source = f"---\nstyle: '{'{' * 5000}'\n---\n\nx\n".encode()
    post = read_post(source, path=PurePosixPath("content/a.md"), site=Site())
    assert post.style is None
    assert codes(post.findings) == ["F002"]


NAMES = {
    "a line": "a\n::error::b.md",
    "a turn": "a\u202eb.md",
    "an escape": "a\x1b[31mb.md",
    "a page": "a\u2028b.md",
    "no text": os.fsdecode(b"a\xff.md"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "command",
    [
        "build --offline",
        "check",
        "check --json",
        "check --format github",
        "status",
        "publish",
    ],
)
def test_a_name_made_to_look_like_a_message_is_written_out(tmp_path, command, name):
    """Neither a terminal nor a pipeline obeys what a file is called."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / NAMES[name]).write_text(
        "---\nslug: ok\n---\n\nx\n", "utf-8"
    )
    run = run_mdwx(*command.split(), cwd=tmp_path)
    told = run.stdout + run.stderr
    assert run.exit_code in {0, 3}
    assert "\\u" in told or "没有" in told or not told
    assert not {"\x1b", "\u202e", "\u2028"} & set(told)
    assert not [line for line in told.splitlines() if line.startswith("::error::b")]


WORD = "\x1b[31m\x07\u202ex"
NAMED = (
    "build --theme",
    "build --account",
    "build",
    "check --explain",
    "check --format",
    "show content/a.md --stage",
    "mark content/a.md --published",
    "publish --wait",
    "delete",
    "themes check",
    "login",
    "",
)


@pytest.mark.timeout(600)
def test_no_word_that_is_named_moves_a_cursor(tmp_path):
    """Whatever is wrong with a command, its words are written out; so are WeChat's."""
    site = write_site(tmp_path / "site", {"content/a.md": "# t\n\nx\n"})
    runs = [run_mdwx(*words.split(), WORD, cwd=site) for words in NAMED]
    with wechat_at(tmp_path / "wechat") as wechat:
        refusal = Fault(Trouble.ERRCODE, errcode=48004, errmsg=WORD, count=9)
        wechat.host.order(refusal)
        runs.append(run_mdwx("draft", cwd=site, env=wechat.env))
        assert runs[-1].exit_code == 5
    for run in runs:
        assert run.exit_code not in {0, 1}
        assert not {"\x1b", "\x07", "\u202e"} & set(run.stdout + run.stderr)


def test_text_of_a_post_cannot_look_like_a_line_of_ours(tmp_path):
    """What a message quotes stays on its line."""
    body = "<x\n::error::made-up>\n"
    write_site(tmp_path, {"content/a.md": f'---\n"k\\n::error::y": 1\n---\n\n{body}'})
    run = run_mdwx("check", cwd=tmp_path)
    assert "::error::made-up" in run.stdout
    assert not [it for it in run.stdout.splitlines() if it.startswith("::")]


def test_json_holds_no_character_that_a_terminal_obeys(tmp_path):
    """The object says the same, in its own escapes."""
    title = "a\u202eb\x9bc\x7fd"
    write_site(tmp_path, {"content/a.md": f"# {title}\n\nx\n"})
    run = run_mdwx("check", "--json", cwd=tmp_path)
    assert not {"\u202e", "\x9b", "\x7f"} & set(run.stdout)
    assert "a\u202eb" in run.json["posts"][0]["title"]


def pipe(file):
    os.mkfifo(file)


GOOD = "---\ntitle: t\n---\n\nx\n"
THEMED = "---\ntitle: t\ntheme: x\n---\n\nx\n"
LINKED = ("", "secret.md", "theme", "theme/theme.css")
"""What lies outside the site, and links lead to."""
BEFORE = '[site]\nbefore = "_b.md"\n'
SITES = {
    "a post that is a link": ({"content/a.md": "secret.md"}, "outside the site"),
    "a folder that is a link": ({"content": ""}, "outside the site"),
    "a post that is a pipe": ({"content/a.md": pipe}, "not a regular file"),
    "a part that is a link": (
        {"mdwx.toml": BEFORE, "_b.md": "secret.md", "content/a.md": GOOD},
        "outside the site",
    ),
    "a part that is a pipe": (
        {"mdwx.toml": BEFORE, "_b.md": pipe, "content/a.md": GOOD},
        "not a regular file",
    ),
    "a theme that is a link": (
        {"themes/x": "theme", "content/a.md": THEMED},
        "outside the site",
    ),
    "a stylesheet that is a link": (
        {"themes/x/theme.css": "theme/theme.css", "content/a.md": THEMED},
        "outside the site",
    ),
    "a stylesheet that is a pipe": (
        {"themes/x/theme.css": pipe, "content/a.md": THEMED},
        "no file",
    ),
    "a theme of brackets": (
        {"themes/x/theme.css": "(" * 5000, "content/a.md": THEMED},
        "nested too deep",
    ),
    "a description of brackets": (
        {
            "themes/x/theme.css": "p{}",
            "themes/x/theme.toml": "title = " + "[" * 5000,
            "content/a.md": THEMED,
        },
        "nested too deep",
    ),
    "an output folder that is a link": (
        {"dist": "", "content/a.md": GOOD},
        "outside the site",
    ),
    "a page's folder that is a link": (
        {"dist/a": "", "content/a.md": GOOD},
        "outside the site",
    ),
    "a folder of mdwx that is a link": (
        {".mdwx": "", "content/a.md": GOOD},
        "outside the site",
    ),
}


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
@pytest.mark.parametrize("name", SITES)
def test_a_site_reads_and_writes_nothing_elsewhere(tmp_path, name):
    """Neither by a link nor by a pipe; the sentence says which."""
    elsewhere = write_site(
        tmp_path / "elsewhere",
        {"secret.md": "TOPSECRET\n", "theme/theme.css": "p{color:#123456}"},
    )
    before = sorted(elsewhere.rglob("*"))
    site = tmp_path / "site"
    site.mkdir()
    files, sentence = SITES[name]
    for path, made in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if callable(made):
            made(file)
        elif made in LINKED:
            file.symlink_to(elsewhere / made)
        else:
            file.write_text(made, "utf-8")
    run = run_mdwx("build", "--offline", cwd=site)
    assert run.exit_code in {2, 3}
    assert sentence in run.stderr
    assert sorted(elsewhere.rglob("*")) == before
    written = [it.read_text("utf-8") for it in site.glob("dist/**/*.html")]
    assert not [it for it in written if "TOPSECRET" in it or "#123456" in it]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version":' + "9" * 5000 + "}"])
def test_a_lock_made_to_break_us_is_an_error(tmp_path, text):
    """The other machine's file is read as carefully as a post."""
    file = tmp_path / "mdwx.lock"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        LockFile(file).read("wx1")


DRAWINGS = {
    "a pattern larger than any memory": "<pattern id='p' width='100' height='100' "
    "patternTransform='scale(1000)'><rect width='1' height='1'/></pattern>"
    "<rect fill='url(#p)' width='1600' height='1600'/>",
    "noise without end": "<filter id='f'><feTurbulence baseFrequency='.5' "
    "numOctaves='1000000000'/></filter>"
    "<rect filter='url(#f)' width='1600' height='1600'/>",
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_made_to_exhaust_us_ends_apart(monkeypatch, name):
    """The engine may end or hang; we say so and go on."""
    pytest.importorskip("resvg_py", reason="needs mdwx[svg]")
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='1600' height='1600'>"
        f"{DRAWINGS[name]}</svg>"
    )
    monkeypatch.setattr(vector, "drawn_apart", partial(drawn_apart, time_s=1.0))
    with pytest.raises(SourceError, match="draw"):
        vector.draw(Source(ImageRef("a.svg", WHERE), svg.encode()))


@pytest.mark.parametrize(
    ("language", "text"),
    [("easytrieve", "\t" * 3000), ("cheetah", "${" * 30_000), ("python", "(" * 30_000)],
)
def test_code_that_no_person_wrote_is_not_coloured(language, text):
    """A lexer may take the cube of a line: such code is shown as it is."""
    assert colour(text, language=language, style="mdwx-light") == ((text, ""),)


@pytest.mark.parametrize("markup", ["a<![x>b", "a<!b", "a<![CDATA[b", "a<p style='b"])
def test_markup_of_any_client_is_shown_by_the_sandbox(markup):
    """Other programs store drafts there too."""
    assert "a" in plain_text(markup)
    assert "a" in with_local_pictures(markup, lambda _: None)


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\x00", b"\xff\xc0\x00\x02"])
def test_a_jpeg_of_filling_ends_soon(filling):
    """Looking for its next part takes no square of its length."""
    with pytest.raises(CutShortError):
        bare_jpeg(b"\xff\xd8" + filling * 500_000)

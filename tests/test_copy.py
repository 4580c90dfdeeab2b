"""``mdwx copy``: what is on the clipboard, and what is in the files."""

from __future__ import annotations

import base64
import io
import json
import os
import sys
from pathlib import Path

import pytest
from PIL import Image
from served import wechat_at
from support import run_mdwx, write_site

from mdwx.clipboard import fill_clipboard, rich_text
from mdwx.errors import UsageError

posix = pytest.mark.skipif(os.name != "posix", reason="a script is a program there")
browser = pytest.mark.browser
patient = pytest.mark.timeout(600)

POST = """---
title: 春天
digest: 一句话
---

一段**正文**。

![山](山.png)
"""
PROGRAM = """#!{python}
import json, pathlib, sys
told = {{"words": sys.argv[1:], "input": sys.stdin.buffer.read().decode()}}
pathlib.Path({file!r}).write_text(json.dumps(told))
sys.exit({code})
"""


def png(width=640, height=400, colour="green"):
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def site(tmp_path):
    files = {"content/spring.md": POST, "content/山.png": png()}
    return write_site(tmp_path / "site", files)


@pytest.fixture
def desktop(tmp_path):
    return Desktop(tmp_path / "bin")


class Desktop:
    """A machine with just the programs that a test puts there."""

    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "told.json"
        folder.mkdir()

    def install(self, name, *, code=0):
        program = self.folder / name
        script = PROGRAM.format(python=sys.executable, file=str(self.file), code=code)
        program.write_text(script)
        program.chmod(0o755)

    def env(self, **more):
        return {"PATH": str(self.folder), **more}

    @property
    def told(self):
        return json.loads(self.file.read_text())


def fragment(html):
    """What stands between the marks."""
    before, _, rest = html.partition("<!--StartFragment-->")
    inner, _, after = rest.rpartition("<!--EndFragment-->")
    assert before.startswith("<html>")
    assert after == "</body></html>"
    return inner


@posix
@pytest.mark.parametrize(
    ("program", "where", "words"),
    [
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}, ["--type", "text/html"]),
        (
            "xclip",
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": ""},
            ["-selection", "clipboard", "-t", "text/html"],
        ),
    ],
)
def test_the_clipboard_holds_our_html_unchanged(site, desktop, program, where, words):
    """Between the fragment marks, as rich text, with the pictures inside."""
    desktop.install(program)
    run = run_mdwx("copy", "content/spring.md", cwd=site, env=desktop.env(**where))
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == "copied “春天”: paste it into WeChat's editor\n"
    assert desktop.told["words"] == words
    run_mdwx("build", "--offline", cwd=site)
    folder = site / "dist/spring"
    (picture,) = folder.glob("images/mdwx-*.png")
    data = base64.b64encode(picture.read_bytes()).decode()
    article = (folder / "article.html").read_text("utf-8")
    inside = article.replace(f"images/{picture.name}", f"data:image/png;base64,{data}")
    assert fragment(desktop.told["input"]) == inside


@posix
def test_pictures_are_at_the_accounts_addresses(site, tmp_path, desktop):
    """They are uploaded once, as a build does it, and nothing else is sent."""
    desktop.install("wl-copy")
    with wechat_at(tmp_path / "far") as host:
        env = {**desktop.env(WAYLAND_DISPLAY="w"), **host.env}
        run = run_mdwx("copy", "content/spring.md", "--json", cwd=site, env=env)
        assert run.json["account"] == "env"
        first = set(host.calls)
        again = run_mdwx("copy", "content/spring.md", "--json", cwd=site, env=env)
    assert "media/uploadimg" in first
    assert not {
        call for call in first if call.startswith(("draft/add", "freepublish/s"))
    }
    assert again.json["requests"] == 0
    copied = fragment(desktop.told["input"])
    assert "http://mmbiz.qpic.cn/" in copied or "https://mmbiz.qpic.cn/" in copied
    assert "data:" not in copied


@posix
def test_offline_nothing_is_asked_of_a_real_account(site, tmp_path, desktop):
    """The pictures travel inside."""
    desktop.install("wl-copy")
    with wechat_at(tmp_path / "far") as host:
        env = {**desktop.env(WAYLAND_DISPLAY="w"), **host.env}
        words = ("copy", "content/spring.md", "--offline")
        assert run_mdwx(*words, cwd=site, env=env).exit_code == 0
        assert host.requests == []
    assert "data:image/png;base64," in fragment(desktop.told["input"])


@posix
def test_a_post_with_an_error_uploads_nothing(site, tmp_path, desktop):
    """It is copied all the same, and what is wrong with it is said."""
    desktop.install("wl-copy")
    write_site(site, {"content/spring.md": POST.replace("山.png", "没有.png") + POST})
    with wechat_at(tmp_path / "far") as host:
        env = {**desktop.env(WAYLAND_DISPLAY="w"), **host.env}
        run = run_mdwx("copy", "content/spring.md", cwd=site, env=env)
        assert host.requests == []
    assert run.exit_code != 0
    assert "没有.png" in run.stderr
    assert "一段" in desktop.told["input"]


@posix
def test_of_a_picture_message_the_text_is_copied(site, desktop):
    """Its pictures have no place in a text, which is said."""
    desktop.install("wl-copy")
    text = "---\ntitle: 图\ntype: newspic\n---\n\n一句话。\n\n![山](山.png)\n"
    write_site(site, {"content/pics.md": text})
    env = desktop.env(WAYLAND_DISPLAY="w")
    run = run_mdwx("copy", "content/pics.md", cwd=site, env=env)
    assert desktop.told == {"words": ["--type", "text/plain"], "input": "一句话。"}
    assert "add the pictures" in run.stdout


@pytest.mark.parametrize(
    ("env", "hint"),
    [
        ({"WAYLAND_DISPLAY": "w"}, "install wl-clipboard"),
        ({"DISPLAY": ":0"}, "install xclip"),
        ({}, "there is no desktop here"),
    ],
)
def test_without_a_program_one_sentence_says_what_to_do(tmp_path, env, hint):
    """What to install, and what works meanwhile."""
    with pytest.raises(UsageError) as caught:
        fill_clipboard("x", env={"PATH": str(tmp_path), **env}, platform="linux")
    assert (
        str(caught.value.problem) == "no program on this machine can fill a clipboard"
    )
    assert hint in caught.value.hint.en
    assert "--output" in caught.value.hint.en


@posix
def test_a_program_that_fails_is_named(desktop):
    """And not taken for one that did it."""
    desktop.install("xclip", code=3)
    env = desktop.env(DISPLAY=":0")
    with pytest.raises(UsageError, match="xclip did not fill the clipboard"):
        fill_clipboard("x", env=env, platform="linux")


@posix
def test_no_secret_reaches_the_program(desktop, tmp_path):
    """Whatever is called so in the environment stays with us."""
    program = desktop.folder / "wl-copy"
    seen = tmp_path / "seen"
    program.write_text(
        f"#!{sys.executable}\nimport os\n"
        f"open({str(seen)!r}, 'w').write(str(os.environ))\n"
    )
    program.chmod(0o755)
    env = desktop.env(WAYLAND_DISPLAY="w", MDWX_SECRET="hidden-word")
    fill_clipboard("x", env=env, platform="linux")
    assert "WAYLAND_DISPLAY" in seen.read_text()
    assert "hidden-word" not in seen.read_text()


@posix
def test_a_mac_takes_html_by_its_own_name(desktop):
    """pbcopy would take the text alone."""
    desktop.install("osascript")
    assert fill_clipboard("<p>字", env=desktop.env(), platform="darwin") == "osascript"
    script = desktop.told["words"][-1]
    assert "public.html" in script
    assert desktop.told["input"] == "<p>字"


@posix
def test_windows_is_told_where_the_fragment_lies_in_bytes(desktop):
    """Its header counts bytes, of which a Chinese letter has three."""
    desktop.install("powershell.exe")
    html = rich_text("<p>春天</p>")
    fill_clipboard(html, env=desktop.env(), platform="win32")
    data = base64.b64decode(desktop.told["input"])
    head = dict(line.split(":") for line in data.decode().splitlines()[:5])
    start, end = int(head["StartFragment"]), int(head["EndFragment"])
    assert data[start:end].decode() == "<p>春天</p>"
    assert data[int(head["StartHTML"]) : int(head["EndHTML"])].decode() == html


def test_the_rich_text_goes_to_standard_output(site):
    """For other programs, exactly as a clipboard gets it."""
    run = run_mdwx("copy", "content/spring.md", "--output", "-", cwd=site)
    assert "<strong" in fragment(run.stdout)
    told = run_mdwx("copy", "content/spring.md", "--output", "-", "--json", cwd=site)
    assert told.json["rich_text"] == run.stdout


def test_the_html_file_needs_nothing_else(site):
    """Its pictures are inside, and its policy lets nothing be fetched."""
    run = run_mdwx("copy", "content/spring.md", "--output", "春.html", cwd=site)
    assert run.stdout == "wrote 春.html\n"
    page = (site / "春.html").read_text("utf-8")
    assert 'src="data:image/png;base64,' in page
    assert "default-src &#39;none&#39;" in page
    assert "images/" not in page


@browser
@patient
def test_the_long_picture_shows_the_whole_article(site):
    """At a phone's width, twice as fine; what is far below is in its place."""
    bars = "".join(f"![b](bar{number}.png)\n\n" for number in range(20))
    colours = [(number * 12, 255 - number * 12, 128) for number in range(20)]
    pictures = {
        f"content/bar{number}.png": png(700, 1000, colour)
        for number, colour in enumerate(colours)
    }
    write_site(site, {"content/tall.md": f"---\ntitle: 长\n---\n\n{bars}", **pictures})
    words = ("copy", "content/tall.md", "--output", "tall.png")
    assert run_mdwx(*words, cwd=site).exit_code == 0
    with Image.open(site / "tall.png") as shown:
        assert shown.width == 750
        assert shown.height > 16_384
        column = [shown.getpixel((375, y)) for y in range(0, shown.height, 100)]
    seen = [colour for colour in dict.fromkeys(column) if colour in set(colours)]
    assert seen == colours


@browser
@patient
def test_the_pdf_holds_the_text(site):
    """On pages that a reader can search and jump about in."""
    words = ("copy", "content/spring.md", "--output", "spring.pdf")
    run = run_mdwx(*words, cwd=site)
    assert run.exit_code == 0
    data = (site / "spring.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert b"/StructTreeRoot" in data
    assert b"/Image" in data


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_without_a_browser_it_is_said_what_cannot_be_made(site, kind, tmp_path):
    """And what would help."""
    env = {"PATH": str(tmp_path)}
    words = ("copy", "content/spring.md", "--output", f"a.{kind}")
    run = run_mdwx(*words, cwd=site, env=env)
    assert run.exit_code == 2
    assert "there is no browser to make pictures and PDFs with" in run.stderr
    assert not (site / f"a.{kind}").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("content",), "more than one post"),
        (("content/spring.md", "--output", "a.docx"), "no kind of file we write"),
        (("content/spring.md", "--output", "no/a.html"), "no folder no"),
        (("content/none.md",), "cannot read content/none.md"),
    ],
)
def test_a_wrong_command_line_is_explained(site, words, said):
    """In one sentence, and nothing is written."""
    write_site(site, {"content/other.md": "二\n"})
    run = run_mdwx("copy", *words, cwd=site)
    assert run.exit_code in (2, 3)
    assert said in run.stderr
    assert not Path(site, "a.docx").exists()

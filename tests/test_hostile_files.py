"""Files of other people: links, pipes, devices, names, and paths that change.

A site may come from anywhere, its ``.mdwx`` and ``dist`` included. Nothing outside it
is read or written, and nothing in it keeps a command waiting.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from mdwx.config import Site
from mdwx.confined import confined_folder, folder_within, read_within
from mdwx.errors import SourceError, UsageError
from mdwx.ledger.lock import LockFile
from mdwx.media.find import Shelves, is_elsewhere
from mdwx.post import read_post
from mdwx.sandbox.store import Store
from mdwx.whole import replace_whole, write_whole
from tests import pictures
from tests.support import run_mdwx, write_site

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")

SECRET = b"TOPSECRET of the person, outside the site"
POST = "---\ntitle: t\ncover: card\n---\n\n{}\n"
GOOD = POST.format("正文")


class Elsewhere:
    """A folder beside the site, as it was before."""

    def __init__(self, folder):
        self.folder = write_site(
            folder,
            {
                "secret.md": SECRET,
                "secret.toml": f'title = "{SECRET.decode()}"',
                "secret.css": "p{color:#123456}",
                "secret.png": pictures.SAMPLES["png"](),
                "folder/a.png": pictures.SAMPLES["png"](),
                "empty/keep": "",
            },
        )
        self.before = self.held()

    def held(self):
        return {
            it: it.read_bytes() if it.is_file() else b""
            for it in self.folder.rglob("*")
        }


@pytest.fixture
def elsewhere(tmp_path):
    return Elsewhere(tmp_path / "elsewhere")


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site", {"content/a.md": GOOD})


def link(target):
    """A way to put a link to something outside into a site."""
    return lambda file, elsewhere: file.symlink_to(elsewhere.folder / target)


def pipe(file, _):
    os.mkfifo(file)


def zeros(file, _):
    file.symlink_to("/dev/zero")


def giant(file, _):
    with file.open("wb") as stream:
        stream.truncate(1 << 40)


def pointing(*, picture="", look="", cover="card"):
    """A post that names a picture or a look."""
    body = f"![x]({picture})" if picture else "x"
    return f"---\ntitle: t\ncover: {cover}\n{look}---\n\n{body}\n"


READ = {
    "a picture that is a link": ("content/p.png", "secret.png"),
    "a picture in a folder that is a link": ("content/f", "folder"),
    "a cover that is a link": ("content/c.png", "secret.png"),
    "a description that is a link": ("themes/x/theme.toml", "secret.toml"),
    "a site's own rules that are a link": ("extra.css", "secret.css"),
}


@pytest.mark.parametrize("name", READ)
def test_no_link_of_a_site_leads_out_to_be_read(site, elsewhere, name):
    """
    Each is refused with its name; nothing of what lies there is shown or kept.
    """
    path, target = READ[name]
    write_site(site, {"themes/x/theme.css": "p{}"})
    link(target)(site / path, elsewhere)
    body = "![x](p.png)\n\n![x](f/a.png)" if "picture" in name else "x"
    cover = "c.png" if "cover" in name else "card"
    head = f"title: t\ntheme: x\ncover: {cover}"
    write_site(site, {"content/a.md": f"---\n{head}\n---\n\n{body}\n"})
    run = run_mdwx("build", "--offline", cwd=site)
    assert run.exit_code == 3
    assert "outside the site" in run.stderr
    assert elsewhere.held() == elsewhere.before
    made = [
        it.read_bytes()
        for it in site.rglob("*")
        if not it.is_symlink() and it.is_file()
    ]
    assert not any(SECRET in it or b"#123456" in it for it in made)
    picture = (elsewhere.folder / "secret.png").read_bytes()
    assert picture not in [it.read_bytes() for it in site.glob("dist/*/images/*")]


WAITING = {
    "a picture": "content/p.png",
    "a cover": "content/c.png",
    "a stylesheet": "themes/x/theme.css",
    "a site's own rules": "extra.css",
    "a lock": "mdwx.lock",
    "a page of before": "dist/b/article.json",
    "a page to be written": "dist/a/article.html",
    "a ledger": ".mdwx/ledger.sqlite",
    "a state of the sandbox": ".mdwx/sandbox/state.json",
    "a lock of the sandbox": ".mdwx/sandbox/state.lock",
    "a journal of the sandbox": ".mdwx/sandbox/journal.jsonl",
}


@pytest.mark.parametrize("put", [pipe, zeros], ids=["pipe", "device"])
@pytest.mark.parametrize("name", WAITING)
def test_no_pipe_and_no_device_keeps_us_waiting(site, elsewhere, name, put):
    """
    Named pipes and ``/dev/zero`` are no files, wherever one is looked for.
    """
    path = WAITING[name]
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    put(site / path, elsewhere)
    theme = "theme: x\n" if "stylesheet" in name else ""
    cover = "c.png" if "cover" in name else "card"
    picture = "p.png" if "picture" in name else ""
    post = pointing(picture=picture, look=theme, cover=cover)
    write_site(site, {"content/a.md": post, "content/b.md": GOOD})
    if "before" in name:
        write_site(site, {"dist/b/index.html": "x"})
        run = run_mdwx("build", "--offline", "content/a.md", cwd=site)
    else:
        run = run_mdwx("draft", cwd=site)
    assert run.exit_code in {0, 2, 3}
    assert run.exit_code == 0 or path.rpartition("/")[2] in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "path",
    ["content/a.md", "content/p.png", "themes/x/theme.css", "extra.css", "mdwx.toml"],
)
def test_no_giant_fills_the_memory(site, elsewhere, path):
    """
    A terabyte of nothing is refused by its size, before a byte is read.
    """
    write_site(site, {"content/a.md": pointing(picture="p.png", look="theme: x\n")})
    write_site(site, {"themes/x/theme.css": "p{}"})
    (site / path).unlink(missing_ok=True)
    giant(site / path, elsewhere)
    run = run_mdwx("check", cwd=site)
    assert run.exit_code in {2, 3, 4}
    assert "Traceback" not in run.stderr


WRITTEN = {
    "the output folder": ("dist", "empty"),
    "a post's folder": ("dist/a", "empty"),
    "a folder of pictures": ("dist/a/images", "empty"),
    "the folder of mdwx": (".mdwx", "empty"),
    "the ledger": (".mdwx/ledger.sqlite", "secret.md"),
    "the ledger's log": (".mdwx/ledger.sqlite-wal", "secret.md"),
    "a ledger not there yet": (".mdwx/ledger.sqlite", "empty/new"),
    "the cache": (".mdwx/cache", "empty"),
    "a part of the cache": (".mdwx/cache/pictures", "empty"),
    "the sandbox": (".mdwx/sandbox", "empty"),
    "the sandbox's state": (".mdwx/sandbox/state.json", "secret.md"),
    "the sandbox's lock": (".mdwx/sandbox/state.lock", "secret.md"),
    "the sandbox's journal": (".mdwx/sandbox/journal.jsonl", "secret.md"),
    "the sandbox's pictures": (".mdwx/sandbox/blobs", "empty"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_no_link_of_a_site_leads_out_to_be_written(site, elsewhere, name):
    """
    One committed with the posts, say: the command ends, and says which it is.
    """
    path, target = WRITTEN[name]
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    link(target)(site / path, elsewhere)
    write_site(site, {"content/p.png": pictures.SAMPLES["png"]()})
    write_site(site, {"content/a.md": pointing(picture="p.png")})
    run = run_mdwx("publish", cwd=site)
    assert run.exit_code == 2
    name = path.rpartition("/")[2]
    assert f"{name} is a link to outside the site: nothing is" in run.stderr
    assert "adding the draft" not in run.stderr
    assert elsewhere.held() == elsewhere.before


FILES = ("dist/a/article.html", "dist/a/index.html", "dist/index.html")


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("join", [os.symlink, os.link], ids=["link", "hard link"])
def test_a_file_that_is_also_elsewhere_is_replaced_not_written(
    site, elsewhere, path, join
):
    """
    A new file takes the name; what the name stood for stays as it was.
    """
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    join(elsewhere.folder / "empty/keep", site / path)
    run = run_mdwx("draft", cwd=site)
    assert run.exit_code in {0, 2}
    assert elsewhere.held() == elsewhere.before
    assert run.exit_code == 2 or not (site / path).is_symlink()


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("new 春天", "content"),
        ("themes new mine", "themes"),
        ("init", "content"),
        ("init", ".gitignore"),
        ("init", ".gitattributes"),
    ],
)
def test_nothing_new_is_made_elsewhere(tmp_path, elsewhere, words, path):
    """
    Where a folder of the site is a link, nothing is put there.
    """
    site = tmp_path / "new"
    site.mkdir()
    link("secret.md" if path[0] == "." else "empty")(site / path, elsewhere)
    run = run_mdwx(*words.split(), cwd=site)
    assert run.exit_code == 2
    assert "is a link to outside the site" in run.stderr
    assert elsewhere.held() == elsewhere.before


def test_a_hard_link_is_a_file_like_any_other(site, elsewhere):
    """
    Whoever could make one could read the file; nobody can tell it from a copy.
    """
    os.link(elsewhere.folder / "secret.png", site / "content/p.png")
    write_site(site, {"content/a.md": pointing(picture="p.png")})
    assert run_mdwx("build", "--offline", cwd=site).exit_code == 0
    assert elsewhere.held() == elsewhere.before


def test_a_path_that_becomes_a_link_after_it_was_checked_is_not_followed(
    site, elsewhere
):
    """
    The last step or any before it: opening fails, whatever was seen before.
    """
    outside = elsewhere.folder
    (site / "last.md").symlink_to(outside / "secret.md")
    (site / "way").symlink_to(outside)
    for path in ("last.md", "way/secret.md"):
        with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
            read_within(site / path, within=site, limit_bytes=99)
    with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
        replace_whole(site / "way/new.md", b"x", within=site)
    with pytest.raises(OSError, match="leads out"), folder_within(site, site / "../x"):
        pass
    assert elsewhere.held() == elsewhere.before


def test_a_post_that_turns_into_a_link_and_back_is_never_read_through(site, elsewhere):
    """
    Another program swaps file and link all the time; we read one or refuse.
    """
    post, other = site / "content/a.md", site / "content/other"
    ends = threading.Event()

    def swap():
        while not ends.is_set():
            other.symlink_to(elsewhere.folder / "secret.md")
            os.replace(other, post)
            other.write_text(GOOD, "utf-8")
            os.replace(other, post)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        got = [read_or_refused(post, site) for _ in range(4000)]
    finally:
        ends.set()
        swapping.join()
    assert SECRET not in got
    assert GOOD.encode() in got


def read_or_refused(file, site):
    try:
        return read_within(file.resolve(), within=site, limit_bytes=999)
    except (OSError, ValueError) as error:
        return str(error)


def test_a_file_that_grows_while_it_is_read_has_an_end(tmp_path):
    """
    The size is counted, not believed: some files of Linux say they are empty.
    """
    if Path("/proc/self/maps").exists():
        with pytest.raises(OSError, match="too large"):
            read_within(Path("/proc/self/maps"), within=None, limit_bytes=10)
    write_whole(tmp_path / "a", b"x" * 11)
    with pytest.raises(OSError, match="too large"):
        read_within(tmp_path / "a", within=tmp_path, limit_bytes=10)


def test_what_another_run_takes_away_meanwhile_is_no_pipe(tmp_path):
    """
    Half a page or SQLite's log is listed, and gone when it is looked at.
    """
    ends = threading.Event()

    def write():
        while not ends.is_set():
            (tmp_path / "half.part").write_bytes(b"")
            (tmp_path / "half.part").unlink()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for _ in range(4000):
            assert confined_folder(tmp_path, root=tmp_path) == tmp_path
    finally:
        ends.set()
        writing.join()


def test_a_lock_elsewhere_is_not_read(tmp_path, elsewhere):
    """
    A link beside the posts leads nowhere.
    """
    file = tmp_path / "mdwx.lock"
    file.symlink_to(elsewhere.folder / "secret.md")
    with pytest.raises(UsageError, match="cannot be read"):
        LockFile(file).read("wx1")


@pytest.mark.parametrize(
    "name", ["../state.json", "/etc/passwd", "", "a" * 64, "A" * 64, "..", "0" * 63]
)
def test_a_sandbox_of_somebody_else_leads_to_no_other_file(tmp_path, name):
    """
    What it names as a picture is a hash, or its state is damaged.
    """
    store = Store(tmp_path / "sandbox")
    with pytest.raises((UsageError, FileNotFoundError)):
        store.blob(name)
    if len(name) != 64 or name.isupper():
        with pytest.raises(UsageError, match="damaged"):
            store.blob_file(name)


UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "....//", "./../")


@pytest.mark.parametrize("up", UP)
@pytest.mark.parametrize("head", ["", "/", "sub/", "file://", "file:///", "a/%00/"])
def test_no_spelling_of_a_path_leads_out(site, elsewhere, up, head):
    """
    As a picture, as one that is embedded, as a cover, in the author's HTML.
    """
    path = f"{head}{up * 3}elsewhere/secret.png"
    bodies = (f"![x]({path})", f"![[{path}]]", f'<img src="{path}">')
    for body in bodies:
        write_site(site, {"content/sub/a.md": POST.format(body)})
        run = run_mdwx("build", "--offline", "content/sub/a.md", cwd=site)
        assert run.exit_code in {3, 4}, body
        assert not list(site.glob("dist/a/images/*"))
    write_site(
        site, {"content/sub/a.md": pointing(cover=f'"{path}"'.replace("\\", "\\\\"))}
    )
    run = run_mdwx("build", "--offline", "content/sub/a.md", cwd=site)
    assert run.exit_code in {3, 4}
    assert not list(site.glob("dist/a/images/*"))


@pytest.mark.parametrize(
    "src",
    [
        "x" * 5000,
        "/".join("x" * 2000) + ".png",
        "a\x00b.png",
        "%00.png",
        "a%0ab.png",
        "con.png",
        "nul",
        "COM1:",
        "C:\\Windows\\win.ini",
        "C:a.png",
        "\\\\host\\share\\a.png",
        "\\\\?\\C:\\a.png",
        "\\\\.\\pipe\\a",
        "~/a.png",
        "$HOME/a.png",
        "/proc/self/environ",
        "/dev/stdin",
        "a\u202e.png",
        "?",
        "#",
        "%",
    ],
)
def test_a_name_that_no_picture_has_is_an_error_with_its_place(site, src):
    """
    One sentence, whatever the name is made of; on no system is a device asked.
    """
    body = f'<img src="{src}">'.replace("\x00", "%00")
    write_site(site, {"content/a.md": POST.format(body)})
    run = run_mdwx("check", cwd=site)
    assert run.exit_code in {3, 4}
    assert run.stdout.startswith("content/a.md\n")
    assert "\n  6 error: " in run.stdout
    assert "Traceback" not in run.stderr
    assert not {"\u202e", "\x00"} & set(run.stdout)


WINDOWS = PureWindowsPath("C:/site")


@pytest.mark.parametrize(
    "src",
    [
        r"\\host\share\a.png",
        "//host/share/a.png",
        r"\\?\C:\a.png",
        r"\\?\UNC\host\share\a.png",
        r"\\.\pipe\a",
        r"D:\a.png",
        "D:a.png",
    ],
)
def test_windows_is_not_asked_for_another_machine_or_drive(src):
    """
    Asking for a share tells its host a hash of the person's password.
    """
    shelves = Shelves(WINDOWS)
    assert is_elsewhere(WINDOWS / src, shelves)
    assert not is_elsewhere(WINDOWS / "content/a.png", shelves)
    assert not is_elsewhere(WINDOWS / src, Shelves(WINDOWS, allow_outside=True))


SLUGS = (
    *("con", "NUL", "aux.txt", "com1", "com\u00b9", "LPT9.x", "conin$", "prn .a"),
    *("a:b", "a/b", "a\\b", "..", ".a", "a.", "a ", "a*", "a?", "a|b", 'a"b', "<a>"),
    *("a\x00", "a\nb", "a\u202eb", "a\u200bb", "x" * 201, "\u4e2d" * 67, "index.html"),
)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_slug_that_some_system_cannot_hold_is_an_error(slug):
    """
    On every system, so that a site can move; ``dist`` holds folders of that name.
    """
    escaped = "".join(f"\\u{ord(it):04x}" for it in slug)
    source = f'---\ntitle: t\nslug: "x{escaped}"\n---\n\nx\n'.replace('"x', '"')
    if slug.strip() != slug and slug.strip():
        # White space around a value is nobody's wish.
        post = read_post(source.encode(), path=PurePosixPath("a.md"), site=Site())
        assert post.slug == slug.strip()
        return
    with pytest.raises(SourceError, match="cannot name a folder"):
        read_post(source.encode(), path=PurePosixPath("a.md"), site=Site())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A", "a"),
        ("\u00e9", "e\u0301"),
        ("\uff21", "\uff41"),
        ("stra\u00dfe", "STRASSE"),
    ],
)
def test_two_slugs_that_are_one_folder_somewhere_are_an_error(site, one, other):
    """
    macOS and Windows take both for one, and one post would overwrite the other.
    """
    write_site(site, {f"content/1/{one}.md": GOOD, f"content/2/{other}.md": GOOD})
    run = run_mdwx("build", "--offline", cwd=site)
    assert run.exit_code == 4
    assert run.stderr.count("slug") >= 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
@pytest.mark.parametrize("name", ["p\u0301.png", "\u1e55.png"])
def test_a_picture_is_found_however_its_name_is_composed(site, name):
    """
    A decomposed name of macOS and a composed one are the same to an author.
    """
    write_site(site, {f"content/{name}": pictures.SAMPLES["png"]()})
    for spelt in ("p\u0301.png", "\u1e55.png"):
        write_site(site, {"content/a.md": pointing(picture=spelt)})
        assert run_mdwx("build", "--offline", cwd=site).exit_code == 0

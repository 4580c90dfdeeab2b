"""The preview over HTTP: who may ask, what is answered, how it ends."""

import socket
import threading
from pathlib import PurePosixPath

import pytest
import requests
from serving import serving

from mdwx.errors import UsageError
from mdwx.model import Post
from mdwx.preview.channel import Channel, event
from mdwx.preview.leaf import Made
from mdwx.preview.loopback import Door, browsable, listen
from mdwx.preview.screens import Screen
from mdwx.preview.server import create_app
from mdwx.preview.studio import Studio
from mdwx.site import is_post_name


class Site:
    """One post in memory, with one picture on disk."""

    def __init__(self, folder):
        self.picture = folder / "a.png"
        self.picture.write_bytes(b"\x89PNG picture")
        self.slug = "你好"

    def find(self):
        path = PurePosixPath("content/你好.md")
        return [Post(path=path, slug=self.slug, body="x", title="标题")]

    def make(self, post):
        return Made(
            Screen(title="标题", content="<p>正文</p>"), {"a.png": self.picture}
        )


@pytest.fixture
def channel():
    return Channel()


@pytest.fixture
def address(tmp_path, channel):
    site = Site(tmp_path)
    studio = Studio(find=site.find, make=site.make)
    app = create_app(studio, channel=channel)
    with serving(app, on_exit=channel.close) as address:
        yield address


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "192.168.1.2",
        "",
        "[",
    ],
)
def test_a_request_by_another_name_is_refused(address, host):
    """
    A site that points its own name at this machine reads nothing (DNS rebinding).
    """
    reply = requests.get(address, headers={"Host": host}, timeout=10)
    assert reply.status_code in {400, 421}
    assert "标题" not in reply.text


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8000"])
def test_a_request_to_this_machine_is_answered(address, host):
    """
    Any name of the loopback serves, also through a forwarded port.
    """
    assert requests.get(address, headers={"Host": host}, timeout=10).ok


def test_a_server_for_the_network_takes_any_address_but_no_name(tmp_path):
    """
    An address cannot be rebound; a name can. Who comes by it needs a key.
    """
    site = Site(tmp_path)
    studio = Studio(find=site.find, make=site.make)
    with serving(
        create_app(studio, channel=Channel(), door=Door("0.0.0.0"))
    ) as address:
        for host, status in (("192.168.1.2:80", 403), ("evil.example", 421)):
            reply = requests.get(address, headers={"Host": host}, timeout=10)
            assert reply.status_code == status


@pytest.mark.parametrize(
    "path",
    ["/pictures/b.png", "/pictures/..%2Fa.png", "/pictures/%2Fetc%2Fpasswd", "/etc"],
)
def test_only_pictures_of_posts_are_served(address, path):
    """
    No address leads to another file.
    """
    requests.get(f"{address}/posts/你好", timeout=10)
    assert requests.get(address + path, timeout=10).status_code == 404


def test_an_unknown_post_is_not_found(address):
    """
    An address that names no post says so.
    """
    assert requests.get(f"{address}/posts/x", timeout=10).status_code == 404


def test_nothing_is_changed_by_a_request(address):
    """
    The preview only shows: there is nothing to post to.
    """
    assert requests.post(address, timeout=10).status_code == 405


def test_a_post_that_was_not_built_yet_is_not_said_to_lack_a_cover(address):
    """
    The index is there before all posts are built; only then one knows.
    """
    index = requests.get(address, timeout=60).text
    assert "标题" in index
    assert "没有封面" not in index
    requests.get(f"{address}/posts/你好", timeout=60)
    assert "没有封面" in requests.get(address, timeout=60).text


def test_the_index_leads_to_the_post_and_its_picture(address):
    """
    A slug in Chinese is an address like any other.
    """
    assert "/posts/%E4%BD%A0%E5%A5%BD" in requests.get(address, timeout=10).text
    page = requests.get(f"{address}/posts/%E4%BD%A0%E5%A5%BD", timeout=10)
    assert "标题" in page.text
    frame = requests.get(f"{address}/_frame/%E4%BD%A0%E5%A5%BD", timeout=10)
    assert "<p>正文</p>" in frame.text
    picture = requests.get(f"{address}/pictures/a.png", timeout=10)
    assert picture.content == b"\x89PNG picture"


def test_answers_keep_the_browser_strict(address):
    """
    No sniffing, no frame of another site, no referrer.
    """
    headers = requests.get(address, timeout=10).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'"} <= {*policy}
    assert "frame-ancestors 'none'" in policy


def test_an_open_page_hears_of_news(address, channel):
    """
    The stream says the version at once, and what is told from then on.
    """
    with requests.get(f"{address}/_events", stream=True, timeout=60) as reply:
        lines = reply.iter_lines(chunk_size=1, decode_unicode=True)
        first = next(line for line in lines if line.startswith("data: "))
        channel.tell(event("news"), kind="version")
        heard = next(line for line in lines if line.startswith("data: "))
        assert heard == "data: news"
        assert first != heard


def test_the_server_ends_with_pages_open(tmp_path, channel):
    """
    An open event stream does not hold up Ctrl-C.
    """
    site = Site(tmp_path)
    app = create_app(Studio(find=site.find, make=site.make), channel=channel)
    before = threading.active_count()
    with serving(app, on_exit=channel.close) as address:
        reply = requests.get(f"{address}/_events", stream=True, timeout=10)
        next(reply.iter_lines(chunk_size=1))
    reply.close()
    assert threading.active_count() <= before + 1  # Starlette keeps a worker


@pytest.mark.parametrize("host", ["a..b", "\x00", "x" * 300])
def test_a_host_no_name_may_have_is_one_clear_sentence(host):
    """Python tells of some by a UnicodeError, of others by a ValueError."""
    with pytest.raises(UsageError, match="cannot serve at"):
        listen(Door(host, 0, "en"))


def test_a_taken_port_is_one_clear_sentence():
    """
    The command line is told to choose another port.
    """
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            listen(Door(port=port))
    assert f"127.0.0.1:{port}" in caught.value.problem.en
    assert "--port" in caught.value.hint.en


def test_a_host_that_is_not_ours_is_one_clear_sentence():
    """
    So is an address of another machine.
    """
    with pytest.raises(UsageError):
        listen(Door(host="192.0.2.1"))


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("::1", "[::1]")],
)
def test_the_address_shown_can_be_opened(host, shown):
    """
    "0.0.0.0" is no address for a browser.
    """
    assert browsable(host, 8000) == f"http://{shown}:8000"


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("a.md", True),
        ("a.markdown", True),
        ("A.MD", True),
        ("_after.md", False),
        ("a.png", False),
    ],
)
def test_a_post_concerns_itself_alone(name, alone):
    """
    Saving anything else may concern every post.
    """
    assert is_post_name(name) is alone

"""Phones on the same network: a key lets one in, to look and not to act."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import PlainTextResponse

from mdwx.preview.guard import guarded
from mdwx.preview.visitors import Visitors, is_visitor, network_address

PHONE, OTHER, HERE = "192.168.1.20", "192.168.1.66", "127.0.0.1"
NAMES = {HERE: "127.0.0.1:8642"}


class House:
    """A server on every address, and what its person was shown."""

    def __init__(self):
        self.keys = []
        app = Visitors(page, invite=self.keys.append, language="en")
        self.app = guarded(app, host="0.0.0.0", token="word")

    def ask(self, asker, path="/", *, query="", method="GET", **headers):
        """The answer to one request from an address: status, headers, text."""
        sent = {"host": NAMES.get(asker, "192.168.1.5:8642"), **headers}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in sent.items()
            ],
            "client": (asker, 50000),
        }
        return asyncio.run(answered(self.app, scope))

    def enter(self, asker):
        """The cookie that a key is worth."""
        _, headers, _ = self.ask(asker, query=f"key={self.keys[-1]}")
        return headers["set-cookie"].partition(";")[0]


async def page(scope, receive, send):
    """Says who looks."""
    who = "visitor" if is_visitor(scope) else "person"
    await PlainTextResponse(who)(scope, receive, send)


async def answered(app, scope):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    text = b"".join(message.get("body", b"") for message in sent).decode()
    return sent[0]["status"], headers, text


@pytest.fixture
def house():
    return House()


def test_the_person_at_this_machine_needs_no_key(house):
    """As before anybody else was let in."""
    assert house.ask(HERE)[0::2] == (200, "person")


def test_without_a_key_a_phone_sees_nothing(house):
    """But the way in, in a sentence."""
    for path in ("/", "/posts/a", "/_state/a", "/_events", "/pictures/a.png"):
        status, _, text = house.ask(PHONE, path)
        assert (status, text[:16]) == (403, "scan the QR code")


def test_a_key_is_worth_a_cookie_and_leaves_the_address(house):
    """The address bar keeps no key that a screenshot could show."""
    key = house.keys[-1]
    status, headers, _ = house.ask(PHONE, "/posts/春", query=f"key={key}&line=3")
    assert (status, headers["location"]) == (303, "/posts/%E6%98%A5?line=3")
    assert "HttpOnly" in headers["set-cookie"]
    cookie = headers["set-cookie"].partition(";")[0]
    assert house.ask(PHONE, "/posts/春", cookie=cookie)[0::2] == (200, "visitor")


def test_a_key_is_for_one_device(house):
    """It may open the address twice; another may not, and has a key of its own."""
    key = house.keys[-1]
    assert house.ask(PHONE, query=f"key={key}")[0] == 303
    assert house.ask(PHONE, query=f"key={key}")[0] == 303
    assert house.ask(OTHER, query=f"key={key}")[0] == 403
    assert len(house.keys) == 2
    assert house.ask(OTHER, query=f"key={house.keys[-1]}")[0] == 303


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "///x"])
def test_no_key_leads_to_another_site(house, path):
    """Where the address goes on is always here."""
    _, headers, _ = house.ask(PHONE, path, query=f"key={house.keys[-1]}")
    assert not headers["location"].startswith(("//", "/\\"))
    assert headers["location"].startswith("/")


@pytest.mark.parametrize(
    ("query", "cookie"),
    [
        ("key=", ""),
        ("key=wrong", ""),
        ("", "mdwx="),
        ("", "mdwx=wrong"),
        ("key=%E6%98%A5", "mdwx=\u6625"),
        ("", ";;;=\x00"),
    ],
)
def test_guesses_open_nothing(house, query, cookie):
    """Whatever they look like."""
    assert house.ask(PHONE, query=query, cookie=cookie)[0] == 403


@pytest.mark.parametrize("path", ["/", "/_do/publish", "/_do/answer"])
def test_a_phone_may_not_act(house, path):
    """Not even with the page's token."""
    cookie = house.enter(PHONE)
    asked = {"cookie": cookie, "x_mdwx_token": "word"}
    assert house.ask(PHONE, path, method="POST", **asked)[0] == 403


def test_a_name_of_another_site_is_no_way_in(house):
    """A page that points its own name here is told that we do not know it."""
    assert house.ask(HERE, host="evil.example")[0] == 421
    assert house.ask(PHONE, host="evil.example")[0] == 421


def test_one_who_sits_here_and_calls_by_the_network_needs_a_key(house):
    """A proxy on this machine looks like that."""
    assert house.ask(HERE, host="192.168.1.5:8642")[0] == 403


@pytest.mark.parametrize("host", ["192.168.1.5", "::1"])
def test_one_address_is_told_as_it_is(host):
    """Only all of them have to be looked up."""
    assert network_address(host) == host

"""What a page orders: the same work as the command line, asked and told over HTTP."""

from __future__ import annotations

import json
import os
import threading
from contextlib import closing, contextmanager

import pytest
import requests
from served import wechat_at
from serving import serving
from starlette.applications import Starlette
from support import run_mdwx, write_site

from mdwx.cli.ordering import performing
from mdwx.preview.errands import Errand, Order
from mdwx.preview.orders import Orders

PATIENCE_S = 60
POST = "---\ntitle: 春天\ndigest: 一句话\n---\n\n一段正文。\n"


@pytest.fixture
def site(tmp_path):
    return write_site(tmp_path / "site", {"content/spring.md": POST})


@contextmanager
def counter(perform, *, file):
    """Where orders are taken."""
    done = threading.Event()
    orders = Orders(
        perform,
        file_of=lambda slug: file if slug == "spring" else None,
        done=done.set,
        language="en",
    )
    app = Starlette(routes=orders.routes())
    with serving(app, on_exit=orders.close) as address:
        yield address, orders, done


@contextmanager
def ordering(site, *, env=None):
    """The counter of a site, whose work is real."""
    perform = performing(site, env={**os.environ, **(env or {})})
    with counter(perform, file=site / "content/spring.md") as (address, _, _):
        yield address


def order(address, command, **wish):
    """The stream of one order."""
    wish = {"slug": "spring", **wish}
    url = f"{address}/_do/{command}"
    return requests.post(url, json=wish, stream=True, timeout=PATIENCE_S)


def told(reply):
    """Each thing that is told, as it comes."""
    for line in reply.iter_lines(chunk_size=1):
        if line:
            yield json.loads(line)


def everything(reply):
    with closing(reply):
        return list(told(reply))


def words(lines, kind):
    return [line["text"] for line in lines if line["kind"] == kind]


def answer(address, question, words):
    given = {"question": question, "answer": words}
    return requests.post(f"{address}/_do/answer", json=given, timeout=PATIENCE_S)


def test_a_build_ends_with_the_reply_of_the_command_line(site):
    """The same object that ``--json`` prints."""
    with ordering(site) as address:
        lines = everything(order(address, "build"))
    (done,) = [line for line in lines if line["kind"] == "done"]
    assert lines[-1] == done
    assert done["code"] == 0
    printed = run_mdwx("build", "content/spring.md", "--json", cwd=site).json
    kept = ("path", "slug", "title", "state", "findings", "article", "size")
    (post,), (same,) = done["reply"]["posts"], printed["posts"]
    assert {key: post[key] for key in kept} == {key: same[key] for key in kept}
    assert (site / "dist/spring/article.html").is_file()


def test_progress_is_told_while_the_work_goes_on(site):
    """What is sent, and how far it is."""
    with ordering(site) as address:
        lines = everything(order(address, "draft"))
    assert words(lines, "note")[0] == "sandbox: add a draft of 春天"
    bars = [
        (it["what"], it["done"], it["total"]) for it in lines if it["kind"] == "bar"
    ]
    assert ("building", 1, 1) in bars
    assert ("sending", 1, 1) in bars
    assert lines[-1]["reply"]["posts"][0]["state"] == "drafted"


def test_the_sandbox_publishes_without_a_question(site):
    """As on the command line."""
    with ordering(site) as address:
        lines = everything(order(address, "publish"))
    assert lines[-1]["code"] == 0
    assert lines[-1]["reply"]["posts"][0]["state"] == "published"
    assert not [line for line in lines if line["kind"] == "ask"]


@pytest.mark.parametrize(("said", "published"), [("y", ["春天"]), ("n", []), ("", [])])
def test_a_real_account_is_asked_about_once(site, tmp_path, said, published):
    """The command line's question, after what would be sent; anything but yes is no."""
    with wechat_at(tmp_path / "far") as host:
        with ordering(site, env=host.env) as address:
            reply = order(address, "publish")
            lines = []
            for line in told(reply):
                lines.append(line)
                if line["kind"] == "ask":
                    assert answer(address, line["question"], said).status_code == 204
                    again = answer(address, line["question"], "y")
                    assert again.status_code == 409
        assert host.published == published
    notes = words(lines, "note")
    assert "env: publish 春天" in notes
    assert any("cannot be changed afterwards" in note for note in notes)
    assert words(lines, "ask") == ["publish?"]
    assert lines[-1]["code"] == (0 if published else 2)


def test_no_secret_is_in_any_reply(site, tmp_path):
    """Neither the AppSecret nor the access_token."""
    with wechat_at(tmp_path / "far") as host:
        host.cancel_faults()
        with ordering(site, env=host.env) as address:
            lines = everything(order(address, "draft"))
        text = json.dumps(lines)
        assert lines[-1]["code"] == 0
        assert host.env["MDWX_SECRET"] not in text
        assert "access_token" not in text


def test_a_post_that_needs_a_person_says_what_to_do(site):
    """What was published and then changed goes out again only if that is wished."""
    with ordering(site) as address:
        everything(order(address, "publish"))
        write_site(site, {"content/spring.md": POST + "\n更多。\n"})
        lines = everything(order(address, "publish"))
        found = [line for line in lines if line["kind"] == "finding"]
        assert any("--again" in line["hint"] for line in found)
        again = everything(order(address, "publish", again=True))
    assert "sandbox: publish 春天" in words(again, "note")


def test_an_error_is_told_with_its_hint(site):
    """And the end has the exit code of the command line."""
    write_site(site, {"content/spring.md": "---\ntitle: [\n---\n"})
    with ordering(site) as address:
        lines = everything(order(address, "draft"))
    (error,) = [line for line in lines if line["kind"] == "error"]
    assert error["where"].startswith("content/spring.md")
    assert lines[-1]["code"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"slug": 3}', 400),
        (b"[" * 4000, 400),
        (b'{"slug": "' + b"x" * 5000 + b'"}', 400),
        (b'{"slug": "../../etc/passwd"}', 404),
    ],
)
def test_what_makes_no_sense_is_refused(site, body, status):
    """In a sentence, and nothing is begun."""
    with ordering(site) as address:
        reply = requests.post(f"{address}/_do/publish", data=body, timeout=PATIENCE_S)
    assert reply.status_code == status
    assert reply.text


class Held:
    """Work that waits for a test; it asks, when told to."""

    def __init__(self, *, asks=False):
        self.asks = asks
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.heard = None
        self.was_stopped = None

    def __call__(self, errand):
        self.begun.set()
        if self.asks:
            self.heard = errand.ask("sure?")
        else:
            assert self.go_on.wait(PATIENCE_S)
        self.was_stopped = errand.is_stopped()
        errand.tell("done", code=0, reply=None)


def test_one_thing_at_a_time(site):
    """The second is told to wait, and may come when the first has ended."""
    held = Held()
    with counter(held, file=site) as (address, orders, _):
        first = order(address, "draft")
        assert held.begun.wait(PATIENCE_S)
        second = order(address, "publish")
        assert second.status_code == 409
        assert "under way" in second.text
        held.go_on.set()
        assert everything(first)[-1]["kind"] == "done"
        orders.thread.join(PATIENCE_S)
        assert everything(order(address, "publish"))[-1]["kind"] == "done"


def test_another_page_follows_from_the_beginning(site):
    """As does the same one after it was loaded again."""
    held = Held()
    with counter(held, file=site) as (address, _, _):
        with closing(order(address, "draft")) as first:
            begun = next(told(first))
        second = requests.post(f"{address}/_do/follow", stream=True, timeout=PATIENCE_S)
        held.go_on.set()
        lines = everything(second)
    assert lines[0] == begun
    assert lines[-1]["kind"] == "done"


def test_a_stop_lets_nothing_new_begin(site):
    """What is under way hears of it; afterwards there is nothing to stop."""
    held = Held()
    with counter(held, file=site) as (address, orders, _):
        reply = order(address, "draft")
        assert held.begun.wait(PATIENCE_S)
        stop = f"{address}/_do/stop"
        assert requests.post(stop, timeout=PATIENCE_S).status_code == 204
        held.go_on.set()
        everything(reply)
        orders.thread.join(PATIENCE_S)
        assert held.was_stopped
        assert requests.post(stop, timeout=PATIENCE_S).status_code == 409


def test_the_end_of_the_server_answers_no(site):
    """Nothing waits for a person who is gone."""
    held = Held(asks=True)
    with counter(held, file=site) as (address, orders, done):
        reply = order(address, "publish")
        assert any(line["kind"] == "ask" for line in told(reply))
        orders.close()
        assert done.wait(PATIENCE_S)
        reply.close()
    assert held.heard == ""


def test_a_question_that_nobody_hears_is_answered_with_no():
    """A closed page published nothing."""
    errand = Errand(Order("publish", "a.md"), grace_s=0.01)
    assert errand.ask("publish?") == ""


def test_a_bug_is_told_and_the_next_order_is_taken(site):
    """The preview goes on."""

    def broken(errand):
        raise ZeroDivisionError("bad day")

    with counter(broken, file=site) as (address, orders, _):
        lines = everything(order(address, "draft"))
        orders.thread.join(PATIENCE_S)
        assert everything(order(address, "draft"))[-1]["code"] == 1
    assert words(lines, "error") == ["a bug in mdwx: ZeroDivisionError: bad day"]

"""The client and the sandbox with a real line between them."""

from __future__ import annotations

import pytest

from mdwx.clock import SystemClock
from mdwx.errors import OutcomeUnknownError
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.wire import CuttingProtocol
from mdwx.wechat.transport import HttpTransport
from tests.serving import serving
from tests.test_errcodes import png
from tests.wechat_doubles import client_over


@pytest.fixture
def served(tmp_path):
    """A sandbox at an address, and a client that reaches it there."""
    host = Host.open(tmp_path / "sandbox", clock=SystemClock())
    app = create_app(host)
    with serving(app, on_exit=app.close, http=CuttingProtocol) as address:
        client = client_over(
            HttpTransport(address),
            tmp_path,
            clock=host.clock,
            appid=host.appid,
            secret=host.secret.reveal(),
        )
        with client:
            yield host, client


def article(client):
    cover = client.add_material(png(), name="cover.png")
    return {
        "title": "你好，世界 😀",
        "content": "<section>正文</section>",
        "thumb_media_id": cover.media_id,
    }


@pytest.mark.parametrize("trouble", [Trouble.CUT_BEFORE, Trouble.CUT_AFTER])
def test_cut_line_is_told_the_same_before_and_after(served, trouble):
    """Only looking into the box tells whether the draft is there."""
    host, client = served
    wanted = article(client)
    host.order(Fault(trouble, path="*/draft/add"))
    with pytest.raises(OutcomeUnknownError):
        client.add_draft([wanted])
    assert client.count_drafts() == int(trouble is Trouble.CUT_AFTER)


def test_what_is_sent_arrives_and_comes_back(served):
    """Multipart, raw UTF-8, and a reply that names no charset."""
    _, client = served
    picture = client.upload_image(png(), name="a.png")
    assert picture.startswith("https://mmbiz.qpic.cn/")
    (item,) = client.get_draft(client.add_draft([article(client)]))
    assert item["title"] == "你好，世界 😀"

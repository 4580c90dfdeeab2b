"""Each errcode WeChat documents for our endpoints, provoked by its cause.

The sandbox answers; the client turns the answer into an error of ours with an
exit code and a sentence of advice. What has no cause on a stand-in is ordered,
and says why.
"""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from datetime import timedelta

import pytest

from mdwx.config import Secret
from mdwx.errors import (
    BusyError,
    CredentialError,
    QuotaError,
    RemoteError,
    UnauthorizedError,
)
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.wechat import endpoints, errcodes
from mdwx.wechat.access_tokens import AccessToken, AccessTokenStore
from mdwx.wechat.endpoints import Endpoint
from mdwx.wechat.exchange import Exchange, json_request, media_request
from mdwx.wechat.readback import fingerprint
from mdwx.wechat.transport import Request
from tests.wechat_doubles import FakeClock, client_over


def png(width=900, height=600, *, size=0):
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)
    return header + bytes([8, 2, 0, 0, 0]) + bytes(max(size - len(header) - 5, 64))


WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(64)
TEMPORARY = Endpoint("/cgi-bin/media/upload", needs=("media_id",))


class Bench:
    """A sandbox with one account, a client, and a way past the client's care."""

    def __init__(self, folder):
        self.folder = folder
        self.clock = FakeClock()
        self.host = Host.open(folder / "sandbox", clock=self.clock, seed=1)
        self.client = self.client_as(self.host)

    def client_as(self, transport, *, appid=None, secret=None, folder="state"):
        return client_over(
            transport,
            self.folder / folder,
            clock=self.clock,
            appid=self.host.appid if appid is None else appid,
            secret=self.host.secret.reveal() if secret is None else secret,
        )

    def account(self, **changes):
        self.host.change_account(self.host.appid, **changes)

    def ask(self, endpoint, body=b"", *, access_token=None, **query):
        """Send what the client never would."""
        if not isinstance(body, Request):
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            body = Request(endpoint.method, endpoint.path, body=raw)
        value = self.access_token() if access_token is None else access_token
        query = {**body.query, **query, **({"access_token": value} if value else {})}
        exchange = Exchange(self.host, clock=self.clock)
        return exchange.ask(endpoint, replace(body, query=query))

    def access_token(self, *, forced=False):
        asked = json_request(endpoints.STABLE_TOKEN, self.keys(force_refresh=forced))
        exchange = Exchange(self.host, clock=self.clock)
        return exchange.ask(endpoints.STABLE_TOKEN, asked)["access_token"]

    def keys(self, **more):
        keys = {"appid": self.host.appid, "secret": self.host.secret.reveal()}
        return {"grant_type": "client_credential", **keys, **more}

    def cover(self):
        return self.client.add_material(png(), name="cover.png").media_id

    def news(self, **fields):
        good = {
            "title": "题",
            "content": "<section>正文</section>",
            "thumb_media_id": self.cover(),
        }
        return {**good, **fields}

    def newspic(self, count=1, **fields):
        listed = [{"image_media_id": self.cover()}] * count
        images = {"image_list": listed}
        return {
            "article_type": "newspic",
            "title": "题",
            "image_info": images,
            **fields,
        }

    def add(self, *articles):
        return self.client.add_draft(articles)

    def add_with(self, **fields):
        return self.add(self.news(**fields))

    def upload(self, endpoint, data, *, field="media", kind="image"):
        request = media_request(endpoint, data, name="a.png", query={"type": kind})
        body = request.body.replace(b'name="media"', f'name="{field}"'.encode())
        return self.ask(endpoint, replace(request, body=body))


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


class Meddled:
    """Another program that forces a new access_token before each of our calls."""

    def __init__(self, bench):
        self.bench = bench

    def send(self, request, *, timeout_s):
        if request.path != endpoints.STABLE_TOKEN.path:
            self.bench.clock.sleep(31)
            self.bench.access_token(forced=True)
        return self.bench.host.send(request, timeout_s=timeout_s)


# Causes: what a person, a program or the time did.


def superseded_again_and_again(bench):
    bench.client_as(Meddled(bench)).probe()


def malformed(bench):
    bench.ask(endpoints.COUNT_DRAFTS, access_token="with spaces!")


def expired(bench):
    old = bench.access_token()
    bench.clock.time += timedelta(hours=3)
    bench.ask(endpoints.COUNT_DRAFTS, access_token=old)


def wrong_secret(bench):
    bench.client_as(bench.host, secret="0" * 32).probe()


def no_secret(bench):
    bench.client_as(bench.host, secret="").probe()


def wrong_appid(bench):
    bench.client_as(bench.host, appid="wx0000000000000000").probe()


def strange_address(bench):
    bench.host.change(ip_allow_list=("203.0.113.9",))
    bench.client.probe()


def address_to_confirm(bench):
    bench.host.change(confirm_ips=True)
    bench.client.probe()


def address_asked_about(bench):
    with pytest.raises(CredentialError):
        address_to_confirm(bench)
    bench.client.probe()


def address_refused(bench, *, times=1):
    bench.host.change(confirm_ips=True)
    for _ in range(times):
        bench.host.answer_ip("127.0.0.1", accept=False)
    bench.client.probe()


def used_up(bench, **limits):
    bench.host.change(quotas={"/cgi-bin/draft/count": limits})
    for _ in range(2):
        bench.client.count_drafts()


def of_another_account(bench):
    other = bench.host.add_account("other")
    client = bench.client_as(
        bench.host, appid=other.appid, secret=other.secret.reveal(), folder="other"
    )
    client.get_draft(bench.add_with())


def temporary_cover(bench):
    body = media_request(TEMPORARY, png(), name="a.png", query={"type": "image"})
    bench.add_with(thumb_media_id=bench.ask(TEMPORARY, body)["media_id"])


def fresh_cover(bench):
    bench.host.change(fresh_seconds=60)
    bench.client.add_draft([bench.news()], fresh=True)


def published(bench):
    publish_id = bench.client.submit(bench.add_with())
    bench.clock.sleep(5)
    return bench.client.get_publication(publish_id)


def submitted_again(bench):
    media_id = bench.add_with()
    publish_id = bench.client.submit(media_id)
    bench.clock.sleep(5)
    bench.client.get_publication(publish_id)
    bench.client.submit(media_id)


def article_beyond(bench):
    bench.client.delete_article(published(bench).article_id, index=9)


def updated_beyond(bench):
    bench.client.update_draft(bench.add_with(), index=5, article=bench.news())


def updated_with_an_array(bench):
    body = {"media_id": bench.add_with(), "index": 0, "articles": [bench.news()]}
    bench.ask(endpoints.UPDATE_DRAFT, body)


def personal(bench):
    bench.account(kind="personal")
    bench.client.submit(bench.add_with())


def personal_asks(bench):
    bench.account(kind="personal")
    bench.client.list_published()


def without_comments(bench):
    bench.account(comments=False)
    bench.add_with(need_open_comment=1)


HOME = '<a href="https://mp.weixin.qq.com/mp/profile_ext?__biz=MzAwMDAwMA==">a</a>'
PREVIEW = '<a href="https://mp.weixin.qq.com/s?__biz=a&tempkey=b">a</a>'

# (errcode, class, words of the advice, cause)
CAUSES = [
    (40001, CredentialError, "doctor --renew", superseded_again_and_again),
    (40014, CredentialError, "doctor --renew", malformed),
    (42001, CredentialError, "clock of this machine", expired),
    (
        40002,
        RemoteError,
        "bug in mdwx",
        lambda b: b.ask(endpoints.STABLE_TOKEN, b.keys(grant_type="password")),
    ),
    (40002, RemoteError, "发表记录", lambda b: b.client.get_publication("1")),
    (40013, CredentialError, "AppID is wrong", wrong_appid),
    (40125, CredentialError, "AppSecret is wrong", wrong_secret),
    (
        41002,
        CredentialError,
        "write appid",
        lambda b: b.client_as(b.host, appid="").probe(),
    ),
    (41004, CredentialError, "mdwx login", no_secret),
    (41001, RemoteError, "rewrites", lambda b: b.ask(endpoints.PROBE, access_token="")),
    (40164, CredentialError, "add 127.0.0.1 to the allow-list", strange_address),
    (89503, CredentialError, "administrator must confirm", address_to_confirm),
    (89501, CredentialError, "not confirmed an earlier", address_asked_about),
    (89507, CredentialError, "after 2026-11-24 18:30:00", address_refused),
    (
        89506,
        CredentialError,
        "after 2026-11-25 17:30:00",
        lambda b: address_refused(b, times=2),
    ),
    (45009, QuotaError, "after 2026-11-25 00:00", lambda b: used_up(b, day=1)),
    (45011, QuotaError, "after 2026-11-24 17:31:00", lambda b: used_up(b, minute=1)),
    (
        43001,
        RemoteError,
        "method",
        lambda b: b.ask(replace(endpoints.PROBE, method="POST")),
    ),
    (
        43002,
        RemoteError,
        "method",
        lambda b: b.ask(replace(endpoints.GET_DRAFT, method="GET")),
    ),
    (44002, RemoteError, "body", lambda b: b.ask(endpoints.GET_DRAFT)),
    (47001, RemoteError, "bug in mdwx", lambda b: b.ask(endpoints.GET_DRAFT, b"{'")),
    (47001, RemoteError, "bug in mdwx", updated_with_an_array),
    (40066, RemoteError, "api_base", lambda b: b.ask(Endpoint("/cgi-bin/draft/nope"))),
    (40035, RemoteError, "out of bounds", lambda b: b.client.list_drafts(count=21)),
    (76021, RemoteError, "bug in mdwx", lambda b: b.client.quota("/cgi-bin/nope")),
    (
        76022,
        RemoteError,
        "nothing to do",
        lambda b: b.client.quota("/cgi-bin/message/mass/send"),
    ),
    # Pictures
    (
        40005,
        RemoteError,
        "jpg or png",
        lambda b: b.client.upload_image(WEBP, name="a.jpg"),
    ),
    (
        40009,
        RemoteError,
        "under 1 MB",
        lambda b: b.client.upload_image(png(size=2**20), name="a.png"),
    ),
    (
        40009,
        RemoteError,
        "under 1 MB",
        lambda b: b.client.upload_image(b"", name="a.png"),
    ),
    (
        40113,
        RemoteError,
        "jpg or png",
        lambda b: b.client.add_material(WEBP, name="a.jpg"),
    ),
    (
        40137,
        RemoteError,
        "decode",
        lambda b: b.client.add_material(png(30_000, 30_000), name="a.png"),
    ),
    (
        40006,
        RemoteError,
        "too big",
        lambda b: b.client.add_material(png(size=10 * 2**20 + 1), name="a.png"),
    ),
    (44001, RemoteError, "empty", lambda b: b.client.add_material(b"", name="a.png")),
    (
        40004,
        RemoteError,
        "bug in mdwx",
        lambda b: b.upload(endpoints.ADD_MATERIAL, png(), kind="picture"),
    ),
    (
        41005,
        RemoteError,
        "without its file",
        lambda b: b.upload(endpoints.UPLOAD_IMAGE, png(), field="photo"),
    ),
    (40007, RemoteError, "gone", lambda b: b.client.delete_material("nobody's")),
    (41006, RemoteError, "bug in mdwx", lambda b: b.ask(endpoints.DELETE_MATERIAL, {})),
    # Drafts
    (40007, RemoteError, "gone", lambda b: b.client.get_draft("nobody's")),
    (40007, RemoteError, "gone", of_another_account),
    (40007, RemoteError, "gone", lambda b: b.add_with(thumb_media_id="")),
    (40007, RemoteError, "gone", temporary_cover),
    (40007, RemoteError, "too fresh", fresh_cover),
    (40007, RemoteError, "published", submitted_again),
    (40114, RemoteError, "no such article", updated_beyond),
    (40155, RemoteError, "home page", lambda b: b.add_with(content=HOME)),
    (40215, RemoteError, "holds 20", lambda b: b.add(b.newspic(21))),
    (40227, RemoteError, "a title", lambda b: b.add_with(title="")),
    (41039, RemoteError, "source_url", lambda b: b.add_with(content_source_url="a.md")),
    (44003, RemoteError, "bug in mdwx", lambda b: b.add()),
    (44004, RemoteError, "write something", lambda b: b.add_with(content="")),
    (45002, RemoteError, "split it", lambda b: b.add_with(content="字" * 250_000)),
    (45003, RemoteError, "shorten title", lambda b: b.add_with(title="字" * 65)),
    (45004, RemoteError, "shorten digest", lambda b: b.add_with(digest="字" * 121)),
    (45008, RemoteError, "8 articles", lambda b: b.add(*[b.news()] * 9)),
    (45110, RemoteError, "shorten author", lambda b: b.add_with(author="字" * 9)),
    (
        45166,
        RemoteError,
        "within the page",
        lambda b: b.add_with(content='<a href="#a">a</a>'),
    ),
    (45166, RemoteError, "tempkey", lambda b: b.add_with(content=PREVIEW)),
    (45166, RemoteError, "1000", lambda b: b.add(b.newspic(content="字" * 1001))),
    (53402, RemoteError, "wrong ratio", lambda b: b.add_with(pic_crop_235_1="0_0_1_1")),
    (
        53405,
        RemoteError,
        "products",
        lambda b: b.add(b.newspic(content="<mp-common-product>" * 51)),
    ),
    (
        53406,
        RemoteError,
        "products",
        lambda b: b.add(
            b.newspic(product_info={"footer_product_info": {"product_key": "k"}})
        ),
    ),
    (88000, RemoteError, "comments: off", without_comments),
    # Publications
    (48001, UnauthorizedError, "the draft is ready", personal),
    (48001, RemoteError, "may not call", personal_asks),
    (53600, RemoteError, "may be deleted", lambda b: b.client.get_article("nobody's")),
    (40060, RemoteError, "from 1", article_beyond),
]

# What has no cause on a stand-in, and why.
MOODS = "WeChat's own state, which nothing a client sends brings about"
PUNISHED = "a decision of WeChat's staff about the account"
UNPLACED = "in the list of codes, but no report says what brings it about here"
ELSEWHERE = "an administrator's doing in the web editor or the admin pages"
THEIRS = "the wire of the stand-in never alters a request"
ORDERED = {
    -1: MOODS,
    40012: UNPLACED,
    40033: "drafts with escapes are spoiled in silence, not refused",
    40039: UNPLACED,
    40048: UNPLACED,
    40097: UNPLACED,
    40121: UNPLACED,
    40128: UNPLACED,
    40160: UNPLACED,
    40161: UNPLACED,
    40204: PUNISHED,
    40213: "mini programs, of which the sandbox has none",
    40214: "mini programs, of which the sandbox has none",
    40229: "a missing cover is 40007 in practice",
    40243: ELSEWHERE,
    43003: THEIRS,
    45001: "oversized pictures are 40006 and 40009 in practice",
    45005: "a long source_url is 41039 on the sandbox",
    45006: UNPLACED,
    46001: UNPLACED,
    47002: "drafts with escapes are spoiled in silence, not refused",
    48004: PUNISHED,
    48005: ELSEWHERE,
    48008: UNPLACED,
    48010: ELSEWHERE,
    50002: PUNISHED,
    50004: PUNISHED,
    50007: PUNISHED,
    53404: PUNISHED,
    53500: PUNISHED,
    53501: MOODS,
    53502: UNPLACED,
    53503: MOODS,
    53504: ELSEWHERE,
    53505: ELSEWHERE,
    61004: UNPLACED,
    76003: UNPLACED,
}


def failure(act):
    with pytest.raises(RemoteError) as caught:
        act()
    return caught.value


def check(error, errcode):
    assert error.errcode == errcode
    assert f"{errcode} {error.errmsg}" in error.problem.en
    assert f"{errcode} {error.errmsg}" in error.problem.zh
    for sentence in (error.hint.zh, error.hint.en):
        assert sentence
        assert "{" not in sentence
        assert not sentence.endswith((".", "。", "!", "！"))


EXIT_CODES = {
    RemoteError: 5,
    CredentialError: 5,
    BusyError: 5,
    QuotaError: 6,
    UnauthorizedError: 9,
}


@pytest.mark.parametrize(
    ("errcode", "kind", "advice", "cause"),
    CAUSES,
    ids=[f"{code}-{number}" for number, (code, *_) in enumerate(CAUSES)],
)
def test_cause_ends_in_its_sentence(bench, errcode, kind, advice, cause):
    """From what somebody did wrong to what they should do about it."""
    error = failure(lambda: cause(bench))
    check(error, errcode)
    assert type(error) is kind
    assert error.exit_code == EXIT_CODES[kind]
    assert advice in error.hint.en


@pytest.mark.parametrize("errcode", ORDERED)
def test_ordered_errcode_ends_in_its_sentence(bench, errcode):
    """No cause here, but the sentence is ready."""
    bench.host.order(
        Fault(Trouble.ERRCODE, path="*/draft/add", errcode=errcode, count=9)
    )
    error = failure(lambda: bench.add({}))
    check(error, errcode)
    (row,) = [row for row in errcodes.rows() if row.code == errcode]
    assert type(error) is errcodes.KINDS[row.kind]


def test_wrong_secret_may_be_called_40001(bench):
    """The page lists it beside 40125; the sandbox prefers the latter."""
    path = endpoints.STABLE_TOKEN.path
    bench.host.order(Fault(Trouble.ERRCODE, path=path, errcode=40001))
    error = failure(bench.client.probe)
    check(error, 40001)
    assert "AppSecret is wrong" in error.hint.en


def test_every_row_is_provoked_or_ordered():
    """And none twice: a cause that turns up takes the order's place."""
    causes = {code for code, *_ in CAUSES}
    assert {row.code for row in errcodes.rows()} == causes | ORDERED.keys()
    assert not causes & ORDERED.keys()


def test_table_is_in_order_and_complete():
    """One row for a code, but for the places where it means something else."""
    rows = errcodes.rows()
    keys = [(row.code, tuple(row.at)) for row in rows]
    assert keys == sorted(set(keys))
    assert {row.kind for row in rows} == errcodes.KINDS.keys()
    paths = {row.path for row in vars(endpoints).values() if isinstance(row, Endpoint)}
    assert {path for row in rows for path in row.at} <= paths


def test_unknown_errcode_is_told_as_it_came(bench):
    """WeChat adds codes without notice."""
    fault = Fault(Trouble.ERRCODE, path="*/add", errcode=12345, errmsg="new trouble")
    bench.host.order(fault)
    error = failure(lambda: bench.add({}))
    assert type(error) is RemoteError
    assert "WeChat refused draft/add: 12345 new trouble" in str(error)
    assert "does not know this code" in error.hint.en


@pytest.mark.parametrize(
    ("errmsg", "shown"),
    [
        (
            "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 6a-1-2",
            "1.2.3.4",
        ),
        ("invalid ip 2001:db8::7, not in whitelist rid: 6aa2f516-1-2", "2001:db8::7"),
        ("invalid ip not in whitelist", "the outgoing address of this machine"),
    ],
)
def test_address_wechat_saw_is_shown(errmsg, shown):
    """It is what has to go into the allow-list."""
    error = errcodes.error(40164, errmsg, path="/cgi-bin/x", clock=FakeClock())
    assert error.hint.en.startswith(f"add {shown} to the allow-list: mp.weixin.qq.com")


# What the client settles by itself


@pytest.mark.parametrize("trouble", ["expired", "superseded", "forged", "malformed"])
def test_stale_access_token_is_renewed(bench, trouble):
    """Whatever became of the kept one, the call goes through."""
    bench.client.probe()
    value = {"forged": "forged", "malformed": "no such thing!"}.get(trouble)
    value = value or bench.access_token()
    if trouble == "expired":
        bench.clock.time += timedelta(hours=3)
    keep(bench, value)
    if trouble == "superseded":
        bench.access_token(forced=True)
    before = bench.client.requests
    assert bench.client.count_drafts() == 0
    assert bench.client.requests == before + 3


def keep(bench, value):
    """Put an access_token on disk that this machine believes in."""
    folder = bench.folder / "state" / "tokens"
    store = AccessTokenStore(folder, key=bench.host.appid, clock=bench.clock)
    ends = bench.clock.now() + timedelta(hours=2)
    store.replaced(lambda: AccessToken(Secret(value), ends))


def test_busy_sandbox_is_asked_again(bench):
    """A read is; see the client's tests for what is not."""
    bench.host.order(Fault(Trouble.BUSY, path="*/count", count=2))
    assert bench.client.count_drafts() == 0
    assert bench.clock.slept == [1, 2]


def test_busy_write_is_told_apart(bench):
    """Whoever called finds out first what happened."""
    article = bench.news()
    bench.host.order(Fault(Trouble.BUSY, path="*/draft/add", effect=True))
    with pytest.raises(BusyError):
        bench.add(article)
    assert bench.client.count_drafts() == 1


def test_own_update_is_nobodys_edit(bench):
    """WeChat's rewrites, old and new, leave the fingerprint as it was."""
    picture = bench.client.upload_image(png(), name="a.png")
    article = bench.news(
        content=f'<section style="color:#07c160"><p>你好 <strong>世界</strong>。</p>'
        f'<p><img src="{picture}" data-w="900"></p><p>a<br>b</p></section>'
    )
    media_id = bench.add(article)
    (added,) = bench.client.get_draft(media_id)
    bench.client.update_draft(media_id, index=0, article=article)
    (updated,) = bench.client.get_draft(media_id)
    assert added["content"] != updated["content"]
    assert fingerprint(added) == fingerprint(updated)
    edited = updated["content"].replace("世界", "大家")
    assert fingerprint({**updated, "content": edited}) != fingerprint(updated)


def test_whole_way_of_an_article(bench):
    """Every method of the client once, on the stand-in."""
    client = bench.client
    picture = client.upload_image(png(), name="a.png")
    assert picture.startswith("https://mmbiz.qpic.cn/")
    content = f'<section>你好<img src="{picture}"></section>'
    media_id = client.add_draft([bench.news(content=content)])
    client.update_draft(
        media_id, index=0, article=bench.news(content=content + "<p>再见</p>")
    )
    (item,) = client.get_draft(media_id)
    assert "再见" in item["content"]
    assert client.list_drafts().entries[0].id == media_id
    assert client.count_drafts() == 1
    publication = published(bench)
    (url,) = publication.urls
    (stored,) = client.get_article(publication.article_id)
    assert stored["url"] == url
    assert client.list_published().entries[0].id == publication.article_id
    client.delete_article(publication.article_id, index=1)
    client.delete_draft(media_id)
    assert client.count_drafts() == 0
    materials = client.list_materials()
    assert materials.total == client.count_materials() == 3
    assert {entry.name for entry in materials.entries} == {"cover.png"}
    client.delete_material(materials.entries[0].media_id)
    assert client.quota("/cgi-bin/draft/add").used == 2
    bench.clock.sleep(31)
    assert client.renew() is True
    client.probe()

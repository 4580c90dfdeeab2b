"""The client against scripted answers: what is sent, repeated, read and refused."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdwx.errors import (
    BusyError,
    CredentialError,
    MdwxError,
    NeedsPersonError,
    OutcomeUnknownError,
    QuotaError,
    RemoteError,
    UnauthorizedError,
    UnreachableError,
)
from mdwx.model import Status, Text
from mdwx.wechat.transport import Response
from tests.wechat_doubles import (
    ACCESS_TOKEN,
    FIRST,
    RENEWED,
    SECOND,
    SECRET,
    FakeClock,
    Scripted,
    client_over,
    refused,
)

UNSENT = UnreachableError(Text(zh="没有发出", en="never sent"))
LOST = OutcomeUnknownError(Text(zh="没有答复", en="no answer"))
HTML = b"<html><body>502 Bad Gateway</body></html>"
OK = {"errcode": 0, "errmsg": "ok"}

READS = {
    "probe": (lambda c: c.probe(), {"ip_list": ["127.0.0.1"]}),
    "quota": (lambda c: c.quota("/cgi-bin/draft/add"), {"quota": {"remain": 9}}),
    "uploadimg": (
        lambda c: c.upload_image(b"x", name="a.png"),
        {"url": "http://mmbiz.qpic.cn/a/0", "errcode": 0},
    ),
    "list_materials": (lambda c: c.list_materials(), {"total_count": 0, "item": []}),
    "count_materials": (lambda c: c.count_materials(), {"image_count": 3}),
    "get_draft": (lambda c: c.get_draft("m"), {"news_item": []}),
    "list_drafts": (lambda c: c.list_drafts(), {"total_count": 0, "item": []}),
    "count_drafts": (lambda c: c.count_drafts(), {"total_count": 0}),
    "get_publication": (lambda c: c.get_publication("1"), {"publish_status": 1}),
    "list_published": (lambda c: c.list_published(), {"total_count": 0, "item": []}),
    "get_article": (lambda c: c.get_article("a"), {"news_item": []}),
}
WRITES = {
    "add_material": (lambda c: c.add_material(b"x", name="a.png"), {"media_id": "m"}),
    "delete_material": (lambda c: c.delete_material("m"), OK),
    "add_draft": (lambda c: c.add_draft([{"title": "t"}]), {"media_id": "m"}),
    "update_draft": (lambda c: c.update_draft("m", index=0, article={}), OK),
    "delete_draft": (lambda c: c.delete_draft("m"), OK),
    "submit": (lambda c: c.submit("m"), {"errcode": 0, "publish_id": "1"}),
    "delete_article": (lambda c: c.delete_article("a", index=1), OK),
}
reads = pytest.mark.parametrize(("call", "answer"), READS.values(), ids=READS)
writes = pytest.mark.parametrize(("call", "answer"), WRITES.values(), ids=WRITES)


@writes
@pytest.mark.parametrize("trouble", [LOST, HTML, {}, refused(-1, "system error")])
def test_write_whose_end_is_open_is_never_sent_again(tmp_path, call, answer, trouble):
    """A draft or publication must not be made twice."""
    transport = Scripted(FIRST, trouble)
    with pytest.raises((OutcomeUnknownError, BusyError)):
        call(client_over(transport, tmp_path))
    assert len(transport.seen) == 2


@writes
def test_write_that_never_left_is_sent_again(tmp_path, call, answer):
    """Nothing was sent, so nothing can happen twice."""
    clock = FakeClock()
    client = client_over(Scripted(FIRST, UNSENT, UNSENT, answer), tmp_path, clock=clock)
    call(client)
    assert clock.slept == [1, 2]


@reads
@pytest.mark.parametrize(
    "trouble",
    [UNSENT, LOST, HTML, b'{"errcode": 0, "ite', b"[]", refused(-1), refused("-1")],
)
def test_read_is_repeated(tmp_path, call, answer, trouble):
    """A second look changes nothing, whatever went wrong with the first."""
    transport = Scripted(FIRST, trouble, answer)
    call(client_over(transport, tmp_path))
    assert not transport.answers


@reads
def test_tries_are_counted_and_end(tmp_path, call, answer):
    """After four tries the error stands, and it says that nothing happened."""
    clock = FakeClock()
    client = client_over(Scripted(FIRST, *[LOST] * 4), tmp_path, clock=clock)
    with pytest.raises(UnreachableError) as caught:
        call(client)
    assert type(caught.value) is UnreachableError
    assert clock.slept == [1, 2, 4]
    assert client.requests == 5


def test_answer_that_is_not_200_is_not_understood(tmp_path):
    """WeChat answers everything with 200; the rest was written by others."""
    answer = Response(502, {}, b'{"media_id": "m"}')
    client = client_over(Scripted(FIRST, answer), tmp_path)
    with pytest.raises(OutcomeUnknownError, match="HTTP 502, 17 bytes"):
        client.add_draft([])


def test_family_of_unknown_busy_codes_counts_as_busy(tmp_path):
    """2684xxxxx stands for -1 on some endpoints."""
    transport = Scripted(FIRST, refused(268487001), {"ip_list": []})
    client_over(transport, tmp_path).probe()
    assert not transport.answers


def test_quota_is_not_asked_again(tmp_path):
    """Only time helps; the sentence says when."""
    client = client_over(Scripted(FIRST, refused(45009)), tmp_path)
    with pytest.raises(QuotaError) as caught:
        client.probe()
    assert "2026-11-25 00:00 (UTC+8)" in caught.value.hint.en
    assert "2026-11-25 00:00 (UTC+8)" in caught.value.hint.zh


# Access


@pytest.mark.parametrize("errcode", [40001, 40014, 42001, "42001"])
def test_stale_access_token_costs_one_renewal(tmp_path, errcode):
    """A credential WeChat no longer knows is renewed, and the call repeated."""
    transport = Scripted(FIRST, refused(errcode), SECOND, {"media_id": "m"})
    client = client_over(transport, tmp_path)
    assert client.add_draft([{"title": "t"}]) == "m"
    used = [request.query.get("access_token") for request in transport.seen]
    assert used == [None, ACCESS_TOKEN, None, RENEWED]
    assert client.requests == 4


def test_renewal_happens_once(tmp_path):
    """When the renewed one is refused too, that is the answer."""
    transport = Scripted(FIRST, refused(40001), SECOND, refused(40001, "not latest"))
    with pytest.raises(CredentialError) as caught:
        client_over(transport, tmp_path).probe()
    assert str(caught.value) == "WeChat refused getcallbackip: 40001 not latest"
    assert "doctor --renew" in caught.value.hint.en


def test_renewal_may_bring_the_same_access_token(tmp_path):
    """Normal mode may: that is the one renewal, and then the error surfaces."""
    transport = Scripted(FIRST, refused(42001), FIRST, refused(42001))
    with pytest.raises(CredentialError):
        client_over(transport, tmp_path).probe()
    assert not transport.answers


@pytest.mark.parametrize("errcode", [40001, 40125])
def test_wrong_secret_is_no_stale_access_token(tmp_path, errcode):
    """40001 means something else where access tokens are handed out."""
    transport = Scripted(refused(errcode, "invalid appsecret rid: 1-2-3"))
    with pytest.raises(CredentialError, match=f"stable_token: {errcode}") as caught:
        client_over(transport, tmp_path).probe()
    assert "AppSecret" in caught.value.hint.en
    assert len(transport.seen) == 1


def test_access_is_asked_for_in_normal_mode(tmp_path):
    """Forcing would end the access of every other machine."""
    transport = Scripted(FIRST, {"ip_list": []})
    client_over(transport, tmp_path).probe()
    asked = json.loads(transport.seen[0].body)
    assert asked["force_refresh"] is False
    assert asked["grant_type"] == "client_credential"


def test_renew_forces_and_tells_whether_it_worked(tmp_path):
    """WeChat ignores, without a word, a second call within 30 s."""
    transport = Scripted(FIRST, {"ip_list": []}, SECOND, SECOND)
    client = client_over(transport, tmp_path)
    client.probe()
    assert client.renew() is True
    assert client.renew() is False
    assert json.loads(transport.seen[-1].body)["force_refresh"] is True


def test_lost_answer_of_a_forced_renewal_is_not_asked_again(tmp_path):
    """They are counted: 20 a day."""
    transport = Scripted(LOST)
    with pytest.raises(OutcomeUnknownError):
        client_over(transport, tmp_path).renew()


def test_requests_counts_every_attempt(tmp_path):
    """Calls for access, repeated ones and refused ones are calls too."""
    client = client_over(Scripted(LOST, FIRST, UNSENT, OK), tmp_path)
    client.delete_draft("m")
    assert client.requests == 4


def test_nothing_shows_a_credential(tmp_path):
    """Neither secret nor access token is in what a person or a log may see."""
    transport = Scripted(FIRST, refused(40001), SECOND, LOST)
    client = client_over(transport, tmp_path)
    with pytest.raises(OutcomeUnknownError) as caught:
        client.submit("m")
    shown = [repr(client), repr(transport.seen), *chain(caught.value)]
    assert_hidden("\n".join(shown))


def chain(error):
    """Every error behind ``error``, as text."""
    while error is not None:
        yield f"{error!r} {error} {vars(error)}"
        error = error.__cause__ or error.__context__


def assert_hidden(text):
    for value in (SECRET, ACCESS_TOKEN, RENEWED):
        assert value not in text


# What is sent


def test_text_goes_out_as_raw_utf8(tmp_path):
    r"""WeChat keeps ``\u4f60`` as six letters and counts them."""
    transport = Scripted(FIRST, {"media_id": "m"})
    client_over(transport, tmp_path).add_draft([{"title": "你好 😀"}])
    sent = transport.seen[1]
    assert sent.body == '{"articles":[{"title":"你好 😀"}]}'.encode()
    assert sent.headers["Content-Type"] == "application/json; charset=utf-8"
    assert sent.headers["Content-Length"] == str(len(sent.body))


def test_update_sends_one_object(tmp_path):
    """An array there is 47001."""
    transport = Scripted(FIRST, OK)
    client_over(transport, tmp_path).update_draft("m", index=1, article={"title": "t"})
    body = json.loads(transport.seen[1].body)
    assert body == {"media_id": "m", "index": 1, "articles": {"title": "t"}}


def test_upload_is_strict_multipart(tmp_path):
    """Field ``media``, CRLF to the last boundary, bytes untouched, with its length."""
    data = bytes(range(256)) + b"\r\n--"
    transport = Scripted(FIRST, {"media_id": "m", "url": "http://mmbiz.qpic.cn/x/0"})
    client_over(transport, tmp_path).add_material(data, name="mdwx-1.png")
    sent = transport.seen[1]
    boundary = sent.headers["Content-Type"].partition("boundary=")[2].encode()
    head = (
        b'Content-Disposition: form-data; name="media"; filename="mdwx-1.png"\r\n'
        b"Content-Type: image/png\r\n\r\n"
    )
    assert sent.body == (
        b"--" + boundary + b"\r\n" + head + data + b"\r\n--" + boundary + b"--\r\n"
    )
    assert sent.headers["Content-Length"] == str(len(sent.body))
    assert sent.query == {"access_token": ACCESS_TOKEN, "type": "image"}


def test_upload_name_must_be_ascii(tmp_path):
    """The caller names uploads by their hash; anything else is a bug."""
    client = client_over(Scripted(FIRST), tmp_path)
    with pytest.raises(ValueError, match="ASCII"):
        client.upload_image(b"x", name="图.png")


def test_lists_leave_content_out_unless_asked(tmp_path):
    """Twenty drafts may weigh twenty megabytes."""
    transport = Scripted(FIRST, *[{"total_count": 0}] * 2)
    client = client_over(transport, tmp_path)
    client.list_drafts(20, 5)
    client.list_published(with_content=True)
    bodies = [json.loads(request.body) for request in transport.seen[1:]]
    assert bodies == [
        {"offset": 20, "count": 5, "no_content": 1},
        {"offset": 0, "count": 20, "no_content": 0},
    ]


def test_fresh_material_is_given_a_moment(tmp_path):
    """40007 right after an upload passes by itself."""
    clock = FakeClock()
    transport = Scripted(FIRST, refused(40007), {"media_id": "m"})
    client = client_over(transport, tmp_path, clock=clock)
    assert client.add_draft([], fresh=True) == "m"
    assert clock.slept == [2]


@pytest.mark.parametrize(("fresh", "tries"), [(False, 1), (True, 2)])
def test_material_that_stays_unknown_is_an_error(tmp_path, fresh, tries):
    """One more try, and only for what was just uploaded."""
    transport = Scripted(FIRST, *[refused(40007)] * tries)
    with pytest.raises(RemoteError, match="40007"):
        client_over(transport, tmp_path).add_draft([], fresh=fresh)
    assert not transport.answers


# What is read


def test_replies_are_utf8_whatever_the_header_says(tmp_path):
    """WeChat leaves the charset out, so libraries guess Latin-1."""
    body = '\ufeff{"news_item": [{"title": "你\u0007好\n", "new_field": 1}]}'.encode()
    answer = Response(200, {"Content-Type": "text/plain; charset=iso-8859-1"}, body)
    (item,) = client_over(Scripted(FIRST, answer), tmp_path).get_draft("m")
    assert item["title"] == "你\u0007好\n"


def test_ids_may_be_bare_numbers(tmp_path):
    """A real status reply carried one."""
    transport = Scripted(FIRST, {"errcode": "0", "publish_id": 2247483655})
    assert client_over(transport, tmp_path).submit("m") == "2247483655"


def test_picture_addresses_become_https(tmp_path):
    """Uploads answer with http; other hosts are left alone."""
    url, other = "http://mmbiz.qpic.cn/a/0?wx_fmt=png", "http://example.com/mmbiz.png"
    transport = Scripted(FIRST, {"url": url}, {"url": other})
    client = client_over(transport, tmp_path)
    assert client.upload_image(b"x", name="a.png") == "https" + url[4:]
    assert client.upload_image(b"x", name="a.png") == other


@pytest.mark.parametrize(("value", "status"), list(enumerate(Status)))
def test_statuses_are_those_of_the_official_page(tmp_path, value, status):
    """0 is success and 1 is publishing, whatever tutorials say."""
    transport = Scripted(FIRST, {"publish_status": value})
    assert client_over(transport, tmp_path).get_publication("7").status is status
    assert tuple(Status)[:2] == (Status.SUCCESS, Status.PUBLISHING)


@pytest.mark.parametrize("value", [7, -1, "new", {}])
def test_unknown_status_needs_a_person(tmp_path, value):
    """It is no end, and no reason to go on either."""
    client = client_over(Scripted(FIRST, {"publish_status": value}), tmp_path)
    with pytest.raises(NeedsPersonError, match=r"publish_status .* is unknown"):
        client.get_publication("7")


def test_publication_is_read_whole(tmp_path):
    """Addresses come in the order of the articles."""
    item = [
        {"idx": 2, "article_url": "http://b"},
        {"idx": 1, "article_url": "http://a"},
    ]
    answer = {
        "publish_id": 7,
        "publish_status": "0",
        "article_id": "x",
        "article_detail": {"count": 2, "item": item},
        "fail_idx": [],
    }
    got = client_over(Scripted(FIRST, answer), tmp_path).get_publication("7")
    assert (got.publish_id, got.article_id) == ("7", "x")
    assert got.urls == ("http://a", "http://b")
    assert got.fail_idx == ()


def test_failed_articles_are_numbered(tmp_path):
    """``fail_idx`` counts from 1."""
    answer = {"publish_status": 2, "fail_idx": [1, "3"]}
    got = client_over(Scripted(FIRST, answer), tmp_path).get_publication("7")
    assert got.fail_idx == (1, 3)


def test_lists_are_read(tmp_path):
    """Totals are of the whole list, entries of the page."""
    material = {"media_id": "m", "name": "n.png", "update_time": 1700000000, "url": ""}
    draft = {"media_id": "d", "content": {"news_item": [{"title": "t"}]}}
    published = {"article_id": "a", "content": {"news_item": []}, "update_time": "x"}
    client = client_over(
        Scripted(
            FIRST,
            {"total_count": 41, "item": [material]},
            {"total_count": "1", "item": [draft]},
            {"total_count": 1, "item": [published]},
        ),
        tmp_path,
    )
    pictures = client.list_materials()
    assert (pictures.total, pictures.entries[0].name) == (41, "n.png")
    assert pictures.entries[0].updated.year == 2023
    (entry,) = client.list_drafts().entries
    assert (entry.id, entry.articles) == ("d", ({"title": "t"},))
    assert client.list_published().entries[0].updated is None


def test_quota_is_read(tmp_path):
    """What is left of today, for the doctor."""
    answer = {"errcode": 0, "quota": {"daily_limit": 10, "used": 3, "remain": 7}}
    quota = client_over(Scripted(FIRST, answer), tmp_path).quota("/cgi-bin/draft/add")
    assert (quota.daily_limit, quota.used, quota.remain) == (10, 3, 7)


def test_publishing_by_hand_is_its_own_error(tmp_path):
    """48001 means the end of the road on submit, and a missing right elsewhere."""
    transport = Scripted(FIRST, refused(48001), refused(48001))
    client = client_over(transport, tmp_path)
    with pytest.raises(UnauthorizedError) as caught:
        client.submit("m")
    assert caught.value.exit_code == 9
    assert caught.value.hint.en.startswith("the draft is ready")
    with pytest.raises(RemoteError) as caught:
        client.get_draft("m")
    assert caught.value.exit_code == 5


FIELDS = [
    *("errcode", "errmsg", "media_id", "url", "ip_list", "quota", "total_count"),
    *("item", "image_count", "news_item", "content", "publish_status", "publish_id"),
    *("article_id", "article_detail", "fail_idx", "idx", "article_url", "name"),
    *("update_time", "remain"),
]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(
    junk=st.dictionaries(st.sampled_from(FIELDS), JUNK, max_size=8),
    items=st.lists(st.dictionaries(st.sampled_from(FIELDS), JUNK, max_size=4)),
    method=st.sampled_from([*READS, *WRITES]),
)
def test_no_reply_breaks_the_client(tmp_path_factory, junk, items, method):
    """Whatever comes back is understood or is an error of ours."""
    call, answer = {**READS, **WRITES}[method]
    reply = {**answer, "item": items, **junk}
    transport = Scripted(FIRST, *[reply] * 8)
    client = client_over(transport, tmp_path_factory.mktemp("state"))
    with contextlib.suppress(MdwxError):
        call(client)

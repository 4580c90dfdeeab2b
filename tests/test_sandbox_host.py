"""The host around the endpoints: quotas, faults, journal, storage, replies."""

from __future__ import annotations

import json
import re
import threading

import pytest
from sandbox_bench import Bench, read

from mdwx.errors import OutcomeUnknownError, UnreachableError, UsageError
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host

SHANGHAI_MIDNIGHT_IN = 14 * 3600


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def quota(bench, path="/cgi-bin/draft/count"):
    return bench.call("openapi/quota/get", {"cgi_path": path})


def rid_of(answer):
    return answer["errmsg"].rpartition("rid: ")[2]


def test_a_reply_is_utf8_and_does_not_say_so(bench):
    """HTTP 200, text/plain without charset, raw characters."""
    media_id = bench.draft()
    body = json.dumps({"media_id": media_id}).encode()
    query = {"access_token": bench.access_token()}
    response = bench.send("POST", "/cgi-bin/draft/get", query, body)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/plain"
    assert "标题".encode() in response.body


def test_a_refusal_ends_in_a_rid(bench):
    """Its first group is the time in hex; material and draft errors carry a hint."""
    answer = bench.call("draft/get", {"media_id": "x"})
    shape = r"invalid media_id hint: \[\w{12}-1\] rid: ([0-9a-f]{8})(-[0-9a-f]{8}){2}"
    found = re.fullmatch(shape, answer["errmsg"])
    assert int(found[1], 16) == int(bench.clock.now().timestamp())
    plain = bench.stable(appid="wx0")["errmsg"]
    assert re.fullmatch(r"invalid appid rid: [0-9a-f-]{26}", plain)


def test_an_unknown_path_is_an_invalid_url(bench):
    """40066; real paths no account here may use are 48001."""
    assert bench.call("draft/nothing")["errcode"] == 40066
    assert bench.call("message/mass/sendall", {})["errcode"] == 48001
    assert bench.call("comment/list", {})["errcode"] == 48001


def test_a_daily_quota_ends_and_returns_at_midnight(bench):
    """45009 until 00:00 in Beijing; other endpoints go on."""
    bench.host.change(quotas={"/cgi-bin/draft/count": {"day": 2}})
    assert [bench.call("draft/count").get("errcode") for _ in range(3)] == [
        None,
        None,
        45009,
    ]
    assert "media_id" in bench.material()
    bench.clock.sleep(SHANGHAI_MIDNIGHT_IN - 1)
    bench.token = None
    assert bench.call("draft/count")["errcode"] == 45009
    bench.clock.sleep(1)
    assert bench.call("draft/count") == {"total_count": 0}


def test_a_minute_quota_ends_and_returns(bench):
    """45011 until the next minute."""
    bench.host.change(quotas={"*": {"minute": 1}})
    assert bench.call("draft/count") == {"total_count": 0}
    assert bench.call("draft/count")["errcode"] == 45011
    bench.clock.sleep(60)
    assert bench.call("draft/count") == {"total_count": 0}


def test_token_calls_have_a_quota(bench):
    """stable_token counts too."""
    bench.host.change(quotas={"/cgi-bin/stable_token": {"day": 1}})
    assert "access_token" in bench.stable()
    assert bench.stable()["errcode"] == 45009


def test_quota_get_tells_what_is_used(bench):
    """Refused calls count as well."""
    bench.host.change(quotas={"/cgi-bin/draft/get": {"day": 10, "minute": 5}})
    bench.call("draft/get", {"media_id": "x"})
    answer = quota(bench, "/cgi-bin/draft/get")
    assert answer["quota"] == {"daily_limit": 10, "used": 1, "remain": 9}
    assert answer["rate_limit"] == {"call_count": 5, "refresh_second": 60}
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")


@pytest.mark.parametrize(
    ("path", "errcode"),
    [("draft/add", 76021), ("/cgi-bin/none", 76021), ("/cgi-bin/comment/open", 76022)],
)
def test_quota_get_knows_its_paths(bench, path, errcode):
    """76021 unknown, 76022 not allowed."""
    assert quota(bench, path)["errcode"] == errcode


def test_quotas_are_cleared_ten_times_a_month(bench):
    """By both endpoints together; then 48006 until the next month."""
    appid, secret = bench.keys.appid, bench.keys.secret.reveal()
    bench.call("draft/count")
    for _ in range(9):
        assert bench.call("clear_quota", {"appid": appid})["errcode"] == 0
    assert quota(bench)["quota"]["used"] == 0
    body = json.dumps({"appid": appid, "appsecret": secret}).encode()
    path = "/cgi-bin/clear_quota/v2"
    assert read(bench.send("POST", path, body=body))["errcode"] == 0
    assert (
        read(bench.send("POST", path, {"appid": appid, "appsecret": secret}))["errcode"]
        == 48006
    )
    assert bench.call("clear_quota", {"appid": appid})["errcode"] == 48006
    bench.clock.sleep(10 * 86400)
    bench.token = None
    assert bench.call("clear_quota", {"appid": appid})["errcode"] == 0


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({}, 41002),
        ({"appid": "wx0", "appsecret": "x"}, 40013),
        ({"appid": "own"}, 41004),
    ],
)
def test_clear_quota_v2_checks_who_asks(bench, fields, errcode):
    """Without a token, by the secret."""
    fields = {
        name: bench.keys.appid if each == "own" else each
        for name, each in fields.items()
    }
    body = json.dumps(fields).encode()
    answer = read(bench.send("POST", "/cgi-bin/clear_quota/v2", body=body))
    assert answer["errcode"] == errcode


def test_clear_quota_is_for_the_own_account(bench):
    """Another appid is 40013."""
    assert bench.call("clear_quota", {"appid": "wx0"})["errcode"] == 40013


def test_one_endpoint_may_be_cleared(bench):
    """openapi/quota/clear."""
    bench.call("draft/count")
    bench.call("openapi/quota/clear", {"cgi_path": "/cgi-bin/draft/count"})
    assert quota(bench)["quota"]["used"] == 0


def test_a_rid_can_be_looked_up_for_a_week(bench):
    """76001 to 76004 by cause."""
    rid = rid_of(bench.call("draft/get", {"media_id": "x"}))
    found = bench.call("openapi/rid/get", {"rid": rid})["request"]
    assert found["request_url"] == "/cgi-bin/draft/get"
    assert found["response_body"].startswith('{"errcode":40007,"errmsg":"invalid')
    assert bench.call("openapi/rid/get", {"rid": "x"})["errcode"] == 76002
    unknown = rid[:9] + "00000000-00000000"
    assert bench.call("openapi/rid/get", {"rid": unknown})["errcode"] == 76001
    other = Bench(
        None, host=bench.host, clock=bench.clock, keys=bench.host.add_account()
    )
    assert other.call("openapi/rid/get", {"rid": rid})["errcode"] == 76003
    bench.clock.sleep(7 * 86400 + 1)
    bench.token = None
    assert bench.call("openapi/rid/get", {"rid": rid})["errcode"] == 76004


def test_address_lists_and_callback_check(bench):
    """The small endpoints answer."""
    assert bench.call("getcallbackip")["ip_list"]
    assert bench.call("get_api_domain_ip")["ip_list"]
    sent = {"action": "all", "check_operator": "DEFAULT"}
    assert bench.call("callback/check", sent)["errcode"] == 40201
    assert bench.call("callback/check", {**sent, "action": "x"})["errcode"] == 40202
    assert (
        bench.call("callback/check", {**sent, "check_operator": "x"})["errcode"]
        == 40203
    )
    bench.host.change(callback_url="https://example.com/wx")
    assert set(bench.call("callback/check", sent)) == {"dns", "ping"}


@pytest.mark.parametrize(
    ("trouble", "error", "drafts"),
    [
        (Trouble.REFUSE, UnreachableError, 0),
        (Trouble.CUT_BEFORE, OutcomeUnknownError, 0),
        (Trouble.CUT_AFTER, OutcomeUnknownError, 1),
    ],
)
def test_a_cut_line_raises(bench, trouble, error, drafts):
    """Only a refused connection says that nothing happened."""
    article = bench.article()
    bench.host.order(Fault(trouble, path="/cgi-bin/draft/add"))
    with pytest.raises(UnreachableError) as raised:
        bench.add(article)
    assert type(raised.value) is error
    assert bench.call("draft/count") == {"total_count": drafts}
    assert "media_id" in bench.add(article)


def test_busy_and_errcodes_to_order(bench):
    """As often as ordered, in the queue's order, with an effect only if asked."""
    path = "/cgi-bin/draft/add"
    article = bench.article()
    bench.host.order(
        Fault(Trouble.BUSY, path=path, count=2),
        Fault(Trouble.ERRCODE, path=path, errcode=53503),
        Fault(Trouble.BUSY, path=path, effect=True),
    )
    assert [bench.add(article)["errcode"] for _ in range(4)] == [-1, -1, 53503, -1]
    assert bench.call("draft/count") == {"total_count": 1}
    assert bench.host.faults == []


def test_a_fault_may_wait_its_turn(bench):
    """``skip`` lets the first calls through; other paths are not hit."""
    bench.host.order(Fault(Trouble.BUSY, path="*/draft/*", skip=1))
    bench.material()
    assert [bench.call("draft/count").get("errcode") for _ in range(3)] == [
        None,
        -1,
        None,
    ]


def test_slow_answers_come_late_or_never(bench):
    """Beyond the time-out the caller knows nothing, and the effect is there."""
    article = bench.article()
    start = bench.clock.now()
    bench.host.order(Fault(Trouble.SLOW, seconds=5))
    assert "media_id" in bench.add(article)
    assert (bench.clock.now() - start).total_seconds() == 5
    bench.host.order(Fault(Trouble.SLOW, seconds=31))
    with pytest.raises(OutcomeUnknownError):
        bench.add(article)
    assert (bench.clock.now() - start).total_seconds() == 35
    assert bench.call("draft/count") == {"total_count": 2}


@pytest.mark.parametrize("status", [200, 502])
def test_rubbish_is_no_answer(bench, status):
    """A gateway's page, or half a reply."""
    token = bench.access_token()
    bench.host.order(Fault(Trouble.RUBBISH, status=status))
    response = bench.send("GET", "/cgi-bin/draft/count", {"access_token": token})
    assert response.status == status
    with pytest.raises(json.JSONDecodeError):
        json.loads(response.body)


def test_faults_may_be_cancelled(bench):
    """The queue is a setting like others."""
    bench.host.order(Fault(Trouble.BUSY, count=9))
    bench.host.cancel_faults()
    assert bench.call("draft/count") == {"total_count": 0}


def test_the_journal_knows_every_call_and_no_secret(bench):
    """Path, sizes, errcode, fault; never a credential."""
    bench.plain()
    bench.call("draft/get", {"media_id": "x"})
    bench.host.order(Fault(Trouble.CUT_AFTER))
    with pytest.raises(OutcomeUnknownError):
        bench.call("draft/count")
    refused, cut = bench.host.store.journal[-2:]
    assert (refused["path"], refused["errcode"]) == ("/cgi-bin/draft/get", 40007)
    assert (refused["sent_bytes"], refused["status"]) == (17, 200)
    assert (cut["fault"], cut["status"]) == ("cut-after", 0)
    text = json.dumps(bench.host.store.journal)
    assert bench.access_token() not in text
    assert bench.keys.secret.reveal() not in text


def test_the_journal_is_bounded(bench):
    """It keeps the latest 2000 calls."""
    bench.call("draft/count")
    entry = bench.host.store.journal[-1]
    for number in range(4100):
        bench.host.store.note({**entry, "number": number})
    journal = bench.host.store.journal
    assert len(journal) == 2000
    assert journal[-1]["number"] == 4099
    assert (
        len((bench.host.store.folder / "journal.jsonl").read_text().splitlines())
        <= 4001
    )


def test_a_torn_journal_line_is_passed_over(bench):
    """A crash while writing costs one line."""
    bench.call("draft/count")
    with (bench.host.store.folder / "journal.jsonl").open("a") as file:
        file.write('{"number": 1')
    assert bench.host.store.journal[-1]["path"] == "/cgi-bin/draft/count"


def test_state_survives_a_restart(bench, tmp_path):
    """Tokens, drafts, settings and faults are there again."""
    media_id = bench.draft()
    bench.host.change(limits="documented")
    bench.host.order(Fault(Trouble.BUSY))
    again = Host.open(tmp_path, clock=bench.clock)
    assert again.appid == bench.host.appid
    assert again.settings.limits == "documented"
    assert again.faults[0].trouble is Trouble.BUSY
    again.cancel_faults()
    bench.host = again
    assert bench.stored(media_id)["title"] == "标题"


def test_two_hosts_share_one_folder(bench, tmp_path):
    """Each sees what the other did, call by call."""
    other = Bench(tmp_path, clock=bench.clock)
    media_id = bench.draft()
    assert other.stored(media_id)["title"] == "标题"
    other.call("draft/delete", {"media_id": media_id})
    assert bench.call("draft/count") == {"total_count": 0}


def test_calls_from_many_threads_all_count(bench):
    """One transaction at a time."""
    bench.access_token()
    threads = [
        threading.Thread(target=lambda: [bench.call("draft/count") for _ in range(10)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert quota(bench)["quota"]["used"] == 40


def test_the_same_seed_gives_the_same_ids(tmp_path):
    """And another seed others; without one they are random."""

    def ids(name, seed):
        bench = Bench(tmp_path / name, seed=seed)
        return bench.keys.appid, bench.keys.secret.reveal(), bench.draft()

    assert ids("a", 1) == ids("b", 1)
    assert ids("c", 2) != ids("d", None) != ids("e", None)


def test_an_account_has_real_shapes(bench):
    """wx and 16 hexadecimal digits; a secret of 32, which hides itself."""
    assert re.fullmatch(r"wx[0-9a-f]{16}", bench.host.appid)
    assert re.fullmatch(r"[0-9a-f]{32}", bench.host.secret.reveal())
    assert bench.host.secret.reveal() not in repr(bench.host.keys())


def test_an_account_may_become_another_kind(bench):
    """And a kind there is not is refused."""
    bench.host.change_account(bench.keys.appid, kind="personal", comments=False)
    assert bench.call("freepublish/batchget", {})["errcode"] == 48001
    with pytest.raises(ValueError, match="none of verified"):
        bench.host.add_account(kind="corporate")


def test_a_bug_leaves_the_state_as_it_was(bench):
    """An exception inside a transaction saves nothing."""

    def broken():
        with bench.host.store.transaction() as state:
            state["settings"] = {"limits": "documented"}
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert bench.host.settings.limits == "observed"


@pytest.mark.parametrize(
    ("standing", "asking", "calling"),
    [
        ("secret-frozen", 40243, 0),
        ("token-forbidden", 50004, 0),
        ("frozen", 50007, 50002),
        ("banned", 0, 48004),
    ],
)
def test_an_account_may_be_put_out_of_use(bench, standing, asking, calling):
    """The token endpoints and the others say so by cause."""
    token = bench.access_token()
    bench.host.change_account(bench.keys.appid, standing=standing)
    assert bench.stable().get("errcode", 0) == asking
    assert bench.plain().get("errcode", 0) == asking
    assert bench.probe(token) == calling


def test_jobs_end_though_nobody_calls(bench):
    """catch_up ends what is due, and writes nothing where nothing is."""
    bench.submit()
    file = bench.host.store.folder / "state.json"
    before = file.stat().st_mtime_ns
    bench.host.catch_up()
    assert file.stat().st_mtime_ns == before
    bench.clock.sleep(60)
    bench.host.catch_up()
    with bench.host.store.looking() as state:
        assert state["accounts"][bench.keys.appid]["drafts"] == {}


def test_a_damaged_state_is_named(bench, tmp_path):
    """And not overwritten."""
    (tmp_path / "state.json").write_text("{")
    with pytest.raises(UsageError, match=r"state\.json is damaged"):
        Host.open(tmp_path, clock=bench.clock)
    assert (tmp_path / "state.json").read_text() == "{"


@pytest.mark.parametrize(
    "values", [{"limits": "strict"}, {"outcomes": (7,)}, {"external_links": "maybe"}]
)
def test_a_setting_that_is_none_is_refused(bench, values):
    """And what held goes on."""
    with pytest.raises(ValueError, match=next(iter(values))):
        bench.host.change(**values)
    assert bench.host.settings.limits == "observed"

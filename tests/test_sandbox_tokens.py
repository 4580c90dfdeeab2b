"""Credentials of the sandbox: two families, and what each refusal is caused by."""

from __future__ import annotations

import json
import re

import pytest
from sandbox_bench import Bench, read

from mdwx.wechat.transport import Request


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"appid": None}, 41002),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"appid": "wx0000000000000000", "grant_type": None}, 40013),
        ({"appid": "wx0000000000000000", "secret": "wrong"}, 40013),
        ({"grant_type": None}, 40002),
        ({"grant_type": "authorization_code"}, 40002),
        ({"grant_type": "wrong", "secret": "wrong"}, 40002),
        ({"secret": None}, 41004),
        ({"secret": "0" * 32}, 40125),
    ],
)
@pytest.mark.parametrize("family", ["stable", "plain"])
def test_a_wrong_credential_is_named_appid_first(bench, family, changes, errcode):
    """Each wrong field has its errcode, and the appid is looked at first."""
    assert getattr(bench, family)(**changes)["errcode"] == errcode


@pytest.mark.parametrize(
    ("token", "errcode"),
    [("", 41001), ("not a token", 40014), ("x" * 513, 40014), ("forged-token", 40001)],
)
def test_a_token_nobody_issued_is_refused_by_cause(bench, token, errcode):
    """Missing, malformed and forged are told apart."""
    assert bench.probe(token) == errcode


def test_a_call_without_token_misses_it(bench):
    """No access_token at all is 41001, whatever else is wrong."""
    assert read(bench.send("GET", "/cgi-bin/draft/add"))["errcode"] == 41001


def test_a_token_in_a_header_does_not_count(bench):
    """The access_token is read from the query alone."""
    headers = {"Authorization": f"Bearer {bench.access_token()}"}
    response = bench.send("GET", "/cgi-bin/draft/count", headers=headers)
    assert read(response)["errcode"] == 41001


def test_stable_token_repeats_itself(bench):
    """Normal mode gives the same token with its remaining life."""
    first = bench.stable()
    bench.clock.sleep(1000)
    second = bench.stable()
    assert second["access_token"] == first["access_token"]
    assert (first["expires_in"], second["expires_in"]) == (7200, 6200)


def test_stable_token_is_rotated_five_minutes_early(bench):
    """Near its end a new one is issued, and both are good until the old one ends."""
    old = bench.stable()["access_token"]
    bench.clock.sleep(6900)
    assert bench.stable() == {"access_token": old, "expires_in": 300}
    bench.clock.sleep(1)
    new = bench.stable()
    assert new["access_token"] != old
    assert new["expires_in"] == 7200
    assert (bench.probe(old), bench.probe(new["access_token"])) == (0, 0)
    bench.clock.sleep(299)
    assert bench.probe(old) == 42001


def test_a_token_runs_out(bench):
    """After two hours it is expired, which is not superseded."""
    token = bench.stable()["access_token"]
    bench.clock.sleep(7199)
    assert bench.probe(token) == 0
    bench.clock.sleep(1)
    assert bench.probe(token) == 42001


def test_a_forced_refresh_kills_at_once(bench):
    """The old stable token is superseded the moment a new one is forced."""
    old = bench.stable()["access_token"]
    new = bench.stable(force_refresh=True)["access_token"]
    assert new != old
    assert (bench.probe(old), bench.probe(new)) == (40001, 0)


def test_a_second_forced_refresh_within_30_s_does_nothing(bench):
    """It is a silent no-op: the present token comes back."""
    first = bench.stable(force_refresh=True)["access_token"]
    bench.clock.sleep(29)
    assert bench.stable(force_refresh=True)["access_token"] == first
    bench.clock.sleep(1)
    assert bench.stable(force_refresh=True)["access_token"] != first


def test_forced_refreshes_are_20_a_day(bench):
    """The 21st is over the quota; the next day is a new one."""
    for _ in range(20):
        assert "access_token" in bench.stable(force_refresh=True)
        bench.clock.sleep(30)
    assert bench.stable(force_refresh=True)["errcode"] == 45009
    assert "access_token" in bench.stable()
    bench.clock.sleep(86400)
    assert "access_token" in bench.stable(force_refresh=True)


def test_plain_token_is_new_each_time_and_overlaps(bench):
    """A new one leaves the one before five minutes to live."""
    old = bench.plain()["access_token"]
    new = bench.plain()
    assert new["access_token"] != old
    assert new["expires_in"] == 7200
    bench.clock.sleep(299)
    assert bench.probe(old) == 0
    bench.clock.sleep(1)
    assert (bench.probe(old), bench.probe(new["access_token"])) == (40001, 0)


def test_the_families_know_nothing_of_each_other(bench):
    """Neither call touches the other family's token."""
    stable = bench.stable()["access_token"]
    plain = bench.plain()["access_token"]
    bench.stable(force_refresh=True)
    bench.clock.sleep(600)
    assert (bench.probe(stable), bench.probe(plain)) == (40001, 0)


def test_stable_token_is_posted_json(bench):
    """GET is 43002, an empty body 44002, a form 47001."""
    path = "/cgi-bin/stable_token"
    assert read(bench.send("GET", path))["errcode"] == 43002
    assert read(bench.send("POST", path))["errcode"] == 44002
    assert read(bench.send("POST", path, body=b"appid=x"))["errcode"] == 47001
    assert bench.stable(force_refresh="yes")["errcode"] == 47001


def test_plain_token_is_gotten(bench):
    """POST is 43001."""
    assert read(bench.send("POST", "/cgi-bin/token", body=b"{}"))["errcode"] == 43001


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("120.208.99.249", "invalid ip 120.208.99.249 ipv6 ::ffff:120.208.99.249, "),
        ("2001:db8::7", "invalid ip 2001:db8::7 ipv6 2001:db8::7, "),
    ],
)
def test_an_unlisted_address_is_named_in_the_live_shape(bench, address, said):
    """40164 says which address WeChat saw."""
    bench.host.change(ip_allow_list=("127.0.0.1",))
    fields = {"grant_type": "client_credential", "appid": bench.keys.appid}
    body = json.dumps({**fields, "secret": bench.keys.secret.reveal()}).encode()
    request = Request("POST", "/cgi-bin/stable_token", body=body, client_ip=address)
    answer = read(bench.host.send(request, timeout_s=1))
    assert answer["errcode"] == 40164
    assert re.fullmatch(
        re.escape(said) + r"not in whitelist rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}",
        answer["errmsg"],
    )
    assert "access_token" in bench.stable()


def test_the_allow_list_guards_the_token_endpoints_only(bench):
    """A token in hand serves from any address."""
    token = bench.access_token()
    bench.host.change(ip_allow_list=("203.0.113.1",))
    assert bench.probe(token) == 0


def test_a_new_address_waits_for_the_administrator(bench):
    """89503 once, 89501 while it is pending, then the answer holds."""
    bench.host.change(confirm_ips=True)
    assert bench.stable()["errcode"] == 89503
    assert bench.stable()["errcode"] == 89501
    bench.host.answer_ip("127.0.0.1", accept=True)
    assert "access_token" in bench.stable()


def test_a_refused_address_waits_an_hour_then_a_day(bench):
    """89507 for the first refusal, 89506 for the second."""
    bench.host.change(confirm_ips=True)
    bench.stable()
    bench.host.answer_ip("127.0.0.1", accept=False)
    assert bench.stable()["errcode"] == 89507
    bench.clock.sleep(3600)
    assert bench.stable()["errcode"] == 89503
    bench.host.answer_ip("127.0.0.1", accept=False)
    bench.clock.sleep(3600)
    assert bench.stable()["errcode"] == 89506
    bench.clock.sleep(86400)
    assert bench.stable()["errcode"] == 89503


def test_tokens_look_like_tokens(bench):
    """Room for 512 characters is asked for; these have a real one's length."""
    assert re.fullmatch(r"[0-9]{2}_[A-Za-z0-9_-]{133}", bench.stable()["access_token"])

"""One call from the gates to the journal: faults, credentials, quotas, endpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from mdwx.sandbox import access_tokens, publications, quotas
from mdwx.sandbox.call import Call
from mdwx.sandbox.faults import Fault, Trouble, rubbish, take
from mdwx.sandbox.journal import Entry, shown_body, shown_query
from mdwx.sandbox.replies import Answer, File, Refusal, refused, reply, tail
from mdwx.sandbox.routes import CLOSED, ENDPOINTS, Endpoint
from mdwx.sandbox.state import STANDINGS
from mdwx.wechat.transport import Response

__all__ = ["serve"]

BROKEN: Final = frozenset({Trouble.REFUSE, Trouble.CUT_BEFORE, Trouble.CUT_AFTER})
UNHINTED: Final = frozenset(
    {-1, 40001, 40014, 41001, 42001, 43001, 43002, 45009, 45011, 48001}
)
"""Refusals of the gates in front of the endpoints."""


def serve(call: Call) -> tuple[Response | None, Fault | None]:
    """The response, or None for a line that was cut; noted in the journal."""
    fault = take(call.state["faults"], path=call.request.path)
    answer: Answer = {}
    if fault is None or fault.takes_effect:
        answer = answered(call)
    refusal = fault.refusal if fault is not None else None
    if refusal is not None:
        answer = refuse(call, refusal)
    response: Response | None = reply(answer)
    if fault is not None and fault.trouble is Trouble.RUBBISH:
        response = rubbish(fault)
    elif fault is not None and fault.trouble in BROKEN:
        response = None
    note(call, answer, response, fault)
    return response, fault


def answered(call: Call) -> Answer:
    """The endpoint's answer, or its refusal."""
    try:
        return passed(call)
    except Refusal as refusal:
        return refuse(call, refusal)


def passed(call: Call) -> Answer:
    """The gates in front of every endpoint, in order, then the endpoint."""
    path = call.request.path
    endpoint = ENDPOINTS.get(path)
    if endpoint is None and not path.startswith(CLOSED):
        raise Refusal(40066)
    if endpoint is not None and endpoint.open:
        check_method(call, endpoint)
        return endpoint.answer(call)
    call.caller = access_tokens.caller_of(call)
    check_standing(call)
    if endpoint is None:
        raise Refusal(48001)
    check_method(call, endpoint)
    if endpoint.publishing and call.account["kind"] == "personal":
        raise Refusal(48001)
    if endpoint.counted:
        quotas.count(call)
    account, settings = call.account, call.settings
    publications.settle(account, settings=settings, ids=call.ids, now=call.now)
    return endpoint.answer(call)


def check_standing(call: Call) -> None:
    """Refuse an account that WeChat has put out of use."""
    errcode = STANDINGS[call.account["standing"]].calls
    if errcode:
        raise Refusal(errcode)


def check_method(call: Call, endpoint: Endpoint) -> None:
    """43001 or 43002 for the wrong one."""
    if call.request.method.upper() != endpoint.method:
        raise Refusal(43001 if endpoint.method == "GET" else 43002)


def refuse(call: Call, refusal: Refusal) -> Mapping[str, Any]:
    """The body of a refusal; only an endpoint's own carry a hint."""
    endpoint = ENDPOINTS.get(call.request.path)
    hinted = (
        endpoint is not None and endpoint.hinted and refusal.errcode not in UNHINTED
    )
    ending, _ = tail(call.ids, now=call.now, hinted=hinted)
    return refused(refusal, ending=ending)


def written(refusal: Mapping[str, Any]) -> str:
    """A refusal as the wire has it."""
    return json.dumps(refusal, ensure_ascii=False, separators=(",", ":"))


def note(
    call: Call, answer: Answer, response: Response | None, fault: Fault | None
) -> None:
    """Write the call into the journal."""
    refusal = {} if isinstance(answer, File) else answer
    errmsg = str(refusal.get("errmsg", ""))
    errcode = int(refusal.get("errcode", 0))
    request, caller = call.request, call.caller
    call.state["calls"] += 1
    call.store.note(
        Entry(
            number=call.state["calls"],
            time=call.now,
            appid=caller["appid"] if caller is not None else "",
            method=request.method,
            path=request.path,
            query=shown_query(request.query),
            client_ip=request.client_ip,
            status=response.status if response is not None else 0,
            errcode=errcode,
            sent_bytes=len(request.body),
            received_bytes=len(response.body) if response is not None else 0,
            fault=fault.trouble.value if fault is not None else "",
            rid=errmsg.rpartition("rid: ")[2] if errcode else "",
            request_body=shown_body(request),
            response_body=written(refusal) if errcode else "",
        )
    )

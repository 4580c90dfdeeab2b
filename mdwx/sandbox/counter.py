"""Where the sandbox's pages hand in their forms, and nobody else's pages do."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.sandbox import orders
from mdwx.sandbox.host import Host

__all__ = ["FORMS", "Counter"]

LONGEST_FORM_BYTES: Final = 1 << 16
Form = Mapping[str, str]


def change_settings(host: Host, form: Form) -> None:
    """How the sandbox behaves."""
    host.change(**orders.settings_values(form))


def order_fault(host: Host, form: Form) -> None:
    """Trouble for the calls to come."""
    host.order(orders.ordered_fault(form))


def cancel_faults(host: Host, form: Form) -> None:
    """No more of it."""
    host.cancel_faults()


def change_account(host: Host, form: Form) -> None:
    """What kind of account one is."""
    appid = orders.known_appid(host, form)
    kind = orders.kind_of(form)
    host.change_account(appid, kind=kind, comments="comments" in form)


def answer_ip(host: Host, form: Form) -> None:
    """What the administrator says about an address."""
    appid = orders.known_appid(host, form)
    accept = form.get("answer") == "yes"
    host.answer_ip(form.get("ip", ""), accept=accept, appid=appid)


def clear_calls(host: Host, form: Form) -> None:
    """An empty journal."""
    host.store.clear_journal()


def start_over(host: Host, form: Form) -> None:
    """Nothing left but the accounts and the settings."""
    if "sure" not in form:
        raise orders.not_valid("sure", "")
    host.store.clear_journal()
    with host.store.transaction() as state:
        state["faults"].clear()
        for account in state["accounts"].values():
            orders.empty(account)


FORMS: Final[Mapping[str, Callable[[Host, Form], None]]] = {
    "/settings": change_settings,
    "/faults": order_fault,
    "/faults/clear": cancel_faults,
    "/account": change_account,
    "/ips": answer_ip,
    "/calls/clear": clear_calls,
    "/reset": start_over,
}


class Counter:
    """Takes forms; ``refused`` shows the page again with what is wrong."""

    def __init__(self, host: Host, *, refused: Callable[[Text], Response]) -> None:
        self.host = host
        self.refused = refused
        self.key = secrets.token_urlsafe(24)
        """Every form carries it; a page of another site cannot know it."""

    async def order(self, request: Request) -> Response:
        """Take one form."""
        form = await read_form(request)
        if form is None or not self.is_ours(form):
            return PlainTextResponse("not from this page", status_code=403)
        return await run_in_threadpool(self.obey, request.url.path, form)

    def is_ours(self, form: Form) -> bool:
        """Whether a form carries our key."""
        known = form.get("key", "").encode()
        return hmac.compare_digest(known, self.key.encode())

    def obey(self, path: str, form: Form) -> Response:
        """Do what a form orders, then show where it came from."""
        try:
            FORMS[path](self.host, form)
        except UsageError as error:
            return self.refused(error.problem)
        is_there = path == "/calls/clear" or form.get("back") == "/calls"
        target = "/calls" if is_there else "/settings?done"
        return RedirectResponse(target, status_code=303)


async def read_form(request: Request) -> Form | None:
    """The fields of a form; None where it is beyond reason."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM_BYTES:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))

"""The stand-in for WeChat's server: a request in, a response out.

It is a transport, so the client cannot tell it from the network. Every call is
one transaction of its store; nothing but the journal remembers a refused one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mdwx.clock import Clock
from mdwx.config import Secret
from mdwx.records import dataclass
from mdwx.sandbox import publications
from mdwx.sandbox.call import Call
from mdwx.sandbox.faults import Fault, Trouble, cut
from mdwx.sandbox.ids import Ids
from mdwx.sandbox.ip_gate import answer_for
from mdwx.sandbox.pagefiles import page_file
from mdwx.sandbox.serving import serve
from mdwx.sandbox.settings import Settings
from mdwx.sandbox.state import KINDS, STANDINGS, AccountState, State, new_account
from mdwx.sandbox.store import Store
from mdwx.wechat.transport import Request, Response

__all__ = ["Host", "Keys"]


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens an account."""

    appid: str
    secret: Secret


class Host:
    """WeChat, as far as an account that publishes meets it."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        with store.transaction() as state:
            if not state["accounts"]:
                add_account(state, name="sandbox", kind="verified", comments=True)

    @classmethod
    def open(cls, folder: Path, *, clock: Clock, seed: str | int | None = None) -> Host:
        """Load the sandbox of a folder, or found one; a seed fixes its ids."""
        return cls(Store(folder, seed=seed), clock=clock)

    @property
    def appid(self) -> str:
        """Of the first account."""
        return self.keys()[0].appid

    @property
    def secret(self) -> Secret:
        """Of the first account."""
        return self.keys()[0].secret

    @property
    def is_blank(self) -> bool:
        """Whether the first account holds nothing yet."""
        with self.store.looking() as state:
            account = state["accounts"][self.appid]
            shelves = (account["drafts"], account["publications"], account["materials"])
            return not any(shelves)

    def keys(self) -> list[Keys]:
        """The keys of all accounts, oldest first."""
        with self.store.looking() as state:
            return [keys_of(each) for each in state["accounts"].values()]

    def add_account(
        self, name: str = "", *, kind: str = "verified", comments: bool = True
    ) -> Keys:
        """Open another account: "verified", "personal" or "test"."""
        with self.store.transaction() as state:
            return keys_of(add_account(state, name=name, kind=kind, comments=comments))

    def change_account(
        self,
        appid: str,
        *,
        kind: str | None = None,
        comments: bool | None = None,
        standing: str | None = None,
    ) -> None:
        """Make an account another kind, give or take its comments, freeze it."""
        with self.store.transaction() as state:
            account = state["accounts"][appid]
            if kind is not None:
                account["kind"] = one_of(KINDS, kind)
            if comments is not None:
                account["comments"] = comments
            if standing is not None:
                account["standing"] = one_of(STANDINGS, standing)

    def catch_up(self) -> None:
        """End the publications whose time has come, though no call asks."""
        now, settings = self.clock.now().timestamp(), self.settings
        with self.store.looking() as state:
            due = any(
                publications.is_due(job, settings=settings, now=now)
                for account in state["accounts"].values()
                for job in account["publications"].values()
            )
        if not due:
            return
        with self.store.transaction() as state:
            for account in state["accounts"].values():
                publications.settle(account, settings=settings, ids=Ids(state), now=now)

    @property
    def settings(self) -> Settings:
        """What holds now."""
        with self.store.looking() as state:
            return Settings.from_json(state["settings"])

    def change(self, **values: Any) -> Settings:
        """Change some settings, for every process."""
        with self.store.transaction() as state:
            settings = replace(Settings.from_json(state["settings"]), **values)
            state["settings"] = json.loads(json.dumps(settings.as_json()))
            return settings

    def order(self, *faults: Fault) -> None:
        """Queue trouble for the calls to come."""
        with self.store.transaction() as state:
            state["faults"] += [fault.as_json() for fault in faults]

    @property
    def faults(self) -> list[Fault]:
        """What was ordered and has not hit yet."""
        with self.store.looking() as state:
            return [Fault.from_json(each) for each in state["faults"]]

    def cancel_faults(self) -> None:
        """Forget what was ordered."""
        with self.store.transaction() as state:
            state["faults"].clear()

    def answer_ip(
        self, address: str, *, accept: bool, appid: str | None = None
    ) -> None:
        """Say what the administrator says about an address (89503)."""
        now = self.clock.now().timestamp()
        with self.store.transaction() as state:
            account = state["accounts"][appid or self.appid]
            answer_for(account, address, accept=accept, now=now)

    def page_file(self, url: str) -> Path | None:
        """The page of a draft or published article, to be opened from disk."""
        return page_file(self.store, url)

    def send(self, request: Request, *, timeout_s: float) -> Response:
        """Answer one request, or fail the way a line fails."""
        with self.store.transaction() as state:
            call = Call(
                request=request,
                state=state,
                store=self.store,
                settings=Settings.from_json(state["settings"]),
                ids=Ids(state),
                now=self.clock.now().timestamp(),
            )
            response, fault = serve(call)
        if fault is not None and fault.trouble is Trouble.SLOW:
            self.clock.sleep(min(fault.seconds, timeout_s))
            if fault.seconds > timeout_s:
                raise cut(fault)
        if response is None:
            raise cut(fault)
        return response


def add_account(state: State, *, name: str, kind: str, comments: bool) -> AccountState:
    """Open an account in a state."""
    account = new_account(
        Ids(state), name=name, kind=one_of(KINDS, kind), comments=comments
    )
    state["accounts"][account["appid"]] = account
    return account


def one_of(known: Iterable[str], name: str) -> str:
    """A name that is known."""
    if name not in known:
        raise ValueError(f"{name!r} is none of {', '.join(known)}")
    return name


def keys_of(account: AccountState) -> Keys:
    """The keys of an account."""
    return Keys(account["appid"], Secret(account["secret"], blotted=False))

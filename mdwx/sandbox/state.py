"""What the sandbox remembers, as it stands in its JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypedDict

from mdwx.sandbox.ids import Drawing, Ids

__all__ = [
    "KINDS",
    "STANDINGS",
    "AccountState",
    "Draft",
    "Issued",
    "Material",
    "Picture",
    "Publication",
    "Standing",
    "State",
    "new_account",
    "new_state",
]

KINDS: Final = ("verified", "personal", "test")
"""Verified may publish; personal may not (48001); a test account's publications
end in status 3."""


class Standing(NamedTuple):
    """What an account is answered that is out of use; 0 where nothing is wrong."""

    access_token: int
    """When it asks for an access_token."""
    calls: int
    """When it calls with one."""


STANDINGS: Final[Mapping[str, Standing]] = {
    "good": Standing(0, 0),
    "secret-frozen": Standing(40243, 0),
    "token-forbidden": Standing(50004, 0),
    "frozen": Standing(50007, 50002),
    "banned": Standing(0, 48004),
}
"""Return-code list; which call meets which is our reading of it."""


class Issued(TypedDict):
    """An access_token that was given out."""

    value: str
    expires: float
    dies: float | None
    """When a newer one kills it; None while it is the newest."""


class Material(TypedDict):
    """A permanent or temporary file of the account."""

    type: str
    name: str
    blob: str
    size: int
    url: str
    created: float
    width: int
    height: int
    format: str
    title: str
    introduction: str
    vid: str


class Picture(TypedDict):
    """A file that has an address on WeChat's picture host."""

    url: str
    blob: str
    format: str


class Draft(TypedDict):
    """An entry of the draft box; its articles are a blob."""

    articles: str
    previews: list[str]
    created: float
    updated: float


class Publication(TypedDict):
    """A publication job, and what came of it."""

    publish_id: str
    draft: str
    articles: str
    submitted: float
    looks: int
    outcome: int
    status: int
    article_id: str
    urls: list[str]
    deleted: list[bool]
    fail_idx: list[int]
    updated: float


class AccountState(TypedDict):
    """One Official Account."""

    appid: str
    secret: str
    name: str
    kind: str
    standing: str
    comments: bool
    """Whether it may open comments (留言)."""
    prefix: str
    biz: str
    issued: dict[str, list[Issued]]
    """By family: "plain" and "stable"."""
    forced: dict[str, Any]
    """Forced refreshes: day, count, when the last one was."""
    materials: dict[str, Material]
    temporary: dict[str, Material]
    pictures: dict[str, Picture]
    """By the part of the address that names them."""
    drafts: dict[str, Draft]
    publications: dict[str, Publication]
    next_publish_id: int
    used: dict[str, dict[str, Any]]
    """Calls by endpoint: of the day, of the minute."""
    cleared: dict[str, Any]
    """Quota resets of the month."""
    ips: dict[str, dict[str, Any]]
    """What the administrator said about addresses."""
    events: list[str]
    """What WeChat would have pushed, newest last."""


class State(Drawing):
    """The whole file."""

    version: int
    accounts: dict[str, AccountState]
    settings: dict[str, Any]
    faults: list[dict[str, Any]]
    calls: int
    """How many calls the journal has numbered."""


def new_state(seed: str) -> State:
    """A sandbox nobody has used."""
    return State(
        version=1,
        seed=seed,
        drawn=0,
        accounts={},
        settings={},
        faults=[],
        calls=0,
    )


def new_account(ids: Ids, *, name: str, kind: str, comments: bool) -> AccountState:
    """An account with nothing in it."""
    return AccountState(
        appid=ids.appid(),
        secret=ids.hexadecimal(32),
        name=name,
        kind=kind,
        standing="good",
        comments=comments,
        prefix=ids.prefix(),
        biz=ids.biz(),
        issued={"plain": [], "stable": []},
        forced={},
        materials={},
        temporary={},
        pictures={},
        drafts={},
        publications={},
        next_publish_id=100000001,
        used={},
        cleared={},
        ips={},
        events=[],
    )

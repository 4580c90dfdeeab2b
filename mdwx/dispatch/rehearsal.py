"""A run whose requests are written down and not sent: ``--dry-run``.

It is the real run, on copies: of the ledger, of ``mdwx.lock``, of the sandbox's
state, over a line that answers as an account would on which nobody changed
anything. So what it tells is what the real run then does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from platformdirs import user_state_path

from mdwx.clock import Clock
from mdwx.config import Account, Config
from mdwx.errors import MdwxError
from mdwx.ledger import Parcel, Piece, Stage
from mdwx.ledger.copying import copy_ledger
from mdwx.made import Made
from mdwx.model import State
from mdwx.publish import Desk, Standing, prepare, standing
from mdwx.publish.fingerprints import found_piece
from mdwx.wechat.client import Client
from mdwx.wechat.rehearsal import APPSECRET, BorrowedTokens, Rehearsal

__all__ = ["as_before", "believe", "rehearsed", "rehearsing_client", "stands"]

IN_THE_BOX: Final = (
    Stage.DRAFTED,
    Stage.UPDATING,
    Stage.SUBMITTING,
    Stage.FAILED,
    Stage.DISCARDING,
)
STOPPED: Final = (State.FAILED, State.NEEDS_YOU, State.SKIPPED)


@contextmanager
def rehearsed(config: Config) -> Iterator[Config]:
    """The site with copies of all that a run would change."""
    with TemporaryDirectory(prefix="mdwx-") as name:
        folder = Path(name)
        copy_ledger(config, folder / "ledger.sqlite")
        if config.lock.is_file():
            shutil.copyfile(config.lock, folder / "mdwx.lock")
        sandbox = config.state / "sandbox" / "state.json"
        if sandbox.is_file():
            (folder / "sandbox").mkdir()
            shutil.copyfile(sandbox, folder / "sandbox" / "state.json")
        yield replace(config, rehearsal=folder, ledger=None)


def rehearsing_client(far: Rehearsal, account: Account, *, clock: Clock) -> Client:
    """A client whose line leads nowhere; it needs no secret."""
    folder = user_state_path("mdwx") / "access_tokens"
    return Client(
        far,
        appid=account.appid,
        secret=APPSECRET,
        access_tokens=BorrowedTokens(folder, key=account.key, clock=clock),
        clock=clock,
    )


def believe(desk: Desk, far: Rehearsal) -> None:
    """Have the line answer as though everything were as the ledger has it."""
    with suppress(MdwxError):
        # Whatever is wrong here is met again by the posts themselves.
        prepare(desk)
    for record in desk.ledger.parcels(desk.key):
        articles = [article_of(piece, record) for piece in record.pieces]
        for name in filter(None, (record.publish_id, record.article_id)):
            far.articles[name] = articles
        if record.media_id and record.stage in IN_THE_BOX:
            far.drafts[record.media_id] = articles
            pieces = zip(record.pieces, articles, strict=True)
            believed = tuple(as_if_found(piece, article) for piece, article in pieces)
            desk.ledger.save(replace(record, pieces=believed))


def article_of(piece: Piece, record: Parcel) -> dict[str, Any]:
    """An article that stands for one of which only fingerprints are known."""
    content = f"<p>{piece.text or piece.slug}</p>"
    return {"title": piece.title, "content": content, "url": record.preview_url}


def as_if_found(piece: Piece, article: Mapping[str, Any]) -> Piece:
    """The piece, so that the article passes for it, as sure as before."""
    found = found_piece(article)
    if piece.readback:
        return replace(piece, readback=found.readback)
    return replace(piece, text=found.text)


def stands(desk: Desk, made: Mapping[str, Made]) -> dict[str, Standing]:
    """Where the posts stand before anything is rehearsed."""
    return {slug: standing(desk, slug) for slug in made}


def as_before(made: Mapping[str, Made], stands: Mapping[str, Standing]) -> None:
    """Tell of each post where it stands, not where it would."""
    for slug, before in stands.items():
        outcome = made[slug].outcome
        outcome.draft, outcome.publication = before.draft, before.publication
        if outcome.state not in STOPPED:
            outcome.state = before.state

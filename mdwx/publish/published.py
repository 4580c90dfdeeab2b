"""What went out without our hearing of it: the published list tells."""

from __future__ import annotations

from dataclasses import replace

from mdwx.errors import RemoteError
from mdwx.ledger.records import Parcel, Stage
from mdwx.model import Status
from mdwx.publish.box import since_attempt
from mdwx.publish.desk import Desk
from mdwx.publish.fingerprints import found_piece, same_articles
from mdwx.wechat.errcodes import API_UNAUTHORIZED
from mdwx.wechat.readback import read_back
from mdwx.wechat.replies import Stored

__all__ = ["left_the_box", "look_for_publication"]


def left_the_box(desk: Desk, record: Parcel) -> Parcel:
    """A draft is gone: it was published, if the list shows it, or nobody knows.

    After a publication that failed, WeChat may or may not have kept the draft.
    """
    found = look_for_publication(desk, record) if desk.may_publish else None
    if found is not None:
        return found
    stage = record.stage if record.stage is Stage.FAILED else Stage.GONE
    return desk.ledger.save(replace(record, stage=stage))


def look_for_publication(desk: Desk, record: Parcel) -> Parcel | None:
    """Look through the published list for the articles of a parcel.

    It is written down if it is there. An account that has lost the list (48001)
    cannot tell.
    """
    held = desk.ledger.parcels(desk.key)
    known = {parcel.article_id for parcel in held if parcel.name}
    try:
        for stored in since_attempt(desk.client.list_published, record):
            found = [found_piece(item) for item in stored.articles]
            if stored.id not in known and same_articles(record.pieces, found):
                return published_as(desk, record, stored)
    except RemoteError as error:
        if error.errcode != API_UNAUTHORIZED:
            raise
    return None


def published_as(desk: Desk, record: Parcel, stored: Stored) -> Parcel:
    """Write the parcel down as out, under the addresses of the list."""
    for parcel in desk.ledger.parcels(desk.key):
        if parcel.article_id == stored.id:
            # Met before, when nobody knew whose it was.
            desk.ledger.drop(parcel)
    out = replace(
        record,
        stage=Stage.PUBLISHED,
        status=Status.SUCCESS,
        article_id=stored.id,
        urls=tuple(read_back(item).url for item in stored.articles),
    )
    return desk.ledger.save(out)

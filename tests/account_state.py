"""What an account holds, told without anything that differs from run to run.

Two accounts that tell the same hold the same drafts, articles and materials, to
the byte of each article, whatever ids WeChat gave them and in whatever way they
came to be.
"""

from __future__ import annotations

import json

from mdwx.ledger import Stage
from mdwx.ledger.records import Kind
from mdwx.publish.fingerprints import found_piece
from mdwx.sandbox.articles import STYLE_TYPE


def account_state(host):
    """The drafts, publications and materials of the host's first account."""
    with host.store.looking() as state:
        account = state["accounts"][host.appid]
        names = names_of(account)
        return {
            "drafts": sorted(
                told(host.store.articles(draft["articles"]), names)
                for draft in account["drafts"].values()
            ),
            "publications": sorted(
                (
                    told(host.store.articles(job["articles"]), names),
                    job["status"],
                    job["deleted"],
                )
                for job in account["publications"].values()
            ),
            "materials": sorted(row["name"] for row in account["materials"].values()),
        }


def names_of(account):
    """What stands for each id and address: the file's name, the picture's bytes."""
    materials = {key: row["name"] for key, row in account["materials"].items()}
    return {key: row["blob"] for key, row in account["pictures"].items()} | materials


def told(articles, names):
    """Articles as one text, every id and address replaced."""
    for article in articles:
        # WeChat appends it when a draft is updated, even with the same words.
        article["content"] = article["content"].replace(STYLE_TYPE, "")
    text = json.dumps(articles, ensure_ascii=False, sort_keys=True)
    for known, name in names.items():
        text = text.replace(known, name)
    return text


def contradictions(ledger, host, key):
    """Where the ledger says what the account does not hold, one line each."""
    with host.store.looking() as state:
        account = state["accounts"][host.appid]
    found = []
    seen = set()
    for record in ledger.parcels(key):
        here = f"{record.name or 'unnamed'} ({record.stage})"
        ids = {record.media_id, record.publish_id, record.article_id} - {""}
        if record.name and ids & seen:
            found.append(f"{here}: told twice")
        seen |= ids if record.name else set()
        found += [f"{here}: {what}" for what in disagreements(record, account, host)]
    held = {row["name"]: media_id for media_id, row in account["materials"].items()}
    for name, upload in ledger.pictures(key, Kind.MATERIAL).all().items():
        if held.get(name) != upload.media_id:
            found.append(f"material {name}: not there")
    return found


def disagreements(record, account, host):
    """What one parcel claims and the account denies."""
    if record.stage in (Stage.DRAFTED, Stage.UPDATING):
        draft = account["drafts"].get(record.media_id)
        if draft is None:
            yield "no such draft"
            return
        items = host.store.articles(draft["articles"])
        stored = [found_piece(item).readback for item in items]
        if record.stage is Stage.DRAFTED and stored != [
            piece.readback for piece in record.pieces
        ]:
            yield "the draft was read differently"
    elif record.stage in (Stage.ADDING, Stage.SUBMITTING, Stage.DISCARDING):
        yield "left open"
    elif record.stage is Stage.SUBMITTED:
        if record.publish_id not in account["publications"]:
            yield "no such publication"
    elif record.stage is Stage.PUBLISHED and record.article_id:
        jobs = account["publications"].values()
        if record.article_id not in {job["article_id"] for job in jobs}:
            yield "no such article"

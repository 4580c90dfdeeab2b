"""Draft added once, updated afterwards, published once, followed to its end.

    with Desk(connect, ledger, account, clock=clock, lock=lock) as desk:
        prepare(desk)                        # once: mdwx.lock, or the account itself
        for parcel in parcels(entries):      # one post, or the posts of a bundle
            plan(desk, parcel, again=…, publishing=…)   # Plan; no request
            push(desk, parcel, again=…, overwrite=…, publishing=…)   # Delivery
            release(desk, parcel, again=…, wait_s=600, wait=True)    # Delivery

``connect: () -> Client`` is called at the first request and never before, so an
unchanged run needs neither secret nor network. ``desk.notify(Text)`` gets a
line of progress, ``desk.counted`` hears of pictures that arrived; once
``desk.is_stopped()``, nothing more is begun. Leaving the ``with`` writes
``mdwx.lock`` if it changed.

``push`` adds or updates the draft and uploads what the account lacks; with
``publishing`` it also skips a post before its ``publish_at``. ``release``
submits that draft and follows it; only a delivery whose state is ``DRAFTED``,
``UNCHANGED`` or ``SUBMITTED`` is worth releasing (``delivery.releasable``).
``upload`` alone serves ``mdwx build``; ``addresses`` and ``payload`` then give
what ``dist/`` shows. ``standing`` tells what is known of a post without a
request, also after an error; ``refresh`` asks the account first.

Each step against WeChat is written to the ledger before it is tried and after
it is known: any run may stop anywhere and the next one goes on.
"""

from __future__ import annotations

from mdwx.publish.desk import Desk
from mdwx.publish.drafts import push
from mdwx.publish.pace import forget_quota
from mdwx.publish.parcels import Delivery, Entry, Plan, parcels
from mdwx.publish.plans import plan
from mdwx.publish.releases import release
from mdwx.publish.removal import (
    delete_article,
    delete_draft,
    delete_materials,
    unused_materials,
)
from mdwx.publish.seeding import prepare
from mdwx.publish.standings import Standing, mark, recognise, refresh, standing
from mdwx.publish.strangers import Strangers, count_strangers
from mdwx.publish.uploads import addresses, payload, upload

__all__ = [
    "Delivery",
    "Desk",
    "Entry",
    "Plan",
    "Standing",
    "Strangers",
    "addresses",
    "count_strangers",
    "delete_article",
    "delete_draft",
    "delete_materials",
    "forget_quota",
    "mark",
    "parcels",
    "payload",
    "plan",
    "prepare",
    "push",
    "recognise",
    "refresh",
    "release",
    "standing",
    "unused_materials",
    "upload",
]

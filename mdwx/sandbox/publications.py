"""Publishing (发布): a job that ends some time after it was accepted.

The draft stays in the box until its publication succeeds, so a second submit
in between publishes it twice, as on the live server. Official: the five
freepublish pages, 2025.
"""

from __future__ import annotations

from typing import Any, Final

from mdwx.sandbox.bodies import flag_of, integer_of, required_text
from mdwx.sandbox.call import Call, page_of
from mdwx.sandbox.drafts import own_draft, shown
from mdwx.sandbox.events import publish_job_finish
from mdwx.sandbox.ids import Ids
from mdwx.sandbox.replies import OK, Answer, Refusal
from mdwx.sandbox.settings import Settings
from mdwx.sandbox.state import AccountState, Publication

__all__ = [
    "DELETED",
    "SUCCESS",
    "article_items",
    "delete_article",
    "get_article",
    "get_publication",
    "is_due",
    "list_published",
    "settle",
    "submit",
]

SUCCESS: Final = 0
PUBLISHING: Final = 1
ORIGINALITY: Final = 2
FAILED: Final = 3
REVIEW: Final = 4
DELETED: Final = 5
BANNED: Final = 6
WENT_OUT: Final = frozenset({SUCCESS, DELETED, BANNED})
KEPT_EVENTS: Final = 200


def submit(call: Call) -> Answer:
    """``freepublish/submit``: accepted, no more than that."""
    media_id, draft = own_draft(call, call.json())
    account = call.account
    number = account["next_publish_id"]
    account["next_publish_id"] += 1
    count = len(call.store.articles(draft["articles"]))
    publish_id = str(number)
    account["publications"][publish_id] = Publication(
        publish_id=publish_id,
        draft=media_id,
        articles=draft["articles"],
        submitted=call.now,
        looks=0,
        outcome=outcome_of(call),
        status=PUBLISHING,
        article_id="",
        urls=[],
        deleted=[False] * count,
        fail_idx=[],
        updated=call.now,
    )
    return {**OK, "publish_id": written_id(call, publish_id)}


def outcome_of(call: Call) -> int:
    """How the next publication ends: as scripted, else as the account may."""
    scripted: list[int] = call.state["settings"].get("outcomes") or []
    if scripted:
        call.state["settings"]["outcomes"] = scripted[1:]
        return scripted[0]
    return FAILED if call.account["kind"] == "test" else SUCCESS


def written_id(call: Call, publish_id: str) -> str | int:
    """A string, as documented, or the bare number once seen."""
    return int(publish_id) if call.settings.numeric_publish_id else publish_id


def is_due(job: Publication, *, settings: Settings, now: float) -> bool:
    """Whether a publication under way has come to its end."""
    late = now - job["submitted"] >= settings.publish_seconds
    looked_at = job["looks"] > settings.publish_looks
    ends = job["status"] == PUBLISHING and job["outcome"] != PUBLISHING
    return ends and (late or looked_at)


def settle(account: AccountState, *, settings: Settings, ids: Ids, now: float) -> None:
    """End the publications of an account whose time has come."""
    for job in account["publications"].values():
        if is_due(job, settings=settings, now=now):
            finish(account, job, ids=ids, now=now)


def finish(account: AccountState, job: Publication, *, ids: Ids, now: float) -> None:
    """Publish, or fail as scripted; either way the event is pushed."""
    job["status"] = job["outcome"]
    job["updated"] = now
    if job["status"] in WENT_OUT:
        job["article_id"] = ids.article()
        job["urls"] = [
            f"http://mp.weixin.qq.com/s/{ids.article()}" for _ in job["deleted"]
        ]
        job["deleted"] = [job["status"] != SUCCESS] * len(job["urls"])
        account["drafts"].pop(job["draft"], None)
    elif job["status"] in {ORIGINALITY, REVIEW} or account["kind"] == "test":
        # A test account's failure names the article too. Seen 2021-11.
        job["fail_idx"] = [1]
    account["events"].append(publish_job_finish(account, job, now=int(now)))
    del account["events"][:-KEPT_EVENTS]


def look(call: Call) -> None:
    """Count a look at every job that is under way."""
    for job in call.account["publications"].values():
        if job["status"] == PUBLISHING:
            job["looks"] += 1
    settle(call.account, settings=call.settings, ids=call.ids, now=call.now)


def get_publication(call: Call) -> Answer:
    """``freepublish/get``: the job, and its addresses once it succeeded."""
    asked = call.json().get("publish_id")
    is_number = isinstance(asked, int) and not isinstance(asked, bool)
    publish_id = str(asked) if is_number or isinstance(asked, str) else ""
    job = call.account["publications"].get(publish_id)
    if job is None:
        raise Refusal(40002, "invalid argument")
    look(call)
    reply: dict[str, Any] = {
        "publish_id": written_id(call, publish_id),
        "publish_status": job["status"],
    }
    if job["status"] == SUCCESS:
        items = [
            {"idx": number, "article_url": url}
            for number, url in enumerate(job["urls"], start=1)
        ]
        reply["article_id"] = job["article_id"]
        reply["article_detail"] = {"count": len(items), "item": items}
    return {**reply, "fail_idx": job["fail_idx"]}


def list_published(call: Call) -> Answer:
    """``freepublish/batchget``: what went out this way, newest first."""
    look(call)
    body = call.json()
    page = page_of(
        integer_of(body, "offset", default=0), integer_of(body, "count", default=20)
    )
    bare = bool(flag_of(body, "no_content"))
    jobs = [job for job in call.account["publications"].values() if job["article_id"]]
    items = [
        {
            "article_id": job["article_id"],
            "content": {
                "news_item": [
                    shown(each, bare=bare) for each in article_items(call, job)
                ],
                "create_time": int(job["submitted"]),
                "update_time": int(job["updated"]),
            },
            "update_time": int(job["updated"]),
        }
        for job in jobs[::-1][page]
    ]
    return {"total_count": len(jobs), "item_count": len(items), "item": items}


def article_items(call: Call, job: Publication) -> list[dict[str, Any]]:
    """The articles of a publication, with their permanent addresses."""
    articles = call.store.articles(job["articles"])
    return [
        {**article, "url": url, "is_deleted": deleted}
        for article, url, deleted in zip(
            articles, job["urls"], job["deleted"], strict=True
        )
    ]


def own_article(call: Call, body: dict[str, Any]) -> Publication:
    """The publication an article_id names."""
    article_id = required_text(body, "article_id", errcode=53600)
    for job in call.account["publications"].values():
        if job["article_id"] == article_id:
            return job
    raise Refusal(53600)


def get_article(call: Call) -> Answer:
    """``freepublish/getarticle``: its articles, deleted ones marked."""
    look(call)
    return {"news_item": article_items(call, own_article(call, call.json()))}


def delete_article(call: Call) -> Answer:
    """``freepublish/delete``: one, counted from 1, or all (0).

    When all are gone, the publication's status is 5.
    """
    body = call.json()
    job = own_article(call, body)
    index = integer_of(body, "index", default=0)
    if not 0 <= index <= len(job["deleted"]):
        raise Refusal(40060)
    for number in range(1, len(job["deleted"]) + 1):
        if index in (0, number):
            job["deleted"][number - 1] = True
    if job["status"] == SUCCESS and all(job["deleted"]):
        job["status"] = DELETED
    job["updated"] = call.now
    return OK

"""The draft box (草稿箱). Official: the seven draftmanage pages, 2025-12-19."""

from __future__ import annotations

from typing import Any

from mdwx.sandbox.articles import accept, articles_of
from mdwx.sandbox.bodies import flag_of, integer_of, required_text
from mdwx.sandbox.call import Call, page_of
from mdwx.sandbox.replies import OK, Answer, Refusal
from mdwx.sandbox.state import Draft

__all__ = [
    "add_draft",
    "count_drafts",
    "delete_draft",
    "draft_items",
    "get_draft",
    "list_drafts",
    "own_draft",
    "switch",
    "update_draft",
]


def add_draft(call: Call) -> Answer:
    """``draft/add``: each accepted call makes a new draft."""
    articles = articles_of(call, call.json().get("articles"))
    media_id = call.ids.media_id(call.account["prefix"])
    call.account["drafts"][media_id] = Draft(
        articles=call.store.keep_articles(articles),
        previews=previews(call, len(articles)),
        created=call.now,
        updated=call.now,
    )
    return {"media_id": media_id}


def previews(call: Call, count: int) -> list[str]:
    """A temporary address for each article."""
    biz = call.account["biz"]
    return [call.ids.preview(biz, idx=number + 1) for number in range(count)]


def own_draft(call: Call, body: dict[str, Any]) -> tuple[str, Draft]:
    """The draft a call names: deleted, published and foreign ones are none."""
    media_id = required_text(body, "media_id", errcode=41006)
    draft = call.account["drafts"].get(media_id)
    if draft is None:
        raise Refusal(40007)
    return media_id, draft


def update_draft(call: Call) -> Answer:
    """``draft/update``: one whole article, an object; the index counts from 0."""
    body = call.json()
    sent = body.get("articles")
    if sent is None:
        raise Refusal(44003)
    if not isinstance(sent, dict):
        raise Refusal(47001)
    _, draft = own_draft(call, body)
    articles = call.store.articles(draft["articles"])
    index = integer_of(body, "index", default=0)
    if not 0 <= index < len(articles):
        raise Refusal(40114)
    articles[index] = accept(call, sent, alone=len(articles) == 1, updated=True)
    draft["articles"] = call.store.keep_articles(articles)
    draft["previews"] = previews(call, len(articles))
    draft["updated"] = call.now
    return OK


def get_draft(call: Call) -> Answer:
    """``draft/get``: what is stored, which is not what was sent."""
    _, draft = own_draft(call, call.json())
    return {"news_item": draft_items(call, draft)}


def draft_items(call: Call, draft: Draft) -> list[dict[str, Any]]:
    """The articles of a draft with their temporary addresses."""
    articles = call.store.articles(draft["articles"])
    return [
        {**article, "url": url}
        for article, url in zip(articles, draft["previews"], strict=True)
    ]


def list_drafts(call: Call) -> Answer:
    """``draft/batchget``: newest first; ``no_content`` leaves the content out."""
    body = call.json()
    page = page_of(
        integer_of(body, "offset", default=0), integer_of(body, "count", default=20)
    )
    bare = bool(flag_of(body, "no_content"))
    drafts = sorted(
        reversed(call.account["drafts"].items()),
        key=lambda pair: pair[1]["updated"],
        reverse=True,
    )
    items = [
        {
            "media_id": media_id,
            "content": {
                "news_item": [
                    shown(each, bare=bare) for each in draft_items(call, draft)
                ],
                "create_time": int(draft["created"]),
                "update_time": int(draft["updated"]),
            },
            "update_time": int(draft["updated"]),
        }
        for media_id, draft in drafts[page]
    ]
    return {"total_count": len(drafts), "item_count": len(items), "item": items}


def shown(article: dict[str, Any], *, bare: bool) -> dict[str, Any]:
    """An article in a list."""
    return {
        name: value
        for name, value in article.items()
        if not (bare and name == "content")
    }


def count_drafts(call: Call) -> Answer:
    """``draft/count``."""
    return {"total_count": len(call.account["drafts"])}


def delete_draft(call: Call) -> Answer:
    """``draft/delete``: for good."""
    media_id, _ = own_draft(call, call.json())
    del call.account["drafts"][media_id]
    return OK


def switch(call: Call) -> Answer:
    """``draft/switch``: the draft box has been open to all since 2021."""
    return {**OK, "is_open": 1}

"""``mdwx status --refresh``: what mdwx knows against what the account says."""

from __future__ import annotations

import pytest
from support import run_mdwx, write_site

from mdwx.config import Secret
from mdwx.wechat.access_tokens import AccessTokenStore
from mdwx.wechat.client import Client
from tests.served import wechat_at
from tests.test_cli_build import png

POST = "---\ntitle: {title}\ncover: card\n---\n\n{title}，正文。\n"


@pytest.fixture
def wechat(tmp_path):
    with wechat_at(tmp_path / "wechat") as host:
        yield host


@pytest.fixture
def site(tmp_path):
    files = {f"content/{slug}.md": POST.format(title=slug) for slug in "abc"}
    return write_site(tmp_path / "site", files)


@pytest.fixture
def person(wechat, tmp_path):
    """Somebody who works on the account without mdwx."""
    return Client(
        wechat.host,
        appid=wechat.appid,
        secret=Secret(wechat.secret.reveal()),
        access_tokens=AccessTokenStore(
            tmp_path / "person", key=wechat.appid, clock=wechat.clock
        ),
        clock=wechat.clock,
    )


def mdwx(site, wechat, *words):
    return run_mdwx(*words, cwd=site, env=wechat.env)


def refreshed(site, wechat):
    run = mdwx(site, wechat, "status", "--refresh", "--json")
    return {row["slug"]: row for row in run.json["posts"]}, run.json


def drafts(wechat):
    """The media_id of each draft, by its title."""
    rows = wechat.shelves.drafts()
    return {row.articles[0]["title"]: row.media_id for row in rows}


def test_drafts_are_there_edited_or_gone(site, wechat, person):
    """Each in its words."""
    mdwx(site, wechat, "draft")
    held = drafts(wechat)
    cover = person.get_draft(held["b"])[0]["thumb_media_id"]
    article = {"title": "b", "content": "<p>改</p>", "thumb_media_id": cover}
    person.update_draft(held["b"], index=0, article=article)
    person.delete_draft(held["c"])
    run = mdwx(site, wechat, "status", "--refresh")
    a, b, c = run.stdout.splitlines()[:3]
    assert a.startswith("content/a.md: drafted http")
    assert b.startswith("content/b.md: drafted, draft edited by hand")
    assert c.startswith("content/c.md: needs you, draft gone, most likely")
    _, told = refreshed(site, wechat)
    assert told["standing"]["b"]["edited_by_hand"]
    assert told["standing"]["c"]["draft_gone"]


def test_publications_are_alive_deleted_or_banned(site, wechat, person):
    """As the account tells of them today."""
    mdwx(site, wechat, "publish", "--yes")
    rows, _ = refreshed(site, wechat)
    person.delete_article(rows["b"]["publication"]["article_id"], index=0)
    rows, _ = refreshed(site, wechat)
    told = {slug: row["publication"]["status"] for slug, row in rows.items()}
    assert told == {"a": "success", "b": "deleted", "c": "success"}
    run = mdwx(site, wechat, "status")
    assert "content/b.md: published, then deleted" in run.stdout


def test_a_publication_under_way_is_looked_at(site, wechat):
    """It may have ended since."""
    mdwx(site, wechat, "publish", "content/a.md", "--yes", "--no-wait")
    rows, _ = refreshed(site, wechat)
    assert rows["a"]["state"] == "published"
    assert rows["a"]["publication"]["urls"]


def test_what_others_put_there_is_counted_and_left_alone(site, wechat, person):
    """Drafts, articles, pictures of the library."""
    mdwx(site, wechat, "draft", "content/a.md")
    _, told = refreshed(site, wechat)
    assert told["others"] == {"env": {"drafts": 0, "articles": 0, "pictures": 0}}
    cover = person.add_material(png(), name="theirs.png").media_id
    article = {"title": "他们的", "content": "<p>字</p>", "thumb_media_id": cover}
    for _ in range(2):
        media_id = person.add_draft([article])
    person.submit(media_id)
    run = mdwx(site, wechat, "status", "--refresh")
    assert run.stdout.splitlines()[-1] == (
        "env was asked; not of this site: 1 drafts, 1 published articles,"
        " 1 pictures of the library, left alone"
    )


def test_on_a_personal_account_published_articles_are_not_listed(site, wechat):
    """It has lost that list; the rest is told."""
    wechat.change_account(wechat.appid, kind="personal")
    mdwx(site, wechat, "draft", "content/a.md")
    _, told = refreshed(site, wechat)
    assert told["others"]["env"]["articles"] is None
    assert told["error"] is None


def test_an_account_that_cannot_be_asked_is_asked_once(site, wechat):
    """What is known is told all the same."""
    mdwx(site, wechat, "draft")
    env = {**wechat.env, "MDWX_API_BASE": wechat.env["MDWX_API_BASE"]}
    wechat.change_account(wechat.appid, standing="frozen")
    asked = len(wechat.requests)
    run = run_mdwx("status", "--refresh", "--json", cwd=site, env=env)
    assert run.exit_code == 5
    assert [row["state"] for row in run.json["posts"]] == ["drafted"] * 3
    assert len(wechat.requests) == asked + 1


def test_without_refresh_nothing_is_asked(site, wechat):
    """From what mdwx knows alone."""
    mdwx(site, wechat, "draft")
    run = mdwx(site, wechat, "status", "--json")
    assert (run.exit_code, run.json["requests"]) == (0, 0)
    assert "others" not in run.json

"""Publishing on the sandbox: jobs that end later, in the seven ways."""

from __future__ import annotations

import re

import pytest
from sandbox_bench import Bench

FIVE = ("submit", "get", "batchget", "getarticle", "delete")


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def listed(bench):
    return bench.call("freepublish/batchget", {"offset": 0, "count": 20})


def test_submit_means_accepted_and_no_more(bench):
    """The first look says publishing, the next success."""
    media_id = bench.draft()
    answer = bench.call("freepublish/submit", {"media_id": media_id})
    assert answer == {"errcode": 0, "errmsg": "ok", "publish_id": "100000001"}
    assert bench.look("100000001") == {
        "publish_id": "100000001",
        "publish_status": 1,
        "fail_idx": [],
    }
    done = bench.look("100000001")
    assert done["publish_status"] == 0
    assert list(done) == [
        "publish_id",
        "publish_status",
        "article_id",
        "article_detail",
        "fail_idx",
    ]


def test_a_published_article_has_an_address(bench):
    """22 characters behind /s/, one for each article, counted from 1."""
    article = bench.article()
    done = bench.publish(bench.draft(article, article))
    detail = done["article_detail"]
    assert detail["count"] == 2
    assert [item["idx"] for item in detail["item"]] == [1, 2]
    for item in detail["item"]:
        assert re.fullmatch(
            r"http://mp\.weixin\.qq\.com/s/[\w-]{22}", item["article_url"]
        )


def test_a_published_draft_leaves_the_box(bench):
    """It is 40007 afterwards, and not before."""
    media_id = bench.draft()
    bench.submit(media_id)
    assert bench.call("draft/count") == {"total_count": 1}
    bench.clock.sleep(60)
    assert bench.call("draft/count") == {"total_count": 0}
    for path in ("draft/get", "freepublish/submit"):
        assert bench.call(path, {"media_id": media_id})["errcode"] == 40007


def test_a_second_submit_in_between_publishes_twice(bench):
    """The server does not guard against it."""
    media_id = bench.draft()
    bench.submit(media_id)
    bench.submit(media_id)
    bench.clock.sleep(60)
    assert listed(bench)["total_count"] == 2


def test_looks_and_seconds_are_settings(bench):
    """Whichever comes first ends the job."""
    bench.host.change(publish_looks=3, publish_seconds=100.0)
    publish_id = bench.submit()
    statuses = [bench.look(publish_id)["publish_status"] for _ in range(5)]
    assert statuses == [1, 1, 1, 0, 0]
    publish_id = bench.submit()
    bench.clock.sleep(99)
    assert bench.look(publish_id)["publish_status"] == 1
    bench.clock.sleep(1)
    assert bench.look(publish_id)["publish_status"] == 0


@pytest.mark.parametrize(("outcome", "fail_idx"), [(2, [1]), (3, []), (4, [1])])
def test_a_job_may_fail(bench, outcome, fail_idx):
    """2 and 4 name the article; the draft stays in the box."""
    bench.host.change(outcomes=(outcome,))
    media_id = bench.draft()
    done = bench.publish(media_id)
    assert (done["publish_status"], done["fail_idx"]) == (outcome, fail_idx)
    assert "article_id" not in done
    assert bench.stored(media_id)
    assert bench.publish(media_id)["publish_status"] == 0


def test_a_job_may_never_end(bench):
    """A scripted 1 stays; the draft stays too, and no event comes."""
    bench.host.change(outcomes=(1,))
    media_id = bench.draft()
    assert bench.publish(media_id)["publish_status"] == 1
    assert bench.stored(media_id)
    with bench.host.store.looking() as state:
        assert state["accounts"][bench.keys.appid]["events"] == []


@pytest.mark.parametrize("outcome", [5, 6])
def test_an_article_may_be_taken_down(bench, outcome):
    """It went out, and all of it is gone."""
    bench.host.change(outcomes=(outcome,))
    assert bench.publish()["publish_status"] == outcome
    item = listed(bench)["item"][0]["content"]["news_item"][0]
    assert item["is_deleted"] is True


def test_a_test_account_always_fails(bench):
    """Status 3, and the article is named all the same."""
    keys = bench.host.add_account(kind="test")
    other = Bench(None, host=bench.host, clock=bench.clock, keys=keys)
    done = other.publish()
    assert (done["publish_status"], done["fail_idx"]) == (3, [1])


@pytest.mark.parametrize("name", FIVE)
def test_a_personal_account_may_not_publish(bench, name):
    """48001 on all five; the draft box is open to it."""
    keys = bench.host.add_account(kind="personal")
    other = Bench(None, host=bench.host, clock=bench.clock, keys=keys)
    answer = other.call(f"freepublish/{name}", {"media_id": other.draft()})
    assert answer["errcode"] == 48001
    assert re.match(r"api unauthorized rid: ", answer["errmsg"])


def test_publish_id_may_be_a_bare_number(bench):
    """Both forms are read."""
    bench.host.change(numeric_publish_id=True)
    publish_id = bench.submit()
    assert publish_id == 100000001
    assert bench.look(publish_id)["publish_id"] == 100000001
    assert bench.look("100000001")["publish_status"] == 0


@pytest.mark.parametrize("sent", [{}, {"publish_id": "7"}, {"publish_id": True}])
def test_an_unknown_job_is_an_invalid_argument(bench, sent):
    """40002 in the words of this page."""
    answer = bench.call("freepublish/get", sent)
    assert answer["errcode"] == 40002
    assert answer["errmsg"].startswith("invalid argument")


def test_the_list_holds_what_went_out(bench):
    """Newest first; pending and failed jobs are not in it."""
    bench.host.change(outcomes=(3,))
    bench.publish()
    first = bench.publish(bench.draft(bench.article(title="一")))
    second = bench.publish(bench.draft(bench.article(title="二")))
    answer = listed(bench)
    ids = [item["article_id"] for item in answer["item"]]
    assert ids == [second["article_id"], first["article_id"]]
    item = answer["item"][0]["content"]["news_item"][0]
    assert item["url"] == second["article_detail"]["item"][0]["article_url"]
    assert item["is_deleted"] is False
    assert item["thumb_url"]


def test_an_article_is_read_by_its_id(bench):
    """getarticle; an unknown id is 53600."""
    done = bench.publish()
    sent = {"article_id": done["article_id"]}
    assert bench.call("freepublish/getarticle", sent)["news_item"][0]["title"] == "标题"
    for wrong in ({}, {"article_id": "x"}):
        assert bench.call("freepublish/getarticle", wrong)["errcode"] == 53600


def test_delete_counts_from_one(bench):
    """One article of two leaves the publication up; the second ends it."""
    article = bench.article()
    publish_id = bench.submit(bench.draft(article, article))
    bench.clock.sleep(60)
    article_id = bench.look(publish_id)["article_id"]
    sent = {"article_id": article_id, "index": 1}
    assert bench.call("freepublish/delete", sent) == {"errcode": 0, "errmsg": "ok"}
    items = bench.call("freepublish/getarticle", sent)["news_item"]
    assert [item["is_deleted"] for item in items] == [True, False]
    assert bench.look(publish_id)["publish_status"] == 0
    bench.call("freepublish/delete", {**sent, "index": 2})
    assert bench.look(publish_id)["publish_status"] == 5


@pytest.mark.parametrize("sent", [{}, {"index": 0}])
def test_delete_without_an_index_deletes_all(bench, sent):
    """Omitted and 0 mean every article."""
    article = bench.article()
    publish_id = bench.submit(bench.draft(article, article))
    bench.clock.sleep(60)
    article_id = bench.look(publish_id)["article_id"]
    bench.call("freepublish/delete", {"article_id": article_id, **sent})
    assert bench.look(publish_id)["publish_status"] == 5


@pytest.mark.parametrize("index", [-1, 2])
def test_delete_knows_its_articles(bench, index):
    """40060 for a number that is none of them."""
    sent = {"article_id": bench.publish()["article_id"], "index": index}
    assert bench.call("freepublish/delete", sent)["errcode"] == 40060


def test_the_end_of_a_job_is_an_event(bench):
    """PUBLISHJOBFINISH, kept and sent nowhere."""
    done = bench.publish()
    with bench.host.store.looking() as state:
        (event,) = state["accounts"][bench.keys.appid]["events"]
    assert "<![CDATA[PUBLISHJOBFINISH]]>" in event
    assert f"<article_id><![CDATA[{done['article_id']}]]></article_id>" in event


def test_a_published_article_opens_from_disk(bench):
    """One file with its pictures inside; another address has none."""
    url = bench.uploadimg()["url"]
    done = bench.publish(
        bench.draft(bench.article(content=f'<p>字</p><img src="{url}">'))
    )
    address = done["article_detail"]["item"][0]["article_url"]
    page = bench.host.page_file(address.replace("http:", "https:")).read_text("utf-8")
    assert "data:image/png;base64," in page
    assert "mmbiz.qpic.cn" not in page
    assert bench.host.page_file("http://mp.weixin.qq.com/s/unknown") is None


def test_a_draft_opens_from_disk(bench):
    """By its temporary address."""
    stored = bench.stored(bench.draft())
    assert "正文" in bench.host.page_file(stored["url"]).read_text("utf-8")

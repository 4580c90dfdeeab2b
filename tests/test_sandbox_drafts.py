"""The draft box of the sandbox: limits, refusals by cause, and what is read back."""

from __future__ import annotations

import re

import pytest
from sandbox_bench import Bench, picture

CHINESE, ESCAPED = "字", "\\u5b57"


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


LIMITS = [
    ("observed", "title", CHINESE, 64, 45003),
    ("observed", "title", "a", 128, 45003),
    ("observed", "title", ESCAPED, 21, 45003),
    ("documented", "title", CHINESE, 32, 45003),
    ("documented", "title", "a", 32, 45003),
    ("observed", "author", CHINESE, 8, 45110),
    ("observed", "author", "a", 16, 45110),
    ("observed", "author", ESCAPED, 2, 45110),
    ("documented", "author", CHINESE, 16, 45110),
    ("observed", "digest", CHINESE, 120, 45004),
    ("observed", "digest", "a", 240, 45004),
    ("observed", "digest", ESCAPED, 40, 45004),
    ("documented", "digest", CHINESE, 128, 45004),
    ("observed", "content", CHINESE, 230000, 45002),
    ("observed", "content", "a", 690000, 45002),
    ("documented", "content", CHINESE, 19999, 45002),
    ("documented", "content", "a", 19999, 45002),
]


@pytest.mark.parametrize(("setting", "field", "unit", "limit", "errcode"), LIMITS)
def test_a_field_holds_its_limit_and_no_more(
    bench, setting, field, unit, limit, errcode
):
    """In both settings; an escape counts as the six characters it is."""
    bench.host.change(limits=setting)
    article = bench.article(digest="摘要")
    assert "media_id" in send_raw(bench, {**article, field: unit * limit})
    answer = send_raw(bench, {**article, field: unit * (limit + 1)})
    assert answer["errcode"] == errcode


def send_raw(bench, article):
    """draft/add with strings put into the JSON as they stand."""
    fields = ",".join(f'"{name}":"{value}"' for name, value in article.items())
    return bench.call("draft/add", body=f'{{"articles":[{{{fields}}}]}}'.encode())


def test_an_escape_is_stored_as_it_was_sent(bench):
    """The six characters come back, and are counted in the digest too."""
    body = bench.article(title="题\\u5b57", content='<p>\\u4f60\\n\\\\u \\"\\/</p>')
    media_id = send_raw(bench, body)["media_id"]
    stored = bench.stored(media_id)
    assert stored["title"] == "题\\u5b57"
    assert stored["content"] == '<p><span leaf="">\\u4f60\n\\u "/</span></p>'


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"title": None}, 40227),
        ({"title": ""}, 40227),
        ({"title": 7}, 47001),
        ({"content": None}, 44004),
        ({"thumb_media_id": None}, 40007),
        ({"thumb_media_id": ""}, 40007),
        ({"thumb_media_id": "x" * 64}, 40007),
        ({"article_type": "video"}, 40035),
        ({"content_source_url": "example.com"}, 41039),
        ({"content_source_url": "ftp://example.com/"}, 41039),
        ({"content_source_url": "https://example.com/" + "a" * 1005}, 41039),
        ({"need_open_comment": 2}, 40035),
        ({"need_open_comment": "yes"}, 47001),
        ({"content": '<a href="#note">1</a>'}, 45166),
        ({"content": '<a href="#">1</a>'}, 45166),
        ({"content": '<a href="http://mp.weixin.qq.com/s?tempkey=x">1</a>'}, 45166),
        ({"content": f'<a href="https://mp.weixin.qq.com/s/{"x" * 64}">1</a>'}, 45166),
        ({"content": '<a href="https://mp.weixin.qq.com/s/short">1</a>'}, 45166),
        ({"content": '<mpvoice voice_encode_fileid="x"></mpvoice>'}, 45166),
        ({"product_info": {"footer_product_info": {"product_key": "k"}}}, 53406),
        (
            {
                "content": '<a href="https://mp.weixin.qq.com/mp/homepage?__biz=Mz">1</a>'
            },
            40155,
        ),
    ],
)
def test_a_bad_article_is_refused_by_cause(bench, changes, errcode):
    """Each cause has its errcode."""
    assert bench.add(bench.article(**changes))["errcode"] == errcode


@pytest.mark.parametrize(
    ("sent", "errcode"),
    [
        ({}, 44003),
        ({"articles": []}, 44003),
        ({"articles": {}}, 44003),
        ({"articles": None}, 44003),
        ({"articles": ["x"]}, 47001),
    ],
)
def test_articles_is_an_array_of_objects(bench, sent, errcode):
    """Missing, empty and not an array are 44003."""
    assert bench.call("draft/add", sent)["errcode"] == errcode


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b" ", 44002),
        (b"{", 47001),
        (b"[]", 47001),
        (b'{"articles": NaN}', 47001),
        ('{"articles":"题"}'.encode("gbk"), 47001),
        (b"[" * 100000, 47001),
        (b'\xef\xbb\xbf{"articles":[]}', 47001),
    ],
)
def test_a_body_is_a_json_object_in_utf8(bench, body, errcode):
    """Empty is 44002, anything else 47001."""
    assert bench.call("draft/add", body=body)["errcode"] == errcode


def test_a_get_is_no_post(bench):
    """43002, and 43001 the other way round."""
    assert bench.call("draft/add", method="GET")["errcode"] == 43002
    assert bench.call("draft/count", {})["errcode"] == 43001


def test_a_draft_holds_eight_articles(bench):
    """The ninth is 45008."""
    article = bench.article()
    assert "media_id" in bench.add(*[article] * 8)
    assert bench.add(*[article] * 9)["errcode"] == 45008


def test_a_cover_is_a_permanent_picture_of_the_account(bench):
    """Temporary, foreign, voice and draft ids are 40007; thumb and image serve."""
    temporary = bench.upload("media/upload", picture(), query={"type": "image"})
    other = Bench(
        None, host=bench.host, clock=bench.clock, keys=bench.host.add_account()
    )
    voice = bench.material(b"#!AMR\n" + bytes(13), kind="voice")
    for each in (temporary, other.material(), voice):
        answer = bench.add(bench.article(thumb_media_id=each["media_id"]))
        assert answer["errcode"] == 40007
    answer = bench.add(bench.article(thumb_media_id=bench.draft()))
    assert answer["errcode"] == 40007
    thumb = bench.material(picture("JPEG"), kind="thumb")
    assert "media_id" in bench.add(bench.article(thumb_media_id=thumb["media_id"]))


def test_a_cover_may_be_too_fresh(bench):
    """Right after the upload it may not be found; seconds later it is."""
    bench.host.change(fresh_seconds=2.0)
    article = bench.article()
    assert bench.add(article)["errcode"] == 40007
    bench.clock.sleep(2)
    assert "media_id" in bench.add(article)


@pytest.mark.parametrize(
    ("crops", "good"),
    [
        ({"pic_crop_235_1": "0_0_1_1"}, True),
        ({"pic_crop_235_1": "0_0_0.5_0.5"}, True),
        ({"pic_crop_235_1": "0.000000_0.000000_1.000000_1.000000"}, True),
        ({"pic_crop_1_1": "0_0_0.425531_1"}, True),
        ({"pic_crop_1_1": "0_0_1_1"}, False),
        ({"pic_crop_235_1": "0_0_1_0.5"}, False),
        ({"pic_crop_235_1": "0_0_1"}, False),
        ({"pic_crop_235_1": "0_0_1_1.2"}, False),
        ({"pic_crop_235_1": "1_1_0_0"}, False),
        ({"pic_crop_235_1": "0_0_1.0000000_1"}, False),
    ],
)
def test_a_crop_has_its_proportions(bench, crops, good):
    """A cut of a 940 x 400 cover that is not 2.35:1 or 1:1 is 53402."""
    answer = bench.add(bench.article(**crops))
    assert ("media_id" in answer) if good else answer["errcode"] == 53402


def test_a_cover_of_one_pixel_cannot_be_cut(bench):
    """53402 even without a crop."""
    tiny = bench.material(picture(size=(1, 1)))
    answer = bench.add(bench.article(thumb_media_id=tiny["media_id"]))
    assert answer["errcode"] == 53402


def test_crops_come_back_as_cover_info(bench):
    """draft/get has no pic_crop_*, but the same numbers to six decimals."""
    crops = {"pic_crop_235_1": "0_0_1_1", "pic_crop_1_1": "0.1_0_0.525532_1.000000"}
    stored = bench.stored(bench.draft(bench.article(**crops)))
    assert not [name for name in stored if name.startswith("pic_crop")]
    assert stored["cover_info"]["crop_percent_list"] == [
        {"ratio": "2.35_1", "x1": "0", "y1": "0", "x2": "1", "y2": "1"},
        {"ratio": "1_1", "x1": "0.1", "y1": "0", "x2": "0.525532", "y2": "1.000000"},
    ]


@pytest.mark.parametrize(
    ("crop", "errcode"),
    [
        ({"ratio": "4_3", "x1": "0", "y1": "0", "x2": "1", "y2": "1"}, 53402),
        ({"ratio": "16_9", "x1": "0", "y1": "0", "x2": "1", "y2": "1"}, 53402),
        ({"ratio": "2.35_1", "x1": 0, "y1": 0, "x2": 1, "y2": 1}, 47001),
        ("2.35_1", 47001),
    ],
)
def test_listed_crops_are_checked_too(bench, crop, errcode):
    """Their numbers are strings."""
    article = bench.newspic(cover_info={"crop_percent_list": [crop]})
    assert bench.add(article)["errcode"] == errcode


def test_comments_need_the_right(bench):
    """88000 for an account that may not open them, on add and update."""
    keys = bench.host.add_account(comments=False)
    other = Bench(None, host=bench.host, clock=bench.clock, keys=keys)
    article = other.article(need_open_comment=1)
    assert other.add(article)["errcode"] == 88000
    sent = {"media_id": other.draft(), "index": 0, "articles": article}
    assert other.call("draft/update", sent)["errcode"] == 88000
    stored = bench.stored(bench.draft(bench.article(need_open_comment=1)))
    assert (stored["need_open_comment"], stored["only_fans_can_comment"]) == (1, 0)


def test_a_missing_digest_is_the_first_54_characters(bench):
    """Taken from the text, without markup."""
    article = bench.article(content="<p>" + "<b>字</b>" * 60 + "</p>")
    assert bench.stored(bench.draft(article))["digest"] == "字" * 54


def test_only_a_single_article_has_a_digest(bench):
    """In a bundle it is empty."""
    article = bench.article(digest="摘要")
    media_id = bench.draft(article, article)
    assert [bench.stored(media_id, index)["digest"] for index in (0, 1)] == ["", ""]
    assert bench.stored(bench.draft(article))["digest"] == "摘要"


def test_an_article_reads_back_with_every_field(bench):
    """The documented fields, the cover's address and a temporary link."""
    stored = bench.stored(
        bench.draft(bench.article(content_source_url="https://e.com/a"))
    )
    assert set(stored) == {
        *("article_type", "title", "author", "digest", "content", "content_source_url"),
        *("thumb_media_id", "thumb_url", "show_cover_pic", "url"),
        *("need_open_comment", "only_fans_can_comment"),
    }
    assert stored["article_type"] == "news"
    assert re.match(r"http://mp\.weixin\.qq\.com/s\?__biz=.*&tempkey=", stored["url"])


def test_update_replaces_one_whole_article(bench):
    """The media_id stays, fields not sent are gone, the others are untouched."""
    article = bench.article(content_source_url="https://e.com/")
    media_id = bench.draft(article, article)
    sent = {"media_id": media_id, "index": 1, "articles": bench.article(title="新")}
    assert bench.call("draft/update", sent) == {"errcode": 0, "errmsg": "ok"}
    first, second = bench.stored(media_id), bench.stored(media_id, 1)
    assert (first["title"], second["title"]) == ("标题", "新")
    assert second["content_source_url"] == ""
    assert "<mp-style-type" in second["content"]
    assert "<mp-style-type" not in first["content"]


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"articles": []}, 47001),
        ({"articles": None}, 44003),
        ({"media_id": None}, 41006),
        ({"media_id": "x" * 64}, 40007),
        ({"index": 1}, 40114),
        ({"index": -1}, 40114),
        ({"index": "x"}, 47001),
    ],
)
def test_update_takes_one_object(bench, changes, errcode):
    """An array is 47001; the index counts from 0."""
    sent = {
        "media_id": bench.draft(),
        "index": 0,
        "articles": bench.article(),
        **changes,
    }
    assert bench.call("draft/update", sent)["errcode"] == errcode


def test_what_was_read_back_may_be_sent_again(bench):
    """data-src, read-only fields and all; nothing changes any more."""
    url = bench.uploadimg()["url"]
    article = bench.article(
        content=f'<p style="color:#123">字<br>x</p><img src="{url}">'
    )
    media_id = bench.draft(article)
    sent = {"media_id": media_id, "index": 0, "articles": bench.stored(media_id)}
    bench.call("draft/update", sent)
    once = bench.stored(media_id)["content"]
    bench.call("draft/update", {**sent, "articles": bench.stored(media_id)})
    assert bench.stored(media_id)["content"] == once
    assert "/640?from=appmsg" in once


def test_drafts_are_listed_latest_first(bench):
    """An updated one moves up; no_content leaves the content out."""
    first, second = bench.draft(), bench.draft()
    bench.clock.sleep(5)
    sent = {"media_id": first, "index": 0, "articles": bench.article()}
    bench.call("draft/update", sent)
    answer = bench.call("draft/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert [item["media_id"] for item in answer["item"]] == [first, second]
    assert (answer["total_count"], answer["item_count"]) == (2, 2)
    assert "content" not in answer["item"][0]["content"]["news_item"][0]
    full = bench.call("draft/batchget", {"offset": 0, "count": 1})
    assert full["item"][0]["content"]["news_item"][0]["content"]
    assert full["item"][0]["update_time"] == int(bench.clock.now().timestamp())


@pytest.mark.parametrize(("offset", "count"), [(0, 0), (0, 21), (-1, 1)])
@pytest.mark.parametrize("path", ["draft/batchget", "freepublish/batchget"])
def test_lists_have_bounds(bench, path, offset, count):
    """1 to 20 a page."""
    assert bench.call(path, {"offset": offset, "count": count})["errcode"] == 40035


def test_a_deleted_draft_is_gone(bench):
    """Count, get and a second delete say so."""
    media_id = bench.draft()
    assert bench.call("draft/count") == {"total_count": 1}
    sent = {"media_id": media_id}
    assert bench.call("draft/delete", sent) == {"errcode": 0, "errmsg": "ok"}
    assert bench.call("draft/count") == {"total_count": 0}
    for path in ("draft/delete", "draft/get", "freepublish/submit"):
        assert bench.call(path, sent)["errcode"] == 40007


def test_the_switch_is_on(bench):
    """checkonly tells."""
    answer = bench.call("draft/switch", method="POST", query={"checkonly": "1"})
    assert answer == {"errcode": 0, "errmsg": "ok", "is_open": 1}


def test_a_newspic_reads_back(bench):
    """Its text is stored as it is, its pictures by id."""
    article = bench.newspic(count=2, content="<b>文字</b> & 😀")
    stored = bench.stored(bench.draft(article))
    assert stored["content"] == "<b>文字</b> & 😀"
    assert stored["image_info"] == article["image_info"]
    assert stored["article_type"] == "newspic"
    assert "product_info" in stored


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"content": "字" * 1001}, 45166),
        ({"content": "见 https://example.com"}, 45166),
        ({"content": "见 www.example.com"}, 45166),
        ({"image_info": None}, 40007),
        ({"image_info": {"image_list": []}}, 40007),
        ({"image_info": {"image_list": [{"image_media_id": "x"}]}}, 40007),
        ({"image_info": {"image_list": "x"}}, 47001),
        ({"product_info": {"footer_product_info": {"product_key": "k"}}}, 53406),
    ],
)
def test_a_bad_newspic_is_refused(bench, changes, errcode):
    """1000 characters, no addresses, own permanent pictures."""
    assert bench.add(bench.newspic(**changes))["errcode"] == errcode


def test_a_newspic_holds_its_limits(bench):
    """1000 characters and 20 pictures pass, 21 do not."""
    assert "media_id" in bench.add(bench.newspic(count=20, content="字" * 1000))
    assert bench.add(bench.newspic(count=21))["errcode"] == 40215


def test_each_add_makes_a_new_draft(bench):
    """draft/add is not idempotent."""
    article = bench.article()
    assert bench.draft(article) != bench.draft(article)

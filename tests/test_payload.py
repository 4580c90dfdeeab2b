"""What goes into the draft box, and what is read back out of it."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from lxml import etree

from mdwx.errors import CheckError
from mdwx.model import Comments, Cover, Crop, Picture, Post, Size, Upload
from mdwx.page import Article
from mdwx.wechat.lastcheck import check_payload
from mdwx.wechat.payload import Byline, news, newspic
from mdwx.wechat.readback import fingerprint, read_back

COVER = Upload(url="https://mmbiz.qpic.cn/c/0", media_id="cover-id")
PICTURE = Picture("a" * 64, "b" * 64, "jpg", Path("a.jpg"), 1600, 1200, 1000)
CROPS = Cover(
    picture=PICTURE,
    wide=Crop(0.0, 0.216312, 1.0, 0.783688),
    square=Crop(0.125, 0.0, 0.875, 1.0),
)


def article(title="题", *, text="文", comments=Comments.OFF):
    post = Post(PurePosixPath("a.md"), "a", "", comments=comments)
    return Article(post, title, etree.Element("section"), (), {}, text, (), Size())


def composed(*, comments=Comments.OFF, **byline):
    return news(
        article(comments=comments),
        content="<section>你好</section>",
        cover=COVER,
        crops=CROPS,
        byline=Byline(**byline),
    )


def pictures(count, *, crops=None):
    ids = [Upload(url="u", media_id=f"id-{n}") for n in range(count)]
    return newspic(article(text="纯文字"), images=ids, byline=Byline(), crops=crops)


# Sent


def test_cover_must_be_permanent():
    """A picture of the text has no media_id to name."""
    with pytest.raises(ValueError, match="no permanent material"):
        news(
            article(),
            content="",
            cover=Upload("https://u"),
            crops=CROPS,
            byline=Byline(),
        )


def test_what_is_not_said_is_left_out():
    """Without a digest WeChat takes the first words of the text."""
    assert not {"author", "digest", "content_source_url"} & composed().keys()
    assert "digest" not in composed(digest="")


def test_news_is_these_fields_in_this_order():
    """The same article is the same bytes."""
    payload = composed(author="张三", digest="摘要", source_url="https://example.com/a")
    assert json.dumps(payload, ensure_ascii=False) == (
        '{"article_type": "news", "title": "题", "author": "张三", "digest": "摘要", '
        '"content": "<section>你好</section>", '
        '"content_source_url": "https://example.com/a", "thumb_media_id": "cover-id", '
        '"need_open_comment": 0, "only_fans_can_comment": 0, '
        '"pic_crop_235_1": "0_0.216312_1_0.783688", '
        '"pic_crop_1_1": "0.125_0_0.875_1"}'
    )


@pytest.mark.parametrize(
    ("who", "switches"),
    [(Comments.OFF, (0, 0)), (Comments.OPEN, (1, 0)), (Comments.FANS, (1, 1))],
)
def test_comments_are_two_switches(who, switches):
    """One decision of the author, two fields of WeChat's."""
    payload = composed(comments=who)
    sent = (payload["need_open_comment"], payload["only_fans_can_comment"])
    assert sent == switches


def test_crops_keep_their_ratio_in_six_decimals():
    """53402 is the answer to a cut of the wrong shape."""
    corners = [float(part) for part in composed()["pic_crop_235_1"].split("_")]
    x1, y1, x2, y2 = corners
    ratio = (x2 - x1) * PICTURE.width / ((y2 - y1) * PICTURE.height)
    assert ratio == pytest.approx(2.35, rel=1e-4)


def test_tiny_numbers_are_written_out():
    """WeChat does not read 1e-05."""
    crops = Cover(PICTURE, Crop(1e-05, 0.1 + 0.2, 1, 1.0), CROPS.square)
    payload = news(article(), content="x", cover=COVER, crops=crops, byline=Byline())
    assert payload["pic_crop_235_1"] == "0.00001_0.3_1_1"


def test_newspic_is_plain_text_and_pictures():
    """The first picture is the cover."""
    assert pictures(2) == {
        "article_type": "newspic",
        "title": "题",
        "content": "纯文字",
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
        "image_info": {
            "image_list": [{"image_media_id": "id-0"}, {"image_media_id": "id-1"}]
        },
    }


def test_newspic_crops_are_strings():
    """Official: cover_info of the draft/add page."""
    assert pictures(1, crops=CROPS)["cover_info"]["crop_percent_list"] == [
        {"ratio": "2.35_1", "x1": "0", "y1": "0.216312", "x2": "1", "y2": "0.783688"},
        {"ratio": "1_1", "x1": "0.125", "y1": "0", "x2": "0.875", "y2": "1"},
    ]


# Checked once more

IMG = '<img src="https://mmbiz.qpic.cn/a/0?wx_fmt=png">'


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"title": "字" * 65}, "too much for title: 65 characters, at most 64 fit"),
        ({"title": " "}, "the title is empty"),
        ({"author": "九个汉字的名字太长"}, "too much for author: 18 units"),
        ({"digest": "字" * 129}, "too much for digest: 129 characters"),
        ({"content_source_url": "https://" + "a" * 1024}, "too much for source_url"),
        ({"content": ""}, "the content is empty"),
        ({"content": "字" * 240_000}, "too much for content: 720000 bytes"),
        ({"content": '<img src="a.png">'}, "picture a.png is not on WeChat's servers"),
        ({"content": "<p><img></p>"}, "picture  is not on WeChat's servers"),
        (
            {"content": '<img src="https://mmbiz.qpic.cn.evil.example/a">'},
            "is not on WeChat's",
        ),
        (
            {"content": "<p style=\"background:url('http://a.example/b')\">a</p>"},
            "picture http://a.example/b is not",
        ),
    ],
)
def test_payload_beyond_a_limit_is_not_sent(changed, problem):
    """Whatever slipped through is stopped here, in words."""
    with pytest.raises(CheckError) as caught:
        check_payload([{**composed(), **changed}])
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("payloads", "problem"),
    [
        ([pictures(0)], "an image post needs at least one picture"),
        ([pictures(21)], "too much for pictures of an image post: 21"),
        ([{**pictures(1), "content": "字" * 1001}], "too much for content: 1001"),
        ([composed()] * 9, "too much for articles of one draft: 9"),
    ],
)
def test_draft_beyond_a_limit_is_not_sent(payloads, problem):
    """Image posts and bundles have numbers of their own."""
    with pytest.raises(CheckError) as caught:
        check_payload(payloads)
    assert problem in str(caught.value)


def test_payload_within_limits_passes():
    """At the very edge, nothing is said."""
    edge = {
        "title": "字" * 64,
        "author": "八个汉字正好不多",
        "content": f'{IMG}<p style="fill:url(#a)">{"字" * 1000}</p>',
    }
    check_payload([{**composed(), **edge}] * 8)
    check_payload([{**pictures(20), "content": "字" * 1000}])


# Read back

ITEM = {
    "article_type": "news",
    "title": "题",
    "author": "张三",
    "digest": "摘要",
    "content": f'<section style="color: #ff0000;"><p>你好</p>{IMG}</section>',
    "content_source_url": "https://example.com",
    "thumb_media_id": "cover-id",
    "need_open_comment": 1,
    "only_fans_can_comment": 0,
    "url": "http://mp.weixin.qq.com/s?tempkey=1",
    "thumb_url": "http://mmbiz.qpic.cn/c/0",
    "update_time": 1,
}


@pytest.mark.parametrize(
    "edited",
    [
        {"title": "题 2"},
        {"author": ""},
        {"digest": "别的"},
        {"content": ITEM["content"].replace("你好", "您好")},
        {"content": ITEM["content"].replace("#ff0000", "#ff0001")},
        {"content": ITEM["content"].replace("/a/0", "/b/0")},
        {
            "content": ITEM["content"]
            .replace("<p>", "<p><strong>")
            .replace("</p>", "</strong></p>")
        },
        {"content": ITEM["content"].replace(IMG, IMG + IMG)},
        {"content": ITEM["content"] + "<p>再加一段</p>"},
        {"content_source_url": "https://example.com/2"},
        {"thumb_media_id": "another"},
        {"need_open_comment": 0},
        {"only_fans_can_comment": 1},
        {"image_info": {"image_list": [{"image_media_id": "x"}]}},
    ],
)
def test_edit_of_a_person_shows(edited):
    """A draft somebody worked on must not be written over."""
    assert fingerprint({**ITEM, **edited}) != fingerprint(ITEM)


@pytest.mark.parametrize(
    "rewritten",
    [
        {"url": "http://mp.weixin.qq.com/s?tempkey=2", "update_time": 2},
        {"thumb_url": "http://mmbiz.qpic.cn/c/640", "new_field": "x"},
        {"need_open_comment": "1", "is_deleted": False},
        {"content": ITEM["content"].replace("color: #ff0000;", "color:rgb(255, 0, 0)")},
        {"content": ITEM["content"].replace("你好", '<span leaf="">你好</span>')},
        {"content": ITEM["content"].replace("src=", "data-src=")},
        {
            "content": ITEM["content"].replace(
                "https://mmbiz.qpic.cn/a/0?wx_fmt=png",
                "http://mmbiz.qpic.cn/a/640?from=appmsg",
            )
        },
        {
            "content": ITEM["content"] + '<p style="display: none;">'
            '<mp-style-type data-value="3"></mp-style-type></p>'
        },
        {"content": ITEM["content"].replace("</p>", "</p>\n")},
    ],
)
def test_rewrite_of_wechat_does_not_show(rewritten):
    """Temporary fields and neutral rewrites are nobody's edit."""
    assert fingerprint({**ITEM, **rewritten}) == fingerprint(ITEM)


def test_unwrapping_keeps_words_in_order():
    """Text after a span of the editor's own stays where it was."""
    wrapped = '<p><span leaf="">甲</span>乙<b>丙</b>丁<span leaf="">戊</span></p>'
    plain = "<p>甲乙<b>丙</b>丁戊</p>"
    assert fingerprint({"content": wrapped}) == fingerprint({"content": plain})


@pytest.mark.parametrize(
    "content", ["", " ", "纯文字", "<!-- x -->a", "<p", "a\ud800b"]
)
def test_any_content_has_a_fingerprint(content):
    """Whatever WeChat returns is compared, not choked on."""
    assert len(fingerprint({"content": content})) == 64


def test_article_is_read_in_our_words():
    """Nobody else needs to know WeChat's names."""
    stored = read_back({**ITEM, "is_deleted": True})
    assert (stored.title, stored.author, stored.cover) == ("题", "张三", "cover-id")
    assert stored.comments is Comments.OPEN
    assert stored.url.endswith("tempkey=1")
    assert stored.is_deleted


@pytest.mark.parametrize("content", ["", " ", "<!DOCTYPE html>", "<!-- x -->", "\x00"])
def test_content_without_any_element_has_a_fingerprint(content):
    """Another program's draft may hold anything."""
    assert fingerprint({"title": "t", "content": content})

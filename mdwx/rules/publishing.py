"""P: what became of a post on its way to its readers."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import NOTE, Rule, Stage
from mdwx.rules.sources import OURS, PUBLISH_PAGE

__all__ = ["TITLE"]

TITLE: Final = Text(zh="发布", en="Publishing")


class PublishingRule(Rule, syntax="console"):
    """Its examples are commands."""

    stage = Stage.PUBLISH


class EditedSince(PublishingRule, code="P001", source=PUBLISH_PAGE, severity=NOTE):
    """发布之后改过，没有再发
    edited since its publication, and not sent again

    为什么
        微信不能修改已发布的文章；再发一次是一篇新的文章，所以不会自己发。
    Why
        WeChat cannot change a published article; sending it again makes a new one, so
        it is not sent by itself.
    不好
        $ mdwx publish content/hello.md
    好
        $ mdwx publish content/hello.md --again
    """


class HeldBack(PublishingRule, code="P002", source=OURS, severity=NOTE):
    """标着 draft: true，没有发送
    marked draft: true, and not sent

    为什么
        你说过先不发。写好了，去掉这一行。
    Why
        You said so. Take the line out once the post is ready.
    不好
        ---
        draft: true
        ---
    好
        ---
        title: 标题
        ---
    """


class TooEarly(PublishingRule, code="P003", source=OURS, severity=NOTE):
    """publish_at 还没有到，没有发送
    not before its publish_at, and not sent

    为什么
        到了时间再运行一次 mdwx publish，可以放进定时任务。
    Why
        Run mdwx publish again when it is time; a scheduled task can.
    不好
        ---
        publish_at: 2099-01-01 08:00
        ---
    好
        ---
        publish_at: 2026-11-01 08:00
        ---
    """


class TakenDown(PublishingRule, code="P004", source=PUBLISH_PAGE):
    """发布过，现在已经不在了，没有再发
    published once and no longer there; not sent again

    为什么
        删掉的、审核没通过的文章，不会自己再发一次。
    Why
        What was deleted or refused by the review is not sent again by itself.
    不好
        $ mdwx publish content/hello.md
    好
        $ mdwx publish content/hello.md --again
    """


class ByHand(PublishingRule, code="P005", source=PUBLISH_PAGE, severity=NOTE):
    """这个公众号不能通过接口发布，草稿已在草稿箱里
    this account cannot publish by API; its draft is in the box

    为什么
        个人号和没有认证的号没有发布接口；在后台的草稿箱里点“发表”。
    Why
        Personal and unverified accounts have no such permission: press 发表 in the
        draft box.
    不好
        $ mdwx publish
    好
        $ mdwx draft
    """


class OutAsItIs(PublishingRule, code="P006", source=OURS, severity=NOTE):
    """已经原样发布，--again 没有再发一次
    published just as it is; --again did not publish it once more

    为什么
        上一次带 --again 的命令也许已经发完，只是没来得及说；同一篇文章不会发两遍。
    Why
        The last command with --again may have come to its end without a word; the same
        article is not published twice.
    不好
        $ mdwx publish content/hello.md --again
    好
        $ mdwx delete published content/hello.md
        $ mdwx publish content/hello.md --again
    """


class WaitingForNeighbour(PublishingRule, code="L028", source=OURS, severity=NOTE):
    """它链接的文章还在发布，这一篇没有发送
    an article it links to is still being published; this one was not sent

    为什么
        等那一篇有了地址再发，链接就不会丢。
    Why
        Once that article has its address, the link is not lost.
    不好
        $ mdwx publish --no-wait
    好
        $ mdwx publish
    """

"""What stops a parcel, in one sentence each, and why a post is passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mdwx.errors import NeedsPersonError, PublicationError
from mdwx.ledger.records import Parcel
from mdwx.model import Finding, Post, Status, Text
from mdwx.publish.parcels import Entry
from mdwx.rules import finding

__all__ = [
    "by_hand",
    "draft_alike",
    "draft_edited",
    "draft_gone",
    "ended_badly",
    "look_alike",
    "marked_draft",
    "out_as_it_is",
    "outcome_open",
    "partly_published",
    "published_edited",
    "still_publishing",
    "taken_down",
    "too_early",
    "under_way_elsewhere",
]

ENDS = {
    Status.ORIGINALITY: Text(
        zh="原创校验没有通过", en="WeChat's check for originality refused it"
    ),
    Status.FAILED: Text(
        zh="发布失败，微信没有说明原因", en="it failed, and WeChat gives no reason"
    ),
    Status.REVIEW: Text(zh="平台审核没有通过", en="WeChat's review refused it"),
    Status.DELETED: Text(zh="发布后已被删除", en="it was deleted after publication"),
    Status.BANNED: Text(zh="发布后被系统封禁", en="it was banned after publication"),
}


def draft_gone(entry: Entry) -> NeedsPersonError:
    """The draft left the box and not by us."""
    path = entry.article.post.path
    return NeedsPersonError(
        Text(
            zh="草稿已不在草稿箱里，多半是有人在网页后台发表了它",
            en="the draft is no longer in the draft box: most likely a person"
            " published it",
        ),
        where=entry.article.post.span(),
        hint=Text(
            zh=f"已经发表：mdwx mark {path} --published 文章链接；"
            f"只是被删掉：mdwx draft {path} --again",
            en=f"if so: mdwx mark {path} --published URL; if it was only deleted:"
            f" mdwx draft {path} --again",
        ),
    )


def draft_edited(entry: Entry) -> NeedsPersonError:
    """Somebody worked on the draft in the web editor."""
    return NeedsPersonError(
        Text(
            zh="草稿在网页后台被改过，没有覆盖",
            en="the draft was edited by hand since mdwx wrote it, and was left alone",
        ),
        where=entry.article.post.span(),
        hint=Text(
            zh="把改动抄回 Markdown，再加 --overwrite 覆盖草稿",
            en="copy the edits into the Markdown, then --overwrite replaces the draft",
        ),
    )


def draft_alike(entry: Entry) -> NeedsPersonError:
    """A new slug, but a draft that mdwx did not write has this title or these words."""
    path, title = entry.article.post.path, entry.article.title
    return NeedsPersonError(
        Text(
            zh=f"草稿箱里已有标题或正文和《{title}》相同的草稿，没有再加",
            en=f'the draft box has one with the title or words of "{title}",'
            " so no other was added",
        ),
        where=entry.article.post.span(),
        hint=Text(
            zh=f"就是那一份：mdwx draft {path} --overwrite 接手并覆盖它；"
            f"确实是另一篇：mdwx draft {path} --again",
            en=f"if it is that one: mdwx draft {path} --overwrite takes it over and"
            f" replaces it; if this is another: mdwx draft {path} --again",
        ),
    )


def look_alike(entry: Entry, other: Parcel) -> NeedsPersonError:
    """A new slug, but the account has this title or these words already."""
    path, title = entry.article.post.path, entry.article.title
    known = ", ".join(slug for slug in other.slugs if slug)
    found = other.urls[0] if other.urls else other.article_id or other.media_id
    place = known or found
    return NeedsPersonError(
        Text(
            zh=f"公众号里已有标题或正文和《{title}》相同的文章（{place}），没有再发",
            en=f'the account has an article with the title or words of "{title}"'
            f" ({place}), so it was not sent",
        ),
        where=entry.article.post.span(),
        hint=Text(
            zh=f"就是那一篇：mdwx mark {path} --published 文章链接；"
            f"确实是新文章：mdwx draft {path} --again；文件改名：slug 写回原来的",
            en=f"if it is that one: mdwx mark {path} --published URL; if it is new:"
            f" mdwx draft {path} --again; if it was renamed: give it its old slug",
        ),
    )


def partly_published(entry: Entry) -> NeedsPersonError:
    """One post of a bundle is out already, so the bundle cannot go as a whole."""
    path = entry.article.post.path
    return NeedsPersonError(
        Text(
            zh=f"同组的 {entry.slug} 已经发布过，整组没有发送",
            en=f"{entry.slug} of this bundle was published before, so the bundle"
            " was not sent",
        ),
        where=entry.article.post.span(key="bundle"),
        hint=Text(
            zh=f"把它移出这一组，或用 mdwx publish {path} --again 把整组作为新文章发布",
            en=f"take it out of the bundle, or mdwx publish {path} --again publishes"
            " all as new articles",
        ),
    )


def under_way_elsewhere(entry: Entry, other: Parcel) -> NeedsPersonError:
    """A post changed its bundle while it was being published."""
    return NeedsPersonError(
        Text(
            zh=f"{entry.slug} 正作为 {other.name} 的一部分发布",
            en=f"{entry.slug} is being published as part of {other.name}",
        ),
        where=entry.article.post.span(key="bundle"),
        hint=Text(
            zh="先让那次发布结束，再改 bundle", en="let that end before moving the post"
        ),
    )


def still_publishing(entry: Entry, publish_id: str) -> NeedsPersonError:
    """The wait ended before the review did."""
    return NeedsPersonError(
        Text(
            zh=f"微信还在发布（publish_id {publish_id}）",
            en=f"WeChat is still publishing it (publish_id {publish_id})",
        ),
        where=entry.article.post.span(),
        hint=Text(
            zh="过一会儿再运行，mdwx 会接着看结果，不会重复提交",
            en="run again later: mdwx goes on looking and does not submit again",
        ),
    )


def outcome_open(entry: Entry, *, in_the_box: bool) -> NeedsPersonError:
    """A submit whose answer was lost, and which the account cannot tell about."""
    path = entry.article.post.path
    place = Text(
        zh="草稿还在草稿箱里" if in_the_box else "草稿已不在草稿箱里",
        en="its draft is still in the box" if in_the_box else "its draft is gone",
    )
    return NeedsPersonError(
        Text(
            zh=f"提交发布时没有收到答复，无法断定是否已发布（{place.zh}）",
            en=f"the answer to its submission was lost and nothing tells whether it"
            f" is out ({place.en})",
        ),
        where=entry.article.post.span(),
        hint=Text(
            zh="在 mp.weixin.qq.com 的“发表记录”里查看。已经发表："
            f"mdwx mark {path} --published 文章链接；没有：mdwx publish {path} --again",
            en="look at 发表记录 on mp.weixin.qq.com. If it is there: mdwx mark"
            f" {path} --published URL; if not: mdwx publish {path} --again",
        ),
    )


def ended_badly(
    parcel: Sequence[Entry], status: Status, *, fail_idx: Sequence[int] = ()
) -> PublicationError:
    """The publication ended in one of the bad ways; name the articles."""
    numbers = [number for number in fail_idx if 0 < number <= len(parcel)]
    blamed = [parcel[number - 1] for number in numbers] or list(parcel)
    names = "、".join(f"《{entry.article.title}》" for entry in blamed)
    titles = ", ".join(f'"{entry.article.title}"' for entry in blamed)
    why, path = ENDS[status], blamed[0].article.post.path
    return PublicationError(
        Text(zh=f"{names}：{why.zh}", en=f"{titles}: {why.en}"),
        where=blamed[0].article.post.span(),
        hint=Text(
            zh=f"修改文章后再运行；不改动而要重试：mdwx publish {path} --again",
            en="edit the post and run again; to retry it as it is:"
            f" mdwx publish {path} --again",
        ),
    )


def published_edited(post: Post) -> Finding:
    """WeChat cannot change a published article."""
    return finding(
        "P001",
        Text(
            zh="发布之后文章又改过，没有再发：微信不能修改已发布的文章",
            en="edited since its publication and not sent: WeChat cannot change a"
            " published article",
        ),
        hint=as_a_new_article(post),
        where=post.span(),
    )


def as_a_new_article(post: Post) -> Text:
    """The one way to send again what was published before."""
    return Text(
        zh=f"mdwx publish {post.path} --again 会作为新文章发布",
        en=f"mdwx publish {post.path} --again publishes it as a new article",
    )


def marked_draft(post: Post) -> Finding:
    """``draft: true``."""
    return finding(
        "P002",
        Text(zh="标着 draft: true，没有发送", en="marked draft: true and not sent"),
        where=post.span(key="draft"),
    )


def too_early(post: Post, moment: datetime) -> Finding:
    """Before its ``publish_at``."""
    return finding(
        "P003",
        Text(
            zh=f"publish_at 还没有到：{moment.isoformat(sep=' ')}",
            en=f"not before its publish_at: {moment.isoformat(sep=' ')}",
        ),
        where=post.span(key="publish_at"),
    )


def taken_down(post: Post, status: Status) -> Finding:
    """Published once, and no longer there."""
    why = ENDS[status]
    return finding(
        "P004",
        Text(zh=f"{why.zh}，没有再发", en=f"{why.en}, and was not sent again"),
        hint=as_a_new_article(post),
        where=post.span(),
    )


def out_as_it_is(post: Post) -> Finding:
    """Wanted anew without a change: that would be the same article twice."""
    return finding(
        "P006",
        Text(
            zh="这一篇已经原样发布，没有再发一次",
            en="published just as it is, and not once more",
        ),
        hint=Text(
            zh=f"要发新的一篇，先改文章；要撤下重发：mdwx delete published {post.path}",
            en="edit the post to publish a new article, or take that one down first:"
            f" mdwx delete published {post.path}",
        ),
        where=post.span(),
    )


def by_hand(post: Post) -> Finding:
    """The account cannot publish by API; the draft is the end."""
    return finding(
        "P005",
        Text(
            zh="这个公众号不能通过接口发布，草稿已在草稿箱里",
            en="this account cannot publish by API; its draft is in the box",
        ),
        hint=Text(
            zh="在 mp.weixin.qq.com 的草稿箱里点“发表”；账号认证以后运行 mdwx doctor",
            en="press 发表 in the draft box of mp.weixin.qq.com; once the account is"
            " verified, run mdwx doctor",
        ),
        where=post.span(),
    )

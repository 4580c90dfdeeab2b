"""F and T: the front matter, and what stands above an article in the list."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, NOTE, WARNING, Rule
from mdwx.rules.sources import DRAFT_PAGE, OURS

__all__ = ["TITLE"]

TITLE: Final = Text(zh="头信息、标题和摘要", en="Front matter, title and digest")


class UnknownKey(Rule, code="F001", source=OURS):
    """头信息里有不认识的字段
    the front matter has a key that nobody knows

    为什么
        写错的字段没有任何作用：作者名没有、封面没换，发出去才看见，而文章发布后改不了。
        Hexo、Hugo、Jekyll、Obsidian 的字段不算，一律不提。
    Why
        A misspelled key has no effect: no author, no cover, and nobody notices until
        the article is out, where nothing can be changed. Keys of Hexo, Hugo, Jekyll and
        Obsidian are passed over in silence.
    不好
        ---
        autor: 张三
        ---

        正文。
    好
        ---
        author: 张三
        ---

        正文。
    """


class BadValue(Rule, code="F002", source=OURS, severity=ERROR):
    """字段的值不合规矩
    the value of a front matter key is not one it can have

    为什么
        猜一个默认值，可能把不该发的文章发出去，或者打开了不想要的留言。
    Why
        Guessing could send an article before its time, or open comments nobody wants.
    不好
        ---
        comments: maybe
        ---

        正文。
    好
        ---
        comments: open
        ---

        正文。
    """


class RivalKeys(Rule, code="F003", source=OURS):
    """同一个意思写了两遍，值不一样
    two keys mean the same and differ

    为什么
        只有一个值会用上，另一个是白写的，多半是改了一处忘了另一处。
    Why
        One value is used and the other is not: most likely one of them was forgotten.
    不好
        ---
        digest: 新的摘要
        description: 旧的摘要
        ---

        正文。
    好
        ---
        digest: 新的摘要
        ---

        正文。
    """


class NoTitle(Rule, code="T001", source=DRAFT_PAGE, severity=ERROR):
    """文章没有标题
    the article has no title

    为什么
        微信要求有标题，没有就不收草稿。
    Why
        WeChat takes no draft without a title.
    不好
        ---
        author: 张三
        ---

        正文。
    好
        ---
        author: 张三
        ---

        # 标题

        正文。
    """


class LongTitle(
    Rule,
    code="T002",
    source=DRAFT_PAGE,
    severity=(WARNING, ERROR),
    limits=("title", "newspic_title"),
):
    """标题太长
    the title is too long

    为什么
        官方文档说最多 32 个字符，实测到 64 个还收，再长就被拒绝（45003）。
        手机的消息列表里本来也只显示前两行。
    Why
        The documents say 32 characters; 64 were accepted, and more are refused (45003).
        The list of messages shows two lines of it anyway.
    不好
        ---
        title: 关于本公司今年第三季度全体员工春游、秋游和年会活动安排的说明以及补充通知
        ---

        正文。
    好
        ---
        title: 第三季度员工活动安排
        ---

        正文。
    """


class LongAuthor(
    Rule, code="T010", source=DRAFT_PAGE, severity=ERROR, limits=("author",)
):
    """作者太长：最多 8 个汉字或 16 个字母
    the author is too long: 8 Chinese characters or 16 letters fit

    为什么
        超过就被拒绝（45110）；汉字算 2，字母算 1。
    Why
        WeChat refuses a longer one (45110); a Chinese character counts 2, a letter 1.
    不好
        ---
        author: 某某大学计算机学院学生会
        ---

        正文。
    好
        ---
        author: 计算机学院学生会
        ---

        正文。
    """


class LongDigest(
    Rule,
    code="T020",
    source=DRAFT_PAGE,
    severity=(WARNING, ERROR),
    limits=("digest",),
):
    """摘要太长
    the digest is too long

    为什么
        实测 120 个汉字以内一定收；官方文档的上限是 128，再长就被拒绝（45004）。
    Why
        120 Chinese characters are always accepted, 128 is the documented limit, and
        more are refused (45004).
    不好
        ---
        digest: >-
          这一篇从去年春天说起，讲我们怎样把三个部门的流程并成一个，又怎样在秋天把它拆开；
          中间走过的弯路、吵过的架、写废的方案，都按时间列在后面，最后还有一张总表，
          写着每一步花了几天、用了几个人、后来有没有返工，以及如果重来一次，
          我们会先做哪一步、后做哪一步、哪一步干脆不做。
        ---

        正文。
    好
        ---
        digest: 三个部门的流程并成一个，又拆开：走过的弯路和一张总表。
        ---

        正文。
    """


class NoDigest(Rule, code="T021", source=DRAFT_PAGE, severity=NOTE):
    """没有写摘要，微信取正文的开头
    no digest is written, so WeChat takes the first words

    为什么
        转发到聊天里，读者看到的就是这几十个字；正文的开头常常是客套话或“点击上方关注”。
    Why
        It is what people see when the article is shared in a chat; the first words of
        an article are often a greeting.
    不好
        ---
        title: 秋天的三条路线
        ---

        大家好，好久不见。
    好
        ---
        title: 秋天的三条路线
        digest: 三条不用爬山的路线，各要半天，附停车的地方。
        ---

        大家好，好久不见。
    """


class BadSource(Rule, code="T030", source=DRAFT_PAGE, severity=ERROR):
    """“阅读原文”不是完整的网址
    source_url is no whole web address

    为什么
        “阅读原文”要有 https:// 或 http://、域名，中间没有空格；别的微信不收（41039）。
    Why
        It needs https:// or http://, a host and no blanks; WeChat refuses anything else
        (41039).
    不好
        ---
        source_url: https:///example.com/a
        ---

        正文。
    好
        ---
        source_url: https://example.com/a
        ---

        正文。
    """


class LongSource(
    Rule, code="T031", source=DRAFT_PAGE, severity=ERROR, limits=("source_url",)
):
    """“阅读原文”的网址太长
    source_url is too long

    为什么
        最多 1 KB；这么长的多半带着统计用的参数，去掉就行。
    Why
        At most 1 KB. An address of this length carries tracking parameters: drop them.
    不好
        ---
        source_url: https://example.com/a?utm_source=…（1024 字节以上）
        ---
    好
        ---
        source_url: https://example.com/a
        ---
    """

"""L: links, to other posts, to the outside, to mini programs and accounts."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, NOTE, Rule
from mdwx.rules.sources import (
    CARDS,
    DEVELOPERS,
    DRAFT_PAGE,
    OURS,
    READ_BACK,
    REFUSED,
)

__all__ = ["TITLE"]

TITLE: Final = Text(zh="链接", en="Links")


class PageLink(Rule, code="L001", source=READ_BACK, severity=NOTE):
    """页内链接不起作用，只留下文字
    links within the page do nothing; only the words are kept

    为什么
        微信去掉所有的 id，点了哪里也不去。
    Why
        WeChat takes every id away, so such a link leads nowhere.
    不好
        详见[第三节](#第三节)。
    好
        详见第三节。
    """


class RelativeLink(Rule, code="L002", source=DRAFT_PAGE):
    """链接是相对地址，读者打不开，只留下文字
    a link is relative and leads a reader nowhere; only the words are kept

    为什么
        文章在 mp.weixin.qq.com 上，你电脑里的文件不在那里。
    Why
        The article is on mp.weixin.qq.com, where the files of your computer are not.
    不好
        [报名表](files/form.docx)
    好
        [报名表](https://example.com/form.docx)
    """


class DeadScheme(Rule, code="L004", source=DRAFT_PAGE):
    """这种链接在微信里不起作用，只留下文字
    links of this kind do nothing in WeChat; only the words are kept

    为什么
        微信只打开文章和小程序；别的应用的协议、本机的文件都打不开。
    Why
        WeChat opens articles and mini programs; not other apps, not files.
    不好
        [打开](weixin://dl/chat)
    好
        在微信里搜索“某某公众号”。
    """


class PreviewLink(Rule, code="L005", source=REFUSED, severity=ERROR):
    """链接是草稿的临时预览地址
    a link is the temporary preview of a draft

    为什么
        微信拒绝（45166）；就算不拒绝，几天后也打不开了。
    Why
        WeChat refuses it (45166), and it ends after some days.
    不好
        [上一篇](https://mp.weixin.qq.com/s?__biz=a&tempkey=b)
    好
        [上一篇](https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA)
    """


class NoArticle(Rule, code="L007", source=REFUSED, severity=ERROR):
    """公众号链接不像文章的地址
    a link to mp.weixin.qq.com is no article's address

    为什么
        短地址是 22 个字符；抄漏一个，整篇就被拒绝（45166）。
    Why
        A short address has 22 characters. Leave one out, and the whole article is
        refused (45166).
    不好
        [上一篇](https://mp.weixin.qq.com/s/AAAA)
    好
        [上一篇](https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA)
    """


class UnpublishedPost(Rule, code="L020", source=OURS):
    """链接的那一篇还没有发布，只留下文字
    the post it links to is not published yet; only the words are kept

    为什么
        没有发布就没有地址，而这一篇发布后改不了。
        一起发布时，mdwx 会先发被链接的那一篇。
    Why
        Without a publication there is no address, and this article cannot be changed
        later. Publish both in one run: mdwx sends the one that is linked to first.
    不好
        [下一篇](waiting.md)
    好
        [上一篇](out.md)
    """


class MissingPost(Rule, code="L021", source=OURS):
    """站点里没有链接的那一篇，只留下文字
    there is no such post in the site; only the words are kept

    为什么
        多半是改了名字、挪了地方，或者写错了一个字。
    Why
        Most likely it was renamed or moved, or a letter is wrong.
    不好
        [上一篇](ouut.md)
    好
        [上一篇](out.md)
    """


class HeldPost(Rule, code="L022", source=OURS):
    """链接的那一篇标着草稿，不会有地址，只留下文字
    the post it links to is held back as a draft; only the words are kept

    为什么
        写着 draft: true 的文章不会发布，也就没有地址。
    Why
        A post with draft: true is never published and gets no address.
    不好
        [另一篇](held.md)
    好
        [上一篇](out.md)
    """


class AmbiguousPost(Rule, code="L023", source=OURS):
    """这个名字可能指好几篇文章
    the name may mean several posts

    为什么
        不同文件夹里有同名的文件；猜错了，读者就去了别处。
    Why
        Files of one name lie in several folders; a wrong guess leads readers astray.
    不好
        [[twins]]
    好
        [[out]]
    """


class UnknownVariable(Rule, code="L024", source=OURS):
    """before、after 里有不认识的变量，读者会看到原样
    a part round the article has an unknown variable; readers see it as it stands

    为什么
        放在每篇文章前后的部分可以写 {title} 这样的变量；写错的不会被替换。
    Why
        What stands round every article may hold variables such as {title}; a misspelled
        one is not replaced.
    不好
        这是《{titel}》。
    好
        这是《{title}》。
    """


class LackingValue(Rule, code="L025", source=OURS, severity=NOTE):
    """文章没有这个值，那一段没有放进去
    the post has no such value, so the line is left out

    为什么
        “作者：”后面空着不好看，所以整段不放。
    Why
        "By:" with nothing behind it looks odd, so the whole line is left out.
    不好
        地点：{digest}
    好
        题目：{title}
    """


class BadMiniProgram(Rule, code="L026", source=DEVELOPERS, severity=ERROR):
    """小程序的 AppID 不对
    that is no AppID of a mini program

    为什么
        AppID 是 wx 加 16 位；gh_ 开头的是原始 ID。不对的会被拒绝（40213、45166）。
    Why
        An AppID is wx and 16 digits; what begins with gh_ is the original id. A wrong
        one is refused (40213, 45166).
    不好
        [去预约](mp://gh_0123456789ab/pages/index)
    好
        [去预约](mp://wx0123456789abcdef/pages/index)
    """


class BadCard(Rule, code="L027", source=CARDS, severity=ERROR):
    """公众号名片没有 id，打不开
    an account card names no account and opens nothing

    为什么
        id 是那个公众号文章链接里的 __biz，没有它，名片是一张空卡。
    Why
        The id is the __biz in the links of that account; without it the card is empty.
    不好
        <mp-common-profile data-nickname="某某" data-id=""></mp-common-profile>

        文字。
    好
        <mp-common-profile data-id="MzA4MjEyNTA5Mw=="></mp-common-profile>

        文字。
    """


class AdminLink(Rule, code="L060", source=OURS, severity=ERROR):
    """链接指向公众号后台，还带着你的登录信息
    a link leads to the admin site and carries your session

    为什么
        读者打不开；地址里的 token 是你这次登录的凭据，不能给别人看。
    Why
        Readers cannot open it, and the token in it is your session's: it is for nobody
        else's eyes.
    不好
        [原文](https://mp.weixin.qq.com/cgi-bin/appmsg?token=1)
    好
        [原文](https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA)
    """

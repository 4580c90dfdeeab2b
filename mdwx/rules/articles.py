"""S, and what concerns an article as a whole."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, NOTE, WARNING, Rule
from mdwx.rules.sources import (
    DRAFT_PAGE,
    EDITOR,
    OURS,
    PEERS,
    REFUSED,
    WCAG,
    structure,
)

__all__ = ["TITLE"]

TITLE: Final = Text(zh="整篇文章", en="The article as a whole")


class EmptyArticle(Rule, code="S001", source=DRAFT_PAGE, severity=ERROR):
    """文章是空的
    the article is empty

    为什么
        没有正文的草稿微信不收；多半是文件没有保存，或者正文全在注释里。
    Why
        WeChat takes no draft without content; most likely the file was not saved, or
        everything in it is a comment.
    不好
        ---
        title: 标题
        ---

        <!-- 还没写 -->
    好
        ---
        title: 标题
        ---

        写好了。
    """


class LongText(Rule, code="S002", source=DRAFT_PAGE, limits=("article_text",)):
    """正文超过两万字
    the text has more than 20 000 characters

    为什么
        官方文档写着两万字，目前并不强制，十五万字也收过；哪天强制了，整篇都发不出去。
    Why
        The documents say 20 000 characters. It is not enforced today: 150 000 were
        accepted once.
    不好
        一篇两万五千字的文章
    好
        上、下两篇，各一万两千字，互相链接
    """


class HeavyArticle(
    Rule,
    code="S003",
    source=REFUSED,
    severity=(WARNING, ERROR),
    limits=("article_markup",),
):
    """HTML 太大，微信会拒绝
    the markup is so large that WeChat refuses it

    为什么
        实测 669 到 691 KB 之间有一堵墙（45002），和写的是什么无关。
        大表格和长代码最占地方。
    Why
        There is a wall between 669 and 691 KB (45002), whatever the content. Large
        tables and long code take most of it.
    不好
        一张一千行的表格
    好
        把表格拆进几篇文章，或者导出成图片
    """


class SlowToPaste(
    Rule, code="S004", source=PEERS, severity=NOTE, limits=("article_pasted",)
):
    """文章很大，在公众号后台打开会很慢
    the article is so large that the web editor opens it slowly

    为什么
        400 KB 以上，后台的编辑器打开、粘贴都要等很久，有时会卡死；用接口发送不受影响。
    Why
        Above 400 KB the web editor takes its time, and sometimes dies. Sending it by
        API is not slower.
    不好
        一张七百行的表格，再到后台改错字
    好
        在 Markdown 里改好，再运行 mdwx draft
    """


class HeavyDrawings(Rule, code="S005", source=OURS, limits=("drawings",)):
    """SVG 占了文章的大半
    drawings take most of the room an article has

    为什么
        SVG 写在正文里，每个字节都算进文章的大小；图片不算。
    Why
        SVG is part of the markup and counts byte for byte; pictures do not.
    不好
        一篇有五十张 SVG 流程图的文章
    好
        在 mdwx.toml 的 [markdown] 里写 diagrams = "png"
    """


class PicturesOnly(Rule, code="I063", source=OURS, severity=NOTE):
    """文章只有图片，没有文字
    the article is pictures only

    为什么
        搜一搜找不到它，听文章的人什么也听不到，自动的摘要也是空的。
    Why
        Search does not find it, people who listen hear nothing, and it gets no digest.
    不好
        ![秋天的湖，岸边有两个人](lake.jpg)
    好
        秋天的湖，水很浅，可以走到对岸。

        ![秋天的湖，岸边有两个人](lake.jpg)
    """


class MostlyPictures(
    Rule, code="I080", source=OURS, severity=NOTE, limits=("picture_words",)
):
    """内容大多在图里，文字很少
    most of the article is said in pictures

    为什么
        图里的字搜不到、听不到、复制不了，夜里还是一片白。
    Why
        Words in pictures cannot be searched, heard or copied, and stay white at night.
    不好
        ![活动的时间和地点](1.jpg)

        ![报名的办法](2.jpg)

        ![注意事项](3.jpg)

        欢迎参加。
    好
        活动在十月二十六日上午九点开始，地点是学校南门外的小广场，请提前十分钟到；
        报名请在十月二十日之前告诉班长，每班最多十个人，不收费用，中午在食堂吃饭；
        下雨就改到下一个星期六，带上水杯和外套，路上听老师的安排；回来的车下午四点开，
        不跟车回来的同学，请家长提前一天写好条子交给班长，由班长统一转给值班的老师。

        ![小广场在南门外面](1.jpg)

        ![报名表的样子](2.jpg)

        ![水杯和外套](3.jpg)
    """


class SkippedHeading(Rule, code="M060", source=WCAG, severity=NOTE):
    """标题跳级
    a heading skips a level

    为什么
        听文章的人靠标题的级别找路；大小是主题的事，不必用级别来调。
    Why
        Whoever listens finds the way by the levels of headings. How large they are is
        the theme's affair.
    不好
        ## 第一部分

        #### 第一点
    好
        ## 第一部分

        ### 第一点
    """


class DeepChain(
    Rule,
    code="M061",
    source=structure("2.1"),
    severity=(WARNING, ERROR),
    limits=("chain",),
    syntax="html",
    is_firm=False,
):
    """很多层一样的元素套在一起
    many boxes alike stand one inside the other

    为什么
        超过 10 层，编辑器会自己拆掉多余的，拆到哪一层说不准。
    Why
        Beyond ten the editor takes them out, and nobody can say which.
    不好
        <section><section><section><section><section><section><section><section>
        <section><section><section><section><p>字</p></section></section></section>
        </section></section></section></section></section></section></section>
        </section></section>
    好
        <section><section><p>字</p></section></section>
    """


class HollowRow(
    Rule,
    code="M062",
    source=structure("2.1"),
    limits=("children", "empty_children"),
    syntax="html",
):
    """一个盒子里有很多空元素
    a box holds many empty elements

    为什么
        二十个以上的元素里有十五个以上是空的，编辑器会把它们删掉。
    Why
        Where more than 15 of more than 20 children are empty, the editor deletes them.
    不好
        <section><p></p><p></p><p></p><p></p><p></p><p></p><p></p><p></p><p></p><p></p>
        <p></p><p></p><p></p><p></p><p></p><p></p><p></p><p></p><p></p><p></p><p>字</p>
        </section>
    好
        <section><p style="margin-top: 40px">字</p></section>
    """


class SmallText(
    Rule,
    code="C060",
    source=PEERS,
    severity=(WARNING, ERROR),
    limits=("small_text",),
    is_firm=False,
):
    """字太小，手机上看不清
    text is too small to read on a phone

    为什么
        12px 以下费眼睛，10px 以下有的手机会自己放大，版面就乱了。
    Why
        Below 12 px it tires the eyes; below 10 px some phones enlarge it by themselves.
    不好
        <p style="font-size: 11px">图片来自网络</p>
    好
        <p style="font-size: 13px">图片来自网络</p>
    """


class ZeroWidth(Rule, code="C156", source=PEERS, syntax="html"):
    """文字里有看不见的字符
    an invisible character is in the text

    为什么
        从网页复制的文字会带来 U+200B、U+FEFF；在有的手机上，粗体后面会因此断行。
        正文里的 mdwx 会去掉，剩下的要你来删。
    Why
        U+200B and U+FEFF come along with text copied from web pages, and break lines
        behind bold words on some phones. mdwx takes them out of running text.
    不好
        <p><strong>重点</strong>&#8203;后面的字</p>
    好
        <p><strong>重点</strong>后面的字</p>
    """


class LeftOver(Rule, code="M090", source=EDITOR, severity=ERROR, syntax="html"):
    """成品里还留着微信不收的东西
    something that WeChat does not take is left in the article

    为什么
        mdwx 会把这些都换掉；还有，就是 mdwx 的毛病，请把这一段文字报告给我们。
        文章发布后改不了，所以宁可不发。
    Why
        mdwx rewrites all of these; what is left is a fault of ours: please report the
        paragraph. A published article cannot be changed, so it is not sent.
    不好
        <div>字</div>
    好
        <section>字</section>
    """

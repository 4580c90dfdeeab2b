"""I and R020: pictures, covers, and what is written for those who cannot see them."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import ERROR, NOTE, Rule
from mdwx.rules.sources import (
    DRAFT_PAGE,
    FORUM,
    MATERIAL_PAGE,
    OURS,
    WCAG,
    structure,
)

__all__ = ["TITLE"]

TITLE: Final = Text(zh="图片和封面", en="Pictures and covers")


class UnreadablePicture(Rule, code="R020", source=MATERIAL_PAGE, severity=ERROR):
    """图片读不出来
    a picture cannot be read

    为什么
        找不到、坏了、太大，或者不是图片；读者会看到一个洞，所以不发。
        路径从文章所在的文件夹算起，再到 content、站点和 [site] assets 里找。
    Why
        It is missing, damaged, too large, or no picture at all. Readers would see a
        hole, so nothing is sent. Paths start at the post's folder, then in content, the
        site, and the folders of [site] assets.
    不好
        ![一只猫](没有这张图.jpg)
    好
        ![一只猫](cat.jpg)
    """


class ShrunkAnimation(Rule, code="I021", source=FORUM):
    """动图太大，缩小了
    an animation is too large and was shrunk

    为什么
        微信只收 10 MB、宽×高×帧数六百万以内的动图。
    Why
        WeChat takes 10 MB and six million width x height x frames.
    不好
        ![操作过程](一千像素宽、两百帧.gif)
    好
        ![操作过程](四百像素宽、三十帧.gif)
    """


class StillAnimation(Rule, code="I022", source=MATERIAL_PAGE):
    """动图变成了静止的第一帧
    an animation stands still: only its first frame is used

    为什么
        动的 WebP、APNG、AVIF 微信不收；太大的动图怎么缩都放不进去。
    Why
        WeChat takes no moving WebP, APNG or AVIF, and some animations fit in no size.
    不好
        ![操作过程](六百帧的录屏.webp)
    好
        ![操作过程](三十帧.gif)
    """


class FlattenedPicture(Rule, code="I023", source=MATERIAL_PAGE):
    """透明图太大，垫了白底
    a transparent picture is too large and was put on white

    为什么
        正文图片要在 1 MB 以内，透明的只能用 PNG，放不下时改成白底的 JPEG；
        深色模式里看得出来。
    Why
        A picture of the body has to be under 1 MB, and a transparent one a PNG. What
        does not fit becomes a JPEG on white, which shows at night.
    不好
        ![示意图](三千像素宽的透明图.png)
    好
        ![示意图](一千像素宽的透明图.png)
    """


class NarrowPicture(Rule, code="I024", source=MATERIAL_PAGE):
    """长图缩得很窄，字可能看不清
    a tall picture was made so narrow that its words may be hard to read

    为什么
        为了放进大小的限制，长图只能缩小；切成几张就不用缩。
    Why
        To fit the limits a tall picture has to shrink; several of them need not.
    不好
        ![聊天记录](两万像素高的截图.png)
    好
        ![聊天记录，上](1.png)

        ![聊天记录，下](2.png)
    """


class DrawnCover(Rule, code="I025", source=OURS, severity=NOTE):
    """没有写封面，也没有图，封面用标题画成
    there is no cover and no picture, so the cover is drawn from the title

    为什么
        草稿必须有封面。画的封面写着标题，够用；要自己的，在头信息里写 cover。
    Why
        A draft must have a cover. One drawn from the title will do; for your own, write
        cover in the front matter.
    不好
        ---
        title: 秋天的三条路线
        ---

        只有文字。
    好
        ---
        title: 秋天的三条路线
        cover: lake.jpg
        ---

        只有文字。
    """


class SmallCover(Rule, code="I026", source=DRAFT_PAGE, limits=("cover_width",)):
    """封面太小，会糊
    the cover is so small that it blurs

    为什么
        消息列表里的封面是 900×383，裁成 2.35:1 之后不到三分之一宽的图会糊。
    Why
        The list shows covers of 900 x 383; one that is less than a third as wide once
        it is cut to 2.35:1 blurs.
    不好
        ---
        cover: 两百像素宽的头像.png
        ---
    好
        ---
        cover: 九百像素宽的照片.jpg
        ---
    """


class WordlessCover(Rule, code="I027", source=OURS):
    """没有能写这个标题的字体，封面上没有字
    no font here can write the title, so the cover has no words

    为什么
        封面要用电脑上的中文字体来画；服务器和容器里常常一个都没有。
    Why
        The cover is drawn with the fonts of the computer; servers and containers often
        have none for Chinese.
    不好
        $ mdwx build
    好
        $ apt install fonts-noto-cjk
        $ mdwx build
    """

    syntax = "console"


class DarkLines(Rule, code="I028", source=structure("4.3.2"), severity=NOTE):
    """透明图上是深色的线条，深色模式下看不清
    a transparent picture is drawn in dark lines, which a dark page swallows

    为什么
        深色模式不改图片：黑线还是黑的，透明的地方变成了深灰。
    Why
        Dark mode leaves pictures alone: black lines stay black, and what is transparent
        turns dark grey.
    不好
        ![示意图](透明底的黑线.png)
    好
        ![示意图](白底的黑线.png)
    """


class NoAltText(Rule, code="I062", source=WCAG):
    """图片没有替代文字
    a picture has no alternative text

    为什么
        看不见图的人听的是它；图还没加载出来时，读者看到的也是它。
    Why
        It is what people hear who cannot see the picture, and what stands in its place
        until it has loaded.
    不好
        ![](lake.jpg)

        文字。
    好
        ![秋天的湖，岸边有两个人](lake.jpg)

        文字。
    """


class HollowAltText(Rule, code="I081", source=WCAG, severity=NOTE):
    """替代文字只是文件名，没有说图上有什么
    the alternative text is a file's name and says nothing

    为什么
        听文章的人会听到“IMG 下划线 1024 点 JPG”。
    Why
        Whoever listens hears "IMG underscore 1024 dot JPG".
    不好
        ![IMG_1024.jpg](lake.jpg)

        文字。
    好
        ![秋天的湖，岸边有两个人](lake.jpg)

        文字。
    """


class EmbeddedNote(Rule, code="I064", source=OURS):
    """笔记不能嵌进文章，这里什么都不显示
    a note cannot be embedded and is left out

    为什么
        Obsidian 的 `![[笔记]]` 把另一篇的内容显示在这里；微信里没有别的文件可以显示。
    Why
        Obsidian's `![[note]]` shows another file in this place; WeChat has none.
    不好
        ![[会议记录]]

        文字。
    好
        会议决定十月二十六日开始。

        文字。
    """


class EmbeddedFile(Rule, code="I065", source=OURS):
    """嵌入的不是图片，只留下名字
    what is embedded is no picture; only its name is kept

    为什么
        文章里放不了 PDF 和表格。放到网上，写成链接；读者会在文末看到网址。
    Why
        An article holds no PDF and no spreadsheet. Put it on the web and link to it.
    不好
        ![[报告.pdf]]
    好
        [报告](https://example.com/report.pdf)
    """


class EmptyGallery(Rule, code="I066", source=OURS):
    """::: row、::: gallery、::: slider 里没有图片
    a row, gallery or slider holds no picture

    为什么
        这几个盒子是用来排图片的；没有图片，就只是普通的段落。
    Why
        These boxes arrange pictures; without any they are plain paragraphs.
    不好
        ::: gallery
        春天和秋天
        :::
    好
        ::: gallery
        ![春天的湖](spring.jpg)
        ![秋天的湖](autumn.jpg)
        :::

        春天和秋天的湖，水位差了两米，岸边的石头到了秋天才露出来，可以走到对岸去，
        夏天不行；冬天结了冰，也不要走上去，冰很薄。
    """

"""M: HTML that an author wrote and an article cannot hold."""

from __future__ import annotations

from typing import Final

from mdwx.model import Text
from mdwx.rules.rule import Rule
from mdwx.rules.sources import (
    COMMONMARK,
    DRAFT_PAGE,
    EDITOR,
    OURS,
    PEERS,
    READ_BACK,
)

__all__ = ["TITLE"]

TITLE: Final = Text(zh="写在文章里的 HTML", en="HTML in a post")


class Script(Rule, code="M001", source=DRAFT_PAGE):
    """脚本连同内容去掉了
    a script is left out with its content

    为什么
        微信去掉一切 JavaScript；`<noscript>`、`<template>` 里的字也一起去掉。
    Why
        WeChat removes all JavaScript, and with it what `<noscript>` and `<template>`
        hold.
    不好
        <script>alert("你好")</script>

        文字。
    好
        文字。
    """


class Stylesheet(Rule, code="M002", source=READ_BACK):
    """样式表连同内容去掉了
    a stylesheet is left out with its content

    为什么
        文章里没有样式表。这一篇自己的样式写在头信息的 style 里，mdwx 会算进每个元素。
    Why
        An article has no stylesheet. CSS for one post goes into style in its front
        matter, from where it is computed into each element.
    不好
        <style>p { color: #555; }</style>

        文字。
    好
        ---
        style: "p { color: #555; }"
        ---

        文字。
    """


class Frame(Rule, code="M007", source=PEERS):
    """嵌入的网页变成了一行文字和网址
    an embedded page became a line with its address

    为什么
        微信只留自己后台插入的视频框；别的网页、地图、幻灯片都去掉。
    Why
        WeChat keeps the video frames of its own back office; pages, maps and slides of
        others are removed.
    不好
        <iframe src="https://example.com/map"></iframe>
    好
        [地图](https://example.com/map)
    """


class Player(Rule, code="M008", source=PEERS):
    """音视频变成了一行文字和网址
    video or sound became a line with its address

    为什么
        接口发来的音视频会被删掉；要在公众平台后台插入。
    Why
        Video and sound sent by API are deleted; they are inserted in the back office.
    不好
        <video src="https://example.com/a.mp4"></video>
    好
        [看视频](https://example.com/a.mp4)
    """


class FormControl(Rule, code="M009", source=PEERS):
    """表单控件去掉了，只留下文字
    a form control is left out; its words are kept

    为什么
        文章里点不了按钮，也填不了表。复选框会写成 ☑ 和 ☐。
    Why
        Nothing in an article can be pressed or filled in. Check boxes become ☑ and ☐.
    不好
        <p>姓名 <input type="text" value="张三"></p>
    好
        <p>姓名：张三</p>
    """


class MathMarkup(Rule, code="M010", source=PEERS):
    """MathML 公式不显示，只留下文字
    MathML is not drawn; only its text is kept

    为什么
        微信不画 MathML，它的源码反而会显示出来。写成 $…$，mdwx 画成 SVG。
    Why
        WeChat draws no MathML and may show its source. Write $…$: it becomes an SVG.
    不好
        <math><mi>x</mi><mo>=</mo><mn>1</mn></math>
    好
        $x = 1$
    """


class NoTag(Rule, code="M011", source=COMMONMARK):
    """尖括号里的不是 HTML 标签，按文字显示
    what stands between angle brackets is no HTML tag and is shown as text

    为什么
        多半是代码，如泛型；浏览器会把它当标签吞掉，所以 mdwx 当文字留下。
    Why
        Most likely it is code, such as a generic type. A browser would swallow it.
    不好
        返回 List<User> 就行。
    好
        返回 `List<User>` 就行。
    """


class UnknownTag(Rule, code="M012", source=EDITOR):
    """微信不认识的标签，只留下其中的内容
    a tag that WeChat does not know; only its content is kept

    为什么
        自定义的元素在编辑器里会被拆掉，mdwx 先拆，免得丢字。
    Why
        The editor takes elements of one's own apart; mdwx does it first and loses no
        word.
    不好
        <my-box>字</my-box>
    好
        <section>字</section>
    """


class EventHandler(Rule, code="M102", source=DRAFT_PAGE):
    """onclick 之类的脚本去掉了
    a script in an attribute such as onclick is left out

    为什么
        微信去掉一切 JavaScript，写在属性里的也一样。
    Why
        WeChat removes all JavaScript, in attributes too.
    不好
        <p onclick="show()">字</p>
    好
        <p>字</p>
    """


class DeadDrawing(Rule, code="M103", source=READ_BACK):
    """SVG 里会失效的部分去掉了
    a part of the SVG that does not work in WeChat is left out

    为什么
        微信去掉所有的 id；渐变、滤镜、蒙版、箭头都靠 id 引用，一个也不剩。
    Why
        WeChat takes every id away; gradients, filters, masks and markers are found by
        their ids.
    不好
        <svg viewBox="0 0 9 9"><defs><linearGradient></linearGradient></defs>
        <rect width="9" height="9" fill="#07c160"></rect></svg>
    好
        <svg viewBox="0 0 9 9"><rect width="9" height="9" fill="#07c160"></rect></svg>
    """


class UnreadableStyle(Rule, code="M104", source=OURS):
    """嵌套太深的 style 属性去掉了
    a style that is nested too deep is left out

    为什么
        括号套了几十层的样式没有人写，读它会拖垮程序。
    Why
        Nobody writes brackets dozens deep, and reading them could stall any program.
    不好
        style 属性里有几百层括号
    好
        <p style="color: #555">字</p>
    """


class DoubtfulAnimation(Rule, code="M106", source=PEERS):
    """SVG 动画可能不动
    an animation of the SVG may not run

    为什么
        微信和排版公司约定过一份可以动的属性，别的在有的手机上不动。
    Why
        WeChat and layout vendors agreed on a list of what may move; other attributes
        stand still on some phones.
    不好
        <svg viewBox="0 0 9 9"><text y="9" fill="#07c160">字<animate
        attributeName="font-size" from="1" to="9" dur="1s"></animate></text></svg>
    好
        <svg viewBox="0 0 9 9"><text y="9" fill="#07c160">字<animate
        attributeName="opacity" from="0" to="1" dur="1s"></animate></text></svg>
    """

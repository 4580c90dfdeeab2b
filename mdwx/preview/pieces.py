"""The pieces that pages around an article are made of, as HTML.

They are written here and not in a template, because ``dist/`` needs nothing else: one
article would wait longer for Jinja to be imported than for any stage of its own
building. Pages with more to show, as those of the sandbox, have templates, and these
pieces in them.
"""

from __future__ import annotations

from collections.abc import Iterable

from mdwx.model import Crop, Finding, Severity, Text
from mdwx.preview.screens import Screen
from mdwx.records import dataclass

__all__ = ["NAMES", "Pieces", "crop_style", "escaped"]

NAMES = ("article", "cover", "finding_list", "stage")
"""What templates may use."""

SEVERITIES = {
    Severity.ERROR: Text(zh="错误", en="error"),
    Severity.WARNING: Text(zh="警告", en="warning"),
    Severity.NOTE: Text(zh="提示", en="note"),
}


def escaped(text: object) -> str:
    """Words as they stand in markup, also between quotes."""
    told = str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return told.replace('"', "&#34;").replace("'", "&#39;")


def crop_style(crop: Crop) -> str:
    """Declarations that show just this part of a picture in its box."""
    width, height = crop.x2 - crop.x1, crop.y2 - crop.y1
    if width <= 0 or height <= 0:
        return ""
    shown = {
        "width": 100 / width,
        "height": 100 / height,
        "left": 100 * (0 - crop.x1) / width,
        "top": 100 * (0 - crop.y1) / height,
    }
    return ";".join(f"{name}:{value:.4f}%" for name, value in shown.items())


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces, in the words of one language."""

    language: str

    def say(self, zh: str, en: str) -> str:
        """Words of ours."""
        return zh if self.language == "zh" else en

    def said(self, sentence: Text) -> str:
        """A sentence, as markup."""
        return escaped(sentence.said(self.language))

    def cover(self, address: str | None, crop: Crop | None, alt: str = "") -> str:
        """The part of a picture that the list of messages shows."""
        if not address:
            none = self.say("没有封面", "no cover")
            return f'<span class="mx-cover mx-cover-none">{none}</span>'
        style = f' style="{crop_style(crop)}"' if crop else ""
        picture = f'<img src="{escaped(address)}" alt="{escaped(alt)}"{style}>'
        return f'<span class="mx-cover">{picture}</span>'

    def list_card(self, screen: Screen) -> str:
        """An article in the list of messages."""
        card = f"""<div class="mx-card" lang="zh-CN">
{self.cover(screen.cover, screen.wide)}
<div class="mx-card-text">
<p class="mx-card-title">{escaped(screen.title)}</p>
<p class="mx-card-digest">{escaped(screen.shown_digest)}</p>
</div>
</div>"""
        if screen.digest or not screen.shown_digest:
            return card
        hint = self.say(
            "没有写摘要：微信取正文前 54 个字",
            "no digest given: WeChat takes the first 54 characters of the text",
        )
        return f'{card}\n<p class="mx-hint">{hint}</p>'

    def finding_list(self, findings: Iterable[Finding]) -> str:
        """What was found, one line each."""
        lines = "".join(f"\n{self.finding(it)}" for it in findings)
        return f'<ul class="mx-findings">{lines}\n</ul>'

    def finding(self, finding: Finding) -> str:
        """One finding."""
        severity = f"{self.said(SEVERITIES[finding.severity])} {finding.code}"
        told = self.said(finding.message)
        if finding.hint:
            told += self.say("；", "; ") + self.said(finding.hint)
        if finding.where:
            told += f'<span class="mx-where">{escaped(finding.where)}</span>'
        return (
            f'<li class="mx-finding" data-severity="{finding.severity}">'
            f'<span class="mx-code">{severity}</span>{told}</li>'
        )

    def article(self, screen: Screen, *, night: bool = False) -> str:
        """The article in WeChat's geometry."""
        side = " mx-by-night" if night else " mx-by-day" if screen.night else ""
        return f"""<article class="rich_media{side}" lang="zh-CN">{self.swiper(screen)}
<div class="rich_media_area"><div class="mx-gap">
<h1 class="rich_media_title">{escaped(screen.title)}</h1>
<div class="rich_media_meta_list">{byline(screen)}</div>
{body(screen, night=night)}{self.original(screen)}
</div></div>
</article>"""

    def swiper(self, screen: Screen) -> str:
        """The pictures of a newspic."""
        if not screen.gallery:
            return ""
        shape = self.say("第 {} 张，共 {} 张", "picture {} of {}")
        pictures = "".join(
            f'<img src="{escaped(it)}" alt="{shape.format(at, len(screen.gallery))}">'
            for at, it in enumerate(screen.gallery, 1)
        )
        label = self.say("图片", "pictures")
        return f"""
<div class="share_media_swiper" tabindex="0" role="group" aria-label="{label}">\
{pictures}</div>"""

    def original(self, screen: Screen) -> str:
        """The link below the article."""
        if not screen.source_url:
            return ""
        words = self.say("阅读原文", "read the original")
        return f"""
<p class="rich_media_tool"><a href="{escaped(screen.source_url)}" \
rel="noopener noreferrer" target="_blank">{words}</a></p>"""

    def stage(self, screen: Screen) -> str:
        """The article on its phone, by day and by night, and what is told beside it."""
        night = self.article(screen, night=True) if screen.night else ""
        label = self.say("关于这篇文章", "about this article")
        dark = self.say("深色模式", "dark mode")
        switch = f'\n<label class="mx-switch" for="mx-night">{dark}</label>'
        listed = self.say("在消息列表里", "In the message list")
        return f"""<div class="mx-stage">
<div class="mx-phone">{self.article(screen)}{night}</div>
<aside class="mx-aside" aria-label="{label}"><div class="mx-sticky">\
{switch if screen.night else ""}
<section><h2 class="mx-heading">{listed}</h2>
{self.list_card(screen)}</section>{self.told_beside(screen)}
</div></aside>
</div>"""

    def told_beside(self, screen: Screen) -> str:
        """What the author wants to know: findings and facts."""
        told = ""
        if screen.findings:
            heading = self.say("检查结果（{}）", "Findings ({})")
            told += f"""
<section><h2 class="mx-heading">{heading.format(len(screen.findings))}</h2>
{self.finding_list(screen.findings)}</section>"""
        if screen.facts:
            facts = "".join(
                f"<dt>{self.said(name)}</dt><dd>{escaped(value)}</dd>"
                for name, value in screen.facts
            )
            told += f"""
<section><h2 class="mx-heading">{self.say("这篇文章", "This article")}</h2>
<dl class="mx-facts">{facts}</dl></section>"""
        return told


def byline(screen: Screen) -> str:
    """Author, account and date below the title."""
    meta = "rich_media_meta"
    named = (
        (meta, screen.author),
        (f"{meta} rich_media_meta_nickname", screen.account),
        (meta, screen.date),
    )
    return "".join(
        f'<span class="{name}">{escaped(word)}</span>' for name, word in named if word
    )


def body(screen: Screen, *, night: bool) -> str:
    """The content: a fragment, byte for byte; of a newspic, words."""
    name, content = "rich_media_content", screen.night if night else screen.content
    if screen.is_newspic:
        name, content = f"{name} share_media_text", escaped(screen.content)
    own = "" if night and not screen.is_newspic else ' id="js_content"'
    return f'<div class="{name}"{own}>{content}</div>'

"""What the sandbox does to content: neutral rewrites and losses, told apart."""

from __future__ import annotations

from html import escape

import pytest
from sandbox_bench import Bench

from mdwx.sandbox.rewrite import RULES, rewrite

OWN = "http://mmbiz.qpic.cn/mmbiz_png/abc/0?wx_fmt=png"

STORED = "http://mmbiz.qpic.cn/mmbiz_png/abc/640?wx_fmt=png&amp;from=appmsg"

NEUTRAL = [
    (
        "lazy pictures",
        f'<img src="{OWN}" alt="x">',
        f'<img data-src="{STORED}" alt="x"/>',
    ),
    (
        "lazy pictures",
        '<img src="https://mmbiz.qpic.cn/mmbiz/abc/0">',
        '<img data-src="https://mmbiz.qpic.cn/mmbiz/abc/640?from=appmsg"/>',
    ),
    (
        "colours",
        '<section style="color:#1aB;top:1px">x</section>',
        '<section style="color:rgb(17, 170, 187);top:1px">x</section>',
    ),
    (
        "colours",
        '<b style="border:1px solid #00000080">x</b>',
        '<b style="border:1px solid rgba(0, 0, 0, 0.502)">x</b>',
    ),
    (
        "lazy pictures",
        '<img src="//mmecoa.qpic.cn/sz_mmecoa_png/abc/0">',
        '<img data-src="//mmecoa.qpic.cn/sz_mmecoa_png/abc/640?from=appmsg"/>',
    ),
    ("breaks", "a<br>b<br/>c", "a<br  />b<br  />c"),
    (
        "svg",
        '<svg viewBox="0 0 1 1"><path d="M0"/></svg>',
        '<svg viewbox="0 0 1 1"><path d="M0"></path></svg>',
    ),
    ("leaves", "<p>a <b>b</b></p>", '<p><span leaf="">a <b>b</b></span></p>'),
    ("comments", "a<!-- b -->c", "ac"),
]

LOSSES = [
    ("scripts", "a<script>x</script>b", "ab"),
    ("scripts", "<noscript>x</noscript>b", "b"),
    ("stylesheets", "<style>p{}</style>b<link href=x>", "b"),
    ("stylesheets", "<title>x</title>b", "b"),
    ("frames", '<iframe src="https://e.com"></iframe>b', "b"),
    ("frames", "a<embed src=x>b", "ab"),
    ("players", '<video src="https://e.com/a.mp4"></video>b', "b"),
    (
        "players",
        "<section>a<source src=x><b>b</b></section>",
        "<section>a<b>b</b></section>",
    ),
    ("forms", '<input type="checkbox">b<label>c</label>', "bc"),
    ("mathml", "<math><mi>x</mi></math>b", "b"),
    ("handlers", '<b onclick="x()">b</b>', "<b>b</b>"),
    ("ids", '<b id="x">b</b>', "<b>b</b>"),
    ("ids", '<svg><g id="x"></g></svg>', "<svg><g></g></svg>"),
    ("links", '<a href="https://e.com">a<b>b</b></a>c', "a<b>b</b>c"),
    ("links", '<a href="mailto:a@e.com">a</a>', "a"),
    ("links", '<a href="/relative">a</a>', "a"),
    ("pictures", '<img src="https://e.com/a.png">b', "b"),
    (
        "data pictures",
        '<img src="data:image/png;base64,AA">',
        '<img src="data:image/png;base64,AA"/>',
    ),
    (
        "backgrounds",
        '<b style="color:red;background-image:url(https://e.com/a;b.png);top:1px">x</b>',
        '<b style="color:red;top:1px">x</b>',
    ),
    (
        "variables",
        '<b style="--main:red;color:red">x</b>',
        '<b style="color:red">x</b>',
    ),
    ("code styles", '<code style="color:red">x</code>', "<code>x</code>"),
    ("code lines", "<pre>a\n  b</pre>", "<pre>a b</pre>"),
]

KEPT = [
    '<a href="https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv">a</a>',
    '<section class="x" data-w="1" style="max-height:9px;overflow-y:auto">b</section>',
    f'<b style="background-image:url(&quot;{OWN}&quot;)">x</b>',
    '<iframe class="rich_pages video_iframe" data-mpvid="wxv_1" '
    'data-src="https://mp.weixin.qq.com/mp/readtemplate?t=pages/video_player_tmpl"></iframe>',
    '<mp-common-miniprogram data-x="1"></mp-common-miniprogram>',
    '<pre style="margin:0">a</pre>',
    '<table style="width:9px"><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
    "<section>a&nbsp;b &lt;c&gt; &amp; 字 😀</section>",
    "<b title=\"&quot;q&quot; 's'\">x</b>",
    "x<section><section>deep</section></section>y",
]


@pytest.mark.parametrize(("rule", "sent", "stored"), NEUTRAL)
def test_a_neutral_rewrite_loses_nothing(rule, sent, stored):
    """The markup changes; the rule is named."""
    found = rewrite(sent)
    assert found.content == stored
    assert {met.rule for met in found.neutral} == {rule}
    assert found.losses == ()


@pytest.mark.parametrize(("rule", "sent", "stored"), LOSSES)
def test_a_loss_is_named(rule, sent, stored):
    """What a reader misses is taken out and told."""
    found = rewrite(sent)
    assert found.content == stored
    assert {met.rule for met in found.losses} == {rule}


@pytest.mark.parametrize("sent", KEPT)
def test_good_markup_is_left_alone(sent):
    """Nothing is met, nothing changes."""
    found = rewrite(sent)
    assert (found.content, found.neutral, found.losses) == (sent, (), ())


def test_every_rule_has_a_case():
    """The table and these cases hold the same rules."""
    cases = {name for name, _, _ in [*NEUTRAL, *LOSSES]}
    assert cases == {rule.name for rule in RULES}
    assert all(rule.source for rule in RULES)


@pytest.mark.parametrize("sent", [each for _, each, _ in [*NEUTRAL, *LOSSES]] + KEPT)
def test_a_second_rewrite_changes_nothing(sent):
    """What is stored is stable."""
    once = rewrite(sent).content
    assert rewrite(once).content == once


@pytest.mark.parametrize(
    "sent", ["</section>x", "<p>a<p>b", "a" + "<section>" * 300 + "x", "", " \n"]
)
def test_odd_markup_keeps_its_text(sent):
    """Markup is repaired, text stays."""
    assert rewrite(sent).content.replace("&nbsp;", " ").count("x") == sent.count("x")


def test_a_picture_of_another_account_stays(tmp_path):
    """Every address on WeChat's picture hosts is kept, whoever uploaded it."""
    bench = Bench(tmp_path)
    keys = bench.host.add_account()
    other = Bench(None, host=bench.host, clock=bench.clock, keys=keys)
    mine, library = bench.uploadimg()["url"], bench.material()["url"]
    theirs, nobody = other.uploadimg()["url"], OWN
    images = "".join(f'<img src="{url}">' for url in (mine, library, theirs, nobody))
    content = bench.stored(bench.draft(bench.article(content=images)))["content"]
    assert content.count("<img") == 4


@pytest.mark.parametrize(
    "address",
    [
        "https://mmbiz.qpic.cn.e.com/mmbiz_png/abc/0",
        "https://mmbiz.qpic.cn@e.com/mmbiz_png/abc/0",
        "https://e.com/mmbiz.qpic.cn/mmbiz_png/abc/0",
        "ftp://mmbiz.qpic.cn/mmbiz_png/abc/0",
        "mmbiz_png/abc/0",
    ],
)
def test_a_picture_that_only_looks_like_one_vanishes(address):
    """The host counts, not the looks."""
    assert rewrite(f'a<img src="{address}">b').content == "ab"


def test_https_and_sizes_are_the_same_picture(tmp_path):
    """A picture is known by the middle of its address."""
    bench = Bench(tmp_path)
    url = bench.uploadimg()["url"].replace("http:", "https:").replace("/0", "/640")
    content = f'<img src="{url}?wx_fmt=png"><img data-src="{url}">'
    assert (
        bench.stored(bench.draft(bench.article(content=content)))["content"].count(
            "<img"
        )
        == 2
    )


def test_outside_pictures_may_be_refused(tmp_path):
    """Some users got 45166 instead."""
    bench = Bench(tmp_path)
    bench.host.change(external_images="refuse")
    article = bench.article(content='<img src="https://e.com/a.png">')
    assert bench.add(article)["errcode"] == 45166


def test_outside_links_may_be_kept(tmp_path):
    """Accounts with WeChat Pay keep them."""
    bench = Bench(tmp_path)
    bench.host.change(external_links="keep")
    content = '<a href="https://e.com">a</a>'
    assert (
        bench.stored(bench.draft(bench.article(content=content)))["content"] == content
    )


@pytest.mark.parametrize(
    "style",
    [
        "(" * 60000,
        "url(" * 20000,
        "('\"" * 20000,
        "#" * 60000,
        ":" * 60000,
        "\"'" * 30000,
    ],
    ids=["paren", "url", "quotes", "hash", "colon", "mixed"],
)
def test_hostile_styles_cost_little(style):
    """Reading a style takes time in proportion to its length."""
    rewrite(f"<b style='{escape(style)}'>x</b>")

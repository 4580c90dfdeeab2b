"""The rules an article must pass: what they let by, and what they stop."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

import pytest
from building import ROOT, all_drawn, all_readable, default_theme
from casefiles import load_cases, rewrite_case
from lxml import html

from mdwx import checks
from mdwx.checks.limits import LIMITS, Limit
from mdwx.config import Markdown, Site
from mdwx.model import Post, PostType, Severity, Size
from mdwx.page import Page
from mdwx.page.tree import LINE
from mdwx.pipeline import Look, build
from mdwx.post import read_post
from mdwx.rules import Report

PATH = PurePosixPath("content/post.md")


def subject(markup="<p>文</p>", *, title="题", size=None, text="文", **fields):
    """What the checks see of a finished page."""
    root = html.fragment_fromstring(f"<section>{markup}</section>")
    for line, element in enumerate(root.iter("*"), 1):
        element.set(LINE, str(line))
    post = Post(PATH, "post", "文", **fields)
    page = Page(post, title, root, Report(PATH))
    return checks.Subject(page, text, size or Size(text_chars=1, html_bytes=9))


def codes(found):
    return [finding.code for finding in found]


def said(finding):
    """A finding as a line of a case page."""
    return (
        f"{finding.code} {finding.severity} {finding.where.line}: {finding.message.en}"
    )


@pytest.mark.parametrize("case", load_cases("checks"), ids=lambda case: case.name)
def test_cases(case, request):
    """
    What a page says is found in a post.
    """
    post = read_post(case.given.encode(), path=PATH, site=Site())
    look = Look(default_theme(), Markdown())
    article = build(post, look=look, prepare=all_readable, draw=all_drawn)
    actual = "\n".join(said(finding) for finding in (*post.findings, *article.findings))
    if request.config.getoption("--update-cases"):
        rewrite_case(case, actual)
        return
    assert actual == case.expected


CLEAN = [
    "<p>文</p>",
    '<p style="color:#3f3f3f;margin:0 0 20px">文</p>',
    '<p><a href="https://mp.weixin.qq.com/s/x">文</a></p>',
    '<p><img src="a.png" alt="图" data-w="800" data-ratio="0.5"></p>',
    '<p style="background-image:url(https://mmbiz.qpic.cn/a/0)">&nbsp;</p>',
    '<svg viewBox="0 0 1 1"><style>a</style><title>t</title></svg>',
    '<mp-common-profile class="js_wechat_profile" data-id="x"></mp-common-profile>',
    '<iframe class="video_iframe" data-mpvid="wxv_1"></iframe>',
    '<p><a data-miniprogram-appid="wx0123456789abcdef" href="">文</a></p>',
    '<p style="font-size:0;line-height:0">&nbsp;</p>',
    "<section>" * 9 + "文" + "</section>" * 9,
]


@pytest.mark.parametrize("markup", CLEAN)
def test_finished_page_passes(markup):
    """
    What WeChat takes is not complained about.
    """
    assert codes(checks.run(subject(markup))) == []


LEFT_OVER = [
    "<div>文</div>",
    "<form>文</form>",
    "<figure>文</figure>",
    '<iframe src="https://a.example"></iframe>',
    '<p id="x">文</p>',
    '<p class="x">文</p>',
    '<p onclick="x()">文</p>',
    '<a href="https://a.example">文</a>',
    '<a href="#x">文</a>',
    '<a href="">文</a>',
    '<a data-miniprogram-appid="wx0123456789abcdef" href="https://a.example">文</a>',
    '<a href="https://mp.weixin.qq.com.a.example/s/x">文</a>',
    '<a href="javascript:x">文</a>',
    '<img alt="图">',
    '<p style="position:absolute">文</p>',
    '<p style="color:var(--x)">文</p>',
    '<p style="width:calc(100% - 1px)">文</p>',
    '<p style="background-image:url(https://a.example/b.png)">&nbsp;</p>',
    '<p style="background-image:url(b.png)">&nbsp;</p>',
    '<p style="background-image:url(data:image/png;base64,AA)">&nbsp;</p>',
]


@pytest.mark.parametrize("markup", LEFT_OVER)
def test_leftover_stops_the_article(markup):
    """
    Whatever slipped through the transforms is an error: it must not be sent.
    """
    found = checks.run(subject(markup))

    assert codes(found) == ["M090"]
    assert found[0].severity is Severity.ERROR


def test_script_is_a_leftover():
    """
    A script never goes out.
    """
    assert "M090" in codes(checks.run(subject("<p>文</p><script>x()</script>")))


def test_rows_of_empty_boxes_are_told():
    """
    Sixteen empty boxes among more than twenty; one less is nobody's affair.
    """
    full = "<p>文</p>" * 9
    assert "M062" in codes(checks.run(subject(full + "<p></p>" * 16)))
    assert "M062" not in codes(checks.run(subject(full + "<p></p>" * 15)))


def test_heavy_drawings_are_told():
    """
    They count into the size of the article, each for all its bytes.
    """
    path = f"<svg viewBox='0 0 1 1'><path d='{'M0 0' * 40_000}'/></svg>"
    for times, told in ((1, False), (2, True)):
        drawn = subject(path * times, size=Size(html_bytes=len(path) * times))
        assert ("S005" in codes(checks.run(drawn))) is told


def test_long_chain_of_boxes_is_found_once():
    """
    Eleven boxes alike are a warning, fifteen an error, at the outermost.
    """
    found = checks.run(subject("<section>" * 11 + "<p>文</p>" + "</section>" * 11))

    assert [(f.code, f.severity) for f in found] == [("M061", Severity.WARNING)]

    found = checks.run(subject("<section>" * 15 + "<p>文</p>" + "</section>" * 15))

    assert [(f.code, f.severity) for f in found] == [("M061", Severity.ERROR)]


def test_many_empty_boxes_are_found():
    """
    More than twenty children, more than fifteen of them empty.
    """
    assert codes(checks.run(subject("<section></section>" * 16 + "<p>文</p>" * 6))) == [
        "M062"
    ]
    assert (
        codes(checks.run(subject("<section></section>" * 14 + "<p>文</p>" * 9))) == []
    )


SIZES = [
    (Size(text_chars=20_000, html_bytes=400_000), []),
    (Size(text_chars=9, html_bytes=400_001), [("S004", Severity.NOTE)]),
    (Size(text_chars=9, html_bytes=600_000), [("S004", Severity.NOTE)]),
    (Size(text_chars=20_001), [("S002", Severity.WARNING)]),
    (Size(text_chars=9, html_bytes=600_001), [("S003", Severity.WARNING)]),
    (Size(text_chars=9, html_bytes=690_001), [("S003", Severity.ERROR)]),
]


@pytest.mark.parametrize(("size", "expected"), SIZES)
def test_size_is_measured_against_both_limits(size, expected):
    """
    The smaller number warns, the larger one fails.
    """
    found = checks.run(subject(size=size))

    assert [(finding.code, finding.severity) for finding in found] == expected


@pytest.mark.parametrize(("length", "expected"), [(1000, []), (1001, ["S010"])])
def test_text_of_a_picture_post_is_short(length, expected):
    """
    1000 characters pass, 1001 fail.
    """
    it = subject(text="字" * length, type=PostType.NEWSPIC, images=("a.png",))

    assert codes(checks.run(it)) == expected


DIGESTS = [
    (120, None),
    (121, Severity.WARNING),
    (128, Severity.WARNING),
    (129, Severity.ERROR),
]


@pytest.mark.parametrize(("length", "severity"), DIGESTS)
def test_digest_is_measured_in_characters(length, severity):
    """
    120 were measured, 128 documented.
    """
    found = checks.run(subject(digest="字" * length))

    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_source_url_is_measured_in_bytes():
    """
    A Chinese character of an address costs three.
    """
    address = "https://a.example/" + "字" * 340

    assert codes(checks.run(subject(source_url=address))) == ["T031"]


def test_drawing_alone_is_an_article():
    """
    No word and no picture, but something to see.
    """
    it = subject('<svg viewBox="0 0 1 1"></svg>', size=Size(html_bytes=9))

    assert codes(checks.run(it)) == []


def test_findings_come_in_source_order():
    """
    Reading from top to bottom is reading the list.
    """
    it = subject('<img src="a.png"><p id="x">文</p><h2>一</h2><h4>深</h4>', title="")

    lines = [finding.where.line or 0 for finding in checks.run(it)]

    assert lines == sorted(lines)
    assert codes(checks.run(it)) == ["T001", "I062", "M090", "M060"]


def test_finding_points_at_its_key():
    """
    A title that is too long is found where it was written.
    """
    it = subject(title="字" * 65, key_lines=(("title", 2),))

    (finding,) = checks.run(it)

    assert str(finding.where) == "content/post.md:2"


def test_checks_change_nothing():
    """
    A rule looks and does not touch.
    """
    it = subject('<p style="position:absolute">文<img src="a"></p>')
    before = html.tostring(it.root)
    checks.run(it)

    assert html.tostring(it.root) == before


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_has_a_source_and_a_date(name):
    """
    A number nobody can look up is a rumour.
    """
    limit = LIMITS[name]

    assert len(limit.source) > 10
    assert any(is_date(limit.date, shape) for shape in ("%Y-%m-%d", "%Y-%m", "%Y"))
    assert limit.warn is not None or limit.fail is not None


def is_date(text, shape):
    try:
        datetime.strptime(text, shape)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", LIMITS)
def test_smaller_number_warns(name):
    """
    An error is never milder than a warning.
    """
    limit = LIMITS[name]
    if limit.warn is not None and limit.fail is not None:
        assert (limit.warn < limit.fail) is not limit.least


MEASURES = [("characters", 3), ("units", 5), ("bytes", 7)]


@pytest.mark.parametrize(("unit", "length"), MEASURES)
def test_units_count_differently(unit, length):
    """
    A Chinese character is one character, two units and three bytes.
    """
    assert Limit(unit, source="", date="").measure("字a字") == length


def test_every_rule_file_is_in_the_table():
    """
    A rule that is not listed would never run.
    """
    named = {check.__module__.rsplit(".", 1)[1] for check in checks.CHECKS}
    files = {path.stem for path in (ROOT / "mdwx/checks").glob("*.py")}

    assert files - named == {"__init__", "limits", "settings", "subject"}


@pytest.mark.parametrize(
    "address",
    ["example.com/a", "ftp://a.example", "https://", "https://[", "https://a b"],
)
def test_source_url_is_a_web_address(address):
    """
    What no browser opens is refused before WeChat does (41039).
    """
    assert codes(checks.run(subject(source_url=address))) == ["T030"]

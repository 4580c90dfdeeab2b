"""Rules of layout, in a real browser: what each page of cases shows."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest
from building import post
from casefiles import load_cases, rewrite_case
from lxml import etree, html

from mdwx.browser import Bench, chromium, find_browser
from mdwx.layout import judge
from mdwx.model import Picture, Size, Span
from mdwx.page import Article

pytestmark = pytest.mark.browser

PATH = PurePosixPath("content/post.md")


@pytest.fixture(scope="module")
def bench():
    import os

    with chromium(find_browser(os.environ), env=os.environ) as browser:
        yield Bench(browser)


def article(markup):
    """An article of this HTML; pictures are as large as their names say."""
    root = html.fragment_fromstring(f"<section>{markup}</section>")
    sizes = {
        image.get("src"): image.get("src").split("x") for image in root.iter("img")
    }
    return Article(
        post=post(markup),
        title="题",
        root=root,
        images=(),
        pictures={
            src: Picture("a" * 64, "b" * 64, "png", Path("x.png"), int(w), int(h), 9)
            for src, (w, h) in sizes.items()
        },
        text="",
        findings=(),
        size=Size(),
        places=tuple(Span(PATH, it.sourceline) for it in root.iter(etree.Element)),
    )


def said(finding):
    """A finding as a line of a case page."""
    widths = re.search(r"\(in a column of ([\d, ]+) px\)", finding.message.en)[1]
    return " ".join(
        (
            finding.code,
            finding.severity,
            str(finding.where.line),
            widths.replace(",", ""),
        )
    )


@pytest.mark.parametrize("case", load_cases("layout"), ids=lambda case: case.name)
def test_cases(bench, case, request):
    """
    What a page says is found in an article, and nothing else.
    """
    given = article(case.given)
    actual = "\n".join(map(said, judge(bench.measure(given), given.places)))
    if request.config.getoption("--update-cases"):
        rewrite_case(case, actual)
        return
    assert actual == case.expected

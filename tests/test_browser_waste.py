"""No declaration of an article changes nothing; each is taken away in a browser."""

from __future__ import annotations

import json
import re

import pytest
from browser import chromium
from building import ROOT, all_drawn, all_readable, content, post

from mdwx.config import Markdown
from mdwx.pipeline import Look, build
from mdwx.preview.printed import phone_page
from mdwx.preview.screens import Screen
from mdwx.style import read_theme

pytestmark = pytest.mark.browser

THEMES = sorted(folder.name for folder in (ROOT / "themes").iterdir())
SHOWCASE = (ROOT / "content/23-showcase.md").read_text("utf-8").split("---\n", 2)[2]

REPEATED = r"(font-size|line-height|color|letter-spacing|text-align|margin|padding)"
"""What a block of text says for itself, though it would inherit it: the editor
takes trees apart (reference on WeChat's HTML, section 3)."""

MEANT = {
    # WeChat's page set headings to 16 px and 400 until 2023.
    r"h[1-6]": r"font-(size|weight):.*",
    # Its cells had borders until 2020, as some copies of its sheet still have.
    r"t[dh]": r"border:0",
    # Words for engines other than this browser's.
    r"section|span": r"-webkit-(overflow-scrolling|user-select):.*|user-select:none",
    # Room for a marker that fits these words and not others; a table of few words.
    r"span|table": r"width:.*",
}
"""Declarations that are meant, by tag, though they change nothing here."""

TAKE_AWAY = r"""
(() => {
  const root = document.querySelector('.rich_media_content > section');
  const within = element =>
    [element, ...element.querySelectorAll('*')].filter(it => !it.ownerSVGElement);
  const names = [...getComputedStyle(root)];
  const look = element => {
    const style = getComputedStyle(element);
    return names.map(name => style.getPropertyValue(name)).join('|');
  };
  const before = new Map(within(root).map(it => [it, look(it)]));
  const isInline = it => /^(a|span|strong|em|b|i|u|s|del|sub|sup)$/i.test(it.tagName);
  const hasWords = element => !isInline(element) &&
    [...element.childNodes].some(it => it.nodeType === 3 && it.data.trim() ||
      it.nodeType === 1 && isInline(it) && it.textContent.trim());
  // A block of code speaks for its lines.
  const isText = element => hasWords(element) || [...element.children].some(
    it => hasWords(it) && !/font-size/.test(it.getAttribute('style') || ''));
  const idle = [];
  for (const element of before.keys()) {
    const style = element.getAttribute('style') || '';
    const parts = style.match(/(?:[^;('"]|\([^)]*\)|'[^']*')+/g) || [];
    for (const part of parts) {
      element.setAttribute('style', parts.filter(it => it !== part).join(';'));
      if (within(element).every(it => look(it) === before.get(it)))
        idle.push([element.tagName.toLowerCase(), part, isText(element), style]);
    }
    element.setAttribute('style', style);
  }
  return JSON.stringify(idle);
})()
"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def idle_declarations(browser, folder, markup):
    """Tag, declaration, whether a block of text, and style, of what changes nothing."""
    file = folder / "index.html"
    page = phone_page(Screen(title="题", content=markup, text="字"))
    file.write_text(page, encoding="utf-8")
    tab = browser.open(file.as_uri())
    found = json.loads(tab.evaluate(TAKE_AWAY))
    tab.close()
    return found


def is_meant(tag, declaration, is_text):
    """Whether a declaration stays for another reason than this browser's page."""
    if is_text and re.match(rf"{REPEATED}\b", declaration):
        return True
    return any(
        re.fullmatch(tags, tag) and re.fullmatch(wanted, declaration)
        for tags, wanted in MEANT.items()
    )


@pytest.mark.parametrize("name", THEMES)
def test_no_declaration_changes_nothing(browser, tmp_path, name):
    """
    The post that uses everything, in each theme, on WeChat's page.
    """
    look = Look(read_theme(name, site_root=ROOT), Markdown())
    made = post(SHOWCASE, title="题")
    article = build(made, look=look, prepare=all_readable, draw=all_drawn)
    idle = idle_declarations(browser, tmp_path, content(article))
    assert [it for it in idle if not is_meant(*it[:3])] == []


def test_a_needless_declaration_would_be_seen(browser, tmp_path):
    """
    The test can fail: words that are inherited, a margin of nothing on a box.
    """
    idle = idle_declarations(
        browser,
        tmp_path,
        '<section style="color:#333"><section style="margin:0;color:#333">'
        '<p style="color:#333;font-size:17px">字</p></section></section>',
    )
    assert [it[:3] for it in idle] == [
        ["section", "margin:0", False],
        ["section", "color:#333", False],
        ["p", "color:#333", True],
        ["p", "font-size:17px", True],
    ]

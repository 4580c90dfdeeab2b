"""Front matter: what is refused, what is understood, what is left alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdwx.config import Site
from mdwx.errors import SourceError
from mdwx.model import Comments, PostType, Severity
from mdwx.post import read_post
from mdwx.post.front_matter import front_matter, plain_entries
from mdwx.post.heads import written_out, yaml_entries
from mdwx.post.keys import ALIASES, KEYS, SILENT

PATH = PurePosixPath("content/a.md")


def post_of(head, body="正文\n", *, path=PATH, site=None):
    text = f"---\n{head}\n---\n{body}"
    return read_post(text.encode(), path=path, site=site or Site())


def refusal(source, *, path=PATH):
    if isinstance(source, str):
        source = source.encode()
    with pytest.raises(SourceError) as caught:
        read_post(source, path=path, site=Site())
    return caught.value


BROKEN = {
    "colon in a value": ("---\ntitle: a: b\n---\n", "content/a.md:2:9"),
    "tab": ("---\ntitle: a\n\tx: 1\n---\n", "content/a.md:3:1"),
    "unclosed quote": ('---\ntitle: "a\n---\n', "content/a.md"),
    "unclosed bracket": ("---\ntags: [a\n---\n", "content/a.md"),
    "not a mapping": ("---\nHello\n---\n", "content/a.md:1"),
    "a list": ("---\n- a\n---\n", "content/a.md:1"),
    "never closed": ("---\ntitle: a\n\nbody\n", "content/a.md:1"),
    "TOML never closed": ("+++\ntitle = 'a'\n", "content/a.md:1"),
    "key twice": ("---\ntitle: a\ntitle: b\n---\n", "content/a.md:3"),
    "alias": ("---\na: &x [1]\nb: *x\n---\n", "content/a.md:3"),
    "merge": ("---\na: &x {b: 1}\n<<: *x\n---\n", "content/a.md:3"),
    "tag": ("---\na: !!python/object/apply:os.system [ls]\n---\n", "content/a.md:2"),
    "own tag": ("---\na: !x b\n---\n", "content/a.md:2"),
    "nested deep": ("---\na: " + "[" * 99 + "]" * 99 + "\n---\n", "content/a.md:2"),
    "very long": ("---\na: " + "x" * 70_000 + "\n---\n", "content/a.md:1"),
    "control character": ("---\ntitle: \x07\n---\n", "content/a.md"),
    "broken TOML": ("+++\ntitle = a\n+++\n", "content/a.md:2:9"),
    "TOML key twice": ("+++\na = 1\na = 2\n+++\n", "content/a.md:3"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_front_matter_is_an_error_with_its_place(name):
    """It is never published as text."""
    source, place = BROKEN[name]
    assert str(refusal(source).where).startswith(place)


def test_a_bomb_of_aliases_is_refused_before_it_grows():
    """Nine lines would become a thousand million values."""
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{two}: &{two} [{','.join([f'*{one}'] * 9)}]")
    assert "alias" in str(refusal("---\n" + "\n".join(lines) + "\n---\n").problem)


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("gbk", "这是一篇文章，不是在这里的", "GBK/GB18030"),
        ("gb18030", "这是一篇文章，在“这里”的𠮷", "GBK/GB18030"),
        ("big5", "這是一篇文章，不是在這裡的", "Big5"),
        ("utf-16", "这是一篇文章", "UTF-16"),
        ("utf-16-le", "---\ntitle: 这是一篇文章\n---\n", "UTF-16"),
        ("utf-32", "这是一篇文章", "UTF-32"),
        ("shift_jis", "これは日本語の文章です", "Shift_JIS"),
        ("euc-kr", "이것은 한국어 글이다", "EUC-KR"),
    ],
)
def test_a_file_that_is_not_utf8_is_told_what_it_looks_like(encoding, text, name):
    """ "Not UTF-8" alone does not tell anybody what to convert from."""
    error = refusal(text.encode(encoding))
    assert name in str(error.problem)
    assert error.where.path == PATH


def test_the_body_is_untouched_and_its_line_known():
    """Lines of findings are those of the file."""
    post = post_of("title: a\n\nauthor: b", "\n  indented\n---\nrule\n")
    assert post.body == "\n  indented\n---\nrule\n"
    assert post.body_line == 6
    assert dict(post.key_lines) == {"title": 2, "author": 4}


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbf---\ntitle: x\n---\nbody\n",
        b"---\r\ntitle: x\r\n---\r\nbody\r\n",
        b"---  \ntitle: x\n--- \nbody\n",
        b"+++\ntitle = 'x'\n+++\nbody\n",
        b"\xef\xbb\xbf+++\r\ntitle = 'x'\r\n+++\r\nbody\r\n",
        b"---\rtitle: x\r---\rbody\r",
    ],
)
def test_marks_and_line_ends_of_every_editor_are_read(source):
    """Byte order mark, CRLF, trailing spaces, TOML."""
    post = read_post(source, path=PATH, site=Site())
    assert (post.title, post.body, post.body_line) == ("x", "body\n", 4)


@pytest.mark.parametrize(
    "source", ["", "hello\n", "hello\n\n---\n", "---\n---\nx\n", "****\n", "----\nx\n"]
)
def test_a_post_needs_no_front_matter(source):
    """A rule further down is a rule."""
    assert read_post(source.encode(), path=PATH, site=Site()).title is None


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("007", "007"),
        ("2024-01-01", "2024-01-01"),
        ("1:30", "1:30"),
        ("on", "on"),
        ("no", "no"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ('"a: b"', "a: b"),
        ("|\n  two\n  lines", "two lines"),
        ("", None),
        ("~", None),
    ],
)
def test_a_title_stays_what_the_author_wrote(written, title):
    """YAML would make numbers, dates and switches of some."""
    assert post_of(f"title: {written}").title == title


def test_a_number_in_toml_is_a_title_too():
    """TOML has no plain text."""
    source = b"+++\ntitle = 2024\ndate = 2024-01-02T03:04:05Z\n+++\n"
    post = read_post(source, path=PATH, site=Site())
    assert post.title == "2024"
    assert post.date == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("alias", ALIASES)
def test_every_alias_is_its_key(alias):
    """Posts of other tools bring their own names."""
    values = {"comments": "1", "images": "[a.png]", "source_url": "https://a.b/c"}
    key = ALIASES[alias]
    post = post_of(f"{alias}: {values.get(key, 'x')}")
    assert not post.findings
    assert getattr(post, key) not in (None, (), Comments.OFF) or key == "comments"


def test_every_key_is_read():
    """All of the table in the guide, at once and without a word."""
    post = post_of(
        """title: t
author: a
digest: d
cover: c.png
cover_focus: [0.5, 0.4]
source_url: https://example.com/
comments: fans
theme: th
theme_options: {accent: "#c00"}
code_theme: ct
type: newspic
images: [a.png, b.png]
bundle: b
order: 2
slug: 名字
date: 2026-01-31 08:00
account: main
style: "p { color: red }"
draft: true
publish_at: 2026-02-01T09:00:00+09:00"""
    )
    assert not post.findings
    assert [key for key, _ in post.key_lines] == list(KEYS)
    assert (post.title, post.author, post.digest, post.cover) == (
        "t",
        "a",
        "d",
        "c.png",
    )
    assert post.cover_focus == (0.5, 0.4)
    assert post.comments is Comments.FANS
    assert post.type is PostType.NEWSPIC
    assert post.images == ("a.png", "b.png")
    assert (post.bundle, post.order, post.slug, post.draft) == ("b", 2, "名字", True)
    assert post.date.utcoffset() == timedelta(hours=8)
    assert post.publish_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert post.style == "p { color: red }"


def test_keys_of_other_tools_pass_in_silence():
    """Hexo, Hugo, Jekyll, Obsidian."""
    lines = [f"{key}: [a, b]" for key in sorted(SILENT)]
    assert not post_of("\n".join(lines)).findings


def test_an_unknown_key_is_a_warning_with_line_and_nearest_key():
    """It would otherwise have no effect, in silence."""
    (finding,) = post_of("title: a\nautor: b").findings
    assert (finding.code, finding.severity) == ("F001", Severity.WARNING)
    assert str(finding.where) == "content/a.md:3"
    assert str(finding.hint) == "did you mean author?"


def test_a_key_in_capitals_is_that_key():
    """Some editors write ``Title``."""
    post = post_of("Title: a")
    assert (post.title, post.findings) == ("a", ())


def test_two_names_for_one_key_are_told_and_the_own_name_wins():
    """No text is lost without a word."""
    post = post_of("description: one\ndigest: two")
    assert post.digest == "two"
    assert [finding.code for finding in post.findings] == ["F003"]
    assert not post_of("description: one\nsummary: one").findings


@pytest.mark.parametrize(
    "line",
    [
        "title: [a]",
        "author: {a: b}",
        "cover_focus: 0.5",
        "cover_focus: [0.5]",
        "cover_focus: [0.5, 1.5]",
        "cover_focus: [a, b]",
        "source_url: example.com",
        "comments: perhaps",
        "only_fans_can_comment: perhaps\nneed_open_comment: 1",
        "type: newpic",
        "order: first",
        "order: 1.5",
        "images: {a: b}",
        "date: tomorrow",
        "date: 2026-02-30",
        "date: 2026-01-01 25:00",
        "publish_at: soon",
        "draft: maybe",
    ],
)
def test_a_bad_value_is_an_error_at_its_line(line):
    """The post can still be seen, and is not sent."""
    (finding,) = post_of(f"slug: x\n{line}").findings
    assert (finding.code, finding.severity) == ("F002", Severity.ERROR)
    assert finding.where.line == 3


@pytest.mark.parametrize(
    ("line", "comments"),
    [
        ("comments: off", Comments.OFF),
        ("comments: false", Comments.OFF),
        ("comments: open", Comments.OPEN),
        ("comments: true", Comments.OPEN),
        ("comments: on", Comments.OPEN),
        ("comments: fans", Comments.FANS),
        ("comments: 粉丝", Comments.FANS),
        ("comments: 1", Comments.OPEN),
        ("need_open_comment: 1", Comments.OPEN),
        ("need_open_comment: 0", Comments.OFF),
        ("need_open_comment: 1\nonly_fans_can_comment: 1", Comments.FANS),
        ("only_fans_can_comment: 1\nneed_open_comment: 1", Comments.FANS),
        ("need_open_comment: 0\nonly_fans_can_comment: 1", Comments.OFF),
        ("need_open_comment: 1\nonly_fans_can_comment: 0", Comments.OPEN),
        ("comments: off\nneed_open_comment: 1", Comments.OFF),
        ("Comments: fans", Comments.FANS),
        ("Need_Open_Comment: 1", Comments.OPEN),
        ("title: a", Comments.OFF),
    ],
)
def test_who_may_comment_is_said_in_many_ways(line, comments):
    """YAML makes ``off`` a boolean; WeChat makes two switches of it."""
    assert post_of(line).comments is comments


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+08:00"),
        ("2026-1-3 8:05", "2026-01-03T08:05:00+08:00"),
        ("2026/01/31 08:00:09", "2026-01-31T08:00:09+08:00"),
        ("2026-01-31T08:00:00Z", "2026-01-31T08:00:00+00:00"),
        ("2026-01-31 08:00:00.5 -0330", "2026-01-31T08:00:00-03:30"),
        ("2026-01-31T08:00:00+08:00", "2026-01-31T08:00:00+08:00"),
    ],
)
def test_dates_are_read_as_people_write_them(written, moment):
    """Without an offset, the site's time zone."""
    assert post_of(f"date: {written}").date == datetime.fromisoformat(moment)


def test_the_site_gives_the_time_zone():
    """Summer time included."""
    post = post_of("date: 2026-07-01 12:00", site=Site(timezone="Europe/Berlin"))
    assert post.date.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/a.md", "a"),
        ("content/旅行/index.md", "旅行"),
        ("index.md", "index"),
        ("content/2026.01 记.md", "2026.01 记"),
        ("content/e\u0301.md", "é"),
    ],
)
def test_the_slug_is_the_stem_or_the_folder(path, slug):
    """Chinese is kept; one letter has one spelling."""
    post = read_post(b"", path=PurePosixPath(path), site=Site())
    assert post.slug == slug


@pytest.mark.parametrize(
    "slug",
    [
        "a/b",
        "a\\\\b",
        "..",
        ".",
        ".hidden",
        "a:b",
        "a*",
        "a?",
        "con",
        "NUL.txt",
        "com1",
        "a\\u202eb",
        "a\\u0000",
        "a\\u200bb",
        "ends.",
        "index.html",
        "长" * 80,
    ],
)
def test_a_slug_that_cannot_name_a_folder_everywhere_is_refused(slug):
    """It names a folder of ``dist/``, on Windows too."""
    error = refusal(f'---\ntitle: a\nslug: "{slug}"\n---\n')
    assert "cannot name a folder" in str(error.problem)
    assert str(error.where) == "content/a.md:3"


@pytest.mark.parametrize("value", ["false", "no", "False"])
def test_a_post_unpublished_for_hexo_is_a_draft_for_us(value):
    """``published: false`` must not go out to the world."""
    assert post_of(f"published: {value}").draft
    assert not post_of("published: true").draft


WORDS = st.text(
    "abNuln文é0123 :-./+,()&=@~$^\\;<，。：《》“’…·#'\"[]{}|>*!%`?_\t\u2028",
    max_size=8,
)
LINES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["title", "draft", "null", "a_b"]),
    st.sampled_from([": ", ": ", ": ", ":", " : "]),
    st.one_of(
        WORDS, st.sampled_from(["null", "a: b", "a #b", "a ", "1:2", "2026-01-31"])
    ),
)


@given(st.lists(st.one_of(LINES, st.just("")), max_size=3))
@settings(deadline=None, max_examples=300)
def test_what_is_read_without_the_yaml_library_is_read_as_by_it(lines):
    """
    A line that is taken for plain words is those words to YAML, too.
    """
    head = "\n".join(["", *lines, ""])
    plain = plain_entries(head, line=1)
    if plain is not None:
        assert plain == list(yaml_entries(head, path=PATH, line=1))


@given(
    st.sampled_from(["---\n", "\n\n---\n", "--- \n", "", "\n", "+++\n", "----\n"]),
    st.lists(st.one_of(LINES, st.just("")), max_size=3),
    st.sampled_from(["---\n", "...\n", "---", "--- \n\n", "----\n", "+++\n"]),
)
@settings(deadline=None, max_examples=300)
def test_post_is_split_with_and_without_the_libraries_alike(above, lines, below):
    """
    Both ways to read a post find the same words in the same lines of it.
    """
    text = above + "".join(f"{line}\n" for line in lines) + below + "正文\n---\n"
    try:
        found = front_matter(text, path=PATH)
    except SourceError as error:
        with pytest.raises(SourceError, match=re.escape(str(error))):
            written_out(text, path=PATH)
    else:
        assert found == written_out(text, path=PATH)


def test_plain_words_need_no_yaml_library():
    """
    A title, a digest, a date: what most posts have.
    """
    head = "\ntitle: 第 2 篇：整个流程的节奏\ndate: 2026-01-31 08:00\n"
    assert [
        (it.key, it.value, it.line) for it in plain_entries(head, line=1) or ()
    ] == [
        ("title", "第 2 篇：整个流程的节奏", 2),
        ("date", "2026-01-31 08:00", 3),
    ]
    for beyond in (
        "tags: [a]",
        "title: a: b",
        "title: 'a'",
        "title: null",
        "a:\n  b: c",
    ):
        assert plain_entries(f"\n{beyond}\n", line=1) is None

"""Small marks inside a line: their switches, their lines, their worst cases."""

import subprocess
import sys

import pytest
from building import built, codes, content, post

from mdwx import markdown
from mdwx.config import Markdown
from mdwx.markdown import make_parser

SIZE = 50_000


def html(body, **options):
    """What the parser makes of a body."""
    return make_parser(Markdown(**options)).render(body).strip()


@pytest.mark.parametrize(
    ("switch", "body"),
    [
        ("autolinks", "https://a.example"),
        ("inserts", "++a++"),
        ("subscripts", "H~2~O"),
        ("superscripts", "x^2^"),
        ("comments", "a%%b%%"),
        ("abbreviations", "*[A]: b\n\nA"),
        ("emoji", ":smile:"),
        ("ruby", "{汉|hàn}"),
    ],
)
def test_each_mark_has_its_switch(switch, body):
    """
    A switch turned off leaves the characters as they are written.
    """
    plain = html(body, **{switch: False})
    assert html(body) != plain
    assert plain.count("<") == 2 * plain.count("<p>")


def test_emoji_load_when_one_is_met():
    """
    A post without codes does not pay for the names of all emoji.
    """
    script = (
        "import sys; from mdwx.config import Markdown; from mdwx import markdown;"
        "parser = markdown.make_parser(Markdown());"
        "parser.render('10:30:45 a:b:c'); assert 'emoji' not in sys.modules;"
        "parser.render('a :smile: b'); assert 'emoji' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    "name", ["+1", "tada", "heavy_check_mark", "cn", "1st_place_medal", "beetle", "egg"]
)
def test_names_are_github_s(name):
    """
    The names are those that GitHub shows.
    """
    shown = {"+1": "👍", "tada": "🎉", "heavy_check_mark": "✔️", "cn": "🇨🇳"}
    shown |= {"1st_place_medal": "🥇", "beetle": "🪲", "egg": "🥚"}
    assert html(f":{name}:") == f"<p>{shown[name]}</p>"


def test_lines_of_a_comment_count():
    """
    A finding behind a comment has its own line.
    """
    body = "a %%b\nc\nd%% [e](f)\n\n%%\ng\n\nh\n%%\n\n[i](j)\n"
    findings = built(body).findings
    assert [it.where.line for it in findings if it.code == "L002"] == [3, 11]


def test_comment_leaves_nothing():
    """
    Not a word of a comment is in what is sent, in a title neither.
    """
    article = built(
        "# 题%%密%%目\n\n%%密一%%\n\n正%%密二%%文\n\n%%\n密三\n\n密四\n%%\n"
    )
    assert "密" not in content(article)
    assert article.title == "题目"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("![好 %%a%% ](x.png)", '<p><img src="x.png" alt="好 " /></p>'),
        ("[ %%a%% 乙](y)", '<p><a href="y"> 乙</a></p>'),
        ("# %%a%%", "<h1></h1>"),
        ("- %%a%%", "<ul>\n<li></li>\n</ul>"),
    ],
)
def test_comment_at_an_edge(body, shown):
    """
    A comment may be the first, the last or the only thing.
    """
    assert html(body) == shown


def test_meaning_stands_once_and_survives():
    """
    WeChat drops titles, so the meaning is words of the article.
    """
    sent = content(built("用HTML。再用HTML。\n\n*[HTML]: 超文本标记语言\n"))
    assert sent.count("超文本标记语言") == 1
    assert "abbr" not in sent


def test_bare_address_of_wechat_opens():
    """
    A bare address of an article is a link, and no number follows it.
    """
    address = "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv"
    article = built(f"见{address}，然后")
    assert f'href="{address}"' in content(article)
    assert codes(article.findings).count("L007") == 0


def test_title_has_its_emoji():
    """
    The title of an article is plain text, with the character in it.
    """
    document = markdown.parse(post("# 发布:tada:了 H~2~O\n"), Markdown())
    assert document.title == "发布🎉了 H2O"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [
        *("a~", "a^", "^ ", "~", "a~b^c", "x^-"),
        *("++a ", "++a++ ", "+", "a++", "++i ", "++i i++ "),
        *("%%", "%% ", "1%%", "%%\n", "%%a\n\n", "> %%a\n> \n", "- %%\n"),
        *("*[a", "*[a]: b\n", ":", ":a:", ":smile", ":smile:", "{汉|", "{", "{汉|a"),
        *("http://", "(http://_._", "http://a.", "w", "www.", "www.a ", "://"),
        *("a@", "a", "a@b.c-", "@", "a@a.", "mailto:"),
        *("[^a]", "[^a]: b\n", "^[a"),
    ],
    ids=repr,
)
def test_hostile_rows_end(unit):
    """
    Fifty thousand characters of the beginnings of a mark are parsed soon.
    """
    make_parser(Markdown()).parse(unit * (SIZE // len(unit)))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("tail", [")", "()", ".", ";", "&a;", "a-", "a."])
def test_hostile_addresses_end(tail):
    """
    An address of any length, and any ending, is parsed soon.
    """
    make_parser(Markdown()).parse("https://a.example/" + tail * (SIZE // len(tail)))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("mark", ["{}", "**{}**"])
def test_thousands_of_abbreviations_end(mark):
    """
    Every short form is looked for at once, not one after the other.
    """
    definitions = "".join(f"*[A{number}]: b\n" for number in range(2500))
    words = " ".join(mark.format(f"A{number}") for number in range(2500))
    make_parser(Markdown()).parse(f"{definitions}\n{words}\n")

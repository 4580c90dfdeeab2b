"""Formulas, from TeX to the shapes in an article."""

import hashlib
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise

import pytest
from building import built, codes, content
from lxml import etree

from mdwx.config import Markdown
from mdwx.markdown import make_parser
from mdwx.media.easel import Easel
from mdwx.media.engines.tex import BUNDLE_SHA256, FOLDER, MISSING, Tex
from mdwx.model import Drawing, DrawingKind, PostType, Undrawn
from mdwx.sandbox.rewrite import rewrite

FORMULAS = r"""
\begin{aligned} a &= b \\ &= c \end{aligned}
\begin{align} a &= b \tag{1} \\ c &= d \tag{2} \end{align}
\begin{pmatrix} a & \cdots \\ \vdots & \ddots \end{pmatrix}
\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
\begin{vmatrix} a & b \\ c & d \end{vmatrix}
\begin{smallmatrix} a & b \end{smallmatrix}
|x| = \begin{cases} x, & \text{如果 } x \ge 0 \\ -x, & \text{否则} \end{cases}
\text{中文，带 $x^2$ 的字}
\sum_{k=0}^{\infty} \frac{x^k}{k!} = e^x
\prod_p \frac{1}{1-p^{-s}}
\int_{-\infty}^{\infty} e^{-x^2}\,\mathrm dx = \sqrt\pi
\lim_{x \to 0} \frac{\sin x}{x} = 1
A \xrightarrow[\text{下}]{\text{上}} B \xleftarrow{abc} C
\underbrace{a+b}_{n} + \overbrace{c}^{m}
E = mc^2 \tag{质能}
\operatorname*{arg\,max}_\theta \mathcal L
\begin{array}{c|cc} a & b & c \\ \hline d & e & f \end{array}
\begin{array}{|l:r|} \hline a & b \\ \hdashline c & d \\ \hline \end{array}
\ce{2H2 + O2 ->[\text{点燃}] 2H2O}
\ce{CO2 + C <=> 2CO}
\ce{^{227}_{90}Th+}
\left. \frac{\partial f}{\partial x} \middle|_{x=0} \right.
\left\{ x \,\middle|\, x > 0 \right\}
\newcommand{\norm}[1]{\left\lVert #1 \right\rVert} \norm{\vec v}
\DeclareMathOperator{\rank}{rank} \rank A
\boxed{a^2 + b^2} \fbox{框}
\cancel{x} \bcancel{y} \xcancel{z} \cancelto{0}{w}
\color{red}{x} + \textcolor{#0f7b6c}{y} + \colorbox{yellow}{z}
\fcolorbox{red}{white}{w} \bbox[5px,border:2px solid red]{c}
\binom{n}{k} \dbinom{n}{k}
\bra{\phi} \ket{\psi} \braket{a|b}
\mathbb{R} \mathfrak{g} \mathscr{L} \mathcal{F} \mathsf{s} \mathtt{t} \mathbf{v}
\boldsymbol{\beta} \pmb{x}
\enclose{circle}{x} \enclose{longdiv}{123} \enclose{roundedbox}{a}
\begin{CD} A @>a>> B \\ @VbVV @VVcV \\ C @>>d> D \end{CD}
\overrightarrow{AB} \widehat{abc} \widetilde{xyz} \overline{x+y} \dot x \mathring A
a \not= b \overset{!}{=} \stackrel{def}{=} \sideset{_1^2}{_3^4}\prod
\substack{i<n \\ j<m} \idotsint_V \oint_C
\cfrac{1}{a + \cfrac{1}{b}}
\begin{gather} a = b \\ c = d \end{gather}
\begin{split} a &= b \\ &= c \end{split}
\begin{multline} a + b \\ + c \end{multline}
\sqrt[3]{\frac{a}{\sqrt b}} \lfloor x \rfloor \langle z \rangle
a \equiv b \pmod n, \; 30^\circ, \; \degree \; \upalpha \; \text{\textbf{粗}}
\coloneqq \begin{dcases} a & b \end{dcases} \mathrlap{x}
\unicode{x6C49} \rule{2em}{1pt} 速度 = \frac{距离}{时间}
""".strip().splitlines()

MISTAKES = {
    r"\foo": "没有这个命令（\\foo）",
    r"\frac{a": "花括号没有配对：少了 }",
    r"a}": "花括号没有配对：多了 }",
    r"\begin{aligned} a": r"\begin 没有对应的 \end（\end{aligned}）",
    r"x^2^3": "上标重复了，要用花括号分开",
    r"\left( x": r"\left 没有对应的 \right（\left）",
    r"\begin{foo}\end{foo}": "没有这个环境（foo）",
    r"\ref{a}": "公式之间的引用在文章里不起作用",
}

HOSTILE = {
    "a macro that calls itself": r"\def\a{\a\a}\a",
    "a macro that grows": r"\def\a{x\a}\a",
    "macros that multiply": r"\def\a{x}"
    + "".join(
        "\\def\\" + name + "{" + ("\\" + prior + " ") * 10 + "}"
        for prior, name in pairwise("abcdefgh")
    )
    + r"\h",
    "a hundred thousand letters": "x" * 100_000,
    "ten thousand letters": "x" * 10_000,
    "braces": "{" * 10_000,
    "roots": r"\sqrt{" * 3_000 + "}" * 1_000,
    "a huge rule": r"\rule{99999999em}{99999999em}",
    "links": r"\href{javascript:alert(1)}{x}",
    "classes": r"\class{a}{x}",
    "styles": r"\style{position:fixed}{x}",
    "ids": r"\cssId{a}{x}",
    "more packages": r"\require{html}\href{a}{x}",
}


@cache
def engine():
    """One engine for all tests, as a build has one for all posts."""
    return Tex()


def drawn(tex, kind=DrawingKind.DISPLAY):
    """What the engine makes of a formula."""
    return engine().draw(Drawing(kind, tex))


def draw(drawings):
    """The door a build has."""
    return {it: engine().draw(it) for it in drawings}


def article(body, **fields):
    """An article with its formulas drawn."""
    return built(body, draw=draw, title="题", **fields)


def sources(body):
    """What each formula of a body asks to be drawn."""
    tokens = make_parser(Markdown()).parse(body, {})
    inner = [child for token in tokens for child in token.children or []]
    found = [it for it in (*tokens, *inner) if it.type == "formula"]
    return [it.attrs["mdwx-source"] for it in found if not it.hidden]


@pytest.mark.parametrize("tex", FORMULAS)
def test_formula_is_drawn_as_bare_shapes(tex):
    """Shapes and words alone: nothing that WeChat strips, nothing by reference."""
    svg = drawn(tex)
    assert isinstance(svg, str), svg
    root = etree.fromstring(svg)
    names = {etree.QName(it).localname for it in root.iter()}
    assert names <= {"svg", "path", "text"}
    attributes = {str(name) for it in root.iter() for name in it.attrib}
    assert not attributes & {"id", "class", "href", "transform"}
    assert not [name for name in attributes if name.startswith("data-")]
    assert "NaN" not in svg
    assert len(root)


@pytest.mark.parametrize("tex", FORMULAS)
def test_sandbox_takes_a_formula_as_it_is(tex):
    """The server's filter finds nothing to lose in a drawn formula."""
    made = article(f"$$\n{tex}\n$$")
    # A colour of the author's own is kept, and told where night swallows it.
    assert set(codes(made.findings)) <= {"C153"}
    assert rewrite(content(made)).losses == ()


def test_rules_of_an_array_are_strokes():
    """MathJax leaves their width to a style sheet, which WeChat drops."""
    svg = drawn(r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}")
    assert re.findall(r'd="(M[^"]*)" fill="none" stroke-width="70"', svg)


def test_formula_follows_the_words_around_it():
    """Its colour is theirs, its size is in em, its base line is theirs."""
    svg = drawn("x_1", DrawingKind.FORMULA)
    assert 'fill="currentColor" stroke="currentColor"' in svg
    assert re.search(r"width:[\d.]+em;height:[\d.]+em;vertical-align:-[\d.]+em", svg)


def test_black_of_the_author_turns_with_the_words():
    """Exact black would vanish in dark mode (rule S08)."""
    assert "black" not in drawn(r"\color{black}{x} \rule{1em}{1em}")


def test_chinese_is_as_wide_as_it_is_drawn():
    """Each ideograph has one em, in the reader's own font."""
    svg = drawn(r"\text{汉字}x")
    assert '<text x="0" y="0" font-size="1000">汉字</text>' in svg
    assert 'd="M2' in svg
    assert "font-family" not in svg


def test_each_formula_stands_alone():
    """What one formula defines or redefines is unknown to the next."""
    assert isinstance(drawn(r"\def\mine{1}\renewcommand{\frac}[2]{#1}\mine"), str)
    assert isinstance(drawn(r"\mine"), Undrawn)
    assert drawn(r"\frac12") == drawn(r"\frac{1}{2}")


@pytest.mark.parametrize(("tex", "said"), MISTAKES.items())
def test_mistake_is_told_in_both_languages(tex, said):
    """MathJax's own words in English, ours in Chinese."""
    found = drawn(tex)
    assert found.problem.zh == f"公式写错了：{said}"
    assert found.problem.en.startswith("cannot read the formula: ")
    assert found.hint


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_formula_ends(name):
    """It is refused or harmless, and the next formula is drawn."""
    found = drawn(HOSTILE[name])
    assert isinstance(found, Undrawn)
    assert isinstance(drawn("x"), str)


def test_engine_that_is_not_installed_says_what_to_install():
    """A build goes on without formulas."""
    assert "mdwx[formulas]" in MISSING.hint.en


def test_formula_that_does_not_parse_is_told_with_its_line():
    """Readers see its source, as code."""
    made = article("文\n\n$$\n\\foo\n$$\n\n行 $\\bar$ 内\n")
    found = [(it.code, it.where.line) for it in made.findings]
    assert found == [("M080", 3), ("M080", 7)]
    assert "$$<br>\\foo<br>$$" in content(made)
    assert "$\\bar$</span>" in content(made)


def test_wide_formula_keeps_its_size_and_scrolls():
    """Its least width in px is stronger than the page's max-width."""
    made = article("$$\n" + "+".join("abcdefghijklmnop") + "\n$$")
    markup = content(made)
    found = re.search(r'<section style="([^"]*)"><svg[^>]*style="([^"]*)"', markup)
    box, style = found.groups()
    assert "overflow-x:auto" in box
    assert re.search(r"width:(\d+)px;height:\d+px;min-width:\1px", style)
    assert 'data-ignore-width=""' in markup
    assert "important" not in markup


def test_wide_formula_inside_a_line_is_told():
    """A line cannot scroll."""
    made = article("行 $" + "+".join("abcdefghijklmnop") + "$ 内")
    assert codes(made.findings) == ["M081"]


def test_formula_is_read_as_its_source():
    """Plain text and screen readers get the TeX."""
    made = article("能量 $E=mc^2$。")
    assert made.text == "能量 E=mc^2。"
    assert 'role="img" aria-label="E=mc^2"' in content(made)


def test_picture_post_shows_the_source():
    """Its text is plain; the author hears of it."""
    made = article("![](a.png)\n\n能量 $E=mc^2$。", type=PostType.NEWSPIC)
    assert made.text == "能量 $E=mc^2$。"
    assert "M082" in codes(made.findings)


def test_macros_reach_the_formulas_below():
    """Each carries the definitions it uses, and those that they use."""
    body = (
        "$$\n\\newcommand{\\R}{\\mathbb R}\n\\def\\Rn{\\R^n}\n\\def\\no{0}\n$$\n\n"
        "$x$ 与 $\\Rn$ 与 $\\R$\n"
    )
    assert sources(body) == [
        "x",
        r"\newcommand{\R}{\mathbb R}\def\Rn{\R^n}\Rn",
        r"\newcommand{\R}{\mathbb R}\R",
    ]


def test_macro_below_does_not_reach_up():
    """As on a page, where formulas are set in order."""
    assert sources("$\\a$ 与 $\\def\\a{1}\\a$ 与 $\\a$") == [
        r"\a",
        r"\def\a{1}\a",
        r"\def\a{1}\a",
    ]


@pytest.mark.parametrize(
    "tex", [r"\def\a{", r"\def\a", r"\newcommand{\a}", r"\def\a#1.{x}\a", r"\let\a=b\a"]
)
def test_odd_definition_stays_where_it_is(tex):
    """What cannot be carried along is left to MathJax."""
    assert sources(f"$$\n{tex}\n$$\n\n$x$") == [tex, "x"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    [
        "$" * 50_000,
        "$a " * 20_000,
        "$$a\n" * 12_000,
        "$$\n\n" * 12_000,
        "$$ a\n" * 12_001,
        "> $$\n" * 10_000,
        "\\(" * 25_000,
        "\\[" * 25_000,
        "\\[\n" * 12_000,
        "\\)" * 25_000,
        "]\\(a\\)" * 8_000,
        "$`" * 25_000,
        "`$" * 25_000,
        "${" * 25_000,
        "![$](a) $" * 5_000,
        "$\\a$ " * 8_000,
        "".join(f"$\\def\\a{'b' * (i % 50)}{{\\c}}$ $\\a$ " for i in range(2_000)),
        "$\\def\\a{" * 6_000,
        "- $$\n" * 5_000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_hostile_post_is_parsed_in_good_time(body):
    """No input makes the search for a closing mark take its square."""
    make_parser(Markdown()).parse(body, {})


def test_cached_drawing_is_filtered_too(tmp_path):
    """Who can write to the cache cannot write to the article."""
    evil = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="a()">'
        '<script>a()</script><path d="M0 0" id="a" onclick="b()"/>'
        '<image href="https://evil.example/a.png"/><a href="https://evil.example">'
        '<path d="M1 1"/></a><path d="M2 2" style="fill:url(https://evil.example)"/>'
        "</svg>"
    )
    made = built("$x$", draw=lambda drawings: dict.fromkeys(drawings, evil), title="题")
    markup = content(made)
    for word in ("evil", "script", "onload", "onclick", "id=", "<image", "M1 1"):
        assert word not in markup
    assert 'd="M0 0"' in markup


@pytest.mark.parametrize(
    "found", ["", "<p/>", "<svg", "<!DOCTYPE a [<!ENTITY b 'c'>]>"]
)
def test_damaged_drawing_leaves_the_source(found):
    """It is told, and nothing breaks."""
    made = built("$x$", draw=lambda all_: dict.fromkeys(all_, found), title="题")
    assert codes(made.findings) == ["M080"]
    assert made.text == "$x$"


def test_easel_draws_each_formula_once(tmp_path):
    """The second build finds it in the cache."""

    class Counting:
        version = "1"
        count = 0

        def draw(self, drawing):
            self.count += 1
            return drawn(drawing.source)

    counting = Counting()
    wanted = [Drawing(DrawingKind.DISPLAY, "x")]
    easel = Easel(tmp_path, {DrawingKind.DISPLAY: counting})
    first = dict(easel.draw(wanted))
    assert easel.draw(wanted) == first
    assert counting.count == 1


ENDLESS = """
import sys, threading
from pathlib import Path
from mdwx.media.easel import Easel
from mdwx.model import Drawing, DrawingKind

class Endless:
    version = "1"
    def draw(self, drawing):
        print("drawing", flush=True)
        threading.Event().wait()

easel = Easel(Path(sys.argv[1]), {DrawingKind.DISPLAY: Endless()})
easel.draw([Drawing(DrawingKind.DISPLAY, "x")])
"""


def test_who_stops_does_not_wait_for_drawings(tmp_path):
    """
    A command that ends, as by Ctrl-C, ends though an engine is at work.
    """
    command = [sys.executable, "-c", ENDLESS, tmp_path]
    assert subprocess.run(command, timeout=120).returncode == 0


def test_post_of_slow_formulas_ends(tmp_path):
    """When the time of a post is over, only what is known is drawn."""
    known, new = (Drawing(DrawingKind.DISPLAY, tex) for tex in "xy")
    engines = {DrawingKind.DISPLAY: engine()}
    assert set(Easel(tmp_path, engines).draw([known])) == {known}
    found = Easel(tmp_path, engines, patience_s=0).draw([known, new])
    assert isinstance(found[known], str)
    assert isinstance(found[new], Undrawn)


def test_bundle_is_the_one_its_recipe_made():
    """The hash in the recipe is that of the file that is shipped."""
    folder = FOLDER / "mathjax"
    bundle = (folder / "mathjax.js").read_bytes()
    assert hashlib.sha256(bundle).hexdigest() == BUNDLE_SHA256
    assert BUNDLE_SHA256 in (folder / "recipe" / "README.md").read_text("utf-8")
    assert (folder / "LICENSE").is_file()

"""Stylesheets made up by a seed: selectors over real elements, values of every kind."""

from __future__ import annotations

ARTICLE = """<section class="article">
<h2 class="part first">标题 <code>a</code><em>b</em></h2>
<p class="lead">一段<strong>粗<em>斜</em></strong>字，<a href="https://a.example">链</a>。</p>
<p>第二段<sup>1</sup><br>换行<span class="note" title="t">注</span></p>
<h3>小标题</h3>
<ul class="list"><li>一项</li><li class="on">二项
<ul><li>里层<b>粗</b></li></ul></li><li>三项</li></ul>
<ol><li>第一</li><li>第二</li></ol>
<blockquote class="box"><p>引用</p><p class="last">第二段</p>
<blockquote><p>里层</p></blockquote></blockquote>
<section class="box note" lang="zh"><p>盒子<code>x</code></p>
<section><p>里层</p></section></section>
<table><tbody><tr><th>一</th><th>二</th></tr>
<tr><td>甲</td><td class="on">乙</td></tr></tbody></table>
<hr><p class="last">最后</p></section>""".replace("\n", "")

TAGS = (
    "section h2 h3 p strong em a sup span ul ol li b blockquote code table tr td th hr"
)
CLASSES = "article part first lead note list on box last"
STATES = (
    *(":first-child", ":last-child", ":only-child", ":first-of-type", ":last-of-type"),
    *(":nth-child(2)", ":nth-child(odd)", ":nth-child(2n+1)", ":nth-child(-n+3)"),
    *(":nth-last-child(2)", ":nth-of-type(2)", ":nth-last-of-type(-n+2)", ":empty"),
    *(":nth-child(2 of .on)", ":link", ":any-link", ":lang(zh)", ":hover"),
    *("[title]", "[href^=https]", '[class~="on"]', '[title="T" i]', "[lang|=zh]"),
)
COMBINATORS = (" ", " ", " ", " > ", " + ", " ~ ")
COLOURS = (
    *("red", "#0a7", "#11223380", "rgb(1 2 3 / 40%)", "rgba(9, 8, 7, .5)"),
    *("hsl(200 50% 40%)", "hsla(20, 30%, 40%, 50%)", "hwb(120 10% 20%)"),
    *("color-mix(in srgb, red 30%, white)", "currentcolor", "transparent"),
    *("var(--ink)", "var(--none, teal)", "rgb(10% 20% 30%)", "oklch(60% .1 200)"),
    *("oklab(60% .1 -20%)", "lab(50% 40 -20)", "lch(50% 40 120deg)"),
    *("color(display-p3 .2 .5 .3)", "color-mix(in oklab, red 30%, white)"),
    *("color(srgb .1 .2 .3)", "color-mix(in srgb, #0a7 20%, rgb(1 2 3 / 50%))"),
)
LENGTHS = (
    *("0", "1px", "2.5px", "1em", ".5rem", "10%", "calc(1em * 2)", "var(--gap)"),
    *("calc(2 * var(--gap))", "min(3px, 9px)", "clamp(1px, 2px, 3px)", "3pt", "2mm"),
)
SIZES = ("12px", "1.2em", "90%", "smaller", "larger", "1rem", "2em")
LINES = ("none", "solid", "dashed", "dotted", "double")
WIDE = ("inherit", "initial", "unset")
VARIABLES = ":root {--ink: #345; --gap: 6px}"


def compound(chance):
    """One element, by its name, its classes and its state."""
    parts = [chance.choice((*TAGS.split(), "", "", "", "*"))]
    parts += [
        f".{it}" for it in chance.sample(CLASSES.split(), chance.choice((0, 0, 1)))
    ]
    if parts[0] == "" and len(parts) == 1:
        parts.append(f".{chance.choice(CLASSES.split())}")
    if chance.random() < 0.3:
        parts.append(chance.choice(STATES))
    if chance.random() < 0.12:
        inner = ", ".join(simple(chance) for _ in range(chance.randint(1, 2)))
        parts.append(f":{chance.choice(('not', 'is', 'where'))}({inner})")
    if chance.random() < 0.05:
        parts.append(f":has({chance.choice(('', '> ', '+ '))}{simple(chance)})")
    return "".join(parts)


def simple(chance):
    """A name or a class, maybe inside another: brackets may hold three at most."""
    names = (*TAGS.split(), *(f".{it}" for it in CLASSES.split()))
    return " ".join(chance.choice(names) for _ in range(chance.choice((1, 1, 1, 2))))


def selector(chance):
    """Up to four compounds and what stands between them."""
    found = compound(chance)
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        found += chance.choice(COMBINATORS) + compound(chance)
    # Not for the page around the article, which only the browser knows of.
    return ".article" if chance.random() < 0.08 else f".article {found}"


def border(chance):
    """Width, style and colour in any order, some left out."""
    parts = [chance.choice(("1px", "thin", "2px")), chance.choice(LINES)]
    parts += [chance.choice(COLOURS)]
    chance.shuffle(parts)
    return " ".join(parts[: chance.randint(1, 3)])


def sides(values):
    """One to four of them."""
    return lambda chance: " ".join(
        chance.choice(values) for _ in range(chance.randint(1, 4))
    )


def one(*values):
    return lambda chance: chance.choice(values)


DECLARATIONS = {
    **dict.fromkeys(("color", "background-color", "border-left-color"), one(*COLOURS)),
    **dict.fromkeys(("margin", "padding"), sides(LENGTHS)),
    **dict.fromkeys(
        ("margin-top", "padding-left", "margin-block", "padding-inline-start"),
        one(*LENGTHS),
    ),
    **dict.fromkeys(("border", "border-top", "border-left"), border),
    "border-width": sides(("0", "1px", "thin", "medium")),
    "border-style": sides(LINES),
    "border-color": sides(COLOURS),
    "border-radius": one("3px", "1px 2px", "1px 2px 3px 4px", "50%", "2px / 4px"),
    "border-top-left-radius": one("0", "5px", "1em"),
    "background": one(
        *("none", "#eee", "linear-gradient(red, blue)", "url(x.png) no-repeat #ddd"),
        *("url(x.png) left 2px top 3px / 20px 30px repeat-x", "rgb(1 2 3 / 40%) none"),
        *("center / cover url(x.png)", "red url(x.png) 50% 0 no-repeat padding-box"),
    ),
    "font": one(
        *("italic 700 14px/1.5 sans-serif", "1.2em/2 sans-serif"),
        *("bold 2em sans-serif", "larger sans-serif", "80%/150% sans-serif"),
    ),
    "font-size": one(*SIZES),
    "font-weight": one("bold", "400", "bolder", "lighter", "700", "normal"),
    "font-style": one("italic", "normal", "oblique"),
    "line-height": one("1.5", "20px", "1.8em", "150%", "normal", "calc(1 + .5)"),
    "letter-spacing": one("normal", ".05em", "1px", "-.2px"),
    "text-align": one("left", "center", "right", "justify"),
    "text-indent": one("2em", "0", "10%", "-1em"),
    "text-decoration": one("none", "underline", "underline dotted red", "line-through"),
    "text-decoration-color": one(*COLOURS),
    "text-shadow": one("none", "1px 1px red", "0 0 2px rgb(1 2 3 / 50%)"),
    "text-transform": one("none", "uppercase"),
    "vertical-align": one("top", "middle", "super", "baseline", "-.2em"),
    "white-space": one("normal", "nowrap", "pre", "pre-wrap"),
    "word-break": one("normal", "break-all", "keep-all"),
    "overflow": one("hidden", "auto", "visible", "auto hidden"),
    "overflow-x": one("auto", "hidden"),
    "display": one("block", "inline-block", "inline", "flex", "none"),
    "flex": one("1", "none", "0 0 40%", "auto"),
    "flex-grow": one("0", "2"),
    "list-style": one("none", "square inside", "decimal", "'- ' outside"),
    "list-style-type": one("disc", "'–  '", "cjk-ideographic"),
    "width": one("50%", "120px", "auto", "8em"),
    "max-width": one("none", "90%", "30em"),
    "height": one("auto", "40px"),
    "opacity": one("1", ".5", "30%"),
    "float": one("none", "left"),
    "transform": one("none", "scaleY(.5)", "rotate(3deg)"),
    "box-shadow": one("none", "0 1px 3px rgb(0 0 0 / 20%)", "inset 0 0 0 1px #ccc"),
    "outline": one("none", "1px solid red", "thin dotted"),
}


def declaration(chance):
    """A property and its value, sometimes important, sometimes as it is above."""
    name = chance.choice(list(DECLARATIONS))
    value = DECLARATIONS[name](chance)
    # The family of ``font`` is not ours to set back, and a ``th`` stands in the middle
    # where nothing around it was ever said.
    if chance.random() < 0.08 and name not in ("font", "text-align"):
        value = chance.choice(WIDE)
    important = " !important" if chance.random() < 0.08 else ""
    return f"{name}: {value}{important}"


def sheet(chance):
    """A stylesheet of up to fourteen rules."""
    rules = []
    for _ in range(chance.randint(4, 14)):
        selectors = ", ".join(selector(chance) for _ in range(chance.choice((1, 1, 2))))
        body = "; ".join(declaration(chance) for _ in range(chance.randint(1, 4)))
        rules.append(f"{selectors} {{{body}}}")
    return "\n".join((VARIABLES, *rules))

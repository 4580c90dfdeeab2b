"""Rules of an imported stylesheet -> a theme folder that a person can go on with."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Final

import tinycss2

from mdwx.patterns import pattern
from mdwx.records import dataclass
from mdwx.style import sheet
from mdwx.style.code import is_bright, style_names, surface
from mdwx.style.codecolours import holds
from mdwx.style.colours import Rgba, rgba, spelled
from mdwx.style.foreign.declaring import Kept
from mdwx.style.foreign.families import Family
from mdwx.style.foreign.important import Rule, without_importance
from mdwx.style.foreign.importing import Import
from mdwx.style.themes import is_value

__all__ = ["ThemeFiles", "base_css", "write_theme"]

ACCENT: Final = ("primary", "accent", "theme", "main", "brand", "major", "key")
"""How authors call the colour that stands out."""
NO_ACCENT: Final = "#1e6bb8"
LEAST_USES: Final = 2
AUTHOR: Final = pattern(
    r"(?:@?author|作者)\s*[-:：]?\s*(?P<name>[^\n/|,，]{1,60})", re.IGNORECASE
)
LICENCE: Final = pattern(
    r"(?:@?licen[cs]e|许可证?|协议)\s*[-:：]?\s*(?P<name>[^\n/|]{1,60})", re.IGNORECASE
)
ONE_LINE: Final = 88

ABOUT: Final = """\
# {source}, a stylesheet of {family}, brought in by `mdwx themes import`.
# A title may also be {{ zh = "…", en = "…" }}.
title = {title}
{author}
{licence}

# The first is used; all can be read by day and in WeChat's dark mode.
code_styles = {code_styles}

# Each option is a variable of theme.css: accent is var(--accent).
[options]
{options}
"""
UNKNOWN: Final = "  # the stylesheet does not say: ask before you share the theme"


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The two files of a theme."""

    css: str
    toml: str


def write_theme(made: Import, *, name: str) -> ThemeFiles:
    """The text of ``theme.css`` and ``theme.toml``."""
    accent, variables, rules = with_accent(made)
    options = {"accent": accent or NO_ACCENT, **made.family.options, **made.options}
    if accent:
        options["accent"] = accent
    base = base_rules(made.family)
    settled = list(without_importance(rules, before=base))
    head = "\n".join(line.strip(" *") for line in made.head.strip("*\n ").split("\n"))
    said = f"{head}\n\n" if head.strip() else ""
    said += f"From {made.source.name}, a stylesheet of {made.family.name}."
    parts = [
        comment(said),
        base_css(made.family.file).strip(),
        f"/* {made.source.name} */",
        *root_block(variables),
        "\n\n".join(map(written, settled)),
        base_css("end").strip(),
    ]
    return ThemeFiles("\n\n".join(parts) + "\n", about(made, name, options))


def comment(text: str) -> str:
    """A comment of one line or more."""
    if "\n" not in text:
        return f"/* {text} */"
    lines = "\n".join(f" * {line}".rstrip() for line in text.split("\n"))
    return f"/*\n{lines}\n */"


def root_block(variables: dict[str, str]) -> Iterator[str]:
    """The variables of the stylesheet's author."""
    if variables:
        lines = "".join(f"  {name}: {value};\n" for name, value in variables.items())
        yield f":root {{\n{lines}}}"


def written(rule: Rule) -> str:
    """One rule as its author might have written it."""
    above = "".join(f"/*{tidy(it)}*/\n" for it in rule.comments)
    selectors = ", ".join(dict.fromkeys(rule.selectors))
    if len(selectors) > ONE_LINE - 10:
        selectors = ",\n".join(dict.fromkeys(rule.selectors))
    last = {it.name: f"{it.name}: {it.value};" for it in rule.declarations}
    line = f"{selectors} {{ {' '.join(last.values())} }}"
    if len(last) <= 2 and len(line) <= ONE_LINE and "\n" not in line:
        return above + line
    lines = "".join(f"  {it}\n" for it in last.values())
    return f"{above}{selectors} {{\n{lines}}}"


def tidy(text: str) -> str:
    """A comment with blanks at its edges."""
    return text if text[:1].isspace() or text.startswith("*") else f" {text.strip()} "


def with_accent(made: Import) -> tuple[str | None, dict[str, str], list[Rule]]:
    """The colour that stands out, and everything that speaks of it by that name."""
    if any(
        "var(--accent)" in it.value for rule in made.rules for it in rule.declarations
    ):
        return None, made.variables, made.rules
    for word in ACCENT:
        for name, value in made.variables.items():
            if word in name.lower() and is_chromatic(colour_of(value)):
                variables = {**made.variables, name: "var(--accent)"}
                return value, variables, made.rules
    accent = commonest(made.rules)
    if accent is None:
        return None, made.variables, made.rules
    rules = [
        replace(
            rule,
            declarations=tuple(
                replace(it, value=named(it.value, accent)) for it in rule.declarations
            ),
        )
        for rule in made.rules
    ]
    return spelled(accent), made.variables, rules


def commonest(rules: Iterable[Rule]) -> Rgba | None:
    """The opaque colour, no grey and no tint, that is named most often."""
    found = Counter(
        colour
        for rule in rules
        for it in rule.declarations
        for node in tinycss2.parse_component_value_list(it.value)
        if is_chromatic(colour := colour_in(node))
    )
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] >= LEAST_USES else None


def named(value: str, accent: Rgba) -> str:
    """A value that says ``var(--accent)`` for the accent."""
    return "".join(
        "var(--accent)" if colour_in(node) == accent else node.serialize()
        for node in tinycss2.parse_component_value_list(value)
    )


def colour_of(value: str) -> Rgba | None:
    """The one colour that a value is."""
    return colour_in(tinycss2.parse_one_component_value(value))


def colour_in(node: object) -> Rgba | None:
    """The colour that a node is."""
    kind = getattr(node, "type", "")
    return rgba(node) if kind in ("hash", "ident", "function") else None


def is_chromatic(colour: Rgba | None) -> bool:
    """Whether a colour is one that could stand out on white."""
    if colour is None or colour[3] < 1:
        return False
    red, green, blue, _ = colour
    is_grey = max(red, green, blue) - min(red, green, blue) < 0.15
    return not is_grey and 0.299 * red + 0.587 * green + 0.114 * blue < 0.78


def about(made: Import, name: str, options: dict[str, str]) -> str:
    """The text of ``theme.toml``."""
    return ABOUT.format(
        source=made.source.name.replace("\n", " "),
        family=made.family.name,
        title=quoted(name),
        author=f"author = {said_in(AUTHOR, made)}",
        licence=f"licence = {said_in(LICENCE, made)}",
        code_styles=json.dumps(code_styles(made.code_ground)),
        options="\n".join(
            f"{key} = {quoted(value)}"
            for key, value in options.items()
            if is_value(value)
        ),
    )


def quoted(text: str) -> str:
    """A string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def said_in(shape: re.Pattern[str], made: Import) -> str:
    """What the head of the stylesheet says of its author or licence."""
    every = [made.head, *(it for rule in made.rules for it in rule.comments)]
    for text in every[:3]:
        if found := shape.search(text):
            return quoted(found["name"].strip(" *-"))
    return '""' + UNKNOWN


def code_styles(ground: Rgba | None) -> list[str]:
    """Styles for code that last, the one nearest to a ground first."""
    lasting = [name for name in style_names() if holds(name)]
    light = ground is None or 0.299 * ground[0] + 0.587 * ground[1] > 0.45
    fitting = [name for name in lasting if is_bright(surface(name)[0]) == light]
    best = fitting[:1] if ground is None else sorted(fitting, key=far_from(ground))[:1]
    usual = ["mdwx-light", "mdwx-dark"] if light else ["mdwx-dark", "github-dark"]
    return list(dict.fromkeys([*best, *usual]))


def far_from(ground: Rgba) -> Callable[[str], float]:
    """How far the ground of a style is from a colour."""

    def distance(name: str) -> float:
        other = colour_of(surface(name)[0]) or ground
        return sum((a - b) ** 2 for a, b in zip(ground, other, strict=True))

    return distance


def base_css(name: str) -> str:
    """What a tool gives every article, in our words; ``end`` is what ends a theme."""
    return files("mdwx.style.foreign").joinpath(f"{name}.css").read_text("utf-8")


def base_rules(family: Family) -> list[Rule]:
    """The rules of a tool's base, as rivals of what is important."""
    found = []
    for prelude, content in sheet.parts(base_css(family.file)):
        selectors = tinycss2.serialize(prelude).split(",")
        kept = [Kept(it.lower_name, "") for it in sheet.own(content)]
        found.append(Rule(tuple(map(str.strip, selectors)), tuple(kept)))
    return found

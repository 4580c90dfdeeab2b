"""What a site and a post change of a theme: options, rules, colours of code."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from building import post

from mdwx.config import read_config
from mdwx.errors import SourceError, UsageError
from mdwx.looks import Looks
from mdwx.pipeline import build
from mdwx.post import read_post
from mdwx.style.codecolours import holds, weakest
from mdwx.style.objections import check_code_style
from mdwx.style.themes import read_theme

NOWHERE = Path("nowhere")


def site(folder, *, toml="", extra=None):
    """The looks of a site with this file."""
    (folder / "mdwx.toml").write_text(toml, encoding="utf-8")
    if extra is not None:
        (folder / "extra.css").write_text(extra, encoding="utf-8")
    return Looks(read_config(folder, env={}))


def built(looks, made):
    return build(made, look=looks.of(made), prepare=lambda _: {}, draw=lambda _: {})


def markup(looks, made):
    return built(looks, made).content({})


def test_accent_of_a_site_is_one_line(tmp_path):
    """
    ``[theme_options] accent`` colours every post.
    """
    looks = site(tmp_path, toml='[theme_options]\naccent = "#c0392b"')

    assert "color:#c0392b" in markup(looks, post("a **b**"))


def test_accent_of_a_post_beats_that_of_its_site(tmp_path):
    """
    The nearer the stronger.
    """
    looks = site(tmp_path, toml='[theme_options]\naccent = "#c0392b"')

    found = markup(looks, post("a **b**", theme_options=(("accent", "#123456"),)))

    assert "color:#123456" in found
    assert "#c0392b" not in found


def test_options_of_a_post_are_read_from_its_front_matter():
    """
    A mapping in YAML, on one line or on several.
    """
    source = b'---\ntheme_options: {accent: "#c00"}\n---\na'

    found = read_post(
        source, path=PurePosixPath("a.md"), site=read_config(NOWHERE, env={}).site
    )

    assert found.theme_options == (("accent", "#c00"),)


WRONG = [
    ("acent", "#c00", "has no option acent", "did you mean accent?"),
    ("colour", "#c00", "has no option colour", "there are: accent"),
    ("accent", "12px", "accent cannot be 12px", "write a value such as #0f7b6c"),
    ("accent", "reddish", "accent cannot be reddish", "a value such as #0f7b6c"),
    ("accent", "red;}p{color:red", "accent cannot be red", "a value such as"),
]


@pytest.mark.parametrize(("name", "value", "problem", "hint"), WRONG)
def test_wrong_option_is_named_with_its_place(tmp_path, name, value, problem, hint):
    """
    A misspelled option, or no colour where one is wanted, is an error.
    """
    looks = site(tmp_path)
    lines = (("theme_options", 3),)

    with pytest.raises(SourceError, match=problem) as caught:
        looks.of(post("a", theme_options=((name, value),), key_lines=lines))

    assert hint in caught.value.hint.en
    assert str(caught.value.where) == "content/post.md:3"


def test_wrong_option_of_a_site_has_its_line(tmp_path):
    """
    So that it can be found in the site file.
    """
    looks = site(tmp_path, toml='[site]\n\n[theme_options]\nacent = "#c00"')

    with pytest.raises(SourceError) as caught:
        looks.of(post("a"))

    assert str(caught.value.where) == "mdwx.toml:3"


def test_option_that_is_no_text_is_refused(tmp_path):
    """
    ``accent = 3`` is no value of CSS.
    """
    with pytest.raises(UsageError, match=r"theme_options\.accent must be text"):
        site(tmp_path, toml="[theme_options]\naccent = 3")


def test_a_post_in_another_theme_takes_what_both_have(tmp_path):
    """
    An option of the site's theme is no mistake in a post with a theme of its own.
    """
    folder = tmp_path / "themes/bare"
    folder.mkdir(parents=True)
    (folder / "theme.css").write_text("p {color: #333}")
    looks = site(tmp_path, toml='[theme_options]\naccent = "#c00"')

    assert "color:#333" in markup(looks, post("a", theme="bare"))


def test_theme_then_extra_then_style(tmp_path):
    """
    Of rules alike the later one wins: theme, site, post.
    """
    looks = site(tmp_path, extra="p {letter-spacing: 1px; color: #111}")

    found = markup(looks, post("a", style="p {color: #222}"))

    assert "letter-spacing:1px" in found
    assert "color:#222" in found
    assert "#111" not in found


def test_extra_css_is_reviewed_with_line_and_column(tmp_path):
    """
    What WeChat drops of it is told, and variables of the theme are known.
    """
    looks = site(tmp_path, extra="p {color: var(--accent)}\nh2 { position: fixed }")

    (finding,) = built(looks, post("a", title="t")).findings[:1]

    assert finding.code == "C110"
    assert str(finding.where) == "extra.css:2:6"


def test_extra_css_that_leads_outside_is_refused(tmp_path):
    """
    A link to a file elsewhere is no stylesheet of the site.
    """
    inside = tmp_path / "site"
    inside.mkdir()
    (tmp_path / "secret.css").write_text("p {color: red}")
    (inside / "extra.css").symlink_to(tmp_path / "secret.css")

    with pytest.raises(SourceError, match="outside the site"):
        site(inside)


def test_extra_css_that_is_nested_too_deep_is_refused(tmp_path):
    """
    No parser is asked to read an attack.
    """
    with pytest.raises(SourceError, match="nested too deep"):
        site(tmp_path, extra="p {" + "(" * 5000)


@pytest.mark.parametrize("name", ["mdwx-light", "mdwx-dark", "github-dark", "monokai"])
def test_styles_that_hold_hold(name):
    """
    Every kind of code can be read by day and by night.
    """
    light, dark = weakest(name)

    assert holds(name)
    assert light >= 4.5
    assert dark >= 3


def test_code_style_that_does_not_hold_is_told(tmp_path):
    """
    Any style may be asked for; one that cannot be read is a warning.
    """
    looks = site(tmp_path)
    made = post("a", title="t", code_theme="nord", key_lines=(("code_theme", 2),))

    (finding,) = looks.of(made).findings

    assert (finding.code, str(finding.where)) == ("C126", "content/post.md:2")
    assert "mdwx-light" in finding.hint.en


def test_style_that_a_theme_lists_is_not_told():
    """
    Its author has looked at it.
    """
    theme = read_theme("default", site_root=NOWHERE)

    assert check_code_style(theme.code_style, theme, where=None) == []
    assert check_code_style("monokai", theme, where=None) == []


def test_unknown_code_style_names_the_nearest(tmp_path):
    """
    With the line of the post.
    """
    looks = site(tmp_path)
    made = post("a", code_theme="monoki", key_lines=(("code_theme", 2),))

    with pytest.raises(SourceError) as caught:
        looks.of(made)

    assert caught.value.hint.en == "did you mean monokai?"
    assert str(caught.value.where) == "content/post.md:2"

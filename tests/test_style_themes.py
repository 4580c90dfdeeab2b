"""Themes: where they are found, what their files may say, how one begins."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from mdwx.errors import SourceError, UsageError
from mdwx.style import list_themes, read_theme
from mdwx.style.review import check_theme
from mdwx.style.starter import new_theme


def write_theme(root, name, *, css="p {color: #333}", about=None):
    folder = root / "themes" / name
    folder.mkdir(parents=True)
    (folder / "theme.css").write_text(css, encoding="utf-8")
    if about is not None:
        (folder / "theme.toml").write_text(about, encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "nope",
        "",
        ".",
        "..",
        "../themes/default",
        "/etc",
        "default/",
        "default/theme.css",
    ],
)
def test_a_name_is_never_a_path(tmp_path, name):
    """
    A post that names a path as its theme reads nothing there.
    """
    with pytest.raises(SourceError, match="no theme is called"):
        read_theme(name, site_root=tmp_path)


def test_unknown_theme_names_the_nearest(tmp_path):
    """
    A misspelled theme is an error with a suggestion.
    """
    with pytest.raises(SourceError) as caught:
        read_theme("defalt", site_root=tmp_path)

    assert str(caught.value) == "no theme is called defalt"
    assert caught.value.hint.en == "did you mean default?"


def test_unlike_any_theme_lists_them_all(tmp_path):
    """
    Where no name is near, the hint says which there are.
    """
    with pytest.raises(SourceError) as caught:
        read_theme("qqq", site_root=tmp_path)

    assert caught.value.hint.en.startswith("there are: ")
    assert "default" in caught.value.hint.en


BROKEN = [
    ("colour = 1", 1, "theme.toml has no key colour"),
    ("title = 'a'\nauthor = 1", 2, "author must be a string"),
    ("title = 3", 1, "title must be a string, or {zh = …, en = …}"),
    ("title = {fr = 'a'}", 1, "title must be a string, or {zh = …, en = …}"),
    ("\n[options]\nAccent = '#fff'", 2, "options must be a table of lower-case names"),
    ("[options]\naccent = 'red;}p{color:red'", 1, "options must be a table"),
    ("title = 'a'\ntitle\n", 2, "broken TOML"),
]


@pytest.mark.parametrize(("about", "line", "problem"), BROKEN)
def test_wrong_theme_toml_is_named_with_its_line(tmp_path, about, line, problem):
    """
    A key that is unknown or misshapen has file and line.
    """
    write_theme(tmp_path, "mine", about=about)

    with pytest.raises(SourceError) as caught:
        read_theme("mine", site_root=tmp_path)

    assert str(caught.value).startswith(problem)
    assert str(caught.value.where).startswith(f"themes/mine/theme.toml:{line}")


def test_theme_that_is_not_utf8_is_named(tmp_path):
    """
    A stylesheet in another encoding is an error with its path.
    """
    write_theme(tmp_path, "mine")
    (tmp_path / "themes/mine/theme.css").write_bytes("/* 中 */".encode("gbk"))

    with pytest.raises(SourceError, match="not UTF-8") as caught:
        read_theme("mine", site_root=tmp_path)

    assert str(caught.value.where) == "themes/mine/theme.css"


def test_site_hides_a_built_in_namesake(tmp_path):
    """
    The site's own theme comes first.
    """
    write_theme(tmp_path, "default", css="p {color: #123}")

    theme = read_theme("default", site_root=tmp_path)

    assert theme.stylesheet == "p {color: #123}"
    assert not theme.is_built_in


def test_stylesheet_alone_is_a_theme(tmp_path):
    """
    Without ``theme.toml`` the folder's name is the title.
    """
    write_theme(tmp_path, "我的")

    theme = read_theme("我的", site_root=tmp_path)

    assert theme.title.zh == "我的"
    assert theme.options == {}


def test_options_are_variables_of_the_stylesheet(tmp_path):
    """
    ``[options] accent`` is ``var(--accent)``; line numbers stay.
    """
    write_theme(tmp_path, "mine", about="[options]\naccent = '#c00'")

    css = read_theme("mine", site_root=tmp_path).css

    assert css == ":root{--accent:#c00}p {color: #333}"


def test_list_has_built_in_and_own_themes(tmp_path):
    """
    ``mdwx themes`` shows both, and which is which.
    """
    write_theme(tmp_path, "mine")

    found = {info.name: info.is_built_in for info in list_themes(site_root=tmp_path)}

    assert found["default"]
    assert not found["mine"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "a\\b", "_a", ".a", " a", "a ", "a.", "c:", "a\nb", "a?"],
)
def test_new_theme_refuses_a_name_that_is_no_folder(tmp_path, name):
    """
    Nothing is written outside ``themes/``, on any system.
    """
    with pytest.raises(UsageError, match="cannot be called"):
        new_theme(name, site_root=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_new_theme_does_not_overwrite(tmp_path):
    """
    A theme that is there stays as it is.
    """
    write_theme(tmp_path, "mine", css="mine")

    with pytest.raises(UsageError, match="already there"):
        new_theme("mine", site_root=tmp_path)

    assert (tmp_path / "themes/mine/theme.css").read_text() == "mine"


def test_new_theme_reads_back_clean(tmp_path):
    """
    The starter looks like the default and has nothing to complain about.
    """
    new_theme('我的 "主题"'.replace('"', "“"), site_root=tmp_path)

    theme = read_theme("我的 “主题“", site_root=tmp_path)

    assert theme.css == read_theme("default", site_root=tmp_path).css
    assert check_theme(theme) == []


def test_theme_is_a_value(tmp_path):
    """
    A theme cannot be changed by whoever looks at it.
    """
    theme = read_theme("default", site_root=tmp_path)
    with pytest.raises(FrozenInstanceError):
        theme.css = ""


def install_theme(folder, name, *, css="p {color: #333}"):
    """A package that offers a theme, as pip would leave it."""
    package = folder / f"{name}_theme"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('code was run')")
    (package / "theme.css").write_text(css)
    about = folder / f"{name}_theme-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Name: {name}-theme\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[mdwx.themes]\n{name} = {name}_theme\n")


def test_installed_package_offers_a_theme(tmp_path, monkeypatch):
    """
    An entry point is enough, and none of the package's code is run.
    """
    install_theme(tmp_path, "sea")
    monkeypatch.syspath_prepend(tmp_path)

    theme = read_theme("sea", site_root=tmp_path / "site")

    assert theme.stylesheet == "p {color: #333}"
    assert str(theme.path) == "sea_theme/theme.css"


def test_site_hides_an_installed_namesake(tmp_path, monkeypatch):
    """
    What a site has itself is nearest.
    """
    install_theme(tmp_path, "sea")
    monkeypatch.syspath_prepend(tmp_path)
    write_theme(tmp_path / "site", "sea", css="p {color: #123}")

    assert (
        read_theme("sea", site_root=tmp_path / "site").stylesheet == "p {color: #123}"
    )


def test_package_without_its_stylesheet_offers_nothing(tmp_path, monkeypatch):
    """
    A broken package does not break the others.
    """
    install_theme(tmp_path, "sea")
    (tmp_path / "sea_theme/theme.css").unlink()
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(SourceError, match="no theme is called sea"):
        read_theme("sea", site_root=tmp_path)


CODE_STYLES = [
    ("", "mdwx-light", ("mdwx-light",)),
    ("code_style = 'monokai'", "monokai", ("monokai",)),
    ("code_styles = ['monokai', 'bw']", "monokai", ("monokai", "bw")),
    ("code_style = 'bw'\ncode_styles = ['monokai', 'bw']", "bw", ("bw", "monokai")),
]


@pytest.mark.parametrize(("about", "own", "all_styles"), CODE_STYLES)
def test_first_code_style_is_the_themes_own(tmp_path, about, own, all_styles):
    """
    ``code_styles`` lists what goes with a theme, the default first.
    """
    write_theme(tmp_path, "mine", about=about)

    theme = read_theme("mine", site_root=tmp_path)

    assert (theme.code_style, theme.code_styles) == (own, all_styles)


def test_listed_code_styles_must_hold(tmp_path):
    """
    A theme cannot recommend colours that cannot be read.
    """
    write_theme(tmp_path, "mine", about="code_styles = ['mdwx-light', 'nord', 'x']")

    found = check_theme(read_theme("mine", site_root=tmp_path))

    assert [finding.code for finding in found] == ["C126", "R041"]

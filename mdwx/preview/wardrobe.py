"""Every theme on one's own post, live; and the chosen one written into its file.

GET  /_themes       the themes and code styles there are
GET  /_try/{slug}   the state of a post (see ``mdwx.preview``) in another look:
                    ``?theme=ink&code_theme=nord&accent=%23c0392b``, each as wished;
                    ``night=1`` adds the fragment in dark mode
POST /_do/theme     ``{"slug": …, "theme": …, "code_theme": …, "accent": …}``: those
                    that are given go into the front matter, and nothing else moves
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

import tinycss2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mdwx.errors import MdwxError, SourceError
from mdwx.files import post_bytes
from mdwx.model import Post, Text
from mdwx.post.rewriting import rewritten
from mdwx.preview.desk import both, page_of
from mdwx.preview.leaf import attempt
from mdwx.preview.making import Making
from mdwx.preview.orders import NO_POST, NOT_UNDERSTOOD, read_wish
from mdwx.preview.screens import Problem
from mdwx.preview.studio import Studio
from mdwx.style import list_themes, read_theme
from mdwx.style.code import style_names
from mdwx.style.codecolours import holds
from mdwx.style.colours import rgba
from mdwx.whole import replace_whole

__all__ = ["Wardrobe", "dressed", "wish_of"]

ACCENT: Final = "accent"
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "theme": ("theme",),
    "code_theme": ("code_theme",),
    ACCENT: ("theme_options", ACCENT),
}
"""Where each wish goes in the front matter."""
LONGEST_CHARS: Final = 100
NO_STORE: Final = {"Cache-Control": "no-store"}
FILE_MODE: Final = 0o777

Wish = Mapping[str, str]


class Wardrobe:
    """The looks that a post may have."""

    def __init__(self, studio: Studio, making: Making, *, language: str) -> None:
        self.studio = studio
        self.making = making
        self.language = language

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route("/_themes", self.themes),
            Route("/_try/{slug:path}", self.tried),
            Route("/_do/theme", self.wear, methods=["POST"]),
        ]

    def themes(self, request: Request) -> Response:
        """Everything to choose from, and what the site has."""
        root = self.making.config.root
        names = [theme.name for theme in list_themes(site_root=root)]
        told = attempt(lambda: [fields_of(name, root) for name in names])
        if isinstance(told, Problem):
            return self.refusal(told.title, 409)
        return JSONResponse(
            {
                "themes": told,
                "code_styles": code_styles(),
                "site": self.making.config.site.theme,
            },
            headers=NO_STORE,
        )

    def tried(self, request: Request) -> Response:
        """A post in another look, as it stands now."""
        slug = request.path_params["slug"]
        leaf, wish = self.studio.leaf(slug), wish_of(request.query_params)
        if wish is None:
            return self.refusal(NOT_UNDERSTOOD, 400)
        post = (leaf.post_now or leaf.post) if leaf else None
        if post is None:
            return self.refusal(NO_POST, 404)
        made = attempt(lambda: self.making.made(dressed(post, wish, self.making)))
        if isinstance(made, Problem):
            return self.refusal(made.title, 409)
        self.studio.lend(made.files)
        page = page_of(made.facts, slug=slug, problem=None, moved=None)
        told = json.loads(page.told)
        if request.query_params.get("night") == "1":
            told["night"] = made.night() if made.night else ""
        return JSONResponse(told, headers=NO_STORE)

    async def wear(self, request: Request) -> Response:
        """Write a look into the file of a post."""
        given = await read_wish(request) or {}
        slug, wish = given.get("slug"), wish_of(given)
        if not isinstance(slug, str) or not wish:
            return self.refusal(NOT_UNDERSTOOD, 400)
        return await run_in_threadpool(self.write, slug, wish)

    def write(self, slug: str, wish: Wish) -> Response:
        """Set each value in the file, which is written once and whole."""
        leaf = next(self.studio.named(slug), None)
        if leaf is None or leaf.post_now is None:
            return self.refusal(NO_POST, 404)
        config, path = self.making.config, leaf.path
        file = config.root / path
        try:
            source = found = post_bytes(file, path, config=config)
            for name, value in wish.items():
                found = rewritten(found, PLACES[name], value, path=path)
            if found != source:
                real = file.resolve()
                mode = real.stat().st_mode & FILE_MODE
                replace_whole(real, found, mode=mode, within=config.root.resolve())
        except MdwxError as error:
            return self.refused(error)
        except OSError as error:
            said = error.strerror or str(error)
            text = Text(zh=f"写不了 {path}：{said}", en=f"cannot write {path}: {said}")
            return self.refusal(text, 409)
        return JSONResponse({"changed": found != source})

    def refused(self, error: MdwxError) -> Response:
        """Why the file was left alone, and what to do."""
        hint = error.hint or Text(zh="", en="")
        text = Text(
            zh="；".join(filter(None, (error.problem.zh, hint.zh))),
            en="; ".join(filter(None, (error.problem.en, hint.en))),
        )
        return self.refusal(text, 409)

    def refusal(self, why: Text, status: int) -> Response:
        """Why not, in a sentence for a person."""
        return PlainTextResponse(why.said(self.language), status_code=status)


def fields_of(name: str, root: Any) -> dict[str, Any]:
    """A theme as the page shows it."""
    theme = read_theme(name, site_root=root)
    return {
        "name": theme.name,
        "title": both(theme.title),
        "description": both(theme.description),
        "options": [
            {"name": option, "value": value, "is_colour": is_colour(value)}
            for option, value in theme.options.items()
        ],
        "code_styles": list(theme.code_styles),
    }


@cache
def code_styles() -> list[dict[str, Any]]:
    """Every style of code, and whether it can be read day and night."""
    return [{"name": name, "lasts": holds(name)} for name in style_names()]


def wish_of(given: Mapping[str, Any]) -> Wish | None:
    """The look that is wished for; None where a value can be none."""
    wish = {name: given[name] for name in PLACES if given.get(name)}
    for name, value in wish.items():
        if not isinstance(value, str) or len(value) > LONGEST_CHARS:
            return None
        if name == ACCENT and not is_colour(value):
            return None
    return wish


def is_colour(value: str) -> bool:
    """Whether a value is one colour."""
    return rgba(tinycss2.parse_one_component_value(value)) is not None


def dressed(post: Post, wish: Wish, making: Making) -> Post:
    """The post as its file would ask for that look.

    Its options that another theme does not have are left out.
    """
    name = wish.get("theme") or post.theme or making.config.site.theme
    theme = read_theme(name, site_root=making.config.root)
    options = {key: it for key, it in post.theme_options if key in theme.options}
    if ACCENT in wish:
        if ACCENT not in theme.options:
            raise SourceError(
                Text(
                    zh=f"主题 {name} 没有选项 {ACCENT}",
                    en=f"theme {name} has no option {ACCENT}",
                )
            )
        options[ACCENT] = wish[ACCENT]
    return replace(
        post,
        theme=name,
        theme_options=tuple(options.items()),
        code_theme=wish.get("code_theme") or post.code_theme,
    )

"""``mdwx show``: any stage of the pipeline, for the curious and for bug reports."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mdwx.cli.building import Manner, build_all
from mdwx.cli.declaring import argument, one_of, option
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.cli.summary import show_problems
from mdwx.model import Post

if TYPE_CHECKING:
    from mdwx.make import Built

__all__ = ["show"]


@command(
    "show",
    zh="查看一篇文章在流水线里的任一步",
    en="Show a post at any stage of the pipeline.",
)
@argument("post", metavar="POST")
@option(
    "--stage",
    type=one_of("post", "document", "page", "article", "payload"),
    default="article",
    zh="哪一步",
    en="which stage",
)
@option("--theme", metavar="NAME", zh="换用的主题", en="use this theme")
def show(run: Run, *, post: str, stage: str, theme: str | None) -> Reply:
    entries = run.posts([post])
    posts = [entry for entry in entries if isinstance(entry, Post)]
    made = build_all(run, entries, Manner(offline=True, theme=theme))
    reply = Reply([one.outcome for one in made])
    shown = []
    for one in posts if stage in EARLY else ():
        shown.append(EARLY[stage](run, one))
    for each in made if stage in LATE else ():
        if each.built is not None:
            shown.append(LATE[stage](each.built))
    reply.more = {"stage": stage, "shown": shown}
    for text in shown:
        run.terminal.print(text)
    show_problems(run.terminal, reply.outcomes)
    return reply


def shown_post(run: Run, post: Post) -> str:
    """The post as it was read."""
    fields = asdict(post)
    return json.dumps(fields, ensure_ascii=False, indent=2, default=str)


def shown_document(run: Run, post: Post) -> str:
    """The Markdown tokens."""
    from mdwx.markdown import parse, read_plugins

    document = parse(post, run.config.markdown, read_plugins())
    tokens = [token.as_dict() for token in document.tokens]
    return json.dumps(tokens, ensure_ascii=False, indent=2, default=str)


def shown_page(run: Run, post: Post) -> str:
    """The tree before any rewrite."""
    from mdwx.looks import Looks
    from mdwx.page import markup
    from mdwx.pipeline import compose

    return markup(compose(post, Looks(run.config).of(post)).root)


def shown_article(built: Built) -> str:
    """The markup that is sent, with the addresses the author wrote."""
    from mdwx.model import PostType

    article = built.article
    if article.post.type is PostType.NEWSPIC:
        return article.text
    return article.content({ref.src: ref.src for ref in article.images})


def shown_payload(built: Built) -> str:
    """The article as draft/add takes it, pictures by their local names."""
    from mdwx.output import local_payload

    return json.dumps(local_payload(built), ensure_ascii=False, indent=2)


EARLY: Final[Mapping[str, Callable[[Run, Post], str]]] = MappingProxyType(
    {"post": shown_post, "document": shown_document, "page": shown_page}
)
LATE: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {"article": shown_article, "payload": shown_payload}
)

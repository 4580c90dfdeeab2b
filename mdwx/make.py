"""One post made ready, and one run over many: a failed one stops no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

from mdwx import pipeline
from mdwx.checks import digest
from mdwx.checks.author import overlong
from mdwx.config import Config
from mdwx.errors import MdwxError
from mdwx.looks import Looks, source_url_of
from mdwx.made import Made
from mdwx.media import Darkroom
from mdwx.model import (
    Cover,
    Finding,
    Ignore,
    ImageRef,
    Picture,
    Post,
    PostType,
    Severity,
    State,
)
from mdwx.outcome import Outcome
from mdwx.page import Article
from mdwx.records import dataclass
from mdwx.rules import settle, without_wishes

__all__ = [
    "Built",
    "build_post",
    "ignores_of",
    "in_order",
    "make_post",
]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished article and what travels beside it."""

    article: Article
    cover: Cover | None
    pictures: tuple[Picture, ...]
    """Of a newspic, in order."""
    source_sha256: str
    """Of what the author wrote; decides "edited since publication"."""
    findings: tuple[Finding, ...]
    """Of reading, building and the cover, in the order they were met."""
    author: str | None = None
    digest: str | None = None
    source_url: str | None = None

    @property
    def has_error(self) -> bool:
        """Whether WeChat or a reader could not do with this article."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def build_post(
    config: Config, post: Post, *, darkroom: Darkroom, looks: Looks
) -> Built:
    """Take one post through the whole pipeline; nothing is sent or written."""
    is_newspic = post.type is PostType.NEWSPIC

    def prepare(refs: Sequence[ImageRef]) -> pipeline.Prepared:
        if is_newspic:
            return darkroom.prepare_material(refs, post=post)
        return darkroom.prepare(refs, post=post)

    article = pipeline.build(
        post, look=looks.of(post), prepare=prepare, draw=darkroom.easel.draw
    )
    cover = None
    found = [*post.findings, *article.findings, *digest.missing(post, article.text)]
    if not is_newspic:
        cover, findings = darkroom.cover(article, site_cover=config.site.cover)
        found += findings
    if not post.author and config.site.author and config.author_at:
        found += overlong(config.site.author, where=config.author_at)
    pictures = [article.pictures.get(ref.src) for ref in article.images]
    return Built(
        article=article,
        cover=cover,
        pictures=tuple(filter(None, pictures)) if is_newspic else (),
        source_sha256=source_fingerprint(article, cover),
        findings=in_order(post, *settle(found, ignores_of(config, article))),
        author=post.author or config.site.author,
        digest=post.digest,
        source_url=source_url_of(config, post),
    )


def make_post(entry: Post | Outcome, build: Callable[[Post], Built]) -> Made:
    """Build one post of a run; one that fails stops no other."""
    if isinstance(entry, Outcome):
        return Made(entry)
    outcome = Outcome(path=entry.path, slug=entry.slug, title=entry.title or "")
    try:
        built = build(entry)
    except MdwxError as error:
        outcome.error = error
        outcome.findings = list(entry.findings)
        outcome.state = State.FAILED
        return Made(outcome)
    outcome.title = built.article.title
    outcome.findings = list(built.findings)
    outcome.size = built.article.size
    if built.has_error:
        outcome.state = State.FAILED
    return Made(outcome, built.article.post, built, built.has_error)


def ignores_of(config: Config, article: Article) -> tuple[Ignore, ...]:
    """What site and author do not want to hear of an article."""
    return (*config.check.ignores(article.post.path), *article.ignores)


def in_order(post: Post, *findings: Finding) -> tuple[Finding, ...]:
    """Each finding once, from the top of the post; the site's own parts come last."""

    def place(finding: Finding) -> tuple[bool, int]:
        where = finding.where or post.span()
        return where.path != post.path, where.line or 0

    return tuple(sorted(dict.fromkeys(findings), key=place))


def source_fingerprint(article: Article, cover: Cover | None) -> str:
    """One value over what the author wrote, whatever mdwx makes of it.

    Theme, style and the site's own parts are left out: changing them is no edit.
    """
    post = article.post
    own = {
        ref.src: article.pictures[ref.src].source_sha256
        for ref in article.images
        if ref.where.path == post.path and ref.src in article.pictures
    }
    names_cover = post.cover not in (None, "card", "first-image")
    written = [
        *(article.title, post.author, post.digest, without_wishes(post.body).strip()),
        *(post.source_url, post.comments, post.type, post.images, own),
        *(post.cover, post.cover_focus),
        cover.picture.source_sha256 if cover and names_cover else None,
    ]
    told = json.dumps(written, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()

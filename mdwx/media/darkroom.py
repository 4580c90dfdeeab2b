"""The one door to pictures: what a post names goes in, what WeChat takes comes out.

Pillow is imported where a picture has to be made, and not for those that were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from mdwx.config import Config
from mdwx.errors import SourceError
from mdwx.forking import are_cores_taken
from mdwx.media import covers
from mdwx.media.allowance import Allowance
from mdwx.media.bounds import CONVERSION, Purpose
from mdwx.media.cache import Cache, Entry, key_of
from mdwx.media.easel import Easel
from mdwx.media.engines import Engines
from mdwx.media.find import Shelves, find
from mdwx.media.notes import told
from mdwx.media.sniff import Kind, sniff
from mdwx.media.source import (
    Source,
    data_address,
    read_file,
    refuse,
    unknown_scheme,
)
from mdwx.model import Cover, Drawing, Finding, ImageRef, Picture, Post, Text
from mdwx.page import Article
from mdwx.patterns import pattern
from mdwx.versions import version

if TYPE_CHECKING:
    from mdwx.media.fetch import Fetcher

__all__ = ["Darkroom"]

WORKERS: Final = 2
"""Pillow lets go of the interpreter: two halve the time (measured 2026-09)."""
REMOTE: Final = pattern(r"(?i)(https?:)?//")
OTHER_SCHEME: Final = pattern(r"(?![Ff][Ii][Ll][Ee]:)[A-Za-z][A-Za-z0-9+.-]+:")


class Darkroom:
    """Finds, fetches and converts the pictures of a site, and remembers them."""

    def __init__(
        self,
        config: Config,
        *,
        allow_outside: bool = False,
        offline: bool = False,
        refresh: bool = False,
        fetcher: Fetcher | None = None,
    ) -> None:
        """``refresh`` fetches remote pictures again; ``fetcher`` is for tests."""
        self.config = config
        self.shelves = Shelves(
            config.root, config.site.assets, allow_outside, config.site.content
        )
        self.catalogue = self.shelves.catalogue()
        self.offline = offline
        self.refresh = refresh
        self.fetcher = fetcher
        self.seen: list[Path] = []
        """The files that were read since somebody emptied it."""
        self.allowances = defaultdict[PurePosixPath, Allowance](Allowance)
        self.pictures = Cache(config.cache / "pictures")
        self.fetched = Cache(config.cache / "fetched")
        self.easel = Easel(config.cache / "drawings", Engines())

    def prepare(
        self, refs: Sequence[ImageRef], *, post: Post
    ) -> dict[str, Picture | SourceError]:
        """Prepare pictures of an article's body, by ``src``, in order."""
        return self.prepare_for(Purpose.BODY, refs, post=post)

    def prepare_material(
        self, refs: Sequence[ImageRef], *, post: Post
    ) -> dict[str, Picture | SourceError]:
        """Prepare pictures of a newspic, which are permanent material."""
        return self.prepare_for(Purpose.MATERIAL, refs, post=post)

    def prepare_for(
        self, purpose: Purpose, refs: Sequence[ImageRef], *, post: Post
    ) -> dict[str, Picture | SourceError]:
        """Prepare each ``src`` once; where there are new ones, two at a time."""
        self.allowances.pop(post.path, None)
        # Pictures come and go while a post is watched.
        self.catalogue = self.shelves.catalogue()
        first: dict[str, ImageRef] = {}
        for ref in refs:
            first.setdefault(ref.src, ref)

        def one(ref: ImageRef) -> Picture | SourceError:
            try:
                return self.develop(ref, purpose, beside=post.path.parent)
            except SourceError as error:
                return error

        if are_cores_taken():
            return {src: one(ref) for src, ref in first.items()}
        beside, done = post.path.parent, dict[str, Picture | SourceError]()
        for src, ref in first.items():
            if (known := self.known(ref, purpose, beside=beside)) is None:
                break
            done[src] = known
        new = [ref for src, ref in first.items() if src not in done]
        if len(new) < 2:
            return done | {ref.src: one(ref) for ref in new}
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(WORKERS) as pool:
            made = zip(new, pool.map(one, new), strict=True)
            return done | {ref.src: picture for ref, picture in made}

    def known(
        self, ref: ImageRef, purpose: Purpose, *, beside: PurePosixPath
    ) -> Picture | SourceError | None:
        """A picture of the site that was prepared before, or None: it may take long."""
        if ref.drawing or REMOTE.match(ref.src):
            return None
        try:
            return self.found(ref, purpose, beside=beside)[2]
        except SourceError as error:
            return error

    def cover(
        self, article: Article, *, site_cover: str
    ) -> tuple[Cover | None, list[Finding]]:
        """The cover an article names, else the site's, and what there is to say.

        None where the article's own first picture is unreadable: that picture
        already has its error.
        """
        beside = article.post.path.parent
        site_file = self.config.file or Path("mdwx.toml")
        return covers.choose(
            article,
            wish=covers.wish(article.post, site_cover, site_file=site_file.name),
            develop=lambda ref: self.develop(ref, Purpose.COVER, beside=beside),
            draw=lambda: self.draw_card(article),
        )

    def draw_card(self, article: Article) -> tuple[Picture, list[Finding]]:
        """The cover drawn from the title, from the cache or drawn now."""
        from mdwx.media import card

        post = article.post
        byline = post.author or self.config.site.author or ""
        lettering = card.lettering(article.title, byline)
        key = key_of("card", *lettering.key, post.slug, str(card.VERSION))
        source = Source(ImageRef("card", post.span(key="title")), key.encode())
        picture = self.remembered(key, source)
        if picture is None:
            data = card.draw(lettering, slug=post.slug)
            facts = {"width": card.WIDTH, "height": card.HEIGHT, "notes": ()}
            entry = self.pictures.write(key, data, suffix="png", facts=facts)
            picture = picture_of(entry, source)
        return picture, covers.card_findings(post, lettering)

    def develop(
        self, ref: ImageRef, purpose: Purpose, *, beside: PurePosixPath
    ) -> Picture:
        """One picture, from the cache or prepared now."""
        if ref.drawing is not None:
            return self.develop_drawing(ref, ref.drawing)
        source, key, picture = self.found(ref, purpose, beside=beside)
        if picture is not None:
            return picture
        from mdwx.media import convert

        allowance = self.allowances[ref.where.path]
        made = allowance.work(lambda it: convert.convert(it, purpose), source)
        facts = {"width": made.width, "height": made.height, "notes": made.notes}
        facts |= {"is_kept": made.is_kept}
        entry = self.pictures.write(key, made.data, suffix=made.suffix, facts=facts)
        return picture_of(entry, source)

    def found(
        self, ref: ImageRef, purpose: Purpose, *, beside: PurePosixPath
    ) -> tuple[Source, str, Picture | None]:
        """The bytes a ``src`` means, their key, and the picture prepared before."""
        source = self.read(ref, beside=beside)
        key = conversion_key(source, purpose)
        picture = self.remembered(key, source)
        if picture is None and purpose is not Purpose.BODY:
            picture = self.kept_for_body(source)
        return source, key, picture

    def kept_for_body(self, source: Source) -> Picture | None:
        """The picture of the body, if it was kept as it is: then it is so for any use.

        What there is to say of it was said where it stands in the body.
        """
        key = conversion_key(source, Purpose.BODY)
        picture = self.remembered(key, source, only_kept=True)
        return replace(picture, findings=()) if picture else None

    def develop_drawing(self, ref: ImageRef, drawing: Drawing) -> Picture:
        """The picture of a diagram, the same for every use."""
        from mdwx.media import diagrams, vector

        source = diagrams.source_of(ref, drawing)
        engine = self.easel.engines[drawing.kind].version
        looks = (engine, vector.engine(), version("pillow"), str(diagrams.VERSION))
        key = key_of("diagram", source.sha256, *looks)
        if picture := self.remembered(key, source):
            return picture
        made = diagrams.photograph(ref, self.easel.draw([drawing])[drawing])
        facts = {"width": made.width, "height": made.height, "notes": made.notes}
        entry = self.pictures.write(key, made.data, suffix=made.suffix, facts=facts)
        return picture_of(entry, source)

    def remembered(
        self, key: str, source: Source, *, only_kept: bool = False
    ) -> Picture | None:
        """The picture prepared before; facts that make no sense are no picture."""
        entry = self.pictures.read(key)
        if entry is None or (only_kept and entry.facts.get("is_kept") is not True):
            return None
        try:
            return picture_of(entry, source)
        except (LookupError, TypeError, ValueError):
            return None

    def read(self, ref: ImageRef, *, beside: PurePosixPath) -> Source:
        """The bytes a ``src`` means, wherever they are."""
        if ref.src[:5].lower() == "data:":
            return Source(ref, data_address(ref))
        if REMOTE.match(ref.src):
            return Source(ref, self.read_remote(ref))
        if OTHER_SCHEME.match(ref.src) and "\\" not in ref.src:
            raise unknown_scheme(ref)
        # A picture of the site's "before" or "after" lies beside that file.
        folders = tuple(dict.fromkeys((ref.where.path.parent, beside)))
        file = find(ref, self.shelves, beside=folders, catalogue=self.catalogue)
        self.seen.append(file)
        within = None if self.shelves.allow_outside else self.shelves.real_root
        return Source(ref, read_file(ref, file, within=within))

    def read_remote(self, ref: ImageRef) -> bytes:
        """The bytes at an address, fetched once and then kept."""
        key = key_of(ref.src.split("#", 1)[0])
        kept = self.fetched.read_bytes(key)
        if kept is not None and (self.offline or not self.refresh):
            return kept
        if self.offline:
            raise refuse(
                ref,
                zh="还没有取过，离线时取不到",
                en="was never fetched, and mdwx is offline",
                hint=Text(
                    zh="联网运行一次，或把图片存到文章旁边",
                    en="run once with the network, or save it beside the post",
                ),
            )
        data = self.allowances[ref.where.path].spend(self.fetch, ref)
        self.fetched.write(key, data, suffix="bin", facts={})
        return data

    def fetch(self, ref: ImageRef) -> bytes:
        """Ask the network; only here is an HTTP library loaded."""
        from mdwx.media.fetch import Fetcher

        return (self.fetcher or Fetcher()).fetch(ref)


def conversion_key(source: Source, purpose: Purpose) -> str:
    """Everything that decides the prepared bytes."""
    parts = [source.sha256, purpose, str(CONVERSION), version("pillow")]
    if sniff(source.data) is Kind.SVG:
        from mdwx.media import vector

        parts.append(vector.engine())
    return key_of(*parts)


def picture_of(entry: Entry, source: Source) -> Picture:
    """The picture an entry holds."""
    facts: Mapping[str, Any] = entry.facts
    return Picture(
        sha256=entry.sha256,
        source_sha256=source.sha256,
        suffix=entry.file.suffix.removeprefix("."),
        file=entry.file,
        width=int(facts["width"]),
        height=int(facts["height"]),
        size_bytes=entry.size_bytes,
        findings=tuple(
            told((kind, number), source.ref) for kind, number in facts["notes"]
        ),
    )

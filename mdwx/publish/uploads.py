"""Pictures go to the account once each, and articles get their addresses.

A picture of the text costs nothing at uploadimg and is listed nowhere, so a
lost answer is simply asked for again (the client does). A permanent material
fills the account's library: after a lost answer the library's newest pages
decide whether it arrived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from mdwx.errors import (
    BusyError,
    CheckError,
    MdwxError,
    OutcomeUnknownError,
    SourceError,
)
from mdwx.ledger.records import Kind
from mdwx.model import Picture, PostType, Text, Upload, Uploads
from mdwx.publish.desk import Desk
from mdwx.publish.errands import Errand, run_errands
from mdwx.publish.listings import newest_materials
from mdwx.publish.parcels import Entry
from mdwx.publish.reconciling import look_into_library
from mdwx.publish.seeding import prepare
from mdwx.wechat.payload import Byline, news, newspic

__all__ = ["addresses", "compose", "needed", "payload", "upload", "upload_all"]

NEWEST_PAGES: Final = 5
"""Of 20 each; more than one person adds while an answer is lost."""


def upload(desk: Desk, entries: Sequence[Entry]) -> list[Uploads | MdwxError]:
    """Send the pictures that the account lacks: for each entry what was sent, or
    why not all of it.
    """
    prepare(desk)
    if any(lacks_material(desk, entry) for entry in entries):
        look_into_library(desk)
    errands: dict[tuple[Kind, str], Errand] = {}
    told: list[Uploads | MdwxError] = []
    for entry in entries:
        try:
            refuse_gaps(entry)
        except MdwxError as error:
            told.append(error)
            continue
        lacking = [it for it in needed(entry) if not is_held(desk, it)]
        mine = {named(it): it for it in lacking if named(it) not in errands}
        reused = len(list(needed(entry))) - len(mine)
        told.append(Uploads(new=len(mine), reused=reused))
        errands |= mine
    failed = run_errands(desk, errands.values(), partial(send, desk))
    return [
        first_failure(entry, failed) or one if isinstance(one, Uploads) else one
        for entry, one in zip(entries, told, strict=True)
    ]


def upload_all(desk: Desk, parcel: Sequence[Entry]) -> Uploads:
    """Send every picture of a parcel that the account lacks, or raise."""
    new = reused = 0
    for sent in upload(desk, parcel):
        if isinstance(sent, MdwxError):
            raise sent
        new, reused = new + sent.new, reused + sent.reused
    return Uploads(new=new, reused=reused)


def named(errand: Errand) -> tuple[Kind, str]:
    """What the ledger knows a picture under."""
    kind, picture = errand
    return kind, picture.name


def lacks_material(desk: Desk, entry: Entry) -> bool:
    """Whether something would be added to the library."""
    lacking = (it for it in needed(entry) if not is_held(desk, it))
    return any(kind is Kind.MATERIAL for kind, _ in lacking)


def is_held(desk: Desk, errand: Errand) -> bool:
    """Whether the account is known to hold a picture."""
    kind, name = named(errand)
    return desk.ledger.pictures(desk.key, kind).known(name) is not None


def first_failure(
    entry: Entry, failed: Mapping[tuple[Kind, str], MdwxError]
) -> MdwxError | None:
    """The error of the first picture of an article that did not arrive."""
    found = (failed.get(named(errand)) for errand in needed(entry))
    return next(filter(None, found), None)


def send(desk: Desk, errand: Errand) -> None:
    """Take one picture to the account."""
    kind, picture = errand
    if kind is Kind.BODY:
        send_body_picture(desk, picture)
    else:
        send_material(desk, picture)


def needed(entry: Entry) -> Iterator[tuple[Kind, Picture]]:
    """Each picture the article needs, once."""
    seen: set[tuple[Kind, str]] = set()
    for kind, picture in used(entry):
        if (kind, picture.name) not in seen:
            seen.add((kind, picture.name))
            yield kind, picture


def used(entry: Entry) -> Iterator[tuple[Kind, Picture]]:
    """Every picture in its place: body first, cover last."""
    if entry.article.post.type is PostType.NEWSPIC:
        yield from ((Kind.MATERIAL, picture) for picture in entry.pictures)
        return
    for picture in entry.article.pictures.values():
        yield body_kind(picture), picture
    if entry.cover is not None:
        yield Kind.MATERIAL, entry.cover.picture


def body_kind(picture: Picture) -> Kind:
    """uploadimg takes no animation. Official: jpg and png only."""
    return Kind.MATERIAL if picture.suffix == "gif" else Kind.BODY


def send_body_picture(desk: Desk, picture: Picture) -> None:
    """Upload a picture of the text and write down its address."""
    held = desk.ledger.pictures(desk.key, Kind.BODY)
    url = desk.client.upload_image(picture.file.read_bytes(), name=picture.name)
    held.record(picture.name, Upload(url))


def send_material(desk: Desk, picture: Picture) -> None:
    """Add a permanent material, unless an earlier attempt turns out to have."""
    held = desk.ledger.pictures(desk.key, Kind.MATERIAL)
    arrived = None
    if held.begun_at(picture.name) is not None:
        arrived = find_material(desk, picture.name)
    if arrived is None:
        held.begin(picture.name, at=desk.clock.now())
        desk.fresh.add(picture.name)
        data = picture.file.read_bytes()
        try:
            arrived = desk.client.add_material(data, name=picture.name)
        except (OutcomeUnknownError, BusyError):
            arrived = find_material(desk, picture.name)
            # Not there: the next attempt cannot make a second one.
            arrived = arrived or desk.client.add_material(data, name=picture.name)
    held.record(picture.name, arrived)


def find_material(desk: Desk, name: str) -> Upload | None:
    """Look for a material among the newest of the library."""
    for material in newest_materials(desk, most_pages=NEWEST_PAGES):
        if material.name == name:
            return Upload(material.url, material.media_id)
    return None


def addresses(desk: Desk, entry: Entry) -> Mapping[str, str]:
    """Where the account holds each picture of the text, by its ``src``.

    Raises ``KeyError`` for a picture that was not uploaded.
    """
    return {
        src: known(desk, body_kind(picture), picture).url
        for src, picture in entry.article.pictures.items()
    }


def known(desk: Desk, kind: Kind, picture: Picture) -> Upload:
    """The picture as the account holds it; it was uploaded."""
    held = desk.ledger.pictures(desk.key, kind).known(picture.name)
    if held is None:
        raise KeyError(picture.name)
    return held


def payload(desk: Desk, entry: Entry, *, alone: bool = True) -> dict[str, Any]:
    """The article exactly as draft/add takes it; ``alone`` in its draft or not."""
    if entry.article.post.type is PostType.NEWSPIC:
        held = [known(desk, Kind.MATERIAL, picture) for picture in entry.pictures]
        return compose(entry, {}, held, alone=alone)
    covers = [entry.cover.picture] if entry.cover else []
    held = [known(desk, Kind.MATERIAL, picture) for picture in covers]
    return compose(entry, addresses(desk, entry), held, alone=alone)


def compose(
    entry: Entry,
    places: Mapping[str, str],
    materials: Sequence[Upload],
    *,
    alone: bool,
) -> dict[str, Any]:
    """The article with its pictures at these places."""
    # A draft of several articles takes no digest. Official: draft/add page.
    digest = entry.digest if alone else None
    byline = Byline(author=entry.author, digest=digest, source_url=entry.source_url)
    if entry.article.post.type is PostType.NEWSPIC:
        crops = entry.cover
        return newspic(entry.article, images=materials, byline=byline, crops=crops)
    refuse_gaps(entry)
    assert entry.cover is not None  # refuse_gaps saw to it
    return news(
        entry.article,
        content=entry.article.content(places),
        cover=materials[0],
        crops=entry.cover,
        byline=byline,
    )


def refuse_gaps(entry: Entry) -> None:
    """Refuse an article that would go out with a picture missing."""
    post = entry.article.post
    for image in entry.article.images:
        if image.src not in entry.article.pictures:
            raise SourceError(
                Text(
                    zh=f"图片 {image.src} 没有准备好",
                    en=f"picture {image.src} could not be prepared",
                ),
                where=image.where,
            )
    if post.type is PostType.NEWSPIC and not entry.pictures:
        what = Text(
            zh="图片消息里一张图片也没有", en="an image post needs at least one picture"
        )
        raise CheckError(what, where=post.span())
    if post.type is PostType.NEWS and entry.cover is None:
        what = Text(zh="文章没有封面", en="the article has no cover")
        raise CheckError(what, where=post.span())

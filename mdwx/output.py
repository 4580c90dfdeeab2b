"""What a run leaves in ``dist/``: for the eye, for other programs, for ``diff``.

Same input, same bytes. Each file is written whole or not at all, and nothing
is removed that mdwx did not make.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from dataclasses import asdict, astuple
from pathlib import Path, PurePosixPath
from typing import Any

from mdwx.config import Config
from mdwx.confined import confined
from mdwx.index import IMAGES, LANGUAGE
from mdwx.make import Built
from mdwx.model import (
    PICTURE_NAME,
    Cover,
    Picture,
    PostType,
    Upload,
)
from mdwx.outcome import finding_fields
from mdwx.preview.phone import addresses_of, screen_of
from mdwx.preview.printed import phone_page
from mdwx.records import dataclass
from mdwx.wechat.payload import Byline, news, newspic
from mdwx.whole import write_text, write_whole

__all__ = [
    "Sent",
    "local_payload",
    "write_post",
]


@dataclass(frozen=True, slots=True)
class Sent:
    """A post as an account takes it: addresses of pictures, and the whole article."""

    addresses: Mapping[str, str]
    payload: Mapping[str, Any]


def write_post(config: Config, built: Built, *, sent: Sent | None) -> PurePosixPath:
    """Write the folder of one post; its ``article.html``, from the site's root.

    Without ``sent`` the article shows the copies of its pictures beside it.
    """
    article = built.article
    place = PurePosixPath(config.site.output) / article.post.slug
    root = config.root.resolve()
    folder = confined(root / place, root=root).resolve()
    images = confined(folder / IMAGES, root=root).resolve()
    _copy_pictures(images, built, root=root)
    screen = screen_of(built, address=_address)
    payload = sent.payload if sent else local_payload(built, content=screen.content)
    write_text(folder / "article.html", payload["content"], within=root)
    page = phone_page(screen, language=LANGUAGE, home="../index.html")
    write_text(folder / "index.html", page, within=root)
    fields = {
        **payload,
        "findings": [finding_fields(finding) for finding in built.findings],
        "size": asdict(article.size),
        "cover": _cover_fields(built.cover),
    }
    shown = json.dumps(fields, ensure_ascii=False, indent=2)
    write_text(folder / "article.json", shown + "\n", within=root)
    return place / "article.html"


def _copy_pictures(folder: Path, built: Built, *, root: Path) -> None:
    """Put copies of the pictures into ``folder``, and take out others of ours."""
    pictures = list(built.article.pictures.values())
    if built.cover is not None:
        pictures.append(built.cover.picture)
    wanted = {picture.name: picture for picture in pictures}
    for name, picture in sorted(wanted.items()):
        if not _is_same_size(folder / name, picture):
            write_whole(folder / name, picture.file.read_bytes(), within=root)
    for file in folder.iterdir() if folder.is_dir() else ():
        if PICTURE_NAME.fullmatch(file.name) and file.name not in wanted:
            file.unlink(missing_ok=True)


def _is_same_size(file: Path, picture: Picture) -> bool:
    """Whether the copy is there; its name is already the hash of its bytes."""
    try:
        found = file.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == picture.size_bytes


def _address(picture: Picture) -> str:
    return f"{IMAGES}/{picture.name}"


def local_payload(built: Built, *, content: str | None = None) -> dict[str, Any]:
    """The article as it would be sent, file names standing for what is uploaded.

    ``content``: its markup with those names, if it was written already.
    """
    byline = Byline(
        author=built.author, digest=built.digest, source_url=built.source_url
    )
    article = built.article
    if article.post.type is PostType.NEWSPIC:
        images = [_stand_in(picture) for picture in built.pictures]
        return newspic(article, images=images, byline=byline)
    if content is None:
        content = article.content(addresses_of(article, _address))
    if built.cover is None:
        # Nothing can be sent without a cover; what there is may still be seen.
        return {"title": article.title, "content": content}
    return news(
        article,
        content=content,
        cover=_stand_in(built.cover.picture),
        crops=built.cover,
        byline=byline,
    )


def _stand_in(picture: Picture) -> Upload:
    return Upload(url=_address(picture), media_id=_address(picture))


def _cover_fields(cover: Cover | None) -> dict[str, Any] | None:
    if cover is None:
        return None
    return {"file": _address(cover.picture), "wide": astuple(cover.wide)}

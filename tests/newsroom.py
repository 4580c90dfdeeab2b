"""Articles, an account on the sandbox and a line that can be cut, for publishing."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from types import MappingProxyType

from lxml import html
from PIL import Image

from mdwx.config import Account
from mdwx.ledger import Ledger
from mdwx.model import (
    Cover,
    Crop,
    ImageRef,
    Picture,
    Post,
    PostType,
    Size,
    Span,
)
from mdwx.page import Article
from mdwx.publish import Desk, Entry, parcels, push, release
from mdwx.sandbox.host import Host
from mdwx.wechat.access_tokens import AccessTokenStore
from mdwx.wechat.client import Client
from tests.mortal import Fate, MortalLine, MortalLock, watch_commits
from tests.wechat_doubles import FakeClock

FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF"}


class Row(dict):
    """A row of the sandbox's state, with its key and its articles."""

    def __init__(self, key, row, host):
        super().__init__(row)
        self.key = key
        self.host = host

    @property
    def articles(self):
        return self.host.store.articles(self["articles"])


class Newsroom:
    """One site with one account; a desk for every run."""

    def __init__(self, folder, *, name="main", machine="a", database=None, **more):
        """``database``: where its ledger lies, if not in a file of its site."""
        kind, host = more.pop("kind", None), more.pop("host", None)
        assert not more, more
        self.folder, self.database, self.machine = folder, database, machine
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = FakeClock()
        if host is None:
            host = Host.open(folder / "host", clock=self.clock, seed="newsroom")
        else:
            self.clock = host.clock
        self.host = host
        self.account = Account(name, appid=host.appid, kind=kind)
        self.site = folder / machine
        self.site.mkdir(exist_ok=True)
        self.lock = MortalLock(self.site / "mdwx.lock", Fate())
        self.calls = []

    @property
    def ledger_file(self):
        return self.site / ".mdwx" / "ledger.sqlite"

    def ledger(self):
        """The ledger of this machine; each has its own."""
        if self.database is None:
            return Ledger.open(self.ledger_file)
        return Ledger.at(self.database, site=self.machine)

    @contextmanager
    def desk(self, *, fate=None):
        """A run; afterwards ``calls`` holds the paths it asked for."""
        fate = fate or Fate()
        line = MortalLine(self.host, fate)
        tokens = AccessTokenStore(
            self.folder / "tokens", key=self.host.appid, clock=self.clock
        )

        def connect():
            return Client(
                line,
                appid=self.host.appid,
                secret=self.host.secret,
                access_tokens=tokens,
                clock=self.clock,
            )

        self.lock.fate = fate
        with self.ledger() as ledger:
            watch_commits(fate, ledger.database.engine)
            desk = Desk(connect, ledger, self.account, clock=self.clock, lock=self.lock)
            try:
                with desk:
                    yield desk
            finally:
                asked = fate.requests
                self.calls = [path for path in asked if path != "stable_token"]

    def draft(self, *entries, fate=None, **wishes):
        """One run of ``mdwx draft`` over one parcel."""
        with self.desk(fate=fate) as desk:
            return push(desk, parcels(entries)[0], **wishes)

    def publish(self, *entries, again=False, wait=True, wait_s=600.0, **options):
        """One run of ``mdwx publish`` over one parcel."""
        overwrite = options.pop("overwrite", False)
        with self.desk(**options) as desk:
            parcel = parcels(entries)[0]
            wishes = {"again": again, "overwrite": overwrite, "publishing": True}
            delivery = push(desk, parcel, **wishes)
            if not delivery.releasable:
                return delivery
            return release(desk, parcel, again=again, wait=wait, wait_s=wait_s)

    def _rows(self, shelf):
        with self.host.store.looking() as state:
            rows = state["accounts"][self.host.appid][shelf]
            return [Row(key, dict(row), self.host) for key, row in rows.items()]

    @property
    def drafts(self):
        return self._rows("drafts")

    @property
    def publications(self):
        return self._rows("publications")

    @property
    def materials(self):
        return [row["name"] for row in self._rows("materials")]

    def delete_materials(self):
        """Somebody empties the library."""
        for row in self._rows("materials"):
            self._as_person(lambda client, id=row.key: client.delete_material(id))

    def hand_edit(self, media_id=None, *, content="<p>改过了</p>"):
        """Somebody works on a draft in the web editor; on the newest one."""
        media_id = media_id or self.drafts[-1].key
        [item] = self._as_person(lambda client: client.get_draft(media_id))
        fields = ("title", "thumb_media_id", "author", "content_source_url")
        article = {name: item[name] for name in fields if item.get(name)}
        article["content"] = content
        self._as_person(
            lambda client: client.update_draft(media_id, index=0, article=article)
        )

    def remove_drafts(self, *only):
        """Somebody empties the draft box, or deletes some of it."""
        for row in self.drafts:
            if only and row.key not in only:
                continue
            self._as_person(lambda client, id=row.key: client.delete_draft(id))

    def publish_by_hand(self, media_id=None):
        """Somebody presses 发表 for a draft; for the newest one."""
        media_id = media_id or self.drafts[-1].key
        self._as_person(lambda client: client.submit(media_id))
        self.clock.sleep(60)
        self._as_person(lambda client: client.list_published())

    def look_by_hand(self):
        """Somebody opens the list of what was published."""
        self._as_person(lambda client: client.list_published())

    def address_of(self, title):
        """Where an article of this title was published, if it was."""
        for row in self.publications:
            for article, url in zip(row.articles, row["urls"], strict=False):
                if article["title"] == title:
                    return url
        return None

    def _as_person(self, act):
        tokens = AccessTokenStore(
            self.folder / "tokens", key=self.host.appid, clock=self.clock
        )
        client = Client(
            self.host,
            appid=self.host.appid,
            secret=self.host.secret,
            access_tokens=tokens,
            clock=self.clock,
        )
        return act(client)


def picture(folder, colour="red", *, suffix="png", size=(470, 200)):
    """A picture, ready for WeChat."""
    file = folder / f"{colour}.{suffix}"
    if not file.exists():
        Image.new("RGB", size, colour).save(file, FORMATS[suffix])
    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    return Picture(sha256, sha256, suffix, file, *size, len(data))


def entry(folder, slug="hello", *, text="你好，世界", title=None, pictures=(), **post):
    """An article with a cover, and with pictures by ``src``."""
    source = hashlib.sha256(f"{title}|{text}|{sorted(pictures)}".encode()).hexdigest()
    path = PurePosixPath(f"content/{slug}.md")
    images = "".join(f'<img src="{src}">' for src in pictures)
    post = Post(path=path, slug=slug, body=text, **post)
    is_newspic = post.type is PostType.NEWSPIC
    held = {src: picture(folder, colour) for src, colour in dict(pictures).items()}
    if any(src.endswith(".gif") for src in held):
        held |= {
            src: picture(folder, dict(pictures)[src], suffix="gif")
            for src in held
            if src.endswith(".gif")
        }
    article = Article(
        post=post,
        title=title or f"标题 {slug}",
        root=html.fragment_fromstring(f"<section><p>{text}</p>{images}</section>"),
        images=tuple(ImageRef(src, Span(path, 1)) for src in pictures),
        pictures=MappingProxyType(held),
        text=text,
        findings=(),
        size=Size(),
    )
    cover = Cover(
        picture(folder, "blue"),
        Crop(0.0, 0.0, 1.0, 1.0),
        Crop(0.287234, 0.0, 0.712766, 1.0),
    )
    return Entry(
        article,
        cover=None if is_newspic else cover,
        pictures=tuple(held.values()) if is_newspic else (),
        source_sha256=source,
    )

"""Posts published through a bad line, rerun until done: each exactly once."""

from __future__ import annotations

import random

import pytest

from mdwx.errors import MdwxError, NeedsPersonError, QuotaError
from mdwx.model import PostType, State
from mdwx.publish import mark, parcels, push, release
from mdwx.sandbox.faults import Fault, Trouble
from tests.mortal import Fate, Killed
from tests.newsroom import Newsroom, entry

PATHS = (
    "media/uploadimg",
    "material/*",
    "draft/*",
    "draft/add",
    "freepublish/submit",
    "freepublish/*",
    "*",
)


class Site:
    """Some posts, a random line, and a person who answers when asked."""

    def __init__(self, folder, *, seed, posts, database):
        self.random = random.Random(seed)
        self.room = Newsroom(folder, database=database)
        self.entries = [self.post(number) for number in range(posts)]

    def post(self, number):
        slug = f"p{number:03}"
        pictures = {f"{i}.png": f"#{number:04x}{i:02x}" for i in range(3)}
        kind = PostType.NEWSPIC if number % 7 == 3 else PostType.NEWS
        bundle = f"b{number // 10}" if number % 10 in (4, 5) else None
        return entry(
            self.room.folder,
            slug,
            text=f"正文 {slug}",
            type=kind,
            bundle=None if kind is PostType.NEWSPIC else bundle,
            pictures=pictures,
        )

    def trouble(self):
        """Order some faults for the calls to come."""
        for _ in range(self.random.randrange(3 * len(self.entries))):
            trouble = self.random.choice(tuple(Trouble))
            # A refusal means that nothing happened; only -1 and rubbish are open.
            is_open = trouble in (Trouble.BUSY, Trouble.RUBBISH)
            fault = Fault(
                trouble,
                f"/cgi-bin/{self.random.choice(PATHS)}",
                skip=self.random.randrange(8 * len(self.entries)),
                errcode=self.random.choice((40001, 42001, 45009, 45011)),
                seconds=self.random.choice((1.0, 500.0)),
                effect=is_open and self.random.random() < 0.5,
            )
            self.room.host.order(fault)

    def run(self):
        """One run of ``mdwx publish``; tells whether all is out."""
        self.trouble()
        doomed = self.random.randrange(9, 900) if self.random.random() < 0.5 else None
        try:
            with self.room.desk(fate=Fate(doomed)) as desk:
                grouped = parcels(self.entries)
                return all([self.send(desk, parcel) for parcel in grouped])
        except Killed:
            return False

    def send(self, desk, parcel):
        try:
            delivery = push(desk, parcel, publishing=True)
            if delivery.releasable:
                delivery = release(desk, parcel)
        except NeedsPersonError:
            self.answer(desk, parcel)
            return False
        except QuotaError as error:
            # Nothing is asked before that time.
            left = error.retry_at - self.room.clock.now()
            self.room.clock.sleep(max(left.total_seconds(), 0))
            return False
        except MdwxError:
            return False
        return delivery.state is State.PUBLISHED

    def answer(self, desk, parcel):
        """A person looks at the account, and tells or asks for it again."""
        self.room.host.cancel_faults()
        self.room.clock.sleep(3600)
        self.room.look_by_hand()
        url = self.room.address_of(parcel[0].article.title)
        if url:
            mark(desk, parcel, published=url)
        else:
            push(desk, parcel, again=True)
            release(desk, parcel, again=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_post_is_published_once(tmp_path, database, seed):
    """Whatever the line does, and however often it has to be run again."""
    soak(tmp_path, seed=seed, posts=20, database=database)


@pytest.mark.whole
@pytest.mark.timeout(1200)
def test_two_hundred_posts_are_published_once(tmp_path, database):
    """The same with 200 posts and 600 pictures."""
    soak(tmp_path, seed=5, posts=200, database=database)


def soak(folder, *, seed, posts, database):
    site = Site(folder, seed=seed, posts=posts, database=database)
    for _ in range(60 + posts):
        if site.run():
            break
    else:
        raise AssertionError("never done")
    titles = [
        article["title"] for row in site.room.publications for article in row.articles
    ]
    assert sorted(titles) == sorted(one.article.title for one in site.entries)
    assert site.room.drafts == []
    assert len(site.room.materials) == len(set(site.room.materials))
    names = {picture.name for one in site.entries for picture in one.pictures}
    assert names <= set(site.room.materials)
    assert site.run()

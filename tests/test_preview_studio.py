"""The studio: what is built when, and what outlives an error."""

import asyncio
import threading
from pathlib import Path, PurePosixPath

import pytest

from mdwx.errors import SourceError
from mdwx.model import Post, Span, State, Text
from mdwx.outcome import Outcome
from mdwx.preview.channel import Channel, Listener
from mdwx.preview.leaf import Made
from mdwx.preview.press import Press
from mdwx.preview.screens import Screen
from mdwx.preview.studio import Studio


class Site:
    """A site of posts in memory, which counts what is built of it."""

    def __init__(self, **bodies):
        self.bodies = dict(bodies)
        self.built = []

    def find(self):
        return [self.entry(slug, body) for slug, body in self.bodies.items()]

    def entry(self, slug, body):
        path = PurePosixPath(f"content/{slug}.md")
        if body == "unreadable":
            error = SourceError(Text("坏了", "broken"), where=Span(path, 2, 5))
            return Outcome(path, "other", state=State.FAILED, error=error)
        return Post(path=path, slug=slug, body=body)

    def make(self, post):
        self.built.append(post.slug)
        if post.body == "refused":
            raise SourceError(Text("读不出来", "cannot be read"), where=post.span())
        if post.body == "bug":
            raise ZeroDivisionError("division by zero")
        files = {f"{post.slug}.png": Path(f"/cache/{post.slug}.png")}
        return Made(Screen(title=post.slug, content=post.body), files)

    def studio(self):
        return Studio(find=self.find, make=self.make)


def save(site, studio, **bodies):
    site.bodies.update(bodies)
    studio.touch(world=False)


def test_an_unknown_slug_is_no_post():
    """
    Nothing is made up for an address that names no post.
    """
    assert Site(a="x").studio().leaf("b") is None


def test_no_file_is_served_that_no_post_shows():
    """
    A picture is known by its name once a post with it was built.
    """
    site = Site(a="x")
    studio = site.studio()
    assert studio.picture("a.png") is None
    studio.leaf("a")
    assert studio.picture("a.png") == Path("/cache/a.png")
    assert studio.picture("../a.png") is None


@pytest.mark.parametrize("trouble", ["unreadable", "refused", "bug"])
def test_the_last_good_page_outlives_an_error(trouble):
    """
    Whatever goes wrong, the page stays, with the problem beside it.
    """
    site = Site(a="good")
    studio = site.studio()
    studio.leaf("a")
    save(site, studio, a=trouble)
    leaf = studio.leaf("a")
    assert leaf.made.screen.content == "good"
    assert leaf.problem is not None
    save(site, studio, a="mended")
    leaf = studio.leaf("a")
    assert leaf.made.screen.content == "mended"
    assert leaf.problem is None


def test_a_mended_post_that_reads_as_before_is_good_again():
    """
    Undoing the change that broke a post takes the problem away.
    """
    site = Site(a="good")
    studio = site.studio()
    studio.leaf("a")
    save(site, studio, a="unreadable")
    assert studio.leaf("a").problem is not None
    save(site, studio, a="good")
    assert studio.leaf("a").problem is None


def test_a_problem_names_its_place():
    """
    The error says file, line and column.
    """
    site = Site(a="unreadable")
    studio = site.studio()
    leaf = studio.listed()[0]
    assert leaf.problem.title.en == "content/a.md:2:5: broken"


def test_a_list_that_cannot_be_read_keeps_the_posts_it_had():
    """
    A site that is broken for a moment does not empty the page.
    """
    site = Site(a="x")
    studio = site.studio()
    studio.leaf("a")

    def refuse():
        raise SourceError(Text("没有", "nothing here"))

    studio.find = refuse
    studio.touch(world=False)
    assert studio.leaf("a").made is not None
    assert studio.problem.title.en == "nothing here"


def test_a_deleted_post_keeps_its_page_and_says_so():
    """
    An open page of a deleted post shows what it was.
    """
    site = Site(a="x", b="y")
    studio = site.studio()
    studio.leaf("a")
    del site.bodies["a"]
    studio.touch(world=False)
    assert [leaf.slug for leaf in studio.listed()] == ["b"]
    leaf = studio.leaf("a")
    assert "gone" in leaf.problem.title.en
    save(site, studio, a="x")
    assert studio.leaf("a").problem is None


def test_only_a_changed_post_is_built_again():
    """
    A save of one post builds that post.
    """
    site = Site(a="1", b="1")
    studio = site.studio()
    studio.leaf("a")
    studio.leaf("b")
    save(site, studio, a="2")
    studio.leaf("a")
    studio.leaf("b")
    assert site.built == ["a", "b", "a"]


def test_a_change_of_the_world_builds_each_post_again():
    """
    A picture, a theme or the site file concerns every post.
    """
    site = Site(a="1")
    studio = site.studio()
    studio.leaf("a")
    studio.touch(world=True)
    studio.leaf("a")
    studio.leaf("a")
    assert site.built == ["a", "a"]


def test_the_version_tells_saves_and_servers_apart():
    """
    A page renews itself after a save, and after the server was restarted.
    """
    first, second = Site(a="1").studio(), Site(a="1").studio()
    before = first.version
    first.touch(world=False)
    assert len({before, first.version, second.version}) == 3


def test_a_post_in_the_background_keeps_what_a_list_shows():
    """
    Its markup is let go of, and made again once somebody opens it.
    """
    site = Site(a="text")
    studio = site.studio()
    while studio.build_next():
        pass
    made = studio.listed()[0].made
    assert (made.screen.title, made.screen.content) == ("a", "")
    assert studio.leaf("a").made.screen.content == "text"
    assert site.built == ["a", "a"]
    assert not studio.build_next()


class Witness(Channel):
    """Hears when the pages about all posts are told of news."""

    def __init__(self):
        super().__init__()
        self.heard = threading.Event()

    def tell(self, told, *, kind, slug=None):
        self.heard.set()


def test_posts_that_nobody_asked_for_are_built_when_it_is_quiet():
    """
    The index fills in by itself, and the thread ends with its block.
    """
    site = Site(a="1", b="2", c="bug")
    witness = Witness()
    with Press(site.studio(), witness) as press:
        assert witness.heard.wait(60)
    assert not press.thread.is_alive()
    assert sorted(site.built) == ["a", "b", "c"]


def test_a_slow_page_is_told_the_newest_of_each_kind():
    """
    Nothing piles up for it, and the order of kinds is kept.
    """

    async def heard():
        channel = Channel()
        listener = Listener("a", night=True)

        async def first():
            for number in range(1000):
                channel.tell(f"state {number};", kind="state", slug="a")
                channel.tell(f"night {number};", kind="night", slug="a")
                channel.tell("other", kind="state", slug="b")
            return ["first;"]

        stream = channel.events(listener, first=first)
        return [await anext(stream) for _ in range(3)], len(listener.waiting)

    told, left = asyncio.run(heard())
    assert told[1:] == ["first;", "state 999;night 999;"]
    assert left == 0

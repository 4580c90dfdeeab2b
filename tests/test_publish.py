"""Publishing against the sandbox: once, and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mdwx.errors import (
    NeedsPersonError,
    PublicationError,
    SourceError,
    UnauthorizedError,
)
from mdwx.model import Action, ImageRef, PostType, Span, State, Status
from mdwx.publish import delete_article, mark, parcels, plan, standing
from mdwx.sandbox.host import Host
from tests.mortal import Fate, Killed
from tests.newsroom import Newsroom, entry


@pytest.fixture
def room(tmp_path, database):
    return Newsroom(tmp_path, database=database)


def second_host(folder, *, clock):
    """Another account, elsewhere."""
    return Host.open(folder / "second", clock=clock, seed="second")


def test_unchanged_draft_needs_no_request(room):
    """Run twice, and the second run asks WeChat nothing."""
    post = entry(room.folder, pictures={"a.png": "red"})
    room.draft(post)
    second = room.draft(post)
    assert (second.draft.action, second.state) == (Action.UNCHANGED, State.UNCHANGED)
    assert room.calls == []


def test_draft_is_added_and_read_back(room):
    """Picture, cover, draft, and a look at what WeChat made of it."""
    delivery = room.draft(entry(room.folder, pictures={"a.png": "red"}))
    # Both are under way at once.
    assert set(room.calls[-4:-2]) == {"media/uploadimg", "material/add_material"}
    assert room.calls[-2:] == ["draft/add", "draft/get"]
    assert delivery.draft.action is Action.ADDED
    assert "tempkey=" in delivery.draft.preview_url
    assert (delivery.uploads.new, delivery.uploads.reused) == (2, 0)


def test_text_edit_costs_three_requests(room):
    """A look, the update, a look."""
    room.draft(entry(room.folder))
    delivery = room.draft(entry(room.folder, text="改了一处"))
    assert room.calls == ["draft/get", "draft/update", "draft/get"]
    assert delivery.draft.action is Action.UPDATED
    assert len(room.drafts) == 1
    assert "改了一处" in room.drafts[0].articles[0]["content"]


def test_source_edit_that_sends_nothing_new_updates_nothing(room):
    """A comment in the Markdown changes the source and not the article."""
    post = entry(room.folder)
    room.draft(post)
    delivery = room.draft(replace(post, source_sha256="f" * 64))
    assert delivery.draft.action is Action.UNCHANGED
    assert room.calls == []


def test_picture_of_two_posts_is_sent_once(room):
    """What the account holds is known by content, not by name or post."""
    room.draft(entry(room.folder, "one", pictures={"a.png": "red"}))
    delivery = room.draft(entry(room.folder, "two", text="另", pictures={"b": "red"}))
    assert (delivery.uploads.new, delivery.uploads.reused) == (0, 2)
    assert "media/uploadimg" not in room.calls


def test_animation_goes_to_the_library(room):
    """uploadimg takes no GIF."""
    room.draft(entry(room.folder, pictures={"a.gif": "red"}))
    assert "media/uploadimg" not in room.calls
    assert any(name.endswith(".gif") for name in room.materials)


def test_missing_picture_sends_nothing(room):
    """An article never goes out with a picture missing."""
    post = entry(room.folder)
    gap = ImageRef("gone.png", Span(post.article.post.path, 7))
    post = replace(post, article=replace(post.article, images=(gap,)))
    with pytest.raises(SourceError) as caught:
        room.draft(post)
    assert str(caught.value.where) == "content/hello.md:7"
    assert "draft/add" not in room.calls


def test_draft_edited_by_hand_is_left_alone(room):
    """What somebody did in the web editor is not overwritten unasked."""
    room.draft(entry(room.folder))
    room.hand_edit()
    with pytest.raises(NeedsPersonError, match="edited by hand"):
        room.draft(entry(room.folder, text="新"))
    assert room.calls == ["draft/get"]
    assert "改过了" in room.drafts[0].articles[0]["content"]


def test_overwrite_replaces_a_hand_edit(room):
    """--overwrite is the word that was asked for."""
    room.draft(entry(room.folder))
    room.hand_edit()
    room.draft(entry(room.folder, text="新"), overwrite=True)
    assert "新" in room.drafts[0].articles[0]["content"]


def test_an_untouched_draft_is_read_once_more_before_it_goes_out(room):
    """An earlier run wrote it: a person may have been at it since."""
    room.draft(entry(room.folder))
    assert room.publish(entry(room.folder)).state is State.PUBLISHED
    assert room.calls[:2] == ["draft/get", "freepublish/submit"]


def test_a_hand_edited_draft_does_not_go_out_unread(room):
    """Words that are not the author's are nothing to publish for good."""
    room.draft(entry(room.folder))
    room.hand_edit()
    with pytest.raises(NeedsPersonError, match="edited by hand"):
        room.publish(entry(room.folder))
    assert room.calls == ["draft/get"]
    delivery = room.publish(entry(room.folder), overwrite=True)
    assert delivery.state is State.PUBLISHED
    [published] = room.publications
    assert "改过了" not in published.articles[0]["content"]


def test_a_vanished_draft_is_not_submitted(room):
    """Most likely a person published it."""
    room.draft(entry(room.folder))
    room.remove_drafts()
    with pytest.raises(NeedsPersonError, match="no longer in the draft box"):
        room.publish(entry(room.folder))
    assert room.calls == ["draft/get", "freepublish/batchget"]


def test_a_draft_that_a_person_published_is_found_in_the_list(room):
    """No question where the account can tell: published, with its address."""
    post = entry(room.folder)
    room.draft(post)
    room.publish_by_hand()
    delivery = room.publish(post)
    assert delivery.state is State.PUBLISHED
    assert delivery.publication.urls == tuple(room.publications[0]["urls"])
    assert room.publish(post).state is State.PUBLISHED
    assert room.calls == []


def test_an_edit_of_what_a_person_published_is_not_sent(room):
    """It is out as it was; --again would be a new article."""
    room.draft(entry(room.folder))
    room.publish_by_hand()
    delivery = room.draft(entry(room.folder, text="改过"), again=True)
    assert [finding.code for finding in delivery.findings] == ["P001"]
    assert (room.drafts, len(room.publications)) == ([], 1)


def test_a_post_that_a_person_published_joins_no_bundle(room):
    """Nor one whose draft vanished and is in no list."""
    alone = entry(room.folder, "a", text="a")
    bundle = [entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"]
    room.draft(alone)
    room.publish_by_hand()
    with pytest.raises(NeedsPersonError, match="was published before"):
        room.draft(*bundle)
    other = [entry(room.folder, slug, text=slug, bundle="v") for slug in "cd"]
    room.draft(entry(room.folder, "c", text="c"))
    room.remove_drafts()
    for _ in range(2):
        with pytest.raises(NeedsPersonError, match="no longer in the draft box"):
            room.draft(*other)
    assert room.drafts == []


def test_vanished_draft_is_never_added_again_unasked(room):
    """Most likely a person published it."""
    room.draft(entry(room.folder))
    room.remove_drafts()
    for _ in range(2):
        with pytest.raises(NeedsPersonError, match="no longer in the draft box"):
            room.draft(entry(room.folder, text="新"))
    assert room.drafts == []
    assert room.calls == []


def test_again_adds_a_vanished_draft(room):
    """--again settles it."""
    room.draft(entry(room.folder))
    room.remove_drafts()
    delivery = room.draft(entry(room.folder, text="新"), again=True)
    assert delivery.draft.action is Action.ADDED
    assert len(room.drafts) == 1


def test_mark_settles_a_vanished_draft(room):
    """What a person published by hand counts as published."""
    post = entry(room.folder)
    room.draft(post)
    room.publish_by_hand()
    with room.desk() as desk:
        mark(desk, [post], published="https://mp.weixin.qq.com/s/AbCdEf")
    delivery = room.publish(post)
    assert delivery.state is State.PUBLISHED
    assert delivery.publication.urls == ("https://mp.weixin.qq.com/s/AbCdEf",)
    assert room.calls == []


def test_publication_is_followed_to_its_address(room):
    """Submit, look after a second, look again, done."""
    delivery = room.publish(entry(room.folder))
    assert delivery.state is State.PUBLISHED
    assert delivery.publication.status is Status.SUCCESS
    assert delivery.publication.article_id
    assert delivery.publication.urls[0].startswith("http://mp.weixin.qq.com/s/")
    assert room.drafts == []


def test_second_run_publishes_nothing(room):
    """Published and not edited: state published, no request at all."""
    post = entry(room.folder)
    room.publish(post)
    second = room.publish(post)
    assert (second.state, second.draft.action) == (State.PUBLISHED, Action.UNCHANGED)
    assert room.calls == []
    assert len(room.publications) == 1


def test_edit_after_publication_is_reported_and_not_sent(room):
    """WeChat cannot change a published article."""
    room.publish(entry(room.folder))
    delivery = room.publish(entry(room.folder, text="改正错字"))
    assert delivery.state is State.SKIPPED
    assert [finding.code for finding in delivery.findings] == ["P001"]
    assert room.calls == []


def test_theme_change_is_no_edit(room):
    """Other markup from the same source is not reported."""
    post = entry(room.folder)
    room.publish(post)
    restyled = entry(room.folder, text="<b>你好，世界</b>")
    delivery = room.publish(replace(restyled, source_sha256=post.source_sha256))
    assert delivery.state is State.PUBLISHED
    assert delivery.findings == ()


def test_again_publishes_a_new_article(room):
    """--again is the word for a second publication."""
    room.publish(entry(room.folder))
    delivery = room.publish(entry(room.folder, text="改正错字"), again=True)
    assert delivery.state is State.PUBLISHED
    assert len(room.publications) == 2
    assert room.publish(entry(room.folder, text="改正错字")).findings == ()


def test_again_publishes_nothing_twice_as_it_is(room):
    """The command that died at its very end is only repeated."""
    room.publish(entry(room.folder))
    room.publish(entry(room.folder, text="改正错字"), again=True)
    delivery = room.publish(entry(room.folder, text="改正错字"), again=True)
    assert delivery.state is State.PUBLISHED
    assert [finding.code for finding in delivery.findings] == ["P006"]
    assert room.calls == []
    assert len(room.publications) == 2


def test_again_puts_back_what_was_taken_down(room):
    """The same article is not out twice then."""
    post = entry(room.folder)
    room.publish(post)
    with room.desk() as desk:
        delete_article(desk, "hello")
    assert room.publish(post, again=True).state is State.PUBLISHED
    assert len(room.publications) == 2


class DiesSubmitting(Fate):
    """A process that ends when WeChat has heard of the submission."""

    def pass_(self, point):
        super().pass_(point)
        if point == "after freepublish/submit":
            self.die()


def test_again_is_no_answer_before_somebody_was_asked(room):
    """The command that died while it submitted is only repeated."""
    room.host.change(publish_looks=1000, publish_seconds=3600.0)
    post = entry(room.folder)
    room.draft(post)
    with pytest.raises(Killed):
        room.publish(post, again=True, fate=DiesSubmitting())
    with pytest.raises(NeedsPersonError, match="answer to its submission was lost"):
        room.publish(post, again=True)
    assert "freepublish/submit" not in room.calls
    room.clock.sleep(3600)
    room.look_by_hand()
    assert room.publish(post, again=True).state is State.PUBLISHED
    assert len(room.publications) == 1


def test_draft_made_again_is_not_published_unasked(room):
    """`draft --again` then plain `publish`: the published post stays as it is."""
    post = entry(room.folder)
    room.publish(post)
    room.draft(post, again=True)
    assert room.publish(post).state is State.PUBLISHED
    assert len(room.publications) == 1


def test_a_post_renamed_while_it_is_reviewed_is_not_sent(room):
    """Nor while nobody knows whether it is out."""
    room.host.change(publish_looks=1000, publish_seconds=3600.0)
    room.publish(entry(room.folder, "old", text="文"), wait=False)
    with pytest.raises(NeedsPersonError, match="title or words of"):
        room.publish(entry(room.folder, "new", text="文"))
    assert room.calls == []


@pytest.mark.parametrize("change", ["title", "text"])
def test_renamed_post_is_reported_and_not_sent(room, change):
    """A new slug with the title or the words of a published post."""
    room.publish(entry(room.folder, "old", title="题", text="文"))
    new = {"title": "题", "text": "另"} if change == "title" else {"text": "文"}
    with pytest.raises(NeedsPersonError, match=r"title or words of .* \(old\)"):
        room.publish(entry(room.folder, "new", **new))
    assert room.calls == []


def test_picture_posts_without_words_are_not_the_same(room):
    """No words are no sign of a renamed post."""
    kinds = {"type": PostType.NEWSPIC, "text": ""}
    room.publish(entry(room.folder, "one", pictures={"a": "red"}, **kinds))
    second = room.publish(entry(room.folder, "two", pictures={"a": "red"}, **kinds))
    assert second.state is State.PUBLISHED


def test_post_marked_draft_sends_nothing(room):
    """draft: true is built and never sent."""
    delivery = room.draft(entry(room.folder, draft=True))
    assert delivery.state is State.SKIPPED
    assert [finding.code for finding in delivery.findings] == ["P002"]
    assert room.drafts == []


def test_publish_waits_for_publish_at(room):
    """Drafted before its time, published after."""
    moment = room.clock.now() + timedelta(hours=1)
    post = entry(room.folder, publish_at=moment)
    skipped = room.publish(post)
    assert [finding.code for finding in skipped.findings] == ["P003"]
    assert room.draft(post).state is State.DRAFTED
    room.clock.sleep(3601)
    assert room.publish(post).state is State.PUBLISHED


@pytest.mark.parametrize(
    ("number", "status"),
    list(enumerate(Status))[2:],
    ids=lambda value: str(value),
)
def test_bad_end_names_the_article(room, number, status):
    """Statuses 2 to 6 are an error that says which article and why."""
    room.host.change(outcomes=(number,))
    with pytest.raises(PublicationError, match=r'^"标题 hello": ') as caught:
        room.publish(entry(room.folder))
    assert caught.value.exit_code == 8
    with room.desk() as desk:
        assert standing(desk, "hello").publication.status is status


@pytest.mark.parametrize("number", [2, 3, 4])
def test_failed_publication_is_not_tried_again_unchanged(room, number):
    """The same post would only be refused again; an edited one goes out."""
    room.host.change(outcomes=(number,))
    post = entry(room.folder)
    with pytest.raises(PublicationError):
        room.publish(post)
    with pytest.raises(PublicationError):
        room.publish(post)
    assert room.calls == []
    assert room.publish(entry(room.folder, text="改")).state is State.PUBLISHED
    assert room.drafts == []


def test_failed_publication_is_retried_with_again(room):
    """--again submits the same draft once more."""
    room.host.change(outcomes=(3,))
    post = entry(room.folder)
    with pytest.raises(PublicationError):
        room.publish(post)
    assert room.publish(post, again=True).state is State.PUBLISHED
    assert "draft/add" not in room.calls


@pytest.mark.parametrize("number", [5, 6])
def test_article_taken_down_is_reported_and_not_sent_again(room, number):
    """Deleted or banned: it was out once, and that is told, not repeated."""
    room.host.change(outcomes=(number,))
    post = entry(room.folder)
    with pytest.raises(PublicationError):
        room.publish(post)
    delivery = room.publish(post)
    assert [finding.code for finding in delivery.findings] == ["P004"]
    assert room.calls == []


def test_wait_that_ends_first_is_taken_up_by_the_next_run(room):
    """Still publishing: exit 10, and later only the look is repeated."""
    room.host.change(publish_looks=1000, publish_seconds=1000.0)
    post = entry(room.folder)
    with pytest.raises(NeedsPersonError, match="still publishing"):
        room.publish(post, wait_s=30)
    room.clock.sleep(1000)
    delivery = room.publish(post)
    assert delivery.state is State.PUBLISHED
    assert room.calls == ["freepublish/get"]


def test_looks_come_further_apart(room):
    """After 1 s, growing to 10 s."""
    room.host.change(publish_looks=1000, publish_seconds=60.0)
    room.publish(entry(room.folder))
    waits = room.clock.slept
    assert waits[0] == 1.0
    assert waits == sorted(waits)
    assert max(waits) == 10.0


def test_no_wait_stops_after_submit(room):
    """--no-wait: submitted, and the next run looks."""
    post = entry(room.folder)
    first = room.publish(post, wait=False)
    assert (first.state, room.calls[-1]) == (State.SUBMITTED, "freepublish/submit")
    room.clock.sleep(60)
    assert room.publish(post, wait=False).state is State.PUBLISHED
    assert room.calls == ["freepublish/get"]


def test_an_edit_during_the_review_is_told_when_it_ends(room):
    """What is out is what was submitted, and the author should know."""
    room.publish(entry(room.folder), wait=False)
    room.clock.sleep(60)
    delivery = room.publish(entry(room.folder, text="改过"))
    assert delivery.state is State.PUBLISHED
    assert [finding.code for finding in delivery.findings] == ["P001"]


def test_again_is_advised_for_the_post_alone(room):
    """Without a path it would send every other article once more, too."""
    room.publish(entry(room.folder))
    (finding,) = room.publish(entry(room.folder, text="改过")).findings
    assert "mdwx publish content/hello.md --again" in finding.hint.en


def test_personal_account_ends_at_its_draft(tmp_path, database):
    """kind = "personal" never calls submit."""
    room = Newsroom(tmp_path, kind="personal", database=database)
    delivery = room.publish(entry(tmp_path))
    assert delivery.state is State.DRAFTED
    assert [finding.code for finding in delivery.findings] == ["P005"]
    assert not any(path.startswith("freepublish/submit") for path in room.calls)


def test_refusal_to_publish_is_learnt_once(room):
    """48001: exit 9 the first time, then the account counts as personal."""
    room.host.change_account(room.host.appid, kind="personal")
    post = entry(room.folder)
    with pytest.raises(UnauthorizedError):
        room.publish(post)
    assert room.publish(post).state is State.DRAFTED
    assert room.calls == []
    assert len(room.drafts) == 1


def test_bundle_is_one_draft_in_order(room):
    """Posts of one bundle travel together."""
    posts = [
        entry(room.folder, slug, text=slug, bundle="周刊", order=order)
        for slug, order in (("c", 3), ("a", 1), ("b", 2))
    ]
    delivery = room.publish(*posts)
    assert len(delivery.publication.urls) == 3
    [row] = room.publications
    assert [item["title"] for item in row.articles] == ["标题 a", "标题 b", "标题 c"]
    with room.desk() as desk:
        urls = standing(desk, "b").publication.urls
    assert urls == delivery.publication.urls[1:2]


def test_only_the_changed_article_of_a_bundle_is_updated(room):
    """Each index that changed, and no other."""
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "abc"]
    room.draft(*posts)
    posts[1] = entry(room.folder, "b", text="改", bundle="w")
    room.draft(*posts)
    assert room.calls == ["draft/get", "draft/update", "draft/get"]
    assert "改" in room.drafts[0].articles[1]["content"]


@pytest.mark.parametrize("slugs", ["abc", "a"])
def test_bundle_of_another_size_is_a_new_draft(room, slugs):
    """WeChat can neither add nor remove an article: the old draft goes."""
    room.draft(*[entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"])
    room.draft(*[entry(room.folder, slug, text=slug, bundle="w") for slug in slugs])
    [row] = room.drafts
    assert len(row.articles) == len(slugs)


def test_bundle_that_failed_and_grew_leaves_no_old_draft(room):
    """What WeChat kept of a failed publication is replaced too."""
    room.host.change(outcomes=(3,))
    with pytest.raises(PublicationError):
        room.publish(entry(room.folder, "a", text="a", bundle="w"))
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"]
    assert room.publish(*posts).state is State.PUBLISHED
    assert room.drafts == []


def test_bundle_with_a_hand_edit_is_not_replaced(room):
    """Neither a new draft beside it, nor the old one deleted."""
    room.draft(entry(room.folder, "a", text="a", bundle="w"))
    room.hand_edit()
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"]
    with pytest.raises(NeedsPersonError, match="edited by hand"):
        room.draft(*posts)
    assert len(room.drafts) == 1


def test_post_that_joins_a_bundle_leaves_its_own_draft(room):
    """One draft a post, wherever it moves."""
    room.draft(entry(room.folder, "a", text="a"))
    room.draft(*[entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"])
    assert len(room.drafts) == 1


def test_bundle_with_a_published_post_is_not_sent(room):
    """Nothing goes out twice inside a bundle either."""
    room.publish(entry(room.folder, "a", text="a"))
    posts = [entry(room.folder, slug, text=slug, bundle="w") for slug in "ab"]
    with pytest.raises(NeedsPersonError, match="a of this bundle was published"):
        room.publish(*posts)
    assert room.calls == []


def test_picture_post_is_published(room):
    """newspic: pictures as materials, plain text, no cover of its own."""
    pictures = {"a.png": "red", "b.png": "green"}
    post = entry(room.folder, type=PostType.NEWSPIC, pictures=pictures)
    assert room.publish(post).state is State.PUBLISHED
    assert len(room.materials) == 2
    assert room.publish(post).state is State.PUBLISHED
    assert room.calls == []


def test_material_deleted_by_hand_is_added_again(room):
    """A cover that left the library is refused (40007) and replaced once."""
    room.draft(entry(room.folder, "one"))
    room.delete_materials()
    delivery = room.draft(entry(room.folder, "two", text="另一篇"))
    assert delivery.draft.action is Action.ADDED
    assert len(room.materials) == 1


def test_plan_tells_what_would_be_sent_without_a_request(room):
    """For the list before the question, and for the count of publications."""
    drafted = entry(room.folder, "drafted", text="一")
    room.draft(drafted)
    room.publish(entry(room.folder, "out", text="二"))
    posts = [
        entry(room.folder, "new", text="三"),
        drafted,
        entry(room.folder, "drafted", text="四"),
        entry(room.folder, "out", text="二"),
    ]
    with room.desk() as desk:
        plans = [plan(desk, [post], publishing=True) for post in posts]
    assert room.calls == []
    assert [one.action for one in plans] == [
        Action.ADDED,
        Action.UNCHANGED,
        Action.UPDATED,
        Action.UNCHANGED,
    ]
    assert [one.publishes for one in plans] == [True, True, True, False]


def test_accounts_do_not_share_what_they_hold(tmp_path, database):
    """Another account gets its own pictures, drafts and publications."""
    post = entry(tmp_path, pictures={"a.png": "red"})
    first = Newsroom(tmp_path, database=database)
    first.publish(post)
    host = second_host(tmp_path, clock=first.clock)
    other = Newsroom(tmp_path, host=host, database=database)
    delivery = other.draft(post)
    assert (delivery.draft.action, delivery.uploads.new) == (Action.ADDED, 2)
    assert other.account.key != first.account.key


def test_same_account_under_another_name_is_the_same(room):
    """`main` on a laptop and `env` in CI: the AppID counts."""
    post = entry(room.folder)
    room.publish(post)
    room.account = replace(room.account, name="env")
    assert room.publish(post).state is State.PUBLISHED
    assert room.calls == []


def test_ready_posts_are_grouped(room):
    """A bundle stands where its first post does."""
    posts = [
        entry(room.folder, slug, bundle=bundle)
        for slug, bundle in (("a", None), ("b", "w"), ("c", None), ("d", "w"))
    ]
    grouped = [[one.slug for one in parcel] for parcel in parcels(posts)]
    assert grouped == [["a"], ["b", "d"], ["c"]]

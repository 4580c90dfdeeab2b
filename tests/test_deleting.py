"""``mdwx delete``: what mdwx put there, when a person says so; nothing else ever."""

from __future__ import annotations

import pytest
from support import run_mdwx, write_site

from mdwx.config import Secret
from mdwx.wechat.access_tokens import AccessTokenStore
from mdwx.wechat.client import Client
from tests.served import wechat_at
from tests.test_cli_build import png

POST = "---\ntitle: {title}\ncover: {cover}\n---\n\n{title}，正文。\n"


@pytest.fixture
def wechat(tmp_path):
    with wechat_at(tmp_path / "wechat") as host:
        yield host


@pytest.fixture
def site(tmp_path):
    files = {"content/red.png": png("red"), "content/blue.png": png("blue")}
    for slug, cover in (("spring", "red"), ("summer", "blue")):
        text = POST.format(title=slug, cover=f"{cover}.png")
        files[f"content/{slug}.md"] = text
    return write_site(tmp_path / "site", files)


@pytest.fixture
def person(wechat, tmp_path):
    """Somebody who works on the account without mdwx."""
    return Client(
        wechat.host,
        appid=wechat.appid,
        secret=Secret(wechat.secret.reveal()),
        access_tokens=AccessTokenStore(
            tmp_path / "person", key=wechat.appid, clock=wechat.clock
        ),
        clock=wechat.clock,
    )


def mdwx(site, wechat, *words, **more):
    return run_mdwx(*words, cwd=site, env=wechat.env, **more)


def materials(wechat):
    return {row.name: row.media_id for row in wechat.shelves.materials()}


def renamed(site):
    """Both posts have another cover now; the old ones are needed by none."""
    for slug in ("spring", "summer"):
        text = POST.format(title=slug, cover="card")
        write_site(site, {f"content/{slug}.md": text})


def test_a_published_article_goes_when_its_name_was_typed(site, wechat):
    """Asked twice: yes, and which."""
    mdwx(site, wechat, "publish", "--yes")
    words = ("delete", "published", "content/spring.md")
    for typed in ("n\n", "y\n\n", "y\nsummer\n"):
        run = mdwx(site, wechat, *words, typed=typed)
        assert run.exit_code == 2
        assert "nothing was deleted" in run.stderr
    assert wechat.calls.count("freepublish/delete") == 0
    run = mdwx(site, wechat, *words, typed="y\nspring\n")
    assert (run.exit_code, run.stdout) == (0, "deleted spring\n")
    assert wechat.calls.count("freepublish/delete") == 1
    again = mdwx(site, wechat, "publish", "--yes", "--json")
    assert again.json["requests"] == 0


def test_a_script_says_yes_twice_for_a_published_article(site, wechat):
    """Once for a draft, once for materials."""
    mdwx(site, wechat, "publish", "content/spring.md", "--yes")
    mdwx(site, wechat, "draft", "content/summer.md")
    words = ("delete", "published", "content/spring.md")
    run = mdwx(site, wechat, *words, "--yes")
    assert run.exit_code == 2
    assert "add --yes --yes in scripts" in run.stderr
    assert mdwx(site, wechat, *words, "--yes", "--yes").exit_code == 0
    run = mdwx(site, wechat, "delete", "draft", "content/summer.md", "--yes")
    assert run.exit_code == 0


def test_materials_of_others_are_never_touched(site, wechat, person):
    """Whatever they are called."""
    mdwx(site, wechat, "build")
    ours = set(materials(wechat))
    theirs = {"holiday.png", "mdwx-0123456789abcdef01234567.png"}
    for name in theirs:
        person.add_material(png("green"), name=name)
    renamed(site)
    run = mdwx(site, wechat, "delete", "materials", "--yes", "--json")
    assert (run.exit_code, set(run.json["deleted"])) == (0, ours)
    assert set(materials(wechat)) == theirs


def test_a_material_that_somebody_else_uses_stays(site, wechat, person):
    """In a draft or a published article that mdwx knows nothing of."""
    mdwx(site, wechat, "build")
    red, blue = sorted(materials(wechat).values())
    for title, cover in (("theirs", red), ("theirs too", blue)):
        article = {"title": title, "content": "<p>字</p>", "thumb_media_id": cover}
        media_id = person.add_draft([article])
    person.submit(media_id)
    renamed(site)
    run = mdwx(site, wechat, "delete", "materials", "--yes", "--json")
    assert (run.exit_code, run.json["deleted"]) == (0, [])
    assert "material/del_material" not in wechat.calls


def test_a_new_machine_does_not_take_old_covers_for_unused(site, wechat):
    """Its ledger knows the drafts of the account, not what they are made of."""
    mdwx(site, wechat, "draft")
    for file in [*(site / ".mdwx").glob("ledger*"), site / "mdwx.lock"]:
        file.unlink()
    renamed(site)
    run = mdwx(site, wechat, "delete", "materials", "--yes", "--json")
    assert (run.exit_code, run.json["deleted"]) == (0, [])
    assert len(materials(wechat)) == 2


def test_nothing_goes_while_a_post_cannot_be_read(site, wechat):
    """Nobody knows which pictures it needs."""
    mdwx(site, wechat, "build")
    renamed(site)
    write_site(site, {"content/summer.md": "---\ntitle: [\n---\n"})
    run = mdwx(site, wechat, "delete", "materials", "--yes")
    assert run.exit_code == 3
    assert "content/summer.md cannot be built" in run.stderr
    assert len(materials(wechat)) == 2


@pytest.mark.parametrize("name", ["spring", "content/spring.md"])
def test_a_post_whose_file_is_gone_is_known_by_its_name(site, wechat, name):
    """It was deleted or renamed, and its draft is still in the box."""
    mdwx(site, wechat, "draft")
    (site / "content/spring.md").unlink()
    run = mdwx(site, wechat, "delete", "draft", name, "--yes")
    assert (run.exit_code, run.stdout) == (0, "deleted spring\n")
    assert [row.articles[0]["title"] for row in wechat.shelves.drafts()] == ["summer"]


def test_a_name_that_nothing_has_is_no_post(site, wechat):
    """Of the draft that is not there, nobody needs to hear."""
    run = mdwx(site, wechat, "delete", "draft", "sprung", "--yes")
    assert run.exit_code == 3
    assert "cannot read sprung: No such file" in run.stderr


def test_a_name_that_is_another_posts_deletes_nothing(site, wechat):
    """No file is where one is named, but a file under another name has that slug."""
    mdwx(site, wechat, "draft")
    text = (site / "content/spring.md").read_text("utf-8")
    write_site(site, {"content/b.md": text.replace("---\n", "---\nslug: spring\n", 1)})
    (site / "content/spring.md").unlink()
    run = mdwx(site, wechat, "delete", "draft", "content/spring.md", "--yes")
    assert run.exit_code == 3
    assert len(wechat.shelves.drafts()) == 2


def test_a_post_that_cannot_be_read_may_have_another_name(site, wechat):
    """Nobody knows whose draft would go."""
    mdwx(site, wechat, "draft")
    write_site(site, {"content/spring.md": "---\ntitle: [\n---\n"})
    run = mdwx(site, wechat, "delete", "draft", "content/spring.md", "--yes")
    assert run.exit_code == 3
    assert len(wechat.shelves.drafts()) == 2


def test_materials_are_not_asked_for_by_post(site, wechat):
    """What one post does not need, another may."""
    run = mdwx(site, wechat, "delete", "materials", "content/spring.md", "--yes")
    assert run.exit_code == 2
    assert "materials takes no post" in run.stderr


def test_a_draft_edited_by_hand_is_kept(site, wechat, person):
    """Somebody's work; --overwrite says that it may go too."""
    mdwx(site, wechat, "draft", "content/spring.md")
    (draft,) = wechat.shelves.drafts()
    cover = next(iter(materials(wechat).values()))
    article = {"title": "spring", "content": "<p>改</p>", "thumb_media_id": cover}
    person.update_draft(draft.media_id, index=0, article=article)
    words = ("delete", "draft", "content/spring.md", "--yes")
    run = mdwx(site, wechat, *words, "--json")
    assert (run.exit_code, run.json["deleted"]) == (10, [])
    assert run.json["posts"][0]["state"] == "needs-you"
    assert len(wechat.shelves.drafts()) == 1
    assert mdwx(site, wechat, *words, "--overwrite").exit_code == 0
    assert wechat.shelves.drafts() == []


def test_a_draft_that_is_not_there_is_not_forgotten(site, wechat, person):
    """Most likely a person published it: it must not go out once more."""
    mdwx(site, wechat, "draft", "content/spring.md")
    (draft,) = wechat.shelves.drafts()
    person.submit(draft.media_id)
    words = ("delete", "draft", "content/spring.md", "--yes")
    assert mdwx(site, wechat, *words).exit_code == 10
    run = mdwx(site, wechat, "publish", "content/spring.md", "--yes")
    assert (run.exit_code, "published, unchanged" in run.stdout) == (0, True)
    assert wechat.calls.count("draft/add") == 1


def test_a_post_with_nothing_to_delete_stops_no_other(site, wechat):
    """The exit code is the first failure's."""
    mdwx(site, wechat, "draft", "content/summer.md")
    words = ("delete", "draft", "content/spring.md", "content/summer.md", "--yes")
    run = mdwx(site, wechat, *words)
    assert (run.exit_code, run.stdout) == (2, "deleted summer\n")
    assert "spring has no draft" in run.stderr

"""``--dry-run`` tells the requests that the real run then sends, and sends none."""

from __future__ import annotations

import re

import pytest
from support import run_mdwx, write_site

from mdwx.cli.commands import COMMANDS, load
from mdwx.cli.rehearsing import call_fields
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.wechat.rehearsal import ARTICLES, call_of
from tests.served import wechat_at
from tests.test_cli_build import png

POST = "---\ntitle: {title}\ncover: card\n---\n\n{title}，正文。\n\n![]({colour}.png)\n"
PLACEHOLDER = re.compile(r"<(?:address|media_id|publish_id|article_id) of [^>]+>")
UPLOADS = ("/cgi-bin/media/uploadimg", "/cgi-bin/material/add_material")


@pytest.fixture
def wechat(tmp_path):
    with wechat_at(tmp_path / "wechat") as host:
        yield host


@pytest.fixture
def site(tmp_path):
    return write_site(
        tmp_path / "site",
        {
            "mdwx.toml": "",
            "content/spring.md": POST.format(title="春天", colour="red"),
            "content/red.png": png("red"),
            "content/blue.png": png("blue"),
            "content/green.png": png("green"),
        },
    )


def told(site, wechat, *words):
    """What the rehearsal says; it asks nothing and writes nothing."""
    before = contents(site)
    asked = len(wechat.requests)
    run = run_mdwx(*words, "--dry-run", "--json", cwd=site, env=wechat.env)
    assert len(wechat.requests) == asked
    assert contents(site) == before
    assert run.json["requests"] == 0
    return run


def contents(site):
    """Every file but the caches, which may be deleted at any time."""
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(site.rglob("*"))
        if path.is_file() and "cache" not in path.parts
    }


def same(site, wechat, *words):
    """Hold the real run to what the rehearsal told."""
    rehearsed = in_order(told(site, wechat, *words).json["dry_run"])
    start = len(wechat.requests)
    yes = {"publish": ["--yes"], "delete": ["--yes", "--yes"]}.get(words[0], [])
    run = run_mdwx(*words, *yes, "--json", cwd=site, env=wechat.env)
    assert run.exit_code == 0, run.stdout
    sent = [call_fields(call_of("env", one)) for one in wechat.requests[start:]]
    sent = in_order(sent)
    assert [call["path"] for call in rehearsed] == [call["path"] for call in sent]
    for one, other in zip(rehearsed, sent, strict=True):
        assert_alike(one, other)
    return rehearsed


def in_order(calls):
    """Pictures leave side by side, so their order says nothing."""
    found, group = [], []
    for call in calls:
        if call["path"] in UPLOADS:
            group.append(call)
            continue
        found += [*sorted(group, key=by_file), call]
        group = []
    return [*found, *sorted(group, key=by_file)]


def by_file(call):
    return call["path"], call["file"]["name"]


def assert_alike(one, other):
    """The same but for what only an answer tells, and what is secret."""
    if isinstance(one, dict):
        assert list(one) == list(other)
        for key, value in one.items():
            if key != "secret":
                assert_alike(value, other[key])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for each, its in zip(one, other, strict=True):
            assert_alike(each, its)
    elif isinstance(one, str) and PLACEHOLDER.search(one):
        parts = [re.escape(part) for part in PLACEHOLDER.split(one)]
        assert re.fullmatch('[^"<>]+'.join(parts), other, re.DOTALL)
    else:
        assert one == other


def paths(calls):
    return [call["path"].removeprefix("/cgi-bin/") for call in calls]


def test_a_first_draft(site, wechat):
    """From the access_token to the reading back."""
    calls = same(site, wechat, "draft")
    assert paths(calls)[0] == "stable_token"
    assert paths(calls)[-2:] == ["draft/add", "draft/get"]


def test_a_first_publication_and_then_nothing(site, wechat):
    """Up to the look at its end; unchanged is told as no request."""
    calls = same(site, wechat, "publish")
    assert paths(calls)[-3:] == ["draft/get", "freepublish/submit", "freepublish/get"]
    assert same(site, wechat, "publish") == []
    assert same(site, wechat, "draft") == []


def test_an_update_with_another_picture(site, wechat):
    """The draft that is there keeps its media_id, which is known."""
    same(site, wechat, "draft")
    write_site(site, {"content/spring.md": POST.format(title="春天", colour="blue")})
    calls = same(site, wechat, "draft")
    written = ["media/uploadimg", "draft/update", "draft/get"]
    assert paths(calls) == ["draft/get", *written]
    assert "<" not in calls[0]["json"]["media_id"]


def test_a_draft_that_then_goes_out(site, wechat):
    """It is read once more before it is submitted."""
    same(site, wechat, "draft")
    calls = same(site, wechat, "publish")
    assert paths(calls) == ["draft/get", "freepublish/submit", "freepublish/get"]


def test_a_bundle(site, wechat):
    """One draft, then one update for the article that changed."""
    for slug, colour in (("a", "red"), ("b", "blue"), ("c", "red")):
        text = POST.format(title=slug, colour=colour)
        files = {f"content/{slug}.md": text.replace("cover", "bundle: w\ncover", 1)}
        write_site(site, files)
    same(site, wechat, "draft")
    text = POST.format(title="b", colour="green")
    files = {"content/b.md": text.replace("cover", "bundle: w\ncover", 1)}
    write_site(site, files)
    calls = same(site, wechat, "draft")
    assert paths(calls).count("draft/update") == 1
    same(site, wechat, "publish")


def test_an_image_post(site, wechat):
    """Every picture a permanent material."""
    text = "---\ntype: newspic\n---\n# 图\n\n字\n\n![](red.png)\n\n![](blue.png)\n"
    write_site(site, {"content/spring.md": text})
    calls = same(site, wechat, "publish")
    assert paths(calls).count("material/add_material") == 2


def test_pictures_alone(site, wechat):
    """``mdwx build`` sends nothing but pictures."""
    calls = same(site, wechat, "build")
    assert set(paths(calls)[4:]) == {"media/uploadimg", "material/add_material"}
    assert same(site, wechat, "build") == []


def test_posts_that_link_to_one_another(site, wechat):
    """The second is sent with the address that the first will have."""
    link = "\n[甲](spring.md)\n"
    text = POST.format(title="夏天", colour="blue") + link
    write_site(site, {"content/a-summer.md": text})
    calls = same(site, wechat, "publish")
    assert "<address of 春天>" in calls[-4]["json"]["articles"][0]["content"]


def test_what_is_deleted(site, wechat):
    """A draft, a published article, a material."""
    same(site, wechat, "draft")
    same(site, wechat, "delete", "draft", "content/spring.md")
    write_site(site, {"content/spring.md": POST.format(title="改名", colour="red")})
    same(site, wechat, "publish")
    calls = same(site, wechat, "delete", "materials")
    assert paths(calls)[-1] == "material/del_material"
    calls = same(site, wechat, "delete", "published", "content/spring.md")
    assert paths(calls) == ["freepublish/getarticle", "freepublish/delete"]


def test_a_machine_that_knows_only_the_lock(site, wechat):
    """What mdwx.lock tells is believed: the draft is there."""
    run_mdwx("draft", cwd=site, env=wechat.env)
    for file in sorted((site / ".mdwx").glob("ledger*")):
        file.unlink()
    text = POST.format(title="春天", colour="blue")
    write_site(site, {"content/spring.md": text})
    assert "draft/update" in paths(same(site, wechat, "draft"))


@pytest.mark.postgresql
def test_a_ledger_that_machines_share(site, wechat, postgresql_address):
    """It is copied like a file, and not written to."""
    wechat.env["MDWX_LEDGER"] = postgresql_address
    same(site, wechat, "draft")
    write_site(site, {"content/spring.md": POST.format(title="春天", colour="blue")})
    assert "draft/update" in paths(same(site, wechat, "draft"))
    assert same(site, wechat, "draft") == []


def test_a_publication_that_failed_and_was_edited_since(site, wechat):
    """What became of its draft is asked first."""
    wechat.change(outcomes=(3,))
    run = run_mdwx("publish", "--yes", cwd=site, env=wechat.env)
    assert run.exit_code == 8
    write_site(site, {"content/spring.md": POST.format(title="春天", colour="blue")})
    assert paths(same(site, wechat, "publish"))[-1] == "freepublish/get"


def test_posts_are_told_where_they_stand_not_where_they_would(site, wechat):
    """And no question is asked, for nothing happens."""
    run = told(site, wechat, "publish")
    assert run.exit_code == 0
    (row,) = run.json["posts"]
    assert (row["state"], row["draft"], row["publication"]) == ("built", None, None)


def test_a_post_with_an_error_is_not_rehearsed(site, wechat):
    """Its error is told, with its exit code; the others are."""
    write_site(site, {"content/b.md": "---\ntitle: [\n---\n"})
    run = told(site, wechat, "draft")
    assert run.exit_code == 3
    assert paths(run.json["dry_run"])[-2:] == ["draft/add", "draft/get"]


def test_a_secret_is_neither_needed_nor_shown(site, wechat):
    """Nor an access_token that is at hand."""
    env = dict(wechat.env)
    secret = env.pop("MDWX_SECRET")
    run = run_mdwx("publish", "--dry-run", cwd=site, env=env)
    assert run.exit_code == 0
    run_mdwx("draft", cwd=site, env=wechat.env)
    write_site(site, {"content/spring.md": POST.format(title="夏天", colour="red")})
    again = run_mdwx("draft", "--dry-run", "--verbose", cwd=site, env=wechat.env)
    for text in (run.stdout, run.stderr, again.stdout, again.stderr):
        assert secret not in text
        assert "access_token=" not in text
    assert "stable_token" in run.stdout
    assert "stable_token" not in again.stdout


def test_a_person_reads_method_path_body_and_files(site, wechat):
    """Chinese as Chinese, uploads by name and size."""
    run = run_mdwx("draft", "--dry-run", cwd=site, env=wechat.env)
    assert re.search(
        r"env: POST /cgi-bin/media/uploadimg\n   media: \S+\.png", run.stdout
    )
    assert "(image/png, " in run.stdout
    assert '"title": "春天"' in run.stdout
    assert "add_material?type=image" in run.stdout
    assert '"thumb_media_id": "<media_id of ' in run.stdout
    assert '<img src=\\"<address of ' in run.stdout
    assert re.search(r"none of these \d+ requests was sent", run.stdout)


def test_pictures_of_what_is_copied(site, wechat):
    """Neither is a file written nor anything put on the clipboard."""
    calls = same(site, wechat, "copy", "content/spring.md", "--output", "-")
    assert paths(calls)[-1] == "media/uploadimg"
    calls = told(site, wechat, "copy", "content/spring.md", "--output", "a.html")
    assert calls.json["dry_run"] == []


def test_what_is_marked_is_not_noted(site, wechat):
    """The account is asked as it would be, and the post stays what it is."""
    words = ("mark", "content/spring.md", "--published", f"{ARTICLES}{'a' * 22}")
    run = told(site, wechat, *words)
    assert run.json["posts"][0]["state"] == "built"
    same(site, wechat, *words)
    run = run_mdwx("status", "--json", cwd=site, env=wechat.env)
    assert run.json["posts"][0]["state"] == "published"


def test_a_picture_that_others_may_show_is_not_promised_to_go(site, wechat):
    """Only the account knows, and is not asked."""
    same(site, wechat, "draft")
    same(site, wechat, "delete", "draft", "content/spring.md")
    write_site(site, {"content/spring.md": POST.format(title="改名", colour="red")})
    env = {**wechat.env, "MDWX_LANG": "en"}
    run = run_mdwx("delete", "materials", "--dry-run", cwd=site, env=env)
    assert "deletes no picture that one of them shows" in run.stdout


def test_every_command_that_sends_or_notes_anything_can_be_rehearsed():
    """Of those that ask an account, the others only look."""
    options = {
        name: {word for param in load(name).params for word in param.names}
        for name in COMMANDS
    }
    asking = {name for name, its in options.items() if "--account" in its}
    rehearsed = {name for name, its in options.items() if "--dry-run" in its}
    assert rehearsed == {"build", "draft", "publish", "delete", "copy", "mark"}
    assert asking - rehearsed == {"check", "status", "doctor"}


def test_on_a_fresh_folder_it_leaves_no_trace(tmp_path):
    """No ledger, no cache, no sandbox."""
    site = write_site(tmp_path, {"content/a.md": "# 你好\n\n世界\n"})
    run = run_mdwx("publish", "--dry-run", cwd=site)
    assert run.exit_code == 0
    assert [path.name for path in site.iterdir()] == ["content"]


def test_a_used_up_quota_is_part_of_the_rehearsal(site, wechat):
    """The real run would ask nothing before midnight, and so it is told."""
    order = Fault(Trouble.ERRCODE, "/cgi-bin/draft/add", errcode=45009)
    wechat.order(order)
    run_mdwx("draft", cwd=site, env=wechat.env)
    run = told(site, wechat, "draft")
    assert (run.exit_code, run.json["dry_run"]) == (6, [])
    assert told(site, wechat, "draft", "--ignore-quota").json["dry_run"]

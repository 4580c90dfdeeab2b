"""Publishing by the command line: to the sandbox, and to a "real" account.

The real account is a sandbox behind a socket, reached as WeChat would be.
"""

from __future__ import annotations

import shutil

import pytest
from support import run_mdwx, write_site

from mdwx.clock import SystemClock
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from mdwx.sandbox.shelves import Shelves
from tests.serving import serving

POST = "---\ntitle: {title}\ncover: card\n---\n\n{title}，一段正文。\n"


@pytest.fixture
def site(tmp_path):
    return write_site(
        tmp_path / "site", {"content/spring.md": POST.format(title="春天")}
    )


@pytest.fixture
def wechat(tmp_path):
    """A host behind a socket, and the environment that leads to it."""
    host = Host.open(tmp_path / "wechat", clock=SystemClock())
    app = create_app(host)
    with serving(app, on_exit=app.close) as address:
        host.env = {
            "MDWX_APPID": host.appid,
            "MDWX_SECRET": host.secret.reveal(),
            "MDWX_API_BASE": address,
        }
        yield host


def states(run):
    return [row["state"] for row in run.json["posts"]]


def test_a_real_account_needs_a_yes_where_nobody_can_be_asked(site, wechat):
    """Exit code 2, nothing published, and how a script says yes."""
    run = run_mdwx("publish", cwd=site, env=wechat.env)
    assert run.exit_code == 2
    assert "--yes" in run.stderr
    assert run_mdwx("publish", "--json", cwd=site, env=wechat.env).exit_code == 2


def test_a_command_that_stops_tells_what_it_did_until_then(site, wechat):
    """The requests it made, and of which account."""
    run = run_mdwx("publish", "--json", cwd=site, env=wechat.env)
    assert (run.exit_code, run.json["account"]) == (2, "env")
    assert run.json["requests"] == 4
    run_mdwx("publish", "--yes", cwd=site, env=wechat.env)
    words = ("delete", "published", "content/spring.md", "--json")
    run = run_mdwx(*words, cwd=site, env=wechat.env)
    assert (run.exit_code, run.json["account"], run.json["requests"]) == (2, "env", 0)


@pytest.mark.parametrize("words", [["draft"], ["publish", "--yes"]], ids=" ".join)
def test_what_went_out_is_told_though_its_page_cannot_be_written(site, wechat, words):
    """The error comes last, and the next run sends nothing again."""
    wechat.change(publish_looks=0, publish_seconds=0.0)
    write_site(site, {"dist/spring": b"a file where the folder should be"})
    run = run_mdwx(*words, cwd=site, env={**wechat.env, "MDWX_LANG": "en"})
    assert run.exit_code == 2
    assert f"spring.md: {words[0]}ed" in run.stdout
    assert "cannot write" in run.stderr.splitlines()[-2]
    (site / "dist/spring").unlink()
    run = run_mdwx(*words, "--json", cwd=site, env=wechat.env)
    assert (run.exit_code, run.json["requests"]) == (0, 0)


def test_a_bundle_no_draft_has_room_for_makes_no_request(site, wechat):
    """Each of its nine posts says so, to ``mdwx check`` too."""
    post = POST.replace("cover", "bundle: week\ncover")
    write_site(
        site, {f"content/{n}.md": post.format(title=f"第{n}篇") for n in range(9)}
    )
    for words in (["check"], ["draft"], ["publish", "--yes"]):
        paths = ["content/3.md", "--json"]
        run = run_mdwx(*words, *paths, cwd=site, env=wechat.env)
        assert (run.exit_code, run.json["requests"]) == (4, 0)
        assert [row["state"] for row in run.json["posts"]] == ["failed"] * 9
        assert "week has 9 posts" in run.json["posts"][0]["error"]["message"]


def test_a_used_up_day_is_told_as_a_time_and_kept_in_mind(site, wechat):
    """Exit code 6 and ``error.retry_at``; the next run asks nothing."""
    wechat.change(quotas={"/cgi-bin/draft/add": {"day": 0}})
    first = run_mdwx("draft", "--json", cwd=site, env=wechat.env)
    told = first.json["posts"][0]["error"]
    assert (first.exit_code, told["errcode"]) == (6, 45009)
    assert told["retry_at"].endswith("T00:00:00+08:00")
    again = run_mdwx("draft", "--json", cwd=site, env=wechat.env)
    assert (again.exit_code, again.json["requests"]) == (6, 0)
    assert again.json["posts"][0]["error"]["retry_at"] == told["retry_at"]
    assert "--ignore-quota" in again.json["posts"][0]["error"]["hint"]
    wechat.change(quotas={})
    run = run_mdwx("draft", "--ignore-quota", "--json", cwd=site, env=wechat.env)
    assert (run.exit_code, states(run)) == (0, ["drafted"])
    assert run_mdwx("draft", cwd=site, env=wechat.env).exit_code == 0


def test_doctor_asks_all_the_same_and_sees_that_the_day_is_over(site, wechat):
    """It lists what is left; when nothing is used up any more, runs go on."""
    wechat.change(quotas={"/cgi-bin/draft/add": {"day": 0}})
    run_mdwx("draft", cwd=site, env=wechat.env)
    told = run_mdwx("doctor", cwd=site, env=wechat.env)
    assert "quota draft/add: 0 of 0 left today" in told.stdout
    assert run_mdwx("draft", cwd=site, env=wechat.env).exit_code == 6
    wechat.change(quotas={})
    assert run_mdwx("doctor", cwd=site, env=wechat.env).exit_code == 0
    assert run_mdwx("draft", cwd=site, env=wechat.env).exit_code == 0


def test_a_person_is_told_what_goes_out_and_asked_once(site, wechat):
    """Which posts, and that followers are not told; no is the default."""
    run = run_mdwx("publish", cwd=site, env=wechat.env, typed="\n")
    assert run.exit_code == 2
    assert "env: publish 春天" in run.stderr
    assert "not pushed to followers" in run.stderr
    run = run_mdwx("publish", cwd=site, env=wechat.env, typed="y\n")
    assert run.exit_code == 0
    assert "published http" in run.stdout
    again = run_mdwx("publish", cwd=site, env=wechat.env)
    assert again.exit_code == 0
    assert "unchanged" in again.stdout


def test_a_script_says_yes_and_the_secret_is_nowhere(site, wechat):
    """Not in output, ledger, lock or caches."""
    env = wechat.env
    run = run_mdwx("publish", "--yes", "--json", "--verbose", cwd=site, env=env)
    assert (run.exit_code, run.json["account"]) == (0, "env")
    assert run.json["requests"] > 0
    secret = env["MDWX_SECRET"].encode()
    kept = [path for path in site.rglob("*") if path.is_file()]
    assert not any(secret in path.read_bytes() for path in kept)
    assert secret.decode() not in run.stdout + run.stderr
    assert wechat.appid in (site / "mdwx.lock").read_text("utf-8")
    again = run_mdwx("publish", "--yes", "--json", cwd=site, env=env)
    assert (again.json["requests"], states(again)) == (0, ["published"])


def test_many_at_once_need_another_word(site, wechat):
    """More than 20 new publications are most likely a mistake."""
    posts = {f"content/{n}.md": POST.format(title=f"第{n}篇") for n in range(20)}
    write_site(site, posts)
    run = run_mdwx("publish", "--yes", cwd=site, env=wechat.env)
    assert run.exit_code == 2
    assert "21 new articles would go out" in run.stderr
    assert "--all" in run.stderr
    words = ("publish", "--yes", "--all", "--no-wait", "--json")
    run = run_mdwx(*words, cwd=site, env=wechat.env)
    assert (run.exit_code, set(states(run))) == (0, {"submitted"})


def test_an_account_that_may_not_publish_ends_with_9_then_0(site, wechat):
    """Its draft is in the box, and that is remembered."""
    wechat.change_account(wechat.appid, kind="personal")
    run = run_mdwx("publish", "--yes", "--json", cwd=site, env=wechat.env)
    assert (run.exit_code, states(run)) == (9, ["drafted"])
    assert run.json["posts"][0]["error"]["errcode"] == 48001
    run = run_mdwx("publish", "--yes", "--json", cwd=site, env=wechat.env)
    assert (run.exit_code, states(run)) == (0, ["unchanged"])


def test_an_account_known_to_be_personal_ends_at_its_draft(site, wechat):
    """``kind = "personal"``: exit code 0, and no question."""
    wechat.change_account(wechat.appid, kind="personal")
    write_site(
        site,
        {
            "mdwx.toml": f'[accounts.main]\nappid = "{wechat.appid}"\n'
            f'kind = "personal"\napi_base = "{wechat.env["MDWX_API_BASE"]}"\n'
        },
    )
    env = {"MDWX_SECRET_MAIN": wechat.env["MDWX_SECRET"]}
    run = run_mdwx("publish", "--json", "--yes", cwd=site, env=env)
    assert (run.exit_code, states(run)) == (0, ["drafted"])


def test_a_draft_shows_its_preview_link_and_qr_code(site, wechat):
    """For the phone beside the keyboard."""
    run = run_mdwx("draft", cwd=site, env=wechat.env)
    assert run.exit_code == 0
    assert "tempkey=" in run.stdout
    assert "▀" in run.stdout or "█" in run.stdout


def test_a_wrong_secret_is_told_once_in_wechats_words(site, wechat):
    """Exit code 5; the other posts do not ask again."""
    write_site(site, {"content/b.md": POST.format(title="夏天")})
    env = {**wechat.env, "MDWX_SECRET": "f" * 32}
    run = run_mdwx("publish", "--yes", cwd=site, env=env)
    assert run.exit_code == 5
    assert run.stderr.count("invalid appsecret") == 1


def test_an_api_host_that_is_not_there_is_7(site, wechat):
    """Nothing happened, and that is what is said."""
    env = {**wechat.env, "MDWX_API_BASE": "http://127.0.0.1:9"}
    run = run_mdwx("draft", "--json", cwd=site, env=env)
    assert run.exit_code == 7
    assert run.json["posts"][0]["error"]["kind"] == "unreachable"


def test_doctor_says_what_works_on_an_account(site, wechat):
    """Credentials, permission, quotas; 0 when nothing stops a run."""
    run = run_mdwx("doctor", "--json", cwd=site, env=wechat.env)
    assert run.exit_code == 0
    names = {mark["name"]: mark["ok"] for mark in run.json["marks"]}
    assert names["env credentials"]
    assert names["env publishing"]
    assert names["env quota draft/add"]
    renewed = run_mdwx("doctor", "--renew", "--json", cwd=site, env=wechat.env)
    assert "env access_token" in {mark["name"] for mark in renewed.json["marks"]}


def test_posts_of_one_run_may_go_to_two_accounts(site, wechat):
    """Front matter decides; both names are told."""
    text = POST.format(title="夏天").replace("cover", "account: sandbox\ncover")
    write_site(site, {"content/summer.md": text})
    run = run_mdwx("draft", "--json", cwd=site, env=wechat.env)
    assert (run.exit_code, states(run)) == (0, ["drafted", "drafted"])
    assert run.json["account"] == "env,sandbox"


def test_a_post_waits_for_its_time(site):
    """``publish`` skips it, with a word; ``draft`` does not."""
    text = POST.format(title="春天").replace("cover", "publish_at: 2999-01-01\ncover")
    write_site(site, {"content/spring.md": text})
    run = run_mdwx("publish", "--json", cwd=site)
    assert (run.exit_code, states(run)) == (0, ["skipped"])
    assert run.json["posts"][0]["findings"][-1]["code"].startswith("P")
    assert states(run_mdwx("draft", "--json", cwd=site)) == ["drafted"]


def test_a_bundle_goes_out_as_one_draft_in_order(site):
    """Naming one post means all; each has its own address."""
    (site / "content/spring.md").unlink()
    for order, title in enumerate(["春", "夏", "秋"]):
        text = POST.format(title=title)
        head = f"bundle: 四季\norder: {order}\ncover"
        write_site(site, {f"content/{title}.md": text.replace("cover", head)})
    run = run_mdwx("publish", "content/秋.md", "--json", cwd=site)
    assert (run.exit_code, states(run)) == (0, ["published"] * 3)
    rows = run.json["posts"]
    assert len({row["draft"]["media_id"] for row in rows}) == 1
    assert len({row["publication"]["urls"][0] for row in rows}) == 3


def test_a_bundle_with_a_broken_post_does_not_go_out(site):
    """Half a bundle cannot be completed afterwards."""
    head = "bundle: b\ncover"
    write_site(
        site,
        {
            "content/a.md": POST.format(title="甲").replace("cover", head),
            "content/b.md": "---\nbundle: [\n---\n",
        },
    )
    run = run_mdwx("publish", "--json", cwd=site)
    told = {row["slug"]: row["state"] for row in run.json["posts"]}
    assert told == {"a": "failed", "b": "failed", "spring": "published"}
    assert run.exit_code == 4


def test_an_image_post_is_published(site):
    """图片消息: pictures in order, plain text."""
    from tests.test_cli_build import png

    write_site(
        site,
        {
            "content/spring.md": "---\ntype: newspic\n---\n# 图\n\n字\n\n![](a.png)\n",
            "content/a.png": png(),
        },
    )
    run = run_mdwx("publish", "--json", cwd=site)
    assert (run.exit_code, states(run)) == (0, ["published"])


def test_a_cover_that_is_left_in_a_text_is_a_material_no_more(site):
    """Pictures of the text are no materials."""
    from tests.test_cli_build import png

    both = {"content/spring.md": POST.format(title="春天") + "\n![山](a.png)\n"}
    write_site(site, {**both, "content/a.png": png()})
    write_site(site, {"content/b.md": "---\ntitle: 山\ncover: a.png\n---\n\n山。\n"})
    run_mdwx("build", cwd=site)
    (site / "content/b.md").unlink()
    run = run_mdwx("delete", "materials", "--json", cwd=site)
    assert (run.exit_code, len(run.json["deleted"])) == (0, 1)


def test_doctor_says_once_why_it_was_refused(site, wechat):
    """The code and the words of WeChat are part of the sentence."""
    env = {**wechat.env, "MDWX_SECRET": "0" * 32}
    run = run_mdwx("doctor", cwd=site, env=env)
    assert run.exit_code == 5
    assert run.stdout.count("40125") == 1


def test_unused_materials_can_be_deleted(site):
    """Only what mdwx made and nothing needs any more."""
    run_mdwx("draft", cwd=site)
    run_mdwx("delete", "draft", "content/spring.md", cwd=site)
    write_site(site, {"content/spring.md": POST.format(title="改名")})
    run = run_mdwx("delete", "materials", "--json", cwd=site)
    assert run.exit_code == 0
    assert len(run.json["deleted"]) == 1


@pytest.mark.parametrize(
    ("settings", "exit_code", "state"),
    [
        ({"quotas": {"/cgi-bin/draft/add": {"day": 0}}}, 6, "failed"),
        ({"outcomes": (2,)}, 8, "failed"),
        ({"outcomes": (3,)}, 8, "failed"),
        ({"outcomes": (4,)}, 8, "failed"),
        ({"outcomes": (5,)}, 8, "failed"),
        ({"outcomes": (6,)}, 8, "failed"),
        ({"outcomes": (1,)}, 10, "submitted"),
    ],
)
def test_each_bad_end_has_its_exit_code(site, settings, exit_code, state):
    """Quota 6, a publication that ended badly 8, still under way 10."""
    host = Host.open(site / ".mdwx/sandbox", clock=SystemClock())
    host.change(**settings)
    run = run_mdwx("publish", "--wait", "2", "--json", cwd=site)
    assert (run.exit_code, states(run)[0]) == (exit_code, state)
    assert run.json["ok"] is False


@pytest.mark.parametrize("trouble", [Trouble.CUT_BEFORE, Trouble.CUT_AFTER])
def test_a_lost_answer_to_submit_is_found_out_about(site, trouble):
    """One publication at most, and the run does not guess."""
    host = Host.open(site / ".mdwx/sandbox", clock=SystemClock())
    host.order(Fault(trouble, path="/cgi-bin/freepublish/submit"))
    run = run_mdwx("publish", "--wait", "3", "--json", cwd=site)
    happened = trouble is Trouble.CUT_AFTER
    assert states(run) == ["published" if happened else "needs-you"]
    assert run.exit_code == (0 if happened else 10)
    assert len(Shelves(host.store).publications()) == happened


def test_a_new_sandbox_is_another_account(site):
    """Its folder may be deleted at any time; nothing is believed published then."""
    assert run_mdwx("publish", cwd=site).exit_code == 0
    shutil.rmtree(site / ".mdwx/sandbox")
    run = run_mdwx("publish", "--json", cwd=site)
    assert (run.exit_code, states(run)) == (0, ["published"])
    assert run.json["posts"][0]["draft"]["action"] == "added"


def test_the_draft_of_a_bundle_is_deleted_once(site):
    """Both posts are named, one draft goes."""
    for slug in ("a", "b"):
        text = POST.format(title=slug).replace("cover", "bundle: x\ncover")
        write_site(site, {f"content/{slug}.md": text})
    run_mdwx("draft", cwd=site)
    run = run_mdwx("delete", "draft", "content/a.md", "content/b.md", cwd=site)
    assert run.exit_code == 0
    told = run_mdwx("status", "--json", cwd=site)
    assert sorted(states(told)) == ["built", "built", "drafted"]


def test_deleting_from_a_real_account_is_asked_about(site, wechat):
    """It cannot be undone."""
    run_mdwx("draft", cwd=site, env=wechat.env)
    run = run_mdwx("delete", "draft", "content/spring.md", cwd=site, env=wechat.env)
    assert run.exit_code == 2
    words = ("delete", "draft", "content/spring.md", "--yes")
    assert run_mdwx(*words, cwd=site, env=wechat.env).exit_code == 0
    status = run_mdwx("status", "--json", cwd=site, env=wechat.env)
    assert states(status) == ["built"]


def test_status_asks_the_account_when_told_to(site):
    """A draft that vanished is seen."""
    run_mdwx("draft", cwd=site)
    host = Host.open(site / ".mdwx/sandbox", clock=SystemClock())
    (media_id,) = [row.media_id for row in drafts_of(host)]
    with host.store.transaction() as state:
        del state["accounts"][host.appid]["drafts"][media_id]
    assert states(run_mdwx("status", "--json", cwd=site)) == ["drafted"]
    run = run_mdwx("status", "--refresh", "--json", cwd=site)
    assert states(run) == ["needs-you"]
    publish = run_mdwx("publish", "--json", cwd=site)
    assert (publish.exit_code, states(publish)) == (10, ["needs-you"])
    assert "mdwx mark" in publish.json["posts"][0]["error"]["hint"]


def drafts_of(host):
    return Shelves(host.store).drafts()

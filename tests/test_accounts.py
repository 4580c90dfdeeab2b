"""Several accounts of one site: each has its own posts, pictures and troubles."""

from __future__ import annotations

import pytest
from support import run_mdwx, write_site

from mdwx.sandbox.shelves import Shelves
from tests.served import TWO_ACCOUNTS, wechat_at
from tests.test_cli_build import png

POST = "---\ntitle: {title}\ncover: red.png\n---\n\n{title}。\n\n![](red.png)\n"
CONFIG = f"""{TWO_ACCOUNTS}[folders."content/tech"]
account = "tech"
"""


@pytest.fixture
def wechat(tmp_path):
    with wechat_at(tmp_path / "wechat") as host:
        host.other = host.add_account("tech")
        host.env = {
            "MDWX_SECRET_MAIN": host.env["MDWX_SECRET"],
            "MDWX_SECRET_TECH": host.other.secret.reveal(),
            "BASE": host.env["MDWX_API_BASE"],
        }
        yield host


@pytest.fixture
def site(tmp_path, wechat):
    base, main, tech = wechat.env.pop("BASE"), wechat.appid, wechat.other.appid
    return write_site(
        tmp_path / "site",
        {
            "mdwx.toml": CONFIG.format(main=main, tech=tech, base=base),
            "content/a.md": POST.format(title="a"),
            "content/tech/b.md": POST.format(title="b"),
            "content/red.png": png("red"),
            "content/tech/red.png": png("red"),
        },
    )


def publish(site, wechat, *words, **env):
    words = ("publish", "--yes", "--json", *words)
    return run_mdwx(*words, cwd=site, env={**wechat.env, **env})


def titles(wechat, name):
    rows = Shelves(wechat.host.store).publications()
    return [row.articles[0]["title"] for row in rows if row.account == name]


def test_each_folder_goes_to_its_account(site, wechat):
    """The same picture is sent to each; nothing is sent twice to either."""
    run = publish(site, wechat)
    assert (run.exit_code, run.json["account"]) == (0, "main,tech")
    assert titles(wechat, "sandbox") == ["a"]
    assert titles(wechat, "tech") == ["b"]
    assert wechat.calls.count("media/uploadimg") == 2
    assert wechat.calls.count("material/add_material") == 2
    assert publish(site, wechat).json["requests"] == 0


def test_trouble_with_one_account_leaves_the_other_alone(site, wechat):
    """Its posts fail, with its exit code."""
    run = publish(site, wechat, MDWX_SECRET_MAIN="0" * 32)
    assert run.exit_code == 5
    assert [row["state"] for row in run.json["posts"]] == ["failed", "published"]
    assert titles(wechat, "tech") == ["b"]


def test_a_used_up_quota_is_that_of_one_account(site, wechat):
    """The other asks on."""
    wechat.change(quotas={"/cgi-bin/draft/add": {"day": 0}})
    publish(site, wechat, "content/a.md")
    wechat.change(quotas={})
    run = publish(site, wechat)
    assert run.exit_code == 6
    assert [row["state"] for row in run.json["posts"]] == ["failed", "published"]


def test_a_post_that_moves_to_another_account_is_new_there(site, wechat):
    """With pictures of that account; the old publication stays what it is."""
    publish(site, wechat)
    (site / "content/a.md").rename(site / "content/tech/a.md")
    run = publish(site, wechat)
    assert run.exit_code == 0
    assert titles(wechat, "sandbox") == ["a"]
    assert sorted(titles(wechat, "tech")) == ["a", "b"]
    assert publish(site, wechat).json["requests"] == 0


def test_a_bundle_in_two_accounts_does_not_go_out(site, wechat):
    """A draft is in one of them; ``mdwx check`` says so too."""
    for path in ("content/a.md", "content/tech/b.md"):
        text = (site / path).read_text("utf-8").replace("cover", "bundle: w\ncover", 1)
        write_site(site, {path: text})
    for run in (publish(site, wechat), run_mdwx("check", "--format", "json", cwd=site)):
        assert run.exit_code == 4
        told = [row["error"]["message"] for row in run.json["posts"]]
        assert all("content/a.md: main, content/tech/b.md: tech" in it for it in told)
    assert wechat.requests == []

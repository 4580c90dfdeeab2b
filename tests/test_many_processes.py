"""Real processes at the same moment on one account: each post goes out once."""

from __future__ import annotations

import shutil

import pytest
from PIL import Image
from processes import account_served, ended

pytestmark = pytest.mark.timeout(400)

AT_ONCE = 4
COLOURS = ("red", "green", "blue", "gold", "pink", "navy")


@pytest.fixture
def account(tmp_path):
    with account_served(tmp_path / "wechat") as account:
        yield account


@pytest.fixture
def env(database):
    """Where the ledger lies, as a process is told."""
    return {} if database is None else {"MDWX_LEDGER": database.reveal()}


def add_posts(site, number):
    """An article, a bundle of two and an image post, with pictures of their own."""
    content = site / "content"
    content.mkdir(parents=True, exist_ok=True)
    (site / "mdwx.toml").write_text('[site]\ncover = "first-image"\n', "utf-8")
    for colour in COLOURS[2 * number : 2 * number + 2]:
        Image.new("RGB", (470, 200), colour).save(content / f"{colour}.png")
    one, two = COLOURS[2 * number : 2 * number + 2]
    posts = {
        f"a{number}": f"title: 单篇{number}",
        f"b{number}": f"title: 甲{number}\nbundle: w{number}\norder: 1",
        f"c{number}": f"title: 乙{number}\nbundle: w{number}\norder: 2",
        f"d{number}": f"title: 图{number}\ntype: newspic",
    }
    for slug, head in posts.items():
        pictures = f"![一]({one}.png)\n\n![二]({two}.png)"
        text = f"---\n{head}\n---\n\n这是 {slug} 的正文。\n\n{pictures}\n"
        (content / f"{slug}.md").write_text(text, "utf-8")
    return [head.split("\n")[0].removeprefix("title: ") for head in posts.values()]


def publish_at_once(account, folders, **env):
    words = ("publish", "--yes", "--all")
    return ended([account.start(folder, *words, **env) for folder in folders])


def everything_is_out_once(account, titles, answers):
    """One publication a post, no draft left, no picture twice, one access_token."""
    assert account.titles("publications") == sorted(titles)
    assert account.titles("drafts") == []
    assert len(account.materials) == len(set(account.materials))
    assert account.calls["stable_token"] == 1
    for answer in answers:
        assert answer["ok"], answer["error"]
        assert {post["state"] for post in answer["posts"]} == {"published"}


def test_processes_on_one_site_publish_each_post_once(tmp_path, account, env):
    """Round after round, with new posts in each, and then with none."""
    site, titles = tmp_path / "site", []
    for number in range(2):
        titles += add_posts(site, number)
        answers = publish_at_once(account, [site] * AT_ONCE, **env)
        everything_is_out_once(account, titles, answers)
        # A round has four posts; a bundle is one draft, and so one submission.
        assert account.calls["freepublish/submit"] == 3 * (number + 1)
        assert account.calls["draft/add"] == 3 * (number + 1)
        # Two colours a round: one address each for the texts.
        assert account.calls["media/uploadimg"] == 2 * (number + 1)
    before = account.calls.total()
    answers = publish_at_once(account, [site] * AT_ONCE, **env)
    everything_is_out_once(account, titles, answers)
    assert account.calls.total() == before


@pytest.mark.postgresql
def test_checkouts_with_a_shared_ledger_publish_each_post_once(
    tmp_path, account, postgresql_address
):
    """Two folders, no lock of git between them, two processes in each."""
    titles = []
    env = {"MDWX_LEDGER": postgresql_address}
    one, two = tmp_path / "one", tmp_path / "two"
    for number in range(2):
        titles += add_posts(one, number)
        add_posts(two, number)
        answers = publish_at_once(account, [one, two] * (AT_ONCE // 2), **env)
        everything_is_out_once(account, titles, answers)
        assert account.calls["freepublish/submit"] == 3 * (number + 1)
    assert (one / "mdwx.lock").read_bytes() == (two / "mdwx.lock").read_bytes()


@pytest.mark.postgresql
def test_users_of_different_machines_share_the_claim(
    tmp_path, account, postgresql_address
):
    """Nothing in the file system tells them of each other: homes of their own."""
    one, two = tmp_path / "one", tmp_path / "two"
    titles = add_posts(one, 0)
    shutil.copytree(one, two)
    processes = [
        account.start(
            site,
            *("publish", "--yes", "--all"),
            MDWX_LEDGER=postgresql_address,
            HOME=str(tmp_path / f"home{number}"),
            XDG_STATE_HOME=str(tmp_path / f"home{number}"),
        )
        for number, site in enumerate([one, two, one, two])
    ]
    answers = ended(processes)
    assert all(answer["ok"] for answer in answers), answers
    assert account.titles("publications") == sorted(titles)
    assert account.calls["freepublish/submit"] == 3

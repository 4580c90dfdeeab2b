"""A ledger that is lost, broken, full or old: one sentence, no request, no doubles."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from processes import account_served, ended
from support import run_mdwx, write_site

POST = "---\ntitle: {0}\ndigest: {0}\n---\n\n{0}的正文。\n"
SITE = '[site]\ncover = "card"\n'


@pytest.fixture
def account(tmp_path):
    with account_served(tmp_path / "wechat") as account:
        yield account


@pytest.fixture
def site(tmp_path):
    files = {f"content/{slug}.md": POST.format(slug) for slug in ("one", "two")}
    return write_site(tmp_path / "site", {"mdwx.toml": SITE, **files})


@pytest.fixture
def file(site):
    return site / ".mdwx" / "ledger.sqlite"


def publish(site, account, *words):
    return run_mdwx("publish", "--yes", "--json", *words, cwd=site, env=account.env)


def everything_is_out_once(account):
    assert account.titles("publications") == ["one", "two"]
    assert account.titles("drafts") == []


def damage_begin(file):
    file.write_bytes(b"\x00\xff" * 50 + file.read_bytes()[100:])


def damage_rubbish(file):
    file.write_bytes(os.urandom(30000))


def damage_middle(file):
    held = file.read_bytes()
    file.write_bytes(held[:4096] + os.urandom(len(held) - 4096))


def damage_cut(file):
    file.write_bytes(file.read_bytes()[: 4096 * 5 + 100])


def damage_emptied_beside_its_log(file):
    log = file.with_name("ledger.sqlite-wal")
    file.write_bytes(b"")
    log.write_bytes(os.urandom(5000))


def damage_newer(file):
    change(file, "UPDATE facts SET value = '99' WHERE name = 'schema'")


def damage_stage(file):
    change(file, "UPDATE parcels SET stage = 'flying'")


def damage_moment(file):
    change(file, "UPDATE parcels SET begun_at = 'yesterday'")


def damage_list(file):
    change(file, "UPDATE parcels SET urls = '[1, 2'")


def damage_folder(file):
    file.unlink()
    file.mkdir()


def change(file, statement):
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(statement)
    connection.close()


DAMAGES = [value for name, value in sorted(globals().items()) if name[:7] == "damage_"]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda it: it.__name__[7:])
def test_broken_ledger_is_one_sentence_and_no_request(site, account, file, damage):
    """It names the file, says what to do, and nothing is sent."""
    publish(site, account)
    before = account.calls.total()
    damage(file)
    for command in (["publish", "--yes"], ["draft", "--yes"], ["build"], ["status"]):
        words = [word for word in command if command[0] != "draft" or word != "--yes"]
        run = run_mdwx(*words, cwd=site, env=account.env)
        assert run.exit_code == 2
        problem, hint = run.stderr.strip().splitlines()[-2:]
        assert problem.startswith("mdwx: the ledger ")
        assert str(file) in problem
        assert hint.startswith("hint: ")
    doctor = run_mdwx("doctor", cwd=site, env=account.env)
    assert doctor.exit_code == 2
    assert "--  ledger: the ledger " in doctor.stdout
    assert account.calls.total() == before


@pytest.mark.parametrize(
    "damage", [damage_rubbish, damage_middle, damage_cut, damage_stage]
)
def test_backup_takes_the_place_of_a_broken_ledger(site, account, file, damage):
    """What happened after it is found out; the broken file is kept."""
    publish(site, account, "content/one.md")
    assert run_mdwx("ledger", "backup", cwd=site, env=account.env).exit_code == 0
    publish(site, account)
    (site / "mdwx.lock").unlink()
    damage(file)
    assert publish(site, account).exit_code == 2
    run = run_mdwx("ledger", "restore", cwd=site, env=account.env)
    assert run.exit_code == 0, run.stderr
    assert "the next run first asks the account" in run.stdout
    again = publish(site, account)
    assert [post["state"] for post in again.json["posts"]] == ["published"] * 2
    everything_is_out_once(account)
    assert publish(site, account).json["requests"] == 0


@pytest.mark.parametrize("with_lock", [True, False])
def test_lost_ledger_is_rebuilt_from_the_account(site, account, file, with_lock):
    """``status --refresh`` tells where every post is, and what is not ours."""
    publish(site, account, "content/one.md")
    run_mdwx("draft", cwd=site, env=account.env)
    other = write_site(site.parent / "other", {"content/x.md": POST.format("x")})
    publish(other, account)
    shutil.rmtree(site / ".mdwx")
    if not with_lock:
        (site / "mdwx.lock").unlink()
    run = run_mdwx("status", "--refresh", "--json", cwd=site, env=account.env)
    assert run.exit_code == 0, run.stdout
    states = {post["slug"]: post["state"] for post in run.json["posts"]}
    assert states == {"one": "published", "two": "drafted"}
    assert run.json["posts"][0]["publication"]["urls"]
    others = run.json["others"]["env"]
    assert (others["drafts"], others["articles"]) == (0, 1)
    publish(site, account)
    assert account.titles("publications") == ["one", "two", "x"]
    assert len(account.materials) == len(set(account.materials))


def test_what_cannot_be_rebuilt_is_told(site, account, file):
    """A title that is out with other words: a person says which it is."""
    publish(site, account, "content/one.md")
    shutil.rmtree(site / ".mdwx")
    (site / "mdwx.lock").unlink()
    write_site(site, {"content/one.md": POST.format("one") + "\n另一段\n"})
    run = run_mdwx("status", "--refresh", "content/one.md", cwd=site, env=account.env)
    assert run.exit_code == 10
    assert "mdwx mark content/one.md --published URL" in run.stderr
    assert "not of this site: 0 drafts, 1 published articles" in run.stdout


def test_lost_ledger_of_the_sandbox_is_rebuilt(site):
    """It lives beside the ledger, and may outlive it."""
    first = run_mdwx("publish", "--json", cwd=site)
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"):
        (site / ".mdwx" / name).unlink(missing_ok=True)
    second = run_mdwx("publish", "--json", cwd=site)
    assert [post["state"] for post in second.json["posts"]] == ["published"] * 2
    urls = [
        {tuple(post["publication"]["urls"]) for post in run.json["posts"]}
        for run in (first, second)
    ]
    assert urls[0] == urls[1]
    assert second.json["posts"][0]["draft"] is None


def test_backup_needs_a_ledger(site):
    """None is made to be backed up."""
    run = run_mdwx("ledger", "backup", cwd=site)
    assert run.exit_code == 2
    assert "has no ledger yet" in run.stderr
    assert not (site / ".mdwx" / "ledger.sqlite").exists()


def test_restore_needs_a_backup(site):
    """Which, if there is none among the site's own."""
    run = run_mdwx("ledger", "restore", cwd=site)
    assert run.exit_code == 2
    assert "there is no backup in" in run.stderr


def test_backup_goes_where_it_is_wished(site, tmp_path):
    """Or says why it cannot."""
    run_mdwx("build", cwd=site)
    there = tmp_path / "elsewhere" / "mine.json"
    run = run_mdwx("ledger", "backup", there, "--json", cwd=site)
    assert run.json["backup"] == str(there)
    assert there.is_file()
    (tmp_path / "in-the-way").write_text("")
    run = run_mdwx("ledger", "backup", tmp_path / "in-the-way" / "x.json", cwd=site)
    assert run.exit_code == 2
    assert "the backup" in run.stderr


def test_doctor_tells_of_the_ledger(site):
    """Where it is and how much it holds; a foreign row is found."""
    assert "ok  ledger: none yet" in run_mdwx("doctor", cwd=site).stdout
    run_mdwx("publish", cwd=site)
    assert "drafts and publications 2" in run_mdwx("doctor", cwd=site).stdout
    file = site / ".mdwx" / "ledger.sqlite"
    change(file, "DELETE FROM parcels WHERE number = 1")
    doctor = run_mdwx("doctor", cwd=site)
    assert doctor.exit_code == 2
    assert re.search(r"is damaged: pieces \d+ without parcels", doctor.stdout)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from mdwx.cli import main
main(sys.argv[2:])
"""
posix = pytest.mark.skipif(os.name == "nt", reason="limits and users are POSIX's")


@posix
@pytest.mark.parametrize("limit_kb", [70, 110, 150, 190, 230])
def test_full_disk_ends_the_run_and_the_next_goes_on(site, account, file, limit_kb):
    """The log grows until nothing fits any more: early, or in the middle."""
    words = ("publish", "--yes", "--json")
    limited = account.python(site, "-c", LIMITED, limit_kb * 1024, *words)
    (told,) = ended([limited])
    assert not told["ok"]
    errors = [told["error"], *(post["error"] for post in told["posts"])]
    assert {error["kind"] for error in errors if error} == {"usage"}
    assert publish(site, account).exit_code == 0
    everything_is_out_once(account)
    assert account.calls["freepublish/submit"] == 2
    assert len(account.materials) == len(set(account.materials))


@posix
@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only_ledger_is_one_sentence(site, account, file, what):
    """Another user's, or on a disk that was mounted so."""
    publish(site, account, "content/one.md")
    before = account.calls.total()
    (file if what == "file" else file.parent).chmod(0o555)
    run = subprocess.run(
        [*without_privilege(), sys.executable, "-m", "mdwx", "publish", "--yes"],
        cwd=site,
        env=os.environ | account.env,
        capture_output=True,
        text=True,
    )
    file.parent.chmod(0o755)
    assert run.returncode == 2
    assert "mdwx: the ledger" in run.stderr
    assert "Traceback" not in run.stderr
    assert account.calls.total() == before


def without_privilege():
    """Root may write anywhere, but for this."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]


def test_a_rehearsal_names_the_ledger_and_not_its_copy(site, account, file):
    """The copy is gone when the sentence is read."""
    assert publish(site, account).exit_code == 0
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE facts SET value = '99' WHERE name = 'schema'")
        connection.commit()
    run = publish(site, account, "--dry-run")
    assert run.exit_code == 2
    assert f"{file} " in run.json["error"]["message"]

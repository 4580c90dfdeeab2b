"""No secret and no access_token leaves: a whole day of work, then every byte read.

The account is a sandbox behind a socket, reached as WeChat would be; its AppSecret
is given in each way there is.
"""

from __future__ import annotations

import base64
import contextlib
import copy
import html
import json
import os
import pickle
import quopri
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus

import keyring
import pytest
from keyring.backend import KeyringBackend

from mdwx.clock import SystemClock
from mdwx.redaction import Secret, forget_secrets, learn_environment, redacted
from mdwx.sandbox.faults import Fault, Trouble
from mdwx.sandbox.host import Host
from mdwx.sandbox.server import create_app
from tests import pictures
from tests.serving import serving
from tests.support import REPOSITORY, run_mdwx, write_site

pytestmark = pytest.mark.timeout(900)

WRONG = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
"""An AppSecret that WeChat does not know: it is somebody's all the same."""
PASSWORD = 'pä/s+"w\\ 0rd%of proxy'
POST = "---\ntitle: {title}\ncover: card\n---\n\n{title}，一段正文。\n\n![图](a.png)\n"


@pytest.fixture(autouse=True)
def nothing_known():
    """A process of its own for each test."""
    forget_secrets()
    yield
    forget_secrets()


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


RING_OF_A_CHILD = """
import os
import pickle
from keyring.backend import KeyringBackend
class Ring(KeyringBackend):
    priority = 1
    def get_password(self, service, username):
        return os.environ.get("RING")
    def set_password(self, service, username, password):
        raise AssertionError
"""


@pytest.fixture
def ring():
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    yield keyring.get_keyring()
    keyring.set_keyring(before)


@cache
def written(secret):
    """Every way in which a program might write a secret."""
    return tuple(dict.fromkeys(spelt(secret)))


def spelt(secret):
    raw = secret.encode()
    yield from (raw, raw[::-1], raw.hex().encode(), secret.encode("utf-16-le"))
    for text in (quote(secret), quote(secret, safe=""), quote_plus(secret)):
        yield from (text.encode(), text.lower().encode())
    yield html.escape(secret).encode()
    yield quopri.encodestring(raw)
    yield json.dumps(secret)[1:-1].encode()
    yield json.dumps(secret, ensure_ascii=False)[1:-1].encode()
    yield repr(secret)[1:-1].encode()
    for before in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"x" * before + raw + b"xx")[4 * (before > 0) : -8]


@dataclass
class Day:
    """A site, the account it is sent to, and all that was said in its course."""

    site: Path
    home: Path
    host: Host
    address: str
    env: dict[str, str] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)

    @property
    def secret(self):
        return self.host.secret.reveal()

    def run(self, *words, exit_code=0, env=None, **more):
        """One command; what it said is kept."""
        run = run_mdwx(*words, cwd=self.site, env={**self.env, **(env or {})}, **more)
        self.told.append((" ".join(words), run.stdout + run.stderr))
        assert run.exit_code == exit_code, run.stdout + run.stderr
        self.learn_tokens()
        return run

    def child(self, code, *words, env=None, exit_code=1):
        """One command in a process of its own, with code of ours before it."""
        program = f"{code}\nimport sys\nfrom mdwx.cli import main\nmain(sys.argv[1:])\n"
        run = subprocess.run(
            [sys.executable, "-c", program, *words],
            cwd=self.site,
            env={**os.environ, **self.env, **self.of_a_child, **(env or {})},
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.told.append((" ".join(words), run.stdout + run.stderr))
        assert run.returncode == exit_code, run.stderr
        return run

    def serve(self, *words, look):
        """A server for a moment; ``look`` is given its first line."""
        run = subprocess.Popen(
            [sys.executable, "-m", "mdwx", *words, "--port", "0"],
            cwd=self.site,
            env={**os.environ, **self.env, **self.of_a_child},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines = [""]
        while "http://" not in lines[-1]:
            lines.append(run.stdout.readline())
            assert lines[-1]
        look(lines[-1], self)
        run.send_signal(signal.SIGINT)
        rest, _ = run.communicate(timeout=120)
        self.told.append((" ".join(words), "".join(lines) + rest))

    @property
    def of_a_child(self):
        path = os.pathsep.join([str(REPOSITORY), str(self.home)])
        ring = {"PYTHON_KEYRING_BACKEND": "ring.Ring"} if "RING" in self.env else {}
        return {"PYTHONPATH": path, **ring}

    def learn_tokens(self):
        """Every access_token there has been."""
        for file in self.home.rglob("access_tokens/*.json"):
            self.tokens.add(json.loads(file.read_bytes())["access_token"])

    def leaks(self):
        """Where a secret or an access_token is that must not be there."""
        secrets = {self.secret, WRONG, PASSWORD}
        places = [(name, text.encode("utf-8", "replace")) for name, text in self.told]
        files = [it for it in (*self.site.rglob("*"), *self.home.rglob("*"))]
        places += [(str(it), it.read_bytes()) for it in files if it.is_file()]
        for name, data in places:
            hidden = secrets | (set() if is_token_file(name) else self.tokens)
            for secret in hidden:
                if found := next((it for it in written(secret) if it in data), None):
                    yield name, secret, data[max(0, data.index(found) - 80) :][:300]


def is_token_file(name):
    """Whether this is the one place where an access_token lives."""
    return Path(name).parent.name == "access_tokens"


@pytest.fixture
def day(tmp_path, own_home, monkeypatch):
    site = write_site(
        tmp_path / "site",
        {
            "content/spring.md": POST.format(title="春天"),
            "content/a.png": pictures.SAMPLES["png"](),
        },
    )
    monkeypatch.setenv("TMPDIR", str(own_home))
    host = Host.open(tmp_path / "wechat", clock=SystemClock())
    app = create_app(host)
    with serving(app, on_exit=app.close) as address:
        yield Day(site, own_home, host, address)


def by_environment(day):
    day.env |= {"MDWX_APPID": day.host.appid, "MDWX_API_BASE": day.address}
    day.env["MDWX_SECRET"] = day.secret
    return "MDWX_SECRET", "env"


def configured(day, more=""):
    text = f'[accounts.main]\nappid = "{day.host.appid}"\n'
    text += f'api_base = "{day.address}"\n{more}'
    write_site(day.site, {"mdwx.toml": text})


def by_variable(day):
    configured(day)
    day.env["MDWX_SECRET_MAIN"] = f" {day.secret}\n"
    return "MDWX_SECRET_MAIN", "main"


def by_named_variable(day):
    configured(day, 'secret_env = "HOUSE_KEY"\n')
    day.env["HOUSE_KEY"] = day.secret
    return "HOUSE_KEY", "main"


def by_keyring(day):
    configured(day)
    write_site(day.home, {"ring.py": RING_OF_A_CHILD})
    day.run("login", "main", stdin=f"{day.secret}\n")
    # The key of a child's keyring; no program of ours reads this variable.
    day.env["RING"] = day.secret
    return "RING", "main"


WAYS = (by_environment, by_variable, by_named_variable, by_keyring)


@pytest.mark.parametrize("give", WAYS)
@pytest.mark.usefixtures("ring")
def test_a_day_of_work_leaves_no_secret_anywhere(day, give):
    """
    Every command, all going well, wordy and as JSON.
    """
    _, account = give(day)
    day.run("new", "夏天", "--verbose")
    write_site(day.site, {"content/夏天.md": POST.format(title="夏天")})
    for words in (
        "init another --verbose",
        "check",
        "check --json --verbose",
        "build --verbose",
        "build --offline",
        "build --json --force",
        "copy content/spring.md --output spring.html --verbose",
        "copy content/spring.md --output - --json",
        "draft --verbose",
        "draft --json",
        "delete draft content/夏天.md --yes --verbose",
        "publish --yes --json --verbose",
        "publish --yes --verbose",
        "status --verbose",
        "status --json",
        "doctor --verbose",
        "doctor --json --renew",
        "themes --json",
        "show content/spring.md --stage article",
        "delete published content/spring.md --yes --yes --json",
    ):
        day.run(*words.split())
    day.run("publish", "--account", "nobody", exit_code=2)
    day.run(
        "login", account if account != "env" else "nobody", exit_code=2, stdin=WRONG[:9]
    )
    assert day.tokens
    assert not list(day.leaks())


@pytest.mark.postgresql
def test_a_shared_ledger_keeps_no_secret(day, postgresql_server):
    """
    Neither its own password is told, nor an AppSecret or an access_token kept.
    """
    by_environment(day)
    postgresql_server.ask("CREATE ROLE keeper LOGIN SUPERUSER PASSWORD 'p5/w0rd of it'")
    with postgresql_server.database() as address:
        name = address.partition("?")[0].rpartition("/")[2]
        place = f"@127.0.0.1:{postgresql_server.port}/{name}"
        ledger = f"postgresql+psycopg://keeper:{quote('p5/w0rd of it', safe='')}{place}"
        day.env["MDWX_LEDGER"] = ledger
        for words in ("publish --yes --json", "doctor --verbose", "ledger backup"):
            day.run(*words.split())
        wrong = ledger.replace("p5", PASSWORD[:2].encode().hex())
        day.run("status", exit_code=2, env={"MDWX_LEDGER": wrong})
        for table in ("accounts", "facts", "parcels", "pieces", "uploads"):
            rows = postgresql_server.ask(f"SELECT * FROM mdwx.{table}", database=name)
            day.told.append((table, repr(rows)))
            assert rows
    postgresql_server.ask("DROP ROLE keeper")
    assert day.tokens
    assert not list(day.leaks())
    assert not [it for it, said in day.told if "w0rd of it" in said]


def echo_everything(day):
    """WeChat repeats in its refusal what it was asked with."""
    for token in {*day.tokens, ""}:
        said = f"invalid {token} {day.secret} {quote(day.secret)} {PASSWORD}"
        yield said + base64.b64encode(f"me:{PASSWORD}".encode()).decode()


@pytest.mark.parametrize("give", WAYS)
@pytest.mark.usefixtures("ring")
def test_a_day_of_failures_leaves_no_secret_anywhere(day, give):
    """
    A wrong secret, a forbidden address, a cut line, rubbish, a proxy with a password.
    """
    variable, _ = give(day)
    wrong = {variable: WRONG}
    if variable == "RING":
        keyring.set_password("mdwx", next(iter(keyring.get_keyring().kept))[1], WRONG)
    for words in ("publish --yes", "draft --json", "doctor --verbose"):
        day.run(*words.split(), exit_code=5, env=wrong)
    if variable == "RING":
        keyring.set_password(
            "mdwx", next(iter(keyring.get_keyring().kept))[1], day.secret
        )
    day.host.change(ip_allow_list=("10.0.0.1",))
    day.run("publish", "--yes", "--verbose", exit_code=5)
    day.host.change(ip_allow_list=())
    day.run("doctor")
    for trouble in (Trouble.CUT_BEFORE, Trouble.CUT_AFTER, Trouble.RUBBISH):
        day.host.order(Fault(trouble, path="/cgi-bin/draft/add"))
        run = run_mdwx("draft", "--verbose", cwd=day.site, env=day.env)
        day.told.append((trouble.value, run.stdout + run.stderr))
    address = f"http://me:{quote(PASSWORD, safe='')}@127.0.0.1:9"
    proxy = {"MDWX_PROXY": address, "MDWX_PROXY_MAIN": address}
    day.run("doctor", "--json", "--verbose", exit_code=7, env=proxy)
    for said in echo_everything(day):
        for path in ("draft/count", "freepublish/batchget"):
            day.host.order(
                Fault(Trouble.ERRCODE, f"/cgi-bin/{path}", errcode=45009, errmsg=said)
            )
            day.run("doctor", "--json", exit_code=6, env={"MDWX_SECRET_X": PASSWORD})
    assert day.tokens
    assert not list(day.leaks())


IMPATIENT = """
from mdwx.wechat import exchange
from mdwx.wechat.transport import HttpTransport
exchange.PAUSES_S = (0.0,)
send = HttpTransport.send
def impatient(self, request, *, timeout_s):
    return send(self, request, timeout_s=0.3)
HttpTransport.send = impatient
"""


@pytest.fixture
def silence():
    """An address where everybody is let in and nobody is answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def test_an_answer_that_never_comes_leaves_no_secret_anywhere(day, silence):
    """
    With an access_token, to the question for one, and from a proxy.
    """
    by_variable(day)
    day.env["MDWX_LANG"] = "en"
    day.run("doctor")
    assert day.tokens
    day.host.order(Fault(Trouble.SLOW, "/cgi-bin/*", count=99, seconds=3))
    proxy = f"http://me:{quote(PASSWORD, safe='')}@{silence}"
    for words, address, env in (
        ("publish --yes --verbose", day.address, {}),
        ("doctor --json --verbose", day.address, {"MDWX_PROXY": proxy}),
        ("draft --json --verbose", f"http://{silence}", {}),
    ):
        day.address = address
        configured(day)
        late = day.child(IMPATIENT, *words.split(), exit_code=7, env=env)
        assert "it took too long" in late.stdout + late.stderr
    assert not list(day.leaks())


CRASH = """
import logging, threading, warnings
from urllib.parse import quote
from base64 import b64encode
from mdwx.wechat import client
logging.basicConfig(level=logging.DEBUG)
sign = client.signed
class Careless:
    def __init__(self, value): self.value = value
    def __del__(self): raise ValueError(self.value)
def signed(request, access_token):
    logging.getLogger("urllib3.connectionpool").disabled = False
    secret = access_token.reveal()
    said = f"boom {secret} {quote(secret)} {b64encode(secret.encode()).decode()}"
    thread = threading.Thread(target=lambda: int(said))
    thread.start(); thread.join()
    Careless(said)
    warnings.warn(said, stacklevel=1)
    try:
        int(said)
    except ValueError:
        logging.getLogger("some.library").exception("%s and %r", secret, request.query)
    if request.path.endswith("draft/add"):
        raise RuntimeError(said)
    return sign(request, access_token)
client.signed = signed
"""
SECRET_CRASH = """
from mdwx.wechat import client
def fail(self, **_):
    raise RuntimeError("boom " + self._secret.reveal() + " " + repr(self._secret))
client.Client._fetch = fail
"""


@pytest.mark.parametrize("give", WAYS)
@pytest.mark.usefixtures("ring")
def test_a_bug_tells_its_traceback_and_no_secret(day, give):
    """
    In the main thread, in another, while cleaning up, in a log that shows all.
    """
    give(day)
    bug = day.child(SECRET_CRASH, "draft")
    assert "RuntimeError: boom *** Secret(***)" in bug.stderr
    bug = day.child(CRASH, "publish", "--yes", "--json", env={"MDWX_LANG": "en"})
    day.learn_tokens()
    assert bug.stderr.count("Traceback") > 3
    assert "RuntimeError: boom *** *** ***" in bug.stderr
    assert "this is a bug in mdwx" in bug.stderr
    assert "POST /cgi-bin/" in bug.stderr
    assert "access_token=***" in bug.stderr
    assert "ERROR:some.library:*** and " in bug.stderr
    assert json.loads(bug.stdout)["ok"] is False
    assert day.tokens
    assert not list(day.leaks())


def address_in(line):
    """The address that a server tells."""
    return re.search(r"http://[\d.:]+", line)[0]


def look_at_posts(line, day):
    """Open the pages of ``mdwx watch``."""
    address = address_in(line)
    for path in ("/", "/posts/spring", "/posts/none"):
        with contextlib.suppress(OSError):
            page = urllib.request.urlopen(address + path, timeout=120).read()
            day.told.append((f"watch {path}", page.decode()))


def call_with_secret(line, day):
    """Ask the stand-in with the keys of the real account, in every wrong way."""
    address = address_in(line)
    body = json.dumps({"appid": day.host.appid, "secret": day.secret}).encode()
    for path in ("stable_token", f"token?secret={day.secret}", "unknown"):
        request = urllib.request.Request(f"{address}/cgi-bin/{path}", data=body)
        urllib.request.urlopen(request, timeout=120).close()
    for path in ("/", "/calls", "/settings"):
        page = urllib.request.urlopen(address + path, timeout=120).read()
        day.told.append((f"sandbox {path}", page.decode()))


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_servers_show_no_secret(day):
    """
    Neither on their pages nor in what they keep, of whatever they were asked.
    """
    by_named_variable(day)
    day.run("draft")
    day.serve("watch", look=look_at_posts)
    day.serve("sandbox", look=call_with_secret)
    assert len(day.told) > 6
    assert not list(day.leaks())


def test_a_leak_would_be_seen(day):
    """
    The eyes of these tests are open.
    """
    day.tokens.add("token-of-a-test")
    write_site(day.site, {"dist/a.html": f"x{quote(PASSWORD)}x"})
    write_site(day.home, {"state/mdwx/access_tokens/wx.json": "token-of-a-test"})
    write_site(day.home, {"state/mdwx/x.log": "token-of-a-test"})
    day.told.append(("said", base64.b64encode(f"ab:{day.secret}".encode()).decode()))
    found = {(name, secret) for name, secret, *_ in day.leaks()}
    assert found == {
        (str(day.site / "dist/a.html"), PASSWORD),
        (str(day.home / "state/mdwx/x.log"), "token-of-a-test"),
        ("said", day.secret),
    }


@pytest.mark.parametrize(
    "shown",
    [
        "errmsg {0}!",
        "path?access_token={0}&x",
        "{0}{0}",
        "héllo {0}",
    ],
)
def test_a_secret_is_blotted_out_of_everything_printed(shown):
    """
    Nothing is left of it, and nothing but it is lost.
    """
    Secret("0123abcd")
    assert redacted(shown.format("0123abcd")) == shown.format("***")


def test_a_secret_that_begins_another_leaves_no_tail():
    """
    The longest is blotted out first, and as it is used: without white space.
    """
    learn_environment({"MDWX_SECRET": "0123abcd", "MDWX_SECRET_B": " 0123abcd4567\n"})
    assert redacted("x0123abcd4567x") == "x***x"


@pytest.mark.parametrize("secret", [PASSWORD, "0123abcd4567"])
def test_a_secret_is_known_in_every_spelling(secret):
    """
    As addresses, JSON, Python and base64 have it.
    """
    Secret(secret)
    spellings = [quote(secret, safe=""), json.dumps(secret)[1:-1], repr(secret)[1:-1]]
    spellings.append(quote(secret, safe="").replace("%20", "+"))
    for before in ("", "a:", "ab:", "abc:"):
        spellings.append(base64.b64encode(f"{before}{secret}".encode()).decode())
    for spelling in spellings:
        left = redacted(f"<{spelling}>")
        assert "***" in left
        assert len(left) < len("<***>") + 10


def test_the_password_of_an_address_is_a_secret_by_itself():
    """
    Of a proxy, and of the database that holds the ledger.
    """
    learn_environment({"MDWX_PROXY": f"http://me:{quote(PASSWORD, safe='')}@h:1"})
    learn_environment({"MDWX_LEDGER": "postgresql://me:kept-quiet@db/mdwx"})
    assert redacted(f"{PASSWORD} kept-quiet") == "*** ***"


def test_where_the_ledger_is_may_be_said():
    """
    An address without a password is no secret.
    """
    learn_environment({"MDWX_LEDGER": "postgresql://db/mdwx"})
    assert redacted("postgresql://db/mdwx") == "postgresql://db/mdwx"


def test_a_secret_of_three_letters_blots_out_no_words():
    """
    It would make every sentence unreadable and hide nothing.
    """
    Secret("ok!")
    assert redacted("ok!") == "ok!"


def test_a_secret_shows_itself_to_nobody():
    """
    Neither printed nor copied nor pickled, nor written as JSON.
    """
    secret = Secret("0123abcd")
    assert {f"{secret}", repr(secret), str([secret])} == {
        "Secret(***)",
        "[Secret(***)]",
    }
    for write in (pickle.dumps, copy.copy, json.dumps):
        with pytest.raises(TypeError):
            write(secret)

"""The site file, the environment and the accounts they make."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from mdwx.config import choose_account, read_config, read_secret
from mdwx.errors import UsageError
from mdwx.model import Post

APPID = "wx0123456789abcdef"
OTHER = "wxfedcba9876543210"


def config_of(folder, text="", *, env=None, name="mdwx.toml"):
    (folder / name).write_text(text, "utf-8")
    return read_config(folder, env=env or {})


def refusal(folder, text, *, env=None):
    with pytest.raises(UsageError) as caught:
        config_of(folder, text, env=env)
    return caught.value


def accounts(*names, appids=(APPID, OTHER)):
    return "\n".join(
        f'[accounts.{name}]\nappid = "{appid}"'
        for name, appid in zip(names, appids, strict=False)
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[site]\ntehme = "x"', 2, "unknown key site.tehme"),
        ('[sites]\ntheme = "x"', 1, "unknown key sites"),
        ("[markdown]\ntable = true", 2, "unknown key markdown.table"),
        (f'[accounts.main]\napp_id = "{APPID}"', 2, "unknown key accounts.main.app_id"),
    ],
)
def test_an_unknown_key_is_named_with_its_line_and_the_nearest_one(
    tmp_path, text, line, said
):
    """A typo never passes as a setting that has no effect."""
    error = refusal(tmp_path, text)
    assert str(error.problem) == said
    assert (error.where.path.name, error.where.line) == ("mdwx.toml", line)
    assert "did you mean" in str(error.hint)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[site]\ntheme = 3", "site.theme must be text"),
        ('[site]\nauthor = ""', "site.author must be text"),
        ('[site]\ncontent = "../elsewhere"', "a path inside the site"),
        ('[site]\ncontent = "/etc"', "a path inside the site"),
        ('[site]\nafter = "C:\\\\after.md"', "a path inside the site"),
        ('[site]\noutput = "."', "a folder of its own"),
        ('[site]\noutput = ".mdwx"', "a folder of its own"),
        ('[site]\nassets = "static"', "a list of folders inside the site"),
        ('[site]\nassets = ["../x"]', "a list of folders inside the site"),
        ('[site]\nsource_url = "example.com"', "an https:// address"),
        ('[site]\nsource_url = "http://[x"', "an https:// address"),
        ('[site]\ntimezone = "Asia/Peking"', "a time zone such as Asia/Shanghai"),
        ("[markdown]\nbreaks = 1", "markdown.breaks must be true or false"),
        ("site = 3", "site must be a table"),
        ("[accounts]\nmain = 3", "accounts.main must be a table"),
        ('[accounts.main]\nappid = "gh_123"', "an AppID: wx and 16 hex digits"),
        (
            f'[accounts.main]\nappid = "{APPID}"\nkind = "x"',
            "personal or verified",
        ),
        (
            f'[accounts.main]\nappid = "{APPID}"\napi_base = "http://example.com"',
            "an https address (http only on this machine)",
        ),
        (
            f'[accounts.main]\nappid = "{APPID}"\nproxy = "ftp://x"',
            "a proxy, as http://host:8080",
        ),
        (
            f'[accounts.main]\nappid = "{APPID}"\nproxy = "http://a:b@host:1"',
            "a proxy address without a password",
        ),
        (
            f'[accounts.main]\nappid = "{APPID}"\nsecret_env = "{"a" * 32}"',
            "the name of an environment variable",
        ),
    ],
)
def test_a_bad_value_says_what_would_be_right(tmp_path, text, said):
    """Key, file and line, and what the key accepts."""
    error = refusal(tmp_path, text)
    assert said in str(error.problem)
    assert error.where.path.name == "mdwx.toml"
    assert error.where.line is not None


@pytest.mark.parametrize("key", ["secret", "appsecret", "app_secret", "access_token"])
def test_a_secret_in_the_file_is_refused_and_told_its_place(tmp_path, key):
    """Its value is not repeated, the variable for it is named."""
    text = f'{accounts("main-one")}\n{key} = "0123456789"'
    error = refusal(tmp_path, text)
    assert "MDWX_SECRET_MAIN_ONE" in str(error.hint)
    assert "0123456789" not in f"{error.problem} {error.hint}"
    assert error.where.line == 3


@pytest.mark.parametrize("name", ["sandbox", "env", '"a b"'])
def test_reserved_and_odd_account_names_are_refused(tmp_path, name):
    """``sandbox`` and ``env`` always mean what they mean."""
    error = refusal(tmp_path, f'[accounts.{name}]\nappid = "{APPID}"')
    assert "cannot be called" in str(error.problem)


def test_an_account_without_appid_is_refused(tmp_path):
    """There is nothing to talk to without it."""
    error = refusal(tmp_path, '[accounts.main]\nkind = "personal"')
    assert str(error.problem) == "account main has no appid"


def test_broken_toml_is_placed(tmp_path):
    """File, line and column of the mistake."""
    error = refusal(tmp_path, "[site]\ntheme = default\n")
    assert str(error.where) == "mdwx.toml:2:9"


def test_a_site_file_that_is_not_utf8_is_named(tmp_path):
    """The encoding it looks like helps to convert it."""
    (tmp_path / "mdwx.toml").write_bytes("# 我的公众号的配置\n[site]\n".encode("gbk"))
    with pytest.raises(UsageError, match="GB"):
        read_config(tmp_path, env={})


def test_the_site_file_is_found_upwards(tmp_path):
    """As git finds its folder."""
    below = tmp_path / "content" / "2026"
    below.mkdir(parents=True)
    (tmp_path / "mdwx.toml").write_text('[site]\nauthor = "张三"', "utf-8")
    config = read_config(below, env={})
    assert config.root == tmp_path.resolve()
    assert config.site.author == "张三"


def test_pyproject_serves_where_it_has_a_table(tmp_path):
    """This repository itself is configured so."""
    text = '[project]\nname = "x"\n[tool.mdwx.site]\ntheme = "t"\n'
    config = config_of(tmp_path, text, name="pyproject.toml")
    assert config.site.theme == "t"
    error_text = text + "colour = 1\n"
    (tmp_path / "pyproject.toml").write_text(error_text, "utf-8")
    with pytest.raises(UsageError) as caught:
        read_config(tmp_path, env={})
    assert str(caught.value.where) == "pyproject.toml:5"


def test_a_pyproject_whose_table_is_none_is_told(tmp_path):
    """Written by mistake, with its place."""
    with pytest.raises(UsageError, match="mdwx must be a table") as caught:
        config_of(tmp_path, "[tool]\nmdwx = 3", name="pyproject.toml")
    assert caught.value.where.line == 2


def test_a_pyproject_without_a_table_is_passed_by(tmp_path):
    """Somebody else's project is no site."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "mdwx-notes"', "utf-8")
    assert read_config(tmp_path, env={}).file is None


def test_every_key_reaches_its_field(tmp_path):
    """What design and README promise is read."""
    config = config_of(
        tmp_path,
        f"""
        [site]
        content = "posts"
        output = "out"
        theme = "t"
        author = "张三"
        account = "main"
        cover = "card"
        assets = ["static", "图片/"]
        before = "_before.md"
        after = "_after.md"
        source_url = "https://example.com/{{slug}}"
        timezone = "Europe/Berlin"
        [markdown]
        autospace = false
        breaks = true
        [accounts.main]
        appid = "{APPID}"
        kind = "personal"
        api_base = "https://api2.weixin.qq.com/"
        proxy = "http://proxy:3128"
        secret_env = "MY_SECRET"
        """,
    )
    site, account = config.site, config.accounts["main"]
    assert (site.content, site.output, site.theme) == ("posts", "out", "t")
    assert site.assets == ("static", "图片")
    assert (site.before, site.after) == ("_before.md", "_after.md")
    assert (config.markdown.autospace, config.markdown.breaks) == (False, True)
    assert account.api_base == "https://api2.weixin.qq.com"
    assert account.proxy.reveal() == "http://proxy:3128"
    assert (account.kind, account.secret_env) == ("personal", "MY_SECRET")


def test_the_environment_alone_makes_an_account(tmp_path):
    """Enough for CI: no site file at all."""
    env = {
        "MDWX_APPID": APPID,
        "MDWX_SECRET": "s",
        "MDWX_API_BASE": "http://127.0.0.1:8643",
        "MDWX_PROXY": "http://user:word@proxy:1",
    }
    config = read_config(tmp_path, env=env)
    account = choose_account(config, flag=None, post=None)
    assert (account.name, account.appid) == ("env", APPID)
    assert account.key == f"{APPID}@127.0.0.1:8643"
    assert read_secret(config, account, env=env).reveal() == "s"
    assert "word" not in repr(account)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MDWX_APPID", "wx1"),
        ("MDWX_API_BASE", "http://example.com"),
        ("MDWX_PROXY", "proxy:1"),
    ],
)
def test_a_bad_variable_is_named(tmp_path, variable, value):
    """The environment is held to the rules of the file."""
    env = {"MDWX_APPID": APPID, variable: value}
    with pytest.raises(UsageError, match=f"{variable} must be"):
        read_config(tmp_path, env=env)


def test_the_account_is_chosen_flag_first_sandbox_last(tmp_path):
    """Flag, post, site, the only one, sandbox."""
    post = Post(path=PurePosixPath("a.md"), slug="a", body="", account="two")
    config = config_of(tmp_path, '[site]\naccount = "one"\n' + accounts("one", "two"))
    assert choose_account(config, flag="sandbox", post=post).name == "sandbox"
    assert choose_account(config, flag=None, post=post).name == "two"
    assert choose_account(config, flag=None, post=None).name == "one"
    config = config_of(tmp_path, accounts("one", "two"))
    assert choose_account(config, flag=None, post=None).name == "sandbox"
    config = config_of(tmp_path, accounts("one"))
    assert choose_account(config, flag=None, post=None).name == "one"
    config = config_of(tmp_path, "")
    assert choose_account(config, flag=None, post=None).is_sandbox


def test_an_account_nobody_configured_is_refused_where_it_is_named(tmp_path):
    """With the place of the front matter key, and the nearest name."""
    config = config_of(tmp_path, accounts("main"))
    post = Post(
        path=PurePosixPath("content/a.md"),
        slug="a",
        body="",
        account="mian",
        key_lines=(("account", 4),),
    )
    with pytest.raises(UsageError) as caught:
        choose_account(config, flag=None, post=post)
    assert str(caught.value.where) == "content/a.md:4"
    assert str(caught.value.hint) == "did you mean main?"
    error = refusal(tmp_path, '[site]\naccount = "mian"\n' + accounts("main"))
    assert str(error.where) == "mdwx.toml:2"


def test_one_account_under_two_names_counts_as_one(tmp_path):
    """``main`` on a laptop and ``env`` in CI are the same account."""
    env = {"MDWX_APPID": APPID, "MDWX_SECRET": "s"}
    config = config_of(tmp_path, accounts("main"), env=env)
    account = choose_account(config, flag=None, post=None)
    assert account.appid == APPID
    assert account.key == config.accounts["main"].key
    assert read_secret(config, config.accounts["main"], env=env).reveal() == "s"


def test_a_secret_is_looked_for_in_the_most_particular_place_first(tmp_path):
    """``secret_env``, then the account's own variable, then the only one's."""
    text = accounts("main-one") + '\nsecret_env = "MINE"'
    config = config_of(tmp_path, text)
    account = config.accounts["main-one"]
    env = {"MINE": "1", "MDWX_SECRET_MAIN_ONE": "2", "MDWX_SECRET": "3"}
    found = []
    for name in list(env):
        found.append(read_secret(config, account, env=env).reveal())
        del env[name]
    assert found == ["1", "2", "3"]


def test_mdwx_secret_serves_no_one_of_several(tmp_path):
    """It would be sent to the wrong account."""
    config = config_of(tmp_path, accounts("one", "two"))
    with pytest.raises(UsageError) as caught:
        read_secret(config, config.accounts["one"], env={"MDWX_SECRET": "s"})
    assert "MDWX_SECRET_ONE" in str(caught.value.hint)
    assert "mdwx login one" in str(caught.value.hint)


def test_a_proxy_with_a_password_comes_from_the_environment(tmp_path):
    """It replaces the one of the file and hides itself."""
    text = accounts("main") + '\nproxy = "http://proxy:1"'
    env = {"MDWX_PROXY_MAIN": "http://a:word@proxy:2"}
    account = config_of(tmp_path, text, env=env).accounts["main"]
    assert account.proxy.reveal() == "http://a:word@proxy:2"
    assert "word" not in f"{account} {account!r}"


@pytest.mark.parametrize(
    "base",
    [
        "https://evil.example",
        "https://api.weixin.qq.com.evil.example",
        "https://evil.example/api.weixin.qq.com",
        "https://evilweixin.qq.com",
        "https://api.weixin.qq.com@evil.example",
    ],
)
def test_no_secret_goes_where_only_a_site_file_says(tmp_path, base):
    """A site of somebody else's would have it sent anywhere; the person names it."""
    env = {"MDWX_SECRET_MAIN": "s3cr3t"}
    try:
        config = config_of(tmp_path, f'{accounts("main")}\napi_base = "{base}"')
    except UsageError:
        return
    with pytest.raises(UsageError, match="no secret is sent there") as caught:
        read_secret(config, config.accounts["main"], env=env)
    assert base in str(caught.value.hint)
    env["MDWX_API_BASE"] = base + "/"
    assert read_secret(config, config.accounts["main"], env=env).reveal() == "s3cr3t"


@pytest.mark.parametrize(
    "base", ["https://api2.weixin.qq.com", "https://sh.api.weixin.qq.com:443"]
)
def test_every_host_of_wechat_gets_its_secret(tmp_path, base):
    """There are several, by region."""
    config = config_of(tmp_path, f'{accounts("main")}\napi_base = "{base}"')
    env = {"MDWX_SECRET_MAIN": "s3cr3t"}
    assert read_secret(config, config.accounts["main"], env=env).reveal() == "s3cr3t"


FOLDERS = """
[folders."content/tech"]
account = "b"
[folders."content/tech/notes/"]
account = "a"
"""


@pytest.mark.parametrize(
    ("path", "front_matter", "flag", "chosen"),
    [
        ("content/tech/x.md", None, None, "b"),
        ("content/tech/deep/er/x.md", None, None, "b"),
        ("content/tech/notes/x.md", None, None, "a"),
        ("content/tech/x.md", "a", None, "a"),
        ("content/tech/x.md", "a", "sandbox", "sandbox"),
        ("content/technical/x.md", None, None, "c"),
        ("content/x.md", None, None, "c"),
    ],
)
def test_a_folder_has_an_account_of_its_own(tmp_path, path, front_matter, flag, chosen):
    """The nearest one counts; front matter and command line count more."""
    third = '[accounts.c]\nappid = "wx00000000000000cc"\n'
    text = f'[site]\naccount = "c"\n{accounts("a", "b")}\n{third}{FOLDERS}'
    post = Post(path=PurePosixPath(path), slug="x", body="", account=front_matter)
    config = config_of(tmp_path, text)
    assert choose_account(config, flag=flag, post=post).name == chosen


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[folders."../x"]\naccount = "a"', 4, "folders takes a path inside the site"),
        ('[folders.x]\naccount = "b"', 5, "no account is called b"),
        ('[folders.x]\ntheme = "b"', 5, "unknown key folders.x.theme"),
        ("[folders.x]\naccount = 1", 5, "folders.x.account must be text"),
    ],
)
def test_a_wrong_folder_is_told_with_its_line(tmp_path, text, line, said):
    """Like every other key."""
    error = refusal(tmp_path, f"{accounts('a')}\n\n{text}")
    assert said in str(error.problem)
    assert error.where.line == line

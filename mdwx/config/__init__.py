"""A site as every room sees it: the site file, the environment, the accounts.

settings.py    the frozen nouns: Config, Site, Markdown, Account, and Secret
reading.py     site file + environment -> Config
accounts.py    which account a post goes to, and its AppSecret
site_file.py   the file: found upwards, its keys and their lines
rules.py       what each key accepts
keychain.py    the system's keyring
"""

from __future__ import annotations

from mdwx.config.accounts import choose_account, read_secret
from mdwx.config.reading import read_config
from mdwx.config.settings import SANDBOX, Account, Config, Markdown, Secret, Site
from mdwx.config.site_file import Refused

__all__ = [
    "SANDBOX",
    "Account",
    "Config",
    "Markdown",
    "Refused",
    "Secret",
    "Site",
    "choose_account",
    "read_config",
    "read_secret",
]

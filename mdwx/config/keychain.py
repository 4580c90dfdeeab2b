"""AppSecrets in the system's keyring, with the extra ``keyring``.

They are stored under the account's key, not its name: the same account may be
called differently in each site.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from mdwx.errors import UsageError
from mdwx.model import Text

__all__ = ["forget_secret", "store_secret", "stored_secret"]

_SERVICE: Final = "mdwx"


def stored_secret(key: str) -> str | None:
    """The AppSecret kept for an account; None without the extra or a keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(_SERVICE, key) or None
    except KeyringError:
        return None


def store_secret(key: str, secret: str) -> None:
    """Keep the AppSecret of an account."""
    keyring = _keyring()
    try:
        keyring.set_password(_SERVICE, key, secret)
    except keyring.errors.KeyringError as error:
        raise _no_keyring() from error


def forget_secret(key: str) -> bool:
    """Forget the AppSecret of an account; whether there was one."""
    keyring = _keyring()
    try:
        if keyring.get_password(_SERVICE, key) is None:
            return False
        keyring.delete_password(_SERVICE, key)
    except keyring.errors.KeyringError as error:
        raise _no_keyring() from error
    return True


def _keyring() -> ModuleType:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise UsageError(
            Text(zh="没有安装 keyring", en="keyring is not installed"),
            hint=Text(
                zh="运行 pip install 'mdwx[keyring]'，或用环境变量 MDWX_SECRET",
                en="run pip install 'mdwx[keyring]', or use MDWX_SECRET",
            ),
        ) from error
    return keyring


def _no_keyring() -> UsageError:
    return UsageError(
        Text(
            zh="这台机器没有可用的系统钥匙串", en="this machine has no usable keyring"
        ),
        hint=Text(zh="用环境变量 MDWX_SECRET", en="use the variable MDWX_SECRET"),
    )

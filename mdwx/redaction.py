"""Secrets, and text with every secret that this process was told blotted out.

A secret hides itself, but what it is handed to may quote it: an error of a
library, an answer of a proxy, a log. So every value that a ``Secret`` was made of is
remembered until the process ends, and whatever leaves us is looked through.
"""

from __future__ import annotations

import json
import re
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from mdwx.visible import visible

__all__ = ["Secret", "forget_secrets", "learn_environment", "redacted"]

BLOT: Final = "***"
SHORTEST: Final = 4
"""Characters; a shorter one would blot out half of every sentence."""
VARIABLES: Final = ("MDWX_SECRET", "MDWX_PROXY", "MDWX_LEDGER", "PGPASSWORD")
"""What the environment's secrets are called, or begin with."""


class Secret:
    """A value that hides itself from ``repr``, ``str``, logs and tracebacks.

    ``blotted`` is False for the keys of the stand-in, which open nothing else and
    which a person is to see.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str, *, blotted: bool = True) -> None:
        self._value = value
        if blotted:
            KNOWN.learn(value)

    def reveal(self) -> str:
        """The value itself; called where a request is made and nowhere else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not written down")


class Known:
    """What was told to this process, in every form that it could leave in."""

    def __init__(self) -> None:
        self._learning = threading.Lock()
        self.forms: tuple[str, ...] = ()

    def learn(self, value: str) -> None:
        """Remember a value; of an address, its password by itself too."""
        forms = {form for part in parts_of(value) for form in forms_of(part)}
        with self._learning:
            # The longest comes first: one may begin with another.
            every = forms.union(self.forms)
            self.forms = tuple(sorted(every, key=len, reverse=True))

    def forget(self) -> None:
        """Know nothing."""
        self.forms = ()


KNOWN: Final = Known()
"""Of the whole process: tracebacks and logs leave it by no other way."""


def redacted(text: str) -> str:
    """The text with every known secret blotted out, however it is written."""
    for form in KNOWN.forms:
        text = text.replace(form, BLOT)
    return text


def learn_environment(env: Mapping[str, str]) -> None:
    """Remember what the environment holds, whether or not it will be used."""
    for name, value in env.items():
        is_address = name.startswith("MDWX_LEDGER")
        if name.startswith(VARIABLES) and (not is_address or password_of(value)):
            KNOWN.learn(value)


def forget_secrets() -> None:
    """Start afresh, where one process runs several commands."""
    KNOWN.forget()


def parts_of(value: str) -> Iterator[str]:
    """A secret, and the password in it where it is an address."""
    yield value.strip()
    password = password_of(value)
    yield from (password, unquote(password))


def password_of(value: str) -> str:
    """The password of an address, as it is written there."""
    try:
        return urlsplit(value.strip()).password or ""
    except ValueError:
        return ""


def forms_of(value: str) -> Iterator[str]:
    """A secret as logs, addresses, JSON, Python and encoders write it."""
    if len(value) < SHORTEST:
        return
    yield value
    for safe in ("", "/", "/:@"):
        escaped = quote(value, safe=safe)
        yield escaped
        yield escaped.replace("%20", "+")
        yield re.sub("%..", lambda match: match[0].lower(), escaped)
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield repr(value)[1:-1]
    yield visible(value)
    yield from cores_of(value.encode("utf-8", "surrogatepass"))


def cores_of(value: bytes) -> Iterator[str]:
    """What base64 of any text that holds the value has in common.

    Three bytes make four letters, so there are three ways to begin; the letters at
    the ends depend on the neighbours as well.
    """
    for before in range(3):
        letters = b64encode(bytes(before) + value).decode()
        core = letters[(before * 8 + 5) // 6 : (before + len(value)) * 8 // 6]
        if len(core) >= 2 * SHORTEST:
            yield core
            yield core.translate(str.maketrans("+/", "-_"))

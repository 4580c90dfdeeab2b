"""Commands as they are declared: what each takes, and what it does.

click reads the command line, prints help and tells of mistakes (``parser.py``). A line
of plain words, PATHs and switches as they are declared, can mean but one thing: it is
read without click, whose loading takes a twentieth of the time of an article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from mdwx.model import Text
from mdwx.records import dataclass

if TYPE_CHECKING:
    from mdwx.cli.replies import Reply

__all__ = [
    "MANY",
    "Command",
    "Kind",
    "Param",
    "argument",
    "file_name",
    "number",
    "one_of",
    "option",
    "plain_words",
    "whole_number",
]

MANY: Final = -1
"""``nargs`` of an argument that takes all words there are."""

F = TypeVar("F", bound=Callable[..., Any])


class Kind(NamedTuple):
    """What a value may be: a type of click's, by its name, and what it is made with."""

    name: str
    args: tuple[Any, ...] = ()


def one_of(*words: str) -> Kind:
    """One of some words."""
    return Kind("Choice", (words,))


def whole_number(least: int, most: int | None = None) -> Kind:
    """A whole number between two, both included."""
    return Kind("IntRange", (least, most))


def number(least: float) -> Kind:
    """A number no less than another."""
    return Kind("FloatRange", (least,))


def file_name() -> Kind:
    """The name of a file."""
    return Kind("Path")


@dataclass(frozen=True, slots=True)
class Param:
    """An option or an argument of a command."""

    names: tuple[str, ...]
    """``--open``, and ``open_browser`` where the function has another name for it."""
    settings: Mapping[str, Any]
    """As click takes them, but for ``type``."""
    about: Text | None = None
    """None for an argument: the help of its command tells of it."""
    kind: Kind | None = None

    @property
    def name(self) -> str:
        """The parameter of the function, as click names it."""
        own = [it for it in self.names if it.isidentifier()]
        return own[0] if own else self.names[0].lstrip("-").replace("-", "_")

    @property
    def is_switch(self) -> bool:
        """Whether it is said or not, and has no value."""
        return bool(self.settings.get("is_flag"))

    @property
    def takes_all(self) -> bool:
        """Whether it takes every word that is no option."""
        return self.settings.get("nargs") == MANY

    @property
    def default(self) -> Any:
        """What it is when nothing is said."""
        if self.takes_all:
            return ()
        unsaid = False if self.is_switch else None
        return self.settings.get("default", unsaid)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it takes, and its work for a ``Run`` and what was given."""

    name: str
    about: Text
    params: tuple[Param, ...]
    work: Callable[..., Reply]

    @property
    def defaults(self) -> dict[str, Any]:
        """What is given when nothing is said."""
        return {it.name: it.default for it in self.params}


def plain_words(command: Command, words: Sequence[str]) -> dict[str, Any] | None:
    """What is given by words that are plain; None where click has to look at them."""
    switches = {it.names[0]: it for it in command.params if it.is_switch}
    paths = tuple(word for word in words if not word.startswith("-"))
    said = [switches.get(word) for word in words if word.startswith("-")]
    takers = [it for it in command.params if it.about is None]
    is_sure = len(takers) == 1 and takers[0].takes_all
    if any(map(is_beyond, command.params)) or (paths and not is_sure):
        return None
    given = command.defaults | ({takers[0].name: paths} if paths else {})
    for switch in said:
        if switch is None:
            return None
        given[switch.name] = True
    return given


def is_beyond(param: Param) -> bool:
    """Whether a parameter asks for more than words: it must be given, or is counted."""
    if {"envvar", "count"} & param.settings.keys():
        return True
    is_option = param.names[0].startswith("-")
    required = not (is_option or param.takes_all or "default" in param.settings)
    return bool(param.settings.get("required", required))


def option(
    *names: str, zh: str, en: str, type: Kind | None = None, **settings: Any
) -> Callable[[F], F]:
    """An option of a command, with its help."""
    return declared(Param(names, settings, Text(zh=zh, en=en), type))


def argument(
    name: str, *, type: Kind | None = None, **settings: Any
) -> Callable[[F], F]:
    """An argument of a command."""
    return declared(Param((name,), settings, None, type))


def declared(param: Param) -> Callable[[F], F]:
    """Put a parameter before those that a function has."""

    def decorate(function: F) -> F:
        params = getattr(function, "params", ())
        vars(function)["params"] = (param, *params)
        return function

    return decorate

"""Dataclasses with slots whose ``__init__`` is written once there are many of them.

``dataclasses`` writes up to seven methods of each class as text and compiles them,
half a millisecond for a frozen one (Python 3.11). The package has a hundred and
eighty such nouns; the half of them on the way to one article took a seventh of its
time. Here what needs no text of its own is one function for all classes, and
``__init__`` is written for those of which there are more than a few. Everything
else is left to ``dataclasses``, and to a reader and a type checker it is the same
decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final, NoReturn

__all__ = ["dataclass"]

FEW: Final = 8
"""So many are filled without an ``__init__`` of their own."""

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True):
        """``dataclasses.dataclass`` for classes with slots."""
        if not slots:
            raise TypeError("mdwx.records.dataclass is for classes with slots")

        def decorate(cls: type) -> type:
            plain = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)
            made = plain(cls)
            methods = {"__init__": unwritten(made), "__repr__": shown}
            if eq:
                methods |= comparing(made)
            if frozen:
                methods |= FROZEN
            elif eq:
                methods["__hash__"] = None
            for name, method in methods.items():
                if name not in vars(cls):
                    setattr(made, name, method)
            return made

        return decorate


def unwritten(cls: Any) -> Callable[..., None]:
    """Stand in for the ``__init__`` of a class until it is worth its price."""
    left = FEW

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0 or not filled(self, fields(cls), args, kwargs):
            cls.__init__ = written(cls)
            cls.__init__(self, *args, **kwargs)

    return init


def filled(
    self: Any, its: Sequence[Field[Any]], args: Sequence[Any], given: dict[str, Any]
) -> bool:
    """Set all fields; False where something does not fit, which ``written`` tells."""
    wanted = [it for it in its if it.init]
    plain = [it.name for it in wanted if not it.kw_only]
    values = dict(zip(plain, args, strict=False)) | given
    if len(values) != len(args) + len(given):
        return False
    for it in wanted:
        if it.name in values:
            value = values.pop(it.name)
        elif it.default_factory is not MISSING:
            value = it.default_factory()
        elif it.default is not MISSING:
            value = it.default
        else:
            return False
        object.__setattr__(self, it.name, value)
    if values:
        return False
    if hasattr(self, "__post_init__"):
        self.__post_init__()
    return True


def written(cls: Any) -> Callable[..., None]:
    """``__init__`` of a class, as ``dataclasses`` would have it."""
    known: dict[str, Any] = {"MISSING": MISSING}
    body: list[str] = []
    plain, named = ["self"], ["*"]
    for it in fields(cls):
        name = value = default = it.name
        known[f"set_{name}"] = getattr(cls, name).__set__
        if it.default_factory is not MISSING:
            known[f"make_{name}"] = it.default_factory
            value = f"make_{name}() if {name} is MISSING else {name}"
            default = f"{name}=MISSING"
        elif it.default is not MISSING:
            known[f"default_{name}"] = it.default
            default = f"{name}=default_{name}"
        if it.init:
            (named if it.kw_only else plain).append(default)
            body.append(f"set_{name}(self, {value})")
        elif default != name:
            raise TypeError(f"{cls.__name__}.{name}: neither given nor left empty")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    told = ", ".join([*plain, *(named if len(named) > 1 else ())])
    exec("\n ".join([f"def __init__({told}):", *body, "pass"]), known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__module__ = cls.__module__
    return init


@recursive_repr()
def shown(self: Any) -> str:
    """``Name(field=value, …)``."""
    told = [f"{it.name}={getattr(self, it.name)!r}" for it in fields(self) if it.repr]
    return f"{type(self).__qualname__}({', '.join(told)})"


def comparing(cls: Any) -> dict[str, Callable[..., Any]]:
    """The methods of a class that look at the values of its fields."""
    names = [it.name for it in fields(cls) if it.compare]
    values: Callable[[Any], Any] = attrgetter(*names) if names else type

    def equals(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equals, "__hash__": hashed}


def refuse_setting(self: Any, name: str, value: Any) -> NoReturn:
    """Keep a frozen one as it is."""
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def refuse_deleting(self: Any, name: str) -> NoReturn:
    """Keep a frozen one whole."""
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def state(self: Any) -> list[Any]:
    """For ``pickle`` and ``copy``, which else would set what is frozen."""
    return [getattr(self, it.name) for it in fields(self)]


def restore(self: Any, values: list[Any]) -> None:
    """Take on a state."""
    for it, value in zip(fields(self), values, strict=True):
        object.__setattr__(self, it.name, value)


FROZEN = {
    "__setattr__": refuse_setting,
    "__delattr__": refuse_deleting,
    "__getstate__": state,
    "__setstate__": restore,
}

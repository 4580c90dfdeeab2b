"""Nouns written late are the nouns that ``dataclasses`` writes at once."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from inspect import signature
from typing import TYPE_CHECKING

import pytest

from mdwx import records
from mdwx.model import Span, Text
from mdwx.outcome import Outcome

if TYPE_CHECKING:
    from typing import Any


def described(decorate: Any) -> Any:
    """A noun of every kind of field."""

    @decorate(slots=True, frozen=True)
    class Noun:
        """A noun."""

        name: str
        size: int = 1
        parts: list[str] = field(default_factory=list)
        quiet: str = field(default="q", repr=False, compare=False)
        late: int = field(init=False)
        named: int = field(default=3, kw_only=True)

        def __post_init__(self) -> None:
            object.__setattr__(self, "late", self.size + 1)

    return Noun


def worn(noun):
    """A noun that was made so often that its ``__init__`` is written."""
    for _ in range(records.FEW + 1):
        noun("a")
    return noun


OURS, THEIRS = described(records.dataclass), described(dataclass)
WORN = worn(described(records.dataclass))
CALLS = [
    (("a",), {}),
    (("a", 2, ["x"], "z"), {"named": 4}),
    ((), {"name": "b", "parts": ["y"]}),
]


def values(noun):
    return [getattr(noun, it.name) for it in fields(noun)]


@pytest.mark.parametrize("noun", [OURS, WORN], ids=["new", "worn"])
@pytest.mark.parametrize(("given", "named"), CALLS)
def test_noun_is_made_shown_and_copied_as_by_dataclasses(given, named, noun):
    """Values, words, copies: the same, whoever wrote the methods."""
    ours, theirs = noun(*given, **named), THEIRS(*given, **named)
    assert values(ours) == values(theirs)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert copy.deepcopy(ours) == ours == replace(ours, quiet="other")
    assert ours != replace(ours, named=9)
    assert ours != theirs


def test_noun_is_called_as_by_dataclasses():
    """Parameters, their order and their defaults."""
    ours, theirs = signature(WORN.__init__), signature(THEIRS.__init__)
    assert list(ours.parameters) == list(theirs.parameters)
    assert [it.kind for it in ours.parameters.values()] == [
        it.kind for it in theirs.parameters.values()
    ]


WRONG = [
    ((), {}, r"Noun\.__init__\(\) missing 1 required"),
    (("a",), {"other": 1}, "unexpected keyword argument 'other'"),
    (("a",), {"late": 1}, "unexpected keyword argument 'late'"),
    (("a",), {"name": "b"}, "multiple values for argument 'name'"),
    (("a", 1, [], "q", 3), {}, "takes from 2 to 5 positional arguments but 6"),
]


@pytest.mark.parametrize(("given", "named", "told"), WRONG)
def test_a_wrong_call_is_told_as_by_dataclasses(given, named, told):
    """In Python's own words, also of the first."""
    for noun in (described(records.dataclass), WORN, THEIRS):
        with pytest.raises(TypeError, match=told):
            noun(*given, **named)


def test_frozen_noun_stays_as_it_is():
    """Nothing is set and nothing deleted."""
    said = Text("中", "en")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'zh'"):
        said.zh = "x"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'zh'"):
        del said.zh
    assert hash(said) == hash(Text("中", "en"))


def test_noun_travels_between_processes():
    """What is forked sends its nouns home."""
    there = [Text("中", "en"), Outcome(path=Span("a").path, slug="a", title="A")]
    assert pickle.loads(pickle.dumps(there)) == there


def test_changeable_noun_has_no_hash():
    """As by ``dataclasses``: what changes is no key."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(Outcome(path=Span("a").path, slug="a", title="A"))

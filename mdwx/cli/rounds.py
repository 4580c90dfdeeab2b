"""Posts that link to one another go out one after the other.

A published article cannot be changed, so a post that links to another of the same
run is sent once that one has its address. Where two link to each other, the first
of the run gets no link: something has to go out first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mdwx.cli.run import Run
from mdwx.cli.sending import send_all
from mdwx.model import Finding, Post, Span, State, Text
from mdwx.rules import finding

if TYPE_CHECKING:
    from mdwx.dispatch import Lane, Wishes
    from mdwx.made import Made

__all__ = ["Rebuild", "rounds", "send_in_rounds"]

Rebuild = Callable[[Sequence[Post]], "list[Made]"]
"""Builds posts again, with the addresses there are now."""


def send_in_rounds(
    run: Run, lanes: Sequence[Lane], wishes: Wishes, rebuild: Rebuild
) -> None:
    """Publish the posts of each account, those first that others link to."""
    for lane in lanes:
        every = lane.made
        each = rounds(list(every.values()))
        if not (wishes.wait and lane.desk.may_publish):
            # No address will be known before the run ends.
            each = [list(every.values())]
        for number, made in enumerate(each):
            is_over = number == 0 or lane.stopped is not None
            ready = made if is_over else renewed(made, every, rebuild)
            lane.made = {one.outcome.slug: one for one in ready}
            if ready:
                send_all(run, [lane], wishes)
        lane.made = every


def rounds(made: Sequence[Made]) -> list[list[Made]]:
    """The posts in the order they can go out; where they go in circles, the first."""
    units: dict[str, list[Made]] = {}
    for one in made:
        units.setdefault(unit_of(one), []).append(one)
    home = {one.outcome.path: name for name, unit in units.items() for one in unit}
    waits = {
        name: {home[path] for one in unit for path in awaits(one) if path in home}
        - {name}
        for name, unit in units.items()
    }
    found: list[list[Made]] = []
    while waits:
        ready = [name for name in waits if not waits[name] & waits.keys()]
        chosen = ready or [next(iter(waits))]
        found.append([one for name in chosen for one in units[name]])
        for name in chosen:
            del waits[name]
    return found


def unit_of(one: Made) -> str:
    """What a post travels in: its bundle, or nothing but itself."""
    bundle = one.post.bundle if one.post else None
    return f"bundle:{bundle}" if bundle else str(one.outcome.path)


def awaits(one: Made) -> tuple[PurePosixPath, ...]:
    """The posts it links to that have no address yet."""
    return one.built.article.awaits if one.built else ()


def renewed(
    made: Sequence[Made], every: dict[str, Made], rebuild: Rebuild
) -> list[Made]:
    """Build posts again; those whose neighbour is still on its way stay behind."""
    posts = [one.post for one in made if one.post]
    for one, new in zip(made, rebuild(posts), strict=True):
        one.take_over(new)
    under_way = {
        other.outcome.path
        for other in every.values()
        if other.outcome.state is State.SUBMITTED
    }
    held = {unit_of(one) for one in made if under_way & set(awaits(one))}
    for one in made:
        if unit_of(one) in held:
            one.outcome.state = State.SKIPPED
            one.outcome.findings.append(still_waiting(one))
    return [one for one in made if one.is_sendable and unit_of(one) not in held]


def still_waiting(one: Made) -> Finding:
    """Say why a post was not sent."""
    path = one.outcome.path
    return finding(
        "L028",
        Text(
            zh="它链接的文章还在发布，这一篇没有发送",
            en="an article it links to is still being published; this one was not sent",
        ),
        hint=Text(zh="过一会儿再运行一次", en="run again in a while"),
        where=Span(path),
    )

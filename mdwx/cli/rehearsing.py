"""``--dry-run``: the requests a run would send, printed instead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from mdwx.cli.terminal import Terminal
from mdwx.model import Text

if TYPE_CHECKING:
    from mdwx.cli.run import Run
    from mdwx.dispatch import Lane
    from mdwx.publish import Desk
    from mdwx.wechat.rehearsal import Call

__all__ = ["call_fields", "collect", "collected", "show_calls", "shows_calls"]


@contextmanager
def collected(run: Run, lanes: Sequence[Lane]) -> Iterator[None]:
    """Write down what each lane would ask, and put its posts back where they stand."""
    from mdwx.dispatch.rehearsal import as_before, stands

    if run.calls is None:
        yield
        return
    made = [dict(lane.made) for lane in lanes]
    before = [stands(lane.desk, posts) for lane, posts in zip(lanes, made, strict=True)]
    try:
        yield
    finally:
        for lane, posts, stood in zip(lanes, made, before, strict=True):
            as_before(posts, stood)
            collect(run, lane.desk)


def collect(run: Run, desk: Desk) -> None:
    """Write down what a desk would have asked."""
    if run.calls is not None and desk.rehearsal is not None:
        run.calls += desk.rehearsal.calls


def shows_calls(run: Run) -> bool:
    """Show what a rehearsal would ask; whether this was one."""
    if run.calls is not None:
        show_calls(run.terminal, run.calls)
    return run.calls is not None


def show_calls(terminal: Terminal, calls: Sequence[Call]) -> None:
    """One request after the other, as a person reads them."""
    for number, call in enumerate(calls, start=1):
        query = f"?{urlencode(call.query)}" if call.query else ""
        terminal.print(f"{number}. {call.account}: {call.method} {call.path}{query}")
        if call.file is not None:
            size = f"{call.file.size_bytes} bytes"
            terminal.print(f"   media: {call.file.name} ({call.file.type}, {size})")
        if call.body is not None:
            terminal.print(json.dumps(call.body, ensure_ascii=False, indent=2))
    terminal.say(
        Text(
            zh=f"以上 {len(calls)} 个请求没有发送，什么也没有写"
            "（假定公众号里没有别人动过）",
            en=f"none of these {len(calls)} requests was sent and nothing was written"
            " (supposing that nobody else changed the account)",
        )
    )


def call_fields(call: Call) -> dict[str, Any]:
    """A request as ``--json`` shows it."""
    return {
        "account": call.account,
        "method": call.method,
        "path": call.path,
        "query": dict(call.query),
        "json": call.body,
        "file": asdict(call.file) if call.file else None,
    }

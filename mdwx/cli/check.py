"""``mdwx check``: findings only; nothing is sent and nothing written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from mdwx.cli.building import Manner, build_all, manner_options
from mdwx.cli.commands import option
from mdwx.cli.language import said
from mdwx.cli.measuring import measure_all
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, account_option, command, paths_argument
from mdwx.cli.terminal import Terminal
from mdwx.errors import MdwxError, UsageError
from mdwx.model import Finding, Post, Severity, Span, State, Text
from mdwx.outcome import Outcome

if TYPE_CHECKING:
    from mdwx.make import Made

__all__ = ["check"]

GITHUB = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


@command(
    "check",
    zh="检查文章，只报告问题：不发送，不写文件",
    en="Report findings only: nothing is sent, nothing is written.",
)
@paths_argument
@option(
    "--format",
    "layout",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    zh="输出的形式",
    en="how findings are printed",
)
@option("--strict", is_flag=True, zh="警告也算失败", en="let warnings fail too")
@option(
    "--offline",
    is_flag=True,
    zh="不发任何请求",
    en="make no request at all",
)
@option(
    "--browser",
    is_flag=True,
    zh="再用浏览器量一遍版面：溢出、重叠、切掉的字",
    en="also measure the layout in a browser: overflow, overlap, clipped words",
)
@account_option
@manner_options
def check(
    run: Run,
    *,
    paths: tuple[str, ...],
    layout: str,
    strict: bool,
    browser: bool,
    account: str | None,
    **manner: Any,
) -> Reply:
    if layout == "json":
        run.terminal = Terminal(json=True)
    made = checked(run, run.posts(paths), Manner(account=account, **manner))
    refuse_unknown_accounts(run, made, flag=account)
    reply = Reply([one.outcome for one in made], account=run.account(account).name)
    if browser:
        reply.error = measure_all(run, made)
    findings = [finding for one in reply.outcomes for finding in one.findings]
    if strict and any(one.severity is Severity.WARNING for one in findings):
        reply.code = 4
    show = show_github if layout == "github" else show_text
    show(run.terminal, reply.outcomes)
    return reply


def refuse_unknown_accounts(run: Run, made: list[Made], *, flag: str | None) -> None:
    """An account that is not there would stop the post when it is sent."""
    for one in made:
        if one.built is not None:
            try:
                run.account(flag, one.built.article.post)
            except UsageError as error:
                one.outcome.error, one.outcome.state = error, State.FAILED


def checked(run: Run, entries: list[Post | Outcome], manner: Manner) -> list[Made]:
    """Build posts, with a cache that leaves no trace where there is none yet."""
    from mdwx.media import Darkroom
    from mdwx.media.cache import Cache

    room = Darkroom(
        run.config, allow_outside=manner.allow_outside, offline=manner.offline
    )
    if run.config.state.exists() and not manner.force:
        return build_all(run, entries, manner, darkroom=room)
    with tempfile.TemporaryDirectory() as folder:
        room.pictures = Cache(Path(folder) / "pictures")
        room.fetched = Cache(Path(folder) / "fetched")
        return build_all(run, entries, manner, darkroom=room)


def show_text(terminal: Terminal, outcomes: Iterable[Outcome]) -> None:
    """For a person: each finding with its place and its hint."""
    count = 0
    for outcome in outcomes:
        for finding in outcome.findings:
            terminal.finding(finding, to_result=True)
            count += 1
        if outcome.error is not None:
            terminal.error(outcome.error)
            count += 1
    if not count:
        terminal.say(Text(zh="没有问题", en="no findings"))


def show_github(terminal: Terminal, outcomes: Iterable[Outcome]) -> None:
    """As annotations of a pull request."""
    for outcome in outcomes:
        for finding in outcome.findings:
            terminal.print(annotation(finding))
        if outcome.error is not None:
            terminal.print(annotation(as_finding(outcome.error)))


def as_finding(error: MdwxError) -> Finding:
    """An error as an annotation shows it."""
    return Finding(
        error.kind, Severity.ERROR, error.problem, error.hint, where=error.where
    )


def annotation(finding: Finding) -> str:
    """One line of GitHub's workflow commands."""
    where = finding.where or Span(PurePosixPath("."))
    fields = {"file": str(where.path), "line": where.line, "title": finding.code}
    told = ",".join(
        f"{name}={escaped(str(value), more=True)}"
        for name, value in fields.items()
        if value is not None
    )
    message = said(finding.message)
    if finding.hint is not None:
        message += f"\n{said(finding.hint)}"
    return f"::{GITHUB[finding.severity]} {told}::{escaped(message)}"


def escaped(text: str, *, more: bool = False) -> str:
    """Text as workflow commands want it."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if more else text

"""What ``mdwx check`` found, for people and for the pages of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from mdwx.cli.excerpts import Sources
from mdwx.cli.language import both, said
from mdwx.cli.terminal import COLOURS, HINT, Terminal
from mdwx.errors import MdwxError
from mdwx.model import Finding, Severity, Span, Text
from mdwx.outcome import Outcome
from mdwx.rules import all_rules

__all__ = ["found_in", "show_github", "show_text"]

NOTHING: Final = both("没有问题", "no findings")
GITHUB: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
PLURALS: Final = {
    Severity.ERROR: both("{} 个错误", "{} error{s}"),
    Severity.WARNING: both("{} 个警告", "{} warning{s}"),
    Severity.NOTE: both("{} 个说明", "{} note{s}"),
}


def show_text(
    terminal: Terminal, findings: Iterable[Finding], *, root: Path, total: Text
) -> None:
    """For a person: by file, each finding with the line it is about."""
    sources = Sources(root)
    groups = by_file(findings)
    for path, found in groups.items():
        terminal.styled((str(path), "bold") if path else ".")
        for finding in found:
            show_finding(terminal, finding, sources)
        terminal.styled()
    counts = Counter(it.severity for found in groups.values() for it in found)
    terminal.say(summary(counts, total) if counts else NOTHING)


def by_file(
    findings: Iterable[Finding],
) -> Mapping[PurePosixPath | None, list[Finding]]:
    """Findings by file, each once: what many posts share is theirs together."""
    groups: dict[PurePosixPath | None, list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        path = finding.where.path if finding.where else None
        groups.setdefault(path, []).append(finding)
    return groups


def show_finding(terminal: Terminal, finding: Finding, sources: Sources) -> None:
    """Place, severity, sentence and code; the line with its mark; what to do."""
    terminal.styled(
        f"  {place_of(finding.where)}",
        (said(finding.severity.word), COLOURS[finding.severity]),
        f": {said(finding.message)}",
        f" [{finding.code}]" if finding.code in all_rules() else "",
    )
    excerpt = sources.excerpt(finding.where)
    if excerpt is not None:
        terminal.styled(f"    | {excerpt.line}")
        terminal.styled("    | ", (excerpt.marks, COLOURS[finding.severity]))
    if finding.hint is not None:
        terminal.styled(f"    {said(HINT)}{said(finding.hint)}")


def place_of(where: Span | None) -> str:
    """Line and column in a file that was named before, as far as they are known."""
    known = [it for it in (where.line, where.column) if it] if where else []
    return f"{':'.join(map(str, known))} " if known else ""


def summary(counts: Mapping[Severity, int], total: Text) -> Text:
    """How many of each kind, and of how much."""
    told = [(PLURALS[it], counts[it]) for it in Severity if counts.get(it)]
    zh = "、".join(text.zh.replace("{}", str(count)) for text, count in told)
    en = ", ".join(
        text.en.replace("{}", str(count)).replace("{s}", "s" * (count != 1))
        for text, count in told
    )
    more = "mdwx check --explain"
    return Text(
        zh=f"{total.zh}：{zh}（{more} 编号：说明一条规则）",
        en=f"{total.en}: {en} ({more} CODE tells about a rule)",
    )


def found_in(outcomes: Iterable[Outcome]) -> Iterator[Finding]:
    """What was found in posts; an error that ended a post is a finding here."""
    for outcome in outcomes:
        yield from outcome.findings
        if outcome.error is not None:
            yield as_finding(outcome.error, outcome.path)


def as_finding(error: MdwxError, path: PurePosixPath) -> Finding:
    """An error as a report shows it."""
    where = error.where or Span(path)
    return Finding(error.kind, Severity.ERROR, error.problem, error.hint, where=where)


def show_github(
    terminal: Terminal, findings: Iterable[Finding], *, folder: PurePosixPath
) -> None:
    """As annotations of a pull request; ``folder`` is the site's in its repository."""
    for finding in dict.fromkeys(findings):
        terminal.print(annotation(finding, folder=folder))


def annotation(finding: Finding, *, folder: PurePosixPath) -> str:
    """One line of GitHub's workflow commands; paths start at the repository."""
    where = finding.where or Span(PurePosixPath())
    rule = all_rules().get(finding.code)
    fields = {
        "file": str(folder / where.path),
        "line": where.line,
        "col": where.column,
        "title": f"{finding.code} {rule.name}" if rule else finding.code,
    }
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

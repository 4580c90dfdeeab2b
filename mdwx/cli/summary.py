"""The lines a person reads at the end of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from mdwx.cli.language import said
from mdwx.cli.rehearsing import show_calls
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run
from mdwx.cli.terminal import Terminal
from mdwx.model import Action, Severity, State, Text
from mdwx.outcome import Outcome

__all__ = ["COMMA", "STATES", "places_of", "show_outcomes", "show_problems"]

COMMA = Text(zh="，", en=", ")
STATES = {
    State.BUILT: Text(zh="已生成", en="built"),
    State.DRAFTED: Text(zh="已进草稿箱", en="drafted"),
    State.SUBMITTED: Text(zh="已提交", en="submitted"),
    State.PUBLISHED: Text(zh="已发布", en="published"),
    State.UNCHANGED: Text(zh="没有变化", en="unchanged"),
    State.SKIPPED: Text(zh="跳过", en="skipped"),
    State.NEEDS_YOU: Text(zh="需要你看看", en="needs you"),
    State.FAILED: Text(zh="失败", en="failed"),
}


def show_problems(
    terminal: Terminal, outcomes: Sequence[Outcome], *, brief: bool = False
) -> None:
    """Findings and errors of each post.

    Of a published post, and where ``brief``, only errors: nothing else can be
    mended there. ``--verbose`` shows all.
    """
    show_findings(terminal, outcomes, brief=brief)
    show_errors(terminal, outcomes)


def show_findings(
    terminal: Terminal, outcomes: Iterable[Outcome], *, brief: bool = False
) -> None:
    """What was found in each post."""
    for outcome in outcomes:
        is_settled = (brief or _is_left_alone(outcome)) and not terminal.verbose
        for finding in outcome.findings:
            if finding.severity is Severity.ERROR or not is_settled:
                terminal.finding(finding)


def show_errors(terminal: Terminal, outcomes: Sequence[Outcome]) -> None:
    """One sentence for each post that failed; what many share is said once.

    It is the same where it says the same, as of a full disk, whichever process or
    account met it.
    """
    shared: dict[Hashable, list[Outcome]] = {}
    for outcome in outcomes:
        error = outcome.error
        if error is not None:
            told = (type(error), *vars(error).values())
            shared.setdefault(told, []).append(outcome)
    for first, *others in shared.values():
        assert first.error is not None  # only such are shared
        is_own = len(outcomes) > 1 and not others
        terminal.error(first.error, of=str(first.path) if is_own else None)


def show_outcomes(run: Run, reply: Reply) -> None:
    """One line a post, one for all, why some failed; of a rehearsal, its requests."""
    terminal = run.terminal
    show_findings(terminal, reply.outcomes)
    if run.calls is not None:
        show_errors(terminal, reply.outcomes)
        show_calls(terminal, run.calls)
        return
    if terminal.speaks:
        show_states(terminal, reply)
    show_errors(terminal, reply.outcomes)


def show_states(terminal: Terminal, reply: Reply) -> None:
    """Where each post stands now, and how many stand there."""
    for outcome in reply.outcomes:
        words = [str(outcome.path) + ":", _state(outcome), *places_of(outcome, reply)]
        terminal.say(" ".join(word for word in words if word))
    if len(reply.outcomes) > 1:
        counts = Counter(outcome.state for outcome in reply.outcomes)
        told = said(COMMA).join(
            f"{counts[state]} {said(STATES[state])}"
            for state in STATES
            if counts[state]
        )
        terminal.say(told)


def _state(outcome: Outcome) -> str:
    """The state, and whether a published post was left as it is."""
    words = [said(STATES[outcome.state])]
    if _is_left_alone(outcome):
        words.append(said(STATES[State.UNCHANGED]))
    return said(COMMA).join(words)


def _is_left_alone(outcome: Outcome) -> bool:
    """Whether a post was published before, and this run changed nothing."""
    draft = outcome.draft
    before = draft is None or draft.action is Action.UNCHANGED
    return outcome.state is State.PUBLISHED and before


def places_of(outcome: Outcome, reply: Reply) -> list[str]:
    """Where the post can be looked at."""
    published = outcome.publication.urls if outcome.publication else ()
    if urls := reply.urls.get(outcome.slug) or published:
        return list(urls)
    if preview := reply.previews.get(outcome.slug):
        return [preview]
    if outcome.draft is not None and outcome.draft.preview_url:
        return [outcome.draft.preview_url]
    if outcome.article is not None:
        return [str(outcome.article)]
    return []

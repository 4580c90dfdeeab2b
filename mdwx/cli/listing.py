"""What is about to be sent, told before anything is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mdwx.cli.language import said
from mdwx.cli.run import Run
from mdwx.errors import MdwxError
from mdwx.model import Action, Text

if TYPE_CHECKING:
    from mdwx.dispatch import Lane, Wishes
    from mdwx.publish import Plan

__all__ = ["list_plans"]

WHAT = {
    (Action.ADDED, False): Text(zh="新建草稿", en="add a draft of"),
    (Action.UPDATED, False): Text(zh="更新草稿", en="update the draft of"),
    (Action.ADDED, True): Text(zh="发布", en="publish"),
    (Action.UPDATED, True): Text(zh="更新草稿并发布", en="update and publish"),
    (Action.UNCHANGED, True): Text(zh="发布草稿", en="publish the draft of"),
}


def list_plans(run: Run, lanes: Sequence[Lane], wishes: Wishes) -> list[Plan]:
    """Say what will be sent where; the plans of real accounts that send anything."""
    real: list[Plan] = []
    for lane in lanes:
        try:
            plans = [plan for plan in lane.plans(wishes) if plan.sends]
        except MdwxError as error:
            # The posts of this account will fail by it, one by one.
            lane.stopped = error
            continue
        for plan in plans:
            key = (plan.action, wishes.publish and plan.publishes)
            if key not in WHAT:
                continue
            titles = " + ".join(entry.article.title for entry in plan.parcel)
            account = lane.desk.account.name
            run.terminal.note(f"{account}: {said(WHAT[key])} {titles}")
            if not lane.desk.account.is_sandbox:
                real.append(plan)
    return real

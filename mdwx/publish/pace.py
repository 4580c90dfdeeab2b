"""How fast an account may be asked: WeChat counts calls by the minute and the day.

A minute is waited out (45011). A day is not: the time to come back is kept in the
ledger, and until then nothing is asked at all (45009).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from mdwx.errors import QuotaError
from mdwx.model import Text
from mdwx.wechat.errcodes import told_moment

if TYPE_CHECKING:
    from mdwx.publish.desk import Desk

__all__ = ["forget_quota", "keep_pace", "refuse_before_its_time"]

USED_UP: Final = "quota used up"
LONGEST_WAIT: Final = timedelta(minutes=2)
"""A longer wait is for the next run."""


def keep_pace(desk: Desk, error: QuotaError) -> bool:
    """Wait until the minute is over, or write down that the day's calls are used up.

    True if the call that was refused is worth sending again.
    """
    if error.retry_at is None:
        return False
    if error.retry_at - desk.clock.now() > LONGEST_WAIT:
        told = {
            "retry_at": error.retry_at.isoformat(),
            "errcode": error.errcode,
            "errmsg": error.errmsg,
        }
        desk.ledger.remember(desk.key, USED_UP, json.dumps(told))
        return False
    return desk.patient and wait_until(desk, error.retry_at)


def wait_until(desk: Desk, moment: datetime) -> bool:
    """Let the time pass; False if a person stopped the run meanwhile."""
    # Uploads are refused side by side, and wait together: one tells, all sleep.
    with desk.waiting:
        left_s = (moment - desk.clock.now()).total_seconds()
        if left_s > 0 and not desk.is_stopped():
            when = told_moment(moment)
            desk.notify(
                Text(
                    zh=f"微信说调用太频繁，{when} 接着做",
                    en=f"WeChat asks for fewer calls a minute; going on at {when}",
                )
            )
            desk.clock.sleep(left_s)
    return not desk.is_stopped()


def refuse_before_its_time(desk: Desk) -> None:
    """Raise what WeChat said, while it would say it again."""
    kept = desk.ledger.fact(desk.key, USED_UP)
    if kept is None:
        return
    told = json.loads(kept)
    retry_at = datetime.fromisoformat(told["retry_at"])
    if desk.clock.now() >= retry_at:
        forget_quota(desk)
        return
    when = told_moment(retry_at)
    raise QuotaError(
        Text(
            zh=f"{desk.account.name} 今天的调用次数用完了，{when} 以前不再请求",
            en=f"today's calls of {desk.account.name} are used up:"
            f" nothing is asked before {when}",
        ),
        errcode=told["errcode"],
        errmsg=told["errmsg"],
        hint=Text(
            zh="到时再运行一次；已在公众平台清零，或想现在就试：加 --ignore-quota",
            en="run it again then; if the quota was cleared, or to try it now: add"
            " --ignore-quota",
        ),
        retry_at=retry_at,
    )


def forget_quota(desk: Desk) -> None:
    """Ask again as though nothing had been refused."""
    desk.ledger.forget(desk.key, USED_UP)

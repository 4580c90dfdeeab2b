"""``mdwx doctor``: says what works, what does not, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from mdwx.cli.declaring import option
from mdwx.cli.language import said
from mdwx.cli.machine import machine_marks
from mdwx.cli.marks import Mark
from mdwx.cli.replies import Reply
from mdwx.cli.run import Run, command
from mdwx.cli.terminal import HINT
from mdwx.config import Account
from mdwx.errors import MdwxError, RemoteError
from mdwx.model import Text

if TYPE_CHECKING:
    from mdwx.publish import Desk

__all__ = ["doctor"]

COUNTED = (
    "media/uploadimg",
    "material/add_material",
    "draft/add",
    "draft/update",
    "freepublish/submit",
)
"""What a run calls most, or what its success hangs on."""


@command(
    "doctor",
    zh="检查环境、主题、字体、密钥、白名单、发布权限和配额",
    en="Say what works: Python, theme, fonts, extras, credentials, IP allow-list, "
    "permission to publish, quotas.",
)
@option("--account", metavar="NAME", zh="用哪个账号", en="the account to look at")
@option(
    "--renew",
    is_flag=True,
    zh="强制换一个 access_token（其他机器上的立即失效）",
    en="force a new access_token; those of other machines die at once",
)
def doctor(run: Run, *, account: str | None, renew: bool) -> Reply:
    from mdwx.dispatch import open_desk

    reply = Reply()
    marks = list(machine_marks(run.config, run.env))
    # Without a ledger nothing is asked of anybody.
    unusable = any(mark.name == "ledger" and not mark.ok for mark in marks)
    for one in () if unusable else accounts_of(run, account):
        with open_desk(run.config, one, env=run.env, clock=run.clock) as desk:
            desk.asks_anyway = True
            marks += account_marks(desk, renew=renew)
            reply.requests += desk.requests
        reply.account = one.name if reply.account is None else reply.account
    for mark in marks:
        run.terminal.print(mark.line)
        if mark.hint is not None:
            run.terminal.print(f"    {said(HINT)}{said(mark.hint)}")
    reply.more = {"marks": [mark.fields for mark in marks]}
    codes = (mark.error.exit_code for mark in marks if mark.error is not None)
    reply.code = next(codes, 0)
    return reply


def accounts_of(run: Run, flag: str | None) -> list[Account]:
    """The account that is named, or all there are."""
    if flag is None and run.config.accounts:
        return list(run.config.accounts.values())
    return [run.account(flag)]


def account_marks(desk: Desk, *, renew: bool) -> Iterator[Mark]:
    """Ask the account one thing after the other; the first no ends it."""
    from mdwx.publish import forget_quota

    name = desk.account.name
    if renew:
        yield asked(f"{name} access_token", lambda: renewed(desk))
    reached = asked(f"{name} credentials", lambda: probed(desk))
    yield reached
    if reached.error is not None:
        return
    yield asked(f"{name} publishing", lambda: right_to_publish(desk))
    for what, look in (
        ("drafts", lambda: number(desk.client.count_drafts())),
        ("materials", lambda: number(desk.client.count_materials())),
    ):
        yield asked(f"{name} {what}", look)
    left: list[int] = []
    for endpoint in COUNTED:
        yield asked(f"{name} quota {endpoint}", partial(quota, desk, endpoint, left))
    if len(left) == len(COUNTED) and all(left):
        # Somebody cleared the quotas, or the next day has begun.
        forget_quota(desk)


def asked(name: str, look: Callable[[], Text]) -> Mark:
    """A mark of what an account answers, or of why it does not."""
    from mdwx.wechat.errcodes import API_UNAUTHORIZED

    try:
        return Mark(name, look())
    except MdwxError as error:
        # An account that may not publish is no failure: its drafts are the end.
        stops = not (
            isinstance(error, RemoteError) and error.errcode == API_UNAUTHORIZED
        )
        return Mark(
            name,
            error.problem,
            ok=False,
            hint=error.hint,
            error=error if stops else None,
        )


def renewed(desk: Desk) -> Text:
    """Force a new access_token."""
    if desk.client.renew():
        return Text(zh="已换新", en="renewed")
    return Text(zh="没有换：30 秒内换过", en="unchanged: it was renewed within 30 s")


def probed(desk: Desk) -> Text:
    """Make the cheapest call that needs everything to be in order."""
    desk.client.probe()
    return Text(
        zh=f"{desk.account.key}：密钥和 IP 白名单都没问题",
        en=f"{desk.account.key}: secret and IP allow-list are in order",
    )


def right_to_publish(desk: Desk) -> Text:
    """Whether this account may publish by API."""
    if desk.account.kind == "personal":
        return Text(zh="个人账号，到草稿箱为止", en="personal: ends at the draft box")
    desk.client.list_published(0, 1)
    if not desk.may_publish:
        # The list came, so the right is there again: the account was verified.
        desk.forget_unauthorized()
    return Text(zh="可以用接口发布", en="may publish by API")


def number(count: int) -> Text:
    """A count, the same in both languages."""
    return Text(zh=str(count), en=str(count))


def quota(desk: Desk, endpoint: str, left: list[int]) -> Text:
    """How many calls of an endpoint today still allows; noted in ``left`` too."""
    told = desk.client.quota(f"/cgi-bin/{endpoint}")
    left.append(told.remain)
    return Text(
        zh=f"今天还剩 {told.remain}，共 {told.daily_limit}",
        en=f"{told.remain} of {told.daily_limit} left today",
    )

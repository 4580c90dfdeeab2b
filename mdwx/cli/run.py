"""What every command has in common: its site, its options, its one reply."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mdwx.cli import again
from mdwx.cli.bugs import redact_logs
from mdwx.cli.declaring import MANY, Command, Param, argument, option
from mdwx.cli.language import both
from mdwx.cli.replies import Reply
from mdwx.cli.stopping import Stop
from mdwx.cli.terminal import Terminal
from mdwx.clock import Clock
from mdwx.config import Account, Config, choose_account, read_config
from mdwx.errors import MdwxError, UsageError
from mdwx.model import Post, Text
from mdwx.outcome import Outcome
from mdwx.records import dataclass
from mdwx.stand import Table

if TYPE_CHECKING:
    from mdwx.publish import Desk
    from mdwx.wechat.rehearsal import Call

__all__ = [
    "Run",
    "account_option",
    "command",
    "dry_run_option",
    "line_options",
    "paths_argument",
]


WRITTEN: Final = ("article.html", "article.json", "index.html")
"""What a built post leaves in its folder, beside its pictures."""


@dataclass(slots=True)
class Run:
    """One call of one command."""

    command: str
    terminal: Terminal
    start: Path
    """Where the site is looked for."""
    env: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stop: Stop = field(default_factory=Stop)
    """Whether a person wants it to end; every wait listens to it."""
    ignore_quota: bool = False
    """Whether WeChat is asked though it said that today's calls are used up."""
    asked: int = 0
    """Calls of WeChat's API that were made before the sending began."""
    calls: list[Call] | None = None
    """With ``--dry-run``, the requests that would be sent."""
    desks: list[Desk] = field(default_factory=list)
    """Of the accounts at work, for what is told when a command stops."""
    seen: Table | None = None
    """How the site stood when the command began, if that was looked at."""
    _config: Config | None = None

    @property
    def clock(self) -> Clock:
        """The time, and waits that a person may end."""
        return self.stop

    @property
    def config(self) -> Config:
        """The site, read when first needed."""
        if self._config is None:
            if not self.start.is_dir():
                raise UsageError(
                    Text(zh=f"没有文件夹 {self.start}", en=f"no folder {self.start}"),
                    hint=Text(zh="检查 --site", en="check --site"),
                )
            self._config = read_config(self.start, env=self.env)
        return self._config

    @property
    def has_site(self) -> bool:
        """Whether the command was about a site so far."""
        return self._config is not None

    def account(self, flag: str | None, post: Post | None = None) -> Account:
        """The account that a post, or a command without one, goes to."""
        return choose_account(self.config, flag=flag, post=post)

    def posts(
        self, paths: Sequence[str], *, whole_bundles: bool = True
    ) -> list[Post | Outcome]:
        """The posts that the command line names."""
        from mdwx.site import find_posts

        return find_posts(self.config, paths, whole_bundles=whole_bundles)

    def heads(self, paths: Sequence[str]) -> list[Post | Outcome]:
        """The same, without their bodies."""
        from mdwx.files import read_head
        from mdwx.site import find_posts

        return find_posts(self.config, paths, read=read_head)

    @contextmanager
    def rehearsing(self, wanted: bool) -> Iterator[None]:
        """Work on copies, over a line that leads nowhere, if that is wanted."""
        if not wanted:
            yield
            return
        from mdwx.dispatch.rehearsal import rehearsed

        self.calls = []
        with rehearsed(self.config) as config:
            self._config = config
            yield

    def perform(self, work: Callable[..., Reply], given: dict[str, Any]) -> Reply:
        """Do the work of a command with its options, and tell why it could not."""
        self.ignore_quota = given.pop("ignore_quota", False)
        try:
            with self.rehearsing(given.pop("dry_run", False)):
                reply = work(self, **given)
        except MdwxError as error:
            reply = self.stopped(error)
        reply.calls = self.calls
        if reply.error is not None:
            self.terminal.error(reply.error)
        return reply

    def stopped(self, error: MdwxError) -> Reply:
        """The answer of a command that could not go on, with what it did until then."""
        return Reply(
            account=",".join(desk.account.name for desk in self.desks) or None,
            requests=sum(desk.requests for desk in self.desks),
            error=error,
        )


def command(name: str, *, zh: str, en: str) -> Callable[..., Command]:
    """Make a function a command: it takes a ``Run`` and gives a ``Reply``."""

    def decorate(function: Callable[..., Reply]) -> Command:
        own: tuple[Param, ...] = vars(function).get("params", ())
        return Command(name, both(zh, en), (*own, *COMMON), function)

    return decorate


def carry_out(
    command: Command,
    given: dict[str, Any],
    *,
    words: Sequence[str],
    seen: Table | None = None,
) -> int:
    """Do what a command was given, in these ``words``; its exit code."""
    redact_logs()
    began_ns = time.time_ns()
    json, quiet, verbose, site = (given.pop(it.name) for it in COMMON)
    terminal = Terminal(json, quiet, verbose)
    stop = Stop(quiet=quiet or json)
    run = Run(command.name, terminal, Path(site), stop=stop, seen=seen)
    reply = run.perform(command.work, given)
    run.terminal.answer(lambda: reply.fields(command.name))
    if reply.is_stopped:
        return run.stop.exit_code
    remember(run, reply, words, began_ns=began_ns)
    return reply.exit_code


def remember(run: Run, reply: Reply, words: Sequence[str], *, began_ns: int) -> None:
    """Let the next call say the same, if nothing changes until then."""
    from mdwx.plugins import offered

    if not run.has_site or not is_lasting(reply):
        return
    if run.config.ledger is not None or offered("mdwx.markdown"):
        # What lies elsewhere cannot be compared.
        return
    root, output = str(run.config.root), run.config.site.output
    call = again.Call(words, root, output, began_ns, run.seen)
    answer = again.Answer(run.terminal.heard, reply.exit_code)
    again.keep(call, answer, made=written(run.config, reply))


def written(config: Config, reply: Reply) -> Iterator[str]:
    """What a command wrote, from the site's root."""
    pages = [outcome.article for outcome in reply.outcomes if outcome.article]
    if pages:
        yield f"{config.site.output}/index.html"
    for folder in (str(page.parent) for page in pages):
        yield from (f"{folder}/{name}" for name in WRITTEN)
        if os.path.isdir(f"{config.root}/{folder}/images"):
            yield f"{folder}/images"


def is_lasting(reply: Reply) -> bool:
    """Whether it followed from files alone: no network had a part in it."""
    if reply.error or reply.requests or reply.calls is not None:
        return False
    # A picture that could not be had today may be there tomorrow.
    return not any(
        outcome.error or any(it.code.startswith("R") for it in outcome.findings)
        for outcome in reply.outcomes
    )


paths_argument = argument("paths", nargs=MANY, metavar="[PATH]...")
"""Posts, folders or globs; none is the whole site."""

account_option = option(
    "--account", metavar="NAME", zh="用哪个账号", en="the account to use"
)

dry_run_option = option(
    "--dry-run",
    is_flag=True,
    zh="只列出会发的请求，不发送，也不写任何文件",
    en="print the requests that would be sent; send and write nothing",
)

line_options = option(
    "--ignore-quota",
    is_flag=True,
    zh="微信说今天的次数用完了也照样请求",
    en="ask though WeChat said that today's calls are used up",
)
"""The options about asking WeChat at all; they end up in the ``Run``."""


@option("--json", is_flag=True, zh="输出一个 JSON 对象", en="print one JSON object")
@option("--quiet", is_flag=True, zh="只说错误", en="say errors only")
@option("--verbose", is_flag=True, zh="多说一些", en="say more")
@option(
    "--site",
    default=".",
    metavar="DIR",
    zh="站点文件夹，默认从当前文件夹往上找",
    en="the site's folder; by default found upwards from here",
)
def common() -> None:
    """Carry the options that every command takes, the last in its help."""


COMMON: Final[tuple[Param, ...]] = vars(common)["params"]

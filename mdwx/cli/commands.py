"""click, speaking both languages and loading a command only when it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from mdwx.cli.language import both, said
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.spelling import did_you_mean

if TYPE_CHECKING:
    from mdwx.cli.replies import Reply

__all__ = ["Command", "Group", "option", "said_of_click"]

OPTIONS = both("选项", "Options")
COMMANDS = both("命令", "Commands")
USAGE = both("用法：", "Usage: ")
HELP = both("显示这份说明", "show this help")


class Option(click.Option):
    """An option whose help is there in both languages."""

    def __init__(self, *args: Any, about: Text, **kwargs: Any) -> None:
        kwargs["help"] = about.en
        super().__init__(*args, **kwargs)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = said(self.about)
        return super().get_help_record(ctx)


class Command(click.Command):
    """A command whose help is there in both languages."""

    def __init__(
        self,
        *args: Any,
        about: Text,
        work: Callable[..., Reply] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.work = work
        """What it does, for a ``Run`` and the options of its own."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=said(USAGE))

    def format_help_text(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said(self.about))

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        options = [it for it in self.get_params(ctx) if isinstance(it, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section(said(OPTIONS)):
            formatter.write_dl([record for record in records if record is not None])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = said(HELP)
        return option


class Group(Command, click.Group):
    """Commands by name, each in a module of its own that loads when called."""

    def __init__(
        self, *args: Any, table: Mapping[str, tuple[str, Text]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        """For each name, the module that holds it and its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        module, _ = self.table[cmd_name]
        command = getattr(import_module(module), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.table and not name.startswith("-"):
            raise UsageError(
                Text(zh=f"没有命令 {name}", en=f"no command is called {name}"),
                hint=did_you_mean(name, self.table)
                or Text(zh="运行 mdwx --help", en="run mdwx --help"),
            )
        return super().resolve_command(ctx, args)

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(said(COMMANDS)):
            formatter.write_dl(
                [(name, said(about)) for name, (_, about) in self.table.items()]
            )


def option(*names: str, zh: str, en: str, **kwargs: Any) -> Callable[..., Any]:
    """An option of a command, with its help."""
    return click.option(*names, cls=Option, about=both(zh, en), **kwargs)


def said_of_click(error: click.ClickException) -> UsageError:
    """What click found wrong with the command line, as an error of ours."""
    problem = error.format_message().strip().rstrip(".")
    zh = en = problem[:1].lower() + problem[1:]
    hint = None
    if isinstance(error, click.NoSuchOption):
        zh, en = f"没有选项 {error.option_name}", f"no option {error.option_name}"
        known = error.possibilities or _options(error.ctx)
        hint = did_you_mean(error.option_name, known)
    elif isinstance(error, click.MissingParameter):
        name = _name_of(error)
        zh, en = f"缺少 {name}", f"{name} is missing"
    elif isinstance(error, click.BadParameter):
        name = _name_of(error)
        wanted = _wanted(error.param) or error.message
        zh, en = f"{name} 的值不对：{wanted}", f"bad {name}: {error.message}"
    return UsageError(Text(zh=zh, en=en.rstrip(".")), hint=hint or _see_help(error))


def _name_of(error: click.BadParameter) -> str:
    """An option by its name, an argument as the help shows it."""
    if error.param is None or error.ctx is None:
        return "?"
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx)


def _wanted(param: click.Parameter | None) -> str | None:
    """In Chinese, what a value must be; click says it in English alone."""
    kind = param.type if param else None
    if isinstance(kind, click.Choice):
        return f"应当是 {'、'.join(map(str, kind.choices))} 之一"
    if isinstance(kind, click.IntRange | click.FloatRange):
        bounds = f"，不小于 {kind.min:g}" if kind.min is not None else ""
        bounds += f"，不大于 {kind.max:g}" if kind.max is not None else ""
        number = "整数" if isinstance(kind, click.IntRange) else "数"
        return f"应当是{number}{bounds}"
    return None


def _options(ctx: click.Context | None) -> list[str]:
    if ctx is None:
        return []
    return [name for param in ctx.command.get_params(ctx) for name in param.opts]


def _see_help(error: click.ClickException) -> Text | None:
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return None
    path = ctx.command_path
    return Text(zh=f"运行 {path} --help", en=f"run {path} --help")

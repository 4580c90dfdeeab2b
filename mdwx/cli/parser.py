"""click, speaking both languages and loading a command only when it is called."""

from __future__ import annotations

from typing import Any

import click

import mdwx
from mdwx.cli import declaring
from mdwx.cli.commands import COMMANDS, load
from mdwx.cli.language import both, said
from mdwx.cli.run import carry_out
from mdwx.errors import UsageError
from mdwx.model import Text
from mdwx.spelling import did_you_mean

__all__ = ["group", "parse"]

OPTIONS = both("选项", "Options")
COMMANDS_WORD = both("命令", "Commands")
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

    def __init__(self, *args: Any, about: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

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
    """All commands, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return click_command(load(cmd_name)) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise UsageError(
                Text(zh=f"没有命令 {name}", en=f"no command is called {name}"),
                hint=did_you_mean(name, COMMANDS)
                or Text(zh="运行 mdwx --help", en="run mdwx --help"),
            )
        return super().resolve_command(ctx, args)

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(said(COMMANDS_WORD)):
            formatter.write_dl(
                [(name, said(about)) for name, about in COMMANDS.items()]
            )


def parse(words: list[str]) -> int:
    """Have click read a command line and carry it out; the exit code."""
    try:
        code = group().main(words, prog_name="mdwx", standalone_mode=False, obj=words)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        raise said_of_click(error) from None
    return code if isinstance(code, int) else 0


def group() -> Group:
    """The command that all others belong to."""
    version = Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_version,
        about=both("显示版本号", "show the version"),
    )
    return Group(
        "mdwx",
        about=both("把 Markdown 变成微信公众号文章", "Markdown to WeChat articles"),
        params=[version],
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    """Say the version and leave."""
    if value and not ctx.resilient_parsing:
        click.echo(f"mdwx {mdwx.__version__}")
        ctx.exit()


def click_command(command: declaring.Command) -> Command:
    """A command as click takes it."""

    def perform(**given: Any) -> int:
        words = click.get_current_context().find_root().obj
        return carry_out(command, given, words=words)

    return Command(
        command.name,
        params=[click_param(it) for it in command.params],
        callback=perform,
        about=command.about,
    )


def click_param(param: declaring.Param) -> click.Parameter:
    """An option or an argument as click takes it."""
    settings = dict(param.settings)
    if param.kind is not None:
        settings["type"] = getattr(click, param.kind.name)(*param.kind.args)
    if param.about is None:
        return click.Argument(param.names, **settings)
    return Option(param.names, about=param.about, **settings)


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

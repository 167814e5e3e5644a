"""The command line: one table of commands, each loaded only when it is asked for."""

import errno
import importlib
import importlib.metadata
import os
import sys
import tomllib
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

import click

from commands import kept
from commands.outages import first_line, outages
from config import ROOT, SettingsError
from workflows.errors import DomainError

REFUSED = 2  # the exit status of every error that is a sentence
INTERRUPTED = 130  # as shells report a program that Ctrl-C ended


class Entry(NamedTuple):
    """One command: where it lives, its line in the list (none hides it), whether it joins a local launch."""

    name: str
    target: str
    help: str
    joins_launch: bool = True


COMMANDS = (
    Entry("up", "commands.up:up", "Start everything on this machine and supervise it.", joins_launch=False),
    Entry("test", "commands.test:test", "Run every check: style, types, layers, tests.", joins_launch=False),
    Entry("doctor", "commands.doctor:doctor", "Say what works and what does not."),
    Entry(
        "attendance",
        "commands.attendance:attendance",
        "Read a meeting program's attendance report.",
        joins_launch=False,
    ),
    Entry(
        "extract",
        "commands.extract:extract",
        "Compute indicators from an extract of the case database.",
        joins_launch=False,
    ),
    Entry("smart", "commands.smart:smart", "Judge a goal by the SMART rules.", joins_launch=False),
    Entry("labs", "commands.labs:labs", "", joins_launch=False),
    Entry("lifecycle", "commands.reference:lifecycle", "Show the lifecycle's table.", joins_launch=False),
    Entry("docs", "commands.reference:docs", "Write the pages of docs/ that the tables make.", joins_launch=False),
    Entry("user", "commands.user:user", "Add and list the people who can sign in."),
    Entry("library", "commands.library:library", "Bring the starting shelf into the library."),
    Entry("pictures", "commands.pictures:pictures", "Take the README's pictures anew.", joins_launch=False),
    Entry("migrate", "commands.prepare:migrate", "Bring the database to the newest schema."),
    Entry("prepare", "commands.prepare:prepare", ""),
    Entry("web", "commands.serve:web", "Run the web server alone."),
    Entry("worker", "commands.serve:worker", "Run one worker alone."),
    Entry("scheduler", "commands.serve:scheduler", "Run the scheduler alone."),
)


class CommandLine(click.Group):
    """Loads commands by name, and says every error in one sentence on standard error."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = next((entry for entry in COMMANDS if entry.name == cmd_name), None)
        if entry is None:
            return None
        if entry.joins_launch and not ctx.resilient_parsing:
            kept.join_launch(os.environ)
        module, attribute = entry.target.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.help) for entry in COMMANDS if entry.help])

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run the command named by `args` and exit: 0 done, 2 refused with a sentence, 130 interrupted."""
        extra["standalone_mode"] = False
        try:
            status = super().main(args=args, prog_name=prog_name or "accompany", **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else "", err=True)
            sys.exit(REFUSED)
        except click.ClickException as error:
            refuse(error.format_message())
        except (DomainError, SettingsError) as error:
            refuse(str(error))
        except click.Abort:
            sys.exit(INTERRUPTED)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of a pipe, such as `head`, had enough
                sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - so that Python can flush at exit
                sys.exit(1)
            refuse(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))
        except outages() as error:
            refuse(f"A service is not available: {first_line(error)}")
        sys.exit(status if isinstance(status, int) else 0)


def refuse(sentence: str) -> NoReturn:
    """Say `sentence` on standard error and exit with status 2."""
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(REFUSED)


def _say_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """The version of the checkout, or of the installed package where there is no checkout."""
    if not wanted or ctx.resilient_parsing:
        return
    declared = ROOT / "pyproject.toml"
    if declared.is_file():
        version = tomllib.loads(declared.read_text(encoding="utf-8"))["project"]["version"]
    else:
        version = importlib.metadata.version("accompany")
    click.echo(version)
    ctx.exit()


@click.command(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Say it.")
def main() -> None:
    """Accompany runs a program year for a national network and its affiliates."""

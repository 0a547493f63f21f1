"""The app: global options, the commands by name, and the exit of the process."""

from __future__ import annotations

import io
import os
import sys
import warnings
from contextlib import redirect_stderr, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
from click.shell_completion import CompletionItem, get_completion_class
from qrt_client._version import API_VERSION

from qrt_facade._version import __version__
from qrt_facade.cli.errors import CommandError, Exit
from qrt_facade.cli.options import CommonOptions, common_options
from qrt_facade.cli.signals import ENDING, handled, interrupt
from qrt_facade.cli.streams import abandon, data_written, prepare, say
from qrt_facade.cli.words import of_usage

if TYPE_CHECKING:
    from collections.abc import Sequence


_COMPLETING: Final = "_QRT_COMPLETE"
"""Environment variable with which a shell requests completions; click derives it from the program's name."""


class Entry(NamedTuple):
    """Location of a command, and its line in the help of `qrt`.

    Attributes:
        module: Its module in `qrt_facade.cli.commands`, where it has the command's name.
        summary: First sentence of its own help, repeated here so that `qrt --help` imports no command.
    """

    module: str
    summary: str


SECTIONS: Final = {
    "Circuits and jobs": {
        "run": Entry("run", "Run a circuit: submit it, wait for its end, show counts or expectation values."),
        "jobs": Entry("jobs", "List the jobs of the instance, or only yours (--mine), newest first."),
        "job": Entry(
            "jobs",
            "Show a job, wait for it, fetch its result, cancel or delete it, read its logs, metrics and tags.",
        ),
        "session": Entry("session", "Open, show, close and cancel sessions and batches."),
        "sweep": Entry(
            "sweep", "Show the state of a sweep: counts by state, its usage so far, and what failed and why."
        ),
    },
    "The instance": {
        "backends": Entry("backends", "List the backends, or show one with a map of its qubits."),
        "usage": Entry("account", "Show what the instance has used in the current period."),
        "workloads": Entry(
            "account", "List jobs, sessions, batches and function runs of the whole instance."
        ),
        "versions": Entry("account", "List the API versions, and when the deprecated ones may end."),
    },
    "Set-up": {
        "login": Entry(
            "login",
            "Check an API key and an instance, and save them so that only you can read them (mode 0600).",
        ),
        "accounts": Entry("login", "List the saved accounts, without their keys."),
        "logout": Entry("login", "Remove a saved account."),
        "doctor": Entry(
            "doctor",
            "Check the environment, the credentials, the service, the clock and the versions; changes nothing.",
        ),
        "serve": Entry("serve", "Run a local emulator of the service until Ctrl-C."),
    },
}
"""Sections of the help and their commands, in the order in which users need them."""

COMMANDS: Final = {name: entry for section in SECTIONS.values() for name, entry in section.items()}

_FIRST_STEPS: Final = """\b
First steps, without an account:
  qrt run --local FILE.qasm       run a circuit on an emulator on this machine
  qrt backends --local ibm_fez    look at a device
With an account:
  qrt login                       check and save your API key
  qrt run FILE.qasm -b NAME       run a circuit; Ctrl-C leaves the job running
  qrt jobs                        see your jobs
"""


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"qrt_facade.cli.commands.{COMMANDS[cmd_name].module}")
        found: click.Command = getattr(module, cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the commands by section."""
        width = max(map(len, COMMANDS))
        for title, entries in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), entry.summary) for name, entry in entries.items()])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands before the options, which newcomers need less."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name, or an option."""
        names = [
            CompletionItem(name, help=entry.summary)
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


def _show_completion(context: click.Context, _: click.Parameter, shell: str | None) -> None:
    if shell is None or context.resilient_parsing:
        return
    completion = get_completion_class(shell)
    if completion is not None:
        click.echo(completion(context.command, {}, "qrt", _COMPLETING).source())
    context.exit()


_EPILOG: Final = "\n\n".join(
    [
        "\b\nExit codes:\n" + "\n".join(f"  {code.value:<5}{code.meaning}" for code in Exit),
        "The options above may also follow a command's name. NO_COLOR and the terminal's width are respected.",
    ]
)


@click.group(
    "qrt",
    cls=LazyGroup,
    help="IBM's Qiskit Runtime from the command line: run circuits, manage jobs, see what they cost.\n\n"
    + _FIRST_STEPS,
    subcommand_metavar="COMMAND [ARGS]...",
    epilog=_EPILOG,
    params=common_options(after_name=False),
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 110,
        "show_default": True,
    },
)
@click.version_option(
    f"{__version__} (API version {API_VERSION})",
    prog_name="qrt",
    message="%(prog)s %(version)s",
    help="Show the version.",
)
@click.option(
    "--show-completion",
    type=click.Choice(["bash", "zsh", "fish"]),
    metavar="SHELL",
    help='Show the completion script for bash, zsh or fish. In bash: eval "$(qrt --show-completion bash)".',
    callback=_show_completion,
    expose_value=False,
    is_eager=True,
)
@click.pass_context
def app(context: click.Context, /, **given: Any) -> None:
    """Store the options given before the command's name."""
    context.obj = CommonOptions(**given)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    warnings.showwarning = _show_warning
    prepare()
    if _COMPLETING in os.environ:
        return _complete()
    arguments = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    code: int = Exit.OK
    try:
        # Commands report output errors themselves; click writes help pages directly, and stdout is not flushed yet.
        with handled(interrupt, *ENDING), data_written():
            ended = app.main(args=arguments, prog_name="qrt", standalone_mode=False)
            code = ended if isinstance(ended, int) else Exit.OK
            sys.stdout.flush()
    except click.Abort:
        say("\nqrt: interrupted\n     nothing was changed")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        abandon(sys.stdout)  # the reader has closed the pipe
        return Exit.OTHER
    except CommandError as error:
        if not code:
            say(f"qrt: {error.what}\n     {error.remedy}")
        return code or error.code
    except click.ClickException as error:
        context = error.ctx if isinstance(error, click.UsageError) else None
        path = context.command_path if context else "qrt"
        # An argument that cannot be parsed may be a misplaced key.
        message = _redact(of_usage(error))
        say(f"qrt: {message}\n     `{path} --help` shows what is accepted")
        return Exit.USAGE
    return code


def _complete() -> int:
    """Answer a shell's request for completions; errors are never shown while the user is typing."""
    with suppress(Exception), redirect_stderr(io.StringIO()):
        app.main(args=[], prog_name="qrt", standalone_mode=False)
    return Exit.OK


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    say(f"qrt: note: {_redact(' '.join(str(message).split()))}")


def _redact(text: str) -> str:
    from qrt_facade._base.secrets import redact

    return redact(text)

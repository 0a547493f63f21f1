"""The app: global options, the groups of commands, and the way out of the process."""

from __future__ import annotations

import inspect
import io
import os
import sys
import warnings
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qrt_facade.cli.commands import (
    account,
    backends,
    doctor,
    jobs,
    login,
    run_circuit,
    serve,
    session,
)
from qrt_facade.cli.common import common_parameters, taken, with_parameters
from qrt_facade.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = "\n\n".join(
    [
        "\b\nExit codes:\n" + "\n".join(f"  {code.value:<5}{code.meaning}" for code in Exit),
        "The options above may also stand after a command's name. NO_COLOR and the width of the terminal are respected.",
    ]
)

app = typer.Typer(
    name="qrt",
    help="IBM's Qiskit Runtime from the command line: run circuits, look after jobs, see what they cost.",
    epilog=_EPILOG,
    # Help by rich would take longer to import than the rest of the command takes to run.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for group in (login, backends, run_circuit, jobs, session, account, serve, doctor):
    group.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from qrt_client._version import API_VERSION

        from qrt_facade import __version__

        typer.echo(f"qrt {__version__} (API version {API_VERSION})")
        raise typer.Exit


def _before_the_command(context: typer.Context, **arguments: Any) -> None:
    arguments.pop("version", None)
    context.obj = taken(arguments)


def _with_global_options() -> None:
    version = Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version.",
            callback=_print_version,
            is_eager=True,
        ),
    ]
    keyword = inspect.Parameter.KEYWORD_ONLY
    accepted = [
        inspect.Parameter("context", keyword, annotation=typer.Context),
        *common_parameters(of_command=False),
        inspect.Parameter("version", keyword, default=False, annotation=version),
    ]
    app.callback()(with_parameters(_before_the_command, accepted))


_with_global_options()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    warnings.showwarning = _show_warning
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Better a question mark than no output on a terminal that lacks a letter.
            stream.reconfigure(errors="replace")
    arguments = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    line = typer.main.get_command(app)
    try:
        code = line.main(args=arguments, prog_name="qrt", standalone_mode=False)
        sys.stdout.flush()
    except typer.Abort:
        sys.stderr.write("\nqrt: interrupted\n     nothing was changed\n")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read has gone; the interpreter would fail once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OTHER
    except Exception as error:
        # typer's own errors have no public base class that all its versions share.
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        path = getattr(getattr(error, "ctx", None), "command_path", "qrt")
        sys.stderr.write(f"qrt: {' '.join(message().split())}\n     `{path} --help` tells what is accepted\n")
        return Exit.USAGE
    return code if isinstance(code, int) else Exit.OK


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    sys.stderr.write(f"qrt: note: {' '.join(str(message).split())}\n")

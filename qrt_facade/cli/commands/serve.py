"""`qrt serve`: the emulator in the foreground."""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import click

from qrt_facade.cli.connect import api_key_of
from qrt_facade.cli.errors import CommandError
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.kinds import OfAny, Place
from qrt_facade.cli.signals import ENDING, handled
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, Options, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade.emulator import Emulator, LogFormat


_PORT: Final = 8000


def _options() -> list[click.Parameter]:
    """Return the emulator's options, except those that every command has."""
    made: list[click.Parameter] = []
    for option in Options.on_command_line():
        if option.name in {"api_key", "instance"}:
            continue
        text, default = option.help, option.default
        if option.name == "port":
            text, default = f"{option.meaning} (default: {_PORT})", _PORT
        settings: dict[str, Any] = {"help": text[0].upper() + text[1:], "show_default": False}
        if option.is_switch:
            settings |= {"is_flag": True, "callback": _switched_off}
        else:
            read = (
                Place()
                if option.kind.metavar in {"DIR", "FILE"}
                else _Checked(option.kind.read, option.kind.accepts, option.kind.description)
            )
            kind = click.Choice(option.kind.choices) if option.kind.choices else read
            settings |= {"type": kind, "metavar": option.kind.metavar, "default": default}
        made.append(click.Option([option.flag, option.name], **settings))
    made.append(click.Option(["--quiet"], is_flag=True, help="Do not print a line for each call on stderr."))
    formats = click.Choice(["text", "json"])
    words = "Format of calls on stderr: text, or json for one object per line (default: text)"
    made.append(click.Option(["--log-format"], type=formats, default="text", show_default=False, help=words))
    return made


class _Checked(OfAny):
    """A value of one of the emulator's options."""

    name = "value"

    def __init__(self, read: Callable[[str], Any], accepts: Callable[[Any], bool], words: str) -> None:
        self._read, self._accepts = read, accepts
        # TOML and JSON have null; the command line does not.
        self._words = re.sub(r",? or null", "", words)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Parse the text of a value; a default is returned unchanged."""
        if not isinstance(value, str):
            return value
        if not value.strip():
            self.fail(f"{value!r}: expected {self._words}", param, ctx)
        try:
            read = self._read(value)
        except ValueError:
            self.fail(f"{value!r}: expected {self._words}", param, ctx)
        if not self._accepts(read):
            self.fail(f"{value}: expected {self._words}", param, ctx)
        return read


def _switched_off(_context: click.Context, _option: click.Parameter, given: bool) -> bool:
    return not given


@command("serve", params=_options())
def serve(cli: Cli, /, *, quiet: bool, log_format: LogFormat, **options: Any) -> None:
    """Run a local emulator of the service until Ctrl-C.

    Use it with `qrt ... --url ADDRESS`. Nothing is sent to IBM. --api-key and --instance set what it
    accepts; by default a fake key and CRN, which it prints. Each call is logged on stderr, and shown in full on the
    page /calls.
    """
    try:
        emulator = start(api_key=api_key_of(cli.common), instance=cli.common.instance, **options)
    except ValueError as error:
        of_port = isinstance(error, OSError)
        hint = "--port 0 uses a free port" if of_port else "`qrt serve --help` shows what is accepted"
        raise CommandError(f"the emulator cannot start: {error}", hint) from error
    finished = threading.Event()

    def finish(*_: object) -> None:
        finished.set()

    # Install handlers before the announcement: a program that waits for it may stop the process immediately.
    with emulator, handled(finish, signal.SIGINT, *ENDING):
        if not quiet:
            emulator.print_calls(log_format=log_format)
        _announce(cli, emulator)
        # A wait without a timeout could not be interrupted on every platform.
        while not finished.wait(1.0):
            pass
    cli.note("the emulator has stopped")


def _announce(cli: Cli, emulator: Emulator) -> None:
    # Values chosen by the caller are not repeated: a key must not be shown. The emulator's own gives access to nothing
    # else.
    key = DEFAULT_API_KEY if emulator.api_key == DEFAULT_API_KEY else None
    instance = DEFAULT_INSTANCE if emulator.instance == DEFAULT_INSTANCE else None
    ready = {"url": emulator.url, "api_key": key, "instance": instance}
    if cli.common.json:
        # On one line, because readers wait for a line and not for the end.
        cli.output.text(json.dumps(ready))
    else:
        cli.output.text(f"emulator at {emulator.url} (Ctrl-C stops it)")
        cli.output.text(f"  qrt backends --url {emulator.url}")
        for name, value in (("api key ", key), ("instance", instance)):
            cli.output.text(f"  {name}  {value or 'the one you passed'}")
    sys.stdout.flush()

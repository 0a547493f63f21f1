"""`python -m qrt_facade.emulator`: an emulator in the foreground."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from qrt_facade._base.loopback import is_loopback
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, Options, start
from qrt_facade.emulator.call_lines import LOG_FORMATS, json_message, log_as_json

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator
    from qrt_facade.emulator.call_lines import LogFormat

KEY_VARIABLE = "QRT_EMULATOR_API_KEY"
"""Holds the API key where a command line could be read by others."""


def main(arguments: list[str] | None = None) -> int:
    """Start, print the address, and serve until SIGTERM or SIGINT."""
    options = vars(_parser().parse_args(arguments))
    quiet, log_format = options.pop("quiet"), options.pop("log_format")
    finished = threading.Event()
    # Before the start, which takes a second: the first process of a container ignores signals that it does not handle.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: finished.set())
    if log_format == "json":
        log_as_json(sys.stderr)
    report = _Report(log_format)
    try:
        emulator = start(**options)
    except (ImportError, ValueError, OSError, RuntimeError) as error:
        needs_key = not is_loopback(options["host"]) and options["api_key"] is None
        hint = f" (--api-key, or {KEY_VARIABLE} in the environment)" if needs_key else ""
        report("error", f"{error}{hint}")
        return 1
    if not is_loopback(options["host"]):
        report(
            "warning",
            f"{options['host']} can be reached from other machines, and there is no TLS: the API key travels in the clear",
        )
    if not quiet:
        emulator.print_calls(log_format=log_format)
    _announce(emulator, options)
    if log_format == "json":
        report("info", "listening", url=emulator.url)
    # A wait without a timeout could not be interrupted on every platform.
    while not finished.wait(1.0):
        pass
    emulator.stop()
    if log_format == "json":
        report("info", "stopped")
    return 0


class _Report:
    """Writes to stderr what is no call: as a JSON line where calls are, else as text."""

    def __init__(self, log_format: LogFormat) -> None:
        self._json = log_format == "json"

    def __call__(self, level: str, message: str, **fields: object) -> None:
        """Write one message; `fields` are for JSON alone."""
        if self._json:
            line = json_message(level, message, **fields)
        else:
            line = f"qrt_facade.emulator: {'warning: ' if level == 'warning' else ''}{message}"
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _announce(emulator: Emulator, options: dict[str, Any]) -> None:
    """Print on stdout what a client needs, the address last: requests are answered by then."""
    lines: list[str] = []
    if options["api_key"] is None:
        lines.append(f"api key {DEFAULT_API_KEY}")
    if options["instance"] is None:
        lines.append(f"instance {DEFAULT_INSTANCE}")
    lines.append(f"listening on {emulator.url}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qrt_facade.emulator",
        description="A local emulator of the Qiskit Runtime REST API: IAM at /identity/token, the API under /api/v1.",
    )
    for option in Options.on_command_line():
        settings: dict[str, Any] = {"dest": option.name, "default": option.default, "help": option.help}
        if option.is_switch:
            settings["action"] = "store_false"
        else:
            kind = option.kind
            settings |= {"type": kind.read, "metavar": kind.metavar, "choices": kind.choices}
        if option.name == "api_key":
            settings["default"] = os.environ.get(KEY_VARIABLE)
            settings["help"] = (
                f"{option.meaning} (default: {KEY_VARIABLE} of the environment, else a fake one, printed)"
            )
        parser.add_argument(option.flag, **settings)
    parser.add_argument("--quiet", action="store_true", help="print no line for each call on stderr")
    parser.add_argument(
        "--log-format", choices=LOG_FORMATS, default="text",
        help="how calls and warnings are written on stderr: text, or json for one object a line (default: text)",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())

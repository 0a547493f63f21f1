"""`python -m qrt_facade.emulator`: run an emulator in the foreground."""

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
"""Environment variable with the API key, because other users of the machine can read a command line."""


def main(arguments: list[str] | None = None) -> int:
    """Start the emulator, print its address, and serve until SIGTERM or SIGINT."""
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
            f"other machines can reach {options['host']}, and there is no TLS: the API key is sent unencrypted",
        )
    if not quiet:
        emulator.print_calls(log_format=log_format)
    _announce(emulator, options)
    if log_format == "json":
        report("info", "listening", url=emulator.url)
    # Without a timeout the wait could not be interrupted on every platform.
    while not finished.wait(1.0):
        pass
    emulator.stop()
    if log_format == "json":
        report("info", "stopped")
    return 0


class _Report:
    """Writes messages other than calls to stderr, as JSON lines or as text like the calls."""

    def __init__(self, log_format: LogFormat) -> None:
        self._json = log_format == "json"

    def __call__(self, level: str, message: str, **fields: object) -> None:
        """Write one message; `fields` are written only as JSON."""
        if self._json:
            line = json_message(level, message, **fields)
        else:
            line = f"qrt_facade.emulator: {'warning: ' if level == 'warning' else ''}{message}"
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _announce(emulator: Emulator, options: dict[str, Any]) -> None:
    """Print to stdout what a client needs, the address last: by then the server accepts requests."""
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
                f"{option.meaning} (default: environment variable {KEY_VARIABLE}, else a fake key, which is printed)"
            )
        parser.add_argument(option.flag, **settings)
    parser.add_argument("--quiet", action="store_true", help="do not print a line for each call on stderr")
    parser.add_argument(
        "--log-format", choices=LOG_FORMATS, default="text",
        help="format of calls and warnings on stderr: text, or json for one object per line (default: text)",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())

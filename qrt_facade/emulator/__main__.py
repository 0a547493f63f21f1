"""`python -m qrt_facade.emulator`: an emulator in the foreground."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from typing import Any

from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, Options, start

KEY_VARIABLE = "QRT_EMULATOR_API_KEY"
"""Holds the API key where a command line could be read by others."""


def main(arguments: list[str] | None = None) -> int:
    """Start, print the address, and serve until SIGTERM or SIGINT."""
    options = vars(_parser().parse_args(arguments))
    quiet = options.pop("quiet")
    try:
        emulator = start(**options)
    except (ImportError, ValueError, OSError, RuntimeError) as error:
        sys.stderr.write(f"qrt_facade.emulator: {error}\n")
        return 1
    finished = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: finished.set())
    if not quiet:
        emulator.print_calls()
    lines = []
    if options["api_key"] is None:
        lines.append(f"api key {DEFAULT_API_KEY}")
    if options["instance"] is None:
        lines.append(f"instance {DEFAULT_INSTANCE}")
    lines.append(f"listening on {emulator.url}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    # A wait without a timeout could not be interrupted on every platform.
    while not finished.wait(1.0):
        pass
    emulator.stop()
    return 0


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
    return parser


if __name__ == "__main__":
    sys.exit(main())

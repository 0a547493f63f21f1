"""`qrt serve`: the emulator in the foreground."""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from qrt_facade.cli.connect import api_key_of
from qrt_facade.cli.errors import CommandError
from qrt_facade.cli.frame import Cli, command
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, Plan, start

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator


@command("serve")
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    help="TCP port; 0 takes a free one.",
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    help="Address to listen on; beyond loopback only with --api-key.",
)
@click.option(
    "--data",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Keep jobs in this folder; in memory when not given.",
)
@click.option("--plan", type=click.Choice(get_args(Plan)), default="paygo", help="Plan of the instance.")
@click.option("--backends", metavar="NAMES", help="Devices joined by commas, such as ibm_fez,ibm_torino.")
@click.option("--no-noise", is_flag=True, help="Simulate ideal devices.")
@click.option("--seed", metavar="N", type=int, help="Make results repeatable.")
@click.option(
    "--queue-seconds", metavar="SECONDS", type=float, default=0.2, help="Shortest time in the queue."
)
@click.option(
    "--run-seconds",
    metavar="SECONDS",
    default="0.1",
    help="Shortest time running; `qpu` lasts as long as the QPU would.",
)
@click.option("--token-seconds", metavar="SECONDS", type=int, default=3600, help="Life of an access token.")
@click.option("--workers", metavar="N", type=int, help="Simulation processes; one a core, two at most.")
@click.option("--lanes", metavar="N", type=int, default=5, help="Jobs that a device runs at once.")
@click.option(
    "--speed",
    metavar="FACTOR",
    type=float,
    default=1.0,
    help="How much faster than real time jobs and sessions go.",
)
@click.option("--rate-limit", metavar="N", type=int, help="Submissions a minute before 429.")
@click.option(
    "--scenario",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="TOML or JSON: states of devices, failures, HTTP faults.",
)
def serve(cli: Cli, /, *, no_noise: bool, run_seconds: str, **settings: Any) -> None:
    """Run a local emulator of the service until Ctrl-C.

    `qrt ... --url` with its address speaks to it. Nothing is sent to IBM. --api-key and --instance say what it
    accepts; it has its own of each otherwise.
    """
    try:
        emulator = start(
            api_key=api_key_of(cli.common),
            instance=cli.common.instance,
            noise=not no_noise,
            run_seconds=None if run_seconds == "qpu" else float(run_seconds),
            **settings,
        )
    except ValueError as error:
        raise CommandError(
            f"the emulator cannot start: {error}", "`qrt serve --help` tells what is accepted"
        ) from error
    except OSError as error:
        raise CommandError(
            f"the emulator cannot start: {error.strerror}", "--port 0 takes a free port"
        ) from error
    with emulator:
        _announce(cli, emulator)
        _until_told_to_stop()
    cli.note("the emulator has stopped")


def _announce(cli: Cli, emulator: Emulator) -> None:
    # What the caller chose is not repeated: a key belongs on no screen. The emulator's own opens nothing elsewhere.
    key = DEFAULT_API_KEY if emulator.api_key == DEFAULT_API_KEY else None
    instance = DEFAULT_INSTANCE if emulator.instance == DEFAULT_INSTANCE else None
    ready = {"url": emulator.url, "api_key": key, "instance": instance}
    if cli.common.json:
        # On one line, since whoever reads it waits for the line and not for the end.
        cli.output.text(json.dumps(ready))
    else:
        cli.output.text(f"emulator at {emulator.url} (Ctrl-C ends it)")
        cli.output.text(f"  qrt backends --url {emulator.url}")
        for name, value in (("api key ", key), ("instance", instance)):
            cli.output.text(f"  {name}  {value or 'the one you gave'}")
    sys.stdout.flush()


def _until_told_to_stop() -> None:
    finished = threading.Event()

    def finish(*_: object) -> None:
        finished.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, finish)
    # A wait without a timeout could not be interrupted on every platform.
    while not finished.wait(1.0):
        pass

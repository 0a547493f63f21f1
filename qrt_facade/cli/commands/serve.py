"""`qrt serve`: the emulator in the foreground."""

from __future__ import annotations

import json
import signal
import sys
import threading
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from qrt_facade.cli.common import Cli, command
from qrt_facade.cli.exits import Trouble

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator


class PlanName(StrEnum):
    """Plans that the emulator knows."""

    OPEN = "open"
    PAYGO = "paygo"
    FLEX = "flex"
    PREMIUM = "premium"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "serve")(serve)


def serve(
    cli: Cli,
    *,
    port: Annotated[
        int,
        typer.Option("--port", metavar="PORT", min=0, max=65535, help="TCP port; 0 takes a free one."),
    ] = 8000,
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS", help="Address to listen on; beyond loopback only with --api-key."
        ),
    ] = "127.0.0.1",
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="Keep jobs in this folder; in memory when not given."),
    ] = None,
    plan: Annotated[PlanName, typer.Option("--plan", help="Plan of the instance.")] = PlanName.PAYGO,
    backends: Annotated[
        str | None,
        typer.Option(
            "--backends", metavar="NAMES", help="Devices joined by commas, such as ibm_fez,ibm_torino."
        ),
    ] = None,
    no_noise: Annotated[bool, typer.Option("--no-noise", help="Simulate ideal devices.")] = False,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Make results repeatable.")] = None,
    queue_seconds: Annotated[
        float, typer.Option("--queue-seconds", metavar="SECONDS", help="Shortest time in the queue.")
    ] = 0.2,
    run_seconds: Annotated[
        str,
        typer.Option(
            "--run-seconds",
            metavar="SECONDS",
            help="Shortest time running; `qpu` lasts as long as the QPU would.",
        ),
    ] = "0.1",
    token_seconds: Annotated[
        int, typer.Option("--token-seconds", metavar="SECONDS", help="Life of an access token.")
    ] = 3600,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help="Simulation processes; one a core, two at most."),
    ] = None,
    lanes: Annotated[int, typer.Option("--lanes", metavar="N", help="Jobs that a device runs at once.")] = 5,
    speed: Annotated[
        float,
        typer.Option(
            "--speed", metavar="FACTOR", help="How much faster than real time jobs and sessions go."
        ),
    ] = 1.0,
    rate_limit: Annotated[
        int | None, typer.Option("--rate-limit", metavar="N", help="Submissions a minute before 429.")
    ] = None,
    scenario: Annotated[
        Path | None,
        typer.Option(
            "--scenario", metavar="FILE", help="TOML or JSON: states of devices, failures, HTTP faults."
        ),
    ] = None,
) -> None:
    """Run a local emulator of the service until Ctrl-C; `qrt ... --url` with its address speaks to it.

    Nothing is sent to IBM. --api-key and --instance say what it accepts; it has its own of each otherwise.
    """
    from qrt_facade.cli.connecting import key_of
    from qrt_facade.emulator import start

    try:
        emulator = start(
            port=port, host=host, data=data, api_key=key_of(cli.common), instance=cli.common.instance, plan=plan.value,
            backends=backends, noise=not no_noise, seed=seed, queue_seconds=queue_seconds,
            run_seconds=None if run_seconds == "qpu" else float(run_seconds), token_seconds=token_seconds,
            workers=workers, lanes=lanes, speed=speed, rate_limit=rate_limit, scenario=scenario,
        )  # fmt: skip
    except ValueError as error:
        raise Trouble(
            f"the emulator cannot start: {error}", "`qrt serve --help` tells what is accepted"
        ) from error
    except OSError as error:
        raise Trouble(f"the emulator cannot start: {error.strerror}", "--port 0 takes a free port") from error
    with emulator:
        _announce(cli, emulator)
        _until_told_to_stop()
    cli.note("the emulator has stopped")


def _announce(cli: Cli, emulator: Emulator) -> None:
    from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

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

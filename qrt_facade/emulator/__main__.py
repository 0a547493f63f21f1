"""`python -m qrt_facade.emulator`: an emulator in the foreground."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading

from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, start

KEY_VARIABLE = "QRT_EMULATOR_API_KEY"
"""Holds the API key where a command line could be read by others."""


def main(arguments: list[str] | None = None) -> int:
    """Start, print the address, and serve until SIGTERM or SIGINT."""
    options = _parser().parse_args(arguments)
    try:
        emulator = start(
            port=options.port, host=options.host, data=options.data, api_key=options.api_key, instance=options.instance,
            plan=options.plan, backends=options.backends, noise=not options.no_noise, seed=options.seed,
            queue_seconds=options.queue_seconds, run_seconds=options.run_seconds,
            token_seconds=options.token_seconds, workers=options.workers, rate_limit=options.rate_limit,
            speed=options.speed, lanes=options.lanes, scenario=options.scenario,
        )  # fmt: skip
    except (ImportError, ValueError, OSError, RuntimeError) as error:
        sys.stderr.write(f"qrt_facade.emulator: {error}\n")
        return 1
    finished = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: finished.set())
    lines = []
    if options.api_key is None:
        lines.append(f"api key {DEFAULT_API_KEY}")
    if options.instance is None:
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
    parser.add_argument("--port", type=int, default=0, help="TCP port; 0 takes a free one (default)")
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="address to bind (127.0.0.1); others need --api-key",
    )
    parser.add_argument("--data", metavar="DIR", help="keep jobs in this directory (default: in memory)")
    parser.add_argument(
        "--api-key", metavar="KEY", default=os.environ.get(KEY_VARIABLE),
        help=f"the API key to accept (default: {KEY_VARIABLE} of the environment, else a fake one, printed)",
    )  # fmt: skip
    parser.add_argument("--instance", metavar="CRN", help="the instance CRN, or several joined by commas")
    parser.add_argument("--plan", choices=("open", "paygo", "flex", "premium"), default="paygo")
    parser.add_argument(
        "--backends", metavar="NAMES", help="devices joined by commas, such as ibm_fez,ibm_torino"
    )
    parser.add_argument("--no-noise", action="store_true", help="simulate ideal devices")
    parser.add_argument("--seed", type=int, metavar="N", help="make results repeatable")
    parser.add_argument(
        "--queue-seconds", type=float, default=0.2, metavar="S", help="time in the queue (0.2)"
    )
    parser.add_argument("--run-seconds", type=_run_seconds, default=0.1, metavar="S",
                        help="shortest time Running (0.1); 'qpu' lasts as long as the QPU would")  # fmt: skip
    parser.add_argument(
        "--token-seconds", type=int, default=3600, metavar="S", help="life of an access token"
    )
    parser.add_argument(
        "--workers", type=int, metavar="N", help="simulation processes (default: cores, at most 2)"
    )
    parser.add_argument("--rate-limit", type=int, metavar="N", help="submissions a minute before 429")
    parser.add_argument("--speed", type=float, default=1.0, metavar="X",
                        help="how many times faster than real time jobs wait and run and sessions grow old")  # fmt: skip
    parser.add_argument(
        "--lanes", type=int, default=5, metavar="N", help="jobs that a device runs at once (5)"
    )
    parser.add_argument(
        "--scenario", metavar="FILE", help="TOML or JSON: states of devices, failures, HTTP faults"
    )
    return parser


def _run_seconds(text: str) -> float | None:
    return None if text == "qpu" else float(text)


if __name__ == "__main__":
    sys.exit(main())

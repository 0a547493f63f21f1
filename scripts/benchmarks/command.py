"""The command line of scripts/bench."""

from __future__ import annotations

import argparse
import pkgutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Effort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.table import Row

# Loaded by name, because the list is printed before the peers are installed.
BENCHMARKS = {
    "import": ("footprint:imports", "importing, making a client, `qrt --help`"),
    "listing": ("footprint:listing", "`qrt jobs` against a process that sends the same requests with httpx"),
    "memory": ("footprint:memory", "resident memory after import and one call"),
    "install": ("footprint:weight", "distributions and size of the base install"),
    "call": ("jobs:one_call", "one GET against httpx with a warm pool, sync and async; a list of 100 jobs"),
    "first": ("jobs:first_call", "a new process: import, client, token, one GET"),
    "job": ("jobs:one_job", "submit and wait for one job: requests and delay"),
    "programs": (
        "programs:ways",
        "samplers and estimators through the executor, against the service's own programs",
    ),
    "many": ("jobs:many_jobs", "500 jobs, of one and of different circuits: submit, wait, fetch"),
    "share": ("serving:share", "the emulator's own time for 500 jobs"),
    "crowd": ("serving:crowd", "the emulator with 200 clients: requests per second, p99"),
    "decode": ("values:decoding", "a million shots of 156 bits to arrays and counts"),
    "held": ("held:decoding", "peak memory while decoding results of 500 MB"),
    "encode": ("values:encoding", "a sweep of 10,000 points, a circuit of 5,000 gates"),
    "backend": ("values:backends", "parsing configuration and properties of 156 qubits"),
    "answers": ("answers:answers", "parsing responses: 1,000 jobs, 30 backends, usage by day"),
    "successor": ("successor:successor", "httpx2 against httpx: import, one call, 500 calls"),
    "regenerate": ("footprint:generation", "generating the client from the API's document"),
    "simulate": (
        "simulating:simulations",
        "wide and noisy circuits on the emulated device, against plain Aer",
    ),
    "growth": ("growing:growth", "time and memory as the number of shots and jobs grows"),
}


def load(name: str) -> Callable[[Effort], list[Row]]:
    """Import a benchmark, and its peers."""
    return pkgutil.resolve_name(f"benchmarks.{BENCHMARKS[name][0]}")  # type: ignore[no-any-return]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    options = argparse.ArgumentParser(
        prog="scripts/bench", description="Measure this project against its peers and the physical limit."
    )
    add = options.add_argument
    every = list(BENCHMARKS)
    add("--only", nargs="+", metavar="NAME", choices=every, default=every, help="benchmarks to run")
    add("--output", metavar="DIR", type=Path, help="write ours.json, peer.json and limit.json, for pyperf")
    add("--repeat", metavar="N", type=int, default=7, help="number of rounds (7); at least three")
    add("--quick", action="store_true", help="one round and small sizes, to check that it works")
    add(
        "--profile",
        metavar="DIR",
        type=Path,
        help="instead, sample where the time of import, first, many and share goes; writes stacks to DIR",
    )
    add("--list", action="store_true", help="list the benchmarks and exit")
    return options


def main(arguments: Sequence[str], load: Callable[[str], Callable[[Effort], list[Row]]] = load) -> int:
    """Run the selected benchmarks and print the table; progress and skipped benchmarks go to stderr."""
    options = parser().parse_args(arguments)
    if options.list:
        for name, (_, text) in BENCHMARKS.items():
            print(f"{name:12}{text}")
        return 0
    if options.profile:
        from benchmarks import profiling

        return profiling.main(options.profile, options.only)
    from benchmarks.table import as_markdown, save

    effort = Effort(options.repeat, options.quick)
    rows: list[Row] = []
    skipped = 0
    for name in options.only:
        begun = time.monotonic()
        print(f"{name} ...", end="", file=sys.stderr, flush=True)
        try:
            rows += load(name)(effort)
        except (
            ImportError,
            RuntimeError,
            EOFError,
        ) as error:  # EOFError: the emulator ended, and printed why
            skipped += 1
            print(f" skipped: {error!r}", file=sys.stderr, flush=True)
        else:
            print(f" {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    if rows and options.quick:
        print("One round of small sizes: these targets are not meaningful.\n")
    if rows:
        print(as_markdown(rows))
    if rows and options.output:
        save(rows, options.output)
    return 1 if skipped else 0

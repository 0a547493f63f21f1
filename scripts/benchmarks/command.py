"""The command line of scripts/bench."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from benchmarks import calling, coding, growing, installed, regenerating, running, starting
from benchmarks.measuring import Effort, machine
from benchmarks.table import as_json, as_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.table import Row

BENCHMARKS: dict[str, tuple[str, Callable[[Effort], list[Row]]]] = {
    "import": ("importing, making a client, `qrt --help`", starting.imports),
    "memory": ("resident memory after import and one call", starting.memory),
    "install": ("distributions and megabytes of the base install", installed.weight),
    "call": ("one GET beside httpx with a warm pool, sync and async", calling.one_call),
    "job": ("submit and wait, one job: requests and delay", running.one_job),
    "many": ("500 jobs submitted, waited for, fetched", running.many_jobs),
    "decode": ("a million shots of 156 bits to arrays and counts", coding.decoding),
    "encode": ("a sweep of 10,000 points, a circuit of 5,000 gates", coding.encoding),
    "backend": ("configuration and properties of 156 qubits, parsed", coding.backends),
    "regenerate": ("generating the client from the API's document", regenerating.generation),
    "growth": ("time and memory as shots and jobs grow", growing.growth),
}


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    options = argparse.ArgumentParser(
        prog="scripts/bench", description="Measure this project beside its peers and the physical limit."
    )
    options.add_argument(
        "--only", metavar="NAME,...", type=_names, default=list(BENCHMARKS), help="some of them"
    )
    options.add_argument("--json", action="store_true", help="print every value measured, as JSON")
    options.add_argument("--repeat", metavar="N", type=_rounds, default=7, help="rounds (7)")
    options.add_argument(
        "--quick", action="store_true", help="one round and small sizes, to see that it works"
    )
    options.add_argument("--list", action="store_true", help="name the benchmarks and stop")
    return options


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{text!r}: there are {', '.join(BENCHMARKS)}")
    return names


def _rounds(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: a whole number of rounds, 1 or more")
    return int(text)


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for and print it; what stands still is said on stderr as it goes."""
    options = parser().parse_args(arguments)
    if options.list:
        for name, (text, _) in BENCHMARKS.items():
            print(f"{name:12}{text}")
        return 0
    effort = Effort(options.repeat, options.quick)
    before = machine()
    results: dict[str, list[Row]] = {}
    for name in options.only:
        begun = time.monotonic()
        print(f"{name} ...", end="", file=sys.stderr, flush=True)
        results[name] = BENCHMARKS[name][1](effort)
        print(f" {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    about = {**before, "load_after": machine()["load"]}
    if options.json:
        print(as_json(results, about))
    else:
        rows = [row for found in results.values() for row in found]
        print(as_markdown(rows, _described(about)))
    return 0


def _described(about: dict[str, object]) -> str:
    return (
        f"{about['cpu']}, {about['cores']} cores, Python {about['python']}; "
        f"load average {about['load']} before, {about['load_after']} after"
    )

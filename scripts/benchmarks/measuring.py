"""Measuring in turn: every subject once in each round, so that a busy machine is busy for all of them."""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from environment import ROOT

from benchmarks.installing import clean_environment
from benchmarks.table import Series

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    Attributes:
        repeat: Rounds of a short measurement; long ones take fewer.
        quick: Smaller sizes and fewer rounds, to see that everything works.
    """

    repeat: int = 7
    quick: bool = False

    def rounds(self, share: float = 1.0) -> int:
        """Rounds of a measurement that takes a share of the usual number, at least three (one when quick)."""
        return 1 if self.quick else max(3, round(self.repeat * share))

    def size(self, full: int, quick: int) -> int:
        """A size, by what is asked for."""
        return quick if self.quick else full


def in_turn(subjects: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Series]:
    """Measure every subject once a round, beginning with another one each time."""
    names = list(subjects)
    values: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            values[name].append(subjects[name]())
    return {name: Series(name, tuple(measured)) for name, measured in values.items()}


def seconds(work: Callable[[], Any], calls: int = 1) -> Callable[[], float]:
    """Return what measures the seconds of one call of some work, the mean of several."""

    def measure() -> float:
        gc.collect()  # what another subject left behind is not this one's cost
        begun = time.perf_counter()
        for _ in range(calls):
            kept = work()  # its release is measured too, except for the last
        passed = time.perf_counter() - begun
        del kept
        return passed / calls

    return measure


def process_seconds(*arguments: str) -> Callable[[], float]:
    """Return what measures the seconds from starting Python with these arguments to its end."""

    def measure() -> float:
        begun = time.perf_counter()
        output_of(*arguments)
        return time.perf_counter() - begun

    return measure


def output_of(*arguments: str, **variables: str) -> str:
    """Run Python with these arguments, in an empty folder, and return what it printed.

    Raises:
        RuntimeError: It failed; the message is the end of what it said.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=folder, env=clean_environment() | variables,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)[:200]} failed: {done.stderr[-2000:]}")
    return done.stdout


def probe(name: str, *arguments: str, **variables: str) -> str:
    """Run a function of `benchmarks.probes` in a process of its own and return what it printed."""
    scripts = str(ROOT / "scripts")
    return output_of("-P", "-m", "benchmarks.probes", name, *arguments, PYTHONPATH=scripts, **variables)


def less(series: Series, base: Series) -> Series:
    """A series without what its processes cost anyway, the median of another one; never below zero."""
    return Series(series.name, tuple(max(value - base.median, 0.0) for value in series.values))


def machine() -> dict[str, Any]:
    """What the numbers were measured on, and how busy it was."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = [
            line.partition(":")[2].strip()
            for line in cpuinfo.read_text().splitlines()
            if "model name" in line
        ]
        model = named[0] if named else model
    load = [round(value, 1) for value in os.getloadavg()] if hasattr(os, "getloadavg") else []
    return {"cpu": model, "cores": os.cpu_count(), "python": platform.python_version(), "load": load}

"""Measuring in turns, so that a busy machine is busy for all; pyperf does not alternate between what it measures."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from timeit import Timer
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCRIPTS = Path(__file__).resolve().parent.parent
T = TypeVar("T")


@dataclass(frozen=True)
class Effort:
    """How much is measured: the rounds of a short measurement, of which long ones take fewer, or `quick`, to try it."""

    repeat: int = 7
    quick: bool = False

    def rounds(self, share: float = 1.0) -> int:
        """Rounds of a measurement that takes a share of the usual number, at least three (one when quick)."""
        return 1 if self.quick else max(3, round(self.repeat * share))

    def size(self, full: int, quick: int) -> int:
        """A size, by what is asked for."""
        return quick if self.quick else full


def in_turn(subjects: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Measure every subject once a round, beginning with another one each time; one value for each round."""
    names = list(subjects)
    values: dict[str, list[T]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            values[name].append(subjects[name]())
    return values


def seconds(
    work: Callable[[], Any], calls: int = 1, clock: Callable[[], float] = time.perf_counter
) -> Callable[[], float]:
    """Return what measures the seconds of one call of some work, the mean of several.

    What the work returns is released at once, and that counts. So does garbage collection, but not of earlier garbage.
    """
    return lambda: Timer(work, "import gc; gc.collect(); gc.enable()", clock).timeit(calls) / calls


def allocated(work: Callable[[], Any]) -> int:
    """The most bytes that some work has allocated at any one time, NumPy's arrays included."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def python(*arguments: str) -> str:
    """Run Python with these arguments in a process of its own, in an empty folder, and return what it printed.

    Raises:
        RuntimeError: it failed; the message ends with what it wrote to stderr.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-E", *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)[:200]} failed: {done.stderr[-2000:]}")
    return done.stdout


def fresh(code: str) -> float:
    """Run some code in a process of its own, where `benchmarks` can be imported, and return the number it printed."""
    return float(python("-c", f"import sys; sys.path.append({str(SCRIPTS)!r})\n{code}"))

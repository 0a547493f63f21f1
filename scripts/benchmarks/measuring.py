"""Interleaved measurements, so that a busy machine affects all subjects; pyperf does not alternate between subjects."""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCRIPTS = Path(__file__).resolve().parent.parent
T = TypeVar("T")


@dataclass(frozen=True)
class Effort:
    """The amount of measuring: the rounds of a short measurement, of which long ones take fewer, or `quick`."""

    repeat: int = 7
    quick: bool = False

    def rounds(self, share: float = 1.0) -> int:
        """Return the rounds for a measurement that takes a fraction of the usual number, at least three (one if quick)."""
        return 1 if self.quick else max(3, round(self.repeat * share))

    def size(self, full: int, quick: int) -> int:
        """Return one of two sizes, depending on `quick`."""
        return quick if self.quick else full


def in_turn(subjects: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Measure every subject once per round, starting with another one each time; return one value per round."""
    names = list(subjects)
    values: dict[str, list[T]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            values[name].append(subjects[name]())
    return values


class Spent(NamedTuple):
    """Wall and CPU seconds of some work.

    CPU time includes this process, all its threads, and children that it has waited for.
    """

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Spent:
        """The two clocks. Only the difference of two readings is meaningful."""
        own, children = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return cls(time.perf_counter(), sum(used.ru_utime + used.ru_stime for used in (own, children)))

    def since(self, begun: Spent) -> Spent:
        """The cost between two readings. CPU time below the clock's resolution counts as a nanosecond."""
        return Spent(self.wall - begun.wall, max(self.cpu - begun.cpu, 1e-9))

    def each(self, calls: int) -> Spent:
        """The mean of this many calls."""
        return Spent(self.wall / calls, self.cpu / calls)


def spent(
    work: Callable[[], Any], calls: int = 1, now: Callable[[], Spent] = Spent.now
) -> Callable[[], Spent]:
    """Return a function that measures the seconds of one call of some work, as the mean of several.

    Releasing the result counts as well. So does garbage collection of objects that the work created, but not of earlier
    objects: a collection traverses all of Qiskit, which the peer has loaded, and which subject it hits is chance.
    """

    def measure() -> Spent:
        frozen = gc.get_freeze_count()  # by the caller, for whom they stay frozen
        gc.collect()
        gc.freeze()
        try:
            begun = now()
            for _ in repeat(None, calls):
                work()
            return now().since(begun).each(calls)
        finally:
            if not frozen:
                gc.unfreeze()

    return measure


def allocated(work: Callable[[], Any]) -> int:
    """Return the peak of memory allocated by some work, including NumPy arrays."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def python(*arguments: str, interpreter: str = sys.executable) -> str:
    """Run Python with these arguments in a new process, in an empty folder, and return its output.

    Args:
        arguments: Command line arguments.
        interpreter: The Python of another environment.

    Raises:
        RuntimeError: The process failed; the message ends with its stderr.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        done = subprocess.run(
            [interpreter, "-E", *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)[:200]} failed: {done.stderr[-2000:]}")
    return done.stdout


def fresh(code: str) -> float:
    """Run code in a new process, in which `benchmarks` can be imported, and return the number that it prints."""
    return float(python("-c", f"import sys; sys.path.append({str(SCRIPTS)!r})\n{code}"))


_TIMED = """
import json, resource, time
def now():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime
begun = now()
{}
ended = now()
print(json.dumps([last - first for first, last in zip(begun, ended)]))
"""


def fresh_spent(statement: str, before: str = "", interpreter: str = sys.executable) -> Spent:
    """Run a statement in a new process, after a setup that does not count, and return its cost."""
    code = f"import sys; sys.path.append({str(SCRIPTS)!r})\n{before}\n{_TIMED.format(statement)}"
    return Spent(*json.loads(python("-c", code, interpreter=interpreter).splitlines()[-1]))

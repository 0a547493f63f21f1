"""Values with error bars, and the `Place` in which problems compute them.

A problem is a function whose docstring is its row in the table. It takes the `Place` and returns two values: ours, and
the one to compare with.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any, Self

from qrt_facade import RuntimeClient
from qrt_facade.emulator import DEFAULT_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

DEVICE = "ibm_fez"
SHOTS = 4000
SEED = 7
TIMES = 8
"""How often a problem is repeated if its error bar comes from repetitions."""


@dataclass(frozen=True)
class Value:
    """A number with its error bar.

    Attributes:
        number: The number.
        error: One standard deviation; 0 for exact values.
        source: Its origin, if it is not from this client.
    """

    number: float
    error: float = 0.0
    source: str = ""

    def __str__(self) -> str:
        """Return the text for the table."""
        if math.isnan(self.number):
            return self.source
        digits = 4 if 0 < self.error < 0.001 else 3
        bar = f" ± {self.error:.{digits}f}" if self.error else ""
        return f"{self.number:.{digits}f}{bar}" + (f" ({self.source})" if self.source else "")

    def apart(self, other: Value) -> float:
        """Return the difference of both values in error bars; NaN if one is missing."""
        difference = abs(self.number - other.number)
        bar = math.hypot(self.error, other.error)
        if bar == 0:
            return 0.0 if difference < 1e-9 else 1e9
        return difference / bar


def mean(numbers: Sequence[float]) -> Value:
    """Return the mean of a problem that was computed several times, with the error bar from their spread.

    The emulator uses different random numbers for each submission, even with the same content. The spread therefore
    includes everything that a formula may omit. The spread of a few numbers is uncertain, and their mean follows
    Student's distribution: the error bar is the standard deviation of that, sqrt((n - 1) / (n - 3)) times the
    standard error.
    """
    count = len(numbers)
    error = stdev(numbers) / math.sqrt(count) * math.sqrt((count - 1) / (count - 3))
    return Value(fmean(numbers), error)


class Place:
    """The emulator, as seen by the clients.

    Attributes:
        url: Its address.
        key: The API key that it accepts.
        client: This project's client.
    """

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key
        self.client = RuntimeClient(
            api_key=key, instance=DEFAULT_INSTANCE, base_url=f"{url}/api", iam_url=url
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client."""
        self.client.close()

    def counts(self, circuit: Any, values: Any = None) -> Mapping[str, int]:
        """Transpile a circuit of any SDK for the device, run it, and return its counts, all registers together."""
        backend = self.client.backends.get(DEVICE)
        fitting = backend.transpile(circuit, seed=SEED)
        result = self.client.sampler.run((fitting, values), backend=backend, shots=SHOTS, timeout=300)
        return result[0].join().counts()


def outcome(problem: Callable[[Place], tuple[Value, Value]], place: Place) -> dict[str, Any]:
    """Compute a problem, and return its cells of the table."""
    begun = time.perf_counter()
    ours, theirs = problem(place)
    return {
        "ours": str(ours),
        "theirs": str(theirs),
        "distance": None if math.isnan(theirs.number) else ours.apart(theirs),
        "seconds": time.perf_counter() - begun,
    }


def furthest(counts: Mapping[str, int], expected: Sequence[float], source: str) -> tuple[Value, Value]:
    """Return the outcome whose fraction differs most, in error bars, from its probability.

    Args:
        counts: Counts by bitstrings, whose rightmost character is bit 0.
        expected: Probabilities of the outcomes as SDKs number them: bit 0 is the most significant.
        source: The origin of these probabilities.
    """
    shots = sum(counts.values())
    bits = (len(expected) - 1).bit_length()
    pairs = []
    for number, raw in enumerate(expected):
        probability = min(max(float(raw), 0.0), 1.0)
        share = counts.get(f"{number:0{bits}b}"[::-1], 0) / shots
        # A fraction of 0 also has an error bar: that of one count.
        error = max(math.sqrt(probability * (1 - probability) / shots), 1 / shots)
        pairs.append((Value(share, error), Value(probability, 0.0, source)))
    return max(pairs, key=lambda pair: pair[0].apart(pair[1]))

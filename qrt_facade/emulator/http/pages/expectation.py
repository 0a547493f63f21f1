"""Results of an estimator job: expectation values with their standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qrt_facade.emulator.http.pages.arrays import numbers
from qrt_facade.emulator.http.pages.pubs import pubs_of

MOST_VALUES = 128
"""Maximum number of values shown per PUB."""


@dataclass(frozen=True)
class Estimates:
    """The values of one PUB.

    Attributes:
        pub: Its index in the job.
        shape: Shape of values and errors.
        evs: Expectation values in C order.
        stds: Their standard errors.
    """

    pub: int
    shape: tuple[int, ...]
    evs: tuple[float, ...]
    stds: tuple[float, ...]


def estimates_of(result: str) -> list[Estimates]:
    """Return the values of an estimator's result, plain or in Qiskit's types.

    Raises:
        ValueError, KeyError, TypeError: The text is not an estimator's result.
    """
    return [_estimates(number, pub) for number, pub in enumerate(pubs_of(result))]


def _estimates(number: int, pub: dict[str, Any]) -> Estimates:
    data = pub["data"] if "data" in pub else pub["__value__"]["data"]["__value__"]["fields"]
    evs, stds = numbers(data["evs"]), numbers(data["stds"])
    return Estimates(number, evs.shape, tuple(evs.values), tuple(stds.values))

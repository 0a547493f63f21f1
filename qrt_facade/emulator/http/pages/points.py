"""What the points of a job's PUBs are called: values of parameters, and observables, as they were submitted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qrt_facade.emulator.http.pages.arrays import UNREADABLE, Array, nested, numbers

_LONGEST = 200

_LONGEST_LABEL = 24
"""Qubits up to which a label of Paulis is shown letter by letter."""


@dataclass(frozen=True)
class Submitted:
    """Of one PUB: what its sweep is over, and what is estimated; in lists by point, in C order, or None if not known."""

    values: Any = None
    observables: Any = None

    def parameters(self, shape: tuple[int, ...]) -> list[str] | None:
        """For each point of a sweep of this shape the values of its parameters, such as `theta = 1.57`."""
        columns: list[tuple[str, list[float]]] = []
        # IBM's client sends one array, whose last axis goes over the parameters in the order of the circuit.
        named = isinstance(self.values, dict) and "__type__" not in self.values
        try:
            for name, value in self.values.items() if named else [("", self.values)]:
                if value is not None:
                    columns += _columns(str(name), numbers(value), shape)
        except UNREADABLE:
            return None
        if not columns:
            return None
        points = zip(*(column for _, column in columns), strict=True)
        if not named:
            return [f"values {', '.join(f'{value:.5g}' for value in point)}"[:_LONGEST] for point in points]
        names = [name for name, _ in columns]
        return [
            ", ".join(f"{name} = {value:.5g}" for name, value in zip(names, point, strict=True))[:_LONGEST]
            for point in points
        ]

    def observed(self, shape: tuple[int, ...]) -> list[str] | None:
        """For each value of this shape its observable, such as `ZZ` or `0.5 XX + 2 ZI`."""
        if self.observables is None:
            return None
        try:
            found = nested(self.observables).over(shape)
        except ValueError:
            return None
        return None if found is None else [_observable(one) for one in found]


def submitted(params: str | None) -> list[Submitted]:
    """The PUBs of a job's params; what is not read is left out."""
    try:
        pubs = json.loads(params or "{}").get("pubs")
    except (ValueError, AttributeError):
        return []
    return [_pub(pub) for pub in pubs] if isinstance(pubs, list) else []


def of_sampler(pub: Submitted) -> Submitted:
    """A sampler's PUB has its values where an estimator's has observables."""
    return Submitted(pub.observables)


def _pub(pub: Any) -> Submitted:
    if not isinstance(pub, list):
        return Submitted()
    _, observables, values, *_ = [*pub, None, None, None]
    return Submitted(values, observables)


def _columns(name: str, array: Array[float], shape: tuple[int, ...]) -> list[tuple[str, list[float]]]:
    names = [one.strip() for one in name.split(",")] if name else []
    whole = array.over(shape) if len(names) <= 1 else None
    if whole is not None:
        return [(name, whole)]
    *lead, width = array.shape
    columns = []
    for at in range(width):
        column = Array(tuple(lead), array.values[at::width]).over(shape)
        if column is None:
            raise ValueError("the values are not of the shape of the result")
        columns.append((names[at] if len(names) == width else f"{name}[{at}]", column))
    return columns


def _observable(one: Any) -> str:
    """An observable as a sum of labels; of many qubits, with the letters that are not I alone, each with its qubit."""
    terms: dict[str, Any] = one if isinstance(one, dict) else {str(one): 1}
    width = max(map(len, terms), default=0)
    if width <= _LONGEST_LABEL:
        text = _sum(list(terms.items()))
    else:
        text = f"{_sum([(_acting(label), factor) for label, factor in terms.items()])} of {width} qubits"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _sum(terms: list[tuple[str, Any]]) -> str:
    return " + ".join(f"{_number(factor)}{label}" for label, factor in terms).replace("+ -", "- ")


def _acting(label: str) -> str:
    letters = [f"{letter}{len(label) - 1 - at}" for at, letter in enumerate(label) if letter != "I"]
    return " ".join(letters) or "I"


def _number(factor: Any) -> str:
    return "" if factor == 1 else f"{factor:.5g} " if isinstance(factor, int | float) else f"{factor} "

"""Labels of the points of a job's PUBs: parameter values and observables, as submitted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qrt_facade.emulator.http.pages.arrays import UNREADABLE, Array, nested, numbers

_LONGEST = 200

_LONGEST_LABEL = 24
"""Maximum number of qubits of a Pauli label that is shown letter by letter."""


@dataclass(frozen=True)
class SubmittedPub:
    """Values and observables of one PUB's points, as submitted; None if unknown."""

    values: Any = None
    observables: Any = None

    def parameters(self, shape: tuple[int, ...]) -> list[str] | None:
        """Return the parameter values of each point of a sweep of this shape, such as `theta = 1.57`."""
        columns: list[tuple[str, list[float]]] = []
        # IBM's client sends one array, whose last axis has the parameters in the order of the circuit.
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
        """Return the observable of each value of this shape, such as `ZZ` or `0.5 XX + 2 ZI`."""
        if self.observables is None:
            return None
        try:
            found = nested(self.observables).over(shape)
        except ValueError:
            return None
        return None if found is None else [_observable(one) for one in found]


def submitted_pubs(params: str | None) -> list[SubmittedPub]:
    """Parse the PUBs of a job's params; empty if they cannot be parsed."""
    try:
        pubs = json.loads(params or "{}").get("pubs")
    except (ValueError, AttributeError):
        return []
    return [_pub(pub) for pub in pubs] if isinstance(pubs, list) else []


def sampler_pub(pub: SubmittedPub) -> SubmittedPub:
    """Return a sampler's PUB, which has its values where an estimator's has observables."""
    return SubmittedPub(pub.observables)


def _pub(pub: Any) -> SubmittedPub:
    if not isinstance(pub, list):
        return SubmittedPub()
    _, observables, values, *_ = [*pub, None, None, None]
    return SubmittedPub(values, observables)


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
    """Format an observable as a sum of labels; for many qubits, only letters other than I, each with its qubit."""
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

"""What the points of a job's PUBs are called: values of parameters, and observables, as they were submitted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qrt_facade.emulator.http.pages.arrays import Array, nested, numbers

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
        try:
            entries = self.values.items() if isinstance(self.values, dict) else [("", self.values)]
            for name, value in entries:
                if value is not None:
                    columns += _columns(str(name), numbers(value), shape)
        except (ValueError, TypeError, KeyError, EOFError):
            return None
        if not columns:
            return None
        texts = [[f"{name} = {value:.5g}" for value in column] for name, column in columns]
        return [", ".join(point)[:_LONGEST] for point in zip(*texts, strict=True)]

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
        return [(name or "value", whole)]
    *lead, width = array.shape
    columns = []
    for at in range(width):
        column = Array(tuple(lead), array.values[at::width]).over(shape)
        if column is None:
            raise ValueError("the values are not of the shape of the result")
        columns.append((names[at] if len(names) == width else f"{name or 'value'}[{at}]", column))
    return columns


def _observable(one: Any) -> str:
    if isinstance(one, dict):
        terms = [f"{_number(factor)}{_label(pauli)}" for pauli, factor in one.items()]
        text = " + ".join(terms).replace("+ -", "- ")
    else:
        text = _label(str(one))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _label(letters: str) -> str:
    """A label of Paulis; of many qubits, only the letters that are not I, each with its qubit: `Z1 Z0`."""
    if len(letters) <= _LONGEST_LABEL:
        return letters
    acting = [
        f"{letter}{len(letters) - 1 - at}" for at, letter in enumerate(letters) if letter not in {"I", " "}
    ]
    return f"{' '.join(acting) or 'I'} of {len(letters)} qubits"


def _number(factor: Any) -> str:
    return "" if factor == 1 else f"{factor:.5g} " if isinstance(factor, int | float) else f"{factor} "

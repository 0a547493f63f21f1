"""Expectation values of wide, noisy circuits by Pauli propagation: observables are propagated back through the circuit.

A Clifford gate turns a Pauli string into another one, a rotation turns one that it does not commute with into two, and
a Pauli channel damps it; at the beginning, where all qubits are 0, only strings of I and Z contribute. Gates beyond the
light cone of an observable have no effect. Strings whose coefficients have become small are dropped, and the sum of
their absolute coefficients bounds the resulting error, because a string's expectation value lies between -1 and 1.
(M. S. Rudolph and others, "Pauli propagation", arXiv:2505.21606.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.circuit.library import get_standard_gate_name_mapping
from qiskit.quantum_info import Pauli

from qrt_facade._base.wording import pluralize
from qrt_facade._service import reason_codes
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.noise import gate_paulis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.target import Qubits, Target

Words = np.ndarray[Any, np.dtype[np.uint64]]
Values = np.ndarray[Any, np.dtype[np.float64]]

MOST_STRINGS = 200_000
"""Maximum number of strings that are propagated at once; beyond it, the smallest are dropped."""

_BITS = 64
_COARSEST, _FINEST = 1e-3, 1e-9
_SHARE = 0.1
_GROWTH = 6
"""Rough factor by which the run time grows when the size of dropped strings is reduced ten times."""

MOST_WORK = 60_000_000
"""Work limit of a round, in strings times gates: about a minute. A limit in seconds would depend on the machine."""

_STEP_WORK = 5
"""Fixed work of a gate, in strings."""

_MAX_USEFUL_BOUND = 0.1
"""For a larger bound the estimated error is the larger of the last two changes when dropped strings became smaller."""

_MAX_ESTIMATED_ERROR = 0.05
"""A value with a larger estimated error is not returned."""


@dataclass(frozen=True)
class Propagated:
    """An expectation value.

    Attributes:
        value: The value.
        bound: Maximum error due to dropped strings.
        work: Number of strings that passed a gate that split them.
        estimated_error: Likely error, if the bound is too large to be useful.
    """

    value: float
    bound: float
    work: int
    estimated_error: float | None = None


@dataclass(frozen=True)
class _Step:
    """One gate with its noise, as matrices over the Paulis of its qubits.

    Attributes:
        where: The qubits.
        images: For each Pauli (by its code) the codes that the gate maps it to, backwards, with factors. A code has two
            bits per qubit, those of the first qubit lowest: 1 for an X, and 2 for a Z.
    """

    where: tuple[int, ...]
    images: tuple[tuple[tuple[int, float], ...], ...]


def expectations(
    circuit: QuantumCircuit, labels: list[str], target: Target | None, precision: float
) -> list[Propagated]:
    """Return the expectation value of each Pauli string after a circuit, as exactly as the work limit allows.

    Strings below a threshold are dropped. The threshold is reduced for all labels until the bounds are below a tenth of
    the precision, or until the next round would take too long.

    Args:
        circuit: Only gates, with all parameters bound.
        labels: Pauli strings, the last letter on qubit 0.
        target: The device, whose gate errors apply; None for perfect gates.
        precision: The requested standard error.

    Raises:
        JobFailedError: 1500, the bound of a value is too large, and the value did not settle either.
    """
    steps = steps_of(circuit, target)
    found: dict[str, Propagated] = {}
    least, work = _COARSEST, 0
    unsettled, changes = list(labels), {label: [math.inf] for label in labels}
    while unsettled and work * _GROWTH < MOST_WORK and least > _FINEST:
        work = 0
        for label in unsettled:
            new = expectation(steps, {label: 1.0}, least)
            if label in found:
                changes[label].append(abs(new.value - found[label].value))
            found[label] = new
            work += new.work
            if work > MOST_WORK:
                break
        if len(found) < len(labels):
            raise _not_settled(circuit)
        unsettled = [label for label in unsettled if found[label].bound > precision * _SHARE]
        least /= 10
    uncertain = {label for label in labels if found[label].bound > _MAX_USEFUL_BOUND}
    # Not only the last change: if the number of strings is limited, smaller thresholds change little despite the error.
    estimated_errors = {label: max(changes[label][1:][-2:], default=math.inf) for label in uncertain}
    if any(error > _MAX_ESTIMATED_ERROR for error in estimated_errors.values()):
        raise _not_settled(circuit)
    return [
        replace(found[label], estimated_error=estimated_errors[label]) if label in uncertain else found[label]
        for label in labels
    ]


def _not_settled(circuit: QuantumCircuit) -> JobFailedError:
    return JobFailedError(
        reason_codes.INTERNAL,
        f"The emulator cannot estimate observables of these {pluralize(circuit.num_qubits, 'qubit')}: too many Pauli strings"
        " contribute to them, and the values do not settle.",
        "Use fewer layers, angles nearer to multiples of pi/2, observables on fewer qubits, or fewer entangled qubits.",
    )


def steps_of(circuit: QuantumCircuit, target: Target | None) -> list[_Step]:
    """Return the gates of a circuit, last one first, with their noise if a device is given.

    Raises:
        KeyError: an instruction is not a gate.
    """
    known: dict[tuple[Any, ...], tuple[tuple[tuple[int, float], ...], ...]] = {}
    places = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    steps = []
    for instruction in reversed(circuit.data):
        operation = instruction.operation
        if operation.name in {"barrier", "delay"}:
            continue
        where = tuple(places[qubit] for qubit in instruction.qubits)
        angles = tuple(float(angle) for angle in operation.params)
        key = (operation.name, angles, where if target else len(where))
        if key not in known:
            bare = (str(operation.name), angles)
            if bare not in known:
                known[bare] = _images(*bare)
            known[key] = _damped(known[bare], target, operation.name, where)
        steps.append(_Step(where, known[key]))
    return steps


def _images(name: str, angles: tuple[float, ...]) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Return the image U^-1 P U of each Pauli P for the device's gate U, regardless of a program's definition of it."""
    gate = get_standard_gate_name_mapping()[name]
    matrix = (type(gate)(*angles) if angles else gate).to_matrix()
    wide = gate.num_qubits
    paulis = [_matrix(code, wide) for code in range(4**wide)]
    images = []
    for pauli in paulis:
        turned = matrix.conj().T @ pauli @ matrix
        factors = [float(np.trace(other @ turned).real) / 2**wide for other in paulis]
        images.append(tuple((code, factor) for code, factor in enumerate(factors) if abs(factor) > 1e-12))
    return tuple(images)


def _matrix(code: int, wide: int) -> Any:
    letters = ["IXZY"[code >> 2 * place & 3] for place in range(wide)]
    return Pauli("".join(reversed(letters))).to_matrix()


def _damped(
    images: tuple[tuple[tuple[int, float], ...], ...], target: Target | None, name: str, where: Qubits
) -> tuple[tuple[tuple[int, float], ...], ...]:
    if target is None:
        return images
    paulis = gate_paulis(target, name, where)
    factors = [_damping(paulis, code) for code in range(len(images))]
    return tuple(
        tuple((image, share * factor) for image, share in found)
        for found, factor in zip(images, factors, strict=True)
    )


def _damping(paulis: Mapping[str, float], code: int) -> float:
    """Return the factor by which a channel damps a Pauli: errors that do not commute with it count twice against it."""
    total = 0.0
    for label, weight in paulis.items():
        anticommutes = 0
        for place, letter in enumerate(reversed(label)):
            own, error = code >> 2 * place & 3, "IXZY".index(letter)
            anticommutes ^= (own & 1) & (error >> 1) ^ (own >> 1) & (error & 1)
        total += -weight if anticommutes else weight
    return total


def expectation(
    steps: list[_Step], strings: Mapping[str, float], least: float, most: int = MOST_STRINGS
) -> Propagated:
    """Return the expectation value of a sum of Pauli strings after the circuit.

    Args:
        steps: Result of `steps_of`.
        strings: Label -> coefficient; the last letter acts on qubit 0.
        least: Strings with a smaller coefficient are dropped.
        most: Maximum number of strings.
    """
    labels = list(strings)
    keys = _keys(labels)
    values = np.array([strings[label] for label in labels], dtype=float)
    lost, work = 0.0, 0
    reached = {qubit for label in labels for qubit, letter in enumerate(reversed(label)) if letter != "I"}
    for step in steps:
        if reached.isdisjoint(step.where):
            continue  # beyond the light cone
        reached.update(step.where)
        work += _STEP_WORK
        keys, values, split = _through(keys, values, step)
        if split:
            work += len(values)
            keys, values = _merged(keys, values)
            small = np.abs(values) < least
            if len(values) - np.count_nonzero(small) > most:
                edge = np.partition(np.abs(values), len(values) - most)[len(values) - most]
                small = np.abs(values) < edge
            if small.any():
                lost += float(np.abs(values[small]).sum())
                keys, values = keys[:, ~small], values[~small]
    diagonal = ~keys[0::2].any(axis=0)
    return Propagated(float(values[diagonal].sum()), lost, work)


def _keys(labels: list[str]) -> Words:
    """Encode strings as columns of words (2 * words, strings): the X bits of 64 qubits, their Z bits, and so on."""
    wide = len(labels[0])
    keys = np.zeros((2 * -(-wide // _BITS), len(labels)), dtype=np.uint64)
    for column, label in enumerate(labels):
        for qubit, letter in enumerate(reversed(label)):
            bit = np.uint64(1 << qubit % _BITS)
            if letter in "XY":
                keys[2 * (qubit // _BITS), column] |= bit
            if letter in "ZY":
                keys[2 * (qubit // _BITS) + 1, column] |= bit
    return keys


def _through(keys: Words, values: Values, step: _Step) -> tuple[Words, Values, bool]:
    """Propagate strings back through a gate, and return whether it split any of them."""
    codes = np.zeros(keys.shape[1], dtype=np.intp)
    for place, qubit in enumerate(step.where):
        row, shift = 2 * (qubit // _BITS), np.uint64(qubit % _BITS)
        codes |= ((keys[row] >> shift & np.uint64(1)) << np.uint64(2 * place)).astype(np.intp)
        codes |= ((keys[row + 1] >> shift & np.uint64(1)) << np.uint64(2 * place + 1)).astype(np.intp)
    touched = np.flatnonzero(codes)
    if not len(touched):
        return keys, values, False
    own = codes[touched]
    parts = max(len(step.images[code]) for code in np.unique(own))
    found_keys, found_values = [keys], [values.copy()]
    for part in range(parts):
        has = np.array([len(images) > part for images in step.images])
        image = np.array([images[part][0] if len(images) > part else 0 for images in step.images])
        factor = np.array([images[part][1] if len(images) > part else 0.0 for images in step.images])
        chosen = touched if part == 0 else touched[has[own]]
        became = codes[chosen]
        changed = keys.copy() if part == 0 else keys[:, chosen]
        target = chosen if part == 0 else slice(None)
        flips = became ^ image[became]
        for place, qubit in enumerate(step.where):
            row, shift = 2 * (qubit // _BITS), np.uint64(qubit % _BITS)
            changed[row, target] ^= (flips >> 2 * place & 1).astype(np.uint64) << shift
            changed[row + 1, target] ^= (flips >> 2 * place + 1 & 1).astype(np.uint64) << shift
        if part == 0:
            found_keys[0] = changed
            found_values[0][touched] *= factor[own]
        else:
            found_keys.append(changed)
            found_values.append(values[chosen] * factor[became])
    return np.concatenate(found_keys, axis=1), np.concatenate(found_values), parts > 1


def _merged(keys: Words, values: Values) -> tuple[Words, Values]:
    """Add up equal strings."""
    order = np.lexsort(keys)
    ordered = keys[:, order]
    first = np.concatenate(([True], (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)))
    return ordered[:, first], np.add.reduceat(values[order], np.flatnonzero(first))

"""Observables as measured by a device: terms, bases that measure several terms at once, and values from shots.

A term is a coefficient times one factor for each of some qubits: a Pauli, or a projector onto one of its two states
(`0`, `1`, `+`, `-`, `r`, `l`). Both are measured in the Pauli's basis, so a projector costs no more than a Pauli.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit import ClassicalRegister
from qiskit.quantum_info import PauliList, SparseObservable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.execution import Bits

LEAST_INFORMATION = 1 - 1e-9
"""Minimum of attenuation times the root of the shots: the inverse of the largest acceptable error of a term's mean."""

Values = np.ndarray[Any, np.dtype[np.float64]]

_Letter = SparseObservable.BitTerm
_PROJECTED = {
    _Letter.ZERO: 1.0, _Letter.ONE: -1.0, _Letter.PLUS: 1.0, _Letter.MINUS: -1.0, _Letter.RIGHT: 1.0, _Letter.LEFT: -1.0,
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One term of an observable.

    Attributes:
        coefficient: Its real coefficient.
        basis: Label of the Paulis to measure, the last letter on qubit 0.
        qubits: Qubits that it acts on.
        projected: For each qubit the outcome (1 or -1) that a projector selects, or 0 for a Pauli.
    """

    coefficient: float
    basis: str
    qubits: tuple[int, ...]
    projected: tuple[float, ...]


@dataclass(frozen=True)
class Estimate:
    """Sum of estimated terms: the value, and the square of its standard error."""

    value: float = 0.0
    variance: float = 0.0


def terms_of(observable: SparseObservable) -> list[Term]:
    """Return the terms of an observable, with equal ones added up and zeros removed."""
    return [
        Term(
            float(term.coeff.real),
            term.pauli_base().to_label(),
            tuple(map(int, term.indices)),
            tuple(_PROJECTED.get(letter, 0.0) for letter in term.bit_terms),
        )
        for term in observable.simplify()
    ]


def grouped(terms: Iterable[Term]) -> list[PauliList]:
    """Group the bases of terms greedily into sets that can be measured at once, qubit by qubit."""
    labels = list(dict.fromkeys(term.basis for term in terms))
    return list(PauliList(labels).group_commuting(qubit_wise=True)) if labels else []


def measuring(circuit: QuantumCircuit, group: PauliList, support: list[int]) -> QuantumCircuit:
    """Return the circuit followed by the group's change of basis, in native gates, and the support's measurement."""
    measured = circuit.copy()
    register = ClassicalRegister(len(support), "outcome")
    measured.add_register(register)
    x, z = group.x.any(axis=0), group.z.any(axis=0)
    for bit, qubit in enumerate(support):
        if x[qubit]:
            if not z[qubit]:
                measured.rz(math.pi / 2, qubit)
            measured.sx(qubit)
        measured.measure(qubit, register[bit])
    return measured


def estimate(terms: Sequence[Term], bits: Bits, columns: Mapping[int, int], contrasts: Values) -> Estimate:
    """Estimate terms from the shots of the basis that measures them.

    If the readout of a term carries too little information, so that the error of its mean may exceed 1, the estimate is
    0 with the standard error 1: the value lies between -1 and 1, and the shots provide no more than that.

    Args:
        terms: The terms.
        bits: Shots (shots, outcomes).
        columns: Qubit -> its outcome's column in `bits` and index in `contrasts`.
        contrasts: Factor by which each readout shrinks an expectation value, which is corrected; 1 for no correction.
    """
    shots = len(bits)
    total = np.zeros(shots)
    unknown, bound, floor = 0.0, 0.0, 0.0
    for term in terms:
        acting = [columns[qubit] for qubit in term.qubits]
        attenuation = float(np.abs(contrasts[acting]).prod())
        if attenuation * math.sqrt(shots) < LEAST_INFORMATION:
            unknown += term.coefficient * term.coefficient
            continue
        total += term.coefficient * _outcomes(bits[:, acting], np.array(term.projected), contrasts[acting])
        bound += abs(term.coefficient) / attenuation
        if not any(term.projected):
            floor = term.coefficient * term.coefficient * (attenuation**-2 - 1)
    variance = float(total.var(ddof=1)) if shots > 1 else bound * bound
    if len(terms) == 1:
        # Few shots may agree by chance, but each of them has readout errors.
        variance = max(variance, floor)
    return Estimate(float(total.mean()), variance / shots + unknown)


def _outcomes(bits: Bits, projected: Values, contrasts: Values) -> Values:
    """Multiply a term's factors for each shot, from its qubits' outcomes (shots, qubits)."""
    factors = (1 - 2.0 * bits) / contrasts
    outcomes: Values = np.where(projected == 0, factors, (1 + projected * factors) / 2).prod(axis=1)
    return outcomes

"""Estimates of circuits that are too wide to sample: by Pauli propagation, with simulated shot noise.

Each term has its own shots: unlike on a device, the estimates of different terms and observables do not share the shots
of a basis, and the standard error of a sum treats its terms as uncorrelated.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._base.wording import pluralize
from qrt_facade._service import reason_codes
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.observables import LEAST_INFORMATION, Term, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.execution import Machine

_MOST_STRINGS = 2**12
"""Maximum number of Pauli strings per term: projectors and unmitigated readout errors double them with every qubit."""


@dataclass
class Work:
    """One PUB in progress: observables and circuits share the flat index of the PUB's shape."""

    shape: tuple[int, ...]
    precision: float
    shots: int
    observables: list[list[Term]]
    circuits: list[QuantumCircuit]
    circuit_metadata: dict[str, Any]
    used: dict[str, Any] = field(default_factory=dict)


def propagated(work: Work, machine: Machine, *, mitigated: bool) -> tuple[Values, Values]:
    """Return expectation values and standard errors, each in the PUB's shape.

    Raises:
        JobFailedError: 1500, the values would be too inaccurate, or a term becomes too many Pauli strings.
    """
    evs, variances = np.zeros(len(work.observables)), np.zeros(len(work.observables))
    for circuit in {id(circuit): circuit for circuit in work.circuits}.values():
        own = [at for at, other in enumerate(work.circuits) if other is circuit]
        strings = {
            at: [_strings(term, machine, mitigated=mitigated) for term in work.observables[at]] for at in own
        }
        labels = list(
            {label for each in strings.values() for one in each for label in one if set(label) != {"I"}}
        )
        found = dict(zip(labels, machine.expectations(circuit, labels, work.precision), strict=True))
        values = {label: min(max(one.value, -1.0), 1.0) for label, one in found.items()}
        for at in own:
            for term, one in zip(work.observables[at], strings[at], strict=True):
                mean = sum(weight * values.get(label, 1.0) for label, weight in one.items())
                value, variance = _measured(term, mean, work.shots, machine, mitigated=mitigated)
                evs[at] += value
                variances[at] += variance
    work.used = machine.used()
    return evs.reshape(work.shape), np.sqrt(variances).reshape(work.shape)


def _strings(term: Term, machine: Machine, *, mitigated: bool) -> Mapping[str, float]:
    """Return a term's mean outcome as a sum of Pauli strings, including readout errors and projectors."""
    letters = list(reversed(term.basis))
    factors = []
    for qubit, projected in zip(term.qubits, term.projected, strict=True):
        offset, slope = 0.0, 1.0
        if machine.noise and not mitigated:
            false_one, false_zero = machine.target.readout_error(qubit)
            offset, slope = false_zero - false_one, 1 - false_one - false_zero
        if projected:
            offset, slope = (1 + projected * offset) / 2, projected * slope / 2
        factors.append([(weight, kept) for weight, kept in ((slope, True), (offset, False)) if weight])
    if math.prod(map(len, factors)) > _MOST_STRINGS:
        raise JobFailedError(
            reason_codes.INTERNAL,
            f"The emulator cannot estimate a term on {pluralize(len(term.qubits), 'qubit')} of a circuit as wide and deep as this:"
            f" its projectors or readout errors turn it into more than {_MOST_STRINGS} Pauli strings.",
            "Use observables on fewer qubits, or Paulis with readout mitigation (resilience_level 1).",
        )
    strings: dict[str, float] = {}
    for choice in itertools.product(*factors):
        label = ["I"] * len(letters)
        for qubit, (_, kept) in zip(term.qubits, choice, strict=True):
            if kept:
                label[qubit] = letters[qubit]
        text = "".join(reversed(label))
        strings[text] = strings.get(text, 0.0) + math.prod(weight for weight, _ in choice)
    return strings


def _measured(
    term: Term, mean: float, shots: int, machine: Machine, *, mitigated: bool
) -> tuple[float, float]:
    """Return a term's value and the square of its standard error, with the noise of this many shots."""
    attenuation = 1.0
    if machine.noise and mitigated:
        attenuation = math.prod(abs(machine.target.readout_contrast(qubit)) for qubit in term.qubits)
    size = term.coefficient * term.coefficient
    if attenuation * math.sqrt(shots) < LEAST_INFORMATION:
        return 0.0, size
    if any(term.projected):
        share = machine.draw(mean, shots)
        return term.coefficient * share, size * share * (1 - share) / shots / attenuation**2
    read = 2 * machine.draw((1 + mean * attenuation) / 2, shots) - 1
    return term.coefficient * read / attenuation, size * (1 - read * read) / shots / attenuation**2

"""Kerneled measurement data, generated from classified outcomes, as the emulator has no readout signal.

Each qubit has two clouds of points in the complex plane, one for each outcome, round and equally wide. A shot's point
is drawn from the cloud of its classified outcome, so the data include the device's readout errors, and discriminating
the clouds yields the classified bits. Units are arbitrary, as on a device. Bits that no measurement writes are 0.
"""

from __future__ import annotations

import cmath
from typing import TYPE_CHECKING

import numpy as np
from qiskit.circuit import ControlFlowOp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qiskit import QuantumCircuit
    from qiskit.circuit import Clbit

    from qrt_facade.emulator.simulation.execution import Bits
    from qrt_facade.emulator.simulation.quantum_programs.tensors import Array

SUFFIXES = {"kerneled": "_iq", "avg_kerneled": "_avg_iq"}
"""Suffixes of registers with kerneled data (qiskit-ibm-runtime 0.51, `decoders/executor_sampler/converters.py`)."""

_RADIUS = 1.0
_TURN = 2.399963
"""Angle in radians between the clouds of consecutive qubits: the golden angle, so that all differ."""

_WIDTH = 0.15
"""Standard deviation of a cloud in each direction; the centres of two clouds are 2 apart, or 13 deviations."""


def measured_qubits(circuit: QuantumCircuit) -> list[int | None]:
    """Return the qubit last measured into each classical bit, by the bit's index; None if there is no measurement."""
    found: dict[Clbit, int] = {}
    _collect(circuit, list(range(circuit.num_qubits)), circuit.clbits, found)
    return [found.get(bit) for bit in circuit.clbits]


def _collect(
    block: QuantumCircuit, qubits: Sequence[int], bits: Sequence[Clbit], found: dict[Clbit, int]
) -> None:
    for instruction in block.data:
        on = [qubits[block.find_bit(qubit).index] for qubit in instruction.qubits]
        into = [bits[block.find_bit(bit).index] for bit in instruction.clbits]
        if isinstance(instruction.operation, ControlFlowOp):
            for inner in instruction.operation.blocks:
                _collect(inner, on, into, found)
        elif instruction.operation.name.startswith("measure") and into:
            found[into[0]] = on[0]


def points(bits: Bits, qubits: Sequence[int | None], generator: np.random.Generator) -> Array:
    """Draw points in the complex plane, in the shape of the outcomes.

    Args:
        bits: Classified outcomes, bit k at index k of the last axis.
        qubits: The qubit of each bit, from `measured_qubits`.
        generator: Source of randomness.
    """
    centres = np.array(
        [0 if qubit is None else cmath.rect(_RADIUS, _TURN * qubit) for qubit in qubits], np.complex128
    )
    widths = np.array([0.0 if qubit is None else _WIDTH for qubit in qubits])
    noise = generator.standard_normal((*bits.shape, 2)).view(np.complex128)[..., 0]
    drawn: Array = np.where(bits, -centres, centres) + widths * noise
    return drawn

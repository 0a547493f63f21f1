"""Additional kinds of measurement and reset of newer devices: `measure_2`, `reset_2`.

They run as measurements and resets that keep their name as a label, because their durations and errors differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qiskit import QuantumCircuit, QuantumRegister
from qiskit.circuit import ControlFlowOp, Measure, Reset
from qiskit_aer.noise import pauli_error

from qrt_facade.emulator.simulation.failures import not_isa

if TYPE_CHECKING:
    from qrt_facade.emulator.simulation.target import Target

_BITS = {"measure_": (1, 1), "reset_": (1, 0)}
"""Prefix of a name -> number of qubits and classical bits that it acts on."""


def standardised(circuit: QuantumCircuit) -> QuantumCircuit:
    """Return the circuit with these instructions as labelled measurements and resets, also inside control flow.

    Raises:
        JobFailedError: 1517, one acts on a different number of bits than on a device.
    """
    if not _contains_any(circuit):
        return circuit
    replaced = circuit.copy_empty_like()
    for instruction in circuit.data:
        replaced.append(instruction.replace(operation=_standard(instruction.operation)))
    return replaced


def _contains_any(circuit: QuantumCircuit) -> bool:
    return any(
        instruction.name.startswith(tuple(_BITS))
        or (instruction.is_control_flow() and any(map(_contains_any, instruction.operation.blocks)))
        for instruction in circuit.data
    )


def _standard(operation: Any) -> Any:
    if isinstance(operation, ControlFlowOp):
        return operation.replace_blocks(map(standardised, operation.blocks))
    kind = next((kind for kind in _BITS if operation.name.startswith(kind)), None)
    if kind is None:
        return operation
    if (operation.num_qubits, operation.num_clbits) != _BITS[kind]:
        qubits, bits = _BITS[kind]
        raise not_isa(
            f"The instruction {operation.name} acts on {qubits} qubit and {bits} classical bit(s), not on "
            f"{operation.num_qubits} and {operation.num_clbits}."
        )
    return Measure(label=operation.name) if kind == "measure_" else Reset(label=operation.name)


def name_on_device(operation: Any, target: Target) -> str:
    """Return the name under which the device reports an operation."""
    if operation.name in {"measure", "reset"}:
        label = str(operation.label)
        if label.startswith(tuple(_BITS)) and target.has(label):
            return label
    return str(operation.name)


def with_own_readout(circuit: QuantumCircuit, qubits: list[int], target: Target) -> QuantumCircuit:
    """Return the circuit with the readout errors of its additional kinds of measurement outside of control flow.

    The simulator has one readout error per qubit, which is that of `measure`. Another kind is read through an added
    qubit, which copies the state in the computational basis, gets the error, and is measured.

    Args:
        circuit: The reduced circuit.
        qubits: Device qubits in the order of the circuit's qubits.
        target: The device.
    """
    kinds = [name_on_device(instruction.operation, target) for instruction in circuit.data]
    if not any(kind.startswith("measure_") for kind in kinds):
        return circuit
    probe = QuantumRegister(1, "probe")
    read = circuit.copy_empty_like()
    read.add_register(probe)
    for kind, instruction in zip(kinds, circuit.data, strict=True):
        if not kind.startswith("measure_"):
            read.append(instruction)
            continue
        (qubit,), (bit,) = instruction.qubits, instruction.clbits
        error, _ = target.readout_error(qubits[circuit.find_bit(qubit).index], kind)
        read.reset(probe)
        read.cx(qubit, probe)
        read.append(pauli_error([("X", error), ("I", 1 - error)]).to_instruction(), [probe[0]])
        read.measure(probe[0], bit)
    return read

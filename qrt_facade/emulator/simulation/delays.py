"""Delays read from QPY, which loses their unit: their number is taken as dt.

Qiskit's reader returns delays that are not a whole number of dt, or that have a parameter, in a form that fails as soon
as the instruction is accessed.
"""

from __future__ import annotations

from typing import Any

from qiskit.circuit import CircuitInstruction, ControlFlowOp, Delay, ParameterExpression, QuantumCircuit

from qrt_facade._service import reason_codes
from qrt_facade.emulator.simulation.failures import JobFailedError


def in_dt(circuit: QuantumCircuit) -> QuantumCircuit:
    """Return the circuit with all its delays in dt, including those inside control flow.

    Raises:
        JobFailedError: 1506, a delay is not a whole number of dt.
    """
    if not _has_delay(circuit):
        return circuit
    # A new circuit, because Qiskit 2.6 panics when a control-flow instruction replaces another.
    changed = circuit.copy_empty_like()
    changed.data = list(map(_in_dt, circuit.data))
    return changed


def _in_dt(instruction: CircuitInstruction) -> CircuitInstruction:
    if instruction.name == "delay" and len(instruction.params) == 1:  # a program may call any gate "delay"
        (duration,) = instruction.params
        if isinstance(duration, ParameterExpression):
            return CircuitInstruction(Delay(duration, "dt"), instruction.qubits)
        _check(duration)
    elif instruction.is_control_flow() and any(map(_has_delay, instruction.operation.blocks)):
        operation: ControlFlowOp = instruction.operation
        return instruction.replace(operation=operation.replace_blocks(map(in_dt, operation.blocks)))
    return instruction


def _has_delay(block: QuantumCircuit) -> bool:
    return any(
        instruction.name == "delay"
        or (instruction.is_control_flow() and any(map(_has_delay, instruction.operation.blocks)))
        for instruction in block.data
    )


def _check(duration: Any) -> None:
    if isinstance(duration, float) and duration != round(duration):
        raise JobFailedError(
            reason_codes.NOT_VALID,
            f"The circuit has a delay of {duration:.6g} dt; it must be a whole number of dt.",
            "Specify delays in dt, or transpile the circuit, which converts seconds to dt: QPY does not store units.",
        )

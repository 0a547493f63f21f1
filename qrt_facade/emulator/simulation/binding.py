"""Binding of parameter values to circuits, and checks of these values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit import QuantumCircuit
from qiskit.circuit import CircuitError, Delay, ParameterExpression

from qrt_facade._service import reason_codes
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.failures import JobFailedError, bad_pub

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qiskit.primitives.containers.bindings_array import BindingsArray


def columns_of(values: BindingsArray) -> dict[str, np.ndarray[Any, Any]]:
    """Return the values of each parameter as a flat array, in the order of the PUB's flattened shape."""
    return {
        name: array[..., at].reshape(-1)
        for names, array in values.data.items()
        for at, name in enumerate(names)
    }


def check_values(index: int, circuit: QuantumCircuit, values: BindingsArray) -> None:
    """Check that the values of a PUB make all instructions valid, including those inside control flow.

    Raises:
        JobFailedError: 1501, a parameter has no value, or one that is not a finite number; 1517, an angle of rzz is out
            of range; 1506, a delay is negative or not a whole number of dt, or as for `bind`.
    """
    columns = columns_of(values)
    if missing := [parameter.name for parameter in circuit.parameters if parameter.name not in columns]:
        raise bad_pub(
            index,
            f"there are values for {', '.join(columns)}, but none for {', '.join(missing)} of the circuit.",
        )
    for name, column in columns.items():
        if not (finite := np.isfinite(column)).all():
            wrong = column[~finite][0]
            raise bad_pub(index, f"the parameter {name} has the value {wrong}, which is not a finite number.")
    if not circuit.num_parameters:
        return
    critical = _value_dependent(circuit)
    if not critical.num_parameters:
        return
    delays = [
        (operation, qubits[0])
        for operation, qubits in on_device.instructions(critical)
        if isinstance(operation, Delay) and isinstance(operation.duration, ParameterExpression)
    ]
    for at in range(values.size):
        point = {name: float(column[at]) for name, column in columns.items()}
        for delay, qubit in delays:
            _check_delay(delay, qubit, point)
        isa.check_angles(bind(critical, point), list(range(circuit.num_qubits)))


def _value_dependent(circuit: QuantumCircuit) -> QuantumCircuit:
    """Return only the instructions whose validity depends on the values: rzz and delays."""
    critical = QuantumCircuit(circuit.num_qubits)
    for operation, qubits in on_device.instructions(circuit):
        if operation.name == "rzz" or isinstance(operation, Delay):
            critical.append(operation, qubits)
    return critical


def bound_points(circuit: QuantumCircuit, values: BindingsArray) -> list[QuantumCircuit]:
    """Return the circuit at each point of a sweep, in the order of the flattened shape; all are different objects.

    Raises:
        JobFailedError: as for `bind`.
    """
    if values.size == 1 and not circuit.num_parameters:
        return [circuit]
    columns = columns_of(values)
    return [
        bind(circuit, {name: float(column[at]) for name, column in columns.items()})
        for at in range(values.size)
    ]


def bind(circuit: QuantumCircuit, values: Mapping[str, float]) -> QuantumCircuit:
    """Return the circuit with values for all its parameters; values of other parameters are ignored.

    Raises:
        JobFailedError: 1506, an expression has no finite value.
    """
    own = {parameter: values[parameter.name] for parameter in circuit.parameters}
    try:
        return circuit.assign_parameters(own)
    except (CircuitError, ArithmeticError, ValueError, TypeError, RuntimeError) as error:
        reason = f"an expression has no finite value ({_text(error)})"
        raise _cannot_run(own, reason) from error


def _check_delay(delay: Delay, qubit: int, values: Mapping[str, float]) -> None:
    """Check that a delay is not negative, and a whole number if it is in dt."""
    own = {parameter: values[parameter.name] for parameter in delay.duration.parameters}
    try:
        length = float(delay.duration.bind(own))
    except (ArithmeticError, ValueError, TypeError, RuntimeError):
        return  # `bind` reports it
    if length < 0 or (delay.unit == "dt" and length != round(length)):
        raise _cannot_run(own, f"the delay on qubit {qubit} would last {length:.6g} {delay.unit}")


def _cannot_run(values: Mapping[Any, float], reason: str) -> JobFailedError:
    shown = [f"{parameter.name} = {value:.6g}" for parameter, value in values.items()]
    named = ", ".join(shown[:5]) + (", ..." if len(shown) > 5 else "")
    return JobFailedError(
        reason_codes.NOT_VALID,
        f"The circuit cannot be run with {named}: {reason}.",
        "Use values that make each angle finite and each delay a non-negative whole number of dt.",
    )


def _text(error: Exception) -> str:
    return str(error).strip("'\"")

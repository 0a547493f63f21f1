"""Values bound to the parameters of a circuit, and what a circuit does not take."""

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
    """The values of each parameter, one after the other in the order of the PUB's flattened shape."""
    return {
        name: array[..., at].reshape(-1)
        for names, array in values.data.items()
        for at, name in enumerate(names)
    }


def check_values(index: int, circuit: QuantumCircuit, values: BindingsArray) -> None:
    """Refuse values of a PUB that make an instruction invalid, those inside control flow included.

    Raises:
        JobFailedError: 1501, a parameter has no value, or one that is not a finite number; 1517, an angle of rzz is out of range; 1506, a delay is negative or
            no whole number of dt, or as for `bind`.
    """
    columns = columns_of(values)
    if missing := [parameter.name for parameter in circuit.parameters if parameter.name not in columns]:
        raise bad_pub(
            index,
            f"the values are of {', '.join(columns)}, and {', '.join(missing)} of the circuit has none.",
        )
    for name, column in columns.items():
        if not (finite := np.isfinite(column)).all():
            wrong = column[~finite][0]
            raise bad_pub(index, f"the parameter {name} has the value {wrong}, which is not a finite number.")
    if not circuit.num_parameters:
        return
    critical = _critical(circuit)
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


def _critical(circuit: QuantumCircuit) -> QuantumCircuit:
    """The instructions alone whose validity depends on the values: rzz and delays."""
    critical = QuantumCircuit(circuit.num_qubits)
    for operation, qubits in on_device.instructions(circuit):
        if operation.name == "rzz" or isinstance(operation, Delay):
            critical.append(operation, qubits)
    return critical


def bound_points(circuit: QuantumCircuit, values: BindingsArray) -> list[QuantumCircuit]:
    """The circuit at each point of a sweep, in the order of the flattened shape: another object for each point.

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
    """The circuit with a value for each of its parameters; values of other parameters are passed over.

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
    """Refuse a length that is negative, or no whole number of dt."""
    own = {parameter: values[parameter.name] for parameter in delay.duration.parameters}
    try:
        length = float(delay.duration.bind(own))
    except (ArithmeticError, ValueError, TypeError, RuntimeError):
        return  # as `bind` says
    if length < 0 or (delay.unit == "dt" and length != round(length)):
        raise _cannot_run(own, f"the delay on qubit {qubit} would last {length:.6g} {delay.unit}")


def _cannot_run(values: Mapping[Any, float], reason: str) -> JobFailedError:
    shown = [f"{parameter.name} = {value:.6g}" for parameter, value in values.items()]
    named = ", ".join(shown[:5]) + (", ..." if len(shown) > 5 else "")
    return JobFailedError(
        reason_codes.NOT_VALID,
        f"The circuit cannot be run with the values {named}: {reason}.",
        "Use values for which each angle is finite and each delay a whole number of dt, 0 or more.",
    )


def _text(error: Exception) -> str:
    return str(error).strip("'\"")

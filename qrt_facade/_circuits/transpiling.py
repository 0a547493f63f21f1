"""Transpiling a circuit for a backend with Qiskit, from what the REST API says about the backend.

The service does not transpile. Where Qiskit is installed, the target is built from the backend's configuration and
properties; IBM's own client is not needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.coerce import is_list, list_of, mapping_of, number_of, text_of, texts_of, whole_of
from qrt_facade._base.units import SECONDS_PER_UNIT, measured
from qrt_facade._circuits.encoding import decode_circuit, encode_circuit
from qrt_facade._circuits.qasm import declared_version
from qrt_facade._circuits.sdks import is_qiskit, qiskit
from qrt_facade._service.backends import FRACTIONAL_GATES
from qrt_facade.errors import ConfigurationError, ResultDecodeError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CONTROL_FLOW: Final = {
    "if_else": "IfElseOp",
    "for_loop": "ForLoopOp",
    "switch_case": "SwitchCaseOp",
    "while_loop": "WhileLoopOp",
}


def transpiled(
    circuit: Any,
    configuration: Mapping[str, Any],
    properties: Mapping[str, Any] | None,
    *,
    optimization_level: int = 1,
    fractional_gates: bool = False,
    seed: int | None = None,
) -> Any:
    """Return the circuit (or list of circuits) in the backend's own instructions, as Qiskit `QuantumCircuit`.

    Args:
        circuit: A circuit in any form that `encode_circuit` accepts, or a list of them.
        configuration: The backend's configuration, in the wire's form.
        properties: The backend's properties, in the wire's form, or None.
        optimization_level: 0 to 3, as Qiskit has it.
        fractional_gates: Whether gates with a free angle may be used.
        seed: Makes the layout and the routing repeatable.

    Raises:
        ConfigurationError: Qiskit is not installed, or the optimization level or the circuit is invalid.
    """
    optimization_level = checked_whole("optimization_level", optimization_level, most=3)
    target = target_of(configuration, properties, fractional_gates=fractional_gates)
    transpiler = _qiskit("transpiler")
    passes = transpiler.generate_preset_pass_manager(optimization_level, target=target, seed_transpiler=seed)
    if is_list(circuit):
        return [passes.run(_loaded(one)) for one in circuit]
    return passes.run(_loaded(circuit))


def target_of(
    configuration: Mapping[str, Any], properties: Mapping[str, Any] | None, *, fractional_gates: bool = False
) -> Any:
    """Return Qiskit's `Target` for a backend: its instructions, on which qubits, how long (s) and how good.

    Raises:
        ConfigurationError: Qiskit is not installed.
        UnexpectedResponseError: The configuration does not say how many qubits there are.
    """
    elements = _qiskit("circuit")
    transpiler = _qiskit("transpiler")
    width = whole_of(configuration.get("n_qubits"))
    if width is None:
        raise UnexpectedResponseError("the backend's configuration contains no n_qubits", status=200)
    qubits = range(width)
    measured = _gate_figures(properties)
    dt = number_of(configuration.get("dt"))
    target: Any = transpiler.Target(
        num_qubits=len(qubits), dt=None if dt is None else dt * SECONDS_PER_UNIT["ns"]
    )

    def add(name: str, instruction: Any, places: Iterable[tuple[int, ...]]) -> None:
        figures: dict[tuple[int, ...], Any] = {
            place: transpiler.InstructionProperties(*measured.get((name, place), (None, None)))
            for place in places
        }
        target.add_instruction(instruction, figures, name=name)

    gates = _qiskit("circuit.library.standard_gates").get_standard_gate_name_mapping()
    places = _places(configuration)
    for name in texts_of(configuration.get("basis_gates")):
        if name in gates and (fractional_gates or name not in FRACTIONAL_GATES):
            everywhere = [(qubit,) for qubit in qubits]
            add(name, gates[name], places.get(name, everywhere))
    add("measure", elements.Measure(), [(qubit,) for qubit in qubits])
    add("reset", elements.Reset(), [(qubit,) for qubit in qubits])
    add("delay", elements.Delay(elements.Parameter("t")), [(qubit,) for qubit in qubits])
    for name in list_of(configuration.get("supported_instructions")):
        if name in _CONTROL_FLOW and not fractional_gates:
            target.add_instruction(getattr(elements, _CONTROL_FLOW[name]), name=name)
    return target


def _places(configuration: Mapping[str, Any]) -> dict[str, list[tuple[int, ...]]]:
    """Return on which qubits each gate exists; two-qubit gates without a list of their own: all coupled pairs."""
    coupled = [tuple(pair) for pair in list_of(configuration.get("coupling_map"))]
    found: dict[str, list[tuple[int, ...]]] = {
        name: [tuple(place) for place in listed]
        for gate in map(mapping_of, list_of(configuration.get("gates")))
        if (name := text_of(gate.get("name"))) and (listed := list_of(gate.get("coupling_map")))
    }
    for name in ("cx", "cz", "ecr", "rzz"):
        found.setdefault(name, coupled)
    return found


def _gate_figures(
    properties: Mapping[str, Any] | None,
) -> dict[tuple[str, tuple[int, ...]], tuple[float | None, float | None]]:
    """Return duration (s) and error of each gate on each of its places, and of the measurement of each qubit."""
    answer = mapping_of(properties)
    found: dict[tuple[str, tuple[int, ...]], tuple[float | None, float | None]] = {}
    for gate in map(mapping_of, list_of(answer.get("gates"))):
        figures = measured(gate.get("parameters"))
        place = tuple(int(qubit) for qubit in list_of(gate.get("qubits")))
        found[str(gate.get("gate")), place] = (figures.get("gate_length"), figures.get("gate_error"))
    for qubit, readings in enumerate(list_of(answer.get("qubits"))):
        figures = measured(readings)
        found["measure", (qubit,)] = (figures.get("readout_length"), figures.get("readout_error"))
    return found


def _loaded(circuit: Any) -> Any:
    """Return a circuit as Qiskit has it."""
    if is_qiskit(circuit):
        return circuit
    try:
        decoded = decode_circuit(encode_circuit(circuit))
    except ResultDecodeError as error:
        raise ConfigurationError(str(error)) from error
    return _parsed(decoded) if isinstance(decoded, str) else decoded


def _parsed(text: str) -> Any:
    if declared_version(text) == 2:
        qasm2 = _qiskit("qasm2")
        load, options = qasm2.loads, {"custom_instructions": qasm2.LEGACY_CUSTOM_INSTRUCTIONS}
    else:
        load, options = _qiskit("qasm3").loads, {}
    try:
        return load(text, **options)
    except Exception as error:
        raise ConfigurationError(f"the OpenQASM text cannot be read: {error}") from error


def _qiskit(module: str) -> Any:
    return qiskit(
        f"qiskit.{module}", "transpiling", install="qiskit, and for OpenQASM 3 text qiskit-qasm3-import"
    )

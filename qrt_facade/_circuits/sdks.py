"""SDK circuits: find the SDK that an object belongs to, and export the object.

No SDK is imported to recognise an object: the module and name of its class are enough. The object's own SDK exports it,
which is already imported because the object exists.
"""

from __future__ import annotations

import importlib
import inspect
import io
import re
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from qrt_facade._circuits.dialects import (
    BRAKET_GATES,
    BRAKET_NAMES,
    QELIB1_NAMES,
    as_version_3,
    check_inputs,
    with_equal_conditions,
    with_standard_gates,
    without_global_phases,
)
from qrt_facade._circuits.qpy.reader import NEWEST
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_T = TypeVar("_T")

_CANNOT_EXPORT = {
    ("pyquil", "Program"): "pyQuil's Program: pyQuil writes Quil, not OpenQASM",
    ("braket", "AnalogHamiltonianSimulation"): "Braket's analog Hamiltonian: it has no gates",
    (
        "cudaq",
        "PyKernelDecorator",
    ): "CUDA-Q's kernel: pass the text of cudaq.translate(kernel, format='openqasm2')",
    ("guppylang", "GuppyFunctionDefinition"): "Guppy's function: Guppy writes HUGR, not OpenQASM",
    ("stim", "Circuit"): "Stim's circuit: pass the text of circuit.to_qasm(open_qasm_version=3)",
}
"""Objects that look like exportable circuits but are not: package and class name -> description and reason."""


def qiskit(module: str, purpose: str, *, install: str = "qiskit") -> Any:
    """Import a module of Qiskit or of IBM's client, which users install themselves.

    Raises:
        ConfigurationError: It is not installed; the message names `purpose` and what to `install`.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ConfigurationError(f"{purpose} needs Qiskit; install {install}") from error


def exporter_of(value: Any) -> Callable[[Any], str | bytes] | None:
    """Return the function that writes a circuit as OpenQASM text or QPY; None if it is not a circuit of a known SDK.

    Subclasses of a circuit class are recognised too.
    """
    return _found(value, _EXPORTERS)


def exported(circuit: Any, *, measured: bool = True) -> str | bytes | None:
    """Return a circuit as its own SDK writes it, in gates that the service knows; None if it is not of a known SDK.

    Args:
        circuit: The circuit.
        measured: Whether PennyLane adds measurements to the tape; an estimator has its own observables and needs none.

    Raises:
        ConfigurationError: The SDK cannot export the circuit (the message has the SDK's name and reason), or it belongs
            to a tool without OpenQASM export.
    """
    export = exporter_of(circuit)
    if export is None:
        if (why := _found(circuit, _CANNOT_EXPORT)) is not None:
            raise ConfigurationError(f"cannot send {why}.")
        return None
    if export is _from_qiskit:
        return export(circuit)
    if not measured:
        export = _UNMEASURED.get(export, export)
    tool = f"{type(circuit).__module__.partition('.')[0]}'s {type(circuit).__name__}"
    try:
        return export(circuit)
    except ConfigurationError as error:
        raise ConfigurationError(f"{tool} cannot be sent: {error}") from error
    except Exception as error:  # whatever an SDK raises
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise ConfigurationError(f"{tool} cannot be written as OpenQASM: {reason}") from error


def _found(value: Any, known: Mapping[tuple[str, str], _T]) -> _T | None:
    """Look up the class of a value, or the first base class that is known."""
    for cls in type(value).__mro__:
        if (found := known.get((cls.__module__.partition(".")[0], cls.__name__))) is not None:
            return found
    return None


def is_qiskit(value: Any) -> bool:
    """Return whether a value is a Qiskit `QuantumCircuit`."""
    return exporter_of(value) is _from_qiskit


def _from_qiskit(circuit: Any) -> bytes:
    qpy: Any = importlib.import_module("qiskit.qpy")
    buffer = io.BytesIO()
    try:
        qpy.dump(circuit, buffer, version=min(NEWEST, qpy.QPY_VERSION))
    except Exception as error:  # raised by Qiskit, by json, or by objects in the user's metadata
        raise ConfigurationError(
            f"Qiskit cannot write the circuit {circuit.name!r} as QPY: {error}"
        ) from error
    return buffer.getvalue()


def _from_cirq(circuit: Any) -> str:
    names: frozenset[str] = getattr(
        circuit, "_parameter_names_", frozenset
    )()  # the protocol of cirq.parameter_names
    if names:
        raise ConfigurationError(
            f"it has the parameters {', '.join(sorted(names))}, but Cirq exports only numbers; "
            "assign their values first, for example with cirq.resolve_parameters(circuit, {name: value})"
        )
    if any(getattr(qubit, "dimension", 2) != 2 for qubit in getattr(circuit, "all_qubits", tuple)()):
        raise ConfigurationError("it has qudits of more than two levels, which Cirq exports as qubits")
    # Cirq's default of 10 digits causes an error that adds up over a long circuit.
    text = str(circuit.to_qasm(version="3.0", precision=16))
    if re.search(r"^// Gate: WaitGate", text, re.MULTILINE):
        raise ConfigurationError("it has waits, which Cirq omits from OpenQASM")
    bits = re.findall(r"^(\w+\[\d+\]) = measure", text, re.MULTILINE)
    if (twice := next((bit for bit in bits if bits.count(bit) > 1), None)) is not None:
        raise ConfigurationError(
            f"it measures twice under one key ({twice}): Cirq keeps both results, but OpenQASM only the last; "
            "use a different key for each measurement"
        )
    return with_equal_conditions(with_standard_gates(text, QELIB1_NAMES, {}))


def _from_pytket(circuit: Any) -> str:
    # pytket exports by a function, not a method; its package is already imported, since the circuit exists.
    export = importlib.import_module("pytket.qasm").circuit_to_qasm_str
    # By default pytket refuses registers of more than 32 bits.
    width = {"maxwidth": bits} if (bits := int(getattr(circuit, "n_bits", 0))) > 32 else {}
    try:
        text = str(export(circuit, header="qelib1", **width))
    except Exception as error:  # pytket's QASMUnsupportedError, for a gate that is missing from the library
        if not str(error).startswith("Cannot print command of type"):
            raise
        text = str(export(_in_qelib1(circuit), header="qelib1", **width))
    names = sorted(map(str, circuit.free_symbols())) if hasattr(circuit, "free_symbols") else []
    # pytket writes symbols unchanged, which is not valid in version 2.
    if not names:
        return text
    text = as_version_3(text, names)
    check_inputs(text)
    return text


_QELIB1_OF_PYTKET = "CX H X Y Z S Sdg T Tdg SX SXdg Rx Ry Rz U1 U2 U3 TK1 CY CZ CH CRz CU1 CU3 SWAP CCX CSWAP CSX XXPhase ZZPhase noop"


def _in_qelib1(circuit: Any) -> Any:
    """Return a copy of a pytket circuit with the gates that OpenQASM 2 does not have rebased to those that it has."""
    kinds = importlib.import_module("pytket.circuit").OpType
    copy = circuit.copy()
    known = {getattr(kinds, name) for name in _QELIB1_OF_PYTKET.split()}
    importlib.import_module("pytket.passes").AutoRebase(known).apply(copy)
    return copy


def _from_pennylane(tape: Any, *, measured: bool = True) -> str:
    if getattr(tape, "batch_size", None) is not None:
        raise ConfigurationError(
            f"it has {tape.batch_size} values for one parameter; use pennylane.transforms.broadcast_expand to create "
            "a tape for each"
        )
    return _pennylane_text(tape, tape.wires, measured=measured)


def _from_qnode(node: Any, *, measured: bool = True) -> str:
    needed = [
        name
        for name, parameter in inspect.signature(node.func).parameters.items()
        if parameter.default is parameter.empty
        and parameter.kind not in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}
    ]
    if needed:
        raise ConfigurationError(
            f"it requires the argument{'s'[: len(needed) > 1]} {', '.join(needed)}; "
            "pass the tape of pennylane.workflow.construct_tape(qnode)(...) with values for them"
        )
    tape = importlib.import_module("pennylane").workflow.construct_tape(node)()
    return _pennylane_text(tape, node.device.wires or tape.wires, measured=measured)


def _pennylane_text(tape: Any, wires: Any, *, measured: bool) -> str:
    """Return PennyLane's export, with wire `k` as bit `k` if wires are numbers, as PennyLane's devices count them.

    By default its exporter numbers wires by their first use.
    """
    labels = list(wires)
    if all(isinstance(label, int) for label in labels):
        labels.sort()
    # A method of the tape up to 0.42, and a function since then.
    export = getattr(tape, "to_openqasm", None) or partial(
        importlib.import_module("pennylane").to_openqasm, tape
    )
    wanted = {} if measured else {"rotations": False, "measure_all": False}
    text = str(export(wires=importlib.import_module("pennylane").wires.Wires(labels), **wanted))
    text = without_global_phases(text)
    # PennyLane writes conditions on one bit, which version 2 does not have.
    return as_version_3(text) if re.search(r"^if\b", text, re.MULTILINE) else text


def _from_braket(circuit: Any) -> str:
    # Braket's output uses its own gate names and includes no gate library.
    text = str(circuit.to_ir("OPENQASM").source)
    # A reader skips a pragma that it does not know, and the gate in it.
    if (pragma := re.search(r"^[ \t]*#?pragma[ \t]+braket[ \t]+(\w+).*", text, re.MULTILINE)) is not None:
        why = {
            "result": "result types exist only in Braket; measure the qubits instead",
            "unitary": "OpenQASM has no gate defined by a matrix",
            "noise": "the service's devices have their own noise",
        }.get(pragma[1], "only Braket's own devices support it")
        raise ConfigurationError(f"Braket exports it with {pragma[0].strip()[:80]!r}: {why}")
    text = re.sub(r"^input float (\w+);", r"input float[64] \1;", text, flags=re.MULTILINE)
    check_inputs(text)
    return with_standard_gates(text, BRAKET_NAMES, BRAKET_GATES)


_EXPORTERS: dict[tuple[str, str], Callable[[Any], str | bytes]] = {
    ("qiskit", "QuantumCircuit"): _from_qiskit,
    ("cirq", "AbstractCircuit"): _from_cirq,
    ("pytket", "Circuit"): _from_pytket,
    ("pennylane", "QuantumScript"): _from_pennylane,
    ("pennylane", "QNode"): _from_qnode,
    ("braket", "Circuit"): _from_braket,
}
_UNMEASURED: dict[Callable[[Any], str | bytes], Callable[[Any], str | bytes]] = {
    _from_pennylane: partial(_from_pennylane, measured=False),
    _from_qnode: partial(_from_qnode, measured=False),
}
"""Exporters for an estimator's circuits, where they differ."""

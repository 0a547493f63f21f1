"""Round trips of QuantumCircuits through the wire: nothing is lost silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit import AncillaRegister, ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import (
    AnnotatedOperation,
    Clbit,
    Delay,
    Gate,
    InverseModifier,
    Parameter,
    ParameterVector,
    Qubit,
)
from qiskit.circuit.classical import expr, types
from qiskit.circuit.library import CZGate, HGate, PauliEvolutionGate, PermutationGate, QFTGate, RXGate
from qiskit.quantum_info import SparsePauliOp

from qrt_facade._circuits.encoding import decode_circuit, encode_circuit
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

A = Parameter("a")


def base(**options: Any) -> QuantumCircuit:
    return QuantumCircuit(3, 3, **options)


def do(method: str, *arguments: Any, **options: Any) -> Callable[[], QuantumCircuit]:
    """A circuit of which one method was called."""

    def make() -> QuantumCircuit:
        circuit = base()
        getattr(circuit, method)(*arguments, **options)
        return circuit

    return make


class OwnRotation(RXGate):  # type: ignore[misc]
    """A user-defined subclass of one of Qiskit's gates."""


def labelled_delay() -> QuantumCircuit:
    circuit, delay = base(), Delay(10)
    delay.label = "rest"
    circuit.append(delay, [0])
    return circuit


def two_gates_of_one_name() -> QuantumCircuit:
    circuit = base()
    for method in ("h", "x"):
        definition = QuantumCircuit(1)
        getattr(definition, method)(0)
        gate = Gate("g", 1, [])
        gate.definition = definition
        circuit.append(gate, [0])
    return circuit


def boxed() -> QuantumCircuit:
    circuit = base()
    with circuit.box(duration=3, unit="us", label="three"):
        circuit.x(0)
    return circuit


def conditional() -> QuantumCircuit:
    circuit = base()
    with circuit.if_test((circuit.cregs[0], 5), label="five") as otherwise:
        circuit.x(0)
    with otherwise:
        circuit.y(0)
    with circuit.if_test(expr.less(circuit.cregs[0], 5)):
        circuit.x(0)
    return circuit


def aliases() -> QuantumCircuit:
    big = ClassicalRegister(3, "big")
    circuit = QuantumCircuit(
        [Qubit(), Clbit()], AncillaRegister(2, "n"), ClassicalRegister(0, "e"), [big[2], big[0]]
    )
    circuit.add_register(ClassicalRegister(bits=circuit.clbits[:2], name="alias"))
    circuit.measure(0, 1)
    return circuit


def stored_bit() -> QuantumCircuit:
    circuit = base()
    circuit.store(circuit.clbits[0], True)
    return circuit


KINDS: dict[str, Callable[[], QuantumCircuit]] = {
    "metadata": lambda: base(metadata={"a": [1, {"b": None}], "ψ": 0.1}),
    "a name": lambda: base(name='ψ\n"'),
    "global phase": lambda: base(global_phase=0.3),
    "parametric global phase": lambda: base(global_phase=2 * A),
    "label": do("x", 0, label="flip"),
    "label of a barrier": do("barrier", label="wall"),
    "label of a delay": labelled_delay,
    "delay in dt": do("delay", 100, 0),
    "registers that share bits": aliases,
    "order of registers": lambda: QuantumCircuit(
        ClassicalRegister(1, "z"), QuantumRegister(1, "q"), ClassicalRegister(2, "a")
    ),
    "input variable": do("add_input", "i", types.Bool()),
    "stored bit": stored_bit,
    "open control": do("append", CZGate(ctrl_state=0), [0, 1]),
    "annotated operation": do("append", AnnotatedOperation(HGate(), [InverseModifier()]), [0]),
    "gates of one name": two_gates_of_one_name,
    "subclass of a gate": do("append", OwnRotation(0.3), [0]),
    "opaque gate": do("append", Gate("a_b_c", 1, []), [0]),
    "float precision": do("rz", 0.1 + 0.2, 0),
    "smallest float": do("rz", 5e-324, 0),
    "NumPy number": do("rz", np.float32(0.1), 0),
    "large integer": do("rz", 2**70, 0),
    "parameter": do("rz", A, 0),
    "expression": do("rz", (A.sin() + 2) ** 2 / 3, 0),
    "bound expression": do("rz", (2 * A).bind({A: 0.25}), 0),
    "vector": do("rz", ParameterVector("v", 2000)[1999], 0),
    "box": boxed,
    "condition": conditional,
    "unitary": do("unitary", np.eye(2), 0, label="one"),
    "initial state": do("initialize", "01", [0, 1]),
    "evolution": do("append", PauliEvolutionGate(SparsePauliOp(["XX", "ZZ"], [1, 2]), A), [0, 1]),
    "permutation": do("append", PermutationGate([2, 0, 1]), [0, 1, 2]),
    "Fourier transform": do("append", QFTGate(3), [0, 1, 2]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_round_trip_preserves_the_circuit(kind: str) -> None:
    circuit = KINDS[kind]()
    back = decode_circuit(encode_circuit(circuit))
    assert back == circuit
    assert (back.name, back.metadata) == (circuit.name, circuit.metadata)
    assert [one.label for one in back.data] == [one.label for one in circuit.data]
    assert [one.name for one in back.data] == [one.name for one in circuit.data]
    registers = back.qregs + back.cregs
    assert [(one.name, one.size) for one in registers] == [
        (one.name, one.size) for one in circuit.qregs + circuit.cregs
    ]


def test_round_trip_preserves_the_layout() -> None:
    from qiskit import transpile
    from qiskit.transpiler import CouplingMap

    circuit = transpile(KINDS["label"](), coupling_map=CouplingMap.from_line(5), initial_layout=[3, 1, 2])
    back = decode_circuit(encode_circuit(circuit))
    assert back.layout.final_index_layout() == circuit.layout.final_index_layout() == [3, 1, 2]


@pytest.mark.parametrize("value", [np.zeros(2), 1j, {1, 2}, b"bytes"])
def test_rejects_metadata_that_qpy_cannot_store_and_names_the_circuit(value: object) -> None:
    with pytest.raises(ConfigurationError, match="'odd'"):
        encode_circuit(QuantumCircuit(1, name="odd", metadata={"value": value}))


def test_rejects_a_condition_that_qpy_cannot_store() -> None:
    circuit = QuantumCircuit(QuantumRegister(1), ClassicalRegister(70, "c"), name="wide")
    with circuit.if_test((circuit.cregs[0], 2**65)):
        circuit.x(0)
    with pytest.raises(ConfigurationError, match="'wide'"):
        encode_circuit(circuit)

"""QPY read without Qiskit, compared with Qiskit."""

from __future__ import annotations

import io
import math
import struct
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qpy
from qiskit.circuit import Annotation, Clbit, ControlFlowOp, Gate, Measure, Parameter, ParameterVector, Qubit
from qiskit.circuit.annotation import QPYSerializer
from qiskit.circuit.classical import expr, types
from qiskit.circuit.library import CZGate
from qiskit.circuit.random import random_circuit
from support import qpy_bytes

from qrt_facade._circuits.expressions import evaluate
from qrt_facade._circuits.qpy.reader import NEWEST, OLDEST, read_qpy
from qrt_facade._circuits.reading import Block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VERSIONS = range(OLDEST, NEWEST + 1)
A, B = Parameter("a"), Parameter("β")
V = ParameterVector("v", 5)
MATRICES = {"unitary", "initialize", "diagonal", "pauli"}
"""Instructions whose parameters are not angles."""


def written(circuit: QuantumCircuit, version: int = NEWEST) -> bytes:
    with io.BytesIO() as content:
        qpy.dump(circuit, content, version=version)
        return content.getvalue()


@cache
def written_once(make: Callable[[], QuantumCircuit], version: int) -> bytes:
    """Return a circuit as QPY, the same each time, although Qiskit numbers the circuits that it creates."""
    return written(make(), version)


def flattened(circuit: Any, qubits: Sequence[int]) -> list[tuple[str, tuple[int, ...], list[Any]]]:
    found = []
    for one in circuit.data:
        places = tuple(qubits[circuit.find_bit(qubit).index] for qubit in one.qubits)
        if isinstance(one.operation, ControlFlowOp):
            for block in one.operation.blocks:
                found += flattened(block, places)
        else:
            found.append((one.name, places, one.params))
    return found


def bound(angle: Any, values: dict[str, float]) -> float | None:
    if hasattr(angle, "parameters"):
        angle = complex(angle.bind({symbol: values[symbol.name] for symbol in angle.parameters}))
        angle = angle.real if abs(angle.imag) < 1e-12 else math.nan
    return float(angle) if math.isfinite(angle) else None


def compare(circuit: QuantumCircuit, version: int = NEWEST) -> None:
    content = written(circuit, version)
    loaded = qpy.load(io.BytesIO(content))[0]
    reading = read_qpy(content)
    assert reading.faults == ()
    expected = flattened(loaded, range(loaded.num_qubits))
    assert [(call.name, call.qubits) for call in reading.calls] == [one[:2] for one in expected]
    assert reading.parameters == {parameter.name for parameter in loaded.parameters}
    values = {name: 0.37 + 0.11 * index for index, name in enumerate(sorted(reading.parameters or ()))}
    for call, (name, _, angles) in zip(reading.calls, expected, strict=True):
        if name not in MATRICES:
            assert [evaluate(angle, values) for angle in call.angles] == pytest.approx(
                [bound(angle, values) for angle in angles], rel=1e-9
            )
    assert reading.num_qubits == loaded.num_qubits
    assert reading.registers == {register.name: register.size for register in loaded.cregs}


class Note(Annotation):
    """An empty annotation."""

    namespace = "mine.note"


class Notes(QPYSerializer):
    """Writes the annotation."""

    def dump_annotation(self, namespace: str, annotation: object) -> bytes:
        """Write a placeholder."""
        return b"note"

    def load_annotation(self, payload: bytes) -> Note:
        """Read the placeholder."""
        return Note()


@given(st.integers(0, 10**6), st.sampled_from(VERSIONS))
@settings(max_examples=25)
def test_reads_a_random_circuit_like_qiskit(seed: int, version: int) -> None:
    compare(
        random_circuit(1 + seed % 6, 5, max_operands=4, measure=seed % 2 == 0, reset=True, seed=seed), version
    )


@pytest.mark.long
@given(st.integers(0, 10**6), st.sampled_from(VERSIONS), st.booleans())
@settings(max_examples=600)
@pytest.mark.timeout(900)
def test_reads_many_random_circuits_like_qiskit(seed: int, version: int, as_gate: bool) -> None:
    circuit = random_circuit(1 + seed % 8, 8, max_operands=4, reset=True, seed=seed)
    if as_gate:
        outer = QuantumCircuit(circuit.num_qubits)
        outer.append(circuit.to_instruction(), range(circuit.num_qubits))
        circuit = outer
    compare(circuit, version)


def with_parameters() -> QuantumCircuit:
    circuit = QuantumCircuit(2, global_phase=A)
    for angle in [
        A + 2 * B,
        V[3] / 3 - A**2,
        -A,
        (A.sin() + B.cos() * V[0].tan()).exp(),
        A.arctan() * B.abs().log() - V[1].arcsin().arccos(),
        1 - A,
        2 / A,
        2**A,
        A.sign(),
        A * 0 + 3,
        A.conjugate(),
        (A + B).subs({B: V[2]}),
        (2 * A).bind({A: 0.25}),
        3,
        2**70,
        0.1 + 0.2,
    ]:
        circuit.rz(angle, 0)
    return circuit


def with_registers() -> QuantumCircuit:
    big = ClassicalRegister(3, "big")
    circuit = QuantumCircuit(
        [Qubit(), Qubit()],
        QuantumRegister(2, "q"),
        [Clbit(), big[2]],
        ClassicalRegister(2, "c"),
        ClassicalRegister(0, "e"),
    )
    circuit.add_register(ClassicalRegister(bits=[circuit.clbits[0], circuit.clbits[2]], name="alias"))
    circuit.measure([0, 3], [0, 3])
    return circuit


def with_instructions() -> QuantumCircuit:
    circuit = QuantumCircuit(4, 2)
    circuit.cx(0, 1, ctrl_state=0)
    circuit.append(CZGate(ctrl_state=0), [0, 1])
    circuit.ccx(0, 1, 2, ctrl_state=2)
    circuit.delay(100, 0)
    circuit.barrier()
    circuit.unitary([[1, 0], [0, 1]], 0, label="one")
    circuit.x(0, label="two")
    circuit.append(Measure(label="three"), [0], [0])
    circuit.append(Gate("my_own_gate", 1, [A]), [0])
    circuit.append(Gate("sx", 1, []), [1])
    circuit.mcx([0, 1, 2], 3)
    circuit.initialize([1, 0], 0)
    return circuit


def with_conditions() -> QuantumCircuit:
    circuit = QuantumCircuit(3, 3)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)) as otherwise:
        circuit.x(2)
        circuit.measure(1, 2)
    with otherwise:
        circuit.rz(A, 1)
    with circuit.if_test((circuit.cregs[0], 5)):
        circuit.cz(2, 1)
    with circuit.if_test(expr.bit_and(circuit.clbits[0], expr.logic_not(expr.less(circuit.cregs[0], 5)))):
        circuit.reset(0)
    return circuit


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("make", [with_parameters, with_registers, with_instructions, with_conditions])
def test_reads_a_handwritten_circuit_like_qiskit(make: Callable[[], QuantumCircuit], version: int) -> None:
    compare(make(), version)


def test_distinguishes_measurements_into_registers_and_loose_bits() -> None:
    loose = read_qpy(written(with_registers()))
    assert (loose.measures, loose.measures_loose_bits, loose.measures_conditionally) == (True, False, False)
    conditional = read_qpy(written(with_conditions()))
    assert (conditional.measures, conditional.measures_conditionally) == (True, True)
    assert conditional.control_flow == {"if"}
    circuit = QuantumCircuit([Qubit(), Clbit()])
    circuit.measure(0, 0)
    only = read_qpy(written(circuit))
    assert (only.measures, only.measures_loose_bits, only.registers) == (False, True, {})


def looping(kind: str) -> QuantumCircuit:
    circuit = QuantumCircuit(2, 2)
    bit = circuit.clbits[0]
    match kind:
        case "for":
            with circuit.for_loop(range(3)):
                circuit.x(0)
        case "while":
            with circuit.while_loop((bit, 1)):
                circuit.x(0)
        case "switch":
            with circuit.switch(circuit.cregs[0]) as case, case(0):
                circuit.x(0)
        case "box":
            with circuit.box():
                circuit.x(0)
        case "if' inside":
            with circuit.if_test((bit, 1)), circuit.if_test((bit, 0)):
                circuit.x(0)
        case "variable":
            circuit.add_input("i", types.Bool())
        case "unsigned variable":
            circuit.add_var("i", expr.lift(3, types.Uint(8)))
        case "stretch":
            circuit.add_stretch("s")
        case "arithmetic":
            with circuit.if_test(expr.equal(expr.add(circuit.cregs[0], 1), 2)):
                circuit.x(0)
    return circuit


@pytest.mark.parametrize(
    "kind",
    ["for", "while", "switch", "box", "if' inside", "variable", "unsigned variable", "stretch", "arithmetic"],
)
def test_unsupported_features_have_code_1521(kind: str) -> None:
    (fault,) = read_qpy(written(looping(kind))).faults
    assert fault.code == 1521
    assert kind.removeprefix("unsigned ") in fault.message


@pytest.mark.parametrize("name", ["measure", "reset", "barrier", "delay"])
def test_a_custom_gate_named_like_a_basic_instruction_is_not_that_instruction(name: str) -> None:
    own = QuantumCircuit(1, 1, name=name)
    own.x(0)
    circuit = QuantumCircuit(1, 1)
    circuit.append(own.to_instruction(), [0], [0])
    reading = read_qpy(written(circuit))
    assert [call.name for call in reading.calls] == [f"custom {name}"]
    assert not reading.measures


def test_a_delay_of_half_a_dt_has_code_1506() -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(0.5, 0, "us")  # whose unit QPY drops
    (fault,) = read_qpy(written(circuit)).faults
    assert (fault.code, "0.5 dt on qubit 0" in fault.message) == (1506, True)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "truncated"),
        (b"QISKIT", "truncated"),
        (b"PNG" + bytes(99), "does not start"),
        (b"QISKIT\x0c" + bytes(99), "version 12"),
        (b"QISKIT\x12" + bytes(99), "version 18"),
        (qpy_bytes.file(b"", kind=b"s"), "no circuit"),
        (qpy_bytes.file(qpy_bytes.circuit(metadata=b"{")), "not JSON"),
        (
            qpy_bytes.file(qpy_bytes.circuit(qpy_bytes.instruction(b"XGate", qubits=[5]))),
            "a bit that does not exist",
        ),
    ],
)
def test_qpy_that_the_service_cannot_read_has_code_1603(content: bytes, reason: str) -> None:
    (fault,) = read_qpy(content).faults
    assert fault.code == 1603
    assert reason in fault.message


@pytest.mark.parametrize(
    ("content", "code", "part"),
    [
        (qpy_bytes.circuit(qubits=100_001), 1517, "100,001 qubits"),
        (qpy_bytes.circuit(bits=100_001), 1520, "100,001 classical bits"),
        (qpy_bytes.circuit(qpy_bytes.instruction(b"CXGate", qubits=[1, 1])), 1603, "names a qubit twice"),
        (
            qpy_bytes.circuit(qpy_bytes.instruction(b"Delay", qpy_bytes.value(b"x", b"vb"))),
            1521,
            "duration of a delay is an expression",
        ),
    ],
)
def test_an_invalid_circuit_has_the_code_that_its_job_would_fail_with(
    content: bytes, code: int, part: str
) -> None:
    (fault,) = read_qpy(qpy_bytes.file(content)).faults
    assert fault.code == code
    assert part in fault.message


def test_an_instruction_with_its_own_condition_is_read_as_an_if() -> None:
    """Qiskit had such conditions before version 2, and current QPY can still contain them."""
    conditional = qpy_bytes.instruction(b"Measure", bits=[1], extras=1, register=b"\x000")
    reading = read_qpy(qpy_bytes.file(qpy_bytes.circuit(qpy_bytes.instruction(b"XGate"), conditional)))
    assert reading.faults == ()
    assert reading.control_flow == {"if"}
    assert reading.blocks == (Block("if", 1, (2,), (0,), (1,)),)
    assert (reading.measures_loose_bits, reading.measures_conditionally) == (True, True)


def test_annotations_are_skipped() -> None:
    note = struct.pack(">IIQ", 1, 0, 4) + b"note"
    annotated = qpy_bytes.instruction(b"XGate", extras=128, after=note)
    reading = read_qpy(qpy_bytes.file(qpy_bytes.circuit(annotated, qpy_bytes.instruction(b"HGate"))))
    assert reading.faults == ()
    assert [call.name for call in reading.calls] == ["x", "h"]


def test_an_annotated_box_is_read_for_the_executor() -> None:
    circuit = QuantumCircuit(1)
    with circuit.box([Note()]):
        circuit.x(0)
    with io.BytesIO() as content:
        qpy.dump(circuit, content, version=NEWEST, annotation_factories={Note.namespace: Notes})
        reading = read_qpy(content.getvalue(), for_executor=True)
    assert (reading.faults, [call.name for call in reading.calls]) == ((), ["x"])


def test_rejects_a_file_with_two_circuits() -> None:
    with io.BytesIO() as content:
        qpy.dump([QuantumCircuit(1), QuantumCircuit(1)], content, version=NEWEST)
        (fault,) = read_qpy(content.getvalue()).faults
    assert "2 circuits" in fault.message


@pytest.mark.parametrize("version", VERSIONS)
def test_rejects_every_truncated_file(version: int) -> None:
    content = written(with_conditions(), version)
    for end in range(0, len(content), 7):
        assert [fault.code for fault in read_qpy(content[:end]).faults] == [1603], end


@given(st.data())
def test_damaged_bytes_give_a_reading_or_a_fault_and_never_raise(data: st.DataObject) -> None:
    make = data.draw(st.sampled_from([with_parameters, with_registers, with_instructions, with_conditions]))
    content = bytearray(written_once(make, data.draw(st.sampled_from([13, 15, 17]))))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert all(fault.code in {1603, 1506, 1517, 1520, 1521} for fault in read_qpy(bytes(content)).faults)


def test_rejects_deeply_nested_blocks_without_recursion() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    for _ in range(3):
        outer = QuantumCircuit(1, 1)
        outer.if_else((outer.clbits[0], 1), circuit, None, [0], [0])
        circuit = outer
    (fault,) = read_qpy(written(circuit)).faults
    assert fault.code == 1521


def test_an_expression_of_hundreds_of_terms_is_read() -> None:
    circuit = QuantumCircuit(1)
    angle = A
    for _ in range(400):
        angle = (angle + 1).sin()
    circuit.rz(angle, 0)
    reading = read_qpy(written(circuit))
    assert reading.parameters == {"a"}
    assert reading.calls[0].angles == (None,)

"""Canonical form of circuits: equal in any process and QPY version, different after any change."""

from __future__ import annotations

import base64
import copy
import io
import json
import os
import pickle
import struct
import subprocess
import sys
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qpy, transpile
from qiskit.circuit import (
    AnnotatedOperation,
    Annotation,
    Clbit,
    ControlModifier,
    Gate,
    IfElseOp,
    Instruction,
    InverseModifier,
    Parameter,
    ParameterVector,
    Qubit,
)
from qiskit.circuit import library as gates
from qiskit.circuit.annotation import QPYSerializer
from qiskit.circuit.classical import expr, types
from qiskit.quantum_info import SparseObservable, SparsePauliOp
from qiskit.synthesis import SuzukiTrotter
from support import qpy_bytes
from support.examples_drawn import drawn
from support.paths import ROOT
from support.qpy_circuits import ONLY_NEW, content, digests, written, zoo

from qrt_facade._circuits.content import content_of
from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.qpy.content import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUBITS = 3
REGISTERS = (("c", 2), ("d", 2))
BITS = 4


@dataclass(frozen=True)
class Step:
    """One instruction of a drawn circuit, as data: a circuit can be built from it as often as needed.

    Attributes:
        kind: A gate's name, or "measure", "reset", "delay", "barrier", "own", "controlled", "if" or "for".
        qubits: The qubits that it is on.
        bit: The classical bit that it writes or looks at.
        angle: A number, or a number and the name of a parameter that it multiplies.
        value: What a bit is compared with; the state of a control; the end of a loop; a delay.
        inside: The steps of a block, or of a definition.
        otherwise: Those of `else`, or None.
    """

    kind: str
    qubits: tuple[int, ...] = (0,)
    bit: int = 0
    angle: float | tuple[float, str] = 0.5
    value: int = 1
    inside: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] | None = None


@dataclass(frozen=True)
class Recipe:
    """A drawn circuit, as data."""

    steps: tuple[Step, ...]
    phase: float = 0.0
    registers: tuple[tuple[str, int], ...] = REGISTERS


ONE_QUBIT = ("x", "h", "sx", "rx", "rz", "p")
TURNS = {"rx", "rz", "p", "rzz"}
TWO_QUBITS = ("cx", "cz", "ecr", "rzz")


def built(recipe: Recipe) -> QuantumCircuit:
    """Return the circuit, with parameters, registers and custom gates."""
    registers = [ClassicalRegister(size, name) for name, size in recipe.registers]
    circuit = QuantumCircuit(QuantumRegister(QUBITS, "q"), *registers, global_phase=recipe.phase)
    angles: dict[str, Any] = {name: Parameter(name) for name in ("a", "b")}
    vector = ParameterVector("v", 3)
    angles |= {symbol.name: symbol for symbol in vector}
    for step in recipe.steps:
        _append(circuit, step, angles)
    return circuit


def _append(circuit: QuantumCircuit, step: Step, angles: dict[str, Any]) -> None:
    match step.kind:
        case "measure":
            circuit.measure(step.qubits[0], step.bit)
        case "delay":
            circuit.delay(step.value * 4, step.qubits[0])
        case "own" | "controlled":
            _append_gate(circuit, step, angles)
        case "if":
            _append_branch(circuit, step, angles)
        case "for":
            with circuit.for_loop(range(step.value)):
                for inner in step.inside:
                    _append(circuit, inner, angles)
        case name:
            angle = angles[step.angle[1]] * step.angle[0] if isinstance(step.angle, tuple) else step.angle
            getattr(circuit, name)(*([angle] if name in TURNS else []), *step.qubits)


def _append_gate(circuit: QuantumCircuit, step: Step, angles: dict[str, Any]) -> None:
    definition = QuantumCircuit(1)
    for inner in step.inside:
        _append(definition, replace(inner, qubits=(0,)), angles)
    gate = definition.to_gate()
    if step.kind == "controlled":
        gate = gate.control(1, ctrl_state=step.value, annotated=False)
    circuit.append(gate, step.qubits)


def _append_branch(circuit: QuantumCircuit, step: Step, angles: dict[str, Any]) -> None:
    bit = circuit.clbits[step.bit]
    condition: Any = expr.lift(bit) if step.value == 2 else (bit, bool(step.value))
    with circuit.if_test(condition) as otherwise:
        for inner in step.inside:
            _append(circuit, inner, angles)
    if step.otherwise is not None:
        with otherwise:
            for inner in step.otherwise:
                _append(circuit, inner, angles)


def angles() -> st.SearchStrategy[float | tuple[float, str]]:
    number = st.sampled_from([0.0, -0.0, 0.25, 0.5, 1.0, 1e-9, 3.0])
    return number | st.tuples(st.sampled_from([1.0, 2.0]), st.sampled_from(["a", "b", "v[0]", "v[2]"]))


def plain_steps() -> st.SearchStrategy[Step]:
    qubit = st.integers(0, QUBITS - 1)
    one = st.builds(
        Step,
        kind=st.sampled_from([*ONE_QUBIT, "measure", "reset", "delay", "barrier"]),
        qubits=st.tuples(qubit),
        bit=st.integers(0, BITS - 1),
        angle=angles(),
    )
    pairs = st.permutations(range(QUBITS)).map(lambda order: tuple(order[:2]))
    two = st.builds(Step, kind=st.sampled_from(TWO_QUBITS), qubits=pairs, angle=angles())
    return one | two


def steps() -> st.SearchStrategy[Step]:
    turns = st.builds(Step, kind=st.sampled_from(ONE_QUBIT), angle=angles().filter(lambda a: a != 0.0))
    definition = st.lists(turns, min_size=1, max_size=2).map(tuple)
    pairs = st.permutations(range(QUBITS)).map(lambda order: tuple(order[:2]))
    own = st.builds(Step, kind=st.just("own"), qubits=st.tuples(st.integers(0, 2)), inside=definition)
    numbers = st.builds(Step, kind=st.sampled_from(["rx", "p"]), angle=st.sampled_from([0.25, 0.75]))
    controlled = st.builds(
        Step, kind=st.just("controlled"), qubits=pairs, value=st.integers(0, 1), inside=st.tuples(numbers)
    )
    block = st.lists(plain_steps(), min_size=1, max_size=3).map(tuple)
    branch = st.builds(
        Step,
        kind=st.just("if"),
        bit=st.integers(0, BITS - 1),
        value=st.integers(0, 2),
        inside=block,
        otherwise=st.none() | block,
    )
    loop = st.builds(Step, kind=st.just("for"), value=st.integers(1, 4), inside=block)
    return plain_steps() | own | controlled | branch | loop


RECIPES = st.builds(
    Recipe,
    steps=st.lists(steps(), min_size=1, max_size=6).map(tuple),
    phase=st.sampled_from([0.0, 0.5]),
)


def changed(recipe: Recipe) -> Iterator[tuple[str, Recipe]]:
    """Yield every circuit that differs from the recipe's in one respect, and a name for that respect."""
    yield "the global phase", replace(recipe, phase=recipe.phase + 1e-9)
    (first, size), *others = recipe.registers
    yield "a register's name", replace(recipe, registers=(("other", size), *others))
    yield "a register's size", replace(recipe, registers=(*recipe.registers, ("e", 1)))
    yield "the bits of registers", replace(recipe, registers=((first, size + 1), ("d", 1)))
    yield "one instruction more", replace(recipe, steps=(*recipe.steps, Step("x")))
    for index, step in enumerate(recipe.steps):
        before, after = recipe.steps[:index], recipe.steps[index + 1 :]
        yield "one instruction less", replace(recipe, steps=(*before, *after))
        for what, other in changed_step(step):
            yield what, replace(recipe, steps=(*before, other, *after))


def changed_step(step: Step, *, defines: bool = False) -> Iterator[tuple[str, Step]]:
    kinds = ONE_QUBIT if step.kind in ONE_QUBIT else TWO_QUBITS if step.kind in TWO_QUBITS else ()
    yield from (("a gate", replace(step, kind=kind)) for kind in kinds if kind != step.kind)
    if step.kind not in {"if", "for"} and not defines:
        turned = tuple((qubit + 1) % QUBITS for qubit in step.qubits)
        yield "the qubits", replace(step, qubits=turned)
        if len(step.qubits) == 2:
            yield "the order of the qubits", replace(step, qubits=step.qubits[::-1])
    if step.kind in {"measure", "if"}:
        yield "a classical bit", replace(step, bit=(step.bit + 1) % BITS)
    if step.kind in {"delay", "for", "controlled", "if"}:
        most = {"controlled": 2, "if": 3}.get(step.kind, 9)
        yield "a value", replace(step, value=(step.value + 1) % most)
    if step.kind in TURNS:
        yield from changed_angle(step)
    yield from changed_blocks(step)


def changed_angle(step: Step) -> Iterator[tuple[str, Step]]:
    if isinstance(step.angle, tuple):
        factor, name = step.angle
        yield "a factor", replace(step, angle=(factor + 1e-9, name))
        yield "a parameter", replace(step, angle=(factor, "b" if name == "a" else "a"))
        yield "an element of a vector", replace(step, angle=(factor, "v[1]"))
    else:
        yield "an angle", replace(step, angle=step.angle + 1e-9)
        yield "an angle that becomes a parameter", replace(step, angle=(1.0, "a"))


def changed_blocks(step: Step) -> Iterator[tuple[str, Step]]:
    for index, inner in enumerate(step.inside):
        for what, other in changed_step(inner, defines=step.kind in {"own", "controlled"}):
            inside = (*step.inside[:index], other, *step.inside[index + 1 :])
            if not (step.kind == "controlled" and other.kind not in {"rx", "p"}):
                yield f"{what} inside", replace(step, inside=inside)
    if step.kind == "if":
        if step.otherwise is None:
            yield "an else", replace(step, otherwise=(Step("x"),))
        else:
            yield "no else", replace(step, otherwise=None)
            yield (
                "an else for an if",
                replace(step, inside=step.otherwise, otherwise=(*step.inside, Step("z"))),
            )


@settings(max_examples=40)
@given(recipe=RECIPES, data=st.data())
def test_any_change_to_a_circuit_changes_its_canonical_form_and_rebuilding_does_not(
    recipe: Recipe, data: st.DataObject
) -> None:
    own = content(built(recipe))
    assert content(built(recipe)) == own
    what, other = data.draw(st.sampled_from(list(changed(recipe))))
    assert content(built(other)) != own, what


@pytest.mark.long
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(recipe=RECIPES)
def test_any_change_to_many_circuits_changes_their_canonical_form(recipe: Recipe) -> None:
    own = {version: content(built(recipe), version) for version in (13, 17, 18)}
    assert len(set(own.values())) == 1
    for what, other in changed(recipe):
        assert content(built(other)) != own[17], what
        assert content(built(other)) == content(built(other), 13), what


def digests_elsewhere(seed: str, *, every: bool = False) -> dict[str, str]:
    """Return the digests of all circuits in a new process, with other hashes and generated names."""
    code = (
        "import json; from qiskit import QuantumCircuit, QuantumRegister; from support.qpy_circuits import digests; "
        f"[(QuantumCircuit(1), QuantumRegister(1)) for _ in range({seed}0)]; print(json.dumps(digests(every={every})))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        check=True,
        env=environment,
        cwd=ROOT,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_circuits_from_another_process_have_the_same_canonical_form() -> None:
    assert digests_elsewhere("7") == digests()
    (name, circuit), *_ = zoo(every=False)
    (again, anew), *_ = zoo(every=False)
    assert (name, content(circuit)) == (again, content(anew))
    assert written(circuit) != written(anew)


@pytest.mark.long
def test_canonical_form_does_not_depend_on_the_hash_seed() -> None:
    assert len({json.dumps(digests_elsewhere(seed, every=True)) for seed in "12345678"}) == 1


@pytest.mark.parametrize(("name", "circuit"), list(zoo(every=False)))
def test_canonical_form_does_not_depend_on_the_qpy_version(name: str, circuit: QuantumCircuit) -> None:
    oldest = 17 if name in ONLY_NEW else 14 if name == "boxes" else 13
    assert len({content(circuit, version) for version in range(oldest, 19)}) == 1


def test_different_circuits_have_different_canonical_forms() -> None:
    found = digests()
    assert len(set(found.values())) == len(found)


def test_a_copied_a_pickled_and_a_reloaded_circuit_is_the_same() -> None:
    for name, circuit in zoo(every=False):
        own = content(circuit)
        assert content(circuit.copy()) == own, name
        assert content(copy.deepcopy(circuit)) == own, name
        if name != "switch":  # Qiskit cannot read its own pickle of a switch with a default
            assert content(pickle.loads(pickle.dumps(circuit))) == own, name


def test_a_circuit_transpiled_twice_with_one_seed_is_the_same() -> None:
    def transpiled() -> QuantumCircuit:
        circuit = QuantumCircuit(QuantumRegister(3), ClassicalRegister(3, "c"))
        circuit.h(0)
        circuit.rx(Parameter("a"), 1)
        circuit.cx(0, 2)
        circuit.measure(range(3), range(3))
        line = [[0, 1], [1, 2], [2, 3]]
        return transpile(circuit, basis_gates=["rz", "sx", "cz"], coupling_map=line, seed_transpiler=11)

    assert content(transpiled()) == content(transpiled())
    assert written(transpiled()) != written(transpiled())


def test_names_metadata_and_layout_do_not_change_the_canonical_form() -> None:
    def bell(
        name: str | None = None, register: str = "q", metadata: dict[str, str] | None = None
    ) -> QuantumCircuit:
        circuit = QuantumCircuit(QuantumRegister(2, register), ClassicalRegister(2, "c"), name=name)
        circuit.metadata = metadata or {}
        circuit.h(0)
        circuit.cx(0, 1)
        circuit.measure([0, 1], [0, 1])
        return circuit

    own = content(bell())
    assert content(bell("mine")) == own
    assert content(bell(register="other")) == own
    assert content(bell(metadata={"mine": "x" * 100})) == own
    loose = QuantumCircuit([Qubit(), Qubit()], ClassicalRegister(2, "c"))
    loose.h(0)
    loose.cx(0, 1)
    loose.measure([0, 1], [0, 1])
    assert content(loose) == own


def one(make: Callable[[QuantumCircuit], object]) -> bytes:
    circuit = QuantumCircuit(QuantumRegister(3, "q"), ClassicalRegister(2, "c"), ClassicalRegister(2, "d"))
    make(circuit)
    return content(circuit)


def gate_of(name: str | None, *steps: str, label: str | None = None) -> Gate:
    definition = QuantumCircuit(1, name=name)
    for step in steps:
        getattr(definition, step)(0)
    return definition.to_gate(label=label)


def test_generated_gate_names_do_not_change_the_canonical_form_but_others_do() -> None:
    def of(gate: Any, *qubits: int) -> bytes:
        return one(lambda circuit: circuit.append(gate, list(qubits or (0,))))

    assert of(gate_of(None, "h")) == of(gate_of(None, "h"))
    assert of(gate_of(None, "h").power(2)) == of(gate_of(None, "h").power(2))
    assert of(gate_of(None, "h").control(), 0, 1) == of(gate_of(None, "h").control(), 0, 1)
    found = [
        of(gate_of(None, "h")),
        of(gate_of(None, "x")),
        of(gate_of(None, "h", "x")),
        of(gate_of("mine", "h")),
        of(gate_of("yours", "h")),
        of(gate_of(None, "h", label="mine")),
        of(gate_of(None, "h").power(2)),
        of(gate_of(None, "h").power(3)),
        of(gate_of(None, "h").control(), 0, 1),
        of(gate_of(None, "h").control(ctrl_state=0), 0, 1),
        of(Gate("circuit-1", 1, [])),
        of(Gate("circuit-2", 1, [])),
        of(Gate("mine", 1, [])),
        of(Gate("mine", 1, [0.5])),
    ]
    assert len(set(found)) == len(found)


def test_conditions_and_blocks_change_the_canonical_form() -> None:
    def of(condition: Callable[[QuantumCircuit], Any], *gate: str, qubit: int = 0) -> bytes:
        def make(circuit: QuantumCircuit) -> None:
            with circuit.if_test(condition(circuit)):
                for name in gate or ("x",):
                    getattr(circuit, name)(qubit)

        return one(make)

    found = [
        of(lambda circuit: (circuit.clbits[0], 1)),
        of(lambda circuit: (circuit.clbits[0], 0)),
        of(lambda circuit: (circuit.clbits[1], 1)),
        of(lambda circuit: (circuit.cregs[0], 1)),
        of(lambda circuit: (circuit.cregs[1], 1)),
        of(lambda circuit: (circuit.cregs[0], 2)),
        of(lambda circuit: expr.lift(circuit.clbits[0])),
        of(lambda circuit: expr.logic_not(circuit.clbits[0])),
        of(lambda circuit: expr.equal(circuit.cregs[0], 1)),
        of(lambda circuit: expr.equal(circuit.cregs[0], 2)),
        of(lambda circuit: expr.equal(circuit.cregs[0], circuit.cregs[1])),
        of(lambda circuit: expr.less(circuit.cregs[0], circuit.cregs[1])),
        of(lambda circuit: expr.less(circuit.cregs[1], circuit.cregs[0])),
        of(lambda circuit: (circuit.clbits[0], 1), "x", "x"),
        of(lambda circuit: (circuit.clbits[0], 1), "h"),
        of(lambda circuit: (circuit.clbits[0], 1), qubit=1),
    ]
    assert len(set(found)) == len(found)


def test_the_order_of_bits_in_a_block_does_not_change_the_canonical_form() -> None:
    def of(order: tuple[int, ...]) -> bytes:
        block = QuantumCircuit([Qubit() for _ in order], [Clbit()])
        block.h(order.index(0))
        block.cx(order.index(0), order.index(2))
        block.measure(order.index(2), 0)
        return one(lambda circuit: circuit.if_test((circuit.clbits[0], 1), block, list(order), [3]))

    assert of((0, 1, 2)) == of((2, 0, 1)) == of((1, 2, 0))
    assert of((0, 2)) != of((0, 1, 2))  # a block delays its idle qubits, too


def test_integers_equal_floats_of_the_same_value() -> None:
    def of(value: float) -> bytes:
        circuit = QuantumCircuit(1)
        circuit.append(Gate("g", 1, [value]), [0])
        return content(circuit, 16)  # from 17 on, Qiskit itself makes floats of whole numbers

    assert of(2) == of(2.0)
    assert of(0.0) != of(-0.0)
    assert of(2**53) != of(2**53 + 1)


def test_matrices_are_compared_by_elements_not_by_memory_order() -> None:
    matrix = gates.iSwapGate().to_matrix() @ gates.DCXGate().to_matrix()
    turned = matrix.T.copy().T
    assert turned.flags.f_contiguous
    assert not turned.flags.c_contiguous
    own = one(lambda circuit: circuit.unitary(matrix, [0, 1]))
    assert one(lambda circuit: circuit.unitary(turned, [0, 1])) == own
    assert one(lambda circuit: circuit.unitary(matrix.T, [0, 1])) != own


def test_parameters_are_identified_by_name_and_order_of_occurrence() -> None:
    def of(inner: Parameter, outer: Parameter) -> bytes:
        definition = QuantumCircuit(1)
        definition.rx(inner, 0)
        gate = Gate("mine", 1, [outer])
        gate.definition = definition
        return one(lambda circuit: circuit.append(gate, [0]))

    same = Parameter("a")
    assert of(same, same) == of(other := Parameter("a"), other)
    assert of(Parameter("a"), Parameter("a")) == of(Parameter("a"), Parameter("a"))
    assert of(same, same) != of(Parameter("a"), Parameter("a"))
    assert of(Parameter("b"), Parameter("b")) != of(Parameter("a"), Parameter("a"))


def test_expressions_are_compared_operation_by_operation() -> None:
    def of(make: Callable[[Any, Any], Any]) -> bytes:
        a, b = Parameter("a"), Parameter("b")
        return one(lambda circuit: circuit.rx(make(a, b), 0))

    makers: list[Callable[[Any, Any], Any]] = [
        lambda a, _: a,
        lambda _, b: b,
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: b - a,
        lambda a, b: a * b,
        lambda a, b: a / b,
        lambda a, _: a.sin(),
        lambda a, _: a.cos(),
        lambda a, _: 2 * a,
        lambda a, _: 2.5 * a,
        lambda a, _: a**2,
        lambda a, _: 2 - a,
        lambda a, b: a * (a + b),
    ]
    found = [of(make) for make in makers]
    assert found == [of(make) for make in makers]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(lambda content: content[:-20], id="cut short"),
        pytest.param(lambda content: content + b"more", id="followed"),
        pytest.param(lambda content: content[:6] + bytes([12]) + content[7:], id="too old"),
        pytest.param(lambda content: content[:6] + bytes([99]) + content[7:], id="too new"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"QISKIT", id="the first bytes alone"),
    ],
)
def test_unreadable_qpy_is_compared_byte_for_byte(damaged: Callable[[bytes], bytes]) -> None:
    def of(content: bytes) -> bytes:
        packed = base64.b64encode(zlib.compress(content)).decode()
        return content_of({"__type__": "QuantumCircuit", "__value__": packed})

    circuit = QuantumCircuit(2, 1)
    circuit.measure(0, 0)
    content = damaged(written(circuit))
    assert canonical(content) is None
    assert of(content) == of(bytes(content))
    assert of(content) != of(content + b"x")


def _expression(*steps: bytes, symbols: bytes = b"", count: int = 0) -> bytes:
    """Build a value that is an expression from its steps: a code, and two operands of a letter and 16 bytes each."""
    content = struct.pack(">QQ", count, sum(map(len, steps))) + b"".join(steps) + symbols
    return qpy_bytes.value(b"e", content)


def _register(size: int, first: int) -> bytes:
    """Build a classical register of version 18 with consecutive bits."""
    return struct.pack(">c?IH?B", b"c", True, size, 1, True, 1) + b"c" + struct.pack(">I", first)


NOTHING = b"n" + bytes(16)
SYMBOL = struct.pack(">H", 1) + bytes(16) + b"a"
"""The parameter `a`, whose id is 0."""


@pytest.mark.parametrize(
    "circuit",
    [
        pytest.param(qpy_bytes.circuit(calibrations=1), id="calibrations"),
        pytest.param(
            qpy_bytes.circuit(
                qpy_bytes.instruction(b"RXGate", _expression(symbols=b"??" + bytes(8), count=1))
            ),
            id="a symbol of an unknown kind",
        ),
        pytest.param(
            qpy_bytes.circuit(
                qpy_bytes.instruction(b"RXGate", _expression(b"\5" + b"p" + bytes(16) + NOTHING))
            ),
            id="a parameter that is not there",
        ),
        pytest.param(
            qpy_bytes.circuit(qpy_bytes.instruction(b"XGate", extras=1, register=b"\0bit")),
            id="a bit without a place",
        ),
        pytest.param(
            qpy_bytes.circuit(
                qpy_bytes.instruction(b"IfElseOp", qpy_bytes.value(b"q", qpy_bytes.circuit(qubits=2)))
            ),
            id="a block of more qubits than its instruction",
        ),
        *(
            pytest.param(
                qpy_bytes.circuit(qpy_bytes.instruction(b"Store", qpy_bytes.value(b"x", content))), id=name
            )
            for content, name in [
                (b"?b", "an unknown expression"),
                (b"xb?", "an unknown variable"),
                (b"vb?", "an unknown constant"),
            ]
        ),
    ],
)
def test_a_damaged_circuit_is_compared_byte_for_byte(circuit: bytes) -> None:
    assert canonical(qpy_bytes.file(qpy_bytes.circuit())) is not None
    assert canonical(qpy_bytes.file(circuit)) is None


def test_bytes_that_are_not_circuits_are_compared_as_they_are() -> None:
    assert canonical(qpy_bytes.file(qpy_bytes.circuit(), kind=b"s")) is None


def test_a_register_of_a_billion_bits_takes_no_memory() -> None:
    def of(size: int) -> bytes | None:
        circuit = qpy_bytes.circuit(bits=2, registers=[_register(size, 0)], version=18)
        return canonical(qpy_bytes.file(circuit, version=18))

    assert of(2) is not None
    assert of(10**9) is None


def test_circuits_nested_a_hundred_deep_have_no_canonical_form() -> None:
    def of(depth: int) -> bytes | None:
        inner = qpy_bytes.circuit(qubits=1, bits=0)
        for _ in range(depth):
            block = qpy_bytes.instruction(b"BoxOp", qpy_bytes.value(b"q", inner))
            inner = qpy_bytes.circuit(block, qubits=1, bits=0)
        return canonical(qpy_bytes.file(inner))

    assert of(70) is not None
    assert of(100) is None


def test_a_recursively_defined_gate_does_not_loop_forever() -> None:
    itself = qpy_bytes.definition(b"g_1", qpy_bytes.instruction(b"g_1", qubits=()))
    circuit = qpy_bytes.circuit(qpy_bytes.instruction(b"g_1"), defined=[itself])
    assert canonical(qpy_bytes.file(circuit)) is None


def test_layout_does_not_change_the_canonical_form_in_version_18() -> None:
    register = struct.pack(">c?IH?B", b"q", True, 2, 1, True, 1) + b"q" + bytes(4)
    alone = struct.pack(">i", -1)  # a qubit of no register
    placed = struct.pack(">iI", 0, 1) + b"q"
    for layout in [(1, 1, 0, 1, register + alone + bytes(4)), (2, 0, 1, 0, alone + placed + bytes(4))]:
        circuit = qpy_bytes.circuit(version=18, layout=layout)
        assert canonical(qpy_bytes.file(circuit, version=18)) == canonical(
            qpy_bytes.file(qpy_bytes.circuit(version=18), version=18)
        )


def test_substitutions_written_by_older_qiskit_change_the_canonical_form() -> None:
    def of(step: bytes, kind: bytes = b"p", value: bytes = b"") -> bytes | None:
        symbol = b"p" + kind + struct.pack(">Q", len(value)) + SYMBOL + value
        angle = _expression(step, symbols=symbol, count=1)
        return canonical(qpy_bytes.file(qpy_bytes.circuit(qpy_bytes.instruction(b"RXGate", angle))))

    sine = b"\5p" + bytes(16) + NOTHING
    replaced = struct.pack(">QHcH", 1, 16, b"f", 8) + bytes(16)

    def substituted(number: float) -> bytes:
        content = replaced + struct.pack(">d", number)
        return b"\x0fn" + struct.pack(">Q8x", len(content)) + NOTHING + content

    marker = b"\xff" + NOTHING + NOTHING
    assert of(sine) == of(marker + sine) is not None
    found = [
        of(sine),
        of(sine, b"f", struct.pack(">d", 0.25)),
        of(sine, b"f", struct.pack(">d", 0.5)),
        of(substituted(0.25) + sine),
        of(substituted(0.5) + sine),
    ]
    assert None not in found
    assert len(set(found)) == len(found)


SOME = written(dict(zoo(every=False))["variables"])


@settings(max_examples=drawn(50))
@given(position=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.booleans())
def test_fingerprints_any_bytes_without_raising(position: int, byte: int, cut: bool) -> None:  # drawn
    content = bytearray(SOME)
    content[position % len(content)] = byte
    found = canonical(bytes(content[: position % len(content)] if cut else content))
    assert found is None or isinstance(found, bytes)


def test_the_order_of_circuits_in_a_file_changes_the_canonical_form() -> None:
    def of(*circuits: QuantumCircuit) -> bytes | None:
        with io.BytesIO() as file:
            qpy.dump(list(circuits), file, version=17)
            return canonical(file.getvalue())

    left, right = QuantumCircuit(1), QuantumCircuit(2)
    assert of(left, right) == of(left, right) is not None
    assert of(left, right) != of(right, left)


def test_delays_in_seconds_and_in_dt_are_the_same_on_a_device() -> None:
    def of(duration: float, unit: str) -> bytes:
        circuit = QuantumCircuit(1)
        circuit.delay(duration, 0, unit)
        return content_of(encode_circuit(circuit, dt=1e-9))

    assert of(16, "dt") == of(16e-9, "s") == of(16, "ns")
    assert of(16, "dt") != of(20, "dt")


def test_the_base_instruction_changes_the_canonical_form() -> None:
    def of(operation: Any, *qubits: int) -> bytes:
        return one(lambda circuit: circuit.append(operation, list(qubits or (0, 1))))

    def evolved(terms: list[str], factors: list[float], **others: Any) -> Any:
        time = others.pop("time", 0.5)
        sparse = SparseObservable.from_list(list(zip(terms, factors, strict=True)))
        operator = sparse if others.pop("sparse", False) else SparsePauliOp(terms, factors)
        return gates.PauliEvolutionGate(operator, time, **others)

    found = [
        of(AnnotatedOperation(gates.SXGate(), ControlModifier(1))),
        of(AnnotatedOperation(gates.XGate(), ControlModifier(1))),
        of(AnnotatedOperation(gates.XGate(), ControlModifier(1, 0))),
        of(AnnotatedOperation(gates.XGate(), [ControlModifier(1), InverseModifier()])),
        of(gates.CXGate()),
        of(gates.CXGate(ctrl_state=0)),
        of(Gate("mine", 2, [])),
        of(Instruction("mine", 2, 0, [])),
        of(evolved(["XX", "ZZ"], [0.5, 0.25])),
        of(evolved(["XX", "ZY"], [0.5, 0.25])),
        of(evolved(["XX", "ZZ"], [0.5, 0.26])),
        of(evolved(["XX", "ZZ"], [0.5, 0.25], time=0.6)),
        of(evolved(["XX", "ZZ"], [0.5, 0.25], synthesis=SuzukiTrotter())),
        of(evolved(["XX", "ZZ"], [0.5, 0.25], sparse=True)),
        of(evolved(["XX", "ZY"], [0.5, 0.25], sparse=True)),
        of(evolved(["XX", "ZZ"], [0.5, 0.26], sparse=True)),
        of(evolved(["X0", "ZZ"], [0.5, 0.25], sparse=True)),
    ]
    assert len(set(found)) == len(found)


def test_vector_elements_are_identified_by_index() -> None:
    def of(name: str, *indices: int) -> bytes:
        vector = ParameterVector(name, 3)
        return one(lambda circuit: [circuit.rx(vector[index], 0) for index in indices])

    found = [of("v", 0), of("v", 1), of("w", 0), of("v", 0, 1), of("v", 1, 0), of("v", 0, 0)]
    assert len(set(found)) == len(found)


def test_variables_are_identified_by_name_type_and_usage() -> None:
    def of(name: str, kind: types.Type, usage: str) -> bytes:
        def make(circuit: QuantumCircuit) -> None:
            if usage == "input":
                circuit.add_input(name, kind)
            else:
                circuit.add_uninitialized_var(expr.Var.new(name, kind))

        return one(make)

    found = [
        of("x", types.Uint(8), "input"),
        of("y", types.Uint(8), "input"),
        of("x", types.Uint(4), "input"),
        of("x", types.Bool(), "input"),
        of("x", types.Bool(), "own"),
    ]
    assert len(set(found)) == len(found)


def test_the_order_of_captured_variables_does_not_change_the_canonical_form() -> None:
    def of(*, turned: bool, low: int = 0) -> bytes:
        circuit = QuantumCircuit(
            QuantumRegister(2, "q"), ClassicalRegister(2, "c"), ClassicalRegister(2, "d")
        )
        known = [circuit.add_input(name, types.Bool()) for name in ("x", "y")]
        registers = circuit.cregs[::-1] if turned else circuit.cregs
        block = QuantumCircuit(circuit.qubits, *registers, captures=known[::-1] if turned else known)
        inner = QuantumCircuit([Qubit()], [Clbit()])
        inner.x(0)
        condition = expr.logic_and(expr.lift(circuit.clbits[low]), known[0])
        block.append(IfElseOp(condition, inner), [circuit.qubits[low]], [circuit.clbits[low]])
        with_else = IfElseOp((circuit.clbits[0], 1), block)
        circuit.append(with_else, circuit.qubits, [bit for register in registers for bit in register])
        return content(circuit)

    assert of(turned=False) == of(turned=True)
    assert of(turned=False) != of(turned=False, low=1)


def test_idle_qubits_of_a_block_change_the_canonical_form() -> None:
    def of(*qubits: int) -> bytes:
        block = QuantumCircuit(len(qubits))
        block.x(0)
        return one(lambda circuit: circuit.if_test((circuit.clbits[0], 1), block, list(qubits), []))

    assert len({of(0), of(0, 1), of(0, 2), of(1, 0)}) == 4


def test_a_register_outside_the_circuit_does_not_change_the_canonical_form() -> None:
    def of(name: str) -> bytes:
        circuit = QuantumCircuit(1)
        circuit.add_bits(list(ClassicalRegister(2, name)))
        circuit.measure(0, 1)
        return content(circuit)

    assert of("c") == of("d")


class _Note(Annotation):
    namespace = "mine.note"

    def __init__(self, text: str) -> None:
        self.text = text


class _Notes(QPYSerializer):
    def dump_annotation(self, namespace: str, annotation: Any) -> bytes:
        return str(annotation.text).encode()

    def load_annotation(self, payload: bytes) -> _Note:
        return _Note(payload.decode())


@pytest.mark.parametrize("version", [15, 16, 17, 18])
def test_annotations_of_boxes_change_the_canonical_form(version: int) -> None:
    def of(*texts: str) -> bytes | None:
        circuit = QuantumCircuit(1)
        with circuit.box([_Note(text) for text in texts]):
            circuit.x(0)
        with io.BytesIO() as file:
            qpy.dump(circuit, file, version=version, annotation_factories={"mine.note": _Notes})
            return canonical(file.getvalue())

    found = [of(), of("a"), of("b"), of("a", "b"), of("b", "a")]
    assert None not in found
    assert found == [of(), of("a"), of("b"), of("a", "b"), of("b", "a")]
    assert len(set(found)) == len(found)

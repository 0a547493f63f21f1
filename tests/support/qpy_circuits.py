"""Circuits with everything that Qiskit writes as QPY, built at each call, and their fingerprints."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qpy, transpile
from qiskit.circuit import (
    AnnotatedOperation,
    ControlModifier,
    Duration,
    Gate,
    Instruction,
    InverseModifier,
    Parameter,
    ParameterVector,
    PowerModifier,
)
from qiskit.circuit import library as gates
from qiskit.circuit.classical import expr, types
from qiskit.circuit.random import random_circuit
from qiskit.quantum_info import Clifford, Pauli, SparseObservable, SparsePauliOp, random_unitary

from qrt_facade._circuits.qpy.content import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

ONLY_NEW = {"evolution of a SparseObservable", "product measurement"}
"""Circuits that Qiskit writes differently before version 17 of QPY."""


def written(circuit: QuantumCircuit, version: int = 17) -> bytes:
    """A circuit as QPY."""
    with io.BytesIO() as content:
        qpy.dump(circuit, content, version=version)
        return content.getvalue()


def content(circuit: QuantumCircuit, version: int = 17) -> bytes:
    """The content of a circuit, as the fingerprint sees it."""
    found = canonical(written(circuit, version))
    assert found is not None
    return found


def digests(*, every: bool = False) -> dict[str, str]:
    """A digest of the content of each circuit of the zoo."""
    return {name: hashlib.sha256(content(circuit)).hexdigest() for name, circuit in zoo(every=every)}


def zoo(*, every: bool = True) -> Iterator[tuple[str, QuantumCircuit]]:
    """Return each circuit with its name here; the circuits themselves have the names that Qiskit numbers.

    Args:
        every: Whether to include the circuits for which Qiskit imports for half a second.
    """
    yield from _parameters()
    yield from _definitions()
    yield from _control_flow()
    if not every:
        return
    yield from _matrices()
    for seed in range(4):
        yield f"drawn by Qiskit, {seed}", random_circuit(4, 6, measure=True, conditional=True, seed=seed)
    ansatz = gates.efficient_su2(3, reps=1)
    ansatz.measure_all()
    couplings = [[0, 1], [1, 2], [2, 3]]
    basis = ["rz", "sx", "cz"]
    yield "transpiled", transpile(ansatz, basis_gates=basis, coupling_map=couplings, seed_transpiler=4)


def _wide() -> QuantumCircuit:
    return QuantumCircuit(QuantumRegister(3), ClassicalRegister(3, "c"))


def _parameters() -> Iterator[tuple[str, QuantumCircuit]]:
    a, b, v = Parameter("a"), Parameter("β"), ParameterVector("v", 4)
    circuit = _wide()
    circuit.rz(v[0] + v[1] * a - b / 3 + (a**2).sin(), 0)
    circuit.rz(2 - a, 0)
    circuit.rz(1 / a, 1)
    circuit.rz(2, 1)
    circuit.global_phase = v[3] * 2
    yield "expressions", circuit
    circuit = _wide()
    circuit.rz(v[0], 0)
    circuit.global_phase = v[1]
    yield "a phase of a vector", circuit
    circuit = _wide()
    circuit.rx(a + b, 0)
    circuit.rz((a * b).assign(b, v[0]), 1)
    yield "assigned", circuit.assign_parameters({a: v[1] * 2})


def _definitions() -> Iterator[tuple[str, QuantumCircuit]]:
    a, b = Parameter("a"), Parameter("b")
    own = QuantumCircuit(1)
    own.rx(a, 0)
    own.h(0)
    fixed = QuantumCircuit(1)
    fixed.h(0)
    inner = QuantumCircuit(2, 1)
    inner.h(0)
    inner.measure(1, 0)
    outer = QuantumCircuit(2, 1, name="mine")
    outer.append(inner.to_instruction(), [1, 0], [0])
    outer.barrier(label="here")
    circuit = _wide()
    circuit.append(outer.to_instruction(), [0, 2], [2])
    circuit.append(Gate("opaque", 1, [a, 2]), [0])
    circuit.append(Instruction("measure_2", 1, 1, []), [0], [0])
    yield "instructions", circuit
    circuit = _wide()
    circuit.append(own.to_gate().control(2, ctrl_state=1), [0, 1, 2])
    circuit.append(own.to_gate().inverse().control(1), [0, 1])
    circuit.append(own.to_gate().repeat(2), [0])
    circuit.append(fixed.to_gate().power(3), [0])
    yield "derived gates", circuit
    circuit = _wide()
    turned = AnnotatedOperation(own.to_gate(), [InverseModifier(), ControlModifier(2, 1), PowerModifier(1.5)])
    circuit.append(turned, [0, 1, 2])
    circuit.append(AnnotatedOperation(AnnotatedOperation(gates.SXGate(), InverseModifier()), []), [0])
    yield "annotated operations", circuit
    circuit = _wide()
    circuit.append(gates.PauliEvolutionGate(SparsePauliOp(["XX", "ZZ"], [0.5, 0.25]), a), [0, 1])
    circuit.append(gates.PauliEvolutionGate([SparsePauliOp("XX"), SparsePauliOp("ZZ")], 0.3), [0, 1])
    yield "evolution", circuit
    circuit = _wide()
    observable = SparseObservable.from_list([("XX", 0.5), ("0Z", 0.25)])
    circuit.append(gates.PauliEvolutionGate(observable, b), [0, 1])
    yield "evolution of a SparseObservable", circuit


def _control_flow() -> Iterator[tuple[str, QuantumCircuit]]:
    a = Parameter("a")
    circuit = _wide()
    with circuit.switch(circuit.cregs[0]) as case:
        with case(0):
            circuit.x(0)
        with case(1, 2):
            circuit.z(1)
        with case(case.DEFAULT):
            circuit.h(2)
            circuit.measure(2, 2)
    yield "switch", circuit
    circuit = _wide()
    with circuit.for_loop(range(0, 8, 2), a):
        circuit.rx(a, 0)
        circuit.cx(2, 1)
    with circuit.for_loop((1, 4, 9)), circuit.if_test((circuit.clbits[1], 1)):
        circuit.break_loop()
    with circuit.while_loop((circuit.clbits[2], 0)):
        circuit.h(1)
        circuit.measure(1, 2)
    yield "loops", circuit
    circuit = _wide()
    left, right = ClassicalRegister(2, "left"), ClassicalRegister(2, "right")
    circuit.add_register(left, right)
    x = circuit.add_input("x", types.Uint(8))
    y = circuit.add_var("y", expr.lift(3, types.Uint(8)))
    truth = circuit.add_var("truth", expr.lift(False))  # it is a value to lift
    with circuit.if_test(expr.less(expr.bit_xor(x, y), 5)) as otherwise:
        circuit.store(y, x)
        own = circuit.add_var("own", expr.lift(True))
        circuit.x(2)
        with circuit.if_test(expr.logic_and(expr.less(left, right), truth)):
            circuit.h(0)
            circuit.measure(0, left[1])
            circuit.store(truth, own)
    with otherwise:
        circuit.y(1)
        circuit.cx(2, 0)
    circuit.store(truth, expr.index(left, 1))
    circuit.store(truth, expr.cast(right[0], types.Bool()))
    yield "variables", circuit
    circuit = _wide()
    stretch = circuit.add_stretch("s")
    circuit.delay(stretch, 0)
    circuit.delay(expr.add(Duration.ns(3.0), expr.mul(stretch, 2.0)), 1)
    with circuit.box(duration=stretch):
        circuit.x(0)
    with circuit.box(duration=100, unit="dt", label="kept"):
        circuit.cx(2, 0)
    yield "boxes", circuit


def _matrices() -> Iterator[tuple[str, QuantumCircuit]]:
    circuit = _wide()
    circuit.append(gates.UnitaryGate(random_unitary(4, seed=1)), [0, 1])
    circuit.initialize([1, 0, 0, 1], [0, 1], normalize=True)
    circuit.initialize("01", [1, 2])
    circuit.prepare_state(2, [0, 1])
    circuit.append(gates.PauliGate("XYZ"), [0, 1, 2])
    circuit.append(gates.DiagonalGate([1, -1]), [0])
    circuit.append(gates.PermutationGate([2, 0, 1]), [0, 1, 2])
    circuit.append(Clifford.from_circuit(QuantumCircuit(2)), [0, 1])
    circuit.append(gates.QFTGate(3), [0, 1, 2])
    circuit.append(gates.MCMTGate(gates.ZGate(), 2, 1), [0, 1, 2])
    circuit.append(gates.UCRZGate([0.1, 0.2]), [0, 1])
    circuit.append(gates.UCRZGate([0.1, 0.2]).inverse(), [0, 1])
    yield "matrices", circuit
    circuit = _wide()
    circuit.append(gates.PauliProductMeasurement(Pauli("XZ")), [0, 1], [1])
    yield "product measurement", circuit

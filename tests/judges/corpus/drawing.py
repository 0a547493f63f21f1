"""Random cases: texts of the grammar, circuits, and new combinations of the corpus."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from judges.corpus.cases import case, written
from judges.corpus.grammar import ANY, Author, text_case
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Clbit, Gate, Parameter
from qiskit.circuit.classical import expr, types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from judges.corpus.cases import Case

# fmt: off
STEPS = {
    "sx": 6.0, "cz": 4, "x": 3, "rz": 3, "rx": 3, "rzz": 2, "if": 2, "barrier": 1, "reset": 1, "measure": 1, "delay": 1, "id": 1,
    "h": 0.3, "rarity": 0.3, "store": 0.2,
}
# fmt: on
"""Kinds of instructions in a random circuit, with their frequencies."""

FRAMES = (
    (
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nbit[3] c;\nx q[0];\nsx q[1];\n',
        "c = measure q;\n",
    ),
    (
        'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\ncreg c[3];\nx q[0];\nsx q[1];\n',
        "measure q -> c;\n",
    ),
)
"""The frames of statements in the corpus: the text before and after."""


def drawn(count: int, first: int = 0) -> Iterator[Case]:
    """Yield this many cases, of every kind in turn."""
    makers = (text_case, text_case, circuit_case, combined)
    for seed in range(first, first + count):
        yield makers[seed % len(makers)](seed)


def combined(seed: int) -> Case:
    """Return some statements of the corpus in sequence, or a text of it with a typing mistake."""
    author = Author(seed)
    chance, texts = author.chance, _texts()
    if chance.random() < 0.5:
        chosen = chance.choice(texts)
        text = author.slipped(chosen.pubs[0].circuit)
        return replace(
            chosen,
            name=f"slip {seed}",
            pubs=(replace(chosen.pubs[0], circuit=text),),
            codes=ANY,
            compare=chosen.compare and "reset" not in text,
        )
    before, after = chance.choice(FRAMES)
    hiding = 1603 if chance.random() < 0.9 else None  # a syntax error hides all others
    bodies = [
        one.pubs[0].circuit.removeprefix(before).removesuffix(after)
        for one in texts
        if one.pubs[0].circuit.startswith(before) and hiding not in one.codes
    ]
    return case(f"combination {seed}", before + "".join(chance.choices(bodies, k=3)) + after, code=ANY)


@cache
def _texts() -> tuple[Case, ...]:
    return tuple(written())


def circuit_case(seed: int) -> Case:
    """Return a random circuit."""
    chance = random.Random(seed)  # reproducible, not a secret
    size = chance.randint(1, 5)
    registers = [ClassicalRegister(chance.randint(1, 3), name) for name in "cba"[: chance.randint(1, 3)]]
    circuit = QuantumCircuit(QuantumRegister(size, "q"), *registers)
    if chance.random() < 0.2:
        circuit.add_bits([Clbit()])
    if chance.random() < 0.2:
        circuit.add_register(
            ClassicalRegister(bits=chance.sample(circuit.clbits, min(2, circuit.num_clbits)), name="shared")
        )
    parameters = [Parameter(name) for name in chance.sample(["z", "a", "v"], chance.choice([0, 0, 1, 2]))]
    for _ in range(chance.randint(2, 14)):
        _step(circuit, chance, parameters)
    estimates = chance.random() < 0.2
    if not estimates:
        for qubit, bit in zip(
            range(size), chance.sample(range(circuit.num_clbits), circuit.num_clbits), strict=False
        ):
            circuit.measure(qubit, bit)
    values = {one.name: round(chance.uniform(-2, 2), 2) for one in circuit.parameters} or None
    if estimates:
        label = "".join(chance.choice("IXYZ") for _ in range(size))
        return case(
            f"circuit {seed}",
            circuit,
            program="estimator",
            observables=label,
            values=values,
            code=ANY,
            compare=not circuit.count_ops().keys() & {"reset", "store"},
        )
    return case(f"circuit {seed}", circuit, values=values, code=ANY)


def _step(circuit: QuantumCircuit, chance: random.Random, parameters: list[Parameter]) -> None:
    """Append one instruction."""
    qubit, bit = chance.randrange(circuit.num_qubits), chance.randrange(circuit.num_clbits)
    angle: Any = chance.choice([0.3, 1, 2.5, *parameters, *(2 * one + 0.1 for one in parameters)])
    kind = chance.choices(list(STEPS), list(STEPS.values()))[0]
    if kind in {"x", "sx", "h", "reset", "id"}:
        getattr(circuit, kind)(qubit)
    elif kind in {"rz", "rx"}:
        getattr(circuit, kind)(angle, qubit)
    elif kind in {"cz", "rzz"} and circuit.num_qubits > 1:
        pair = (qubit, qubit + 1) if qubit + 1 < circuit.num_qubits else (qubit, qubit - 1)
        circuit.cz(*pair) if kind == "cz" else circuit.rzz(angle, *pair)
    elif kind == "barrier":
        circuit.barrier()
    elif kind == "rarity":
        _rarity(circuit, chance, qubit)
    elif kind == "measure":
        circuit.measure(qubit, bit)
    elif kind == "delay":
        circuit.delay(chance.choice([16, 100]), qubit, chance.choice(["dt", "ns", "us"]))
    elif kind == "store":
        circuit.store(circuit.clbits[bit], True)  # the value that is stored
    elif kind == "if":
        _condition(circuit, chance, qubit, bit)


def _condition(circuit: QuantumCircuit, chance: random.Random, qubit: int, bit: int) -> None:
    """Append a condition."""
    test = (
        (circuit.clbits[bit], chance.randrange(2))
        if chance.random() < 0.5
        else (circuit.cregs[0], chance.randrange(2 ** len(circuit.cregs[0])))
    )
    with circuit.if_test(test) as otherwise:
        circuit.x(qubit)
    if chance.random() < 0.3:
        with otherwise:
            circuit.sx(qubit)


def _rarity(circuit: QuantumCircuit, chance: random.Random, qubit: int) -> None:
    """Append something unsupported or rare."""
    first, last, register = circuit.clbits[0], circuit.clbits[-1], circuit.cregs[0]
    match chance.randrange(8):
        case 0:
            name = chance.choice(["mine", "x", "rzz", "foo bar", "é", "reset"])
            circuit.append(Gate(name, 1, chance.choice([[], [0.2]])), [qubit])
        case 1:
            circuit.unitary([[0, 1], [1, 0]], [qubit])
        case 2:
            value = chance.choice([expr.lift(first), expr.lift(3, types.Uint(8)), expr.lift(0.5)])
            circuit.add_var(f"v{circuit.num_vars}", value)
        case 3:
            test = chance.choice(
                [
                    expr.bit_not(first),
                    expr.logic_or(first, last),
                    expr.less(register, 1),
                    expr.equal(expr.bit_xor(register, 1), 0),
                    expr.equal(expr.shift_left(register, 1), 0),
                    expr.index(register, 0),
                ]
            )
            with circuit.if_test(test):
                circuit.x(qubit)
        case 4:
            with circuit.box():
                circuit.x(qubit)
        case 5:
            with circuit.for_loop(range(2)):
                circuit.x(qubit)
        case 6:
            with circuit.if_test((first, 1)), circuit.if_test((last, 1)):
                circuit.x(qubit)
        case _:
            circuit.delay(circuit.add_stretch(f"s{circuit.num_stretches}"), qubit)

"""Randomly flipped measurements."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from qrt_facade._circuits.encoding import decode_circuit, encode_circuit
from qrt_facade._programs.through_executor.twirling import (
    balanced_flips,
    random_flips,
    twirled,
    twirling_shots,
)

HEADER = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


@pytest.mark.parametrize(
    ("shots", "randomizations", "each", "expected"),
    [
        (4096, "auto", "auto", (32, 128)),
        (1000, "auto", "auto", (16, 64)),
        (10, "auto", "auto", (1, 64)),
        (1000, 7, "auto", (7, 143)),
        (1000, "auto", 300, (4, 300)),
        (1000, 3, 5, (3, 5)),
    ],
)
def test_randomizations_follow_the_rules_of_ibm(
    shots: int, randomizations: object, each: object, expected: tuple[int, int]
) -> None:
    assert twirling_shots(shots, randomizations, each) == expected  # type: ignore[arg-type]


def test_the_rules_are_those_of_the_installed_client_of_ibm() -> None:
    ibm = pytest.importorskip("qiskit_ibm_runtime.executor.calculate_twirling_shots")
    for shots in (1, 63, 64, 65, 1000, 2048, 2049, 100_000):
        for randomizations in ("auto", 1, 32, 77):
            for each in ("auto", 1, 64, 1000):
                ours = twirling_shots(shots, randomizations, each)  # type: ignore[arg-type]
                assert ours == ibm.calculate_twirling_shots(shots, randomizations, each)


def test_balanced_flips_are_random_and_every_second_is_the_opposite_of_the_one_before() -> None:
    flips = balanced_flips((9, 4, 3), 5, 0)
    assert flips.shape == (9, 4, 3)
    assert (flips[1::2] == ~flips[:-1:2]).all()
    assert (flips[::2] == random_flips((5, 4, 3), 5, 0)).all()


def test_flips_follow_from_the_seed_and_the_pub_on_every_machine() -> None:
    assert random_flips((2, 3), 5, 0).tolist() == random_flips((2, 3), 5, 0).tolist()
    assert np.packbits(random_flips((32,), 5, 0)).tolist() == [135, 236, 168, 70]
    assert random_flips((64,), 5, 1).tolist() != random_flips((64,), 5, 0).tolist()
    assert random_flips((64,), 6, 0).tolist() != random_flips((64,), 5, 0).tolist()
    assert abs(random_flips((10_000,), 1, 2).mean() - 0.5) < 0.03


@pytest.mark.parametrize(
    ("body", "flipped"),
    [
        ("qubit[2] q; bit[2] c; c = measure q;", {"c": (0, 1)}),
        ("qubit[2] q; bit[3] c; c[2] = measure q[1];", {"c": (-1, -1, 0)}),
        ("qubit[2] q; bit[1] a; bit[1] b; b[0] = measure q[0]; a[0] = measure q[1];", {"a": (1,), "b": (0,)}),
        ("qubit[2] q; bit[2] c; c[0] = measure q[0]; x q[0]; c[1] = measure q[0];", {"c": (-1, 0)}),
        ("qubit[2] q; bit[1] c; c[0] = measure q[0]; c[0] = measure q[1];", {"c": (1,)}),
        ("qubit[2] q; bit[1] c; c[0] = measure q[1]; c[0] = measure q[0]; x q[0];", {"c": (-1,)}),
        ("qubit[2] q; bit[2] c; c = measure q; if (c[0]) { x q[1]; }", {"c": (-1, -1)}),
        (
            "qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c[0]) { x q[1]; } c[1] = measure q[1];",
            {"c": (-1, 0)},
        ),
        (
            "qubit[3] q; bit[1] c; bit[1] d; bit[1] e; c[0] = measure q[0]; e[0] = measure q[2]; if (c[0]) { d[0] = measure q[1]; }",
            {"c": (-1,), "d": (-1,), "e": (0,)},
        ),
        (
            "qubit[2] q; bit[1] c; bit[1] d; let both = c ++ d; d[0] = measure q[0];",
            {"c": (-1,), "d": (0,), "both": (-1, 0)},
        ),
        ("qubit[1] q; bit[1] c; bit loose; loose = measure q[0];", {"c": (-1,)}),
    ],
)
def test_flips_reach_the_bits_whose_last_measurement_they_precede(
    body: str, flipped: dict[str, tuple[int, ...]]
) -> None:
    found = twirled(HEADER + body, "PUB 0")
    assert found.flipped == flipped
    if max((index for bits in flipped.values() for index in bits), default=-1) >= 0:
        assert all(f"rz({name})" in str(found.circuit) for name in found.parameters)


def test_a_circuit_of_qiskit_keeps_its_names_and_gets_the_same_flips() -> None:
    qiskit = pytest.importorskip("qiskit")
    from qiskit.circuit import Parameter, ParameterVector

    bits = qiskit.ClassicalRegister(3, "my bits")
    circuit = qiskit.QuantumCircuit(qiskit.QuantumRegister(4, "q"), bits, metadata={"name": 1})
    circuit.rz(Parameter("θ"), 0)
    circuit.rz(ParameterVector("p", 11)[10], 1)
    circuit.measure([0, 1], [2, 0])
    circuit.x(1)
    circuit.barrier()
    circuit.measure(3, 1)
    with circuit.if_test((bits[0], 1)):
        circuit.x(2)
    found = twirled(encode_circuit(circuit), "PUB 0")
    assert found.flipped == {"my bits": (-1, 1, 0)}
    assert found.parameters == ("qrt_b0", "qrt_b1")
    made = decode_circuit(found.circuit)
    assert [parameter.name for parameter in made.parameters] == ["p[10]", "qrt_b0", "qrt_b1", "θ"]
    assert [instruction.name for instruction in made.data if made.qubits[0] in instruction.qubits] == [
        "rz", "sx", "rz", "sx", "measure", "barrier",
    ]  # fmt: skip
    assert made.metadata == {"name": 1}


def test_twirling_text_does_not_import_qiskit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "qiskit", None)
    assert twirled(HEADER + "qubit[1] q; bit[1] c; c = measure q;", "PUB 0").parameters == ("qrt_b0",)

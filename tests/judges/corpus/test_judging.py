"""The judges themselves: they find what is wrong, and nothing where nothing is."""

from __future__ import annotations

from random import Random
from typing import Any, ClassVar

import numpy as np
import pytest
from judges.corpus.cases import Case, Pub, case
from judges.corpus.judging import SHOTS, compare, judge
from judges.corpus.statistics import disagree
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister

from qrt_facade.results import Samples

TEXT = """OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; bit[1] a; bit[2] b;
rx(0.6) q[0]; x q[1]; sx q[2]; a[0] = measure q[0]; b[0] = measure q[1]; b[1] = measure q[2];"""


def circuit(measured: dict[int, int], names: str = "ab") -> QuantumCircuit:
    """The circuit of the text, with its qubits measured into other bits, or with its registers named otherwise."""
    registers = ClassicalRegister(1, names[0]), ClassicalRegister(2, names[1])
    made = QuantumCircuit(QuantumRegister(3, "q"), *registers)
    made.rx(0.6, 0)
    made.x(1)
    made.sx(2)
    made.measure(list(measured), list(measured.values()))
    return made


def faults(reference: Any) -> list[str]:
    return judge(Case("control", (Pub(TEXT, reference=reference),))).faults


def test_a_circuit_that_is_read_right_has_no_fault() -> None:
    assert faults(circuit({0: 0, 1: 1, 2: 2})) == []


@pytest.mark.parametrize("measured", [{0: 0, 1: 2, 2: 1}, {0: 2, 1: 1, 2: 0}, {0: 1, 1: 0, 2: 2}])
def test_bits_in_another_order_are_found(measured: dict[int, int]) -> None:
    assert "not those of a simulation" in str(faults(circuit(measured)))


def test_registers_under_other_names_are_found() -> None:
    assert "in place of" in str(
        faults(circuit({0: 0, 1: 1, 2: 2}, names="ba")) + faults(circuit({0: 0, 1: 1, 2: 2}, names="xy"))
    )


def test_an_angle_that_is_a_little_off_is_found() -> None:
    assert "not those of a simulation" in str(faults(TEXT.replace("0.6", "0.8")))


def test_values_of_the_observable_turned_round_are_found() -> None:
    text = TEXT.split("a[0] = measure", maxsplit=1)[0]
    right = case("control", text, observables="ZIY", program="estimator")
    assert judge(right).faults == []
    turned = case(
        "control",
        text,
        observables="ZIY",
        program="estimator",
        reference=text.replace("q[0]", "q[k]").replace("q[2]", "q[0]").replace("q[k]", "q[2]"),
    )
    assert "in place of" in str(judge(turned).faults)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("x q[0];", 1517, "must fail"),
        ("h q[0];", (), "must end with a result"),
        ("h q[0];", 1506, "must end with (1506,)"),
    ],
)
def test_an_outcome_that_is_not_expected_is_found(text: str, code: Any, expected: str) -> None:
    body = f'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; {text} c = measure q;'
    assert expected in str(judge(case("control", body, code=code)).faults)


def test_samples_of_one_distribution_agree_and_of_unlike_ones_do_not() -> None:
    chance = Random(5)  # a repeatable choice, not a secret

    def draw(weights: list[float]) -> list[int]:
        return chance.choices(range(len(weights)), weights, k=SHOTS)

    weights = [0.5, 0.3, 0.15, 0.049, 0.001]
    assert not any(disagree(draw(weights), draw(weights)) for _ in range(200))
    assert all(disagree(draw(weights), draw([0.35, 0.45, 0.15, 0.049, 0.001])) for _ in range(20))
    assert not disagree([1] * 10, [1] * 1000)
    assert disagree([1] * 1000, [0] * 1000)


def test_a_sweep_of_another_shape_is_found() -> None:
    class Found:
        data: ClassVar = {"c": Samples(np.zeros((3, 1, 10, 1), dtype=np.uint8), 1)}

    text = (
        'OPENQASM 3.0; include "stdgates.inc"; input float w; qubit q; bit[1] c; rx(w) q; c[0] = measure q;'
    )
    pub = Pub(text, values={"w": [0.0, 0.0, 0.0]})
    assert "shape" in str(compare(Case("control", (pub,)), pub, Found()))

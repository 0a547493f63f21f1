"""The judges themselves: they find errors, and report none where there are none."""

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
    """The circuit of the text, with other measured bits or other register names."""
    registers = ClassicalRegister(1, names[0]), ClassicalRegister(2, names[1])
    made = QuantumCircuit(QuantumRegister(3, "q"), *registers)
    made.rx(0.6, 0)
    made.x(1)
    made.sx(2)
    made.measure(list(measured), list(measured.values()))
    return made


def faults(reference: Any) -> list[str]:
    return judge(Case("control", (Pub(TEXT, reference=reference),))).faults


def test_a_correctly_parsed_circuit_has_no_fault() -> None:
    assert faults(circuit({0: 0, 1: 1, 2: 2})) == []


@pytest.mark.parametrize("measured", [{0: 0, 1: 2, 2: 1}, {0: 2, 1: 1, 2: 0}, {0: 1, 1: 0, 2: 2}])
def test_a_wrong_bit_order_is_found(measured: dict[int, int]) -> None:
    assert "differ from the simulation" in str(faults(circuit(measured)))


def test_wrong_register_names_are_found() -> None:
    assert "instead of" in str(
        faults(circuit({0: 0, 1: 1, 2: 2}, names="ba")) + faults(circuit({0: 0, 1: 1, 2: 2}, names="xy"))
    )


def test_a_slightly_wrong_angle_is_found() -> None:
    assert "differ from the simulation" in str(faults(TEXT.replace("0.6", "0.8")))


def test_reversed_observables_are_found() -> None:
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
    assert "instead of" in str(judge(turned).faults)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("x q[0];", 1517, "must fail"),
        ("h q[0];", (), "must end with a result"),
        ("h q[0];", 1506, "must end with (1506,)"),
    ],
)
def test_an_unexpected_outcome_is_found(text: str, code: Any, expected: str) -> None:
    body = f'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; {text} c = measure q;'
    assert expected in str(judge(case("control", body, code=code)).faults)


def test_samples_of_one_distribution_agree_and_others_do_not() -> None:
    chance = Random(5)  # reproducible, not a secret

    def draw(weights: list[float]) -> list[int]:
        return chance.choices(range(len(weights)), weights, k=SHOTS)

    weights = [0.5, 0.3, 0.15, 0.049, 0.001]
    assert not any(disagree(draw(weights), draw(weights)) for _ in range(200))
    assert all(disagree(draw(weights), draw([0.35, 0.45, 0.15, 0.049, 0.001])) for _ in range(20))
    assert not disagree([1] * 10, [1] * 1000)
    assert disagree([1] * 1000, [0] * 1000)


def test_a_sweep_with_a_wrong_shape_is_found() -> None:
    class Found:
        data: ClassVar = {"c": Samples(np.zeros((3, 1, 10, 1), dtype=np.uint8), 1)}

    text = (
        'OPENQASM 3.0; include "stdgates.inc"; input float w; qubit q; bit[1] c; rx(w) q; c[0] = measure q;'
    )
    pub = Pub(text, values={"w": [0.0, 0.0, 0.0]})
    assert "shape" in str(compare(Case("control", (pub,)), pub, Found()))

"""Qiskit's target of a backend, from the REST API's responses."""

from __future__ import annotations

from typing import Any

import pytest
from support.heron import configuration

from qrt_facade._circuits.target import target_of
from qrt_facade._circuits.transpiling import transpiled
from qrt_facade.errors import UnexpectedResponseError


def reading(name: str, value: Any, unit: str = "") -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit}


def properties() -> dict[str, Any]:
    figures = [reading("gate_length", 68, "ns"), reading("gate_error", 0.002)]
    readout = [reading("readout_length", 1.5, "us"), reading("readout_error", 0.01)]
    return {
        "gates": [{"gate": "cz", "qubits": [0, 1], "parameters": figures}],
        "qubits": [
            [reading("T1", 200, "us"), reading("T2", 0.1, "ms"), reading("frequency", 4.8, "GHz"), *readout]
        ],
    }


def test_the_target_has_durations_in_seconds_and_errors() -> None:
    target = target_of(configuration(), properties())
    assert target["cz"][0, 1].duration == pytest.approx(68e-9)
    assert target["cz"][0, 1].error == 0.002
    assert target["measure"][(0,)].duration == pytest.approx(1.5e-6)
    assert target["measure"][(0,)].error == 0.01
    assert target.dt == pytest.approx(configuration()["dt"] * 1e-9)


def test_the_target_has_the_figures_of_each_qubit_in_seconds_and_hertz() -> None:
    first, second, *_ = target_of(configuration(), properties()).qubit_properties
    assert (first.t1, first.t2, first.frequency) == pytest.approx((200e-6, 100e-6, 4.8e9))
    assert (second.t1, second.t2, second.frequency) == (None, None, None)
    assert target_of(configuration(), None).qubit_properties is None


def test_fractional_gates_and_control_flow_go_together() -> None:
    without = target_of(configuration(), None)
    assert not {"rx", "rzz"} & set(without.operation_names)
    assert "if_else" in without.operation_names
    fractional = target_of(configuration(), None, fractional_gates=True)
    assert {"rx", "rzz", "if_else"} <= set(fractional.operation_names)
    assert set(fractional.qargs_for_operation_name("rzz")) == {(0, 1), (1, 2)}


def test_reset_is_in_the_target_where_the_device_has_it() -> None:
    for supported, expected in (
        (["measure", "delay"], False),
        (["measure", "delay", "reset"], True),
        (None, True),
    ):
        target = target_of(configuration() | {"supported_instructions": supported}, None)
        assert ("reset" in target.operation_names) is expected
    both = configuration() | {"basis_gates": ["cz", "rz", "sx", "x", "reset"]}
    assert "reset" in target_of(both, None).operation_names


def test_instructions_that_qiskit_does_not_know_are_in_the_target_by_their_signature() -> None:
    signatures = [
        {"name": "measure_2", "num_qubits": 1, "num_clbits": 1, "parameters": []},
        {"name": "turn", "num_qubits": 2, "num_clbits": 0, "parameters": ["angle"]},
        {"name": None},
        "nonsense",
    ]
    target = target_of(configuration() | {"instruction_signatures": signatures}, None)
    measure, turn = target.operation_from_name("measure_2"), target.operation_from_name("turn")
    assert (measure.num_qubits, measure.num_clbits, len(measure.params)) == (1, 1, 0)
    assert (turn.num_qubits, turn.num_clbits, len(turn.params)) == (2, 0, 1)


def test_a_gate_of_the_basis_that_qiskit_does_not_know_is_taken_from_the_list_of_gates() -> None:
    slow = {"name": "xslow", "parameters": [], "coupling_map": [[0], [1]]}
    found = configuration()
    found = found | {
        "basis_gates": [*found["basis_gates"], "xslow", "unheard"],
        "gates": [*found["gates"], slow],
    }
    target = target_of(found, None)
    assert set(target["xslow"]) == {(0,), (1,)}
    assert "unheard" not in target.operation_names


def test_omits_broken_qubits_and_gates() -> None:
    bad = [reading("gate_error", 1)]
    marks = {
        "gates": [
            {"gate": "sx", "qubits": [0], "parameters": bad},
            {"gate": "cz", "qubits": [1, 2], "parameters": bad},
            {"gate": "cz", "qubits": [2, 3], "parameters": []},
        ],
        "qubits": [[], [], [], [], [reading("operational", 0)]],
    }
    target = target_of(configuration(), marks)
    for qubit in (0, 4):
        assert not [place for place in target.qargs if qubit in place]
    assert (1, 2) not in target["cz"]
    assert (2, 1) in target["cz"]


def simulator() -> dict[str, Any]:
    return {
        "backend_name": "simulator",
        "n_qubits": 5,
        "basis_gates": ["cx", "u", "h"],
        "gates": [{"name": "cx"}],
        "coupling_map": None,
        "dt": None,
        "simulator": True,
    }


def test_a_simulator_without_couplings_has_its_gates_everywhere() -> None:
    target = target_of(simulator(), None)
    assert target.build_coupling_map() is None
    assert target.instruction_supported("cx", (4, 0))
    assert target.dt is None
    for level in range(4):
        text = 'OPENQASM 3; include "stdgates.inc"; qubit[3] q; bit[3] c; h q; cx q[0], q[2]; c = measure q;'
        found = transpiled(text, simulator(), None, optimization_level=level, seed=1)
        assert set(found.count_ops()) <= {"cx", "u", "h", "measure"}


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"qubits": None, "gates": None},
        {"qubits": [], "gates": []},
        {"qubits": [None, [None, "x"], [{}], [reading("T1", None, "us")]], "gates": [None, {}, "x"]},
        {
            "gates": [
                {"gate": "cz", "qubits": None},
                {"gate": "cz", "qubits": [0, 1, 2]},
                {"gate": 3, "qubits": [0]},
            ]
        },
        {
            "gates": [
                {"gate": "cz", "qubits": [155, 156], "parameters": [reading("gate_error", float("nan"))]}
            ]
        },
        {"gates": [{"gate": "sx", "qubits": [900], "parameters": [reading("gate_error", 0.1)]}]},
        {"qubits": [[reading("operational", 0)]] * 400},
    ],
)
def test_builds_a_target_despite_malformed_properties(odd: dict[str, Any]) -> None:
    target = target_of(configuration(), odd)
    assert target.num_qubits == 156
    if len(odd.get("qubits") or ()) < 100:
        assert transpiled("OPENQASM 3; qubit[2] q; U(0, 1, 2) q;", configuration(), odd).num_qubits == 156


@pytest.mark.parametrize("missing", [{"n_qubits": None}, {"n_qubits": "5"}, {"n_qubits": True}])
def test_a_configuration_without_its_number_of_qubits_is_the_service_s_error(missing: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedResponseError, match="n_qubits"):
        target_of(configuration() | missing, None)


def test_builds_a_target_from_the_valid_entries_of_a_configuration() -> None:
    odd = {
        "n_qubits": 2,
        "basis_gates": ["sx", None, "rz"],
        "gates": [None, {"name": None}, {"name": "sx", "coupling_map": [[0], [None], "x", [7]]}],
        "coupling_map": [[0, 1], None, [0], [0, "a"]],
        "supported_instructions": [None, "measure"],
        "timing_constraints": {"granularity": None, "pulse_alignment": 8, "unheard": 3},
        "instruction_signatures": {},
        "dt": "x",
    }
    target = target_of(odd, None)
    assert set(target.operation_names) == {"sx", "rz", "measure"}
    assert set(target["sx"]) == {(0,)}
    assert (target.granularity, target.pulse_alignment, target.dt) == (1, 8, None)

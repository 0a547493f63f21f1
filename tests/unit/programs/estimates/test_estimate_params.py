"""Estimates from the params of a job, as sent on the wire."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qrt_facade._programs.estimates import estimate_params
from qrt_facade._programs.executor.items import executor_job
from qrt_facade._programs.params import estimator_params, sampler_params

if TYPE_CHECKING:
    from qrt_facade import Estimate

CONFIGURATION: dict[str, Any] = {
    "backend_name": "ibm_thing",
    "dt": 4.0,
    "default_rep_delay": 250.0,
    "rep_delay_range": [0.0, 500.0],
    "dynamic_reprate_enabled": True,
}
PROPERTIES: dict[str, Any] = {
    "gates": [
        {
            "gate": name,
            "qubits": qubits,
            "parameters": [{"name": "gate_length", "unit": "ns", "value": length}],
        }
        for name, qubits, length in (
            ("sx", [0], 40),
            ("sx", [1], 40),
            ("cz", [0, 1], 80),
            ("reset", [0], 1000),
        )
    ],
    "qubits": [[{"name": "readout_length", "unit": "ns", "value": 2000}]] * 2,
}
BETWEEN = 250e-6 + 4 * 1e-6
"""The delay, and four resets."""
HEAD = 'OPENQASM 3.0; include "stdgates.inc"; '
FLIP = HEAD + "bit[1] c; sx $0; c[0] = measure $0;"
TURN = HEAD + "input float[64] theta; bit[1] c; rz(theta) $0; sx $0; c[0] = measure $0;"
PAIR = HEAD + "sx $0; cz $0, $1;"
ONCE = BETWEEN + 2.04e-6


def estimate(
    program_id: str,
    params: dict[str, Any],
    *,
    configuration: dict[str, Any] | None = None,
    properties: dict[str, Any] | None = PROPERTIES,
) -> Estimate:
    return estimate_params(
        program_id,
        params,
        backend="ibm_thing",
        configuration=CONFIGURATION if configuration is None else configuration,
        properties=properties,
    )


def test_counts_two_seconds_per_job_and_delay_resets_and_circuit_per_execution() -> None:
    found = estimate("sampler", sampler_params(FLIP, shots=1000))
    assert found.seconds == pytest.approx(2 + 1000 * ONCE)
    assert (found.executions, found.lower_bound, found.unknown) == (1000, False, ())
    assert [part.name for part in found.parts] == ["job", "PUB 0"]


def test_shots_come_from_the_pub_then_the_job_then_the_options_then_the_service() -> None:
    options = {"default_shots": 30}
    for params, shots in (
        (sampler_params((FLIP, None, 10), shots=20, options=options), 10),
        (sampler_params(FLIP, shots=20, options=options), 20),
        (sampler_params(FLIP, options=options), 30),
        (sampler_params(FLIP), 4096),
        ({"pubs": [[FLIP]], "version": 2}, 4096),
    ):
        assert estimate("sampler", params).executions == shots


@pytest.mark.parametrize(
    "values",
    [
        {"theta": [0.1, 0.2, 0.3]},
        [[0.1], [0.2], [0.3]],
        np.array([[0.1], [0.2], [0.3]]),
        [0.1, 0.2, 0.3],
    ],
)
def test_each_point_of_a_sweep_is_executed_whatever_form_the_values_have(values: Any) -> None:
    assert estimate("sampler", sampler_params((TURN, values), shots=7)).executions == 21
    assert estimate("executor", executor_job((TURN, values, (4, 3)), shots=7)).executions == 84


@pytest.mark.parametrize(
    ("twirling", "asked", "executed"),
    [
        ({}, 100, 100),
        ({"enable_measure": True}, 100, 128),
        ({"enable_gates": True}, 4097, 32 * 129),
        ({"enable_measure": True, "num_randomizations": 7}, 100, 105),
        ({"enable_measure": True, "shots_per_randomization": 30}, 100, 120),
        ({"enable_measure": True, "num_randomizations": 3, "shots_per_randomization": 30}, 100, 100),
        ({"enable_measure": True, "num_randomizations": 3, "shots_per_randomization": 30}, None, 90),
        ({"num_randomizations": 3, "shots_per_randomization": 30}, None, 4096),
    ],
)
def test_twirling_rounds_shots_up_to_whole_randomizations(
    twirling: dict[str, Any], asked: int | None, executed: int
) -> None:
    params = sampler_params(FLIP, shots=asked, options={"twirling": twirling})
    assert estimate("sampler", params).executions == executed


def test_twirled_gates_replace_adjacent_gates() -> None:
    layer = "sx $0; rz(0.1) $0; sx $0; sx $0; cz $0, $1; "
    text = f"{HEAD}bit[1] c; {layer * 3}c[0] = measure $0;"
    found = estimate("sampler", sampler_params(text, shots=64, options={"twirling": {"enable_gates": True}}))
    turn, pair, readout = 2 * 40e-9, 80e-9, 2e-6
    assert found.seconds == pytest.approx(2 + 64 * (BETWEEN + 3 * (turn + pair) + turn + readout), abs=1e-10)
    assert found.lower_bound is False


def test_execution_options_change_the_delay_and_the_resets() -> None:
    plain = executor_job(FLIP, shots=100, rep_delay=4e-4, init_qubits=False)
    assert estimate("executor", plain).seconds == pytest.approx(2 + 100 * (4e-4 + 2.04e-6))
    options = {"execution": {"rep_delay": 4e-4, "init_qubits": False}}
    params = sampler_params(FLIP, shots=100, options=options)
    assert estimate("sampler", params).seconds == pytest.approx(2 + 100 * (4e-4 + 2.04e-6))


def test_a_short_delay_makes_the_estimate_a_lower_bound() -> None:
    found = estimate("executor", executor_job(FLIP, shots=100, rep_delay=1e-6))
    assert found.lower_bound
    assert "rep_delay of 1 us" in found.unknown[0]


def test_an_unstated_default_delay_is_assumed_and_named() -> None:
    found = estimate("sampler", sampler_params(FLIP, shots=100), configuration={"dt": 4.0})
    assert found.seconds == pytest.approx(2 + 100 * ONCE)
    assert "reports no default rep_delay" in found.assumptions[0]


def test_a_device_without_properties_gives_a_lower_bound_that_names_the_lengths() -> None:
    found = estimate("sampler", sampler_params(FLIP, shots=100), properties=None)
    assert found.lower_bound
    assert any("measure" in text for text in found.unknown)


def test_each_basis_of_an_estimator_is_executed_for_the_shots_of_its_precision() -> None:
    observable = {"ZZ": 1.0, "XX": 1.0, "IZ": 1.0}
    found = estimate("estimator", estimator_params((PAIR, observable), precision=0.1, resilience_level=0))
    assert found.executions == 2 * 100
    length = 0.12e-6 + 0.08e-6 + 2e-6  # the circuit, the change of basis, the readout
    assert found.seconds == pytest.approx(2 + 200 * (BETWEEN + length))


def test_readout_noise_is_learned_by_default_and_the_assumption_is_named() -> None:
    found = estimate("estimator", estimator_params((PAIR, "ZZ")))
    assert {part.name: part.executions for part in found.parts} == {
        "job": 0,
        "PUB 0": 4096,
        "readout noise": 32 * 1024,
    }
    assert "1,024 shots" in found.assumptions[0]
    learning = {"measure_noise_learning": {"num_randomizations": 5, "shots_per_randomization": 6}}
    found = estimate("estimator", estimator_params((PAIR, "ZZ"), options={"resilience": learning}))
    assert found.parts[-1].executions == 30
    assert found.assumptions == ()


def test_noise_factors_multiply_the_circuits_and_fold_their_pairs() -> None:
    zne = {"zne_mitigation": True, "zne": {"noise_factors": [1, 5]}, "measure_mitigation": False}
    plain, folded = (
        estimate("estimator", estimator_params((PAIR, "ZZ"), resilience_level=0, options=options))
        for options in (None, {"resilience": zne})
    )
    assert folded.executions == 2 * plain.executions
    assert folded.seconds - 2 == pytest.approx(2 * (plain.seconds - 2) + 4096 * 4 * 80e-9)


@pytest.mark.parametrize(
    "resilience", [{"pec_mitigation": True}, {"zne_mitigation": True, "zne": {"amplifier": "pea"}}]
)
def test_mitigation_that_learns_layers_is_a_lower_bound_with_the_learning_of_one(
    resilience: dict[str, Any],
) -> None:
    found = estimate("estimator", estimator_params((PAIR, "ZZ"), options={"resilience": resilience}))
    assert found.lower_bound
    assert "layer noise" in [part.name for part in found.parts]
    alone = estimate(
        "estimator", estimator_params((HEAD + "sx $0;", "Z"), options={"resilience": resilience})
    )
    assert "layer noise" not in [part.name for part in alone.parts]


def test_counts_only_the_overhead_of_an_unknown_program() -> None:
    for program_id, params in (("calibrate", {}), ("noise-learner", {"version": 3}), ("other", {"pubs": 3})):
        found = estimate(program_id, params)
        assert found.lower_bound
        assert found.seconds >= 2


@pytest.mark.parametrize("program_id", ["sampler", "estimator", "executor", "noise-learner"])
@pytest.mark.parametrize(
    "params",
    [
        {},
        {"pubs": None},
        {"pubs": [None, [], [3], ["no program"]]},
        {"pubs": [[FLIP, {"x": "y"}, "many"]], "options": 3},
        {"pubs": [[TURN, [[1, 2], [3]]]]},
        {"pubs": [[PAIR, ["ZZ", "XX"], {"a": [1, 2, 3]}]]},
        {"quantum_program": {"items": [{"shape": "x"}], "shots": "y"}},
        {"circuits": [3], "options": {"layer_pair_depths": "deep"}},
    ],
)
def test_estimating_invalid_params_never_raises(program_id: str, params: dict[str, Any]) -> None:
    assert estimate(program_id, params).seconds >= 2


def _estimator(**given: Any) -> tuple[str, dict[str, Any]]:
    return "estimator", {"pubs": [[PAIR, "ZZ"]], **given}


def _resilience(**given: Any) -> tuple[str, dict[str, Any]]:
    return _estimator(options={"resilience": given})


@pytest.mark.parametrize(
    ("program_id", "params"),
    [
        ("sampler", {}),
        ("sampler", {"pubs": "text"}),
        ("sampler", {"pubs": [[FLIP], []]}),
        ("sampler", {"pubs": [[FLIP, None, -5]]}),
        ("sampler", {"pubs": [[FLIP, None, 1000.0]]}),
        ("sampler", {"pubs": [[FLIP, None, 10**400]]}),
        ("sampler", {"pubs": [[FLIP]], "shots": "9000"}),
        ("sampler", {"pubs": [[FLIP]], "options": {"default_shots": True}}),
        ("sampler", {"pubs": [[FLIP]], "options": {"execution": {"rep_delay": -1}}}),
        ("sampler", {"pubs": [[FLIP]], "options": {"execution": {"rep_delay": float("nan")}}}),
        ("sampler", {"pubs": [[FLIP]], "options": {"twirling": {"enable_gates": True, "num_randomizations": 0}}}),
        ("estimator", {"pubs": [[PAIR, "ZZ", None, 0]]}),
        _estimator(precision=float("inf")),
        _estimator(options={"default_precision": "fine"}),
        _estimator(resilience_level=3),
        _estimator(resilience_level="2"),
        _resilience(zne_mitigation=True, zne={"noise_factors": [1, float("nan")]}),
        _resilience(zne_mitigation=True, zne={"noise_factors": [10**400]}),
        _resilience(pec_mitigation=True, layer_noise_learning={"layer_pair_depths": [10**400]}),
        _resilience(measure_noise_learning={"shots_per_randomization": -4}),
        ("executor", {"quantum_program": {"items": [{"item_type": "circuit", "shape": [3]}], "shots": -10, "circuits": {"data": [FLIP]}}}),
        ("noise-learner", {"circuits": [5]}),
        ("noise-learner", {"circuits": [HEAD + "ecr $0, $1;"]}),
    ],
)  # fmt: skip
def test_invalid_params_are_named_and_make_the_estimate_a_lower_bound(
    program_id: str, params: dict[str, Any]
) -> None:
    found = estimate(program_id, params)
    assert found.lower_bound
    assert 2 <= found.seconds < math.inf
    assert all(part.executions >= 0 for part in found.parts)
    assert str(found)


@pytest.mark.parametrize(
    ("rep_delay", "in_range"), [(0.0, True), (0.0005, True), (0.000501, False), (10, False)]
)
def test_a_delay_outside_the_devices_range_is_an_assumption(rep_delay: float, in_range: bool) -> None:
    options = {"execution": {"rep_delay": rep_delay}}
    found = estimate("sampler", sampler_params(FLIP, shots=10, options=options))
    assert any("outside its range of 0 to 0.0005 s" in text for text in found.assumptions) is not in_range
    assert found.seconds == pytest.approx(2 + 10 * (rep_delay + ONCE - 250e-6))


def test_more_executions_than_a_job_may_have_are_an_assumption() -> None:
    few, many = (estimate("sampler", sampler_params(FLIP, shots=shots)) for shots in (10**7, 10**7 + 1))
    assert few.assumptions == ()
    assert many.assumptions == ("the service accepts more than 10,000,000 executions, its limit for a job",)


def test_a_number_of_executions_beyond_floats_is_an_infinite_time() -> None:
    found = estimate("sampler", sampler_params([FLIP] * 2, shots=10**308))
    swept = estimate("sampler", sampler_params((TURN, [[0.1]] * 10), shots=10**308))
    assert (found.lower_bound, swept.lower_bound) == (False, False)
    assert swept.seconds == math.inf
    assert "about 1e+309" in str(swept)


def test_a_delay_on_a_device_without_a_range_is_used_and_named() -> None:
    options = {"execution": {"rep_delay": 0.001}}
    configuration = {name: value for name, value in CONFIGURATION.items() if name != "rep_delay_range"}
    found = estimate("sampler", {"pubs": [[FLIP, None, 10]], "options": options}, configuration=configuration)
    assert "reports no range" in " ".join(found.assumptions)
    assert found.seconds == pytest.approx(2 + 10 * (0.001 + ONCE - 250e-6))


def test_an_item_with_unknown_points_makes_the_estimate_a_lower_bound() -> None:
    item = {"shape": [-3], "circuit_arguments": {"shape": [-3, 1]}}
    found = estimate("executor", {"quantum_program": {"items": [item], "shots": 10}})
    assert any("points" in text and "item 0" in text for text in found.unknown)

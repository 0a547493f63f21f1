"""Expectation values of qubits whose readout carries little information, none, or is inverted."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit
from support.circuits import HEADER
from support.simulated import outcome_of, result_of

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation import box_learner, noise_learner
from qrt_facade.emulator.simulation.target import Target

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")


def label(letters: dict[int, str], qubits: int) -> str:
    return "".join(letters.get(qubit, "I") for qubit in reversed(range(qubits)))


def estimate(device: str, observables: Any, **more: Any) -> tuple[Any, Any]:
    """Return values and errors for a circuit that leaves every qubit of the device in its ground state."""
    width = Target(Device.named(device)).num_qubits
    pub = [HEADER + f"rz(0) ${width - 1};", observables]
    data = result_of("estimator", {"pubs": [pub], **more}, device)["results"][0]["data"]
    return np.array(data["evs"], dtype=float), np.array(data["stds"], dtype=float)


def test_a_qubit_with_uninformative_readout_is_estimated_as_0_with_error_1() -> None:
    assert Target(Device.named("ibm_sherbrooke")).readout_contrast(84) == 0
    evs, stds = estimate(
        "ibm_sherbrooke", [label({84: "Z"}, 127), {label({84: "Z"}, 127): 2.0, "I" * 127: 3.0}]
    )
    assert (evs.tolist(), stds.tolist()) == ([0, 3], [1, 2])


def test_readout_that_is_wrong_more_often_than_right_is_still_mitigated() -> None:
    assert Target(Device.named("ibm_torino")).readout_contrast(86) == pytest.approx(-0.130, abs=1e-3)
    observable = label({86: "Z"}, 133)
    mitigated, error = estimate("ibm_torino", observable)
    assert mitigated == pytest.approx(1, abs=5 * error)


def test_a_long_pauli_string_of_low_contrast_stays_within_its_range() -> None:
    contrasts = [Target(Device.named("ibm_cusco")).readout_contrast(qubit) for qubit in (75, 77)]
    assert 0 < abs(math.prod(contrasts)) < 1e-4
    evs, stds = estimate("ibm_cusco", label({75: "Z", 77: "Z"}, 127))
    assert (evs, stds) == (0, 1)


@pytest.mark.parametrize("precision", [1.0, 50.0, 1e300])
def test_an_estimate_from_one_shot_has_an_error(precision: float) -> None:
    circuit = HEADER + "sx $0;"
    result = result_of("estimator", {"pubs": [[circuit, "Z", None, precision]]}, noise=False)
    (pub,) = result["results"]
    assert pub["metadata"]["shots"] == 1
    assert (abs(pub["data"]["evs"]), pub["data"]["stds"]) == (1, 1)


def test_few_shots_that_agree_by_chance_still_have_the_readout_error() -> None:
    for seed in range(3):
        _, stds = estimate(
            "ibm_manila",
            label({0: "Z"}, 5),
            options={"default_shots": 2, "simulator": {"seed_simulator": seed}},
        )
        assert stds > 0


@pytest.mark.parametrize("typed", [False, True])
def test_an_expectation_value_that_is_not_finite_fails_the_job_with_a_reason(*, typed: bool) -> None:
    params = {"pubs": [[HEADER + "x $0;", {"Z": 1e308, "I": -1e308}]], "support_qiskit": typed}
    outcome = outcome_of("estimator", params, noise=False)
    assert (outcome.reason_code, outcome.status) == (1501, "Failed")
    assert "not a finite number" in str(outcome.reason)


@pytest.mark.parametrize(("device", "qubit"), [("ibm_sherbrooke", 84), ("ibm_torino", 86)])
def test_learned_rates_of_uninformative_readout_are_finite(device: str, qubit: int) -> None:
    target = Target(Device.named(device))
    body = QuantumCircuit(1, 1)
    body.measure(0, 0)
    (((letters, where, rate),), protocol) = box_learner.box_generators(body, [qubit], target, 0)
    assert (letters, where, protocol) == ("X", [0], "trex")
    assert rate == pytest.approx(-math.log(1e-3) / 2)


def test_learned_rates_of_a_broken_gate_are_finite() -> None:
    target = Target(Device.named("ibm_sherbrooke"))
    assert target.gate_error("ecr", (85, 84)) == 1
    rates = [rate for _, _, rate in noise_learner.gate_generators(target, "ecr", (85, 84), [0, 1])]
    assert len(rates) == 15
    assert all(math.isfinite(rate) and rate >= 0 for rate in rates)

"""The whole `params` of a job."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import numpy as np
import pytest

from qrt_facade._programs.options.programs import NoiseLearnerOptions
from qrt_facade._programs.params import estimator_params, noise_learner_params, sampler_params
from qrt_facade._programs.sizes import PubSize
from qrt_facade.errors import ConfigurationError

CIRCUIT = "OPENQASM 3.0; qubit[2] q; bit[2] c; c = measure q;"


def test_measure_noise_learning_at_level_0_is_refused_without_mitigation() -> None:
    options: dict[str, Any] = {"resilience": {"measure_noise_learning": {"num_randomizations": 3}}}
    with pytest.raises(ConfigurationError, match="resilience level 0"):
        estimator_params((CIRCUIT, "ZZ"), resilience_level=0, options=options)
    options["resilience"]["measure_mitigation"] = True
    assert estimator_params((CIRCUIT, "ZZ"), resilience_level=0, options=options)["resilience_level"] == 0


def test_sampler_params_are_those_of_the_contract() -> None:
    assert sampler_params((CIRCUIT, None, 10)) == {
        "pubs": [[CIRCUIT, None, 10]],
        "support_qiskit": False,
        "version": 2,
    }
    assert sampler_params(CIRCUIT, shots=500, options={"default_shots": 7}, support_qiskit=True) == {
        "pubs": [[CIRCUIT]],
        "options": {"default_shots": 7},
        "shots": 500,
        "support_qiskit": True,
        "version": 2,
    }


def test_options_that_are_not_set_are_left_out() -> None:
    assert "options" not in sampler_params(CIRCUIT, options={})


def test_estimator_params_are_those_of_the_contract() -> None:
    params = estimator_params(
        (CIRCUIT, ["ZZ", "XX"]), precision=0.02, resilience_level=2, options={"default_shots": 9}
    )
    assert params == {
        "pubs": [[CIRCUIT, ["ZZ", "XX"]]],
        "options": {"default_shots": 9},
        "precision": 0.02,
        "resilience_level": 2,
        "support_qiskit": False,
        "version": 2,
    }


@pytest.mark.parametrize("level", [3, -1, True, "1", 1.0, []])
def test_a_resilience_level_that_does_not_exist_is_refused(level: Any) -> None:
    with pytest.raises(ConfigurationError, match="expected a whole number, 0 to 2"):
        estimator_params((CIRCUIT, "ZZ"), resilience_level=level)


def test_a_resilience_level_of_numpy_is_sent_as_json() -> None:
    params = estimator_params((CIRCUIT, "ZZ"), resilience_level=np.int64(1))  # type: ignore[arg-type]
    assert json.loads(json.dumps(params))["resilience_level"] == 1


def test_noise_learner_params_ask_for_the_typed_result_inside_their_options() -> None:
    assert noise_learner_params(CIRCUIT) == {
        "circuits": [CIRCUIT],
        "options": {"support_qiskit": True},
        "version": 2,
    }
    options = NoiseLearnerOptions(max_layers_to_learn=None, layer_pair_depths=[0, 4], support_qiskit=False)
    assert noise_learner_params([CIRCUIT, CIRCUIT], options=options) == {
        "circuits": [CIRCUIT, CIRCUIT],
        "options": {"max_layers_to_learn": None, "layer_pair_depths": [0, 4], "support_qiskit": False},
        "version": 2,
    }
    with pytest.raises(ConfigurationError, match="no circuits"):
        noise_learner_params([])


def test_params_carry_the_size_of_each_pub_and_keep_it_when_copied_and_pickled() -> None:
    params = sampler_params([CIRCUIT, (CIRCUIT, None, 10)])
    for same in (params, copy.deepcopy(params), pickle.loads(pickle.dumps(params))):
        assert same == dict(params)
        assert same.pub_sizes == (PubSize(1, None), PubSize(1, 10))

"""The work of samplers and estimators, from their PUBs and from `params` stored by a sweep."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from support.circuits import FLIP, HEADER

from qrt_facade import ConfigurationError
from qrt_facade._programs.params import estimator_params, sampler_params
from qrt_facade._programs.through_executor.work import estimator_work, sampler_work, work_of_params

TWO = HEADER + "input float[64] a; input float[64] b; bit[1] c; rz(a) $0; sx $0; rz(b) $0; c[0] = measure $0;"
BARE = HEADER + "input float[64] a; input float[64] b; rz(a) $0; sx $0; rz(b) $0;"
SEED = 5

SAMPLED: dict[str, dict[str, Any]] = {
    "no parameters": {"pubs": FLIP, "shots": 10, "options": None},
    "by name": {"pubs": (TWO, {"a": 0.5, "b": [0.1, 0.2]}), "shots": None, "options": None},
    "by name, arrays": {
        "pubs": (TWO, {"a": np.linspace(0, 1, 900), "b": np.float64(2)}, 20),
        "shots": None,
        "options": None,
    },
    "by position, an array": {
        "pubs": (TWO, np.arange(1200.0).reshape(3, 200, 2)),
        "shots": 5,
        "options": None,
    },
    "by position, a list": {"pubs": [(TWO, [0.5, 0.25]), (FLIP, None, 30)], "shots": 15, "options": None},
    "options": {
        "pubs": (TWO, [0.5, 0.25]),
        "shots": None,
        "options": {"default_shots": 100, "twirling": {"enable_measure": True}},
    },
}
ESTIMATED: dict[str, dict[str, Any]] = {
    "letters": {
        "pubs": (BARE, ["Z", "X"], [0.1, 0.2]),
        "precision": 0.1,
        "resilience_level": None,
        "options": None,
    },
    "coefficients": {
        "pubs": (BARE, [[{"Z": 0.5, "X": -2}], ["Y"]], {"a": [0.1, 0.2, 0.3], "b": 1}, 0.05),
        "precision": None,
        "resilience_level": 0,
        "options": None,
    },
    "arrays": {
        "pubs": [(BARE, "Z", np.linspace(0, 1, 1000).reshape(500, 2)), (BARE, {"Y": 3}, [1, 2])],
        "precision": 0.2,
        "resilience_level": 1,
        "options": {"seed_estimator": 3},
    },
}


@pytest.mark.parametrize("given", SAMPLED.values(), ids=list(SAMPLED))
def test_a_stored_sampler_job_is_the_same_program_of_the_executor(given: dict[str, Any]) -> None:
    work = sampler_work(**given)
    assert work.params == sampler_params(**given)
    stored = work_of_params("sampler", json.loads(json.dumps(work.params)))
    assert stored.executor_params(SEED, None) == work.executor_params(SEED, None)


@pytest.mark.parametrize("given", ESTIMATED.values(), ids=list(ESTIMATED))
def test_a_stored_estimator_job_is_the_same_program_of_the_executor(given: dict[str, Any]) -> None:
    work = estimator_work(**given)
    assert work.params == estimator_params(**given)
    stored = work_of_params("estimator", json.loads(json.dumps(work.params)))
    configuration = {"basis_gates": ["rz", "sx", "cz"]}
    assert stored.executor_params(SEED, configuration) == work.executor_params(SEED, configuration)


def test_only_an_estimator_needs_the_backends_configuration() -> None:
    assert not sampler_work(**SAMPLED["no parameters"]).needs_configuration
    work = estimator_work(**ESTIMATED["letters"])
    assert work.needs_configuration
    with pytest.raises(ConfigurationError, match="rz and sx"):
        work.executor_params(SEED, {"basis_gates": ["u", "cx"]})


def test_rejects_values_in_another_wrapper() -> None:
    params = {"pubs": [[TWO, {"__type__": "ndarray", "__value__": "not base64"}]], "version": 2}
    with pytest.raises(ConfigurationError):
        work_of_params("sampler", params).executor_params(SEED, None)

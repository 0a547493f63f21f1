"""Options of the programs."""

from __future__ import annotations

import json
from typing import Any

import attrs
import numpy as np
import pytest

from qrt_facade._programs.options.fields import UNSET
from qrt_facade._programs.options.groups import (
    DynamicalDecouplingOptions,
    ResilienceOptions,
    TwirlingOptions,
    ZneOptions,
)
from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
from qrt_facade.errors import ConfigurationError


def sampler_options(options: Any = None, **more: Any) -> dict[str, Any]:
    return SamplerOptions.read(options, **more).to_wire()


def estimator_options(options: Any = None, **more: Any) -> dict[str, Any]:
    return EstimatorOptions.read(options, **more).to_wire()


# Every option of the contract's sampler and estimator schemas, with a value of its type.
TWIRLING = {
    "enable_gates": True,
    "enable_measure": False,
    "num_randomizations": "auto",
    "shots_per_randomization": 64,
    "strategy": "active-accum",
}
DECOUPLING = {
    "enable": True,
    "sequence_type": "XpXm",
    "extra_slack_distribution": "middle",
    "scheduling_method": "alap",
    "skip_reset_qubits": False,
}
SIMULATOR = {"noise_model": None, "seed_simulator": 7, "coupling_map": [[0, 1]], "basis_gates": ["cz"]}
SAMPLER: dict[str, Any] = {
    "default_shots": 1,
    "dynamical_decoupling": DECOUPLING,
    "execution": {"init_qubits": True, "rep_delay": 2.5e-4, "meas_type": "kerneled"},
    "twirling": TWIRLING,
    "simulator": SIMULATOR,
    "experimental": {"anything": [1, {"goes": None}]},
}
ESTIMATOR: dict[str, Any] = {
    "seed_estimator": None,
    "default_precision": 0.01,
    "default_shots": None,
    "dynamical_decoupling": DECOUPLING,
    "resilience": {
        "measure_mitigation": True,
        "measure_noise_learning": {"num_randomizations": 32, "shots_per_randomization": "auto"},
        "zne_mitigation": True,
        "zne": {
            "amplifier": "pea",
            "noise_factors": [1, 1.5, 3, 5],
            "extrapolator": ["double_exponential", "polynomial_degree_3"],
            "extrapolated_noise_factors": "auto",
        },
        "pec_mitigation": False,
        "pec": {"max_overhead": None, "noise_gain": "auto"},
        "layer_noise_learning": {
            "max_layers_to_learn": None,
            "shots_per_randomization": 128,
            "num_randomizations": 32,
            "layer_pair_depths": [0, 1, 2],
        },
        "layer_noise_model": None,
    },
    "execution": {"init_qubits": False, "rep_delay": 0},
    "twirling": TWIRLING,
    "simulator": SIMULATOR,
    "experimental": {},
}


def test_every_sampler_option_of_the_contract_is_sent_unchanged() -> None:
    assert sampler_options(SAMPLER) == SAMPLER


def test_every_estimator_option_of_the_contract_is_sent_unchanged() -> None:
    assert estimator_options(ESTIMATOR) == ESTIMATOR


@pytest.mark.parametrize(("cls", "sample"), [(SamplerOptions, SAMPLER), (EstimatorOptions, ESTIMATOR)])
def test_the_classes_have_the_options_of_the_contract_and_no_others(cls: Any, sample: dict[str, Any]) -> None:
    options = cls.read(sample)
    assert set(options.given()) == {field.name for field in attrs.fields(cls)}
    for group in options.given().values():
        if attrs.has(type(group)):
            assert set(group.given()) == {field.name for field in attrs.fields(type(group))}


def test_dicts_keywords_and_classes_are_equivalent() -> None:
    typed = SamplerOptions(
        default_shots=100, twirling=TwirlingOptions(enable_gates=True), dynamical_decoupling={"enable": True}
    )
    assert isinstance(typed.dynamical_decoupling, DynamicalDecouplingOptions)
    as_dict = {
        "default_shots": 100,
        "twirling": {"enable_gates": True},
        "dynamical_decoupling": {"enable": True},
    }
    assert sampler_options(typed) == sampler_options(as_dict) == sampler_options(**as_dict) == as_dict


def test_keywords_replace_what_the_options_set() -> None:
    assert sampler_options({"default_shots": 1}, default_shots=2) == {"default_shots": 2}
    assert sampler_options(SamplerOptions(default_shots=1), default_shots=2) == {"default_shots": 2}


def test_options_that_are_not_set_are_not_sent() -> None:
    assert sampler_options(SamplerOptions(twirling=TwirlingOptions())) == {}
    assert SamplerOptions().default_shots is UNSET


def test_options_show_what_is_set_and_cannot_be_changed() -> None:
    options = SamplerOptions(twirling={"enable_gates": True})
    assert repr(options) == "SamplerOptions(twirling=TwirlingOptions(enable_gates=True))"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        options.default_shots = 5  # type: ignore[misc]


def test_numpy_values_are_sent_as_json() -> None:
    options = estimator_options(
        default_shots=np.int64(5), resilience={"zne": {"noise_factors": np.array([1.0, 3.0])}}
    )
    assert json.loads(json.dumps(options)) == {
        "default_shots": 5,
        "resilience": {"zne": {"noise_factors": [1.0, 3.0]}},
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"twirlling": {}}, "Did you mean 'twirling'"),
        (
            {"twirling": {"enable_gate": True}},
            "TwirlingOptions has no option 'enable_gate'. Did you mean 'enable_gates'",
        ),
        ({"zzz": 1}, "It has default_shots"),
        ({"resilience_level": 1}, "separate argument"),
        ({"optimization_level": 1}, "does not transpile"),
        ({"transpilation": {"optimization_level": 1}}, "does not transpile"),
        ({"environment": {"job_tags": ["a"]}}, "arguments of submit"),
        ({"default_shots": 1.5}, "SamplerOptions.default_shots=1.5; accepted: an integer of at least 1"),
        ({"default_shots": True}, "accepted: an integer"),
        ({"default_shots": 2**31}, "accepted: an integer"),
        ({"twirling": {"num_randomizations": 0}}, 'an integer of at least 1, or "auto"'),
        ({"twirling": {"strategy": "all-in"}}, "one of 'active'"),
        ({"execution": {"rep_delay": -1}}, "a number of at least 0"),
        ({"execution": {"meas_type": "raw"}}, "'classified', 'kerneled', 'avg_kerneled'"),
        ({"dynamical_decoupling": True}, "accepted: an instance of DynamicalDecouplingOptions, a dict"),
        ({"experimental": 3}, "accepted: a dict"),
    ],
)
def test_rejects_invalid_sampler_options_and_names_accepted_values(options: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sampler_options(options)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"resilience": {"zne_mitigation": True, "pec_mitigation": True}}, "cannot be combined"),
        (
            {
                "resilience": {
                    "measure_mitigation": False,
                    "measure_noise_learning": {"num_randomizations": 3},
                }
            },
            "measure_mitigation is False",
        ),
        ({"resilience": {"zne": {"noise_factors": [0.5, 1]}}}, "numbers of at least 1"),
        (
            {"resilience": {"zne": {"noise_factors": [1], "extrapolator": "linear"}}},
            "'linear' needs at least 2",
        ),
        ({"resilience": {"zne": {"extrapolator": ["linear", "polynomial_degree_3"]}}}, "needs at least 4"),
        ({"resilience": {"zne": {"extrapolator": []}}}, "one or a list of"),
        ({"resilience": {"pec": {"max_overhead": 0}}}, "a number above 0, or None"),
        ({"resilience": {"layer_noise_learning": {"layer_pair_depths": [1, -1]}}}, "integers of at least 0"),
        ({"default_precision": 0}, "a number above 0"),
        ({"execution": {"meas_type": "kerneled"}}, "ExecutionOptions has no option 'meas_type'"),
    ],
)
def test_rejects_invalid_estimator_options(options: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        estimator_options(options)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "options",
    [
        {"default_precision": 10**5000},
        {"default_precision": [10**5000]},
        {"resilience": {"zne": {"noise_factors": [1, 2, 10**400]}}},
        {"resilience": {"zne": {"noise_factors": [1, 2, 10**5000]}}},
    ],
)
def test_a_number_that_is_larger_than_any_float_is_refused(options: Any) -> None:
    with pytest.raises(ConfigurationError, match="accepted: a"):
        EstimatorOptions.read(options)


def test_zne_checks_extrapolators_against_the_three_default_factors() -> None:
    assert ZneOptions(extrapolator="polynomial_degree_2").extrapolator == "polynomial_degree_2"
    with pytest.raises(ConfigurationError, match="needs at least 4 noise_factors, not 3"):
        ResilienceOptions(zne=ZneOptions(extrapolator="double_exponential"))

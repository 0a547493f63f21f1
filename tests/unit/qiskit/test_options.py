"""Options with the names of IBM's classes."""

from __future__ import annotations

import pytest
from qiskit_ibm_runtime.options import EstimatorOptions as IbmEstimatorOptions
from qiskit_ibm_runtime.options import SamplerOptions as IbmSamplerOptions

from qrt_facade import UNSET, EstimatorOptions
from qrt_facade.errors import ConfigurationError
from qrt_facade.qiskit.options import OptionGroup, PrimitiveOptions, estimator_options, sampler_options


def names_of(options: object) -> set[str]:
    return {name for name in vars(options) if not name.startswith("_")}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [(sampler_options(None), IbmSamplerOptions()), (estimator_options(None), IbmEstimatorOptions())],
)
def test_every_option_of_ibms_classes_is_known(mine: PrimitiveOptions, theirs: object) -> None:
    def compare(group: OptionGroup, other: object) -> None:
        for name in names_of(other):
            found, wanted = getattr(group, name), getattr(other, name)
            if hasattr(wanted, "__dataclass_fields__"):
                compare(found, wanted)
            else:
                assert found is UNSET

    compare(mine, theirs)


def test_options_are_set_by_attribute_by_update_and_by_dict() -> None:
    options = sampler_options({"default_shots": 10, "twirling": {"enable_gates": True}})
    options.dynamical_decoupling.enable = True
    options.update(twirling={"enable_measure": True}, max_execution_time=60)
    options.environment.job_tags = ["bell"]
    options.environment.log_level = "DEBUG"
    assert options.program_options() == {
        "default_shots": 10,
        "twirling": {"enable_gates": True, "enable_measure": True},
        "dynamical_decoupling": {"enable": True},
    }
    assert options.submission() == {"tags": ["bell"], "log_level": "debug", "max_execution_time": 60}


def test_accepts_the_clients_option_objects_and_other_options() -> None:
    options = estimator_options(EstimatorOptions(default_precision=0.1, resilience={"zne_mitigation": True}))
    options.resilience_level = 1
    again = estimator_options(options)
    assert again == options
    again.resilience.zne_mitigation = False
    assert options.resilience.zne_mitigation is True


@pytest.mark.parametrize(
    ("name", "value"),
    [("default_shot", 10), ("default_shots", 0), ("twirling", 3), ("resilience_level", 1)],
)
def test_rejects_an_invalid_option_when_it_is_set(name: str, value: object) -> None:
    with pytest.raises(ConfigurationError):
        setattr(sampler_options(None), name, value)


def test_suggests_the_right_name_for_a_misspelt_option() -> None:
    with pytest.raises(ConfigurationError, match="did you mean 'default_shots'"):
        sampler_options({"defualt_shots": 10})


def test_unset_resets_an_option() -> None:
    options = sampler_options({"default_shots": 10})
    options.default_shots = UNSET
    assert options.to_dict() == {}

"""Compare every option that we send, with every value, with IBM's own models of its programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibm_quantum_schemas.estimator.version_0_1.options import OptionsModel as EstimatorModel
from ibm_quantum_schemas.noise_learner_v2.version_0_1.options import OptionsModel as NoiseLearnerModel
from ibm_quantum_schemas.sampler.version_0_1.options import OptionsModel as SamplerModel
from pydantic import ValidationError
from support.examples_drawn import drawn

from qrt_facade._programs.options import groups
from qrt_facade._programs.options.programs import EstimatorOptions, NoiseLearnerOptions, SamplerOptions
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from pydantic import BaseModel

    from qrt_facade._programs.options.fields import Options

    Path = tuple[str, ...]

PROGRAMS: dict[str, tuple[type[Options], type[BaseModel]]] = {
    "sampler": (SamplerOptions, SamplerModel),
    "estimator": (EstimatorOptions, EstimatorModel),
    "noise-learner": (NoiseLearnerOptions, NoiseLearnerModel),
}

CLASSES: dict[str, type[Options]] = {
    "DynamicalDecouplingOptions": groups.DynamicalDecouplingOptions,
    "TwirlingOptions": groups.TwirlingOptions,
    "ExecutionOptions": groups.ExecutionOptions,
    "SamplerExecutionOptions": groups.SamplerExecutionOptions,
    "SimulatorOptions": groups.SimulatorOptions,
    "ResilienceOptions": groups.ResilienceOptions,
    "MeasureNoiseLearningOptions": groups.MeasureNoiseLearningOptions,
    "ZneOptions": groups.ZneOptions,
    "PecOptions": groups.PecOptions,
    "LayerNoiseLearningOptions": groups.LayerNoiseLearningOptions,
}

WORDS = sorted(
    {
        word
        for words in (
            groups.Pulses, groups.Slack, groups.Schedule, groups.Measured, groups.Amplifier,
            groups.TwirlingStrategy, groups.Extrapolator,
        )
        for word in get_args(words)
    }
)  # fmt: skip

LAYER = {
    "__type__": "_json",
    "__module__": "qiskit_ibm_runtime.utils.noise_learner_result",
    "__class__": "LayerError",
    "__value__": {
        "circuit": {"__type__": "QuantumCircuit", "__value__": ""}, "qubits": [0, 1], "error": None,
    },
}  # fmt: skip
LEARNED = {
    "data": [LAYER],
    "metadata": {
        "backend": "ibm_fez",
        "input_options": {
            "max_layers_to_learn": None, "shots_per_randomization": 1, "num_randomizations": 1,
            "layer_pair_depths": [0], "twirling_strategy": "active",
        },
    },
}  # fmt: skip

VALUES: list[Any] = [
    None, True, False, -1, 0, 1, 2, 3, 64, 2**31 - 1, 2**31, 10**12, -0.5, 0.0, 0.5, 1.5, 1e-300, 1e300,
    "", "auto", *WORDS, [], [0], [1], [-1], [1.5], [0, 1], [1, 3, 5], [1, 1.5], [1, 2, 3, 4, 5, 6, 7, 8],
    ["linear"], ["linear", "fallback"], ["linear", "XX"], [[0, 1]], [[0, 1, 2]], [[0, 1.5]], ["cz"], [None],
    {}, {"errors": []}, {"__type__": "NoiseModel", "__value__": {}}, LAYER, [LAYER], LEARNED,
    {"__type__": "NoiseLearnerResult", "__value__": LEARNED},
]  # fmt: skip

LEFT_OUT = "leave the option out instead of setting it to None"
NARROWER: dict[str, str] = {
    "rep_delay": LEFT_OUT,
    "basis_gates": LEFT_OUT,
    "measure_mitigation": LEFT_OUT,
    "zne_mitigation": LEFT_OUT,
    "enable_gates": LEFT_OUT,
    "enable_measure": LEFT_OUT,
    "default_shots": "the API's document allows numbers of 32 bits",
    "num_randomizations": "the API's document allows numbers of 32 bits from 1",
    "shots_per_randomization": "the API's document allows numbers of 32 bits from 1",
    "max_layers_to_learn": "the API's document allows numbers of 32 bits from 0",
    "seed_simulator": "the API's document allows numbers of 32 bits from 0",
    "seed_estimator": "the API's document allows numbers of 32 bits from 0",
    "layer_pair_depths": "depths are not negative",
    "extrapolated_noise_factors": "noise factors are not negative",
}
"""Options for which we accept fewer values than IBM's models, and why."""


def paths(cls: type[Options], above: Path = ()) -> Iterator[Path]:
    """Return every option of a class, including those of its groups."""
    for attribute in attrs.fields(cls):
        words = str(attribute.type).split(" | ")
        inner = next((CLASSES[word] for word in words if word in CLASSES), None)
        if inner is None:
            yield (*above, attribute.name)
        else:
            yield from paths(inner, (*above, attribute.name))


def nested(path: Path, value: Any) -> dict[str, Any]:
    for name in reversed(path):
        value = {name: value}
    return value


def sent(program: str, options: dict[str, Any]) -> dict[str, Any] | None:
    """The options as they go over the wire; None where they are refused."""
    try:
        wire = PROGRAMS[program][0].read(options).to_wire()
    except ConfigurationError:
        return None
    read_back: dict[str, Any] = json.loads(json.dumps(wire))
    return read_back


def refusal(program: str, wire: dict[str, Any]) -> str:
    """Return the errors of IBM's model for the options."""
    try:
        PROGRAMS[program][1].model_validate_json(json.dumps(wire))
    except ValidationError as error:
        return str(error)
    return ""


EVERY = [(program, path) for program, (cls, _) in PROGRAMS.items() for path in paths(cls)]


@pytest.mark.parametrize("program", PROGRAMS)
def test_option_names_match_ibms_models(program: str) -> None:
    cls, model = PROGRAMS[program]
    for path in paths(cls):
        value: Any = model
        for name in path:
            value = value.model_fields[name] if isinstance(value, type) else _inner(value).model_fields[name]
    ours = {path[0] for path in paths(cls)}
    assert ours == set(model.model_fields)


def _inner(field: Any) -> Any:
    kinds = [field.annotation, *get_args(field.annotation)]
    return next(kind for kind in kinds if hasattr(kind, "model_fields"))


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_option_value_that_ibms_model_refuses_is_sent(program: str) -> None:
    refused = []
    for of, path in EVERY:
        for value in VALUES if of == program else ():
            wire = sent(program, nested(path, value))
            if wire is not None and (reason := refusal(program, wire)):
                refused.append((path, value, reason))
    assert refused == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_values_that_only_ibms_model_accepts_are_refused_for_a_reason(program: str) -> None:
    without_reason = []
    for of, path in EVERY:
        for value in VALUES if of == program else ():
            loosely = isinstance(value, (bool, int, float)) and not _strict(program, path, value)
            if loosely or path[-1] in NARROWER or sent(program, nested(path, value)) is not None:
                continue
            if not refusal(program, nested(path, value)):
                without_reason.append((path, value))
    assert without_reason == []


def _strict(program: str, path: Path, value: Any) -> bool:
    """Return whether IBM's model accepts a number or a bool without converting it to the other."""
    try:
        PROGRAMS[program][1].model_validate_json(json.dumps(nested(path, value)), strict=True)
    except ValidationError:
        return False
    return True


TAKEN = {
    program: [
        (path, [value for value in VALUES if sent(program, nested(path, value)) is not None])
        for of, path in EVERY
        if of == program
    ]
    for program in PROGRAMS
}


def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    together: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            both = isinstance(value, dict) and isinstance(together.get(name), dict)
            together[name] = merged([together[name], value]) if both and name in _GROUPS else value
    return together


_GROUPS = {path[at] for _, path in EVERY for at in range(len(path) - 1)}


def check_combination(program: str, chosen: list[tuple[Path, Any]]) -> None:
    wire = sent(program, merged([nested(path, value) for path, value in chosen]))
    if wire is not None:
        assert refusal(program, wire) == ""
        model = PROGRAMS[program][1].model_validate_json(json.dumps(wire))
        kept = model.model_dump(mode="json", exclude_unset=True, by_alias=True)
        assert kept == wire  # nothing unknown to the model is sent


def combination(program: str, random: Random) -> list[tuple[Path, Any]]:
    """Some options of a program, each with a valid value."""
    chosen = random.sample(TAKEN[program], random.randint(2, min(12, len(TAKEN[program]))))
    return [(path, random.choice(values)) for path, values in chosen]


@pytest.mark.parametrize("program", PROGRAMS)
@settings(max_examples=drawn(20))
@given(random=st.randoms(use_true_random=True))
def test_combined_options_are_valid_in_ibms_model(program: str, random: Random) -> None:
    check_combination(program, combination(program, random))


@pytest.mark.long
@pytest.mark.parametrize("program", PROGRAMS)
@settings(max_examples=10_000)
@given(random=st.randoms(use_true_random=True))
def test_many_combined_options_are_valid_in_ibms_model(program: str, random: Random) -> None:
    check_combination(program, combination(program, random))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # IBM's decoder calls deprecated functions of Aer
@pytest.mark.parametrize("form", ["object", "dict", "typed"])
def test_aers_noise_model_arrives_unchanged(form: str) -> None:
    from qiskit_aer.noise import NoiseModel, ReadoutError, thermal_relaxation_error
    from qiskit_ibm_runtime.json import RuntimeDecoder, RuntimeEncoder

    model = NoiseModel()
    model.add_quantum_error(thermal_relaxation_error(50, 60, 1), ["sx"], [0])  # its matrices are complex
    model.add_all_qubit_readout_error(ReadoutError([[0.9, 0.1], [0.2, 0.8]]))
    written = json.dumps(model, cls=RuntimeEncoder)
    forms = {"object": model, "dict": model.to_dict(), "typed": json.loads(written)}
    wire = SamplerOptions.read(simulator={"noise_model": forms[form]}).to_wire()
    read = json.loads(json.dumps(wire), cls=RuntimeDecoder)["simulator"]["noise_model"]
    assert read == model

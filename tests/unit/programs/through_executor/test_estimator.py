"""Estimator PUBs as programs of the executor."""

import json

import numpy as np
import pytest
from ibm_quantum_schemas.executor.version_2_0.models import ParamsModel

from qrt_facade import ConfigurationError, EstimatorOptions
from qrt_facade._programs.executor.program import ExecutorProgram, executor_params
from qrt_facade._programs.through_executor import estimator
from qrt_facade._programs.through_executor.estimator import plan_estimator

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
TURNED = f"{HEAD}input float theta; sx $0; rz(theta) $0; sx $0; cz $0, $1;"


def wire(program: ExecutorProgram) -> dict[str, object]:
    params = executor_params(program)
    ParamsModel.model_validate(params)
    return params


@pytest.mark.parametrize("level", [0, 1])
def test_ibms_model_accepts_the_planned_program(level: int) -> None:
    pubs = [
        (TURNED, [["ZZ"], ["XY"]], [0.1, 0.2], 0.1),
        (f"{HEAD}x $2;", {"ZII": 0.5, "III": 2}),
        (TURNED, "II", [1]),
    ]
    program = plan_estimator(pubs, resilience_level=level, seed=1)
    wire(program)
    assert len(program.items) == 2 + level


def test_a_plan_is_a_function_of_its_arguments_and_the_seed() -> None:
    first, again, other = (json.dumps(wire(plan_estimator((TURNED, "ZX", [1.0]), seed=s))) for s in (5, 5, 6))
    assert first == again != other


def test_one_circuit_is_swept_over_bases_twirls_and_points() -> None:
    program = plan_estimator((TURNED, [["ZZ"], ["XX"], ["YY"]], [0.1, 0.2]), seed=1, precision=1 / 64)
    item = program.items[0]
    assert (item.shape, program.shots) == ((32, 6), 128)
    assert item.arguments.shape == (32, 6, 5)
    assert sorted(set(item.arguments[..., item.parameters.index("theta")].ravel())) == [0.1, 0.2]


def test_only_qubits_that_an_observable_acts_on_are_measured() -> None:
    text = plan_estimator((f"{HEAD}x $0; x $4;", "ZIIII"), seed=1, resilience_level=0).items[0].circuit
    assert isinstance(text, str)
    assert "meas[0] = measure $4;" in text
    assert text.count("measure") == 1


def test_shots_are_those_of_the_precision() -> None:
    assert plan_estimator((TURNED, "ZZ", [0], 0.01), seed=1, resilience_level=0).shots == 10_000
    assert plan_estimator((TURNED, "ZZ", [0]), seed=1, resilience_level=0).shots == 4096
    assert plan_estimator((TURNED, "ZZ", [0]), seed=1, resilience_level=0, precision=0.1).shots == 100
    chosen = plan_estimator((TURNED, "ZZ", [0]), seed=1, resilience_level=0, options={"default_shots": 1001})
    assert chosen.shots == 1001


def test_a_job_with_only_identities_still_has_an_item() -> None:
    program = plan_estimator((TURNED, "II", [0.5]), seed=1)
    assert len(program.items) == 1
    wire(program)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"resilience": {"zne_mitigation": True}}, "zne_mitigation"),
        ({"resilience": {"pec_mitigation": True}}, "pec_mitigation"),
        ({"twirling": {"enable_gates": True}}, "enable_gates"),
        ({"dynamical_decoupling": {"enable": True}}, "dynamical_decoupling"),
        ({"simulator": {"seed_simulator": 1}}, "simulator"),
        ({"experimental": {"execution": {"stretch_values": 1}}}, "stretch_values"),
    ],
)
def test_rejects_estimator_options_that_the_executor_does_not_support(
    options: dict[str, object], name: str
) -> None:
    with pytest.raises(ConfigurationError, match=name):
        plan_estimator((TURNED, "ZZ", [0]), seed=1, options=options)


def test_rejects_level_2_unless_its_extras_are_disabled() -> None:
    with pytest.raises(
        ConfigurationError,
        match=r"(?s)resilience_level=2.*enable_gates.*zne_mitigation.*program=\"primitives\"",
    ):
        plan_estimator((TURNED, "ZZ", [0]), seed=1, resilience_level=2)
    options = EstimatorOptions(twirling={"enable_gates": False}, resilience={"zne_mitigation": False})
    assert len(plan_estimator((TURNED, "ZZ", [0]), seed=1, resilience_level=2, options=options).items) == 2


def test_a_backend_without_the_gates_of_a_rotation_is_refused() -> None:
    plan_estimator((TURNED, "ZZ", [0]), seed=1, configuration={"basis_gates": ["cz", "rz", "sx", "x"]})
    with pytest.raises(ConfigurationError, match="rx, u"):
        plan_estimator((TURNED, "ZZ", [0]), seed=1, configuration={"basis_gates": ["rx", "u"]})


def test_an_observable_is_as_long_as_the_circuit_is_wide_and_longer_on_physical_qubits() -> None:
    plan_estimator((TURNED, "ZIIZ", [0]), seed=1)
    with pytest.raises(ConfigurationError, match="PUB 0: the observable has 1 Pauli"):
        plan_estimator((TURNED, "Z", [0]), seed=1)


def test_options_of_the_calibration_set_its_size() -> None:
    learning = {"num_randomizations": 40, "shots_per_randomization": 256}
    program = plan_estimator(
        (TURNED, "ZZ", [0]), seed=1, options={"resilience": {"measure_noise_learning": learning}}
    )
    assert program.items[-1].shape == (80,)
    assert program.shots == 128


@pytest.mark.parametrize(
    "options", [{}, {"resilience": {"measure_noise_learning": {"shots_per_randomization": 50}}}]
)
def test_flips_are_in_pairs_in_all_items_where_the_numbers_are_free(options: dict[str, object]) -> None:
    pubs = [(TURNED, "ZZ", [0], precision) for precision in (0.5, 0.1, 0.0171, 0.0113)]
    program = plan_estimator(pubs, seed=1, options=options)
    ours = program.passthrough_data["qrt_facade"]
    for described in (*ours["pubs"], ours["calibration"]):
        assert (described["flips"][::2] == ~described["flips"][1::2]).all()


def test_values_that_would_take_all_memory_are_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(estimator, "_MOST_VALUES", 32 * 3 * 5)
    assert plan_estimator((TURNED, "ZZ", np.zeros(3)), seed=1).items[0].shape == (32, 3)
    with pytest.raises(ConfigurationError, match=r"PUB 0: 4 points and bases in 32 repetitions.*640 values"):
        plan_estimator((TURNED, "ZZ", np.zeros(4)), seed=1)

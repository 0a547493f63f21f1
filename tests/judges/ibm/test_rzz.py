"""Compare the check of `rzz` angles from a PUB's values with IBM's own client."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Parameter
from qiskit.primitives.containers.estimator_pub import EstimatorPub
from qiskit.primitives.containers.sampler_pub import SamplerPub
from qiskit_ibm_runtime.utils.utils import is_valid_rzz_pub

from qrt_facade._programs.params import estimator_params, sampler_params
from qrt_facade._programs.preflight import check
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.binding import check_values
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.isa import check_isa
from qrt_facade.emulator.simulation.target import Target

DEVICE = Device.named("ibm_fez")
TARGET = Target(DEVICE)
PLACES = [
    tuple(place)
    for gate in DEVICE.configuration["gates"]
    if gate["name"] == "rzz"
    for place in gate["coupling_map"]
    if max(place) < 3
]
NUMBERS = (0.0, 0.5, math.pi / 2, math.pi / 2 + 1e-12, math.pi / 2 + 5e-10, -1e-12, 2.0)
VALUES = (0.0, 0.4, 0.7, 0.7, 0.7, 1.5, -0.2, 2.0)

T, S = Parameter("t"), Parameter("s")
ANGLES = (T, S, 2 * T, T + S, T - S, -T, T / 2 + 0.1, abs(T), T * S, T.sin(), (T + 0.5).log(), T**2)


def drawn_pub(seed: int, program: str) -> tuple[Any, ...]:
    """A PUB with `rzz` of numbers and of expressions, also inside a condition, and values in some form."""
    rng = random.Random(seed)
    circuit = QuantumCircuit(QuantumRegister(3, "q"), ClassicalRegister(2, "c"))
    for _ in range(rng.randint(1, 3)):
        numbers = rng.choice([(0.5,), (0.5,), NUMBERS])
        circuit.rzz(rng.choice([*ANGLES, *numbers]), *rng.choice(PLACES))
    if program == "sampler":
        circuit.measure(0, 0)
        if rng.random() < 0.3:
            with circuit.if_test((circuit.clbits[0], 1)):
                circuit.rzz(rng.choice(ANGLES), *PLACES[0])
        circuit.measure(1, 1)
    shape = rng.choice([(), (2,), (3, 2)])
    values = {
        parameter: np.array([rng.choice(VALUES) for _ in range(math.prod(shape))]).reshape(shape)
        for parameter in circuit.parameters
    }
    by_name = {parameter.name: array.tolist() for parameter, array in values.items()}
    in_order = np.stack([values[parameter] for parameter in circuit.parameters], axis=-1) if values else []
    given = rng.choice([values, by_name, in_order])
    return (circuit, "ZZZ", given) if program == "estimator" else (circuit, given)


def by_job(pub: SamplerPub | EstimatorPub) -> str:
    """Return the code with which the emulated job would fail."""
    try:
        check_isa(pub.circuit, TARGET)
        check_values(0, pub.circuit, pub.parameter_values)
    except JobFailedError as failure:
        return f"{failure.code}: {failure.message}"
    return ""


def check_pub(seed: int, program: str) -> bool:
    """Compare the verdicts on the angles of a PUB; return whether it is refused."""
    pub = drawn_pub(seed, program)
    coerced, params = (
        (SamplerPub.coerce(pub), sampler_params([pub]))
        if program == "sampler"
        else (EstimatorPub.coerce(pub), estimator_params([pub]))
    )
    theirs, job = is_valid_rzz_pub(coerced), by_job(coerced)
    ours = [str(problem) for problem in check(program, params, DEVICE.configuration) if problem.code == 1517]
    summary = f"IBM's client: {theirs!r}; check: {ours}; job: {job!r}\n{coerced.circuit}"
    assert bool(theirs) == bool(ours) == job.startswith("1517"), summary
    return bool(theirs)


@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_check_and_job_refuse_the_same_angles_as_ibms_client(program: str) -> None:
    refused = [check_pub(seed, program) for seed in range(25)]
    assert len(set(refused)) == 2  # both outcomes were tested


@pytest.mark.long
@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_check_and_job_refuse_the_same_of_many_angles_as_ibms_client(program: str) -> None:
    refused = [check_pub(seed, program) for seed in range(3_000)]
    assert 0.1 < np.mean(refused) < 0.95

"""Compare the estimator on the executor with the service's program and with Qiskit's exact values.

Outcomes follow from seeds, so that nothing here fails by chance. Of pulls (difference over standard error), which are
normal if the errors are correct, none of a hundred exceeds 4 except once in 150 seeds.
"""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from ibm_quantum_schemas.executor.version_2_0.models import ParamsModel
from judges.ibm.emulated import body_of
from qiskit import qasm3
from qiskit.primitives import StatevectorEstimator
from qiskit_aer.noise import NoiseModel, ReadoutError
from qiskit_ibm_runtime.executor.calculate_twirling_shots import calculate_twirling_shots
from support.aer_executor import run_on_aer
from support.examples_drawn import sampled

from qrt_facade._programs.executor.program import executor_params
from qrt_facade._programs.params import estimator_params
from qrt_facade._programs.through_executor.estimator import plan_estimator
from qrt_facade._programs.through_executor.shots import randomized
from qrt_facade.results import EstimatorResult, decode_result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Warnings of Qiskit and its runtime are not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float theta;\n'
SWEEP = [0.1, 0.9]


def drawn_pubs(number: int, seed: int, sweep: Sequence[float] = SWEEP) -> list[tuple[Any, ...]]:
    """Random circuits of native gates on a line of ibm_fez, with a sweep and two observables each."""
    generator = np.random.default_rng(seed)
    pubs: list[tuple[Any, ...]] = []
    for _ in range(number):
        width = int(generator.integers(2, 5))
        lines = [f"rz(theta) $0; sx $0; rz(theta) ${width - 1};"]
        for layer in range(int(generator.integers(1, 5))):
            for qubit in range(width):
                first, second = generator.uniform(0, 6.28, 2).round(6)
                lines.append(f"rz({first}) ${qubit}; sx ${qubit}; rz({second}) ${qubit}; sx ${qubit};")
            lines += [f"cz ${qubit}, ${qubit + 1};" for qubit in range(layer % 2, width - 1, 2)]
        observables = [
            {
                "".join(generator.choice(list("IXYZ"), width)): round(float(generator.normal()), 3) or 1.0
                for _ in range(int(generator.integers(1, 7)))
            }
            for _ in range(2)
        ]
        pubs.append((HEAD + "\n".join(lines), [[one] for one in observables], list(sweep)))
    return pubs


def exact(pubs: list[tuple[Any, ...]]) -> NDArray[np.float64]:
    given = [(qasm3.loads(text), observables, values) for text, observables, values in pubs]
    found = StatevectorEstimator().run([(c, o, np.reshape(v, (-1, 1))) for c, o, v in given], precision=0)
    return np.concatenate([pub.data.evs.ravel() for pub in found.result()])


def flat(result: EstimatorResult, name: str) -> NDArray[np.float64]:
    return np.concatenate([pub[name].ravel() for pub in result])


def through_executor(pubs: list[tuple[Any, ...]], level: int, *, noise: bool) -> EstimatorResult:
    params = executor_params(plan_estimator(pubs, resilience_level=level, seed=level))
    ParamsModel.model_validate(params)
    return decode_result("executor", body_of("executor", params, noise=noise), as_=EstimatorResult)


def by_the_services_program(pubs: list[tuple[Any, ...]], level: int, *, noise: bool) -> EstimatorResult:
    params = estimator_params(pubs, resilience_level=level)
    return decode_result("estimator", body_of("estimator", params, noise=noise), as_=EstimatorResult)


def pulls(name: str, difference: NDArray[np.float64], *errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Differences over their standard errors; where there are none, nothing may differ."""
    spread = np.sqrt(sum((np.square(one) for one in errors), np.zeros(1)))
    certain = spread == 0
    assert np.allclose(difference[certain], 0)
    found: NDArray[np.float64] = difference[~certain] / spread[~certain]
    sys.stdout.write(
        f"{name:45} values {len(difference):4}  largest pull {np.abs(found).max():5.2f}  "
        f"mean {found.mean():6.3f}  width {found.std():6.3f}\n"
    )
    return found


def compare(number: int, seed: int, *, levels: tuple[int, ...]) -> dict[str, NDArray[np.float64]]:
    found: dict[str, NDArray[np.float64]] = {}
    for level in levels:
        # Twirling creates 32 circuits from one, so that one point must be enough.
        pubs = drawn_pubs(number, seed, SWEEP if level == 0 else SWEEP[:1])
        true = exact(pubs)
        ideal = through_executor(pubs, level, noise=False)
        name = f"level {level}, ideal: executor - exact"
        found[name] = pulls(name, flat(ideal, "evs") - true, flat(ideal, "stds"))
        for noise in (False, True):
            ours = ideal if not noise else through_executor(pubs, level, noise=True)
            theirs = by_the_services_program(pubs, level, noise=noise)
            name = f"level {level}, {'noisy' if noise else 'ideal'}: executor - estimator"
            difference = flat(ours, "evs") - flat(theirs, "evs")
            found[name] = pulls(name, difference, flat(ours, "stds"), flat(theirs, "stds"))
    return found


def test_values_match_the_services_program_and_qiskit() -> None:
    found = compare(4, 3, levels=(0,))
    assert all(np.abs(one).max() < 4 for one in found.values())


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_forty_circuits_agree_both_ways_and_with_qiskit_and_have_correct_errors() -> None:
    found = compare(40, 7, levels=(0, 1))
    for one in found.values():
        assert np.abs(one).max() < 4
        assert abs(one.mean()) < 0.3
        assert 0.8 < one.std() < 1.25


def readout_noise(qubits: int) -> NoiseModel:
    noise = NoiseModel()
    for qubit in range(qubits):
        wrong_zero, wrong_one = 0.02 + 0.01 * qubit, 0.06 + 0.01 * qubit
        error = ReadoutError([[1 - wrong_zero, wrong_zero], [wrong_one, 1 - wrong_one]])
        noise.add_readout_error(error, [qubit])
    return noise


def mitigated(number: int, seed: int, precision: float) -> tuple[float, float, NDArray[np.float64]]:
    """Root mean square errors with only readout errors, without and with mitigation, and the pulls of the latter."""
    pubs = drawn_pubs(number, seed, SWEEP[:1])
    true = exact(pubs)
    rms = []
    for level in (0, 1):
        plan = plan_estimator(pubs, resilience_level=level, seed=level, precision=precision)
        body = run_on_aer(executor_params(plan), seed=seed, noise=readout_noise(5))
        result = decode_result("executor", json.dumps(body), as_=EstimatorResult)
        rms.append(float(np.sqrt(np.square(flat(result, "evs") - true).mean())))
    errors = flat(result, "stds")
    sys.stdout.write(
        f"only readout errors: rms error {rms[0]:.4f} at level 0, {rms[1]:.4f} at level 1, stds {errors.mean():.4f}\n"
    )
    return *rms, pulls("level 1, readout errors: executor - exact", flat(result, "evs") - true, errors)


def test_mitigation_removes_readout_errors() -> None:
    before, after, found = mitigated(sampled(2, 4), 5, sampled(0.025, 0.02))
    assert after < before / 2
    assert np.abs(found).max() < 4


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_mitigation_removes_readout_errors_of_forty_circuits() -> None:
    before, after, found = mitigated(40, 5, 1 / 64)
    assert after < before / 3
    assert np.abs(found).max() < 4
    assert abs(found.mean()) < 0.3
    assert 0.8 < found.std() < 1.25


@pytest.mark.parametrize("given", [("auto", "auto"), (7, "auto"), ("auto", 100), (7, 100)])
def test_randomizations_match_ibms_client_for_equal_pubs_up_to_one(
    given: tuple[Any, Any],
) -> None:
    for shots in (1, 63, 64, 65, 150, 2048, 4096, 10_000, 1_000_000):
        found = randomized([shots], [1], *given)
        number, each = calculate_twirling_shots(shots, *given)
        if given[0] == "auto" and number % 2:  # flips come in pairs
            number, each = number + 1, math.ceil(number * each / (number + 1)) if given[1] == "auto" else each
        assert (found.repetitions[0], found.each) == (number, each)

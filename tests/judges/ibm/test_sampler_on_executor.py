"""A sampler on the executor and the service's own program: the same distributions, and bodies valid in IBM's models.

Jobs of both programs run on the emulator with different seeds. Registers of a PUB are compared together, point by
point, with a chi-squared test. A difference is reported at a significance of 1e-7, so that 60 PUBs with 100 points
give a false alarm once in 100,000 draws of seeds; and the sum of all statistics must be within 5 standard deviations
of its degrees of freedom, which is a false alarm once in 1.7 million.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import qiskit.qasm3
from ibm_quantum_schemas.executor.version_2_0.models import ParamsModel, QuantumProgramResultModel
from judges.ibm.emulated import body_of
from qiskit_aer import AerSimulator
from qiskit_ibm_runtime.fake_provider.executor.run_quantum_program import run_quantum_program
from qiskit_ibm_runtime.options_models.simulator import SimulatorOptions
from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS
from scipy.special import chdtrc

from qrt_facade._programs.executor.program import ProgramItem, executor_params
from qrt_facade._programs.executor.tensors import encode_tensor
from qrt_facade._programs.params import sampler_params
from qrt_facade._programs.through_executor.sampler import plan_sampler
from qrt_facade.results import SamplerResult, decode_result

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNIFICANCE = 1e-7
RARE = 10
TWIRL = {"twirling": {"enable_measure": True, "shots_per_randomization": 50}}


def drawn(seed: int) -> tuple[Any, Any, int]:
    """A sampler PUB of an ISA circuit on some of ibm_fez's first qubits: text, or every third one from Qiskit."""
    rng = random.Random(seed)
    width, names = rng.randint(1, 4), [f"p{index}" for index in range(rng.choice([0, 0, 1, 2, 3]))]
    lines = ["OPENQASM 3.0;", 'include "stdgates.inc";', *(f"input float {name};" for name in names)]
    registers = [(f"r{index}", rng.randint(1, 3)) for index in range(rng.randint(1, 2))]
    lines += [f"bit[{size}] {name};" for name, size in registers]
    bits = [f"{name}[{index}]" for name, size in registers for index in range(size)]
    qubits = [f"${index}" for index in range(width)]
    for number in range(rng.randint(3, 14)):
        qubit, angle = rng.choice(qubits), f"{rng.uniform(-3, 3):.6f}"
        angle = f"{rng.choice([angle, '1'])}*{names[number % len(names)]} + {angle}" if names else angle
        lines.append(
            rng.choice([f"sx {qubit};", f"rz({angle}) {qubit};", f"x {qubit};", f"barrier {qubit};"])
        )
        if width > 1 and rng.random() < 0.4:
            first = rng.randrange(width - 1)
            lines.append(f"cz {qubits[first]}, {qubits[first + 1]};")
        lines.append(f"sx {rng.choice(qubits)};")
    kind = rng.choice(["plain", "plain", "reused", "conditional", "overwritten"])
    if kind == "reused":
        lines += [f"{bits[0]} = measure $0;", "reset $0;", "sx $0;"]
    elif kind == "conditional":
        lines += [f"{bits[0]} = measure $0;", f"if ({bits[0]}) {{ x ${width - 1}; }}"]
    elif kind == "overwritten":
        lines += [f"{bits[-1]} = measure $0;", "sx $0;"]
    left = bits[1:] if kind == "conditional" else bits
    rng.shuffle(left)
    lines += [
        f"{bit} = measure {qubit};" for bit, qubit in zip(left, rng.sample(qubits, width), strict=False)
    ]
    text = "\n".join(lines)
    shape = rng.choice([(), (1,), (3,), (2, 2)]) if names else ()
    values = np.random.default_rng(seed).uniform(-3, 3, (*shape, len(names))) if names else None
    circuit = qiskit.qasm3.loads(text) if seed % 3 == 2 else text
    return circuit, values, rng.choice([1000, 2000, 3000])


def by_both_ways(
    pubs: Sequence[Any], options: dict[str, Any] | None = None, *, noise: bool = False, seed: int = 1
) -> tuple[SamplerResult, SamplerResult]:
    own = sampler_params(pubs, options=options)
    planned = executor_params(plan_sampler(pubs, options=options, seed=seed))
    ParamsModel.model_validate(planned)
    body = body_of("executor", planned, noise=noise, seed=seed)
    QuantumProgramResultModel.model_validate_json(body)
    return (
        decode_result("sampler", body_of("sampler", own, noise=noise, seed=seed + 1000)),
        decode_result("executor", body, as_=SamplerResult),
    )


def statistic(first: Sequence[int], second: Sequence[int]) -> tuple[float, int]:
    """Return the chi-squared statistic for two samples of one distribution, and its degrees of freedom."""
    counts = Counter(first), Counter(second)
    pooled: dict[Any, np.ndarray[Any, Any]] = {}
    for outcome in counts[0] | counts[1]:
        seen = np.array([counts[0][outcome], counts[1][outcome]], dtype=float)
        key = outcome if seen.sum() >= RARE else "rare"
        pooled[key] = pooled.get(key, np.zeros(2)) + seen
    table = np.array(list(pooled.values()))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum()), len(table) - 1


def compare(results: tuple[SamplerResult, SamplerResult]) -> list[tuple[float, int]]:
    """Return the statistics of all points, after checking that fixed data are equal."""
    found: list[tuple[float, int]] = []
    assert len(results[0]) == len(results[1])
    for index, (own, ours) in enumerate(zip(*results, strict=True)):
        assert (own.shape, own.num_shots, own.registers) == (ours.shape, ours.num_shots, ours.registers)
        assert own.metadata["circuit_metadata"] == ours.metadata["circuit_metadata"]
        for point in np.ndindex(own.shape):
            samples = [one.join().ints(point or None) for one in (own, ours)]
            value, freedom = statistic(*samples)
            assert not freedom or chdtrc(freedom, value) > SIGNIFICANCE, (index, point, value, freedom)
            found.append((value, freedom))
    return found


def check_sum(found: Sequence[tuple[float, int]]) -> str:
    value, freedom = (sum(column) for column in zip(*found, strict=True))
    pull = (value - freedom) / math.sqrt(2 * freedom)
    assert abs(pull) < 5
    worst = min(chdtrc(freedom, value) for value, freedom in found if freedom)
    return f"{len(found)} points, chi2 {value:.0f} of {freedom}, pull {pull:+.2f}, least p {worst:.1g}"


@pytest.mark.parametrize(
    "options", [pytest.param(None, marks=pytest.mark.long), TWIRL], ids=["plain", "twirled"]
)
def test_a_sampler_on_the_executor_has_the_same_distribution_as_the_services_own(
    options: dict[str, Any] | None,
) -> None:
    pubs = [drawn(seed) for seed in range(6)]
    check_sum(compare(by_both_ways(pubs, options)))


@pytest.mark.long
@pytest.mark.parametrize(
    ("options", "noise"), [(None, False), (None, True), (TWIRL, False)], ids=["ideal", "noisy", "twirled"]
)
def test_sixty_circuits_and_sweeps_agree_both_ways(options: dict[str, Any] | None, noise: bool) -> None:
    found: list[tuple[float, int]] = []
    for first in range(100, 160, 6):
        pubs = [drawn(seed) for seed in range(first, first + 6)]
        found += compare(by_both_ways(pubs, options, noise=noise, seed=first))
    print("60 PUBs,", check_sum(found))  # noqa: T201 - the figures, with -s


def test_twirling_removes_the_asymmetry_of_readout_errors() -> None:
    """With readout errors, 0 and 1 are misread equally often if flipped at random, and unequally otherwise."""
    text = "OPENQASM 3.0; {} bit[1] c; {} c[0] = measure $9;"
    include = 'include "stdgates.inc";'
    pubs = [(text.format(include, ""), None, 20_000), (text.format(include, "x $9;"), None, 20_000)]
    plain, twirled = (
        decode_result(
            "executor",
            body_of(
                "executor",
                executor_params(plan_sampler(pubs, options=options, seed=3)),
                device="ibm_sherbrooke",
                noise=True,
            ),
            as_=SamplerResult,
        )
        for options in (None, TWIRL)
    )

    def errors(result: SamplerResult) -> tuple[float, float]:
        return result[0].probabilities().get("1", 0.0), result[1].probabilities().get("0", 0.0)

    sigma = math.sqrt(2 * 0.02 / 20_000)
    assert abs(errors(plain)[0] - errors(plain)[1]) > 5 * sigma
    assert abs(errors(twirled)[0] - errors(twirled)[1]) < 5 * sigma
    print("misread 0 and 1:", errors(plain), "twirled:", errors(twirled))  # noqa: T201 - the figures, with -s


@pytest.mark.parametrize(
    "options", [None, pytest.param(TWIRL, marks=pytest.mark.long)], ids=["plain", "twirled"]
)
def test_ibms_own_executor_gives_the_same_distributions(
    options: dict[str, Any] | None,
) -> None:
    """The local executor of IBM's client, on Aer: it is independent of this project's emulator."""
    pubs = [(circuit, values, 1000) for circuit, values, _ in map(drawn, range(20, 26))]
    plan = plan_sampler(pubs, options=options, seed=5)
    # Aer runs a circuit without parameters once, whatever the shape of its empty arguments.
    assert all(item.shape == () or item.parameters for item in plan.items if isinstance(item, ProgramItem))
    planned = executor_params(plan)
    program, _ = QUANTUM_PROGRAM_PARAMS_CONVERTERS["v2.0"].decoder(ParamsModel.model_validate(planned))
    result = run_quantum_program(AerSimulator(), program, SimulatorOptions(seed_simulator=7))
    body = {
        "schema_version": "v2.0",
        "data": [
            {
                "results": {
                    name: encode_tensor(np.asarray(array), compressed=True, where=name)
                    for name, array in item.items()
                },
                "metadata": {},
            }
            for item in result
        ],
        "metadata": {"chunk_timing": []},
        "passthrough_data": planned["quantum_program"]["passthrough_data"],
    }
    ours = decode_result("executor", body, as_=SamplerResult)
    own = decode_result("sampler", body_of("sampler", sampler_params(pubs), seed=99))
    check_sum(compare((own, ours)))

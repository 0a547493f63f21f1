"""More than fifty jobs whose estimate is compared with what the emulator charges for a dry run."""

from __future__ import annotations

import random
from typing import Any

from qiskit import QuantumCircuit

from qrt_facade._programs.executor.items import executor_job
from qrt_facade._programs.params import estimator_params, noise_learner_params, sampler_params

HEAD = 'OPENQASM 3.0; include "stdgates.inc"; '
WIDTH = 4
Job = tuple[str, str, dict[str, Any]]
"""Its description, its program, and its params."""


def drawn(seed: int, depth: int, *, parameters: tuple[str, ...] = (), pair: str = "cz") -> str:
    """Gates on the first qubits of a device, some with parameters, without measurements."""
    source = random.Random(seed)
    names = "".join(f"input float[64] {name}; " for name in parameters)
    turns = [*parameters, "0.3", "pi/4"]
    gates: list[str] = []
    for layer in range(depth):
        gates += [f"rz({source.choice(turns)}) ${qubit}; sx ${qubit};" for qubit in range(WIDTH)]
        gates += [f"{pair} ${qubit}, ${qubit + 1};" for qubit in range(layer % 2, WIDTH - 1, 2)]
    gates += [f"rz({name}) $0;" for name in parameters]
    return f"{HEAD}{names}{' '.join(gates)}"


def measured(text: str, *, bits: int = WIDTH) -> str:
    """The same with measurements at the end."""
    register = f"bit[{bits}] c; "
    readout = " ".join(f"c[{bit}] = measure ${bit};" for bit in range(bits))
    return text.replace(HEAD, HEAD + register, 1) + " " + readout


def _samplers() -> list[Job]:
    jobs: list[Job] = [
        (
            f"sampler, depth {depth}, {shots} shots",
            "sampler",
            sampler_params(measured(drawn(depth, depth)), shots=shots),
        )
        for depth, shots in ((0, 4096), (1, 1), (5, 1000), (20, 4096), (100, 20_000), (400, 4096))
    ]
    swept = measured(drawn(3, 4, parameters=("a", "b")))
    values = {"a": [0.1 * point for point in range(20)], "b": 0.2}
    grid = {"a": [[0.1], [0.2], [0.3]], "b": [0.0, 1.0]}
    options: dict[str, dict[str, Any]] = {
        "default shots": {"default_shots": 500},
        "twirled measurements": {"twirling": {"enable_measure": True}},
        "twirled gates": {"twirling": {"enable_gates": True}},
        "20 randomizations": {"twirling": {"enable_measure": True, "num_randomizations": 20}},
        "77 shots a randomization": {"twirling": {"enable_measure": True, "shots_per_randomization": 77}},
        "decoupling": {"dynamical_decoupling": {"enable": True}},
        "long pauses": {"execution": {"rep_delay": 0.0005}},
        "short pauses": {"execution": {"rep_delay": 0.00004}},
        "pauses of 2 us": {"execution": {"rep_delay": 0.000002}},
        "no resets": {"execution": {"init_qubits": False}},
        "20 randomizations of 100": {
            "twirling": {"enable_measure": True, "num_randomizations": 20, "shots_per_randomization": 100}
        },
    }
    jobs += [
        (f"sampler, {name}", "sampler", sampler_params(measured(drawn(7, 8)), options=chosen))
        for name, chosen in options.items()
    ]
    waiting = measured(HEAD + "sx $0; delay[30us] $0; delay[2000dt] $1; cz $0, $1;")
    midway = f"{HEAD}bit[2] c; sx $0; c[0] = measure $0; reset $0; sx $0; c[1] = measure $0;"
    conditional = f"{HEAD}bit[2] c; sx $0; c[0] = measure $0; if (c[0]) {{ x $1; }} c[1] = measure $1;"
    jobs += [
        ("sampler, a sweep of 20 points", "sampler", sampler_params((swept, values), shots=300)),
        ("sampler, a sweep of 3 x 2 points", "sampler", sampler_params((swept, grid))),
        ("sampler, PUBs of different shots", "sampler", sampler_params([(measured(drawn(1, 2)), None, 10), measured(drawn(2, 9))], shots=800)),
        ("sampler, 60 PUBs of one text", "sampler", sampler_params([measured(drawn(5, 6))] * 60, shots=100)),
        ("sampler, delays", "sampler", sampler_params(waiting)),
        ("sampler, measured and reset midway", "sampler", sampler_params(midway)),
        ("sampler, a condition", "sampler", sampler_params(conditional)),
        ("sampler, 400 layers of twirled gates", "sampler", sampler_params(measured(drawn(8, 400)), options={"twirling": {"enable_gates": True}})),
    ]  # fmt: skip
    return jobs


def _estimators() -> list[Job]:
    state = drawn(11, 6)
    swept = drawn(12, 4, parameters=("a",))
    points = {"a": [0.1 * point for point in range(10)]}
    energy = {"ZZII": 1.0, "XXII": 0.5, "IIYY": 0.2, "IZIZ": 0.1, "XIXI": 0.3, "YYYY": 0.4}
    jobs: list[Job] = [
        (f"estimator, level {level}", "estimator", estimator_params((state, energy), resilience_level=level))
        for level in (0, 1, 2)
    ]
    resilience: dict[str, dict[str, Any]] = {
        "three noise factors": {"zne_mitigation": True, "zne": {"noise_factors": [1, 2, 3]}},
        "factors 1.2 and 7": {"zne_mitigation": True, "zne": {"noise_factors": [1.2, 7]}},
        "PEA": {"zne_mitigation": True, "zne": {"amplifier": "pea"}},
        "PEC": {"pec_mitigation": True},
        "readout learned with 50 x 200": {"measure_noise_learning": {"num_randomizations": 50, "shots_per_randomization": 200}},
        "no readout mitigation": {"measure_mitigation": False},
    }  # fmt: skip
    jobs += [
        (f"estimator, {name}", "estimator", estimator_params((state, energy), options={"resilience": chosen}))
        for name, chosen in resilience.items()
    ]
    jobs += [
        ("estimator, precision 0.1", "estimator", estimator_params((state, "ZZZZ"), precision=0.1)),
        ("estimator, precision 0.004", "estimator", estimator_params((state, "ZZZZ"), precision=0.004)),
        ("estimator, the identity", "estimator", estimator_params((state, "IIII"), resilience_level=0)),
        ("estimator, a sweep of 10 points", "estimator", estimator_params((swept, energy, points), precision=0.05)),
        ("estimator, a sweep by 3 observables", "estimator", estimator_params((swept, [["ZZZZ"], ["XXXX"], ["IIIZ"]], points), precision=0.05)),
        ("estimator, observables along the sweep", "estimator", estimator_params((swept, ["ZZZZ", "XXXX"] * 5, points), precision=0.05)),
        ("estimator, 5 PUBs", "estimator", estimator_params([(state, ["ZZII", "IIXX"])] * 5, precision=0.02)),
        ("estimator, deep circuit at level 2", "estimator", estimator_params((drawn(13, 80), energy), resilience_level=2, precision=0.03)),
        ("estimator, 300 twirled layers at level 2", "estimator", estimator_params((drawn(14, 300), energy), resilience_level=2, precision=0.03)),
        ("estimator, twirled pairs without other gates", "estimator", estimator_params((HEAD + "cz $0, $1; cz $1, $2; " * 300, "ZZZ"), resilience_level=2, precision=0.03)),
        ("estimator, 10 randomizations of 100", "estimator", estimator_params((state, energy), options={"twirling": {"num_randomizations": 10, "shots_per_randomization": 100}})),
        ("estimator, twirled gates of 16 x 100", "estimator", estimator_params((state, "ZZZZ"), options={"default_shots": 1600, "twirling": {"enable_gates": True, "num_randomizations": 16, "shots_per_randomization": 100}})),
    ]  # fmt: skip
    return jobs


def _qiskit(*, measure: bool) -> QuantumCircuit:
    circuit = QuantumCircuit(5, 2)
    for layer in range(12):
        circuit.sx(range(5))
        circuit.rz(0.3, range(5))
        circuit.cz(layer % 4, layer % 4 + 1)
    if measure:
        circuit.measure([0, 1], [0, 1])
    return circuit


def _others() -> list[Job]:
    turned = measured(drawn(21, 5, parameters=("a",)))
    still = measured(drawn(22, 30))
    layers = drawn(23, 4)
    return [
        ("executor, one circuit", "executor", executor_job(still, shots=2000)),
        ("executor, replications", "executor", executor_job((still, None, (3, 4)), shots=100)),
        ("executor, a sweep with replications", "executor", executor_job((turned, {"a": [0.1, 0.2]}, (5, 2)), shots=500)),
        ("executor, items", "executor", executor_job([still, (turned, {"a": [1, 2, 3]})], shots=700)),
        ("executor, long pauses without resets", "executor", executor_job(still, shots=1000, rep_delay=0.0004, init_qubits=False)),
        ("executor, conditions", "executor", executor_job(f"{HEAD}bit[2] c; sx $0; c[0] = measure $0; if (c[0]) {{ x $1; }} c[1] = measure $1;", shots=900)),
        ("noise learner", "noise-learner", noise_learner_params(layers, options={"num_randomizations": 4})),
        ("sampler, QPY", "sampler", sampler_params(_qiskit(measure=True), shots=3000)),
        ("estimator, QPY", "estimator", estimator_params((_qiskit(measure=False), "Z" * 5), precision=0.05)),
    ]  # fmt: skip


JOBS = (*_samplers(), *_estimators(), *_others())

"""Compare the emulator's noiseless results with Qiskit's own simulators."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import Any

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qpy
from qiskit.circuit import Parameter
from qiskit.primitives import StatevectorEstimator
from qiskit.quantum_info import SparseObservable, SparsePauliOp
from qiskit_aer import AerSimulator
from scipy.special import chdtrc
from support.simulated import result_of

from qrt_facade.results import decode_result

# Qiskit's own deprecation warnings are not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")

LETTERS = "IXYZ01+-rl"
ANGLES = [Parameter(name) for name in ("gamma", "alpha", "beta")]
SHOTS = 4000
CRITICAL = 5.0
"""Number of standard errors from which a value is wrong: one in a million is by chance."""

BY_CHANCE = 1e-6
"""Likelihood below which two histograms are from different distributions."""


def packed(circuit: QuantumCircuit) -> dict[str, str]:
    file = io.BytesIO()
    qpy.dump(circuit, file, version=17)
    text = base64.b64encode(zlib.compress(file.getvalue())).decode()
    return {"__type__": "QuantumCircuit", "__value__": text}


def drawn_circuit(rng: np.random.Generator, qubits: int) -> QuantumCircuit:
    """Native gates on the first qubits of ibm_fez, which form a line."""
    circuit = QuantumCircuit(qubits)
    for _ in range(4):
        for qubit in range(qubits):
            circuit.rz(rng.choice([rng.uniform(0, 6), *ANGLES]), qubit)
            circuit.sx(qubit)
        for qubit in range(int(rng.integers(2)), qubits - 1, 2):
            circuit.cz(qubit, qubit + 1)
    return circuit


def drawn_observable(rng: np.random.Generator, qubits: int) -> Any:
    def label() -> str:
        return "".join(rng.choice(list(LETTERS), qubits))

    if rng.random() < 0.3:
        return label()
    terms = {label(): float(rng.uniform(-3, 3)) for _ in range(int(rng.integers(1, 5)))}
    return terms | {"I" * qubits: 0.5, "Z" * qubits: 0.0}


SHAPES = [
    ((), ()),
    ((3,), ()),
    ((), (4,)),
    ((3,), (3,)),
    ((2, 1), (3,)),
    ((2, 3), (2, 3)),
    ((0,), ()),
    ((1,), (1,)),
]


def one_pub(rng: np.random.Generator) -> tuple[QuantumCircuit, Any, Any]:
    """A circuit, observables and values with shapes that broadcast."""
    circuit = drawn_circuit(rng, qubits := int(rng.integers(1, 5)))
    of_observables, of_values = SHAPES[int(rng.integers(len(SHAPES)))]
    observables = np.empty(of_observables, dtype=object)
    for index in np.ndindex(of_observables):
        observables[index] = drawn_observable(rng, qubits)
    values = rng.uniform(-7, 7, (*of_values, circuit.num_parameters))
    return circuit, observables.tolist(), values.tolist() if circuit.num_parameters else None


def expanded(observables: Any) -> Any:
    """The observables as sums of Paulis, because the judge only takes these."""
    if isinstance(observables, list):
        return [expanded(entry) for entry in observables]
    terms = {observables: 1.0} if isinstance(observables, str) else observables
    return SparsePauliOp.from_sparse_observable(SparseObservable.from_list(list(terms.items())))


def compare_with_statevectors(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    pubs = [one_pub(rng) for _ in range(count)]
    exact = StatevectorEstimator().run([(c, expanded(o), v) for c, o, v in pubs], precision=0).result()
    precision = SHOTS**-0.5
    params: dict[str, Any] = {"pubs": [[packed(circuit), *rest, precision] for circuit, *rest in pubs]}
    sampled = decode_result("estimator", json.dumps(result_of("estimator", params, noise=False)))
    for pub, right, got in zip(pubs, exact, sampled, strict=True):
        values, errors = np.asarray(got.evs), np.asarray(got.stds)
        assert values.shape == right.data.evs.shape
        # An outcome that few shots have may be missing, and with it its part of the error.
        rare = 12 / SHOTS * _norm(pub[1])
        assert (abs(values - right.data.evs) <= CRITICAL * errors + rare).all(), pub


def _norm(observables: Any) -> float:
    if isinstance(observables, str):
        return 1.0
    if isinstance(observables, dict):
        return sum(map(abs, observables.values()))
    return max(map(_norm, observables), default=0.0)


def test_expectation_values_match_statevectors() -> None:
    compare_with_statevectors(1, 12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 22))
def test_many_expectation_values_match_statevectors(seed: int) -> None:
    compare_with_statevectors(seed, 40)


@pytest.mark.parametrize(
    ("observable", "value"),
    [
        ([], []),
        ({"ZZ": 1.5, "II": -1.5}, -3),
        ({"ZZ": 1.5, "II": 1.5}, 0),
        ("01", 1),
        ("10", 0),
        ("1I", 0),
        ({"00": 2, "01": 3, "10": 5, "11": 7}, 3),
        ({"0Z": 1, "IZ": -1}, 0),
        ("+-", 0.25),
        ("0" * 24, None),
    ],
)
def test_projectors_and_cancelling_terms_have_correct_values(observable: Any, value: Any) -> None:
    width = len(observable) if isinstance(observable, str) else 2
    circuit = QuantumCircuit(width)
    circuit.x(0)
    result = result_of("estimator", {"pubs": [[packed(circuit), observable]]}, noise=False)
    assert result["results"][0]["data"]["evs"] == pytest.approx(0 if value is None else value, abs=0.05)


def registers_of(rng: np.random.Generator) -> QuantumCircuit:
    """A circuit with bits in several registers, some in two of them, in another order than the qubits."""
    qubits = int(rng.integers(2, 5))
    first = ClassicalRegister(int(rng.integers(1, 4)), "first")
    second = ClassicalRegister(qubits, "second")
    shared = ClassicalRegister(name="shared", bits=[second[qubits - 1], first[0]])
    circuit = QuantumCircuit(QuantumRegister(qubits, "q"), first, second, shared)
    circuit.compose(drawn_circuit(rng, qubits), inplace=True)
    for qubit, bit in zip(rng.permutation(qubits), second, strict=True):
        circuit.measure(int(qubit), bit)
    circuit.x(0)
    circuit.measure(0, first[-1])
    return circuit


def likeness(ours: dict[int, int], theirs: dict[int, int]) -> float:
    """Return the probability of such different histograms if they are from one distribution (chi-squared test)."""
    keys = sorted(ours | theirs)
    pairs = np.array([[ours.get(key, 0), theirs.get(key, 0)] for key in keys], dtype=float)
    statistic = ((pairs[:, 0] - pairs[:, 1]) ** 2 / pairs.sum(axis=1)).sum()
    return float(chdtrc(max(len(keys) - 1, 1), statistic))


def histograms(circuit: QuantumCircuit, values: Any) -> list[dict[int, int]]:
    """Return the counts of the circuit's bits for each point, with bit k of the circuit in bit k of the number."""
    params = {"pubs": [[packed(circuit), values, SHOTS]]}
    (pub,) = decode_result("sampler", json.dumps(result_of("sampler", params, noise=False)))
    found = []
    for point in range(len(values)):
        seen = np.full((SHOTS, circuit.num_clbits), -1)
        for register in circuit.cregs:
            values_of_register = np.array(getattr(pub, register.name)[point].ints())
            for at, bit in enumerate(register):
                shots = values_of_register >> at & 1
                column = seen[:, circuit.find_bit(bit).index]
                assert ((column == -1) | (column == shots)).all()  # a bit of two registers has one value
                column[:] = shots
        numbers, counts = np.unique(seen @ (1 << np.arange(circuit.num_clbits)), return_counts=True)
        found.append(dict(zip(numbers.tolist(), counts.tolist(), strict=True)))
    return found


def compare_with_aer(seed: int) -> tuple[float, float]:
    """Return the lowest likelihood at any point of a sweep, and that with bits in the wrong order."""
    rng = np.random.default_rng(seed)
    circuit = registers_of(rng)
    values = rng.uniform(-7, 7, (3, circuit.num_parameters))
    bound = [circuit.assign_parameters(point) for point in values]
    result = AerSimulator(seed_simulator=seed).run(bound, shots=SHOTS).result()
    found = []
    for point, ours in enumerate(histograms(circuit, values.tolist())):
        theirs = {int(key, 16): count for key, count in result.data(point)["counts"].items()}
        flipped = {int(f"{key:0{circuit.num_clbits}b}"[::-1], 2): count for key, count in theirs.items()}
        found.append((likeness(ours, theirs), likeness(ours, flipped)))
    right, wrong = zip(*found, strict=True)
    return min(right), min(wrong)


def test_shots_of_several_registers_have_aers_distribution() -> None:
    like, in_the_wrong_order = compare_with_aer(3)
    assert like > BY_CHANCE
    assert in_the_wrong_order < BY_CHANCE**3  # such an error would be detected


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 60))
def test_many_shots_of_several_registers_have_aers_distribution(seed: int) -> None:
    assert compare_with_aer(seed)[0] > BY_CHANCE

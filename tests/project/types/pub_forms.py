"""Every form of a PUB that the client takes: both type checkers let it pass, and it is taken when it runs.

`test_pub_forms.py` runs the functions with what encodes PUBs as `take`.
"""


# pyright: reportMissingTypeStubs=false
# Qiskit publishes no types, and its parts written in Rust have none at all:
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import Parameter, ParameterVector, QuantumCircuit
from qiskit.primitives.containers.bindings_array import BindingsArray
from qiskit.primitives.containers.estimator_pub import EstimatorPub as QiskitEstimatorPub
from qiskit.primitives.containers.observables_array import ObservablesArray
from qiskit.primitives.containers.sampler_pub import SamplerPub as QiskitSamplerPub
from qiskit.quantum_info import Pauli, PauliList, SparseObservable, SparsePauliOp

from qrt_facade import RuntimeClient
from qrt_facade.types import (
    EstimatorOptionsDict,
    EstimatorPubs,
    Observables,
    ParameterValues,
    SamplerPub,
    SamplerPubs,
)

PLAIN = "OPENQASM 3.0; qubit[2] q; bit[2] c; c = measure q;"
ONE = "OPENQASM 3.0; input float[64] theta; qubit[2] q; rz(theta) q[0];"
TWO = "OPENQASM 3.0; input float[64] theta; input float[64] phi; qubit[2] q; rz(theta) q[0]; rz(phi) q[1];"


def circuits(take: Callable[[SamplerPubs], object], file: Path) -> None:
    measured = QuantumCircuit(2, 2)
    take(PLAIN)
    take(file)
    take(measured)
    take([PLAIN, measured, file])
    take((PLAIN, measured))
    take(PLAIN for _ in range(2))
    take(map(str, [PLAIN]))
    take(iter([PLAIN]))
    take(deque([PLAIN]))
    take({"first": PLAIN}.values())
    take(generated())
    several = [PLAIN, measured]
    take(several)
    take({"__type__": "QuantumCircuit", "__value__": "QPY"})


def generated() -> Iterator[SamplerPub]:
    yield PLAIN
    yield PLAIN, None, 100


def shots(take: Callable[[SamplerPubs], object]) -> None:
    take((PLAIN,))
    take((PLAIN, None))
    take((PLAIN, None, 100))
    take((PLAIN, None, None))
    take((PLAIN, None, np.int64(100)))
    take([(PLAIN, None, np.uint8(100)), (PLAIN, None, 100), PLAIN])
    take([(PLAIN, None, size) for size in np.arange(1, 3)])
    take((PLAIN, None, size) for size in (100, 200))
    take((PLAIN, [], 100))
    take((PLAIN, {}, 100))


def values_by_position(take: Callable[[SamplerPubs], object]) -> None:
    take((TWO, [1, 2]))
    take((TWO, (0.1, 2)))
    take((TWO, [[1, 2], [3.0, 4]]))
    take((TWO, [(0.1, 0.2), [0.3, 0.4]]))
    take((TWO, np.array([1, 2])))
    take((TWO, np.zeros((3, 2), dtype=np.float32)))
    take((TWO, np.zeros((4, 3, 2), dtype=np.int8)))
    take((TWO, [np.zeros(2), np.ones(2)]))
    take((TWO, [np.float64(1.0), np.float64(2.0)]))
    take([(TWO, [Fraction(1, 2), np.float32(0.5)])])
    take((TWO, list(np.linspace(0, 1, 2)), 100))
    take((ONE, [0.5]))
    take((ONE, [np.array(0.5)]))
    point = [0.1, 0.2]
    take((TWO, point))
    pub = (TWO, point, 100)
    take(pub)
    take([pub])
    pubs = [(TWO, [0.1 * step, 0.2], 100) for step in range(3)]
    take(pubs)
    mixed: ParameterValues = [[0.5, 1], [1, 2]]
    take((TWO, mixed))


def values_by_name(take: Callable[[SamplerPubs], object]) -> None:
    take((TWO, {"theta": 1, "phi": 2.0}))
    take((TWO, {"theta": [0.1, 0.2], "phi": 2.0}))
    take((TWO, {"theta": np.linspace(0, 1, 5), "phi": 2.0}))
    take((TWO, {"theta": np.linspace(0, 1, 3), "phi": [1, 2, 3]}, 100))
    take((TWO, {"theta": np.float32(1), "phi": np.int64(2)}))
    take((TWO, {("theta", "phi"): np.zeros((5, 2))}))
    take((TWO, {("theta", "phi"): [[1, 2], [3, 4]]}))
    theta, phi = Parameter("theta"), Parameter("phi")
    take((TWO, {theta: 1, phi: 2.0}))
    take((TWO, {theta: np.zeros(3), "phi": 2.0}))
    take((TWO, {(theta, phi): np.zeros((3, 2))}))
    vector = ParameterVector("p", 2)
    circuit = QuantumCircuit(1, 1)
    for parameter in vector:
        circuit.rx(parameter, 0)
    take((circuit, {vector: np.zeros((3, 2))}))
    take((circuit, {vector: [0.1, 0.2]}))
    take((circuit, {vector[0]: 0.1, vector[1]: [0.2, 0.3]}))
    sweep = {"theta": [0.1, 0.2], "phi": 2.0}
    take((TWO, sweep))
    take([(TWO, sweep, 100)])
    take((TWO, BindingsArray({("theta", "phi"): np.zeros((3, 2))})))
    take(QiskitSamplerPub.coerce(QuantumCircuit(1, 1)))


def values_annotated_as_sequences(take: Callable[[SamplerPubs], object]) -> None:
    def taken(
        point: Sequence[float],
        points: Sequence[Sequence[float]],
        whole: Sequence[int],
        rows: Sequence[NDArray[np.float64]],
        named: Mapping[str, Sequence[float]],
    ) -> None:
        take((TWO, point))
        take((TWO, points, 100))
        take([(TWO, one) for one in points])
        take((TWO, whole))
        take((TWO, rows))
        take((TWO, named))
        pub: SamplerPub = (TWO, point, 100)
        take([pub, PLAIN])

    taken([0.1, 0.2], [(0.1, 0.2), [0.3, 0.4]], (1, 2), [np.zeros(2)], {"theta": [0.1], "phi": (0.2,)})


def observables_annotated_as_sequences(take: Callable[[EstimatorPubs], object]) -> None:
    def taken(
        labels: Sequence[str],
        rows: Sequence[Sequence[str]],
        sums: Sequence[Mapping[str, float]],
        operators: Sequence[SparsePauliOp],
        point: Sequence[float],
    ) -> None:
        take((PLAIN, labels))
        take((PLAIN, rows))
        take((PLAIN, sums))
        take((PLAIN, operators))
        take((ONE, labels, point, 0.1))
        take([(ONE, one, point) for one in rows])

    taken(["ZZ", "XX"], [("ZZ",), ["XX"]], [{"ZZ": 1.0}], (SparsePauliOp("ZZ"),), [0.1])


def observables(take: Callable[[EstimatorPubs], object]) -> None:
    plain = QuantumCircuit(2)
    take((plain, "ZZ"))
    take((plain, ["ZZ", "XX"]))
    take((plain, ("ZZ", "XX")))
    take((plain, [["ZZ"], ["XX"]]))
    take((plain, {"ZZ": 1, "XX": 0.5}))
    take((plain, {"ZZ": 1 + 0j}))
    take((plain, {"ZZ": np.float32(1), "XX": np.int64(1)}))
    take((plain, {"ZZ": np.complex64(1)}))
    take((plain, {"ZZ": Fraction(1, 2)}))
    take((plain, ["ZZ", {"ZZ": 1.0}]))
    take((plain, [{"ZZ": 1.0}, {"XX": 0.5}]))
    take((plain, Pauli("ZZ")))
    take((plain, [Pauli("ZZ"), "XX"]))
    take((plain, {Pauli("ZZ"): 1.0}))
    take((plain, PauliList(["ZZ", "XX"])))
    take((plain, SparsePauliOp.from_list([("ZZ", 1.0)])))
    take((plain, [SparsePauliOp("ZZ"), "XX", {"YY": 1.0}]))
    take((plain, SparseObservable("ZZ")))
    take((plain, [SparseObservable("ZZ")]))
    take((plain, ObservablesArray(["ZZ", "XX"])))
    take((plain, np.array(["ZZ", "XX"])))
    take((plain, np.array(["ZZ", {"XX": 1.0}], dtype=object)))
    take(QiskitEstimatorPub.coerce((plain, "ZZ")))
    take([(plain, "ZZ"), (plain, ["XX"])])
    take((plain, one) for one in ("ZZ", "XX"))
    pubs = [(plain, "ZZ"), (plain, "XX")]
    take(pubs)
    unlike: EstimatorPubs = [(plain, "ZZ"), (plain, ["XX"], None, 0.1)]
    take(unlike)
    mixed: Observables = [{"ZZ": 1.0}, {"XX": 1}]
    take((plain, mixed))


def precisions(take: Callable[[EstimatorPubs], object]) -> None:
    take((ONE, "ZZ", [0.1]))
    take((ONE, "ZZ", {"theta": np.linspace(0, 1, 5)}))
    take((ONE, [["ZZ"], ["XX"]], {"theta": [0.1, 0.2]}, 0.01))
    take([(ONE, "ZZ", np.zeros((5, 1)), None)])
    take((ONE, "ZZ", [0.1], 1))
    take((ONE, "ZZ", [0.1], np.float64(0.1)))
    take((ONE, "ZZ", [0.1], np.float32(0.1)))
    take((ONE, "ZZ", [0.1], Fraction(1, 10)))


def numbers_beside_the_pubs(client: RuntimeClient) -> None:
    client.sampler.submit(PLAIN, backend="ibm_fez", shots=np.int64(100))
    client.sampler.run(PLAIN, backend="ibm_fez", shots=np.uint16(100), check=True)
    client.sampler.submit_many([PLAIN, [PLAIN, PLAIN]], backend="ibm_fez", shots=np.int32(100))
    client.estimator.submit((PLAIN, "ZZ"), backend="ibm_fez", precision=np.float32(0.1))
    client.estimator.run((PLAIN, "ZZ"), backend="ibm_fez", precision=Fraction(1, 10))
    client.estimator.run((PLAIN, "ZZ"), backend="ibm_fez", resilience_level=np.int64(1))
    client.estimator.submit_many([(PLAIN, "ZZ")], backend="ibm_fez", precision=np.float64(0.1))
    backend = client.backends.get("ibm_fez")
    backend.check(PLAIN, shots=np.int64(100))
    backend.check((PLAIN, "ZZ"), program_id="estimator", precision=np.float32(0.1))


def numbers_in_options(client: RuntimeClient, shots: np.int64, factors: NDArray[np.float64]) -> None:
    client.sampler.submit(
        PLAIN, backend="ibm_fez", options={"default_shots": shots}, max_execution_time=shots
    )
    options: EstimatorOptionsDict = {"default_shots": shots, "default_precision": np.float32(0.1)}
    options["twirling"] = {"num_randomizations": shots, "shots_per_randomization": 10}
    options["resilience"] = {"zne": {"noise_factors": factors, "extrapolated_noise_factors": [0, 1.5]}}
    client.estimator.submit((PLAIN, "ZZ"), backend="ibm_fez", options=options)
    for waited in np.linspace(1, 2, 3):
        client.sampler.run(PLAIN, backend="ibm_fez", timeout=waited)
    client.backends.least_busy(min_qubits=shots)
    client.sessions.create(backend="ibm_fez", max_ttl=shots)
    print(list(client.jobs.list(limit=shots)), list(client.workloads.list(limit=shots)))

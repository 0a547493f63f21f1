"""All devices with a snapshot in qiskit-ibm-runtime, through the emulator, used as a user would.

Each is listed and described, a Bell pair is transpiled for it and run, and an expectation value is estimated on each
of its qubits.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit import QuantumCircuit

from qrt_facade import RuntimeClient
from qrt_facade.emulator import start
from qrt_facade.emulator.domain.devices import Device, snapshot_names
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade import Backend

# Qiskit's own deprecation warnings are not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")

OFTEN = {
    "ibm_almaden",  # u1, u2 and u3 instead of rz and sx; no list of instructions
    "ibm_armonk",  # one qubit
    "ibm_boston",  # measure_2 and reset_2
    "ibm_cairo",  # cx on some pairs, ecr on others
    "ibm_cusco",  # many qubits with uninformative or inverted readout
    "ibm_kyoto",  # all two-qubit gates faulty
    "ibm_lima",  # reset in the basis gates
    "ibm_miami",  # no reset
    "ibm_prague",  # an unusual dt
    "ibm_sherbrooke",  # one qubit with uninformative readout
}
"""One device of each kind, in every run; the others with --long."""

RUN = {"ibm_almaden", "ibm_armonk", "ibm_cairo", "ibm_kyoto", "ibm_miami"}
"""Those of OFTEN on which every run executes a circuit: the others differ in readout, dt, or instruction names."""

NAMES = [f"ibm_{name}" for name in snapshot_names()]
DEVICES = [pytest.param(name, marks=() if name in OFTEN else pytest.mark.long) for name in NAMES]
WITHOUT_PAIRS = {"ibm_armonk", "ibm_kyoto"}

SHOTS = 1000


@pytest.fixture(scope="module")
def client(request: pytest.FixtureRequest) -> Iterator[RuntimeClient]:
    served = NAMES if request.config.getoption("--long") else sorted(OFTEN)
    with (
        start(backends=served, seed=5, queue_seconds=0, run_seconds=0) as emulator,
        RuntimeClient(**emulator.access) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def listed(client: RuntimeClient) -> dict[str, Backend]:
    return {backend.name: backend for backend in client.backends.list()}


def test_the_number_of_snapshots_is_as_expected() -> None:
    assert len(NAMES) >= 68
    assert set(NAMES) > OFTEN


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_is_listed_and_described(listed: dict[str, Backend], name: str) -> None:
    backend = listed[name]
    configuration, properties = backend.configuration(), backend.properties()
    assert properties is not None
    width = configuration.n_qubits
    assert backend.num_qubits == width == len(properties.qubits)
    assert backend.operational
    assert backend.status().operational
    assert backend.defaults() is None
    assert set(configuration.basis_gates) <= {gate.name for gate in configuration.gates} | {"reset"}
    raw = properties.to_dict()
    numbers = [entry["value"] for gate in raw["gates"] for entry in gate["parameters"]]
    numbers += [entry["value"] for qubit in raw["qubits"] for entry in qubit]
    assert all(math.isfinite(number) for number in numbers)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in RUN else pytest.mark.long) for name in NAMES]
)
def test_a_transpiled_circuit_runs_on_the_device(
    client: RuntimeClient, listed: dict[str, Backend], name: str
) -> None:
    width = 1 if name in WITHOUT_PAIRS else 2
    circuit = QuantumCircuit(width)
    circuit.h(0)
    if width == 2:
        circuit.cx(0, 1)
    circuit.measure_all()
    transpiled = listed[name].transpile(circuit, seed=1)
    assert listed[name].check([transpiled]) == []
    counts = client.sampler.run([transpiled], backend=name, shots=SHOTS)[0].meas.counts()
    expected = as_read(name, measured_qubits(transpiled))
    distance = sum(abs(counts.get(key, 0) / SHOTS - share) for key, share in expected.items()) / 2
    assert distance < 0.12, (counts, expected)


def measured_qubits(circuit: QuantumCircuit) -> list[int]:
    """The device's qubits in the order of the bits into which they are measured."""
    places = {
        circuit.find_bit(instruction.clbits[0]).index: circuit.find_bit(instruction.qubits[0]).index
        for instruction in circuit.data
        if instruction.operation.name == "measure"
    }
    return [places[bit] for bit in sorted(places)]


def as_read(name: str, qubits: list[int]) -> dict[str, float]:
    """The distribution of a perfect Bell pair (or one qubit in superposition) with the readout of these qubits."""
    errors = [Target(Device.named(name)).readout_error(qubit) for qubit in qubits]
    return {
        "".join(map(str, reversed(outcome))): sum(
            math.prod(
                error[prepared] if read != prepared else 1 - error[prepared]
                for read, error in zip(outcome, errors, strict=True)
            )
            for prepared in (0, 1)
        )
        / 2
        for outcome in itertools.product((0, 1), repeat=len(qubits))
    }


@pytest.mark.parametrize("name", DEVICES)
def test_expectation_values_on_every_qubit_are_finite_and_have_an_error(
    client: RuntimeClient, listed: dict[str, Backend], name: str
) -> None:
    width = listed[name].num_qubits
    assert width is not None
    observables = ["I" * (width - 1 - qubit) + "Z" + "I" * qubit for qubit in range(width)]
    pub = [QuantumCircuit(width), observables]
    result: Any = client.estimator.run([pub], backend=name, options={"default_shots": SHOTS})
    values, errors = np.asarray(result[0].evs), np.asarray(result[0].stds)
    assert np.isfinite(values).all()
    assert np.isfinite(errors).all()
    assert (errors > 0).all()
    assert (abs(values - 1) <= 6 * errors).all()

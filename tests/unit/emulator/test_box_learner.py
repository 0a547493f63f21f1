"""The third kind of noise learner in the emulator: rates of boxes, and refusals."""

from __future__ import annotations

import base64
import io
import math
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qpy
from support.quantum_programs import values_of
from support.simulated import outcome_of, result_of

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.domain.errors import ApiError
from qrt_facade.emulator.domain.noise_learning import check_learning
from qrt_facade.emulator.simulation.noise_learner import gate_generators
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")


def params_of(
    draw: Callable[[QuantumCircuit], None], version: str = "v0.3", **options: Any
) -> dict[str, Any]:
    """Return params that learn the boxes drawn on a circuit as wide as ibm_fez."""
    circuit = QuantumCircuit(QuantumRegister(156, "q"), ClassicalRegister(2, "c"))
    draw(circuit)
    file = io.BytesIO()
    qpy.dump(circuit, file, version=16)
    text = base64.b64encode(file.getvalue()).decode()
    return {
        "schema_version": version,
        "instructions": {"circuit_b64": text, "qpy_version": 16},
        "options": options,
    }


def layer(circuit: QuantumCircuit) -> None:
    with circuit.box():
        circuit.sx(3)
        circuit.cz(3, 2)
    with circuit.box():
        circuit.measure([1, 0], [0, 1])


@pytest.mark.parametrize("version", ["v0.1", "v0.2", "v0.3"])
def test_gates_have_the_rates_of_the_device_and_measurements_those_of_its_readout(version: str) -> None:
    target = Target(Device.named("ibm_fez"))
    body = result_of("noise-learner", params_of(layer, version))
    gates, flips = body["data"]
    expected = [rate for *_, rate in gate_generators(target, "cz", (3, 2), [1, 0])]
    assert values_of(gates["rates"], packed=False) == pytest.approx(expected)
    assert flips["generators_sparse"] == [[["X", [1]]], [["X", [0]]]]
    shrunk = [math.exp(-2 * rate) for rate in values_of(flips["rates"], packed=False)]
    assert shrunk == pytest.approx([target.readout_contrast(qubit) for qubit in (1, 0)])
    protocols = [one["metadata"]["learning_protocol"] for one in body["data"]]
    assert (body["schema_version"], protocols) == (version, ["lindblad", "trex"])


def test_learning_circuits_are_charged_with_the_requested_pause() -> None:
    def charged(**options: Any) -> float:
        return outcome_of("noise-learner", params_of(layer, **options)).qpu_seconds

    assert charged(num_randomizations=1, rep_delay=0.0) < charged(num_randomizations=1) < charged()


def unboxed(circuit: QuantumCircuit) -> None:
    circuit.cz(0, 1)


def foreign(circuit: QuantumCircuit) -> None:
    with circuit.box():
        circuit.cx(0, 1)


def twice(circuit: QuantumCircuit) -> None:
    with circuit.box():
        circuit.cz(0, 1)
        circuit.cz(1, 2)


def mixed(circuit: QuantumCircuit) -> None:
    with circuit.box():
        circuit.cz(0, 1)
        circuit.measure(2, 0)


@pytest.mark.parametrize(
    ("draw", "code", "message"),
    [
        (unboxed, 1521, "Instruction 0 is a cz, not a box"),
        (foreign, 1517, r"cx on qubits (0, 1) is not supported"),
        (twice, 1521, "Box 0 has more than one layer"),
        (mixed, 1521, "Box 0 has gates and measurements"),
    ],
)
def test_boxes_that_no_protocol_can_learn_fail_the_job(
    draw: Callable[[QuantumCircuit], None], code: int, message: str
) -> None:
    outcome = outcome_of("noise-learner", params_of(draw))
    assert outcome.reason_code == code, outcome
    assert message in str(outcome.reason)


def test_a_qubit_that_the_device_does_not_have_is_refused() -> None:
    outcome = outcome_of("noise-learner", params_of(lambda circuit: in_box(circuit, 40, 41)), "ibmq_manila")
    assert (outcome.reason_code, "is not a qubit of ibmq_manila" in str(outcome.reason)) == (1517, True)


def in_box(circuit: QuantumCircuit, *qubits: int) -> None:
    with circuit.box():
        circuit.cz(*qubits)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"circuits": 7}, "params.circuits is 7; it must be an array"),
    (
        {"circuits": [], "options": {"layer_pair_depths": 7}},
        "params.options.layer_pair_depths is 7; it must be an array",
    ),
    ({"circuits": [], "options": {"max_layers_to_learn": -1}}, "max_layers_to_learn is -1"),
    ({"schema_version": None}, "params.schema_version is missing"),
    ({"schema_version": "v1.0"}, "schema_version is 'v1.0'; it must be one of v0.1, v0.2, v0.3"),
    ({"instructions": None}, "params.instructions is missing"),
    ({"instructions": {"circuit_b64": 1}}, "circuit_b64 is 1; it must be a string"),
    (
        {"instructions": {"circuit_b64": "", "qpy_version": 18}},
        "qpy_version is 18; this schema version",
    ),
    ({"options": None}, "params.options is missing"),
    ({"options": {"num_randomizations": 0}}, "num_randomizations is 0; it must be an integer of 1 or more"),
    ({"options": {"layer_pair_depths": [1, "2"]}}, "layer_pair_depths[1] is '2'"),
    ({"options": {"init_qubits": None}}, "init_qubits is None; it must be true or false"),
    ({"options": {"rep_delay": "long"}}, "rep_delay is 'long'"),
    ({"options": {"post_selection": None}}, "options.post_selection is missing; it must be an object"),
    ({"options": {"post_selection": {"enable": 1}}}, "post_selection.enable is 1; it must be true or false"),
    ({"options": {"post_selection": {"strategy": "all"}}}, "strategy is 'all'; it must be one of node, edge"),
    ({"options": {"bit_flip_checks": [1]}}, "bit_flip_checks is [1]; it must be an object"),
    (
        {"options": {"bit_flip_checks": {"pre_circuit": {"x_pulse_type": "x"}}}},
        "bit_flip_checks.pre_circuit.x_pulse_type is 'x'; it must be one of xslow, rx",
    ),
    ({"options": {"bit_flip_checks": {"post_circuit": True}}}, "post_circuit is True; it must be an object"),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=[message[:30] for _, message in WRONG])
def test_invalid_params_are_refused_with_their_field(change: dict[str, Any], message: str) -> None:
    good = params_of(layer)
    check_learning(good)
    with pytest.raises(ApiError) as refused:
        check_learning(good | change)
    assert refused.value.status == 400
    assert message in refused.value.message


def test_the_log_warns_that_shots_are_not_discarded() -> None:
    on, off = {"enable": True}, {"enable": False}
    params = params_of(layer, post_selection=on, bit_flip_checks={"pre_circuit": off, "post_circuit": on})
    warnings = [line for line in outcome_of("noise-learner", params).logs.splitlines() if "WARNING" in line]
    assert warnings == [
        f"WARNING: options.{name} is enabled, but the emulator does not discard shots."
        for name in ("post_selection", "bit_flip_checks.post_circuit")
    ]


def test_bit_flip_checks_are_ignored_in_versions_without_them() -> None:
    check_learning(params_of(layer, "v0.2", bit_flip_checks=7))

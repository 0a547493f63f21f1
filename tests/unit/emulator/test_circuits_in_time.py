"""Timing of circuits in the emulator's executor: schedules, and the lengths of stretches."""

from __future__ import annotations

import base64
import io
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Duration, Parameter
from qiskit.circuit.classical import expr
from support.circuits import HEADER
from support.quantum_programs import item, program, values_of
from support.simulated import outcome_of, result_of

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.circuits import duration_seconds
from qrt_facade.emulator.simulation.loading import load_circuit
from qrt_facade.emulator.simulation.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable

# Ignore Qiskit's own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")

BOTH = {"scheduler_timing": True, "stretch_values": True}

LATE = HEADER + (
    "bit[2] c; x $1; x $0; x $0; x $0; rz(0.5) $0; cz $0, $1; barrier $0, $1; delay[40ns] $0; "
    "c[0] = measure $0; c[1] = measure $1;"
)


def metadata(source: str | QuantumCircuit, arguments: Any = (), options: Any = None) -> dict[str, Any]:
    """Return the metadata of the only item of a program on ibm_fez, whose dt is 4 ns."""
    body = result_of("executor", params_of(source, arguments, options or BOTH))
    found: dict[str, Any] = body["data"][0]["metadata"]
    return found


def params_of(source: str | QuantumCircuit, arguments: Any = (), options: Any = None) -> dict[str, Any]:
    params = program([source] if isinstance(source, str) else [], [item(arguments)], 10, options=options)
    if not isinstance(source, str):
        file = io.BytesIO()
        qpy.dump(source, file, version=17)
        text = base64.b64encode(zlib.compress(file.getvalue())).decode()
        params["quantum_program"]["circuits"] = {"b64_data": text, "qpy_version": 17, "num_programs": 1}
    return params


def test_timing_is_returned_only_on_request() -> None:
    nothing = {"scheduler_timing": None, "stretch_values": None}
    assert metadata(LATE, options={"init_qubits": True}) == nothing
    assert metadata(LATE, options={"stretch_values": True}) == nothing | {"stretch_values": []}


def test_instructions_run_as_late_as_possible_with_the_lengths_of_the_device() -> None:
    timing = metadata(LATE)["scheduler_timing"]
    rows = [line.split(",") for line in timing["timing"].splitlines()]
    assert rows == [
        ["main", "x_0", "Qubit 0", "0", "6", "play"],
        ["main", "x_0", "Qubit 0", "6", "6", "play"],
        ["main", "x_1", "Qubit 1", "12", "6", "play"],
        ["main", "x_0", "Qubit 0", "12", "6", "play"],
        ["main", "rz_0", "Qubit 0", "18", "0", "shift_phase"],
        ["main", "cz_0_1", "Qubit 0", "18", "21", "play"],
        ["main", "cz_0_1", "Qubit 1", "18", "21", "play"],
        ["main", "barrier", "Qubit 0", "39", "0", "barrier"],
        ["main", "barrier", "Qubit 1", "39", "0", "barrier"],
        ["main", "measure_0", "Qubit 0", "49", "390", "play"],
        ["main", "measure_0", "AWGR0_0", "49", "390", "capture"],
        ["main", "measure_1", "Qubit 1", "49", "390", "play"],
        ["main", "measure_1", "AWGR0_1", "49", "390", "capture"],
    ]
    assert timing["circuit_duration"] == 439


def test_the_duration_of_a_schedule_equals_the_charge() -> None:
    target = Target(Device.named("ibm_fez"))
    layers = "".join(f"sx ${qubit}; cz ${qubit}, ${qubit + 1}; x ${qubit + 1}; " for qubit in range(6))
    source = (
        HEADER + f"bit[7] c; {layers} reset $3; " + "".join(f"c[{at}] = measure ${at}; " for at in range(7))
    )
    duration = metadata(source)["scheduler_timing"]["circuit_duration"]
    assert duration * target.dt == pytest.approx(duration_seconds(load_circuit(source), target), rel=1e-9)


def test_branches_of_a_condition_are_named_and_end_together() -> None:
    source = HEADER + (
        "bit[2] c; c[0] = measure $0; if (c[0] == 1) { x $1; x $1; } else { x $1; } c[1] = measure $1;"
    )
    rows = [line.split(",") for line in metadata(source)["scheduler_timing"]["timing"].splitlines()]
    branches = {
        row[0]: [(int(other[3]), int(other[4])) for other in rows if other[0] == row[0]] for row in rows
    }
    assert branches["then"] == [(390, 6), (396, 6)]
    assert branches["else"] == [(396, 6)]


def test_a_parameterised_delay_has_the_length_of_the_first_element() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.delay(Parameter("t"), 0, unit="dt")
    circuit.measure(0, 0)
    assert metadata(circuit, [[100.0], [900.0]])["scheduler_timing"]["circuit_duration"] == 490


def waiting(delays: Callable[[QuantumCircuit, Any], None], gates: int = 20) -> QuantumCircuit:
    """Return a circuit whose qubit 0 is busy for 6 dt per gate between two barriers, with delays on qubit 1."""
    circuit = QuantumCircuit(2, 2)
    stretch = circuit.add_stretch("s")
    circuit.barrier()
    for _ in range(gates):
        circuit.x(0)
    delays(circuit, stretch)
    circuit.barrier()
    circuit.measure([0, 1], [0, 1])
    return circuit


def evenly(circuit: QuantumCircuit, stretch: Any) -> None:
    circuit.delay(stretch, 1)
    circuit.x(1)
    circuit.delay(expr.mul(2.0, stretch), 1)
    circuit.x(1)
    circuit.delay(expr.add(Duration.ns(80), stretch), 1)


@pytest.mark.parametrize(("gates", "value", "remainder"), [(20, 22, 0), (21, 23, 2), (22, 25, 0)])
def test_stretches_fill_the_time_up_to_the_closing_barrier(gates: int, value: int, remainder: int) -> None:
    found = metadata(waiting(evenly, gates))
    (stretch,) = found["stretch_values"]
    assert (stretch["name"], stretch["value"], stretch["remainder"]) == ("s", value, remainder)
    (first, second, third) = (duration for _, duration in stretch["expanded_values"])
    assert first + second + third + 2 * 6 == gates * 6
    assert abs(second - 2 * value) <= 1 >= abs(third - value - 20)
    for (start, duration), (following, _) in pairwise(stretch["expanded_values"]):
        assert start + duration + 6 == following
    assert found["scheduler_timing"]["circuit_duration"] == gates * 6 + 390


def test_circuits_with_stretches_run_and_a_stretch_without_a_closing_barrier_is_0() -> None:
    body = result_of("executor", params_of(waiting(evenly)), noise=False)
    assert not values_of(body["data"][0]["results"]["c"]).any()
    circuit = QuantumCircuit(1, 1)
    circuit.delay(circuit.add_stretch("s"), 0)
    circuit.measure(0, 0)
    (stretch,) = metadata(circuit)["stretch_values"]
    assert stretch == {"name": "s", "value": 0, "remainder": 0, "expanded_values": [[0, 0]]}


def beside_a_gate(circuit: QuantumCircuit, stretch: Any) -> None:
    circuit.delay(stretch, 1)
    circuit.cz(0, 1)


def in_a_block(circuit: QuantumCircuit, stretch: Any) -> None:
    circuit.measure(0, 0)
    with circuit.if_test((0, 1)):
        circuit.delay(stretch, 1)


def less_than_nothing(circuit: QuantumCircuit, stretch: Any) -> None:
    circuit.delay(expr.sub(stretch, Duration.dt(50)), 1)
    circuit.delay(expr.mul(3.0, stretch), 1)


@pytest.mark.parametrize(
    ("delays", "code", "message"),
    [
        (beside_a_gate, 1521, "between the same barriers as a stretch"),
        (in_a_block, 1521, "inside a block"),
        (less_than_nothing, 1506, "a delay of a stretch would last -"),
    ],
)
def test_stretches_that_are_not_resolved_are_refused(
    delays: Callable[[QuantumCircuit, Any], None], code: int, message: str
) -> None:
    outcome = outcome_of("executor", params_of(waiting(delays, 10)))
    assert outcome.reason_code == code, outcome
    assert message in str(outcome.reason)


def test_the_sampler_refuses_stretches() -> None:
    circuit = params_of(waiting(evenly))["quantum_program"]["circuits"]["b64_data"]
    wrapped = {"__type__": "QuantumCircuit", "__value__": circuit}
    outcome = outcome_of("sampler", {"pubs": [[wrapped]]})
    assert (outcome.reason_code, "stretch" in str(outcome.reason)) == (1521, True)

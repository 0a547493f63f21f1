"""Compare circuit durations with Qiskit's schedules, the emulator's, and one that the service returned."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from qiskit import QuantumCircuit, qasm3, transpile
from qiskit.circuit.random import random_circuit
from qiskit.transpiler import PassManager
from qiskit.transpiler.passes import ALAPScheduleAnalysis, ASAPScheduleAnalysis, TimeUnitConversion
from support.examples_drawn import drawn as examples
from support.snapshots import FEW, fakes, snapshot
from support.timed_circuits import STEPS, circuit_of

from qrt_facade._circuits.durations import circuit_duration
from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.target import target_of
from qrt_facade._service.device_timing import DeviceTiming
from qrt_facade._service.instruction_sets import instructions_of
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.quantum_programs.scheduling import schedule
from qrt_facade.emulator.simulation.target import Target

pytestmark = pytest.mark.filterwarnings("ignore")  # Qiskit's own warnings, and those about rounded delays

_QUICK = ("sherbrooke", "kingston")
_ALL = [
    name if name in _QUICK else pytest.param(name, marks=pytest.mark.long)
    for name in sorted({*fakes(), *FEW})
]


def drawn(target: Any, seed: int, *, with_reset: bool) -> QuantumCircuit:
    """A circuit of native instructions, with delays, barriers, and mid-circuit measurements."""
    width = min(5, target.num_qubits)
    first, second = (
        transpile(
            random_circuit(width, depth, max_operands=2, seed=seed), target=target, seed_transpiler=seed
        )
        for depth in (4, 3)
    )
    # Composed afterwards: with delays, transpiling would also align them, which needs a schedule.
    circuit = QuantumCircuit(target.num_qubits, width)
    circuit.compose(first, inplace=True)
    circuit.delay(100 + 7 * seed, 0, unit="dt")
    circuit.barrier(range(1 + seed % width))
    circuit.measure(seed % width, 0)
    if with_reset:
        circuit.reset(seed % width)
    circuit.delay(1 + seed, width - 1, unit="us" if target.dt else "dt")
    circuit.compose(second, inplace=True)
    circuit.measure(range(width), range(width))
    return circuit


def scheduled(circuit: QuantumCircuit, target: Any, analysis: Any) -> int:
    """Return the duration of Qiskit's schedule, in dt."""
    schedule = analysis(target=target)
    passes = PassManager([schedule])
    passes.run(circuit)
    starts = passes.property_set["node_start_time"]
    durations = target.durations()
    ends = [0]
    for node, start in starts.items():
        if node.name == "barrier":
            continue
        places = [circuit.find_bit(qubit).index for qubit in node.qargs]
        length = node.op.duration if node.name == "delay" else durations.get(node.name, places, unit="dt")
        ends.append(start + length)
    return max(ends)


@pytest.mark.parametrize("name", _ALL)
def test_circuit_durations_match_qiskits_schedules(name: str) -> None:
    configuration, properties = snapshot(name)
    timing = DeviceTiming.of(configuration, properties)
    target = target_of(configuration, properties)
    resets = timing.length_of("reset", (0,)) is not None and "reset" in instructions_of(configuration)
    for seed in range(3):
        circuit = drawn(target, seed, with_reset=resets)
        found = circuit_duration(encode_circuit(circuit, dt=timing.dt, for_service=False), timing)
        assert circuit_duration(qasm3.dumps(circuit), timing) == found
        if timing.dt is None or timing.length_of("measure", (0,)) is None:
            assert found.unknown  # old devices, which Qiskit cannot schedule either
            continue
        assert found.unknown == ()
        dt = round(found.seconds / timing.dt)
        assert found.seconds / timing.dt == pytest.approx(dt)
        in_dt = PassManager([TimeUnitConversion(target=target)]).run(circuit)
        assert dt == in_dt.estimate_duration(target, "dt") == scheduled(circuit, target, ASAPScheduleAnalysis)
        assert dt == scheduled(circuit, target, ALAPScheduleAnalysis)


@cache
def kingston() -> tuple[DeviceTiming, Target]:
    """A device as seen by the client and by the emulator."""
    device = Device.named("ibm_kingston")
    return DeviceTiming.of(device.configuration, device.properties), Target(device)


@given(STEPS)
@settings(max_examples=examples(15))
def test_dynamic_circuit_durations_match_the_emulators_schedule(steps: list[Any]) -> None:
    """Qiskit does not schedule conditions; the emulator's schedule, as late as possible, is written without the client's."""
    timing, target = kingston()
    circuit = circuit_of(steps)
    found = circuit_duration(encode_circuit(circuit, dt=timing.dt), timing)
    assert timing.dt is not None
    assert found.seconds / timing.dt == pytest.approx(schedule(circuit, target).duration)


def test_durations_match_a_schedule_returned_by_the_service() -> None:
    """The recorded schedule of qiskit-ibm-runtime's tests (test_circuit_schedule.py, 2025), of ibm_kingston.

    It resets six qubits from 7 to 585 dt, applies x until 593, measures three qubits, branches on them, and measures the
    others from 1712 to 2282. The branch, 8 dt long, waits for the measurements' broadcast, whose length is not published.
    """
    timing = DeviceTiming.of(*snapshot("kingston"))
    assert timing.dt is not None
    stated = {"reset": 585 - 7, "x": 593 - 585, "measure": 2282 - 1712}
    lengths = {name: timing.length_of(name, (0,)) for name in stated}
    assert {name: round((length or 0) / timing.dt) for name, length in lengths.items()} == stated
    circuit = QuantumCircuit(6, 6)
    circuit.reset(range(6))
    circuit.barrier()
    circuit.x([0, 2, 4])
    circuit.measure([0, 2, 4], [0, 2, 4])
    with circuit.if_test((circuit.clbits[0], 1)) as otherwise:
        circuit.x(1)
    with otherwise:
        circuit.sx(0)
    circuit.measure([1, 3, 5], [1, 3, 5])
    found = circuit_duration(encode_circuit(circuit), timing)
    assert found.unknown == ("how long the device takes to act on measured values (1 condition)",)
    broadcast = 1712 - 593 - stated["measure"] - stated["x"]
    assert round(found.seconds / timing.dt) == 2282 - 7 - broadcast

"""Durations of circuits: instructions on one qubit or bit are sequential, others run in parallel."""

from __future__ import annotations

import base64
import io
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from qiskit import QuantumCircuit, qasm3, qpy
from qiskit.circuit import Parameter
from support.timed_circuits import STEPS, circuit_of

from qrt_facade._circuits.durations import CircuitDuration, circuit_duration
from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._service.device_timing import DeviceTiming

QUBITS = range(4)
LENGTHS = {"sx": 32, "x": 32, "rz": 0, "cz": 68, "reset": 1040, "measure_2": 400}  # ns
READOUT = 1000


def properties() -> dict[str, Any]:
    def entry(name: str, qubits: list[int]) -> dict[str, Any]:
        length = {"name": "gate_length", "value": LENGTHS[name], "unit": "ns"}
        return {"gate": name, "qubits": qubits, "parameters": [length]}

    pairs = [entry("cz", [a, b]) for a in QUBITS for b in QUBITS if a < b]
    singles = [entry(name, [qubit]) for name in LENGTHS if name != "cz" for qubit in QUBITS]
    readout = {"name": "readout_length", "value": READOUT, "unit": "ns"}
    return {"gates": [*pairs, *singles], "qubits": [[readout] for _ in QUBITS]}


TIMING = DeviceTiming.of({"dt": 4.0}, properties())
WITHOUT_DT = DeviceTiming.of({}, properties())
FIRST = 'OPENQASM 3.0; include "stdgates.inc"; qubit[4] q; bit[4] c; bit[4] d; '
FEED_FORWARD = "how long the device takes to act on measured values (1 condition)"


def nanoseconds(body: str, timing: DeviceTiming = TIMING) -> float:
    """Return the duration of a circuit that is known completely."""
    found = circuit_duration(FIRST + body, timing)
    assert found.unknown == ()
    return round(found.seconds * 1e9, 6)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", 0),
        ("x q[0];", 32),
        ("x q;", 32),
        ("x q[0]; sx q[0]; x q[1];", 64),
        ("rz(0.5) q[0]; rz(1) q[0];", 0),
        ("cz q[0], q[1]; cz q[2], q[3];", 68),
        ("cz q[0], q[1]; cz q[1], q[2]; cz q[1], q[0];", 204),
        ("x q[0]; barrier q; x q[1];", 64),
        ("x q[0]; barrier q[0], q[2]; x q[1];", 32),
        ("x q[0]; barrier; x q[1];", 64),
        ("x q[0]; c[0] = measure q[0];", 1032),
        ("x q[0]; c = measure q;", 1032),
        ("c = measure q; d = measure q;", 2000),
        ("c[0] = measure q[0]; c[0] = measure q[1];", 2000),
        ("c[0] = measure q[0]; c[1] = measure q[1];", 1000),
        ("reset q[0]; x q[0];", 1072),
        ("delay[100ns] q[0]; x q[0];", 132),
        ("delay[100dt] q[0];", 400),
        ("delay[0.1us] q[0];", 100),
        ("delay[1ms] q[0];", 1e6),
        ("delay[2s] q[0];", 2e9),
        ("delay[100ns] q; x q[3];", 132),
        ("delay[100ns];", 100),
        ("gphase(0.5);", 0),
        ("gate rzz(p) a, b { cx a, b; } let r = q[1:2]; x r; barrier r;", 32),
    ],
)
def test_instructions_that_share_a_qubit_or_bit_run_in_sequence(body: str, expected: float) -> None:
    assert nanoseconds(body) == pytest.approx(expected)


def test_lengths_are_rounded_to_dt_like_in_qiskit() -> None:
    assert nanoseconds("delay[101ns] q[0]; delay[101ns] q[0];") == 200
    assert nanoseconds("delay[101ns] q[0]; delay[101ns] q[0];", WITHOUT_DT) == 202


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if (c[0] == 1) { x q[0]; }", 32),
        ("if (c[0] == 1) { x q[0]; } else { x q[1]; x q[1]; }", 64),
        ("x q[2]; if (c[0] == 1) { x q[0]; x q[2]; }", 64),
        ("c[0] = measure q[1]; if (c[0] == 1) { x q[0]; }", 1032),
        ("c[0] = measure q[1]; if (c[1] == 1) { x q[0]; }", 1000),
        ("c[0] = measure q[1]; if (c == 1) { x q[0]; }", 1032),
        ("if (c[0] == 1) { d[0] = measure q[0]; } d[0] = measure q[1];", 2000),
        ("if (c[0] == 1) { } x q[0];", 32),
        ("x q[0]; if (c[0] == 1) { } else { x q[0]; }", 64),
    ],
)
def test_a_condition_waits_for_its_bits_and_takes_as_long_as_its_longer_branch(
    body: str, expected: float
) -> None:
    found = circuit_duration(FIRST + body, TIMING)
    assert found.seconds * 1e9 == pytest.approx(expected)
    assert found.unknown == (FEED_FORWARD,)


def test_openqasm_2_has_the_same_durations() -> None:
    text = 'OPENQASM 2.0; include "qelib1.inc"; opaque delay(t) a; qreg q[4]; creg c[2]; '
    body = "x q; cz q[0],q[1]; measure q[0] -> c[0]; delay(25) q[2]; reset q[3];"
    assert circuit_duration(text + body, TIMING) == CircuitDuration(pytest.approx(1100e-9))  # type: ignore[arg-type]
    found = circuit_duration(text + "measure q[0] -> c[0]; if (c == 1) x q[1];", TIMING)
    assert found.seconds == pytest.approx(1032e-9)
    assert found.unknown == (FEED_FORWARD,)


@pytest.mark.parametrize(
    ("body", "expected", "named"),
    [
        ("gate my a { x a; } my q[2]; x q[2];", 32, "my, which the device does not report (for example on 1 qubit 2)"),
        ("h q[0]; x q[1];", 32, "the duration of h, "),
        ("x q[0]; for uint i in {1, 2} { x q[0]; }", 32, "'for' loops"),
        ("x q[0]; x q[9];", 32, "an index is out of range"),
        ("stretch a; x q[0]; delay[a] q[0];", 32, "variables of type stretch"),
        ("x q[0", 0, "the part of the circuit that cannot be read (line 1, column"),
    ],
)  # fmt: skip
def test_unknown_lengths_count_as_0_and_are_named(body: str, expected: float, named: str) -> None:
    found = circuit_duration(FIRST + body, TIMING)
    assert found.seconds * 1e9 == pytest.approx(expected)
    assert len(found.unknown) == 1
    assert named in found.unknown[0]


def test_a_reset_without_a_length_takes_at_least_a_measurement() -> None:
    gates = [gate for gate in properties()["gates"] if gate["gate"] != "reset"]
    timing = DeviceTiming.of({"dt": 4.0}, {**properties(), "gates": gates})
    found = circuit_duration(FIRST + "reset q[0];", timing)
    assert found.seconds == pytest.approx(1000e-9)
    assert found.unknown == (
        "the duration of reset, which the device does not report (for example on 1 qubit 0)",
    )


def test_a_device_without_dt_has_no_delays_in_dt() -> None:
    found = circuit_duration(FIRST + "x q[0]; delay[100dt] q[0]; delay[100ns] q[0];", WITHOUT_DT)
    assert found.seconds == pytest.approx(132e-9)
    assert found.unknown == ("delays in dt, because the device does not report dt",)


@pytest.mark.parametrize("wire", ["", "no program", {}, {"__type__": "QuantumCircuit", "__value__": "?"}, 7])
def test_an_unreadable_circuit_is_named(wire: Any) -> None:
    found = circuit_duration(wire, TIMING)
    assert found.seconds == 0
    assert len(found.unknown) == 1


def packed(circuit: QuantumCircuit) -> dict[str, str]:
    """Return a circuit in the wire wrapper, unchanged."""
    with io.BytesIO() as content:
        qpy.dump(circuit, content, version=17)
        return {
            "__type__": "QuantumCircuit",
            "__value__": base64.b64encode(zlib.compress(content.getvalue())).decode(),
        }


def timed(*delays: Any) -> dict[str, str]:
    """QPY of delays in dt on the first qubit, with a gate before and after them."""
    circuit = QuantumCircuit(2)
    circuit.x(0)
    for delay in delays:
        circuit.delay(delay, 0, unit="dt")
    circuit.cz(0, 1)
    return packed(circuit)


def test_parametric_delays_use_the_parameter_values() -> None:
    wire = timed(Parameter("t"), 2 * Parameter("s"))
    found = circuit_duration(wire, TIMING, values={"t": 10, "s": 5})
    assert found == CircuitDuration(pytest.approx((32 + 40 + 40 + 68) * 1e-9))  # type: ignore[arg-type]


def test_uses_the_mean_over_the_points_of_a_sweep() -> None:
    circuit = QuantumCircuit(2)
    circuit.delay(Parameter("t"), 0, unit="dt")
    circuit.delay(30, 1, unit="dt")
    circuit.cz(0, 1)
    times = np.array([0.0, 10.0, 50.0, 60.0])
    found = circuit_duration(packed(circuit), TIMING, values={"t": times})
    assert found.seconds == pytest.approx((np.maximum(times, 30).mean() * 4 + 68) * 1e-9)


def test_sweeps_over_two_parameters_are_broadcast() -> None:
    values = {"t": np.array([[0.0], [10.0]]), "s": np.array([0.0, 20.0, 40.0])}
    found = circuit_duration(timed(Parameter("t"), Parameter("s")), TIMING, values=values)
    assert found.seconds == pytest.approx((5 + 20) * 4e-9 + 100e-9)


@pytest.mark.parametrize("values", [None, {}, {"s": 4.0}])
def test_a_delay_without_a_value_is_named(values: Any) -> None:
    found = circuit_duration(timed(Parameter("t"), 10), TIMING, values=values)
    assert found.seconds == pytest.approx(140e-9)
    assert found.unknown == ("delays of t, which have no value",)


def test_values_that_are_not_durations_are_named() -> None:
    found = circuit_duration(timed(Parameter("t")), TIMING, values={"t": np.array([-5.0, np.nan, 10.0])})
    assert found.seconds == pytest.approx(100e-9 + 40e-9 / 3)
    assert found.unknown == ("delays whose values are not finite numbers of 0 or more",)


def test_a_box_synchronises_its_qubits_and_lasts_at_least_its_duration() -> None:
    circuit = QuantumCircuit(4)
    with circuit.box():
        circuit.x(0)
        circuit.noop(1)
    with circuit.box(duration=100, unit="dt"):
        with circuit.box(duration=200, unit="ns"):
            circuit.x(1)
        circuit.cz(1, 2)
    circuit.x(1)
    found = circuit_duration(packed(circuit), TIMING, for_executor=True)
    assert found == CircuitDuration(pytest.approx((32 + 400 + 32) * 1e-9))  # type: ignore[arg-type]


def test_stretches_are_named() -> None:
    circuit = QuantumCircuit(2)
    circuit.x(0)
    circuit.delay(circuit.add_stretch("a"), 0)
    circuit.x(1)
    found = circuit_duration(packed(circuit), TIMING, for_executor=True)
    assert found.seconds == pytest.approx(32e-9)
    assert found.unknown == ("delays of a stretch or an expression, which have no value",)


def test_folding_repeats_only_two_qubit_gates() -> None:
    text = FIRST + "x q[0]; cz q[0], q[1]; c = measure q;"
    assert circuit_duration(text, TIMING, folding=3).seconds == pytest.approx((32 + 3 * 68 + 1000) * 1e-9)


# Both forms of one circuit


@given(STEPS)
@pytest.mark.filterwarnings("ignore::qrt_facade.errors.CircuitWarning")  # delays are not whole numbers of dt
def test_text_and_qpy_of_one_circuit_take_equally_long(steps: list[Any]) -> None:
    circuit = circuit_of(steps)
    text = qasm3.dumps(circuit)
    wire = encode_circuit(circuit, dt=TIMING.dt)
    found = circuit_duration(text, TIMING)
    assert not any("read" in unknown for unknown in found.unknown)
    assert circuit_duration(wire, TIMING) == found

"""Delays sent to the service: QPY stores their number and drops their unit."""

from __future__ import annotations

import base64
import io
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Duration, Parameter
from qiskit.circuit.classical import expr

from qrt_facade._circuits.delays import DelayUnitError
from qrt_facade._circuits.encoding import decode_circuit, encode_circuit
from qrt_facade.errors import CircuitWarning, ConfigurationError

if TYPE_CHECKING:
    from qrt_facade._circuits.encoding import WireCircuit

DT = 4e-9


def arrived(wire: WireCircuit) -> Any:
    """Return the circuit that Qiskit reads from the sent bytes."""
    assert isinstance(wire, dict)
    return qpy.load(io.BytesIO(zlib.decompress(base64.b64decode(wire["__value__"]))))[0]


def delays(circuit: Any) -> list[tuple[float, str]]:
    return [
        (found.operation.duration, found.operation.unit)
        for found in circuit.data
        if found.operation.name == "delay"
    ]


@pytest.mark.parametrize(
    ("number", "unit", "ticks"),
    [
        (100, "us", 25_000),
        (1e-4, "s", 25_000),
        (0.1, "ms", 25_000),
        (100_000, "ns", 25_000),
        (8000, "ps", 2),
        (0.5, "us", 125),
        (0, "s", 0),
        (100, "dt", 100),
    ],
)
def test_converts_a_delay_to_the_devices_dt(number: float, unit: str, ticks: int) -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(number, 0, unit)
    assert delays(arrived(encode_circuit(circuit, dt=DT))) == [(ticks, "dt")]


@given(st.floats(0, 1, exclude_min=True), st.sampled_from([1.0, 2.0, 4.0, 0.2222222222222222]))
def test_a_delay_is_rounded_to_the_nearest_dt(seconds: float, nanoseconds: float) -> None:
    dt = nanoseconds * 1e-9
    circuit = QuantumCircuit(1)
    circuit.delay(seconds, 0, "s")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CircuitWarning)
        ((ticks, _),) = delays(arrived(encode_circuit(circuit, dt=dt)))
    assert abs(ticks * dt - seconds) <= dt * 0.5001


@pytest.mark.parametrize(("nanoseconds", "ticks"), [(7, 2), (1, 0), (10, 2)])
def test_warns_if_rounding_changes_a_delay_by_more_than_1_percent(nanoseconds: float, ticks: int) -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(nanoseconds, 0, "ns")
    with pytest.warns(
        CircuitWarning, match=rf"{nanoseconds} ns on qubit 0 is rounded to {ticks} dt"
    ) as caught:
        wire = encode_circuit(circuit, dt=DT)
    assert delays(arrived(wire)) == [(ticks, "dt")]
    assert caught[0].filename == __file__


def test_a_long_delay_is_rounded_without_a_warning() -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(1.2345, 0, "us")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert delays(arrived(encode_circuit(circuit, dt=DT))) == [(309, "dt")]


def test_does_not_change_the_circuit_passed_in() -> None:
    circuit = QuantumCircuit(2, 1, name="wait", metadata={"who": "me"})
    circuit.delay(100, 0, "us")
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.delay(1, 1, "us")
    before = circuit.copy()
    sent = arrived(encode_circuit(circuit, dt=DT))
    assert circuit == before
    assert (sent.name, sent.metadata) == ("wait", {"who": "me"})


def test_delays_inside_conditions_and_boxes_are_converted_at_any_depth() -> None:
    circuit = QuantumCircuit(2, 2)
    with circuit.if_test((circuit.clbits[0], 1)) as otherwise, circuit.if_test((circuit.clbits[1], 1)):
        circuit.delay(2, 1, "us")
    with otherwise:
        circuit.delay(3, 1, "us")
    with circuit.box():
        circuit.delay(4, 1, "us")
    sent = arrived(encode_circuit(circuit, dt=DT))
    if_else, box = (found.operation for found in sent.data)
    assert delays(if_else.blocks[0].data[0].operation.blocks[0]) == [(500, "dt")]
    assert delays(if_else.blocks[1]) == [(750, "dt")]
    assert delays(box.blocks[0]) == [(1000, "dt")]


def test_a_constant_duration_of_qiskits_expressions_is_converted() -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(expr.lift(Duration.us(3)), 0)
    circuit.delay(expr.lift(Duration.dt(5)), 0)
    assert delays(arrived(encode_circuit(circuit, dt=DT))) == [(750, "dt"), (5, "dt")]


def test_rejects_a_delay_in_seconds_if_the_device_is_unknown() -> None:
    circuit = QuantumCircuit(3)
    with circuit.box():
        circuit.delay(100, 2, "us")
    with pytest.raises(DelayUnitError, match=r"delay of 100 us on qubit 2 .* 100 dt.*backend\.transpile"):
        encode_circuit(circuit)


def test_delays_in_dt_need_no_device() -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(100, 0)
    assert arrived(encode_circuit(circuit)) == circuit


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e30])
def test_rejects_a_delay_that_is_not_a_finite_duration(number: float) -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(number, 0, "us")
    with pytest.raises(ConfigurationError, match=r"qubit 0 is not a finite duration"):
        encode_circuit(circuit, dt=DT)


def test_rejects_a_stretch() -> None:
    circuit = QuantumCircuit(1)
    circuit.delay(circuit.add_stretch("wait"), 0)
    with pytest.raises(ConfigurationError, match="qubit 0 is an expression"):
        encode_circuit(circuit, dt=DT)


def test_rejects_a_parametric_delay_in_seconds_but_not_in_dt() -> None:
    time = Parameter("t")
    circuit = QuantumCircuit(1, 1)
    circuit.delay(time, 0, "us")
    with pytest.raises(ConfigurationError, match="delay of t us on qubit 0 is a parameter"):
        encode_circuit(circuit, dt=DT)
    circuit = QuantumCircuit(1, 1)
    circuit.delay(2 * time, 0, "dt")
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.delay(time, 0, "dt")
    # qpy.load alone gives a delay with the unit "expr", which raises CircuitError on access.
    restored = decode_circuit(encode_circuit(circuit, dt=DT)).assign_parameters({"t": 50})
    assert delays(restored) == [(100, "dt")]
    assert delays(restored.data[1].operation.blocks[0]) == [(50, "dt")]


def test_ignores_a_custom_gate_named_delay() -> None:
    from qiskit.circuit import Gate

    circuit = QuantumCircuit(1)
    circuit.append(Gate("delay", 1, [3.5]), [0])
    assert arrived(encode_circuit(circuit, dt=DT)).data[0].operation.params == [3.5]

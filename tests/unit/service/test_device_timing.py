"""Durations of instructions and pauses between shots, from the device data of the service."""

from __future__ import annotations

from typing import Any

import pytest

from qrt_facade._service.device_timing import DeviceTiming


def quantity(name: str, value: Any, unit: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit}


def gate(name: str, qubits: list[int], length: Any, unit: str = "ns") -> dict[str, Any]:
    return {"gate": name, "qubits": qubits, "parameters": [quantity("gate_length", length, unit)]}


CONFIGURATION = {
    "dt": 4.0,
    "default_rep_delay": 250.0,
    "rep_delay_range": [0.0, 500.0],
    "dynamic_reprate_enabled": True,
}
PROPERTIES = {
    "gates": [
        gate("cz", [0, 1], 68),
        gate("x", [0], 0.032, "us"),
        gate("measure", [0], 1),
        gate("measure_2", [0], 800),
        gate("sx", [0], None),
        gate("sx", [1], -5),
        {"gate": 7},
        None,
    ],
    "qubits": [[quantity("readout_length", 1560, "ns")], [], "broken"],
}


def test_instruction_lengths_are_converted_to_seconds() -> None:
    timing = DeviceTiming.of(CONFIGURATION, PROPERTIES)
    assert timing.dt == pytest.approx(4e-9)
    assert timing.length_of("cz", (0, 1)) == pytest.approx(68e-9)
    assert timing.length_of("x", (0,)) == pytest.approx(32e-9)
    assert timing.length_of("measure_2", (0,)) == pytest.approx(800e-9)


def test_a_measurement_takes_the_readout_length_of_its_qubit() -> None:
    assert DeviceTiming.of(CONFIGURATION, PROPERTIES).length_of("measure", (0,)) == pytest.approx(1560e-9)


def test_a_gate_takes_the_same_time_in_the_other_direction() -> None:
    assert DeviceTiming.of(CONFIGURATION, PROPERTIES).length_of("cz", (1, 0)) == pytest.approx(68e-9)


@pytest.mark.parametrize(
    ("name", "qubits"), [("sx", (0,)), ("sx", (1,)), ("x", (5,)), ("h", (0,)), ("measure", (1,))]
)
def test_an_unknown_instruction_length_is_none(name: str, qubits: tuple[int, ...]) -> None:
    assert DeviceTiming.of(CONFIGURATION, PROPERTIES).length_of(name, qubits) is None
    assert DeviceTiming.of({}, None).length_of(name, qubits) is None


def test_virtual_gates_and_barriers_take_no_time() -> None:
    timing = DeviceTiming.of({}, None)
    assert [timing.length_of(name, (0,)) for name in ("rz", "barrier", "gphase", "store")] == [0.0] * 4


def test_pauses_between_shots_are_in_seconds() -> None:
    timing = DeviceTiming.of(CONFIGURATION, None)
    assert timing.rep_delay == pytest.approx(250e-6)
    assert timing.rep_delay_range == pytest.approx((0.0, 500e-6))


@pytest.mark.parametrize(
    "configuration",
    [
        {},
        {"dynamic_reprate_enabled": True, "rep_delay_range": [1.0]},
        {"rep_delay_range": [0.0, 500.0]},
        {"dynamic_reprate_enabled": True, "rep_delay_range": [None, 2]},
    ],
)
def test_a_device_without_a_delay_range_has_no_delay(configuration: dict[str, Any]) -> None:
    timing = DeviceTiming.of(configuration, None)
    assert (timing.dt, timing.rep_delay, timing.rep_delay_range) == (None, None, None)

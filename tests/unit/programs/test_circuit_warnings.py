"""Warnings about circuits that may not do what the user intended."""

from __future__ import annotations

from typing import Any

from support.heron import configuration

from qrt_facade._circuits.reading import Call, Reading
from qrt_facade._programs.circuit_warnings import DeviceReport, circuit_warnings, device_warnings

BROKEN = {
    "qubits": [
        [{"name": "T1", "value": 100.0}],
        [{"name": "operational", "value": 0}],
        [{"name": "readout_error", "value": 1}],
    ],
    "gates": [
        {"gate": "cz", "qubits": [0, 3], "parameters": [{"name": "gate_error", "value": 1}]},
        {"gate": "cz", "qubits": [0, 4], "parameters": [{"name": "gate_error", "value": 0.01}]},
    ],
}


def about_the_device(*calls: Call, properties: Any = BROKEN, **reading: Any) -> list[str]:
    return list(device_warnings(Reading(calls, **reading), DeviceReport.of(configuration(), properties)))


def test_warns_of_broken_qubits_and_says_how_to_avoid_them() -> None:
    (text,) = about_the_device(Call("x", (1,)), Call("measure", (2,)), Call("x", (0,)))
    assert text == (
        "ibm_fez reports the qubits 1, 2 as broken; results will be poor; backend.transpile uses other qubits"
    )


def test_warns_of_broken_gates_on_working_qubits() -> None:
    (text,) = about_the_device(Call("cz", (0, 3)), Call("cz", (0, 4)))
    assert "reports cz on qubits (0, 3) as broken" in text


def test_many_broken_qubits_are_counted() -> None:
    dead = {"qubits": [[{"name": "operational", "value": 0}]] * 20}
    (text,) = about_the_device(*(Call("x", (qubit,)) for qubit in range(20)), properties=dead)
    assert "0, 1, 2, 3, 4, 5, 6, 7 and 12 more" in text


def test_warns_of_qubits_whose_readout_is_meaningless() -> None:
    always_one = [{"name": "prob_meas1_prep0", "value": 1}, {"name": "prob_meas0_prep1", "value": 0}]
    at_random = [{"name": "readout_error", "value": 0.501}]
    poor = [{"name": "readout_error", "value": 0.45}]
    of_device = {"qubits": [always_one, at_random, poor, always_one]}
    measured = [Call("measure", (qubit,)) for qubit in range(3)]
    (text,) = about_the_device(*measured, Call("x", (3,)), properties=of_device)
    assert "reads the same values from qubits 0, 1 whatever their state" in text
    assert "optimization_level=2" in text


def test_does_not_warn_of_idle_qubits_or_unknown_properties() -> None:
    assert about_the_device(Call("barrier", (1, 2)), Call("delay", (1,))) == []
    assert about_the_device(Call("x", (1,)), properties=None) == []
    assert about_the_device(Call("x", (1,)), properties={"qubits": "none"}) == []


def test_warns_of_redefined_native_gates_unless_they_must_be_defined() -> None:
    (text,) = about_the_device(redefined=frozenset({"x", "sx", "h"}))
    assert text.startswith("the program defines sx, x, but ibm_fez applies its own gate of that name")
    assert about_the_device(redefined=frozenset({"rzz"})) == []


def test_warns_of_measurements_that_the_result_will_not_contain() -> None:
    loose = Reading((Call("measure", (0,)),), measures=True, measures_loose_bits=True)
    (text,) = circuit_warnings("sampler", loose)
    assert "outside all registers, so the result will not contain it" in text
    (text,) = circuit_warnings("estimator", Reading((Call("measure", (0,)),), measures=True))
    assert "removes the measurements" in text
    assert list(circuit_warnings("sampler", Reading((Call("measure", (0,)),), measures=True))) == []


def test_warns_of_a_conditional_measurement() -> None:
    (text,) = circuit_warnings("sampler", Reading(measures=True, measures_conditionally=True))
    assert "deprecated measurements inside conditions" in text

"""Which parts of a backend do not work."""

from __future__ import annotations

from typing import Any

import pytest

from qrt_facade._service.broken import Broken


def reading(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "", "date": "2026-09-01T00:00:00Z"}


def gate(name: str, qubits: list[Any], *readings: dict[str, Any]) -> dict[str, Any]:
    return {"gate": name, "qubits": qubits, "parameters": list(readings)}


@pytest.mark.parametrize("mark", [reading("operational", 0), reading("operational", False)])
def test_a_qubit_marked_as_not_operational_is_broken(mark: dict[str, Any]) -> None:
    broken = Broken.of({"qubits": [[reading("T1", 3)], [mark]], "gates": [gate("cz", [0, 1])]})
    assert broken == Broken(frozenset({1}))
    assert broken.forbids("cz", (0, 1))
    assert broken.forbids("measure", (1,))
    assert not broken.forbids("sx", (0,))


@pytest.mark.parametrize(
    "mark", [reading("gate_error", 1), reading("gate_error", 1.0), reading("operational", 0)]
)
def test_a_gate_with_error_1_is_broken_in_the_listed_direction(mark: dict[str, Any]) -> None:
    broken = Broken.of(
        {"gates": [gate("ecr", [4, 3], mark), gate("ecr", [3, 2], reading("gate_error", 0.99))]}
    )
    assert broken == Broken(gates=frozenset({("ecr", (4, 3))}))
    assert broken.forbids("ecr", (4, 3))
    assert not broken.forbids("ecr", (3, 4))


@pytest.mark.parametrize("name", ["sx", "x", "rz", "u3"])
def test_a_qubit_without_an_essential_gate_is_broken(name: str) -> None:
    bad = reading("gate_error", 1)
    gates = [gate(name, [7], bad), gate("rx", [7], bad), gate("cz", [7, 8], bad), gate("cz", [1, 2])]
    broken = Broken.of({"gates": gates})
    assert broken == Broken(frozenset({7}))


@pytest.mark.parametrize("name", ["id", "rx", "reset"])
def test_a_qubit_without_a_replaceable_gate_works(name: str) -> None:
    broken = Broken.of({"gates": [gate(name, [7], reading("gate_error", 1))]})
    assert broken == Broken(gates=frozenset({(name, (7,))}))


def test_if_every_two_qubit_gate_has_error_1_the_errors_are_ignored() -> None:
    gates = [gate("ecr", [0, 1], reading("gate_error", 1)), gate("ecr", [2, 1], reading("gate_error", 1))]
    assert not Broken.of({"gates": gates})
    marked = [*gates, gate("ecr", [2, 3], reading("gate_error", 1), reading("operational", 0))]
    assert Broken.of({"gates": marked}) == Broken(gates=frozenset({("ecr", (2, 3))}))


def test_a_qubit_with_readout_error_1_is_broken() -> None:
    readings = [[reading("readout_error", 1)], [reading("readout_error", 0.5)]]
    assert Broken.of({"qubits": readings}) == Broken(frozenset({0}))


@pytest.mark.parametrize(
    "properties",
    [
        None,
        [],
        {},
        {"qubits": None, "gates": None},
        {"qubits": [None, [None, 3, {}]], "gates": [None, {}, gate("cz", ["a", None])]},
        {"gates": [gate("cz", [0, 1], reading("gate_error", None), reading("operational", None))]},
        {"gates": [gate("cz", [0, 1], reading("gate_error", float("nan")), reading("operational", 1))]},
    ],
)
def test_parts_that_the_properties_do_not_mention_are_assumed_to_work(properties: Any) -> None:
    assert not Broken.of(properties)

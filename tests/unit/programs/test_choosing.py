"""Choosing a backend, and the message if none fits."""

from __future__ import annotations

from typing import Any

import pytest

from qrt_facade._programs.choosing import Demand
from qrt_facade._service.backends import BackendState
from qrt_facade.errors import ConfigurationError

PAIR = 'OPENQASM 3.0; include "stdgates.inc"; bit[2] c; cz $0, $1; c[0] = measure $0;'
ALONE = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; sx $0; c[0] = measure $0;'
HERON = {
    "backend_name": "heron", "n_qubits": 3, "basis_gates": ["cz", "rz", "sx", "x"],
    "coupling_map": [[0, 1], [1, 0], [1, 2], [2, 1]],
    "gates": [{"name": "cz", "coupling_map": [[0, 1], [1, 0], [1, 2], [2, 1]]}],
}  # fmt: skip
EAGLE = {**HERON, "backend_name": "eagle", "basis_gates": ["ecr", "rz", "sx", "x"]}


def backend(
    name: str, qubits: int | None = 156, queue: int | None = 0, status: str = "online", **medians: float
) -> BackendState:
    metrics = {f"{name}_error_median": {"value": value, "unit": ""} for name, value in medians.items()}
    entry: dict[str, Any] = {
        "name": name, "qubits": qubits, "queue_length": queue, "status": {"name": status}, "performance_metrics": metrics,
    }  # fmt: skip
    (state,) = BackendState.all_of({"devices": [entry]})
    return state


def order(*states: BackendState, demand: Demand | None = None) -> list[str]:
    return [states[index].name for index in (demand or Demand()).ranked(states)]


def test_the_least_busy_is_online_large_enough_and_has_the_shortest_queue() -> None:
    states = [backend("small", 5), backend("offline", status="offline"), backend("busy", queue=9)]
    idle = backend("idle", queue=1)
    assert order(*states, idle, demand=Demand(100)) == ["idle", "busy"]
    assert order(*states, idle) == ["small", "idle", "busy"]
    assert order(backend("paused", status="paused")) == []


def test_an_unknown_queue_length_does_not_count_as_empty() -> None:
    assert order(backend("a", queue=None), backend("z", queue=1000)) == ["z", "a"]


def test_equal_queues_are_settled_by_error_then_by_name() -> None:
    worse = backend("a", two_q=0.01, readout=0.01)
    better = backend("b", two_q=0.002, readout=0.01)
    unread = backend("c", two_q=0.001, readout=0.05)
    unknown = backend("0")
    assert order(worse, better, unread, unknown) == ["b", "a", "c", "0"]
    assert order(backend("y"), backend("x")) == ["x", "y"]


def test_two_qubit_errors_do_not_matter_to_a_circuit_without_two_qubit_gates() -> None:
    reads = backend("reads", two_q=0.02, readout=0.001)
    couples = backend("couples", two_q=0.001, readout=0.005)
    assert order(reads, couples, demand=Demand.of(0, circuit=ALONE)) == ["reads", "couples"]
    assert order(reads, couples, demand=Demand.of(0, circuit=PAIR)) == ["couples", "reads"]


def test_a_mock_device_is_never_chosen() -> None:
    assert order(backend("mock_fez"), backend("ibm_fez", queue=9)) == ["ibm_fez"]


def test_a_configuration_is_compared_with_the_circuit_and_the_gates() -> None:
    assert Demand.of(0, circuit=PAIR).configuration_objection(HERON) is None
    assert "cz" in str(Demand.of(0, circuit=PAIR).configuration_objection(EAGLE))
    assert "cz" in str(Demand.of(0, circuit=[ALONE, PAIR]).configuration_objection(EAGLE))
    assert Demand.of(0, circuit=PAIR.replace("$1", "$2")).configuration_objection(HERON) is not None
    assert Demand.of(0, gates=["ecr", "rz"]).configuration_objection(EAGLE) is None
    assert Demand.of(0, gates=["ecr", "rzz", "cz"]).configuration_objection(EAGLE) == "no rzz, cz"


def test_broken_parts_that_the_circuit_uses_rule_a_backend_out() -> None:
    error = {"name": "gate_error", "value": 1.0}
    gate = {"gate": "cz", "qubits": [0, 1], "parameters": [error]}
    works = {"gate": "cz", "qubits": [1, 2], "parameters": [{**error, "value": 0.01}]}
    properties = {"qubits": [], "gates": [gate, works]}
    assert (
        Demand.of(0, circuit=PAIR).properties_objection(properties)
        == "cz on $0, $1 does not currently work there"
    )
    assert Demand.of(0, circuit=ALONE).properties_objection(properties) is None
    assert Demand.of(0, circuit=PAIR).properties_objection(None) is None


def test_instructions_exempt_on_every_backend_rule_none_out() -> None:
    assert Demand.of(0, gates=["cz", "barrier", "gphase"]).configuration_objection(HERON) is None


def test_reports_why_each_backend_does_not_fit() -> None:
    demand = Demand(100)
    states = [backend("small", 5), backend("gone", status="offline"), backend("silent", None)]
    reasons = {state.name: str(demand.objection(state)) for state in states}
    assert str(demand.refusal(reasons)) == (
        "there is no online backend that has at least 100 qubits; backends of this instance: "
        "small: 5 qubits; gone: offline; silent: an unknown number of qubits."
    )
    assert "backends of this instance: none" in str(Demand().refusal({}))
    message = str(Demand.of(2, circuit=PAIR, gates=["cz"]).refusal({"eagle": "no cz"}))
    assert "has at least 2 qubits and has cz and runs this circuit unchanged" in message
    assert message.endswith(
        "backends of this instance: eagle: no cz; to transpile a circuit later, pass min_qubits instead."
    )
    alike = Demand(1000).refusal({"a": "156 qubits", "b": "5 qubits", "c": "156 qubits"})
    assert "backends of this instance: a, c: 156 qubits; b: 5 qubits" in str(alike)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"min_qubits": -1}, "min_qubits=-1"),
        ({"min_qubits": 0, "gates": "cz"}, "gates='cz'"),
        ({"min_qubits": 0, "circuit": []}, r"circuit=\[\]"),
        ({"min_qubits": 0, "circuit": "OPENQASM 3.0; h $0"}, "cannot be read: line 1"),
    ],
)
def test_rejects_requirements_that_cannot_be_checked(arguments: dict[str, Any], word: str) -> None:
    with pytest.raises(ConfigurationError, match=word):
        Demand.of(**arguments)

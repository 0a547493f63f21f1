"""Backends as parsed from responses."""

from __future__ import annotations

from typing import Any

import pytest
from qrt_client.models import BackendsResponse

from qrt_facade._service.backends import (
    BackendState,
    BackendStatus,
)

FEZ: dict[str, Any] = {
    "name": "ibm_fez",
    "status": {"name": "online", "reason": "available"},
    "qubits": 156,
    "queue_length": 7,
    "processor_type": {"family": "Heron", "revision": "2"},
    "clops": {"type": "hardware", "value": 195000},
    "performance_metrics": {
        "two_q_error_median": {"value": 0.0028, "unit": ""},
        "readout_error_median": {"value": 0.01, "unit": ""},
    },
}


def states_of(*devices: Any) -> list[BackendState]:
    return BackendState.all_of(BackendsResponse.from_dict({"devices": list(devices)}).to_dict())


def backend(name: str, qubits: int | None, queue: int | None, status: str | None = "online") -> BackendState:
    (state,) = states_of({"name": name, "qubits": qubits, "queue_length": queue, "status": {"name": status}})
    return state


def test_a_backend_description_is_parsed() -> None:
    (state,) = states_of(FEZ)
    assert (state.name, state.status, state.reason, state.num_qubits, state.queue_length) == (
        "ibm_fez",
        "online",
        "available",
        156,
        7,
    )
    assert (state.processor, state.clops, state.two_qubit_error, state.readout_error) == (
        "Heron 2",
        195000,
        0.0028,
        0.01,
    )
    assert state.operational


def test_backend_names_alone_from_the_oldest_api_version_count_as_operational() -> None:
    states = states_of("ibm_fez", "ibm_kingston")
    assert [state.name for state in states] == ["ibm_fez", "ibm_kingston"]
    assert all(state.operational for state in states)


@pytest.mark.parametrize(
    "broken", [None, 5, "", [], {}, {"name": None}, {"name": 5}, {"name": ""}, {"qubits": 5}]
)
def test_a_malformed_entry_does_not_break_the_list_of_backends(broken: Any) -> None:
    assert [state.name for state in states_of(FEZ, broken, "ibm_kingston")] == ["ibm_fez", "ibm_kingston"]


@pytest.mark.parametrize("field", [field for field in FEZ if field != "name"])
@pytest.mark.parametrize("odd", [None, 5, "x", [], {}, [None], {"value": "x"}])
def test_a_malformed_field_does_not_break_its_backend(field: str, odd: Any) -> None:
    names = [state.name for state in states_of({**FEZ, field: odd}, "ibm_kingston")]
    assert names == ["ibm_fez", "ibm_kingston"]


def test_without_a_median_the_layered_two_qubit_error_is_used() -> None:
    (state,) = states_of({**FEZ, "performance_metrics": {"two_q_error_layered": {"value": 0.004}}})
    assert state.two_qubit_error == 0.004


@pytest.mark.parametrize("status", ["paused", "offline", "newer-word"])
def test_a_backend_that_is_not_online_is_not_operational(status: str) -> None:
    assert not backend("a", 5, 0, status).operational


def test_a_backend_status_with_missing_fields_is_parsed() -> None:
    status = BackendStatus.of(
        {"state": True, "status": "active", "length_queue": 3, "backend_version": "1.2"}
    )
    assert (status.operational, status.status, status.queue_length, status.backend_version) == (
        True,
        "active",
        3,
        "1.2",
    )
    empty = BackendStatus.of({})
    assert (empty.operational, empty.status, empty.queue_length, empty.message) == (False, None, None, None)


@pytest.mark.parametrize("odd", [None, "3", True, 1.5])
def test_a_malformed_queue_length_is_none(odd: object) -> None:
    assert BackendStatus.of({"length_queue": odd}).queue_length is None


def test_a_negative_queue_length_is_0() -> None:
    assert BackendStatus.of({"length_queue": -1}).queue_length == 0

"""Sessions as parsed from responses, and arguments refused before one is created."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from qrt_client.models import JobSession

from qrt_facade._service.sessions import (
    SessionDetails,
    checked_mode,
    checked_ttl,
)
from qrt_facade.errors import ConfigurationError

ANSWER: dict[str, Any] = {
    "id": "s1",
    "backend_name": "ibm_fez",
    "mode": "batch",
    "state": "active",
    "accepting_jobs": True,
    "max_ttl": 28800,
    "interactive_ttl": 60,
    "active_ttl": 50,
    "started_at": "2026-09-30T12:00:00Z",
    "elapsed_time": 12.5,
}


def details_of(**changed: Any) -> SessionDetails:
    return SessionDetails.of(JobSession.from_dict({**ANSWER, **changed}).to_dict(), session_id="requested")


def test_all_fields_of_a_session_are_parsed() -> None:
    details = details_of()
    assert (details.id, details.backend, details.mode, details.state) == ("s1", "ibm_fez", "batch", "active")
    assert (details.accepting_jobs, details.max_ttl, details.interactive_ttl, details.active_ttl) == (
        True,
        28800,
        60,
        50,
    )
    assert (details.started_at, details.usage_seconds) == (datetime(2026, 9, 30, 12, tzinfo=UTC), 12.5)
    assert details.raw["backend_name"] == "ibm_fez"


def test_an_empty_response_gives_session_details_with_the_requested_id() -> None:
    details = SessionDetails.of(JobSession.from_dict({}).to_dict(), session_id="requested")
    assert details.id == "requested"
    others = {getattr(details, name) for name in SessionDetails.__slots__ if name not in {"id", "raw"}}
    assert others == {None}


@pytest.mark.parametrize(
    "field", ["accepting_jobs", "max_ttl", "started_at", "elapsed_time", "backend_name", "state_reason"]
)
@pytest.mark.parametrize("odd", ["", [], {}, float("nan")])
def test_a_malformed_session_field_is_none(field: str, odd: object) -> None:
    details = details_of(**{field: odd})
    name = {"elapsed_time": "usage_seconds", "backend_name": "backend"}.get(field, field)
    assert getattr(details, name) is None


@pytest.mark.parametrize("state", ["open", "active", "inactive", "closed", "a newer word"])
def test_a_session_state_keeps_the_service_s_spelling(state: str) -> None:
    assert details_of(state=state).state == state


@pytest.mark.parametrize("mode", ["dedicated", "batch"])
def test_both_session_modes_are_accepted(mode: str) -> None:
    assert checked_mode(mode) == mode


@pytest.mark.parametrize("mode", ["", "Batch", "session", None, 5])
def test_an_invalid_mode_is_refused_with_the_accepted_ones(mode: Any) -> None:
    with pytest.raises(ConfigurationError, match="'dedicated' or 'batch'") as caught:
        checked_mode(mode)
    assert repr(mode) in str(caught.value)


@pytest.mark.parametrize("seconds", [None, 1, 28800])
def test_a_max_ttl_of_whole_seconds_is_accepted(seconds: int | None) -> None:
    assert checked_ttl(seconds) == seconds


@pytest.mark.parametrize("seconds", [0, -1, 1.5, True, "600"])
def test_an_invalid_max_ttl_is_refused_by_name_and_value(seconds: Any) -> None:
    with pytest.raises(ConfigurationError, match="max_ttl=") as caught:
        checked_ttl(seconds)
    assert repr(seconds) in str(caught.value)

"""Sessions and batches."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from support.circuits import FLIP

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator


def create(api: Api, **body: Any) -> dict[str, Any]:
    answer = api("POST", "/sessions", json={"mode": "dedicated", "backend": "ibm_fez", **body})
    assert answer.status_code == 200, answer.text
    session: dict[str, Any] = answer.json()
    return session


def test_a_new_session_is_open_and_has_the_times_of_the_plan(api: Api) -> None:
    session = create(api, max_ttl=28800)
    assert len(session["id"]) == 36
    assert (session["state"], session["state_reason"]) == ("open", "session_created")
    assert (session["max_ttl"], session["interactive_ttl"], session["accepting_jobs"]) == (28800, 60, True)
    assert session["backend_name"] == "ibm_fez"
    assert "started_at" not in session
    assert session == api.get(f"/sessions/{session['id']}")
    assert create(api, max_ttl=10**6)["max_ttl"] == 28800


def test_a_session_becomes_active_with_its_first_job_and_closes_after_its_last(api: Api) -> None:
    session_id = create(api)["id"]
    job_id = api.submit([FLIP], session_id=session_id)
    assert api.wait(job_id)["session_id"] == session_id
    active = api.get(f"/sessions/{session_id}")
    assert active["state"] == "active"
    assert active["started_at"] <= active["last_job_started"] <= active["last_job_completed"]
    assert api("PATCH", f"/sessions/{session_id}", json={"accepting_jobs": False}).status_code == 204
    closed = api.get(f"/sessions/{session_id}")
    assert (closed["state"], closed["accepting_jobs"]) == ("closed", False)
    assert [stamp["status"] for stamp in closed["timestamps"]] == ["open", "active", "closed"]
    assert closed["elapsed_time"] > 0


def test_accepted_jobs_still_run_when_a_session_stops_accepting(api: Api) -> None:
    session_id = create(api, mode="batch")["id"]
    jobs = [api.submit([FLIP], session_id=session_id) for _ in range(3)]
    api("PATCH", f"/sessions/{session_id}", json={"accepting_jobs": False})
    assert api.get(f"/sessions/{session_id}")["state"] != "closed"
    assert {api.wait(job_id)["status"] for job_id in jobs} == {"Completed"}
    closed = api.get(f"/sessions/{session_id}")
    assert closed["state"] == "closed"
    assert closed["elapsed_time"] == sum(
        api.get(f"/jobs/{job_id}")["usage"]["qpu_charge_time_seconds"] for job_id in jobs
    )


def test_closing_fails_queued_jobs_and_refuses_new_ones(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(queue_seconds=600))
    session_id = create(api)["id"]
    job_id = api.submit([FLIP], session_id=session_id)
    assert api("DELETE", f"/sessions/{session_id}/close").status_code == 204
    job = api.get(f"/jobs/{job_id}")
    assert (job["status"], job["state"]["reason_code"]) == ("Failed", 1217)
    assert "Session has been closed" in api("GET", f"/jobs/{job_id}/results").text
    session = api.get(f"/sessions/{session_id}")
    assert (session["state"], session["state_reason"]) == ("closed", "session_closed_early")
    body = {
        "program_id": "sampler",
        "backend": "ibm_fez",
        "session_id": session_id,
        "params": {"pubs": [[FLIP]]},
    }
    answer = api("POST", "/jobs", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, 1217)
    assert api("PATCH", f"/sessions/{session_id}", json={"accepting_jobs": True}).status_code == 204
    reopened = api.get(f"/sessions/{session_id}")
    assert (reopened["accepting_jobs"], reopened["state"]) == (True, "closed")
    assert api("POST", "/jobs", json=body).status_code == 400


def test_an_idle_session_becomes_inactive_and_an_expired_one_closes(api: Api) -> None:
    idle = create(api, interactive_ttl=1)["id"]
    short = create(api, max_ttl=1)["id"]
    api.wait(api.submit([FLIP], session_id=idle))
    api.wait(api.submit([FLIP], session_id=short))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and api.get(f"/sessions/{idle}")["state"] == "active":
        time.sleep(0.1)
    assert api.get(f"/sessions/{idle}")["state_reason"] == "session_inactivated_by_interactive_ttl"
    while time.monotonic() < deadline and api.get(f"/sessions/{short}")["state"] != "closed":
        time.sleep(0.1)
    assert api.get(f"/sessions/{short}")["accepting_jobs"] is False
    api.wait(api.submit([FLIP], session_id=idle))
    assert api.get(f"/sessions/{idle}")["state"] == "active"


def test_the_open_plan_has_batches_but_no_sessions(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(plan="open", queue_seconds=600))
    answer = api("POST", "/sessions", json={"mode": "dedicated", "backend": "ibm_fez"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, 1352)
    assert "open plan" in answer.json()["errors"][0]["message"]
    assert create(api, mode="batch")["max_ttl"] == 600
    assert api.get(f"/jobs/{api.submit([FLIP])}")["cost"] == 600
    body = {
        "program_id": "sampler",
        "backend": "ibm_fez",
        "params": {"pubs": [[FLIP]]},
        "calibration_id": "slow_gates",
    }
    assert api("POST", "/jobs", json=body).status_code == 403


def test_an_unknown_mode_is_not_validated_but_a_missing_one_is(api: Api) -> None:
    answer = api("POST", "/sessions", json={"mode": "fast"})
    assert (answer.status_code, answer.text) == (500, "Internal server error")
    for body in ({}, {"mode": None}, {"mode": ["batch"]}):
        answer = api("POST", "/sessions", json=body)
        assert answer.status_code == 400
        assert "mode is " in answer.json()["errors"][0]["message"]


def test_an_unknown_session_is_404(api: Api) -> None:
    assert api("GET", "/sessions/nothing").status_code == 404
    assert api("PATCH", "/sessions/nothing", json={"accepting_jobs": False}).status_code == 404
    assert api("DELETE", "/sessions/nothing/close").status_code == 404

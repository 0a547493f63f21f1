"""The programs `executor` and `calibrate` over HTTP: refusals at submission, sessions, dry runs, usage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import HEADER
from support.quantum_programs import item, program, values_of

if TYPE_CHECKING:
    from integration.emulator.conftest import Api

BELL = HEADER + (
    "bit[2] c; rz(pi/2) $0; sx $0; rz(pi/2) $0; rz(pi/2) $1; sx $1; rz(pi/2) $1; cz $0, $1; "
    "rz(pi/2) $1; sx $1; rz(pi/2) $1; c[0] = measure $0; c[1] = measure $1;"
)


def submitted(api: Api, params: Any, program_id: str = "executor", **more: Any) -> Any:
    body = {"program_id": program_id, "backend": "ibm_fez", "params": params, **more}
    return api("POST", "/jobs", json=body)


def test_a_program_runs_and_is_charged_for_all_its_elements(api: Api) -> None:
    job_id = submitted(api, program([BELL], [item((), (5,))], 8000)).json()["id"]
    job = api.wait(job_id)
    assert (job["status"], job["usage"]["qpu_charge_time_seconds"]) == ("Completed", 13)
    assert job["estimated_running_time_seconds"] == pytest.approx(2 + 5 * 8000 * 250e-6)
    body = json.loads(api("GET", f"/jobs/{job_id}/results").text)
    bits = values_of(body["data"][0]["results"]["c"])
    assert bits.shape == (5, 8000, 2)
    assert (bits[..., 0] == bits[..., 1]).mean() > 0.9
    assert bits.mean() == pytest.approx(0.5, abs=0.03)


def test_schema_violations_are_refused_at_submission(api: Api) -> None:
    params = program([BELL], [item()], 10)
    params["quantum_program"]["items"][0]["shape"] = "all"
    answer = submitted(api, params)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (400, 3220)
    assert error["message"] == "params.quantum_program.items[0].shape is 'all'; it must be an array."
    # What does not fit its circuit is detected when the job runs.
    job = api.wait(submitted(api, program([BELL], [item([[1.0]])], 10)).json()["id"])
    assert (job["status"], job["state"]["reason_code"]) == ("Failed", 1501)


@pytest.mark.parametrize("mode", ["dedicated", "batch"])
def test_integer_chunks_run_in_a_session_and_are_refused_outside(api: Api, mode: str) -> None:
    params = program([BELL], [item((), (3,), chunk_size=1)], 10)
    answer = submitted(api, params)
    assert answer.status_code == 400
    assert "outside a session" in answer.json()["errors"][0]["message"]
    session = api("POST", "/sessions", json={"mode": mode, "backend": "ibm_fez"}).json()["id"]
    job_id = submitted(api, params, session_id=session).json()["id"]
    assert api.wait(job_id)["status"] == "Completed"
    body = json.loads(api("GET", f"/jobs/{job_id}/results").text)
    assert len(body["metadata"]["chunk_timing"]) == 3
    api("DELETE", f"/sessions/{session}/close")


def test_a_key_of_another_program_changes_nothing(api: Api) -> None:
    params = program([BELL], [item()], 10) | {"pubs": 7}
    assert api.wait(submitted(api, params).json()["id"])["status"] == "Completed"
    params = {"schema_version": "v0.1", "options": {}, "pubs": 7, "quantum_program": 7}
    job = api.wait(submitted(api, params, "calibrate").json()["id"])
    assert (job["status"], job["usage"]["qpu_charge_time_seconds"]) == ("Completed", 2)

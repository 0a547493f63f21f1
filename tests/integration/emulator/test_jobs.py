"""The life cycle of jobs, apart from their results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.circuits import FLIP
from support.scripted import TLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator


@pytest.fixture
def patient(launch: Callable[..., Emulator], connect: Callable[..., Api]) -> Api:
    """A service whose queue does not move during a test."""
    return connect(launch(queue_seconds=600))


def test_a_job_goes_from_queued_to_running_to_completed(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(queue_seconds=0.5, run_seconds=0.5))
    job_id = api.submit([FLIP])
    assert re.fullmatch("[0-9a-v]{20}", job_id)
    seen: list[str] = []
    while not seen or seen[-1] in {"Queued", "Running"}:
        job = api.get(f"/jobs/{job_id}")
        assert job["state"]["status"] == job["status"]
        if not seen or seen[-1] != job["status"]:
            seen.append(job["status"])
    assert seen == ["Queued", "Running", "Completed"]
    stamps = api.get(f"/jobs/{job_id}/metrics")["timestamps"]
    assert job["created"] == stamps["created"] < stamps["running"] < stamps["finished"]


def test_a_queued_job_has_exactly_the_fields_of_a_live_one(patient: Api) -> None:
    job_id = patient.submit([FLIP], tags=["t"], session_id=None)
    job = patient.get(f"/jobs/{job_id}", exclude_params="true")
    assert set(job) == {
        "id", "backend", "created", "cost", "program", "state", "status", "estimated_running_time_seconds",
        "user_id", "tags",
    }  # fmt: skip
    assert job["state"] == {"status": "Queued"}
    assert job["estimated_running_time_seconds"] > 2
    answer = patient("GET", f"/jobs/{job_id}/results")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, 1234)
    assert patient("GET", f"/jobs/{job_id}/logs").status_code == 404
    metrics = patient.get(f"/jobs/{job_id}/metrics")
    assert metrics["timestamps"]["running"] is metrics["timestamps"]["finished"] is None
    assert metrics["usage"]["status"] == "pending"


def test_params_are_returned_unless_excluded_with_opposite_defaults(api: Api) -> None:
    job_id = api.submit([FLIP, None, 3], tags=["params-test"])
    sent = {"pubs": [[FLIP, None, 3]]}
    assert api.get(f"/jobs/{job_id}")["params"] == sent
    assert "params" not in api.get(f"/jobs/{job_id}", exclude_params="true")
    assert "params" not in api.get("/jobs", tags="params-test")["jobs"][0]
    assert api.get("/jobs", tags="params-test", exclude_params="false")["jobs"][0]["params"] == sent


def test_a_job_is_found_by_its_tag_as_soon_as_it_is_accepted(patient: Api) -> None:
    for number in range(5):
        job_id = patient.submit([FLIP], tags=[f"submission-{number}", "other"])
        (found,) = patient.get("/jobs", tags=f"submission-{number}")["jobs"]
        assert found["id"] == job_id
        assert found["tags"] == [f"submission-{number}", "other"]


def test_the_list_filters_sorts_and_pages(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(queue_seconds=600, backends="ibm_fez,ibm_torino"))
    session_id = api("POST", "/sessions", json={"mode": "batch", "backend": "ibm_fez"}).json()["id"]
    ids = [api.submit([FLIP], tags=["all", f"n{number}"]) for number in range(5)]
    on_torino = api.submit([FLIP], backend="ibm_torino")
    in_session = api.submit([FLIP], session_id=session_id)
    api("POST", f"/jobs/{ids[0]}/cancel")

    def listed(**query: Any) -> list[str]:
        return [job["id"] for job in api.get("/jobs", **query)["jobs"]]

    assert listed() == [in_session, on_torino, *reversed(ids)]
    assert listed(sort="ASC", tags="all") == ids
    assert listed(tags=["all", "n3"]) == [ids[3]]
    assert listed(tags=["n2", "n3"]) == []
    assert len(listed(**{"tags[]": "n3"})) == 7
    assert listed(backend="ibm_torino") == [on_torino]
    assert listed(session_id=session_id) == [in_session]
    assert listed(session_id="unknown") == []
    assert listed(program="estimator") == []
    assert listed(pending="false") == [ids[0]]
    assert len(listed(pending="true")) == 6
    created = api.get(f"/jobs/{ids[2]}")["created"]
    assert listed(created_before=created, sort="ASC") == ids[:3]
    assert listed(created_after=created, tags="all", sort="ASC") == ids[2:]
    page = api.get("/jobs", limit=2, offset=2, sort="ASC")
    assert [job["id"] for job in page["jobs"]] == ids[2:4]
    assert (page["count"], page["limit"], page["offset"]) == (7, 2, 2)
    assert api.get("/jobs", limit=201)["limit"] == 200
    assert api.get("/jobs", limit="many", offset=-1)["offset"] == 0
    for wrong in ({"created_after": "yesterday"}, {"sort": "upwards"}):
        assert api("GET", "/jobs", params=wrong).status_code == 400


def test_a_cancelled_job_has_no_reason_and_no_result(patient: Api) -> None:
    job_id = patient.submit([FLIP])
    assert patient("POST", f"/jobs/{job_id}/cancel").status_code == 204
    job = patient.get(f"/jobs/{job_id}")
    assert (job["status"], job["state"]) == ("Cancelled", {"status": "Cancelled"})
    answer = patient("GET", f"/jobs/{job_id}/results")
    assert (answer.status_code, answer.content) == (204, b"")
    assert patient("POST", f"/jobs/{job_id}/cancel").status_code == 409
    assert patient.get(f"/jobs/{job_id}/metrics")["timestamps"]["running"] is None


def test_a_running_job_can_be_cancelled_and_others_continue(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(queue_seconds=0, run_seconds=30, workers=1))
    job_id = api.submit([FLIP])
    api.wait(job_id, "Running")
    assert api("POST", f"/jobs/{job_id}/cancel").status_code == 204
    assert api.get(f"/jobs/{job_id}")["status"] == "Cancelled"


def test_only_terminal_jobs_can_be_deleted(patient: Api) -> None:
    job_id = patient.submit([FLIP], tags=["to-delete"])
    assert patient("DELETE", f"/jobs/{job_id}").status_code == 400
    patient("POST", f"/jobs/{job_id}/cancel")
    assert patient("DELETE", f"/jobs/{job_id}").status_code == 204
    answer = patient("GET", f"/jobs/{job_id}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, 1291)
    assert job_id in answer.json()["errors"][0]["message"]
    assert patient.get("/jobs", tags="to-delete")["count"] == 0


def test_tags_are_replaced_as_a_whole_and_searched(patient: Api) -> None:
    job_id = patient.submit([FLIP], tags=["Alpha-one", "beta"])
    assert patient.get("/tags", type="job", search="alph")["tags"] == ["Alpha-one"]
    assert patient("PUT", f"/jobs/{job_id}/tags", json={"tags": ["gamma"]}).status_code == 204
    assert patient.get(f"/jobs/{job_id}")["tags"] == ["gamma"]
    assert patient.get("/jobs", tags="beta")["jobs"] == []
    assert patient.get("/tags", type="job", search="alph")["tags"] == []
    assert patient("PUT", f"/jobs/{job_id}/tags", json={"tags": []}).status_code == 204
    assert "tags" not in patient.get(f"/jobs/{job_id}")
    assert patient("GET", "/tags", params={"type": "job", "search": "ga"}).status_code == 400


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"tags": [str(n) for n in range(9)]}, 400, 1204),
        ({"tags": ["x" * 87]}, 400, 1205),
        ({"tags": "a"}, 400, 3220),
        ({"backend": "ibm_nowhere"}, 404, 1216),
        ({"backend": None}, 400, 3220),
        ({"program_id": "unheard-of"}, 404, "not_found"),
        ({"params": {}}, 400, 3220),
        ({"params": {"pubs": [[]]}}, 400, 3220),
        ({"params": {"pubs": [[FLIP]], "resilience_level": 1}}, 400, 3220),
        ({"params": {"pubs": [[FLIP]], "options": {"transpilation": {}}}}, 400, 3220),
        ({"params": {"pubs": [[FLIP]], "version": 1}}, 400, 3220),
        ({"cost": -1}, 400, 3220),
        ({"log_level": "loud"}, 400, 3220),
        ({"session_id": "00000000-0000-4000-8000-000000000000"}, 404, "not_found"),
    ],
)
def test_an_invalid_submission_is_refused(
    api: Api, change: dict[str, Any], status: int, code: object
) -> None:
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}, **change}
    before = api.get("/jobs")["count"]
    answer = api("POST", "/jobs", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code), answer.text
    assert api.get("/jobs")["count"] == before


def test_a_body_that_is_not_json_is_refused(api: Api) -> None:
    assert api("POST", "/jobs", content=b"{").status_code == 400
    assert api("POST", "/jobs", content=b"[]").status_code == 400


def test_tags_of_86_characters_count_characters(patient: Api) -> None:
    job_id = patient.submit([FLIP], tags=["\N{SNOWMAN}" * 85 + "\N{GRINNING FACE}"])
    assert len(patient.get(f"/jobs/{job_id}")["tags"][0]) == 86


def test_a_job_that_would_exceed_its_cost_runs_too_long(api: Api) -> None:
    job = api.wait(api.submit([FLIP, None, 100_000], cost=3))
    assert job["status"] == "Cancelled - Ran too long"
    assert (job["state"]["status"], job["state"]["reason_code"]) == ("Cancelled", 1305)
    assert job["usage"]["qpu_charge_time_seconds"] == 3
    assert api("GET", f"/jobs/{job['id']}/results").status_code == 204


def test_the_charge_grows_with_shots_and_is_counted_as_usage(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch())
    few, many = (api.wait(api.submit([FLIP, None, shots])) for shots in (100, 100_000))
    charges = [job["usage"]["qpu_charge_time_seconds"] for job in (few, many)]
    # Per shot 250 us of rep_delay and 1.6 us of circuit, plus 2 s for the job.
    assert charges == [3, 28]
    assert api.get("/instances/usage")["usage_consumed_seconds"] == sum(charges)
    nanoseconds = api.get(f"/jobs/{many['id']}/metrics")["circuits_execution_time_ns"]
    assert 25e9 < nanoseconds < 26e9


def test_a_private_job_hides_its_params_and_returns_its_result_once(api: Api) -> None:
    job_id = api.submit([FLIP, None, 10], private=True)
    job = api.wait(job_id)
    assert job["private"] is True
    assert "params" not in job
    assert api("GET", f"/jobs/{job_id}/results").json()["results"]
    assert api("GET", f"/jobs/{job_id}/results").status_code == 204


def test_the_content_type_of_results_is_that_of_the_api_version_or_of_the_scenario(
    api: Api, connect: Callable[..., Api]
) -> None:
    job_id = api.submit([FLIP, None, 10])
    api.wait(job_id)
    callers = [connect(version=version) for version in (None, "2025-05-01", "2026-04-15")]

    def sent() -> list[str]:
        answers = [caller("GET", f"/jobs/{job_id}/results") for caller in callers]
        assert len({answer.content for answer in answers}) == 1
        return [answer.headers["content-type"].partition(";")[0] for answer in answers]

    assert sent() == ["text/plain", "text/plain", "application/json"]
    try:
        for kind in ("text/plain", "application/json"):
            api.emulator.scenario.apply({"results_content_type": kind})
            assert sent() == [kind] * 3
    finally:
        api.emulator.scenario.apply({"results_content_type": "documented"})


@pytest.mark.parametrize(
    ("version", "usage", "root"),
    [
        ("2024-01-01", {"quantum_seconds", "seconds"}, {"bss"}),
        ("2025-05-01", {"quantum_seconds", "seconds"}, {"bss"}),
        ("2026-02-15", {"quantum_seconds", "seconds"}, {"bss"}),
        ("2026-03-15", {"qpu_charge_time_seconds", "value", "status", "circuits_execution_time_ns"}, set()),
        ("2026-04-15", {"qpu_charge_time_seconds", "value", "status"}, {"circuits_execution_time_ns"}),
    ],
)
def test_metrics_and_usage_have_the_shape_of_the_version(
    api: Api, connect: Callable[..., Api], version: str, usage: set[str], root: set[str]
) -> None:
    job_id = api.submit([FLIP, None, 10])
    api.wait(job_id)
    old = connect(version=version)
    metrics = old.get(f"/jobs/{job_id}/metrics")
    assert set(metrics["usage"]) == usage
    assert set(metrics) == {"timestamps", "usage", "qiskit_version"} | root
    assert set(old.get(f"/jobs/{job_id}")["usage"]) == usage


def test_metrics_report_the_calling_application(api: Api) -> None:
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}}
    job_id = api("POST", "/jobs", json=body, headers={"X-Qx-Client-Application": "my/app"}).json()["id"]
    assert api.get(f"/jobs/{job_id}/metrics")["caller"] == "my/app"
    api.wait(job_id)
    assert "sampler" in api("GET", f"/jobs/{job_id}/logs").text


def test_a_rate_limit_returns_429_with_retry_after(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(rate_limit=2, queue_seconds=600))
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}}
    answers = [api("POST", "/jobs", json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["errors"][0]["code"] == 1202
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert api.get("/jobs")["count"] == 2


def test_paths_dropped_by_later_versions_exist_in_earlier_ones(api: Api, connect: Callable[..., Api]) -> None:
    job_id = api.submit([FLIP])
    for version in (None, "2024-01-01", "2025-05-01"):
        old = connect(version=version)
        assert old("GET", f"/jobs/{job_id}/interim_results").status_code == 204
        (name, url), *more = old.get(f"/jobs/{job_id}/transpiled_circuits").items()
        assert (name, more) == ("url", [])
        assert url.startswith(f"{api.emulator.url}/")
        assert httpx.get(url, verify=TLS).json() == []
        for path in ("interim_results", "transpiled_circuits"):
            assert old("GET", f"/jobs/d6147q3traac73bef6f0/{path}").status_code == 404
    for version in ("2026-02-01", "2026-04-15"):
        for path in ("interim_results", "transpiled_circuits"):
            answer = connect(version=version)("GET", f"/jobs/{job_id}/{path}")
            assert answer.status_code == 404
            assert answer.json()["message"] == f"Cannot GET /api/v1/jobs/{job_id}/{path}"

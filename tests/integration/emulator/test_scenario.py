"""Simulated failures and timing."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import TYPE_CHECKING

import httpx
import pytest
from integration.emulator.conftest import API_KEY_GRANT
from support.circuits import FLIP

from qrt_facade import ConfigurationError
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator


@pytest.fixture
def fragile(launch: Callable[..., Emulator], connect: Callable[..., Api]) -> Api:
    return connect(launch(queue_seconds=600, backends="ibm_fez,ibm_torino"))


def submission(**more: object) -> dict[str, object]:
    return {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}, **more}


def test_a_fault_replaces_the_response_the_given_number_of_times(fragile: Api) -> None:
    fragile.emulator.inject(
        path="/api/v1/backends", skip=1, times=2, status=503, headers={"Retry-After": "1"}
    )
    statuses = [fragile("GET", "/backends").status_code for _ in range(4)]
    assert statuses == [200, 503, 503, 200]
    assert fragile("GET", "/instance").status_code == 200


def test_a_fault_before_processing_leaves_no_job_and_one_after_it_leaves_a_job(fragile: Api) -> None:
    fragile.emulator.inject(
        method="POST", path="/api/v1/jobs", times=1, status=502, body="<html>bad gateway</html>"
    )
    answer = fragile("POST", "/jobs", json=submission())
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert fragile.get("/jobs")["count"] == 0
    fragile.emulator.inject(method="POST", path="/api/v1/jobs", times=1, when="after", status=502)
    assert fragile("POST", "/jobs", json=submission(tags=["lost"])).status_code == 502
    assert fragile.get("/jobs", tags="lost")["count"] == 1


@pytest.mark.parametrize(("when", "jobs"), [("before", 0), ("after", 1)])
def test_a_dropped_connection_is_a_transport_error(fragile: Api, when: str, jobs: int) -> None:
    fragile.emulator.inject(method="POST", times=1, drop=True, when=when)
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        fragile("POST", "/jobs", json=submission())
    assert fragile.get("/jobs")["count"] == jobs


def test_a_truncated_response_is_incomplete(fragile: Api) -> None:
    fragile.emulator.inject(path="*/configuration", times=1, truncate=100)
    with pytest.raises(httpx.RemoteProtocolError, match="complete"):
        fragile("GET", "/backends/ibm_fez/configuration")
    assert fragile.get("/backends/ibm_fez/configuration")["n_qubits"] == 156


def test_a_delay_alone_delays_the_real_response(fragile: Api) -> None:
    fragile.emulator.inject(path="/api/v1/instance", delay=0.3, times=1)
    began = time.monotonic()
    assert fragile.get("/instance")["plan_id"]
    assert time.monotonic() - began >= 0.3


def test_a_paused_device_reports_it_and_keeps_its_jobs_queued(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch())

    def change(**scenario: object) -> None:
        answer = api.http.patch("/emulator/scenario", json=scenario)
        assert answer.status_code == 200, answer.text

    change(devices={"ibm_fez": {"state": "paused", "reason": "maintenance"}})
    (device,) = api.get("/backends")["devices"]
    assert device["status"] == {"name": "paused", "reason": "maintenance"}
    status = api.get("/backends/ibm_fez/status")
    assert (status["state"], status["status"]) == (False, "maintenance")
    job_id = api.submit([FLIP])
    time.sleep(0.5)
    assert api.get(f"/jobs/{job_id}")["status"] == "Queued"
    assert api.get("/backends/ibm_fez/status")["length_queue"] == 1
    change(devices={"ibm_fez": "online"})
    assert api.wait(job_id)["status"] == "Completed"


def test_jobs_end_as_specified_in_the_scenario_file(
    tmp_path: Path, launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(
        'queue_seconds = 0\nusage_consumed_seconds = 100\n[[jobs]]\ntag = "doomed"\ntimes = 1\nreason_code = 1520\n'
        'reason = "Too big."\n[[jobs]]\ntag = "odd"\nstatus = "Suspended"\n'
    )
    api = connect(launch(scenario=file))
    doomed, spared = (api.wait(api.submit([FLIP], tags=["doomed"])) for _ in range(2))
    assert (doomed["state"]["reason_code"], doomed["state"]["reason"]) == (1520, "Too big.")
    assert spared["status"] == "Completed"
    assert api.wait(api.submit([FLIP], tags=["odd"]))["status"] == "Suspended"
    assert api.get("/instances/usage")["usage_consumed_seconds"] == 104


def test_tokens_can_be_made_invalid_and_short(fragile: Api) -> None:
    assert fragile.http.delete("/emulator/tokens").status_code == 204
    assert fragile("GET", "/instance").status_code == 401


def test_faults_are_listed_and_removed(fragile: Api) -> None:
    assert fragile.http.post("/emulator/faults", json={"path": "*", "status": 500}).status_code == 204
    assert fragile("GET", "/instance").status_code == 500
    (shown,) = fragile.http.get("/emulator/scenario").json()["faults"]
    assert (shown["path"], shown["status"]) == ("*", 500)
    fragile.http.delete("/emulator/faults")
    assert fragile("GET", "/instance").status_code == 200


def test_faults_are_switched_by_number_and_removed_by_a_reset(fragile: Api) -> None:
    fragile.http.post("/emulator/faults", json={"path": "*", "status": 500})
    (shown,) = fragile.http.get("/emulator/scenario").json()["faults"]
    address = f"/emulator/faults/{shown['number']}"
    assert fragile.http.patch(address, json={"enabled": False}).status_code == 204
    assert fragile("GET", "/instance").status_code == 200
    assert fragile.http.patch(address, json={"enabled": True}).status_code == 204
    assert fragile("GET", "/instance").status_code == 500
    assert fragile.http.patch(address, json={"enabled": 1}).status_code == 400
    assert fragile.http.patch("/emulator/faults/x", json={"enabled": True}).status_code == 404
    shown = fragile.http.get("/emulator/scenario").json()
    assert fragile.http.patch("/emulator/scenario", json=shown).status_code == 200, (
        "the returned scenario can be sent back"
    )
    assert fragile.http.post("/emulator/reset").status_code == 204
    assert fragile.http.get("/emulator/scenario").json()["faults"] == []
    assert fragile("GET", "/instance").status_code == 401


def test_unknown_keys_in_a_scenario_are_named(
    fragile: Api, tmp_path: Path, launch: Callable[..., Emulator]
) -> None:
    for path, body, word in (
        ("PATCH /emulator/scenario", {"colour": 1}, "colour"),
        ("PATCH /emulator/scenario", {"devices": {"ibm_fez": "asleep"}}, "asleep"),
        ("POST /emulator/faults", {"pat": "*"}, "pat"),
        ("POST /emulator/faults", {"when": "later"}, "later"),
    ):
        method, _, address = path.partition(" ")
        answer = fragile.http.request(method, address, json=body)
        assert answer.status_code == 400
        assert word in answer.json()["error"]
    file = tmp_path / "broken.json"
    file.write_text(json.dumps({"fault": []}))
    with pytest.raises(ValueError, match="unknown keys in the scenario: fault"):
        launch(scenario=file)


def test_with_zero_seconds_jobs_complete_immediately(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(queue_seconds=600, noise=False))
    api.http.patch("/emulator/scenario", json={"queue_seconds": 0, "run_seconds": 0})
    jobs = [api.wait(api.submit([FLIP, None, 10])) for _ in range(5)]
    assert {job["status"] for job in jobs} == {"Completed"}


def test_speed_makes_time_pass_faster(launch: Callable[..., Emulator], connect: Callable[..., Api]) -> None:
    api = connect(launch(queue_seconds=2400, run_seconds=1200, speed=3600))
    body = {"mode": "batch", "backend": "ibm_fez", "max_ttl": 7200}
    session_id = api("POST", "/sessions", json=body).json()["id"]
    job_id = api.submit([FLIP, None, 10], session_id=session_id)
    assert api.wait(job_id)["status"] == "Completed", (
        "a session whose first job is queued is not closed as unused"
    )
    began = time.monotonic()
    while (session := api.get(f"/sessions/{session_id}"))["state"] != "closed":
        assert time.monotonic() - began < 30, "two hours pass in two seconds"
        time.sleep(0.05)
    assert session["state_reason"] == "session_closed_by_max_ttl"


def test_a_job_can_run_as_long_as_on_a_qpu(
    tmp_path: Path, launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text('run_seconds = "qpu"\nspeed = 4\n')
    api = connect(launch(scenario=file))
    job = api.wait(api.submit([FLIP, None, 4000]))
    times = api.get(f"/jobs/{job['id']}/metrics")["timestamps"]
    ran = datetime.fromisoformat(times["finished"]) - datetime.fromisoformat(times["running"])
    # Charges are whole seconds, and the scheduler's polling interval is added.
    assert ran.total_seconds() >= (job["usage"]["qpu_charge_time_seconds"] - 1) / 4


def test_latency_delays_every_response_except_the_emulators_own(fragile: Api) -> None:
    fragile.http.patch("/emulator/scenario", json={"latency_seconds": 0.3})
    for path in ("/api/v1/versions", "/api/v1/instance", "/api/v1/nowhere"):
        began = time.monotonic()
        fragile.http.get(path)
        assert time.monotonic() - began >= 0.3
    fragile.emulator.inject(status=503)
    assert fragile.http.get("/").status_code == fragile.http.get("/emulator/scenario").status_code == 200


def test_list_lag_delays_a_new_job_only_in_the_list(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(list_lag_seconds=2, speed=1000, queue_seconds=0))
    began = time.monotonic()
    job_id = api.submit([FLIP], tags=["late"])
    everywhere = [{"tags": "late"}, {"pending": "true"}, {"created_before": "2999-01-01"}, {"sort": "ASC"}]
    hidden = [api.get("/jobs", **asked) for asked in ({}, *everywhere)]
    assert api.get(f"/jobs/{job_id}")["id"] == job_id
    assert api.get("/tags", type="job", search="late")["tags"] == ["late"]
    assert [entry["id"] for entry in api.get("/workloads")["workloads"]] == [job_id]
    assert time.monotonic() - began < 2, "the machine is too slow for this test"
    assert [(page["jobs"], page["count"]) for page in hidden] == [([], 0)] * 5
    while not (shown := api.get("/jobs", tags="late"))["jobs"]:
        assert time.monotonic() - began < 60
        time.sleep(0.05)
    assert time.monotonic() - began >= 2
    assert shown["count"] == 1
    api.http.patch("/emulator/scenario", json={"list_lag_seconds": 0})
    assert api.get("/jobs", tags="late", created_before="2001-01-01")["jobs"] == []
    assert api.submit([FLIP]) in [entry["id"] for entry in api.get("/jobs")["jobs"]]


def test_the_plan_can_be_changed_while_it_runs(fragile: Api) -> None:
    assert fragile("POST", "/sessions", json={"mode": "dedicated"}).status_code == 200
    fragile.http.patch("/emulator/scenario", json={"plan": "open"})
    assert fragile("POST", "/sessions", json={"mode": "dedicated"}).json()["errors"][0]["code"] == 1352
    assert fragile.get("/instances/usage")["usage_allocation_seconds"] == 600
    (plan,) = fragile.get(f"/accounts/{fragile.emulator.instance.split(':')[6][2:]}")["plans"]
    assert plan["plan_id"] == fragile.get("/instance")["plan_id"]


def test_exhausted_usage_keeps_jobs_queued(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(plan="open"))
    api.http.patch("/emulator/scenario", json={"usage_consumed_seconds": 600})
    assert api.get("/instances/usage")["usage_limit_reached"] is True
    job_id = api.submit([FLIP])
    time.sleep(0.5)
    assert api.get(f"/jobs/{job_id}")["status"] == "Queued"
    api.http.patch("/emulator/scenario", json={"usage_consumed_seconds": 0})
    assert api.wait(job_id)["status"] == "Completed"


def test_the_sixth_submission_of_a_minute_is_refused_and_a_seed_repeats_results(
    tmp_path: Path, launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps({"rate_limit": 5, "seed": 4, "token_seconds": 90}))
    samples = []
    for _ in range(2):
        api = connect(launch(scenario=file))
        samples.append(api.run([FLIP, None, 200])["results"][0]["data"])
        statuses = [api("POST", "/jobs", json=submission()).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 200, 429]
        assert api.http.post("/identity/token", data=key_of(api)).json()["expires_in"] == 90
    assert samples[0] == samples[1]


def key_of(api: Api) -> dict[str, str]:
    return {"grant_type": API_KEY_GRANT, "apikey": api.emulator.api_key}


def test_the_scenario_can_cancel_jobs_and_break_one_route_only(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch())
    rules = {
        "jobs": [{"tag": "given-up", "status": "Cancelled"}],
        "faults": [{"path": "/api/v1/jobs/*/results", "status": 503, "times": 1}],
    }
    assert api.http.patch("/emulator/scenario", json=rules).status_code == 200
    assert api.wait(api.submit([FLIP], tags=["given-up"]))["status"] == "Cancelled"
    job_id = api.submit([FLIP])
    assert api.wait(job_id)["status"] == "Completed"
    assert [api("GET", f"/jobs/{job_id}/results").status_code for _ in range(2)] == [503, 200]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"queue_seconds": -1}, "queue_seconds is -1; it must be a number of seconds from 0 to a year"),
        ({"queue_seconds": "1"}, "queue_seconds is '1'"),
        (
            {"run_seconds": "long"},
            "run_seconds is 'long'; it must be a number of seconds from 0 to a year, or 'qpu'",
        ),
        ({"speed": 0}, "speed is 0; it must be a factor from 1e-06"),
        ({"latency_seconds": True}, "latency_seconds is True"),
        ({"rate_limit": 0}, "rate_limit is 0"),
        ({"token_seconds": 1.5}, "token_seconds is 1.5"),
        ({"plan": "gold"}, "plan is 'gold'; it must be one of open, paygo, flex, premium"),
        ({"usage": "RU"}, "usage is 'RU'; it must be one of seconds, both, units"),
        ({"plan": []}, "plan is []"),
        ({"seed": "x"}, "seed is 'x'"),
        (
            {"retired_programs": "sampler"},
            "retired_programs is 'sampler'; it must be a list of sampler, estimator, executor",
        ),
        (
            {"retired_programs": ["smapler"]},
            "retired_programs has 'smapler'; the programs are sampler, estimator",
        ),
        ({"retired_programs": [["sampler"]]}, "retired_programs has ['sampler']"),
        ({"devices": ["ibm_fez"]}, "devices is ['ibm_fez']; it must be a table"),
        (
            {"devices": {"ibm_brisbane": "paused"}},
            "devices.ibm_brisbane is not an emulated device; the devices are ibm_fez",
        ),
        ({"jobs": {"tag": "x"}}, "jobs is {'tag': 'x'}; it must be a list of rules"),
        ({"jobs": ["x"]}, "a rule is 'x'; it must be a table"),
        ({"faults": [{"delay": "1 s"}]}, "delay of a rule is '1 s'; it must be float"),
        ({"faults": [{"times": True}]}, "times of a rule is True; it must be int | None"),
        ({"faults": [{"headers": "x"}]}, "headers of a rule is 'x'"),
    ],
)
def test_an_invalid_value_is_named_and_nothing_is_changed(
    fragile: Api, table: dict[str, object], words: str
) -> None:
    before = fragile.http.get("/emulator/scenario").json()
    answer = fragile.http.patch("/emulator/scenario", json={"usage_consumed_seconds": 1, **table})
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert fragile.http.get("/emulator/scenario").json() == before


def test_a_retired_program_is_refused_like_an_unknown_one_and_older_jobs_continue(fragile: Api) -> None:
    older = fragile.submit([FLIP])
    fragile.http.patch("/emulator/scenario", json={"retired_programs": ["sampler"]})
    refused = fragile("POST", "/jobs", json=submission())
    unknown = fragile("POST", "/jobs", json=submission(program_id="unheard-of"))
    assert (refused.status_code, unknown.status_code) == (404, 404)
    error, other = refused.json()["errors"][0], unknown.json()["errors"][0]
    assert error["message"].startswith("program sampler not found; the programs are estimator, executor")
    assert other["message"] == error["message"].replace("sampler", "unheard-of")
    assert error["code"] == other["code"]
    assert [job["id"] for job in fragile.get("/jobs")["jobs"]] == [older]


def test_an_unknown_backend_is_named_before_a_retired_program(fragile: Api) -> None:
    fragile.emulator.scenario.apply({"retired_programs": ["sampler"]})
    answer = fragile("POST", "/jobs", json=submission(backend="ibm_nowhere"))
    assert answer.json()["errors"][0]["message"] == "Backend ibm_nowhere not found."


def test_a_scenario_can_be_a_dict_and_a_reset_restores_it(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    given = {"retired_programs": ["sampler"], "devices": {"ibm_fez": "paused"}, "jobs": ({"tag": "doomed"},)}
    api = connect(launch(scenario=given))
    given["retired_programs"].append("estimator")  # type: ignore[attr-defined]
    scenario = api.emulator.scenario
    assert scenario.retired_programs == ["sampler"]
    assert scenario.device_state("ibm_fez")[0] == "paused"
    assert [rule.tag for rule in scenario.jobs] == ["doomed"]
    scenario.apply({"retired_programs": []})
    assert api("POST", "/jobs", json=submission()).status_code == 200
    scenario.reset()
    assert api("POST", "/jobs", json=submission()).status_code == 404


def test_an_invalid_dict_is_reported_before_anything_is_started() -> None:
    with pytest.raises(ConfigurationError, match="unknown keys in the scenario: retired; accepted are"):
        start(scenario={"retired": ["sampler"]})  # type: ignore[typeddict-unknown-key]
    with pytest.raises(ConfigurationError, match=r"scenario is \['a'\]; it must be a dict, or a path"):
        start(scenario=["a"])  # type: ignore[typeddict-item]

"""What can be made to go wrong."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from emulator.conftest import FLIP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from emulator.conftest import Api

    from qrt_facade.emulator.server import Emulator


@pytest.fixture
def fragile(launch: Callable[..., Emulator], connect: Callable[..., Api]) -> Api:
    return connect(launch(queue_seconds=600, backends="ibm_fez,ibm_torino"))


def submission(**more: object) -> dict[str, object]:
    return {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP]]}, **more}


def test_a_fault_replaces_the_answer_as_often_as_it_says(fragile: Api) -> None:
    fragile.emulator.inject(
        path="/api/v1/backends", skip=1, times=2, status=503, headers={"Retry-After": "1"}
    )
    statuses = [fragile("GET", "/backends").status_code for _ in range(4)]
    assert statuses == [200, 503, 503, 200]
    assert fragile("GET", "/instance").status_code == 200


def test_a_fault_before_the_work_leaves_no_job_and_one_after_it_leaves_one(fragile: Api) -> None:
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
def test_a_dropped_connection_is_an_error_of_the_transport(fragile: Api, when: str, jobs: int) -> None:
    fragile.emulator.inject(method="POST", times=1, drop=True, when=when)
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        fragile("POST", "/jobs", json=submission())
    assert fragile.get("/jobs")["count"] == jobs


def test_a_truncated_answer_breaks_off(fragile: Api) -> None:
    fragile.emulator.inject(path="*/configuration", times=1, truncate=100)
    with pytest.raises(httpx.RemoteProtocolError, match="complete"):
        fragile("GET", "/backends/ibm_fez/configuration")
    assert fragile.get("/backends/ibm_fez/configuration")["n_qubits"] == 156


def test_a_delay_alone_delivers_the_true_answer_later(fragile: Api) -> None:
    fragile.emulator.inject(path="/api/v1/instance", delay=0.3, times=1)
    began = time.monotonic()
    assert fragile.get("/instance")["plan_id"]
    assert time.monotonic() - began >= 0.3


def test_a_paused_device_says_so_and_keeps_its_jobs_queued(
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


def test_jobs_end_as_the_scenario_file_says(
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


def test_faults_are_shown_and_taken_away(fragile: Api) -> None:
    assert fragile.http.post("/emulator/faults", json={"path": "*", "status": 500}).status_code == 204
    assert fragile("GET", "/instance").status_code == 500
    (shown,) = fragile.http.get("/emulator/scenario").json()["faults"]
    assert (shown["path"], shown["status"]) == ("*", 500)
    fragile.http.delete("/emulator/faults")
    assert fragile("GET", "/instance").status_code == 200


def test_what_is_unknown_in_a_scenario_is_named(
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
    with pytest.raises(ValueError, match="unknown in the scenario: fault"):
        launch(scenario=file)

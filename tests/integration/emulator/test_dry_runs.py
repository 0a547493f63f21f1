"""Dry runs: jobs on mock devices, which are checked like real ones and return random results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from integration.emulator.conftest import Api
from support.circuits import FLIP, HEADER

from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator

MOCKS = {"include_mocks": "true"}
TWO = HEADER + "bit[2] c; bit[3] d; x $0; c[0] = measure $0;"


@pytest.fixture(scope="module")
def flex() -> Iterator[Api]:
    """An instance whose plan has mock devices, with a long queue for real jobs."""
    with start(
        backends="ibm_fez,ibmq_manila", queue_seconds=600, run_seconds=600, workers=1, plan="flex", seed=3
    ) as emulator:
        api = Api(emulator)
        yield api
        api.http.close()


def names(listed: dict[str, Any]) -> list[str]:
    return [device["name"] for device in listed["devices"]]


def test_mocks_are_listed_on_request_with_class_mock(flex: Api) -> None:
    assert names(flex.get("/backends")) == ["ibm_fez", "ibmq_manila"]
    assert names(flex.get("/backends", include_mocks="false")) == ["ibm_fez", "ibmq_manila"]
    listed = flex.get("/backends", **MOCKS)
    assert names(listed) == ["ibm_fez", "ibmq_manila", "mock_fez", "mock_manila"]
    assert [device.get("class") for device in listed["devices"]] == [None, None, "mock", "mock"]
    assert [device["qubits"] for device in listed["devices"]] == [156, 5, 156, 5]
    assert flex("GET", "/backends", params={"include_mocks": "perhaps"}).status_code == 400
    assert flex.get("/instance")["backends"] == ["ibm_fez", "ibmq_manila"]


def test_a_mock_has_the_configuration_and_properties_of_its_device(flex: Api) -> None:
    for what in ("configuration", "properties", "defaults", "status"):
        real, mock = (flex.get(f"/backends/{name}/{what}") for name in ("ibmq_manila", "mock_manila"))
        if real is not None and "backend_name" in real:
            assert (real.pop("backend_name"), mock.pop("backend_name")) == ("ibmq_manila", "mock_manila")
        assert mock == real


def test_a_mock_shows_the_state_of_its_device_but_still_runs_jobs(flex: Api) -> None:
    flex.http.patch("/emulator/scenario", json={"devices": {"ibm_fez": "offline"}})
    assert flex.get("/backends/mock_fez/status")["state"] is False
    assert flex.wait(flex.submit([FLIP], backend="mock_fez"))["status"] == "Completed"
    flex.http.patch("/emulator/scenario", json={"devices": {"ibm_fez": "online", "mock_fez": "paused"}})
    waiting = flex.submit([FLIP], backend="mock_fez")
    assert flex.get("/backends/mock_fez/status")["state"] is False
    assert flex.get("/backends/ibm_fez/status")["state"] is True
    assert flex.get(f"/jobs/{waiting}")["status"] == "Queued"
    flex.http.patch("/emulator/scenario", json={"devices": {"mock_fez": "online"}})
    assert flex.wait(waiting)["status"] == "Completed"


@pytest.mark.parametrize("plan", ["open", "paygo"])
def test_a_mock_is_not_found_on_a_plan_without_mocks(flex: Api, plan: str) -> None:
    flex.http.patch("/emulator/scenario", json={"plan": plan})
    try:
        assert names(flex.get("/backends", **MOCKS)) == ["ibm_fez", "ibmq_manila"]
        assert flex("GET", "/backends/mock_fez/status").status_code == 404
        params = {"pubs": [[FLIP]]}
        answer = flex(
            "POST", "/jobs", json={"program_id": "sampler", "backend": "mock_fez", "params": params}
        )
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, 1216)
        assert answer.json()["errors"][0]["message"] == "Backend mock_fez not found."
        session = flex("POST", "/sessions", json={"mode": "batch", "backend": "mock_fez"})
        assert session.status_code == 404
    finally:
        flex.http.patch("/emulator/scenario", json={"plan": "flex"})


def test_a_dry_run_completes_while_its_device_is_busy_and_is_not_charged(flex: Api) -> None:
    before = flex.get("/instances/usage")
    real = flex.submit([FLIP])
    job = flex.wait(flex.submit([FLIP], backend="mock_fez"))
    assert job["backend"] == "mock_fez"
    assert flex.get(f"/jobs/{real}")["status"] == "Queued"
    assert job["usage"] == {"qpu_charge_time_seconds": 4, "value": 10, "status": "complete"}
    metrics = flex.get(f"/jobs/{job['id']}/metrics")
    assert metrics["usage"]["value"] == 10
    assert metrics["circuits_execution_time_ns"] > 0
    after = flex.get("/instances/usage")
    assert [entry["usage_consumed_ru"] for entry in (before, after)] == [0, 0]
    assert flex.get("/analytics/usage")["usage"] == 0
    assert "its result is random" in flex.http.get(f"/jobs/{job['id']}").text
    assert "random: a dry run" not in flex.http.get(f"/jobs/{real}").text
    assert "mock: the result is random" in flex("GET", f"/jobs/{job['id']}/logs").text
    flex("POST", f"/jobs/{real}/cancel")


def test_a_dry_run_runs_with_no_usage_left(flex: Api) -> None:
    flex.http.patch("/emulator/scenario", json={"usage_consumed_seconds": 1_000_000})
    assert flex.get("/instances/usage")["usage_limit_reached"] is True
    assert flex.wait(flex.submit([FLIP], backend="mock_fez"))["status"] == "Completed"
    flex.http.patch("/emulator/scenario", json={"usage_consumed_seconds": 0})


def test_lists_show_dry_runs_on_request(flex: Api) -> None:
    dry = flex.submit([FLIP], backend="mock_manila", tags=["rehearsal"])
    flex.wait(dry)
    for path, key in (("/jobs", "jobs"), ("/workloads", "workloads")):
        assert flex.get(path, tags="rehearsal")[key] == []
        assert flex.get(path, backend="mock_manila")[key] == []
        (found,) = flex.get(path, tags="rehearsal", **MOCKS)[key]
        assert (found["id"], found["backend"]) == (dry, "mock_manila")
    assert flex.get("/jobs", tags="rehearsal")["count"] == 0
    assert flex.get("/workloads", tags="rehearsal")["total_count"] == 0
    assert flex.get(f"/jobs/{dry}")["id"] == dry


def test_a_sampler_returns_random_bits_in_the_shape_of_the_real_result(flex: Api) -> None:
    angles = [[[0.1], [0.2], [0.3]]]
    swept = HEADER + "input float a; bit[2] c; rx(a) $0; c[0] = measure $0;"
    body = flex.run([swept, angles, 40], [TWO, None, 400], backend="mock_fez")
    samples = body["results"][0]["data"]["c"]["samples"]
    assert [len(samples), len(samples[0]), len(samples[0][0])] == [1, 3, 40]
    data = body["results"][1]["data"]
    assert {name: register["num_bits"] for name, register in data.items()} == {"c": 2, "d": 3}
    assert set(data["c"]["samples"]) == {"0x0", "0x1", "0x2", "0x3"}
    assert len(set(data["d"]["samples"])) == 8


def test_a_seed_repeats_a_dry_run(flex: Api) -> None:
    def seen(seed: int) -> Any:
        params = {"options": {"simulator": {"seed_simulator": seed}}}
        return flex.run([TWO, None, 60], backend="mock_fez", params=params)["results"][0]["data"]

    assert seen(5) == seen(5) != seen(6)


def test_an_estimator_returns_values_that_the_observables_could_have(flex: Api) -> None:
    circuit = HEADER + "x $0; x $1;"
    pub = [circuit, [[{"ZZ": 2.0, "XI": -1.0}], [{"IZ": 0.5}], [{"II": 1.0}]], None, 0.05]
    params = {"params": {"support_qiskit": False}, "program": "estimator", "backend": "mock_fez"}
    (result,) = flex.run(pub, **params)["results"]
    evs, stds = result["data"]["evs"], result["data"]["stds"]
    for norm, (ev,), (std,) in zip((3.0, 0.5, 1.0), evs, stds, strict=True):
        assert -norm <= ev <= norm
        assert 0 <= std <= norm * 0.05
    assert result["metadata"]["target_precision"] == 0.05
    (other,) = flex.run([circuit, [{"ZZ": 1.0}] * 20], **params)["results"]
    assert min(other["data"]["evs"]) < 0 < max(other["data"]["evs"])  # the real value of each is 1


@pytest.mark.parametrize(
    ("pub", "more"),
    [
        ([HEADER + "h $0;"], {}),
        (["no circuit"], {}),
        ([HEADER + "bit[1] c; h $0; c[0] = measure $0;"], {}),
        ([HEADER + "input float a; bit[1] c; rz(1 / a) $0; c[0] = measure $0;", [0.0]], {}),
        ([FLIP, [1.0]], {}),
        ([FLIP, None, 20_000_000], {}),
        ([FLIP, None, 100_000], {"cost": 3}),
    ],
)
def test_jobs_fail_on_a_mock_for_the_same_reason_as_on_the_device(
    flex: Api, pub: list[Any], more: dict[str, Any]
) -> None:
    flex.http.patch("/emulator/scenario", json={"queue_seconds": 0, "run_seconds": 0})
    real, dry = (flex.wait(flex.submit(pub, backend=name, **more)) for name in ("ibm_fez", "mock_fez"))
    flex.http.patch("/emulator/scenario", json={"queue_seconds": 600, "run_seconds": 600})
    assert real["status"] != "Completed"
    assert dry["status"] == real["status"]
    assert {**dry["state"]} == {
        name: value.replace("ibm_fez", "mock_fez") if isinstance(value, str) else value
        for name, value in real["state"].items()
    }
    assert dry["usage"] == real["usage"]


def test_a_dry_run_does_not_change_the_session_of_the_device(flex: Api) -> None:
    session = flex("POST", "/sessions", json={"mode": "dedicated", "backend": "ibm_fez"}).json()
    job = flex.wait(flex.submit([FLIP], backend="mock_fez", session_id=session["id"]))
    assert (job["status"], job["session_id"]) == ("Completed", session["id"])
    after = flex.get(f"/sessions/{session['id']}")
    assert (after["state"], after["elapsed_time"], after["backend_name"]) == ("open", 0, "ibm_fez")
    assert "started_at" not in after
    flex("DELETE", f"/sessions/{session['id']}/close")
    body = {"mode": "batch", "backend": "ibmq_manila"}
    batch = flex("POST", "/sessions", json=body).json()["id"]
    flex.wait(flex.submit([FLIP], backend="mock_manila", session_id=batch))
    assert flex.get(f"/sessions/{batch}")["elapsed_time"] == 0
    refused = flex(
        "POST",
        "/jobs",
        json={
            "program_id": "sampler",
            "backend": "mock_fez",
            "session_id": batch,
            "params": {"pubs": [[FLIP]]},
        },
    )
    assert refused.status_code == 400
    assert flex("PATCH", f"/sessions/{batch}", json={"accepting_jobs": False}).status_code == 204
    assert flex.get(f"/sessions/{batch}")["state"] == "closed"


def test_a_session_of_a_mock_is_listed_only_with_mocks_and_refuses_real_jobs(flex: Api) -> None:
    batch = flex("POST", "/sessions", json={"mode": "batch", "backend": "mock_fez"}).json()["id"]
    flex.wait(flex.submit([FLIP], backend="mock_fez", session_id=batch))
    session = flex.get(f"/sessions/{batch}")
    assert (session["state"], session["elapsed_time"]) == ("active", 4)
    assert batch not in {one["id"] for one in flex.get("/workloads", limit=50)["workloads"]}
    assert batch in {one["id"] for one in flex.get("/workloads", limit=50, **MOCKS)["workloads"]}
    real = {"program_id": "sampler", "backend": "ibm_fez", "session_id": batch, "params": {"pubs": [[FLIP]]}}
    assert flex("POST", "/jobs", json=real).status_code == 400

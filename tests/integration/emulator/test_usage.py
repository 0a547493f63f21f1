"""Usage in seconds, in resource units (RUs), and in both."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from integration.emulator.conftest import Api
from support.circuits import FLIP

from qrt_facade.emulator import start
from qrt_facade.emulator.domain.usage import RUS_PER_SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

PATHS = (
    "/instance", "/instances/usage", "/instances/configuration", "/analytics/usage",
    "/analytics/usage_grouped?group_by=backend", "/analytics/usage_grouped_by_date?group_by=instance", "/workloads", "/jobs",
)  # fmt: skip
NOT_USAGE = {"estimated_running_time_seconds"}
"""Usage that a job may reach; it is not charged."""


@pytest.fixture(scope="module")
def charged() -> Iterator[tuple[Api, dict[str, str]]]:
    """A limited instance on a plan with an allocation, which has run an individual job, a batch and a session."""
    with start(backends="ibmq_manila", queue_seconds=0, run_seconds=0, workers=1, plan="premium") as emulator:
        api = Api(emulator)
        emulator.scenario.apply({"jobs": [{"status": "Completed", "qpu_seconds": 4}]})  # nothing is simulated
        api("PUT", "/instances/configuration", json={"instance_limit": 1000})
        ids = {"job": api.submit([FLIP], backend="ibmq_manila")}
        for mode in ("batch", "dedicated"):
            ids[mode] = api("POST", "/sessions", json={"mode": mode, "backend": "ibmq_manila"}).json()["id"]
            ids[f"in {mode}"] = api.submit([FLIP], backend="ibmq_manila", session_id=ids[mode])
        for name in ("job", "in batch", "in dedicated"):
            api.wait(ids[name])
        for mode in ("batch", "dedicated"):
            api("DELETE", f"/sessions/{ids[mode]}/close")
        emulator.scenario.apply({"jobs": []})
        yield api, ids
        api.http.close()


def answers(api: Api, ids: dict[str, str], mode: str) -> dict[str, Any]:
    """Return every response that contains usage, in one mode."""
    api.http.patch("/emulator/scenario", json={"usage": mode}).raise_for_status()
    account = api.emulator.instance.split(":a/")[1].split(":")[0]
    own = (f"/jobs/{ids['job']}", f"/jobs/{ids['job']}/metrics", f"/sessions/{ids['dedicated']}")
    found = {path: got(api, path) for path in (*PATHS, *own, f"/accounts/{account}")}
    extensions = api.http.get("/v2/resource_instances").json()["resources"][0]["extensions"]
    return {**found, "extensions": extensions}


def got(api: Api, path: str) -> Any:
    bare, _, group = path.partition("?group_by=")
    return api.get(bare, **({"group_by": group} if group else {}))


def names(value: Any) -> Iterator[str]:
    """Yield the names of all numbers in a JSON document, including numbers written as text."""
    if isinstance(value, dict):
        for name, content in value.items():
            if not isinstance(content, dict | list):
                yield name
            yield from names(content)
    elif isinstance(value, list):
        for content in value:
            yield from names(content)


def is_in_seconds(name: str) -> bool:
    timed = name.endswith(("_seconds", "_usage")) or name in {"usage", "instance_limit", "elapsed_time"}
    return timed and name not in NOT_USAGE


def is_in_units(name: str) -> bool:
    return name.endswith("_ru") or name == "value"


def test_usage_in_units_contains_no_figure_in_seconds(charged: tuple[Api, dict[str, str]]) -> None:
    for path, body in answers(*charged, "units").items():
        assert not [name for name in names(body) if is_in_seconds(name)], path
        assert path.startswith("/sessions") or any(map(is_in_units, names(body))), path


def test_usage_in_seconds_has_no_figure_in_units(charged: tuple[Api, dict[str, str]]) -> None:
    for path, body in answers(*charged, "seconds").items():
        assert not [name for name in names(body) if is_in_units(name)], path
        assert any(map(is_in_seconds, names(body))), path


def test_usage_in_seconds_and_units_differs_by_the_rate(
    charged: tuple[Api, dict[str, str]],
) -> None:
    _, ids = charged
    found = answers(*charged, "both")
    assert RUS_PER_SECOND == 2.5
    assert found[f"/jobs/{ids['job']}"]["usage"] == {
        "qpu_charge_time_seconds": 4, "value": 10, "status": "complete",
    }  # fmt: skip
    assert found[f"/jobs/{ids['job']}/metrics"]["usage"]["value"] == 10
    workload = next(entry for entry in found["/workloads"]["workloads"] if entry["id"] == ids["batch"])
    assert (workload["usage_seconds"], workload["usage"]["value"]) == (4, 10)
    assert found["/instance"].items() >= {
        "instance_limit_seconds": "1000", "instance_limit_ru": 2500, "usage_allocation_ru": 240_000,
    }.items()  # fmt: skip
    assert found["extensions"].items() >= {"instance_limit_ru": 2500, "usage_allocation_ru": 240_000}.items()
    used = found["/instances/usage"]
    assert (used["usage_consumed_seconds"], used["usage_consumed_ru"]) == (12, 30)
    assert (used["usage_limit_seconds"], used["usage_limit_ru"]) == (1000, 2500)
    totals = found["/analytics/usage"]
    assert (totals["individual_jobs_usage"], totals["individual_jobs_usage_ru"]) == (4000, 10)
    assert (totals["avg_batch_sessions_usage"], totals["max_batch_sessions_usage_ru"]) == (4000, 10)


@pytest.mark.parametrize("version", ["2024-01-01", "2025-05-01", "2026-02-15"])
def test_older_versions_report_only_seconds(charged: tuple[Api, dict[str, str]], version: str) -> None:
    api, ids = charged
    api.http.patch("/emulator/scenario", json={"usage": "units"})
    old = Api(api.emulator, version=version)
    assert old.get(f"/jobs/{ids['job']}")["usage"] == {"quantum_seconds": 4, "seconds": 4}
    assert old.get(f"/jobs/{ids['job']}/metrics")["bss"] == {"seconds": 4}
    for path in PATHS:
        assert not [name for name in names(got(old, path)) if is_in_units(name)], path
    assert old.get("/instances/usage")["usage_consumed_seconds"] == 12
    old.http.close()


def test_limits_are_always_set_in_seconds(charged: tuple[Api, dict[str, str]]) -> None:
    api, _ = charged
    api.http.patch("/emulator/scenario", json={"usage": "units"})
    assert api("PUT", "/instances/configuration", json={"instance_limit": 500}).status_code == 204
    assert api.get("/instances/configuration") == {"instance_limit_ru": 1250}
    limit = {"parameters": {"instance_limit_seconds": 1000}}
    crn = api.emulator.instance.replace(":", "%3A").replace("/", "%2F")
    assert api.http.patch(f"/v2/resource_instances/{crn}", json=limit).status_code == 200
    assert api.get("/instances/configuration") == {"instance_limit_ru": 2500}


def test_a_job_cancelled_while_running_is_charged_the_same_everywhere(
    charged: tuple[Api, dict[str, str]],
) -> None:
    api, _ = charged
    running = {"usage": "both", "run_seconds": 60, "jobs": [{"status": "Completed"}]}
    api.http.patch("/emulator/scenario", json=running).raise_for_status()
    before = api.get("/instances/usage")
    job_id = api.submit([FLIP], backend="ibmq_manila")
    while api.get(f"/jobs/{job_id}")["status"] != "Running":
        time.sleep(0.02)
    time.sleep(0.65)
    api("POST", f"/jobs/{job_id}/cancel")
    api.http.patch("/emulator/scenario", json={"run_seconds": 0, "jobs": []})
    (entry,) = [one for one in api.get("/workloads")["workloads"] if one["id"] == job_id]
    after = api.get("/instances/usage")
    seconds = after["usage_consumed_seconds"] - before["usage_consumed_seconds"]
    assert api.get(f"/jobs/{job_id}")["usage"]["qpu_charge_time_seconds"] == seconds
    assert entry["usage"]["qpu_charge_time_seconds"] == seconds
    assert seconds >= 1

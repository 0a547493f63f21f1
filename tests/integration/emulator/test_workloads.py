"""Workloads and analytics of jobs that were executed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from integration.emulator.conftest import Api
from support.circuits import FLIP, HEADER

from qrt_facade.emulator import start
from qrt_facade.emulator.domain.workloads import Workload, page

if TYPE_CHECKING:
    from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def used() -> Iterator[tuple[Api, dict[str, str]]]:
    """An instance with a history: four individual jobs, and a session and a batch with jobs."""
    with start(backends="ibm_fez,ibm_torino", queue_seconds=0.02, run_seconds=0, workers=1) as emulator:
        api = Api(emulator)
        ids = {
            "completed": api.submit([FLIP], tags=["alpha"]),
            "torino": api.submit([FLIP], backend="ibm_torino", tags=["alpha", "beta"]),
            "failed": api.submit([HEADER + "h $0;"]),
        }
        for mode in ("dedicated", "batch"):
            ids[mode] = api("POST", "/sessions", json={"mode": mode, "backend": "ibm_fez"}).json()["id"]
            ids[f"in {mode}"] = api.submit([FLIP], session_id=ids[mode], tags=[f"of-{mode}"])
            api.wait(ids[f"in {mode}"])
            api("PATCH", f"/sessions/{ids[mode]}", json={"accepting_jobs": False})
        for name in ("completed", "torino", "failed"):
            api.wait(ids[name])
        emulator_is_slow = api.submit([FLIP])
        api("POST", f"/jobs/{emulator_is_slow}/cancel")
        yield api, {**ids, "canceled": emulator_is_slow}
        api.http.close()


def test_workloads_are_individual_jobs_and_sessions_oldest_first(used: tuple[Api, dict[str, str]]) -> None:
    api, ids = used
    body = api.get("/workloads")
    names = ("completed", "torino", "failed", "dedicated", "batch", "canceled")
    assert [entry["id"] for entry in body["workloads"]] == [ids[name] for name in names]
    assert (body["total_count"], body["limit"]) == (6, 10)
    assert not {"next", "previous"} & set(body)
    modes = [entry["mode"] for entry in body["workloads"]]
    assert modes == ["job", "job", "job", "session", "batch", "job"]
    statuses = [entry["status"] for entry in body["workloads"]]
    assert statuses == ["completed", "completed", "failed", "completed", "completed", "canceled"]
    first, session = body["workloads"][0], body["workloads"][3]
    assert first["accepting_jobs"] is None
    assert first["usage"] == {"qpu_charge_time_seconds": 4, "value": 10, "status": "complete"}
    assert session["accepting_jobs"] is False
    assert session["tags"] == ["of-dedicated"]


def test_workloads_are_filtered(used: tuple[Api, dict[str, str]]) -> None:
    api, ids = used

    def found(**query: Any) -> set[str]:
        by_id = {value: key for key, value in ids.items()}
        return {by_id[entry["id"]] for entry in api.get("/workloads", **query)["workloads"]}

    assert found(status="failed") == {"failed"}
    assert found(**{"status[]": ["failed", "canceled"]}) == {"failed", "canceled"}
    assert found(mode="batch") == {"batch"}
    assert found(backend="ibm_torino") == {"torino"}
    assert found(tags=["alpha", "beta"]) == {"torino"}
    assert found(search="alph") == {"completed", "torino"}
    assert found(search=ids["dedicated"][:13]) == {"dedicated"}
    assert found(user="me", created_after="2031-01-01T00:00:00Z") == set()
    for wrong in (
        {"status": "done"},
        {"mode": "all"},
        {"sort": "name"},
        {"user": "you"},
        {"next": "x"},
        {"limit": 51},
    ):
        assert api("GET", "/workloads", params=wrong).status_code == 400


def test_cursors_lead_through_all_pages_and_back(used: tuple[Api, dict[str, str]]) -> None:
    api, _ = used
    everything = [entry["id"] for entry in api.get("/workloads", sort="-createdAt")["workloads"]]
    body = api.get("/workloads", sort="-createdAt", limit=4)
    pages = [[entry["id"] for entry in body["workloads"]]]
    while "next" in body:
        body = api.http.get(body["next"]["href"]).json()
        pages.append([entry["id"] for entry in body["workloads"]])
    assert [workload for one in pages for workload in one] == everything
    assert [len(one) for one in pages] == [4, 2]
    back = api.http.get(body["previous"]["href"]).json()
    assert [entry["id"] for entry in back["workloads"]] == everything[:4]


@given(count=st.integers(0, 30), limit=st.integers(1, 12), descending=st.booleans())
def test_following_the_cursors_visits_each_workload_once_whatever_the_limit(
    count: int, limit: int, descending: bool
) -> None:
    everything = [
        Workload(f"{n:03}", f"2026-01-01T00:00:{n // 3:02}Z", None, "b", "c", "job", "pending", (), None)
        for n in range(count)
    ]
    seen: list[Workload] = []
    here = page(everything, limit, descending=descending, after=None, before=None)
    while True:
        seen += here.workloads
        assert here.total == count
        if here.next is None:
            break
        following = page(everything, limit, descending=descending, after=here.next, before=None)
        assert following.previous is not None
        back = page(everything, limit, descending=descending, after=None, before=following.previous)
        assert back.workloads == here.workloads
        here = following
    assert seen == (everything[::-1] if descending else everything)


def test_totals_are_the_sums_over_all_jobs(used: tuple[Api, dict[str, str]]) -> None:
    api, ids = used
    usage = api.get("/analytics/usage")
    charged = {
        name: api.get(f"/jobs/{ids[name]}")["usage"]["qpu_charge_time_seconds"]
        for name in ("completed", "torino", "failed", "canceled", "in batch")
    }
    individual = 1000 * sum(seconds for name, seconds in charged.items() if name != "in batch")
    assert (usage["jobs"], usage["individual_jobs"], usage["sessions"]) == (6, 4, 2)
    assert usage["individual_jobs_usage"] == individual
    assert usage["max_individual_jobs_usage"] == 4000
    assert usage["avg_individual_jobs_usage"] == individual / 4
    assert (usage["batch_sessions"], usage["dedicated_sessions"]) == (1, 1)
    assert usage["batch_sessions_usage"] == 1000 * charged["in batch"]
    assert usage["dedicated_sessions_usage"] > 0
    assert usage["usage"] == individual + usage["batch_sessions_usage"] + usage["dedicated_sessions_usage"]
    assert 0 < usage["avg_queue_time"] <= usage["max_queue_time"] <= usage["queue_time"]


def test_groups_add_up_to_the_totals(used: tuple[Api, dict[str, str]]) -> None:
    api, _ = used
    total = api.get("/analytics/usage")
    for group in ("instance", "backend", "user_id", "plan", "subscription_id"):
        data = api.get("/analytics/usage_grouped", group_by=group)["data"]
        assert sum(entry["usage"] for entry in data) == total["usage"]
        assert sum(entry["jobs"] for entry in data) == total["jobs"]
    backends = [entry["key"] for entry in api.get("/analytics/usage_grouped", group_by="backend")["data"]]
    assert backends == ["ibm_fez", "ibm_torino"]
    dated = api.get("/analytics/usage_grouped_by_date", group_by="instance")
    assert sum(entry["jobs"] for entry in dated["data"]) == total["jobs"]
    assert dated["interval_start"] < dated["data"][0]["interval_end"]
    for wrong in ("usage_grouped", "usage_grouped_by_date"):
        assert api("GET", f"/analytics/{wrong}", params={"group_by": "colour"}).status_code == 400


def test_analytics_are_filtered(used: tuple[Api, dict[str, str]]) -> None:
    api, _ = used
    filters = api.get("/analytics/filters")
    assert [entry["name"] for entry in filters["backends"]] == ["ibm_fez", "ibm_torino"]
    (instance,) = filters["instances"]
    assert api.get("/analytics/usage", instance=instance["id"])["jobs"] == 6
    assert api.get("/analytics/usage", **{"backend[]": "ibm_torino"})["jobs"] == 1
    assert api.get("/analytics/usage", instance="crn:other")["jobs"] == 0
    assert api.get("/analytics/usage", interval_end="2020-01-01T00:00:00Z")["usage"] == 0
    assert api("GET", "/analytics/usage", params={"interval_start": "monday"}).status_code == 400


def test_function_runs_of_a_scenario_are_listed_as_workloads(used: tuple[Api, dict[str, str]]) -> None:
    api, _ = used
    runs = [
        {"id": "f-2", "status": "in_progress", "qpu_seconds": 2},
        {
            "id": "f-1",
            "created": "2026-01-01",
            "ended": "2026-01-02",
            "qpu_seconds": 12,
            "backend": "ibm_fez",
        },
    ]
    assert api.http.patch("/emulator/scenario", json={"functions": runs}).status_code == 200
    assert api.get("/workloads", limit=50)["total_count"] == 8
    first, second = api.get("/workloads", mode="function")["workloads"]
    assert (first["id"], first["ended"], first["backend"]) == (
        "f-1",
        "2026-01-02T00:00:00.000000Z",
        "ibm_fez",
    )
    assert first["usage"] == {"qpu_charge_time_seconds": 12, "value": 30, "status": "complete"}
    assert (second["id"], second["status"], second["usage"]["status"]) == ("f-2", "in_progress", "pending")
    wrong = api.http.patch("/emulator/scenario", json={"functions": [{"created": "monday"}]})
    assert (wrong.status_code, "created or ended of a function" in wrong.text) == (400, True)
    api.http.patch("/emulator/scenario", json={"functions": []})
    assert api.get("/workloads", mode="function")["workloads"] == []

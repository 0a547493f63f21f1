"""The instance's limits, usage and account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.circuits import FLIP
from support.emulators import OTHER_INSTANCE

from qrt_facade.emulator import DEFAULT_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator


def test_an_instance_limit_is_set_shown_and_removed(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch())
    assert api.get("/instances/configuration") == {"instance_limit": None, "instance_limit_ru": None}
    assert "usage_limit_seconds" not in api.get("/instances/usage")
    assert api("PUT", "/instances/configuration", json={"instance_limit": 61}).status_code == 204
    assert api.get("/instances/configuration") == {"instance_limit": 61, "instance_limit_ru": 152.5}
    assert api.get("/instance")["instance_limit_seconds"] == "61"
    usage = api.get("/instances/usage")
    assert (usage["usage_limit_seconds"], usage["usage_limit_reached"]) == (61, False)
    assert api("PUT", "/instances/configuration", json={"instance_limit": 0}).status_code == 400
    api.wait(api.submit([FLIP]))
    assert api("PUT", "/instances/configuration", json={"instance_limit": 1}).status_code == 409
    assert api("PUT", "/instances/configuration", json={"instance_limit": None}).status_code == 204
    assert api.get("/instances/configuration") == {"instance_limit": None, "instance_limit_ru": None}


def test_jobs_wait_when_the_limit_is_reached_and_run_when_it_is_raised(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch())
    api("PUT", "/instances/configuration", json={"instance_limit": 4})
    assert api.wait(api.submit([FLIP]))["usage"]["qpu_charge_time_seconds"] == 4
    assert api.get("/instances/usage")["usage_limit_reached"] is True
    waiting, finished_later = api.submit([FLIP]), api.submit([FLIP])
    api("POST", f"/jobs/{finished_later}/cancel")
    assert api.get(f"/jobs/{waiting}")["status"] == "Queued"
    api("PUT", "/instances/configuration", json={"instance_limit": None})
    assert api.wait(waiting)["status"] == "Completed"


def test_a_job_that_exceeds_the_limit_while_running_is_cancelled(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch())
    api("PUT", "/instances/configuration", json={"instance_limit": 3})
    job = api.wait(api.submit([FLIP]))
    assert job["status"] == "Cancelled - Ran too long"
    assert job["state"]["reason"] == "Ran too long"


def test_the_account_lists_the_plan_of_its_instance(api: Api) -> None:
    account = api.emulator.instance.split(":a/")[1].split(":")[0]
    (plan,) = api.get(f"/accounts/{account}")["plans"]
    assert plan["plan_id"] == api.get("/instance")["plan_id"] == api.get("/instances/usage")["plan_id"]
    assert "ibm_fez" in plan["backends"]
    assert api.get(f"/accounts/{account}", plan_id="another")["plans"] == []
    assert api("GET", "/accounts/ffffffff").status_code == 404


def test_jobs_waiting_for_usage_do_not_block_lanes_for_other_instances(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    emulator = launch(instance=[DEFAULT_INSTANCE, OTHER_INSTANCE], lanes=1)
    poor, rich = connect(emulator), connect(emulator, crn=OTHER_INSTANCE)
    poor("PUT", "/instances/configuration", json={"instance_limit": 4})
    poor.wait(poor.submit([FLIP]))
    waiting = [poor.submit([FLIP]) for _ in range(3)]
    assert rich.wait(rich.submit([FLIP]))["status"] == "Completed"
    assert {poor.get(f"/jobs/{job_id}")["status"] for job_id in waiting} == {"Queued"}

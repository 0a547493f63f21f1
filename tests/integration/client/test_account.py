from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.scripted import ScriptedServer, reply

from qrt_facade import ConfigurationError, RuntimeClient, resource_units
from qrt_facade._policy import listing

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator


@pytest.fixture(scope="module")
def ran(emulator: Emulator) -> dict[str, str]:
    """Ids of a completed job and its session."""
    with RuntimeClient(**emulator.access) as client:
        job = client.sampler.submit(FLIP, backend="ibm_fez", tags=["accounted for"]).wait()
        with client.sessions.create(backend="ibm_fez", mode="batch") as session:
            session.sampler.submit(FLIP).wait()
        return {"job": job.id, "session": session.id}


def sends_seconds(client: RuntimeClient) -> bool:
    """Whether the service reports usage in seconds, in addition to resource units or instead of them."""
    return client.usage().consumed_seconds is not None


def test_usage_grows_by_what_a_job_is_charged(client: RuntimeClient) -> None:
    # Jobs that other tests did not wait for are also charged when they end.
    client.jobs.wait_all(client.jobs.list(pending=True))
    before = client.usage()
    job = client.sampler.submit(FLIP, backend="ibm_fez").wait()
    after = client.usage()
    assert before.consumed is not None
    charge = job.usage.value if after.unit == "RU" else job.usage.seconds
    assert charge is not None
    assert charge > 0
    assert after.consumed == pytest.approx(before.consumed + charge)
    assert after.period_start is not None
    assert after.period_end is not None
    assert after.period_start < after.period_end


@pytest.mark.parametrize(
    "given", [{"limit": -1}, {"limit": True}, {"limit": "5"}, {"status": "failed"}, {"tags": "abc"}]
)
def test_invalid_workload_filters_raise_with_name_and_value(
    client: RuntimeClient, given: dict[str, Any]
) -> None:
    ((name, value),) = given.items()
    with pytest.raises(ConfigurationError, match=f"^{name}={value!r}: expected "):
        next(client.workloads.list(**given))


def test_instance_returns_backends_and_plan(client: RuntimeClient) -> None:
    instance = client.instance()
    assert instance.plan_id
    assert instance.raw


def test_instance_limit_can_be_set_read_and_removed(client: RuntimeClient) -> None:
    client.instances.set_configuration(instance_limit=100_000)
    limit, usage = client.instances.limit(), client.usage()
    assert (limit.value, limit.unit) == (usage.limit, usage.unit)
    assert limit.seconds == usage.limit_seconds
    assert limit.seconds == (100_000 if sends_seconds(client) else None)
    if limit.seconds is None:
        with pytest.warns(RuntimeWarning, match=rf"a limit of {limit.ru:,.0f} RU, .*instances\.limit"):
            assert client.instances.configuration() is None
    else:
        assert client.instances.configuration() == 100_000
    client.instances.set_configuration(instance_limit=None)
    assert client.instances.configuration() is None
    assert client.instances.limit().value is None


def test_warning_about_a_limit_in_resource_units_shows_all_digits() -> None:
    with (
        ScriptedServer(reply({"instance_limit_ru": 1_234_567})) as server,
        RuntimeClient(**server.arguments()) as client,
        pytest.warns(RuntimeWarning, match="1,234,567 RU"),
    ):
        assert client.instances.configuration() is None


def test_the_account_of_the_instance_has_plans(client: RuntimeClient) -> None:
    plans = client.account()
    assert plans
    assert plans[0].plan_id


def test_workloads_list_jobs_and_sessions(client: RuntimeClient, ran: dict[str, str]) -> None:
    found = {workload.id: workload for workload in client.workloads.list()}
    assert found[ran["job"]].mode == "job"
    assert found[ran["job"]].status == "completed"
    assert found[ran["job"]].created is not None
    assert found[ran["session"]].mode == "batch"


def test_workloads_are_paginated_without_losses(
    client: RuntimeClient, ran: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [workload.id for workload in client.workloads.list()]
    # Five full pages and a partial one, however many workloads other tests have left.
    page = min(listing.MAX_WORKLOADS_PAGE, max(2, len(whole) // 5))  # at most what the service accepts
    monkeypatch.setattr(listing, "MAX_WORKLOADS_PAGE", page)
    assert [workload.id for workload in client.workloads.list()] == whole
    assert [workload.id for workload in client.workloads.list(limit=3)] == whole[:3]
    assert [workload.id for workload in client.workloads.list(descending=False)] == whole[::-1]


def test_workloads_are_filtered(client: RuntimeClient, ran: dict[str, str]) -> None:
    assert [workload.id for workload in client.workloads.list(tags=["accounted for"])] == [ran["job"]]
    assert ran["session"] in {workload.id for workload in client.workloads.list(mode="batch")}
    assert list(client.workloads.list(mode="job", status=["failed"], search=ran["job"])) == []


def test_tags_search_returns_matching_tags(client: RuntimeClient, ran: dict[str, str]) -> None:
    assert "accounted for" in client.tags.search("accounted")
    assert client.tags.search("never used") == []


def test_tags_search_hides_submission_tags(client: RuntimeClient, ran: dict[str, str]) -> None:
    assert client.tags.search("qrt-") == []
    (workload,) = client.workloads.list(tags=["accounted for"])
    assert workload.tags == ("accounted for",)
    assert len(workload.raw["tags"]) > 1, "they are there"


@pytest.mark.parametrize("text", ["", "ab", "x" * 101])
def test_tags_search_rejects_texts_the_service_would_reject(client: RuntimeClient, text: str) -> None:
    with pytest.raises(ConfigurationError, match="3 to 100 characters"):
        client.tags.search(text)


def test_analytics_count_completed_jobs(client: RuntimeClient, ran: dict[str, str]) -> None:
    totals = client.analytics.usage()
    by_backend = {group.key: group for group in client.analytics.usage_grouped("backend")}
    assert totals.jobs >= 2
    charged = totals.usage if sends_seconds(client) else resource_units(totals)
    assert charged is not None
    assert charged > 0
    assert by_backend["ibm_fez"].jobs == totals.jobs
    assert client.analytics.usage(backends=["ibmq_manila"]).jobs == 0
    assert client.analytics.usage_by_date(start="2020-01-01")
    assert "ibm_fez" in {backend.name for backend in client.analytics.filters().backends}


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ({"backends": "ibm_fez"}, "backends='ibm_fez'"),
        ({"subscriptions": ["no uuid"]}, "expected UUIDs"),
        ({"start": "some day"}, "start='some day'"),
        ({"backend": ["ibm_fez"]}, "unknown filter 'backend'"),
    ],
)
def test_invalid_analytics_filters_raise(client: RuntimeClient, filters: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        client.analytics.usage(**filters)


@pytest.mark.parametrize("instances", ["crn", 5])
def test_analytics_filters_require_a_list_of_instances(client: RuntimeClient, instances: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"instances={instances!r}: expected a list of strings"):
        client.analytics.filters(instances=instances)


def test_a_filter_of_none_is_not_sent(client: RuntimeClient, ran: dict[str, str]) -> None:
    assert client.analytics.filters(instances=None) == client.analytics.filters()  # type: ignore[arg-type]
    assert client.analytics.usage(instances=None).jobs == client.analytics.usage().jobs  # type: ignore[typeddict-item]

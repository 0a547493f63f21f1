"""Usage in resource units and in seconds: each is parsed separately, and a missing figure is None, never 0."""

from __future__ import annotations

from typing import Any

import pytest
from qrt_client.models import ExpandedPlanConfiguration, GetAnalyticsUsageResponse
from support.html import rows

from qrt_facade import ConfigurationError, JobUsage, resource_units
from qrt_facade._display.html import html_of
from qrt_facade._service.instances import Instance, InstanceLimit, Usage
from qrt_facade._service.job_metrics import Metrics
from qrt_facade._service.workloads import Workload

SECONDS = {"usage_consumed_seconds": 100, "usage_limit_seconds": 600, "usage_allocation_seconds": 900}
UNITS = {"usage_consumed_ru": 250, "usage_limit_ru": 1500, "usage_allocation_ru": 2250}
ODD = [None, "", "many", True, [], {}, float("nan"), float("inf"), "nan", "inf", 10**400]


def figures(answer: dict[str, Any]) -> tuple[Any, ...]:
    usage = Usage.of(answer)
    return usage.unit, usage.consumed, usage.limit, usage.allocation, usage.remaining


def seconds(answer: dict[str, Any]) -> tuple[Any, ...]:
    usage = Usage.of(answer)
    return (
        usage.consumed_seconds,
        usage.limit_seconds,
        usage.allocation_seconds,
        usage.remaining_seconds,
    )


@pytest.mark.parametrize(
    ("answer", "in_unit", "in_seconds"),
    [
        (SECONDS, ("seconds", 100, 600, 900, 500), (100, 600, 900, 500)),
        (SECONDS | UNITS, ("RU", 250, 1500, 2250, 1250), (100, 600, 900, 500)),
        (UNITS, ("RU", 250, 1500, 2250, 1250), (None, None, None, None)),
        ({}, ("seconds", None, None, None, None), (None, None, None, None)),
    ],
    ids=["seconds", "both", "units", "neither"],
)
def test_usage_of_an_instance_is_in_the_unit_that_the_service_sends(
    answer: dict[str, Any], in_unit: tuple[Any, ...], in_seconds: tuple[Any, ...]
) -> None:
    assert figures(answer) == in_unit
    assert seconds(answer) == in_seconds


def test_resource_units_and_seconds_are_never_combined() -> None:
    answer = {"usage_consumed_ru": 250, "usage_limit_seconds": 600}
    assert figures(answer) == ("RU", 250, None, None, None)
    assert seconds(answer) == (None, 600, None, None)


@pytest.mark.parametrize(("unit", "other"), [("ru", "seconds"), ("seconds", "ru")])
def test_remaining_usage_is_unknown_if_the_limit_is_in_the_other_unit(unit: str, other: str) -> None:
    usage = Usage.of(
        {f"usage_consumed_{unit}": 250, f"usage_allocation_{unit}": 2250, f"usage_limit_{other}": 120}
    )
    assert usage.remaining is None
    assert usage.remaining_seconds is None


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("unit", ["seconds", "ru"])
def test_a_malformed_usage_figure_is_none(unit: str, odd: object) -> None:
    usage = Usage.of({f"usage_consumed_{unit}": odd, f"usage_limit_{unit}": 600})
    assert (usage.consumed, usage.limit, usage.remaining) == (None, 600, None)


def test_zero_usage_is_0_and_missing_usage_is_none() -> None:
    assert Usage.of({"usage_consumed_ru": 0}).consumed == 0
    assert Usage.of({"usage_consumed_seconds": 0}).consumed_seconds == 0
    assert Usage.of({"usage_limit_reached": False}).consumed is None


def test_usage_above_the_limit_leaves_0() -> None:
    assert Usage.of({"usage_consumed_ru": 9, "usage_limit_ru": 8}).remaining == 0


@pytest.mark.parametrize("reached", [True, False, None])
def test_limit_reached_does_not_depend_on_the_unit(reached: bool | None) -> None:
    assert Usage.of(UNITS | {"usage_limit_reached": reached}).limit_reached is reached


def test_limits_of_an_instance_are_parsed_in_both_units_from_text_or_numbers() -> None:
    instance = Instance.of(
        {
            "instance_limit_seconds": "61",
            "usage_allocation_seconds": "200",
            "instance_limit_ru": "152.5",
            "usage_allocation_ru": 500,
        }
    )
    assert (instance.limit, instance.allocation, instance.unit) == (152.5, 500, "RU")
    assert (instance.limit_seconds, instance.allocation_seconds) == (61, 200)
    older = Instance.of({"instance_limit": 61})
    assert (older.limit, older.allocation, older.unit) == (61, None, "seconds")


@pytest.mark.parametrize("odd", ODD)
def test_a_malformed_limit_of_an_instance_is_none(odd: object) -> None:
    instance = Instance.of({"instance_limit_seconds": odd, "usage_allocation_ru": odd})
    assert (instance.limit, instance.allocation, instance.limit_seconds) == (None, None, None)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"instance_limit": 60, "instance_limit_ru": 150}, (150, "RU", 60)),
        ({"instance_limit_ru": 150}, (150, "RU", None)),
        ({"instance_limit": 60}, (60, "seconds", 60)),
        ({"instance_limit": None, "instance_limit_ru": None}, (None, "seconds", None)),
        ({}, (None, "seconds", None)),
    ],
)
def test_an_updated_limit_is_parsed_in_both_units(answer: dict[str, Any], expected: tuple[Any, ...]) -> None:
    limit = InstanceLimit.of(answer)
    assert (limit.value, limit.unit, limit.seconds) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"usage": {"value": 5, "qpu_charge_time_seconds": 2}, "usage_seconds": 2}, (5, 2)),
        ({"usage": {"value": 5, "status": "complete"}}, (5, None)),
        ({"usage": {"value": 5}, "usage_seconds": 2}, (5, 2)),
        ({"usage": None, "usage_seconds": 2}, (None, 2)),
        ({"usage": {"status": "pending"}, "usage_seconds": 0}, (None, None)),
        ({"usage": None, "usage_seconds": None}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_a_workload_is_charged_in_the_units_of_its_entry(
    entry: dict[str, Any], expected: tuple[float | None, float | None]
) -> None:
    (workload,) = Workload.all_of({"workloads": [{"id": "w", **entry}]})
    assert (workload.usage.value, workload.usage_seconds) == expected


@pytest.mark.parametrize("mode", ["function", "function_run", "something new"])
def test_a_function_run_is_a_workload_with_any_mode(mode: str) -> None:
    (run,) = Workload.all_of({"workloads": [{"id": "f", "mode": mode, "usage": {"value": 12.5}}]})
    assert (run.mode, run.usage.value, run.usage.seconds) == (mode, 12.5, None)
    assert run._repr_html_()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"usage": {"value": 5, "qpu_charge_time_seconds": 2, "status": "complete"}}, (5, 2)),
        ({"usage": {"value": 5, "status": "complete"}}, (5, None)),
        ({"usage": {"value": 5}, "bss": {"seconds": 2}}, (5, 2)),
        ({"usage": {"status": "complete"}}, (None, None)),
    ],
)
def test_metrics_have_the_charge_in_the_units_that_the_service_sends(
    answer: dict[str, Any], expected: tuple[float | None, float | None]
) -> None:
    metrics = Metrics.of(answer)
    assert (metrics.usage.value, metrics.usage.seconds) == expected
    assert (metrics.usage_ru, metrics.usage_seconds) == expected


def test_resource_units_are_read_from_generated_models_by_field_name() -> None:
    totals = GetAnalyticsUsageResponse.from_dict({"usage": 4000, "usage_ru": 10, "sessions_usage_ru": 2.5})
    assert (resource_units(totals), resource_units(totals, "sessions_usage")) == (10, 2.5)
    assert resource_units(totals, "max_sessions_usage") is None
    plan = ExpandedPlanConfiguration.from_dict({"usage_limit_ru": 1500})
    assert resource_units(plan, "usage_limit_seconds") == 1500
    assert resource_units({"usage_ru": "odd"}) is None


def test_the_text_of_a_charge_has_its_units() -> None:
    assert str(JobUsage(2.5, 1.0, "complete")) == "2.5 RU, 1 s"
    assert (str(JobUsage(1500.0)), str(JobUsage(seconds=2.0)), str(JobUsage())) == (
        "1,500 RU",
        "2 s",
        "not known",
    )


@pytest.mark.parametrize("status", ["pending", "PENDING", "Pending"])
def test_a_pending_charge_has_no_figures_whatever_its_letter_case(status: str) -> None:
    usage = JobUsage.of({"value": 5, "qpu_charge_time_seconds": 2, "status": status})
    assert usage == JobUsage(status=status)
    assert str(usage) == "not settled yet"
    assert dict(Metrics.of({"usage": {"value": 1, "status": status}}).facts())["usage settled"] == "not yet"


@pytest.mark.parametrize("answer", [Usage.of(UNITS), JobUsage(2.5), None, 5, "usage"])
def test_resource_units_of_an_unsupported_object_are_refused_with_the_accepted_ones(answer: Any) -> None:
    with pytest.raises(ConfigurationError, match=rf"client\.analytics.*not {type(answer).__name__};"):
        resource_units(answer)


def test_the_name_of_a_usage_figure_must_be_text() -> None:
    name: Any = 5
    with pytest.raises(ConfigurationError, match="name: expected a string"):
        resource_units({}, name)


@pytest.mark.parametrize(
    ("status", "shown"), [("pending", "not yet"), ("complete", "yes"), ("settling", "settling"), (None, None)]
)
def test_an_unknown_usage_status_is_shown_verbatim(status: str | None, shown: str | None) -> None:
    assert dict(Metrics.of({"usage": {"value": 1, "status": status}}).facts())["usage settled"] == shown


def test_usage_of_a_job_is_displayed_as_a_small_table() -> None:
    settled = JobUsage(7.5, 3.0, "complete")
    assert rows(html_of(settled)) == [["usage", "7.5 RU"], ["QPU time", "3 s"], ["settled", "yes"]]
    assert rows(html_of(JobUsage(status="pending"))) == [["settled", "not yet"]]

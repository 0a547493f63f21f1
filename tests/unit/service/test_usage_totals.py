"""Totals of workloads: units and unsettled usage are separate, and a workload with two tags counts for both."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade import ConfigurationError
from qrt_facade._display.format import moment
from qrt_facade._display.html import html_of
from qrt_facade._service.instances import Usage
from qrt_facade._service.usage_totals import USAGE_GROUPS, UsageCounter, UsageReport, checked_group
from qrt_facade._service.workloads import Workload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade import UsageTotals
    from qrt_facade.types import UsageGroup


def workload(number: int, seconds: float | None = None, units: float | None = None, **more: Any) -> Workload:
    usage = {"qpu_charge_time_seconds": seconds, "value": units, "status": "complete"}
    entry = {
        "id": f"w{number}",
        "created": "2026-10-01T12:00:00Z",
        "backend": "ibm_fez",
        "usage": usage,
        **more,
    }
    (read,) = Workload.all_of({"workloads": [entry]})
    return read


def totals_of(workloads: Sequence[Workload], by: UsageGroup) -> UsageTotals:
    counter = UsageCounter(*USAGE_GROUPS)
    for one in workloads:
        counter.add(one)
    return counter.totals(by, None, None)


def test_totals_keep_seconds_units_and_unsettled_workloads_separate() -> None:
    found = totals_of(
        [
            workload(1, 2.0, 5.0),
            workload(2, 3.0),
            workload(3, None, 1.0),
            workload(4),
            workload(5, 9, backend="mock_fez"),
        ],
        "backend",
    )
    (fez,) = found
    assert (fez.group, fez.workloads, fez.usage_seconds, fez.usage_ru, fez.unsettled) == (
        "ibm_fez",
        4,
        5.0,
        6.0,
        1,
    )


def test_totals_without_any_value_are_none_and_not_zero() -> None:
    assert totals_of([workload(1, 2.0)], "user").overall.usage_ru is None
    assert totals_of([workload(1, None, 2.0)], "user").overall.usage_seconds is None
    assert totals_of([], "user").overall.usage_seconds is None
    assert "QPU time" not in str(totals_of([workload(1, None, 2.0)], "user"))


def test_groups_with_seconds_are_not_ranked_against_groups_with_units() -> None:
    days = ["2026-10-01T12:00:00Z", "2026-10-02T12:00:00Z", "2026-10-03T12:00:00Z"]
    used = [(100.0, None), (None, 1.0), (2.0, 5.0)]
    many = [
        workload(number, *one, tags=[f"t{number}"], created=day)
        for number, (one, day) in enumerate(zip(used, days, strict=True))
    ]
    found = totals_of(many, "tag")
    assert [(one.group, found.amount_of(one)) for one in found] == [("t2", 5.0), ("t1", 1.0), ("t0", 0.0)]
    assert any("only QPU time" in note for note in found.notes())
    assert "by day, most on 2026-10-03" in str(report(many))
    assert not any("only QPU time" in note for note in totals_of(many[1:], "tag").notes())


def test_the_report_states_the_period_of_its_workloads() -> None:
    totals = report([workload(1, 2.0)])
    start = datetime(2026, 10, 1, tzinfo=UTC)
    assert not any("created" in note for note in totals.notes()[:2])
    assert "created from 2026-10-01 00:00:00 to now, local time" in replace(totals, start=start).notes()


def test_a_workload_dated_year_one_is_grouped_without_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    one = workload(1, 2.0, created="0001-01-01T00:00:00Z")
    assert [total.group for total in totals_of([one], "day")] == ["0001-01-01"]
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert [total.group for total in totals_of([one], "day")] == [None]
        assert one.created is not None
        assert moment(one.created, None).endswith("UTC")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_workload_counts_for_each_of_its_tags_and_once_in_the_total() -> None:
    found = totals_of([workload(1, 2.0, tags=["a", "b", "a"]), workload(2, 5.0)], "tag")
    assert [(one.group, one.usage_seconds) for one in found] == [(None, 5.0), ("a", 2.0), ("b", 2.0)]
    assert (found.overall.workloads, found.overall.usage_seconds) == (2, 7.0)
    assert "a workload with several tags counts for each" in found.notes()


def test_days_are_local_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        late = workload(1, 2.0, created="2026-10-01T20:00:00Z")
        early = workload(2, 1.0, created="2026-10-01T01:00:00Z")
        assert [one.group for one in totals_of([late, early], "day")] == ["2026-10-01", "2026-10-02"]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_an_invalid_grouping_is_refused_with_the_accepted_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"by='backends'.*expected one of user, backend, day, tag"):
        checked_group("backends")


@given(
    st.lists(
        st.builds(
            workload,
            st.integers(0, 99),
            st.none() | st.integers(0, 1000),
            st.none() | st.integers(0, 1000),
            backend=st.sampled_from(["ibm_fez", "ibm_torino", None]),
            user_id=st.sampled_from(["IBMid-A", "IBMid-B", None]),
            created=st.sampled_from(["2026-10-01T12:00:00Z", "2026-10-03T12:00:00Z", None]),
        ),
        max_size=12,
    )
)
def test_group_totals_add_up_to_the_overall_total(workloads: list[Workload]) -> None:
    for by in ("user", "backend", "day"):
        found = totals_of(workloads, checked_group(by))
        assert sum(one.workloads for one in found) == found.overall.workloads == len(workloads)
        assert sum(one.usage_seconds or 0 for one in found) == (found.overall.usage_seconds or 0)
        assert sum(one.usage_ru or 0 for one in found) == (found.overall.usage_ru or 0)
        assert sum(one.unsettled for one in found) == found.overall.unsettled
        str(found)


def report(workloads: Sequence[Workload]) -> UsageReport:
    usage = Usage.of({"usage_consumed_seconds": 312.0, "usage_limit_seconds": 600})
    user, backend, day, tag = (totals_of(workloads, by) for by in USAGE_GROUPS)
    return UsageReport(usage, None, None, by_user=user, by_backend=backend, by_day=day, by_tag=tag)


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("unicode", [True, False])
def test_a_monthly_report_fits_the_terminal(width: int, unicode: bool) -> None:
    many = [
        workload(
            number,
            None if number % 7 == 0 else float(number),
            backend=f"ibm_{number % 12}",
            tags=[f"a-long-tag-of-the-project-{number % 11}" * 2, "vqe"],
            user_id=f"IBMid-{number % 3}",
            created=datetime(2026, 10, 1 + number % 28, 12, tzinfo=UTC).isoformat(),
        )
        for number in range(200)
    ]
    lines = report(many).text(width, unicode=unicode)
    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    assert "312 s" in text
    assert "29 not settled" in text
    assert unicode or text.isascii()
    assert "Usage by backend" in html_of(report(many))


def test_a_report_without_workloads_says_nothing() -> None:
    assert "by backend: nothing" in str(report([]))


def test_totals_convert_to_a_frame_with_null_for_missing_values() -> None:
    frame = totals_of([workload(1, 2.0, tags=["a"]), workload(2)], "tag").to_frame(as_="polars")
    assert frame.shape == (2, 5)
    assert [list(frame[name]) for name in ("tag", "usage_seconds")] == [["a", None], [2.0, None]]

"""Listing pages of jobs: no job is repeated or missed, even if jobs are created meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrt_client.types import UNSET

from qrt_facade._policy.listing import (
    MAX_PAGE,
    MAX_WORKLOADS_PAGE,
    Cursors,
    NewEntries,
    PageArguments,
    first_page,
    matches_filters,
    next_page,
    workload_arguments,
)
from qrt_facade._service.jobs import JobState
from qrt_facade.errors import ConfigurationError

START = datetime(2026, 1, 1, tzinfo=UTC)


def query(**changed: Any) -> PageArguments:
    arguments: dict[str, Any] = {
        "limit": None,
        "pending": None,
        "backend": None,
        "program": None,
        "created_after": None,
        "created_before": None,
        "tags": (),
        "session": None,
        "descending": True,
        **changed,
    }
    return first_page(**arguments)


def sent(arguments: Any) -> dict[str, Any]:
    """Drop the parameters that the generated code omits from a request."""
    return {name: value for name, value in arguments.items() if value is not UNSET}


class Service:
    """Jobs sorted by creation, filtered and paged as the service does it, with new ones arriving between pages."""

    def __init__(self, seconds: list[int], arrivals: int = 0) -> None:
        self.jobs = [
            JobState(f"j{i}", "Queued", created=START + timedelta(seconds=second))
            for i, second in enumerate(sorted(seconds))
        ]
        self.present = len(self.jobs)
        self.arrivals = arrivals
        self.requests: list[dict[str, Any]] = []

    def answer(self, page: PageArguments) -> list[JobState]:
        arguments = sent(page)
        self.requests.append(arguments)
        before, after = arguments.get("created_before"), arguments.get("created_after")
        found = [
            job
            for job in self.jobs
            if job.created and (not before or job.created <= before) and (not after or job.created >= after)
        ]
        if arguments.get("sort") != "ASC":
            found.reverse()
        for _ in range(self.arrivals):
            newest = self.jobs[-1].created or START
            self.jobs.append(JobState(f"j{len(self.jobs)}", "Queued", created=newest + timedelta(seconds=1)))
        return found[arguments["offset"] : arguments["offset"] + min(arguments["limit"], MAX_PAGE)]


def walk(service: Service, **filters: Any) -> list[str]:
    """List all jobs like the clients do."""
    delivered: list[str] = []
    unseen = NewEntries(filters.get("limit"))
    page: PageArguments | None = query(**filters)
    while page is not None and not unseen.is_full:
        entries = service.answer(page)
        delivered += [job.id for job in unseen.select(entries, matches_filters(page, entries))]
        page = next_page(page, entries, unseen=unseen)
        assert len(service.requests) < 200
    return delivered


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 400, 1500])
@pytest.mark.parametrize("descending", [True, False])
def test_all_jobs_are_listed_once_and_in_order(count: int, descending: bool) -> None:
    service = Service(list(range(count)))
    expected = [f"j{i}" for i in range(count)]
    if descending:
        expected.reverse()
    assert walk(service, descending=descending) == expected
    assert len(service.requests) <= count // MAX_PAGE + 3


@pytest.mark.parametrize("limit", [0, 1, 5, 200, 201, 350])
def test_a_limit_is_exact_and_requests_no_additional_page(limit: int) -> None:
    service = Service(list(range(1000)))
    assert len(walk(service, limit=limit)) == limit
    assert len(service.requests) == -(-limit // MAX_PAGE)


def test_jobs_created_between_pages_displace_none() -> None:
    service = Service(list(range(2000)), arrivals=30)
    delivered = walk(service)
    assert len(delivered) == len(set(delivered))
    assert set(delivered) >= {f"j{i}" for i in range(service.present)}


def test_the_offset_stays_small() -> None:
    service = Service(list(range(5000)))
    assert len(walk(service)) == 5000
    assert max(request["offset"] for request in service.requests) <= 1000 + MAX_PAGE


def test_more_jobs_with_the_same_creation_time_than_fit_on_a_page_are_all_listed() -> None:
    service = Service([0] * 10 + [1] * 1700 + [2] * 10)
    assert len(walk(service)) == 1720


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 700)), max_size=5),
    st.booleans(),
    st.integers(0, 60),
)
def test_no_job_is_missed_or_repeated_for_any_creation_times_and_arrivals(
    moments: list[tuple[int, int]], descending: bool, arrivals: int
) -> None:
    service = Service([second for second, count in moments for _ in range(count)])
    service.arrivals = arrivals if descending and service.jobs else 0
    delivered = walk(service, descending=descending)
    assert len(delivered) == len(set(delivered))
    assert set(delivered) >= {f"j{i}" for i in range(service.present)}


def test_list_filters_are_sent_as_the_service_s_parameters() -> None:
    page = query(
        limit=5,
        pending=False,
        backend="ibm_fez",
        program="sampler",
        created_after="2026-01-01T00:00:00Z",
        tags=["a"],
        session="s1",
        descending=False,
    )
    assert sent(page) == {
        "limit": 5,
        "offset": 0,
        "sort": "ASC",
        "pending": False,
        "backend": "ibm_fez",
        "program": "sampler",
        "created_after": START,
        "tags": ["a"],
        "session_id": "s1",
    }


def test_parameters_that_were_not_passed_are_not_sent() -> None:
    assert sent(query()) == {"limit": MAX_PAGE, "offset": 0}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("limit", value) for value in (-1, 1.5, True, "5")),
        ("created_after", "soon"),
        ("created_before", "99999999999999"),
        ("tags", "text"),
        ("tags", ["t"] * 9),
        ("backend", "a/b"),
        ("session", ""),
    ],
)
def test_an_invalid_filter_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError):
        query(**{name: value})


def test_a_job_passed_as_a_session_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"is a job, not a session; job\.session_id"):
        query(session=JobState(id="j1", status="Queued", program_id="sampler"))


def test_two_hundred_arrivals_between_pages_are_not_a_repeating_list() -> None:
    service = Service(list(range(900)), arrivals=200)
    delivered = walk(service)
    assert set(delivered) >= {f"j{i}" for i in range(service.present)}


def test_repeated_pages_without_new_entries_end_the_list(caplog: pytest.LogCaptureFixture) -> None:
    unseen, page, pages = NewEntries(None), query(), 0
    entries = [JobState(f"j{i}", "Queued") for i in range(MAX_PAGE)]
    while page is not None:
        list(unseen.select(entries))
        page, pages = next_page(page, entries, unseen=unseen), pages + 1
        assert pages < 20
    assert "repeats itself" in caplog.text
    assert "200 entries" in caplog.text


def test_a_page_with_a_new_entry_resets_the_count_of_repeated_pages() -> None:
    unseen = NewEntries(None)
    for name in ("a", "a", "a", "b"):
        list(unseen.select([JobState(name, "Queued")]))
    assert unseen.fruitless == 0


def test_filtered_out_jobs_count_as_new_but_not_toward_the_limit() -> None:
    unseen = NewEntries(1)
    assert list(unseen.select([JobState("a", "Queued")], lambda _: False)) == []
    assert (unseen.fruitless, unseen.is_full) == (0, False)


@pytest.mark.parametrize(
    ("size", "more"), [(100, True), (200, False), (None, False), (0, False), (-5, False), ("x", False)]
)
def test_a_short_page_is_the_last_unless_the_service_limits_page_sizes(size: object, more: bool) -> None:
    entries = [JobState(f"j{i}", "Queued") for i in range(100)]
    assert (next_page(query(), entries, size=size) is not None) is more


def test_an_empty_page_is_the_last_page() -> None:
    assert next_page(query(limit=0), [], size=0) is None


def test_entries_without_an_id_and_repeated_entries_are_skipped() -> None:
    unseen = NewEntries(None)
    first = [JobState("a", "Queued"), JobState("", "Queued"), JobState("b", "Queued")]
    second = [JobState("b", "Queued"), JobState("c", "Queued")]
    assert [job.id for page in (first, second) for job in unseen.select(page)] == ["a", "b", "c"]


def test_a_limit_can_end_within_a_page() -> None:
    unseen = NewEntries(2)
    assert [job.id for job in unseen.select(JobState(name, "Queued") for name in "abc")] == ["a", "b"]
    assert unseen.is_full


@pytest.mark.parametrize(("limit", "size"), [(None, MAX_WORKLOADS_PAGE), (3, 3), (1000, MAX_WORKLOADS_PAGE)])
def test_workload_page_size_is_bounded_by_the_limit_and_the_service_maximum(
    limit: int | None, size: int
) -> None:
    assert Cursors(limit).size == size


def test_cursors_are_followed_until_a_page_has_no_next_cursor() -> None:
    cursors = Cursors(None)
    assert cursors.current is None
    cursors.follow("second")
    assert (cursors.current, cursors.ended) == ("second", False)
    cursors.follow(None)
    assert cursors.ended


def test_a_repeated_cursor_ends_the_list() -> None:
    cursors = Cursors(None)
    for cursor in ("a", "b", "a"):
        assert not cursors.ended
        cursors.follow(cursor)
    assert cursors.ended


def filters(**changed: Any) -> dict[str, Any]:
    nothing = {"mode": None, "status": (), "backend": None, "search": None, "tags": ()}
    times = {"created_after": None, "created_before": None}
    arguments: dict[str, Any] = {**nothing, **times, "mine": False, "descending": True, **changed}
    return sent(workload_arguments(**arguments))


def test_workload_filters_are_sent_as_the_service_s_parameters() -> None:
    assert filters() == {"sort": "-createdAt"}
    assert filters(
        mode="batch",
        status=["pending"],
        backend="ibm_fez",
        search="x",
        tags=["a"],
        created_after="2026-01-01T00:00:00Z",
        mine=True,
        descending=False,
    ) == {
        "mode": "batch",
        "status": ["pending"],
        "backend": "ibm_fez",
        "search": "x",
        "tags": ["a"],
        "created_after": START,
        "user": "me",
        "sort": "createdAt",
    }


@pytest.mark.parametrize("name", ["status", "tags"])
def test_a_single_string_is_refused_as_a_list_of_filters(name: str) -> None:
    with pytest.raises(ConfigurationError, match="a list of strings"):
        filters(**{name: "pending"})

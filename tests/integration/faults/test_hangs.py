"""Nothing hangs: cyclic lists, endless responses, pauses longer than the wait.

The upper bounds are generous: they distinguish "ends" from "hangs" and do not measure speed.
"""

from __future__ import annotations

import itertools
import logging
import re
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import ScriptedServer, Seen, Silence, reply
from support.worlds import perform

from qrt_facade import JobTimeoutError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.timing import Pauses

BOTH = ("sync", "asyncio")
START = datetime(2026, 9, 1, tzinfo=UTC)
TAG = "qrt-submission-0123456789abcdef01234567"

pytestmark = pytest.mark.timeout(60)


def entry(name: str, *, second: int = 0, status: str = "Queued") -> dict[str, Any]:
    created = (START - timedelta(seconds=second)).isoformat()
    return {"id": name, "status": status, "created": created, "backend": "ibm_fez", "tags": [TAG]}


def page_of(first: int, count: int = 200) -> list[dict[str, Any]]:
    return [entry(f"job-{number}", second=number) for number in range(first, first + count)]


def number_in(request: Seen, name: str) -> int:
    found = re.search(rf"[?&]{name}=(\d+)", request.path)
    return int(found[1]) if found else 0


def ignoring_the_offset() -> Callable[[Seen], Any]:
    """Always the first page, for any offset or date."""
    return lambda _: page_of(0)


def ignoring_the_date() -> Callable[[Seen], Any]:
    """1,400 jobs; respects offsets but ignores dates."""

    def answer(request: Seen) -> Any:
        offset = number_in(request, "offset")
        return page_of(offset, max(0, min(200, 1400 - offset)))

    return answer


def oscillating() -> Callable[[Seen], Any]:
    pages = itertools.cycle([page_of(0), page_of(200), page_of(400)])
    return lambda _: next(pages)


def longer_than_asked() -> Callable[[Seen], Any]:
    return lambda _: page_of(0, 700)


def without_ids() -> Callable[[Seen], Any]:
    return lambda _: [{"status": "Queued"}] * 200


def of_one_moment() -> Callable[[Seen], Any]:
    return lambda _: [entry(f"job-{number}") for number in range(200)]


def backwards() -> Callable[[Seen], Any]:
    """The last job of each page is newer than that of the one before."""
    return lambda _: page_of(0)[::-1]


CIRCLES = [
    ignoring_the_offset,
    ignoring_the_date,
    oscillating,
    longer_than_asked,
    without_ids,
    of_one_moment,
    backwards,
]


class Service:
    """Lists jobs as chosen by a test; each job stays queued."""

    def __init__(self, listed: Callable[[Seen], Any]) -> None:
        self._listed = listed

    def __call__(self, request: Seen) -> Any:
        path = request.path.partition("?")[0]
        if path.endswith("/jobs"):
            return reply({"jobs": self._listed(request), "offset": 0, "limit": 200})
        return reply(entry(path.rpartition("/")[2]))


def patience(seconds: float = 15.0) -> float:
    return time.monotonic() + seconds


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("circle", CIRCLES, ids=lambda circle: circle.__name__)
def test_a_cyclic_list_ends_with_a_warning(
    world: str, circle: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    with ScriptedServer(Service(circle())) as server, caplog.at_level(logging.WARNING, "qrt_facade"):
        (jobs,) = perform(world, server.arguments(), lambda client: client.jobs.list())
        ids = [job.id for job in jobs]
        assert len(ids) == len(set(ids))
        assert len(server.calls) <= 7 + 2 * 8
    if circle is not ignoring_the_date:
        assert "repeats itself" in caplog.text


@pytest.mark.parametrize("world", BOTH)
def test_a_service_ignoring_offsets_is_listed_completely_by_date(world: str) -> None:
    everything = page_of(0, 730)

    def listed(request: Seen) -> Any:
        found = re.search(r"created_before=([^&]+)", request.path)
        if found is None:
            return everything[:200]
        bound = datetime.fromisoformat(found[1].replace("%3A", ":").replace("%2B", "+"))
        return [job for job in everything if datetime.fromisoformat(job["created"]) <= bound][:200]

    with ScriptedServer(Service(listed)) as server:
        (jobs,) = perform(world, server.arguments(), lambda client: client.jobs.list())
    assert [job.id for job in jobs] == [job["id"] for job in everything]


@pytest.mark.parametrize("world", BOTH)
def test_smaller_pages_than_requested_are_listed_completely(world: str) -> None:
    def service(request: Seen) -> Any:
        offset = number_in(request, "offset")
        jobs = page_of(offset, max(0, min(100, 250 - offset)))
        return reply({"jobs": jobs, "offset": offset, "limit": 100})

    with ScriptedServer(service) as server:
        (jobs,) = perform(world, server.arguments(), lambda client: client.jobs.list())
    assert len(jobs) == 250


@pytest.mark.parametrize("circle", CIRCLES, ids=lambda circle: circle.__name__)
def test_a_lookup_in_a_cyclic_list_ends(
    circle: Callable[[], Any],
) -> None:
    # A list of jobs without the tag, such as entries without ids, is an error rather than "not found".
    with ScriptedServer(Service(circle())) as server, suppress(UnexpectedResponseError):
        perform("sync", server.arguments(), lambda client: client.jobs.find_submission(TAG))
    assert 0 < len(server.calls) <= 20


def endless() -> Callable[[Seen], Any]:
    """An endless list of new jobs."""
    numbers = itertools.count(0, 200)
    return lambda _: page_of(next(numbers))


async def _handles(client: Any) -> Any:
    return [await client.jobs.get("mine"), await client.jobs.get("mine-too")]


@pytest.mark.parametrize(
    ("world", "circle"),
    [
        *(("sync", circle) for circle in (*CIRCLES, endless)),
        ("asyncio", ignoring_the_offset),
        ("asyncio", endless),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_wait_for_many_ends_at_its_timeout_for_any_list(world: str, circle: Callable[[], Any]) -> None:
    def wait(client: Any) -> Any:
        return client.jobs.wait_all([client.jobs.get("mine"), client.jobs.get("mine-too")], timeout=0.3)

    async def wait_async(client: Any) -> Any:
        return await client.jobs.wait_all(await _handles(client), timeout=0.3)

    end = patience()
    with ScriptedServer(Service(circle())) as server, pytest.raises(JobTimeoutError, match="1 more"):
        perform(world, server.arguments(), wait if world == "sync" else wait_async)
    assert time.monotonic() < end


def same_entries_under_new_cursors() -> Callable[[Seen], Any]:
    numbers = itertools.count()
    return lambda _: ([{"id": "w1"}, {"id": "w2"}], f"/workloads?next=cursor-{next(numbers)}")


def empty_pages_with_new_cursors() -> Callable[[Seen], Any]:
    numbers = itertools.count()
    return lambda _: ([], f"/workloads?next=cursor-{next(numbers)}")


def alternating_cursors() -> Callable[[Seen], Any]:
    cursors = itertools.cycle("ab")
    return lambda _: ([{"id": "w1"}], f"/workloads?next={next(cursors)}")


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    "circle",
    [same_entries_under_new_cursors, empty_pages_with_new_cursors, alternating_cursors],
    ids=lambda circle: circle.__name__,
)
def test_cyclic_workload_cursors_end(world: str, circle: Callable[[], Any]) -> None:
    listed = circle()

    def service(request: Seen) -> Any:
        entries, following = listed(request)
        return reply({"workloads": entries, "next": {"href": following}})

    with ScriptedServer(service) as server:
        (found,) = perform(world, server.arguments(), lambda client: client.workloads.list())
        assert len(server.calls) <= 10
    assert len(found) <= 2


@pytest.mark.parametrize("world", BOTH)
def test_empty_pages_of_workloads_are_followed(world: str) -> None:
    pages = iter([([{"id": "w1"}], "?next=a"), ([], "?next=b"), ([], "?next=c"), ([{"id": "w2"}], None)])

    def service(_: Seen) -> Any:
        entries, following = next(pages)
        return reply({"workloads": entries, "next": following and {"href": following}})

    with ScriptedServer(service) as server:
        (found,) = perform(world, server.arguments(), lambda client: client.workloads.list())
    assert [workload.id for workload in found] == ["w1", "w2"]


def drip_of_the_body() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
    for _ in range(600):
        time.sleep(0.1)
        yield b" "


def drip_of_the_head() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Slow: "
    for _ in range(600):
        time.sleep(0.1)
        yield b"x"


def endless_1xx() -> Iterator[bytes]:
    for _ in range(600):
        time.sleep(0.1)
        yield b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"


def asks_to_come_back_in_a_minute() -> bytes:
    return reply({"errors": [{"message": "later", "code": 1999}]}, 503, Retry_After="60")


def too_many_requests() -> bytes:
    return reply({"errors": [{"message": "slow down", "code": 1202}]}, 429, Retry_After="60")


STALLS = [
    drip_of_the_body,
    drip_of_the_head,
    endless_1xx,
    asks_to_come_back_in_a_minute,
    too_many_requests,
    Silence,
]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    ("stall", "many"),
    [*((stall, False) for stall in STALLS), (drip_of_the_body, True), (asks_to_come_back_in_a_minute, True)],
    ids=lambda value: getattr(value, "__name__", {True: "wait_all", False: "wait"}.get(value)),
)
def test_a_wait_ends_at_its_timeout_for_any_response(
    world: str, stall: Callable[[], Any], many: bool, pauses: Pauses
) -> None:
    pauses(longest_retry_after=300.0, last_question=0.3)
    got: list[str] = []

    def service(request: Seen) -> Any:
        if not got:
            got.append(request.path)
            return reply(entry("mine"))
        return stall()

    def wait(client: Any) -> Any:
        job = client.jobs.get("mine")
        return client.jobs.wait_all([job], timeout=0.3) if many else job.wait(timeout=0.3)

    async def wait_async(client: Any) -> Any:
        job = await client.jobs.get("mine")
        return await (client.jobs.wait_all([job], timeout=0.3) if many else job.wait(timeout=0.3))

    end = patience(8.0)
    with (
        ScriptedServer(service) as server,
        pytest.raises(JobTimeoutError, match=r"mine is Queued after 0\.3 s.*the last poll") as caught,
    ):
        perform(world, server.arguments(retries=5, timeout=60.0), wait if world == "sync" else wait_async)
    assert time.monotonic() < end
    assert caught.value.__cause__ is not None

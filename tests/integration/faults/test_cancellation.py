"""Cancelled and interrupted submissions: the job is created or not, but always reported."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
import trio
from integration.faults.conftest import BACKEND
from integration.faults.proxy import ASKING, CREATING, Scenario
from support.circuits import FLIP
from support.scripted import TLS

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade._policy.interruptions import InterruptionNote

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from integration.faults.conftest import Ledger
    from integration.faults.proxy import FaultProxy
    from support.timing import Pauses

PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
AT_LAST = 10.0
"""Seconds that are longer than any operation here."""


@dataclass
class Times:
    """Seconds after which a submission is cancelled, and after which its response arrives."""

    soon: float = 0.1
    later: float = 0.2


times = Times()


class Slow(httpx.AsyncHTTPTransport):
    """Delays the responses to submissions; the jobs are stored immediately."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if is_submission(request):
            await anyio.sleep(times.later)
        return response


def is_submission(request: httpx.Request) -> bool:
    return request.method == "POST" and request.url.path.endswith("/jobs")


def submit(client: Any) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend=BACKEND)


async def fails_soon() -> None:
    await anyio.sleep(times.soon)
    raise LookupError("the sibling fails")


# Each way cancels a submission differently; the exception depends on the way.


async def move_on_after(client: AsyncRuntimeClient) -> None:
    with anyio.move_on_after(times.soon):
        await submit(client)


async def fail_after(client: AsyncRuntimeClient) -> None:
    with anyio.fail_after(times.soon):
        await submit(client)


async def task_group(client: AsyncRuntimeClient) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(submit, client)
        group.start_soon(fails_soon)


async def cancelled_scope(client: AsyncRuntimeClient) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(submit, client)
        await anyio.sleep(times.soon)
        group.cancel_scope.cancel()


async def nested_scopes(client: AsyncRuntimeClient) -> None:
    with anyio.move_on_after(times.soon), anyio.move_on_after(times.soon * 1.5):
        await submit(client)


async def gathered(client: AsyncRuntimeClient) -> None:
    await asyncio.gather(submit(client), fails_soon())


async def wait_for(client: AsyncRuntimeClient) -> None:
    await asyncio.wait_for(submit(client), times.soon)


async def timeout(client: AsyncRuntimeClient) -> None:
    async with asyncio.timeout(times.soon):
        await submit(client)


async def asyncio_task_group(client: AsyncRuntimeClient) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(submit(client))
        group.create_task(fails_soon())


async def cancelled_task(client: AsyncRuntimeClient) -> None:
    task = asyncio.ensure_future(submit(client))
    await asyncio.sleep(times.soon)
    task.cancel()
    await task


async def cancelled_twice(client: AsyncRuntimeClient) -> None:
    task = asyncio.ensure_future(submit(client))
    await asyncio.sleep(times.soon)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0.01)
    await task


async def as_completed(client: AsyncRuntimeClient) -> None:
    for one in asyncio.as_completed([submit(client)], timeout=times.soon):
        await one


async def shielded(client: AsyncRuntimeClient) -> None:
    await asyncio.wait_for(asyncio.shield(submit(client)), times.soon)


async def forgotten_wait(client: AsyncRuntimeClient) -> None:
    await asyncio.wait([asyncio.ensure_future(submit(client))], timeout=times.soon)


async def closed_generator(client: AsyncRuntimeClient) -> None:
    async def jobs() -> Any:
        while True:
            yield await submit(client)

    with anyio.move_on_after(times.soon):
        async for _ in jobs():
            pass


async def ctrl_c(client: AsyncRuntimeClient) -> None:
    threading.Timer(times.soon, os.kill, (os.getpid(), signal.SIGINT)).start()
    await submit(client)


async def many(client: AsyncRuntimeClient) -> None:
    with anyio.move_on_after(times.soon + times.later):
        await client.jobs.submit_many("sampler", [PARAMS] * 4, backend=BACKEND)


async def trio_nursery(client: AsyncRuntimeClient) -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(submit, client)
        nursery.start_soon(fails_soon)


async def trio_move_on_after(client: AsyncRuntimeClient) -> None:
    with trio.move_on_after(times.soon):
        await submit(client)


EITHER = (move_on_after, fail_after, task_group, cancelled_scope, nested_scopes, closed_generator, many)
ASYNCIO = (
    gathered, wait_for, timeout, asyncio_task_group, cancelled_task, cancelled_twice, as_completed, shielded,
    forgotten_wait, ctrl_c,
)  # fmt: skip
TRIO = (trio_nursery, trio_move_on_after)
WAYS = [
    *(("asyncio", way) for way in (*EITHER, *ASYNCIO)),
    *(("trio", way) for way in (*EITHER, *TRIO)),
]
ENDING_THE_LOOP = (gathered, as_completed, shielded, forgotten_wait)
"""Ways that abandon the task: the end of the event loop cancels it together with its request."""


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect the texts of warnings."""
    texts: list[str] = []
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        yield texts
    texts += [str(warning.message) for warning in seen if issubclass(warning.category, RuntimeWarning)]


@pytest.mark.parametrize(("world", "way"), WAYS, ids=lambda value: getattr(value, "__name__", value))
def test_a_cancelled_submission_names_its_job(
    world: str,
    way: Callable[[AsyncRuntimeClient], Awaitable[None]],
    arguments: dict[str, Any],
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def main() -> None:
        async with AsyncRuntimeClient(**arguments, transport=Slow(verify=TLS)) as client:
            await client.jobs.find_submission(
                "qrt-submission-" + "0" * 24
            )  # fetches a token and opens a connection
            with anyio.fail_after(AT_LAST):
                await way(client)

    wanted = 2 if way is many else 1
    made: dict[str, Any] = {}
    for patience in (1, 10):  # longer if this machine was too busy to send anything
        before = set(ledger.jobs())
        monkeypatch.setattr(times, "soon", 0.1 * patience)
        monkeypatch.setattr(times, "later", 0.2 * patience)
        with heard() as texts, suppress(BaseException):
            anyio.run(main, backend=world) if world == "trio" else asyncio.run(main())
        made = stored(ledger, before, wanted)
        if len(made) == wanted:
            break
    assert len(made) == wanted
    for job_id, (tag,) in made.items():
        assert any(job_id in text or tag in text for text in texts), (texts, job_id, tag)
        if way not in ENDING_THE_LOOP:
            assert any(job_id in text for text in texts), texts


async def ready(client: AsyncRuntimeClient) -> None:
    """Make a first request, which imports modules and fetches a token, so that the next one is sent immediately."""
    await client.backends.list()


def stored(ledger: Ledger, before: set[str], wanted: int) -> dict[str, Any]:
    """Return the tags of new jobs; one may be stored after its submission was cancelled."""
    end = time.monotonic() + 2
    while True:
        made = {job_id: tags for job_id, (_, tags) in ledger.jobs().items() if job_id not in before}
        if len(made) >= wanted or time.monotonic() > end:
            return made
        time.sleep(0.05)


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_cancellation_during_a_pause_is_immediate_and_names_the_tag(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, pauses: Pauses
) -> None:
    pauses(look_ups=(60.0,))
    proxy.met(Scenario.always(CREATING, "cut before the answer"))

    async def main() -> None:
        async with AsyncRuntimeClient(**arguments) as client:
            await ready(client)
            with anyio.fail_after(AT_LAST), anyio.move_on_after(times.later):
                await submit(client)

    with heard() as texts:
        anyio.run(main, backend=world)
    assert any("find_submission('qrt-submission-" in text for text in texts)
    assert len(proxy.of(*CREATING)) == 1


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_cancellation_between_two_429s_sends_nothing_more(
    world: str, arguments: dict[str, Any], proxy: FaultProxy, pauses: Pauses, ledger: Ledger
) -> None:
    pauses(first_retry=60.0, longest_retry_after=60.0)
    proxy.met(Scenario.always(CREATING, "429"))
    before = set(ledger.jobs())

    async def main() -> None:
        async with AsyncRuntimeClient(**arguments) as client:
            await ready(client)
            with anyio.fail_after(AT_LAST), anyio.move_on_after(times.later):
                await submit(client)

    with heard():
        anyio.run(main, backend=world)
    assert len(proxy.of(*CREATING)) == 1
    assert set(ledger.jobs()) == before


def test_native_cancellation_between_two_429s_is_immediate(
    arguments: dict[str, Any], proxy: FaultProxy, pauses: Pauses
) -> None:
    pauses(first_retry=60.0)
    proxy.met(Scenario.always(CREATING, "429"))

    async def main() -> None:
        async with AsyncRuntimeClient(**arguments) as client, asyncio.timeout(AT_LAST):
            await ready(client)
            await asyncio.wait_for(submit(client), times.later)

    with heard(), pytest.raises(TimeoutError):
        asyncio.run(main())
    assert len(proxy.of(*CREATING)) == 1


def test_the_cancellation_has_the_job_as_an_attribute(arguments: dict[str, Any]) -> None:
    async def main() -> tuple[BaseException, str]:
        async with AsyncRuntimeClient(**arguments, transport=Slow(verify=TLS)) as client:
            task = asyncio.ensure_future(submit(client))
            await asyncio.sleep(times.soon)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            note = InterruptionNote.of(caught.value)
            assert note is not None
            (job,) = note.jobs
            await job.refresh()
            return caught.value, job.status

    with heard():
        stop, status = asyncio.run(main())
    assert status == "Queued"
    assert "client.jobs.find_submission(" in stop.__notes__[0]


class Pressing(logging.Handler):
    """Presses Ctrl-C when a job's tag is logged."""

    def emit(self, record: logging.LogRecord) -> None:
        if "has submission tag" in record.getMessage():
            raise KeyboardInterrupt


@pytest.mark.parametrize("tagged", [True, False], ids=["tagged", "untagged"])
def test_ctrl_c_between_response_and_return_names_the_job(
    tagged: bool, arguments: dict[str, Any], ledger: Ledger
) -> None:
    before = set(ledger.jobs())
    logger, handler = logging.getLogger("qrt_facade.submission"), Pressing()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        with (
            heard() as texts,
            RuntimeClient(**arguments) as client,
            pytest.raises(KeyboardInterrupt) as caught,
        ):
            client.jobs.submit("sampler", PARAMS, backend=BACKEND, submission_tag=tagged)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    ((job_id, (_, tags)),) = [item for item in ledger.jobs().items() if item[0] not in before]
    (text,) = texts
    assert f"job {job_id} was submitted" in text
    assert (f"find_submission({tags[0]!r})" if tagged else f"client.jobs.get({job_id!r})") in text
    note = InterruptionNote.of(caught.value)
    assert note is not None
    assert [job.id for job in note.jobs] == [job_id]


class Repeated(httpx.AsyncHTTPTransport):
    """Stores a submission, but responds with an older response, which names another job."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if not is_submission(request):
            return response
        await response.aclose()
        await anyio.sleep(times.later)
        return httpx.Response(200, json={"id": "another-s", "backend": BACKEND})


def test_a_cancelled_submission_names_its_tag_as_well_as_an_unverified_id(
    arguments: dict[str, Any], ledger: Ledger
) -> None:
    before = set(ledger.jobs())

    async def main() -> None:
        async with AsyncRuntimeClient(**arguments, transport=Repeated(verify=TLS)) as client:
            await client.jobs.find_submission("qrt-submission-" + "0" * 24)
            await move_on_after(client)

    with heard() as texts:
        anyio.run(main)
    ((_, (_, (tag,))),) = [item for item in ledger.jobs().items() if item[0] not in before]
    (text,) = texts
    assert f"find_submission({tag!r})" in text


class Raising(httpx.HTTPTransport):
    """Raises an exception while the response to a submission is on its way."""

    def __init__(self, stop: BaseException) -> None:
        super().__init__(verify=TLS)
        self.stop = stop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if is_submission(request):
            response.close()
            raise self.stop
        return response


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()])
@pytest.mark.parametrize("threaded", [False, True], ids=["main thread", "executor"])
def test_any_exception_during_a_blocking_submission_names_its_job(
    stop: BaseException, threaded: bool, arguments: dict[str, Any], ledger: Ledger
) -> None:
    before = set(ledger.jobs())
    stop.__dict__.clear()
    with (
        heard() as texts,
        RuntimeClient(**arguments, transport=Raising(stop)) as client,
        ThreadPoolExecutor(1) as pool,
        pytest.raises(type(stop)) as caught,
    ):
        pool.submit(submit, client).result() if threaded else submit(client)
    ((_, (_, (tag,))),) = [item for item in ledger.jobs().items() if item[0] not in before]
    assert any(tag in text for text in texts)
    note = InterruptionNote.of(caught.value)
    assert note is not None
    assert note.tag == tag


def test_a_signal_handler_that_raises_during_a_series_names_all_its_jobs(
    arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger
) -> None:
    class Stop(BaseException):
        pass

    def handler(*_: object) -> None:
        raise Stop

    def ring() -> None:
        while len(ledger.jobs().keys() - before) < 3:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGALRM)

    before = set(ledger.jobs())
    proxy.met(Scenario.each(CREATING, [None, None, "answer too late"]))
    previous = signal.signal(signal.SIGALRM, handler)
    threading.Thread(target=ring, daemon=True).start()
    try:
        with heard() as texts, RuntimeClient(**arguments) as client, pytest.raises(Stop) as caught:
            client.jobs.submit_many("sampler", [PARAMS] * 3, backend=BACKEND)
    finally:
        signal.signal(signal.SIGALRM, previous)
    note = InterruptionNote.of(caught.value)
    assert note is not None
    made = {job_id: tags for job_id, (_, tags) in ledger.jobs().items() if job_id not in before}
    assert [job.id for job in note.jobs] == list(made)[:2]
    assert note.tag == list(made.values())[2][0]
    (text,) = texts
    assert all(job_id in text for job_id in list(made)[:2])
    assert note.tag in text
    assert not proxy.of(*ASKING)


def test_an_interrupted_unsent_submission_reports_that(arguments: dict[str, Any], ledger: Ledger) -> None:
    class NoToken(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            raise KeyboardInterrupt

    before = set(ledger.jobs())
    with (
        heard() as texts,
        RuntimeClient(**arguments, transport=NoToken(verify=TLS)) as client,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        submit(client)
    assert "was not sent" in caught.value.__notes__[0]
    assert texts == []
    assert set(ledger.jobs()) == before

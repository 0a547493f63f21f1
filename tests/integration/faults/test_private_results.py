"""Read-once results: returned or saved, whatever happens to the download."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from support.scripted import Reset, Silence, reply
from support.vault import BODY, GONE, Vault, cut_at, drip, refusal, unasked_gzip
from support.worlds import perform

from qrt_facade import (
    ApiError,
    AsyncRuntimeClient,
    ConfigurationError,
    EstimatorResult,
    NotFoundError,
    PartialResultError,
    QrtError,
    ResultDecodeError,
    RuntimeClient,
    SamplerResult,
    ServerError,
    TransportError,
    UnexpectedResponseError,
)
from qrt_facade._policy.timing import DEFAULT_TIMEOUT
from qrt_facade.results import SamplerResultV1

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from support.scripted import Answer
    from support.timing import Pauses

    from qrt_facade import KeptResult

BOTH = ("sync", "asyncio")
COUNTS = {"1" * 10: 1, "0" * 10: 1}


@pytest.fixture(autouse=True)
def _short(pauses: Pauses) -> None:
    pauses(results_window=0.3, first_results_poll=0.01, longest_results_poll=0.05, first_retry=0.001)


def read(
    world: str, vault: Vault, times: int = 1, *, within: float = DEFAULT_TIMEOUT, **arguments: Any
) -> Any:
    """Read the result of the vault's job with one job object and return the last outcome."""

    def read_sync(client: RuntimeClient) -> Any:
        job = client.jobs.get("j1")
        for _ in range(times - 1):
            with suppress(QrtError):
                job.result()
        return job.result(within)

    async def read_async(client: Any) -> Any:
        job = await client.jobs.get("j1")
        for _ in range(times - 1):
            with suppress(QrtError):
                await job.result()
        return await job.result(within)

    (result,) = perform(
        world, vault.arguments(retries=3, **arguments), read_sync if world == "sync" else read_async
    )
    return result


def read_as(world: str, vault: Vault, as_: Any) -> Any:
    """Read the result of the vault's job as a class."""

    async def read_async(client: Any) -> Any:
        return await (await client.jobs.get("j1")).result(as_=as_)

    (result,) = perform(
        world,
        vault.arguments(),
        (lambda client: client.jobs.get("j1").result(as_=as_)) if world == "sync" else read_async,
    )
    return result


def kept() -> list[KeptResult]:
    return RuntimeClient.kept_results()


def is_the_result(result: Any) -> bool:
    return len(result) == 1 and result[0].c.num_shots == 2


@pytest.mark.parametrize("world", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize("deliver", [reply, drip, unasked_gzip])
def test_a_private_result_is_returned_and_its_file_deleted(
    world: str, deliver: Callable[[bytes], Answer]
) -> None:
    with Vault(deliver) as vault:
        assert is_the_result(read(world, vault))
        assert vault.reads == 1
    assert kept() == []


@pytest.mark.parametrize("world", BOTH)
def test_an_interrupted_private_download_is_not_retried_and_its_bytes_are_saved(world: str) -> None:
    for size in range(1, len(BODY), 23):
        with Vault(cut_at(size)) as vault:
            with pytest.raises(PartialResultError) as caught:
                read(world, vault)
            assert vault.reads == 1
        (found,) = kept()
        assert (found.job_id, found.program_id, found.complete) == ("j1", "sampler", False)
        assert found.body() == BODY[:size]
        assert caught.value.saved_to == found.path
        assert f"its first {size} bytes are kept in {found.path}" in str(caught.value)
        found.discard()


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("answer", [b"", Reset(), cut_at(0)(BODY)], ids=["closed", "reset", "no body"])
def test_a_response_cut_before_its_first_byte_is_not_retried(world: str, answer: Answer) -> None:
    with Vault(lambda _: answer) as vault:
        with pytest.raises(TransportError):
            read(world, vault)
        assert vault.reads == 1
    assert kept() == []


@pytest.mark.parametrize("world", BOTH)
def test_a_timeout_during_the_download_saves_the_received_bytes(world: str) -> None:
    def stalls(body: bytes) -> Iterator[bytes]:
        yield reply(b"", length=len(body))
        yield body[:50]
        released.wait(10)

    released = threading.Event()
    with Vault(stalls) as vault:
        with pytest.raises(PartialResultError):
            read(world, vault, timeout=0.3)
        released.set()
    (found,) = kept()
    assert found.body() == BODY[:50]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    "answer",
    [
        GONE,
        refusal(404),
        refusal(400, 1234),
        refusal(404, 1234),
        refusal(429, Retry_After="0"),
        refusal(500),
        refusal(502),
        refusal(503, Retry_After="0"),
        reply(b"Bad gateway", 504),
        refusal(401),
    ],
)
@pytest.mark.parametrize("job_fields", [{"private": True}, {}])
def test_result_waits_until_the_result_is_available(
    world: str, answer: bytes, job_fields: dict[str, Any], pauses: Pauses
) -> None:
    pauses(results_window=30)  # a busy machine needs more than the other tests' 0.3 s
    before = (answer,) if b" 401 " in answer[:20] else (answer, answer)
    with Vault(before=before, job_fields=job_fields) as vault:
        assert is_the_result(read(world, vault))
        assert vault.reads == 1 + len(before)
    assert kept() == []


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("job_fields", [{"private": True}, {}])
def test_a_result_that_never_appears_raises_after_a_while(world: str, job_fields: dict[str, Any]) -> None:
    with Vault(lambda _: GONE, job_fields=job_fields) as vault:
        with pytest.raises(NotFoundError, match="no result for job j1"):
            read(world, vault)
        assert vault.reads > 2


@pytest.mark.parametrize("world", BOTH)
def test_an_unknown_job_raises_immediately(world: str) -> None:
    with Vault(before=(refusal(404, 1291),) * 50) as vault:
        with pytest.raises(NotFoundError) as caught:
            read(world, vault)
        assert caught.value.code == 1291
        assert vault.reads == 1


@pytest.mark.parametrize("world", BOTH)
def test_a_persistent_error_is_raised_at_the_timeout(world: str) -> None:
    with Vault(before=(refusal(503),) * 50) as vault, pytest.raises(ServerError):
        read(world, vault, within=0)


@pytest.mark.parametrize("world", BOTH)
def test_a_second_read_raises_without_a_request(world: str) -> None:
    with Vault() as vault:
        with pytest.raises(NotFoundError, match="can be read only once"):
            read(world, vault, times=2)
        assert vault.reads == 1


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("fresh", [False, True])
def test_a_second_read_names_the_saved_bytes_of_the_first(world: str, fresh: bool) -> None:
    with Vault(cut_at(99)) as vault:
        with pytest.raises(QrtError) as caught:
            read(world, vault, times=1 if fresh else 2)
        if fresh:  # another job object, as in another process
            with pytest.raises(NotFoundError) as caught:
                read(world, vault)
            assert vault.reads == 2
    (found,) = kept()
    assert str(found.path) in str(caught.value)


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    "answer",
    [
        reply(b"<html><body>Log in to the hotel</body></html>"),
        reply(b"<!DOCTYPE html><p>hello", Content_Type="text/html"),
    ],
)
def test_html_of_an_intermediary_is_not_saved_as_a_result(world: str, answer: bytes) -> None:
    with Vault(before=(answer,)) as vault:
        with pytest.raises(UnexpectedResponseError, match="web page"):
            read(world, vault, within=0)
        assert kept() == []
        assert is_the_result(read(world, vault))
    with Vault(before=(answer,)) as vault:
        assert is_the_result(read(world, vault))
        assert kept() == []


@pytest.mark.parametrize("world", BOTH)
def test_truncated_json_is_saved(world: str) -> None:
    with (
        Vault(lambda body: reply(body[:77], Content_Type="application/json")) as vault,
        pytest.raises(UnexpectedResponseError, match="kept in"),
    ):
        read(world, vault)
    (found,) = kept()
    assert found.body() == BODY[:77]


@pytest.mark.parametrize("world", BOTH)
def test_corrupt_gzip_is_saved_as_received(world: str) -> None:
    with Vault(lambda body: unasked_gzip(body, damaged=True)) as vault, pytest.raises(QrtError) as caught:
        read(world, vault)
    (found,) = kept()
    assert str(found.path) in str(caught.value)
    assert found.body().startswith(b"\x1f\x8b")
    with pytest.raises(ResultDecodeError):
        found.result()


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("declared", [True, False])
def test_a_private_result_over_the_limit_is_saved_completely(world: str, declared: bool) -> None:
    def undeclared(body: bytes) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        yield body

    with (
        Vault(reply if declared else undeclared) as vault,
        pytest.raises(PartialResultError, match="max_result_bytes"),
    ):
        read(world, vault, max_result_bytes=100)
    (found,) = kept()
    assert found.complete
    assert is_the_result(found.result())


@pytest.mark.parametrize("world", BOTH)
def test_an_endless_result_does_not_fill_the_disk(world: str) -> None:
    def endless(body: bytes) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield body

    with Vault(endless) as vault, pytest.raises(PartialResultError, match="max_result_bytes"):
        read(world, vault, max_result_bytes=100_000)
    (found,) = kept()
    assert found.path is not None
    assert found.path.stat().st_size < 2_000_000
    assert not found.complete


@pytest.mark.parametrize("world", BOTH)
def test_saved_gzip_can_be_decoded(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Vault(unasked_gzip) as vault, interrupted_decoding(monkeypatch), pytest.raises(KeyboardInterrupt):
        read(world, vault)
    (found,) = kept()
    assert is_the_result(found.result())


@contextmanager
def interrupted_decoding(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from qrt_facade.results import decoding

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(decoding, "decode_result_of", interrupted)
        yield


@pytest.mark.parametrize("world", BOTH)
def test_ctrl_c_while_decoding_saves_the_whole_result(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Vault() as vault, interrupted_decoding(monkeypatch), pytest.raises(KeyboardInterrupt):
        read(world, vault)
    (found,) = kept()
    assert found.complete
    assert is_the_result(found.result())


@pytest.mark.parametrize("world", BOTH)
def test_a_download_of_unknown_privacy_is_retried_if_the_job_is_not_private(world: str) -> None:
    given: list[int] = []

    def twice_cut(body: bytes) -> Answer:
        given.append(1)
        vault._given = False  # a non-private result can be read again
        return reply(body) if len(given) > 2 else cut_at(100 + len(given))(body)

    with Vault(twice_cut, job_fields={}) as vault:
        assert is_the_result(read(world, vault))
        assert vault.reads == 3
    assert kept() == []


@pytest.mark.parametrize("world", BOTH)
def test_a_download_of_unknown_privacy_is_saved_if_the_job_is_private(world: str) -> None:
    with (
        Vault(cut_at(123), job_fields={}) as vault,
        pytest.raises(PartialResultError, match="first 123 bytes"),
    ):
        read(world, vault)
    (found,) = kept()
    assert found.body() == BODY[:123]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("asked", ["refresh", "wait_all", "observe"])
def test_a_private_job_stays_private_if_later_responses_omit_it(world: str, asked: str) -> None:
    def later_sync(client: Any) -> Any:
        job = client.jobs.get("j1")
        vault.job_fields = {}
        if asked == "refresh":
            job.refresh()
        elif asked == "wait_all":
            client.jobs.wait_all([job])
        else:
            (listed,) = client.jobs.list(limit=1)
            job.observe(listed.state)
        assert job.private
        return job.result()

    async def later_async(client: Any) -> Any:
        job = await client.jobs.get("j1")
        vault.job_fields = {}
        if asked == "refresh":
            await job.refresh()
        elif asked == "wait_all":
            await client.jobs.wait_all([job])
        else:
            listed = [one async for one in client.jobs.list(limit=1)]
            job.observe(listed[0].state)
        assert job.private
        return await job.result()

    with Vault(cut_at(60)) as vault:
        with pytest.raises(PartialResultError):
            perform(world, vault.arguments(retries=3), later_sync if world == "sync" else later_async)
        assert vault.reads == 1


async def by_scope(read: Callable[[], Awaitable[Any]]) -> None:
    with anyio.move_on_after(0.1):
        await read()


async def by_group(read: Callable[[], Awaitable[Any]]) -> None:
    async def fail() -> None:
        await anyio.sleep(0.1)
        raise ZeroDivisionError

    with suppress(ExceptionGroup):
        async with anyio.create_task_group() as group:
            group.start_soon(read)
            group.start_soon(fail)


async def by_task(read: Callable[[], Awaitable[Any]]) -> None:
    task = asyncio.ensure_future(read())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])


async def by_wait_for(read: Callable[[], Awaitable[Any]]) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(read(), 0.1)


async def by_timeout(read: Callable[[], Awaitable[Any]]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await read()


async def by_gather(read: Callable[[], Awaitable[Any]]) -> None:
    async def fail() -> None:
        await asyncio.sleep(0.1)
        raise ZeroDivisionError

    reading = asyncio.ensure_future(read())
    with suppress(ZeroDivisionError):
        await asyncio.gather(reading, fail())
    reading.cancel()
    await asyncio.wait([reading])


@pytest.mark.parametrize("first", [0, 40], ids=["before the first byte", "half way"])
@pytest.mark.parametrize(
    ("backend", "cancel"),
    [
        ("asyncio", by_scope),
        ("trio", by_scope),
        ("asyncio", by_group),
        ("trio", by_group),
        ("asyncio", by_task),
        ("asyncio", by_wait_for),
        ("asyncio", by_timeout),
        ("asyncio", by_gather),
    ],
)
def test_a_cancelled_task_saves_the_whole_result_and_names_the_file(
    backend: str,
    cancel: Callable[[Callable[[], Awaitable[Any]]], Awaitable[None]],
    first: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def slow(body: bytes) -> Iterator[bytes]:
        if first:
            yield reply(b"", length=len(body))
            yield body[:first]
        time.sleep(0.3)
        if not first:
            yield reply(b"", length=len(body))
        yield body[first:]

    async def cancelled() -> None:
        async with AsyncRuntimeClient(**vault.arguments()) as client:
            job = await client.jobs.get("j1")
            await cancel(job.result)

    with Vault(slow) as vault:
        anyio.run(cancelled, backend=backend)
        assert vault.reads == 1
    (found,) = kept()
    assert found.complete
    assert is_the_result(found.result())
    assert str(found.path) in caplog.text


@pytest.mark.parametrize("world", BOTH)
def test_result_body_of_a_private_job_is_saved_on_failure(world: str) -> None:
    def raw(client: Any) -> Any:
        return client.jobs.get("j1").result_body()

    async def raw_async(client: Any) -> Any:
        return await (await client.jobs.get("j1")).result_body()

    with Vault(cut_at(31)) as vault, pytest.raises(PartialResultError):
        perform(world, vault.arguments(), raw if world == "sync" else raw_async)
    (found,) = kept()
    assert found.body() == BODY[:31]
    found.discard()
    with Vault() as vault:
        (body,) = perform(world, vault.arguments(), raw if world == "sync" else raw_async)
        assert body == BODY
    assert kept() == []


def test_two_concurrent_readers_lose_nothing() -> None:
    with Vault() as vault, RuntimeClient(**vault.arguments()) as client:
        outcomes: list[Any] = []

        def read_one() -> None:
            try:
                outcomes.append(client.jobs.get("j1").result())
            except ApiError as error:
                outcomes.append(error)

        threads = [threading.Thread(target=read_one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    results = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    assert len(results) == 1
    assert is_the_result(results[0])
    assert all(isinstance(outcome, NotFoundError) for outcome in outcomes if outcome not in results)


def test_a_timed_out_private_download_is_not_retried() -> None:
    with Vault(lambda _: Silence()) as vault:
        with pytest.raises(TransportError):
            read("sync", vault, timeout=0.2)
        assert vault.reads == 1


OF_ANOTHER_PROGRAM = {"private": True, "program": {"id": "mine"}}


@pytest.mark.parametrize("world", BOTH)
def test_as_of_an_impossible_class_does_not_download_the_result(world: str) -> None:
    with Vault() as vault:
        with pytest.raises(ConfigurationError, match="the program sampler of job j1, whose result has"):
            read_as(world, vault, EstimatorResult | dict)
        assert vault.reads == 0
        assert is_the_result(read_as(world, vault, SamplerResult | EstimatorResult))


@pytest.mark.parametrize("world", BOTH)
def test_a_private_result_of_another_class_is_saved(world: str) -> None:
    """A program for which there is no result class may return anything."""
    with (
        Vault(body=b'{"a": 1}', job_fields=OF_ANOTHER_PROGRAM) as vault,
        pytest.raises(ConfigurationError, match="the result of job j1, which has the type dict") as caught,
    ):
        read_as(world, vault, SamplerResult)
    (found,) = kept()
    assert any(str(found.path) in note for note in caught.value.__notes__)
    assert found.complete
    assert found.result(as_=dict[str, Any]) == {"a": 1}
    with pytest.raises(ConfigurationError, match="the result of job j1, which has the type dict"):
        found.result(as_=SamplerResult)


@pytest.mark.parametrize("world", BOTH)
def test_a_result_of_version_1_is_returned_as_its_class(world: str) -> None:
    with Vault(body=b'{"quasi_dists": [{"0": 1.0}], "metadata": [{}]}') as vault:
        assert read_as(world, vault, SamplerResultV1)[0] == {0: 1.0}

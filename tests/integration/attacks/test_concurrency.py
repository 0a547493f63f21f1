"""Concurrency in one process: shared jobs and clients, re-entrant callbacks, raising handlers."""

from __future__ import annotations

import asyncio
import dis
import gc
import logging
import signal
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from integration.attacks.service import BACKEND, PARAMS, Service, submit
from support.scripted import Reset, ScriptedServer

from qrt_facade import AsyncRuntimeClient, ConfigurationError, QrtError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from support.timing import Pauses

SPEAKING = {"messages": [{"message": "the quota is nearly used up"}]}
"""A message in the service's response, which is warned about and logged."""


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    pauses(
        look_ups=(0.01, 0.01),
        duplicate_look_ups=(0.0,),
        duplicate_cancels=(0.0,),
        first_retry=0.01,
        first_poll=0.01,
        longest_poll=0.02,
        longest_failed_poll=0.02,
    )


class Handler(logging.Handler):
    """Calls a function with every record, one at a time."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act
        self.busy = False
        self.acted = 0

    def emit(self, record: logging.LogRecord) -> None:
        if self.busy:
            return
        self.busy = True
        try:
            self.act()
            self.acted += 1
        finally:
            self.busy = False


@contextmanager
def listening(handler: logging.Handler, *names: str) -> Iterator[None]:
    """Attach a handler to loggers, at DEBUG."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


def failing(error: BaseException) -> Callable[[], object]:
    def act() -> object:
        raise error

    return act


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "answer lost"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("closed"), KeyError(1)])
def test_a_raising_log_handler_loses_no_job(error: Exception, lost: bool) -> None:
    class Losing(Service):
        def created(self, job_id: str) -> Any:
            return Reset() if lost else super().created(job_id)

    service = Losing(accepted=SPEAKING)
    with (
        ScriptedServer(service) as server,
        RuntimeClient(**server.arguments()) as client,
        listening(Handler(failing(error)), "qrt_facade"),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        job = submit(client)
        assert job.wait(60).id == client.jobs.wait_all([job], 60)[0].id
    assert [job.id] == list(service.tags)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("closed")])
def test_a_raising_handler_of_httpx_s_log_is_followed_by_a_lookup(error: Exception) -> None:
    service = Service()
    with ScriptedServer(service) as server, RuntimeClient(**server.arguments()) as client:
        submit(client)
        handler = Handler(failing(error))
        handler.addFilter(lambda record: "POST" in record.getMessage())
        with listening(handler, "httpx"):
            job = submit(client)
    assert [job.id] == ["job-2"] == list(service.tags)[1:]


@pytest.mark.parametrize("kind", [RuntimeWarning, UserWarning, ResourceWarning])
def test_warnings_raised_as_errors_lose_no_job_and_end_no_wait(kind: type[Warning], pauses: Pauses) -> None:
    service = Service(status="Considering", accepted=SPEAKING)
    with (
        ScriptedServer(service) as server,
        RuntimeClient(**server.arguments()) as client,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("error", kind)
        job = submit(client)
        assert not job.refresh().ended
        service.status = "Completed"
        assert job.wait(60).ended
    assert [job.id] == list(service.tags)


def test_a_raising_showwarning_loses_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    def show(*_: object, **__: object) -> None:
        raise AssertionError("this suite allows no warning")

    monkeypatch.setattr(warnings, "showwarning", show)
    service = Service(accepted=SPEAKING)
    with (
        ScriptedServer(service) as server,
        RuntimeClient(**server.arguments()) as client,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("always")
        assert submit(client).id == "job-1"


@pytest.mark.parametrize("logger", ["httpx", "httpcore", "httpx_retries", "qrt_facade", ""])
def test_a_log_handler_using_the_client_does_not_deadlock(logger: str) -> None:
    with ScriptedServer(Service()) as server, RuntimeClient(**server.arguments(total_timeout=5)) as client:
        handler = Handler(lambda: list(client.jobs.list()))
        with listening(handler, logger):
            assert submit(client).id == "job-1"
        assert logger == "httpx_retries" or handler.acted


def test_a_log_handler_of_an_asynchronous_client_may_use_a_blocking_one_of_the_same_account() -> None:
    async def main(arguments: dict[str, Any]) -> Any:
        async with AsyncRuntimeClient(**arguments) as client:
            with RuntimeClient(**arguments) as other, listening(Handler(lambda: submit(other)), "httpx"):
                return await submit(client)

    with ScriptedServer(Service()) as server:
        assert asyncio.run(main(server.arguments(total_timeout=5))).id.startswith("job-")


ON_UPDATE: dict[str, Callable[[Any, Any], object]] = {
    "wait": lambda job, _: job.wait(60),
    "cancel": lambda job, _: job.cancel(),
    "refresh": lambda job, _: job.refresh(),
    "submit": lambda _, client: submit(client),
    "result of another wait": lambda job, client: client.jobs.wait_all([job], 60),
    "with_options": lambda _, client: client.with_options(timeout=3).jobs.get("job-1"),
    "new client and garbage": lambda _, __: gc.collect(),
}


@pytest.mark.parametrize("act", ON_UPDATE)
@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_callback_of_a_wait_may_use_the_client(act: str, many: bool) -> None:
    service = Service()
    with ScriptedServer(service) as server, RuntimeClient(**server.arguments()) as client:
        job = submit(client)

        def on_update(updated: Any) -> None:
            ON_UPDATE[act](updated, client)

        if many:
            client.jobs.wait_all([job], 5, on_update=on_update)
        else:
            job.wait(60, on_update=on_update)
        assert job.ended


def test_a_callback_closing_the_client_ends_the_wait_and_names_the_job() -> None:
    with ScriptedServer(Service(status="Running")) as server:
        client = RuntimeClient(**server.arguments())
        job = submit(client)
        with pytest.raises(ConfigurationError, match="closed") as caught:
            job.wait(60, on_update=lambda _: client.close())
    assert job.id in f"{caught.value.job_id} {getattr(caught.value, '__notes__', '')}"


def test_concurrent_wait_cancel_and_delete_of_one_job_all_end() -> None:
    service = Service(status="Running")
    with ScriptedServer(service) as server, RuntimeClient(**server.arguments()) as client:
        job = submit(client)
        actions = [lambda: job.wait(20), job.refresh, job.cancel, lambda: client.jobs.wait_all([job], 20)] * 5

        def end() -> None:
            service.status = "Cancelled"
            job.delete()

        with ThreadPoolExecutor(len(actions) + 1) as pool:
            running = [pool.submit(action) for action in actions]
            pool.submit(end).result()
            for one in running:
                one.result()
        assert job.ended


@pytest.mark.long
def test_garbage_collected_derived_clients_lose_no_job() -> None:
    service = Service()
    with ScriptedServer(service) as server, RuntimeClient(**server.arguments(timeout=60)) as client:

        def one(number: int) -> str:
            sibling = client.with_options(timeout=30 + number, retries=number % 3)
            alone = RuntimeClient(**server.arguments()) if number % 6 == 0 else sibling
            job = alone.jobs.submit("sampler", PARAMS, backend=BACKEND, tags=[f"n-{number}"])
            del alone, sibling
            gc.collect()
            assert f"n-{number}" in service.tags[job.wait(60).id]
            return str(job.id)

        with ThreadPoolExecutor(12) as pool:
            ids = list(pool.map(one, range(24)))
    assert sorted(ids) == sorted(service.tags)


def test_submissions_in_threads_during_signals_create_one_job_each() -> None:
    service = Service()
    heard: list[int] = []
    previous = signal.signal(signal.SIGALRM, lambda number, _: heard.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
        with (
            ScriptedServer(service) as server,
            RuntimeClient(**server.arguments()) as client,
            ThreadPoolExecutor(10) as pool,
        ):
            series = [
                pool.submit(client.jobs.submit_many, "sampler", [PARAMS] * 3, backend=BACKEND)
                for _ in range(10)
            ]
            mine = [submit(client).id for _ in range(10)]
            theirs = [job.id for one in series for job in one.result()]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert heard
    assert sorted(mine + theirs) == sorted(service.tags)
    assert len(service.tags) == 40


class Stop(BaseException):
    """Raised by a signal handler."""


WHERE_SIGNALS_ARE_HANDLED = ("CALL", "RESUME", "JUMP_BACKWARD", "CALL_FUNCTION_EX", "CALL_KW")
"""The instructions after which CPython runs signal handlers."""


class Interruption:
    """Raises in this thread at the n-th place where a signal handler could run, within some modules."""

    def __init__(self, at: int, *modules: str) -> None:
        self.at = at
        self.modules = modules
        self.passed = 0
        self.last: dict[FrameType, str] = {}

    def trace(self, frame: FrameType, event: str, _: object) -> Any:
        if not frame.f_code.co_filename.endswith(self.modules):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            before = self.last.get(frame, "RESUME")
            self.last[frame] = now = dis.opname[frame.f_code.co_code[frame.f_lasti]]
            # The exception must come from the call; raised here, before a return, it would miss the block around both.
            if before in WHERE_SIGNALS_ARE_HANDLED and now != "RETURN_VALUE":
                self.passed += 1
                if self.passed == self.at:
                    raise Stop
        return self.trace

    @contextmanager
    def under_way(self) -> Iterator[None]:
        # A debugger or coverage measurement continues afterwards.
        before = sys.gettrace()
        sys.settrace(self.trace)
        try:
            yield
        finally:
            sys.settrace(before)


def interrupted(server: ScriptedServer, service: Service, interruption: Interruption) -> str | None:
    """Submit with an interruption; return the problems found afterwards."""
    known = set(service.tags)
    with RuntimeClient(**server.arguments(total_timeout=3)) as client:
        stop: BaseException | None = None
        try:
            with interruption.under_way():
                submit(client)
        except BaseException as raised:  # noqa: BLE001 - whatever it is is looked at
            stop = raised
        made = [job_id for job_id in service.tags if job_id not in known]
        message = f"{stop} {getattr(stop, '__notes__', '')}"
        if len(made) > 1:
            return f"made {made}"
        if stop is not None and made and not (service.tags[made[0]][0] in message or made[0] in message):
            return f"lost {made}: {stop!r} {message}"
        # In another thread, which a lock left behind would block.
        with ThreadPoolExecutor(1) as pool:
            try:
                pool.submit(lambda: list(client.jobs.list())).result()
            except QrtError as error:
                return f"useless afterwards: {error}"
    return None


def sweep(every: int, *modules: str) -> int:
    """Interrupt at every n-th place and check the state; return the number of places."""
    service = Service()
    with ScriptedServer(service) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with RuntimeClient(**server.arguments()) as client:
            submit(client)  # everything is imported
        counting = Interruption(0, *modules)
        assert interrupted(server, service, counting) is None
        for at in range(1, counting.passed + 1, every):
            wrong = interrupted(server, service, Interruption(at, *modules))
            assert wrong is None, f"at {at} of {counting.passed}: {wrong}"
        gc.collect()  # reports resources of the interrupted call that were not closed
    return counting.passed


def test_a_signal_handler_raising_during_a_token_fetch_releases_locks() -> None:
    assert sweep(1, "_sync/auth.py", "_policy/turns.py", "_policy/tokens.py") > 20


@pytest.mark.long
def test_a_signal_handler_raising_anywhere_in_a_submission_loses_nothing() -> None:
    assert sweep(1, "_sync/submit.py", "_sync/transport.py", "_sync/connection.py", "_sync/pool.py") > 50

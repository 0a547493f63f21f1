"""A careful program's handling of thousands of submissions: in threads, in tasks, and in forked children.

It looks up the job of a failed submission, submits missing jobs again, and follows the notes of interruptions. Each
submission has the program's own tag, by which its jobs are counted in the service's database, independently of the
client. As a script it is the parent of the children: it reads a `Plan` and prints `SoakResults`.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import os
import random
import signal
import ssl
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from support.circuits import FLIP

from qrt_facade import AsyncRuntimeClient, QrtError, RuntimeClient, SubmissionUncertainError
from qrt_facade._policy import timing
from qrt_facade._policy.interruptions import InterruptionNote

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")

PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
PAUSES: dict[str, Any] = {
    "look_ups": (0.1, 0.4, 1.5),
    "duplicate_look_ups": (0.0, 0.5),
    "duplicate_cancels": (0.0, 0.1, 0.5),
    "first_retry": 0.01,
    "longest_retry_after": 0.05,
    "late_duplicates": 0.0,
}
"""Pauses with which requests delayed by a busy machine still arrive within the lookup window."""
AT_ONCE = 24
CHILDREN = 12
INTERRUPTED = 0.15
"""The fraction of submissions that are interrupted, where possible."""
SOON = 0.2
"""Seconds within which an interruption occurs."""
PATIENCE = 60
"""Number of attempts of a request that creates nothing."""


@dataclass(frozen=True)
class Plan:
    """The submissions to make.

    Attributes:
        arguments: The client's arguments, except its certificates.
        trusted: A certificate to trust, in PEM.
        backend: Name of the backend.
        submissions: Number of submissions.
        seed: Determines which ones are interrupted, and when.
    """

    arguments: dict[str, Any]
    trusted: str
    backend: str
    submissions: int
    seed: int

    def client_arguments(self) -> dict[str, Any]:
        return {**self.arguments, "verify": ssl.create_default_context(cadata=self.trusted)}

    def interruptions(self, child: int = 0) -> Iterator[float | None]:
        """Return when each submission is interrupted, or None."""
        chance = random.Random(self.seed + child)
        while True:
            yield chance.uniform(0.0, SOON) if chance.random() < INTERRUPTED else None


@dataclass
class Outcome:
    """The outcome of one submission.

    Attributes:
        name: The program's own tag for it.
        job: The final id of its job object, or None if it was interrupted before there was one.
        interrupted: Whether it was interrupted.
        texts: The messages of errors and notes.
        doubts: Number of earlier errors.
        unnamed: Number of these without a submission tag.
        tag: The submission tag in the last error or note.
    """

    name: str
    job: str | None = None
    interrupted: bool = False
    texts: list[str] = field(default_factory=list)
    doubts: int = 0
    unnamed: int = 0
    tag: str | None = None

    def failed(self, error: QrtError) -> str | None:
        self.doubts += 1
        self.texts += [str(error), *getattr(error, "__notes__", ())]
        self.tag = error.submission_tag or getattr(error, "tag", None)
        self.unnamed += self.tag is None
        return self.tag

    def stopped(self, stop: BaseException) -> None:
        self.interrupted = True
        note = InterruptionNote.of(stop)
        if note is not None:
            self.tag = note.tag


@dataclass
class SoakResults:
    """The outcomes of all submissions, and the warnings logged for them."""

    outcomes: list[Outcome] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, *texts: str) -> SoakResults:
        results = cls()
        for text in texts:
            read = json.loads(text)
            results.outcomes += [Outcome(**outcome) for outcome in read["outcomes"]]
            results.log += read["log"]
        return results


def by_threads(plan: Plan) -> SoakResults:
    with listening() as log, RuntimeClient(**plan.client_arguments()) as client, pool() as workers:
        names = [f"threads-{number}" for number in range(plan.submissions)]
        outcomes = list(workers.map(lambda name: blocking(client, plan, name, None), names))
    return SoakResults(outcomes, log)


def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE)


def by_tasks(plan: Plan) -> SoakResults:
    outcomes: list[Outcome] = []
    places = anyio.CapacityLimiter(AT_ONCE)

    async def one(client: AsyncRuntimeClient, name: str, soon: float | None) -> None:
        async with places:
            outcomes.append(await awaited(client, plan, name, soon))

    async def main() -> None:
        async with (
            AsyncRuntimeClient(**plan.client_arguments()) as client,
            anyio.create_task_group() as tasks,
        ):
            for number, soon in zip(range(plan.submissions), plan.interruptions(), strict=False):
                tasks.start_soon(one, client, f"tasks-{number}", soon)

    with listening() as log:
        anyio.run(main)
    return SoakResults(outcomes, log)


def by_children(plan: Plan) -> SoakResults:
    """Fork, and let each child submit a share with the parent's clients, which are in use."""
    client, other = (kind(**plan.client_arguments()) for kind in (RuntimeClient, AsyncRuntimeClient))
    persistent(lambda: client.jobs.find_submission("qrt-submission-" + "0" * 24))
    asyncio.run(persistent_async(lambda: other.jobs.find_submission("qrt-submission-" + "0" * 24)))

    async def several(child: int) -> list[Outcome]:
        return [await awaited(other, plan, name, soon) for name, soon in share(plan, child)]

    def work(child: int) -> SoakResults:
        with listening(logging.INFO) as log:
            if child % 2:
                return SoakResults(asyncio.run(several(child)), log)
            return SoakResults([blocking(client, plan, name, soon) for name, soon in share(plan, child)], log)

    pipes = [forked(lambda child=child: work(child).to_json()) for child in range(CHILDREN)]
    return SoakResults.from_json(*(pipe.read() for pipe in pipes))


def share(plan: Plan, child: int) -> Iterator[tuple[str, float | None]]:
    numbers = range(child, plan.submissions, CHILDREN)
    return zip((f"forks-{number}" for number in numbers), plan.interruptions(child), strict=False)


def forked(work: Callable[[], str]) -> Any:
    """Fork a child that calls a function, and return the pipe for its result."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as pipe:
                pipe.write(work())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return os.fdopen(reading)


def blocking(client: RuntimeClient, plan: Plan, name: str, soon: float | None) -> Outcome:
    """Submit one job, with all necessary retries, unless it is interrupted (Ctrl-C) first."""
    outcome, job = Outcome(name), None
    while outcome.job is None and not outcome.interrupted:
        try:
            with ctrl_c(soon):
                job = client.jobs.submit("sampler", PARAMS, backend=plan.backend, tags=[name])
        except QrtError as error:
            outcome.failed(error)
            job = persistent(partial(client.jobs.find_submission, outcome.tag)) if outcome.tag else None
        except KeyboardInterrupt as stop:
            outcome.stopped(stop)
            outcome.texts += getattr(stop, "__notes__", ())
            job = None
            if outcome.tag:
                job = persistent(partial(client.jobs.find_submission, outcome.tag, cancel_duplicates=True))
        try:
            outcome.job = persistent(job.refresh).id if job is not None else None
        except SubmissionUncertainError as error:
            outcome.failed(error)
    return outcome


async def awaited(client: AsyncRuntimeClient, plan: Plan, name: str, soon: float | None) -> Outcome:
    """Submit one job, with all necessary retries, unless its task is cancelled first."""
    outcome, job = Outcome(name), None

    async def submit() -> Any:
        try:
            return await client.jobs.submit("sampler", PARAMS, backend=plan.backend, tags=[name])
        except QrtError:
            raise
        except BaseException as stop:
            outcome.stopped(stop)
            raise

    while outcome.job is None and not outcome.interrupted:
        try:
            job = await cancelled_after(soon, submit)
        except QrtError as error:
            outcome.failed(error)
            job = None
            if outcome.tag:
                job = await persistent_async(partial(client.jobs.find_submission, outcome.tag))
        if outcome.interrupted and outcome.tag:
            find = partial(client.jobs.find_submission, outcome.tag, cancel_duplicates=True)
            job = await persistent_async(find)
        try:
            outcome.job = (await persistent_async(job.refresh)).id if job is not None else None
        except SubmissionUncertainError as error:
            outcome.failed(error)
    return outcome


async def cancelled_after(soon: float | None, operation: Callable[[], Awaitable[T]]) -> T | None:
    """Await an operation; cancel it after so many seconds, in one of two ways."""
    if soon is None:
        return await operation()
    if int(soon * 1000) % 2:
        with anyio.move_on_after(soon):
            return await operation()
        return None
    task = asyncio.ensure_future(operation())
    asyncio.get_running_loop().call_later(soon, task.cancel)
    await asyncio.wait([task])
    return None if task.cancelled() else task.result()


@contextmanager
def ctrl_c(soon: float | None) -> Iterator[None]:
    """Raise KeyboardInterrupt in the main thread after some seconds, if the block is still running."""
    if soon is None:
        yield
        return
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, max(soon, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def persistent(ask: Callable[[], T]) -> T:
    """Repeat a request until it succeeds."""
    for _ in range(PATIENCE):
        try:
            return ask()
        except SubmissionUncertainError:
            raise
        except QrtError:
            time.sleep(0.05)
    return ask()


async def persistent_async(ask: Callable[[], Awaitable[T]]) -> T:
    """Repeat a request until it succeeds."""
    for _ in range(PATIENCE):
        try:
            return await ask()
        except SubmissionUncertainError:
            raise
        except QrtError:
            await anyio.sleep(0.05)
    return await ask()


@contextmanager
def listening(level: int = logging.WARNING) -> Iterator[list[str]]:
    """Collect the logs of submissions: the warnings, and the tags of new jobs."""
    texts: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING or "has submission tag" in record.msg:
                texts.append(record.getMessage())

    logger, listener = logging.getLogger("qrt_facade.submission"), Listener(level)
    before = logger.level
    logger.addHandler(listener)
    logger.setLevel(level)
    try:
        yield texts
    finally:
        logger.removeHandler(listener)
        logger.setLevel(before)


def main() -> None:
    warnings.simplefilter("ignore")
    with ExitStack() as stack:
        stack.enter_context(timing.override(**PAUSES))
        sys.stdout.write(by_children(Plan(**json.load(sys.stdin))).to_json())


if __name__ == "__main__":
    main()

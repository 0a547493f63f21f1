"""Where the REST course runs: on cassettes (without a socket), on the emulator, or at IBM."""

from __future__ import annotations

import asyncio
import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import vcr
from integration.rest_course import cassette_format
from integration.rest_course.both_clients import Waited
from support.emulators import emulator_fixture
from support.paths import CASSETTES
from support.scripted import TLS

from qrt_facade import (
    AsyncRuntimeClient,
    RuntimeClient,
)
from qrt_facade._policy import timing
from qrt_facade.emulator import DEFAULT_INSTANCE
from qrt_facade.emulator.domain.plans import PLANS

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN_PLAN = PLANS["open"].plan_id
RECORDED_TAG = "qrt-submission-000000000000000000000000"
POLLS = ("first_poll", "longest_poll", "longest_poll_in_session")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test of the course through both clients; one suffices to record, since both send the same."""
    if "flavour" in metafunc.fixturenames:
        recording = metafunc.config.getoption("--live") == "record"
        metafunc.parametrize("flavour", ["sync"] if recording else ["sync", "async"])


class Watched(httpx.HTTPTransport):
    """httpx's own transport, which keeps the requests that went through it."""

    def __init__(self) -> None:
        super().__init__(verify=TLS)
        self.seen: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return super().handle_request(request)


class AsyncWatched(httpx.AsyncHTTPTransport):
    """The same, asynchronous."""

    def __init__(self) -> None:
        super().__init__(verify=TLS)
        self.seen: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return await super().handle_async_request(request)


@dataclass(frozen=True)
class Place:
    """A service: how a client finds it, and who it is to it."""

    name: str
    api_key: str
    instance: str
    addresses: dict[str, str]


class Course:
    """Makes clients of a place, all synchronous or all asynchronous, and closes them."""

    def __init__(self, flavour: str, place: Place, closing: contextlib.ExitStack) -> None:
        self.place = place
        self._flavour = flavour
        self._closing = closing
        self._runner = closing.enter_context(asyncio.Runner()) if flavour == "async" else None

    def client(self, **changes: Any) -> Any:
        """Return a client of the place, other arguments than the usual ones taken from `changes`."""
        usual = {"api_key": self.place.api_key, "instance": self.place.instance, **self.place.addresses}
        arguments: dict[str, Any] = {**usual, **changes}
        if self._runner is None:
            return self._closing.enter_context(RuntimeClient(**arguments))
        return self._closing.enter_context(Waited(AsyncRuntimeClient(**arguments), self._runner))

    def transport(self) -> Any:
        """Return a transport for `client(transport=...)` that keeps what it sends in `.seen`."""
        return Watched() if self._flavour == "sync" else AsyncWatched()


@pytest.fixture(scope="session")
def live(pytestconfig: pytest.Config) -> str | None:
    """`local`, `ibm`, `record`, or None where cassettes are replayed."""
    chosen: str | None = pytestconfig.getoption("--live")
    return chosen


# Jobs are Queued and Running long enough to be met in both states.
paid_emulator = emulator_fixture(noise=False, seed=7, queue_seconds=0.6, run_seconds=0.6, workers=1)
open_emulator = emulator_fixture(noise=False, seed=7, plan="open", workers=1)


@pytest.fixture
def course(request: pytest.FixtureRequest, flavour: str, live: str | None) -> Iterator[Course]:
    """The course on an instance that pays."""
    yield from _held_at(_place(request, live, "paid_emulator"), request, flavour)


@pytest.fixture
def open_course(request: pytest.FixtureRequest, flavour: str, live: str | None) -> Iterator[Course]:
    """The course on an instance on the Open plan."""
    for course in _held_at(_place(request, live, "open_emulator"), request, flavour):
        if live == "ibm" and not _is_open(course):
            pytest.skip("shows a refusal of the Open plan, and the instance is on another")
        yield course


@pytest.fixture
def paid_plan(course: Course, live: str | None) -> None:
    """Skip what the Open plan refuses."""
    if live == "ibm" and _is_open(course):
        pytest.skip("needs a dedicated session, which the Open plan refuses")


@pytest.fixture
def client(course: Course) -> Any:
    """A client as a user makes one."""
    return course.client()


@pytest.fixture
def backend(client: Any, live: str | None) -> str:
    """Name of the backend that jobs are sent to."""
    return client.backends.least_busy().name if live == "ibm" else "ibm_fez"


def _held_at(place: Place, request: pytest.FixtureRequest, flavour: str) -> Iterator[Course]:
    with contextlib.ExitStack() as closing:
        if place.name != "IBM":
            # A cassette responds immediately; the emulator is polled often enough to see every state.
            seconds = 0.0 if place.name == "cassette" else 0.15
            closing.enter_context(timing.override(**dict.fromkeys(POLLS, seconds)))
        if place.name in {"cassette", "recorded emulator"}:
            name = request.node.originalname.removeprefix("test_")
            closing.enter_context(_cassette(name, recording=place.name == "recorded emulator"))
        if place.name == "cassette":
            patch = closing.enter_context(pytest.MonkeyPatch.context())
            _refuse_sockets(patch)
            # A recorded answer about a job carries the tag of the recorded submission, and another tag is another's job.
            patch.setattr("qrt_facade._policy.submission.new_tag", lambda: RECORDED_TAG)
        yield Course(flavour, place, closing)


def _place(request: pytest.FixtureRequest, live: str | None, emulator: str) -> Place:
    if live == "ibm":
        return Place("IBM", os.environ["QISKIT_IBM_TOKEN"], os.environ["QISKIT_IBM_INSTANCE"], {})
    if live is None:
        addresses = {"base_url": f"{cassette_format.HOST}/api", "iam_url": cassette_format.HOST}
        return Place("cassette", "no-key-is-needed-to-replay", DEFAULT_INSTANCE, addresses)
    running = request.getfixturevalue(emulator)
    addresses = {name: running.access[name] for name in ("base_url", "iam_url")}
    name = "recorded emulator" if live == "record" else "emulator"
    return Place(name, running.api_key, running.instance, addresses)


@contextlib.contextmanager
def _cassette(name: str, *, recording: bool) -> Iterator[None]:
    recorder = vcr.VCR(
        cassette_library_dir=str(CASSETTES),
        match_on=("method", "path", "query"),
        record_mode="all" if recording else "none",
        decode_compressed_response=True,
    )
    recorder.register_serializer("readable", cassette_format)
    with recorder.use_cassette(f"{name}.yaml", serializer="readable") as cassette:
        yield
        # A cassette with requests that are not replayed is outdated.
        assert recording or cassette.all_played, (
            f"{name}.yaml: {cassette.play_count} of {len(cassette)} played"
        )


def _refuse_sockets(patch: pytest.MonkeyPatch) -> None:
    """Let a replayed test reach not even this machine."""

    def refuse(*_: Any) -> None:
        raise AssertionError("a replayed test opened a socket")

    patch.setattr("socket.socket.connect", refuse)
    patch.setattr("socket.socket.connect_ex", refuse)


def _is_open(course: Course) -> bool:
    return bool(course.client().instances.current().plan_id == OPEN_PLAN)
